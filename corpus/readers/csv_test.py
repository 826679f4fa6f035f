"""Separated values as offices save them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers import UnreadableFileError
from corpus.readers.csv import read_csv
from corpus.readers.separated import records_of, separator_of
from corpus.records import Block, Grid, Paragraph, Place

SHEET = """2031年单位支出总表,,,
编制单位：甲局,,,单位：元
编码,科目,合计,基本支出
209,星际支出,"1,234.50","1,000.00"
20907,"登月
事务","1,234.50",
,,,
合计,,"1,234.50","1,000.00"
注：含上年结转,,,

2031年三公经费表
单位：万元
合计,公务接待费
9.50,1.50
"""


def outline(blocks: list[Block]) -> list[object]:
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text
        for block in blocks
    ]


def test_several_tables_with_captions_units_notes_and_a_field_over_two_lines() -> None:
    blocks, problems = read_csv(SHEET.encode())
    assert problems == []
    assert outline(blocks) == [
        "2031年单位支出总表",
        "编制单位：甲局",
        "单位：元",
        [
            ["编码", "科目", "合计", "基本支出"],
            ["209", "星际支出", "1,234.50", "1,000.00"],
            ["20907", "登月\n事务", "1,234.50", ""],
            ["合计", "", "1,234.50", "1,000.00"],
        ],
        "注：含上年结转",
        "2031年三公经费表",
        "单位：万元",
        [["合计", "公务接待费"], ["9.50", "1.50"]],
    ]
    table = blocks[3]
    assert isinstance(table, Grid)
    # The field over two lines moves the lines that follow; a quoted field begins behind its quotation mark.
    assert table.rows[3][2].place == Place("1,234.50", line=8, char_from=5, char_to=13)
    assert table.rows[2][1].place == Place("登月\n事务", line=5)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_line_ends(encoding: str, end: str) -> None:
    blocks, _ = read_csv(SHEET.replace("\n", end).encode(encoding))
    assert blocks == read_csv(SHEET.encode())[0] or end == "\r\n"
    assert [str(item).replace("\\r", "") for item in outline(blocks)] == [
        str(i) for i in outline(read_csv(SHEET.encode())[0])
    ]


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        (SHEET, ","),
        ("名称;数目\n绳索;5\n", ";"),
        ("名称\t数目\n绳索\t5\n", "\t"),
        # Lines without tabs among lines with them: a text.
        ("标题\n名称\t数目\n绳索\t5\n", None),
        # Commas between thousands.
        ("教育支出  1,200.00  3,400.00\n科学支出  1,200.00  3,400.00\n", None),
        ("1,200\n3,400\n", None),
        # Sentences.
        ("支出总额为10元,其中基本支出4元。\n收入总额为10元,其中拨款4元,事业收入6元。\n其他事项说明。\n", None),
        ("项目名称\n登月项目\n项目类别\n经常性项目\n", None),
        ("", None),
    ],
)
def test_which_character_separates(text: str, separator: str | None) -> None:
    assert separator_of(text) == separator


def test_a_number_with_unquoted_thousands_is_never_two_figures() -> None:
    blocks, problems = read_csv("项目,金额\n办公费,1,200.00\n差旅费,5.00\n合计,1,205.00\n".encode())
    assert outline(blocks) == [[["项目", "金额"]], "办公费,1,200.00", [["差旅费", "5.00"]], "合计,1,205.00"]
    assert [(problem.kind, problem.place and problem.place.line) for problem in problems] == [
        ("ambiguous-separator", 2),
        ("ambiguous-separator", 4),
    ]
    assert isinstance(blocks[1], Paragraph)


def test_short_numbers_side_by_side_are_two_figures_where_all_lines_have_as_many_fields() -> None:
    blocks, problems = read_csv("项目,人数,天数\n训练,5,200\n保障,30,300\n合计,40,1500\n".encode())
    assert problems == []
    assert outline(blocks)[0] == [
        ["项目", "人数", "天数"],
        ["训练", "5", "200"],
        ["保障", "30", "300"],
        ["合计", "40", "1500"],
    ]


def test_a_quotation_mark_that_nothing_closes_takes_nothing_with_it() -> None:
    blocks, _ = read_csv('项目,数\n甲"号,5\n"乙,6\n丙,7\n'.encode())
    assert outline(blocks) == [[["项目", "数"], ['甲"号', "5"], ['"乙', "6"], ["丙", "7"]]]


def test_no_text_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="encoding"):
        read_csv(b"\x00\xff\x00\xff\xff\x81")


FIELD = st.text('甲乙1,."\n; ', max_size=6)


@given(st.lists(st.lists(FIELD, min_size=1, max_size=4), min_size=1, max_size=5))
def test_what_a_writer_quotes_is_read_back(rows: list[list[str]]) -> None:
    text = "".join(",".join('"' + field.replace('"', '""') + '"' for field in row) + "\n" for row in rows)
    assert [[field.value for field in record.fields] for record in records_of(text, ",")] == rows


@given(st.text('甲1,"\n\r; ', max_size=40))
def test_any_text_is_scanned_to_its_end_with_true_places(text: str) -> None:
    lines = re.sub("\r(?!\n)", "\n", text).split("\n")
    for record in records_of(text, ","):
        for field in record.fields:
            if "\n" not in field.raw:
                assert lines[field.line - 1][field.char_from :].startswith(field.raw)
