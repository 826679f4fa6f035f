"""Plans for what a whole consists of: income by source, expenditure by kind or by class, projects by category.

The parts are stated only where they add up to the printed total: then none is missing and none is counted twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.facts_view import FactsView, Want, best_observation
from assistant.link import positions
from assistant.plan_context import Context
from assistant.plan_levels import all_of_level
from assistant.plan_many import projects_of_category
from assistant.plan_organisation import of_less
from assistant.plan_words import Words
from assistant.records import Plan
from corpus.records import Amount

_KEY = "organisation"
_PIECES = r"(?:部分|方面|来源|内容|块|类|种|款)"
_COMPOSED = re.compile(
    rf"(?:主要|具体|都|分别|又|是|可以|可)*(?:由|分为|分成|分)(?:哪几|哪些|哪|几|什么|多少)[个大]?{_PIECES}?(?:来)?(?:组成|构成)?(?:的|而成)*"
    rf"|(?:主要|具体|都|是|有)*(?:哪些|什么|几)[个大]?{_PIECES}?(?:组成|构成)的?"
    r"|(?:由什么)?(?:的)?(?:构成|组成|结构)(?:部分|情况|明细|如何|怎样|怎么样|是什么|有哪些)*"
    r"|(?:资金)?来源(?:于哪里|于哪些方面|有哪些|是什么|分别|情况|构成)+|(?:来自|来源于)(?:哪里|哪些方面|哪儿|哪些来源)"
    r"|从(?:哪里|哪儿|哪些方面|哪些渠道|何处|哪)来"
)
_BY_CLASS = re.compile(
    r"按照?(?:支出|政府|部门)?(?:功能|经济)(?:分类)?(?:科目)?(?:分类|划分|分|来分|来看|看|列出)?(?!.{0,6}表)"
)
_FUNCTION = re.compile(r"功能(?:分类|科目)")
_ECONOMIC = re.compile(r"经济(?:分类|科目)")
_BY_CATEGORY = re.compile(
    r"(?:(?:按照?|各种|不同的?|分)(?:项目)?的?|各[个类]?|每[一种个类]*)(?:类别|类型|性质)(?:来?划分|来分|分类|分组|来看|区分|分)?(?:统计|汇总)?"
)
_OF_BUDGET = ("一般公共预算", "政府性基金", "国有资本经营")
"""The sources that 财政拨款 consists of."""
_NO_PART = ("全部", "财政拨款", "n/a")
_HALVES = ("人员经费", "公用经费")
_ACCEPTED = frozenset({"side", "kind", "fund", "op:list", "op:total", "op:convert", "unit"})


def asks_for_parts(text: str) -> bool:
    """Whether the parts of a whole are asked for: 构成, 由哪些部分组成, 按功能分类."""
    return _COMPOSED.search(text) is not None or _BY_CLASS.search(text) is not None


def parts_of_whole(context: Context, words: Words) -> Plan | None:
    """The plan for the parts of the organisation's income or expenditure, or of all projects by their category.

    None where no parts are asked for, or those of a thing that has a name.
    """
    found = [m for pattern in (_COMPOSED, _BY_CLASS, _BY_CATEGORY) for m in pattern.finditer(context.text)]
    said = {i for m in found for i in range(m.start(), m.end())}
    if not found or context.content() - said or words.counting_unit not in ("", "个", "项", "类", "种"):
        return None
    outside = Words(tuple(s for s in words.spans if not set(range(s.start, s.stop)) <= said), words.text)
    if _BY_CATEGORY.search(context.text) or words.names_items:
        if "line" in words.values("noun"):
            return None
        return _by_category(context, outside) if _BY_CATEGORY.search(context.text) else None
    if not asks_for_parts(context.text) or len(context.views) != 1 or _has_number(context):
        return None
    view = context.views[0]
    left = outside.leftover(_ACCEPTED | {f"stage:{view.document.stage}"})
    if left or (outside.first("side") == "收入" and outside.first("kind")) or of_less(context, outside):
        return None
    if any("按" in context.text[i] for i in range(len(context.text)) if i not in said):
        return None  # 按部门分类: no such rows are printed
    function, economic = _FUNCTION.search(context.text), _ECONOMIC.search(context.text)
    by_function = function is not None or re.search(r"按照?(?:支出)?功能", context.text) is not None
    by_economic = economic is not None or re.search(r"按照?(?:支出|政府|部门)?经济", context.text) is not None
    if by_function or by_economic:
        if (by_function and by_economic) or outside.first("side") == "收入":
            return None
        return all_of_level(context, outside, "类", "economic" if by_economic else "function")
    return _composed(context, view, outside)


def _composed(context: Context, view: FactsView, words: Words) -> Plan | None:
    """Income by source, or expenditure by kind; where no kinds are printed, by functional class."""
    side, kind, fund = words.first("side"), words.first("kind"), words.first("fund")
    if side == "收入":
        return _of_income(context, view, words)
    if not (side or kind):
        return None
    if kind == "项目支出":
        return _projects(context, view, words)
    if kind in _HALVES:
        return all_of_level(context, words, "类", "economic")
    if kind not in ("", "基本支出"):
        return None
    whole = Want(side="支出", kind=kind or "合计", fund=fund or "全部")
    kinds = _HALVES if kind else _kinds(view, whole)
    for source in (fund,) if fund else ("全部", "一般公共预算"):
        whole = replace(whole, fund=source)
        plan = _adding_up(context, view, whole, [replace(whole, kind=part) for part in kinds], words)
        if plan is not None:
            return plan
    return all_of_level(context, words, "类", "economic" if kind else "function")


def _projects(context: Context, view: FactsView, words: Words) -> Plan | None:
    """The projects, where they make up the whole 项目支出."""
    total = _amount(view, Want(side="支出", kind="项目支出", fund=words.first("fund")))
    plan = replace(projects_of_category(context, ""), operation="list", unit=words.unit)
    found = [o for key in view.projects for s in view.find(key, Want())[:1] if (o := best_observation(s)) is not None]
    amounts = [o.amount for o in found if o.amount is not None]
    if total is None or not amounts or len(amounts) < len(view.projects):
        return None
    gap = abs(sum(amount.value for amount in amounts) - total.value)
    return plan if 2 * gap <= total.step + sum(amount.step for amount in amounts) else None


def _of_income(context: Context, view: FactsView, words: Words) -> Plan | None:
    """Income by source: 财政拨款 by the budgets it comes from where that is printed, else as one part."""
    fund = words.first("fund")
    if fund not in ("", "财政拨款"):
        return None
    sources = dict.fromkeys(s.fund_scope for s in view.by_subject.get(_KEY, ()) if s.side == "收入")
    fine = [source for source in sources if source not in _NO_PART]
    coarse = ["财政拨款", *(source for source in fine if source not in _OF_BUDGET)]
    choices = [fine, coarse] if not fund else [[source for source in fine if source in _OF_BUDGET]]
    whole = Want(side="收入", fund=fund or "全部")
    for chosen in choices:
        plan = _adding_up(context, view, whole, [replace(whole, fund=source) for source in chosen], words)
        if plan is not None:
            return plan
    return Plan("none", context.scope, named="印出的各项来源之和与收入合计不符，列出会有遗漏")


def _kinds(view: FactsView, whole: Want) -> list[str]:
    """The kinds of expenditure that the document prints beside each other, without the two halves of 基本支出."""
    kinds = dict.fromkeys(
        s.expenditure_kind for s in view.by_subject.get(_KEY, ()) if s.side == "支出" and s.view == "level"
    )
    return [kind for kind in kinds if kind not in ("合计", "n/a", *_HALVES)]


def _adding_up(context: Context, view: FactsView, whole: Want, parts: Sequence[Want], words: Words) -> Plan | None:
    """The lookups of the parts that print an amount and of the whole; None where they do not add up to it."""
    total = _amount(view, whole)
    printed = [(part, amount) for part in parts if (amount := _amount(view, part)) is not None]
    if total is None or not printed:
        return None
    gap = abs(sum(amount.value for _, amount in printed) - total.value)
    if 2 * gap > total.step + sum(amount.step for _, amount in printed):
        return None
    wants = [part for part, _ in printed] + [whole]
    lookups = tuple(_lookup(context, view, want, words) for want in wants)
    return Plan("several", context.scope, documents=(view.document.id,), parts=lookups, unit=words.unit)


def _lookup(context: Context, view: FactsView, want: Want, words: Words) -> Plan:
    return Plan(
        "lookup",
        context.scope,
        documents=(view.document.id,),
        subjects=(f"{view.document.id}#{_KEY}",),
        side=want.side,
        expenditure_kind="" if want.kind == "合计" else want.kind,
        fund_scope="" if want.fund == "全部" else want.fund,
        unit=words.unit,
    )


def _amount(view: FactsView, want: Want) -> Amount | None:
    found = [o for s in view.find(_KEY, want) if (o := best_observation(s)) is not None]
    return found[0].amount if found else None


def _by_category(context: Context, words: Words) -> Plan | None:
    """The sum and the number of the projects of each category that a form ticks, and those of all projects."""
    accepted = frozenset({"side", "op:list", "op:total", "op:count", "op:convert", "unit", "measure"})
    projects = [project for view in context.views for project in view.projects.values()]
    if not projects or words.first("side") == "收入" or words.first("measure") not in ("", "当年预算"):
        return None
    if words.leftover(accepted) or (not words.names_items and "项目" not in context.text):
        return None
    lacking = sum(not project.category for project in projects)
    if lacking:
        return Plan("none", context.scope, named=f"有{lacking}个项目没有注明类别，按类别合计会有遗漏")
    categories = tuple(dict.fromkeys(project.category for project in projects))
    return _grouped(context, words, (*categories, ""))


def named_categories(context: Context, words: Words) -> Plan | None:
    """一次性项目和经常性项目分别多少: each of the categories that are said; None where none has a project."""
    said = tuple(dict.fromkeys(words.values("category")))
    accepted = frozenset({"category", "side", "op:list", "op:count", "op:convert", "unit", "measure"})
    if context.content() or len(said) < 2 or words.leftover(accepted) or words.first("measure") not in ("", "当年预算"):
        return None
    if words.first("side") == "收入" or _has_number(context) or words.counting_unit not in ("", "个", "项"):
        return None
    ticked = {project.category for view in context.views for project in view.projects.values()}
    lacking = tuple(category for category in said if category not in ticked)
    if len(lacking) == len(said):
        return None
    return replace(_grouped(context, words, [each for each in said if each in ticked]), missing=lacking)


def _grouped(context: Context, words: Words, categories: Sequence[str]) -> Plan:
    plans = tuple(replace(projects_of_category(context, each), unit=words.unit, asks_count=True) for each in categories)
    documents = tuple(view.document.id for view in context.views)
    return Plan("several", context.scope, documents=documents, parts=plans, unit=words.unit)


def _has_number(context: Context) -> bool:
    """Whether a number or a code stands in the question that is no year."""
    placed = positions(s for s in context.question.spans if s.role == "year")
    return any(s.role in ("number", "code") and s.start not in placed for s in context.question.spans)
