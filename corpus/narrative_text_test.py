"""Sentences, quantities and their places."""

from __future__ import annotations

import pytest

from corpus.narrative_text import Locator, canonical, quantities, sentences
from corpus.records import Paragraph, Place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("覆盖87所学校", [("87所", "87", "所", "=")]),
        ("培训12000多名教师", [("12000多名", "12000", "名", "约")]),
        ("≥90.00%，24小时", [("≥90.00%", "90", "%", "≥"), ("24小时", "24", "小时", "=")]),
        ("建于1961年，共7,204.31万元", [("1961年", "1961", "年", "="), ("7,204.31万元", "72043100", "元", "=")]),
        (
            "近100所；50人以上；1.5万名",
            [("100所", "100", "所", "约"), ("50人", "50", "人", "≥"), ("1.5万名", "15000", "名", "=")],
        ),
        ("超过3亿元", [("3亿元", "300000000", "元", ">")]),
        ("第4次会议 文号2010-5 1.2.3条 3,15万元", []),
    ],
)
def test_quantities_have_unit_value_and_qualifier(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    found = [
        (text[q.char_from : q.char_to].removesuffix("以上"), f"{q.amount.decimal:f}", q.amount.unit, q.amount.qualifier)
        for q in quantities(text)
    ]
    assert found == expected


def test_canonical_keeps_the_length_and_the_commas_of_numbers() -> None:
    text = "（1）共 1,234.5万元,其中:甲２元;乙"
    assert canonical(text) == "（1）共 1,234.5万元，其中：甲2元；乙"


def test_sentences_keep_their_place_on_the_line() -> None:
    text = "建于1961年。现有8个部门！"
    paragraph = Paragraph(text, Place(text, line=7, char_from=2, char_to=2 + len(text)))
    found = sentences(paragraph)
    assert [sentence.text for sentence in found] == ["建于1961年。", "现有8个部门！"]
    assert (found[1].place.line, found[1].place.char_from, found[1].place.char_to) == (7, 10, 17)


def test_a_part_of_a_paragraph_over_several_lines_stands_on_its_own_line() -> None:
    paragraph = Paragraph(
        "共5.20万元，其中甲3万元。", Place("共5.20万元，其\n中甲3万\n元。", line=4, char_from=3, char_to=12)
    )
    locator = Locator(paragraph)
    first, second = locator.place(1, 7), locator.place(11, 14)
    assert (first.line, first.char_from, first.char_to, first.printed) == (4, 4, 10, "5.20万元")
    assert (second.line, second.char_from, second.char_to, second.printed) == (5, 2, 4, "3万")


def test_markup_in_the_source_is_stepped_over() -> None:
    place = Locator(Paragraph("共5元", Place("<b>共5元</b>", line=4, char_from=0, char_to=10))).place(1, 3)
    assert (place.line, place.char_from, place.char_to, place.printed) == (4, 4, 6, "5元")


def test_a_text_that_differs_from_its_source_has_no_characters() -> None:
    place = Locator(Paragraph("共5元", Place("共&#53;元", line=4, char_from=0, char_to=7))).place(1, 3)
    assert (place.line, place.char_from, place.printed) == (4, None, "5元")


def test_scores_and_batches_are_counted_but_minutes_are_no_scores() -> None:
    found = [(q.amount.printed, q.amount.unit) for q in quantities("平均得分96.20分，接待15批次，历时20分钟")]
    assert found == [("96.20分", "分"), ("15批次", "批次"), ("20分钟", "分钟")]
