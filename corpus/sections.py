"""Grids with the words around them. What a page break cut apart is one grid again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.amounts import looks_numeric
from corpus.headers import TOTAL_NAMES, header_height
from corpus.normal import label, without_ordinal
from corpus.records import Block, Grid, Heading, Paragraph, Place, RawCell
from corpus.table_titles import is_title

_CAPTIONS = 6
"""How many blocks before a grid may speak of it: title, year, organisation, unit, in any order."""

_NOTES = 2
_CONTINUED = re.compile(r"\(?续(?:上)?表(?:\d+|[一二三四五六七八九十]+)?\)?")
_SAME_EDGE = 3.0
"""Points by which a ruled line may stand elsewhere on the next page, where the grids say that they belong together."""

_SAME_RULE = 0.5
"""The same, where only the lines say so."""


@dataclass(frozen=True, slots=True)
class Section:
    """A grid with the words that stand around it: ``captions`` before it, nearest last, and ``notes`` right after."""

    grid: Grid
    captions: tuple[Heading | Paragraph, ...]
    notes: tuple[Paragraph, ...] = ()


def sections(blocks: Sequence[Block]) -> list[Section]:
    """Each grid with its surroundings. A grid right after another with the same columns continues it."""
    result: list[Section] = []
    words: list[Heading | Paragraph] = []
    for block in blocks:
        if not isinstance(block, Grid):
            words.append(block)
            continue
        goes_on = bool(result) and (not words or _repeats_titles(result[-1], words, block))
        rest = _continuation(result[-1].grid, block) if goes_on else None
        if rest is not None:
            grid = result[-1].grid
            result[-1] = replace(result[-1], grid=Grid(grid.rows + rest, grid.place))
            continue
        _add_notes(result, words)
        result.append(Section(block, tuple(words[-_CAPTIONS:])))
        words = []
    _add_notes(result, words)
    return result


def _repeats_titles(section: Section, words: Sequence[Heading | Paragraph], grid: Grid) -> bool:
    """Whether the words before ``grid`` only print the title of the last table again, which has had no total yet."""
    known = {label(block.text) for block in section.captions}
    again = [label(block.text) for block in words]
    if not all(text in known or _CONTINUED.fullmatch(text) for text in again):
        return False
    titled = any(is_title(block.text) or _CONTINUED.fullmatch(label(block.text)) for block in words)
    height = header_height(grid.rows)
    same = [texts_of(row) for row in grid.rows[:height]] == [texts_of(row) for row in section.grid.rows[:height]]
    last = {without_ordinal(cell.text) for cell in section.grid.rows[-1]}
    return titled and height > 0 and same and not last & TOTAL_NAMES


def _add_notes(result: list[Section], words: Sequence[Heading | Paragraph]) -> None:
    """Give the first words after the last grid to it as its notes."""
    if result:
        notes = tuple(block for block in words[:_NOTES] if isinstance(block, Paragraph))
        result[-1] = replace(result[-1], notes=notes)


def texts_of(row: Sequence[RawCell]) -> tuple[str, ...]:
    """The label forms of a row's cells: what two printings of one header have in common."""
    return tuple(label(cell.text) for cell in row)


def _continuation(first: Grid, second: Grid) -> tuple[tuple[RawCell, ...], ...] | None:
    """The rows of ``second`` in the columns of ``first`` where they go on with it, else None.

    They do when they begin with body rows or repeat the header of ``first``, in as many columns; or in fewer, where
    the ruled lines show which ones were merged. Where the second begins with words, its ruled lines must be the same.
    """
    height = header_height(second.rows)
    repeats = [texts_of(row) for row in second.rows[:height]] == [texts_of(row) for row in first.rows[:height]]
    if height and not repeats:
        return second.rows if _same_rules(first, second) else None
    return second.rows if _width(first) == _width(second) else _spread(first, second)


def _same_rules(first: Grid, second: Grid) -> bool:
    """Whether ``second`` stands on the next page between the same vertical lines, with figures in no other columns."""
    model, other = _edges(first), _edges(second)
    if model is None or other is None or len(model) != len(other):
        return False
    if any(abs(a - b) > _SAME_RULE for a, b in zip(model, other, strict=True)):
        return False
    last, following = first.rows[-1][0].place.page, second.rows[0][0].place.page
    if last is None or following != last + 1:
        return False
    return bool(_figure_columns(second)) and _figure_columns(second) <= _figure_columns(first)


def _figure_columns(grid: Grid) -> set[int]:
    return {c for row in grid.rows for c, cell in enumerate(row) if looks_numeric(cell.text)}


def _width(grid: Grid) -> int:
    return max((len(row) for row in grid.rows), default=0)


def _spread(first: Grid, second: Grid) -> tuple[tuple[RawCell, ...], ...] | None:
    """The rows of a narrower grid under the columns of ``first`` by their left edges; None where these do not match.

    A page that holds only the last row shows a merged cell as one column.
    """
    model, narrow = _edges(first), _edges(second)
    if model is None or narrow is None or abs(model[-1] - narrow[-1]) > _SAME_EDGE or len(narrow) >= len(model):
        return None
    targets: list[int] = []
    for left in narrow[:-1]:
        nearest = min(range(len(model) - 1), key=lambda c: abs(model[c] - left))
        if abs(model[nearest] - left) > _SAME_EDGE or nearest in targets:
            return None
        targets.append(nearest)
    if targets[0] != 0:
        return None
    return tuple(_spread_row(row, targets, len(model) - 1) for row in second.rows)


def _spread_row(row: Sequence[RawCell], targets: Sequence[int], width: int) -> tuple[RawCell, ...]:
    stops = [*targets[1:], width]
    cells: list[RawCell] = []
    for cell, start, stop in zip(row, targets, stops, strict=True):
        cells.append(replace(cell, column_span=stop - start))
        covered = Place("", page=cell.place.page, bbox=cell.place.bbox)
        cells += [RawCell("", covered) for _ in range(start + 1, stop)]
    return tuple(cells)


def _edges(grid: Grid) -> list[float] | None:
    """The left edges of the columns and the right edge of the last, in points; None where cells have no boxes."""
    row = grid.rows[-1] if grid.rows else ()
    boxes = [cell.place.bbox for cell in row]
    known = [box for box in boxes if box is not None]
    if not known or len(known) < len(boxes) or len(row) != _width(grid):
        return None
    return [*(box[0] for box in known), max(box[2] for box in known)]
