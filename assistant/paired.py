"""Two questions in one, each with a scope of its own: 某局2023年的X和另一局2024年的X哪个多.

Each side is answered as a question of its own; then both stand side by side, are compared or divided. Words of scope
that one side leaves out are those of the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.mentions import Body, Mentions
from assistant.outcome import FOUND, Outcome
from assistant.plan_words import SEMANTIC
from assistant.records import Plan, Question, Span
from assistant.scope import scope_of
from corpus.records import Document

_COMPARING = ("op:difference", "op:list", "op:change", "op:check", "op:arithmetic", "compare")
_TIMES = re.compile(r"几倍|多少倍|之比|比值")
_PERCENT = re.compile(r"的?(?:百分之几|百分之多少|百分比|几成)")
_ADDED = re.compile(r"之和|加起来|相加|一共|总共|共计|总和|加在一起|合起来|合计(?:是?多少)?$")
_PLANNED = ("lookup", "total", "share", "rest", "ratio")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair: its words, and the organisations and years that it names."""

    text: str
    bodies: tuple[Body, ...]
    years: tuple[Span, ...]
    means: bool


def paired(question: Question, said: Mentions, ask: Callable[[str], Outcome]) -> Outcome | None:
    """The outcome of both sides; None where the question has no two sides with a scope and a subject each."""
    years = [span for span in question.spans if span.role == "year"]
    if len({b.names for b in said.bodies}) < 2 and len({span.text for span in years}) < 2:
        return None
    for joint in question.spans:
        if joint.role not in ("join", "compare") or said.positions & set(range(joint.start, joint.stop)):
            continue
        left, right = (_side(question, said, years, *where) for where in _around(question, joint))
        if not (left.means and right.means and _apart(left, right)):
            continue
        outcomes = [ask(_written_out(question, one, other)) for one, other in ((left, right), (right, left))]
        return _joined(question, outcomes, joint)
    return None


def _around(question: Question, joint: Span) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where the two sides stand; the words of comparing behind the second one are no part of it."""
    ends = [s.start for s in question.spans if s.start >= joint.stop and s.text in _COMPARING]
    ends += [match.start() for match in _PERCENT.finditer(question.normal, joint.stop)]
    return (0, joint.start), (joint.stop, min(ends, default=len(question.normal)))


def _side(question: Question, said: Mentions, years: Sequence[Span], start: int, stop: int) -> Side:
    where = set(range(start, stop)) - said.positions
    spans = [s for s in question.spans if start <= s.start and s.stop <= stop and set(range(s.start, s.stop)) & where]
    explained = {i for s in spans for i in range(s.start, s.stop)}
    means = bool(where - explained) or any(s.role in SEMANTIC for s in spans)
    return Side(
        question.normal[start:stop],
        tuple(body for body in said.bodies if start <= body.start and body.stop <= stop),
        tuple(span for span in years if start <= span.start and span.stop <= stop),
        means,
    )


def _apart(one: Side, other: Side) -> bool:
    """Whether the two sides name different organisations or years."""
    if one.bodies and other.bodies and {b.names for b in one.bodies} != {b.names for b in other.bodies}:
        return True
    return bool(one.years and other.years) and {s.text for s in one.years} != {s.text for s in other.years}


def _written_out(question: Question, side: Side, other: Side) -> str:
    """The side with the organisation and the year of the other where it names none."""
    text = side.text
    if not side.years and len(other.years) == 1:
        text = f"{other.years[0].text}年{text}"
    if not side.bodies and len(other.bodies) == 1:
        text = question.normal[other.bodies[0].start : other.bodies[0].stop] + text
    return text


def _joined(question: Question, outcomes: Sequence[Outcome], joint: Span) -> Outcome | None:
    """The plan over both sides; None where one of them has no one figure in one document."""
    plans = [outcome.plan for outcome in outcomes]
    parts = tuple(plan for plan in plans if plan is not None and plan.operation in _PLANNED)
    documents = tuple(dict.fromkeys(document for outcome in outcomes for document in outcome.documents))
    if len(parts) != 2 or any(outcome.result.status not in FOUND for outcome in outcomes):
        return None
    if any(len(plan.documents) != 1 for plan in parts) or parts[0].documents == parts[1].documents == ():
        return None
    named = {document.id: document for document in documents}
    reasons = tuple(_called(named[plan.documents[0]]) for plan in parts)
    told = {span.text for span in question.spans if span.start >= joint.stop}
    operation = "series"
    if _TIMES.search(question.normal) or _PERCENT.search(question.normal):
        operation = "times"
    elif told & {"op:difference", "op:change", "compare"} or joint.role == "compare":
        operation = "contrast"
    elif "op:total" in told and "op:list" not in told and _ADDED.search(question.normal, joint.stop):
        operation = "sum"
    plan = Plan(
        operation,
        scope_of(documents),
        tuple(named),
        parts=parts,
        reasons=reasons,
        unit="%" if operation == "times" and not _TIMES.search(question.normal) else parts[0].unit,
        named="pair" if operation == "series" else "",
    )
    views = {key: view for outcome in outcomes for key, view in outcome.views.items()}
    return Outcome(question, plan, outcomes[0].result, documents, views)


def _called(document: Document) -> str:
    """What the figure of a side is called: by organisation, year, level and stage."""
    year = f"{document.fiscal_year}年" if document.fiscal_year else ""
    return f"{document.organisation}{year}{document.level}{document.stage}"
