"""One, or some, of what was listed: the largest, the n-th, the year with the most, the next of a ranking."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.belonging import named, overlapping
from assistant.last_result import Facts, below, narrowed_like, subject_spoken_of
from assistant.plan_words import Words
from assistant.pointing import LEAD, TAIL, in_order, some_of
from assistant.records import Figure, Plan, Question, Result, Turn
from assistant.references import INSIDE
from assistant.turns import NOTHING_SHOWN, Edit, ask_back, listed, plan_on, unanswered, valued

_WHICH_YEAR = re.compile(rf"{LEAD}(?:是|在)?(?:哪一?年|哪一个?年度)的?(?:更|最)?(?P<way>[多大高少小低])一?些?{TAIL}")


def among_years(question: Question, words: Words, history: Sequence[Turn]) -> Edit | None:
    """“哪年多” after the figures of several years: the year with the largest or the smallest one."""
    match = _WHICH_YEAR.fullmatch(question.normal)
    if match is None:
        return None
    found = in_order(history) if not unanswered(history) else []
    keys = {figure.statement.subject.key if figure.statement is not None else "" for figure in found}
    years = {figure.statement.period_from if figure.statement is not None else 0 for figure in found}
    if len(found) < 2 or len(keys) > 1 or len(years) != len(found) or len({figure.unit for figure in found}) > 1:
        return ask_back("前面没有列出同一项在几年的金额，请说明是哪一项")
    least = match["way"] in "少小低"
    best = (min if least else max)(figure.value or 0 for figure in found)
    heads = tuple(replace(figure, role="headline") for figure in found if figure.value == best)
    note = f"在前面列出的{len(found)}年中比较"
    return Edit(plan_on("pick", found, history), Result("answered", heads, note=note))


_PURPOSE = re.compile(r"[做干搞](?:些|点)?(?:什么|啥)|干嘛|什么用|用途|用来|目的|概况|介绍|内容是")


def purpose(question: Question, words: Words, history: Sequence[Turn]) -> Edit | None:
    """“第二个是做什么的”: what the project at that place of the last list is for; an amount would be no answer."""
    if not words.values("ordinal") or _PURPOSE.search(question.normal) is None:
        return None
    found = in_order(history) if not unanswered(history) else []
    ordinal = int(words.first("ordinal"))
    index = ordinal - 1 if ordinal > 0 else len(found) - 1
    statement = found[index].statement if index < len(found) else None
    if statement is None or statement.subject.kind != "project":
        return ask_back("请说明指的是哪一个项目")
    return Edit(text=f"{statement.subject.name}的项目概况", document=found[index].document)


def pick(words: Words, history: Sequence[Turn], facts: Facts) -> Edit | None:
    """The largest, the smallest or the n-th of what was listed, of the answers so far, or of the last one's parts."""
    if unanswered(history):
        return ask_back(NOTHING_SHOWN)
    if len(words.values("ordinal")) > 1:
        return ask_back("请说明指的是哪一项")
    ranked = _ranked_again(words, history)
    if ranked is not None:
        return ranked
    if len(listed(history)) < 2 and (words.first("level") or INSIDE.match(words.text)):
        return _ranked_below(words, history, facts)
    count = int(words.first("both") or 0)
    found = some_of(f"这{count}项", history) if count else in_order(history)
    if isinstance(found, str):
        return ask_back(found)
    if len(found) < 2:
        return None
    plan = plan_on("pick", found, history)
    if words.has("max", "min") and len(listed(history)) < 2 and overlapping(found):
        return ask_back("前面几项互相包含，请说明在哪些项里比较", plan)
    if len({figure.unit for figure in found}) > 1:
        return ask_back("前面几项的单位不同，不能比较", plan)
    ordinal = words.first("ordinal")
    if ordinal and not words.has("max", "min"):
        index = int(ordinal) - 1 if int(ordinal) > 0 else len(found) - 1
        if index >= len(found):
            return Edit(plan, Result("clarify", reason=f"前面只列了{len(found)}项"))
        chosen = [found[index]]
    else:
        chosen = _extreme(found, words)
    heads = tuple(replace(figure, role="headline") for figure in chosen)
    of_one = len({f.statement.subject.project if f.statement is not None else "" for f in found}) == 1
    lines = (
        "line" in words.values("noun")
        and of_one
        and all(f.statement and f.statement.subject.kind == "line" for f in found)
    )
    alone = (words.names_items and not lines) or (bool(words.first("level")) and INSIDE.match(words.text) is None)
    note = f"在前面列出的{len(found)}项中比较" if not ordinal else ""
    return Edit(plan, Result("answered", heads, note=note), weak=alone, asked=_named_alone(chosen))


def _ranked_again(words: Words, history: Sequence[Turn]) -> Edit | None:
    """“第二名呢”, “最少的呢” after a ranking that showed only its first: the same ranking, at another place."""
    plan = history[-1].plan
    if plan is None or plan.operation not in ("rank", "nth") or len(valued(history[-1])) != 1 or len(plan.subjects) < 2:
        return None
    place = words.first("nth") or (words.first("ordinal") if int(words.first("ordinal") or 0) > 1 else "")
    if place:
        return Edit(replace(plan, operation="nth", limit=int(place)))
    if words.has("max", "min") and not words.names_items:
        order = "ascending" if words.has("min") else "descending"
        return Edit(replace(plan, operation="rank", order=order, limit=int(words.first("top") or 1)))
    return None


def _extreme(found: Sequence[Figure], words: Words) -> list[Figure]:
    """The largest or smallest ones, as many as are asked for, with all that tie; the n-th alone where that is asked."""
    order = sorted(found, key=lambda figure: (figure.value or 0) * (1 if words.has("min") else -1))
    if words.first("nth"):
        place = int(words.first("nth")) - 1
        return [f for f in order if place < len(order) and f.value == order[place].value]
    limit = int(words.first("top") or 1)
    return [f for f in order if (f.value or 0) in {g.value or 0 for g in order[:limit]}]


def _named_alone(chosen: Sequence[Figure]) -> str:
    return named(chosen[0]) if len(chosen) == 1 else ""


def _ranked_below(words: Words, history: Sequence[Turn], facts: Facts) -> Edit | None:
    """“其中最大的是哪一款” after a single figure: the largest of the rows below it."""
    subject, last = subject_spoken_of(history[-1]), history[-1].plan
    if subject is None or last is None or words.values("ordinal"):
        return ask_back("请说明指的是哪一项") if INSIDE.match(words.text) else None
    document, key = subject
    children = below(facts(document), key, last)
    if len(children) < 2:
        return ask_back("它下面没有列出几项，请说明在哪些项里比较")
    operation, order, limit = words.ranking
    subjects = tuple(f"{document}#{child}" for child in children)
    topic = facts(document).subjects[key].name
    ranking = Plan(operation, last.scope, (document,), subjects, topic, order=order, limit=limit)
    return Edit(narrowed_like(last, ranking))
