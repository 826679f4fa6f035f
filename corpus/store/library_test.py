"""The store gives back what was put in, one whole document at a time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.records import Document, Observation, Reading, Subject
from corpus.store import InvalidReadingError, Store, UnknownDocumentError
from corpus.store.conftest import MILLION_PRINTED, cell_at, reading_of
from corpus.store.schema import metadata


def test_a_reading_comes_back_exactly_after_reopening(store: Store) -> None:
    put = reading_of()
    store.put(put)
    store.close()
    with Store.open(store.folder, create=False) as again:
        assert again.documents() == [put.document]
        assert again.reading(put.document.id) == put
        assert again.reading(put.document.id) is again.reading(put.document.id)


def test_unknown_attributes_and_an_empty_document_come_back_too(store: Store) -> None:
    document = Document("f" * 64, "空.txt", "", "", None, "", "")
    put = Reading(document, (), (), (), ())
    store.put(put)
    assert store.reading(document.id) == put


def test_same_name_replaces_same_bytes_replace_and_kept_ids_stay(store: Store) -> None:
    first, second, third = reading_of(content="1"), reading_of(content="2"), reading_of(content="3")
    store.put(first)
    store.put(replace(first, redactions=9))
    assert store.reading(first.document.id).redactions == 9
    store.put(second)
    assert store.documents() == [second.document]
    store.put(third, keep=[second.document.id])
    assert store.documents() == [second.document, third.document]
    assert not store.has(first.document.sha256)


def test_removing_leaves_no_row_behind(store: Store) -> None:
    store.put(reading_of())
    store.remove(reading_of().document.id)
    with sqlite3.connect(store.folder / "budget.db") as connection:
        left = {name for name in metadata.tables if connection.execute(f'SELECT 1 FROM "{name}"').fetchone()}
    assert left == {"meta", "outbox", "amount_step"}
    with pytest.raises(UnknownDocumentError, match="no document"):
        store.remove(reading_of().document.id)


def test_each_committed_change_has_its_own_version_and_a_failed_one_none(store: Store) -> None:
    versions = [store.version()]
    store.put(reading_of())
    versions.append(store.version())
    with pytest.raises(UnknownDocumentError):
        store.remove("0" * 12)
    assert store.version() == versions[-1]
    store.remove(reading_of().document.id)
    versions.append(store.version())
    assert len(set(versions)) == 3 and versions == sorted(versions)


def test_another_program_sees_a_new_version_and_not_the_remembered_reading(store: Store) -> None:
    put = reading_of()
    store.put(put)
    store.reading(put.document.id)
    with Store.open(store.folder) as other:
        other.put(replace(put, redactions=77))
    assert store.reading(put.document.id).redactions == 77


def test_summary_counts(store: Store) -> None:
    store.put(reading_of())
    (summary,) = store.summaries()
    assert summary.tables == (("支出总表", 1),)
    assert summary.checks == (("fail", 1), ("not_run", 1))
    counts = (summary.projects, summary.statements, summary.figures, summary.problems, summary.redactions)
    assert counts == (1, 2, 2, 2, 4)


def test_index_work_is_one_task_for_each_document(store: Store) -> None:
    first, second = reading_of(content="1"), reading_of(content="2")
    store.put(first)
    store.put(first)
    store.put(second)
    tasks = [(task.document_id, task.action, task.content) for task in store.pending()]
    wanted = [(first.document, "remove"), (second.document, "index")]
    assert tasks == [(document.id, action, document.sha256) for document, action in wanted]
    for task in store.pending():
        store.done(task.id)
    assert store.pending() == []


def test_parts_and_a_statement_key_without_null(store: Store) -> None:
    store.put(reading_of())
    with sqlite3.connect(store.folder / "budget.db") as connection:
        assert connection.execute("SELECT parent, child, sign, basis, complete FROM part").fetchall() == [
            (1, 0, 1, "function", 0)
        ]
        columns = {row[1]: row[3] for row in connection.execute("PRAGMA table_info(statement)")}
    assert set(columns.values()) == {1}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda r: replace(r, statements=r.statements * 2), "2 repeated statement keys"),
        (lambda r: replace(r, tables=r.tables * 2), "repeated table keys, such as t1"),
        (lambda r: replace(r, document=replace(r.document, sha256="short")), "not a SHA-256"),
    ],
)
def test_a_reading_that_breaks_its_promises_changes_nothing(
    store: Store, change: Callable[[Reading], Reading], message: str
) -> None:
    store.put(reading_of())
    with pytest.raises(InvalidReadingError, match=message):
        store.put(change(reading_of()))
    assert store.reading(reading_of().document.id) == reading_of()


def test_a_document_of_5000_cells_and_2000_statements_is_stored_in_two_seconds(store: Store) -> None:
    small = reading_of()
    cells = tuple(
        cell_at(row, column, f"第{row}行第{column}列{row * 7919 % 1000}", MILLION_PRINTED)
        for row in range(1000)
        for column in range(5)
    )
    statements = tuple(
        replace(
            small.statements[0],
            subject=Subject(f"item:{n}", "item", f"名目{n}"),
            observations=tuple(Observation(c.place, c.kind, c.text, c.amount, "table") for c in cells[n : n + 3]),
        )
        for n in range(2000)
    )
    large = replace(small, tables=(replace(small.tables[0], cells=cells),), statements=statements)
    # Seconds of the processor: the machine may be busy with other things.
    started = time.process_time()
    store.put(large)
    assert time.process_time() - started < 2.0
    started = time.process_time()
    assert store.reading(large.document.id) == large
    assert time.process_time() - started < 1.0
