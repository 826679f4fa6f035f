"""Plan and facts to an exact Result. Figures keep their observations, sums their addends; arithmetic is integer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from assistant.facts_view import FactsView, Want, agreeing, best_observation, disagreeing
from assistant.records import Figure, Plan, Quote, Result
from corpus.amounts import SCALES
from corpus.records import UNITS_PER_YUAN, CellKind, LineItem, Observation, Project, Statement, Subject

Views = Mapping[str, FactsView]


def execute(plan: Plan, views: Views) -> Result:
    """The result of a plan whose words are all placed. Operations on earlier results are resolved before."""
    return _EXECUTORS[plan.operation](plan, views)


def want_of(plan: Plan) -> Want:
    """What a plan asks of each of its subjects."""
    return Want(plan.measure, plan.side, plan.expenditure_kind, plan.fund_scope, plan.view, plan.base, plan.stage)


# One figure


def _lookup(plan: Plan, views: Views) -> Result:
    figures: list[Figure] = []
    blanks: list[str] = []
    for item in plan.subjects:
        view, subject = _subject(item, views)
        found = view.find(subject.key, want_of(plan))
        figure = next((f for f in (_figure(view, s, "headline") for s in found) if f is not None), None)
        if figure is None:
            blanks += [_blank_words(view, subject, found)] if found else []
            continue
        figures.append(figure)
    if not figures:
        return _text_target(plan, views) or Result("not_found", reason=blanks[0] if blanks else "没有这一项的金额")
    first = _in_named_unit(_merged(_primary(figures, plan.unit)))
    return Result("answered", (first, *_alternatives(first), *_context(plan, views, first)))


def _figure(view: FactsView, statement: Statement, role: str) -> Figure | None:
    observation = best_observation(statement)
    if observation is None or observation.amount is None:
        return None
    amount = observation.amount
    return Figure(
        role,
        figure_label(view, statement),
        amount.value,
        amount.step,
        amount.unit,
        view.document.id,
        agreeing(statement, observation),
        statement,
        observation.direction,
        amount.qualifier,
        observation.text,
    )


def _primary(figures: Sequence[Figure], unit: str) -> list[Figure]:
    """Of printings that agree, the one printed in the unit asked for comes first, else the finest."""

    def rank(figure: Figure) -> tuple[bool, int]:
        amount = figure.observations[0].amount if figure.observations else None
        return (not unit or amount is None or amount.scale != unit, figure.step)

    return sorted(figures, key=rank)


def _in_named_unit(figure: Figure) -> Figure:
    """An indicator called …人次 or …课时数 whose target prints no unit counts in that unit."""
    name = figure.statement.subject.name if figure.statement is not None else ""
    match = re.search(r"(人次|课时|学时|次|人|名|所|个|份|场)数?$", name)
    return replace(figure, unit=match[1]) if figure.unit == "" and match else figure


def _merged(figures: Sequence[Figure]) -> Figure:
    """One headline for several subjects that state the same figure: all their printings are its witnesses."""
    first = figures[0]
    others = [
        f
        for f in figures[1:]
        if f.document == first.document
        and f.unit == first.unit
        and 2 * abs((f.value or 0) - (first.value or 0)) <= f.step + first.step
    ]
    return replace(first, observations=tuple(dict.fromkeys(o for f in (first, *others) for o in f.observations)))


def _alternatives(figure: Figure) -> tuple[Figure, ...]:
    """Printings of the same statement that disagree with the headline."""
    if figure.statement is None or not figure.observations:
        return ()
    found = []
    for observation in disagreeing(figure.statement, figure.observations[0]):
        if observation.amount is None:
            continue
        amount = observation.amount
        found.append(
            replace(
                figure,
                role="alternative",
                label=f"{figure.label}（另一处列示）",
                value=amount.value,
                step=amount.step,
                unit=amount.unit,
                observations=(observation,),
                text=observation.text,
            )
        )
    return tuple(found)


def _context(plan: Plan, views: Views, figure: Figure) -> tuple[Figure, ...]:
    """Beside a project's budget of the year, its total budget where that differs."""
    statement = figure.statement
    if statement is None or statement.measure != "当年预算" or plan.measure:
        return ()
    view = views[figure.document]
    for other in view.find(statement.subject.key, Want("项目总预算")):
        total = _figure(view, other, "context")
        if total is not None and total.value != figure.value:
            return (total,)
    return ()


