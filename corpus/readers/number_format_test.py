"""Stored number and format to what a spreadsheet shows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.amounts import number_text
from corpus.readers.built_in_formats import BUILT_IN
from corpus.readers.number_format import display, stored_number

ACCOUNTING = BUILT_IN[43]


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("1234567.5", "0", "1234568"),
        ("0.1234", "0.00%", "12.34%"),
        ("0.30000000000000004", "General", "0.3"),
        ("92500.500000000015", "General", "92500.5"),
        ("1.005", "0.00", "1.01"),
        ("-5.5", ACCOUNTING, "-5.50"),
        ("0", ACCOUNTING, "-"),
        ("-0.001", "0.00", "0.00"),
        ("0", "#,##0.00;-#,##0.00;", ""),
        ("0", "#,###", ""),
        ("8", "00", "08"),
        ("2050801", "000 00 00", "205 08 01"),
        ("12345", '0\\.0,"万"', "1.2万"),
        ("12345", '0!.0,"万元"', "1.2万元"),
        ("1.5", '0.00"万元"', "1.50万元"),
        ("1234567", "#,##0,", "1,235"),
        ("5", "[$¥-804]#,##0.00", "¥5.00"),
        ("-5", '"¥"#,##0.00_);[Red]\\("¥"#,##0.00\\)', "(¥5.00)"),
        ("123456", '[>=10000]0.00,"千";0.0', "123.46千"),
        ("12", '[>=10000]0.00,"千";0.0', "12.0"),
        ("123456789012345", "General", "123456789012345"),
        ("33.333333333333336", "General", "33.33333333"),
        ("1E-3", "General", "0.001"),
        ("1234567", "0.00E+00", "1.23E+06"),
        ("5.50", "G/通用格式", "5.5"),
        ("48214", "yyyy/m/d", "2032/1/1"),
        ("48214", BUILT_IN[31], "2032年1月1日"),
        ("48214.75", "yyyy-mm-dd hh:mm", "2032-01-01 18:00"),
        ("48214", 'yyyy"年"m"月";@', "2032年1月"),
        ("1.5", "[h]:mm", "36:00"),
    ],
)
def test_what_is_displayed(stored: str, code: str, shown: str) -> None:
    value = stored_number(stored)
    assert value is not None
    assert display(value, code).text == shown


def test_digits_that_are_not_shown_are_noticed() -> None:
    assert display(Decimal("1.005"), "0.00").finer
    assert display(Decimal("12345"), '0!.0,"万"').finer
    assert not display(Decimal("1.50"), "0.0").finer
    assert not display(Decimal("0.1234"), "0.00%").finer


@pytest.mark.parametrize(
    ("stored", "code", "text", "doubt"),
    [
        ("5", ";;;", "", "hidden-value"),
        ("-3", "#,##0.00;[Red]#,##0.00", "-3.00", "hidden-sign"),
        ("0.5", "# ?/?", "0.5", "unsupported-format"),
        ("1234", "[DBNum1]General", "1234", "unsupported-format"),
        ("-7", "yyyy/m/d", "-7", "unsupported-format"),
    ],
)
def test_doubts(stored: str, code: str, text: str, doubt: str) -> None:
    shown = display(Decimal(stored), code)
    assert (shown.text, shown.doubt) == (text, doubt)


@pytest.mark.parametrize("stored", ["", "abc", "NaN", "Infinity", "1e999", "1,5"])
def test_what_is_no_number(stored: str) -> None:
    assert stored_number(stored) is None


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_a_displayed_amount_is_read_back_exactly(value: Decimal) -> None:
    for code in ("#,##0.00", "0.00", "#,##0.00_ ;-#,##0.00 ", "#,##0.00;(#,##0.00)"):
        digits = number_text(display(stored_number(str(value)) or value, code).text)
        assert digits is not None
        assert Decimal(digits) == value


@given(
    st.floats(allow_subnormal=False, min_value=-1e14, max_value=1e14), st.text('0#?,.;%E+@_*\\"[]ymdhs元', max_size=12)
)
def test_no_format_breaks_the_reading(value: float, code: str) -> None:
    stored = stored_number(repr(value))
    assert stored is not None
    assert isinstance(display(stored, code).text, str)
