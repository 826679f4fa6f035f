"""Files into the library: what is skipped, replaced, reported, and what a killed run leaves behind."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.ingest import IngestStatus, Progress, ingest
from corpus.readers import UnreadableFileError
from corpus.reading import READER_VERSION
from corpus.records import Document, Paragraph, Place, Problem, Reading
from corpus.store import DamagedBytesError, LibraryLockedError, Store

ROOT = Path(__file__).parents[1]


def read_plain(data: bytes, name: str) -> Reading:
    """A stand-in reader: one paragraph and one problem; files that start with "bad" or "bug" cannot be read."""
    text = data.decode()
    if text.startswith("bad"):
        raise UnreadableFileError(name, "it is bad", "mend it")
    if text.startswith("bug"):
        raise IndexError("list index out of range")
    document = Document(hashlib.sha256(data).hexdigest(), name, "虚构单位", "单位", 2031, "预算", "单位预算")
    paragraph = Paragraph(text, Place(text, line=1))
    return Reading(document, (paragraph,), (), (), (), problems=(Problem("odd", "odd"),))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "library")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"b.txt": "乙", "a.txt": "甲", "sub/c.txt": "丙", ".hidden": "x", ".git/d.txt": "x"}.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "in"


def statuses(folder: Path, store: Store) -> dict[str, str]:
    return {report.path.name: report.status.value for report in ingest([folder], store, read=read_plain)}


def test_folders_are_walked_in_order_without_hidden_files(folder: Path, store: Store) -> None:
    seen: list[Progress] = []
    reports = ingest([folder], store, seen.append, read_plain)
    assert [report.path.relative_to(folder).as_posix() for report in reports] == ["a.txt", "b.txt", "sub/c.txt"]
    assert [report.status for report in reports] == [IngestStatus.ADDED] * 3
    assert reports[0].problems == (Problem("odd", "odd"),)
    assert [(step.done, step.total) for step in seen][:: len(seen) - 1] == [(0, 3), (3, 3)]
    assert {run.name for step in seen for run in step.running} == {"a.txt", "b.txt", "c.txt"}
    assert seen[-1].running == ()


def test_unchanged_files_are_not_read_again_and_changed_ones_replace(folder: Path, store: Store) -> None:
    statuses(folder, store)
    version = store.version()
    assert statuses(folder, store) == {"a.txt": "unchanged", "b.txt": "unchanged", "c.txt": "unchanged"}
    assert store.version() == version
    (folder / "a.txt").write_text("甲二")
    assert statuses(folder, store) == {"a.txt": "replaced", "b.txt": "unchanged", "c.txt": "unchanged"}
    texts = {store.reading(document.id).paragraphs[0].text for document in store.documents()}
    assert texts == {"甲二", "乙", "丙"}


def test_what_cannot_be_read_is_reported_and_loses_nothing(folder: Path, store: Store) -> None:
    statuses(folder, store)
    (folder / "a.txt").write_text("bad 坏")
    (folder / "b.txt").write_text("bug 错")
    reports = ingest([folder, folder / "none.txt"], store, read=read_plain)
    assert [report.status.value for report in reports] == ["failed", "failed", "unchanged", "failed"]
    assert reports[0].message == "a.txt: it is bad; mend it"
    assert "fault in this program (IndexError" in reports[1].message
    assert "none.txt cannot be opened: No such file" in reports[3].message
    assert len(store.documents()) == 3


def test_the_same_content_twice_is_one_document(folder: Path, store: Store) -> None:
    (folder / "z.txt").write_text("甲")
    reports = ingest([folder, folder / "a.txt"], store, read=read_plain)
    assert [(report.path.name, report.status.value) for report in reports] == [
        ("a.txt", "added"),
        ("b.txt", "added"),
        ("z.txt", "unchanged"),
        ("c.txt", "added"),
    ]
    assert reports[2].message == "the same content is in the library as a.txt"


def test_two_files_of_one_name_both_stay_while_both_are_there(folder: Path, store: Store) -> None:
    (folder / "sub" / "a.txt").write_text("另一个甲")
    reports = ingest([folder], store, read=read_plain)
    assert [report.status.value for report in reports] == ["added"] * 4
    assert "stays in the library beside it" in reports[2].message
    (folder / "sub" / "a.txt").write_text("另一个甲，改过")
    ingest([folder / "sub" / "a.txt"], store, read=read_plain)
    texts = {store.reading(document.id).paragraphs[0].text for document in store.documents()}
    assert texts == {"甲", "乙", "丙", "另一个甲，改过"}


def test_a_moved_and_changed_file_replaces_its_old_document(folder: Path, store: Store) -> None:
    statuses(folder, store)
    (folder / "a.txt").unlink()
    (folder / "sub" / "a.txt").write_text("甲，新版")
    assert statuses(folder, store)["a.txt"] == "replaced"
    assert len(store.documents()) == 3


def test_what_is_no_document_is_skipped_in_a_folder_and_fails_when_named(folder: Path, store: Store) -> None:
    with sqlite3.connect(folder / "x.db") as connection:
        connection.execute("CREATE TABLE t (a)")
    (folder / "notes.py").write_text("print('hello')\n")
    Store.open(folder / "their library").close()
    reports = ingest([folder], store, read=read_plain)
    assert [(report.path.name, report.status.value, report.message) for report in reports] == [
        ("a.txt", "added", ""),
        ("b.txt", "added", ""),
        ("notes.py", "skipped", "no document: a text without any Chinese character"),
        ("x.db", "skipped", "no document: a database"),
        ("c.txt", "added", ""),
    ]
    named = ingest([folder / "x.db", folder / "their library"], store, read=read_plain)
    assert [report.status.value for report in named] == ["failed", "failed"]
    assert "is the folder of a library" in named[1].message


def test_the_same_content_failing_twice_is_read_once(folder: Path, store: Store) -> None:
    (folder / "a.txt").write_text("bad 坏")
    (folder / "z.txt").write_text("bad 坏")
    reports = {report.path.name: report for report in ingest([folder], store, read=read_plain)}
    assert reports["z.txt"].status is IngestStatus.FAILED
    assert reports["z.txt"].message.startswith("a.txt: it is bad")


def test_a_copy_of_a_document_that_its_own_name_replaces_is_not_lost(folder: Path, store: Store) -> None:
    statuses(folder, store)
    (folder / "sub" / "a.txt").write_text("甲")
    (folder / "a.txt").write_text("甲二")
    assert [report.status.value for report in ingest([folder], store, read=read_plain)] == [
        "replaced",
        "unchanged",
        "added",
        "unchanged",
    ]
    assert {store.reading(document.id).paragraphs[0].text for document in store.documents()} == {
        "甲",
        "甲二",
        "乙",
        "丙",
    }


def test_bytes_are_kept_for_their_owner_and_go_with_their_document(folder: Path, store: Store) -> None:
    statuses(folder, store)
    documents = {document.name: document for document in store.documents()}
    files = store.folder / "files"
    assert {path.name for path in files.iterdir()} == {document.sha256 for document in documents.values()}
    assert files.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in files.iterdir())
    assert store.data(documents["a.txt"].id) == "甲".encode()
    (folder / "a.txt").write_text("甲二")
    statuses(folder, store)
    store.remove(documents["b.txt"].id)
    assert {path.read_text() for path in files.iterdir()} == {"甲二", "丙"}
    (files / documents["c.txt"].sha256).write_text("丁")
    with pytest.raises(DamagedBytesError, match="Delete that file and add"):
        store.data(documents["c.txt"].id)
    (files / documents["c.txt"].sha256).unlink()
    assert store.data(documents["c.txt"].id) is None
    statuses(folder, store)
    assert store.data(documents["c.txt"].id) == "丙".encode()


def test_newer_readers_read_unchanged_bytes_again_and_a_failure_keeps_the_old_reading(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    statuses(folder, store)
    before = [document.id for document in store.documents()]
    monkeypatch.setattr("corpus.ingest.READER_VERSION", 99)
    reports = ingest([folder], store, read=read_newer)
    assert [report.status.value for report in reports] == ["reread", "failed", "reread"]
    assert reports[1].message == "b.txt: it is too new; wait; the earlier reading of it stays in the library"
    assert [document.id for document in store.documents()] == before
    assert [store.reading(identity).paragraphs[0].text for identity in before] == ["new 甲", "乙", "new 丙"]
    assert [store.reader_of(identity) for identity in before] == [99, READER_VERSION, 99]
    assert [report.status.value for report in ingest([folder / "a.txt"], store, read=read_newer)] == ["unchanged"]


def read_newer(data: bytes, name: str) -> Reading:
    """A later version of ``read_plain``, which reads more and cannot read 乙 any more."""
    if data.decode() == "乙":
        raise UnreadableFileError(name, "it is too new", "wait")
    reading = read_plain(data, name)
    return replace(reading, paragraphs=(Paragraph(f"new {data.decode()}", Place("", line=1)),))


def test_ingest_stops_at_once_when_another_writes(folder: Path, store: Store) -> None:
    with Store.open(store.folder) as other, other.writing(), pytest.raises(LibraryLockedError):
        ingest([folder], store, read=read_plain)


KILLED_RUN = """
import os, sys
from pathlib import Path
from corpus.ingest import ingest
from corpus.ingest_test import read_plain
from corpus.store import Store

