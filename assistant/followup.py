"""Follow-ups: edits of what the conversation already holds. A question with a subject of its own is no follow-up.

Everything is decided from the turns given in; there is no server state.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.aggregate import difference, summed
from assistant.plan_words import MONEY_UNITS, Words
from assistant.records import Figure, Plan, Question, Result, Scope, Turn
from assistant.references import INSIDE, referring, refers
from assistant.turns import Edit, ask_back, headlines, identity, recent

_OPEN = frozenset({"func", "noun", "near", "join", "period", "all", "now", "verb"})


_ELLIPTICAL = re.compile(r"^[那它其]|呢$|^(?:换|再)")


def edit(question: Question, history: Sequence[Turn]) -> Edit | None:
    """The edit that a question without a subject of its own asks for; None when it stands alone."""
    words = Words(question.spans, question.normal)
    if not history:
        return ask_back("请说明指的是哪几项") if _refers_back(question, words) else None
    referred = referring(question, history)
    if referred is not None:
        return referred
    if has_content(question) or words.has("share"):
        return None
    if words.has("negation", "each", "arithmetic"):
        return None
    last = history[-1]
    if words.has("max", "min") and words.values("both") and not words.has("total", "difference"):
        return _pick(words, last, history)
    if words.values("both") or (
        words.has("total", "difference") and _bare(words, {"op:total", "op:difference", "unit", "op:convert"})
    ):
        return _combine(words, history)
    if words.values("unit") and _bare(words, {"unit", "op:convert", "op:total"}) and last.result.figures:
        return _convert(words, last)
    if (words.has("max", "min") or words.values("ordinal") or words.first("top")) and _bare(
        words, {"op:max", "op:min", "ordinal", "top", "op:list", "op:total", "op:convert"}
    ):
        return _pick(words, last, history)
    return _inside(question, words, history) or _same_subject(question, words, history)


def has_content(question: Question) -> bool:
    """Whether a question names something that no closed-list word explains."""
    return any(len(stretch) > 1 or not stretch.isascii() for stretch in question.content)


def _bare(words: Words, allowed: set[str]) -> bool:
    """Whether nothing but ``allowed`` roles (or "role:value") and function words is said."""
    return all(span.role in _OPEN or span.role in allowed or span.text in allowed for span in words.spans)


def _refers_back(question: Question, words: Words) -> bool:
    if refers(question.normal):
        return True
    if has_content(question):
        return False
    if INSIDE.match(question.normal) and _narrows(words):
        return True
    return bool(words.values("both") or words.values("ordinal")) and not words.values("category")


def _combine(words: Words, history: Sequence[Turn]) -> Edit:
    """Sum or difference of the last results."""
    count = int(words.first("both") or 0)
    if re.search(r"[一二两三四五六七八九十\d]年", words.text):
        return Edit(result=Result("clarify", reason="请说明是哪几年的哪几项"))
    last = headlines(history[-1])
    of_last = not count and len(last) > 1 and words.has("total")
    if not count and not of_last and len(recent(history, 3)) > 2 and words.has("total"):
        return ask_back("请说明是哪几项一共多少")
    figures = last if of_last else recent(history, count or 2)
    scope = _scope(history)
    plan = Plan("combine", scope, documents=_documents(history), unit=_money_unit(words), reading="前面几项合并计算")
    if len(figures) < max(count, 2) or len({figure.unit for figure in figures}) > 1:
        return Edit(plan, Result("clarify", reason="前面的回答里没有这么多可以合并的同单位金额，请说明是哪几项"))
    if words.has("difference") and len(figures) == 2:
        ordered = sorted(figures, key=lambda figure: -(figure.value or 0))
        return Edit(plan, Result("answered", difference(ordered[0], ordered[1])))
    parts = [replace(figure, role="part") for figure in figures]
    return Edit(plan, Result("answered", (summed(parts, "以上各项合计"), *parts)))


def combined_with(figure: Figure, history: Sequence[Turn], count: int | None) -> Result:
    """The sum of ``figure`` and the last ``count`` - 1 results; of ``figure`` and the very last one where None."""
    if count is None:
        last = headlines(history[-1])
        if len(last) != 1 or last[0].value is None or last[0].unit != figure.unit:
            return Result("clarify", reason="请说明加在哪一项上")
        parts = [replace(item, role="part") for item in (last[0], figure)]
        return Result("answered", (summed(parts, "以上各项合计"), *parts))
    others = [other for other in recent(history, count) if identity(other) != identity(figure)][-(count - 1) :]
    figures = [*others, figure]
    if len(figures) != count or len({item.unit for item in figures}) > 1:
        return Result("clarify", reason="前面的回答里没有这么多可以合并的同单位金额，请说明是哪几项")
    parts = [replace(item, role="part") for item in figures]
    return Result("answered", (summed(parts, "以上各项合计"), *parts))


def _convert(words: Words, last: Turn) -> Edit | None:
    unit = _money_unit(words)
    heads = headlines(last)
    if not unit or any(figure.unit != "元" for figure in heads) or not heads:
        return None
    base = last.plan or Plan("convert", Scope())
    return Edit(replace(base, operation="convert", unit=unit), last.result)


def _money_unit(words: Words) -> str:
    return next((unit for unit in words.values("unit") if unit in MONEY_UNITS), "")


def _pick(words: Words, last: Turn, history: Sequence[Turn]) -> Edit | None:
    """The largest, the smallest or the n-th of what the last answer listed."""
    if last.plan is not None and last.plan.operation == "pick":
        last = next((t for t in reversed(history) if t.plan is None or t.plan.operation != "pick"), last)
    listed = headlines(last)
    if len(listed) < 2:
        listed = [figure for figure in last.result.figures if figure.role == "part"]
    listed = [figure for figure in listed if figure.value is not None]
    if len(listed) < 2 and words.values("both"):
        listed = recent(history, int(words.first("both")))
    if len(listed) < int(words.first("both") or 0):
        return Edit(result=Result("clarify", reason="前面没有列出这么多项，请说明是哪几项"))
    if not listed:
        return None
    plan = Plan("pick", last.plan.scope if last.plan else Scope(), documents=last.plan.documents if last.plan else ())
    ordinal = words.first("ordinal")
    if ordinal and not words.has("max", "min"):
        index = int(ordinal) - 1 if int(ordinal) > 0 else len(listed) - 1
        if index >= len(listed):
            return Edit(plan, Result("clarify", reason=f"前面只列了{len(listed)}项"))
        chosen = [listed[index]]
    else:
        order = sorted(listed, key=lambda figure: (figure.value or 0) if words.has("min") else -(figure.value or 0))
        limit = int(words.first("top") or 1)
        chosen = [f for f in order if (f.value or 0) in {g.value or 0 for g in order[:limit]}]
    heads = tuple(replace(figure, role="headline") for figure in chosen)
    alone = "项目" in words.values("noun") or "line" in words.values("noun")
    note = f"在前面列出的{len(listed)}项中比较" if not ordinal else ""
    return Edit(plan, Result("answered", heads, note=note), weak=alone)


def _same_subject(question: Question, words: Words, history: Sequence[Turn]) -> Edit | None:
    """A new measure, attribute, kind, stage or year for the subject of the last question that had one."""
    turn = next((turn for turn in reversed(history) if turn.plan is not None and turn.plan.subjects), None)
    if turn is None or turn.plan is None:
        return None
    years = words.values("year")
    weak = _ELLIPTICAL.search(question.normal) is None
    if (
        years
        and words.has("change", "difference")
        and _bare(words, {"year", "compare", "base", "op:change", "op:difference", "op:share", "unit"})
    ):
        return Edit(text=f"{turn.question.strip().rstrip('?？呢。')}，{question.text.lstrip('那它')}", weak=False)
    if years and _bare(words, {"year", "op:correct"}):
        return Edit(text=_with_year(turn.question, years[0]), weak=weak)
    if years:
        return None
    roles = {"measure", "attribute", "kind", "fund", "side", "stage", "op:change", "base", "unit", "op:count"}
    said = [span for span in question.spans if span.role in roles or span.text in roles]
    if not said or words.first("measure") == "目标值":
        return None
    if len(turn.plan.subjects) > 1 and turn.plan.operation != "lookup":
        return None
    return Edit(plan=_renewed(turn.plan, words), weak=weak)


def _narrows(words: Words) -> bool:
    """Whether a part of a figure is asked for: a kind of expenditure, a source of funds, a side, a measure."""
    return any(words.values(role) for role in ("kind", "fund", "side", "measure"))


def _inside(question: Question, words: Words, history: Sequence[Turn]) -> Edit | None:
    """“里面的项目支出”, “它的总预算”: a part of the one thing just spoken of, never of the whole organisation."""
    if not INSIDE.match(question.normal) or not _narrows(words) or words.values("year") or words.has("max", "min"):
        return None
    last = history[-1]
    subjects = {
        (figure.document, figure.statement.subject.key) for figure in headlines(last) if figure.statement is not None
    }
    plan = last.plan
    if plan is not None and plan.operation == "attribute" and len(plan.subjects) == 1:
        subjects = {(plan.documents[0], plan.subjects[0].partition("#")[2])}
    if len(subjects) != 1 or plan is None:
        return ask_back("请说明指的是哪一项")
    document, key = subjects.pop()
    if plan.subjects != (f"{document}#{key}",) or plan.operation not in ("lookup", "change", "attribute", "convert"):
        plan = Plan("lookup", plan.scope, (document,), (f"{document}#{key}",))
    return Edit(plan=_renewed(replace(plan, operation="lookup", view="level"), words))


def _with_year(text: str, year: str) -> str:
    """The earlier question about another year."""
    if re.search(r"(?:19|20)\d{2}\s*年?", text):
        return re.sub(r"(?:19|20)\d{2}(\s*年)?", f"{year}年", text, count=1)
    return f"{year}年{text}"


def _renewed(plan: Plan, words: Words) -> Plan:
    kind = plan.subjects[0].partition("#")[2].partition(":")[0]
    measure = words.first("measure")
    left = tuple(words.values("stage"))
    if words.values("attribute") and not measure:
        return replace(plan, operation="attribute", named=words.first("attribute"), unplaced=left)
    counting = words.has("count") or any(
        unit in ("个", "项", "份", "次", "间", "套", "台") for unit in words.values("unit")
    )
    if kind == "line" and counting and not measure:
        measure = "数量"
    elif counting:
        left += ("多少个",)
    if kind == "project" and words.first("fund") == "财政拨款" and not measure:
        measure = "财政拨款"
    elif kind in ("project", "line") and (words.first("kind") or words.first("fund")):
        left += (words.first("kind") or words.first("fund"),)
    changed = words.has("change") or bool(words.first("base"))
    return replace(
        plan,
        operation="change" if changed else "lookup",
        view="change" if changed else "level",
        measure=measure or plan.measure,
        expenditure_kind=words.first("kind") or plan.expenditure_kind,
        fund_scope=words.first("fund") or plan.fund_scope,
        side=words.first("side") or plan.side,
        unit=_money_unit(words) or plan.unit,
        unplaced=left,
    )


def _scope(history: Sequence[Turn]) -> Scope:
    return next((turn.plan.scope for turn in reversed(history) if turn.plan is not None), Scope())


def _documents(history: Sequence[Turn]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(d for turn in history if turn.plan is not None for d in turn.plan.documents))


def spoken_of(history: Sequence[Turn]) -> tuple[str, str] | None:
    """Document and project key of the one project that the last answered turn was about; None if it was several."""
    for turn in reversed(history):
        heads = [figure for figure in headlines(turn) if figure.statement is not None]
        projects = {(f.document, f.statement.subject.project) for f in heads if f.statement is not None}
        if len(projects) == 1 and ("", "") not in projects:
            document, project = projects.pop()
            return (document, project) if project else None
        if projects:
            return None
        if turn.plan is not None and turn.plan.operation == "attribute":
            document, _, key = turn.plan.subjects[0].partition("#")
            return document, key.removeprefix("project:")
    return None
