"""Statutory tables, and those of unknown meaning, to statements with their observations."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.column_words import (
    ALL_FUNDS,
    COMPLETION,
    GRAND_TOTAL,
    MONEY,
    Meaning,
    balance_of,
    comparison_of,
    fund_of,
    is_total,
    kind_in,
    meaning_of,
    three_public_item,
    three_public_row,
    year_of,
)
from corpus.fact_book import ORGANISATION, FactBook, change_observed, observation
from corpus.normal import label, without_ordinal
from corpus.records import (
    NOT_APPLICABLE,
    Cell,
    CellKind,
    Column,
    RowLabel,
    Statement,
    Subject,
    Table,
    TableKind,
)
from corpus.table_balances import Balance, balances

_FUNCTIONAL = frozenset(
    {
        TableKind.INCOME,
        TableKind.EXPENDITURE,
        TableKind.GENERAL_FUNCTION,
        TableKind.FUND_FUNCTION,
        TableKind.STATE_CAPITAL_FUNCTION,
    }
)
_KIND_TOTALS = {
    "人员经费合计": "人员经费",
    "人员经费": "人员经费",
    "公用经费合计": "公用经费",
    "日常公用经费合计": "公用经费",
    "公用经费": "公用经费",
    "基本支出合计": "基本支出",
}
"""Totals of 人员经费 and 公用经费 that stand below the two halves of a table of basic expenditure."""

_COMPARED = (_FUNCTIONAL | {TableKind.BASIC_ECONOMIC}) - {TableKind.INCOME}
_TWO_SIDED = frozenset({TableKind.BALANCE, TableKind.FISCAL_BALANCE})


def register_codes(book: FactBook, table: Table) -> None:
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


def stage_of(table: Table, stage: str) -> str:
    """The stage that the table's caption names (支出决算表), else ``stage``, the document's own, or 未标明."""
    name = re.sub(r"(?:一般公共|政府性基金|国有资本经营|部门|单位)预算", "", label(table.caption))
    named = {word for word in ("预算", "决算") if word in name}
    return named.pop() if len(named) == 1 else stage or "未标明"


def _statement(
    book: FactBook, subject: Subject, table: Table, side: str, kind: str, fund: str, stage: str
) -> Statement:
    year = _year(book, table.year)
    return Statement(subject, "金额", side, kind, fund, year, year, "year", stage)


def table_facts(book: FactBook, table: Table) -> None:
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
            compared = _comparison(book, table, row, column)
            if compared is not None:
                book.add(compared, change_observed(cell))
                continue
            statement = _meaning(book, table, row, column, found.get((row.row, row.half)))
            book.add(statement, observation(cell, "table"))


def _comparison(book: FactBook, table: Table, row: RowLabel, column: Column) -> Statement | None:
    """The change or rate against another year that a column of a table by classification states; None for a level."""
    own, stage = _year(book, table.year), stage_of(table, book.document.stage)
    found = comparison_of(column.path, own, stage) if table.kind in _COMPARED else None
    if found is None or not (row.code or row.is_total):
        return None
    total = replace(column, path=tuple(part for part in column.path if kind_in(part))[-1:] or ("合计",))
    level = _of_row(book, table, row, meaning_of(table.kind, total, "支出", stage))
    view, period, base_stage = found
    return replace(level, view=view, base_period=period, base_stage=base_stage)


def _meaning(book: FactBook, table: Table, row: RowLabel, column: Column, balance: Balance | None) -> Statement:
    side = _side(table, row)
    meaning = meaning_of(table.kind, column, side, stage_of(table, book.document.stage))
    year = year_of(column.path, _year(book, table.year))
    if table.kind is TableKind.OTHER or not meaning.known or year is None:
        return _other(book, table, row, column)
    if table.kind is TableKind.INCOME and balance is None and _holds_balances(table, column):
        if not row.is_total:
            return _other(book, table, row, column)
        balance = Balance(GRAND_TOTAL, GRAND_TOTAL)
    found = _known(book, table, row, meaning, balance)
    if found is None:
        return _other(book, table, row, column)
    return found if year == found.period_from else replace(found, period_from=year, period_to=year)


def _holds_balances(table: Table, column: Column) -> bool:
    """Whether a column totals income and the balances that other columns of the table print."""
    if len(column.path) != 1 or "本年" in column.path[0] or not is_total(column.path[0]):
        return False
    return any(balance_of(part) for other in table.columns if other.role == "amount" for part in other.path)


def _known(book: FactBook, table: Table, row: RowLabel, meaning: Meaning, balance: Balance | None) -> Statement | None:
    """The statement of a row under a column whose words are understood; None if those of the row are not."""
    side = _side(table, row)
    if balance is not None:
        fund = "财政拨款" if table.kind is TableKind.FISCAL_BALANCE and side == "收入" else meaning.fund_scope
        return _balance(
            book, table, balance, side if balance.key == GRAND_TOTAL else NOT_APPLICABLE, fund, meaning.stage
        )
    if table.kind in _TWO_SIDED and side == "收入":
        total = ALL_FUNDS if table.kind is TableKind.BALANCE else "财政拨款"
        fund = total if row.is_total else fund_of(without_ordinal(row.name))
        return _statement(book, ORGANISATION, table, side, NOT_APPLICABLE, fund, meaning.stage) if fund else None
    total = "" if row.code or table.kind is not TableKind.BASIC_ECONOMIC else without_ordinal(row.name)
    if total in _KIND_TOTALS:
        return _statement(book, ORGANISATION, table, side, _KIND_TOTALS[total], meaning.fund_scope, meaning.stage)
    if row.is_total and meaning.side == NOT_APPLICABLE:
        whole = Balance(meaning.measure, meaning.measure)
        return _balance(book, table, whole, NOT_APPLICABLE, meaning.fund_scope, meaning.stage)
    return _of_row(book, table, row, meaning)


def _of_row(book: FactBook, table: Table, row: RowLabel, meaning: Meaning) -> Statement:
    subject = ORGANISATION if row.is_total else _row_subject(book, table, row)
    side = meaning.side or _side(table, row)
    found = _statement(book, subject, table, side, meaning.expenditure_kind, meaning.fund_scope, meaning.stage)
    if meaning.measure == COMPLETION:
        return replace(found, measure=COMPLETION, base_period=found.period_from, base_stage=meaning.base_stage)
    return replace(found, measure=meaning.measure) if meaning.measure != MONEY else found


def _balance(book: FactBook, table: Table, balance: Balance, side: str, fund: str, stage: str) -> Statement:
    """A balance of other years, or the grand total that holds balances, is an item of its own."""
    subject = book.subject(Subject(f"item:{balance.key}", "item", balance.name))
    return _statement(book, subject, table, side, NOT_APPLICABLE, balance.fund or fund, stage)


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
    return book.subject(Subject(f"{kind}:?{name}", kind, name, parent=_printed_parent(book, table, row, kind)))


def _printed_parent(book: FactBook, table: Table, row: RowLabel, kind: str) -> str:
    """The 类 that a row without a readable code prints, "" if none: its own name then stands below that of the 类."""
    coded = any(column.role == "code" and column.half == row.half for column in table.columns)
    if not coded or len(row.path) < 2:
        return ""
    above = [s for s in book.subjects.values() if s.kind == kind and len(s.code) == 3 and s.name == row.path[-2]]
    return above[0].key if len(above) == 1 else ""


def _other(book: FactBook, table: Table, row: RowLabel, column: Column) -> Statement:
    """A table or column of unknown meaning: its row is a subject of its own and its header names the measure."""
    subject = book.subject(Subject(f"item:{table.key}.{row.row}.{row.half}", "item", row.name, row.code))
    year = _year(book, table.year)
    measure = column.name or f"第{column.index + 1}列"
    stage = stage_of(table, book.document.stage)
    return Statement(subject, measure, NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE, year, year, "year", stage)


def _three_public(book: FactBook, table: Table) -> None:
    """The “三公” table states one item per column, in its row of totals, or one item per row."""
    labels = {(row.row, row.half): row for row in table.labels}
    names = {place: three_public_row(row.name) for place, row in labels.items()}
    by_row = sum(bool(name) for name in names.values()) > 1
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    for column in table.columns:
        if column.role != "amount":
            continue
        whole = three_public_item(column.path)
        for row in _three_public_rows(table, by_row):
            cell, label_of = cells.get((row, column.index)), labels.get((row, column.half))
            if cell is None or cell.kind is CellKind.TEXT:
                continue
            item = (names.get((row, column.half)) if whole == "三公经费" else "") if by_row else whole
            if item and (cell.amount is None or cell.amount.unit == "元"):
                _three_public_fact(book, table, column, item, cell)
            elif label_of is not None:
                book.add(_other(book, table, label_of, column), observation(cell, "table"))


def _three_public_rows(table: Table, by_row: bool) -> list[int]:
    """The body rows that state items: all where each is an item of its own, else the total's, or the first."""
    figures = (CellKind.NUMBER, CellKind.ZERO, CellKind.DASH)
    body = sorted({cell.row for cell in table.cells if cell.kind in figures and cell.row not in table.header_rows})
    if by_row or not body:
        return sorted({row.row for row in table.labels}) if by_row else body
    totals = [row.row for row in table.labels if row.is_total and row.row in body]
    if not totals and table.labels and len(body) > 1:
        return []
    return (totals or body)[:1]


def _three_public_fact(book: FactBook, table: Table, column: Column, item: str, cell: Cell) -> None:
    subject = book.subject(Subject(f"item:{item}", "item", item))
    stage = meaning_of(table.kind, column, "支出", stage_of(table, book.document.stage)).stage
    statement = _statement(book, subject, table, "支出", NOT_APPLICABLE, "财政拨款", stage)
    year = year_of(column.path, statement.period_from)
    if year is not None:
        book.add(replace(statement, period_from=year, period_to=year), observation(cell, "table"))
