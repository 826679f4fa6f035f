"""Fields of a project's form, asked for without its name where only one project is in scope: dates, aims, measures."""

from __future__ import annotations

from dataclasses import replace

from assistant.form_indicators import indicators_of
from assistant.labels import Label, Match, flat
from assistant.link import Candidate
from assistant.plan_context import Context
from assistant.plan_lookup import field_of_form, lookup
from assistant.plan_words import Words
from assistant.records import Plan

_DATES = {"起始日期", "结束日期", "期限"}
_OF_A_PROJECT = frozenset(
    {"项目总预算", "当年预算", "项目财政资金", "项目其他资金", "上年结转资金", "其他资金", "上级财政拨款"}
) | {
    "本级财政安排",
    "下级财政配套",
}


def of_only_project(context: Context, words: Words) -> Plan | None:
    """The plan for what a question asks of the only project in scope; None where there are several or none is meant.

    In a whole budget the question must say 项目, since its measures are those of the organisation as well.
    """
    candidate = only_project(context)
    if candidate is None:
        return None
    either = len(set(words.values("category"))) > 1
    if either or (words.values("attribute") and not words.first("measure")):
        return _fields(context, candidate, words, either)
    listed = indicators_of(context, [candidate], words)
    if listed is not None:
        return listed
    form = "organisation" not in candidate.view.by_subject
    money = words.first("fund") == "财政拨款" or ("项目" in words.values("noun") and bool(words.values("money")))
    measured = words.first("measure") in _OF_A_PROJECT and (form or words.names_items)
    if (measured or (form and money and not words.first("measure"))) and not words.counts:
        return lookup(context, [candidate], words)
    return None


def only_project(context: Context) -> Candidate | None:
    """The one project of the documents in scope as if it had been named; None where there are several or none."""
    found = [(view, key) for view in context.views for key in view.projects if key in view.subjects]
    if len(found) != 1:
        return None
    view, key = found[0]
    subject = view.subjects[key]
    return Candidate(view, subject, Match(Label(view.document.id, subject, flat(subject.name)), (), (), 1.0))


def _fields(context: Context, candidate: Candidate, words: Words, either: bool) -> Plan | None:
    asked = list(dict.fromkeys(words.values("attribute")))
    if either:
        asked = ["类别"]
    elif len(asked) > 1 and set(asked) <= _DATES:
        asked = ["期限"]
    elif len(asked) > 1:
        asked = [name for name in asked if name != "类别"]  # 哪类项目性质
    plan = field_of_form(context, [candidate], words, asked[0])
    return plan if plan is None or len(asked) < 2 else replace(plan, named="、".join(asked))
