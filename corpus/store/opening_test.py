"""Opening, locking and migrating a library, and who may do what at the same time."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.store import LibraryLockedError, LibraryNotFoundError, LibraryTooNewError, LibraryUnreadableError, Store
from corpus.store.conftest import reading_of
from corpus.store.migrate import migrations
from corpus.store.schema import metadata


def test_a_second_writer_is_told_who_writes_and_readers_go_on(store: Store) -> None:
    store.put(reading_of())
    with Store.open(store.folder) as other, store.writing():
        store.put(reading_of(name="乙.md", content="b"))
        with pytest.raises(LibraryLockedError, match=r"process \d+ .* since"):
            other.remove(reading_of().document.id)
        assert len(other.documents()) == 2
    with Store.open(store.folder) as other:
        other.remove(reading_of().document.id)


def test_a_reader_never_waits_for_an_open_transaction(store: Store) -> None:
    store.put(reading_of())
    seen: list[int] = []

    def look(_: str) -> None:
        with Store.open(store.folder, create=False) as other:
            seen.append(len(other.documents()))

    store.put(reading_of(name="乙.md", content="b"), checkpoint=look)
    assert seen == [1, 2]


def test_threads_may_share_a_store(store: Store) -> None:
    readings = [reading_of(name=f"{n}.md", content=str(n)) for n in range(4)]
    threads = [threading.Thread(target=store.put, args=(reading,)) for reading in readings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.documents()) == 4


def test_a_killed_writer_leaves_no_lock(store: Store) -> None:
    program = (
        "import os, sys; from pathlib import Path; from corpus.store import Store\n"
        "with Store.open(Path(sys.argv[1])).writing(): os._exit(7)"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", program, str(store.folder)], cwd=root, check=False).returncode == 7
    store.put(reading_of())


def test_opening_what_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(LibraryNotFoundError, match="no library in"):
        Store.open(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()
    (tmp_path / "budget.db").write_text("not a database, only a text of some length" * 50)
    with pytest.raises(LibraryUnreadableError, match="cannot be read"):
        Store.open(tmp_path)


def test_a_newer_library_is_refused_with_advice(store: Store) -> None:
    store.close()
    with sqlite3.connect(store.folder / "budget.db") as connection:
        connection.execute("INSERT INTO schema_version (number) VALUES (999)")
    with pytest.raises(LibraryTooNewError, match=r"schema version 999.*Update the program"):
        Store.open(store.folder)


def test_migrations_make_the_schema_that_the_code_names(store: Store) -> None:
    with sqlite3.connect(store.folder / "budget.db") as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        made = {
            name: {row[1]: (row[2], bool(row[3])) for row in connection.execute(f'PRAGMA table_info("{name}")')}
            for name in metadata.tables
        }
        indexes = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert tables - {"sqlite_sequence", "schema_version"} == set(metadata.tables)
    for name, table in metadata.tables.items():
        assert made[name] == {column.name: (str(column.type), not column.nullable) for column in table.columns}
        assert {str(index.name) for index in table.indexes} <= indexes


def test_migrations_are_numbered_without_a_gap(tmp_path: Path) -> None:
    assert [number for number, _ in migrations()] == list(range(1, len(migrations()) + 1))
    (tmp_path / "0002_second.sql").write_text("SELECT 1;")
    with pytest.raises(ValueError, match=r"0002_second\.sql does not continue"):
        migrations(tmp_path)


def test_a_library_of_the_first_version_is_migrated_and_goes_on(store: Store) -> None:
    put = replace(reading_of(), corrections=())
    store.put(put)
    store.close()
    with sqlite3.connect(store.folder / "budget.db") as connection:
        # Back to what the first migration made.
        connection.execute("DROP TABLE correction")
        for column in ("reader", "corrections"):
            connection.execute(f"ALTER TABLE document DROP COLUMN {column}")
        connection.execute("DELETE FROM schema_version WHERE number > 1")
    with Store.open(store.folder, create=False) as migrated:
        assert migrated.reading(put.document.id) == put
        assert migrated.reader_of(put.document.id) == 0
        assert migrated.readers() == {put.document.id: 0}
        assert migrated.data(put.document.id) is None
        assert migrated.corrections() == []
        migrated.put_again(put, data=b"a", reader=7)
        assert migrated.reader_of(put.document.id) == 7
        assert migrated.data(put.document.id) == b"a"
        migrated.remove(put.document.id)
        assert list((store.folder / "files").iterdir()) == []
