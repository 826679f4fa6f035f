"""Question to a typed, validated Plan, or to what must be clarified. Nothing is planned while a word is unexplained.

The operations are a closed set (``OPERATIONS``). For each, the roles of words that it can account for are stated where
it is planned; a word of another role (a stage, a kind of expenditure, a bound) that remains makes the plan invalid, and
``Plan.unplaced`` then says which.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.form_fields import of_only_project
from assistant.link import Candidate
from assistant.plan_context import Context, reference
from assistant.plan_join import joined
from assistant.plan_levels import over_level
from assistant.plan_many import STATED_PROJECTS, across_projects, all_projects
from assistant.plan_of_whole import of_whole
from assistant.plan_organisation import organisation
from assistant.plan_parts import asks_for_parts, named_categories, parts_of_whole
from assistant.plan_stages import staged
from assistant.plan_subject import one_subject
from assistant.plan_words import Words
from assistant.records import Plan, Span

OPERATIONS = (
    *("lookup", "total", "count", "rank", "nth", "list", "filter", "average", "share", "difference", "change"),
    *("several", "attribute", "quote", "check", "convert", "combine", "pick", "source", "clarify", "none"),
    *("series", "contrast", "top", "sum", "completion", "rest", "ratio", "mean", "times", "extreme", "shares"),
)
_MOST_CHECKED = 20
_YES_OR_NO = re.compile(r"(?:那|这|它|该|此)*(?:个|些)?(?:项目)?(?:是不是|是否|属于|属不属于|算|是).*[吗么]?$")
"""是一次性的吗 asks of one project; it is no question for the total of that category."""


def plan_of(context: Context) -> Plan | None:
    """The plan, or None when the structured facts cannot account for the question (a sentence still may)."""
    everything = context.words()
    if everything.has("check"):
        return _check(context)
    if everything.values("contact"):
        return None
    over_stages = staged(context, plan_of)
    if over_stages is not None:
        return over_stages
    part = of_whole(context, plan_of)
    if part is not None:
        return part
    if not context.inner and ("占" in context.text or (everything.has("share") and not everything.has("change"))):
        return None
    composed = parts_of_whole(context, everything) or named_categories(context, everything)
    if composed is not None:
        return composed
    if context.content():
        return across_projects(context, _better(context, one_subject(context)))
    stated = _stated_count(context, everything) or _stated_money(context, everything)
    if stated is not None:
        return stated
    level = over_level(context, everything)
    if level is not None:
        return level
    exact = one_subject(context) if _named_in_general_words(context) else None
    if exact is not None:
        return exact
    only = of_only_project(context, everything)
    if only is not None and not only.unplaced:
        return only
    if everything.values("attribute") and only is None:
        return Plan("clarify", context.scope)
    if everything.values("category") and _YES_OR_NO.match(context.text):
        return Plan("clarify", context.scope)
    every = all_projects(context, everything)
    if every is not None and not every.unplaced:
        return every
    several = joined(context, plan_of)
    if several is not None and not (every is not None and several.unplaced):
        return several
    whole = None if asks_for_parts(context.text) else organisation(context, everything)
    return every or whole or only


def _stated_count(context: Context, everything: Words) -> Plan | None:
    """The number of projects with 绩效目标 and their money, asked for together as the prose states them together."""
    found = [f"{view.document.id}#{STATED_PROJECTS}" for view in context.views if STATED_PROJECTS in view.subjects]
    asked = re.search(r"绩效目标的?项目", context.text) and everything.counts and everything.values("money")
    if len(everything.counting_units) > 1 or everything.values("op").count("count") > 1:
        return None  # 几个项目，几家单位: two counts
    if not found or not asked or everything.leftover(frozenset({"measure", "op:count", "op:total", "unit"})):
        return None
    documents = tuple(view.document.id for view in context.views)
    money = Plan("lookup", context.scope, documents=documents, subjects=tuple(found))
    return Plan("several", context.scope, documents=documents, parts=(replace(money, measure="个数"), money))


def _stated_money(context: Context, everything: Words) -> Plan | None:
    """绩效目标涉及的项目资金: the money of the projects with 绩效目标 as the prose states it."""
    found = [f"{view.document.id}#{STATED_PROJECTS}" for view in context.views if STATED_PROJECTS in view.subjects]
    if not found or everything.counts or not re.search(r"绩效目标.{0,4}项目的?(?:资金|金额|预算)", context.text):
        return None
    if everything.leftover(frozenset({"measure", "op:total", "unit"})):
        return None
    documents = tuple(view.document.id for view in context.views)
    return Plan("lookup", context.scope, documents=documents, subjects=tuple(found), unit=everything.unit)


def _named_in_general_words(context: Context) -> bool:
    """Whether a whole name of three characters or more is made of closed-list words only (各类费用)."""
    target = "目标值" in context.words().values("measure")
    for candidate in context.linker.candidates(frozenset()):
        own = candidate.match.own
        unbroken = len(own) == max(own) - min(own) + 1
        if unbroken and len(own) >= 3 and (target or candidate.subject.kind != "indicator"):
            return True
    return False


def _better(context: Context, single: Plan | None) -> Plan | None:
    """The reading as one subject, unless a joining word outside its name says that there are several."""
    apart = single is not None and _joins_outside(context, single)
    if single is not None and not single.unplaced and not apart:
        return single
    several = joined(context, plan_of)
    if several is not None and not several.unplaced:
        return several
    return None if apart else single or several


def _joins_outside(context: Context, single: Plan) -> bool:
    """Whether 和, 与, 以及 or 加 stands in the question outside the names the plan is about."""
    explained: set[int] = set()
    for candidate in context.candidates(context.content()):
        above = bool(single.named) and single.named.startswith(candidate.subject.name)
        if reference(candidate) in single.subjects or (above and candidate.exact):
            explained |= candidate.match.explained
            explained |= _listed_joints(context, candidate)
    listing = context.words().has("list")
    return any(
        (span.text in ("join:and", "join:plus") and not explained.issuperset(range(span.start, span.stop)))
        or (listing and span.text == "join:clause" and _between_names(context, span))
        for span in context.question.spans
    )


def _between_names(context: Context, joint: Span) -> bool:
    """Whether one whole name ends where another begins: 工资福利支出、基本工资分别 is no path from one to the other."""
    exact = [c.match for c in context.linker.every_candidate() if c.exact]
    ends = any(max(match.own) + 1 == joint.start for match in exact)
    return ends and any(min(match.own) == joint.stop for match in exact)


def _listed_joints(context: Context, candidate: Candidate) -> set[int]:
    """Joints between two words that the name lists one after the other: 讲座和资料 of 讲座费、资料费."""
    own, text = candidate.match.own, context.text
    name = re.sub(r"\s", "", candidate.subject.name.lower())
    joints = [i for i in range(2, len(text) - 2) if {i - 2, i - 1, i + 1, i + 2} <= own]
    return {
        i
        for i in joints
        if re.search(re.escape(text[i - 2 : i]) + r".{0,2}[、和与及].{0,2}" + re.escape(text[i + 1 : i + 3]), name)
    }


def _check(context: Context) -> Plan:
    """A question about whether figures agree is answered from the checks, never from a new computation."""
    content = context.content()
    found = [c for c in context.linker.candidates(content) if c.subject.kind != "indicator"] if content else []
    return Plan(
        "check",
        context.scope,
        documents=tuple(view.document.id for view in context.views),
        subjects=tuple(dict.fromkeys(reference(candidate) for candidate in found[:_MOST_CHECKED])),
        named=context.text,
    )
