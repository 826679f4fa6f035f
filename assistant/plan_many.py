"""Plans over several figures: a topic of projects and lines, the parts of one subject, all projects in scope."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.facts_view import Want, best_observation
from assistant.labels import flat
from assistant.link import Candidate
from assistant.plan_context import Context, reference
from assistant.plan_lookup import clarify, lookup
from assistant.plan_words import RANKING, Words
from assistant.records import Plan
from assistant.vocabulary import WORDS
from corpus.records import Project, Subject

_THOSE = re.compile(r"[这那](?:几个|几项|些)")
_ONE = re.compile(r"[那这该]个")
_LINE_MEASURES = ("", "当年预算", "明细金额", "金额合计")
CATEGORIES = tuple(word.value for word in WORDS.values() if word.role == "category")
"""The categories of projects that forms tick."""
STATED_PROJECTS = "item:绩效目标项目"
"""The subject of what sentences say of the projects with 绩效目标: their number and their money."""


def counts_items(words: Words) -> bool:
    """Whether projects or line items are what is counted: 项目, 明细 or 条 is said, no other thing."""
    if words.names_items or words.counting_unit in ("条", "项", "笔") or "科目" in words.text:
        return True
    return words.has("average") and re.search(r"每一?[个项条笔类款]", words.text) is not None


def without_own_lines(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without the lines of projects that are candidates themselves."""
    whole = {(c.view.document.id, c.subject.project) for c in candidates if c.subject.kind == "project"}
    return [c for c in candidates if c.subject.kind != "line" or (c.view.document.id, c.subject.project) not in whole]


# Topics


def topic(context: Context, items: Sequence[Candidate], words: Words) -> Plan:
    """The total over every project, and every line of other projects, whose own name holds the topic."""
    if _ONE.search(context.text) and not words.has("total", "list") and not words.values("all"):
        return clarify(context, items, words)
    if not _holds_all(context, items):
        return clarify(context, items, words)
    said = context.said(frozenset.intersection(*(c.match.own for c in items)) or items[0].match.own)
    accepted = frozenset({"op:total", "op:list", "op:convert", "op:correct", "side", "measure", "unit", "stated"})
    left = words.leftover(accepted if words.first("side") != "收入" else accepted - {"side"})
    left += (words.first("measure"),) if words.first("measure") not in _LINE_MEASURES else ()
    return Plan(
        "total",
        context.scope,
        documents=tuple(dict.fromkeys(c.view.document.id for c in items)),
        subjects=tuple(reference(c) for c in items),
        topic=said,
        reasons=tuple(_reason(c, said) for c in items),
        left_out=_left_out(items, said),
        unit=words.unit,
        asks_count=bool(words.counting_unit) or words.has("count"),
        unplaced=left + words.wrong_number(len(items)),
    )


def _holds_all(context: Context, items: Sequence[Candidate]) -> bool:
    """Whether ``items`` are every project and line that bears the topic, where that is one unbroken word."""
    content = sorted(context.content())
    if not content or content[-1] - content[0] + 1 != len(content):
        return True
    word = context.said(frozenset(content))
    bearing: set[tuple[str, str]] = set()
    for view in {id(c.view): c.view for c in items}.values():
        found = [label.subject for label in view.labels.labels if word in label.name]
        whole = {subject.project for subject in found if subject.kind == "project"}
        bearing |= {
            (view.document.id, subject.key)
            for subject in found
            if subject.kind == "project" or (subject.kind == "line" and subject.project not in whole)
        }
    return bearing <= {(c.view.document.id, c.subject.key) for c in items}


def _reason(candidate: Candidate, said: str) -> str:
    """Why a project or line belongs to the topic."""
    if candidate.subject.kind == "project":
        return f"项目名称含“{said}”"
    project = candidate.view.project_of(candidate.subject)
    return f"项目“{project.name}”中的明细，名称含“{said}”" if project is not None else f"名称含“{said}”"


