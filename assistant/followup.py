"""Follow-ups: edits of what the conversation already holds. A question with a subject of its own is no follow-up.

Everything is decided from the turns given in; there is no server state.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.aggregate import difference, summed
from assistant.form_indicators import NAMED
from assistant.last_result import Facts, below, of_last_result, subject_spoken_of
from assistant.plan_words import MONEY_UNITS, Words
from assistant.pointing import ONE, in_order, is_last, one_of, some_of
from assistant.records import Figure, Plan, Question, Result, Turn
from assistant.references import INSIDE, LEAD, TAIL, named, overlapping, referring, refers
from assistant.turns import (
    NOTHING_SHOWN,
    Edit,
    ask_back,
    headlines,
    identity,
    is_sum,
    listed,
    operation,
    plan_on,
    recent,
    scope_of_talk,
    unanswered,
    valued,
)
from assistant.understand import understand

_OPEN = frozenset({"func", "noun", "near", "join", "period", "all", "now", "verb"})
_ELLIPTICAL = re.compile(r"^[那它其]|呢$|^(?:换|再)")
_WHICH = re.compile(r"哪[一两二三四五六七八九十\d]{1,2}[个项条]")
"""哪三个项目 asks which of all of them, and points at nothing."""

_POINTED = re.compile(rf"^{LEAD}(?P<one>{ONE})(?:是|的)*(?P<rest>.+)$")


def edit(question: Question, history: Sequence[Turn], facts: Facts) -> Edit | None:
    """The edit that a question without a subject of its own asks for; None when it stands alone."""
    words = Words(question.spans, question.normal)
    if _WHICH.search(question.normal) and words.names_items:
        return None
    if not history:
        return ask_back("请说明指的是哪几项") if _refers_back(question, words) else None
    referred = referring(question, history) or of_last_result(question, words, history, facts)
    if referred is not None:
        return referred
    of_years = _among_years(question, words, history)
    if of_years is not None:
        return of_years
    pointed = _of_pointed(question, history)
    if pointed is not None:
        return pointed
    if has_content(question) or words.has("share"):
        return None
    whole = _total_of_project(question, history)
    if whole is not None:
        return whole
    if words.has("negation", "each", "arithmetic"):
        return None
    if words.has("max", "min") and words.values("both") and not words.has("total", "difference"):
        return _pick(words, history, facts)
    listing = len(valued(history[-1])) > 1
    placed = {"both", "op:total", "op:difference", "unit", "op:convert", "op:list"}
    if (words.values("both") and _bare(words, placed)) or (
        words.has("total", "difference")
        and _bare(words, {"op:total", "op:difference", "unit", "op:convert"} | ({"money"} if listing else set()))
    ):
        return _combine(words, history)
    if words.values("unit") and _bare(words, {"unit", "op:convert", "op:total"}) and headlines(history[-1]):
        return _convert(words, history[-1])
    if (words.has("max", "min") or words.values("ordinal") or words.first("top") or words.first("nth")) and _bare(
        words, {"op:max", "op:min", "ordinal", "top", "nth", "level", "op:list", "op:total", "op:convert"}
    ):
        return _pick(words, history, facts)
    return _inside(question, words, history) or _same_subject(question, words, history)


_WHICH_YEAR = re.compile(rf"{LEAD}(?:是|在)?(?:哪一?年|哪一个?年度)的?(?:更|最)?(?P<way>[多大高少小低])一?些?{TAIL}")


def _among_years(question: Question, words: Words, history: Sequence[Turn]) -> Edit | None:
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


def _of_pointed(question: Question, history: Sequence[Turn]) -> Edit | None:
    """“后者的项目性质”, “第二个什么时候结束”: a measure or a field of the figure that is pointed at."""
    match = _POINTED.match(question.normal)
    rest = understand(match["rest"]) if match is not None else None
    if match is None or rest is None or has_content(rest) or any(span.role == "year" for span in rest.spans):
        return None
    return _same_subject(question, Words(rest.spans, rest.normal), history)


_PROJECT_TOTAL = re.compile(rf"{LEAD}(?:该|这个?|整个)?项目的?(?:总额|总金额|总资金|总的预算|总共){TAIL}")


def _total_of_project(question: Question, history: Sequence[Turn]) -> Edit | None:
    """“项目总额呢” after a project's budget of the year: its total budget."""
    if not _PROJECT_TOTAL.fullmatch(question.normal) or unanswered(history):
        return None
    heads = [figure for figure in valued(history[-1]) if figure.statement is not None]
    plan = _plan_about(history[-1], None)
    if len(heads) != 1 or plan is None or not plan.subjects[0].partition("#")[2].startswith("project:"):
        return None
    plan = replace(plan, operation="lookup", view="level", measure="项目总预算")
    return Edit(plan=plan, asked=f"{named(heads[0])}项目总预算")


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
    found = last if of_last else some_of(f"这{count or 2}项", history)
    plan = Plan("combine", scope_of_talk(history), documents=_documents(history), unit=_money_unit(words))
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
    unit = _money_unit(words)
    heads = headlines(last)
    if not unit or any(figure.unit != "元" for figure in heads) or not heads:
        return None
    base = last.plan or Plan("convert", scope_of_talk((last,)))
    return Edit(replace(base, operation="convert", unit=unit), last.result, asked=last.question)


