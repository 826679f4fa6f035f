"""What a 绩效自评表 says of the execution of a project's budget."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.checks.comparison import Figure, Rule, digits, judged, otherwise, outcome, status_of, tolerance_of
from corpus.checks.forms import funding, subject_of
from corpus.form_words import STAGE_NAMES, staged
from corpus.records import UNITS_PER_YUAN, Check, CheckStatus, Project, Reading, Severity

_RATE = Rule("execution-rate", Severity.ERROR)
_SPENT = Rule("spent-within-budget", Severity.WARNING)
_SOURCES = ("当年预算", "财政拨款", "上年结转资金", "其他资金")
_HUNDRED = 100 * UNITS_PER_YUAN


def execution_rate(reading: Reading) -> Iterator[Check]:
    """执行率 = 全年执行数 ÷ 全年预算数 of the project's whole money."""
    checks = (check for project in reading.projects if (check := _rate(project)) is not None)
    yield from otherwise(checks, _RATE.not_run("没有列示执行率的绩效自评表"))


def _figures(project: Project, source: str) -> tuple[Figure | None, Figure | None]:
    budget, spent = (funding(project, staged(source, name)) for name in STAGE_NAMES[1:])
    return budget, spent


def _rate(project: Project) -> Check | None:
    """None for a form without a rate of execution."""
    printed = funding(project, staged("当年预算", "执行率"))
    if printed is None:
        return None
    budget, spent = _figures(project, "当年预算")
    lead, subjects = f"项目“{project.name}”", (subject_of(project),)
    if printed.amount is None or printed.amount.unit != "%":
        return _RATE.not_run(f"{lead}的执行率不是百分数", subjects)
    if budget is None or spent is None or budget.amount is None or spent.amount is None or budget.value <= 0:
        return _RATE.not_run(f"{lead}未同时列示全年预算数和全年执行数", subjects)
    expected = (2 * spent.value * _HUNDRED + budget.value) // (2 * budget.value)
    tolerance = printed.amount.step // 2 + (tolerance_of([spent, budget]) * _HUNDRED + budget.value - 1) // budget.value
    status = status_of(printed.value - expected, tolerance)
    share = digits(expected, printed.amount.step, "%")
    sentence = f"{lead}：全年执行数{spent.text}÷全年预算数{budget.text}＝{share}，与执行率{printed.text}"
    sentence += outcome(status, printed.value - expected, "%")
    values = (expected, printed.value, tolerance)
    return judged(_RATE, status, sentence, ([spent, budget], [printed]), values, "%")


def spent_within_budget(reading: Reading) -> Iterator[Check]:
    """全年执行数 ≤ 全年预算数, of the whole money and of each source."""
    checks = (
        _within(project, source, budget, spent)
        for project in reading.projects
        for source in _SOURCES
        for budget, spent in (_figures(project, source),)
        if budget is not None and spent is not None and budget.amount is not None and spent.amount is not None
    )
    yield from otherwise(checks, _SPENT.not_run("没有同时列示全年预算数和全年执行数的绩效自评表"))


def _within(project: Project, source: str, budget: Figure, spent: Figure) -> Check:
    tolerance = tolerance_of([budget, spent])
    status = CheckStatus.FAIL if spent.value > budget.value + tolerance else CheckStatus.PASS
    words = "超过" if status is CheckStatus.FAIL else "未超过"
    sentence = f"项目“{project.name}”：{source}全年执行数{spent.text}{words}全年预算数{budget.text}"
    return judged(_SPENT, status, sentence, ([budget], [spent]), (budget.value, spent.value, tolerance), "元")
