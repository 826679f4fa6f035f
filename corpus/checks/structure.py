"""What a table says about itself."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.checks.comparison import Rule, otherwise
from corpus.records import CellKind, Check, CheckStatus, Reading, Severity, Table

_EMPTY = Rule("empty-table-note", Severity.WARNING)


def empty_table_note(reading: Reading) -> Iterator[Check]:
    """A note 本表为空表 stands only under a table without figures."""
    checks = (_note(table) for table in reading.tables if "空表" in table.note)
    yield from otherwise(checks, _EMPTY.not_run("没有注明空表的表格"))


def _note(table: Table) -> Check:
    figures = [cell for cell in table.cells if cell.kind is CellKind.NUMBER and cell.row not in table.header_rows]
    amounts = [cell for cell in figures if cell.amount is not None]
    status = CheckStatus.FAIL if amounts else CheckStatus.PASS
    words = f"列有{len(amounts)}个金额" if amounts else "没有金额"
    sentence = f"《{table.caption}》注明为空表，表中{words}"
    places = tuple(cell.place for cell in amounts)
    rule = _EMPTY
    return Check(rule.name, status, rule.severity, sentence, "", expected_places=(table.place,), actual_places=places)
