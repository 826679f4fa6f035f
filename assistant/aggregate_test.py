"""A plan and facts to a result: exact sums with all addends, computed figures with their operands and steps."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assistant.aggregate import difference, execute, summed
from assistant.facts_view import FactsView, Want, agreeing, best_observation, disagreeing
from assistant.invented_for_tests import BUDGET, HEAD
from assistant.records import Figure, Plan, Scope
from corpus.reading import read_document

YUAN = 10_000


@pytest.fixture(scope="module")
def view() -> FactsView:
    return FactsView(read_document(BUDGET.encode(), "budget.txt"))


@pytest.fixture(scope="module")
def views(view: FactsView) -> Mapping[str, FactsView]:
    return {view.document.id: view}


def plan(view: FactsView, operation: str, *keys: str, measure: str = "") -> Plan:
    subjects = tuple(f"{view.document.id}#{key}" for key in keys)
    return Plan(operation, Scope(), (view.document.id,), subjects, measure=measure)


def figure(view: FactsView, value: int, step: int, role: str = "headline") -> Figure:
    return Figure(role, f"值{value}", value, step, "元", view.document.id)


def test_a_lookup_rests_on_the_printings_of_one_statement(view: FactsView, views: Mapping[str, FactsView]) -> None:
    result = execute(plan(view, "lookup", "project:p1"), views)
    [headline] = [item for item in result.figures if item.role == "headline"]
    assert (result.status, headline.value, headline.unit) == ("answered", 180_000 * YUAN, "元")
    assert {observation.text for observation in headline.observations} == {"180000.00"}
    assert headline.statement is not None
    assert headline.statement.measure == "当年预算"


def test_another_measure_of_the_same_subject(view: FactsView, views: Mapping[str, FactsView]) -> None:
    result = execute(plan(view, "lookup", "line:p1.l1", measure="单价"), views)
    assert result.figures[0].value == 60_000 * YUAN


def test_a_blank_cell_is_said_to_be_blank_and_gives_no_figure(view: FactsView, views: Mapping[str, FactsView]) -> None:
    result = execute(plan(view, "lookup", "economic:30206"), views)
    assert (result.status, result.figures) == ("not_found", ())
    assert "空白" in result.reason


def test_a_sum_keeps_its_addends_and_adds_their_steps(view: FactsView) -> None:
    parts = [figure(view, 10 * YUAN, 100, "part"), figure(view, 5 * YUAN, 50, "part")]
    total = summed(parts, "合计")
    assert (total.value, total.unit, total.operands) == (15 * YUAN, "元", tuple(parts))
    assert total.step >= 100


def test_a_difference_keeps_both_sides(view: FactsView) -> None:
    more, less = figure(view, 10 * YUAN, 100), figure(view, 4 * YUAN, 100)
    [headline, *others] = difference(more, less)
    assert headline.value == 6 * YUAN
    assert {other.value for other in others} == {10 * YUAN, 4 * YUAN}
    assert [operand.label for operand in headline.operands] == [more.label, less.label]


def test_the_finest_printing_is_shown_and_those_that_agree_stand_by_it(view: FactsView) -> None:
    [statement, *_] = view.find("organisation", Want())
    best = best_observation(statement)
    assert best is not None
    assert best.text == "900,000.00"
    assert {observation.origin for observation in agreeing(statement, best)} == {"table", "narrative"}
    assert disagreeing(statement, best) == ()


def test_a_printing_further_off_than_its_step_disagrees() -> None:
    text = BUDGET.replace("预算支出总额为90.00万元", "预算支出总额为90.02万元")
    assert text.startswith(HEAD[:20])
    [statement, *_] = FactsView(read_document(text.encode(), "budget.txt")).find("organisation", Want())
    best = best_observation(statement)
    assert best is not None
    assert [observation.text for observation in disagreeing(statement, best)] == ["90.02万元"]
