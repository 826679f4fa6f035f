"""A table of which some figures have no known column is no ground for saying that its sums are wrong.

Readers of plain text leave such figures apart: behind the last column, or with no cell at a place that has a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from corpus.records import Check, CheckStatus, Reading, Table, TableKind

_ONE_WITH_ONE = frozenset(
    {
        "table-vs-table",
        "scope-vs-scope",
        "income-equals-expenditure",
        "income-vs-expenditure-by-code",
        "narrative-vs-table",
        "narrative-repeats",
        "three-public-vs-economic",
        "operating-within-public",
    }
)
"""Rules that compare a printed figure with another; what else a table holds does not matter to them."""

_OF_ABSENCE = frozenset({"code-rows", "narrative-subject", "table-total", "code-levels", "table-without-figures"})
"""Rules that say that a row is nowhere printed. A part of its table, read as a table of its own, may hold it: one of
unknown columns and of the same kind, or of no known kind."""

_REASON = "表中有列位不能确定的数字，不能据此判断"


def without_unsure(checks: Iterable[Check], reading: Reading) -> tuple[Check, ...]:
    """``checks`` with those failures not run that rest on a sum over a table which is not wholly read."""
    kinds = {table.key: table.kind for table in reading.tables}
    tables = {table.key: table.kind for table in reading.tables if not _is_whole(table)}
    return tuple(_not_run(check) if _is_unsure(check, tables, kinds) else check for check in checks)


def _is_whole(table: Table) -> bool:
    """Whether every figure of a table stands in one of its columns, and every row has a cell in each of its own."""
    if any(cell.column >= len(table.columns) and cell.text for cell in table.cells):
        return False
    known = {(cell.row, cell.column) for cell in table.cells}
    return all(
        (label.row, column.index) in known
        for label in table.labels
        for column in table.columns
        if column.role == "amount" and column.half == label.half
    )


def _is_unsure(check: Check, tables: Mapping[str, TableKind], kinds: Mapping[str, TableKind]) -> bool:
    if check.status is not CheckStatus.FAIL or not tables or check.rule in _ONE_WITH_ONE:
        return False
    own = {place.table for place in (*check.expected_places, *check.actual_places) if place.table}
    if own & set(tables):
        return True
    may_hold = {TableKind.OTHER, *(kinds[table] for table in own if table in kinds)}
    return check.rule in _OF_ABSENCE and any(kind in may_hold for kind in tables.values())


def _not_run(check: Check) -> Check:
    return replace(
        check,
        status=CheckStatus.NOT_RUN,
        sentence=f"{_REASON}：{check.sentence}",
        expected=None,
        actual=None,
        difference=None,
        tolerance=None,
    )
