"""Ruled tables of a PDF page: the grid comes from the lines, and the text is put into it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from pdfplumber.page import Page
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from corpus.readers.pdf_text import BBox, Glyph, box_of, is_number, join, lines_of
from corpus.records import Grid, Place, Problem, RawCell

_THIN = 3.0
"""A filled rectangle up to this thick (points) is a ruling line; a thicker one is a background."""

_SAME_EDGE = 1.0

MAX_RULES = 20_000
"""A page with more straight edges is a map or a drawing; to look for tables in it would take minutes."""


class TooManyRulesError(ValueError):
    """A page holds more edges than a table could have; ``args[0]`` is their number."""


@dataclass(slots=True)
class Slot:
    """A ruled cell: the box, the grid positions it spans (ends exclusive) and the glyphs that fell into it."""

    box: BBox
    rows: tuple[int, int] = (0, 1)
    columns: tuple[int, int] = (0, 1)
    glyphs: list[Glyph] = field(default_factory=list)


@dataclass(slots=True)
class Ruled:
    """A ruled table: the edges of its rows and columns in points, and a slot for every position."""

    box: BBox
    tops: list[float]
    lefts: list[float]
    slots: list[Slot]


def ruled_tables(page: Page, frame: BBox) -> list[Ruled]:
    """The tables of ``page`` that lines enclose, from top to bottom; boxes of a single column are not tables.

    Their positions are reckoned from the top left corner of ``frame``, the part of the page that is shown. Raises
    ``TooManyRulesError`` for a page that is a drawing.
    """
    visible = page.filter(_is_ruling)
    if len(visible.edges) > MAX_RULES:
        raise TooManyRulesError(len(visible.edges))
    merged = merge_edges(visible.edges, 3, 3, 3, 3)
    settings = {
        "explicit_vertical_lines": _open_sides(merged, "h"),
        "explicit_horizontal_lines": _open_sides(merged, "v"),
    }
    return _laid_out([_moved(cell, frame) for cell in table.cells] for table in visible.find_tables(settings))


def tables_of_edges(edges: Sequence[dict[str, Any]], snap: float, join: float) -> list[Ruled]:
    """The tables that straight ``edges`` (see ``edge_of``) enclose, for pages whose lines are not drawn objects.

    Edges within ``snap`` points of a line are on it; gaps of up to ``join`` points in a line are closed.
    """
    merged = merge_edges(list(edges), snap, snap, join, join)
    merged = merge_edges([*merged, *_open_sides(merged, "h"), *_open_sides(merged, "v")], snap, snap, join, join)
    cells = intersections_to_cells(edges_to_intersections(merged, 1.5 * snap, 1.5 * snap))
    return _laid_out(cells_to_tables(cells))


def _laid_out(tables: Iterable[Sequence[BBox]]) -> list[Ruled]:
    laid_out = [_layout(cells) for cells in tables]
    return sorted((table for table in laid_out if len(table.lefts) > 2), key=lambda table: (table.box[1], table.box[0]))


def _is_ruling(item: dict[str, Any]) -> bool:
    """Whether a drawn object may be part of a table's rules: backgrounds and white masks are not."""
    kind = item["object_type"]
    if kind == "char" or kind == "line":
        return True
    if kind != "rect" and kind != "curve":
        return False
    if item.get("stroke"):
        return not _is_white(item.get("stroking_color"))
    thin = min(float(item["width"]), float(item["height"])) <= _THIN
    return thin and not _is_white(item.get("non_stroking_color"))


def _moved(box: BBox, frame: BBox) -> BBox:
    left, top = frame[:2]
    return box[0] - left, box[1] - top, box[2] - left, box[3] - top


def _open_sides(merged: Sequence[dict[str, Any]], along: str) -> list[dict[str, Any]]:
    """The rules that are missing where three or more parallel rules (``along`` "h" or "v") end in one line.

    Tables without outer verticals are common, and a table that goes on overleaf may lack its last horizontal; without
    that rule the outermost cells would not be cells.
    """
    names = ("x0", "x1", "top", "bottom")
    low, high, across_low, across_high = names if along == "h" else (*names[2:], *names[:2])
    parallel = [edge for edge in merged if edge["orientation"] == along]
    crossing = [edge for edge in merged if edge["orientation"] != along]
    found: list[dict[str, Any]] = []
    for end in (low, high):
        for place in {round(edge[end]) for edge in parallel}:
            near = [edge for edge in parallel if abs(edge[end] - place) <= _THIN]
            closed = any(abs(edge[low] - place) <= 2 * _THIN for edge in crossing)
            if len(near) >= 3 and not closed:
                first, last = min(edge[across_low] for edge in near), max(edge[across_high] for edge in near)
                found.append(edge_of("v" if along == "h" else "h", float(place), first, last))
    return found


def edge_of(orientation: str, place: float, first: float, last: float) -> dict[str, Any]:
    """An edge as pdfplumber knows it: "h" or "v", at ``place``, from ``first`` to ``last``."""
    across, down = ((first, last), (place, place)) if orientation == "h" else ((place, place), (first, last))
    return {
        "object_type": "rect_edge",
        "orientation": orientation,
        "x0": across[0],
        "x1": across[1],
        "width": across[1] - across[0],
        "top": down[0],
        "bottom": down[1],
        "height": down[1] - down[0],
    }


def _is_white(colour: object) -> bool:
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    values = [float(part) for part in parts if isinstance(part, (int, float))]
    if len(values) == 4:
        return not any(values)
    return bool(values) and all(value >= 0.99 for value in values)


