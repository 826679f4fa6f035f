"""Questions about levels of the classification, shares in a row above, and requests around a plain question."""

from __future__ import annotations

import pytest

from assistant.answer import ask
from assistant.invented_for_tests import BUDGET, Shelf
from assistant.records import Answer


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(budget=BUDGET)


def headlines(answer: Answer) -> list[str]:
    """The headline amounts as whole numbers."""
    return [f"{figure.amount:.0f}" for figure in answer.figures if figure.role == "headline"]


@pytest.mark.parametrize(
    ("question", "amounts"),
    [
        ("请核对一下办公费的预算金额", ["90000"]),
        ("麻烦您帮我查一下办公费哈", ["90000"]),
        ("想了解一下水费预算情况", ["60000"]),
        ("水费几万元", ["6"]),
        ("列出商品和服务支出的预算数", ["150000"]),
        ("商品和服务支出下面哪一款金额最大", ["90000"]),
        ("商品和服务支出下有几个款", []),  # one of its rows is blank, so their number is not certain
        ("工资福利支出包含几款", ["1"]),
        ("项级科目里预算最大的是哪个", ["900000"]),
        ("经济分类里最大的前两个类", ["450000", "150000"]),
        ("水费占其所在类的比例", ["40"]),
        ("商品和服务支出中水费占多少", ["40"]),
    ],
)
def test_answered_from_the_rows_that_are_meant(shelf: Shelf, question: str, amounts: list[str]) -> None:
    answer = ask(question, [], shelf)
    assert headlines(answer) == amounts, answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "请核对一下邮电费的预算金额",
        "下面的项目支出是多少",  # within what? nothing was spoken of before
        "项级科目里执行数最大的是哪个",
        "2030年项级科目里预算最大的是哪个",
        "西湖区项级科目里预算最大的是哪个",
        "类级科目里最大的和最小的差多少",
        "哪一类收入最多",
        "水费不是最大的款",
        "水费比2030年执行数减少了多少",
        "水费占邮电费所在类的比例",
        "水费大概超支了多少",
    ],
)
def test_refused_where_a_word_has_no_place(shelf: Shelf, question: str) -> None:
    answer = ask(question, [], shelf)
    assert headlines(answer) == [], answer.answer
