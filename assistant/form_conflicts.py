"""Two lines of one project form that contradict each other: asked for one, the answer shows both."""

from __future__ import annotations

from assistant.captions import caption
from assistant.facts_view import FactsView
from assistant.records import Figure
from corpus.records import Check, CheckStatus, Observation, Place, Statement

_RULES = frozenset({"year-funding-parts", "project-funding-parts", "fiscal-funding-parts", "project-vs-sentence"})


def held_against(view: FactsView, figure: Figure) -> tuple[Figure, ...]:
    """The figures that a failed check of the form's own sums holds against ``figure``, as alternatives.

    Only where each side of the check is one printed amount (all others on it are zero): then the two should be equal
    and are not. A side of several amounts is shown by the check alone.
    """
    statement = figure.statement
    if statement is None or statement.subject.kind != "project":
        return ()
    places = {observation.place for observation in figure.observations}
    found: dict[Place, Figure] = {}
    for check in view.checks_by_subject.get(statement.subject.key, ()):
        if check.status is not CheckStatus.FAIL or check.rule not in _RULES:
            continue
        own, printed = _sides(view, check, places, statement.subject.key)
        if len(own) == len(printed) == 1 and own[0][1].place in places:
            other, observation = printed[0]
            found.setdefault(observation.place, _alternative(view, figure, other, observation))
    return tuple(found.values())


Printing = tuple[Statement, Observation]


def _sides(view: FactsView, check: Check, places: set[Place], subject: str) -> tuple[list[Printing], list[Printing]]:
    """The amounts other than zero on the side of a check where the figure stands, and on the other one."""
    sides = [set(check.expected_places), set(check.actual_places)]
    if places & sides[1]:
        sides.reverse()
    if not places & sides[0] or places & sides[1]:
        return [], []
    printed = [
        (statement, observation)
        for statement in view.by_subject.get(subject, ())
        for observation in statement.observations
        if observation.amount is not None and observation.amount.value
    ]
    own, other = ([item for item in printed if item[1].place in side] for side in sides)
    return own, other


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
