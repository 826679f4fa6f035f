"""Questions whether figures agree, answered from the stored checks: never from a computation of the moment."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from assistant.audit_words import Asked, asked
from assistant.facts_view import FactsView, Want
from assistant.labels import blocks_of, flat
from assistant.link import Candidate
from assistant.plan_context import Context, context_of, reference
from assistant.plan_words import Words
from assistant.printings import printed, printings_of
from assistant.records import Figure, Plan, Question, Result
from corpus.amounts import money
from corpus.records import Amount, Check, CheckStatus, Severity

RULE_WORDS: Mapping[str, str] = {
    "line-product": "单价乘数量 明细金额",
    "lines-total": "明细之和 明细加起来 相加 金额合计 当年预算 明细合计",
    "form-total-vs-year": "金额合计 当年预算",
    "projects-vs-expenditure": "申报表合计 各项目当年预算之和 支出总表的项目支出 项目加起来 汇总",
    "projects-vs-narrative-money": "绩效目标部分 说明 申报表汇总 项目资金 绩效目标表的资金加起来 申报表加起来",
    "projects-vs-narrative-count": "绩效目标部分 说明 申报表 项目个数",
    "narrative-vs-table": "编制说明 说明里的数 文字 表格里的数 表里",
    "income-equals-expenditure": "收入总计和支出总计 收支平衡",
    "three-public-parts": "三公经费各项相加 加起来 合计与分项 各项之和",
    "row-parts": "基本支出加项目支出 人员经费加公用经费 合计与分项 各栏相加 支出总计",
    "parent-of-children": "类款项 款之和 项之和 下级科目之和 分项合计",
    "total-of-classes": "各类之和 各科目之和 加起来 合计 支出总计",
    "three-public-vs-economic": "三公经费表 经济分类表",
    "narrative-list-total": "编制说明里列的科目 各科目加起来 支出总额 之和",
    "table-vs-table": "总表 支出总表 收入总表 经济分类表 功能分类表 合计",
    "scope-vs-scope": "支出总表 财政拨款 一般公共预算 功能分类表",
    "year-funding-parts": "当年财政拨款 上年结转资金 其他资金 当年预算 年度资金申请总额 年度资金总额",
    "project-funding-parts": "项目资金总额 财政资金 其他资金",
    "execution-rate": "执行率 全年执行数 全年预算数",
    "spent-within-budget": "全年执行数 全年预算数 超预算",
    "project-vs-sentence": "说明 文字 项目预算 申报表 年度预算安排",
    "quarters-vs-year": "各季度用款计划合计 季度用款计划之和 申报表",
    "fiscal-funding-parts": "上级 本级 下级 财政拨款",
    "year-within-total": "总预算 当年预算",
    "empty-table-note": "三公经费表 表下的注 空表 表里的数 表下面的注",
    "narrative-repeats": "说明前后 两个数 同一个数",
    "change-within-level": "增减 增加额 减少额 编制说明",
    "narrative-parts": "增减 编制说明",
}
"""How people speak of what a rule compares (general words of budget accounting)."""

_MOST = 12
_COUNTING = ("empty-table-note",)
"""Rules whose sentence counts figures and does not state them."""

_OF_ROWS = ("row-parts",)
"""Rules that are applied to every row of a table as to its total."""

_MOST_FAILED = 40
_MOST_CHECKED = 20
_FEW = 3
_SURE = 0.6
_LEAST = 0.6
_NARROWING = frozenset({"side", "kind", "fund", "op:check", "op:total", "op:difference", "op:list", "op:convert"})
_ROWS = ("function", "economic", "item")


def audit_answer(context: Context) -> tuple[Plan, Result] | None:
    """The answer to a question whether figures agree; None for a question that asks something else.

    First every printing of the one thing that is named, with the checks between them; else the stored checks that
    speak of all that is named. Nothing is computed that no rule compares.
    """
    wanted = asked(context.question)
    if wanted is None:
        return None
    inner = context_of(wanted.question, context.views, context.scope, context.strange_years)
    content = inner.content()
    named = _named(inner, content)
    sure = [candidate for candidate in named if candidate.exact or candidate.match.share > _LEAST]
    plan = Plan(
        "check",
        context.scope,
        documents=tuple(view.document.id for view in context.views),
        subjects=tuple(dict.fromkeys(reference(candidate) for candidate in sure[:_MOST_CHECKED])),
        named=context.text,
    )
    if wanted.everything and not content:
        return plan, _all_checks(context.views)
    years = {span.text for span in context.question.spans if span.role == "year"}
    strange = years - {str(view.document.fiscal_year) for view in context.views}
    listed = _printings(wanted, inner, named) if wanted.printings and not strange else None
    if listed is not None:
        return plan, listed
    return plan, answer_checks(plan, wanted, content, context.views, strange)


def _named(context: Context, content: frozenset[int]) -> list[Candidate]:
    """The subjects that the content names; by a whole name of closed-list words where there is no content."""
    found = context.linker.candidates(content)
    return [c for c in found if c.subject.kind != "indicator"]


def _printings(wanted: Asked, context: Context, named: Sequence[Candidate]) -> Result | None:
    """The printings of the best-named subjects, where they are one thing: one name, in one document."""
    own = [c for c in named if not c.bound]
    claimed = _printing_a_claim(wanted, context, own)
    own = claimed or own
    exact = [c for c in own if c.exact] or [c for c in own[:1] if c.match.share >= _SURE or c in claimed]
    if not own or len(context.views) != 1 or len({flat(c.subject.name) for c in exact}) > 1:
        return None
    first = _printed_of(wanted, context, exact) if exact else None
    if first is not None:
        return first
    others = [_printed_of(wanted, context, [c]) for c in own if c not in exact and c.subject.kind in _ROWS]
    printed = [found for found in others if found is not None]
    return printed[0] if len(printed) == 1 else None


def _printing_a_claim(wanted: Asked, context: Context, named: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that print an amount which the question states: these are meant, whatever others are called."""
    stated = {amount.value for claim in wanted.claims if (amount := _amount_of(claim)) is not None}
    if not stated or len(context.views) != 1:
        return []
    by_subject = context.views[0].by_subject
    return [
        candidate
        for candidate in named
        if any(
            item.amount is not None and item.amount.value in stated
            for statement in by_subject.get(candidate.subject.key, ())
            for item in statement.observations
        )
    ]


