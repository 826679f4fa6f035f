from dataclasses import replace
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.evidence import UnknownCitationError, citation_of, evidence, evidence_at
from assistant.library import Library
from assistant.samples_for_tests import SENTENCES, cell, in_sentence, make_library, reading
from corpus.records import Column, Paragraph, Place, RowLabel, source_id

READING = reading()
TABLE, FORM = READING.tables


def test_a_cell_is_cited_with_its_row_column_and_printed_row() -> None:
    place = cell(TABLE, 2, 2).place
    found = citation_of(READING, place, 7)
    assert (found.n, found.id) == (7, source_id(READING.document.id, place))
    assert (found.table, found.row, found.column) == ("一般公共预算支出功能分类表", "示范事务", "合计")
    assert found.cell_text == "200,000.00"
    assert found.quote == "20508 | 示范事务 | 200,000.00"
    assert (found.project, found.line, found.page) == ("", 12, None)
    assert (found.organisation, found.level, found.year, found.stage) == ("云溪学校", "单位", 2031, "预算")


def test_a_cell_of_a_form_names_project_and_line() -> None:
    found = citation_of(READING, cell(FORM, 1, 2).place, 1)
    assert (found.project, found.row, found.column) == ("云溪讲座", "活动：讲座", "明细金额")


def test_an_amount_that_has_moved_from_under_its_header_is_called_what_it_is() -> None:
    moved = cell(FORM, 1, 1)
    project = READING.projects[0]
    line = replace(project.lines[0], amount=moved)
    shifted = replace(READING, projects=(replace(project, lines=(line,)),))
    assert citation_of(shifted, moved.place, 1).column == "明细金额"
    assert citation_of(READING, moved.place, 1).column == "项目明细"


def test_a_part_of_a_cell_is_cited_by_its_own_words() -> None:
    whole = cell(TABLE, 2, 1).place
    found = citation_of(READING, replace(whole, printed="事务", char_from=(whole.char_from or 0) + 2), 1)
    assert found.cell_text == "事务"
    assert found.quote.startswith("20508 | 示范事务")


def test_of_a_two_sided_table_only_the_half_of_the_place_is_quoted() -> None:
    columns = (Column(0, ("收入",), "label", 0), Column(1, ("支出",), "label", 1), Column(2, ("数",), "amount", 1))
    labels = (RowLabel(2, 0, "", "左", ("左",)), RowLabel(2, 1, "", "右", ("右",)))
    sided = replace(READING, tables=(replace(TABLE, columns=columns, labels=labels),))
    found = citation_of(sided, cell(TABLE, 2, 2).place, 1)
    assert (found.row, found.quote) == ("右", "示范事务 | 200,000.00")


def test_a_figure_in_prose_is_cited_with_its_sentence() -> None:
    found = citation_of(READING, in_sentence("20.05万元"), 1)
    assert found.cell_text == "20.05万元"
    assert found.quote == "“示范事务”科目20.05万元，主要用于运行。"
    assert (found.table, found.row, found.column) == ("", "", "")


def test_a_whole_paragraph_is_quoted_and_has_no_cell() -> None:
    found = citation_of(READING, READING.paragraphs[0].place, 1)
    assert (found.cell_text, found.quote) == ("", SENTENCES)


def test_a_sentence_is_found_on_a_later_line_of_its_paragraph() -> None:
    printed = "第一句共1.00万元。\n第二句共2.00万\n元，完。"
    paragraph = Paragraph(printed.replace("\n", ""), Place(printed, page=2, line=4, bbox=(0, 0, 9, 9)))
    several = replace(READING, paragraphs=(paragraph,))
    place = Place("2.00万", page=2, line=5, char_from=4, char_to=9, bbox=(0, 0, 9, 9))
    assert citation_of(several, place, 1).quote == "第二句共2.00万元，完。"
    view = evidence_at(several, place).paragraph
    assert view is not None
    assert (view.before[-4:], view.marked, view.after) == ("第二句共", "2.00万", "\n元，完。")


def test_evidence_shows_the_table_with_the_one_cell_marked(tmp_path: Path) -> None:
    place = cell(TABLE, 2, 2).place
    with Library.open(make_library(tmp_path), Settings(use_vectors=False)) as library:
        found = evidence(library, source_id(READING.document.id, place))
    assert (found.caption, found.unit, found.place) == ("一般公共预算支出功能分类表", "元", "第12行")
    assert found.paragraph is None
    assert found.table is not None
    assert [[item.text for item in row] for row in found.table.header] == [["科目编码", "科目名称", "合计"]]
    assert [item.text for row in found.table.body for item in row if item.marked] == ["200,000.00"]
    assert found.table.marked_row == 1
    assert found.table.body[2][1].text == "=其他|事务"


def test_evidence_shows_the_paragraph_around_a_figure(tmp_path: Path) -> None:
    with Library.open(make_library(tmp_path), Settings(use_vectors=False)) as library:
        found = evidence(library, source_id(READING.document.id, in_sentence("30.00万元")))
    assert found.table is None
    assert found.paragraph is not None
    assert found.paragraph.before == "云溪学校支出预算"
    assert found.paragraph.marked == "30.00万元"
    assert found.paragraph.before + found.paragraph.marked + found.paragraph.after == SENTENCES


def test_a_caption_and_a_form_are_shown_by_their_tables() -> None:
    caption = evidence_at(READING, TABLE.place)
    assert caption.table is not None
    assert caption.table.marked_row is None
    form = evidence_at(READING, READING.projects[0].place)
    assert (form.caption, form.citation.project) == ("云溪讲座：项目构成分解", "云溪讲座")
    assert form.citation.quote == "云溪讲座"


def test_a_place_with_nothing_around_it_is_shown_by_its_own_words() -> None:
    view = evidence_at(READING, Place("目录", line=1, char_from=0, char_to=2)).paragraph
    assert view is not None
    assert (view.before, view.marked, view.after) == ("", "目录", "")


def test_an_unknown_id_is_a_key_error_that_reads_well(tmp_path: Path) -> None:
    with (
        Library.open(make_library(tmp_path), Settings(use_vectors=False)) as library,
        pytest.raises(KeyError) as caught,
    ):
        evidence(library, "0123456789abcdef")
    assert isinstance(caught.value, UnknownCitationError)
    assert str(caught.value).startswith("No place in the library has the citation id '0123456789abcdef'")
