"""Questions about forms on one sheet, reviews and the sentences about a project. All names and figures are invented."""

from __future__ import annotations

import pytest

from assistant.answer import ask
from assistant.invented_for_tests import Shelf
from assistant.records import Answer
from corpus.form_sheet_test import REVIEW, SHANGHAI, TITLE, sheet
from corpus.project_prose_test import QUARTERS, prose

FORM = prose(QUARTERS, "由月球局建设的登月基地工程，位于月球背面。") + TITLE + sheet(*SHANGHAI)
FORM = FORM.replace("登月项目", "新建登月基地")
CONFLICT = FORM.replace("2,000.00", "3,050.00").replace("900.00", "0.00").replace("100.00\n", "0.00\n")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(budget=FORM)


@pytest.fixture(scope="module")
def review() -> Shelf:
    return Shelf(budget="# 海洋一所2030年度单位决算\n\n" + sheet(*REVIEW))


def figures(answer: Answer, role: str = "headline") -> list[tuple[str, str]]:
    shown = [figure for figure in answer.figures if figure.role == role]
    return [("" if figure.amount is None else f"{figure.amount.normalize():f}", figure.unit) for figure in shown]


@pytest.mark.parametrize(
    ("question", "amount", "unit"),
    [
        ("新建登月基地项目2031年度资金申请总额？", "3000", "元"),
        ("新建登月基地的项目资金总额是多少", "9000", "元"),
        ("新建登月基地的财政资金", "8500", "元"),
        ("新建登月基地当年财政拨款", "2000", "元"),
        ("新建登月基地的上年结转资金是多少", "900", "元"),
        ("新建登月基地其他资金多少", "100", "元"),
        ("新建登月基地登月次数的指标值", "1", "次"),
        ("第三季度用款计划多少元", "1000", "元"),
        ("该项目四个季度用款计划合计？", "3000", "元"),
        ("新建登月基地有多少个绩效指标", "4", "个"),
        ("阶段性项目有几个", "1", "个"),
        ("annual funding requested for 新建登月基地", "3000", "元"),
    ],
)
def test_one_figure_of_a_form(shelf: Shelf, question: str, amount: str, unit: str) -> None:
    answer = ask(question, (), shelf)
    assert answer.status == "answered"
    assert figures(answer) == [(amount, unit)]
    assert figures(answer, "alternative") == []


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("新建登月基地的项目性质", "阶段性项目"),
        ("新建登月基地的项目类别", "特定目标类"),
        ("新建登月基地的主管部门", "月球局"),
        ("新建登月基地计划完成日期", "2032-12-31"),
        ("新建登月基地的绩效指标有哪些", "=100.00(%)"),
    ],
)
def test_a_field_of_a_form(shelf: Shelf, question: str, text: str) -> None:
    answer = ask(question, (), shelf)
    assert (answer.status, figures(answer)) == ("answered", [])
    assert text in answer.answer


def test_both_sides_of_a_contradiction_inside_a_form() -> None:
    answer = ask("新建登月基地的年度资金是多少", (), Shelf(budget=CONFLICT))
    assert figures(answer) == [("3000", "元")]
    assert figures(answer, "alternative") == [("3050", "元")]
    assert [check.status for check in answer.checks if check.rule == "year-funding-parts"] == ["fail"]
    other = ask("新建登月基地的当年财政拨款是多少", (), Shelf(budget=CONFLICT))
    assert (figures(other), figures(other, "alternative")) == ([("3050", "元")], [("3000", "元")])
    none = ask("新建登月基地的上年结转资金是多少", (), Shelf(budget=CONFLICT))
    assert (figures(none), figures(none, "alternative")) == ([("0", "元")], [])


@pytest.mark.parametrize(
    ("question", "amount", "unit"),
    [
        ("探海项目的执行率是多少", "90", "%"),
        ("探海项目全年执行数多少万元", "261", "万元"),
        ("探海项目全年预算数", "2900000", "元"),
        ("探海项目年初预算多少", "3000000", "元"),
        ("探海项目花了多少钱", "2610000", "元"),
        ("探海项目公众满意度实际完成值", "95", "%"),
        ("探海项目公众满意度指标值", "90", "%"),
    ],
)
def test_one_figure_of_a_review(review: Shelf, question: str, amount: str, unit: str) -> None:
    answer = ask(question, (), review)
    assert answer.status == "answered"
    assert figures(answer) == [(amount, unit)]


def test_the_stage_stands_in_the_label(review: Shelf) -> None:
    labels = [ask(f"探海项目{word}", (), review).figures[0].label for word in ("年初预算", "全年预算数", "执行数")]
    assert labels == ["探海项目：年度资金年初预算数", "探海项目：年度资金全年预算数", "探海项目：年度资金执行数"]


def test_what_a_form_does_not_say_is_refused(shelf: Shelf) -> None:
    for question in ("新建登月基地实际支出多少", "新建登月基地2030年预算", "登月基地的人员经费"):
        assert ask(question, (), shelf).status == "not_found"
