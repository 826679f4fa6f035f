"""Follow-ups: edits of what the conversation already holds. A question with a subject of its own is no follow-up.

Everything is decided from the turns given in; there is no server state.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.aggregate import difference, summed
from assistant.belonging import overlapping
from assistant.last_result import Facts, of_last_result
from assistant.picking import among_years, pick, purpose
from assistant.plan_words import Words
from assistant.pointing import some_of
from assistant.records import Figure, Plan, Question, Result, Turn
from assistant.references import INSIDE, referring, refers
from assistant.slots import (
    has_content,
    inside_last,
    money_unit,
    narrows,
    of_pointed,
    same_subject,
    says_only,
    total_of_project,
)
from assistant.turns import (
    NOTHING_SHOWN,
    Edit,
    ask_back,
    compared,
    headlines,
    identity,
    is_sum,
    recent,
    scope_of_talk,
    unanswered,
    valued,
)

_WHICH = re.compile(r"哪[一两二三四五六七八九十\d]{1,2}[个项条]")
"""哪三个项目 asks which of all of them, and points at nothing."""


def edit(question: Question, history: Sequence[Turn], facts: Facts) -> Edit | None:
    """The edit that a question without a subject of its own asks for; None when it stands alone."""
    words = Words(question.spans, question.normal)
    if _WHICH.search(question.normal) and words.names_items:
        return None
    if not history and any(span.role == "level" for span in question.spans):
        return None  # 前三类: rows of a level, not of an answer
    if not history:
        return ask_back("请说明指的是哪几项") if _refers_back(question, words) else None
    referred = referring(question, history) or of_last_result(question, words, history, facts)
    if referred is not None:
        return referred
    told = purpose(question, words, history)
    if told is not None:
        return told
    of_years = among_years(question, words, history)
    if of_years is not None:
        return of_years
    pointed = of_pointed(question, history)
    if pointed is not None:
        return pointed
    if has_content(question) or words.has("share"):
        return None
    whole = total_of_project(question, history)
    if whole is not None:
        return whole
    if words.has("negation", "each", "arithmetic"):
        return None
    if words.has("max", "min") and words.values("both") and not words.has("total", "difference"):
        return pick(words, history, facts)
    listing = len(valued(history[-1])) > 1
    placed = {"both", "op:total", "op:difference", "unit", "op:convert", "op:list"}
    if (words.values("both") and says_only(words, placed)) or (
        words.has("total", "difference")
        and says_only(words, {"op:total", "op:difference", "unit", "op:convert"} | ({"money"} if listing else set()))
    ):
        return _combine(words, history)
    if words.values("unit") and says_only(words, {"unit", "op:convert", "op:total"}) and headlines(history[-1]):
        return _convert(words, history[-1])
    if (words.has("max", "min") or words.values("ordinal") or words.first("top") or words.first("nth")) and says_only(
        words, {"op:max", "op:min", "ordinal", "top", "nth", "level", "op:list", "op:total", "op:convert"}
    ):
        return pick(words, history, facts)
    return inside_last(question, words, history) or same_subject(question, words, history)


def _refers_back(question: Question, words: Words) -> bool:
    if refers(question.normal):
        return True
    if has_content(question):
        return False
    if INSIDE.match(question.normal) and narrows(words):
        return True
    if words.names_items and words.has("average"):
        return False  # 两个项目平均每个: all there are, if they are so many
    return bool(words.values("both") or words.values("ordinal")) and not words.values("category")


def _combine(words: Words, history: Sequence[Turn]) -> Edit:
    """Sum or difference of the last results."""
    if unanswered(history):
        return ask_back(NOTHING_SHOWN)
    count = int(words.first("both") or 0)
    if not count and words.has("total") and is_sum(history[-1]):
        return _again(history)
    last = headlines(history[-1])
    of_last = not count and len(last) > 1
    if not count and not of_last and len(recent(history, 3)) > 2 and words.has("total"):
        return ask_back("请说明是哪几项一共多少")
    if words.has("difference") and of_last and len(last) > 2:
        return ask_back("请说明是哪两项相比")
    pair = compared(history[-1]) if words.has("difference") and not count else []
    found = pair or last if of_last or pair else some_of(f"这{count or 2}项", history)
    plan = Plan("combine", scope_of_talk(history), documents=_documents(history), unit=money_unit(words))
    plan = replace(plan, reading="前面几项合并计算")
    if isinstance(found, str):
        return ask_back(found, plan)
    if len({figure.unit for figure in found}) > 1:
        return ask_back("前面几项的单位不同，请说明是哪几项", plan)
    if words.has("difference") and len(found) == 2:
        ordered = sorted(found, key=lambda figure: -(figure.value or 0))
        return Edit(plan, Result("answered", difference(ordered[0], ordered[1])))
    if overlapping(found):
        return ask_back("其中一项包含另一项，相加会重复计算，请说明是哪几项", plan)
    parts = [replace(figure, role="part") for figure in found]
    return Edit(plan, Result("answered", (summed(parts, "以上各项合计"), *parts)))


def _again(history: Sequence[Turn]) -> Edit:
    """一共 after a sum: the sum once more."""
    return Edit(history[-1].plan, history[-1].result, asked=history[-1].question)


def combined_with(figure: Figure, history: Sequence[Turn], count: int | None) -> Result:
    """The sum of ``figure`` and the last ``count`` - 1 results; of ``figure`` and the very last one where None."""
    if count is None:
        last = valued(history[-1])
        if not last or any(item.unit != figure.unit for item in last) or overlapping((*last, figure)):
            return Result("clarify", reason="请说明加在哪一项上")
        parts = [replace(item, role="part") for item in (*last, figure)]
        return Result("answered", (summed(parts, "以上各项合计"), *parts))
    others = [other for other in recent(history, count) if identity(other) != identity(figure)][-(count - 1) :]
    figures = [*others, figure]
    if len(figures) != count or len({item.unit for item in figures}) > 1:
        return Result("clarify", reason="前面的回答里没有这么多可以合并的同单位金额，请说明是哪几项")
    parts = [replace(item, role="part") for item in figures]
    return Result("answered", (summed(parts, "以上各项合计"), *parts))


def _convert(words: Words, last: Turn) -> Edit | None:
    unit = money_unit(words)
    heads = headlines(last)
    if not unit or any(figure.unit != "元" for figure in heads) or not heads:
        return None
    base = last.plan or Plan("convert", scope_of_talk((last,)))
    return Edit(replace(base, operation="convert", unit=unit), last.result, asked=last.question)


def _documents(history: Sequence[Turn]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(d for turn in history if turn.plan is not None for d in turn.plan.documents))


def spoken_of(history: Sequence[Turn]) -> tuple[str, str] | None:
    """Document and project key of the one project that the last turn was about; None if it was several, or nothing."""
    if not history:
        return None
    turn = history[-1]
    heads = [figure for figure in headlines(turn) if figure.statement is not None]
    projects = {(f.document, f.statement.subject.project) for f in heads if f.statement is not None}
    if len(projects) == 1:
        document, project = projects.pop()
        return (document, project) if project else None
    if not projects and turn.plan is not None and turn.plan.operation == "attribute":
        document, _, key = turn.plan.subjects[0].partition("#")
        return document, key.removeprefix("project:")
    return None
