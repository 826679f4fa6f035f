"""A question to a single project form: a measure or a field that it names belongs to the one project there is."""

from __future__ import annotations

from assistant.labels import Match
from assistant.link import Candidate
from assistant.plan_context import Context
from assistant.plan_lookup import field_of_form, lookup
from assistant.plan_words import RANKING, Words
from assistant.records import Plan

_CHOSEN = frozenset(RANKING - {"op:total", "op:convert", "op:correct", "unit", "op:list"})


def of_sole_project(context: Context, words: Words) -> Plan | None:
    """The figure or the field of the only project; None where there are others, or tables of an organisation."""
    candidate = sole_project(context)
    if candidate is None or context.content() or any(s.role in _CHOSEN or s.text in _CHOSEN for s in words.spans):
        return None
    if words.counting_unit or words.first("kind") or words.has("each", "negation", "arithmetic"):
        return None
    if words.values("attribute") and not words.first("measure"):
        return field_of_form(context, [candidate], words, words.attribute)
    if not (words.first("measure") or words.first("fund") == "财政拨款" or "项目" in words.values("noun")):
        return None
    if words.first("measure") in ("目标值", "实际完成值", "单价", "数量"):
        return None
    plan = lookup(context, [candidate], words)
    return None if plan is None or plan.unplaced else plan


def sole_project(context: Context) -> Candidate | None:
    """The project of a form that is alone in scope, as if its whole name had been said."""
    if len(context.views) != 1 or "organisation" in context.views[0].by_subject:
        return None
    view = context.views[0]
    labels = [label for label in view.labels.labels if label.subject.kind == "project"]
    if len({label.subject.key for label in labels}) != 1 or len(view.projects) != 1:
        return None
    return Candidate(view, labels[0].subject, Match(labels[0], (), (), 1.0))
