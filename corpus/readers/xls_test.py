"""Old workbooks: the same cells as in new ones."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import xlwt

from corpus.readers import UnreadableFileError
from corpus.readers.xls import read_xls
from corpus.records import Grid, Heading, Place


def workbook(fill: Callable[[Any], None]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_displayed_numbers_dates_and_codes() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_sheet("支出总表")
        for column, text in enumerate(("类", "款", "金额", "日期", "比例")):
            sheet.write(0, column, text)
        for row, amount in enumerate((0.1 + 0.2, 1234.567), start=1):
            sheet.write(row, 0, 209)
            sheet.write(row, 1, 7, xlwt.easyxf(num_format_str="00"))
            sheet.write(row, 2, amount, xlwt.easyxf(num_format_str="#,##0.00"))
            sheet.write(row, 3, date(2031, 1, row), xlwt.easyxf(num_format_str="yyyy/m/d"))
            sheet.write(row, 4, 0.125, xlwt.easyxf(num_format_str="0.0%"))

    blocks, problems = read_xls(workbook(fill))
    assert blocks[0] == Heading("支出总表", Place("支出总表", page=1))
    assert isinstance(blocks[1], Grid)
    assert [[cell.text for cell in row] for row in blocks[1].rows[1:]] == [
        ["209", "07", "0.30", "2031/1/1", "12.5%"],
        ["209", "07", "1,234.57", "2031/1/2", "12.5%"],
    ]
    assert [(problem.kind, problem.place) for problem in problems] == [
        ("finer-value", Place("1,234.57", page=1, line=3))
    ]


def test_merged_cells_hidden_rows_columns_and_sheets() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_sheet("甲")
        sheet.write_merge(0, 1, 0, 0, "项目")
        sheet.write_merge(0, 0, 1, 2, "预算数")
        for row, texts in ((1, (None, "基本支出", "项目支出")), (2, ("办公费", 1, 2))):
            for column, text in enumerate(texts):
                if text is not None:
                    sheet.write(row, column, text)
        sheet.row(2).hidden = True
        sheet.col(2).hidden = True
        other = book.add_sheet("乙")
        other.write(0, 0, "底稿")
        other.visibility = 1

    blocks, problems = read_xls(workbook(fill))
    assert isinstance(blocks[1], Grid)
    assert [(cell.text, cell.row_span, cell.column_span) for cell in blocks[1].rows[0]] == [
        ("项目", 2, 1),
        ("预算数", 1, 2),
        ("", 1, 1),
    ]
    assert {problem.kind for problem in problems} == {"hidden-row", "hidden-column", "hidden-sheet"}
    assert blocks[-1].place.page == 2


def test_damaged_and_oversized_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook(lambda book: book.add_sheet("甲").write(0, 0, "x"))
    for broken in (data[:600], data[:512] + b"\xff" * (len(data) - 512)):
        with pytest.raises(UnreadableFileError, match="damaged"):
            read_xls(broken)
    monkeypatch.setattr("corpus.readers.xls.MAX_BYTES", 100)
    with pytest.raises(UnreadableFileError, match="MB"):
        read_xls(data)
