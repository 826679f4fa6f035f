"""Questions whether figures agree, answered from the stored checks: never from a computation of the moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.facts_view import FactsView
from assistant.labels import blocks_of, flat
from assistant.records import Plan, Question, Result
from corpus.records import Check, CheckStatus, Severity

RULE_WORDS: Mapping[str, str] = {
    "line-product": "单价乘数量 明细金额",
    "lines-total": "明细之和 明细加起来 相加 金额合计 当年预算 明细合计",
    "form-total-vs-year": "金额合计 当年预算",
    "projects-vs-expenditure": "申报表合计 各项目当年预算之和 支出总表的项目支出 项目加起来 汇总",
    "projects-vs-narrative-money": "绩效目标部分 说明 申报表汇总 项目资金",
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
}
"""How people speak of what a rule compares (general words of budget accounting)."""

_MOST = 12


def answer_checks(plan: Plan, question: Question, content: frozenset[int], views: Sequence[FactsView]) -> Result:
    """The checks that a question asks about; not_found when some content word of it belongs to none."""
    meaningful = frozenset(
        i
        for span in question.spans
        if span.role in ("kind", "side", "fund", "measure", "category", "doc") or span.text == "op:total"
        for i in range(span.start, span.stop)
    )
    scored: list[tuple[float, str, Check]] = []
    for view in views:
        keys = {item.partition("#")[2] for item in plan.subjects if item.startswith(view.document.id)}
        for check in view.reading.checks:
            score = _score(check, question.normal, content, meaningful, keys)
            if score is not None:
                scored.append((score, view.document.id, check))
    if not content and not meaningful:
        scored = [
            (1.0, d, c) for _, d, c in scored if c.status is CheckStatus.FAIL and c.severity is not Severity.NOTICE
        ]
    if not scored:
        return Result("not_found", reason="没有与这个问题对应的核对")
    best = max(score for score, _, _ in scored)
    chosen = [(document, check) for score, document, check in scored if score >= best - 1e-9]
    ran = [pair for pair in chosen if pair[1].status is not CheckStatus.NOT_RUN]
    if not ran:
        return Result("not_found", reason=chosen[0][1].sentence, checks=tuple(chosen[:1]))
    order = {CheckStatus.FAIL: 0, CheckStatus.ROUNDING: 1, CheckStatus.PASS: 2}
    ran.sort(key=lambda pair: order[pair[1].status])
    note = _summary([check for _, check in ran])
    return Result("answered", checks=tuple(ran[:_MOST]), note=note)


def _score(
    check: Check, question: str, content: frozenset[int], meaningful: frozenset[int], keys: set[str]
) -> float | None:
    """How much of the question the check speaks of; None when a content word is not in it."""
    text = flat(check.sentence) + "\1" + flat(RULE_WORDS.get(check.rule, ""))
    covered = {i for block in blocks_of(question, text) for i in range(block.start, block.stop)}
    about = bool(keys & set(check.subjects))
    missing = content - covered
    if missing and not (about and len(missing) <= len(content) / 2):
        return None
    wanted = content | meaningful
    share = len(covered & wanted) / max(len(wanted), 1)
    return share + (1.0 if about else 0.0)


def _summary(checks: Sequence[Check]) -> str:
    counts = {status: sum(check.status is status for check in checks) for status in CheckStatus}
    parts = []
    if counts[CheckStatus.FAIL]:
        parts.append(f"{counts[CheckStatus.FAIL]}项不一致")
    if counts[CheckStatus.ROUNDING]:
        parts.append(f"{counts[CheckStatus.ROUNDING]}项在舍入范围内")
    if counts[CheckStatus.PASS]:
        parts.append(f"{counts[CheckStatus.PASS]}项一致")
    return f"共核对{sum(counts.values())}项：" + "，".join(parts)
