"""Results over several documents, or several stages of one row: listed, compared, ranked, added. Exact integers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant.captions import figure_of
from assistant.facts_view import FactsView
from assistant.figures import Views, want_of
from assistant.labels import flat
from assistant.records import Figure, Plan, Result
from assistant.rounded import HUNDREDTH, percentage, to_hundredth
from assistant.sums import difference, summed
from corpus.records import UNITS_PER_YUAN, Statement

Execute = Callable[[Plan, Views], Result]
_STAGES = ("预算", "年初预算", "全年预算", "决算")


def series(plan: Plan, views: Views, execute: Execute) -> Result:
    """Each part's headline in the order asked; where a change is asked for, the steps from one to the next as well."""
    results = list(_results(plan, views, execute))
    lacking = [f"{called}（{r.reason}）" for called, r in zip(plan.reasons, results, strict=True) if not _heads(r)]
    heads = [figure for result in results for figure in _heads(result)]
    figures = [figure for result in results for figure in result.figures if figure.role in ("headline", "alternative")]
    # Each document has a largest of its own; two questions put as one may ask for different things.
    chosen = all(part.operation in ("rank", "nth") for part in plan.parts) or plan.named == "pair"
    if not heads or not (chosen or _alike(heads, len(plan.parts) - len(lacking))):
        return Result("not_found", reason="各文件中对应的不是同一项内容" if heads else "没有这一项的金额")
    if plan.view != "level" and _comparable(plan, heads):
        figures += [_step(later, earlier, plan) for earlier, later in pairwise(heads)]
    if plan.asks_count and len(heads) == len(plan.parts):
        whole = total(plan, views, execute)
        figures += whole.figures[:1]
    quotes = tuple(quote for result in results for quote in result.quotes)
    missing = (*plan.missing, *lacking)
    note = "；".join(f"没有找到：{words}" for words in missing)
    return Result("partial" if missing else "answered", tuple(figures), quotes, note=note)


def contrast(plan: Plan, views: Views, execute: Execute) -> Result:
    """The difference of two parts, both cited; a change that the later document prints itself stands beside it."""
    results = list(_results(plan, views, execute))
    heads = [figure for result in results for figure in _heads(result)]
    if len(heads) > 2 and plan.view != "level" and _alike(heads, 2) and _comparable(plan, heads):
        return _several_changes(plan, results)
    if len(heads) != 2 or not _alike(heads, 2) or heads[0].unit != heads[1].unit:
        return Result("not_found", reason="两边对应的不是同一项内容，不能比较")
    alternatives = tuple(f for result in results for f in result.figures if f.role == "alternative")
    if not _comparable(plan, heads):
        note = "一边是预算数，一边是决算数，口径不同，未相减。"
        return Result("partial", (*heads, *alternatives), note=note)
    if plan.view == "level":
        return Result("answered", (*difference(heads[0], heads[1]), *alternatives), note=_twins(plan, views))
    later, earlier = _in_time(plan, heads, views)
    if plan.view == "rate" and not earlier.value:
        return Result("not_found", reason=f"{earlier.label}为零，没有增减幅度")
    terms = (replace(later, role="context"), replace(earlier, role="context"))
    printed, note = _printed(plan, views, later, earlier)
    head = replace(_step(later, earlier, plan), role="headline")
    if not plan.signed:
        head = replace(head, value=abs(head.value or 0))
    return Result("answered", (head, *terms, *alternatives, *printed), note=note)


def _several_changes(plan: Plan, results: Sequence[Result]) -> Result:
    """Of several things in two documents, the change of each."""
    pairs = [*zip(_heads(results[0]), _heads(results[1]), strict=True)]
    ordered = [pair if plan.reasons[0] > plan.reasons[1] else pair[::-1] for pair in pairs]
    steps = tuple(replace(_step(later, earlier, plan), role="headline") for later, earlier in ordered)
    steps = steps if plan.signed else tuple(replace(step, value=abs(step.value or 0)) for step in steps)
    terms = tuple(replace(figure, role="context") for pair in ordered for figure in pair)
    return Result("answered", (*steps, *terms), note="由两份文件各自的数字计算得出。")


def top(plan: Plan, views: Views, execute: Execute) -> Result:
    """The largest (or smallest) of the parts, with all that tie; the others as context."""
    heads = [figure for result in _results(plan, views, execute) for figure in _heads(result)]
    heads = [figure for figure in heads if figure.value is not None]
    if not heads or not _alike(heads, len(plan.parts)):
        return Result("not_found", reason="各文件中对应的不是同一项内容")
    if not _comparable(plan, heads):
        return Result("not_found", reason="各文件的阶段（预算、决算）不同，不能排列")
    values = [figure.value or 0 for figure in heads]
    best = min(values) if plan.order == "ascending" else max(values)
    first = tuple(figure for figure in heads if figure.value == best)
    rest = sorted((f for f in heads if f.value != best), key=lambda f: abs((f.value or 0) - best))
    note = f"在{len(heads)}个中比较" + (f"；没有找到：{'；'.join(plan.missing)}" if plan.missing else "")
    return Result("answered", (*first, *(replace(f, role="context") for f in rest)), note=note)


