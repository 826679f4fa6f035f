"""Two lines of one project form that contradict each other: asked for one, the answer shows both."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.captions import caption
from assistant.facts_view import FactsView
from assistant.records import Figure
from corpus.records import Check, CheckStatus, Observation, Place, Statement

_RULES = frozenset({"year-funding-parts", "project-funding-parts", "fiscal-funding-parts", "project-vs-sentence"})


def held_against(view: FactsView, figure: Figure) -> tuple[Figure, ...]:
    """The figures that a failed check of the form's own sums holds against ``figure``, as alternatives.

    Only where the other side of the check is one printed amount (all others on it are zero): then the two should be
    equal and are not. A side of several amounts is shown by the check alone.
    """
    statement = figure.statement
    if statement is None or statement.subject.kind != "project":
        return ()
    places = {observation.place for observation in figure.observations}
    found: dict[Place, Figure] = {}
    for check in view.checks_by_subject.get(statement.subject.key, ()):
        if check.status is not CheckStatus.FAIL or check.rule not in _RULES:
            continue
        printed = list(_other_side(view, check, places, statement.subject.key))
        if len(printed) == 1:
            other, observation = printed[0]
            found.setdefault(observation.place, _alternative(view, figure, other, observation))
    return tuple(found.values())


def _other_side(
    view: FactsView, check: Check, places: set[Place], subject: str
) -> Iterator[tuple[Statement, Observation]]:
    """The amounts other than zero on the side of a check that the figure does not stand on."""
    sides = (set(check.expected_places), set(check.actual_places))
    if bool(places & sides[0]) == bool(places & sides[1]):
        return
    opposite = sides[1] if places & sides[0] else sides[0]
    for statement in view.by_subject.get(subject, ()):
        for observation in statement.observations:
            if observation.place in opposite and observation.amount is not None and observation.amount.value:
                yield statement, observation


def _alternative(view: FactsView, figure: Figure, statement: Statement, observation: Observation) -> Figure:
    amount = observation.amount
    assert amount is not None
    return Figure(
        "alternative",
        caption(view, statement),
        amount.value,
        amount.step,
        amount.unit,
        figure.document,
        (observation,),
        statement,
        None,
        amount.qualifier,
        observation.text,
    )
