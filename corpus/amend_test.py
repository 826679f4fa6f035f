"""A person corrects a misread cell: facts and checks follow, it can be taken back, and it outlives the document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.amend import correct, reread, uncorrect
from corpus.correcting import CorrectionError, correction_at
from corpus.ingest import ingest
from corpus.reading import READER_VERSION, read_document
from corpus.records import Cell, Check, Correction, Place, Reading, Statement, source_id
from corpus.redaction import REDACTED
from corpus.store import Store

# The OCR of an invented table: 5 was read as 6, so that the parts do not add up.
MISREAD = """云溪市2031年区级单位预算

预算单位：云溪市示范学校

2031年单位支出预算总表

单位：元

| 类 | 款 | 项 | 功能分类科目名称 | 合计 | 基本支出 | 项目支出 |
| --- | --- | --- | --- | --- | --- | --- |
| 205 |  |  | 教育支出 | 360,000.00 | 250,000.00 | 100,000.00 |
| 合计 |  |  |  | 350,000.00 | 250,000.00 | 100,000.00 |

绘本馆全年开放。

| 项目 | 说明 |
| --- | --- |
| 负责人 | 张三 |
"""
WHO, WHY = "审计员甲", "与原件核对，5误识为6"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "budget.txt"
    path.parent.mkdir()
    path.write_text(MISREAD, encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path, file: Path) -> Store:
    store = Store.open(tmp_path / "library")
    ingest([file], store)
    return store


def the_reading(store: Store) -> Reading:
    (document,) = store.documents()
    return store.reading(document.id)


def cell(reading: Reading, row: int, column: int, table: int = 0) -> Cell:
    return next(item for item in reading.tables[table].cells if (item.row, item.column) == (row, column))


def identity(reading: Reading, row: int, column: int, table: int = 0) -> str:
    return source_id(reading.document.id, cell(reading, row, column, table).place)


def failed(reading: Reading) -> list[Check]:
    return [check for check in reading.checks if check.status.value == "fail"]


def total_of(reading: Reading, code: str) -> list[Statement]:
    wanted = ("金额", "合计")
    return [s for s in reading.statements if s.subject.code == code and (s.measure, s.expenditure_kind) == wanted]


def test_facts_and_checks_follow_a_correction_and_the_printed_text_stays(store: Store) -> None:
    misread = the_reading(store)
    assert failed(misread)
    version = store.version()
    done = correct(store, identity(misread, 1, 4), " 350,000.00 ", WHO, WHY)
    corrected = the_reading(store)
    assert store.version() > version
    assert [task.document_id for task in store.pending()] == [corrected.document.id]
    assert failed(corrected) == []
    assert cell(corrected, 1, 4).text == "350,000.00"
    assert cell(corrected, 1, 4).place == cell(misread, 1, 4).place
    assert cell(corrected, 1, 4).place.printed == "360,000.00"
    (statement,) = total_of(corrected, "205")
    assert [item.amount and item.amount.decimal for item in statement.observations] == [350_000]
    (listed,) = corrected.corrections
    assert (listed.before, listed.after, listed.who, listed.why) == ("360,000.00", "350,000.00", WHO, WHY)
    assert listed.when.endswith("Z")
    assert correction_at(corrected, cell(corrected, 1, 4).place) == listed
    assert correction_at(corrected, cell(corrected, 2, 4).place) is None
    assert (done.before, done.after) == (misread, corrected)
    found = store.find_source(identity(corrected, 1, 4))
    assert found is not None and (found.text, found.place.printed) == ("350,000.00", "360,000.00")
    assert [source.id for source in store.find_amount(3_600_000_000)] == []


def test_reading_is_pure_and_corrections_change_nothing_else(store: Store) -> None:
    misread = the_reading(store)
    correction = Correction(cell(misread, 1, 4).place, "", "350,000.00", WHO, "2031-01-01T00:00:00Z", WHY)
    again = read_document(MISREAD.encode(), "budget.txt", (correction,))
    assert again == read_document(MISREAD.encode(), "budget.txt", (correction,))
    assert again.paragraphs == misread.paragraphs
    changed = set(again.tables[0].cells) - set(misread.tables[0].cells)
    assert [(item.row, item.column) for item in changed] == [(1, 4)]
    nowhere = replace(correction, place=Place("", line=999, char_from=0, char_to=1))
    lost = read_document(MISREAD.encode(), "budget.txt", (nowhere,))
    assert lost.corrections == ()
    assert [item.kind for item in lost.problems if item not in misread.problems] == ["correction-not-applied"]


def test_a_correction_is_taken_back_step_by_step_and_the_history_keeps_all(store: Store) -> None:
    misread = the_reading(store)
    where = identity(misread, 1, 4)
    correct(store, where, "351,000.00", WHO, "第一次")
    correct(store, where, "350,000.00", "审计员乙", "第二次")
    assert the_reading(store).corrections[0].before == "360,000.00"
    assert uncorrect(store, where, WHO, "再看一遍").text == "351,000.00"
    assert cell(the_reading(store), 1, 4).text == "351,000.00"
    assert uncorrect(store, where, WHO, "还是原样").text == "360,000.00"
    assert the_reading(store) == misread
    with pytest.raises(CorrectionError, match=r"No correction of .* is in force"):
        uncorrect(store, where, WHO, WHY)
    history = store.corrections()
    assert [(item.correction.before, item.correction.after) for item in history] == [
        ("360,000.00", "351,000.00"),
        ("351,000.00", "350,000.00"),
    ]
    assert [item.undone and item.undone.why for item in history] == ["还是原样", "再看一遍"]


def test_a_correction_outlives_rereading_removal_and_another_library_opening(store: Store, file: Path) -> None:
    where = identity(the_reading(store), 1, 4)
    correct(store, where, "350,000.00", WHO, WHY)
    corrected = the_reading(store)
    (report,) = reread(store, store.documents())
    assert report.status.value == "reread"
    assert the_reading(store) == corrected
    store.remove(corrected.document.id)
    assert store.corrections_in_force(corrected.document.sha256)
    with pytest.raises(CorrectionError, match=r"budget\.txt, to which it belongs, is not in the library"):
        uncorrect(store, where, WHO, WHY)
    store.close()
    with Store.open(store.folder) as again:
        ingest([file], again)
        assert the_reading(again) == corrected


def test_a_corrected_label_moves_the_facts_to_another_subject(store: Store) -> None:
    misread = the_reading(store)
    correct(store, identity(misread, 1, 0), "206", WHO, WHY)
    corrected = the_reading(store)
    assert total_of(corrected, "205") == []
    assert len(total_of(corrected, "206")) == 1
    assert corrected.tables[0].labels[0].code == "206"


def test_contact_data_cannot_be_brought_out_or_in(store: Store) -> None:
    reading = the_reading(store)
    assert cell(reading, 1, 1, table=1).text == REDACTED
    with pytest.raises(CorrectionError, match="contact data, which is hidden"):
        correct(store, identity(reading, 1, 1, table=1), "李四", WHO, WHY)
    with pytest.raises(CorrectionError, match="would be hidden as contact data"):
        correct(store, identity(reading, 1, 3), "电话 13800000000", WHO, WHY)
    correct(store, identity(reading, 1, 0, table=1), "说明", WHO, WHY)
    assert cell(the_reading(store), 1, 1, table=1).text == REDACTED
    assert the_reading(store).redactions == reading.redactions


Change = Callable[[Store], object]


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda s: correct(s, "0" * 16, "1", WHO, WHY), "No place in the library has the citation id"),
        (lambda s: correct(s, _sentence(s), "1", WHO, WHY), "is no cell of a table or form"),
        (lambda s: correct(s, identity(the_reading(s), 1, 4), "360,000.00", WHO, WHY), "reads “360,000.00” already"),
        (lambda s: correct(s, identity(the_reading(s), 1, 4), "1", " ", WHY), "Say who"),
        (lambda s: correct(s, identity(the_reading(s), 1, 4), "1", WHO, ""), "Say why"),
        (lambda s: correct(s, identity(the_reading(s), 1, 4), "1" * 2001, WHO, WHY), "text has 2001 characters"),
        (lambda s: correct(s, identity(the_reading(s), 1, 4), "1\0", WHO, WHY), "control characters"),
        (lambda s: uncorrect(s, identity(the_reading(s), 1, 4), WHO, WHY), "No correction of .* is in force"),
    ],
)
def test_what_cannot_be_corrected_is_said_and_changes_nothing(store: Store, act: Change, message: str) -> None:
    version = store.version()
    with pytest.raises(CorrectionError, match=message):
        act(store)
    assert store.version() == version
    assert store.corrections() == []


def _sentence(store: Store) -> str:
    return source_id(the_reading(store).document.id, the_reading(store).paragraphs[-1].place)


def test_without_its_bytes_a_document_cannot_be_corrected(store: Store, file: Path) -> None:
    where = identity(the_reading(store), 1, 4)
    (store.folder / "files" / store.documents()[0].sha256).unlink()
    file.write_text("别的", encoding="utf-8")
    with pytest.raises(CorrectionError, match=r"bytes of budget\.txt are not kept .* add the file again"):
        correct(store, where, "350,000.00", WHO, WHY)
    (report,) = reread(store, store.documents())
    assert report.status.value == "failed"
    assert "stays" in report.message
    file.write_text(MISREAD, encoding="utf-8")
    (report,) = reread(store, store.documents())
    assert (report.status.value, store.reader_of(store.documents()[0].id)) == ("reread", READER_VERSION)
    correct(store, where, "350,000.00", WHO, WHY)


def test_what_older_readers_read_is_read_again_before_it_is_corrected(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = identity(the_reading(store), 1, 4)
    for module in ("corpus.amend", "corpus.ingest"):
        monkeypatch.setattr(f"{module}.READER_VERSION", READER_VERSION + 1)
    with pytest.raises(CorrectionError, match="older version of the program; `reread` it first"):
        correct(store, where, "350,000.00", WHO, WHY)
    reread(store, store.documents())
    correct(store, where, "350,000.00", WHO, WHY)


def test_correcting_waits_for_nobody_who_writes(store: Store) -> None:
    from corpus.store import LibraryLockedError

    with Store.open(store.folder) as other, other.writing(), pytest.raises(LibraryLockedError):
        correct(store, identity(the_reading(store), 1, 4), "1", WHO, WHY)