def figure_label(view: FactsView, statement: Statement) -> str:
    """What the figure is, in the terms of the document: subject, then measure, kind or source."""
    subject = statement.subject
    name = subject_name(view, subject)
    change = {"change": "增减额", "rate": "增减幅度"}.get(statement.view, "")
    versus = f"比{statement.base_period}年" if statement.base_period else ""
    if subject.kind in ("project", "line", "indicator"):
        return f"{name}{statement.measure}{versus}{change}"
    kind = statement.expenditure_kind if statement.expenditure_kind not in ("n/a", "合计") else ""
    fund = statement.fund_scope if statement.fund_scope not in ("n/a", "全部") else ""
    side = statement.side if statement.side != "n/a" and not kind else ""
    if subject.kind == "organisation":
        suffix = "总额" if not kind and not fund else "合计" if statement.view == "level" else ""
        return f"{name}{fund}{kind}{side}{suffix}{versus}{change}"
    if subject.kind == "item":
        return f"{name}{'' if statement.measure == '金额' else statement.measure}{versus}{change}"
    detail = "".join(
        part for part in (fund if side == "收入" or kind else "", kind, "收入" if side == "收入" else "") if part
    )
    return f"{name}{'（' + detail + '）' if detail else ''}{versus}{change}"


def subject_name(view: FactsView, subject: Subject) -> str:
    """A subject's name as an answer shows it: lines with their project, rows with their code, the organisation by name."""
    if subject.kind == "organisation":
        return view.document.organisation or "本单位"
    project = view.projects.get(f"project:{subject.project}")
    line = view.lines.get(subject.key)
    if line is not None and project is not None:
        return f"{project.name}——{line_name(project, line)}："
    if subject.kind == "indicator" and project is not None:
        return f"{project.name}——{subject.name}"
    if subject.kind == "project":
        return f"{subject.name}："
    return f"{subject.name}（{subject.code}）" if subject.code else subject.name


def line_name(project: Project, line: LineItem) -> str:
    """A line item's name without the project's own name, which content and detail often repeat."""
    content = line.content.removeprefix(project.name).strip("-—－：: ")
    detail = line.detail.removeprefix(line.content).removeprefix(project.name).strip("-—－：:_ ")
    detail = re.sub(r"_?\d{1,2}$", "", detail) if detail[:-1] == content or not detail.strip("0123456789_") else detail
    return "：".join(part for part in dict.fromkeys((content, detail)) if part) or line.detail or line.content


def _blank_words(view: FactsView, subject: Subject, found: Sequence[Statement]) -> str:
    kinds = {o.kind for s in found for o in s.observations}
    if kinds <= {CellKind.BLANK}:
        return f"文件列有“{subject.name}”，但这一栏是空白，没有填列金额"
    words = next((o.text for s in found for o in s.observations if o.text), "")
    return f"文件列有“{subject.name}”，这一栏印的是“{words}”，不是金额"


def _text_target(plan: Plan, views: Views) -> Result | None:
    """A target value in words (及时, 建立健全) is quoted as it stands."""
    quotes = []
    for item in plan.subjects:
        view, subject = _subject(item, views)
        for statement in view.find(subject.key, want_of(plan)):
            for observation in statement.observations:
                if observation.kind in (CellKind.TEXT, CellKind.NONE_WORD) and observation.text.strip():
                    quotes.append(Quote(view.document.id, observation, figure_label(view, statement)))
    return Result("answered", quotes=tuple(quotes[:1])) if quotes else None


# Several figures

_LINE_MONEY = ("", "金额", "明细金额", "金额合计", "当年预算")


def _addends(plan: Plan, views: Views) -> tuple[list[Figure], list[str]]:
    """The figure of each subject of a plan, and the names of those that print none."""
    figures: list[Figure] = []
    blanks: list[str] = []
    reasons = plan.reasons or ("",) * len(plan.subjects)
    for item, reason in zip(plan.subjects, reasons, strict=True):
        view, subject = _subject(item, views)
        want = want_of(plan)
        if want.measure in _LINE_MONEY and subject.kind in ("line", "project"):
            want = replace(want, measure="金额" if subject.kind == "line" else "当年预算")
        found = [f for s in view.find(subject.key, want) if (f := _figure(view, s, "part")) is not None]
        if found:
            figures.append(replace(found[0], reason=reason))
        else:
            blanks.append(subject.name)
    return figures, blanks


