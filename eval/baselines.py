"""How far retrieval alone gets: how often the best chunks hold every figure that a gold answer rests on.

No reader of those chunks, however good, can answer more questions from them than that. Measured for the product's own
search by words, by meaning and fused, and for the pipeline that llama-index sets up by default (its sentence splitter,
its vector index), on the questions whose gold says where its figures are printed.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from eval.adapter import Session, Switches, plain_pipeline
from eval.cases import Case, read_cases
from eval.metrics import Outcome, Rate, percentile
from eval.printed import is_number, numbers, squeezed
from eval.report import rate_text
from eval.run import ask_all, library_folder

BEST = 5
"""Chunks that a pipeline hands to its reader."""

SEARCHES: Mapping[str, Switches] = {
    "search by words": Switches(use_vectors=False),
    "search by meaning": Switches(use_lexical=False),
    "search by both, fused": Switches(),
}
PLAIN = "llama-index by default"
ASSISTANT = "the assistant, from the facts"

Search = Callable[[str, str | None, int], Sequence[str]]


@dataclass(frozen=True)
class Baseline:
    """One pipeline: how many questions it could answer (``found``), and its median time a question (ms).

    For the assistant ``found`` are right answers and ``wrong`` the confidently wrong ones; a search states nothing.
    """

    name: str
    found: Rate
    p50_ms: float
    wrong: Rate | None = None


def baselines(questions: Sequence[Path], library: Path, documents: Sequence[Path]) -> list[Baseline]:
    """Every pipeline on the same questions in the same run. CaseError for a bad file or one without places of gold."""
    cases = read_cases(questions)
    asked = spoken(cases)
    needed = {case.id: figures for case in cases if (figures := figures_needed(case))}
    measured: list[Baseline] = []
    with library_folder(library, documents) as folder:
        for name, switches in SEARCHES.items():
            measured.append(_searched(name, Session(folder, switches).texts, cases, asked, needed))
        session = Session(folder, Switches())
        measured.append(_searched(PLAIN, plain_pipeline(session.readings()), cases, asked, needed))
        scores = [item.score for item in ask_all(cases, session.ask) if item.score.case.id in needed]
    right = sum(score.outcome is Outcome.RIGHT for score in scores)
    wrong = sum(score.outcome is Outcome.WRONG for score in scores)
    p50 = percentile([score.elapsed_ms for score in scores], 0.5)
    measured.append(Baseline(ASSISTANT, Rate(right, len(scores)), p50, Rate(wrong, len(scores))))
    return measured


def figures_needed(case: Case) -> frozenset[Decimal]:
    """Magnitudes, as printed, of the figures that the gold of an answerable case rests on; none where no text needs."""
    if case.amount is None and not case.all_amounts:
        return frozenset()
    return frozenset(Decimal(squeezed(place[2])) for place in case.where if is_number(place[2]))


def spoken(cases: Sequence[Case]) -> dict[str, str]:
    """What is searched for by the id of its case: the question, after those before it in its conversation."""
    sessions: dict[str, list[str]] = defaultdict(list)
    texts: dict[str, str] = {}
    for case in cases:
        before = sessions[case.session] if case.session else []
        before.append(case.question)
        texts[case.id] = " ".join(before)
    return texts


def _searched(
    name: str,
    search: Search,
    cases: Sequence[Case],
    asked: Mapping[str, str],
    needed: Mapping[str, frozenset[Decimal]],
) -> Baseline:
    found, times = 0, []
    for case in (case for case in cases if case.id in needed):
        start = time.perf_counter()
        texts = search(asked[case.id], case.document, BEST)
        times.append((time.perf_counter() - start) * 1000)
        found += needed[case.id] <= numbers("\n".join(texts))
    return Baseline(name, Rate(found, len(needed)), percentile(times, 0.5))


def as_table(measured: Sequence[Baseline]) -> str:
    """The pipelines as a Markdown table."""
    total = measured[0].found.total if measured else 0
    lines = [
        f"{total} questions whose figures are printed somewhere. A search counts where its best {BEST} chunks hold all "
        "of them: the most that a reader of the chunks could answer.",
        "",
        "| pipeline | answerable at most, or right | confidently wrong | p50 ms |",
        "| --- | --- | --- | --- |",
    ]
    for item in measured:
        wrong = rate_text(item.wrong) if item.wrong else "depends on the reader"
        lines.append(f"| {item.name} | {rate_text(item.found)} | {wrong} | {item.p50_ms:.1f} |")
    return "\n".join(lines)
