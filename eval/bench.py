"""Times and memory of one run against the budgets of the project."""

import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.adapter import Session, Switches, build_library, embedding_clock
from eval.cases import Case, read_cases
from eval.measures import BenchError, Measure
from eval.metrics import percentile
from eval.reading_bench import reading_measures
from eval.run import ask_all

STEADY_SECONDS = 5
START_SECONDS = 60
COLD_RUNS = 3


def bench(questions: Sequence[Path], documents: Sequence[Path], reading: Sequence[Path] = ()) -> tuple[Measure, ...]:
    """All measures, in a fresh library of `documents` in a temporary folder. Raises BenchError, CaseError.

    `reading` are PDF files, or folders of them, whose reading is measured too.
    """
    cases = [case for case in read_cases(questions) if case.document is None]
    if not cases:
        raise BenchError("no question without a document scope in the question files")
    with tempfile.TemporaryDirectory(prefix="budget-bench-") as folder:
        library = Path(folder) / "library"
        return (
            *(reading_measures(reading) if reading else ()),
            *_adding(library, documents),
            *_asking(library, cases),
            _cold("cite --help", ["cite", "--help"]),
            _cold("--help", ["--help"]),
            _serving(library),
        )


def as_table(measures: Sequence[Measure]) -> str:
    """The measures as a Markdown table; the ratio is value to budget, at most 1.00 if the budget is kept."""
    lines = ["| measure | value | budget | ratio | note |", "| --- | --- | --- | --- | --- |"]
    for measure in measures:
        budget, ratio = "-", "-"
        if measure.budget is not None:
            budget = f"{measure.budget:g} {measure.unit}"
            ratio = f"{measure.value / measure.budget:.2f}" + ("" if measure.kept else " over")
        lines.append(f"| {measure.name} | {measure.value:.2f} {measure.unit} | {budget} | {ratio} | {measure.note} |")
    return "\n".join(lines)


def _adding(library: Path, documents: Sequence[Path]) -> list[Measure]:
    with embedding_clock() as spans:
        start = time.perf_counter()
        build_library(library, documents)
        seconds = time.perf_counter() - start
    return [
        Measure("add the documents to a fresh library", seconds, "s", 60),
        Measure("of that, embedding", sum(spans), "s", None, f"{sum(spans) / seconds:.0%} of the time"),
    ]


def _asking(library: Path, cases: Sequence[Case]) -> list[Measure]:
    ask_all(cases, Session(library, Switches()).ask)
    asked = ask_all(cases, Session(library, Switches()).ask)
    times = [item.score.elapsed_ms for item in asked]
    note = f"{len(times)} questions, second pass"
    return [
        Measure("warm question, p50", percentile(times, 0.50), "ms", 100, note),
        Measure("warm question, p95", percentile(times, 0.95), "ms", 300, note),
    ]


def _cold(name: str, arguments: Sequence[str]) -> Measure:
    times = []
    for _ in range(COLD_RUNS):
        start = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "assistant", *arguments], capture_output=True, check=False)
        times.append(time.perf_counter() - start)
        if done.returncode != 0:
            raise BenchError(f"assistant {name} exits with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return Measure(f"cold start of {name}", percentile(times, 0.50), "s", 1, f"middle of {COLD_RUNS}")


def _serving(library: Path) -> Measure:
    port = _free_port()
    command = [sys.executable, "-m", "assistant", "serve", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen([*command, "--library", str(library)], stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}/"
        _wait(lambda: _answers(url, process))
        note = _settle(process.pid)
        gigabytes = _peak_gigabytes(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)
    return Measure("serving process, peak memory", gigabytes or _children_gigabytes(), "GB", 1.5, note)


def _settle(pid: int) -> str:
    """Waits until the process has loaded the model and the index, as it does of itself, and grows no more."""
    steady, last = 0, 0.0
    deadline = time.monotonic() + START_SECONDS
    while steady < STEADY_SECONDS and time.monotonic() < deadline:
        time.sleep(1)
        now = _peak_gigabytes(pid) or 0.0
        steady = steady + 1 if now <= last * 1.01 else 0
        last = now
    return "page open, model and index loaded"


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is not None:
        raise BenchError(f"serve ended at once, with {process.returncode}")
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return int(response.status) == 200
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def _wait(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + START_SECONDS
    while not ready():
        if time.monotonic() > end:
            raise BenchError(f"serve shows no page within {START_SECONDS} s")
        time.sleep(0.2)


def _peak_gigabytes(pid: int) -> float | None:
    """Peak resident memory of a running process from Linux' /proc; None where there is no such file."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    kilobytes = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) * 1024 / 1e9


def _children_gigabytes() -> float:
    """Peak resident memory of the largest child process that has ended (macOS counts bytes, others kilobytes)."""
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 1024) / 1e9
