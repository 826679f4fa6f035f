"""A file that loops, eats memory, crashes, raises or gives back too much fails alone; the files beside it are read."""

from __future__ import annotations

import ctypes
import io
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.ingest import IngestReport, ingest
from corpus.ingest_test import ROOT, read_plain
from corpus.isolation import Running
from corpus.limits import Limits, refuse_oversized
from corpus.readers import UnreadableFileError
from corpus.readers.progress import page_read
from corpus.records import Reading
from corpus.store import Store

LIMITS = Limits(seconds=60, memory_mb=400, result_mb=1, processes=2)
SECONDS = {"loop": 3}
"""A test on a busy machine needs time, but for the file that takes all there is."""


def read_hostile(data: bytes, name: str) -> Reading:
    """A stand-in reader that does what the file says."""
    word = data.decode().split()[0]
    if word == "loop":
        page_read(3, 40)
        while True:
            pass
    if word == "allocate":
        held = []
        while True:
            held.append(bytearray(1_000_000))
    if word == "creep":
        held = []
        while True:
            held.append(bytearray(b"x" * 10_000_000))
            time.sleep(0.02)
    if word == "abort":
        os.abort()
    if word == "segfault":
        ctypes.string_at(0)
    if word == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "exit":
        sys.exit("no more")
    if word == "raise":
        raise OSError(5, "an error of its own")
    if word == "refuse":
        raise UnreadableFileError("PDF", "it is bad", "mend it")
    if word == "large":
        return read_plain("大".encode() * 1_000_000, name)
    if word == "wrong":
        return "no reading"  # type: ignore[return-value]
    return read_plain(data, name)


def ingested(folder: Path, *words: str, limits: Limits = LIMITS) -> tuple[dict[str, IngestReport], Store]:
    """The reports by first word for a folder with one file for each, read into a fresh library."""
    (folder / "in").mkdir()
    for word in words:
        (folder / "in" / f"{word}.txt").write_text(f"{word} 预算")
    store = Store.open(folder / "library")
    return {item.path.stem: item for item in ingest([folder / "in"], store, read=read_hostile, limits=limits)}, store


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("loop", r"loop\.txt: reading it took longer than 3 seconds and was stopped, at page 4 of 40; add it in parts"),
        ("allocate", r"allocate\.txt: reading it needs more than 400 MB of memory.*BUDGET_READ_MEMORY_MB"),
        ("creep", r"creep\.txt: reading it needs more than 400 MB of memory"),
        ("abort", r"abort\.txt: the process that read it crashed \(by signal SIGABRT\); save it anew"),
        ("segfault", r"the process that read it crashed \(by signal SIGSEGV\)"),
        ("killed", r"killed\.txt: the system killed the process that read it, most likely for want of memory"),
        ("exit", r"exit\.txt: the process that read it crashed \(with exit code 1\)"),
        ("raise", r"raise\.txt could not be read because of a fault in this program \(OSError\(5"),
        ("refuse", r"refuse\.txt: it is bad; mend it"),
        ("large", r"large\.txt: its reading is \d MB large, more than 1 MB"),
        ("wrong", r"wrong\.txt could not be read because of a fault in this program"),
    ],
)
def test_a_hostile_file_fails_alone_with_a_clear_message(tmp_path: Path, word: str, message: str) -> None:
    limits = replace(LIMITS, seconds=SECONDS.get(word, LIMITS.seconds))
    reports, store = ingested(tmp_path, "alpha", word, "zulu", limits=limits)
    assert {name: item.status.value for name, item in reports.items()} == {
        "alpha": "added",
        word: "failed",
        "zulu": "added",
    }
    assert re.search(message, reports[word].message), reports[word].message
    assert [document.name for document in store.documents()] == ["alpha.txt", "zulu.txt"]


def test_what_was_stored_stays_when_its_newer_file_kills_the_reader(tmp_path: Path) -> None:
    reports, store = ingested(tmp_path, "alpha")
    (tmp_path / "in" / "alpha.txt").write_text("abort 预算")
    (failed,) = ingest([tmp_path / "in"], store, read=read_hostile, limits=LIMITS)
    assert failed.status.value == "failed"
    assert store.documents() == [reports["alpha"].document]


