from __future__ import annotations

import dataclasses

from assistant.web.panel import ROWS_SHOWN, empty_panel, evidence_panel, missing_panel
from assistant.web.samples_for_tests import CELL, SENTENCE, SampleLibrary, evidence, long_table
from assistant.web.texts import EN, ZH

LIBRARY: object = SampleLibrary()


def test_the_table_has_caption_unit_place_header_and_the_marked_cell() -> None:
    shown = evidence_panel(evidence(LIBRARY, CELL), 4, ZH)  # type: ignore[arg-type]
    assert "单位：元" in shown
    assert "第 3 页" in shown
    assert '<th class="short">预算数</th>' in shown
    assert shown.count("<mark>") == 1
    assert '<td class="number marked"><mark>1234.50</mark></td>' in shown
    assert '<tr class="cited">' in shown
    assert ">4</span>" in shown


def test_nothing_of_a_document_is_html() -> None:
    for citation_id in (CELL, SENTENCE):
        shown = evidence_panel(evidence(LIBRARY, citation_id), 1, ZH)  # type: ignore[arg-type]
        assert "<img" not in shown
        assert "<script" not in shown
        assert "&lt;script&gt;" in shown


def test_a_sentence_is_marked_in_its_paragraph() -> None:
    shown = evidence_panel(evidence(LIBRARY, SENTENCE), 1, EN)  # type: ignore[arg-type]
    assert "前一句。<mark" in shown
    assert "</mark>后一句。" in shown


def test_of_a_very_long_table_the_rows_around_the_cited_one_are_shown() -> None:
    found = dataclasses.replace(evidence(LIBRARY, CELL), table=long_table(1000, 700))  # type: ignore[arg-type]
    shown = evidence_panel(found, 1, ZH)
    assert shown.count("<tr") == ROWS_SHOWN + 3, "the rows, the header and a gap on either side"
    assert "<mark>1234.50</mark>" in shown
    assert "第699号" in shown
    assert "第701号" in shown


def test_a_citation_that_is_gone_is_said_to_be_gone() -> None:
    assert ZH.evidence_missing in missing_panel(2, ZH)
    assert EN.evidence_hint in empty_panel(EN)
