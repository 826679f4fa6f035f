"""Plans of a part and a whole: a share, what is left without the part, how many times one figure is the other.

The words that relate the two (占, 除…外, 扣除, 几倍) are taken out of the question, and each side is planned as a
question of its own. That a part is in the whole is proven when the plan is carried out, not here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeGuard

from assistant.amounts_said import value_of
from assistant.link import positions
from assistant.plan_context import Context
from assistant.plan_join import Planning, comparable, cuts, measured, part_of_question, part_with, topic_of
from assistant.plan_levels import level_below, parent_of
from assistant.plan_many import CATEGORIES, every_project, total_of_all
from assistant.plan_organisation import is_organisation, whole
from assistant.plan_words import Words
from assistant.records import Plan

_INSIDE = re.compile(r"(?:当中|之中|其中|里面|里边|[中里])的?(?!心|央|国|学|小|医|级|层|型|期|程)")
_ABOVE = re.compile(r"(?:[其它该]的?)?(?:所在|所属|上一级|上级)的?(?P<level>[类款])?")
_OWN_PROJECT = re.compile(r"(?:该|这个|这一|此|本|其|所在的?|所属的?)项目")
_IN = re.compile(r"^(?P<part>.+?)在(?P<whole>.+?)(?:当中|之中|里面|里边|[中里内])的?所?$")
_SHARE = r"(?:百分之几|百分之多少|几成|百分比|多少比例|百分数)"
_SHARE_OF = re.compile(rf"^(?P<part>.+?)(?:是|为|相当于|等于|达到)(?P<whole>.+?)的{_SHARE}")
_EACH = re.compile(r"(?:各自|各|分别)(?:所)?占(?:了|到)?")
_MORE_BY = re.compile(r"^(?P<part>.+?)比(?P<whole>.+?)(?:多|高|大|少|低|小)出?了?(?:百分之几|百分之多少|几成)$")
_MOST_JOINTS = 6

_WITHOUT = r"(?:除去|除了|除掉|除开|刨除|刨去|抛开|除|扣除|扣掉|去掉|剔除|减去|减掉|不含|不包括|不包含|不算)"
_SUBTRACTED = ("减去", "减掉")
_OUTSIDE = r"(?:以外|之外|以后|之后|外|后)"
_ASKED = (
    r"(?:还剩下?|还有|剩下|剩余|余下|余额|差额|结余|等于|合计|一共|总共|共计|总和|之和|加起来"
    r"|是|为|有|共|的|多少|几|钱|万元|亿元|元|呢|剩|还|占)"
)
_REST = r"(?:其余|其他|其它|剩余|剩下|余下|别)"
_THINGS = r"(?:部分|各项|各款|各类|所有|金额|经费|支出|资金|款项|项目|科目|费用|明细|预算|数|总额|安排|款|类|项)"
_TAIL = r"(?:的?(?:余额|差额|结余|部分))?(?:一共|总共|合计|共计|还有|还剩|是|为|有|共)*(?:多少|几)?(?:钱|元|万元|亿元)?"
_WHOLE_FIRST = re.compile(
    rf"^(?P<whole>.+?)(?:当中|之中|里面|里边|[中里内])?(?P<word>{_WITHOUT})(?P<part>.+?)"
    rf"(?:{_OUTSIDE}(?:{_REST}|{_ASKED}|{_THINGS})*|(?:{_REST}(?:{_ASKED}|{_THINGS})*|{_ASKED})*)$"
)
_PART_FIRST = re.compile(
    rf"^(?P<lead>.*?)(?:{_WITHOUT})(?P<part>.+?){_OUTSIDE}(?:的|{_REST}的?)*(?:(?P<number>[一二两三四五六七八九十]|\d+)个)?(?P<whole>.+?){_TAIL}$"
    rf"|^(?P<also>.+?)(?:以外|之外)的(?P<of>.+?){_TAIL}$"
    rf"|^(?:不含|不包括|不包含|扣除|去掉|剔除|除去)(?P<less>.+?)(?:以后|之后|后)?的(?P<rest>.+?){_TAIL}$"
)
_TIMES = re.compile(
    r"^(?P<part>.+?)(?:是|为|相当于|达到|等于|有)(?P<whole>.+?)的?(?:几|多少)倍$"
    r"|^(?P<one>.+?)[和与跟同](?P<other>.+?)(?:的|之)(?:比值|比率|倍数|比)(?:是?多少|是|为)*$"
    r"|^(?P<above>.+?)除以(?P<below>.+?)(?:是?多少|等于多?少?|是|为)*$"
)


def of_whole(context: Context, planned: Planning) -> Plan | None:
    """The plan of a share, a remainder or a ratio; None where none is asked for or a side names nothing."""
    if context.inner:
        return None
    words = context.words()
    for read in (_times, _left_over):
        plan = read(context, planned, words)
        if plan is not None:
            return plan
    if "占" in context.text or (words.has("share") and not words.has("change")):
        return share(context, planned)
    return None


# Shares


def share(context: Context, planned: Planning) -> Plan | None:
    """“A占B的比例”, “A在B中的占比”, “B中A占多少”: without B the whole is the organisation's total."""
    each = _each_share(context, planned)
    if each is not None:
        return each
    sides = _sides(context, planned)
    if sides is None or _EACH.search(context.text):
        return None
    left, right = (_summed(side) for side in sides)
    left = _of_row(left, right)
    if not _is_figure(left) or not _is_figure(right) or _key(right) == _key(left):
        return None
    return replace(left, operation="share", unit="%", named=left.topic, choices=(), parts=(left, right), limit=None)


