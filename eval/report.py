"""Reports of a run: every score beside the averages, as JSON and as Markdown."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.metrics import GOOD, REFUSALS, Outcome, Rate, Score, Summary, summarise

HEADER = (
    "| category | questions | right | wrong | incomplete | refused rightly | refused wrongly "
    "| citation precision | citation recall | p50 ms | p95 ms |"
)
ANSWER_EXCERPT = 300
LEAST_CONFIDENCES = (0.0, 0.7, 0.9, 0.95, 0.98, 0.99, 1.0)


def write_report(folder: Path, scores: Sequence[Score], answers: Sequence[Mapping[str, Any]]) -> None:
    """Writes report.json and report.md into `folder`, which is made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps(as_json(scores, answers), ensure_ascii=False, indent=1)
    (folder / "report.json").write_text(content + "\n", encoding="utf-8")
    (folder / "report.md").write_text(as_markdown(scores, answers), encoding="utf-8")


def by_category(scores: Sequence[Score]) -> dict[str, Summary]:
    """Summary of each category, in alphabetical order."""
    names = sorted({score.case.category for score in scores})
    return {name: summarise([score for score in scores if score.case.category == name]) for name in names}


def as_json(scores: Sequence[Score], answers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The report as plain data; rates are shares between 0 and 1, times are milliseconds."""
    return {
        "total": _summary_json(summarise(scores)),
        "by_confidence": [
            {"least": least, "answered": _rate_json(kept), "confidently_wrong": _rate_json(wrong)}
            for least, kept, wrong in by_confidence(scores, answers)
        ],
        "categories": {name: _summary_json(summary) for name, summary in by_category(scores).items()},
        "questions": [_score_json(score, answer) for score, answer in zip(scores, answers, strict=True)],
    }


def as_markdown(scores: Sequence[Score], answers: Sequence[Mapping[str, Any]]) -> str:
    """The report as a table by category and a list of every question that was not good."""
    total = summarise(scores)
    lines = ["# Evaluation", "", _headline(total), "", HEADER, "|" + " --- |" * 11]
    lines += [_row(name, summary) for name, summary in by_category(scores).items()]
    lines += [_row("**all**", total), ""]
    lines += [*_by_confidence(scores, answers), ""]
    failed = [pair for pair in zip(scores, answers, strict=True) if pair[0].outcome not in GOOD]
    lines.append(f"## Not right: {len(failed)}")
    for score, answer in failed:
        lines += ["", *_failure(score, answer)]
    return "\n".join(lines) + "\n"


def by_confidence(scores: Sequence[Score], answers: Sequence[Mapping[str, Any]]) -> list[tuple[float, Rate, Rate]]:
    """How coverage trades against error: for each least confidence, the share of questions answered with it, and the
    share of these answers that are confidently wrong. Empty where answers say no confidence.
    """
    said = [
        (float(answer["confidence"]), score.outcome)
        for score, answer in zip(scores, answers, strict=True)
        if answer["status"] not in REFUSALS and answer.get("confidence") is not None
    ]
    rows = []
    for least in LEAST_CONFIDENCES if said else ():
        kept = [outcome for confidence, outcome in said if confidence >= least]
        wrong = sum(outcome is Outcome.WRONG for outcome in kept)
        rows.append((least, Rate(len(kept), len(scores)), Rate(wrong, len(kept))))
    return rows


def _by_confidence(scores: Sequence[Score], answers: Sequence[Mapping[str, Any]]) -> list[str]:
    rows = by_confidence(scores, answers)
    if not rows:
        return []
    lines = ["| least confidence | answered | of these confidently wrong |", "| --- | --- | --- |"]
    return lines + [f"| {least:.2f} | {rate_text(kept)} | {rate_text(wrong)} |" for least, kept, wrong in rows]


def got(answer: Mapping[str, Any]) -> str:
    """What was answered, in one line: status, headlines, the beginning of the text."""
    headlines = [f"{figure['amount']} {figure['unit']}" for figure in answer["figures"] if figure["role"] == "headline"]
    excerpt = " ".join(str(answer["answer"]).split())[:ANSWER_EXCERPT]
    return "; ".join([str(answer["status"]), *headlines, excerpt])


def _headline(total: Summary) -> str:
    return (
        f"{total.total} questions: {rate_text(total.good)} right or rightly refused, "
        f"{rate_text(total.wrong)} confidently wrong (95% Wilson intervals)."
    )


def rate_text(rate: Rate) -> str:
    """A rate as "90.0% (45/50; 78.6 to 95.7)", or "-" for a rate of nothing."""
    if not rate.total:
        return "-"
    low, high = rate.interval
    return f"{rate.value:.1%} ({rate.hits}/{rate.total}; {low * 100:.1f} to {high * 100:.1f})"


def _row(name: str, summary: Summary) -> str:
    counts = [summary.outcomes[outcome] for outcome in (Outcome.RIGHT, Outcome.WRONG, Outcome.INCOMPLETE)]
    counts += [summary.outcomes[outcome] for outcome in (Outcome.REFUSED_RIGHTLY, Outcome.REFUSED_WRONGLY)]
    shares = [f"{rate.value:.1%}" if rate.total else "-" for rate in (summary.precision, summary.recall)]
    times = [f"{summary.p50_ms:.1f}", f"{summary.p95_ms:.1f}"]
    return "| " + " | ".join([name, str(summary.total), *map(str, counts), *shares, *times]) + " |"


def _failure(score: Score, answer: Mapping[str, Any]) -> list[str]:
    return [
        f"- **{score.case.id}** ({score.outcome}): {score.case.question}",
        f"  - expected: {score.case.expected}",
        f"  - got: {got(answer)}",
        f"  - why: {'; '.join(score.reasons)}",
    ]


def _summary_json(summary: Summary) -> dict[str, Any]:
    return {
        "questions": summary.total,
        "outcomes": {outcome.value: count for outcome, count in summary.outcomes.items()},
        "right_or_rightly_refused": _rate_json(summary.good),
        "confidently_wrong": _rate_json(summary.wrong),
        "citation_precision": _rate_json(summary.precision),
        "citation_recall": _rate_json(summary.recall),
        "p50_ms": round(summary.p50_ms, 1),
        "p95_ms": round(summary.p95_ms, 1),
    }


def _rate_json(rate: Rate) -> dict[str, Any]:
    low, high = rate.interval
    return {"hits": rate.hits, "total": rate.total, "value": rate.value, "low": low, "high": high}


def _score_json(score: Score, answer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": score.case.id,
        "category": score.case.category,
        "session": score.case.session,
        "question": score.case.question,
        "expected": score.case.expected,
        "got": got(answer),
        "outcome": score.outcome.value,
        "reasons": list(score.reasons),
        "citation_precision": [score.precision.hits, score.precision.total],
        "citation_recall": [score.recall.hits, score.recall.total],
        "elapsed_ms": round(score.elapsed_ms, 1),
    }
