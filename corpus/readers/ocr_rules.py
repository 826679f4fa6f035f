"""The ruling lines of a pictured page, found by their shape and given to the grid logic of drawn lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from pdfplumber.table import merge_edges

from corpus.readers.ocr_engine import Image
from corpus.readers.ocr_picture import Mask, Page
from corpus.readers.pdf_tables import Ruled, edge_of, tables_of_edges

_LONG = 1.5
"""How many line heights long a stroke is at least to be a rule: no stroke of a character is."""

_THICK = 0.35
_DARKER, _MUCH_DARKER = 18.0, 45.0
_GRAINS = 4.5
"""By how many shades of grey ink is darker than what surrounds it: more on grainy paper, up to the second."""

_GAP = 0.6
_JOIN = 6.0
_SNAP = 2.5
_MEET = 3.5
_SURELY = 5.0
"""Points within which rules meet, and how many line heights long a stroke is that needs to meet none."""



@dataclass(frozen=True, slots=True)
class Rules:
    """What was found: the tables, and without the rules the ``ink`` of the page and its ``clean`` picture."""

    tables: list[Ruled]
    ink: Mask
    clean: Image


def ink_of(page: Page) -> Mask:
    """Where the page is darker than its surroundings, whatever the shade of the paper, by more than its grain.

    The picture is not smoothed, however grainy: that breaks thin strokes and takes points away.
    """
    image: Any = page.image
    size = round(1.2 * page.line) | 1
    darker = min(_MUCH_DARKER, max(_DARKER, _GRAINS * _grain(page.image)))
    dark = cv2.adaptiveThreshold(image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, darker)
    return np.asarray(dark, dtype=np.uint8)


def _grain(image: Image) -> float:
    """By how many shades of grey a pixel usually differs from its neighbours where nothing is printed."""
    part: Any = image[::3]
    return float(np.percentile(cv2.absdiff(part, cv2.medianBlur(part, 3)), 60))


def rules_of(page: Page) -> Rules:
    """The ruled tables of the page, in points, and its ink without them."""
    ink = ink_of(page)
    edges: list[dict[str, Any]] = []
    drawn = np.zeros_like(ink)
    for along in ("h", "v"):
        strokes = _strokes(ink, along, page.line)
        for box, keep in _segments(strokes, along, page.line):
            if keep:
                edges.append(_edge(box, along, page.points))
        drawn = np.maximum(drawn, strokes)
    near = cv2.dilate(drawn, np.ones((5, 5), np.uint8)) > 0
    free = np.where(near, 0, ink).astype(np.uint8)
    clean = np.where(near, np.uint8(np.median(page.image)), page.image)
    join = max(_JOIN, _GAP * page.line * page.points)
    tables = tables_of_edges(_anchored(edges, join, _SURELY * page.line * page.points), _SNAP, join)
    return Rules(tables, free, clean)


def _anchored(edges: list[dict[str, Any]], join: float, sure: float) -> list[dict[str, Any]]:
    """The edges that are rules: longer than ``sure``, or ending at a crossing edge on both sides.

    Strokes of bold characters that stand under one another look like short rules; those of a table meet others.
    """
    kept = merge_edges(edges, _SNAP, _SNAP, join, join)
    for _ in range(3):
        before = len(kept)
        kept = [edge for edge in kept if _length(edge) >= sure or _meets_both(edge, kept)]
        if len(kept) == before:
            break
    return kept


def _length(edge: dict[str, Any]) -> float:
    return float(max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]))


def _meets_both(edge: dict[str, Any], others: list[dict[str, Any]]) -> bool:
    low, high, across, first, last = ("x0", "x1", "top", "top", "bottom")
    if edge["orientation"] == "v":
        low, high, across, first, last = ("top", "bottom", "x0", "x0", "x1")
    crossing = [
        other
        for other in others
        if other["orientation"] != edge["orientation"]
        and other[first] - _MEET <= edge[across] <= other[last] + _MEET
    ]
    return all(any(abs(other[low] - edge[end]) <= _MEET for other in crossing) for end in (low, high))


def _strokes(ink: Mask, along: str, line: float) -> Mask:
    """The pixels that belong to straight strokes of the length of a rule."""
    length, gap = round(_LONG * line), 3
    shape, bridge = ((1, length), (1, gap)) if along == "h" else ((length, 1), (gap, 1))
    # A residual slant of a pixel parts a long rule into steps: these are bridged across first.
    thick = cv2.dilate(ink, np.ones((2, 1) if along == "h" else (1, 2), np.uint8))
    whole = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones(bridge, np.uint8))
    return np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones(shape, np.uint8)), dtype=np.uint8)


def _segments(strokes: Mask, along: str, line: float) -> list[tuple[tuple[float, float, float, float], bool]]:
    """The boxes of separate strokes in pixels, and whether each is thin enough for a rule."""
    reach = round(_GAP * line)
    near = cv2.dilate(strokes, np.ones((3, reach) if along == "h" else (reach, 3), np.uint8))
    count, labels = cv2.connectedComponents(near)
    labels = np.where(strokes > 0, labels, 0)
    found = []
    for index, box in enumerate(_bounds(labels, count), 1):
        if box is None:
            continue
        left, top, right, bottom = box
        thick, length = (bottom - top, right - left) if along == "h" else (right - left, bottom - top)
        area = int(np.count_nonzero(labels[top:bottom, left:right] == index))
        # A rule that is not quite straight fills a higher box than it is thick.
        found.append(
            (
                (float(left), float(top), float(right), float(bottom)),
                area / max(1, length) <= _THICK * line and thick <= line,
            )
        )
    return found


def _bounds(labels: Any, count: int) -> list[tuple[int, int, int, int] | None]:
    """The box of each label from 1 on, None for one without pixels."""
    rows, columns = np.nonzero(labels)
    owners = labels[rows, columns]
    bounds: list[tuple[int, int, int, int] | None] = []
    if count <= 1:
        return bounds
    big = 1 << 30
    low_row, low_column = np.full(count, big), np.full(count, big)
    high_row, high_column = np.full(count, -1), np.full(count, -1)
    np.minimum.at(low_row, owners, rows)
    np.minimum.at(low_column, owners, columns)
    np.maximum.at(high_row, owners, rows)
    np.maximum.at(high_column, owners, columns)
    for index in range(1, count):
        if high_row[index] < 0:
            bounds.append(None)
        else:
            bounds.append(
                (int(low_column[index]), int(low_row[index]), int(high_column[index]) + 1, int(high_row[index]) + 1)
            )
    return bounds


def _edge(box: tuple[float, float, float, float], along: str, points: float) -> dict[str, Any]:
    left, top, right, bottom = (value * points for value in box)
    if along == "h":
        return edge_of("h", (top + bottom) / 2, left, right)
    return edge_of("v", (left + right) / 2, top, bottom)
