"""Tables and projects to statements with their observations.

The same meaning is one statement however often it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.column_words import ALL_FUNDS, MONEY, fund_of, meaning_of, three_public_item
from corpus.table_balances import Balance, balances
from corpus.normal import label, without_ordinal
from corpus.records import (
    NOT_APPLICABLE,
    Cell,
    CellKind,
    Column,
    Document,
    Observation,
    Project,
    RowLabel,
    Statement,
    Subject,
    Table,
    TableKind,
)

ORGANISATION = Subject("organisation", "organisation", "")
_FUNCTIONAL = frozenset(
    {
        TableKind.INCOME,
        TableKind.EXPENDITURE,
        TableKind.GENERAL_FUNCTION,
        TableKind.FUND_FUNCTION,
        TableKind.STATE_CAPITAL_FUNCTION,
    }
)
_TWO_SIDED = frozenset({TableKind.BALANCE, TableKind.FISCAL_BALANCE})


@dataclass(slots=True)
class FactBook:
    """Statements under construction: observations are gathered under the statement's key, in printed order."""

    document: Document
    subjects: dict[str, Subject] = field(default_factory=lambda: {"organisation": ORGANISATION})
    _statements: dict[tuple[str | int, ...], Statement] = field(default_factory=dict)
    _observations: dict[tuple[str | int, ...], list[Observation]] = field(default_factory=dict)

    def add(self, statement: Statement, *observations: Observation) -> None:
        """Record ``observations`` of ``statement`` (whose own observations are added too)."""
        self._statements.setdefault(statement.key, statement)
        self._observations.setdefault(statement.key, []).extend((*statement.observations, *observations))

    def subject(self, subject: Subject) -> Subject:
        """The subject of that key, registered when new; a name once printed is kept."""
        return self.subjects.setdefault(subject.key, subject)

    def statements(self) -> tuple[Statement, ...]:
        """All statements, each with its observations in the order they were read."""
        return tuple(
            replace(statement, observations=tuple(self._observations[key]))
            for key, statement in self._statements.items()
        )


def gather(document: Document, tables: Sequence[Table], projects: Sequence[Project]) -> FactBook:
    """All statements that tables and forms make."""
    book = FactBook(document)
    for table in tables:
        _register_codes(book, table)
    for table in tables:
        if table.project is None:
            _table_facts(book, table)
    for project in projects:
        _project_facts(book, project)
    return book


def _register_codes(book: FactBook, table: Table) -> None:
    """Every printed code becomes a subject before any row is read, so that rows without a code can find theirs."""
    kind = _code_kind(table)
    if kind is None:
        return
    for row in table.labels:
        if row.code:
            _code_subject(book, kind, row.code, row.name)


def _code_kind(table: Table) -> str | None:
    if table.kind is TableKind.BASIC_ECONOMIC:
        return "economic"
    return "function" if table.kind in _FUNCTIONAL else None


def _code_subject(book: FactBook, kind: str, code: str, name: str) -> Subject:
    parent = f"{kind}:{code[:-2]}" if len(code) > 3 else ""
    return book.subject(Subject(f"{kind}:{code}", kind, without_ordinal(name) or name, code, parent))


def _year(book: FactBook, table_year: int | None) -> int:
    return table_year or book.document.fiscal_year or 0


def _statement(
    book: FactBook, subject: Subject, table: Table, side: str, kind: str, fund: str, stage: str
) -> Statement:
    year = _year(book, table.year)
    return Statement(subject, "金额", side, kind, fund, year, year, "year", stage)


def _table_facts(book: FactBook, table: Table) -> None:
    if table.kind is TableKind.THREE_PUBLIC:
        _three_public(book, table)
        return
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    found = balances(table) if table.kind in _TWO_SIDED else {}
    for row in table.labels:
        for column in table.columns:
            if column.role != "amount" or column.half != row.half:
                continue
            cell = cells.get((row.row, column.index))
            if cell is None:
                continue
            statement = _meaning(book, table, row, column, found.get((row.row, row.half)))
            book.add(statement, observation(cell, "table"))


