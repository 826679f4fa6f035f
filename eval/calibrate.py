"""Fits how sure a reading is: partial names made from the documents, folds by document, logistic regression in numpy.

A stretch of whole words of a name is asked of each document. Where the program would look up one subject, that is right
if the name is the document's own and the subject bears it; a name that only other documents have is meant by none.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from assistant.confidence import FEATURES, chance
from assistant.facts_answer import context_in
from assistant.facts_view import FactsView
from assistant.plan_subject import subject_read
from assistant.understand import understand
from corpus.records import Reading
from eval.metrics import GOOD, Score
from index.words import segment_known

_KINDS = ("function", "economic", "item", "project", "line")
_PIECES = 4
"""Stretches of one name that are asked."""
_FEW = 10
"""Answers of one operation that weigh as much as the rate of all."""
_PENALTY = 0.1
_ROUNDS = 50


@dataclass(frozen=True)
class Example:
    """One reading: the document it was made in, how the name was said, and whether that name was meant."""

    document: str
    said: tuple[float, ...]
    meant: bool


def examples(readings: Sequence[Reading], seed: int, most: int) -> list[Example]:
    """Readings of partial names in every document, at most ``most`` of its own names and as many of others."""
    views = {reading.document.id: FactsView(reading) for reading in readings}
    names = {document: _names(view) for document, view in views.items()}
    found: list[Example] = []
    for document, view in views.items():
        draw = random.Random(f"{seed} {document}")
        others = [(home, name) for home in names for name in sorted(names[home]) if name not in names[document]]
        own = [(document, name) for name in sorted(names[document])]
        for home, name in (*draw.sample(own, min(most, len(own))), *draw.sample(others, min(most, len(others)))):
            for piece in _pieces(name, names[home], draw):
                found += _read(view, piece, name)
    return found


def _names(view: FactsView) -> set[str]:
    return {label.name for label in view.labels.labels if label.subject.kind in _KINDS and len(label.name) > 2}


def _pieces(name: str, beside: set[str], draw: random.Random) -> list[str]:
    """Stretches of whole words of a name that no other name of its document holds, as people would shorten it."""
    words = segment_known(name)
    every = {"".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1)}
    pieces = [piece for piece in sorted(every) if 2 <= len(piece) < len(name)]
    telling = [piece for piece in pieces if not any(piece in other for other in beside if other != name)]
    return draw.sample(telling, min(_PIECES, len(telling)))


def _read(view: FactsView, piece: str, meant: str) -> Iterator[Example]:
    """The example that a stretch gives, none where the program would not look up one subject by a part of its name.

    None either where one of the two names holds the other: people use both for the same thing.
    """
    context = context_in(understand(f"{piece}是多少"), {view.document.id: view})
    plan = subject_read(context)
    if plan is None or plan.operation != "lookup" or not plan.said or plan.said[0] >= 1:
        return
    key = plan.subjects[0].partition("#")[2]
    names = {label.name for label in view.labels.labels if label.subject.key == key}
    if meant in names or not any(meant in name or name in meant for name in names):
        yield Example(view.document.id, plan.said, meant in names)


def fit(found: Sequence[Example]) -> tuple[float, ...]:
    """The weights, the constant first: penalised logistic regression by Newton's method."""
    values = np.array([(1.0, *one.said) for one in found])
    target = np.array([float(one.meant) for one in found])
    penalty = np.diag([0.0] + [_PENALTY] * len(FEATURES))
    weights = np.zeros(values.shape[1])
    for _ in range(_ROUNDS):
        odds = 1 / (1 + np.exp(-np.clip(values @ weights, -30, 30)))
        slope = values.T @ (target - odds) - penalty @ weights
        curve = (values * (odds * (1 - odds))[:, None]).T @ values + penalty
        weights = weights + np.linalg.solve(curve, slope)
    return tuple(float(weight) for weight in weights)


@dataclass(frozen=True)
class Measured:
    """What the folds gave: each example's chance by weights that never saw its document."""

    chances: tuple[float, ...]
    meant: tuple[bool, ...]

    @property
    def brier(self) -> float:
        """The mean squared error of the chances."""
        pairs = zip(self.chances, self.meant, strict=True)
        return sum((one - meant) ** 2 for one, meant in pairs) / max(len(self.chances), 1)

    def at(self, threshold: float) -> tuple[int, int, int]:
        """Readings kept at a threshold, those of them that are meant, and all that are meant."""
        kept = [meant for one, meant in zip(self.chances, self.meant, strict=True) if one >= threshold]
        return len(kept), sum(kept), sum(self.meant)


def folds(found: Sequence[Example]) -> Measured:
    """Each document's examples judged by weights fitted on the other documents."""
    by_document: Mapping[str, list[Example]] = defaultdict(list)
    for one in found:
        by_document[one.document].append(one)
    chances: list[float] = []
    meant: list[bool] = []
    for document, own in by_document.items():
        weights = fit([one for one in found if one.document != document])
        chances += [chance(one.said, weights) for one in own]
        meant += [one.meant for one in own]
    return Measured(tuple(chances), tuple(meant))


def rates(asked: Sequence[tuple[Score, Mapping[str, Any]]]) -> dict[str, float]:
    """The share of answers that were right by operation of the plan, drawn to that of all ("other") where few are."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for score, answer in asked:
        if answer["status"] in ("answered", "partial"):
            right = score.outcome in GOOD
            operation = (answer["plan"] or {}).get("operation", "other")
            counts[operation].append(right)
    every = [right for group in counts.values() for right in group]
    shared = (sum(every) + 1) / (len(every) + 2)
    shares = {name: (sum(right) + _FEW * shared) / (len(right) + _FEW) for name, right in sorted(counts.items())}
    return {**shares, "other": shared}


def as_toml(
    found: Sequence[Example], measured: Measured, threshold: float, reread: float, shares: Mapping[str, float]
) -> str:
    """The data file of ``assistant.confidence``, with what was measured beside it."""
    weights = zip(("constant", *FEATURES), fit(found), strict=True)
    kept, right, meant = measured.at(threshold)
    lines = [
        f"# Written by `python -m eval calibrate` on {date.today().isoformat()}.",
        f"# {len(found)} partial names of {len({one.document for one in found})} documents, judged by weights that",
        f"# never saw its document: {meant} are meant; mean squared error of the chances {measured.brier:.3f}.",
        f"# At the threshold {kept} are answered, {right} of them as meant; the others are asked back.",
        "",
        "# The chance below which the program asks back which name is meant.",
        f"threshold = {threshold}",
        "# The share of names with one slip of the pen that are read as what was meant, among those that are read.",
        f"reread = {reread:.4f}",
        "",
        "[weights]",
        *(f"{name} = {weight:.3f}" for name, weight in weights),
        "",
        "# The share of right answers to the open questions by operation of the plan.",
        "[rates]",
        *(f"{name} = {share:.3f}" for name, share in shares.items()),
    ]
    return "\n".join(lines) + "\n"
