"""The record of a rule that compares words or places and no amounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.checks.comparison import Rule
from corpus.records import Check, CheckStatus, Place


def verdict(
    rule: Rule, good: bool, sentence: str, sides: tuple[Sequence[Place], Sequence[Place]], subjects: Iterable[str] = ()
) -> Check:
    """Pass if ``good``, else fail; ``sides`` are the places of what is expected and of what is printed."""
    return Check(
        rule.name,
        CheckStatus.PASS if good else CheckStatus.FAIL,
        rule.severity,
        sentence,
        "",
        expected_places=tuple(dict.fromkeys(sides[0])),
        actual_places=tuple(dict.fromkeys(sides[1])),
        subjects=tuple(subjects),
    )
