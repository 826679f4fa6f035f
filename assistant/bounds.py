"""Bounds of amounts: whether a figure lies within one, and how an answer says it."""

from __future__ import annotations

from decimal import Decimal

from corpus.amounts import SCALES
from corpus.records import UNITS_PER_YUAN


def within(value: int, role: str, bound: str) -> bool:
    """Whether ``value`` (0.0001 元) is more or less than a bound like 50万元, or equal to one that starts with =."""
    limit = _limit(bound)
    if bound.startswith("=") and value == limit:
        return True
    return value > limit if role == "more" else value < limit


def bound_words(role: str, bound: str) -> str:
    """A bound as an answer says it: 超过50万元, 不低于1,000元."""
    reached = bound.startswith("=")
    word = ("不低于" if reached else "超过") if role == "more" else ("不超过" if reached else "低于")
    amount = Decimal(_limit(bound)) / UNITS_PER_YUAN
    unit = next((u for u in ("亿元", "万元") if amount >= SCALES[u] and not amount % (SCALES[u] // 100)), "元")
    return f"{word}{(amount / SCALES.get(unit, 1)).normalize():,f}{unit}"


def _limit(bound: str) -> int:
    """A bound in 0.0001 元."""
    scale = next(name for name in ("万元", "亿元", "分钱", "元") if bound.endswith(name))
    number = Decimal(bound.removeprefix("=").removesuffix(scale))
    return int(number * UNITS_PER_YUAN / 100 if scale == "分钱" else number * SCALES[scale] * UNITS_PER_YUAN)
