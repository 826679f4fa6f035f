"""Rows of a two-sided table that are about balances of other years, and the grand totals that hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.column_words import GRAND_TOTAL, balance_of, fund_of
from corpus.normal import without_ordinal
from corpus.records import RowLabel, Table

_BUDGETS = ("一般公共预算", "政府性基金", "国有资本经营")


@dataclass(frozen=True, slots=True)
class Balance:
    """What such a row states: the standard name of the balance, its printed name, and the funds ("" if all)."""

    key: str
    name: str
    fund: str = ""


def balances(table: Table) -> dict[tuple[int, int], Balance]:
    """The balance of each row and half that has one.

    Rows that name only a budget below a balance say which part of it is of that budget. A grand total beside a total of
    the year, or below balances with figures, holds the balances too.
    """
    found: dict[tuple[int, int], Balance] = {}
    for half in {row.half for row in table.labels}:
        found.update(_of_half(table, [row for row in table.labels if row.half == half]))
    return found


def _of_half(table: Table, rows: list[RowLabel]) -> dict[tuple[int, int], Balance]:
    found: dict[tuple[int, int], Balance] = {}
    of_year = any(row.is_total and without_ordinal(row.name).startswith("本年") for row in rows)
    above: Balance | None = None
    moved = False
    for row in rows:
        name = without_ordinal(row.name)
        key = balance_of(name)
        if row.is_total:
            above = None
            if "总计" in name and (of_year or moved):
                found[row.row, row.half] = Balance(GRAND_TOTAL, GRAND_TOTAL)
        elif key:
            above = found[row.row, row.half] = Balance(key, _clean(name))
            moved = moved or _has_figure(table, row)
        elif above is not None and fund_of(name) in _BUDGETS:
            found[row.row, row.half] = Balance(above.key, above.name, fund_of(name))
        else:
            above = None
    return found


def _has_figure(table: Table, row: RowLabel) -> bool:
    columns = {column.index for column in table.columns if column.half == row.half and column.role == "amount"}
    beside = (cell.amount for cell in table.cells if cell.row == row.row and cell.column in columns)
    return any(amount is not None and amount.value != 0 for amount in beside)


def _clean(name: str) -> str:
    return re.sub(r"\(.*\)$", "", name).replace("财政拨款结转", "结转")