def _amount_of(claim: str) -> Amount | None:
    """A stated amount such as 220.63万元 or 12万."""
    match = re.fullmatch(r"(?P<digits>[\d.]+)(?P<scale>万元|亿元|元|万|亿)", claim)
    if match is None:
        return None
    scale = f"{match['scale'].removesuffix('元')}元"
    try:
        return money(match["digits"], scale, claim)
    except ValueError:
        return None


def _printed_of(wanted: Asked, context: Context, named: Sequence[Candidate]) -> Result | None:
    """The printings of these subjects; None where a measure or a change is asked for, or there is only one."""
    words = context.words(named[0].match.explained)
    if words.counting_unit or words.leftover(_NARROWING):
        return None
    subjects = list(dict.fromkeys(c.subject for c in named))
    want = Want(side=words.first("side"), kind=words.first("kind"), fund=words.first("fund"))
    return printings_of(context.views[0], subjects, want, wanted.claims, wanted.tables, wanted.in_text)


def _all_checks(views: Sequence[FactsView]) -> Result:
    """Everything that does not agree; where nothing fails, that it was checked and how it ended."""
    every = [(view.document.id, check) for view in views for check in view.reading.checks]
    ran = [(d, c) for d, c in every if c.status is not CheckStatus.NOT_RUN and c.severity is not Severity.NOTICE]
    if not ran:
        return Result("not_found", reason="没有可以核对的勾稽关系")
    failed = [pair for pair in ran if pair[1].status is CheckStatus.FAIL]
    shown = failed or sorted(ran, key=lambda pair: pair[1].status is CheckStatus.PASS)[:_FEW]
    return Result("answered", checks=tuple(shown[:_MOST_FAILED]), note=summary([check for _, check in ran]))


