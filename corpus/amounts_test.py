"""Printed text to amounts: the input stands in each test."""

from decimal import Decimal

import pytest

from corpus.amounts import classify, fold, looks_numeric, money, number_text, quantity, target
from corpus.records import CellKind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", CellKind.BLANK),
        ("  ", CellKind.BLANK),
        ("-", CellKind.DASH),
        ("-- --", CellKind.DASH),
        ("——", CellKind.DASH),
        ("0", CellKind.ZERO),
        ("0.00", CellKind.ZERO),
        ("无", CellKind.NONE_WORD),
        ("1,234.50", CellKind.NUMBER),
        ("及时", CellKind.TEXT),
        ("8.53 1.53", CellKind.TEXT),
        ("①3", CellKind.TEXT),
        ("5²", CellKind.TEXT),
        ("一", CellKind.TEXT),
        ("100元", CellKind.TEXT),
        ("1234567890123456", CellKind.TEXT),
    ],
)
def test_blank_dash_zero_and_none_are_told_apart(text: str, kind: CellKind) -> None:
    assert classify(text) is kind


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("1937217.6 0", "1937217.60"),
        ("3000000. 00", "3000000.00"),
        ("１，２３４．５", "1234.5"),
        ("-12.5", "-12.5"),
        ("(1,234.50)", "-1234.50"),
        ("¥ 12.00", "12.00"),
        ("123456789012345.67", "123456789012345.67"),
        ("1234567890123456.7", None),
        ("①3", None),
        ("(1)", None),
        ("(12.5", None),
        ("8.5 31", None),
        ("1 234.56", None),
        ("12 34", None),
        ("8.53 1.53", None),
        ("1,23", None),
        ("12,3456", None),
        ("1.2.3", None),
        ("", None),
    ],
)
def test_number_text_joins_only_what_cannot_change_the_value(text: str, digits: str | None) -> None:
    assert number_text(text) == digits


def test_ten_thousand_yuan_keep_their_printed_step() -> None:
    amount = money("10.27", "万元", "10.27")
    assert (amount.decimal, amount.step) == (Decimal("102700"), 100 * 10_000)


def test_money_that_cannot_be_kept_exactly_is_refused() -> None:
    with pytest.raises(ValueError, match="finer"):
        money("0.00001", "元", "0.00001")
    with pytest.raises(ValueError, match="finer"):
        quantity("1.0000000000000000000000000000001", "人", "1.0…1")
    with pytest.raises(ValueError, match="larger"):
        money("99999999999", "亿元", "99999999999")
    assert money("0.00000001", "万元", "0.00000001").value == 1


def test_marks_that_only_look_like_digits_are_not_folded_into_digits() -> None:
    assert fold("①３项，⑵５㎡²") == "①3项,(2)5m2²"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12O0", True),
        ("8.53 1.53", True),
        ("1,23", True),
        ("100元", True),
        ("2031.01.01", False),
        ("3套", False),
        ("1,2\ufffd4.50", True),
        ("", False),
    ],
)
def test_what_is_meant_as_a_number(text: str, meant: bool) -> None:
    assert looks_numeric(text) is meant


@pytest.mark.parametrize(
    ("text", "qualifier", "value", "unit"),
    [
        ("》95%", "≥", "95", "%"),
        ("≥80.00(%)", "≥", "80.00", "%"),
        ("=50.00名", "=", "50", "名"),
        ("≤3.00次/年", "≤", "3", "次/年"),
        ("4次", "=", "4", "次"),
    ],
)
def test_targets(text: str, qualifier: str, value: str, unit: str) -> None:
    amount = target(text)
    assert amount is not None
    assert (amount.qualifier, amount.decimal, amount.unit) == (qualifier, Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["及时", "20所学校+40BYOD", "", "90%-95%", "①3%", "1234567890123456", "≥33.33333%", "≥9\ufffd%"]
)
def test_a_target_that_is_not_one_figure_is_none(text: str) -> None:
    assert target(text) is None