def _left_out(items: Sequence[Candidate], said: str) -> tuple[tuple[str, str], ...]:
    """Projects that mention the topic only in their text or indicators: near misses, listed with the reason."""
    counted = {(c.view.document.id, c.subject.project) for c in items}
    reason = f"只在说明文字或指标中提到“{said}”，名称和明细中没有，未计入"
    return tuple(
        (project.name, reason)
        for view in {id(c.view): c.view for c in items}.values()
        for project in view.reading.projects
        if (view.document.id, project.key) not in counted and _mentions(project, said)
    )


def _mentions(project: Project, said: str) -> bool:
    texts = [field.text for field in project.fields] + [indicator.level3 for indicator in project.indicators]
    return any(said in flat(text) for text in texts)


_OVER_PROJECTS = re.compile(
    r"(?P<every>所有|全部|全体|各个?|每一?个)项目(?:中|里|内|当中|里面)?的?(?:全部|所有)?(?:明细)?(?:中|里|内|当中|里面)?的?(?!支出)|项目(?:中|里|里面)的(?!支出)"
)


_LISTED = re.compile(r"[、，,;；和及与]|等$")
_TOGETHER = "明细把几种费用合写为一个金额，其中“{}”单独多少没有印出，未计入"


def across_projects(context: Context, plan: Plan | None) -> Plan | None:
    """``plan``, or where it takes 所有项目的培训费 for one row or line, the sum over the projects' lines of that name.

    The row of a table is of other expenditure, or of more than the projects: it is no answer. A line that names several
    kinds of expense prints no figure of one of them, and is left out with that reason.
    """
    said = _OVER_PROJECTS.search(context.text)
    if said is None or plan is None or not _is_one(plan):
        return plan
    chosen = [c for c in context.candidates(context.content()) if reference(c) in plan.subjects]
    own = {i for c in chosen[:1] for i in c.match.own if i >= said.end()}
    if not own or (chosen[0].subject.kind == "line" and not said["every"]):
        return plan
    name = context.text[min(own) : max(own) + 1]
    name += "费" if context.text[max(own) + 1 :].startswith("费") else ""
    own |= set(range(min(own), min(own) + len(name)))
    every = {reference(c): c for c in context.linker.every_candidate() if c.subject.kind in ("line", "project")}
    found = without_own_lines([c for c in every.values() if _bears(c, name)])
    mixed = [c for c in found if c.subject.kind == "line" and _LISTED.search(c.subject.name)]
    items = [c for c in found if c not in mixed]
    if not items:
        reason = f"项目明细中的“{name}”都与其他费用合写" if mixed else "项目的名称和明细中没有这一项费用"
        return Plan("none", context.scope, named=reason)
    words = context.words(frozenset(own))
    left = words.leftover(frozenset({"op:total", "op:list", "op:convert", "op:correct", "unit"}))
    return Plan(
        "total",
        context.scope,
        documents=tuple(dict.fromkeys(c.view.document.id for c in items)),
        subjects=tuple(reference(c) for c in items),
        topic=name,
        reasons=tuple(_reason(c, name) for c in items),
        left_out=tuple((c.subject.name, _TOGETHER.format(name)) for c in mixed),
        unit=words.unit,
        unplaced=left,
    )


def _bears(candidate: Candidate, name: str) -> bool:
    return name in flat(candidate.subject.name)


def _is_one(plan: Plan) -> bool:
    """Whether the plan looks up one row of the classifications, or one line."""
    keys = [item.partition("#")[2] for item in plan.subjects]
    return plan.operation == "lookup" and any(key.startswith(("function:", "economic:", "line:")) for key in keys)


# Parts of one subject


