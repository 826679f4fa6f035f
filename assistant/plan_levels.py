"""Plans over all rows of one level of the classification of accounts: ranked, counted, listed.

类, 款 and 项 are levels of the functional classification, 类 and 款 of the economic one. The rows of a level are only
ranked or counted where they add up to the total of their table, or of the row they stand under: then none is missing.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.facts_view import FactsView, Want, best_observation
from assistant.link import positions
from assistant.plan_context import Context
from assistant.plan_words import RANKING, Words
from assistant.records import Plan
from corpus.records import Amount, Subject

_DIGITS = {"类": 3, "款": 5, "项": 7}
_TABLES = {"function": "功能分类", "economic": "经济分类"}
_ECONOMIC = ("经济分类", "经济科目")
_HALVES = ("人员经费", "公用经费")
"""Kinds of expenditure that only the classification by economic purpose tells apart."""


def level_of(words: Words) -> str:
    """The one level that is asked for, "" where none or several are."""
    levels = set(words.values("level"))
    return levels.pop() if len(levels) == 1 else ""


def over_level(context: Context, words: Words) -> Plan | None:
    """The plan over all rows of the level that is said; None where no level is, or nothing is done with its rows."""
    level = level_of(words)
    ranked = words.has("max", "min") or words.first("top") or words.first("nth")
    asked = ranked or words.has("count", "list", "average") or words.bounds
    if not level or not asked or len(context.views) != 1:
        return None
    if words.first("side") == "收入" or words.names_items or _has_stray_number(context):
        return None
    economic = any(word in context.text for word in _ECONOMIC) or words.first("kind") in _HALVES
    return all_of_level(context, words, level, "economic" if economic else "function")


def all_of_level(context: Context, words: Words, level: str, sort: str) -> Plan | None:
    """The plan over all rows of a ``level`` of the "function" or "economic" classification of the one document."""
    if sort == "economic" and level == "项":
        return None
    view = context.views[0]
    want = _want(words, sort)
    rows = [s for s in view.subjects.values() if s.kind == sort and len(s.code) == _DIGITS[level]]
    whole = _whole(view, want, sort)
    return _plan(context, view, rows, want, whole, words, f"{_TABLES[sort]}{level}级科目")


def level_below(context: Context, view: FactsView, subject: Subject, words: Words) -> Plan | None:
    """The rows of the level that is said below the row that is named; None where no lower level is said."""
    level = level_of(words)
    if not level or subject.kind not in _TABLES or len(subject.code) >= _DIGITS[level]:
        return None
    rows = [
        s
        for s in view.subjects.values()
        if s.kind == subject.kind and len(s.code) == _DIGITS[level] and s.code.startswith(subject.code)
    ]
    want = Want(kind=words.first("kind"), fund=words.first("fund"))
    named = f"{subject.name}下的{level}级科目"
    return _plan(context, view, rows, want, _amount(view, subject.key, want), words, named)


def parent_of(context: Context, part: Plan, level: str) -> Plan | None:
    """The lookup of the row that a looked-up row stands under, at that level ("" for the next one up)."""
    if len(part.subjects) != 1 or part.operation != "lookup":
        return None
    document, _, key = part.subjects[0].partition("#")
    view = next(view for view in context.views if view.document.id == document)
    subject = view.subjects.get(view.subjects[key].parent)
    while subject is not None and level and len(subject.code) != _DIGITS[level]:
        subject = view.subjects.get(subject.parent)
    return None if subject is None else replace(part, subjects=(f"{document}#{subject.key}",))


def _has_stray_number(context: Context) -> bool:
    """Whether a number stands in the question that is no year and no limit of a ranking."""
    placed = positions(s for s in context.question.spans if s.role in ("year", "top", "nth"))
    return any(s.role in ("number", "code") and s.start not in placed for s in context.question.spans)


def _want(words: Words, sort: str) -> Want:
    return Want(side="" if sort == "economic" else "支出", kind=words.first("kind"), fund=words.first("fund"))


def _whole(view: FactsView, want: Want, sort: str) -> Amount | None:
    """The total that all rows of a level add up to: of the economic table that of 基本支出."""
    if sort == "economic":
        want = replace(want, side="支出", kind=want.kind or "基本支出")
    return _amount(view, "organisation", replace(want, side="支出"))


def _amount(view: FactsView, key: str, want: Want) -> Amount | None:
    found = [o for s in view.find(key, want) if (o := best_observation(s)) is not None]
    return found[0].amount if found else None


def _plan(
    context: Context,
    view: FactsView,
    rows: list[Subject],
    want: Want,
    whole: Amount | None,
    words: Words,
    named: str,
) -> Plan:
    """The ranking, count or list of the rows that print an amount, where they make up ``whole``."""
    amounts = {row.key: amount for row in rows if (amount := _amount(view, row.key, want)) is not None}
    if want.kind:  # a zero in the column of one kind says that the row has none of it
        amounts = {key: amount for key, amount in amounts.items() if amount.value} or amounts
    steps = sum(amount.step for amount in amounts.values())
    if (
        not amounts
        or whole is None
        or 2 * abs(sum(a.value for a in amounts.values()) - whole.value) > steps + whole.step
    ):
        return Plan("none", context.scope, named="这一级各科目之和与合计不符，排列或计数会有遗漏")
    operation, order, limit = words.ranking
    if words.has("count") and not words.bounds and len(amounts) < len(rows):
        return Plan("none", context.scope, named="有的科目没有金额，个数无法据此确定")
    if operation == "list" and words.has("count"):
        operation = "count"
    accepted = RANKING | {"side", "kind", "fund", "stated", "table", f"stage:{view.document.stage}"}
    return Plan(
        operation,
        context.scope,
        documents=(view.document.id,),
        subjects=tuple(f"{view.document.id}#{key}" for key in amounts),
        named=named,
        side=want.side,
        expenditure_kind=want.kind,
        fund_scope=want.fund,
        order=order,
        limit=limit,
        filters=words.bounds,
        unit=words.unit,
        table=words.first("table"),
        asks_count=words.has("count"),
        unplaced=words.leftover(accepted),
    )
