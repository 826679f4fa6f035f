"""Amounts that a question states as bounds, written out in 元: 超过一百五十万, 1.5亿以上, 100万到300万元之间.

The comparison form of a question has no decimal point and knows no Chinese numerals; so bounds are read before it is
made. An amount that is no bound is left as it is said.
"""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10_000, "亿": 100_000_000}
_NUMBER = r"(?:\d[\d,]*(?:\.\d+)?[百千]?|[零一二两三四五六七八九十百千]+)"
_UNIT = r"(?:元|块钱|块|人民币)"
_COUNTED = r"(?![人所个名次份项家户条台辆])"
_AMOUNT = rf"(?:{_NUMBER}\s*(?:亿(?:{_NUMBER}万)?|万)(?:{_UNIT}|{_COUNTED})|{_NUMBER}\s*{_UNIT})"
_MORE = r"超过|大于|高于|多于|不少于|不低于|至少|达到|突破|超出|超|逾"
_LESS = r"低于|小于|少于|不到|不超过|不足|至多|不高于|不多于|不大于"
_AFTER = r"(?:及|或)?(?:以上|以下|以内|之上|之下|开外)"
_BEFORE_AMOUNT = re.compile(rf"(?P<word>{_MORE}|{_LESS})(?:了|过)?(?P<amount>{_AMOUNT})")
_AMOUNT_BEFORE = re.compile(rf"(?P<amount>{_AMOUNT})(?P<word>{_AFTER})")
_RANGE = re.compile(
    rf"(?:在|介于)?(?P<low>{_NUMBER}(?:万|亿)?){_UNIT}?(?:到|至|-|~|～|—|和|与)(?P<high>{_NUMBER}(?:万|亿)?){_UNIT}?(?:之间|区间|范围)"
)
_WITHOUT_IT = re.compile(rf"(?<=[元万亿])[(（]不(?:包)?含(?:本数|{_AMOUNT})?[)）]")
_WITH_IT = re.compile(
    rf"(?P<word>{_MORE}|{_LESS})(?:了|过)?(?P<amount>{_AMOUNT})[(（](?:包)?含(?:本数|{_AMOUNT})?[)）]"
)
_PLAIN = re.compile(rf"\d[\d,]*(?:万|亿)?{_UNIT}?")
_WORDS = {
    **dict.fromkeys(("突破", "超出", "超", "逾"), "超过"),
    **dict.fromkeys(("不高于", "不多于", "不大于"), "不超过"),
}
_ENDS = {"之上": "以上", "开外": "以上", "之下": "以下"}


def bounds_in_full(spoken: str) -> str:
    """The question with the amounts of its bounds in whole 元 (or 分钱), and a range as its two bounds."""
    spoken = _WITHOUT_IT.sub("", _WITH_IT.sub(_reached, _RANGE.sub(_of_range, spoken)))
    spoken = _BEFORE_AMOUNT.sub(lambda m: _WORDS.get(m["word"], m["word"]) + _in_yuan(m["amount"]), spoken)
    return _AMOUNT_BEFORE.sub(lambda m: _in_yuan(m["amount"]) + _end(m["word"]), spoken)


def _reached(match: re.Match[str]) -> str:
    """超过20万元(含20万元): the bound itself belongs to it."""
    more = re.fullmatch(_MORE, match["word"]) is not None
    return f"{'不低于' if more else '不超过'}{match['amount']}"


def _end(word: str) -> str:
    word = word.lstrip("及或")
    return _ENDS.get(word, word)


def _of_range(match: re.Match[str]) -> str:
    """Both bounds; a scale that is said once, at the end (100到300万元), belongs to both."""
    low, high = match["low"], match["high"]
    scale = high[-1] if high[-1] in _SCALES and low[-1] not in _SCALES else ""
    if high[-1] not in _SCALES and match[0][match.end("high") - match.start() :][:1] not in ("元", "块"):
        return match[0]
    return f"{_in_yuan(low + scale)}以上{_in_yuan(high)}以下"


def _in_yuan(amount: str) -> str:
    """An amount in whole 万元 or 元, or in 分 where it has a fraction of one; one in plain digits as it is said."""
    if _PLAIN.fullmatch(amount):
        return amount
    number = value_of(re.sub(rf"{_UNIT}$", "", amount))
    if number != int(number):
        return f"{int(number * 100)}分钱"
    return f"{int(number)}元" if number % 10_000 or not number else f"{int(number) // 10_000}万元"


def value_of(text: str) -> Decimal:
    """The number that digits and numerals make up: 1.5亿, 3百万, 一百五十万, 一亿两千万."""
    whole, section, number = Decimal(0), Decimal(0), Decimal(0)
    for part in re.findall(r"\d[\d,]*(?:\.\d+)?|\S", text):
        if part[0].isdigit():
            number = Decimal(part.replace(",", ""))
        elif part in _DIGITS:
            number = Decimal(_DIGITS[part])
        elif part in _TENS:
            section += (number or Decimal(1)) * _TENS[part]
            number = Decimal(0)
        elif part in _SCALES:
            whole = (whole + section + number) * _SCALES[part] if part == "亿" else whole + (section + number) * 10_000
            section = number = Decimal(0)
    return whole + section + number
