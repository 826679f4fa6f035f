"""Answers to a question asked back: a reading by its place, its name or a part of it; a scope by its place."""

from __future__ import annotations

import pytest

from assistant.followup_test import NEXT_YEAR, shown, talk, yuan
from assistant.invented_for_tests import BUDGET, COMET, HEAD, Row, Shelf, form

WIND: list[Row] = [
    ("彗星摄影", "底片冲洗", "90000.00", "45000.00", "2.00"),
    ("彗星摄影", "夜间餐饮", "30000.00", "30000.00", "1.00"),
]
GLIDERS = HEAD + form("滑翔项目", "180000.00", COMET) + form("风洞项目", "120000.00", WIND)
"""Two projects with lines of the same names: 底片冲洗 alone is not one thing."""


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(budget=GLIDERS)


@pytest.mark.parametrize("chosen", ["第二个", "第2项", "最后一个", "风洞项目的", "风洞的那个", "我是说风洞项目"])
def test_a_reading_is_chosen(shelf: Shelf, chosen: str) -> None:
    asked, answer = talk(shelf, "底片冲洗的单价", chosen)
    assert asked.status == "clarify"
    assert (answer.status, shown(answer)) == ("answered", yuan("45000"))
    assert "风洞项目" in answer.figures[0].label


@pytest.mark.parametrize("chosen", ["第三个", "航模项目的", "项目"])
def test_what_is_none_of_the_readings_chooses_nothing(shelf: Shelf, chosen: str) -> None:
    assert shown(talk(shelf, "底片冲洗的单价", chosen)[-1]) == []


def test_a_scope_is_chosen_by_its_place() -> None:
    two_years = Shelf(first=BUDGET, second=NEXT_YEAR)
    assert shown(talk(two_years, "办公费多少", "第二个")[-1]) == yuan("95000")
    assert shown(talk(two_years, "办公费多少", "2031年的")[-1]) == yuan("90000")
