"""Tables and projects to statements with their observations.

The same meaning is one statement however often it is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.column_words import ALL_FUNDS
from corpus.fact_book import FactBook, observation
from corpus.records import NOT_APPLICABLE, Cell, Document, Project, Statement, Subject, Table
from corpus.table_facts import register_codes, table_facts


def gather(document: Document, tables: Sequence[Table], projects: Sequence[Project]) -> FactBook:
    """All statements that tables and forms make."""
    book = FactBook(document)
    for table in tables:
        register_codes(book, table)
    for table in tables:
        if table.project is None:
            table_facts(book, table)
    for project in projects:
        _project_facts(book, project)
    return book


# Projects


def _project_facts(book: FactBook, project: Project) -> None:
    subject = book.subject(Subject(f"project:{project.key}", "project", project.name, project=project.key))
    for name, printings in project.funding:
        period_kind = "project" if name == "项目总预算" else "year"
        statement = _project_statement(book, project, subject, name, period_kind)
        for index, cell in enumerate(printings):
            book.add(statement, observation(cell, "form", duplicate=index > 0))
    if project.lines_total is not None:
        statement = _project_statement(book, project, subject, "金额合计", "year")
        book.add(statement, observation(project.lines_total, "form"))
    for statement, cell in (*_line_facts(book, project), *_indicator_facts(book, project)):
        book.add(statement, observation(cell, "form"))


def _project_statement(book: FactBook, project: Project, subject: Subject, measure: str, period_kind: str) -> Statement:
    year = project.year or book.document.fiscal_year or 0
    stage = book.document.stage or "未标明"
    return Statement(subject, measure, "支出", "项目支出", ALL_FUNDS, year, year, period_kind, stage)


def _line_facts(book: FactBook, project: Project) -> Iterator[tuple[Statement, Cell]]:
    for line in project.lines:
        name = line.detail if line.detail == line.content or not line.content else f"{line.content}：{line.detail}"
        subject = book.subject(
            Subject(
                f"line:{line.key}", "line", name or line.content, parent=f"project:{project.key}", project=project.key
            )
        )
        for measure, cell in (("金额", line.amount), ("单价", line.unit_price), ("数量", line.quantity)):
            if cell is not None:
                yield _project_statement(book, project, subject, measure, "year"), cell


def _indicator_facts(book: FactBook, project: Project) -> Iterator[tuple[Statement, Cell]]:
    year = project.year or book.document.fiscal_year or 0
    stage = book.document.stage or "未标明"
    for indicator in project.indicators:
        subject = book.subject(
            Subject(
                f"indicator:{indicator.key}",
                "indicator",
                indicator.level3,
                parent=f"project:{project.key}",
                project=project.key,
            )
        )
        yield (
            Statement(subject, "目标值", NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE, year, year, "year", stage),
            indicator.target,
        )
