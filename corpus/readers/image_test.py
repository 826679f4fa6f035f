"""Tests of the picture reader on pages drawn here, and on a rendered page of a published document."""

from __future__ import annotations

import io
import os
import struct
import sys
import zlib
from decimal import Decimal
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from corpus.readers import UnreadableFileError, is_picture, ocr_engine
from corpus.readers.image import read_image
from corpus.readers.pdf import read_pdf
from corpus.readers.pictures_for_tests import Sheet, expenditure_table, saved
from corpus.reading import read_document
from corpus.records import Block, Grid, Heading, Paragraph, TableKind

ROWS = [
    ["编码", "项目", "支出预算", "", ""],
    ["", "", "合计", "基本支出", "项目支出"],
    ["201", "一般公共服务支出", "1,200,340.56", "", "1,200,340.56"],
    ["208", "社会保障和就业支出", "98,000.00", "98,000.00", ""],
    ["", "合计", "1,298,340.56", "98,000.00", "1,200,340.56"],
]


def rows(blocks: list[Block]) -> list[list[str]]:
    """The texts of the first grid."""
    grid = next(block for block in blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.rows]


def test_ruled_table_keeps_blank_and_merged_cells_and_places() -> None:
    blocks, problems = read_image(expenditure_table().bytes())
    assert rows(blocks) == ROWS
    assert [(b.text, b.level) for b in blocks if isinstance(b, Heading)] == [("2031年支出预算总表", 1)]
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == ["编制部门：甲区乙局", "单位：元"]
    grid = blocks[-1]
    assert isinstance(grid, Grid)
    assert (grid.rows[0][0].row_span, grid.rows[0][2].column_span) == (2, 3)
    place = grid.rows[2][2].place
    assert (place.page, place.row, place.column, place.printed) == (1, 2, 2, "1,200,340.56")
    assert place.bbox == pytest.approx((290, 134, 380, 156), abs=1.5)
    assert [problem.kind for problem in problems] == ["ocr-page"]
    assert "page 1" in problems[0].message and "rapidocr" in problems[0].message


@pytest.mark.parametrize("turn", [90, 180])
def test_turned_and_skewed_pages_read_the_same(turn: int) -> None:
    image = expenditure_table().image.rotate(2, fillcolor="white", resample=Image.Resampling.BICUBIC)
    blocks, problems = read_image(saved([image.rotate(turn, expand=True)], "PNG"))
    assert rows(blocks) == ROWS
    assert f"turned by {turn}°" in problems[-1].message


def test_a_red_seal_and_grey_paper_change_no_figure() -> None:
    stamped = expenditure_table().seal(480, 180, 50).image
    grey = Image.fromarray((np.asarray(stamped) * 0.8 + 10).astype(np.uint8))
    for image in (stamped, grey):
        out = io.BytesIO()
        image.save(out, "JPEG", quality=80, dpi=(200, 200))
        assert rows(read_image(out.getvalue())[0]) == ROWS


def test_words_in_columns_without_rules_form_a_grid() -> None:
    page = Sheet().text(50, 40, "下表列出全部项目的预算安排。")
    for y, words in ((80, ("项目", "预算数", "执行数")), (105, ("甲", "1,100.00", "")), (130, ("乙", "", "3,050.00"))):
        for x, word in zip((50, 250, 450), words, strict=True):
            page.text(x, y, word)
    blocks, _ = read_image(page.bytes())
    assert rows(blocks) == [["项目", "预算数", "执行数"], ["甲", "1,100.00", ""], ["乙", "", "3,050.00"]]


def test_rows_of_dots_make_contents_entries() -> None:
    page = Sheet().text(260, 40, "目 录", 16)
    for y, words in ((80, "一、主要职能"), (105, "二、2031年收入预算总表")):
        page.text(50, y, words + "…" * 20 + "12")
    headings = [block.text for block in read_image(page.bytes())[0] if isinstance(block, Heading)]
    assert headings[1:] == ["一、主要职能", "二、2031年收入预算总表"]


def test_a_figure_across_a_rule_is_not_read_as_two() -> None:
    page = Sheet().lattice((50, 200, 262, 400), (80, 102, 124, 146)).text(60, 85, "合计").text(60, 107, "甲")
    page.text(225, 107, "91,016,775.35").text(390, 129, "5.00", right=True)
    blocks, problems = read_image(page.bytes())
    grid = rows(blocks)
    assert grid[2][2] == "5.00"
    assert not any(char.isdigit() for char in grid[1][1] + grid[1][2])
    assert "uncertain-text" in [problem.kind for problem in problems]


def test_all_pages_of_a_tiff_and_all_kinds_of_picture() -> None:
    page = Sheet(300, 100).text(30, 40, "收入合计12.50万元。")
    blocks, _ = read_image(saved([page.image.convert("1"), page.image], "TIFF"))
    assert [(block.place.page, block.place.printed) for block in blocks] == [
        (1, "收入合计12.50万元。"),
        (2, "收入合计12.50万元。"),
    ]
    assert all(is_picture(page.bytes(kind)) for kind in ("PNG", "JPEG", "TIFF", "BMP", "WEBP"))
    assert [block.place.printed for block in read_image(page.bytes("WEBP"))[0]] == ["收入合计12.50万元。"]
    assert not is_picture("BM公司预算".encode())


def test_a_scanned_pdf_is_read_as_a_document() -> None:
    reading = read_document(saved([expenditure_table().image], "PDF"), "scan.pdf")
    assert [problem.kind for problem in reading.problems] == ["ocr-page"]
    (table,) = reading.tables
    assert (table.kind, table.unit, table.year) == (TableKind.EXPENDITURE, "元", 2031)
    amounts = [cell.amount.decimal for cell in table.cells if cell.amount is not None]
    assert (len(amounts), sum(amounts[:2])) == (7, Decimal("2400681.12"))


def test_damaged_blank_and_oversized_pictures_say_what_to_do() -> None:
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_image(b"\x89PNG\r\n\x1a\n and nothing more")
    with pytest.raises(UnreadableFileError, match="no text was found"):
        read_image(Sheet(200, 100).bytes())
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    with pytest.raises(UnreadableFileError, match="more than 100 million pixels"):
        read_image(
            b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
        )


def test_without_the_packages_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    ocr_engine.engine.cache_clear()
    try:
        with pytest.raises(UnreadableFileError, match=r"install what requirements\.txt names"):
            read_image(Sheet(200, 100).bytes())
    finally:
        ocr_engine.engine.cache_clear()


DOCUMENTS = os.environ.get("BUDGET_TEST_DOCUMENTS", "")


@pytest.mark.skipif(not DOCUMENTS, reason="BUDGET_TEST_DOCUMENTS names no folder of published documents")
def test_a_rendered_page_of_a_published_budget_reads_as_its_original() -> None:
    data = next((Path(DOCUMENTS) / "putuo").glob("03_*.pdf")).read_bytes()
    original = next(block for block in read_pdf(data)[0] if isinstance(block, Grid) and block.place.page == 11)
    page = pypdfium2.PdfDocument(data)[10].render(scale=200 / 72).to_pil()
    assert rows(read_image(saved([page], "PNG"))[0]) == [[cell.text for cell in row] for row in original.rows]
