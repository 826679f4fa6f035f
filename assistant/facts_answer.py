"""A question answered from the structured facts: planned, executed, and refused with the reason where it cannot be."""

from __future__ import annotations

from dataclasses import replace

from assistant.aggregate import execute
from assistant.audit_answer import audit_answer
from assistant.audit_words import asked
from assistant.figures import Views
from assistant.plan import plan_of
from assistant.plan_context import Context, context_of
from assistant.plan_words import COUNTABLE, MONEY_UNITS
from assistant.printings import NO_RULE
from assistant.records import Plan, Question, Result
from assistant.scope import scope_of
from assistant.side_by_side import checks_between, side_by_side


def context_in(question: Question, views: Views, meant: frozenset[str] = frozenset()) -> Context:
    """The context of a question in the documents of ``views`` (by document id).

    ``meant`` are the subjects that the conversation has chosen."""
    documents = [view.document for view in views.values()]
    question = _last_year_named(question, {document.fiscal_year for document in documents})
    years = {int(span.text) for span in question.spans if span.role == "year"}
    strange = frozenset(years - {document.fiscal_year for document in documents})
    return replace(context_of(question, list(views.values()), scope_of(documents), strange), meant=meant)


def _last_year_named(question: Question, fiscal_years: set[int | None]) -> Question:
    """去年执行数, where nothing is compared, asks for the figure of the year before as the document quotes it."""
    year = next(iter(fiscal_years)) if len(fiscal_years) == 1 else None
    stages = {span.text for span in question.spans if span.role == "stage"}
    compared = any(span.role == "compare" or span.text in ("op:change", "op:difference") for span in question.spans)
    if year is None or compared or not stages & {"stage:执行", "stage:决算"}:
        return question
    spans = tuple(replace(s, text=str(year - 1), role="year") if s.role == "base" else s for s in question.spans)
    return replace(question, spans=spans)


def answer_from_facts(context: Context) -> tuple[Plan | None, Result]:
    """The plan, if there is one, and its result; not_found says which words no fact accounts for, and what is near."""
    asks_why = any(span.text == "op:why" for span in context.question.spans)
    audited = None if asks_why else audit_answer(context)
    if audited is not None:
        return _set_side_by_side(context) or audited
    plan = None if asks_why else plan_of(context)
    if plan is None:
        reason = "" if asks_why else _unexplained(context)
        return None, Result("not_found", reason=reason, near=tuple(context.linker.near()))
    if plan.unplaced:
        return plan, replace(_unplaced(plan), near=tuple(context.linker.near()))
    return plan, carried_out(plan, {view.document.id: view for view in context.views})


def _set_side_by_side(context: Context) -> tuple[Plan, Result] | None:
    """Two figures that a question compares: both as they are printed, and what the checks say of them."""
    wanted = asked(context.question)
    if wanted is None:
        return None
    both = side_by_side(context, wanted, plan_of, carried_out)
    if both is not None or not wanted.printings:
        return both
    plan = plan_of(context_of(wanted.question, context.views, context.scope, context.strange_years))
    if plan is None or plan.unplaced or plan.operation != "several" or plan.missing:
        return None
    result = carried_out(plan, {view.document.id: view for view in context.views})
    heads = [figure for figure in result.figures if figure.role == "headline"]
    if result.status != "answered" or len(heads) < 2:
        return None
    view = context.views[0]
    checks = checks_between(view, heads[0], heads[1]) if len(heads) == 2 and len(context.views) == 1 else []
    note = "" if checks else NO_RULE
    joined = tuple((view.document.id, check) for check in checks)
    return plan, replace(result, checks=joined, note="\n".join(n for n in (result.note, note) if n))


def carried_out(plan: Plan, views: Views) -> Result:
    """The result of a plan in the unit asked for; not_found, naming the words, where some of them are unplaced."""
    return _unplaced(plan) if plan.unplaced else _unit_checked(plan, execute(plan, views))


def _unplaced(plan: Plan) -> Result:
    words = "、".join(f"“{word}”" for word in plan.unplaced)
    return Result("not_found", reason=f"资料中没有{words}这一口径的内容")


def _unexplained(context: Context) -> str:
    """The words that no name explains, or that all are names but of different subjects; "" where all are explained."""
    everything = context.content()
    content = everything - context.linker.named()
    if everything and not content:
        return "这些词在资料中不属于同一项内容"
    words = "".join(char if index in content else "\0" for index, char in enumerate(context.text)).split("\0")
    named = "、".join(f"“{word}”" for word in words if word)
    return f"资料中没有与{named}完全对应的内容" if named else ""


def _unit_checked(plan: Plan, result: Result) -> Result:
    """A figure in another kind of unit than the one asked for is no answer."""
    heads = [figure for figure in result.figures if figure.role == "headline"]
    if not plan.unit or result.status not in ("answered", "partial"):
        return result
    for figure in heads:
        if plan.unit in MONEY_UNITS and figure.unit != "元":
            return Result("not_found", reason=f"这一项不是金额，单位是{figure.unit or '未列示'}")
        if plan.unit not in MONEY_UNITS and not plan.asks_count and not _same_unit(figure.unit, plan.unit):
            return Result("not_found", reason=f"资料中的单位是{figure.unit}，不是{plan.unit}")
    return result


def _same_unit(printed: str, asked: str) -> bool:
    """Whether a printed unit is the one asked for; one that is not printed, or a percentage, is let through."""
    if printed in (asked, "") or asked in ("%", "百分点"):
        return True
    return asked in COUNTABLE and printed in COUNTABLE