def _each_share(context: Context, planned: Planning) -> Plan | None:
    """“A、B各占C多少”, “各类各占总支出多少”: the share of each part in the whole."""
    said = _EACH.search(context.text)
    if said is None:
        return None
    start, stop = said.span()
    inside = _INSIDE.search(context.text, 1, start)
    begin = inside.end() if inside is not None else 0
    listed = planned(part_with(context, begin, start, "op:list"))
    if listed is not None and listed.operation == "list" and listed.named.endswith("级科目") and not listed.unplaced:
        parts: tuple[Plan, ...] = (listed,)
    else:
        summed = _operand(context, begin, start, planned)
        parts = summed.parts if summed is not None and summed.operation == "total" else ()
    if not parts:
        return None
    below = parts[0].operation == "list" and "下的" in parts[0].named and not _says_something(context, stop)
    held = _row_above(context, parts[0]) if below else _whole_of(context, parts[0], start, stop, planned)
    if not _is_figure(held):
        return None
    parts = tuple(side for part in parts if (side := _of_row(part, held)) is not None)
    documents = tuple(dict.fromkeys(document for plan in (*parts, held) for document in plan.documents))
    return Plan("shares", context.scope, documents=documents, unit="%", parts=(*parts, held))


def _row_above(context: Context, listed: Plan) -> Plan | None:
    """The lookup of the row that listed rows stand below (城乡社区支出各款各占多少)."""
    plan: Plan | None = replace(listed, operation="lookup", subjects=listed.subjects[:1], named="", filters=())
    view = next(view for view in context.views if view.document.id == listed.documents[0])
    while plan is not None:
        plan = parent_of(context, plan, "")
        if (
            plan is not None
            and view.subjects[plan.subjects[0].partition("#")[2]].name == listed.named.partition("下的")[0]
        ):
            return plan
    return None


def _of_row(left: Plan | None, right: Plan | None) -> Plan | None:
    """项目支出在某类中的占比: a kind of expenditure alone is that of the row that is the whole."""
    if left is None or right is None or left.operation != "lookup" or right.operation != "lookup":
        return left
    kind = left.expenditure_kind
    if not kind or not is_organisation(left) or is_organisation(right) or right.expenditure_kind:
        return left
    return replace(right, expenditure_kind=kind) if _is_row(right) else left


def _is_row(plan: Plan) -> bool:
    return all("#function:" in item or "#economic:" in item for item in plan.subjects)


def _sides(context: Context, planned: Planning) -> tuple[Plan | None, Plan | None] | None:
    """The plans of the part and of the whole."""
    text = context.text
    same = _SHARE_OF.match(text)
    if same is not None:
        return operand_pair(context, same.span("part"), same.span("whole"), planned)
    at = next((s for s in context.question.spans if s.text == "op:share"), None)
    if at is None:
        return None
    held = _IN.match(text[: at.start])
    if held is not None:
        return operand_pair(context, held.span("part"), held.span("whole"), planned)
    left = _operand(context, 0, at.start, planned)
    inside = _INSIDE.search(text, 1, at.start)
    if not _is_figure(left) and inside is not None:
        left = _operand(context, inside.end(), at.start, planned)
    if not _is_figure(left) and _says_something(context, at.stop):
        return operand_pair(context, (0, at.start), (at.stop, len(text)), planned)
    if not _is_figure(left):
        return None
    right = _whole_of(context, left, at.start, at.stop, planned)
    return _rows_of(context, (0, at.start), left, right), right