def total(plan: Plan, views: Views, execute: Execute) -> Result:
    """The sum over years or organisations, said as such; never of a department and its unit, never over stages."""
    heads = [figure for result in _results(plan, views, execute) for figure in _heads(result)]
    if len(heads) != len(plan.parts) or not _alike(heads, len(heads)) or len({head.unit for head in heads}) > 1:
        return Result("not_found", reason="各文件中对应的不是同一项内容，不能相加")
    if not _comparable(plan, heads):
        return Result("not_found", reason="各文件的阶段（预算、决算）不同，不能相加")
    if _twins(plan, views):
        return Result("not_found", reason="部门的数字已经包含其所属单位，相加会重复计算")
    if heads[0].unit == "%":
        return Result("not_found", reason="百分比不能相加")
    label = f"{'、'.join(plan.reasons)}{_bare(heads[0], plan.reasons[0])}合计"
    return Result("answered", (summed(heads, label), *(replace(head, role="part") for head in heads)))


def mean(plan: Plan, views: Views, execute: Execute) -> Result:
    """The average over years or organisations, to two decimal places."""
    result = total(plan, views, execute)
    if result.status != "answered":
        return result
    whole, count = result.figures[0], len(plan.parts)
    value = to_hundredth(Decimal(whole.value or 0) / count)
    qualifier = "=" if value * count == whole.value else "约"
    label = f"{'、'.join(plan.reasons)}{count}项平均{_bare(result.figures[1], plan.reasons[0])}"
    head = replace(whole, label=label, value=value, step=HUNDREDTH, qualifier=qualifier)
    return Result("answered", (head, replace(whole, role="context"), *result.figures[1:]))


def times(plan: Plan, views: Views, execute: Execute) -> Result:
    """The first of two parts divided by the second: how many times it is, or what percentage where % is asked."""
    heads = [figure for result in _results(plan, views, execute) for figure in _heads(result)]
    if len(heads) != 2 or not _alike(heads, 2) or heads[0].unit != heads[1].unit or not _comparable(plan, heads):
        return Result("not_found", reason="两边对应的不是同一项内容或口径不同，不能相比")
    one, other = heads
    if one.value is None or not other.value:
        return Result("not_found", reason=f"{other.label}为零，不能相除")
    terms = (replace(one, role="context"), replace(other, role="context"))
    exact = Decimal(one.value) * UNITS_PER_YUAN / Decimal(other.value)
    value, step, unit = to_hundredth(exact), HUNDREDTH, "倍"
    if plan.unit == "%":
        (value, step), unit = percentage(one.value, other.value), "%"
    label = f"{one.label.rstrip('：')}相当于{other.label.rstrip('：')}的{'比例' if unit == '%' else '倍数'}"
    head = Figure("headline", label, value, step, unit, one.document, operands=terms)
    return Result("answered", (head, *terms), note="由两份文件各自的数字相除得出。")


def completion(plan: Plan, views: Views, execute: Execute) -> Result:
    """决算 as a percentage of the budget of the same row, computed where no rate is printed."""
    results = [execute(part, views) for part in plan.parts]
    heads = [figure for result in results for figure in _heads(result)[:1]]
    if len(heads) != 2 or heads[0].value is None:
        return Result("not_found", reason="文件没有同时列出这一项的决算数和预算数，不能计算完成率")
    if not heads[1].value:
        return Result("not_found", reason="预算数为零，没有完成率")
    value, step = percentage(heads[0].value, heads[1].value)
    named = [replace(head, role="context") for head in heads]
    label = f"{heads[0].label}完成率（决算数÷{plan.reasons[1]}数，计算得出）"
    head = Figure("headline", label, value, step, "%", heads[0].document, operands=tuple(named))
    return Result("answered", (head, *named))


def _results(plan: Plan, views: Views, execute: Execute) -> Iterator[Result]:
    """The results of the parts, their figures called after the document or stage they are of."""
    for part, called in zip(plan.parts, plan.reasons, strict=True):
        result = execute(part, views)
        figures = tuple(replace(f, label=_labelled(f, called, views)) for f in result.figures)
        yield replace(result, figures=figures)


def _labelled(figure: Figure, called: str, views: Views) -> str:
    organisation = views[figure.document].document.organisation
    if called in _STAGES:
        stage = figure.statement.stage if figure.statement is not None else ""
        return f"{figure.label.removesuffix(f'（{stage}）').rstrip('：')}（{called}）"
    return called + (figure.label.removeprefix(organisation) if organisation else figure.label)


def _heads(result: Result) -> list[Figure]:
    return [figure for figure in result.figures if figure.role == "headline"]


def _bare(figure: Figure, called: str) -> str:
    return figure.label.removeprefix(called).rstrip("：").removesuffix("合计")


def _alike(heads: Sequence[Figure], parts: int) -> bool:
    """Whether the figures of all parts state the same thing, in the same order where a part states several."""
    width = len(heads) // max(parts, 1)
    if width * parts != len(heads):
        return False
    return all(_thing(head) == _thing(heads[i % width]) for i, head in enumerate(heads))