library, folder, fatal = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
passed = 0

def checkpoint(name):
    global passed
    passed += 1
    if passed == fatal:
        os._exit(9)

with Store.open(library) as store:
    ingest([folder], store, read=read_plain, checkpoint=checkpoint)
print(passed)
"""


def run_until(library: Path, folder: Path, fatal: int) -> subprocess.CompletedProcess[str]:
    """Ingest in a process of its own that dies without a word at its checkpoint number ``fatal``."""
    command = [sys.executable, "-c", KILLED_RUN, str(library), str(folder), str(fatal)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_killed_at_any_commit_point_the_next_run_finds_whole_documents_or_none(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    versions = {"a.txt": {"甲", "甲二"}, "b.txt": {"乙"}}
    (folder / "a.txt").write_text("甲")
    points = 6
    for fatal in range(1, points + 1):
        library = tmp_path / f"library{fatal}"
        (folder / "a.txt").write_text("甲")
        with Store.open(library) as store:
            ingest([folder / "a.txt"], store, read=read_plain)
        (folder / "a.txt").write_text("甲二")
        (folder / "b.txt").write_text("乙")
        assert run_until(library, folder, fatal).returncode == 9
        with Store.open(library, create=False) as store:
            readings = [store.reading(document.id) for document in store.documents()]
            assert [r for r in readings if r.paragraphs[0].text not in versions[r.document.name]] == []
            assert all(r == read_plain(r.paragraphs[0].text.encode(), r.document.name) for r in readings)
            assert sum(r.document.name == "a.txt" for r in readings) == 1
            queued = {task.document_id for task in store.pending() if task.action == "index"}
            assert queued == {r.document.id for r in readings}
            ingest([folder], store, read=read_plain)
            texts = [store.reading(document.id).paragraphs[0].text for document in store.documents()]
            assert texts == ["甲二", "乙"]
    assert run_until(tmp_path / "fresh", folder, 0).stdout.strip() == str(points)