def _rows_of(context: Context, where: tuple[int, int], left: Plan, right: Plan | None) -> Plan:
    """金额最大的款占某类多少: where rows of a level are meant and the whole is a row, those below it."""
    if not left.named.endswith("级科目") or right is None or right.operation != "lookup" or not _is_row(right):
        return left
    view = next(view for view in context.views if view.document.id == right.documents[0])
    inner = context.part(*where)
    subject = view.subjects[right.subjects[0].partition("#")[2]]
    return level_below(inner, view, subject, inner.words()) or left


def _whole_of(context: Context, left: Plan, start: int, stop: int, planned: Planning) -> Plan | None:
    """What something is a share of: said behind 占, or before 中, or the organisation's total."""
    text = context.text
    if _OWN_PROJECT.match(text, stop) is not None:
        return _project_of(left)
    above = _ABOVE.match(text, stop)
    if above is not None:
        return parent_of(context, left, above["level"] or "")
    if _says_something(context, stop):
        right = _operand(context, stop, len(text), planned)
        return right or total_of_all(context, stop) or measured(context, left, stop, _end(text, stop))
    insides = list(_INSIDE.finditer(text, 1, start))
    if insides:
        inside = insides[-1]  # 部门预算中三公经费里: the nearer one
        return part_of_question(context, 0, inside.start(), planned)  # 商品和服务支出中办公费占多少
    if left.operation == "total" and left.topic in CATEGORIES:
        return every_project(context)
    items = [item for plan in (left, *left.parts) for item in plan.subjects]
    if any("#line:" in item or "#project:" in item for item in items):
        return None  # of the project or of the whole budget: the question does not say
    return whole(context, left.side)


def _project_of(left: Plan) -> Plan | None:
    """The lookup of the one project that the lines of a plan belong to; None where there are several."""
    keys = {re.sub(r"#line:([^.]+).*", r"#project:\1", item) for item in left.subjects if "#line:" in item}
    if len(keys) != 1 or len(left.documents) != 1:
        return None
    return Plan("lookup", left.scope, documents=left.documents, subjects=tuple(keys))


def _says_something(context: Context, start: int) -> bool:
    """Whether the rest of the question from ``start`` holds more than words of asking."""
    spans = context.question.spans
    idle = positions(s for s in spans if s.role in ("func", "unit", "noun") or s.text == "op:share")
    idle -= positions(s for s in spans if s.text == "noun:项目")
    return any(i not in idle for i in range(start, len(context.text)))


# What is left of a whole


def _left_over(context: Context, planned: Planning, words: Words) -> Plan | None:
    """“B中除A外”, “B扣除A后”: the whole less the parts that are named."""
    if not words.has("negation", "arithmetic") or words.has("list"):
        return None
    found = _WHOLE_FIRST.match(context.text)
    if found is not None and _means(context, *found.span("whole")):
        return _remainder(context, planned, (found.span("whole"), found.span("part")), found["word"])
    found = _PART_FIRST.match(context.text)
    if found is None or (found["lead"] and _means(context, *found.span("lead"))):
        return None
    names = next(pair for pair in (("whole", "part"), ("of", "also"), ("rest", "less")) if found[pair[0]])
    plan = _remainder(context, planned, (found.span(names[0]), found.span(names[1])), "除")
    number = found["number"]
    if plan is None or not number:
        return plan
    return replace(plan, limit=int(number) if number.isdigit() else int(value_of(number)))


def _means(context: Context, start: int, stop: int) -> bool:
    """Whether a stretch says more than that something is asked for."""
    inner = context.part(start, stop)
    return bool(inner.content()) or any(s.role not in ("func", "verb", "join") for s in inner.question.spans)


def _remainder(
    context: Context, planned: Planning, spans: tuple[tuple[int, int], tuple[int, int]], word: str
) -> Plan | None:
    (start, stop), part = spans
    held = _operand(context, start, stop, planned) or total_of_all(context.part(start, stop), 0)
    if not _is_figure(held):
        return None
    taken = measured(context, held, *part) or _operand(context, *part, planned)
    taken = _within(held, taken)
    if _is_figure(taken) and taken.measure == "当年预算" and taken.subjects == held.subjects and not held.measure:
        held = replace(held, measure="项目总预算")  # what a project has beside the year
    if not _is_figure(taken) or _key(held) == _key(taken):
        return None
    parts = taken.parts or (taken,)
    if word in _SUBTRACTED and not parts[1:] and not comparable((held, taken)) and held.side != taken.side:
        return None
    return Plan(
        "rest",
        context.scope,
        documents=tuple(dict.fromkeys((*held.documents, *taken.documents))),
        unit=context.words().unit,
        parts=(held, *parts),
        named="减去" if word in _SUBTRACTED else "",
    )