def _layout(cells: Sequence[BBox]) -> Ruled:
    """The grid that ``cells`` form; positions that no cell covers get a slot of their own."""
    lefts = _edges(edge for box in cells for edge in (box[0], box[2]))
    tops = _edges(edge for box in cells for edge in (box[1], box[3]))
    slots: list[Slot] = []
    taken: set[tuple[int, int]] = set()
    for box in sorted(set(cells), key=lambda item: (item[1], item[0])):
        rows = (_index(tops, box[1]), _index(tops, box[3]))
        columns = (_index(lefts, box[0]), _index(lefts, box[2]))
        places = {(row, column) for row in range(*rows) for column in range(*columns)}
        if places and not places & taken:
            slots.append(Slot(box, rows, columns))
            taken |= places
    for row in range(len(tops) - 1):
        for column in range(len(lefts) - 1):
            if (row, column) not in taken:
                box = (lefts[column], tops[row], lefts[column + 1], tops[row + 1])
                slots.append(Slot(box, (row, row + 1), (column, column + 1)))
    return Ruled((lefts[0], tops[0], lefts[-1], tops[-1]), tops, lefts, slots)


def _edges(values: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _SAME_EDGE:
            kept.append(value)
    return kept


def _index(edges: Sequence[float], value: float) -> int:
    return max(0, bisect_left(edges, value - _SAME_EDGE))


def place_glyphs(tables: Sequence[Ruled], glyphs: Sequence[Glyph], page: int) -> tuple[list[Glyph], list[Problem]]:
    """Put ``glyphs`` into the slots of ``tables``; returns those outside every table, and a problem for each doubt.

    A number that is wider than its cell runs over the rule beside it: it is kept whole in the cell that holds most of
    it, since its digits mean nothing in two cells.
    """
    outside: list[Glyph] = []
    problems: list[Problem] = []
    slots = sorted((slot for table in tables for slot in table.slots), key=lambda slot: _area(slot.box))
    for run in _runs(glyphs):
        homes = [_home(slots, glyph) for glyph in run]
        if len({id(home) for home in homes}) > 1 and is_number("".join(glyph.text for glyph in run)):
            homes, problem = _keep_whole(run, homes, page)
            problems.extend(problem)
        for glyph, home in zip(run, homes, strict=True):
            (outside if home is None else home.glyphs).append(glyph)
    return outside, problems


def _area(box: BBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _home(slots: Sequence[Slot], glyph: Glyph) -> Slot | None:
    across, down = glyph.middle
    for slot in slots:
        left, top, right, bottom = slot.box
        if left <= across <= right and top <= down <= bottom:
            return slot
    return None


def _runs(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs drawn one after another without a gap: what the author wrote as one word."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        last = runs[-1][-1] if runs else None
        joined = (
            last is not None
            and bool(glyph.text.strip() and last.text.strip())
            and abs(glyph.y - last.y) < 0.1
            and abs(glyph.x0 - last.x1) < 0.08 * glyph.size
        )
        if joined:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def _keep_whole(run: list[Glyph], homes: list[Slot | None], page: int) -> tuple[list[Slot | None], list[Problem]]:
    """One home for all glyphs of a number that a rule parts, unless it may as well be two numbers that touch."""
    text = "".join(glyph.text for glyph in run)
    place = Place(text, page=page, bbox=box_of(run))
    parts: dict[int, str] = defaultdict(str)
    for glyph, home in zip(run, homes, strict=True):
        parts[id(home)] += glyph.text
    if all(is_number(part) for part in parts.values()) and not any(map(_straddles, run, homes)):
        message = f"page {page}: {text} touches a rule on both sides; it was read as the numbers {list(parts.values())}"
        return homes, [Problem("number-over-edge", message, place)]
    best = max(homes, key=lambda home: (home is not None, len(parts[id(home)])))
    message = f"page {page}: the number {text} runs over the edge of its cell; it stays where most of it stands"
    return [best] * len(run), [Problem("number-over-edge", message, place)]


def _straddles(glyph: Glyph, home: Slot | None) -> bool:
    """Whether a rule of its cell cuts through the glyph."""
    reach = 0.08 * glyph.size
    return home is not None and (glyph.x0 < home.box[0] - reach or glyph.x1 > home.box[2] + reach)


def grid_of(table: Ruled, page: int) -> tuple[Grid, list[Problem]]:
    """The grid of a ruled table. Every row has as many cells as there are columns; covered positions are empty."""
    problems: list[Problem] = []
    rows = [
        [
            RawCell("", Place("", page=page, bbox=_round((left, top, right, bottom)), row=r, column=c))
            for c, (left, right) in enumerate(pairwise(table.lefts))
        ]
        for r, (top, bottom) in enumerate(pairwise(table.tops))
    ]
    for slot in table.slots:
        row, column = slot.rows[0], slot.columns[0]
        lines = lines_of(slot.glyphs)
        text, certain = join(lines, slot.box[2]) if lines else ("", True)
        place = replace(rows[row][column].place, printed="\n".join(line.raw for line in lines), bbox=_round(slot.box))
        height, width = slot.rows[1] - row, slot.columns[1] - column
        rows[row][column] = RawCell(text, place, row_span=height, column_span=width)
        if not certain:
            message = f"page {page}: it is not clear whether the digits over a line break in “{text}” are one number"
            problems.append(Problem("number-over-lines", message, place))
    return Grid(tuple(tuple(row) for row in rows), Place("", page=page, bbox=_round(table.box))), problems


def _round(box: BBox) -> BBox:
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)
