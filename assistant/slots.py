"""Slots of the last question filled anew: another measure, field, kind, stage or year of the same subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.belonging import named
from assistant.form_indicators import NAMED
from assistant.plan_words import MONEY_UNITS, Words
from assistant.pointing import LEAD, ONE, TAIL, is_last, one_of
from assistant.records import Figure, Plan, Question, Result, Turn
from assistant.references import INSIDE
from assistant.turns import NOTHING_SHOWN, Edit, ask_back, headlines, operation, unanswered, valued
from assistant.understand import understand

_POINTED = re.compile(rf"^{LEAD}(?P<one>{ONE})(?:是|的)*(?P<rest>.+)$")
_OPEN = frozenset({"func", "noun", "near", "join", "period", "all", "now", "verb"})
_ELLIPTICAL = re.compile(r"^[那它其]|呢$|^(?:换|再)")


def has_content(question: Question) -> bool:
    """Whether a question names something that no closed-list word explains."""
    return any(len(stretch) > 1 or not stretch.isascii() for stretch in question.content)


def says_only(words: Words, allowed: set[str]) -> bool:
    """Whether nothing but ``allowed`` roles (or "role:value") and function words is said."""
    return all(span.role in _OPEN or span.role in allowed or span.text in allowed for span in words.spans)


def money_unit(words: Words) -> str:
    return next((unit for unit in words.values("unit") if unit in MONEY_UNITS), "")


def of_pointed(question: Question, history: Sequence[Turn]) -> Edit | None:
    """“后者的项目性质”, “第二个什么时候结束”: a measure or a field of the figure that is pointed at."""
    match = _POINTED.match(question.normal)
    rest = understand(match["rest"]) if match is not None else None
    if match is None or rest is None or has_content(rest) or any(span.role == "year" for span in rest.spans):
        return None
    return same_subject(question, Words(rest.spans, rest.normal), history)


_PROJECT_TOTAL = re.compile(rf"{LEAD}(?:该|这个?|整个)?项目的?(?:总额|总金额|总资金|总的预算|总共){TAIL}")


def total_of_project(question: Question, history: Sequence[Turn]) -> Edit | None:
    """“项目总额呢” after a project's budget of the year: its total budget."""
    if not _PROJECT_TOTAL.fullmatch(question.normal) or unanswered(history):
        return None
    heads = [figure for figure in valued(history[-1]) if figure.statement is not None]
    plan = _plan_about(history[-1], None)
    if len(heads) != 1 or plan is None or not plan.subjects[0].partition("#")[2].startswith("project:"):
        return None
    plan = replace(plan, operation="lookup", view="level", measure="项目总预算")
    return Edit(plan=plan, asked=f"{named(heads[0])}项目总预算")


def same_subject(question: Question, words: Words, history: Sequence[Turn]) -> Edit | None:
    """A new measure, attribute, kind, stage or year for the subject of the last turn."""
    years = words.values("year")
    weak = _ELLIPTICAL.search(question.normal) is None
    if years:
        return _other_year(question, words, history, weak)
    if words.values("base") and says_only(words, {"base"}) and not unanswered(history):
        return _year_before(history)
    roles = {"measure", "attribute", "kind", "fund", "side", "stage", "op:change", "base", "unit", "op:count"}
    said = [span for span in question.spans if span.role in roles or span.text in roles]
    if not said or ("目标值" in words.values("measure") and len(set(words.values("measure"))) > 1):
        return None  # 完成率的目标值 names an indicator
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
    weak = weak and not words.values("attribute") and not _same_slot(words, history[-1])
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
    if not says_only(words, set(_SLOTS)) or last.plan is None or last.plan.subjects[:1] == ():
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
        return _asked_year("请说明要查哪一项") if says_only(words, {"year", "op:correct"}) else None
    years = words.values("year")
    if words.has("change", "difference") and says_only(
        words, {"year", "compare", "base", "op:change", "op:difference", "op:share", "unit"}
    ):
        return Edit(text=f"{last.question.strip().rstrip('?？呢。')}，{question.text.lstrip('那它')}", weak=False)
    if not says_only(words, {"year", "op:correct"}):
        return None
    moved = last.plan is not None and last.plan.view != "level" and not unanswered(history)
    if moved and re.search("是多少|应该是|该是|多少", question.normal):
        heads = [figure for figure in valued(last) if named(figure)]
        return Edit(text=f"{years[0]}年{named(heads[0])}") if len(heads) == 1 else _asked_year("请说明要查哪一项")
    series = {named(figure) for figure in valued(last)} if operation(last) == "series" else set()
    if len(series) == 1 and "" not in series and len(set(years)) == 1:
        return Edit(text=f"{years[0]}年{series.pop()}")
    if len(set(_YEARS.findall(last.question))) > 1 or len(set(years)) > 1:
        return _asked_year("请说明是哪两年相比")
    return Edit(text=_with_year(last.question, years[0]), weak=weak)


def narrows(words: Words) -> bool:
    """Whether a part of a figure is asked for: a kind of expenditure, a source of funds, a side, a measure."""
    return any(words.values(role) for role in ("kind", "fund", "side", "measure"))


def inside_last(question: Question, words: Words, history: Sequence[Turn]) -> Edit | None:
    """“里面的项目支出”, “它的总预算”: a part of the one thing just spoken of, never of the whole organisation."""
    if not INSIDE.match(question.normal) or not narrows(words) or words.values("year") or words.has("max", "min"):
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
        unit=money_unit(words) or plan.unit,
        unplaced=left,
    )
