"""Results computed from several figures: sums, averages, shares, differences. Integers, each keeping its operands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from assistant.bounds import bound_words, within
from assistant.captions import figure_of, topic_name
from assistant.chain import proven_part
from assistant.figures import Views, looked_up, subject_of, want_of
from assistant.named_tables import printed_in
from assistant.records import Figure, Plan, Result
from assistant.rounded import HUNDREDTH, percentage, to_hundredth
from corpus.records import UNITS_PER_YUAN

_LINE_MONEY = ("", "金额", "明细金额", "金额合计", "当年预算")


def addends(plan: Plan, views: Views) -> tuple[list[Figure], list[str]]:
    """The figure of each subject of a plan that lies within its bounds, and the names of those that print none."""
    figures, blanks = stated(plan, views)
    return [f for f in figures if all(within(f.value or 0, role, bound) for role, bound in plan.filters)], blanks


def stated(plan: Plan, views: Views) -> tuple[list[Figure], list[str]]:
    """The figure of each subject of a plan, and the names of those that print none."""
    figures: list[Figure] = []
    blanks: list[str] = []
    reasons = plan.reasons or ("",) * len(plan.subjects)
    for item, reason in zip(plan.subjects, reasons, strict=True):
        view, subject = subject_of(item, views)
        want = want_of(plan)
        if want.measure in _LINE_MONEY and subject.kind in ("line", "project"):
            want = replace(want, measure="金额" if subject.kind == "line" else "当年预算")
        stated = printed_in(view, view.find(subject.key, want), plan.table)
        found = [f for s in stated if (f := figure_of(view, s, "part")) is not None]
        if found:
            figures.append(replace(found[0], reason=reason))
        else:
            blanks.append(subject.name)
    return figures, blanks


def in_order(figures: Sequence[Figure], order: str) -> list[Figure]:
    """By amount, "ascending" or else descending; equal ones in the order of the document."""
    sign = 1 if order == "ascending" else -1
    return sorted(figures, key=lambda figure: sign * (figure.value or 0))


Execute = Callable[[Plan, Views], Result]


def total(plan: Plan, views: Views, execute: Execute) -> Result:
    """The sum over a topic, over all projects or of joined parts, with its addends; blank ones are named.

    With a limit it is the sum of the first so many, with bounds that of all within them.
    """
    if plan.parts:
        return _total_of_parts(plan, views, execute)
    figures, blanks = addends(plan, views)
    if not figures:
        return Result("not_found", reason="没有在这一范围内的金额" if plan.filters else "这些项目都没有填列金额")
    if blanks and not plan.topic:
        return Result("not_found", reason=f"“{blanks[0]}”没有填列金额，无法求和")
    if len({figure.unit for figure in figures}) > 1:
        return Result("not_found", reason="单位不同，不能相加")
    if plan.limit:
        if len(figures) < plan.limit:
            return Result("not_found", reason=f"一共只有{len(figures)}项")
        figures = in_order(figures, plan.order)[: plan.limit]
    headline = summed(figures, _label(plan))
    count = number_of(figures, "context")
    shown = (headline, replace(count, role="headline") if plan.asks_count else count, *figures)
    note = f"{len(blanks)}项未填列金额（{'、'.join(blanks[:3])}），按文件原样未计入" if blanks else ""
    return Result("answered", shown, left_out=plan.left_out, note=note)


def _label(plan: Plan) -> str:
    """What a sum is of: the topic or the rows, of which those within the bounds, or the first so many."""
    name = topic_name(plan.topic) if plan.topic else plan.named
    selected = "、".join(bound_words(role, bound) for role, bound in plan.filters)
    if plan.limit:
        selected += f"金额最{'小' if plan.order == 'ascending' else '大'}的{plan.limit}项"
    return f"{name}{'中' + selected if selected else plan.measure or '预算' if plan.topic else ''}合计"


def summed(figures: Sequence[Figure], label: str) -> Figure:
    """The exact sum; its step is the largest step of its addends."""
    return Figure(
        "headline",
        label,
        sum(figure.value or 0 for figure in figures),
        max(figure.step for figure in figures),
        figures[0].unit,
        figures[0].document,
        operands=tuple(replace(figure, role="part") for figure in figures),
    )


def number_of(figures: Sequence[Figure], role: str, unit: str = "个") -> Figure:
    """How many figures there are, in ``unit``."""
    return Figure(
        role, "项数", len(figures) * UNITS_PER_YUAN, UNITS_PER_YUAN, unit, figures[0].document, operands=tuple(figures)
    )


def _total_of_parts(plan: Plan, views: Views, execute: Execute) -> Result:
    """The sum of joined subjects; refused where one is missing, in another unit, or contained in another."""
    results = [_carried_out(part, views, execute) for part in plan.parts]
    heads = [result.figures[0] for result in results if result.figures]
    if len(heads) != len(results):
        return Result("not_found", reason=next((r.reason for r in results if not r.figures), ""))
    if len({head.unit for head in heads}) > 1:
        return Result("not_found", reason="单位不同，不能相加")
    if overlapping(plan.parts, views) or _contained(heads, views):
        return Result("not_found", reason="其中一项包含另一项，相加会重复计算")
    parts = [replace(head, role="part") for head in heads]
    names = "、".join(dict.fromkeys(head.label.rstrip("：").removesuffix("：金额") for head in heads))
    return Result("answered", (summed(parts, f"{names}合计"), *parts))


def _contained(figures: Sequence[Figure], views: Views) -> bool:
    """Whether the stored checks prove that one figure is a part of another."""
    return any(
        one.document == other.document and proven_part(views[one.document], one, other)
        for one, other in permutations(figures, 2)
    )


def overlapping(parts: Sequence[Plan], views: Views) -> bool:
    """Whether one of the parts is contained in another: a code below a code, a line in its project."""
    items = [part.subjects[0] for part in parts]
    asked = {(p.subjects, p.measure, p.side or "支出", p.expenditure_kind, p.fund_scope, p.stage) for p in parts}
    if len(asked) < len(parts):
        return True
    if len(set(items)) == 1:
        return False
    for item in items:
        view, subject = subject_of(item, views)
        above = set()
        while subject.parent and subject.parent in view.subjects:
            above.add(f"{view.document.id}#{subject.parent}")
            subject = view.subjects[subject.parent]
        if above & set(items) or (
            "organisation" not in item and any(other.endswith("#organisation") for other in items)
        ):
            return True
    return len(set(items)) < len(items)


def several(plan: Plan, views: Views, execute: Execute) -> Result:
    """Several things asked: each is a headline, or a quoted field, in the order asked; what is missing is named."""
    results = [_carried_out(part, views, execute) for part in plan.parts]
    figures = tuple(figure for result in results for figure in result.figures)
    quotes = tuple(dict.fromkeys(quote for result in results for quote in result.quotes))
    lacking = [result.reason for result in results if not (result.figures or result.quotes)]
    if not quotes and not any(figure.role == "headline" for figure in figures):
        return Result("not_found", reason=lacking[0] if lacking else "")
    missing = (*plan.missing, *lacking)
    status = "partial" if missing else "answered"
    blank = [r.note for part, r in zip(plan.parts, results, strict=True) if part.operation == "total" and r.note]
    notes = (*(f"没有找到：{words}" for words in missing), *dict.fromkeys(blank))
    return Result(status, figures, quotes, note="；".join(notes))


def _carried_out(part: Plan, views: Views, execute: Execute) -> Result:
    """The lookup of one figure, or what another operation gives (a sum, the first of a ranking, a field), alone."""
    result = looked_up(part, views) if part.operation in ("lookup", "clarify") else execute(part, views)
    return replace(result, figures=tuple(f for f in result.figures if f.role in ("headline", "alternative")))


def extreme(plan: Plan, views: Views, execute: Execute) -> Result:
    """The largest (or smallest) of several things that are named, with all that tie; the others beside it."""
    results = [_carried_out(part, views, execute) for part in plan.parts]
    heads = [result.figures[0] for result in results if result.figures]
    if len(heads) != len(results) or len({head.unit for head in heads}) > 1:
        return Result("not_found", reason=next((r.reason for r in results if not r.figures), "单位不同，不能比较"))
    ranked = in_order(heads, plan.order)
    first = tuple(figure for figure in ranked if figure.value == ranked[0].value)
    rest = tuple(replace(figure, role="context") for figure in ranked[len(first) :])
    return Result("answered", (*first, *rest), note=f"在{len(heads)}项中比较")


def average(plan: Plan, views: Views) -> Result:
    """The mean to two decimal places, marked 约 where it is rounded; refused where a figure is missing."""
    figures, blanks = addends(plan, views)
    if not figures or blanks:
        return Result("not_found", reason="有项目未填列金额，无法求平均" if figures else "没有可以平均的金额")
    named = topic_name(plan.topic) if plan.topic else plan.named
    return Result("answered", mean_of(figures, f"{named}平均每项", _label(plan)))


def mean_of(figures: Sequence[Figure], label: str, of_whole: str = "以上各项合计") -> tuple[Figure, ...]:
    """The mean to two decimal places as a headline, marked 约 where it is rounded; the sum and the number beside it."""
    whole = summed(figures, of_whole)
    value = to_hundredth(Decimal(whole.value or 0) / len(figures))
    exact = whole.value == value * len(figures)
    mean = replace(whole, label=label, value=value, step=HUNDREDTH, qualifier="=" if exact else "约")
    return (mean, replace(whole, role="context"), number_of(figures, "context"))


def share_of(one: Figure, all_of: Figure) -> Result:
    """``one`` as a percentage of ``all_of``, to two decimal places."""
    if one.unit != all_of.unit or not all_of.value or one.value is None:
        return Result("not_found", reason="两者单位不同或总额为零，不能求占比")
    value, step = percentage(one.value, all_of.value)
    terms = (replace(one, role="context"), replace(all_of, role="context"))
    head = Figure("headline", f"{one.label}占{all_of.label}的比例", value, step, "%", one.document, operands=terms)
    return Result("answered", (head, *terms))


def difference_of_parts(plan: Plan, views: Views, execute: Execute) -> Result:
    """The difference of two joined subjects in one unit."""
    results = [_carried_out(part, views, execute) for part in plan.parts]
    heads = [result.figures[0] for result in results if result.figures]
    if len(heads) != 2 or heads[0].unit != heads[1].unit:
        return Result("not_found", reason="需要两项同一单位的金额才能比较")
    return Result("answered", difference(heads[0], heads[1]))


def difference(one: Figure, other: Figure) -> tuple[Figure, ...]:
    """The difference of two figures as a headline, with both as context."""
    gap = (one.value or 0) - (other.value or 0)
    terms = (replace(one, role="context"), replace(other, role="context"))
    more = "多" if gap > 0 else "少"
    label = f"{one.label}比{other.label}{more}" if gap else f"{one.label}与{other.label}相等，相差"
    direction = "increase" if gap > 0 else "decrease" if gap < 0 else None
    head = Figure(
        "headline",
        label,
        abs(gap),
        max(one.step, other.step),
        one.unit,
        one.document,
        direction=direction,
        operands=terms,
    )
    return (head, *terms)
