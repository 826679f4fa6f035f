"""Printed columns of a text that keeps positions: which figures stand under each other, and under which header."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, pairwise

from corpus.readers.text_header import Leaf
from corpus.readers.text_lines import Word
from corpus.readers.text_rows import followed, opens_code, opens_label

Span = tuple[int, int]

_RAGGED = 4
"""Columns by which the edges of figures in one column may differ: blanks do not set a page as finely as type does."""

_SLACK = 4
"""Half columns by which distances between figures may differ from those between their headers: both are centred."""


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
    members = [[word for row in rows for word in row if _index(spans, word) == at] for at in range(len(spans))]
    if not all(map(_is_aligned, members)):
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


def _is_aligned(words: Sequence[Word]) -> bool:
    """Whether words stand under each other by their right edge, left edge or middle; else they are of two columns."""
    edges = ([word.right for word in words], [word.left for word in words], [(w.left + w.right) // 2 for w in words])
    return min(max(edge) - min(edge) for edge in edges) <= _RAGGED


def _matched(spans: Sequence[Span], heads: Sequence[Span]) -> list[int | None]:
    """For each span the header word above it, where two signs agree on it; None for all where they do not.

    The word nearest to the middle of each span must be clearly the nearest, and the distances between these words must
    be much like those between the spans, as compared with the other words.
    """
    nearest = [_nearest(span, heads) for span in spans]
    if len(spans) < 2:
        return nearest
    if None in nearest or len(set(nearest)) < len(nearest):
        return [None] * len(spans)
    best = min(_strain(spans, way) for way in combinations(heads, len(spans)))
    mine = _strain(spans, [heads[at] for at in nearest if at is not None])
    return nearest if _rising(nearest) and mine <= 2 * best + _SLACK else [None] * len(spans)


def _nearest(span: Span, heads: Sequence[Span]) -> int | None:
    middle = span[0] + span[1]
    near = sorted((abs(middle - head[0] - head[1]), at) for at, head in enumerate(heads))
    return near[0][1] if len(near) < 2 or near[0][0] * 2 < near[1][0] else None


def _rising(columns: Sequence[int | None]) -> bool:
    return all(a is not None and b is not None and a < b for a, b in pairwise(columns))


def _strain(spans: Sequence[Span], heads: Sequence[Span]) -> int:
    """How much the distances between neighbours differ, in half columns."""
    shifts = [span[0] + span[1] - head[0] - head[1] for span, head in zip(spans, heads, strict=True)]
    return max(shifts) - min(shifts)
