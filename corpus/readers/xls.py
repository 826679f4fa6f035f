"""Old Excel workbooks (.xls, BIFF 2 to 8) through xlrd: displayed cells, as for .xlsx.

Such a file stores binary numbers only. Each is taken as the shortest decimal that names it, cut to the 15 digits that
Excel keeps, and shown in its number format. Pictures are not found in these files.
"""

from __future__ import annotations

import struct
from decimal import Decimal
from io import StringIO
from typing import Any

import xlrd

from corpus.readers import UnreadableFileError
from corpus.readers.built_in_formats import GENERAL
from corpus.readers.number_format import display, stored_number
from corpus.readers.ooxml import encrypted
from corpus.readers.sheets import Sheet, check_count
from corpus.records import Block, Problem

KIND = "Excel 97-2003 workbook"
MAX_BYTES = 32 * 2**20
_FAULTS = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    AssertionError,
    LookupError,
    ValueError,
    TypeError,
    OverflowError,
    struct.error,
)
"""What xlrd raises on a damaged file: it checks little before it reads."""


def read_xls(data: bytes) -> tuple[list[Block], list[Problem]]:
    """The blocks of an old workbook, sheet after sheet.

    Raises ``UnreadableFileError`` for a file that is damaged, encrypted or too large. Formulas count by their results.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableFileError(KIND, f"it has more than {MAX_BYTES >> 20} MB", "save it as .xlsx and add that")
    blocks: list[Block] = []
    problems: list[Problem] = []
    sheets: list[Sheet] = []
    try:
        with xlrd.open_workbook(
            file_contents=data, formatting_info=True, logfile=StringIO(), on_demand=True, ragged_rows=True
        ) as book:
            for index in range(book.nsheets):
                sheets.append(_sheet(book, index))
                book.unload_sheet(index)
    except _FAULTS as error:
        if "encrypted" in str(error).lower():
            raise encrypted(KIND) from error
        raise UnreadableFileError(
            KIND, "the file is damaged", "open it in Excel or WPS, save it as .xlsx and add that"
        ) from error
    check_count(sheets, KIND)
    for sheet in sheets:
        blocks += sheet.blocks()
        problems += sheet.all_problems()
    return blocks, problems


def _sheet(book: Any, index: int) -> Sheet:
    source = book.sheet_by_index(index)
    sheet = Sheet(index + 1, source.name, KIND, hidden=source.visibility != 0)
    sheet.merged = {(top + 1, left): (bottom - top, right - left) for top, bottom, left, right in source.merged_cells}
    sheet.hidden_rows = {row + 1 for row, info in source.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column for column, info in source.colinfo_map.items() if info.hidden}
    for row in range(source.nrows):
        for column, cell in enumerate(source.row(row)):
            _put(book, sheet, row + 1, column, cell)
    return sheet


def _put(book: Any, sheet: Sheet, row: int, column: int, cell: Any) -> None:
    form = book.xf_list[cell.xf_index] if cell.xf_index is not None and cell.xf_index < len(book.xf_list) else None
    if form is not None and _is_ruled(form.border):
        sheet.ruled.add(row)
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            sheet.put(row, column, cell.value)
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            value = stored_number(repr(cell.value))
            code = book.format_map[form.format_key].format_str if form is not None else GENERAL
            sheet.put_number(row, column, display(Decimal(0) if value is None else value, code, book.datemode == 1))
        case xlrd.XL_CELL_BOOLEAN:
            sheet.put(row, column, "TRUE" if cell.value else "FALSE")
        case xlrd.XL_CELL_ERROR:
            text = xlrd.error_text_from_code.get(cell.value, "#ERROR")
            sheet.put(row, column, text)
            sheet.complain("error-cell", row, text)


def _is_ruled(border: Any) -> bool:
    sides = (border.top_line_style, border.bottom_line_style, border.left_line_style, border.right_line_style)
    return [style != 0 for style in sides].count(True) >= 2
