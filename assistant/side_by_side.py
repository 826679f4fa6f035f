"""Two figures that a question holds against each other: both as they are printed, their difference, and the checks.

A side may say where it is printed (正文写的, 申报表的): then that printing is shown and no other. Whether two figures
must agree only a stored check says; that they are equal, or by how much they differ, is computed exactly.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.audit_words import Asked
from assistant.facts_view import FactsView
from assistant.link import positions
from assistant.plan_context import Context, context_of
from assistant.plan_of_whole import operand_pair
from assistant.printings import NO_RULE, joining, placed, position
from assistant.records import Figure, Plan, Question, Result, Span
from corpus.checks.comparison import difference_text
from corpus.records import Check, CheckStatus, Observation, Statement

Planning = Callable[[Context], Plan | None]
CarriedOut = Callable[[Plan, dict[str, FactsView]], Result]

_IDENTITY = re.compile(
    r"之和|加起来|相加|加总|总和|加[^上]|各[项类款]|乘|平衡|平不平|平吗|勾稽|通过|执行率|注|明细|汇总"
)
"""Words of an identity between more figures than two: the checks alone answer these."""

_IN_TEXT = re.compile(r"编制说明|情况说明|说明|正文|文字|叙述")
_IN_TABLE = re.compile(r"[表格]|三公[里中]")


def side_by_side(
    context: Context, wanted: Asked, planned: Planning, carried_out: CarriedOut
) -> tuple[Plan, Result] | None:
    """Both figures and how they compare; None where the question does not hold two figures of one document together."""
    if _IDENTITY.search(context.text) or len(context.views) != 1 or wanted.everything:
        return None
    asked = context_of(_asked(context.question, wanted), context.views, context.scope, context.strange_years)
    view = context.views[0]
    text = asked.text
    for joint in asked.question.spans:
        if joint.role not in ("join", "compare") or not 0 < joint.start < len(text):
            continue
        ranges = ((0, joint.start), (joint.stop, len(text)))
        sides = operand_pair(asked, *ranges, planned)
        figures = [
            _figure(view, plan, context.text[slice(*where)], carried_out)
            for plan, where in zip(sides, ranges, strict=True)
            if plan is not None and plan.operation in ("lookup", "total") and not plan.unplaced
        ]
        if len(figures) == 2 and figures[0] is not None and figures[1] is not None:
            return _compared(view, sides, (figures[0], figures[1]))
    return None


def _asked(question: Question, wanted: Asked) -> Question:
    """The question without the words of agreeing; the tables that it names are kept."""
    tables = [span for span in question.spans if span.role == "table"]
    inside = positions(tables)
    cut = [s for s in wanted.question.spans if set(range(s.start, s.stop)) & inside]
    kept = [span for span in wanted.question.spans if span not in cut]
    kept += [Span("func", i, i + 1, "func") for i in sorted(positions(cut) - inside)]
    spans = [Span("func", s.start, s.stop, "func") if s.text == "op:check" else s for s in (*kept, *tables)]
    return replace(question, spans=tuple(sorted(spans, key=lambda span: (span.start, -span.stop))))


def _compared(
    view: FactsView, sides: tuple[Plan | None, Plan | None], figures: tuple[Figure, Figure]
) -> tuple[Plan, Result] | None:
    """The plan and the result; None where both sides are one printing, or are not in one unit."""
    one, other = figures
    places = [{position(o.place) for o in figure.observations} for figure in figures]
    if one.unit != other.unit or (places[0] & places[1]) or sides[0] is None:
        return None
    checks = checks_between(view, one, other)
    plan = replace(
        sides[0],
        operation="several",
        parts=tuple(side for side in sides if side is not None),
        subjects=(),
        measure="",
        unit="",
    )
    note = _verdict(one, other, bool(checks))
    joined = tuple((view.document.id, check) for check in checks)
    return plan, Result("answered", figures, checks=joined, note=note)


def _verdict(one: Figure, other: Figure, ruled: bool) -> str:
    """Whether the two figures are equal, equal within what was rounded in print, or by how much they differ."""
    gap = abs((one.value or 0) - (other.value or 0))
    if not gap:
        return "两处数字一致。"
    apart = difference_text(gap, one.unit)
    if 2 * gap <= one.step + other.step:
        return f"两处数字在舍入范围内一致，相差{apart}。"
    more = "前者多" if (one.value or 0) > (other.value or 0) else "后者多"
    return f"两处数字不相等，{more}{apart}。" + ("" if ruled else NO_RULE)


def _figure(view: FactsView, plan: Plan, said: str, carried_out: CarriedOut) -> Figure | None:
    """The one figure of a side, by the printing that the side names; None where there is none."""
    result = carried_out(replace(plan, unit=""), {view.document.id: view})
    heads = [figure for figure in result.figures if figure.role == "headline"]
    if result.status != "answered" or len(heads) != 1:
        return None
    head = heads[0]
    statement = head.statement
    if statement is None or (not _IN_TEXT.search(said) and not _IN_TABLE.search(said)):
        return head if statement is None else _placed(view, head, head.observations[0])
    for other in (statement, *_of_other_funds(view, statement)):
        wanted = [o for o in other.observations if o.amount is not None and _fits(o, said)]
        if wanted:
            return placed(view, other, wanted[0], "headline")
    return None


def _of_other_funds(view: FactsView, statement: Statement) -> list[Statement]:
    """What else is stated of the same thing, from another source of funds: a sentence often names one."""
    same = replace(statement, fund_scope="", observations=())
    return [
        other
        for other in view.by_subject.get(statement.subject.key, ())
        if other != statement and replace(other, fund_scope="", observations=()) == same
    ]


def _fits(observation: Observation, said: str) -> bool:
    if _IN_TEXT.search(said) and not _IN_TABLE.search(said):
        return observation.origin == "narrative"
    return observation.origin != "narrative"


def _placed(view: FactsView, figure: Figure, observation: Observation) -> Figure:
    """The figure as it is printed at that place, called after it; its other printings are no witnesses here."""
    assert figure.statement is not None
    return placed(view, figure.statement, observation, "headline")


def checks_between(view: FactsView, one: Figure, other: Figure) -> list[Check]:
    """The checks that hold one figure against the other, each alone on its side."""
    sides = [_printings(figure) for figure in (one, other)]
    return [
        check
        for check in joining(view, sides[0] | sides[1])
        for mine in [{position(p) for p in check.expected_places}]
        for theirs in [{position(p) for p in check.actual_places}]
        if ((mine <= sides[0] and theirs <= sides[1]) or (mine <= sides[1] and theirs <= sides[0]))
        and check.status is not CheckStatus.NOT_RUN
    ]


def _printings(figure: Figure) -> set[tuple[object, ...]]:
    """Where the figure's statement is printed with this value."""
    if figure.statement is None:
        return {position(o.place) for o in figure.observations}
    return {
        position(o.place)
        for o in figure.statement.observations
        if o.amount is not None and 2 * abs(o.amount.value - (figure.value or 0)) <= o.amount.step + figure.step
    }
