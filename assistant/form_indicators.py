"""The indicators of one project: listed with their target values as printed, or counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.facts_view import FactsView
from assistant.link import Candidate
from assistant.plan_context import Context, reference
from assistant.plan_words import Words
from assistant.records import Figure, Plan, Quote, Result
from corpus.amounts import quantity
from corpus.records import CellKind, Indicator, Observation

NAMED = "绩效指标"
_ACCEPTED = frozenset({"op:list", "op:count", "op:total", "measure", "unit", "category"})


def indicators_of(context: Context, candidates: Sequence[Candidate], words: Words) -> Plan | None:
    """The plan where a project is named and its indicators are asked for as a whole; None where one of them is."""
    first = candidates[0]
    asked = words.first("measure") == "目标值" and (
        words.has("list", "count") or words.counting_unit in ("个", "项", "条")
    )
    if not asked or first.subject.kind != "project" or len({c.subject.key for c in candidates if c.exact}) > 1:
        return None
    left = words.leftover(_ACCEPTED)
    document = first.view.document.id
    return Plan(
        "attribute",
        context.scope,
        documents=(document,),
        subjects=(reference(first),),
        named=NAMED,
        unplaced=left,
        asks_count=words.counts or words.has("count"),
    )


def listed_indicators(plan: Plan, views: Mapping[str, FactsView]) -> Result:
    """All indicators in the form's order; their number is the headline where it is asked for."""
    document, _, key = plan.subjects[0].partition("#")
    view = views[document]
    project = view.projects.get(key)
    if project is None or not project.indicators:
        return Result("not_found", reason="申报表没有填绩效指标")
    quotes = tuple(Quote(document, _printed(item), f"{project.name}——{item.level3}") for item in project.indicators)
    if not plan.asks_count:
        return Result("answered", quotes=quotes)
    number = quantity(str(len(quotes)), "个", str(len(quotes)))
    observations = tuple(quote.observation for quote in quotes)
    label = f"{project.name}：绩效指标数"
    count = Figure("headline", label, number.value, number.step, "个", document, observations)
    return Result("answered", (count,), quotes=quotes)


def _printed(indicator: Indicator) -> Observation:
    text = indicator.target.text.strip() or "（空白）"
    return Observation(indicator.target.place, CellKind.TEXT, text, None, "form")
