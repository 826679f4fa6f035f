"""Runs question files through the assistant: sessions in order, one score per question."""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval import calibrate, slips
from eval.adapter import Session, Switches, build_library
from eval.cases import Case, read_cases
from eval.metrics import Score, judge
from eval.report import write_report
from eval.sweep import Swept, cases, sweep
from eval.wording import Wording, frames, measure, rows

_CALIBRATING = 200
_SLIPS = 5
"""Names of a document, and slips of a kind in one, that a calibration is made from."""

Ask = Callable[[str, str | None, str | None], Mapping[str, Any]]


@dataclass(frozen=True)
class Asked:
    """One question as it went: its score and the answer object it was given."""

    score: Score
    answer: Mapping[str, Any]


def ask_all(cases: Sequence[Case], ask: Ask) -> tuple[Asked, ...]:
    """Asks every case in order, measuring each wall time. Raises AnswerError for an answer that breaks the contract."""
    return tuple(_ask_one(case, ask) for case in cases)


def _ask_one(case: Case, ask: Ask) -> Asked:
    start = time.perf_counter()
    answer = ask(case.question, case.session, case.document)
    elapsed_ms = (time.perf_counter() - start) * 1000
    return Asked(judge(case, answer, elapsed_ms), answer)


@contextmanager
def library_folder(library: Path, documents: Sequence[Path]) -> Iterator[Path]:
    """The folder to ask: `library` as it stands, or a fresh one of `documents` if there are any."""
    if not documents:
        yield library
        return
    with tempfile.TemporaryDirectory(prefix="budget-eval-") as folder:
        build_library(Path(folder), documents)
        yield Path(folder)


def run(questions: Sequence[Path], report: Path, library: Path, documents: Sequence[Path]) -> tuple[Asked, ...]:
    """Asks all `questions` and writes report.json and report.md into the folder `report`.

    Raises CaseError for a bad question file.
    """
    cases = read_cases(questions)
    with library_folder(library, documents) as folder:
        asked = ask_all(cases, Session(folder, Switches()).ask)
    write_report(report, [item.score for item in asked], [item.answer for item in asked])
    return asked


def run_sweep(documents: Sequence[Path], most: int) -> list[Swept]:
    """The questions that `documents` themselves make, asked of a fresh library of them, ranked by words alone."""
    with library_folder(Path(), documents) as folder:
        session = Session(folder, Switches(use_vectors=False))
        asked = cases(session.readings(), most)
        return sweep(asked, lambda question: session.ask(question, None, None))


def run_wording(library: Path, documents: Sequence[Path], most: int) -> list[Wording]:
    """The frames around the rows of a library (of a fresh one of ``documents``, if any), ranked by words alone."""
    with library_folder(library, documents) as folder:
        session = Session(folder, Switches(use_vectors=False))

        def ask(question: str, document: str | None) -> Mapping[str, Any]:
            return session.ask(question, None, document)

        return measure(frames(), rows(session.readings(), ask, most), ask, most)


def run_slips(library: Path, documents: Sequence[Path], most: int, seed: int) -> list[Swept]:
    """Names with one slip of the pen, asked of `library` or of a fresh one of `documents`, ranked by words alone."""
    with library_folder(library, documents) as folder:
        session = Session(folder, Switches(use_vectors=False))
        asked = slips.cases(session.readings(), most, seed)
        return slips.slips(asked, lambda question: session.ask(question, None, None))


def run_calibration(
    questions: Sequence[Path], library: Path, documents: Sequence[Path], seed: int
) -> tuple[list[calibrate.Example], tuple[Asked, ...], list[Swept]]:
    """The partial names, the questions and the slips that a calibration is made from."""
    with library_folder(library, documents) as folder:
        session = Session(folder, Switches(use_vectors=False))
        readings = session.readings()
        found = calibrate.examples(readings, seed, _CALIBRATING)
        asked = ask_all(read_cases(questions), session.ask) if questions else ()
        slipped = slips.slips(slips.cases(readings, _SLIPS, seed), lambda question: session.ask(question, None, None))
    return found, asked, slipped
