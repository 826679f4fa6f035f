"""The arithmetic of a project's form, from a line item up to the budget of the year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.checks.comparison import (
    Figure,
    Rule,
    compare,
    digits,
    judged,
    of_cell,
    otherwise,
    outcome,
    status_of,
)
from corpus.form_words import STAGE_NAMES, is_final, staged
from corpus.records import UNITS_PER_YUAN, Check, LineItem, Project, Reading, Severity

_PRODUCT = Rule("line-product", Severity.ERROR)
_LINES = Rule("lines-total", Severity.ERROR)
_YEAR = Rule("form-total-vs-year", Severity.ERROR)
_FUNDING = Rule("year-funding-parts", Severity.ERROR)
_FISCAL = Rule("fiscal-funding-parts", Severity.ERROR)
_REPEATED = Rule("funding-repeats", Severity.ERROR)
_PROJECT = Rule("project-funding-parts", Severity.ERROR)
_SOURCES = ("财政拨款", "上年结转资金", "其他资金")
_LEVELS = ("上级财政拨款", "本级财政安排", "下级财政配套")
_FACTORS = ("明细金额", "单价", "数量")


def subject_of(project: Project) -> str:
    """The subject key of a project."""
    return f"project:{project.key}"


def funding(project: Project, name: str) -> Figure | None:
    """The first printing of a funding line that holds an amount, else its first printing; None if there is none."""
    cells = dict(project.funding).get(name, ())
    cell = next((cell for cell in cells if cell.amount), cells[0] if cells else None)
    return of_cell(name, cell, subject_of(project)) if cell else None


def line_product(reading: Reading) -> Iterator[Check]:
    """单价 × 数量 = 明细金额. The quantity is exact; its printed decimals are no rounding."""
    checks = (_product(project, line) for project in reading.projects for line in project.lines)
    yield from otherwise((check for check in checks if check), _PRODUCT.not_run("没有项目构成明细"))


def _product(project: Project, line: LineItem) -> Check | None:
    key, lead = f"line:{line.key}", f"项目“{project.name}”明细“{line.detail or line.content}”"
    cells = [cell for cell in (line.amount, line.unit_price, line.quantity) if cell is not None and cell.amount]
    if not cells:
        return None
    if len(cells) < len(_FACTORS):
        return _PRODUCT.not_run(f"{lead}未同时列示金额、单价和数量", (key, subject_of(project)))
    amount, price, quantity = (of_cell(name, cell, key) for name, cell in zip(_FACTORS, cells, strict=True))
    check = _multiplied(lead, amount, price, quantity)
    return replace(check, subjects=(key, subject_of(project)))


def _multiplied(lead: str, amount: Figure, price: Figure, quantity: Figure) -> Check:
    expected = (price.value * quantity.value + UNITS_PER_YUAN // 2) // UNITS_PER_YUAN
    steps = [figure.amount.step if figure.amount else 0 for figure in (amount, price, quantity)]
    tolerance = (steps[1] * abs(quantity.value) // UNITS_PER_YUAN + steps[0]) // 2
    status = status_of(amount.value - expected, tolerance)
    written = digits(expected, min(steps[:2]), "元")
    product = f"单价{price.text.removesuffix('元')}×数量{digits(quantity.value, steps[2], '')}＝{written}"
    verdict = outcome(status, amount.value - expected, "元")
    sentence = f"{lead}：{product}，与明细金额{amount.text}{verdict}"
    return judged(_PRODUCT, status, sentence, ([price, quantity], [amount]), (expected, amount.value, tolerance), "元")


def lines_total(reading: Reading) -> Iterator[Check]:
    """The line items sum to 金额合计."""
    yield from otherwise(_lines(reading), _LINES.not_run("没有项目构成分解"))


def _lines(reading: Reading) -> Iterator[Check]:
    for project in reading.projects:
        parts = _line_figures(project)
        if not parts and project.lines_total is None:
            continue
        if not parts or project.lines_total is None:
            yield _LINES.not_run(f"项目“{project.name}”未同时列示明细与金额合计", (subject_of(project),))
            continue
        whole = of_cell("金额合计", project.lines_total, subject_of(project))
        yield compare(_LINES, f"项目“{project.name}”", parts, [whole])


def form_total_vs_year(reading: Reading) -> Iterator[Check]:
    """金额合计 (without one, the sum of the lines) = 当年预算."""
    yield from otherwise(_totals(reading), _YEAR.not_run("没有项目构成分解"))


def _totals(reading: Reading) -> Iterator[Check]:
    for project in reading.projects:
        if not project.lines and project.lines_total is None:
            continue
        year = funding(project, "当年预算")
        total = project.lines_total
        parts = [of_cell("金额合计", total, subject_of(project))] if total else _line_figures(project)
        if year is None or not parts:
            yield _YEAR.not_run(f"项目“{project.name}”未同时列示当年预算与金额合计", (subject_of(project),))
        else:
            yield compare(_YEAR, f"项目“{project.name}”", parts, [year])


def year_funding_parts(reading: Reading) -> Iterator[Check]:
    """当年预算 = 财政拨款 + 上年结转资金 + 其他资金, on a 绩效自评表 for each of its stages."""
    checks = (
        _funding_sum(project, _FUNDING, staged("当年预算", stage), [staged(part, stage) for part in _SOURCES])
        for project in reading.projects
        for stage in (STAGE_NAMES if is_final(name for name, _ in project.funding) else ("",))
    )
    yield from otherwise(checks, _FUNDING.not_run("没有项目申报表"))


def project_funding_parts(reading: Reading) -> Iterator[Check]:
    """项目总预算 = 财政资金 + 其他资金 over the project's whole duration, as forms on one sheet print them."""
    checks = (
        _funding_sum(project, _PROJECT, "项目总预算", ("项目财政资金", "项目其他资金"))
        for project in reading.projects
        if "项目财政资金" in dict(project.funding)
    )
    yield from otherwise(checks, _PROJECT.not_run("没有列示项目资金总额构成的申报表"))