def _meaning(book: FactBook, table: Table, row: RowLabel, column: Column, balance: Balance | None) -> Statement:
    side = _side(table, row)
    meaning = meaning_of(table.kind, column, side, book.document.stage or "未标明")
    if table.kind is TableKind.OTHER or not meaning.known:
        return _other(book, table, row, column)
    if balance is not None:
        return _balance(book, table, balance, side, meaning.fund_scope, meaning.stage)
    if table.kind in _TWO_SIDED and side == "收入":
        name = without_ordinal(row.name)
        total = ALL_FUNDS if table.kind is TableKind.BALANCE else "财政拨款"
        fund = total if row.is_total else fund_of(name)
        if not fund:
            return _other(book, table, row, column)
        return _statement(book, ORGANISATION, table, side, NOT_APPLICABLE, fund, meaning.stage)
    subject = ORGANISATION if row.is_total else _row_subject(book, table, row)
    side = meaning.side or side
    if row.is_total and meaning.side == NOT_APPLICABLE:
        known = Balance(meaning.measure, meaning.measure)
        return _balance(book, table, known, NOT_APPLICABLE, meaning.fund_scope, meaning.stage)
    found = _statement(book, subject, table, side, meaning.expenditure_kind, meaning.fund_scope, meaning.stage)
    return replace(found, measure=meaning.measure) if meaning.measure != MONEY else found


def _balance(book: FactBook, table: Table, balance: Balance, side: str, fund: str, stage: str) -> Statement:
    """A balance of other years, or the grand total that holds balances, is an item of its own."""
    subject = book.subject(Subject(f"item:{balance.key}", "item", balance.name))
    whole = "财政拨款" if table.kind is TableKind.FISCAL_BALANCE and side == "收入" else fund
    return _statement(book, subject, table, side, NOT_APPLICABLE, balance.fund or whole, stage)


def _side(table: Table, row: RowLabel) -> str:
    if table.kind is TableKind.INCOME:
        return "收入"
    if table.kind in _TWO_SIDED:
        return "收入" if row.half == 0 else "支出"
    return "支出"


def _row_subject(book: FactBook, table: Table, row: RowLabel) -> Subject:
    kind = _code_kind(table) or "function"
    if row.code:
        return _code_subject(book, kind, row.code, row.name)
    name = without_ordinal(row.name)
    same = [s for s in book.subjects.values() if s.kind == kind and len(s.code) == 3 and label(s.name) == name]
    if len(same) == 1:
        return same[0]
    return book.subject(Subject(f"{kind}:?{name}", kind, name))


def _other(book: FactBook, table: Table, row: RowLabel, column: Column) -> Statement:
    """A table or column of unknown meaning: its row is a subject of its own and its header names the measure."""
    subject = book.subject(Subject(f"item:{table.key}.{row.row}.{row.half}", "item", row.name, row.code))
    year = _year(book, table.year)
    measure = column.name or f"第{column.index + 1}列"
    stage = book.document.stage or "未标明"
    return Statement(subject, measure, NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE, year, year, "year", stage)


def _three_public(book: FactBook, table: Table) -> None:
    """The “三公” table states one item per column; of several body rows only the first (the total) is meant."""
    body = sorted({cell.row for cell in table.cells if cell.kind in (CellKind.NUMBER, CellKind.ZERO, CellKind.DASH)})
    body = [row for row in body if row not in table.header_rows]
    if not body:
        return
    stage = book.document.stage or "未标明"
    by_column = {cell.column: cell for cell in table.cells if cell.row == body[0]}
    for column in table.columns:
        item = three_public_item(column.path)
        cell = by_column.get(column.index)
        if not item or cell is None or cell.kind is CellKind.TEXT:
            continue
        subject = book.subject(Subject(f"item:{item}", "item", item))
        column_stage = meaning_of(table.kind, column, "支出", stage).stage
        book.add(
            _statement(book, subject, table, "支出", NOT_APPLICABLE, "财政拨款", column_stage),
            observation(cell, "table"),
        )


def observation(cell: Cell, origin: str, duplicate: bool = False) -> Observation:
    """The observation that a cell makes."""
    return Observation(cell.place, cell.kind, cell.text, cell.amount, origin, duplicate=duplicate)


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
