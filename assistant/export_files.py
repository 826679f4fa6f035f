"""An export as a workbook or as a folder of CSV files."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from assistant.export import ExportTable
from assistant.spreadsheets import harmless, new_workbook, write_sheet


def write_csv(tables: Iterable[ExportTable], folder: Path) -> dict[str, int]:
    """One file for each table, UTF-8 with a mark (so that spreadsheets read the Chinese); returns the rows of each.

    A text that a spreadsheet would take for a formula is led by an apostrophe.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for table in tables:
        count = 0
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(table.columns)
            for row in table.rows:
                writer.writerow([harmless(value) if isinstance(value, str) else value for value in row])
                count += 1
        written[table.name] = count
    return written


def write_xlsx(tables: Iterable[ExportTable], file: Path) -> dict[str, int]:
    """A sheet for each table; texts are text whatever they begin with. Returns the rows of each.

    ``TooManyRowsError`` for more rows than a sheet holds.
    """
    book = new_workbook()
    written = {table.name: write_sheet(book, table.name, table.columns, table.rows) for table in tables}
    book.save(file)
    return written
