"""The forms of projects to statements: money by measure, period and stage, line items, indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from corpus.amounts import target
from corpus.column_words import ALL_FUNDS
from corpus.fact_book import FactBook, observation
from corpus.form_indicators import ACTUAL_NAME, MIDTERM
from corpus.form_words import COMPLETION_RATE, funding_meaning
from corpus.records import NOT_APPLICABLE, Cell, CellKind, Document, Observation, Project, Statement, Subject, Table

_YEAR = re.compile(r"(20\d{2})")


def project_facts(book: FactBook, project: Project, tables: Mapping[str, Table]) -> None:
    """Everything a form states. ``tables`` are those of indicators by key, which also print what was achieved."""
    subject = book.subject(Subject(f"project:{project.key}", "project", project.name, project=project.key))
    for name, printings in project.funding:
        statement = _funding(book, project, subject, name)
        for index, cell in enumerate(printings):
            book.add(statement, _observed(cell, duplicate=index > 0))
    if project.lines_total is not None:
        book.add(_statement(book, project, subject, "金额合计", "year"), _observed(project.lines_total))
    for statement, cell in (*_lines(book, project), *_indicators(book, project, tables)):
        book.add(statement, _observed(cell))


def _observed(cell: Cell, duplicate: bool = False) -> Observation:
    return observation(cell, "form", duplicate)


def _year(book: FactBook, project: Project) -> int:
    return project.year or book.document.fiscal_year or 0


def _stage(book: FactBook) -> str:
    return book.document.stage or "未标明"


def _funding(book: FactBook, project: Project, subject: Subject, name: str) -> Statement:
    meaning = funding_meaning(name)
    statement = _statement(book, project, subject, meaning.measure, meaning.period_kind, meaning.stage)
    if meaning.measure != COMPLETION_RATE:
        return statement
    return replace(statement, base_period=_year(book, project), base_stage="全年预算")


def _statement(
    book: FactBook, project: Project, subject: Subject, measure: str, period_kind: str, stage: str = ""
) -> Statement:
    year = _year(book, project)
    years = _duration(project, year) if period_kind == "project" else (year, year)
    return project_statement(book.document, subject, measure, years, period_kind, stage)


def project_statement(
    document: Document,
    subject: Subject,
    measure: str,
    years: tuple[int, int],
    period_kind: str = "year",
    stage: str = "",
) -> Statement:
    """What a form or a sentence says of a project's money; ``stage`` is the document's own where none is given."""
    known = stage or document.stage or "未标明"
    return Statement(subject, measure, "支出", "项目支出", ALL_FUNDS, *years, period_kind, known)


def _duration(project: Project, year: int) -> tuple[int, int]:
    """The first and last year of a project by its form's dates; the form's year where they do not say."""
    years = [_YEAR.match(project.field_text(name)) for name in ("起始日期", "结束日期")]
    if years[0] is None or years[1] is None or int(years[0][1]) > int(years[1][1]):
        return year, year
    return int(years[0][1]), int(years[1][1])


def _lines(book: FactBook, project: Project) -> Iterator[tuple[Statement, Cell]]:
    for line in project.lines:
        name = line.detail if line.detail == line.content or not line.content else f"{line.content}：{line.detail}"
        name = (name or line.content).rstrip("：")
        key, parent = f"line:{line.key}", f"project:{project.key}"
        subject = book.subject(Subject(key, "line", name, parent=parent, project=project.key))
        for measure, cell in (("金额", line.amount), ("单价", line.unit_price), ("数量", line.quantity)):
            if cell is not None:
                yield _statement(book, project, subject, measure, "year"), cell


def _indicators(book: FactBook, project: Project, tables: Mapping[str, Table]) -> Iterator[tuple[Statement, Cell]]:
    achieved = _achieved(project, tables)
    for indicator in project.indicators:
        key, parent = f"indicator:{indicator.key}", f"project:{project.key}"
        name = indicator.level3
        if MIDTERM in indicator.note.split("；"):
            name += f"（{MIDTERM}）"  # beside one of the same name for the year
        subject = book.subject(Subject(key, "indicator", name, parent=parent, project=project.key))
        yield _of_indicator(book, project, subject, "目标值", _stage(book)), indicator.target
        cell = achieved.get((indicator.place.table, indicator.place.row))
        if cell is not None:
            yield _of_indicator(book, project, subject, ACTUAL_NAME, "执行"), cell


def _of_indicator(book: FactBook, project: Project, subject: Subject, measure: str, stage: str) -> Statement:
    year = _year(book, project)
    none = NOT_APPLICABLE
    return Statement(subject, measure, none, none, none, year, year, "year", stage)


def _achieved(project: Project, tables: Mapping[str, Table]) -> dict[tuple[str | None, int | None], Cell]:
    """The cells of 实际完成值 by table and row, where the indicators' table has such a column."""
    found: dict[tuple[str | None, int | None], Cell] = {}
    for table in tables.values():
        if table.project != project.key:
            continue
        columns = {column.index for column in table.columns if column.name == ACTUAL_NAME}
        for cell in table.cells:
            if cell.column in columns and cell.row not in table.header_rows and cell.kind is not CellKind.BLANK:
                found[table.key, cell.row] = replace(cell, amount=target(cell.text))
    return found
