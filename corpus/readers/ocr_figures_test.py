"""Tests of the doubts about figures: readings are written here as text, the ink is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.amounts import number_text, target
from corpus.narrative_text import NUMBER
from corpus.readers.ocr_engine import Letter, Recognised
from corpus.readers.ocr_figures import judged, text_of
from corpus.readers.ocr_shapes import Shape, confirmed


def line(text: str, sure: float = 0.99) -> Recognised:
    """``text`` as recognised letters, all of one certainty."""
    return tuple(Letter(char, sure, (index + 0.5) / len(text)) for index, char in enumerate(text))


def print_of(text: str, digit: int = 12) -> NDArray[np.uint8]:
    """Ink like a printed figure: a box for each digit, a dot for each point or comma, a bar for a minus."""
    ink = np.zeros((28 if "," in text else 24, 18 * len(text)), dtype=np.uint8)
    at = 0
    for char in text:
        width, top = (digit, 0) if char.isdigit() else (4, 20)
        if char == "-":
            width, top = 8, 11
        ink[top : {"-": 14, ",": 28}.get(char, 24), at : at + width] = 255
        at += width + 4
    return ink[:, : at - 4]


def test_two_equal_and_certain_readings_are_taken() -> None:
    result = judged(line("1,234.50"), line("1,234.50"), shaped=True, in_cell=True)
    assert (text_of(result.letters), result.reason) == ("1,234.50", "")


def test_readings_that_differ_leave_no_number_in_a_cell() -> None:
    result = judged(line("1,234.50"), line("1,284.50"), shaped=True, in_cell=True)
    assert text_of(result.letters) == "1,2\ufffd4.50"
    assert number_text(text_of(result.letters)) is None
    assert "1,284.50" in result.reason


@pytest.mark.parametrize(("first", "second"), [("66,410.00", "66,410.000"), ("5.00", "-5.00"), ("12.50", "1250")])
def test_a_lost_character_leaves_no_number(first: str, second: str) -> None:
    for one, other in ((first, second), (second, first)):
        result = judged(line(one), line(other), shaped=True, in_cell=True)
        assert result.reason
        assert number_text(text_of(result.letters)) is None


def test_an_uncertain_last_digit_makes_no_target_value() -> None:
    letters = (*line("≥9"), Letter("5", 0.4, 0.7), *line("%"))
    result = judged(letters, letters, shaped=True, in_cell=True)
    assert target(text_of(result.letters)) is None


def test_print_of_another_shape_leaves_no_digit() -> None:
    result = judged(line("100.00"), line("100.00"), shaped=False, in_cell=True)
    assert not any(char.isdigit() for char in text_of(result.letters))


@pytest.mark.parametrize("text", ["1.234.567,00", "12,34.00", "1,234.567,00"])
def test_malformed_figures_are_kept_as_printed_and_reported(text: str) -> None:
    result = judged(line(text), line(text), shaped=True, in_cell=True)
    assert text_of(result.letters) == text
    assert number_text(text) is None
    assert "well-formed" in result.reason


@pytest.mark.parametrize("printed", ["总额1O0万元，其中3项", "共1.234.567,00元", "共12,34.00元"])
def test_a_sentence_states_no_part_of_a_doubtful_figure(printed: str) -> None:
    import re

    result = judged(line(printed), line(printed), shaped=True, in_cell=False)
    assert result.reason
    assert re.findall(NUMBER, text_of(result.letters)) in ([], ["3"])


def test_dates_list_numbers_and_versions_are_no_malformed_figures() -> None:
    for text in ("2031.01.15", "1.总体情况", "3.1.2", "（2031年度）", "A4纸20包"):
        assert judged(line(text), line(text), shaped=True, in_cell=False).reason == "", text


def test_marks_of_ink_show_a_lost_zero_point_or_sign() -> None:
    for printed, read, right in (
        ("1000.00", "1000.00", True),
        ("1000.00", "100.00", False),
        ("12.50", "1250", False),
        ("-3.00", "3.00", False),
    ):
        assert confirmed([Shape(read, print_of(printed))]) == [right], (printed, read)


def test_digits_that_touch_are_counted_by_their_width() -> None:
    joined = np.full_like(print_of("44"), 255)
    assert confirmed([Shape("44", joined), Shape("4", joined)]) == [True, False]


def test_width_of_other_figures_bears_out_a_broken_print() -> None:
    texts = ["1,200.00", "35.10", "480,000.00", "7,310.25", "62,100.00", "9.95", "12,400.00"]
    broken = print_of("5,420.75")
    broken[10:12] = 0
    others = [Shape(text, print_of(text)) for text in texts]
    assert confirmed([*others, Shape("5,420.75", broken)])[-1]
    assert not confirmed([*others, Shape("5,42.75", broken)])[-1]
