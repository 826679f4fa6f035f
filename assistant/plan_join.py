"""Plans made of plans: several subjects joined in one question, each planned for itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from assistant.labels import flat
from assistant.plan_context import Context, context_of, reference
from assistant.plan_many import CATEGORIES
from assistant.plan_organisation import is_organisation
from assistant.plan_words import SEMANTIC, Words
from assistant.records import Plan, Span

Planning = Callable[[Context], Plan | None]
"""How one part is planned: as the question itself, but without being taken apart again."""

_MOST_JOINTS = 6
_LARGEST = re.compile(
    r"(?:这?[两三四五六\d][个项款笔者])?(?:当中|之中|里面|[中里])?的?(?:金额|预算|支出)?(?:哪一?[个项笔款]|谁)?(?:的)?(?:金额|预算|支出)?"
    r"最(?P<way>[大高多小低少])的?(?:一?[个项笔款])?(?:是|为)?(?:哪一?[个项笔款]|谁|什么|多少)*$"
)
"""办公费、水费、电费中哪个最多: the largest of what is named."""
_OF_SEVERAL = frozenset(
    {"op:total", "op:difference", "op:list", "op:change", "op:convert", "op:correct", "op:max", "op:min", "op:share"}
)
_ASKING = re.compile(r"^(?:请问|那|的)+|(?:各?[编是有]?了?|的)?多少(?:钱|元)?.*$|[吗呢各]$")


def part_of_question(context: Context, start: int, stop: int, planned: Planning) -> Plan | None:
    """The plan of one stretch of the question; None where it is empty or holds no meaningful word."""
    if start >= stop:
        return None
    part = context.part(start, stop)
    meaningful = any(
        s.role in SEMANTIC or s.role in ("scope", "all") or s.text == "noun:项目" for s in part.question.spans
    )
    return planned(part) if part.content() or meaningful else None


_MEASURED_YEAR = re.compile(r"^(?:20\d{2}年?度?|今年|本年度?|当年)的?(?:资金|预算|安排)?$")


def measured(context: Context, held: Plan, start: int, stop: int) -> Plan | None:
    """Where a stretch only says a measure, or the year of the document, that of the project that ``held`` looks up."""
    if held.operation != "lookup" or len(held.subjects) != 1 or "#project:" not in held.subjects[0]:
        return None
    said = context.text[start:stop]
    view = next(view for view in context.views if view.document.id == held.documents[0])
    year = _MEASURED_YEAR.match(said)
    if year is not None and (not said[:4].isdigit() or said[:4] == str(view.document.fiscal_year)):
        return replace(held, measure="当年预算")
    inner = context.part(start, stop)
    words = inner.words()
    measure = words.first("measure") or words.first("fund")
    if inner.content() or not measure or words.leftover(frozenset({"measure", "fund"})):
        return None
    return replace(held, measure=measure, fund_scope="")


# Joined subjects


def joined(context: Context, planned: Planning) -> Plan | None:
    """Several subjects joined by 和, 与, a comma: each must be found for itself; what is missing is named."""
    if context.inner:
        return None
    everything = context.words()
    comparing = everything.has("difference")
    joints = [s for s in context.question.spans if s.role == "join" or (s.role == "compare" and comparing)]
    if not joints and everything.has("total", "list", "difference"):
        joints = list(_side_by_side(context))
    largest = _LARGEST.search(context.text)
    end = largest.start() if largest is not None else len(context.text)
    joints = [span for span in joints if span.stop < end]
    best: list[tuple[str, Plan | None]] = []
    fewest = 0
    for spots in cuts(joints[:_MOST_JOINTS]):
        bounds = [0, *(i for span in spots for i in (span.start, span.stop)), end]
        pieces = zip(bounds[::2], bounds[1::2], strict=True)
        found = [(context.text[a:b], _lookup_of(context, a, b, planned)) for a, b in pieces]
        first = found[0][1]
        if first is not None and None in (plan for _, plan in found):
            ranges = zip(bounds[::2], bounds[1::2], strict=True)
            found = [
                (said, plan or measured(context, first, *where))
                for (said, plan), where in zip(found, ranges, strict=True)
            ]
        lacking = sum(plan is None or plan.operation == "clarify" for _, plan in found)
        if lacking < len(found) and (not best or lacking < fewest):
            best, fewest = found, lacking
        if lacking == 0:
            break
    return _several(context, best, everything) if best else None


def _side_by_side(context: Context) -> Iterator[Span]:
    """Joints between whole names that are said one after the other with nothing between them: 水费电费邮电费."""
    names = {
        (min(c.match.own), max(c.match.own) + 1)
        for c in context.linker.every_candidate()
        if c.exact and len(c.match.blocks) == 1
    }
    kept: list[tuple[int, int]] = []
    for start, stop in sorted(names, key=lambda name: (name[0] - name[1], name[0])):
        if all(stop <= first or start >= last for first, last in kept):
            kept.append((start, stop))
    if context.content() <= {i for start, stop in kept for i in range(start, stop)}:
        yield from (Span("join:clause", start, start, "join") for start, _ in sorted(kept)[1:])


def cuts(joints: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """All ways to cut at one joint or more, fewest cuts first; a joint inside a name is then simply not used."""
    for count in range(1, len(joints) + 1):
        yield from combinations(joints, count)


def _lookup_of(context: Context, start: int, stop: int, planned: Planning) -> Plan | None:
    """The plan of one part where it looks up one figure and accounts for all its words."""
    plan = part_of_question(context, start, stop, planned)
    if plan is not None and plan.operation == "total" and plan.topic in CATEGORIES and not plan.filters:
        return None if plan.unplaced else plan
    if plan is not None and plan.operation == "rank" and plan.limit == 1 and not plan.unplaced:
        return plan  # 最大的项目比最小的项目多多少
    if plan is None or plan.operation == "clarify":
        plan = topic_of(context, start, stop, planned) or plan
        if plan is not None and plan.operation == "total":
            return plan
    if plan is None or plan.unplaced or plan.operation not in ("lookup", "change", "clarify"):
        return None
    if plan.operation == "lookup" and not _in_a_name(context.part(start, stop), plan):
        return None
    return plan if plan.operation != "clarify" or plan.subjects else None


def part_with(context: Context, start: int, stop: int, operation: str) -> Context:
    """A stretch as a question of its own with a word of an operation behind it, which is said of all parts together."""
    inner = context.part(start, stop)
    spans = (*inner.question.spans, Span(operation, stop - start, stop - start + 1, "op"))
    asked = replace(inner.question, normal=f"{inner.text}\0", spans=spans)
    return context_of(asked, context.views, context.scope, context.strange_years, inner=True)


def topic_of(context: Context, start: int, stop: int, planned: Planning) -> Plan | None:
    """The sum over the lines of several projects that a stretch names (监理费, 首付), where it names nothing else."""
    if not context.part(start, stop).content():
        return None
    plan = planned(part_with(context, start, stop, "op:total"))
    if plan is None or plan.unplaced or plan.operation != "total" or not plan.topic or plan.parts:
        return None
    return replace(plan, asks_count=False)


def _in_a_name(inner: Context, plan: Plan) -> bool:
    """Whether every joint inside a part stands within the name that is looked up: else the part is several."""
    joints = [s for s in inner.question.spans if s.role == "join" and s.start > 0 and s.stop < len(inner.text)]
    if not joints:
        return True
    found = [c.match for c in inner.candidates(inner.content()) if reference(c) in plan.subjects]
    said = frozenset(i for match in found for i in match.explained)
    between = [s for s in joints if min(said, default=0) < s.start and s.stop <= max(said, default=0)]
    return all(any(s.start - 1 in match.own and s.stop in match.own for match in found) for s in between)


def _several(context: Context, sides: Sequence[tuple[str, Plan | None]], everything: Words) -> Plan | None:
    """The parts, each for itself, added or compared. One may be missing only where they are listed."""
    sides = _resolved(context, sides)
    missing = tuple(_spoken(said) for said, plan in sides if plan is None)
    listing = everything.has("list") or bool(everything.values("all"))
    if missing and (len(missing) > 1 or not listing or everything.has("total", "difference")):
        return None
    operation = "difference" if everything.has("difference") else "several"
    if _adds(context, everything) or "plus" in everything.values("join"):
        operation = "total"
    largest = _LARGEST.search(context.text)
    if largest is not None:
        operation = "extreme"
    parts = _distributed([plan for _, plan in sides if plan is not None], everything)
    if parts is None or len(set(parts)) < len(parts) or (operation != "several" and not comparable(parts)):
        return None
    return Plan(
        operation,
        context.scope,
        documents=tuple(dict.fromkeys(document for plan in parts for document in plan.documents)),
        unit=everything.unit,
        order="ascending" if largest is not None and largest["way"] in "小低少" else "",
        parts=parts,
        missing=missing,
        topic="、".join(_spoken(said) for said, plan in sides if plan is not None),
        unplaced=_unplaced(parts, everything),
    )


_WEAK_TOTALS = ("合计", "总额", "总计", "总数", "总量", "总金额", "总费用")


def _adds(context: Context, everything: Words) -> bool:
    """Whether the parts are to be added up. 合计 in front of a joint, or beside 各, belongs to its own part."""
    text = context.text
    joints = {span.start for span in context.question.spans if span.role == "join"}
    for span in everything.spans:
        weak = text[span.start : span.stop] in _WEAK_TOTALS
        if span.text == "op:total" and not (weak and (span.stop in joints or everything.has("list"))):
            return True
    return False


def _resolved(context: Context, sides: Sequence[tuple[str, Plan | None]]) -> list[tuple[str, Plan | None]]:
    """The parts with those of several readings decided by the others: rows of the same sort of table go together."""
    kinds = {
        _sort(item) for _, plan in sides if plan is not None and plan.operation != "clarify" for item in plan.subjects
    }
    found: list[tuple[str, Plan | None]] = []
    for said, plan in sides:
        if plan is None or plan.operation != "clarify":
            found.append((said, plan))
            continue
        fitting = [item for item in plan.subjects if len(kinds) == 1 and _sort(item) in kinds]
        documents = tuple(item.partition("#")[0] for item in fitting)
        one = len(fitting) == 1 and _names_all(context, said, fitting[0])
        found.append(
            (said, replace(plan, operation="lookup", subjects=tuple(fitting), documents=documents, choices=()))
            if one
            else (said, None)
        )
    return found


def _sort(item: str) -> str:
    return item.partition("#")[2].partition(":")[0]


def _names_all(context: Context, said: str, item: str) -> bool:
    """Whether a part says nothing but the whole name of a subject and words of asking."""
    document, _, key = item.partition("#")
    subject = next(view.subjects[key] for view in context.views if view.document.id == document)
    rest = _spoken(said).replace(flat(subject.name), "", 1)
    return flat(subject.name) in said and not rest.strip("的是多少各元预算安排了")


def _unplaced(parts: Sequence[Plan], everything: Words) -> tuple[str, ...]:
    """Operations and stages that the parts do not account for, and a stated number other than that of the parts."""
    stages = {f"stage:{plan.stage}" for plan in parts if plan.stage}
    left = everything.leftover((SEMANTIC - {"op", "stage"}) | stages | _OF_SEVERAL, several=True)
    numbers = (*everything.values("both"), *everything.values("stated"))
    return left + tuple(number for number in numbers if number != str(len(parts)))


def _spoken(said: str) -> str:
    """A part's own words without those of asking; all of them where nothing else is left."""
    return _ASKING.sub("", said) or said


