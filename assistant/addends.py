"""What a printed total is made of: the cells that a stored check adds up to it, each of them cited."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.evidence import citation_of
from assistant.facts_view import FactsView
from assistant.records import Answer, Citation, Figure, ShownAddends, ShownFigure
from assistant.views import view_of
from corpus.records import UNITS_PER_YUAN, Check, CheckStatus, Observation, Place, Statement

if TYPE_CHECKING:
    from assistant.library import Library

_RULES = ("total-of-classes", "parent-of-children", "projects-vs-expenditure", "lines-total", "row-parts")
"""Checks whose expected side is added up to the one cell of their actual side; the most telling first."""

_EQUAL = "form-total-vs-year"
_SHOWN = 2
_MOST = 60
_CENT = Decimal("0.01")


def addends_of(answer: Answer, library: Library) -> tuple[ShownAddends, ...]:
    """The lists of addends of the one figure that was asked for, if it is printed and stored checks add up to it.

    A list is complete: every place that the check adds is a stated figure, and their sum agrees with the total.
    """
    heads = [figure for figure in answer.turn.result.figures if figure.role == "headline"]
    if answer.status != "answered" or len(heads) != 1:
        return ()
    [head] = heads
    if head.operands or head.statement is None or head.unit != "元" or head.value is None:
        return ()
    view = view_of(library, head.document)
    cites = _Cites(view, answer.citations)
    found = (_shown(check, view, cites) for check in _checks(head, view))
    return tuple(shown for shown in found if shown is not None)[:_SHOWN]


def _checks(head: Figure, view: FactsView) -> list[Check]:
    """One check of each rule that adds up to the figure."""
    assert head.statement is not None
    covering = view.checks_by_subject.get(head.statement.subject.key, ())
    places = {observation.place for observation in head.observations}
    for check in covering:  # the total of the line items stands for the budget of the year where they are equal
        if check.rule == _EQUAL and check.status is CheckStatus.PASS and check.actual_places[0] in places:
            places |= set(check.expected_places)
    found: dict[str, Check] = {}
    for check in covering:
        agrees = check.status in (CheckStatus.PASS, CheckStatus.ROUNDING)
        adds = 1 < len(check.expected_places) <= _MOST and len(check.actual_places) == 1
        if check.rule in _RULES and agrees and adds and check.actual_places[0] in places:
            found.setdefault(check.rule, check)
    return sorted(found.values(), key=lambda check: _RULES.index(check.rule))


def _shown(check: Check, view: FactsView, cites: _Cites) -> ShownAddends | None:
    printed = [view.printed_at(place) for place in check.expected_places]
    known = [item for item in printed if item is not None]
    whole = view.printed_at(check.actual_places[0])
    if len(known) != len(printed) or whole is None or whole[1].amount is None:
        return None
    total = sum(observation.amount.value for _, observation in known if observation.amount is not None)
    if check.actual is None or abs(total - check.actual) > (check.tolerance or 0):
        return None
    labels = _labels([statement for statement, _ in known])
    if len(set(labels)) != len(labels):
        return None
    figures = tuple(
        _figure(label, observation, cites.of(observation.place))
        for label, (_, observation) in zip(labels, known, strict=True)
    )
    table = citation_of(view.reading, check.actual_places[0], 0).table
    return ShownAddends(check.rule, table, figures, tuple(cites.made))


def _labels(statements: Sequence[Statement]) -> list[str]:
    """What tells the addends apart: their subjects, or of one subject the kinds of expenditure."""
    if len({statement.subject.key for statement in statements}) == 1:
        return [statement.expenditure_kind for statement in statements]
    return [f"{it.name}（{it.code}）" if it.code else it.name for it in (statement.subject for statement in statements)]


def _figure(label: str, observation: Observation, n: int) -> ShownFigure:
    assert observation.amount is not None
    amount = (Decimal(observation.amount.value) / UNITS_PER_YUAN).quantize(_CENT)
    step = (Decimal(observation.amount.step) / UNITS_PER_YUAN).normalize()
    return ShownFigure("part", label, amount, "元", step, None, (n,), observation.amount.qualifier)


class _Cites:
    """Numbers for the places of addends: those of the answer where it cites them, else on from its last."""

    def __init__(self, view: FactsView, citations: Sequence[Citation]) -> None:
        self._reading = view.reading
        self._numbers = {citation.id: citation.n for citation in citations}
        self._last = max(self._numbers.values(), default=0)
        self.made: list[Citation] = []

    def of(self, place: Place) -> int:
        """The number of a place, given on first use."""
        citation = citation_of(self._reading, place, self._last + 1)
        if citation.id not in self._numbers:
            self._last += 1
            self._numbers[citation.id] = self._last
            self.made.append(citation)
        return self._numbers[citation.id]
