"""Printed text to exact amounts. Nothing is guessed: what cannot be read with certainty is reported, not repaired.

Two repairs are made because they cannot change a value: full-width forms are folded (NFKC), and spaces that OCR put
inside a number are removed where the number stands alone in its cell.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from corpus.records import UNITS_PER_YUAN, Amount, CellKind

SCALES = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
"""How many yuan one of each printed money scale is."""

UNIT_LINE = re.compile(rf"(?:金额)?单位\s*[:：]\s*({'|'.join(sorted(SCALES, key=len, reverse=True))})")
"""The words above a table that name the unit of its amounts; the group is the scale."""

MAX_INTEGER_DIGITS = 15
"""A number with more digits before its point is two numbers run together, or an identifier; it is not read."""

_MAX_STORED = 2**63 - 1
_DASHES = set("-—－–―‐‑−一─ ")
_NONE_WORDS = {"无", "没有", "无。"}
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_STANDALONE = re.compile(rf"[-+]?{_PLAIN}|\((?:\d{{1,3}}(?:,\d{{3}})+|\d{{3,}})(?:\.\d+)?\)|\(\d+\.\d+\)")
_BROKEN_DECIMALS = re.compile(r"[-+]?[\d,]+ *\. *\d* ?\d+")
_LIKE_NUMBER = re.compile(r"[-+(¥￥]*[\dOolI\ufffd][\d\s,.·'OolI\ufffd]*(?:万?元)?\)?")
_DATE = re.compile(r"20\d{2}[.\s]\d{1,2}(?:[.\s]\d{1,2})?")
_UNFOLDED = re.compile(r"[①-⑳¹²³⁰-⁹₀-₉¼-¾⅐-⅞]+")
_QUALIFIERS = {
    "≥": ("≥", "≧", "》", ">=", "不少于", "不低于", "大于等于"),
    "≤": ("≤", "≦", "《", "<=", "不超过", "小于等于"),
    ">": (">", "大于"),
    "<": ("<", "小于"),
    "=": ("=",),
}
_SIGNS = {sign: qualifier for qualifier, signs in _QUALIFIERS.items() for sign in signs}
_TARGET = re.compile(
    rf"(?P<sign>{'|'.join(sorted(_SIGNS, key=len, reverse=True))})?\s*"
    rf"(?P<number>{_PLAIN})\s*\(?\s*(?P<unit>%|[^\d\s≥≤=<>()\ufffd]{{0,8}})\s*\)?"
)


def fold(text: str) -> str:
    """NFKC form of ``text`` with minus signs folded to ASCII; ①, ² and ½ stay, since as digits they would mislead."""
    kept = _UNFOLDED.findall(text)
    parts = [unicodedata.normalize("NFKC", part) for part in _UNFOLDED.split(text)]
    folded = "".join(part + mark for part, mark in zip(parts, [*kept, ""], strict=True))
    return folded.replace("−", "-").replace("﹣", "-")


def classify(text: str) -> CellKind:
    """What kind of cell a printed text is, before any unit is known."""
    folded = fold(text).strip()
    if not folded:
        return CellKind.BLANK
    if all(char in _DASHES for char in folded):
        return CellKind.TEXT if folded == "一" else CellKind.DASH
    if folded in _NONE_WORDS:
        return CellKind.NONE_WORD
    digits = number_text(text)
    if digits is None:
        return CellKind.TEXT
    return CellKind.ZERO if Decimal(digits) == 0 else CellKind.NUMBER


def number_text(text: str) -> str | None:
    """The plain decimal string of a cell that holds one number and nothing else, or None.

    Spaces inside are removed only around the decimal point of a number with two decimals: ``1937217.6 0`` is
    1937217.60. Two numbers that merely stand side by side (``8.53 1.53``, ``8.5 31``) are not one number and give None,
    and so do circled digits and more than ``MAX_INTEGER_DIGITS`` digits before the point.
    """
    if any(unicodedata.category(char) == "No" for char in text):
        return None
    folded = fold(text).strip().removeprefix("¥").strip()
    if " " in folded and _BROKEN_DECIMALS.fullmatch(folded):
        joined = folded.replace(" ", "")
        folded = joined if re.search(r"\.\d\d$", joined) else folded
    if not _STANDALONE.fullmatch(folded):
        return None
    digits = folded.strip("+-()").replace(",", "")
    if len(digits.partition(".")[0].lstrip("0")) > MAX_INTEGER_DIGITS:
        return None
    return f"-{digits}" if folded[0] in "-(" else digits


def looks_numeric(text: str) -> bool:
    """Whether a text is meant as a number, readable or not: digits with what OCR and typing put among them."""
    folded = fold(text).strip()
    like = _LIKE_NUMBER.fullmatch(folded) is not None and any(char.isdigit() for char in folded)
    return like and not _DATE.fullmatch(folded)


def step_of(digits: str, factor: int) -> int:
    """The size of the last printed digit of ``digits``, in 0.0001 units, times ``factor``; 0 where that is finer."""
    decimals = len(digits.partition(".")[2])
    return factor * UNITS_PER_YUAN // int("1" + "0" * decimals)


def money(digits: str, scale: str, printed: str, qualifier: str = "=") -> Amount:
    """The exact amount of money that ``digits`` (a plain decimal string) means when printed in ``scale``.

    Raises ``KeyError`` for a scale that is not in ``SCALES`` and ``ValueError`` for digits finer than 0.0001 yuan or an
    amount too large to be stored.
    """
    return _scaled(digits, SCALES[scale], "元", scale, printed, qualifier)


def quantity(digits: str, unit: str, printed: str, qualifier: str = "=") -> Amount:
    """The exact amount of ``digits`` counted in ``unit`` ("%", "所", "人" ... or "" where none is printed).

    Raises ``ValueError`` as ``money`` does.
    """
    return _scaled(digits, 1, unit, unit, printed, qualifier)


def _scaled(digits: str, factor: int, unit: str, scale: str, printed: str, qualifier: str) -> Amount:
    exact = Fraction(digits) * factor * UNITS_PER_YUAN
    if exact.denominator != 1:
        raise ValueError(f"{printed!r} is finer than 0.0001 {unit or 'unit'}; it cannot be kept exactly")
    if abs(exact.numerator) > _MAX_STORED:
        raise ValueError(f"{printed!r} {scale} is larger than can be kept exactly")
    return Amount(exact.numerator, max(step_of(digits, factor), 1), unit, scale, printed, qualifier)


def target(text: str) -> Amount | None:
    """The figure of an indicator's target value: ``≥90.00%``, ``》95%``, ``=80.00名``, ``≥80.00(%)``, ``4次``.

    None where the text is not one such figure (``及时``, ``20所学校+40BYOD``, a range), or not one that can be kept.
    """
    if any(unicodedata.category(char) == "No" for char in text):
        return None
    match = _TARGET.fullmatch(fold(text).strip())
    digits = number_text(match["number"]) if match else None
    if match is None or digits is None:
        return None
    try:
        return quantity(digits, match["unit"], text, _SIGNS.get(match["sign"], "="))
    except ValueError:
        return None
