"""Operations on every kind of rows, over an invented budget: what is computed, and what must be refused."""

from __future__ import annotations

import pytest

from assistant.answer import ask
from assistant.invented_for_tests import BUDGET, Shelf, headlines
from assistant.other_publishers_test import FINAL


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(budget=BUDGET)


@pytest.fixture(scope="module")
def final() -> Shelf:
    return Shelf(final=FINAL)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        # Bounds, in digits and numerals; the bound itself with 以上 and not with 超过.
        ("商品和服务支出中超过六万元的款有哪些", [("90000", "元")]),
        ("商品和服务支出中六万元以上的款有哪些", [("90000", "元"), ("60000", "元")]),
        ("商品和服务支出中超过六万元（含六万元）的款有几个", [("2", "个")]),
        ("5.5万元到8.5万元之间的明细有哪些", [("80000", "元"), ("60000", "元")]),
        ("超过十万元的项目合计多少", [("300000", "元")]),
        # Ranked, and the first so many together.
        ("公用经费里最大的一款是什么", [("90000", "元")]),
        ("金额最大的两条明细合计多少", [("200000", "元")]),
        ("倒数第二的明细是哪条", [("60000", "元")]),
        ("办公费和水费哪个最多", [("90000", "元")]),
        ("明细从小到大列出来", [("40000", "元"), ("60000", "元"), ("80000", "元"), ("120000", "元")]),
        # Shares: of several together, each for itself, in another order of words.
        ("公用经费在基本支出中的占比", [("25", "%")]),
        ("办公费、水费合计占基本支出的百分之几", [("25", "%")]),
        ("办公费、水费各占公用经费多少", [("60", "%"), ("40", "%")]),
        ("最大的明细占该项目的比例", []),
        ("彗星巡天项目里最大的明细占该项目的比例", [("66.67", "%")]),
        ("项目支出在望远观测中的占比", [("33.33", "%")]),
        # What is left of a whole.
        ("商品和服务支出减去水费", [("90000", "元")]),
        ("不含水费的商品和服务支出", [("90000", "元")]),
        ("除穹顶修缮项目外，其他项目一共多少", [("180000", "元")]),
        ("支出总额扣除项目支出后还剩多少万元", [("60", "万元")]),
        # Times, by what percentage, averages, rounding.
        ("办公费是水费的几倍", [("1.5", "倍")]),
        ("办公费比水费多百分之几", [("50", "%")]),
        ("两个项目平均每个多少万元", [("15", "万元")]),
        ("基本工资多少万元，保留整数", [("45", "万元")]),
        ("彗星巡天项目的总预算和当年预算差多少", [("0", "元")]),
        # Only what the named table prints.
        ("支出预算总表里望远观测的基本支出是多少", [("600000", "元")]),
    ],
)
def test_what_is_computed(shelf: Shelf, question: str, wanted: list[tuple[str, str]]) -> None:
    answer = ask(question, (), shelf)
    assert headlines(answer) == wanted
    assert all(figure.citations for figure in answer.figures)


@pytest.mark.parametrize(
    "question",
    [
        "收入加支出一共多少",
        "商品和服务支出加办公费一共多少",
        "彗星巡天项目和底片冲洗一共多少",
        "办公费占望远观测的比例",
        "彗星巡天项目占穹顶修缮项目的百分比",
        "望远观测中除办公费外还有多少",
        "公用经费扣除基本工资后还剩多少",
        "除彗星巡天项目外，其余两个项目合计多少",
        "水费和电费合计多少",
        "平均每个观测站花多少钱",
        "经济分类表里的望远观测是多少",
        "超过三个人的项目有哪些",
    ],
)
def test_what_has_no_sense_is_refused(shelf: Shelf, question: str) -> None:
    answer = ask(question, (), shelf)
    assert answer.status in ("not_found", "clarify")
    assert answer.figures == ()


def test_two_sides_are_shown_where_they_are_printed_with_their_difference(shelf: Shelf) -> None:
    answer = ask("说明中的望远观测与支出预算总表的望远观测是否一致", (), shelf)
    assert headlines(answer) == [("900000", "元"), ("900000", "元")]
    assert "一致" in answer.answer
    assert "不一致" not in answer.answer
    apart = ask("核对：望远观测的基本支出与办公费是否相等", (), shelf)
    assert headlines(apart) == [("600000", "元"), ("90000", "元")]
    assert "前者多510,000元" in apart.answer


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("公务接待费的决算是预算的百分之几", [("25", "%")]),
        ("公务接待费决算比预算少多少", [("30000", "元")]),
        ("人员经费是公用经费的几倍", [("2.5", "倍")]),
        ("基本工资和办公费合计多少", [("700000", "元")]),
    ],
)
def test_final_accounts(final: Shelf, question: str, wanted: list[tuple[str, str]]) -> None:
    assert headlines(ask(question, (), final)) == wanted


YEARS = {
    "early": BUDGET,
    "late": BUDGET.replace("2031", "2032").replace("90000.00\t0.00\t90000.00", "120000.00\t0.00\t120000.00"),
}
"""The budget of two years: 办公费 is a third more in the second."""


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("2032年的办公费是2031年的几倍", [("1.33", "倍")]),
        ("2031年和2032年的办公费平均每年多少", [("105000", "元")]),
        ("2031年的水费和2032年的办公费分别是多少", [("60000", "元"), ("120000", "元")]),
        ("2032年的办公费比2031年的水费多多少", []),
        ("2031年和2032年的办公费是否一样", [("30000", "元")]),
    ],
)
def test_two_years(question: str, wanted: list[tuple[str, str]]) -> None:
    assert headlines(ask(question, (), Shelf(**YEARS))) == wanted