def fiscal_funding_parts(reading: Reading) -> Iterator[Check]:
    """财政拨款 = 上级财政拨款 + 本级财政安排 + 下级财政配套, where the form has these lines."""
    checks = (
        _funding_sum(project, _FISCAL, "财政拨款", _LEVELS)
        for project in reading.projects
        if set(_LEVELS) & set(dict(project.funding))
    )
    yield from otherwise(checks, _FISCAL.not_run("没有列示上级、本级、下级资金的申报表"))


def _funding_sum(project: Project, rule: Rule, whole: str, parts: Sequence[str]) -> Check:
    total = funding(project, whole)
    addends = [figure for figure in (funding(project, part) for part in parts) if figure]
    if total is None or total.amount is None or not any(figure.amount for figure in addends):
        missing = f"项目“{project.name}”未同时列示{whole}与{'、'.join(parts)}"
        return rule.not_run(missing, (subject_of(project),))
    return compare(rule, f"项目“{project.name}”", addends, [total])


def funding_repeats(reading: Reading) -> Iterator[Check]:
    """A funding line printed twice in one form says the same twice."""
    yield from otherwise(_repeats(reading), _REPEATED.not_run("没有重复列示资金的申报表"))


def _repeats(reading: Reading) -> Iterator[Check]:
    for project in reading.projects:
        for name, cells in project.funding:
            printed = [of_cell(name, cell, subject_of(project)) for cell in cells if cell.amount]
            for other in printed[1:]:
                yield compare(_REPEATED, f"项目“{project.name}”两处列示", [printed[0]], [other])


def _line_figures(project: Project) -> list[Figure]:
    return [
        of_cell(line.detail or line.content, line.amount, f"line:{line.key}")
        for line in project.lines
        if line.amount is not None
    ]
