"""Amounts in Chinese numerals as people write them."""

from __future__ import annotations

import pytest

from assistant.chinese_numbers import arabic


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("四百一十七万七千六百元", "4177600元"),
        ("四百一十七万七千六百", "4177600"),
        ("四百一十七万元", "417万元"),
        ("四百一十七点七六万元", "417.76万元"),
        ("肆佰壹拾柒万柒仟陆佰元整", "4177600元"),
        ("人民币叁拾万元整", "30万元"),
        ("417万7600元", "4177600元"),
        ("1亿4733480元", "104733480元"),
        ("一亿零四百七十三万三千四百八十元九角三分", "104733480.93元"),
        ("两千零五元", "2005元"),
        ("十万", "10万元"),
        ("三万五", "35000"),
        ("一百零五元", "105元"),
        ("二〇二五", "2025"),
        ("百分之九十五", "95%"),
        ("百分之零点七", "0.7%"),
        ("负二十万元", "-20万元"),
        ("三十万亿", "300000亿元"),
    ],
)
def test_chinese_numerals(typed: str, expected: str) -> None:
    assert arabic(typed) == expected


@pytest.mark.parametrize("typed", ["417.76万元", "4177600", "95%", "万元", "", "教师进修", "三公", "五千所学校"])
def test_what_has_no_chinese_numeral_or_more_than_one_is_left_alone(typed: str) -> None:
    assert arabic(typed) is None
