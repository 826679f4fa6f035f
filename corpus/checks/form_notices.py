"""What an inspector notices in a project's form beside its arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from corpus.checks.comparison import Rule, of_cell, otherwise, status_of, tolerance_of
from corpus.checks.forms import funding, subject_of
from corpus.records import Cell, CellKind, Check, CheckStatus, FormField, Indicator, Place, Project, Reading, Severity

_TOTAL = Rule("year-within-total", Severity.WARNING)
_TOTAL_NOTICE = Rule("year-within-total", Severity.NOTICE)
_DATES = Rule("form-dates", Severity.WARNING)
_BLANK = Rule("blank-target", Severity.NOTICE)
_PHASE = Rule("indicator-phase", Severity.NOTICE)
_DATE = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
_NAMED_PHASE = re.compile(r"第([一二三四五六七八九十\d]+)(阶段|期|批|届|轮)")


def year_within_total(reading: Reading) -> Iterator[Check]:
    """当年预算 ≤ 项目总预算, and equal for a project that lasts only this year (a difference there is a notice)."""
    checks = (_within(project) for project in reading.projects)
    yield from otherwise(checks, _TOTAL.not_run("没有项目申报表"))


def _within(project: Project) -> Check:
    year, total = funding(project, "当年预算"), funding(project, "项目总预算")
    if year is None or total is None or year.amount is None or total.amount is None:
        return _TOTAL.not_run(f"项目“{project.name}”未同时列示项目总预算与当年预算", (subject_of(project),))
    tolerance = tolerance_of([year, total])
    status, rule = status_of(year.value - total.value, tolerance), _TOTAL
    words = {CheckStatus.PASS: "等于", CheckStatus.ROUNDING: "在舍入范围内等于"}.get(status, "小于")
    if status is CheckStatus.FAIL and year.value < total.value:
        dates = _dates(project)
        single = dates is not None and dates[0].year == dates[1].year
        status, rule = (CheckStatus.FAIL, _TOTAL_NOTICE) if single else (CheckStatus.PASS, _TOTAL)
        words = "小于" if not single else "虽然起止日期在同一年内，却小于"
    elif status is CheckStatus.FAIL:
        words = "超过"
    sentence = f"项目“{project.name}”：当年预算{year.text}{words}项目总预算{total.text}"
    return Check(
        rule.name, status, rule.severity, sentence, "元", total.value, year.value, year.value - total.value, tolerance,
        (total.place,), (year.place,), (subject_of(project),),
    )  # fmt: skip


def form_dates(reading: Reading) -> Iterator[Check]:
    """The project begins before it ends, and the year of the form lies between."""
    checks = (_dates_check(project) for project in reading.projects)
    yield from otherwise(checks, _DATES.not_run("没有项目申报表"))


def _dates_check(project: Project) -> Check:
    dates, fields = _dates(project), _date_fields(project)
    if dates is None or project.year is None:
        return _DATES.not_run(f"项目“{project.name}”未列示年度或起止日期", (subject_of(project),))
    start, end = dates
    good = start <= end and start.year <= project.year <= end.year
    words = "与申报年度一致" if good else "与申报年度不符"
    sentence = f"项目“{project.name}”：起止日期{start}至{end}，{words}（{project.year}年）"
    status = CheckStatus.PASS if good else CheckStatus.FAIL
    places = tuple(field.place for field in fields)
    subjects = (subject_of(project),)
    return Check(_DATES.name, status, _DATES.severity, sentence, "", actual_places=places, subjects=subjects)


def blank_target(reading: Reading) -> Iterator[Check]:
    """Every indicator has a target value."""
    rows = _rows(reading)
    checks = (_target(project, indicator, rows) for project in reading.projects for indicator in project.indicators)
    yield from otherwise(checks, _BLANK.not_run("没有绩效指标"))


def _rows(reading: Reading) -> dict[tuple[str, int], list[Cell]]:
    """The cells with text of each row of the tables of forms."""
    rows: dict[tuple[str, int], list[Cell]] = {}
    for table in reading.tables:
        for cell in table.cells if table.project is not None else ():
            if cell.text.strip():
                rows.setdefault((table.key, cell.row), []).append(cell)
    return rows


def _target(project: Project, indicator: Indicator, rows: dict[tuple[str, int], list[Cell]]) -> Check:
    blank, target = indicator.target.kind in (CellKind.BLANK, CellKind.DASH), indicator.target
    right = [cell for cell in rows.get((target.place.table or "", target.row), ()) if cell.column > target.column]
    if blank and any(cell.text.strip() != indicator.note.strip() for cell in right):
        reason = f"项目“{project.name}”指标“{indicator.level3}”的一行列位错开，目标值可能印在别的列"
        return _BLANK.not_run(reason, (f"indicator:{indicator.key}", subject_of(project)))
    words = "没有目标值" if blank else "有目标值"
    sentence = f"项目“{project.name}”指标“{indicator.level3 or indicator.level2}”{words}"
    figure = of_cell("目标值", indicator.target, f"indicator:{indicator.key}")
    return _notice(_BLANK, not blank, sentence, (figure.place,), project, indicator)


def indicator_phase(reading: Reading) -> Iterator[Check]:
    """Indicators that name a phase name the one of the project's own name (第二阶段 in both)."""
    checks = (check for project in reading.projects for check in _phases(project))
    yield from otherwise(checks, _PHASE.not_run("没有名称带阶段、期次的项目的指标提到阶段、期次"))


def _phases(project: Project) -> Iterator[Check]:
    own = {match[2]: match[1] for match in _NAMED_PHASE.finditer(project.name)}
    for indicator in project.indicators:
        for match in _NAMED_PHASE.finditer(indicator.level3):
            if match[2] in own:
                good = match[1] == own[match[2]]
                words = "与项目名称一致" if good else f"与项目名称的“第{own[match[2]]}{match[2]}”不符"
                sentence = f"项目“{project.name}”指标“{indicator.level3}”所称“{match[0]}”{words}"
                yield _notice(_PHASE, good, sentence, (indicator.place,), project, indicator)


def _notice(
    rule: Rule, good: bool, sentence: str, places: tuple[Place, ...], project: Project, indicator: Indicator
) -> Check:
    status = CheckStatus.PASS if good else CheckStatus.FAIL
    subjects = (f"indicator:{indicator.key}", subject_of(project))
    return Check(
        rule.name,
        status,
        rule.severity,
        sentence,
        "",
        expected_places=(project.place,),
        actual_places=places,
        subjects=subjects,
    )


def _date_fields(project: Project) -> list[FormField]:
    return [field for field in project.fields if "日期" in field.name and _DATE.search(field.text)]


def _dates(project: Project) -> tuple[date, date] | None:
    """The first date of the fields that name the start and the end; None if one is missing or impossible."""
    found: list[date] = []
    for word in ("起始|开始", "结束|完成"):
        field = next((item for item in _date_fields(project) if re.search(word, item.name)), None)
        match = _DATE.search(field.text) if field else None
        if match is None:
            return None
        try:
            found.append(date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            return None
    return found[0], found[1]