def _money_unit(words: Words) -> str:
    return next((unit for unit in words.values("unit") if unit in MONEY_UNITS), "")


def _pick(words: Words, history: Sequence[Turn], facts: Facts) -> Edit | None:
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
    kinds = {"expenditure_kind": last.expenditure_kind, "fund_scope": last.fund_scope, "side": last.side}
    topic = facts(document).subjects[key].name
    return Edit(Plan(operation, last.scope, (document,), subjects, topic, order=order, limit=limit, **kinds))


def _same_subject(question: Question, words: Words, history: Sequence[Turn]) -> Edit | None:
    """A new measure, attribute, kind, stage or year for the subject of the last turn."""
    years = words.values("year")
    weak = _ELLIPTICAL.search(question.normal) is None
    if years:
        return _other_year(question, words, history, weak)
    if words.values("base") and _bare(words, {"base"}) and not unanswered(history):
        return _year_before(history)
    roles = {"measure", "attribute", "kind", "fund", "side", "stage", "op:change", "base", "unit", "op:count"}
    said = [span for span in question.spans if span.role in roles or span.text in roles]
    if not said:
        return None
    pointed = _POINTED.match(question.normal)
    figure = _pointed_figure(pointed, history)
    if isinstance(figure, str):
        return ask_back(figure)
    plan = _plan_about(history[-1], figure)
    if plan is None:
        return _offered(question, history) if unanswered(history) and not weak else None
    if words.first("measure") == "目标值":
        return _targets(plan, words)
    rest = question.normal[pointed.start("rest") :] if pointed is not None else question.normal
    name = _name_in_plan(plan, figure or next(iter(valued(history[-1])), None))
    asked = f"{name}{re.sub(rf'^{LEAD}|呢$', '', rest)}" if name else ""
    weak = weak and not _same_slot(words, history[-1])
    if words.first("stage") and asked:
        return Edit(text=asked, weak=weak and figure is None)
    return Edit(plan=_renewed(plan, words), weak=weak and figure is None, asked=asked)


def _offered(question: Question, history: Sequence[Turn]) -> Edit:
    """A question back after a turn that gave nothing; what was spoken of before it is offered, and not assumed."""
    earlier = next((turn for turn in reversed(history) if valued(turn)), None)
    heads = valued(earlier) if earlier is not None else []
    name = named(heads[0]) if len(heads) == 1 else ""
    rest = re.sub(rf"^{LEAD}|呢$", "", question.normal)
    return ask_back(NOTHING_SHOWN, choices=(f"{name}的{rest}",) if name else ())


def _pointed_figure(match: re.Match[str] | None, history: Sequence[Turn]) -> Figure | str | None:
    """The figure that words of reference mean, or why not; None where they mean what the last turn was about."""
    if match is None:
        return None
    found = one_of(match["one"], history)
    about = len(history[-1].plan.subjects) == 1 if history[-1].plan is not None else False
    return None if isinstance(found, str) and about and is_last(match["one"]) else found


_SLOTS = ("kind", "fund", "measure", "side", "stage")


def _same_slot(words: Words, last: Turn) -> bool:
    """Whether nothing but slots is said that the last question, of one subject, fills too: 人员经费 after 公用经费."""
    if not _bare(words, set(_SLOTS)) or last.plan is None or last.plan.subjects[:1] == ():
        return False
    if last.plan.subjects[0].endswith("#organisation"):
        return False
    before = {span.role for span in understand(last.question).spans}
    return any(words.values(role) and role in before for role in _SLOTS)


