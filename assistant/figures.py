"""One printed figure for what a plan asks of a subject, with every printing that agrees and those that do not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.captions import caption, figure_of
from assistant.computed_changes import computed_change
from assistant.facts_view import FactsView, Want, disagreeing
from assistant.form_conflicts import held_against
from assistant.form_indicators import NAMED, listed_indicators
from assistant.named_tables import printed_in
from assistant.records import Figure, Plan, Quote, Result
from corpus.column_words import ALL_FUNDS, GRAND_TOTAL
from corpus.records import NOT_APPLICABLE, CellKind, Observation, Place, Statement, Subject

Views = Mapping[str, FactsView]
"""The facts of the documents a plan looks in, by document id."""

_COUNTED_IN_NAME = re.compile(r"(人次|课时|学时|次|人|名|所|个|份|场)数?$")


def want_of(plan: Plan) -> Want:
    """What a plan asks of each of its subjects."""
    return Want(
        plan.measure,
        plan.side,
        plan.expenditure_kind,
        plan.fund_scope,
        plan.view,
        plan.base,
        plan.stage,
        plan.period,
        plan.base_stage,
    )


def subject_of(item: str, views: Views) -> tuple[FactsView, Subject]:
    """The facts and the subject that a plan's reference "document id#subject key" names."""
    document, _, key = item.partition("#")
    view = views[document]
    return view, view.subjects[key]


def _is_printed(item: str, views: Views) -> bool:
    document, _, key = item.partition("#")
    return key in views[document].subjects


def looked_up(plan: Plan, views: Views) -> Result:
    """The figure that the plan's subjects state, with disagreeing printings; not_found where it is blank or missing."""
    figures: list[Figure] = []
    blanks: list[str] = []
    # A document may not print what is asked of it, such as the total of a budget on a single form.
    plan = replace(plan, subjects=tuple(item for item in plan.subjects if _is_printed(item, views)))
    for item in plan.subjects:
        view, subject = subject_of(item, views)
        found = printed_in(view, view.find(subject.key, want_of(plan)), plan.table)
        figure = next((f for s in found if (f := figure_of(view, s, "headline")) is not None), None)
        if figure is not None:
            figures.append(figure)
        elif found:
            blanks.append(_blank_words(subject, found))
    if not figures:
        missing = f"问题所说的“{plan.table}”没有列示这一项" if plan.table else "没有这一项的金额"
        return _target_in_words(plan, views) or Result("not_found", reason=blanks[0] if blanks else missing)
    first = _in_named_unit(_merged(_primary(figures, plan.unit)))
    beside = (*_alternatives(first), *held_against(views[first.document], first), *_total_beside(plan, views, first))
    grand = _grand_total_beside(views[first.document], first)
    if grand is not None:
        side = grand.statement.side if grand.statement is not None else ""
        named = replace(first, label=first.label.replace(f"{side}总额", f"本年{side}合计（不含结转结余）"))
        return Result("answered", (named, *beside, replace(grand, label=f"{side}总计（含结转结余）")))
    return Result("answered", (first, *beside))


def _primary(figures: Sequence[Figure], unit: str) -> list[Figure]:
    """Of printings that agree, the one printed in the unit asked for comes first, else the finest."""

    def rank(figure: Figure) -> tuple[bool, int]:
        amount = figure.observations[0].amount if figure.observations else None
        return (not unit or amount is None or amount.scale != unit, figure.step)

    return sorted(figures, key=rank)


def _in_named_unit(figure: Figure) -> Figure:
    """An indicator called …人次 or …课时数 whose target prints no unit counts in that unit."""
    name = figure.statement.subject.name if figure.statement is not None else ""
    match = _COUNTED_IN_NAME.search(name)
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
    return tuple(
        replace(
            figure,
            role="alternative",
            label=f"{figure.label}（另一处列示）",
            value=observation.amount.value,
            step=observation.amount.step,
            unit=observation.amount.unit,
            observations=(observation,),
            text=observation.text,
        )
        for observation in disagreeing(figure.statement, figure.observations[0])
        if observation.amount is not None
    )


def _total_beside(plan: Plan, views: Views, figure: Figure) -> tuple[Figure, ...]:
    """Beside a project's budget of the year, its total budget where that differs."""
    statement = figure.statement
    if statement is None or statement.measure != "当年预算" or plan.measure:
        return ()
    view = views[figure.document]
    for other in view.find(statement.subject.key, Want("项目总预算")):
        total = figure_of(view, other, "context")
        if total is not None and total.value != figure.value:
            return (total,)
    return ()


