"""Quotients as an answer shows them: exact integers of 0.0001, rounded half up to two decimal places."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from corpus.records import UNITS_PER_YUAN

HUNDREDTH = UNITS_PER_YUAN // 100
"""The step of averages, percentages and ratios: two decimal places."""


def to_hundredth(value: Decimal) -> int:
    """A value in 0.0001, rounded to two decimal places."""
    return int((value / HUNDREDTH).quantize(Decimal(1), ROUND_HALF_UP)) * HUNDREDTH


def percentage(part: int, whole: int) -> tuple[int, int]:
    """``part`` as a percentage of ``whole`` and its step, in 0.0001; one below 1% keeps four decimal places."""
    exact = Decimal(part) * 100 * UNITS_PER_YUAN / Decimal(whole)
    if abs(exact) < UNITS_PER_YUAN:
        return int(exact.quantize(Decimal(1), ROUND_HALF_UP)), 1
    return to_hundredth(exact), HUNDREDTH
