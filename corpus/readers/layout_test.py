"""Rows of cells to captions, unit lines, notes and grids."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.readers.flow import FlowCell, spread
from corpus.readers.laid import LaidCell, LaidRow, row_of
from corpus.readers.layout import blocks_of
from corpus.records import Block, Grid, Heading, Place


def rows(*lines: str, ruled: bool = False) -> list[LaidRow]:
    """Lines with | between cells."""
    laid = []
    for number, line in enumerate(lines, start=1):
        texts = [(column, text) for column, text in enumerate(line.split("|")) if text]
        places = row_of(number, texts)
        cells = tuple(LaidCell(text, column, places[column]) for column, text in texts)
        laid.append(LaidRow(cells, Place("", line=number), ruled))
    return laid


def shape(blocks: Sequence[Block]) -> list[str]:
    """H, P and their texts; T and the number of rows and columns."""
    return [
        f"T{len(block.rows)}x{len(block.rows[0])}"
        if isinstance(block, Grid)
        else f"{'H' if isinstance(block, Heading) else 'P'} {block.text}"
        for block in blocks
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # A caption and the unit of amounts in one row.
        (["2031年支出总表||单位：万元", "项目|金额", "甲|5"], ["H 2031年支出总表", "P 单位：万元", "T2x2"]),
        (
            ["部门：甲局|2031年度|金额单位：万元", "项目|金额|数", "甲|5|6"],
            ["P 部门：甲局", "P 2031年度", "P 金额单位：万元", "T2x3"],
        ),
        # A row with one filled cell inside a table is a row of it.
        (["项目|金额", "一、基本支出|", "办公费|5"], ["T3x2"]),
        (["项目|金额", "办公费|5", "三、其他收入|", "合计|5"], ["T4x2"]),
        # The next table begins with its caption, without a blank row before it.
        (["项目|金额", "甲|5", "2031年收入总表", "项目|金额", "乙|6"], ["T2x2", "H 2031年收入总表", "T2x2"]),
        (
            ["项目|金额", "甲|5", "收入情况", "单位：元", "项目|金额", "乙|6"],
            ["T2x2", "H 收入情况", "P 单位：元", "T2x2"],
        ),
        # A blank row: figures go on with the table, other words begin a new one.
        (["项目|金额", "甲|5", "", "乙|6"], ["T3x2"]),
        (["项目|金额", "甲|5", "", "名称|数量", "乙|6"], ["T2x2", "T2x2"]),
        # Notes end a table; a label with that word does not.
        (["项目|金额", "甲|5", "注：含结转。"], ["T2x2", "P 注：含结转。"]),
        (["项目|金额", "甲|5", "备注：|", "乙|6"], ["T4x2"]),
        (["项目|金额", "|", "本表为空表"], ["T1x2", "P 本表为空表"]),
        # Columns in which nothing begins are none.
        (["项目||金额|", "甲||5|"], ["T2x2"]),
        (["只有一句话。"], ["P 只有一句话。"]),
        ([], []),
    ],
)
def test_layouts(lines: list[str], expected: list[str]) -> None:
    assert shape(blocks_of(rows(*lines))) == expected


def test_of_blank_rows_with_drawn_lines_one_stays() -> None:
    assert shape(blocks_of(rows("项目|金额", "", "", "", ruled=True))) == ["T2x2"]
    assert shape(blocks_of(rows("项目|金额", "", "", "甲|5", ruled=True))) == ["T3x2"]


def test_a_label_with_blanks_beside_it_is_the_first_row_of_a_drawn_table_and_a_merged_one_its_caption() -> None:
    label, *rest = rows("三、其他收入|", "合计|5", ruled=True)
    assert shape(blocks_of([label, *rest])) == ["T2x2"]
    merged = LaidRow(
        (LaidCell("收入情况", 0, Place("收入情况", line=1), column_span=2),), Place("", line=1), ruled=True
    )
    assert shape(blocks_of([merged, *rest])) == ["H 收入情况", "T1x2"]


def test_a_row_beside_a_tall_cell_is_not_alone() -> None:
    tall = LaidRow(
        (LaidCell("制度", 0, Place("制度", line=1), row_span=3), LaidCell("甲", 1, Place("甲", line=1))), Place("")
    )
    assert shape(blocks_of([tall, *rows("|乙", "|丙")])) == ["T3x2"]


def test_tables_inside_cells_need_rows_and_columns() -> None:
    outer = [
        FlowCell("名称", 0, 0),
        FlowCell("登月", 0, 1),
        FlowCell("资金", 1, 0),
        FlowCell("", 1, 1),
        FlowCell("备注", 2, 0),
    ]
    inner = {(1, 1): [FlowCell("一", 0, 0), FlowCell("3", 0, 1), FlowCell("二", 1, 0), FlowCell("4", 1, 1)]}
    found = {(c.text, c.row, c.column, c.row_span, c.column_span) for c in spread(outer, inner)}
    assert found == {
        ("名称", 0, 0, 1, 1),
        ("登月", 0, 1, 1, 2),
        ("资金", 1, 0, 2, 1),
        ("一", 1, 1, 1, 1),
        ("3", 1, 2, 1, 1),
        ("二", 2, 1, 1, 1),
        ("4", 2, 2, 1, 1),
        ("备注", 3, 0, 1, 1),
    }