def _distributed(found: list[Plan], everything: Words) -> tuple[Plan, ...] | None:
    """The parts with what is said once for all: a measure, stage or change at the end, a subject before bare kinds.

    None where it is not clear whether a word belongs to one part or to all.
    """
    measure = next((plan.measure for plan in reversed(found) if plan.measure), "")
    stage = found[-1].stage if all(plan.stage in ("", found[-1].stage) for plan in found) else ""
    parts = _with_subject([replace(plan, measure=plan.measure or measure, stage=plan.stage or stage) for plan in found])
    if parts is None or len({plan.view for plan in parts}) == 1:
        return None if parts is None else tuple(parts)
    changed = next(plan for plan in parts if plan.view != "level")
    if everything.has("total", "difference") or parts[-1] is not changed:
        return None
    return tuple(replace(p, view=changed.view, base=changed.base, operation="change") for p in parts)


def _with_subject(parts: list[Plan]) -> list[Plan] | None:
    """Parts that only say a kind or side after a part with a subject are about that subject too; None if unclear."""
    specific = [plan for plan in parts if not is_organisation(plan)]
    first = parts[0]
    if not specific or len(specific) == len(parts) or first is not specific[0]:
        return parts
    if len(specific) > 1 or not (first.expenditure_kind or first.fund_scope or first.side):
        return None
    return [first, *(replace(plan, subjects=first.subjects) for plan in parts[1:])]


def comparable(parts: Sequence[Plan]) -> bool:
    """Whether figures may be added or compared: levels of one stage and side, and of one kind or of one subject."""
    if any(plan.view != "level" for plan in parts) or len({(plan.stage, plan.side or "支出") for plan in parts}) > 1:
        return False
    one_kind = len({(plan.expenditure_kind, plan.fund_scope, plan.measure) for plan in parts}) == 1
    return one_kind or len({plan.subjects for plan in parts}) == 1
