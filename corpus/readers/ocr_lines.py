"""Where print stands on a pictured page: in the cells of its ruled tables and in lines outside them.

Inside a cell the ink itself decides, so that a short word that the network did not see (a dash, 一, a lone 0) is not
lost and nothing is read across a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from corpus.readers.ocr_engine import Image
from corpus.readers.ocr_picture import Mask, Page
from corpus.readers.ocr_rules import Rules
from corpus.readers.pdf_tables import Ruled, Slot

_SPECK = 0.07
"""Ink lower and narrower than this share of a line's height is dirt (the dot of a number is larger)."""

_INSIDE = 2
_FADE = 0.06

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Print:
    """A line of print: its box around the ink in pixels, the ink itself, and the cell that it stands in.

    ``found`` tells whether the network found it; else it is known from its ink alone. ``room`` is the box that holds
    nothing but this line.
    """

    box: Box
    ink: Mask
    slot: Slot | None
    found: bool
    room: Box

    @property
    def height(self) -> int:
        """Its height in pixels."""
        return self.box[3] - self.box[1]


def prints_of(page: Page, rules: Rules) -> list[Print]:
    """The lines of print in cells, cell by cell, and after them those outside the tables."""
    found = [_box_of(box) for box in page.boxes]
    ink = without_specks(rules.ink, page.line)
    prints: list[Print] = []
    for table in rules.tables:
        for slot in table.slots:
            prints.extend(_in_slot(slot, found, ink, page))
    outside = [box for box in found if not _in_tables(box, rules.tables, page.points)]
    prints.extend(print_ for box in outside if (print_ := _outside(box, outside, ink, page)) is not None)
    return prints


def _box_of(corners: Any) -> Box:
    left, top = np.floor(corners.min(axis=0)).astype(int)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int)
    return max(0, int(left)), max(0, int(top)), int(right), int(bottom)


def without_specks(ink: Mask, line: float) -> Mask:
    """The ink without what is too small to be print."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    least = _SPECK * line
    keep = (np.maximum(stats[:, 2], stats[:, 3]) >= least) & (stats[:, 4] >= 0.4 * least * least)
    keep[0] = False
    return np.where(keep[labels], 255, 0).astype(np.uint8) if count > 1 else ink


def _in_tables(box: Box, tables: Iterable[Ruled], points: float) -> bool:
    across, down = (box[0] + box[2]) / 2 * points, (box[1] + box[3]) / 2 * points
    return any(t.box[0] <= across <= t.box[2] and t.box[1] <= down <= t.box[3] for t in tables)


def _in_slot(slot: Slot, found: Sequence[Box], ink: Mask, page: Page) -> list[Print]:
    left, top, right, bottom = (round(value / page.points) for value in slot.box)
    left, top, right, bottom = left + _INSIDE, top + _INSIDE, right - _INSIDE, bottom - _INSIDE
    if right - left < 4 or bottom - top < 4:
        return []
    inside = ink[top:bottom, left:right]
    if not inside.any():
        return []
    spans = [
        (max(0, box[1] - top), min(bottom - top, box[3] - top))
        for box in found
        if top <= (box[1] + box[3]) / 2 <= bottom and min(right, box[2]) - max(left, box[0]) > 0.3 * (box[3] - box[1])
    ]
    bands = _merged(spans)
    prints = [_print(inside, band, left, top, slot, True) for band in bands]
    rest = inside.copy()
    for low, high in bands:
        rest[low:high] = 0
    prints.extend(_print(inside, band, left, top, slot, False) for band in _ink_bands(rest, page.line))
    return sorted((item for item in prints if item is not None), key=lambda item: item.box[1])


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Vertical spans of which those that mostly overlap are one line."""
    bands: list[tuple[int, int]] = []
    for low, high in sorted(spans, key=sum):
        if bands:
            before = bands[-1]
            shared = min(high, before[1]) - max(low, before[0])
            if shared > 0.5 * min(high - low, before[1] - before[0]):
                bands[-1] = (min(low, before[0]), max(high, before[1]))
                continue
        bands.append((low, high))
    # The network draws its boxes with a margin: where two lines still overlap, the middle parts them.
    for index in range(1, len(bands)):
        (low, high), (second, last) = bands[index - 1 : index + 1]
        if second < high:
            middle = (second + high) // 2
            bands[index - 1 : index + 1] = [(low, middle), (middle, last)]
    return bands


