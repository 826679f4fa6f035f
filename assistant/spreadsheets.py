"""Rows as CSV and as worksheets in which nothing that a document prints can act as a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_EXACT_DIGITS = 15
"""A spreadsheet keeps numbers as binary floating point: more significant digits than this would be changed."""


def harmless(value: str) -> str:
    """A text that a spreadsheet would take for a formula is led by an apostrophe; plain numbers stay as they are."""
    return f"'{value}" if value.startswith(_FORMULA_START) and not _NUMBER.fullmatch(value) else value


def exact_number(text: str) -> Decimal | None:
    """A plain decimal as a number, None where a spreadsheet could not hold all of its digits."""
    if not _NUMBER.fullmatch(text):
        return None
    digits = text.lstrip("-").replace(".", "").lstrip("0").rstrip("0")
    return Decimal(text) if len(digits) <= _EXACT_DIGITS else None


def new_workbook() -> Any:
    """A workbook without sheets."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    return book


def write_sheet(book: Any, title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A sheet with that title. A string is text whatever it begins with, a Decimal a number; None and "" stay empty."""
    from openpyxl.styles import Font

    sheet = book.create_sheet(title)
    for r, row in enumerate((header, *rows), 1):
        for c, value in enumerate(row, 1):
            if value is not None and value != "":
                _write(sheet.cell(r, c), value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _write(cell: Any, value: object) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    # Set afterwards: openpyxl itself takes what begins with "=" for a formula.
    cell.data_type = "s"
    cell.number_format = "@"
