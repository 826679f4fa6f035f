"""The cross-check line of an answer: which totals hold the figure, and that it says no more than the checks do."""

from __future__ import annotations

import re

import pytest

from assistant.answer import ask
from assistant.invented_for_tests import BUDGET, COMET, DOME, HEAD, Shelf, form
from assistant.records import Answer
from assistant.render import told

TOTAL = "全部支出合计900,000.00元"


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(budget=BUDGET)


def crosscheck(answer: Answer) -> str:
    """The one line on the cross-check."""
    [line] = [line for line in answer.answer.splitlines() if line.startswith(("核对：", "Cross-check:"))]
    return line


@pytest.mark.parametrize(
    ("question", "way"),
    [
        ("底片冲洗的金额是多少", ["lines-total", "form-total-vs-year", "projects-vs-expenditure", "row-parts"]),
        ("彗星巡天项目的当年预算", ["projects-vs-expenditure", "row-parts"]),
        ("望远观测的预算是多少", ["parent-of-children", "parent-of-children", "total-of-classes"]),
        ("基本工资是多少", ["parent-of-children", "total-of-classes"]),
    ],
)
def test_the_way_up_is_named_to_the_statutory_total(shelf: Shelf, question: str, way: list[str]) -> None:
    answer = ask(question, (), shelf)
    [chain] = answer.chains
    assert [step.rule for step in chain.steps][: len(way)] == way
    assert "核对到法定表格的合计为止" in crosscheck(answer)
    assert all(f"{step.name}{step.amount}" in crosscheck(answer) for step in chain.steps)


@pytest.mark.parametrize("question", ["底片冲洗的金额是多少", "望远观测的预算是多少", "彗星摄影一共多少钱"])
def test_every_step_is_one_of_the_checks_and_cites_the_cell_it_names(shelf: Shelf, question: str) -> None:
    answer = ask(question, (), shelf)
    checked = {(check.rule, check.status) for check in answer.checks}
    for step in (step for chain in answer.chains for step in chain.steps):
        assert (step.rule, step.status) in checked
        [number] = step.citations
        printed = answer.citations[number - 1].cell_text.replace(",", "")
        assert printed == re.sub(r"[,元]", "", step.amount)


def test_parts_of_a_sum_share_the_way_they_have_in_common(shelf: Shelf) -> None:
    answer = ask("彗星摄影一共多少钱", (), shelf)
    [chain] = answer.chains
    assert chain.start == "3项"
    assert [step.rule for step in chain.steps] == ["projects-vs-expenditure", "row-parts"]
    assert "3项计入：2个项目合计＝全部项目支出合计300,000.00元" in crosscheck(answer)


def test_a_total_that_does_not_fit_is_said_on_the_way_and_in_full() -> None:
    """The form prints 130,000 for a project whose budgets of the year make up 300,000 with 120,000."""
    wrong = HEAD + form("彗星巡天项目", "180000.00", COMET) + form("穹顶修缮项目", "130000.00", DOME)
    answer = ask("彗星巡天项目的当年预算", (), Shelf(budget=wrong))
    assert "全部项目支出合计300,000.00元（不一致）" in crosscheck(answer)
    failed = [check for check in answer.checks if check.status == "fail" and check.rule == "projects-vs-expenditure"]
    assert [(check.expected, check.actual) for check in failed] == [("310000.00", "300000.00")]
    assert failed[0].sentence in answer.answer


def test_where_nothing_adds_up_to_the_figure_the_line_says_so(shelf: Shelf) -> None:
    answer = ask("轨道润滑的单价是多少", (), shelf)
    assert answer.chains[0].steps == ()
    assert "没有可以向上核对的合计" in crosscheck(answer)


def test_a_target_value_is_no_money_and_has_no_chain(shelf: Shelf) -> None:
    answer = ask("开放夜场的目标值是多少", (), shelf)
    assert answer.status == "answered"
    assert answer.chains == ()


def test_an_english_answer_says_it_in_english(shelf: Shelf) -> None:
    answer = ask("How much is the budget for office expenses?", (), shelf)
    assert answer.status == "answered"
    assert "counted in:" in crosscheck(answer)
    assert "checked up to the total of the statutory tables" in crosscheck(answer)


def test_the_page_leaves_the_way_and_the_tally_to_its_list_of_checks(shelf: Shelf) -> None:
    answer = ask("底片冲洗的金额是多少", (), shelf)
    assert "计入：" in answer.answer
    text = told(answer).text
    assert text
    assert "计入：" not in text
    assert "项一致" not in text


def test_the_answer_object_grows_by_the_chains(shelf: Shelf) -> None:
    found = ask("底片冲洗的金额是多少", (), shelf).to_json()
    assert {"figures", "citations", "checks", "plan", "suggestions", "chains"} <= set(found)
    [chain] = found["chains"]
    assert set(chain) == {"document", "start", "steps", "witnesses", "against", "end"}
    assert set(chain["steps"][0]) == {"name", "amount", "rule", "status", "citations"}
