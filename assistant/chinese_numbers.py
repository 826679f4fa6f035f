"""Amounts in Chinese numerals, or with 万 and 亿 inside: 四百一十七万元, 肆佰壹拾柒万元整, 417万7600元."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {
    **{char: at for at, char in enumerate("零一二三四五六七八九")},
    **{char: at for at, char in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2,
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_CENTS = {"角": Decimal("0.1"), "分": Decimal("0.01")}
_DIGIT = "".join(_DIGITS)
_WORD = re.compile(rf"[{_DIGIT}{''.join(_SMALL)}{''.join(_LARGE)}\d.,点]+")
_PERCENT = re.compile(r"百分之(?P<number>.+)")
_NEGATIVE = re.compile(r"^(?:负|-)")
_TOKEN = re.compile(rf"\d[\d,]*(?:\.\d+)?|[{_DIGIT}]+(?:点[{_DIGIT}]+)?|[{''.join(_SMALL)}]|[{''.join(_LARGE)}]")
_CURRENCY = re.compile(r"(?P<number>.*?)(?P<unit>元|圆|块)?(?:钱|整|正)?$")
_WITH_CENTS = re.compile(rf"(?P<number>.+?)[元圆块](?P<cents>(?:[{_DIGIT}\d][角分])+)整?$")


def arabic(typed: str) -> str | None:
    """The same amount in Arabic digits with its unit (417万元, 95%); None for what has no Chinese numeral in it.

    What ends in 万 or 亿 keeps it, since that is how exactly it was said.
    """
    text = re.sub(r"\s+", "", typed).removeprefix("人民币")
    sign = "-" if _NEGATIVE.match(text) else ""
    text = _NEGATIVE.sub("", text)
    percent = _PERCENT.fullmatch(text)
    if percent is not None:
        number = _value(percent["number"])
        return None if number is None else f"{sign}{_plain(number)}%"
    if not re.search(rf"[{_DIGIT}{''.join(_SMALL)}]|[万亿]\d", text):
        return None
    cents = _WITH_CENTS.fullmatch(text)
    if cents is not None:
        whole, parts = _value(cents["number"]), re.findall(r"(.)([角分])", cents["cents"])
        less = sum((_CENTS[unit] * Decimal(_DIGITS.get(digit, digit)) for digit, unit in parts), Decimal(0))
        return None if whole is None else f"{sign}{_plain(whole + less)}元"
    match = _CURRENCY.fullmatch(text)
    number = _value(match["number"]) if match else None
    if match is None or number is None:
        return None
    scale = match["number"][-1]
    if scale in _LARGE:
        return f"{sign}{_plain(number / _LARGE[scale])}{scale}元"
    return f"{sign}{_plain(number)}{'元' if match['unit'] else ''}"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _value(text: str) -> Decimal | None:
    """The number that the numerals say; None if they are none, or in no order."""
    if not _WORD.fullmatch(text) or "".join(_TOKEN.findall(text)) != text:
        return None
    total, section, digit, unit = Decimal(0), Decimal(0), None, 1
    for token in _TOKEN.findall(text):
        if token in _LARGE:
            section += digit or 0
            total = (total + section) * _LARGE[token] if token == "亿" else total + section * _LARGE[token]
            section, digit, unit = Decimal(0), None, _LARGE[token]
        elif token in _SMALL:
            section += (Decimal(1) if digit is None else digit) * _SMALL[token]
            digit, unit = None, _SMALL[token]
        else:
            digit = _digits(token)
            unit = 1 if token.startswith(("零", "〇")) else unit
    # 三万五 is 35,000: a last digit without a unit counts tenths of the unit before it.
    last = digit or Decimal(0)
    spoken = unit >= 100 and last < 10 and not re.search(r"[零〇\d].?$", text)
    return total + section + (last * unit / 10 if spoken else last)


def _digits(token: str) -> Decimal:
    if token[0].isascii():
        return Decimal(token.replace(",", ""))
    whole, _, part = token.partition("点")
    text = "".join(str(_DIGITS[char]) for char in whole)
    return Decimal(f"{text}.{''.join(str(_DIGITS[char]) for char in part)}" if part else text)
