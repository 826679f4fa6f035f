"""What vectors and full text are worth: the same questions with either turned off."""

from collections.abc import Sequence
from pathlib import Path

from eval.adapter import Session, Switches
from eval.cases import read_cases
from eval.metrics import Summary, summarise
from eval.report import rate_text
from eval.run import ask_all, library_folder

VARIANTS = {
    "vectors and full text": Switches(),
    "without vectors": Switches(use_vectors=False),
    "without full text": Switches(use_lexical=False),
    "without both": Switches(use_vectors=False, use_lexical=False),
}


def ablate(questions: Sequence[Path], library: Path, documents: Sequence[Path]) -> dict[str, Summary]:
    """Summary of the same questions under every variant, the library built once. Raises CaseError for a bad file."""
    cases = read_cases(questions)
    with library_folder(library, documents) as folder:
        return {
            name: summarise([asked.score for asked in ask_all(cases, Session(folder, switches).ask)])
            for name, switches in VARIANTS.items()
        }


def as_table(summaries: dict[str, Summary]) -> str:
    """The summaries as a Markdown table."""
    lines = ["| variant | right or rightly refused | confidently wrong | p50 ms |", "| --- | --- | --- | --- |"]
    for name, summary in summaries.items():
        cells = [name, rate_text(summary.good), rate_text(summary.wrong), f"{summary.p50_ms:.1f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