def _within(held: Plan, taken: Plan | None) -> Plan | None:
    """The parts in the column of the whole: 公用经费中的办公费 is the 公用经费 of that row."""
    if taken is None or not held.expenditure_kind:
        return taken
    if taken.parts:
        return replace(taken, parts=tuple(part for one in taken.parts if (part := _within(held, one)) is not None))
    return (
        taken
        if taken.expenditure_kind or not _is_row(taken)
        else replace(taken, expenditure_kind=held.expenditure_kind)
    )


# How many times


def _times(context: Context, planned: Planning, words: Words) -> Plan | None:
    """“A是B的几倍”, “A与B之比”, “A除以B”."""
    more = _MORE_BY.match(context.text)
    found = more or (_TIMES.match(context.text) if words.has("arithmetic") or "比" in context.text else None)
    if found is None or words.has("change") or words.values("base"):
        return None
    names = next(pair for pair in (("part", "whole"), ("one", "other"), ("above", "below")) if found[pair[0]])
    sides = operand_pair(context, found.span(names[0]), found.span(names[1]), planned)
    parts = tuple(side for side in sides if _is_figure(side))
    if len(parts) != 2:
        return None
    if _key(parts[0]) == _key(parts[1]):
        return None
    return Plan(
        "ratio",
        context.scope,
        view="rate" if more is not None else "level",
        documents=tuple(dict.fromkeys(document for plan in parts for document in plan.documents)),
        parts=parts,
    )


# Sides


def operand_pair(
    context: Context, one: tuple[int, int], other: tuple[int, int], planned: Planning
) -> tuple[Plan | None, Plan | None]:
    """The plans of two sides; one that only says a measure is of the project of the other."""
    first, second = (_operand(context, *where, planned) for where in (one, other))
    if _is_figure(first) and not _is_figure(second):
        second = measured(context, first, other[0], _end(context.text, *other))
    elif _is_figure(second) and not _is_figure(first):
        first = measured(context, second, *one)
    return first, second


def _end(text: str, start: int, stop: int | None = None) -> int:
    """Where a stretch ends without the words of a share behind it."""
    return start + len(re.sub(rf"的?(?:{_SHARE}|比例|比重|多少|占比|份额)*$", "", text[start:stop]))


def _operand(context: Context, start: int, stop: int, planned: Planning) -> Plan | None:
    """The plan of one side: one figure, or the sum of several that are joined."""
    plan = part_of_question(context, start, stop, planned)
    if _is_figure(_summed(plan)):
        return _summed(plan)
    topic = topic_of(context, start, stop, planned)
    if topic is not None:
        return topic
    joints = [s for s in context.question.spans if s.role == "join" and start < s.start and s.stop < stop]
    for spots in cuts(joints[:_MOST_JOINTS]):
        bounds = [start, *(i for span in spots for i in (span.start, span.stop)), stop]
        found = [part_of_question(context, a, b, planned) for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
        parts = [plan for plan in found if _is_figure(plan) and plan.operation == "lookup" and not _bare(plan)]
        if len(parts) == len(found):
            documents = tuple(dict.fromkeys(document for plan in parts for document in plan.documents))
            return Plan("total", context.scope, documents=documents, parts=tuple(parts))
    return plan


def _bare(plan: Plan) -> bool:
    """Whether nothing but the organisation is named: no addend."""
    return is_organisation(plan) and not (plan.side or plan.expenditure_kind or plan.fund_scope)


def _summed(plan: Plan | None) -> Plan | None:
    """The first so many of a ranking, taken together: 前三类占总支出的比例."""
    if plan is not None and plan.operation == "rank" and (plan.limit or 1) > 1:
        return replace(plan, operation="total")
    return plan


def _key(plan: Plan) -> tuple[object, ...]:
    """What a lookup asks for, so that a thing is not made a share of itself."""
    return (
        plan.subjects,
        plan.measure,
        plan.side or "支出",
        plan.expenditure_kind,
        plan.fund_scope,
        plan.parts,
        plan.limit,
        plan.order,
    )


def _is_figure(plan: Plan | None) -> TypeGuard[Plan]:
    """Whether a plan gives one level that a share can be taken of."""
    return plan is not None and not plan.unplaced and plan.operation in ("lookup", "total", "rank")
