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
    """What was found: the tables, and without the rules the ``ink`` of the page and its ``clean`` picture.

    ``erased`` is where rules were taken out, with a pixel beside them.
    """

    tables: list[Ruled]
    ink: Mask
    clean: Image
    erased: Mask


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
    """The ruled tables of the page, in points, and its ink and picture without the rules."""
    ink = ink_of(page)
    strokes = {along: _strokes(ink, along, page.line) for along in ("h", "v")}
    edges = [
        _edge(box, along, page.points)
        for along, mask in strokes.items()
        for box in _thin_segments(mask, along, page.line)
    ]
    join = max(_JOIN, _GAP * page.line * page.points)
    rules = _anchored(edges, join, _SURELY * page.line * page.points)
    drawn = np.zeros_like(ink)
    for edge in rules:
        _copy_along(edge, strokes[edge["orientation"]], drawn, page)
    erased = np.asarray(cv2.dilate(drawn, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    free = np.where(erased > 0, 0, ink).astype(np.uint8)
    clean = np.where(erased > 0, np.uint8(np.median(page.image)), page.image)
    return Rules(tables_of_edges(rules, _SNAP, join), free, clean, erased)


def _copy_along(edge: dict[str, Any], strokes: Mask, drawn: Mask, page: Page) -> None:
    """Mark the strokes that lie along a rule; strokes of characters elsewhere stay print."""
    reach = _SNAP + _THICK * page.line * page.points
    left, top = (max(0, round((edge[name] - reach) / page.points)) for name in ("x0", "top"))
    right, bottom = (round((edge[name] + reach) / page.points) for name in ("x1", "bottom"))
    part = drawn[top:bottom, left:right]
    np.maximum(part, strokes[top:bottom, left:right], out=part)


def _anchored(edges: list[dict[str, Any]], join: float, sure: float) -> list[dict[str, Any]]:
    """The edges that are rules: longer than ``sure``, or ending at a crossing edge on both sides.

    Strokes of bold characters that stand under one another look like short rules; those of a table meet others.
    """
    kept: list[dict[str, Any]] = merge_edges(edges, _SNAP, _SNAP, join, join)
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
        if other["orientation"] != edge["orientation"] and other[first] - _MEET <= edge[across] <= other[last] + _MEET
    ]
    return all(any(abs(other[low] - edge[end]) <= _MEET for other in crossing) for end in (low, high))


def _strokes(ink: Mask, along: str, line: float) -> Mask:
    """The pixels that belong to straight strokes of the length of a rule."""
    length = round(_LONG * line)
    # A residual slant of a pixel parts a long rule into steps: these overlap once they are a pixel thicker.
    thick = cv2.dilate(ink, np.ones((2, 1) if along == "h" else (1, 2), np.uint8))
    shape = np.ones((1, length) if along == "h" else (length, 1), np.uint8)
    return np.asarray(cv2.morphologyEx(thick, cv2.MORPH_OPEN, shape), dtype=np.uint8)


def _thin_segments(strokes: Mask, along: str, line: float) -> list[tuple[int, int, int, int]]:
    """The boxes in pixels of separate strokes that are thin enough for a rule; the edge of a dark area is not."""
    reach = round(_GAP * line)
    near = cv2.dilate(strokes, np.ones((3, reach) if along == "h" else (reach, 3), np.uint8))
    count, labels = cv2.connectedComponents(near)
    labels = np.where(strokes > 0, labels, 0)
    areas = np.bincount(labels.ravel(), minlength=count)
    found = []
    for index, box in _bounds(labels, count).items():
        left, top, right, bottom = box
        thick, length = (bottom - top, right - left) if along == "h" else (right - left, bottom - top)
        # A rule that is not quite straight fills a higher box than it is thick.
        if areas[index] / max(1, length) <= _THICK * line and thick <= line:
            found.append(box)
    return found


def _bounds(labels: Any, count: int) -> dict[int, tuple[int, int, int, int]]:
    """The box (left, top, right, bottom) of each label that has pixels; 0 is no label."""
    rows, columns = np.nonzero(labels)
    owners = labels[rows, columns]
    low, high = np.full((2, count), max(labels.shape)), np.full((2, count), -1)
    for axis, places in enumerate((columns, rows)):
        np.minimum.at(low[axis], owners, places)
        np.maximum.at(high[axis], owners, places)
    return {
        index: (int(low[0, index]), int(low[1, index]), int(high[0, index]) + 1, int(high[1, index]) + 1)
        for index in range(1, count)
        if high[0, index] >= 0
    }


def _edge(box: tuple[int, int, int, int], along: str, points: float) -> dict[str, Any]:
    left, top, right, bottom = (value * points for value in box)
    if along == "h":
        return edge_of("h", (top + bottom) / 2, left, right)
    return edge_of("v", (left + right) / 2, top, bottom)
