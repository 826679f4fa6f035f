"""Rows as CSV and as worksheets in which nothing that a document prints can act as a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDTHS = {
    **dict.fromkeys(("sentence", "quote", "message", "explains", "meaning"), 80),
    **dict.fromkeys(("expected_places", "actual_places", "printed", "text", "cell_text"), 50),
    **dict.fromkeys(("document_name", "name", "caption", "title", "organisation", "row_name", "subject_name"), 32),
}
_WIDTH = 16
"""Widths of columns in characters, by their names; of the others."""
MOST_ROWS = 1_048_576
_LONGEST = 32_767
"""Characters that a cell of a worksheet can hold."""
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


class TooManyRowsError(ValueError):
    """More rows than a worksheet can hold."""

    def __init__(self, title: str) -> None:
        super().__init__(f"the sheet {title!r} would have more than {MOST_ROWS:,} rows; write CSV instead")


def new_workbook() -> Any:
    """A workbook without sheets that is written row by row."""
    from openpyxl import Workbook

    return Workbook(write_only=True)


def write_sheet(book: Any, title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """A sheet with that title; returns how many rows stand below its header.

    A string is text whatever it begins with, a number a number; None and "" stay empty. ``TooManyRowsError`` for more
    rows than a sheet holds.
    """
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for at, name in enumerate(header, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(name, _WIDTH)
    bold = Font(bold=True)
    sheet.append([_cell(sheet, name, bold) for name in header])
    count = 0
    for row in rows:
        count += 1
        if count >= MOST_ROWS:
            sheet.close()
            raise TooManyRowsError(title)
        sheet.append([None if value is None or value == "" else _cell(sheet, value) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{count + 1}"
    return count


def _cell(sheet: Any, value: object, font: Any = None) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    text = isinstance(value, str)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST] if isinstance(value, str) else value)
    if text:
        # Set afterwards: openpyxl itself takes what begins with "=" for a formula.
        cell.data_type = "s"
        cell.number_format = "@"
    if font is not None:
        cell.font = font
    return cell
