"""Quotients as an answer shows them: exact integers of 0.0001, rounded half up to two decimal places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from assistant.records import Question, ShownFigure
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


def as_asked(shown: Sequence[ShownFigure], question: Question) -> tuple[ShownFigure, ...]:
    """The figures with the headlines rounded to the decimal places that the question asks for (保留两位小数).

    A headline that rounding changes is marked 约, and the exact figure stands beside it.
    """
    places = next((int(span.text.partition(":")[2]) for span in question.spans if span.role == "round"), None)
    return tuple(shown) if places is None else tuple(part for figure in shown for part in _rounded(figure, places))


def _rounded(figure: ShownFigure, places: int) -> Iterator[ShownFigure]:
    if figure.role != "headline" or figure.amount is None:
        yield figure
        return
    amount = figure.amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if amount == figure.amount:
        yield replace(figure, amount=amount) if figure.unit != "元" else figure
        return
    yield replace(figure, amount=amount, step=Decimal(1).scaleb(-places), qualifier="约")
    yield replace(figure, role="context", label=f"{figure.label.rstrip('：')}（未舍入）")