def test_several_files_are_read_at_once_and_progress_says_which(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in "abc":
        (tmp_path / "in" / f"{name}.txt").write_text("loop 预算 " + name)
    seen: list[tuple[Running, ...]] = []
    with Store.open(tmp_path / "library") as store:
        limits = Limits(seconds=2, processes=3)
        ingest([tmp_path / "in"], store, lambda step: seen.append(step.running), read_hostile, limits=limits)
    assert max(map(len, seen)) == 3
    assert any(run.seconds > 1 and (run.pages_done, run.pages) == (3, 40) for running in seen for run in running)


INTERRUPTED = """
import sys
from pathlib import Path
from corpus.ingest import ingest
from corpus.isolation_test import read_hostile
from corpus.store import Store

def progress(step):
    print(step.done, len(step.running), flush=True)

with Store.open(Path(sys.argv[1]) / "library") as store:
    ingest([Path(sys.argv[1]) / "in"], store, progress, read_hostile)
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_run_leaves_whole_documents_and_no_process(tmp_path: Path, how: signal.Signals) -> None:
    (tmp_path / "in").mkdir()
    for name, words in {"a": "alpha 预算", "b": "loop 预算 b", "c": "loop 预算 c"}.items():
        (tmp_path / "in" / f"{name}.txt").write_text(words)
    command = [sys.executable, "-c", INTERRUPTED, str(tmp_path)]
    # A session of its own, as the shell gives a job its own group: the signal goes to the workers too.
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    assert run.stdout is not None
    while not run.stdout.readline().startswith(b"1 2"):
        assert run.poll() is None
    if how is signal.SIGINT:
        os.killpg(run.pid, how)
    else:
        run.send_signal(how)
    run.communicate()
    assert run.returncode != 0
    deadline = time.monotonic() + 10
    while _group_lives(run.pid):
        assert time.monotonic() < deadline, "a reading process is left behind"
        time.sleep(0.05)
    with Store.open(tmp_path / "library", create=False) as store:
        assert [document.name for document in store.documents()] == ["a.txt"]
        assert store.reading(store.documents()[0].id).paragraphs[0].text == "alpha 预算"


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_reading_process_loads_no_model_library(tmp_path: Path) -> None:
    program = (
        "import sys; import corpus.isolation_worker, corpus.reading; import corpus.readers.pdf; "
        "print([name for name in ('torch', 'llama_index', 'chromadb', 'sqlalchemy', 'gradio') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_packed_file_that_unpacks_to_too_much_is_refused_unread() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(20):
            archive.writestr(f"word/part{n}.xml", bytes(1_000_000))
    assert len(bomb.getvalue()) < 50_000
    with pytest.raises(UnreadableFileError, match=r"budget\.docx: it unpacks to 20 MB in 20 parts, more than 10 MB"):
        refuse_oversized(bomb.getvalue(), "budget.docx", Limits(unpacked_mb=10))
    refuse_oversized(bomb.getvalue(), "budget.docx", Limits(unpacked_mb=20))
    refuse_oversized(bomb.getvalue()[:1000], "cut.docx", Limits(unpacked_mb=10))


def test_a_pdf_of_too_many_pages_is_refused_unread() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for _ in range(4):
        document.new_page(100, 100)
    file = io.BytesIO()
    document.save(file)
    with pytest.raises(UnreadableFileError, match=r"long\.pdf: it has 4 pages, more than 3; split it"):
        refuse_oversized(file.getvalue(), "long.pdf", Limits(pages=3))
    refuse_oversized(file.getvalue(), "long.pdf", Limits(pages=4))
    refuse_oversized(b"%PDF-1.4 damaged", "damaged.pdf", Limits())


def test_a_file_too_large_or_no_file_at_all_is_not_opened(tmp_path: Path) -> None:
    large, pipe = tmp_path / "in" / "large.txt", tmp_path / "in" / "pipe"
    large.parent.mkdir()
    with large.open("wb") as file:
        file.truncate(2_000_001)
    os.mkfifo(pipe)
    with Store.open(tmp_path / "library") as store:
        reports = ingest([large.parent], store, read=read_hostile, limits=Limits(file_mb=1))
    assert [item.message.split(";")[0] for item in reports] == [
        "large.txt has 2 MB, more than 1 MB",
        "pipe is no file but a device, a pipe or a socket",
    ]
