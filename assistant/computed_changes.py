"""A change that a document does not print, computed from what it does print: two levels, or a level and a change."""

from __future__ import annotations

from assistant.captions import figure_of
from assistant.facts_view import FactsView, Want
from assistant.records import Figure, Plan, Result
from assistant.rounded import percentage
from corpus.records import Statement


def computed_change(view: FactsView, key: str, plan: Plan) -> Result | None:
    """The change or the rate of change of one subject; None where its terms are not all printed with one meaning.

    An amount is the level less that of the base year, which must be named with its stage (2023年执行数). A rate is the
    amount over the base; with a printed amount of change the base is the level less that amount.
    """
    pair = _printed_pair(view, key, plan)
    if pair is None and plan.view == "rate":
        pair = _from_change(view, key, plan)
    if pair is None:
        return None
    later, gap, base, terms = pair
    direction = "increase" if gap > 0 else "decrease" if gap < 0 else None
    assert later.statement is not None
    against = terms[-1].statement
    versus = f"{against.base_period or against.period_from}年" if against is not None else ""
    label = (
        f"{later.label.removesuffix('合计')}比{versus}{_stage(against)}增减{'幅度' if plan.view == 'rate' else '额'}"
    )
    value, step, unit = gap, max(term.step for term in terms), later.unit
    if plan.view == "rate":
        if base <= 0:
            return None
        value, step = percentage(gap, base)
        unit = "%"
    shown = value if plan.signed else abs(value)
    head = Figure("headline", label, shown, step, unit, later.document, direction=direction, operands=terms)
    return Result("answered", (head, *terms), note="文件没有直接印出这一数字，由印出的数计算得出。")


_Pair = tuple[Figure, int, int, tuple[Figure, ...]]
"""The later figure, the change, the base (both in the unit of the figure), and the printed terms."""


def _printed_pair(view: FactsView, key: str, plan: Plan) -> _Pair | None:
    year = view.document.fiscal_year
    base_year = plan.base or (year - 1 if year is not None else None)
    if base_year is None or not plan.base_stage:
        return None
    want = Want(
        plan.measure, plan.side, plan.expenditure_kind, plan.fund_scope, stage=plan.base_stage, period=base_year
    )
    base = _first(view, view.find(key, want))
    if base is None or base.statement is None or base.statement.period_from != base_year:
        return None
    same = Want(plan.measure, plan.side, base.statement.expenditure_kind, base.statement.fund_scope, stage=plan.stage)
    later = _first(view, [s for s in view.find(key, same) if s.period_from == year])
    if later is None or later.unit != base.unit or later.statement is None:
        return None
    return later, (later.value or 0) - (base.value or 0), base.value or 0, (later, base)


def _from_change(view: FactsView, key: str, plan: Plan) -> _Pair | None:
    want = Want(
        plan.measure,
        plan.side,
        plan.expenditure_kind,
        plan.fund_scope,
        "change",
        plan.base,
        plan.stage,
        base_stage=plan.base_stage,
    )
    change = _first(view, view.find(key, want))
    if change is None or change.statement is None or change.direction not in ("increase", "decrease"):
        return None
    said = change.statement
    level = Want(plan.measure, said.side, said.expenditure_kind, said.fund_scope, stage=said.stage)
    later = _first(view, [s for s in view.find(key, level) if s.side == said.side])
    if later is None or later.unit != change.unit:
        return None
    gap = (change.value or 0) * (1 if change.direction == "increase" else -1)
    return later, gap, (later.value or 0) - gap, (later, change)


def _first(view: FactsView, found: list[Statement]) -> Figure | None:
    """The first statement that prints an exact amount, as a figure of context."""
    for statement in found:
        figure = figure_of(view, statement, "context")
        if figure is not None and figure.qualifier == "=":
            return figure
    return None


def _stage(statement: Statement | None) -> str:
    if statement is None:
        return ""
    stage = statement.stage if statement.view == "level" else statement.base_stage
    return f"{stage}数" if stage in ("执行", "决算", "预算") else ""
