"""A plan over the slots of a spread: the same question asked of each document, then listed, compared, ranked or added.

The words of scope and of comparing are taken out of the question; what is left must be answered by each document for
itself, exactly as if it were asked of that document alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.facts_answer import answer_from_facts, context_in
from assistant.facts_view import FactsView
from assistant.labels import Match
from assistant.link import positions
from assistant.masking import masked
from assistant.mentions import Mentions
from assistant.records import Figure, Plan, Question, Result
from assistant.scope import scope_of, told_apart_by
from assistant.spread import Slot, Spread
from corpus.records import Document

_PARTS = ("lookup", "several", "total", "share", "count", "rest", "ratio", "rank", "nth")
_COMPARING = frozenset(
    {"op:list", "op:max", "op:min", "op:change", "op:difference", "op:total", "compare", "base", "op:convert"}
)
_ADDED = re.compile(
    r"一共|总共|加起来|合起来|加在一起|合在一起|共计|相加|加总|之和|累计|总和|求和|累加|[年个者]合计|统共"
    r"|[二两三四五六七八九十]年.{0,10}合计(?:是?多少)?$"
)
_MORE = re.compile(
    r"(?:谁|哪个|哪家|哪一个|哪一家|哪一?年)(?P<between>.{0,16}?)(?:更|最|比较)?(?P<word>[多少高低大小])(?!少)"
)
_LEAST = re.compile(r"最[少低小]|(?:更|比较)?[少低小]$")
_RATE = re.compile(r"百分[之比]|%|百分点|降幅|增幅|减幅|涨幅|跌幅|幅度|增长率|下降率|变化率|变动率|增减率|增速|比例")
_TIMES = re.compile(r"的?(?:几|多少)倍")
_PERCENT = re.compile(r"占.{0,8}的?(?:百分之几|百分之多少|百分比|几成|比例)|的(?:百分之几|百分之多少|几成)")
_MEAN = re.compile(r"平均(?:每一?[年个家]|下来)?|年均|每年平均|均值")
_TREND = re.compile(r"趋势|走势|走向|变化情况|变动情况")
_UNSIGNED = re.compile(r"增减|变")


@dataclass(frozen=True, slots=True)
class Comparing:
    """What is done with the slots, and the question that is left for each of them."""

    operation: str
    core: Question
    order: str = ""
    rate: bool = False
    signed: bool = False
    changes: bool = False
    added: bool = False
    compares: bool = False


def comparing(question: Question, said: Mentions, spread: Spread, views: Sequence[FactsView]) -> Comparing:
    """The operation over the slots. Words inside the names of subjects (最低生活保障) are no words of comparing."""
    inside = _named(question, views) - said.positions
    spans = [s for s in question.spans if not set(range(s.start, s.stop)) & inside]
    told = {span.text for span in spans if not set(range(span.start, span.stop)) <= said.positions}
    text = "".join("\0" if i in inside else char for i, char in enumerate(question.normal))
    of_rows = any(span.role == "level" for span in spans)  # 最大的类: chosen in each document
    told -= {"op:max", "op:min"} if of_rows else set()
    whole = _masked_words(text, question.normal) | _divided(text, spread)
    chosen = ("op:max", "op:min") if of_rows else ()
    taken = set(positions(s for s in spans if (s.text in _COMPARING and s.text not in chosen) or s.role in _COMPARING))
    weak = [s for s in spans if s.text == "op:total" and not _ADDED.search(text)]
    taken -= positions(weak) if "op:list" not in told else frozenset()
    taken |= whole | {
        i for s in spans if s.text in ("unit:%", "op:share") and "op:change" in told for i in range(s.start, s.stop)
    }
    core = masked(question, frozenset(taken), said)
    return _operation(core, text, told, spread)


def _divided(text: str, spread: Spread) -> set[int]:
    """Positions of words that divide one slot by another, or take the mean of all."""
    found = [pattern.search(text) for pattern in (_TIMES, _MEAN)]
    if len(spread.slots) == 2 and spread.axes == ("year",):
        found.append(_PERCENT.search(text))
    return {i for match in found if match is not None for i in range(*match.span())}


def _operation(core: Question, text: str, told: set[str], spread: Spread) -> Comparing:
    count = len(spread.slots)
    if count == 2 and len(spread.axes) == 1 and _TIMES.search(text):
        return Comparing("times", core)
    if count == 2 and spread.axes == ("year",) and _PERCENT.search(text) and "op:change" not in told:
        return Comparing("times", core, rate=True)
    if len(spread.axes) == 1 and _MEAN.search(text) and "op:list" not in told:
        return Comparing("mean", core)
    order = "ascending" if _LEAST.search(text) else "descending"
    changed = "op:change" in told or _TREND.search(text) is not None
    pair = count == 2 and (changed or "op:difference" in told or "compare" in told)
    more = _MORE.search(text) is not None
    rate = changed and _RATE.search(text) is not None
    if pair or (count == 2 and more and not spread.every):
        return Comparing("contrast", core, rate=rate, signed=_UNSIGNED.search(text) is not None, changes=changed)
    if more or told & {"op:max", "op:min"}:
        return Comparing("top", core, order)
    added = _ADDED.search(text) is not None or ("year" not in spread.axes and "op:total" in told)
    if added and "op:list" not in told:
        return Comparing("sum", core)
    changes = changed and "year" in spread.axes
    compares = bool(told & {"op:difference", "compare"})
    added = _ADDED.search(text) is not None
    return Comparing("series", core, rate=rate, changes=changes, added=added, compares=compares)


def _masked_words(text: str, normal: str) -> set[int]:
    """Positions of words of comparing that are in no closed list: 谁的…多, 趋势."""
    found = {i for match in _TREND.finditer(text) for i in range(match.start(), match.end())}
    more = _MORE.search(text)
    if more is not None:
        start, stop = more.span("between")
        found |= set(range(more.start(), start)) | set(range(stop, more.end()))
    return found


def _named(question: Question, views: Sequence[FactsView]) -> frozenset[int]:
    """Positions that stand inside a name of a subject of some document, with more of the name around them."""
    found: set[int] = set()
    for view in views:
        for match in view.labels.matches(question.normal):
            found |= _inner(match)
    return frozenset(found)


def _inner(match: Match) -> set[int]:
    """The positions of whole names and of long pieces of names."""
    blocks = match.blocks if match.share > 0.99 else tuple(b for b in match.blocks if b.stop - b.start >= 4)
    return {i for block in blocks for i in range(block.start, block.stop)}


# The plan


def plan_of_spread(
    question: Question, said: Mentions, spread: Spread, views: Mapping[str, FactsView]
) -> tuple[Plan | None, Result | None]:
    """The plan over the slots, or the result that stands instead of one: a question back, a refusal with the reason."""
    first = [views[slot.documents[0].id] for slot in spread.slots if slot.documents]
    asked = comparing(question, said, spread, first)
    if len(spread.axes) > 1 and asked.compares:
        return None, Result("not_found", reason="一次只能比较年度、单位或级次中的一样，请分开问")
    parts: list[Plan] = []
    labels: list[str] = []
    missing: list[str] = []
    reason = Result("not_found")
    for slot in spread.slots:
        plan, result, document = _of_slot(slot, asked.core, views)
        if plan is None or result.status == "clarify":
            return None, result
        if document is None or result.status not in ("answered", "partial"):
            missing.append(f"{slot.label or _called(slot.documents, spread.axes)}（{result.reason or '没有这一项'}）")
            reason = result
            continue
        parts.append(plan)
        labels.append(_called((document,), spread.axes))
    if (
        not parts
        or (missing and asked.operation in ("contrast", "sum", "mean", "times"))
        or (len(parts) < 2 and not spread.every)
    ):
        named = "；".join(missing)
        return None, replace(reason, status="not_found", reason=named) if parts else reason
    documents = tuple(dict.fromkeys(document for plan in parts for document in plan.documents))
    stages = [views[plan.documents[0]].document.stage for plan in parts]
    if len(set(stages)) > 1 and "stage" not in spread.axes:
        labels = [f"{label}（{stage}）" for label, stage in zip(labels, stages, strict=True)]
    scope = scope_of([views[document].document for document in documents])
    return (
        Plan(
            asked.operation,
            scope,
            documents,
            parts=tuple(parts),
            reasons=tuple(labels),
            missing=tuple(missing),
            order=asked.order,
            view="rate" if asked.rate else "change" if asked.changes else "level",
            unit="%" if asked.operation == "times" and asked.rate else next((p.unit for p in parts if p.unit), ""),
            signed=asked.signed,
            asks_count=asked.added,
        ),
        None,
    )


def _of_slot(slot: Slot, core: Question, views: Mapping[str, FactsView]) -> tuple[Plan | None, Result, Document | None]:
    """The plan, the result and the document of one slot; several documents must say the same or are asked about."""
    found: list[tuple[Plan, Result, Document]] = []
    best: tuple[Plan | None, Result] = (Plan("none", scope_of(())), Result("not_found", reason="资料库中没有这份文件"))
    for document in slot.documents:
        plan, result = answer_from_facts(context_in(core, {document.id: views[document.id]}))
        if plan is not None and result.status in ("answered", "partial") and plan.operation in _PARTS:
            found.append((plan, result, document))
        elif result.status == "clarify":
            return plan, result, None
        else:
            best = plan or Plan("none", scope_of(())), Result("not_found", reason=result.reason, near=result.near)
    if not found:
        return best[0], best[1], None
    if len(found) > 1 and not same_figures([result for _, result, _ in found]):
        name, choices = told_apart_by([document for _, _, document in found])
        return None, Result("clarify", reason=f"请说明是哪一个{name}", choices=choices), None
    return found[0]


def same_figures(results: Sequence[Result]) -> bool:
    """Whether all results state the same headline figures (up to half of their printed steps), or the same words."""
    first = results[0]
    if not any(figure.role == "headline" for figure in first.figures):
        words = {tuple(quote.observation.text for quote in result.quotes) for result in results}
        return len(words) == 1 and bool(first.quotes)
    heads = [[figure for figure in result.figures if figure.role == "headline"] for result in results]
    return all(len(h) == len(heads[0]) and all(map(_same, h, heads[0])) for h in heads)


def _same(one: Figure, other: Figure) -> bool:
    if one.value is None or other.value is None or one.unit != other.unit or one.direction != other.direction:
        return False
    gap = 2 * abs(one.value - other.value)
    return gap <= (0 if one.step == other.step else one.step + other.step) and one.qualifier == other.qualifier


def _called(documents: Sequence[Document], axes: Sequence[str]) -> str:
    """What the figures of a document are called beside those of others."""
    if not documents:
        return ""
    document = documents[0]
    words = document.organisation if "body" in axes or "level" in axes else ""
    words += f"{document.fiscal_year}年" if "year" in axes and document.fiscal_year else ""
    words += f"{document.level}{document.stage}" if "level" in axes else ""
    words += f"（{document.level}）" if axes == ("body",) and document.level else ""
    return words + (document.stage if "stage" in axes else "")
