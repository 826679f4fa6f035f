"""Grids that a page break cut apart are joined; others are not."""

from __future__ import annotations

from itertools import pairwise

from corpus.records import Block, Grid, Heading, Paragraph, Place, RawCell
from corpus.sections import sections

WIDE = (50.0, 100.0, 200.0, 300.0, 400.0)
MERGED = (50.0, 200.0, 300.0, 400.0)


def grid(*lines: str, edges: tuple[float, ...] = (), page: int | None = None) -> Grid:
    """A grid with a row for each line, its cells separated by bars, between the given vertical lines."""
    rows = []
    for line in lines:
        boxes = [(left, 0.0, right, 9.0) if edges else None for left, right in pairwise(edges or range(9))]
        parts = line.split("|")
        rows.append(tuple(RawCell(t, Place(t, page=page, bbox=b)) for t, b in zip(parts, boxes, strict=False)))
    return Grid(tuple(rows), Place("", page=page))


def joined(*blocks: Block) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in section.grid.rows] for section in sections(blocks)]


def test_body_rows_and_a_repeated_header_continue_the_grid() -> None:
    first = grid("名称|金额", "甲|5")
    assert joined(first, grid("乙|6")) == [[["名称", "金额"], ["甲", "5"], ["乙", "6"]]]
    assert len(joined(first, grid("名 称|金额", "乙|6"))) == 1


def test_another_header_another_width_or_words_between_begin_a_new_grid() -> None:
    first = grid("名称|金额", "甲|5")
    assert len(joined(first, grid("项目|数量", "乙|6"))) == 2
    assert len(joined(first, grid("乙|6|7"))) == 2
    assert len(joined(first, Paragraph("注：完。", Place("注：完。")), grid("乙|6"))) == 2


def test_a_last_row_with_merged_cells_comes_under_its_columns() -> None:
    first = grid("类|款|名称|金额", "209||甲|5", edges=WIDE, page=3)
    last = grid("合计||5", edges=MERGED, page=4)
    assert joined(first, last) == [[["类", "款", "名称", "金额"], ["209", "", "甲", "5"], ["合计", "", "", "5"]]]
    [section] = sections([first, last])
    assert [cell.column_span for cell in section.grid.rows[2]] == [2, 1, 1, 1]


def test_other_ruled_lines_are_another_table() -> None:
    first = grid("类|款|名称|金额", "209||甲|5", edges=WIDE, page=3)
    assert len(joined(first, grid("合计||5", edges=(50.0, 170.0, 300.0, 400.0), page=4))) == 2
    assert len(joined(first, grid("合计||5", edges=(50.0, 200.0, 300.0, 480.0), page=4))) == 2


def test_words_at_the_top_of_a_page_continue_only_between_the_same_lines() -> None:
    first = grid("收入|金额|支出|金额", "一、甲|5|一、乙|5", edges=WIDE, page=3)
    rest = ("年初结余||年末结余|", "总计|5|总计|5")
    assert len(joined(first, grid(*rest, edges=WIDE, page=4))) == 1
    assert len(joined(first, grid(*rest, edges=WIDE, page=6))) == 2
    assert len(joined(first, grid(*rest, edges=(50.0, 110.0, 200.0, 300.0, 400.0), page=4))) == 2
    assert len(joined(first, grid("年初||年末|", "5|总计|5|总计", edges=WIDE, page=4))) == 2


def test_captions_are_the_nearest_words_and_notes_the_first_after() -> None:
    words: list[Block] = [Paragraph(f"第{number}句。", Place("")) for number in range(9)]
    found = sections([*words, Heading("甲表", Place("")), grid("名称|金额"), *words])
    assert [block.text for block in found[0].captions][-2:] == ["第8句。", "甲表"]
    assert len(found[0].captions) == 6
    assert [note.text for note in found[0].notes] == ["第0句。", "第1句。"]
