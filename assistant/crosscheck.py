"""A result's cross-check: the stored checks that cover its figures, with the chain up to the structured totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.facts_view import FactsView
from assistant.records import Figure, Result
from corpus.records import Check, CheckStatus, Place, Severity

_RANK = {CheckStatus.FAIL: 0, CheckStatus.ROUNDING: 1, CheckStatus.PASS: 2, CheckStatus.NOT_RUN: 3}
_CHAIN = (
    "line-product",
    "lines-total",
    "form-total-vs-year",
    "year-funding-parts",
    "project-funding-parts",
    "quarters-vs-year",
    "project-vs-sentence",
    "projects-vs-expenditure",
    "narrative-vs-table",
    "table-vs-table",
    "row-parts",
    "parent-of-children",
    "total-of-classes",
)
"""The order in which a chain is read: line items, project, all projects, statutory row, its class, the total."""


def covering(result: Result, views: Mapping[str, FactsView], most: int = 24) -> tuple[tuple[str, Check], ...]:
    """The checks that compare a place some figure of the result rests on, failures first, then along the chain.

    A check covers a figure when one of its places is a place of the figure; the check of all projects against 项目支出
    is added for every project of a budget, since it ends the chain.
    """
    found: dict[int, tuple[str, Check]] = {id(check): (document, check) for document, check in result.checks}
    for figure in _leaves(result.figures):
        view = views.get(figure.document)
        if view is None or figure.statement is None:
            continue
        places = {_position(observation.place) for observation in figure.observations}
        subject = figure.statement.subject
        # A target value is no money: the sums of its project say nothing of it.
        of_project = subject.project and subject.kind != "indicator"
        keys = {subject.key, f"project:{subject.project}" if of_project else subject.key}
        for key in keys:
            for check in view.checks_by_subject.get(key, ()):
                if check.status is CheckStatus.NOT_RUN or (
                    check.severity is Severity.NOTICE and check.rule == "blank-target"
                ):
                    continue
                if places & {_position(p) for p in (*check.expected_places, *check.actual_places)} or _ends_chain(
                    check, key
                ):
                    found.setdefault(id(check), (view.document.id, check))
    ordered = sorted(found.values(), key=lambda pair: (_RANK[pair[1].status], _chain_rank(pair[1]), pair[1].sentence))
    return tuple(ordered[:most])


def _leaves(figures: Sequence[Figure]) -> Iterator[Figure]:
    for figure in figures:
        yield figure
        yield from _leaves(figure.operands)


def _ends_chain(check: Check, key: str) -> bool:
    """Checks that continue the chain of a subject: its lines against its total, all projects against 项目支出."""
    if key.startswith("project:"):
        failed = check.status is CheckStatus.FAIL and check.severity is not Severity.NOTICE
        return failed or check.rule in ("lines-total", "form-total-vs-year", "projects-vs-expenditure")
    return check.rule == "narrative-vs-table" and check.status is CheckStatus.FAIL and key in check.subjects


def _chain_rank(check: Check) -> int:
    return _CHAIN.index(check.rule) if check.rule in _CHAIN else len(_CHAIN)


def _position(place: Place) -> tuple[object, ...]:
    if place.table is not None:
        return (place.table, place.row, place.column, place.char_from)
    return (place.page, place.line, place.char_from, place.char_to)
