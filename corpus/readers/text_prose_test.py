"""Lines of prose to paragraphs and headings."""

from __future__ import annotations

from corpus.readers.text import read_text
from corpus.records import Heading, Paragraph

WRAPPED = """\
2031年部门预算编制说明
    2031年，甲局收入预算18,976.76万元，其中：财政拨款收入18,976.76万元，比2030年预算增加
3,355.65万元；事业收入0.00万元；事业单位经营收入0.00万元；其他收入0.00万元，比2030年预算持平，
主要原因是项目调整。
    支出预算18,976.76万元，其中：财政拨款支出预算18,976.76万元，比2030年预算增加3,355.65万元
。
一、“三公”经费预算情况说明
    “三公”经费预算数为37.91万元，比2030年预算减少10万元，其中因公出国（境）费0万元，公务接待费1.3
\x0c5万元。
目录
一、部门主要职能 ……………………………………………… 3
"""


def test_a_sentence_over_line_and_page_ends_is_whole() -> None:
    blocks, _ = read_text(WRAPPED.encode())
    prose = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert len(prose) == 4
    assert "比2030年预算增加3,355.65万元；" in prose[0]
    assert prose[1].endswith("3,355.65万元。")
    assert prose[2].endswith("公务接待费1.35万元。")
    assert [block.text for block in blocks if isinstance(block, Heading)] == [
        "2031年部门预算编制说明",
        "一、“三公”经费预算情况说明",
        "一、部门主要职能",
    ]


def test_the_printed_text_of_a_paragraph_is_that_of_its_lines() -> None:
    lines = WRAPPED.split("\n")
    first = next(block for block in read_text(WRAPPED.encode())[0] if isinstance(block, Paragraph))
    assert first.place.line == 2
    assert first.place.printed == "\n".join([lines[1].strip(), lines[2], lines[3]])


def test_lines_of_any_length_are_paragraphs_of_their_own() -> None:
    text = "甲单位有员工5人。\n乙单位没有员工\n丙单位\n"
    blocks = read_text(text.encode())[0]
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [
        "甲单位有员工5人。",
        "乙单位没有员工",
        "丙单位",
    ]