def _ink_bands(ink: Mask, line: float) -> list[tuple[int, int]]:
    """The vertical spans of ink that belongs to no found line; gaps within a character are bridged."""
    rows = np.flatnonzero(ink.any(axis=1))
    bands: list[tuple[int, int]] = []
    for row in rows.tolist():
        if bands and row - bands[-1][1] <= 0.15 * line:
            bands[-1] = (bands[-1][0], row + 1)
        else:
            bands.append((row, row + 1))
    return bands


def _print(inside: Mask, band: tuple[int, int], left: int, top: int, slot: Slot | None, found: bool) -> Print | None:
    low, high = band
    part = inside[low:high]
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if len(rows) == 0:
        return None
    first, last = int(rows[0]), int(rows[-1]) + 1
    start, end = int(columns[0]), int(columns[-1]) + 1
    box = (left + start, top + low + first, left + end, top + low + last)
    room = (left, top + low, left + inside.shape[1], top + high)
    return Print(box, part[first:last, start:end], slot, found, room)


def _outside(box: Box, others: Sequence[Box], ink: Mask, page: Page) -> Print | None:
    """The line of print in a found box; a character beside it that no box holds is taken in.

    Where the boxes of two neighbours overlap, the middle parts them.
    """
    left, top, right, bottom = box
    height = bottom - top
    reach, trim = round(0.9 * height), round(0.12 * height)
    beside = [o for o in others if o is not box and min(o[3], bottom) - max(o[1], top) > 0.3 * height]
    before = [o[2] if o[2] <= left else (o[2] + left) // 2 for o in beside if o[0] + o[2] < left + right]
    after = [o[0] if o[0] >= right else (o[0] + right) // 2 for o in beside if o[0] + o[2] > left + right]
    start, end = max([0, left - reach, *before]), min([ink.shape[1], right + reach, *after])
    if end <= start:
        return None
    band = ink[top + trim : bottom - trim, start:end]
    return _print(band, (0, band.shape[0]), start, top + trim, None, True)


def is_cut(item: Print, erased: Mask) -> bool:
    """Whether the ink of a line reaches an ``erased`` rule or the edge of its cell, so that part of it may be lost."""
    left, top, right, bottom = item.box
    height, width = erased.shape
    sides = (
        (item.ink[:, 0], erased[top:bottom, left - 1] if left else None, left <= item.room[0]),
        (item.ink[:, -1], erased[top:bottom, right] if right < width else None, right >= item.room[2]),
        (item.ink[0], erased[top - 1, left:right] if top else None, False),
        (item.ink[-1], erased[bottom, left:right] if bottom < height else None, False),
    )
    return any(
        (at_edge and item.slot is not None) or (beside is not None and bool(np.any((beside > 0) & (ink > 0))))
        for ink, beside, at_edge in sides
    )


def crop(clean: Image, item: Print, line: float, margin: float) -> Image:
    """The picture of a line with a ``margin`` (in shares of its height) of the page's paper around it.

    A little of what surrounds the ink belongs to it: the outermost strokes fade there.
    """
    edge = round(_FADE * line)
    left, top = (max(item.box[side] - edge, item.room[side]) for side in (0, 1))
    right, bottom = (min(item.box[side] + edge, item.room[side]) for side in (2, 3))
    pad = max(3, round(margin * max(item.height, 0.45 * line)))
    # Low print (a dash, a dot) needs the height of a line around it to be recognised.
    tall = max(0, round((0.55 * line - item.height) / 2))
    part = clean[top:bottom, left:right]
    paper = int(np.percentile(part, 95))
    framed = cv2.copyMakeBorder(
        np.ascontiguousarray(part), pad + tall, pad + tall, 2 * pad, 2 * pad, cv2.BORDER_CONSTANT, value=(paper,)
    )
    return np.asarray(framed, dtype=np.uint8)