def _total(plan: Plan, views: Views) -> Result:
    if plan.parts:
        return _total_of_parts(plan, views)
    figures, blanks = _addends(plan, views)
    if not figures:
        return Result("not_found", reason="这些项目都没有填列金额")
    if blanks and not plan.topic:
        return Result("not_found", reason=f"“{blanks[0]}”没有填列金额，无法求和")
    if len({figure.unit for figure in figures}) > 1:
        return Result("not_found", reason="单位不同，不能相加")
    label = f"{_quoted(plan.topic)}{plan.measure or '预算'}合计"
    headline = summed(figures, label)
    count = _count_figure(figures, "context")
    shown = (headline, replace(count, role="headline") if plan.asks_count else count, *figures)
    note = f"{len(blanks)}项未填列金额（{'、'.join(blanks[:3])}），按文件原样未计入" if blanks else ""
    return Result("answered", shown, left_out=plan.left_out, note=note)


def _quoted(topic: str) -> str:
    return topic if topic.startswith("全部") or topic.endswith("项目") else f"“{topic}”"


def summed(figures: Sequence[Figure], label: str) -> Figure:
    """The exact sum; its step is the sum of the steps of its addends' last printed digits."""
    return Figure(
        "headline",
        label,
        sum(figure.value or 0 for figure in figures),
        max(figure.step for figure in figures),
        figures[0].unit,
        figures[0].document,
        operands=tuple(replace(figure, role="part") for figure in figures),
    )


def _count_figure(figures: Sequence[Figure], role: str, unit: str = "个") -> Figure:
    return Figure(
        role, "项数", len(figures) * UNITS_PER_YUAN, UNITS_PER_YUAN, unit, figures[0].document, operands=tuple(figures)
    )


def _total_of_parts(plan: Plan, views: Views) -> Result:
    results = [_lookup(part, views) for part in plan.parts]
    heads = [result.figures[0] for result in results if result.figures]
    if len(heads) != len(results):
        return Result("not_found", reason=next((r.reason for r in results if not r.figures), ""))
    if len({head.unit for head in heads}) > 1:
        return Result("not_found", reason="单位不同，不能相加")
    if _overlapping(plan, views):
        return Result("not_found", reason="其中一项包含另一项，相加会重复计算")
    parts = [replace(head, role="part") for head in heads]
    names = "、".join(dict.fromkeys(head.label.rstrip("：") for head in heads))
    return Result("answered", (summed(parts, f"{names}合计"), *parts))


def _overlapping(plan: Plan, views: Views) -> bool:
    """Whether one of the parts is contained in another: a code below a code, a line in its project."""
    items = [part.subjects[0] for part in plan.parts]
    if len(set(items)) == 1:
        return False
    for item in items:
        view, subject = _subject(item, views)
        above = set()
        while subject.parent and subject.parent in view.subjects:
            above.add(f"{view.document.id}#{subject.parent}")
            subject = view.subjects[subject.parent]
        if above & set(items) or (
            "organisation" not in item and any(other.endswith("#organisation") for other in items)
        ):
            return True
    return len(set(items)) < len(items)


def _several(plan: Plan, views: Views) -> Result:
    """Several things asked: each is a headline in the order asked; what was not found is named."""
    results = [_lookup(part, views) for part in plan.parts]
    figures = tuple(figure for result in results for figure in result.figures if figure.role != "context")
    lacking = [result.reason for result in results if not result.figures]
    if not any(figure.role == "headline" for figure in figures):
        return Result("not_found", reason=lacking[0] if lacking else "")
    missing = (*plan.missing, *lacking)
    status = "partial" if missing else "answered"
    return Result(status, figures, note="；".join(f"没有找到：{words}" for words in missing))


def _count(plan: Plan, views: Views) -> Result:
    figures, blanks = _addends(replace(plan, measure=""), views)
    if not figures or blanks:
        return Result("not_found", reason="没有可以计数的项目" if not figures else "有的项没有金额，个数无法据此确定")
    kinds = {item.partition("#")[2].partition(":")[0] for item in plan.subjects}
    unit = plan.unit if plan.unit in ("个", "项", "条", "笔") else "个" if kinds == {"project"} else "项"
    whole = _count_figure(figures, "headline", unit)
    name = plan.named or _quoted(plan.topic)
    return Result(
        "answered", (replace(whole, label=f"{name}的{'项目' if kinds == {'project'} else '明细'}数"), *figures)
    )


