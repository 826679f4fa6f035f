"""The published forms on one sheet, read whole: every line of money, every indicator, each against its own cell."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

import pdfplumber
import pytest
from pdfplumber.page import Page

from corpus.documents_test import needs_published, putuo, reading_of
from corpus.records import Cell, CheckStatus, Place, Project

MONEY = ("项目总预算", "当年预算", "财政拨款", "其他资金", "项目财政资金", "上年结转资金", "项目其他资金")

# Page: total of the project, of the year, fiscal money of the year (all else is zero), number of indicators.
FORMS = {
    31: ("4100000", "4100000", "4100000", 5),
    32: ("6351000", "6351000", "6351000", 4),
    33: ("4563800", "4563800", "4563800", 4),
    34: ("7595500", "7595500", "7595500", 43),
    35: ("10903043", "10903043", "11419043", 9),
}
LEVELS = {
    31: {"数量指标": 1, "质量指标": 1, "成本指标": 1, "社会效益指标": 1, "服务对象满意度指标": 1},
    32: {"数量指标": 1, "质量指标": 1, "社会效益指标": 1, "服务对象满意度指标": 1},
    33: {"数量指标": 1, "质量指标": 1, "社会效益指标": 1, "服务对象满意度指标": 1},
    34: {"数量指标": 15, "质量指标": 8, "社会效益指标": 14, "服务对象满意度指标": 6},
    35: {"数量指标": 2, "质量指标": 3, "社会效益指标": 2, "服务对象满意度指标": 2},
}
TARGETS = {
    31: ["≥13459平方米"],
    32: ["=100%", "=100%", "≥80%"],
    33: ["≥12次", "≥50%", "≥50%"],
    34: [
        *(">6次", "≥1个", "≥100人数", ">150家", "≥8次", "=12次", "=1次", "=1次", "=1次", "=5万人次", "≥1个"),
        *("≥120人次", "=90度"),
    ],
    35: ["=300场", "=90%", "≥95%"],
}


@cache
def forms() -> dict[int, Project]:
    return {project.place.page or 0: project for project in reading_of(putuo("07")).projects}


@cache
def pages() -> list[Page]:
    found: list[Page] = pdfplumber.open(putuo("07")).pages
    return found


def page_text(number: int, box: tuple[float, float, float, float]) -> str:
    return squeezed(pages()[number - 1].crop(box).extract_text() or "")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def at(place: Place) -> str:
    assert place.page is not None
    assert place.bbox is not None
    return page_text(place.page, place.bbox)


def printed(cell: Cell) -> str:
    assert cell.amount is not None
    return f"{cell.amount.qualifier}{cell.amount.decimal.normalize():f}{cell.amount.unit}"


@needs_published
def test_five_forms_follow_each_other() -> None:
    assert list(forms()) == list(FORMS)
    assert [(form.year, len(form.fields)) for form in forms().values()] == [(2023, 9)] * 5


@needs_published
@pytest.mark.parametrize("page", FORMS)
def test_every_line_of_money(page: int) -> None:
    form = forms()[page]
    project, year, fiscal, _ = (Decimal(text) for text in FORMS[page])
    zero = Decimal(0)
    found = dict(form.funding)
    assert tuple(found) == MONEY
    amounts = [found[name][0].amount for name in MONEY]
    assert [a and a.decimal for a in amounts] == [project, year, fiscal, zero, project, zero, zero]
    for cells in found.values():
        assert [squeezed(cell.text) for cell in cells] == [at(cell.place) for cell in cells]


@needs_published
@pytest.mark.parametrize("page", FORMS)
def test_every_indicator(page: int) -> None:
    indicators = forms()[page].indicators
    assert len(indicators) == FORMS[page][3]
    assert [printed(item.target) for item in indicators if item.target.amount] == TARGETS[page]
    second = [item.level2 for item in indicators]
    assert {name: second.count(name) for name in dict.fromkeys(second)} == LEVELS[page]
    for item in indicators:
        assert (squeezed(item.level3), squeezed(item.target.text)) == (at(item.place), at(item.target.place))


@needs_published
def test_first_levels_of_the_longest_form() -> None:
    first = [item.level1 for item in forms()[34].indicators]
    assert {name: first.count(name) for name in first} == {"产出指标": 23, "效益指标": 14, "满意度指标": 6}


@needs_published
def test_the_contradictions_and_no_others() -> None:
    rules = ("year-funding-parts", "project-funding-parts", "year-within-total", "form-dates", "quarters-vs-year")
    checks = [
        check for check in reading_of(putuo("07")).checks if check.rule in (*rules, "projects-vs-narrative-money")
    ]
    assert [(c.rule, c.difference) for c in checks if c.status is CheckStatus.FAIL] == [
        ("year-funding-parts", -516_000 * 10_000),
        ("projects-vs-narrative-money", -232_043 * 10_000),
    ]
    assert sum(check.status is CheckStatus.NOT_RUN for check in checks) == 0
    failed = [check for check in checks if check.status is CheckStatus.FAIL]
    assert all(check.expected_places and check.actual_places for check in failed)
    others = [c for c in reading_of(putuo("07")).checks if c.rule.startswith("projects-vs") and c not in checks]
    assert [c.status for c in others] == [CheckStatus.NOT_RUN, CheckStatus.PASS]


@needs_published
def test_the_sentence_and_the_form_on_one_sheet_of_text() -> None:
    """One cell a line: the reader of texts makes the grid, the form and the sentence meet in one statement."""
    [path] = putuo("07").parent.glob("19_*.txt")
    reading = reading_of(path)
    [form] = reading.projects
    amounts = {name: cells[0].amount and cells[0].amount.decimal for name, cells in form.funding}
    zero = Decimal(0)
    whole, year = Decimal(10_308_000), Decimal(3_498_000)
    assert [amounts[name] for name in MONEY] == [whole, year, year, zero, whole, zero, zero]
    assert (form.year, form.field_text("起始日期"), form.field_text("结束日期")) == (2026, "2024-01-01", "2026-12-31")
    assert [item.target.text for item in form.indicators] == [
        *("合理", "=100.00(%)", "=100.00(%)", "=100.00(%)", "≥90.00(%)", "提高", "降低", "≥90.00(%)"),
    ]
    [statement] = [s for s in reading.statements if s.measure == "当年预算"]
    assert {o.origin: o.text for o in statement.observations} == {"form": "3,498,000.00", "narrative": "349.80万元"}
    [said] = [check for check in reading.checks if check.rule == "project-vs-sentence"]
    assert said.status is CheckStatus.PASS
