"""How long files take to be read: 30 pages of PDF, and a folder with one process or several at a time."""

import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pypdfium2

from corpus.ingest import ingest
from corpus.isolation import Failure, read_isolated
from corpus.limits import Limits
from corpus.reading import read_document
from corpus.records import Document, Reading
from corpus.store import Store
from eval.measures import BenchError, Measure

_PAGES = 30
_RUNS = 3


def reading_measures(paths: Sequence[Path]) -> list[Measure]:
    """The measures for the PDF files among `paths` (files or folders). Raises BenchError if there are none."""
    inside = (file for path in paths for file in (sorted(path.rglob("*.pdf")) if path.is_dir() else [path]))
    files = [file for file in inside if file.suffix == ".pdf"]
    if not files:
        raise BenchError("no PDF file among the documents to read")
    at_once = Limits().at_once()
    alone, together = _adding(files, 1), _adding(files, at_once)
    return [
        Measure("start of a reading process", _starting(), "s", None, f"middle of {_RUNS}, with its file of one line"),
        _pages(files),
        Measure(f"add {len(files)} PDF one after another", alone, "s", None, "facts only, without the index"),
        Measure(f"add {len(files)} PDF, {at_once} at a time", together, "s", None, "facts only, without the index"),
        Measure("that many times as fast", alone / together, "x", None),
    ]


def _starting() -> float:
    times = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        read_isolated("预算".encode(), "line.txt", (), read_line, Limits())
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def read_line(data: bytes, name: str) -> Reading:
    """Reads next to nothing, so that what is measured is the process."""
    return Reading(Document("0" * 64, name, "", "", None, "", ""), (), (), (), ())


def _pages(files: Sequence[Path]) -> Measure:
    """Seconds for 30 pages of the file that takes longest for each page; reading alone, its process included."""
    slowest, which = 0.0, ""
    for file in files:
        with pypdfium2.PdfDocument(file) as document:
            pages = len(document)
        start = time.perf_counter()
        outcome = read_isolated(file.read_bytes(), file.name, (), read_document, Limits())
        seconds = (time.perf_counter() - start) / pages * _PAGES
        if isinstance(outcome, Failure):
            raise BenchError(outcome.message)
        if seconds > slowest:
            slowest, which = seconds, f"slowest of {len(files)} files: {file.name}, {pages} pages"
    return Measure(f"read {_PAGES} pages of PDF", slowest, "s", 10, which)


def _adding(files: Sequence[Path], processes: int) -> float:
    with tempfile.TemporaryDirectory(prefix="budget-bench-") as folder, Store.open(Path(folder)) as store:
        start = time.perf_counter()
        reports = ingest(files, store, limits=Limits(processes=processes))
        seconds = time.perf_counter() - start
    failed = [report.message for report in reports if report.document is None]
    if failed:
        raise BenchError("; ".join(failed))
    return seconds