def _rank(plan: Plan, views: Views) -> Result:
    figures, blanks = _addends(plan, views)
    if not figures:
        return Result("not_found", reason="没有可以比较的金额")
    sign = 1 if plan.order == "ascending" else -1
    ranked = sorted(figures, key=lambda figure: sign * (figure.value or 0))
    limit = plan.limit or 1
    cut = ranked[:limit]
    ties = [figure for figure in ranked[limit:] if figure.value == cut[-1].value]
    heads = tuple(replace(figure, role="headline") for figure in (*cut, *ties))
    note = f"在{len(figures)}项中比较" + (f"；{len(blanks)}项未填列金额，未参加比较" if blanks else "")
    if ties:
        note += f"；有{len(ties)}项并列"
    return Result("answered", heads, note=note)


def _nth(plan: Plan, views: Views) -> Result:
    """The n-th largest or smallest alone; a tie at that place shows all that share it."""
    figures, _ = _addends(plan, views)
    place = (plan.limit or 1) - 1
    if place >= len(figures):
        return Result("not_found", reason=f"一共只有{len(figures)}项")
    sign = 1 if plan.order == "ascending" else -1
    ranked = sorted(figures, key=lambda figure: sign * (figure.value or 0))
    heads = [replace(f, role="headline") for f in ranked if f.value == ranked[place].value]
    return Result("answered", tuple(heads), note=f"在{len(figures)}项中按金额排列，第{place + 1}位")


def _list(plan: Plan, views: Views) -> Result:
    figures, blanks = _addends(plan, views)
    if not figures:
        return Result("not_found", reason="这些项都没有填列金额")
    heads = tuple(replace(figure, role="headline") for figure in figures)
    extra = (_count_figure(figures, "context"), replace(summed(figures, "合计"), role="context"))
    note = f"另有{len(blanks)}项印出但未填列金额" if blanks else ""
    return Result("answered", (*heads, *extra), note=note)


def _filter(plan: Plan, views: Views) -> Result:
    figures, _ = _addends(plan, views)
    kept = [f for f in figures if all(_within(f.value or 0, role, bound) for role, bound in plan.filters)]
    words = "、".join(_bound_words(role, bound) for role, bound in plan.filters)
    if not figures:
        return Result("not_found", reason="没有可以比较的金额")
    kept.sort(key=lambda figure: -(figure.value or 0))
    if plan.asks_count or not kept:
        count = Figure("headline", f"{words}的项数", len(kept) * UNITS_PER_YUAN, UNITS_PER_YUAN, "个", figures[0].document,
                       operands=tuple(kept or figures))  # fmt: skip
        return Result("answered", (count, *kept), note=f"在{len(figures)}项中比较")
    heads = tuple(replace(figure, role="headline") for figure in kept)
    extra = (_count_figure(kept, "context"), replace(summed(kept, "合计"), role="context"))
    return Result("answered", (*heads, *extra), note=f"在{len(figures)}项中比较：{words}")


def _bound_words(role: str, bound: str) -> str:
    reached = bound.startswith("=")
    word = ("不低于" if reached else "超过") if role == "more" else ("不超过" if reached else "低于")
    return word + bound.removeprefix("=")


def _within(value: int, role: str, bound: str) -> bool:
    scale = next(name for name in ("万元", "亿元", "元") if bound.endswith(name))
    limit = int(Decimal(bound.removeprefix("=").removesuffix(scale)) * SCALES[scale] * UNITS_PER_YUAN)
    if bound.startswith("=") and value == limit:
        return True
    return value > limit if role == "more" else value < limit


def _average(plan: Plan, views: Views) -> Result:
    figures, blanks = _addends(plan, views)
    if not figures or blanks:
        return Result("not_found", reason="有项目未填列金额，无法求平均" if figures else "没有可以平均的金额")
    whole = summed(figures, f"{_quoted(plan.topic)}合计")
    value = (Decimal(whole.value or 0) / len(figures)).quantize(Decimal(100), ROUND_HALF_UP)
    mean = Figure(
        "headline", f"{_quoted(plan.topic)}平均每项", int(value), 100, whole.unit, whole.document, operands=whole.operands,
        qualifier="=" if Decimal(whole.value or 0) == value * len(figures) else "约",
    )  # fmt: skip
    return Result("answered", (mean, replace(whole, role="context"), _count_figure(figures, "context")))