def parts(context: Context, candidates: Sequence[Candidate], words: Words) -> Plan | None:
    """Rank, list, count or average what one subject consists of, or what belongs to a topic."""
    own = [c for c in candidates if c.subject.kind in ("project", "line") and not c.bound]
    items = without_own_lines(own)
    if len(items) > 1 and len(items) == len(without_own_lines(candidates)):
        return _ranked(topic(context, items, words), words)
    chosen = candidates[0]
    if len(candidates) > 1 and not chosen.exact and chosen.subject.kind != "project":
        return clarify(context, candidates, words)
    document = chosen.view.document.id
    children = chosen.view.children(chosen.subject.key)
    if not children:
        return lookup(context, [chosen], words)
    if words.counting_unit == "项" and chosen.subject.kind == "function" and len(chosen.subject.code) == 3:
        named = chosen.subject.name
        choices = (f"{named}下的款级科目", f"{named}下的项级科目")
        return Plan("clarify", context.scope, subjects=(reference(chosen),), choices=choices)
    if _incomplete(chosen, children):
        return Plan("none", context.scope, named="下一级各项之和与本级金额不符，排列或计数会有遗漏")
    plan = Plan(
        "list",
        context.scope,
        documents=(document,),
        subjects=tuple(f"{document}#{child.key}" for child in children),
        named=chosen.subject.name,
        expenditure_kind=words.first("kind"),
        unit=words.unit,
    )
    return _ranked(plan, words)


def _unsummed(operation: str, words: Words) -> tuple[str, ...]:
    """A sum asked of a ranking is not made; targets are no parts of money."""
    left = ("合计",) if operation in ("rank", "nth") and words.has("total") else ()
    return left + (("目标值",) if words.first("measure") == "目标值" else ())


def _incomplete(whole: Candidate, children: Sequence[Subject]) -> bool:
    """Whether the printed children of a row do not add up to it: some were not recognised as its children."""
    if whole.subject.kind not in ("function", "economic"):
        return False
    view = whole.view
    found = [
        best_observation(s)
        for key in (whole.subject.key, *(c.key for c in children))
        for s in view.find(key, Want())[:1]
    ]
    amounts = [o.amount for o in found if o is not None and o.amount is not None]
    if not amounts or found[0] is None:
        return False
    gap = abs(amounts[0].value - sum(amount.value for amount in amounts[1:]))
    return 2 * gap > sum(amount.step for amount in amounts)


def _ranked(plan: Plan, words: Words) -> Plan:
    """The plan with the operation that the words ask for over its subjects."""
    if plan.operation == "clarify":
        return plan
    operation, order, limit = words.ranking
    if operation == "list" and words.counts:
        operation = "count"
    if plan.operation == "total" and operation == "list" and words.has("total"):
        return plan
    left = words.leftover(RANKING | {"side", "kind", "measure", "stated"}) + words.wrong_number(len(plan.subjects))
    left += _unsummed(operation, words)
    return replace(
        plan,
        operation=operation,
        order=order,
        limit=limit,
        filters=words.bounds,
        unplaced=left,
        asks_count=words.counts,
    )


# All projects of the documents in scope


@dataclass(frozen=True, slots=True)
class _Selection:
    """An operation over all projects, or all their ``lines``: those of one category ("" for any) within the bounds."""

    operation: str
    order: str = ""
    limit: int | None = None
    category: str = ""
    bounds: tuple[tuple[str, str], ...] = ()
    lines: bool = False

    def holds(self, subject: Subject, category: str) -> bool:
        """Whether a subject, of a project of that category, is one of those selected."""
        return subject.kind == ("line" if self.lines else "project") and self.category in ("", category)


def all_projects(context: Context, words: Words) -> Plan | None:
    """Sum, count, rank, filter, average over all projects, or over those of one category."""
    if len(words.counting_units) > 1:
        return None
    category = words.first("category")
    if len(set(words.values("category"))) > 1:
        return None
    if words.has("average") and not counts_items(words) and not category:
        return None
    if not _about_projects(context, words) or words.first("kind") or _THOSE.search(context.text):
        return None
    if words.first("fund") in ("一般公共预算", "政府性基金"):
        return None
    bounds = words.bounds
    asked = words.has("total", "list", "max", "min", "average", "count") or words.counts
    if not (asked or bounds or words.first("top") or words.first("nth")):
        return _over(context, words, _Selection("total", category=category)) if category else None
    operation, order, limit = words.ranking
    money = bool(words.values("money")) or "资金" in context.text
    if operation != "list":
        pass
    elif words.has("total") and operation == "list" and (money or not words.counts):
        operation = "total"
    elif words.counts and operation == "list":
        operation = "count"
    lines = "line" in words.values("noun")
    if lines and words.has("total") and not limit:
        return None
    return _over(context, words, _Selection(operation, order, limit, category, bounds, lines), words.counts)


