"""Text to blocks: every place can be read again from the line it names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers import UnreadableFileError
from corpus.readers.text import decode, read_text
from corpus.records import Block, Grid, Heading, Paragraph


def read(text: str) -> list[Block]:
    blocks, problems = read_text(text.encode())
    assert problems == []
    return blocks


def texts(block: Block) -> list[list[str]]:
    assert isinstance(block, Grid)
    return [[cell.text for cell in row] for row in block.rows]


def test_headings_paragraphs_and_grids_keep_their_lines() -> None:
    blocks = read("# 甲单位 预算\n\n2031年支出预算总表\n单位：元\n项目\t金额\n办公费\t1,200.00\n\n说明到此。\n")
    assert [type(block) for block in blocks] == [Heading, Heading, Paragraph, Grid, Paragraph]
    assert [block.place.line for block in blocks] == [1, 3, 4, 5, 8]
    assert isinstance(blocks[0], Heading)
    assert (blocks[0].text, blocks[0].level) == ("甲单位预算", 1)
    assert texts(blocks[3]) == [["项目", "金额"], ["办公费", "1,200.00"]]


def test_pipes_tabs_rules_and_page_breaks() -> None:
    blocks = read("| 名称 | 金额 |\n|---|---:|\n| 甲 | 5 |\n--- PAGE BREAK ---\n\n| 乙 | |\n")
    assert texts(blocks[0]) == [["名称", "金额"], ["甲", "5"], ["乙", ""]]


def test_a_table_inside_a_cell_is_laid_out_after_the_words_before_it() -> None:
    line = "资金\t<p>总预算：70</p> <table><tr><td>当年：</td><td>7 0</td></tr></table>\t\n"
    assert texts(read(line)[0]) == [["资金", "总预算：70", "当年：", "7 0", ""]]


@pytest.mark.parametrize(
    ("mark", "checked"),
    [
        ('<input checked="" type="checkbox">', True),
        ('<input type="checkbox"/>', None),
        ("■", True),
        ("□", None),
        ("√", True),
        ("✓", True),
        ("×", False),
    ],
)
def test_ticks_and_crosses(mark: str, checked: bool | None) -> None:
    for text in (f"实施阶段 {mark}", f"{mark} 实施阶段"):
        grid = read(f"甲\t{text}\n")[0]
        assert isinstance(grid, Grid)
        assert grid.rows[0][1].checked is checked


def test_encodings() -> None:
    assert decode("\ufeff预算".encode()) == "预算"
    assert decode("预算".encode("gb18030")) == "预算"
    with pytest.raises(UnreadableFileError, match="neither"):
        decode(b"\xff\xfe\xff")


CELLS = st.text(st.sampled_from("甲乙 1.,<b>/（)&;|√"), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=1, max_size=6))
def test_every_place_is_read_again_from_its_line(rows: list[list[str]]) -> None:
    source = "\n".join("\t".join(row) for row in rows)
    lines = source.split("\n")
    for block in read(source):
        places = [cell.place for row in block.rows for cell in row] if isinstance(block, Grid) else [block.place]
        for place in places:
            assert place.line is not None
            assert lines[place.line - 1][place.char_from : place.char_to] == place.printed
