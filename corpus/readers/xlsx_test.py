"""Workbooks made here cell by cell, some with XML that no program writes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.styles import Border, Side
from PIL import Image

from corpus.documents_test import PUBLISHED, needs_published
from corpus.readers import UnreadableFileError
from corpus.readers.xlsx import read_xlsx
from corpus.reading import read_blocks, read_document
from corpus.records import NO_BUDGET, Block, Grid, Heading, Paragraph, Place, Problem

THIN = Border(*[Side("thin")] * 4)


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(fill: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "表"
    fill(book.active)
    return saved(book)


def sheet_of(rows: Sequence[Sequence[object]]) -> bytes:
    def fill(sheet: Any) -> None:
        for row in rows:
            sheet.append(list(row))

    return workbook(fill)


def rewritten(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The package with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, change(body.decode()).encode() if name == part else body)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED = '<Relationship Id="x9" Type="http://schemas/relationships/sharedStrings" Target="shared.xml"/>'


def outline(blocks: Sequence[Block]) -> list[object]:
    """Words as (kind, text), grids as lists of texts."""
    return [
        [[cell.text for cell in row] for row in block.rows]
        if isinstance(block, Grid)
        else (type(block).__name__, block.text)
        for block in blocks
    ]


def grid(data: bytes) -> list[list[str]]:
    blocks, _ = read_xlsx(data)
    [found] = [block for block in blocks if isinstance(block, Grid)]
    return [[cell.text for cell in row] for row in found.rows]


def kinds(problems: Sequence[Problem]) -> list[str]:
    return [problem.kind for problem in problems]


def test_captions_unit_lines_notes_and_blank_rows_part_the_tables_of_a_sheet() -> None:
    blocks, problems = read_xlsx(
        sheet_of(
            [
                ["2031年支出总表"],
                ["编制单位：甲局", None, "单位：元"],
                ["项目", "基本支出", "项目支出"],
                ["办公费", 5, 7],
                ["差旅费", 1, None],
                [],
                ["合计", 6, 7],
                ["注：含上年结转。"],
                [],
                ["三公经费表", None, "单位：万元"],
                ["合计", "公务接待费"],
                [9.5, 1.5],
            ]
        )
    )
    assert problems == []
    assert outline(blocks) == [
        ("Heading", "表"),
        ("Heading", "2031年支出总表"),
        ("Paragraph", "编制单位：甲局"),
        ("Paragraph", "单位：元"),
        [["项目", "基本支出", "项目支出"], ["办公费", "5", "7"], ["差旅费", "1", ""], ["合计", "6", "7"]],
        ("Paragraph", "注：含上年结转。"),
        ("Heading", "三公经费表"),
        ("Paragraph", "单位：万元"),
        [["合计", "公务接待费"], ["9.5", "1.5"]],
    ]


def test_a_place_is_sheet_row_and_characters_of_the_row() -> None:
    blocks, _ = read_xlsx(sheet_of([["项目", None, "金额"], ["办公费", None, 5]]))
    table = blocks[1]
    assert isinstance(table, Grid)
    assert [cell.place for cell in table.rows[1]] == [
        Place("办公费", page=1, line=2, char_from=0, char_to=3),
        # Two tabs stand before the third column of the row's text.
        Place("5", page=1, line=2, char_from=5, char_to=6),
    ]


def test_merged_cells_keep_their_spans_and_a_covered_value_is_left_out() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["项目", "预算数", "预算数"])
        sheet.append([None, "基本支出", "项目支出"])
        sheet.append(["办公费", 1, 2])
        sheet["C1"] = None
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")

    covered = '</c><c r="C1"><v>99</v></c></row>'
    data = rewritten(workbook(fill), SHEET, lambda xml: re.sub(r'</c>(<c r="C1" ?/>)?</row>', covered, xml, count=1))
    blocks, problems = read_xlsx(data)
    table = blocks[1]
    assert isinstance(table, Grid)
    assert [(cell.text, cell.row_span, cell.column_span) for cell in table.rows[0]] == [
        ("项目", 2, 1),
        ("预算数", 1, 2),
        ("", 1, 1),
    ]
    assert kinds(problems) == ["covered-value"]


def test_numbers_are_what_is_displayed_and_finer_values_are_reported_once() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["项目", "金额", "比例", "日期"])
        for index, value in enumerate((0.1 + 0.2, 1234.567, 2.001), start=2):
            sheet.append(["甲", value, 0.125, date(2031, 1, index)])
            sheet.cell(index, 2).number_format = "#,##0.00"
            sheet.cell(index, 3).number_format = "0.0%"
            sheet.cell(index, 4).number_format = 'yyyy"年"m"月"d"日"'

    blocks, problems = read_xlsx(workbook(fill))
    assert isinstance(blocks[1], Grid)
    assert [[cell.text for cell in row] for row in blocks[1].rows[1:]] == [
        ["甲", "0.30", "12.5%", "2031年1月2日"],
        ["甲", "1,234.57", "12.5%", "2031年1月3日"],
        ["甲", "2.00", "12.5%", "2031年1月4日"],
    ]
    assert kinds(problems) == ["finer-value"]
    assert "2 stored values" in problems[0].message
    assert problems[0].place == Place("1,234.57", page=1, line=3)


def test_the_step_of_an_amount_is_that_of_the_displayed_digits() -> None:
    def fill(sheet: Any) -> None:
        for row in (
            ["2031年单位支出总表", None],
            ["单位：万元", None],
            ["项目", "金额"],
            ["办公费", 10.26789],
            ["合计", 10.26789],
        ):
            sheet.append(row)
        for number in (4, 5):
            sheet.cell(number, 2).number_format = "0.00"

    reading = read_document(workbook(fill), "x")
    amounts = [cell.amount for table in reading.tables for cell in table.cells if cell.amount]
    expected = (Decimal(102_700), 1_000_000, "10.27")
    assert [(amount.decimal, amount.step, amount.printed) for amount in amounts] == [expected] * 2


def test_a_formula_counts_by_its_stored_result_and_without_one_is_no_figure() -> None:
    data = sheet_of([["项目", "金额"], ["甲", 5], ["乙", 6], ["合计", "=SUM(B2:B3)"]])
    assert grid(data)[3] == ["合计", "=SUM(B2:B3)"]
    _, problems = read_xlsx(data)
    assert [(problem.kind, problem.place and problem.place.line) for problem in problems] == [
        ("formula-without-value", 4)
    ]
    stored = rewritten(data, SHEET, lambda xml: re.sub(r"</f><v\s*/>|</f><v></v>", "</f><v>11</v>", xml))
    assert grid(stored)[3] == ["合计", "11"]
    assert read_xlsx(stored)[1] == []


def test_error_values_are_located_and_no_figures() -> None:
    data = rewritten(
        sheet_of([["项目", "金额"], ["甲", 5]]),
        SHEET,
        lambda xml: xml.replace("<v>5</v>", "<v>#REF!</v>").replace('r="B2" t="n"', 'r="B2" t="e"'),
    )
    blocks, problems = read_xlsx(data)
    assert isinstance(blocks[1], Grid)
    assert blocks[1].rows[1][1].text == "#REF!"
    assert [(problem.kind, problem.place) for problem in problems] == [("error-cell", Place("#REF!", page=1, line=2))]


def test_hidden_rows_columns_and_sheets_are_read_and_reported() -> None:
    book = openpyxl.Workbook()
    first = book.active
    for row in (["项目", "金额"], ["甲", 5], ["乙", 6]):
        first.append(row)
    first.row_dimensions[2].hidden = True
    first.column_dimensions["B"].hidden = True
    second = book.create_sheet("底稿")
    second.append(["说明", "x"])
    second.sheet_state = "hidden"
    blocks, problems = read_xlsx(saved(book))
    assert ["甲", "5"] in [[cell.text for cell in row] for b in blocks if isinstance(b, Grid) for row in b.rows]
    assert sorted(kinds(problems)) == ["hidden-column", "hidden-row", "hidden-sheet"]


def test_zeros_that_the_sheet_does_not_show_are_blank() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["项目", "金额", "数量"])
        sheet.append(["甲", 0, 3])
        sheet.sheet_view.showZeros = False

    assert grid(workbook(fill)) == [["项目", "金额", "数量"], ["甲", "", "3"]]


def test_a_blank_row_inside_drawn_lines_belongs_to_the_table() -> None:
    def fill(sheet: Any) -> None:
        for row in (["2031年单位政府性基金预算支出功能分类预算表"], ["项目", "合计", "基本支出"]):
            sheet.append(row)
        for number in range(2, 6):
            for column in range(1, 4):
                sheet.cell(number, column).border = THIN

    assert grid(workbook(fill)) == [["项目", "合计", "基本支出"], ["", "", ""]]


def test_lines_in_a_cell_of_words_become_paragraphs_of_their_own() -> None:
    blocks, _ = read_xlsx(sheet_of([["支出总额为10元，\n其中基本支出4元。"]]))
    words = [block for block in blocks if isinstance(block, Paragraph)]
    assert [(block.text, block.place.char_from, block.place.char_to) for block in words] == [
        ("支出总额为10元，", 0, 9),
        ("其中基本支出4元。", 10, 19),
    ]


def test_texts_that_the_file_keeps_apart_and_their_raised_digits() -> None:
    runs = "<r><t>100</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>2</t></r><rPh><t>bai</t></rPh>"
    strings = f"<sst xmlns='{MAIN}'><si><t>项目</t></si><si>{runs}</si><si><t>a_x000A_b</t></si></sst>"
    cells = "".join(f'<c r="{name}" t="s"><v>{index}</v></c>' for index, name in enumerate(("A1", "B1", "C1")))
    data = rewritten(sheet_of([["x"]]), SHEET, lambda xml: re.sub("<c .*</c>", cells, xml))
    data = rewritten(data, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace("</Rel", f"{SHARED}</Rel"))
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/shared.xml", strings)
    # A raised 2 must not make 1002 of 100.
    assert grid(out.getvalue()) == [["项目", "100^2", "a\nb"]]


def test_signs_that_look_like_markup_are_kept() -> None:
    assert grid(sheet_of([["指标", "目标值"], ["成本", "<50万元，效益>20"]]))[1] == ["成本", "<50万元，效益>20"]


def test_pictures_are_located_problems_or_are_read_by_the_given_reader() -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = "附图"
        buffer = io.BytesIO()
        Image.new("RGB", (60, 40), "white").save(buffer, "PNG")
        sheet.add_image(SheetImage(buffer), "B7")

    data = workbook(fill)
    assert [(p.kind, p.place) for p in read_xlsx(data)[1]] == [("picture-not-read", Place("", page=1, line=7))]

    def reader(picture: bytes) -> tuple[list[Block], list[Problem]]:
        assert picture.startswith(b"\x89PNG")
        return [Heading("图中文字", Place("图中文字", page=1, bbox=(0, 0, 1, 1)))], []

    blocks, problems = read_xlsx(data, reader)
    assert problems == []
    assert blocks[-1].place == Place("图中文字", page=1, line=7, bbox=(0, 0, 1, 1))


# Broken and hostile files


def test_a_sheet_that_claims_every_row_and_column_is_read_by_what_it_holds() -> None:
    data = rewritten(
        sheet_of([["项目", "金额"], ["甲", 5]]),
        SHEET,
        lambda xml: (
            xml.replace("A1:B2", "A1:XFD1048576")
            .replace("</sheetData>", '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')
            .replace("</worksheet>", '<mergeCells><mergeCell ref="C3:XFD1048576"/></mergeCells></worksheet>')
        ),
    )
    assert grid(data) == [["项目", "金额"], ["甲", "5"]]


@pytest.mark.parametrize(
    ("find", "put", "reason"),
    [
        ('r="B2"', 'r="ZZZ2"', "columns"),
        ('<row r="2"', '<row r="9999999"', "row 9999999"),
        ("</sheetData>", "</sheet", "damaged"),
        ("<worksheet", "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet", "entities"),
    ],
)
def test_impossible_sheets_are_refused(find: str, put: str, reason: str) -> None:
    data = rewritten(sheet_of([["项目", "金额"], ["甲", 5]]), SHEET, lambda xml: xml.replace(find, put, 1))
    with pytest.raises(UnreadableFileError, match=reason):
        read_xlsx(data)


def test_a_text_number_that_is_not_in_the_file_is_refused() -> None:
    data = rewritten(sheet_of([["项目", 5]]), SHEET, lambda xml: xml.replace('t="n"', 't="s"'))
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_xlsx(data)


def test_wide_and_long_sheets_are_refused_beyond_the_limit() -> None:
    cells = "".join(f'<row r="{n}"><c r="{c}{n}"><v>1</v></c></row>' for n in range(1, 1500) for c in [_letters(n)])
    data = rewritten(
        sheet_of([["x"]]),
        SHEET,
        lambda xml: re.sub(r"<sheetData>.*</sheetData>", f"<sheetData>{cells}</sheetData>", xml),
    )
    with pytest.raises(UnreadableFileError, match="1499 rows and 1499 columns"):
        read_xlsx(data)


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# The published checklist


@needs_published
def test_the_checklist_is_read_without_an_identity_that_is_not_its_own() -> None:
    assert PUBLISHED is not None
    path = next((PUBLISHED / "putuo").glob("17_*.xlsx"))
    blocks, problems = read_xlsx(path.read_bytes())
    reading = read_blocks(blocks, problems, "0" * 64, path.name)
    document = reading.document
    assert (document.organisation, document.level, document.fiscal_year, document.kind) == ("", "", None, NO_BUDGET)
    assert sum(problem.kind == "picture-not-read" for problem in reading.problems) == 11
    assert reading.statements == ()
    [table] = reading.tables
    remark = next(cell for cell in table.cells if "64,840,547.00" in cell.text)
    assert (remark.place.page, remark.place.line) == (1, 15)
    assert remark.place.printed.strip() == remark.text
