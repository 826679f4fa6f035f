"""The parts of a whole: income by source, expenditure by kind and by class, projects by category."""

from __future__ import annotations

import pytest

from assistant.answer import ask
from assistant.invented_for_tests import BUDGET, Shelf, form, headlines
from assistant.other_publishers_test import FINAL

MORE = BUDGET + form("流星监测项目", "70000.00", (("监测", "胶片", "70000.00", "70000.00", "1.00"),), "一次性")
"""With a third project, so that 一次性 has two: 120,000 and 70,000 beside 180,000 of 经常性."""


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(budget=BUDGET)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        # By category: sum and number of each, then of all.
        ("项目按类别分别多少钱", ["190000元", "2个", "180000元", "1个", "370000元", "3个"]),
        ("各类别项目各多少钱", ["190000元", "2个", "180000元", "1个", "370000元", "3个"]),
        ("一次性项目和经常性项目分别多少", ["190000元", "2个", "180000元", "1个"]),
    ],
)
def test_projects_by_category(question: str, wanted: list[str]) -> None:
    answer = ask(question, (), Shelf(budget=MORE))
    assert sorted("".join(head) for head in headlines(answer)) == sorted(wanted)
    assert all(figure.citations for figure in answer.figures)


def test_a_category_that_no_form_ticks_is_named_as_missing() -> None:
    answer = ask("一次性项目和阶段性项目分别多少", (), Shelf(budget=MORE))
    assert headlines(answer) == [("190000", "元"), ("2", "个")]
    assert answer.status == "partial"
    assert "阶段性项目" in answer.answer


def test_a_word_and_its_joint_are_no_slip_for_a_name() -> None:
    named = MORE + form("台站项目化管理", "10000.00", (("管理", "台账", "10000.00", "10000.00", "1.00"),))
    answer = ask("中期预算试点项目和阶段性项目分别多少", (), Shelf(budget=named))
    assert answer.figures == ()
    assert "项目化" not in answer.answer


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        # The parts, then the printed whole.
        ("支出构成", [("600000", "元"), ("300000", "元"), ("900000", "元")]),
        ("支出由哪些部分组成", [("600000", "元"), ("300000", "元"), ("900000", "元")]),
        ("基本支出的构成", [("450000", "元"), ("150000", "元"), ("600000", "元")]),
        # The rows of the first level, checked against the total.
        ("支出按功能分类的构成", [("900000", "元")]),
        ("按经济分类列出基本支出", [("450000", "元"), ("150000", "元")]),
        ("人员经费的构成", [("450000", "元")]),
        ("项目支出的构成", [("180000", "元"), ("120000", "元")]),
    ],
)
def test_expenditure(shelf: Shelf, question: str, wanted: list[tuple[str, str]]) -> None:
    answer = ask(question, (), shelf)
    assert headlines(answer) == wanted
    assert all(figure.citations for figure in answer.figures)


def test_income_by_source() -> None:
    answer = ask("收入由哪些来源构成", (), Shelf(final=FINAL))
    assert headlines(answer) == [("900000", "元"), ("100000", "元"), ("1000000", "元")]


def test_parts_that_miss_the_total_are_not_given_as_its_parts() -> None:
    wrong = FINAL.replace("其他收入\t2\t10.00", "其他收入\t2\t7.00")
    answer = ask("收入由哪些来源构成", (), Shelf(final=wrong))
    assert answer.figures == ()
    assert "不符" in answer.answer
    # Without the forms of all projects their list would be short.
    assert ask("项目支出的构成", (), Shelf(budget=MORE)).figures == ()


@pytest.mark.parametrize(
    "question",
    ["收入按功能分类的构成", "其他收入的构成", "支出按部门分类的构成", "采购支出的构成", "收入构成比例"],
)
def test_parts_that_nothing_prints_are_refused(shelf: Shelf, question: str) -> None:
    answer = ask(question, (), shelf)
    assert answer.status in ("not_found", "clarify")
    assert answer.figures == ()


EXPENSES = (
    BUDGET
    + form("星图印制项目", "70000.00", (("星图", "印刷水费", "70000.00", "70000.00", "1.00"),))
    + form("台站培训项目", "30000.00", (("培训", "资料费、办公费", "30000.00", "30000.00", "1.00"),))
)
"""水费 and 办公费 are rows of the economic table too; 办公费 stands in a line together with another kind of expense."""


def test_an_expense_of_all_projects_is_never_the_row_of_a_table() -> None:
    shelf = Shelf(budget=EXPENSES)
    assert headlines(ask("水费是多少", (), shelf)) == [("60000", "元")]
    assert headlines(ask("所有项目的水费一共多少", (), shelf)) == [("70000", "元")]
    together = ask("所有项目的办公费一共多少", (), shelf)
    assert together.figures == ()
    assert "合写" in together.answer
