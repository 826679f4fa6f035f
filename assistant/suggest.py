"""Questions that could follow an answer. Each is tried before it is offered, so that none leads nowhere or astray."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from assistant.records import Answer, Figure, Turn
from corpus.records import Document, Statement

SHOWN = 3
_NAME_LONGEST = 30
_WAN = 10_000 * 10_000
_PATTERNS = {
    "zh": {
        "year": "{year}年呢？",
        "change": "与{year}年相比增减多少？",
        "kind": "其中{kind}是多少？",
        "lines": "它的明细有哪些？",
        "share": "占支出总计的百分之几？",
        "largest": "其中最大的是哪一项？",
        "near": "{name}是多少？",
    },
    "en": {
        "year": "And in {year}?",
        "change": "How much more or less than in {year}?",
        "unit": "In 万元?",
        "share": "What share of total expenditure is it?",
        "largest": "Which of them is the largest?",
        "near": "How much is {name}?",
    },
}
"""A language may lack a pattern; what is not understood in a language is tried there and not offered."""

Fits = Callable[[Turn], bool]


def followups(
    answer: Answer, documents: Sequence[Document], attempt: Callable[[str], Turn], language: str
) -> tuple[str, ...]:
    """At most ``SHOWN`` questions. ``attempt`` says what a question would come to after this answer."""
    patterns = _PATTERNS.get(language, _PATTERNS["en"])
    tried = (
        text
        for name, values, fits in _candidates(answer, documents)
        if name in patterns and fits(attempt(text := patterns[name].format(**values)))
    )
    return tuple(islice(dict.fromkeys(tried), SHOWN))


def _candidates(answer: Answer, documents: Sequence[Document]) -> Iterator[tuple[str, dict[str, object], Fits]]:
    """Names of patterns with what to put in, and whether what a question comes to is what it was meant to ask."""
    result = answer.turn.result
    for name in result.near if answer.status == "not_found" else ():
        if len(name) <= _NAME_LONGEST:
            yield "near", {"name": name}, _has_figures
    if answer.status != "answered":
        return
    heads = _heads(answer.turn)
    listed = [figure for figure in result.figures if figure.role == "part"] or heads
    if len(listed) > 2:
        yield "largest", {}, lambda turn: _only_head(turn) in [_about(figure) for figure in listed]
    if len(heads) != 1 or heads[0].statement is None or heads[0].unit != "元":
        return
    head, statement = heads[0], heads[0].statement
    for year in _other_years(head, documents):
        yield "year", {"year": year}, lambda turn, year=year: _same_of(turn, head, year, documents)  # type: ignore[misc]
        yield "change", {"year": year}, lambda turn: _computed_from(turn, head, ("元",))
    yield from _about_statement(head, statement)


def _about_statement(head: Figure, statement: Statement) -> Iterator[tuple[str, dict[str, object], Fits]]:
    if statement.subject.kind == "organisation":
        for kind in ("项目支出", "基本支出"):
            if statement.expenditure_kind != kind:
                yield "kind", {"kind": kind}, lambda turn, kind=kind: _is_kind(turn, kind)  # type: ignore[misc]
    else:
        yield "share", {}, lambda turn: _computed_from(turn, head, ("%",))
    if statement.subject.kind == "project":
        yield "lines", {}, lambda turn: _lines_of(turn, statement.subject.project)
    if (head.value or 0) >= _WAN:
        yield "unit", {}, lambda turn: _only_head(turn) == _about(head)


def _heads(turn: Turn) -> list[Figure]:
    return [figure for figure in turn.result.figures if figure.role == "headline" and figure.value is not None]


def _has_figures(turn: Turn) -> bool:
    return turn.result.status == "answered" and bool(_heads(turn))


_About = tuple[object, ...] | None


def _about(figure: Figure) -> _About:
    """What a figure states, in whichever document."""
    it = figure.statement
    return None if it is None else (it.subject.kind, it.subject.name, it.measure, it.side, it.expenditure_kind)


def _only_head(turn: Turn) -> _About:
    heads = _heads(turn) if turn.result.status == "answered" else []
    return _about(heads[0]) if len(heads) == 1 else None


def _same_of(turn: Turn, head: Figure, year: int, documents: Sequence[Document]) -> bool:
    of_year = {document.id for document in documents if document.fiscal_year == year}
    return _only_head(turn) == _about(head) is not None and _heads(turn)[0].document in of_year


def _computed_from(turn: Turn, head: Figure, units: Sequence[str]) -> bool:
    heads = _heads(turn) if turn.result.status == "answered" else []
    return len(heads) == 1 and heads[0].unit in units and _about(head) in [_about(item) for item in heads[0].operands]


def _is_kind(turn: Turn, kind: str) -> bool:
    heads = _heads(turn) if turn.result.status == "answered" else []
    return len(heads) == 1 and heads[0].statement is not None and heads[0].statement.expenditure_kind == kind


def _lines_of(turn: Turn, project: str) -> bool:
    subjects = [figure.statement.subject for figure in _heads(turn) if figure.statement is not None]
    return (
        turn.result.status == "answered"
        and bool(subjects)
        and all(subject.kind == "line" and subject.project == project for subject in subjects)
    )


def _other_years(head: Figure, documents: Sequence[Document]) -> list[int]:
    """The nearest other year of the same publisher and stage, the one before first."""
    own = next((document for document in documents if document.id == head.document), None)
    if own is None or own.fiscal_year is None:
        return []
    same = (own.organisation, own.level, own.stage)
    years = {item.fiscal_year for item in documents if (item.organisation, item.level, item.stage) == same}
    here = own.fiscal_year
    return sorted((year for year in years if year not in (None, here)), key=lambda year: (abs(year - here), year))[:1]