def _thing(figure: Figure) -> tuple[str, ...]:
    """What a figure states apart from document, stage and source of funds."""
    statement = figure.statement
    if statement is None:
        return (figure.unit,)
    subject = statement.subject
    name = subject.code or flat(subject.name)
    return (subject.kind, name, statement.measure, statement.side, statement.expenditure_kind, figure.unit)


def _comparable(plan: Plan, heads: Sequence[Figure]) -> bool:
    """Whether figures are of one stage, or stages are what is compared."""
    if plan.named == "stages":
        return True
    stages = {head.statement.stage for head in heads if head.statement is not None}
    return len(stages) <= 1 or stages <= {"预算", "年初预算"}


def _in_time(plan: Plan, heads: Sequence[Figure], views: Views) -> tuple[Figure, Figure]:
    """The later and the earlier figure; in the order said where both are of one year."""
    years = [views[head.document].document.fiscal_year or 0 for head in heads]
    return (heads[1], heads[0]) if years[1] > years[0] else (heads[0], heads[1])


def _step(later: Figure, earlier: Figure, plan: Plan) -> Figure:
    """The change from one figure to another, as an amount or a percentage of the earlier one; signed."""
    gap = (later.value or 0) - (earlier.value or 0)
    label = f"{later.label.rstrip('：')}比{_base(earlier, plan)}"
    change = Figure(
        "context",
        f"{label}增减额",
        gap,
        max(later.step, earlier.step),
        later.unit,
        later.document,
        direction="increase" if gap > 0 else "decrease" if gap < 0 else None,
        operands=(replace(later, role="context"), replace(earlier, role="context")),
    )
    if plan.view != "rate" or not earlier.value:
        return change
    value, step = percentage(gap, earlier.value)
    return replace(change, label=f"{label}增减幅度", value=value, step=step, unit="%")


def _base(earlier: Figure, plan: Plan) -> str:
    return next((called for called in plan.reasons if earlier.label.startswith(called)), earlier.label.rstrip("："))


def _twins(plan: Plan, views: Views) -> str:
    """A note where department and unit of one organisation stand side by side."""
    seen: dict[tuple[str, int | None], set[str]] = {}
    for document in plan.documents:
        identity = views[document].document
        seen.setdefault((identity.organisation, identity.fiscal_year), set()).add(identity.level)
    return "部门预算包含其所属单位的预算。" if any(len(levels) > 1 for levels in seen.values()) else ""


def _printed(plan: Plan, views: Views, later: Figure, earlier: Figure) -> tuple[tuple[Figure, ...], str]:
    """The change that the later document prints itself, and whether it agrees with the two documents' figures."""
    part = next((p for p in plan.parts if later.document in p.documents), None)
    base = views[earlier.document].document.fiscal_year
    if part is None or later.document == earlier.document or part.operation != "lookup" or base is None:
        return (), "由两份文件各自的数字相减得出。"
    view = views[later.document]
    want = replace(want_of(part), view=plan.view if plan.view == "rate" else "change", base=base)
    for key in (item.partition("#")[2] for item in part.subjects):
        for statement in view.find(key, want):
            figure = figure_of(view, statement, "context")
            if figure is None or figure.value is None or not _of_same_funds(statement, part, later, view):
                continue
            stage = statement.base_stage if statement.base_stage in ("执行", "决算") else ""
            shown = replace(figure, label=f"{view.document.fiscal_year}年文件自己印出：{figure.label}")
            signed = -figure.value if figure.direction == "decrease" else figure.value
            shown = replace(shown, value=signed)
            if stage:
                return (shown,), f"由两份文件各自的预算数计算得出；文件自己印出的是与{base}年{stage}数相比，口径不同。"
            return (shown,), _agreement(signed, figure, later, earlier, plan)
    return (), "由两份文件各自的数字计算得出；文件没有另外印出这一增减。"


def _of_same_funds(statement: Statement, part: Plan, later: Figure, view: FactsView) -> bool:
    """Whether a printed change is of the same funds as the figure, or of funds that make up all of it."""
    if later.statement is None or statement.fund_scope == later.statement.fund_scope:
        return later.statement is not None
    level = replace(want_of(part), fund=statement.fund_scope)
    found = [figure_of(view, other, "context") for other in view.find(statement.subject.key, level)]
    return any(figure is not None and figure.value == later.value for figure in found)


def _agreement(signed: int, printed: Figure, later: Figure, earlier: Figure, plan: Plan) -> str:
    computed = _step(later, earlier, plan)
    gap = abs(signed - (computed.value or 0))
    steps = printed.step + (computed.step if plan.view == "rate" else later.step + earlier.step)
    agrees = "一致" if 2 * gap <= steps else "不一致，两个数均列出"
    if 2 * gap > steps and plan.view != "rate" and 2 * gap <= steps + 2 * printed.step:
        agrees = "只差在取整（由各自取整后的数相减）"
    return f"由两份文件各自的数字计算得出，与文件自己印出的增减{agrees}。"
