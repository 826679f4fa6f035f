"""Rows whose own sum leaves several columns open: the rows around them may leave only one.

Two proofs. A column whose total is not printed holds no figure, since amounts of a budget are not negative. And the
rows below a code add up to it in every column, so of all ways to place the figures of a family one may remain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from math import prod

from corpus.readers.text_header import Group
from corpus.readers.text_lines import Word
from corpus.readers.text_place import Placed, figure_of, fitting, holds
from corpus.readers.text_rows import Entry
from corpus.readers.text_words import CODE_HEADS, ROLES, STAGES

_ONLY_COLUMNS = ("基本支出", "项目支出", "人员经费", "公用经费", *STAGES)
_MOST_WAYS = 5_000


@dataclass(frozen=True, slots=True)
class Found:
    """An entry with its group and the columns of its figures; None where these are not proven.

    ``allowed`` names for each figure the column in whose place it stands, None where that is not known.
    """

    entry: Entry
    group: int
    placed: Placed | None
    allowed: tuple[int | None, ...] = ()

    @property
    def code(self) -> str:
        """The whole classification code, "" if none."""
        return "".join(word.text for word in self.entry.codes)


def refined(found: Sequence[Found], groups: Sequence[Group]) -> list[Found]:
    """``found`` with the columns of those figures that only the other rows prove."""
    items = list(found)
    for number, group in enumerate(groups):
        mine = [at for at, item in enumerate(items) if item.group == number and item.entry.whole]
        if not group.codes or not group.sums or all(items[at].placed is not None for at in mine):
            continue
        _within_totals(items, mine, group)
        changed = True
        while changed:
            changed = sum(_family(items, family, group) for family in _families(items, mine)) > 0
    return items


def _within_totals(items: list[Found], mine: Sequence[int], group: Group) -> None:
    """Place figures in the columns of the grand total's figures, where these are known."""
    totals = [at for at in mine if items[at].entry.is_total and not items[at].code and items[at].entry.values]
    if len(totals) != 1:
        return
    total = items[totals[0]]
    used = {column for at in mine for column, word in (items[at].placed or {}).items() if figure_of(word)[0] != 0}
    columns = set(total.placed) if total.placed is not None else used
    if len(columns) != len(total.entry.values) or not used <= columns:
        return
    for at in mine:
        if items[at].placed is None:
            ways = [way for way in _ways(items[at], group) if set(way) <= columns]
            items[at] = replace(items[at], placed=ways[0]) if len(ways) == 1 else items[at]


def _ways(item: Found, group: Group) -> list[Placed]:
    if item.placed is not None:
        return [item.placed]
    return list(fitting(item.entry.values, group, item.allowed)) if item.entry.values else []


def _families(items: Sequence[Found], mine: Sequence[int]) -> Iterator[list[int]]:
    """A code with the codes right below it, and the grand total with the classes; nothing where a code comes twice."""
    codes = {items[at].code: at for at in mine if items[at].code}
    if len(codes) < sum(bool(items[at].code) for at in mine):
        return
    totals = [at for at in mine if items[at].entry.is_total and not items[at].code]
    tops = [at for code, at in codes.items() if len(code) == 3]
    if len(totals) == 1 and tops:
        yield [totals[0], *tops]
    for code, at in codes.items():
        below = [other for key, other in codes.items() if len(key) == len(code) + 2 and key.startswith(code)]
        if below:
            yield [at, *below]


def _family(items: list[Found], family: Sequence[int], group: Group) -> bool:
    """Place the figures of a family where all the ways in which it adds up agree; whether any was placed."""
    if all(items[at].placed is not None for at in family):
        return False
    options = [_ways(items[at], group) for at in family]
    if not all(options) or prod(map(len, options)) > _MOST_WAYS:
        return False
    valid = [ways for ways in product(*options) if _adds_up(ways, len(group.amounts))]
    changed = False
    for number, at in enumerate(family):
        if valid and items[at].placed is None and all(ways[number] == valid[0][number] for ways in valid):
            items[at] = replace(items[at], placed=valid[0][number])
            changed = True
    return changed


def _adds_up(ways: Sequence[Placed], count: int) -> bool:
    return all(_column_adds_up([way[c] for way in ways[:1] if c in way], ways[1:], c) for c in range(count))


def _column_adds_up(head: Sequence[Word], below: Sequence[Placed], column: int) -> bool:
    figures = [figure_of(way[column]) for way in below if column in way]
    if not head:
        return all(value == 0 for value, _ in figures)
    top = figure_of(head[0])
    slack = (top[1] + sum((step for _, step in figures), Decimal(0))) / 2
    return abs(top[0] - sum((value for value, _ in figures), Decimal(0))) <= slack


def _is_header_word(name: str) -> bool:
    """Whether a row is named as only columns are, so that words of the header stand among the rows."""
    return name in _ONLY_COLUMNS or ROLES.get(name) == "name" or name in CODE_HEADS


def in_order(found: Sequence[Found], groups: Sequence[Group]) -> bool:
    """Whether a text without positions names its rows in the order of its columns: nearly all of them are whole.

    Where sums are known, the rows with a figure for each column must obey them, or the header's order is not that of
    the figures.
    """
    broken = sum(not item.entry.whole for item in found)
    if broken > max(1, len(found) // 10) or any(
        _is_header_word(word.text) for item in found for word in item.entry.name
    ):
        return False
    full = [
        (item.placed, groups[item.group])
        for item in found
        if item.placed and len(item.placed) == len(groups[item.group].amounts) > 1
    ]
    wrong = sum(not all(holds(rule, placed) for rule in group.sums) for placed, group in full)
    return wrong * 10 <= len(full)
