"""Bounds as people say them: numerals, decimals, ranges; an amount that is no bound stays as it is."""

from __future__ import annotations

import pytest

from assistant.amounts_said import bounds_in_full


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("超过一百五十万的类", "超过150万元的类"),
        ("超过1.5万元的款", "超过15000元的款"),
        ("一亿两千万以下", "12000万元以下"),
        ("两千以上", "两千以上"),
        ("3百万元及以上", "300万元以上"),
        ("超1,234.56元", "超过123456分钱"),
        ("100到300万元之间", "100万以上300万以下"),
        ("超过20万(含20万)", "不低于20万"),
        ("超过20万(不含20万)", "超过20万"),
        ("2023年到2025年之间", "2023年到2025年之间"),
        ("超过三百万人次", "超过三百万人次"),
        ("预算是一百万元吗", "预算是一百万元吗"),
    ],
)
def test_bounds(said: str, read: str) -> None:
    assert bounds_in_full(said) == read
