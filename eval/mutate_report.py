"""The mutation suite's measures as Markdown and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from eval.mutants import KINDS
from eval.mutate import Measured, Outcome

TARGETS = {"recall": 0.90, "precision": 0.95, "false_alarms": 0.5, "unit_errors_missed": 0}


def summary(measured: Measured) -> dict[str, float | int | None]:
    """The measures of the whole run; None where there is nothing to divide by."""
    figures = sum(len(item.figures) for item in measured.documents)
    covered = sum(len(item.covered) for item in measured.documents)
    tried = [item for item in measured.outcomes if item.covered]
    alarms = sum(len(item.unconfirmed) for item in measured.documents)
    units = [item for item in tried if item.mutant.kind == "unit"]
    right, wrong = _findings(measured.outcomes)
    return {
        "documents": len(measured.documents),
        "figures": figures,
        "coverage": _share(covered, figures),
        "mutants": len(measured.outcomes),
        "mutants_on_covered": len(tried),
        "recall": _share(sum(item.noticed for item in tried), len(tried)),
        "precision": _share(right, right + wrong),
        "false_alarms": _share(alarms, len(measured.documents)),
        "unit_errors": len(units),
        "unit_errors_missed": sum(not item.noticed for item in units),
    }


def kept(measured: Measured) -> bool:
    """Whether every target is kept."""
    values = summary(measured)
    for name, target in TARGETS.items():
        value = values[name]
        if value is None or (value > target if name in ("false_alarms", "unit_errors_missed") else value < target):
            return False
    return True


def _findings(outcomes: Iterable[Outcome]) -> tuple[int, int]:
    """How many new findings concern the change, and how many do not."""
    return sum(len(item.rules) for item in outcomes), sum(len(item.false) for item in outcomes)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def as_markdown(measured: Measured) -> str:
    """The report for people: measures, then by mutation, by rule, by document, and what no identity covers."""
    values = summary(measured)
    lines = ["# Mutation suite", "", "| measure | value | target |", "|---|---:|---:|"]
    for name, value in values.items():
        lines.append(f"| {name.replace('_', ' ')} | {_shown(value)} | {_target(name)} |")
    lines += ["", "## By mutation", "", *_by_kind(measured.outcomes)]
    lines += ["", "## By rule", "", *_by_rule(measured.outcomes)]
    lines += ["", "## By document", "", *_by_document(measured)]
    lines += ["", "## Figures that no identity covers", "", *_uncovered(measured)]
    return "\n".join(lines) + "\n"


def _shown(value: float | int | None) -> str:
    return "-" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"


def _target(name: str) -> str:
    if name not in TARGETS:
        return ""
    sign = {"false_alarms": "<", "unit_errors_missed": "="}.get(name, "≥")
    return f"{sign} {TARGETS[name]}"


def _by_kind(outcomes: Sequence[Outcome]) -> list[str]:
    rows = ["| mutation | tried | on covered | noticed | recall | beside the point |", "|---|---:|---:|---:|---:|---:|"]
    for kind in KINDS:
        own = [item for item in outcomes if item.mutant.kind == kind]
        covered = [item for item in own if item.covered]
        noticed = sum(item.noticed for item in covered)
        beside = sum(len(item.false) for item in own)
        recall = _shown(_share(noticed, len(covered)))
        rows.append(f"| {kind} | {len(own)} | {len(covered)} | {noticed} | {recall} | {beside} |")
    return rows


def _by_rule(outcomes: Sequence[Outcome]) -> list[str]:
    right = Counter(rule for item in outcomes for rule in item.rules)
    wrong = Counter(rule for item in outcomes for rule in item.false)
    rows = ["| rule | findings that concern the change | beside the point |", "|---|---:|---:|"]
    names = sorted({*right, *wrong}, key=lambda name: (-right[name], name))
    return rows + [f"| {name} | {right[name]} | {wrong[name]} |" for name in names]


def _by_document(measured: Measured) -> list[str]:
    rows = ["| document | figures | covered | mutants on covered | noticed | findings | not confirmed |"]
    rows.append("|---|---:|---:|---:|---:|---:|---:|")
    for item in measured.documents:
        own = [outcome for outcome in measured.outcomes if outcome.document == item.name and outcome.covered]
        numbers = (
            len(item.figures), len(item.covered), len(own), sum(outcome.noticed for outcome in own),
            len(item.findings), len(item.unconfirmed),
        )  # fmt: skip
        rows.append(f"| {item.name} | {' | '.join(map(str, numbers))} |")
    unknown = [
        f"- {item.name}: {check.rule}: {check.sentence}" for item in measured.documents for check in item.unconfirmed
    ]
    return rows + (["", "Findings not yet confirmed on the page:", "", *unknown] if unknown else [])


def _uncovered(measured: Measured) -> list[str]:
    where = Counter(place for item in measured.documents for place in item.where)
    return ["| where | figures |", "|---|---:|", *(f"| {place} | {number} |" for place, number in where.most_common())]


def to_json(measured: Measured) -> dict[str, Any]:
    """All measures, every change with what noticed it, and the figures of every document that nothing covers."""
    return {
        "summary": summary(measured),
        "documents": [
            {
                "name": item.name,
                "figures": len(item.figures),
                "covered": len(item.covered),
                "unconfirmed": [[check.rule, check.sentence] for check in item.unconfirmed],
                "uncovered": [
                    {"piece": spot.piece, "text": spot.text, "unit": spot.unit}
                    for spot in item.figures
                    if spot not in item.covered
                ],
            }
            for item in measured.documents
        ],
        "mutants": [
            {
                "document": item.document,
                "kind": item.mutant.kind,
                "piece": item.mutant.piece,
                "before": item.mutant.before,
                "after": None if item.mutant.after is None else item.mutant.after[item.mutant.start : item.mutant.end],
                "covered": item.covered,
                "noticed_by": list(item.rules),
                "beside_the_point": list(item.false),
            }
            for item in measured.outcomes
        ],
    }
