"""Plans about one subject: the figure asked of it, a field of its form, or a question back which one is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.confidence import features
from assistant.facts_view import STAGES, FactsView, Want, best_observation
from assistant.labels import flat
from assistant.link import Candidate
from assistant.plan_context import Context, reference
from assistant.plan_words import Words
from assistant.records import Plan
from corpus.records import Amount, Subject

_RATE = re.compile(r"百分[之比]|%|百分点|降幅|增幅|减幅|涨幅|跌幅|幅度|增长率|下降率|变化率|变动率|增减率|比例")
_NAMED_BUDGETS = re.compile(r"一般公共预算|政府性基金预算|国有资本经营预算|总预算")
_SUBJECTS_OF_TABLES = ("function", "economic", "item", "organisation")
_MOST_CHOICES = 10


def want_of_words(context: Context, kind: str, words: Words) -> Want:
    """What the words ask of a subject of that kind, in the terms its statements are kept under."""
    fund, measure = words.first("fund"), words.first("measure")
    if kind == "project" and not measure and fund == "财政拨款":
        measure, fund = fund, ""  # a form prints its sources of funds as measures of the project
    if kind == "line":
        measure = {"明细金额": "金额", "当年预算": "金额"}.get(measure, measure)
    if kind in _SUBJECTS_OF_TABLES and measure == "当年预算":
        measure = ""
    view = "level"
    base = None
    if words.has("change") or (words.first("base") and words.has("difference")):
        view = "rate" if _RATE.search(context.text) else "change"
        base = min(context.strange_years, default=None)
        if base is not None and _OF_THAT_YEAR.search(context.text):
            base -= 1
    stage, base_stage = _stage(context, words), ""
    if view != "level" and (against := _AGAINST.search(context.text)) is not None:
        base_stage = _BASE_STAGES[against["stage"]]
        stage = "" if stage == base_stage else stage
    years = set(context.strange_years)
    if view == "level" and words.first("base"):
        years |= {view.document.fiscal_year - 1 for view in context.views if view.document.fiscal_year}
    period = next((year for year in sorted(years) if _quoted(context, year, stage)), None)
    side, kinds = words.first("side") or _side_of_table(words.first("table")), words.first("kind")
    return Want(measure, side, kinds, fund, view, base, stage, period, base_stage)


def _side_of_table(table: str) -> str:
    """收入 where a table of income alone is named."""
    return "收入" if "收入" in table and "支出" not in table else ""


_AGAINST = re.compile(
    r"(?:上年|去年|上一年|上年度|20\d{2}年)(?:度|当年|的|预算(?=执行))*(?P<stage>执行数?|决算数?|年初预算|预算数?)"
    r"(?!收入|支出|拨款)"
)
_OF_THAT_YEAR = re.compile(r"20\d{2}年?(?!.{0,4}比20).{1,20}[比较](?:上年|去年|上一年)")
"""2023年某费比上年增加多少 asks for the change in 2023, against the year before it."""
_BASE_STAGES = {
    **{"执行": "执行", "执行数": "执行", "决算": "决算", "决算数": "决算"},
    **{"年初预算": "预算", "预算": "预算", "预算数": "预算"},
}
"""What last year's figure is that a change is measured against, where the question says so."""


def _quoted(context: Context, year: int, stage: str) -> bool:
    return any(view.quotes_year(year, stage) for view in context.views)


def _stage(context: Context, words: Words) -> str:
    """The stage asked for. In final accounts 预算 asks for the budget beside them, elsewhere it is what there is."""
    stage = words.first("stage")
    if stage and stage != "预算":
        return stage
    final = any(view.document.stage == "决算" for view in context.views)
    budget = stage == "预算" or "预算" in _NAMED_BUDGETS.sub("", words.text)
    if not final or not budget:
        return ""
    return "年初预算" if "年初" in words.text else "预算"


