"""Plans about the organisation as a whole: its totals by side, kind of expenditure and source of funds."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.facts_view import STAGES, Want
from assistant.link import positions
from assistant.plan_context import Context
from assistant.plan_lookup import figure_plan, want_of_words, words_of_change
from assistant.plan_words import Words
from assistant.records import Plan
from corpus.column_words import GRAND_TOTAL

_KEY = "organisation"
_BALANCED = f"item:{GRAND_TOTAL}"
_PLACED_NUMBERS = ("year", "top", "more", "less", "code")
_WITHIN = re.compile(r"^[那这它]?(?:里面|里边|里头|下面|底下|其下|当中|之中|项下|名下)")
_FUNDS_OF_INCOME = ("事业收入", "经营收入", "其他收入")


def organisation(context: Context, words: Words) -> Plan | None:
    """The plan for a total of the whole organisation; None where the question is about something else."""
    views = [view for view in context.views if _KEY in view.by_subject]
    balanced = _grand_total(context, words)
    if balanced is not None:
        return balanced
    if views and not context.inner and _is_bare(context, words):
        return Plan("clarify", context.scope, choices=_totals(context))
    if not views or words.counting_unit or not _is_meant(context, words):
        return None
    want = replace(want_of_words(context, _KEY, words), measure="")
    want = replace(want, side=_side(want, words))
    stages = STAGES.get(want.stage, (want.stage,))
    known = any(s.stage in stages for view in views for s in view.by_subject[_KEY])
    accepted = frozenset(
        {"side", "kind", "fund", "op:total", "op:convert", "unit", "measure", "table"}
    ) | words_of_change(want)
    accepted |= {"op:list"} if words.has("list") else set()
    accepted |= {"stage"} if known or words.first("stage") == "预算" else set()
    left = words.leftover(accepted)
    if want.stage and not known:
        left += ("预算",)
    return figure_plan(context, want, _references(context), words, left)


def _grand_total(context: Context, words: Words) -> Plan | None:
    """收入总计 or 支出总计 with the balances carried over; None where there are none or they are not asked for."""
    side = words.first("side")
    found = [view for view in context.views if _BALANCED in view.by_subject]
    if not found or words.counting_unit or not re.search(f"{side}(?:预算|决算)?总计", words.text) or not side:
        return None
    want = want_of_words(context, "item", words)
    accepted = frozenset({"side", "fund", "op:total", "op:convert", "unit", "op:list", "table"}) | words_of_change(want)
    accepted |= {"stage"} if words.first("stage") in ("", *(view.document.stage for view in found)) else set()
    references = tuple(f"{view.document.id}#{_BALANCED}" for view in found)
    return figure_plan(context, replace(want, stage=""), references, words, words.leftover(accepted))


def is_organisation(plan: Plan) -> bool:
    """Whether a plan's subject is the organisation as a whole."""
    return plan.subjects[0].endswith(f"#{_KEY}")


def whole(context: Context, side: str) -> Plan:
    """The lookup of the organisation's total on that side (支出 where it is ""), of which something is a share."""
    references = _references(context)
    documents = tuple(item.partition("#")[0] for item in references)
    return Plan("lookup", context.scope, documents=documents, subjects=references, side=side or "支出")


def _references(context: Context) -> tuple[str, ...]:
    return tuple(f"{view.document.id}#{_KEY}" for view in context.views if _KEY in view.by_subject)


_BUDGETING = re.compile(
    r"(?:安排|列支|编列|列入|申请|申报|编报|拨付|划拨|拨出|拨|投入|投|下达|批准|批复|批|报|使用|用|花|付|支付|可用|要|给|编|列|有|为|是|多少|什么|[的了])$"
)
_COST = ("费", "费用", "经费", "款", "款项", "资金", "钱")


def _of_a_verb(context: Context) -> bool:
    """Whether a bare word of cost belongs to a verb that is no word of budgets: 采购经费 is not all the money."""
    spans = context.question.spans
    costs = [s for s in spans if s.role == "money" and context.text[s.start : s.stop] in _COST]
    before = {s.stop: context.text[s.start : s.stop] for s in spans if s.role in ("verb", "doc")}
    return any(s.start in before and _BUDGETING.search(before[s.start]) is None for s in costs)