def answer_checks(
    plan: Plan, wanted: Asked, content: frozenset[int], views: Sequence[FactsView], years: Collection[str] = ()
) -> Result:
    """The checks that a question asks about; not_found when some content word of it belongs to none.

    ``years`` are those of the question that are no document's own: a check must speak of each.

    Where all that does not agree is asked for, what is named must be a subject; where failures are asked for, those
    that disagree are shown alone, if there are any.
    """
    question = wanted.question
    meaningful = telling(question)
    counted = Words(question.spans, question.normal).counting_unit
    scored: list[tuple[float, str, Check]] = []
    for view in views:
        keys = {item.partition("#")[2] for item in plan.subjects if item.startswith(view.document.id)}
        for check in view.reading.checks:
            if (counted and check.unit != counted) or any(year not in check.sentence for year in years):
                continue
            value = score(check, question.normal, content, meaningful, keys)
            if value is not None and (not wanted.everything or not content or keys & set(check.subjects)):
                scored.append((value, view.document.id, check))
    if not content and not meaningful:
        if not (wanted.everything or any(span.text == "op:check" for span in question.spans)):
            return Result("not_found", reason="请说明要核对的是哪一项")
        scored = [
            (1.0, d, c) for _, d, c in scored if c.status is CheckStatus.FAIL and c.severity is not Severity.NOTICE
        ]
    if wanted.claims:  # what the question says is printed must be what a check compares
        scored = [item for item in scored if any(_digits(claim) in item[2].sentence for claim in wanted.claims)]
    if not scored:
        return Result("not_found", reason="没有与这个问题对应的核对")
    best = max(value for value, _, _ in scored)
    chosen = [(document, check) for value, document, check in scored if value >= best - 1e-9]
    if not content:  # no row is named: of the rules for every row, those of the total are meant
        whole = {c.rule for _, c in chosen if c.rule in _OF_ROWS and "organisation" in c.subjects}
        chosen = [(d, c) for d, c in chosen if c.rule not in whole or "organisation" in c.subjects]
    ran = [pair for pair in chosen if pair[1].status is not CheckStatus.NOT_RUN]
    if wanted.failures:
        ran = [pair for pair in ran if pair[1].status is CheckStatus.FAIL] or ran
    if not ran:
        return Result("not_found", reason=chosen[0][1].sentence, checks=tuple(chosen[:1]))
    order = {CheckStatus.FAIL: 0, CheckStatus.ROUNDING: 1, CheckStatus.PASS: 2}
    ran.sort(key=lambda pair: order[pair[1].status])
    note = summary([check for _, check in ran])
    apart = [pair for pair in ran if pair[1].status is not CheckStatus.PASS]
    passed = [pair for pair in ran if pair[1].status is CheckStatus.PASS]
    shown = ((*apart, *passed[:_FEW]) if apart else tuple(passed))[:_MOST]
    return Result("answered", _unsaid(shown, views), checks=shown, note=note)


def _digits(claim: str) -> str:
    """A stated amount without its unit, as checks print it."""
    number = claim.rstrip("亿万元")
    whole, _, rest = number.partition(".")
    return f"{int(whole):,}{'.' + rest if rest else ''}"


def telling(question: Question) -> list[frozenset[int]]:
    """Where the words of budget accounting stand that a check must speak of, at least half of them."""
    return [
        frozenset(range(span.start, span.stop))
        for span in question.spans
        if span.role in ("kind", "side", "fund", "measure", "category", "doc") or span.text == "op:total"
    ]


def _unsaid(checks: Sequence[tuple[str, Check]], views: Sequence[FactsView]) -> tuple[Figure, ...]:
    """The figures that failed checks count without stating their amounts (of a table said to be empty)."""
    by_id = {view.document.id: view for view in views}
    figures: list[Figure] = []
    for document, check in checks:
        if check.status is not CheckStatus.FAIL or check.rule not in _COUNTING:
            continue
        view = by_id[document]
        for place in (*check.expected_places, *check.actual_places):
            found = view.printed_at(place)
            figure = printed(view, *found) if found is not None else None
            figures += [figure] if figure is not None else []
    return tuple(figures[:_MOST])


def score(
    check: Check, question: str, content: frozenset[int], meaningful: Sequence[frozenset[int]], keys: set[str]
) -> float | None:
    """How much of the question the check speaks of; None when a content word, or half of the others, is not in it."""
    text = flat(check.sentence) + "\1" + flat(RULE_WORDS.get(check.rule, ""))
    about = bool(keys & set(check.subjects))
    allowed = len(content) / 4 if about else 0
    if sum(question[i] not in text for i in content) > allowed:
        return None  # A sign that stands nowhere in the sentence needs no search for stretches.
    covered = {i for block in blocks_of(question, text) for i in range(block.start, block.stop)}
    if len(content - covered) > allowed:
        return None
    words = frozenset().union(*meaningful)
    told = frozenset().union(*(word for word in meaningful if word <= covered))
    wanted = content | words
    share = len((covered & content) | told) / max(len(wanted), 1)
    if wanted and share < _LEAST:
        return None
    return share + (1.0 if about else 0.0)


def summary(checks: Sequence[Check]) -> str:
    """How many checks there were and how they ended."""
    counts = {status: sum(check.status is status for check in checks) for status in CheckStatus}
    parts = []
    if counts[CheckStatus.FAIL]:
        parts.append(f"{counts[CheckStatus.FAIL]}项不一致")
    if counts[CheckStatus.ROUNDING]:
        parts.append(f"{counts[CheckStatus.ROUNDING]}项在舍入范围内")
    if counts[CheckStatus.PASS]:
        parts.append(f"{counts[CheckStatus.PASS]}项一致")
    return f"共核对{sum(counts.values())}项：" + "，".join(parts)
