"""The verdicts of a sweep as a table and as a list of what was not right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from eval.sweep import Swept


def as_table(swept: Sequence[Swept]) -> str:
    """A table of verdicts by template, in Markdown."""
    verdicts = ("right", "refused rightly", "refused", "incomplete", "wrong")
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for item in swept:
        counts[item.case.template][item.verdict] += 1
        counts["all"][item.verdict] += 1
    order = [name for name in counts if name != "all"] + ["all"]
    lines = [f"| template | asked | {' | '.join(verdicts)} |", f"|---|---|{'---|' * len(verdicts)}"]
    for name in order if swept else []:
        row = " | ".join(str(counts[name][verdict]) for verdict in verdicts)
        lines.append(f"| {name} | {counts[name].total()} | {row} |")
    return "\n".join(lines)


def write(folder: Path, swept: Sequence[Swept], name: str = "sweep.md") -> Path:
    """The report ``name``: the table, then every question that was answered wrong or refused without need."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [as_table(swept)]
    for verdict in ("wrong", "incomplete", "refused"):
        lines += ["", f"## {verdict}", ""]
        for item in swept:
            if item.verdict == verdict:
                gold = ", ".join(str(value) for value in sorted(item.case.gold)) or "nothing"
                shown = "; ".join(item.shown)
                lines.append(f"- {item.case.question} ({item.case.template}): gold {gold}; shown {shown}")
    file = folder / name
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file