def words_of_change(want: Want) -> frozenset[str]:
    """The words that a change, or a rate of change, accounts for beside those of a level."""
    if want.view == "level":
        return frozenset()
    return frozenset(
        {"op:change", "base", "compare", "op:difference"}
        | ({"op:share"} if want.view == "rate" else set())
        | ({f"stage:{want.base_stage}"} if want.base_stage else set())
    )


def figure_plan(
    context: Context, want: Want, subjects: Iterable[str], words: Words, unplaced: tuple[str, ...] = ()
) -> Plan:
    """The plan that looks up ``want`` of ``subjects`` (references), as a level or as a change."""
    subjects = tuple(subjects)
    return Plan(
        "change" if want.view != "level" else "lookup",
        context.scope,
        documents=tuple(dict.fromkeys(item.partition("#")[0] for item in subjects)),
        subjects=subjects,
        measure=want.measure,
        expenditure_kind=want.kind,
        fund_scope=want.fund,
        side=want.side,
        stage=want.stage,
        view=want.view,
        base=want.base,
        base_stage=want.base_stage,
        period=want.period,
        unit=words.unit,
        table=words.first("table"),
        signed="增减" in context.text or "变" in context.text,
        unplaced=unplaced,
    )


def lookup(context: Context, candidates: Sequence[Candidate], words: Words) -> Plan | None:
    """A lookup of one subject (or of several that state one figure); None without candidates."""
    if not candidates:
        return None
    candidates = _having(context, candidates, words)
    kind = candidates[0].subject.kind
    want = want_of_words(context, kind, words)
    if len({c.subject.key for c in candidates}) > 1 and not same_figure(context, candidates, words):
        if not want.stage or any(_prints(context, candidate, words) for candidate in candidates):
            return clarify(context, candidates, words)
        return figure_plan(context, want, (reference(candidates[0]),), words, (words.text_of("stage"),))
    if kind == "project" and want.measure in ("单价", "数量"):
        return _only_line(context, candidates[0], words)
    accepted = _accounted_for(kind, words) | words_of_change(want)
    accepted |= {"stage"} if want.base_stage or _stage_known(want, candidates) else set()
    accepted |= {"base"} if want.period is not None else set()
    left = words.leftover(accepted)
    if "category" in accepted and words.first("category"):
        left += _wrong_category(candidates[0], words)
    plan = figure_plan(context, want, (reference(c) for c in candidates), words, left)
    if kind == "indicator":
        return plan
    named = candidates[0]
    return replace(plan, said=features(named.view.labels, named.match, context.text, context.content()))


def _having(context: Context, candidates: Sequence[Candidate], words: Words) -> Sequence[Candidate]:
    """Of rows that bear one name, those that print the stage that is asked for; all where none does or none is."""
    if not want_of_words(context, candidates[0].subject.kind, words).stage:
        return candidates
    if len({flat(candidate.subject.name) for candidate in candidates}) > 1:
        return candidates
    return [c for c in candidates if _prints(context, c, words)] or candidates


def _prints(context: Context, candidate: Candidate, words: Words) -> bool:
    return bool(candidate.view.find(candidate.subject.key, want_of_words(context, candidate.subject.kind, words)))


def _accounted_for(kind: str, words: Words) -> frozenset[str]:
    """The words that a subject of that kind accounts for: a project's money is always expenditure."""
    accepted = {"op:total", "op:convert", "op:correct", "measure", "unit", "table"}
    accepted |= {"op:list"} if kind in ("function", "economic") else set()  # 列出: to be shown the figure
    if kind not in ("project", "line", "indicator"):
        return frozenset(accepted | {"side", "kind", "fund"})
    accepted |= {"side", "category"} if words.first("side") != "收入" else set()
    accepted |= {"fund"} if kind == "project" and words.first("fund") == "财政拨款" else set()
    accepted |= {"kind:项目支出"} if words.first("kind") == "项目支出" else set()
    return frozenset(accepted)