def _grand_total_beside(view: FactsView, figure: Figure) -> Figure | None:
    """Beside the organisation's income or expenditure of the year, the total with balances where that differs."""
    said = figure.statement
    if said is None or said.subject.kind != "organisation" or said.fund_scope != ALL_FUNDS or said.view != "level":
        return None
    if said.expenditure_kind not in ("合计", NOT_APPLICABLE) or f"item:{GRAND_TOTAL}" not in view.subjects:
        return None
    want = Want(side=said.side, fund=ALL_FUNDS, stage=said.stage, period=said.period_from)
    for other in view.find(f"item:{GRAND_TOTAL}", want):
        total = figure_of(view, other, "context")
        if total is not None and total.value != figure.value:
            return total
    return None


def _blank_words(subject: Subject, found: Sequence[Statement]) -> str:
    """The reason of a refusal: the cells of the subject are blank, or hold words instead of an amount."""
    kinds = {o.kind for s in found for o in s.observations}
    if kinds <= {CellKind.BLANK}:
        return f"文件列有“{subject.name}”，但这一栏是空白，没有填列金额"
    words = next((o.text for s in found for o in s.observations if o.text), "")
    return f"文件列有“{subject.name}”，这一栏印的是“{words}”，不是金额"


def _target_in_words(plan: Plan, views: Views) -> Result | None:
    """A target value in words (及时, 建立健全) is quoted as it stands."""
    quotes = []
    for item in plan.subjects:
        view, subject = subject_of(item, views)
        for statement in view.find(subject.key, want_of(plan)):
            for observation in statement.observations:
                if observation.kind in (CellKind.TEXT, CellKind.NONE_WORD) and observation.text.strip():
                    quotes.append(Quote(view.document.id, observation, caption(view, statement)))
    return Result("answered", quotes=tuple(quotes[:1])) if quotes else None


def change(plan: Plan, views: Views) -> Result:
    """A change against last year as the document states it; its sign is shown where the question asks for it."""
    for item in plan.subjects:
        view, subject = subject_of(item, views)
        for statement in view.find(subject.key, want_of(plan)):
            figure = figure_of(view, statement, "headline")
            if figure is not None:
                signed = plan.signed and figure.direction == "decrease"
                return Result("answered", (replace(figure, value=-(figure.value or 0) if signed else figure.value),))
            level = next((o for o in statement.observations if o.direction == "level"), None)
            if level is not None:
                return Result("answered", (_no_change(view, statement, level),))
        computed = computed_change(view, subject.key, plan)
        if computed is not None:
            return computed
    return Result("not_found", reason="文件没有写明这一项与上年相比的变化")


def _no_change(view: FactsView, statement: Statement, observation: Observation) -> Figure:
    """持平: a change of zero."""
    return Figure(
        "headline",
        caption(view, statement),
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


# Fields of a project's form


def attribute(plan: Plan, views: Views) -> Result:
    """A field of a project's form, quoted as printed; its policies (制度) by title."""
    if plan.named == NAMED:
        return listed_indicators(plan, views)
    view, subject = subject_of(plan.subjects[0], views)
    project = view.project_of(subject)
    if project is None:
        return Result("not_found", reason="这一项不属于哪个项目")
    if plan.named == "制度" or plan.named.endswith("管理制度"):
        policies = [policy for policy in project.policies if plan.named in ("制度", policy.kind)]
        quotes = tuple(_quote(view, policy.place, policy.title, policy.kind) for policy in policies)
        return Result("answered", quotes=quotes) if quotes else Result("not_found", reason="申报表没有填制度")
    names = {"类别": ("项目类别", "项目性质"), "期限": ("起始日期", "结束日期")}.get(
        plan.named, tuple(plan.named.split("、"))
    )
    fields = [field for field in project.fields if field.name in names]
    if not fields:
        return Result("not_found", reason=f"申报表没有填“{plan.named}”")
    ticked = project.category  # of a row of boxes only the ticked one is meant
    texts = [ticked if f.name == "项目类别" and ticked and ticked in f.text else f.text for f in fields]
    pairs = zip(fields, texts, strict=True)
    return Result(
        "answered", quotes=tuple(_quote(view, f.place, text, f"{project.name}的{f.name}") for f, text in pairs)
    )


def _quote(view: FactsView, place: Place, text: str, context: str) -> Quote:
    return Quote(view.document.id, Observation(place, CellKind.TEXT, text, None, "form"), context)
