"""Tests of reading numbers and texts for comparison."""

from decimal import Decimal

from eval.printed import converted, holds, holds_rounded


def test_thousands_separators_spaces_and_markers_are_ignored() -> None:
    assert holds("1234567.8", ["合计 **1,234,567.80**[3] 元"])
    assert holds("1937.60", ["1937.6 0"])
    assert holds("40万元", ["共 40 [1] 万元"])


def test_a_number_is_not_a_part_of_a_longer_number() -> None:
    assert not holds("958", ["1958年"])
    assert not holds("22", ["2.2", "220"])
    assert holds("22", ["22所幼儿园"])


def test_words_match_without_case_and_width() -> None:
    assert holds("stem+", ["ＳＴＥＭ＋课程"])
    assert not holds("绘画", ["书法"])


def test_a_rounded_amount_is_found_in_a_larger_unit() -> None:
    assert holds_rounded(Decimal("123456.78"), "约12.35万元")
    assert not holds_rounded(Decimal("123456.78"), "约12.36万元")
    assert holds_rounded(Decimal("100000000"), "1亿元")


def test_units_convert_within_one_kind_only() -> None:
    assert converted(Decimal("12.5"), "万元", "元") == Decimal(125000)
    assert converted(Decimal("125000"), "元", "亿元") == Decimal("0.00125")
    assert converted(Decimal(3), "所", "个") == Decimal(3)
    assert converted(Decimal(3), "%", "个") is None
    assert converted(Decimal(3), "元", "个") is None
