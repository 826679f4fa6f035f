"""Questions whether documents agree with each other: only the checks between them answer."""

from __future__ import annotations

import pytest

from assistant.answer import ask
from assistant.invented_for_tests import BUDGET, Shelf

DEPARTMENT = BUDGET.replace("单位预算", "部门预算").replace("预算单位：", "预算部门：").replace("年单位", "年部门")
SMALLER = DEPARTMENT.replace("302\t01\t办公费\t90000.00\t0.00\t90000.00", "302\t01\t办公费\t80000.00\t0.00\t80000.00")


@pytest.mark.parametrize("question", ["2031年单位预算和部门预算有没有矛盾", "各份文件之间有什么矛盾"])
def test_a_unit_above_its_department_is_found_with_both_documents_cited(question: str) -> None:
    answer = ask(question, (), Shelf(department=SMALLER, unit=BUDGET))
    assert answer.status == "answered"
    failed = [check for check in answer.checks if check.status == "fail"]
    assert {check.rule for check in failed} == {"unit-within-department"}
    assert any("办公费" in check.sentence for check in failed)
    cited = {citation.n: citation.document for citation in answer.citations}
    assert all(len({cited[n] for n in check.citations}) == 2 for check in failed)


def test_documents_that_agree_are_said_to_agree() -> None:
    answer = ask("2031年单位预算和部门预算有没有矛盾", (), Shelf(department=DEPARTMENT, unit=BUDGET))
    assert answer.status == "answered"
    assert {check.status for check in answer.checks} == {"pass"}


def test_documents_that_no_rule_joins_are_not_said_to_agree() -> None:
    other = BUDGET.replace("云溪市青石天文馆", "石桥市黑泽水族馆")
    answer = ask("各份文件之间有什么矛盾", (), Shelf(first=BUDGET, second=other))
    assert answer.status in ("not_found", "clarify")
    assert answer.checks == ()


def test_a_thing_that_no_document_has_is_refused() -> None:
    answer = ask("2031年单位预算和部门预算的火星探测费一致吗", (), Shelf(department=DEPARTMENT, unit=BUDGET))
    assert answer.status in ("not_found", "clarify")
    assert answer.checks == ()
    assert answer.figures == ()