def _targets(plan: Plan, words: Words) -> Edit | None:
    """The indicators of the project just spoken of, with their target values."""
    if not plan.subjects[0].partition("#")[2].startswith("project:") or len(plan.subjects) != 1:
        return None
    counted = words.has("count") or words.counts
    return Edit(replace(plan, operation="attribute", named=NAMED, measure="", view="level", asks_count=counted))


def _plan_about(turn: Turn, figure: Figure | None) -> Plan | None:
    """The plan of a turn that was about one subject, or that of the ``figure``; None where there is no one subject."""
    plan = turn.plan
    if figure is None and plan is not None and plan.subjects:
        several = len(plan.subjects) > 1 and plan.operation != "lookup"
        if plan.operation in ("lookup", "change", "attribute", "convert", "source") and not several:
            return plan
    heads = valued(turn)
    one = figure or (heads[0] if len(heads) == 1 and operation(turn) == "pick" else None)
    if one is None or one.statement is None or plan is None:
        return None
    return Plan("lookup", plan.scope, (one.document,), (f"{one.document}#{one.statement.subject.key}",))


def _name_in_plan(plan: Plan, figure: Figure | None) -> str:
    if figure is not None and figure.statement is not None:
        return named(figure) if plan.subjects[0].endswith(f"#{figure.statement.subject.key}") else ""
    return ""


def _asked_year(reason: str) -> Edit:
    """A question back after words that named another year: what comes next must not go on with the old one."""
    return Edit(result=Result("clarify", reason=reason))


def _year_before(history: Sequence[Turn]) -> Edit | None:
    """“上一年呢”: the last question about the year before."""
    heads = [figure for figure in valued(history[-1]) if figure.statement is not None]
    years = {figure.statement.period_from for figure in heads if figure.statement is not None}
    if len(years) != 1 or 0 in years or len(set(_YEARS.findall(history[-1].question))) > 1:
        return _asked_year("请说明是哪一年")
    return Edit(text=_with_year(history[-1].question, str(years.pop() - 1)))


_YEARS = re.compile(r"(?:19|20)\d{2}")


def _other_year(question: Question, words: Words, history: Sequence[Turn], weak: bool) -> Edit | None:
    """The question of the last turn about another year; it must have a subject that can be asked for alone."""
    last = history[-1]
    known = last.plan is not None and (last.plan.subjects or last.plan.parts) and not unanswered(history)
    if not known and not has_content(understand(last.question)):
        return _asked_year("请说明要查哪一项") if _bare(words, {"year", "op:correct"}) else None
    years = words.values("year")
    if words.has("change", "difference") and _bare(
        words, {"year", "compare", "base", "op:change", "op:difference", "op:share", "unit"}
    ):
        return Edit(text=f"{last.question.strip().rstrip('?？呢。')}，{question.text.lstrip('那它')}", weak=False)
    if not _bare(words, {"year", "op:correct"}):
        return None
    moved = last.plan is not None and last.plan.view != "level" and not unanswered(history)
    if moved and re.search("是多少|应该是|该是|多少", question.normal):
        heads = [figure for figure in valued(last) if named(figure)]
        return Edit(text=f"{years[0]}年{named(heads[0])}") if len(heads) == 1 else _asked_year("请说明要查哪一项")
    if len(set(_YEARS.findall(last.question))) > 1 or len(set(years)) > 1:
        return _asked_year("请说明是哪两年相比")
    return Edit(text=_with_year(last.question, years[0]), weak=weak)


def _narrows(words: Words) -> bool:
    """Whether a part of a figure is asked for: a kind of expenditure, a source of funds, a side, a measure."""
    return any(words.values(role) for role in ("kind", "fund", "side", "measure"))


def _inside(question: Question, words: Words, history: Sequence[Turn]) -> Edit | None:
    """“里面的项目支出”, “它的总预算”: a part of the one thing just spoken of, never of the whole organisation."""
    if not INSIDE.match(question.normal) or not _narrows(words) or words.values("year") or words.has("max", "min"):
        return None
    last = history[-1]
    if unanswered(history):
        return ask_back(NOTHING_SHOWN)
    pointed = _POINTED.match(question.normal)
    figure = _pointed_figure(pointed, history)
    if isinstance(figure, Figure):
        plan = _plan_about(last, figure)
        return None if plan is None else Edit(plan=_renewed(plan, words))
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
    unit = words.counting_unit
    if kind == "line" and (words.has("count") or unit in ("个", "项", "份", "次", "间", "套", "台")) and not measure:
        measure = "数量"
    elif words.has("count") or unit:
        left += (unit or "多少个",)
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
