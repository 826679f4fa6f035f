"""Questions whether figures agree: every printing with its place, the checks between them, and refusals."""

from __future__ import annotations

import pytest

from assistant.answer import ask
from assistant.invented_for_tests import BUDGET, Shelf
from assistant.records import Answer

GENERAL = """
# 2031年单位一般公共预算支出功能分类预算表

单位：元

项目\t\t\t\t一般公共预算支出\t\t
功能分类科目编码\t\t\t功能分类科目名称\t合计\t基本支出\t项目支出
类\t款\t项\t\t\t\t
206\t\t\t科学技术支出\t900000.00\t600000.00\t300000.00
206\t07\t\t科学技术普及\t900000.00\t600000.00\t300000.00
206\t07\t05\t望远观测\t900000.00\t600000.00\t300000.00
合计\t\t\t\t900,000.00\t600,000.00\t300,000.00

"""
MARK = "# 2031年单位一般公共预算基本支出部门预算经济分类预算表"
WHOLE = BUDGET.replace(MARK, GENERAL + MARK)
APART = WHOLE.replace("“望远观测”科目90.00万元", "“望远观测”科目91.00万元")
"""The sentence says 10,000 more than the tables."""
LINE_WRONG = BUDGET.replace("彗星摄影\t底片冲洗\t120000.00\t60000.00", "彗星摄影\t底片冲洗\t120000.00\t61000.00")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(budget=WHOLE)


@pytest.fixture(scope="module")
def apart() -> Shelf:
    return Shelf(budget=APART)


def amounts(answer: Answer, role: str) -> list[str]:
    return [f"{figure.amount}" for figure in answer.figures if figure.role == role]


SAME = [
    "望远观测在说明和表里一样吗",
    "望远观测的数在说明与表格中对得上吗？",
    "望远观测在各处的数是不是同一个",
    "编制说明里望远观测是多少，支出总表里又是多少",
    "望远观测在说明和表里分别是多少",
    "说明里说望远观测91万元，表里是多少",
    "望远观测在說明和表裡一致嗎",
    "望远观测有没有矛盾",
    "核对一下：望远观测说明里写的91万元和表里一致吗",
]


@pytest.mark.parametrize("question", SAME)
def test_every_printing_stands_with_its_place_and_the_one_that_differs_is_marked(apart: Shelf, question: str) -> None:
    answer = ask(question, (), apart)
    assert answer.status == "answered"
    assert set(amounts(answer, "headline")) == {"900000.00"}
    assert amounts(answer, "alternative") == ["910000.00"]
    assert all(len(figure.citations) == 1 for figure in answer.figures)
    assert len({citation.id for citation in answer.citations}) == len(answer.citations)
    labels = [figure.label for figure in answer.figures]
    assert any("支出预算总表" in label for label in labels)
    assert any("说明" in label for label in labels)
    failed = [check for check in answer.checks if check.status == "fail"]
    assert "narrative-vs-table" in [check.rule for check in failed]
    assert all(check.sentence in answer.answer for check in failed)


@pytest.mark.parametrize("question", SAME)
def test_what_agrees_is_said_to_agree(shelf: Shelf, question: str) -> None:
    answer = ask(question, (), shelf)
    assert answer.status == "answered"
    assert amounts(answer, "alternative") == []
    assert not [check for check in answer.checks if check.status == "fail"]
    assert "不一致" not in answer.answer


def test_an_amount_that_the_question_puts_into_the_text_is_compared_with_it(shelf: Shelf, apart: Shelf) -> None:
    question = "说明里说望远观测91万元，表里是多少"
    assert "没有问题所说的91万元" in ask(question, (), shelf).answer
    assert "没有问题所说的" not in ask(question, (), apart).answer


@pytest.mark.parametrize(
    "question",
    [
        *("有哪些对不上的地方", "有没有勾稽错误", "这份文件有什么问题", "文件前后有矛盾吗", "有哪些核对没有通过"),
        *("哪些地方不一致？", "有没有不一致的数"),
    ],
)
def test_everything_that_does_not_agree_and_nothing_else(shelf: Shelf, apart: Shelf, question: str) -> None:
    failed = ask(question, (), apart)
    assert failed.status == "answered"
    assert {check.status for check in failed.checks} == {"fail"}
    assert "望远观测" in failed.answer
    clean = ask(question, (), shelf)
    assert clean.status == "answered"
    assert "项一致" in clean.answer
    assert "不一致" not in clean.answer


def test_a_stated_amount_says_which_of_two_rows_of_like_name_is_meant() -> None:
    """The words are the whole name of an economic row; the amount is printed for a row by function alone."""
    alike = APART.replace("望远观测", "星空望远观测支出").replace("\t水费\t", "\t望远观测\t")
    answer = ask("核对一下：望远观测说明里的91万元和表里一致吗", (), Shelf(budget=alike))
    assert amounts(answer, "alternative") == ["910000.00"]
    assert "900000.00" in amounts(answer, "headline")


def test_which_line_does_not_multiply() -> None:
    answer = ask("哪条明细的单价乘数量和金额对不上，差多少", (), Shelf(budget=LINE_WRONG))
    assert [check.rule for check in answer.checks if check.status == "fail"] == ["line-product"]
    assert "122,000" in answer.answer


def test_two_figures_that_no_rule_compares_are_only_set_side_by_side(shelf: Shelf) -> None:
    answer = ask("办公费和水费一样吗", (), shelf)
    assert amounts(answer, "headline") == ["90000.00", "60000.00"]
    assert "没有规则要求这些数相等" in answer.answer
    assert "不一致" not in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "火星探测费在说明和表里一样吗",
        "馆长的工资对得上吗",
        "办公费和火星探测费一致吗",
        "火星探测有什么问题",
        "哪些项目预算一样",
        "2029年和2031年的望远观测一样吗",
        "2029年望远观测在说明和表里一样吗",
        "望远观测的编制人数在说明和表里一样吗",
        "说明里火星探测91万元，表里是多少",
    ],
)
def test_what_is_not_there_is_refused(shelf: Shelf, question: str) -> None:
    answer = ask(question, (), shelf)
    assert answer.status in ("not_found", "clarify")
    assert answer.figures == ()
    assert answer.checks == ()


def test_one_printing_alone_is_not_said_to_agree_with_anything(shelf: Shelf) -> None:
    answer = ask("水费在说明和表里一样吗", (), shelf)
    assert "说明" not in " ".join(figure.label for figure in answer.figures)
    assert not [check for check in answer.checks if check.rule == "narrative-vs-table"]
