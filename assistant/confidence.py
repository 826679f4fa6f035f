"""How sure a reading is: the chance that the name which was read is the one that is meant, from how it was said.

The weights, the threshold and the rates stand in ``confidence.toml``, which ``python -m eval calibrate`` writes.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.labels import LabelIndex, Match
from assistant.records import Plan
from index.words import frequency, segment_known

FILE = Path(__file__).parent / "confidence.toml"
FEATURES = ("share", "explained", "spread", "commonness", "length", "thing", "head")
"""Of what was said of a name: the share of the name that it is; the share of the question's content it explains; the
number of names that hold it (the logarithm); how common its rarest word is in the language; its length; 1 for a project
or a line of one, 0 for a row of a statutory table; and 1 where the word right behind it says what sort of thing is
meant (维护费, 培训项目) and the name is of another sort."""
_HEADS = ("费", "项目", "补助", "补贴", "保险", "工资", "奖金", "收入", "工程", "服务", "设备", "用车", "事务")
_LONG = 8
_MILLION = 6


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was fitted: a weight for each of ``FEATURES`` behind the constant one, and the threshold of a reading.

    ``rates`` are the shares of answers that were right, by operation of the plan; ``reread`` that of names read
    through a slip of the pen.
    """

    weights: tuple[float, ...]
    threshold: float
    reread: float
    rates: dict[str, float]


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    """The calibration that the program runs with."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    weights = data["weights"]
    ordered = (weights["constant"], *(weights.get(name, 0.0) for name in FEATURES))
    return Calibration(tuple(ordered), data["threshold"], data["reread"], data["rates"])


def features(names: LabelIndex, match: Match, text: str, content: frozenset[int]) -> tuple[float, ...]:
    """How a name was said in ``text``, in the order of ``FEATURES``, each from 0 to 1."""
    said = [text[block.start : block.stop] for block in match.blocks]
    own = content or match.own
    return (
        match.share,
        len(match.own & own) / max(len(own), 1),
        min(math.log1p(names.holding(said)) / _MILLION, 1.0),
        min((_commonness(part) for part in said), default=1.0),
        min(sum(map(len, said)) / _LONG, 1.0),
        float(match.label.subject.kind in ("project", "line")),
        float(of_another_sort(match, text)),
    )


def of_another_sort(match: Match, text: str) -> bool:
    """Whether the head noun right behind what was said of a name is none that the name has."""
    stop = max((block.stop for block in match.blocks), default=len(text))
    head = next((head for head in _HEADS if text.startswith(head, stop)), "")
    project = head == "项目" and match.label.subject.kind == "project"
    return bool(head) and not project and head not in match.label.name


def _commonness(said: str) -> float:
    """How often the language has the rarest word of a stretch: 0 for one that no dictionary knows."""
    words = [word for word in segment_known(said) if len(word) > 1] or [said]
    return min(math.log10(1 + min(frequency(word) for word in words)) / _MILLION, 1.0)


def confidence(plan: Plan | None, rereads: int) -> float:
    """How sure an answer's reading is, from 0 to 1: as sure as the least sure of its parts, less for each word that was
    read as another."""
    known = calibration()
    if plan is None:
        return 0.0
    parts = [confidence(part, 0) for part in plan.parts]
    own = _named(plan.said) if plan.said else known.rates.get(plan.operation, known.rates["other"])
    return float(min([own, *parts]) * known.reread**rereads)


def chance(said: Sequence[float], weights: Sequence[float]) -> float:
    """The chance that a name so said is the one that is meant, from 0 to 1."""
    score = weights[0] + sum(weight * value for weight, value in zip(weights[1:], said, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def sure(said: Sequence[float]) -> bool:
    """Whether a name was said well enough to answer from what bears it rather than to ask back."""
    return said[0] >= 1 or _named(said) >= calibration().threshold


def _named(said: Sequence[float]) -> float:
    """The chance of a name: one that was said in full is as sure as such answers are found to be."""
    known = calibration()
    return known.rates.get("lookup", 1.0) if said[0] >= 1 else chance(said, known.weights)
