"""Markdown as people and converters write it."""

from __future__ import annotations

import pytest

from corpus.documents_test import EDITIONS, FORM
from corpus.readers import UnreadableFileError
from corpus.readers.markdown import read_markdown
from corpus.readers.markdown_syntax import is_markdown
from corpus.readers.text import read_text
from corpus.records import Block, Grid, Heading, Place


def read(text: str) -> list[Block]:
    blocks, _ = read_markdown(text.encode())
    return blocks


def outline(text: str) -> list[object]:
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text
        for block in read(text)
    ]


def test_headings_of_both_kinds_rules_and_places() -> None:
    blocks = read("# 甲市**预算** #\n\n支出说明\n===\n编制说明\n---\n\n***\n说明。\n")
    assert [
        (block.text, getattr(block, "level", None), block.place.line) for block in blocks if not isinstance(block, Grid)
    ] == [
        ("甲市预算", 1, 1),
        ("支出说明", 1, 3),
        ("编制说明", 2, 5),
        ("说明。", None, 9),
    ]
    assert blocks[0].place == Place("甲市**预算**", line=1, char_from=2, char_to=10)
    assert isinstance(blocks[1], Heading)


def test_tables_with_and_without_outer_pipes() -> None:
    assert outline("项目 | 金额\n--- | ---:\n办公费 | 5\n\n说明\n") == [[["项目", "金额"], ["办公费", "5"]], "说明"]
    assert outline("| 项目 | 金额 |\n|:-:|--|\n| 甲\\|乙 | **5** |\n| `丙` | |\n") == [
        [["项目", "金额"], ["甲|乙", "5"], ["丙", ""]]
    ]


def test_two_tables_in_a_row_stay_apart_and_a_page_break_inside_one_does_not_part_it() -> None:
    assert outline("|甲|乙|\n|--|--|\n|1|2|\n\n|丙|丁|\n|--|--|\n|3|4|\n") == [
        [["甲", "乙"], ["1", "2"]],
        [["丙", "丁"], ["3", "4"]],
    ]
    assert outline("|甲|乙|\n|--|--|\n|1|2|\n\n--- PAGE BREAK ---\n\n|3|4|\n") == [
        [["甲", "乙"], ["1", "2"], ["3", "4"]]
    ]


def test_tables_of_web_page_markup_keep_the_lines_of_the_file() -> None:
    blocks = read("# 表\n\n<table>\n<tr><td rowspan=2>甲</td><td>1</td></tr>\n<tr><td>2</td></tr>\n</table>\n后\n")
    assert isinstance(blocks[1], Grid)
    assert [[(cell.text, cell.place.line) for cell in row] for row in blocks[1].rows] == [
        [("甲", 4), ("1", 4)],
        [("", 5), ("2", 5)],
    ]
    assert blocks[2].place.line == 7


def test_struck_figures_links_pictures_and_fences() -> None:
    text = "|项目|金额|\n|--|--|\n|[甲](http://x)|~~90~~ 95|\n\n![图](a.png)\n```\n|不是|表|\n```\n"
    assert outline(text) == [[["项目", "金额"], ["甲", "~~90~~ 95"]], "|不是|表|"]
    _, problems = read_markdown(text.encode())
    assert [(problem.kind, problem.place and problem.place.line) for problem in problems] == [("picture-not-read", 5)]


def test_every_place_is_read_again_from_its_line() -> None:
    text = "# 标题 \n | 项目 | 金额 |\n|--|--|\n| 甲 <b>乙</b>|  5 |\n  说明 **二** \n"
    lines = text.split("\n")
    for block in read(text):
        places = [cell.place for row in block.rows for cell in row] if isinstance(block, Grid) else [block.place]
        for place in places:
            assert place.line is not None
            assert lines[place.line - 1][place.char_from : place.char_to] == place.printed


@pytest.mark.parametrize("folder", EDITIONS)
def test_a_real_form_says_the_same_as_plain_text(folder: object) -> None:
    data = (folder / FORM.name).read_bytes()  # type: ignore[operator]
    assert is_markdown(data.decode())
    assert read_markdown(data)[0] == read_text(data)[0]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("项目 | 金额\n--|--\n甲 | 5", True),
        ("# 表\n<table><tr><td>1</td></tr></table>", True),
        ("# 标题\n项目  金额\n甲  5", False),
        ("# 标题\n|项目|金额|\n|--|--|\n甲\t5", False),
        ("甲 | 乙\n说明", False),
        ("-----\n|", False),
    ],
)
def test_what_is_markdown(text: str, known: bool) -> None:
    assert is_markdown(text) is known


def test_unclosed_marks_do_not_swallow_the_rest() -> None:
    assert outline("**甲\n\n<table>\n<tr><td>乙</td><td>5</td></tr>\n")[-1] == [["乙", "5"]]
    assert outline("|\n|-|\n||\n") != []
    with pytest.raises(UnreadableFileError, match="encoding"):
        read_markdown(b"|\xff\xff")
