"""A result's cross-check: the stored checks that cover its figures, with the chain up to the structured totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.chain import Chain
from assistant.facts_view import FactsView
from assistant.records import Figure, Result
from corpus.records import CellKind, Check, CheckStatus, Observation, Place, Severity

_RANK = {CheckStatus.FAIL: 0, CheckStatus.ROUNDING: 1, CheckStatus.PASS: 2, CheckStatus.NOT_RUN: 3}
_MOST_CHECKS = 24
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


def covering(
    result: Result,
    views: Mapping[str, FactsView],
    chains: Sequence[tuple[str, Chain]] = (),
    most: int = _MOST_CHECKS,
) -> tuple[tuple[str, Check], ...]:
    """The checks that compare a place some figure of the result rests on, failures first, then along the chain.

    A check covers a figure when one of its places is a place of the figure; the check of all projects against 项目支出
    is added for every project of a budget, since it ends the chain. The checks of the figures' ``chains`` are always
    among them, so that nothing is said of a chain that is not one of the checks.
    """
    found: dict[int, tuple[str, Check]] = {id(check): (document, check) for document, check in result.checks}
    for document, chain in chains:
        found.update((id(check), (document, check)) for check in chain.checks)
    kept = set(found)
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
                if check.status is CheckStatus.NOT_RUN or not _tells(check):
                    continue
                touched = places & {_position(p) for p in (*check.expected_places, *check.actual_places)}
                if touched or (_is_own(figure, view) and _ends_chain(check, key)):
                    found.setdefault(id(check), (view.document.id, check))
    ordered = sorted(found.values(), key=lambda pair: (_RANK[pair[1].status], _chain_rank(pair[1]), pair[1].sentence))
    first = [pair for pair in ordered if id(pair[1]) in kept or pair[1].status is CheckStatus.FAIL]
    shown = {
        id(pair[1]) for pair in (*first, *(pair for pair in ordered if pair not in first))[: max(most, len(first))]
    }
    return tuple(pair for pair in ordered if id(pair[1]) in shown)


def _tells(check: Check) -> bool:
    """Whether a check says something of the figures: not that a row or a name is there, nor that a target is blank."""
    found_there = check.status is CheckStatus.PASS and check.expected is None
    return not found_there and not (check.severity is Severity.NOTICE and check.rule == "blank-target")


_EQUALITIES = frozenset(
    {
        *("narrative-vs-table", "narrative-repeats", "table-vs-table", "total-twice", "scope-vs-scope"),
        "form-total-vs-year",
    }
)
"""Rules whose two sides state one amount; sums of lines and bounds are not among them."""


def with_contradictions(result: Result, views: Mapping[str, FactsView]) -> Result:
    """The result with what contradicts its headlines: the other side of a failed check, as an alternative figure.

    Nothing is decided: the headline stays the printing that it was, the other one is shown with its own place.
    """
    figures: list[Figure] = []
    shown = {place for figure in result.figures for place in _places(figure)}
    for figure in result.figures:
        figures.append(figure)
        if figure.role != "headline" or figure.statement is None or figure.document not in views:
            continue
        for other in _opposed(figure, views[figure.document]):
            if not _places(other) <= shown:
                figures.append(other)
                shown |= _places(other)
    return result if len(figures) == len(result.figures) else replace(result, figures=tuple(figures))


def _opposed(figure: Figure, view: FactsView) -> Iterator[Figure]:
    """The other sides of the failed checks in which the figure stands alone on one side."""
    assert figure.statement is not None
    own = _places(figure)
    for check in view.checks_by_subject.get(figure.statement.subject.key, ()):
        if check.status is not CheckStatus.FAIL or check.rule not in _EQUALITIES or check.unit != figure.unit:
            continue
        sides = (
            (check.expected_places, check.expected, check.actual_places, check.actual),
            (check.actual_places, check.actual, check.expected_places, check.expected),
        )
        for mine, said, other, value in sides:
            alone = len(mine) == 1 and (_position(mine[0]) in own or said == figure.value)
            if alone and other and value not in (None, figure.value):
                yield _alternative(figure, other, value or 0, view)


def _alternative(figure: Figure, places: Sequence[Place], value: int, view: FactsView) -> Figure:
    printed = [view.observation_at(place) for place in places]
    observations = tuple(
        found or Observation(place, CellKind.NUMBER, place.printed, None, "narrative")
        for place, found in zip(places, printed, strict=True)
    )
    steps = [o.amount.step for o in observations if o.amount is not None]
    step = max(steps, default=figure.step)
    label = f"{figure.label.rstrip('：')}（另一处列示）"
    return replace(figure, role="alternative", label=label, value=value, step=step, observations=observations)


def _places(figure: Figure) -> set[tuple[object, ...]]:
    return {_position(observation.place) for observation in figure.observations}


def _leaves(figures: Sequence[Figure]) -> Iterator[Figure]:
    for figure in figures:
        yield figure
        yield from _leaves(figure.operands)


def _is_own(figure: Figure, view: FactsView) -> bool:
    """Whether a figure is of the document's own year, and not one of another that it quotes."""
    year = figure.statement.period_from if figure.statement is not None else 0
    return year in (0, view.document.fiscal_year)


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
