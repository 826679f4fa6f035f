"""The “三公” table in plain text: one row, whose columns are items, each with one figure or with several of its stages.

The columns of vehicles stand under a word of their own, on a line of their own; where the text keeps no positions, the
two sums of the table show between which items.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.readers.text_header import Group, Leaf, Sum, leaves_in_order, leaves_in_place
from corpus.readers.text_lines import Word
from corpus.readers.text_place import Placed, holds, place_values
from corpus.readers.text_rows import is_figure
from corpus.readers.text_spans import columns_of_figures
from corpus.readers.text_words import STAGES, TOTALS

_VEHICLES = ("公务用车购置及运行费", "公务用车购置及运行维护费")
_WITHIN = {
    "小计": "公务用车购置及运行费",
    "购置费": "公务用车购置费",
    "运行费": "公务用车运行费",
    "公务用车购置费": "公务用车购置费",
    "公务用车运行费": "公务用车运行费",
    "公务用车运行维护费": "公务用车运行费",
}
_THREE = "三公经费"


def items_of(header: Sequence[Word], body: Sequence[Word], placed: bool) -> tuple[Group, Placed] | None:
    """The columns of the table and the figures in them; None where the figures may be read in more than one way."""
    figures = [word for word in body if is_figure(word)]
    leaves = leaves_in_place(header) if placed else leaves_in_order(header)
    if leaves is None or not figures or len(figures) < len(body):
        return None
    ways = [way for group in _orders(leaves, placed) for way in _ways(group, figures, placed)]
    meanings = [_meaning(group, way) for group, way in ways]
    return ways[0] if ways and all(meaning == meanings[0] for meaning in meanings) else None


def _ways(group: Group, figures: Sequence[Word], placed: bool) -> Iterator[tuple[Group, Placed]]:
    spans = columns_of_figures([figures], group.amounts) if placed else None
    way = place_values(figures, group, [spans(word) for word in figures] if spans else ())
    if way is not None and all(holds(rule, way) for rule in group.sums):
        yield group, way


def _meaning(group: Group, way: Placed) -> dict[tuple[str, str], str]:
    return {(group.amounts[at].parent, group.amounts[at].word): word.text for at, word in way.items()}


def _orders(leaves: Sequence[Leaf], placed: bool) -> Iterator[Group]:
    """The orders in which the columns may stand."""
    items = [leaf for leaf in leaves if leaf.role == "amount" and leaf.word not in STAGES]
    stages = [leaf for leaf in leaves if leaf.word in STAGES]
    words = [leaf.word for leaf in items]
    if len(set(words)) < len(words) or "小计" not in words or sum(word in TOTALS for word in words) != 1:
        return
    if placed:
        middle = sorted(items, key=lambda leaf: leaf.left + leaf.right)
        yield from _staged(middle, sorted(stages, key=lambda leaf: leaf.left))
        return
    inner = [leaf for leaf in items if leaf.word in _WITHIN]
    last = [leaf for leaf in items if "机关运行" in leaf.word]
    outer = [leaf for leaf in items if leaf not in inner and leaf not in last]
    for at in range(1, len(outer) + 1):
        yield from _staged([*outer[:at], *inner, *outer[at:], *last], stages)


def _staged(items: Sequence[Leaf], stages: Sequence[Leaf]) -> Iterator[Group]:
    """``items`` as columns, or the columns of their stages, as many of each item, in order."""
    if not stages:
        columns = [replace(item, parent=_parent(item)) for item in items]
        yield Group((), None, tuple(columns), tuple(_sums(items, 1)))
        return
    share, rest = divmod(len(stages), len(items))
    if rest or [leaf.word for leaf in stages] != [leaf.word for leaf in stages[:share]] * len(items):
        return
    columns = [replace(stage, parent=_item(items[at // share])) for at, stage in enumerate(stages)]
    yield Group((), None, tuple(columns), tuple(_sums(items, share)))


def _parent(item: Leaf) -> str:
    """The word above a column that its meaning needs."""
    if item.word in _WITHIN:
        return _VEHICLES[0]
    return "" if "机关运行" in item.word else _THREE


def _item(item: Leaf) -> str:
    return _THREE if item.word in TOTALS else _WITHIN.get(item.word, item.word)


def _sums(items: Sequence[Leaf], share: int) -> Iterator[Sum]:
    """The sums of each stage: 合计 of the items, 小计 of purchase and running of vehicles."""
    words = [item.word for item in items]
    total = next(at for at, word in enumerate(words) if word in TOTALS)
    subtotal = words.index("小计")
    inner = [at for at, word in enumerate(words) if word in _WITHIN and at != subtotal]
    outer = [at for at, word in enumerate(words) if at not in inner and at != total and "机关运行" not in word]
    for stage in range(share):
        yield Sum(total * share + stage, tuple(at * share + stage for at in outer))
        yield Sum(subtotal * share + stage, tuple(at * share + stage for at in inner))
