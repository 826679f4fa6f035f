"""Printed text to exact amounts. Nothing is guessed: what cannot be read with certainty is reported, not repaired.

Two repairs are made because they cannot change a value: full-width forms are folded (NFKC), and spaces that OCR put
inside a number are removed where the number stands alone in its cell.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from corpus.records import UNITS_PER_YUAN, Amount, CellKind

SCALES = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
"""How many yuan one of each printed money scale is."""

_DASHES = set("-—－–―‐‑−一─ ")
_NONE_WORDS = {"无", "没有", "无。"}
_QUALIFIERS = {"≥": "≥", "≧": "≥", "》": "≥", ">=": "≥", "≤": "≤", "≦": "≤", "《": "≤", "<=": "≤", ">": ">", "<": "<", "=": "="}
_NUMBER = re.compile(r"[-+−－]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_STANDALONE = re.compile(r"(?P<sign>[-+−－(]?)(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\)?")
_TARGET = re.compile(
    r"(?P<qualifier>≥|≧|≤|≦|>=|<=|>|<|=|》|《|不少于|不低于|不超过|大于等于|小于等于|大于|小于)?\s*"
    r"(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*[（(]?\s*(?P<unit>[%％]|[^\d\s≥≤=<>（）()]{0,8})\s*[)）]?"
)
_WORD_QUALIFIERS = {
    "不少于": "≥",
    "不低于": "≥",
    "大于等于": "≥",
    "大于": ">",
    "不超过": "≤",
    "小于等于": "≤",
    "小于": "<",
}


def fold(text: str) -> str:
    """NFKC form of ``text`` with the thousands separators and minus signs of full-width typing folded to ASCII."""
    return unicodedata.normalize("NFKC", text).replace("−", "-").replace("﹣", "-")


def classify(text: str) -> CellKind:
    """What kind of cell a printed text is, before any unit is known."""
    folded = fold(text).strip()
    if not folded:
        return CellKind.BLANK
    if all(char in _DASHES for char in folded) and any(char != " " for char in folded):
        return CellKind.TEXT if folded == "一" else CellKind.DASH
    if folded in _NONE_WORDS:
        return CellKind.NONE_WORD
    digits = number_text(folded)
    if digits is None:
        return CellKind.TEXT
    return CellKind.ZERO if Decimal(digits) == 0 else CellKind.NUMBER


def number_text(text: str) -> str | None:
    """The plain decimal string of a cell that holds one number and nothing else, or None.

    Spaces inside are removed only where that leaves one well-formed number: ``1937217.6 0`` is 1937217.60. Two numbers
    that merely stand side by side (``8.53 1.53``, ``120 000 and 3``) are not one number and give None.
    """
    folded = fold(text).strip().removeprefix("¥").strip()
    match = _STANDALONE.fullmatch(folded)
    if match is None and " " in folded:
        match = _joined(folded)
    if match is None:
        return None
    digits = match["digits"].replace(",", "")
    negative = match["sign"] in ("-", "−", "－", "(")
    return f"-{digits}" if negative else digits


def _joined(folded: str) -> re.Match[str] | None:
    """Match a number that OCR broke once by a space: only after a decimal point, or just before or after it."""
    compact = re.sub(r"\s+", "", folded)
    broken_decimals = re.fullmatch(r"[-+]?[\d,]+\s*\.\s*\d*(?:\s\d+)?", folded) is not None
    if not broken_decimals or compact.count(".") != 1:
        return None
    return _STANDALONE.fullmatch(compact)


def step_of(digits: str, factor: int) -> int:
    """Half of nothing: the size of the last printed digit of ``digits``, in 0.0001 units, times ``factor``."""
    decimals = len(digits.partition(".")[2])
    return int(Decimal(factor) * UNITS_PER_YUAN / (Decimal(10) ** decimals))


def money(digits: str, scale: str, printed: str, qualifier: str = "=") -> Amount:
    """The exact amount of money that ``digits`` (a plain decimal string) means when printed in ``scale``.

    Raises ``KeyError`` for a scale that is not in ``SCALES`` and ``ValueError`` for digits finer than 0.0001 yuan.
    """
    return _scaled(digits, SCALES[scale], "元", scale, printed, qualifier)


def quantity(digits: str, unit: str, printed: str, qualifier: str = "=") -> Amount:
    """The exact amount of ``digits`` counted in ``unit`` ("%", "所", "人" ... or "" where none is printed)."""
    return _scaled(digits, 1, unit, unit, printed, qualifier)


def _scaled(digits: str, factor: int, unit: str, scale: str, printed: str, qualifier: str) -> Amount:
    exact = Decimal(digits) * factor * UNITS_PER_YUAN
    value = int(exact)
    if value != exact:
        raise ValueError(f"{printed!r} is finer than 0.0001 {unit or 'unit'}; it cannot be kept exactly")
    return Amount(value, max(step_of(digits, factor), 1), unit, scale, printed, qualifier)


def target(text: str) -> Amount | None:
    """The figure of an indicator's target value: ``≥90.00%``, ``》95%``, ``=80.00名``, ``≥80.00(%)``, ``4次``.

    None where the text is not one such figure (``及时``, ``20所学校+40BYOD``, a range).
    """
    folded = fold(text).strip()
    match = _TARGET.fullmatch(folded)
    if match is None:
        return None
    sign = match["qualifier"] or "="
    qualifier = _WORD_QUALIFIERS.get(sign, _QUALIFIERS.get(sign, "="))
    unit = "%" if match["unit"] in ("%", "％") else match["unit"]
    return quantity(match["number"].replace(",", ""), unit, text, qualifier)
