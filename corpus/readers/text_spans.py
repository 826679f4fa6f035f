"""Printed columns of a text that keeps positions: which figures stand under each other, and under which header."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from corpus.readers.text_header import Leaf
from corpus.readers.text_lines import Word
from corpus.readers.text_rows import followed, opens_code, opens_label

Span = tuple[int, int]


def boundaries(words: Sequence[Word], leaves: Sequence[Sequence[Leaf]]) -> list[int]:
    """Where each group but the first begins: at the leftmost name or code to the right of the group before it."""
    if len(leaves) == 1:
        return []
    openers = [word for word, after in followed(words) if opens_label(word) or opens_code(word, after)]
    found: list[int] = []
    for group in leaves[:-1]:
        edge = group[0].left if group else None
        if edge is None:
            second = [word.left for word in openers if not word.first]
            edge = min(second, default=0)
        right = [word.left for word in openers if word.left >= edge and (not found or word.left > found[-1])]
        found.append(min(right, default=10_000))
    return found


def group_at(word: Word, bounds: Sequence[int]) -> int:
    """The group in which a word stands, between the ``bounds``."""
    return sum(word.left >= bound for bound in bounds)


def columns_of_figures(rows: Sequence[Sequence[Word]], leaves: Sequence[Leaf] | int) -> Callable[[Word], int | None]:
    """The amount column of a figure by its position.

    Figures that stand under each other form one column. As many of them as the header has are its columns in order;
    fewer are matched with the header's words on the same page (``leaves``, or only their number where the page has no
    header).
    """
    spans = _clusters([(word.left, word.right) for row in rows for word in row])
    if any(len({_index(spans, word) for word in row}) < len(row) for row in rows):
        return lambda word: None
    count = leaves if isinstance(leaves, int) else len(leaves)
    if len(spans) == count:
        targets: list[int | None] = list(range(count))
    elif isinstance(leaves, int) or len(spans) > count:
        targets = [None] * len(spans)
    else:
        targets = _matched(spans, [(leaf.left, leaf.right) for leaf in leaves])
    return lambda word: targets[_index(spans, word)]


def _clusters(spans: Sequence[Span]) -> list[Span]:
    found: list[Span] = []
    for left, right in sorted(spans):
        if found and left < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def _index(spans: Sequence[Span], word: Word) -> int:
    return next(at for at, span in enumerate(spans) if span[0] <= word.left and word.right <= span[1])


def _matched(spans: Sequence[Span], heads: Sequence[Span]) -> list[int | None]:
    """For each span the header word nearest to its middle, where that is clearly the nearest, and all stay in order."""
    found: list[int | None] = []
    for span in spans:
        middle = span[0] + span[1]
        near = sorted((abs(middle - head[0] - head[1]), at) for at, head in enumerate(heads))
        clear = len(near) < 2 or near[0][0] * 2 < near[1][0]
        found.append(near[0][1] if clear else None)
    known = [at for at in found if at is not None]
    return found if all(a < b for a, b in pairwise(known)) else [None] * len(spans)