def of_less(context: Context, words: Words) -> bool:
    """Whether a verb or a word like 其中 says that less than the whole organisation is spoken of."""
    return bool(_WITHIN.match(context.text)) or _of_a_verb(context) or _of_an_activity(words)


def _is_meant(context: Context, words: Words) -> bool:
    """Whether a side, kind or source, or the organisation itself, is said, and nothing that it has no figure of."""
    if of_less(context, words):
        return False  # within what was spoken of before, not within everything
    placed = positions(span for span in context.question.spans if span.role in _PLACED_NUMBERS)
    if any(span.role == "number" and span.start not in placed for span in context.question.spans):
        return False
    if _NUMBERED.search(words.text):
        return False
    said = words.first("side") or words.first("kind") or words.first("fund")
    if not said and re.search(r"哪些|哪几|有什么", context.text):
        return False  # 包括哪些单位: names are asked for
    named = words.values("scope") or context.linker.organisation_blocks or "预算总额" in context.text
    if context.inner and not said and not words.values("money"):
        return False  # one of several things asked is more than the organisation's name
    if not (said or named) or "项目" in words.values("noun"):
        return False
    if "总计" in words.text and any(_BALANCED in view.by_subject for view in context.views):
        return False  # 总计 includes balances carried over; 合计 does not
    measure = words.first("measure")
    if measure == "项目总预算" and "项目总预算" not in words.text and said:
        measure = ""  # 总预算 of a side is its total
    return not words.first("attribute") and measure in ("", "当年预算")


_BARE = re.compile("合计|总计|小计|合计数|总计数")
_IN_ALL = re.compile("一共|总共|共计|共|总数|总额")
_KINDS_ASKED = ("基本支出", "项目支出")


def _is_bare(context: Context, words: Words) -> bool:
    """Whether a total is asked for and nothing says of what: 合计; 一共多少钱 where no organisation is named either."""
    scoped = bool(words.values("scope")) or bool(context.linker.organisation_blocks)
    idle = positions(span for span in words.spans if span.role in ("func", "scope", "year", "doc"))
    money = positions(span for span in words.spans if span.role in ("money", "unit"))
    placed = idle | context.linker.organisation_blocks
    said = "".join(char for i, char in enumerate(context.text) if i not in placed)
    if _BARE.fullmatch(said):
        return True
    said = "".join(char for i, char in enumerate(context.text) if i not in placed | money)
    return not scoped and bool(_BARE.fullmatch(said) or _IN_ALL.fullmatch(said))


def _totals(context: Context) -> tuple[str, ...]:
    """The totals of the organisation that the documents in scope print."""
    statements = [s for view in context.views for s in view.by_subject[_KEY]]
    sides = [side for side in ("收入", "支出") if any(s.side == side for s in statements)]
    kinds = [kind for kind in _KINDS_ASKED if any(s.expenditure_kind == kind for s in statements)]
    return tuple(f"{name}合计" for name in (*sides, *kinds))


_ACTIVITIES = frozenset({"买", "购买", "采购", "举办", "举行", "开展", "覆盖"})
_NUMBERED = re.compile(r"(?<![前第最])[一二两三四五六七八九](?:费|经费|款项|资金)")
"""三经费 is no total; what it is a slip for, or short for, is told elsewhere."""


def _of_an_activity(words: Words) -> bool:
    """Whether a verb says what the money was spent on: 采购费用 is not all that was spent."""
    return any(words.text[span.start : span.stop] in _ACTIVITIES for span in words.spans if span.role == "verb")


def _side(want: Want, words: Words) -> str:
    """The side that is meant: a kind, or nothing said, means 支出; a source of funds may be asked on either side."""
    if words.first("fund") in _FUNDS_OF_INCOME:
        return "收入"
    return want.side or ("支出" if want.kind or not want.fund else "")
