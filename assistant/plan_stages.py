"""Several stages of one row: 年初预算, 全年预算, 决算 side by side, their difference, and the rate of completion.

The words of stage are taken out of the question; what is left must be the lookup of one thing, which is then asked for
at each stage. A printed rate of completion is shown as printed, else it is computed and said so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.figures import want_of
from assistant.link import positions
from assistant.masking import masked
from assistant.mentions import Mentions
from assistant.plan_context import Context, context_of
from assistant.records import Plan, Span

Planning = Callable[[Context], Plan | None]

_NAMED = re.compile(r"一般公共预算|政府性基金预算|国有资本经营预算|总预算|预算单位|预算部门|部门预算|单位预算")
_PERCENT = re.compile(r"[的多少高低]?出?了?(?:百分之几|百分之多少|百分比|比例|几成)|占(?=.{0,3}(?:年初|预算|全年))")
_STAGED = ("决算", "全年预算", "预算")
_WORDS = frozenset({"op:list", "op:difference", "op:change", "compare"})


def staged(context: Context, planned: Planning) -> Plan | None:
    """The plan over the stages that the question names; None where it names one stage or none."""
    if context.inner:
        return None
    stages = _stages(context)
    rate = [span for span in context.question.spans if span.text == "measure:完成率"] or _percentage_of(context, stages)
    if not rate and len({stage for stage, _, _ in stages}) < 2:
        return None
    spans = rate or [s for s in context.question.spans if s.text in _WORDS or s.role == "compare"]
    spans += [Span("func", *m.span(), "func") for m in _PERCENT.finditer(context.text)]
    where = positions(spans) | {i for _, start, stop in stages for i in range(start, stop)}
    core = masked(context.question, where, Mentions())
    inner = context_of(core, context.views, context.scope, context.strange_years)
    plan = planned(inner)
    if plan is None or plan.unplaced or plan.operation != "lookup" or len(plan.documents) != 1:
        return plan if plan is not None and plan.operation == "clarify" else None
    named = tuple(dict.fromkeys(stage for stage, _, _ in stages))
    return _completion(context, plan, named) if rate else _side_by_side(context, plan, named)


def _percentage_of(context: Context, stages: list[tuple[str, int, int]]) -> list[Span]:
    """决算数是年初预算的百分之几, 决算占预算的比例: another way to ask for the rate of completion."""
    if len({stage for stage, _, _ in stages}) < 2 or stages[0][0] != "决算":
        return []
    between = context.text[stages[0][2] : stages[1][1]]
    found = _PERCENT.search(context.text, stages[1][2])
    said = re.search(r"[是占为]|相当于", between)
    return [Span("func", *found.span(), "func")] if found is not None and said is not None else []


def _stages(context: Context) -> list[tuple[str, int, int]]:
    """The stages that are named, and where; 预算 counts where it is no part of another term."""
    text = _NAMED.sub(lambda match: "\0" * len(match[0]), context.text)
    found = []
    for span in context.question.spans:
        value = span.text.partition(":")[2]
        if span.role == "stage" and value in _STAGED:
            first = "年初" in context.text[span.start : span.stop]
            found.append(("年初预算" if first else value, span.start, span.stop))
        elif span.role == "money" and _is_budget(text[span.start : span.stop]):
            found.append(("预算", span.start, span.stop))
        elif span.role == "money" and text[span.start : span.stop] == "经费预算":
            stop = span.stop + (text[span.stop : span.stop + 1] in ("数", "额"))
            found.append(("预算", span.stop - 2, stop))
    return found


def _is_budget(words: str) -> bool:
    return words in ("预算", "预算数", "预算额")


def _side_by_side(context: Context, plan: Plan, named: tuple[str, ...]) -> Plan:
    told = {span.text for span in context.question.spans}
    compared = any(span.role == "compare" for span in context.question.spans)
    pair = len(named) == 2 and (compared or bool(told & {"op:difference", "op:change"}))
    return replace(
        plan,
        operation="contrast" if pair else "series",
        parts=tuple(replace(plan, stage=stage) for stage in named),
        reasons=named,
        view="rate" if pair and _PERCENT.search(context.text) else "level",
        named="stages",
    )


def _completion(context: Context, plan: Plan, named: tuple[str, ...]) -> Plan:
    """The printed rate where there is one, else 决算 over the budget that is named (the first of the year if none)."""
    printed = replace(plan, measure="完成率")
    view = next(view for view in context.views if view.document.id == plan.documents[0])
    if any(view.find(item.partition("#")[2], want_of(printed)) for item in plan.subjects):
        return printed
    budget = next((stage for stage in named if stage != "决算"), "预算")
    parts = (replace(plan, stage="决算"), replace(plan, stage=budget))
    return replace(plan, operation="completion", parts=parts, reasons=("决算", budget), named="stages", unit="%")