def _only_line(context: Context, candidate: Candidate, words: Words) -> Plan | None:
    """Unit price and quantity belong to a line: to the project's only one, or to the one that is meant."""
    lines = [replace(candidate, subject=child) for child in candidate.view.children(candidate.subject.key)]
    if len(lines) == 1:
        return lookup(context, lines, words)
    return clarify(context, lines, words) if lines else None


def _stage_known(want: Want, candidates: Sequence[Candidate]) -> bool:
    """Whether the asked stage is one that the candidates' document has figures of."""
    if not want.stage:
        return True
    stages = STAGES.get(want.stage, (want.stage,))
    return any(s.stage in stages for c in candidates for s in c.view.by_subject[c.subject.key])


def _wrong_category(candidate: Candidate, words: Words) -> tuple[str, ...]:
    """The category that is said, where the project is of another one."""
    project = candidate.view.project_of(candidate.subject)
    asked = words.first("category")
    return () if project is not None and project.category == asked else (asked,)


def same_figure(context: Context, candidates: Sequence[Candidate], words: Words) -> bool:
    """Whether all bear one name, longer or shorter, and state one figure, up to half of their printed steps."""
    names = [flat(candidate.subject.name) for candidate in candidates]
    if not all(one in other or other in one for one in names for other in names):
        return False
    figures = [_stated(context, candidate, words) for candidate in candidates]
    known = [figure for figure in figures if figure is not None]
    if not known or len(known) != len(figures) or len({figure.unit for figure in known}) > 1:
        return False
    return all(2 * abs(a.value - b.value) <= (0 if a.step == b.step else a.step + b.step) for a in known for b in known)


def _stated(context: Context, candidate: Candidate, words: Words) -> Amount | None:
    """The amount that a candidate states of what is asked, None where it prints none."""
    found = candidate.view.find(candidate.subject.key, want_of_words(context, candidate.subject.kind, words))
    observation = best_observation(found[0]) if found else None
    return None if observation is None else observation.amount


def clarify(context: Context, candidates: Sequence[Candidate], words: Words) -> Plan:
    """The question back which of the candidates is meant; the figure of the one that the conversation has chosen."""
    chosen = [candidate for candidate in candidates if reference(candidate) in context.meant]
    if chosen and len({c.subject.key for c in chosen}) == 1:
        plan = lookup(context, chosen, words)
        if plan is not None:
            return plan
    names = tuple(dict.fromkeys(described(c.view, c.subject) for c in candidates))[:_MOST_CHOICES]
    subjects = tuple(reference(candidate) for candidate in candidates[:_MOST_CHOICES])
    return Plan("clarify", context.scope, subjects=subjects, choices=names, unit=words.unit)


def described(view: FactsView, subject: Subject) -> str:
    """A name that tells a subject apart from others: with its code or its project."""
    if subject.code:
        above = view.subjects.get(subject.parent)
        return f"{subject.code} {f'{above.name}——' if above is not None else ''}{subject.name}"
    project = view.project_of(subject)
    if subject.kind in ("line", "indicator") and project is not None:
        return f"{project.name}：{subject.name}"
    return subject.name


def field_of_form(context: Context, candidates: Sequence[Candidate], words: Words, attribute: str) -> Plan | None:
    """A field of a project's form: dates, category, policies, aims. None where no project or line is meant."""
    projects = [c for c in candidates if c.subject.kind == "project" and not c.bound]
    projects = projects or [c for c in candidates if c.subject.kind == "line"]
    chosen = [c for c in projects if c.exact] or projects
    if not chosen:
        return None
    keys = list(dict.fromkeys(f"{c.view.document.id}#project:{c.subject.project}" for c in chosen))
    if len(keys) > 1:
        return clarify(context, chosen, words)
    left = words.leftover(frozenset({"attribute", "category", "op:list", "op:convert"}))
    named = next((value for value in words.values("attribute") if value.endswith("管理制度")), attribute)
    document = chosen[0].view.document.id
    return Plan("attribute", context.scope, documents=(document,), subjects=(keys[0],), named=named, unplaced=left)
