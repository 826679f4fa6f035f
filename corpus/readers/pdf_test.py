"""Tests of the PDF reader on small PDFs written here by hand, and on published ones where they are at hand."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.readers import UnreadableFileError
from corpus.readers.pdf import read_pdf
from corpus.readers.pdf_text import normalise
from corpus.records import Block, Grid, Heading, Paragraph

WIDTH, HEIGHT = 600, 800
_FONT = b"""<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H
/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light
/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 95 500 814 939 500]
/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /Ascent 880 /Descent -120 /CapHeight 700
/ItalicAngle 0 /StemV 80 /FontBBox [0 -120 1000 880] >> >>] >>"""


def text(x: float, y: float, words: str, size: float = 12) -> str:
    """A drawing command for ``words`` with its baseline ``y`` points under the top of the page."""
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {HEIGHT - y} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    """A drawing command for a straight line."""
    return f"0.5 w {x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S\n"


def lattice(xs: Sequence[float], ys: Sequence[float], sides: bool = True) -> str:
    """Rules at every x and y; without ``sides`` the outermost verticals are left out."""
    inner = xs if sides else xs[1:-1]
    return "".join(rule(xs[0], y, xs[-1], y) for y in ys) + "".join(rule(x, ys[0], x, ys[-1]) for x in inner)


def pdf(*pages: str, trailer: bytes = b"") -> bytes:
    """A PDF whose pages draw the given commands."""
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        _FONT,
    ]
    for index, content in enumerate(pages):
        box = f"/Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {5 + 2 * index} 0 R".encode()
        objects.append(b"<< /Type /Page " + box + b" /Resources << /Font << /F1 3 0 R >> >> >>")
        stream = content.encode("latin-1")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R ".encode()
    return out + end + trailer + f" >>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def rows(block: Block) -> list[list[str]]:
    """The texts of a grid."""
    assert isinstance(block, Grid)
    return [[cell.text for cell in row] for row in block.rows]


def test_ruled_table_keeps_blank_cells_and_spans() -> None:
    drawing = text(230, 60, "甲部门收入预算总表", 18) + text(50, 90, "编制部门：甲部门") + text(500, 90, "单位：元")
    drawing += "".join(rule(50, y, 550, y) for y in (100, 140, 160)) + rule(200, 120, 550, 120)
    drawing += rule(50, 100, 50, 160) + rule(550, 100, 550, 160) + rule(200, 100, 200, 160) + rule(400, 120, 400, 160)
    drawing += text(60, 122, "项目") + text(350, 114, "预算数") + text(250, 134, "合计") + text(450, 134, "项目支出")
    drawing += text(60, 154, "办公费") + text(480, 154, "1,234.50")
    blocks, problems = read_pdf(pdf(drawing))
    assert problems == []
    assert isinstance(blocks[0], Heading)
    assert [type(block).__name__ for block in blocks[1:]] == ["Paragraph", "Paragraph", "Grid"]
    grid = blocks[-1]
    assert rows(grid) == [["项目", "预算数", ""], ["", "合计", "项目支出"], ["办公费", "", "1,234.50"]]
    assert isinstance(grid, Grid)
    assert (grid.rows[0][0].row_span, grid.rows[0][1].column_span) == (2, 2)
    place = grid.rows[2][2].place
    assert (place.page, place.row, place.column, place.printed) == (1, 2, 2, "1,234.50")
    assert place.bbox == pytest.approx((400, 140, 550, 160), abs=0.5)


def test_table_without_outer_verticals_keeps_its_outer_columns() -> None:
    drawing = lattice((50, 200, 400, 550), (100, 120, 140, 160), sides=False)
    drawing += text(60, 114, "甲") + text(220, 114, "乙") + text(420, 114, "丙")
    drawing += text(60, 134, "丁") + text(420, 134, "7")
    blocks, _ = read_pdf(pdf(drawing))
    assert rows(blocks[0]) == [["甲", "乙", "丙"], ["丁", "", "7"], ["", "", ""]]


def test_number_wider_than_its_cell_stays_whole() -> None:
    drawing = lattice((50, 200, 260, 320), (100, 120, 140)) + text(194, 114, "91,016,775.35") + text(270, 134, "5.00")
    blocks, problems = read_pdf(pdf(drawing))
    assert rows(blocks[0]) == [["", "91,016,775.35", ""], ["", "", "5.00"]]
    assert [problem.kind for problem in problems] == ["number-over-edge"]


def test_numbers_that_touch_at_a_rule_stay_apart_and_are_reported() -> None:
    drawing = lattice((50, 200, 260, 320), (100, 120)) + text(188, 114, "12") + text(200, 114, "34")
    blocks, problems = read_pdf(pdf(drawing))
    assert rows(blocks[0]) == [["12", "34", ""]]
    assert [problem.kind for problem in problems] == ["number-over-edge"]


def test_broken_number_is_joined_only_where_the_cell_is_full() -> None:
    drawing = lattice((50, 110, 300), (100, 140)) + text(52, 114, "123,456,7") + text(52, 134, "89.10")
    drawing += text(120, 114, "201") + text(120, 134, "03")
    blocks, _ = read_pdf(pdf(drawing))
    assert rows(blocks[0]) == [["123,456,789.10", "201 03"]]


def test_digits_beside_letters_of_another_box_height_share_a_line() -> None:
    drawing = text(50, 100, "收入总计") + text(98, 100, "2995.39", 10) + text(140, 100, "万元，比上年减少。")
    blocks, _ = read_pdf(pdf(drawing))
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["收入总计2995.39万元，比上年减少。"]


def test_paragraphs_join_over_lines_and_pages() -> None:
    full = "甲" * 40
    first = text(74, 100, "乙" * 38) + text(50, 116, full) + text(50, 132, "完。") + text(74, 148, "丙" * 38)
    first += text(50, 700, full) + text(295, 780, "- 1 -")
    second = text(50, 100, "续写到此结束。") + text(74, 116, "1.新的一段，有12万元。") + text(295, 780, "- 2 -")
    blocks, _ = read_pdf(pdf(first, second))
    found = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert found[0] == "乙" * 38 + full + "完。"
    assert found[-2:] == [full + "续写到此结束。", "1.新的一段，有12万元。"]
    assert not any("- " in block for block in found)


def test_contents_hold_no_page_numbers() -> None:
    drawing = text(280, 60, "目 录", 18) + text(50, 100, "一、主要职能" + "…" * 20 + "12")
    drawing += text(50, 120, "二、2025年收入预算总表" + "." * 40 + " 3")
    blocks, _ = read_pdf(pdf(drawing))
    assert [(block.text, block.level) for block in blocks[1:] if isinstance(block, Heading)] == [
        ("一、主要职能", 9),
        ("二、2025年收入预算总表", 9),
    ]
    assert len(blocks) == 3


def test_words_in_columns_without_rules_form_a_grid() -> None:
    drawing = text(50, 80, "下表列出全部项目。")
    for y, name, first, second in ((110, "项目", "预算数", "执行数"), (130, "甲", "1.00", ""), (150, "乙", "", "3.00")):
        drawing += text(50, y, name) + (text(250, y, first) if first else "") + (text(450, y, second) if second else "")
    blocks, _ = read_pdf(pdf(drawing))
    assert rows(blocks[1]) == [["项目", "预算数", "执行数"], ["甲", "1.00", ""], ["乙", "", "3.00"]]


def test_picture_page_is_a_problem_and_reading_goes_on() -> None:
    picture = "q 10 0 0 10 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q\n"
    blocks, problems = read_pdf(pdf(picture, text(50, 100, "正文在此。")))
    assert [problem.kind for problem in problems] == ["no-text"]
    assert len(blocks) == 1
    with pytest.raises(UnreadableFileError, match="picture on which text was found"):
        read_pdf(pdf(picture))


def test_another_programs_reading_under_a_scan_is_not_taken() -> None:
    scan = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q\n"
    hidden = text(50, 100, "收入合计999.00万元。").replace("BT", "BT 3 Tr")
    blocks, problems = read_pdf(pdf(scan + hidden, scan + text(50, 100, "印在底图上的文字仍是文字。")))
    assert [block.place.printed for block in blocks] == ["印在底图上的文字仍是文字。"]
    assert [(problem.kind, problem.place and problem.place.page) for problem in problems] == [("no-text", 1)]


def test_damaged_and_encrypted_files_say_what_to_do() -> None:
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_pdf(b"no pdf at all")
    keys = b"/O <%b> /U <%b>" % (b"11" * 32, b"22" * 32)
    locked = b"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 " + keys + b" >>"
    with pytest.raises(UnreadableFileError, match="password"):
        read_pdf(pdf(text(50, 100, "秘密。"), trailer=locked))


def test_normal_form_never_makes_digits() -> None:
    assert normalise("⻓期１２３．５％ ①3项 4．2025年 5 家 50㎡") == "长期123．5% ①3项4．2025年5家50㎡"


DOCUMENTS = os.environ.get("BUDGET_TEST_DOCUMENTS", "")


@pytest.mark.skipif(not DOCUMENTS, reason="BUDGET_TEST_DOCUMENTS names no folder of published documents")
def test_published_budget_keeps_its_blank_cells() -> None:
    path = next((Path(DOCUMENTS) / "putuo").glob("03_*.pdf"))
    blocks, problems = read_pdf(path.read_bytes())
    assert problems == []
    grids = {block.place.page: block for block in blocks if isinstance(block, Grid)}
    expenditure = rows(grids[11])
    assert {len(row) for row in expenditure} == {7}
    assert [row[6] for row in expenditure if row[0] == "208"] == [""] * 6
    assert rows(grids[20])[-1] == ["867.50", "839.00", "28.50", "", "", "", "213.28"]


def test_figures_that_are_set_off_from_their_line_are_read_where_they_are_drawn() -> None:
    raised = text(50, 100, "本年支出合计") + text(122, 94, "2940.05") + text(170, 100, "万元，其中：基本支出")
    lowered = text(50, 130, "项目支出") + text(98, 136, "603.14") + text(140, 130, "万元。")
    blocks, problems = read_pdf(pdf(raised + lowered))
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [
        "本年支出合计2940.05万元，其中：基本支出",
        "项目支出603.14万元。",
    ]
    assert problems == []


def test_two_close_lines_stay_two() -> None:
    close = text(50, 100, "甲支出5万元。") + text(50, 107, "乙支出6万元。")
    drawn_apart = text(50, 200, "左边的话。") + text(300, 207, "右边的话。")
    blocks, _ = read_pdf(pdf(close + drawn_apart))
    texts = [getattr(block, "text", "") for block in blocks]
    assert "甲支出5万元。乙支出6万元。" in "".join(texts)
    assert "左边的话。" in "".join(texts)