def _share(plan: Plan, views: Views) -> Result:
    part, whole = (execute(side, views) for side in plan.parts)
    if not part.figures or not whole.figures:
        return Result("not_found", reason=part.reason or whole.reason)
    one, all_of = part.figures[0], whole.figures[0]
    if one.unit != all_of.unit or not all_of.value or one.value is None:
        return Result("not_found", reason="两者单位不同或总额为零，不能求占比")
    value = (Decimal(one.value) * 100 * UNITS_PER_YUAN / Decimal(all_of.value)).quantize(Decimal(100), ROUND_HALF_UP)
    terms = (replace(one, role="context"), replace(all_of, role="context"))
    head = Figure("headline", f"{one.label}占{all_of.label}的比例", int(value), 100, "%", one.document, operands=terms)
    return Result("answered", (head, *terms))


def _difference(plan: Plan, views: Views) -> Result:
    results = [_lookup(part, views) for part in plan.parts]
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


def _change(plan: Plan, views: Views) -> Result:
    """A change against last year as the document states it; its sign is shown where the question asks for it."""
    for item in plan.subjects:
        view, subject = _subject(item, views)
        for statement in view.find(subject.key, want_of(plan)):
            figure = _figure(view, statement, "headline")
            if figure is not None:
                signed = plan.signed and figure.direction == "decrease"
                return Result("answered", (replace(figure, value=-(figure.value or 0) if signed else figure.value),))
            level = next((o for o in statement.observations if o.direction == "level"), None)
            if level is not None:
                return Result("answered", (_no_change(view, statement, level),))
    return Result("not_found", reason="文件没有写明这一项与上年相比的变化")


def _no_change(view: FactsView, statement: Statement, observation: Observation) -> Figure:
    return Figure(
        "headline",
        figure_label(view, statement),
        0,
        1,
        "元",
        view.document.id,
        (observation,),
        statement,
        None,
        "=",
        "持平",
    )


# Attributes


def _attribute(plan: Plan, views: Views) -> Result:
    view, subject = _subject(plan.subjects[0], views)
    project = view.projects[subject.key]
    if plan.named == "制度" or plan.named.endswith("管理制度"):
        policies = [p for p in project.policies if plan.named in ("制度", p.kind)]
        quotes = [_text_quote(view, policy.place, policy.title, policy.kind) for policy in policies]
        return Result("answered", quotes=tuple(quotes)) if quotes else Result("not_found", reason="申报表没有填制度")
    names = {"类别": ("项目类别",), "期限": ("起始日期", "结束日期")}.get(plan.named, (plan.named,))
    quotes = []
    for field in project.fields:
        if field.name in names:
            text = project.category or field.text if field.name == "项目类别" else field.text
            quotes.append(_text_quote(view, field.place, text, f"{project.name}的{field.name}"))
    return (
        Result("answered", quotes=tuple(quotes))
        if quotes
        else Result("not_found", reason=f"申报表没有填“{plan.named}”")
    )


def _text_quote(view: FactsView, place: object, text: str, context: str) -> Quote:
    from corpus.records import Place

    assert isinstance(place, Place)
    return Quote(view.document.id, Observation(place, CellKind.TEXT, text, None, "form"), context)


def _none(plan: Plan, views: Views) -> Result:
    return Result("not_found", reason="范围内没有项目申报表")


def _clarify(plan: Plan, views: Views) -> Result:
    return Result("clarify", choices=plan.choices)


def _subject(item: str, views: Views) -> tuple[FactsView, Subject]:
    document, _, key = item.partition("#")
    view = views[document]
    return view, view.subjects[key]


_EXECUTORS: dict[str, Callable[[Plan, Views], Result]] = {
    "lookup": _lookup,
    "total": _total,
    "several": _several,
    "count": _count,
    "rank": _rank,
    "nth": _nth,
    "list": _list,
    "filter": _filter,
    "average": _average,
    "share": _share,
    "difference": _difference,
    "change": _change,
    "attribute": _attribute,
    "clarify": _clarify,
    "none": _none,
}
