"""Tables without ruling lines: words that stand in columns over three lines or more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.readers.pdf_text import Glyph, Line, box_of, lines_of
from corpus.records import Grid, Place, RawCell

_LEADERS = re.compile(r"[.…·．]{4,}")


def segments(line: Line, wide: float) -> list[Line]:
    """The parts of ``line`` that stand more than ``wide`` em apart, each as a line of its own."""
    groups: list[list[Glyph]] = [[line.glyphs[0]]]
    for before, glyph in pairwise(line.glyphs):
        if glyph.x0 - before.x1 > wide * line.size:
            groups.append([glyph])
        else:
            groups[-1].append(glyph)
    if len(groups) == 1:
        return [line]
    return [replace(part, number=line.number) for group in groups for part in lines_of(group)]


def aligned_runs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Stretches (start, end exclusive) of ``lines`` that form a table without rules: three rows or more in columns."""
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and _is_row(lines[end]) and len(_columns(lines[start : end + 1])) >= 2:
            end += 1
        if end - start >= 3:
            found.append((start, end))
            start = end
        else:
            start += 1
    return found


def _is_row(line: Line) -> bool:
    return len(segments(line, 1.5)) >= 2 and not _LEADERS.search(line.raw)


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The column spans that the words of ``lines`` leave free between them; empty unless every line uses two."""
    spans: list[tuple[float, float]] = []
    words = [segments(line, 1.5) for line in lines]
    for part in sorted((part for row in words for part in row), key=lambda item: item.x0):
        if spans and part.x0 < spans[-1][1] + 0.8 * part.size:
            spans[-1] = (spans[-1][0], max(spans[-1][1], part.x1))
        else:
            spans.append((part.x0, part.x1))
    used = [{_column(spans, part) for part in row} for row in words]
    return spans if all(len(columns) >= 2 for columns in used) else []


def _column(spans: Sequence[tuple[float, float]], part: Line) -> int:
    return next(index for index, span in enumerate(spans) if part.x0 >= span[0] - 0.01 and part.x1 <= span[1] + 0.01)


def aligned_grid(lines: Sequence[Line], page: int) -> Grid:
    """The grid of a table without rules, one row for each of ``lines``; a position without a word is blank."""
    spans = _columns(lines)
    rows: list[tuple[RawCell, ...]] = []
    for r, line in enumerate(lines):
        cells: list[list[Line]] = [[] for _ in spans]
        for part in segments(line, 1.5):
            cells[_column(spans, part)].append(part)
        row = []
        for c, parts in enumerate(cells):
            box = (round(spans[c][0], 2), line.bbox[1], round(spans[c][1], 2), line.bbox[3])
            raw, text = " ".join(part.raw for part in parts), " ".join(part.text for part in parts)
            row.append(RawCell(text, Place(raw, page=page, line=line.number, bbox=box, row=r, column=c)))
        rows.append(tuple(row))
    box = box_of(glyph for line in lines for glyph in line.glyphs)
    return Grid(tuple(rows), Place("", page=page, line=lines[0].number, bbox=box))