def total_of_all(context: Context, start: int) -> Plan | None:
    """“占全部项目”: the sum over all projects, where nothing else is said from ``start``."""
    if context.content(start):
        return None
    words = context.words(start=start)
    words = Words(tuple(span for span in words.spans if span.text != "op:share"), words.text)
    return _over(context, words, _Selection("total")) if "项目" in words.values("noun") else None


def every_project(context: Context) -> Plan:
    """The sum over all projects."""
    return _over(context, Words((), context.text), _Selection("total"))


def projects_of_category(context: Context, category: str) -> Plan:
    """The sum over the projects of a category, over all projects where it is ""."""
    return _over(context, Words((), context.text), _Selection("total", category=category))


def _about_projects(context: Context, words: Words) -> bool:
    if words.names_items or words.first("category") or words.first("measure") == "当年预算":
        return True
    return "每个项目" in words.text or "项目总预算" in context.text


def _over(context: Context, words: Words, selection: _Selection, counting: bool = False) -> Plan:
    """The plan for a selection; ``counting`` says that the words ask for a number of projects."""
    subjects = tuple(
        f"{view.document.id}#{subject.key}"
        for view in context.views
        for subject in view.subjects.values()
        if selection.holds(subject, project.category if (project := view.project_of(subject)) else "")
    )
    counted = counting or words.has("count")
    if not subjects and (counted or words.has("total")):
        return _stated_projects(context, words, counted)
    measure = words.first("measure")
    if measure == "目标值" and (selection.operation == "count" or not subjects):
        measure = ""
    fund = words.first("fund") if words.first("fund") == "财政拨款" else ""
    return Plan(
        selection.operation if subjects else "none",
        context.scope,
        documents=tuple(view.document.id for view in context.views),
        subjects=subjects,
        topic=selection.category or ("全部明细" if selection.lines else "全部项目"),
        measure=measure or fund,
        order=selection.order,
        limit=selection.limit,
        filters=selection.bounds,
        unit=words.unit,
        asks_count=counted,
        unplaced=_not_of_projects(words, measure, len(subjects)),
    )


def _not_of_projects(words: Words, measure: str, count: int) -> tuple[str, ...]:
    """Words that say something projects do not have: income, targets as money, a wrong number of them."""
    left = words.leftover(RANKING | {"side", "measure", "category", "more", "less", "fund", "stated"})
    left += ("收入",) if words.first("side") == "收入" else ()
    left += words.wrong_number(count)
    left += tuple(n for n in words.values("both") if words.has("average") and n != str(count))
    return left + ((measure,) if measure == "目标值" else ())


def _stated_projects(context: Context, words: Words, counted: bool) -> Plan:
    """Without forms, what the sentences say of the projects: their number, their money, or both."""
    views = [view for view in context.views if STATED_PROJECTS in view.by_subject]
    subjects = tuple(f"{view.document.id}#{STATED_PROJECTS}" for view in views)
    documents = tuple(view.document.id for view in views)
    if not views or words.leftover(frozenset({"op:count", "op:total", "op:list", "unit", "measure", "side"})):
        return Plan("none", context.scope)
    found = [Plan("lookup", context.scope, documents, subjects, measure="个数")] if counted else []
    if words.values("money") or words.has("total"):
        found.append(Plan("lookup", context.scope, documents, subjects))
    return Plan("several", context.scope, documents, parts=tuple(found))
