"""Figures of a row to the columns of their group: only where their number, their position or a sum proves it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from corpus.amounts import number_text
from corpus.readers.text_header import Group, Sum
from corpus.readers.text_lines import Word

Placed = dict[int, Word]
"""Figures by the index of their amount column."""


def place_values(values: Sequence[Word], group: Group, allowed: Sequence[int | None] = ()) -> Placed | None:
    """The column of each of ``values`` (in printed order); None where not all of them can be told.

    As many figures as columns fill these. ``allowed`` names the column under which a figure stands, None where the
    text does not show it. Of fewer figures, every way to keep their order is tried; the sums of the group must hold in
    exactly one.
    """
    count = len(group.amounts)
    if not values:
        return {}
    if len(values) > count:
        return None
    if len(values) == count:
        placed = dict(enumerate(values))
        return placed if not group.nested or all(holds(rule, placed) for rule in group.sums) else None
    if allowed and all(column is not None for column in allowed):
        columns = [column for column in allowed if column is not None]
        rising = all(a < b for a, b in pairwise(columns))
        seen = dict(zip(columns, values, strict=True))
        return seen if rising and not _contradicted(seen, values, group) else None
    if count == 1 or not group.sums:
        return None
    return _only(fitting(values, group, allowed))


def _contradicted(placed: Placed, values: Sequence[Word], group: Group) -> bool:
    """Whether the sums do not hold where the figures seem to stand, but hold in other columns."""
    if all(holds(rule, placed) for rule in group.sums):
        return False
    return next(fitting(values, group, ()), None) is not None


def may_be_row(values: Sequence[Word], group: Group) -> bool:
    """Whether ``values``, in printed order, may be the figures of one row: a sum proves it, or there is only one."""
    if len(group.amounts) == 1:
        return len(values) == 1
    return bool(group.sums) and next(fitting(values, group, ()), None) is not None


def agreed(values: Sequence[Word], group: Group) -> Placed:
    """The figures that stand in the same column in every way that the sums of the group leave."""
    if not group.sums or len(values) > len(group.amounts):
        return {}
    ways = list(fitting(values, group, ()))
    if not ways:
        return {}
    return {column: word for column, word in ways[0].items() if all(way.get(column) is word for way in ways)}


def _only(ways: Iterator[Placed]) -> Placed | None:
    first = next(ways, None)
    return first if first is not None and next(ways, None) is None else None


def fitting(values: Sequence[Word], group: Group, allowed: Sequence[int | None]) -> Iterator[Placed]:
    """Every way to place ``values`` in order in which all sums of the group hold."""
    for columns in _rising(len(values), len(group.amounts)):
        if allowed and any(a is not None and a != c for a, c in zip(allowed, columns, strict=True)):
            continue
        way = dict(zip(columns, values, strict=True))
        if all(holds(rule, way) for rule in group.sums):
            yield way


def _rising(count: int, width: int, start: int = 0) -> Iterator[tuple[int, ...]]:
    if count == 0:
        yield ()
        return
    for first in range(start, width - count + 1):
        for rest in _rising(count - 1, width, first + 1):
            yield (first, *rest)


def holds(rule: Sum, placed: Placed) -> bool:
    """Whether the printed total is the sum of the printed parts, within half the printed step of each of them.

    A total that is not printed is never the sum of parts that are.
    """
    total = placed.get(rule.total)
    parts = [placed[part] for part in rule.parts if part in placed]
    if total is None:
        return not parts
    figures = [figure_of(word) for word in (total, *parts)]
    slack = sum((step for _, step in figures), Decimal(0)) / 2
    return abs(figures[0][0] - sum((value for value, _ in figures[1:]), Decimal(0))) <= slack


def figure_of(word: Word) -> tuple[Decimal, Decimal]:
    """The value of a figure and the size of its last printed digit; a dash is 0."""
    digits = number_text(word.text) or "0"
    return Decimal(digits), Decimal(1).scaleb(-len(digits.partition(".")[2]))
