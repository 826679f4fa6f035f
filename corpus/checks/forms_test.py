"""The rules about projects' forms, on invented projects."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.amounts import classify, money, number_text, quantity
from corpus.checks import run_checks
from corpus.narrative import read_narrative
from corpus.records import (
    Cell,
    Check,
    Document,
    FormField,
    Indicator,
    LineItem,
    Observation,
    Paragraph,
    Place,
    Project,
    Reading,
    Severity,
    Statement,
    Subject,
    Table,
    TableKind,
)

_DOCUMENT = Document("0" * 64, "x.txt", "某区测试中心", "单位", 2031, "预算", "单位预算")


def _cell(text: str, unit: str = "元", column: int = 0) -> Cell:
    digits = number_text(text)
    amount = None
    if digits:
        amount = money(digits, unit, text) if unit == "元" else quantity(digits, unit, text)
    return Cell(5, column, text, classify(text), Place(text, line=6, table="t9", row=5, column=column), amount)


def _line(number: int, amount: str, price: str, count: str) -> LineItem:
    cells = (_cell(amount), _cell(price), _cell(count, "次"))
    return LineItem(f"p1.l{number}", "活动", f"讲座{number}", *cells, "", "t9", number)


def _project(**changes: object) -> Project:
    funding = {
        "项目总预算": "500",
        "当年预算": "500",
        "财政拨款": "500",
        "其他资金": "",
        "本级财政安排": "500",
        "上级财政拨款": "0",
    }
    project = Project(
        key="p1",
        name="第二阶段讲座",
        year=2031,
        category="",
        fields=(
            FormField("起始日期", "2031-01-01", Place("2031-01-01")),
            FormField("结束日期", "2031-12-31", Place("2031-12-31")),
        ),
        funding=tuple((name, (_cell(text),)) for name, text in funding.items()),
        lines=(_line(1, "300", "150.00", "2.00"), _line(2, "200", "200.00", "1.00")),
        lines_total=_cell("500"),
        indicators=(),
        policies=(),
        place=Place("form"),
    )
    return replace(project, **changes)  # type: ignore[arg-type]


def _reading(*projects: Project, spent: str = "", prose: str = "", cells: tuple[Cell, ...] = ()) -> Reading:
    subject = Subject("organisation", "organisation", "")
    cell = _cell(spent)
    seen = Observation(replace(cell.place, table="t1"), cell.kind, cell.text, cell.amount, "table")
    statement = Statement(subject, "金额", "支出", "项目支出", "全部", 2031, 2031, "year", "预算", observations=(seen,))
    told = read_narrative([Paragraph(prose, Place(prose, line=1, char_from=0))], _DOCUMENT, {})
    tables = (
        Table("t1", TableKind.EXPENDITURE, "支出预算总表", "元", (), (), (), (), Place("")),
        Table("t9", TableKind.FORM_TARGETS, "绩效目标", "元", (), (), (), cells, Place(""), project="p1"),
    )
    return Reading(_DOCUMENT, (), tables, projects, (*((statement,) if spent else ()), *told))


def _checks(reading: Reading, rule: str) -> list[Check]:
    return [check for check in run_checks(reading) if check.rule == rule]


def _statuses(reading: Reading, rule: str) -> list[str]:
    return [check.status.value for check in _checks(reading, rule)]


def test_a_form_that_adds_up() -> None:
    reading = _reading(_project())
    expected = {"line-product": 2, "lines-total": 1, "form-total-vs-year": 1, "year-funding-parts": 1}
    expected |= {"fiscal-funding-parts": 1, "year-within-total": 1, "form-dates": 1}
    for rule, number in expected.items():
        assert _statuses(reading, rule) == ["pass"] * number, rule


def test_a_line_whose_product_differs() -> None:
    (check,) = _checks(_reading(_project(lines=(_line(1, "300100", "300200.00", "1.00"),))), "line-product")
    assert (check.status.value, check.difference, check.tolerance) == ("fail", -1_000_000, 5_050)
    assert "单价300,200.00×数量1.00＝300,200.00元，与明细金额300,100元不一致，相差100元" in check.sentence
    assert check.subjects == ("line:p1.l1", "project:p1")
    assert _statuses(_reading(_project(lines=(_line(1, "5", "5.00", ""),))), "line-product") == ["not_run"]


@pytest.mark.parametrize(("total", "status"), [("500.4", "rounding"), ("502", "fail"), ("50O", "not_run")])
def test_totals_of_lines(total: str, status: str) -> None:
    assert _statuses(_reading(_project(lines_total=_cell(total))), "lines-total") == [status]
    assert _statuses(_reading(_project(lines_total=_cell(total))), "form-total-vs-year") == [status]


def _funded(name: str, *texts: str) -> Project:
    project = _project()
    kept = tuple(item for item in project.funding if item[0] != name)
    return replace(project, funding=(*kept, (name, tuple(_cell(text) for text in texts))))


def test_funding_lines() -> None:
    assert _statuses(_reading(_funded("其他资金", "20")), "year-funding-parts") == ["fail"]
    assert _statuses(_reading(_funded("上级财政拨款", "20")), "fiscal-funding-parts") == ["fail"]
    assert _statuses(_reading(_funded("当年预算", "500", "500.00")), "funding-repeats") == ["pass"]
    assert _statuses(_reading(_funded("当年预算", "500", "502")), "funding-repeats") == ["fail"]


def test_the_year_within_the_whole() -> None:
    (check,) = _checks(_reading(_funded("项目总预算", "900")), "year-within-total")
    assert (check.status.value, check.severity) == ("fail", Severity.NOTICE)
    (check,) = _checks(_reading(_funded("项目总预算", "400")), "year-within-total")
    assert (check.status.value, check.severity) == ("fail", Severity.WARNING)
    longer = replace(
        _funded("项目总预算", "900"),
        fields=(FormField("起始日期", "2031年1月1日", Place("")), FormField("结束日期", "2033年12月31日", Place(""))),
    )
    assert _statuses(_reading(longer), "year-within-total") == ["pass"]
    assert _statuses(_reading(longer), "form-dates") == ["pass"]
    assert _statuses(_reading(replace(longer, year=2035)), "form-dates") == ["fail"]


def test_indicators() -> None:
    blank = Indicator("p1.i1", "产出目标", "数量", "第一阶段完成率", _cell("", column=2), "计划目标", Place(""))
    reading = _reading(_project(indicators=(blank,)), cells=(_cell("计划目标", column=3),))
    assert _statuses(reading, "blank-target") == ["fail"]
    assert _statuses(reading, "indicator-phase") == ["fail"]
    shifted = (_cell("有效", column=3), _cell("计划目标", column=4))
    assert _statuses(_reading(_project(indicators=(blank,)), cells=shifted), "blank-target") == ["not_run"]
    good = replace(blank, level3="第二阶段完成率", target=_cell("100%", column=2))
    assert _statuses(_reading(_project(indicators=(good,))), "blank-target") == ["pass"]
    assert _statuses(_reading(_project(indicators=(good,))), "indicator-phase") == ["pass"]


def _chain(spent: str, number: int, told: str) -> list[str]:
    prose = f"本单位编报绩效目标的项目共{number}个，涉及项目预算资金{told}元。"
    reading = _reading(_project(), _project(key="p2"), spent=spent, prose=prose)
    rules = ("projects-vs-expenditure", "projects-vs-narrative-money", "projects-vs-narrative-count")
    return [status for rule in rules for status in _statuses(reading, rule)]


def test_projects_against_the_tables_and_the_narrative() -> None:
    assert _chain("1000.00", 2, "1000") == ["pass", "pass", "pass"]
    assert _chain("1000.00", 3, "1000") == ["pass", "pass", "fail"]
    assert _chain("900.00", 2, "1000") == ["fail", "pass", "pass"]
    assert _chain("1200.00", 2, "1000") == ["not_run", "pass", "pass"]  # not all project expenditure has a form
    assert _chain("9000.00", 9, "8000") == ["not_run", "not_run", "not_run"]
    assert _statuses(_reading(_project()), "projects-vs-expenditure") == ["not_run"]
