"""Whether the print of a figure has the shape of what was read: as many marks of ink, or the width of as many digits.

The recogniser can lose one of several equal digits, a point or a sign without noticing. The ink cannot: printed digits
stand apart, and the figures of a page share their digits' width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from corpus.readers.ocr_lines import Print
from corpus.readers.ocr_picture import Mask

_DIGIT_WIDTH = 0.55
_ADVANCE = 0.7
"""Of a printed digit, in shares of its height: its width, and how far it is to the next."""

_TOUCHING = 0.95
_AT_RULE = 0.22
"""Digits are parted by a rule, not by space, where they stand closer than this share of a line's height."""

_PART = frozenset("0123456789,.")
_SAME_HEIGHT = 0.12
_SAMPLES = 6
_TOLERANCE = 0.3
"""By how much of a digit's advance a figure may be wider or narrower than the others of its page say."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The print of a lone figure: what it was read as, and its ink."""

    text: str
    ink: Mask

    @property
    def digits(self) -> int:
        """How many digits were read."""
        return sum(char.isalnum() for char in self.text)

    @property
    def signs(self) -> int:
        """How many other marks were read."""
        return len(self.text) - self.digits

    @property
    def height(self) -> float:
        """The height of its digits in pixels; a comma reaches below them."""
        return float(self.ink.shape[0]) / (1.17 if set(self.text) & set(",，") else 1.0)


def marks(shape: Shape) -> int:
    """How many marks of ink there are; digits that touch are counted by their common width."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(shape.ink)
    found = 0
    for index in range(1, count):
        width, height = float(stats[index, 2]), float(stats[index, 3])
        tall = height > 0.6 * shape.height
        joined = tall and width > _TOUCHING * shape.height
        found += 1 + (round((width / shape.height - _DIGIT_WIDTH) / _ADVANCE) if joined else 0)
    return found


def confirmed(shapes: Sequence[Shape]) -> list[bool]:
    """For each lone figure of a page, whether its ink bears out the number of its characters."""
    return [_borne_out(shape) or _fits(shape, shapes) for shape in shapes]


def parted(prints: Sequence[Print], texts: Sequence[str], line: float) -> set[int]:
    """The prints that may be halves of one figure: digits that touch a rule from both sides, at one height.

    ``texts`` are what they were read as, ``line`` the usual height of a line in pixels.
    """
    reach = _AT_RULE * line
    inside = [(index, item) for index, item in enumerate(prints) if item.slot is not None and texts[index]]
    ends = [(index, item) for index, item in inside if texts[index][-1] in _PART]
    starts = [(index, item) for index, item in inside if texts[index][0] in _PART]
    found: set[int] = set()
    for left, one in ends:
        for right, other in starts:
            low, high = max(one.box[1], other.box[1]), min(one.box[3], other.box[3])
            apart = other.box[0] - one.box[2]
            if one.slot is not other.slot and 0 < apart < reach and high - low > 0.5 * min(one.height, other.height):
                found |= {left, right}
    return found


def may_be_dirt(item: Print, text: str) -> bool:
    """Whether a single stroke or ring that the network did not take for text may be no digit at all."""
    return not item.found and len(text) == 1 and text in "1lI|/0oO7"


def _borne_out(shape: Shape) -> bool:
    """Whether there is a mark for every character; a percent sign has one to three."""
    least = len(shape.text)
    return least <= marks(shape) <= least + 2 * sum(char in "%％" for char in shape.text)


def _fits(shape: Shape, shapes: Sequence[Shape]) -> bool:
    """Whether the figure is as wide as the other figures of its height say that its characters are."""
    alike = [
        other
        for other in shapes
        if other is not shape and abs(other.height - shape.height) <= _SAME_HEIGHT * shape.height
    ]
    if len(alike) < _SAMPLES or "%" in shape.text:
        return False
    counts = np.array([(other.digits, other.signs, 1.0) for other in alike])
    widths = np.array([float(other.ink.shape[1]) for other in alike])
    kept = np.ones(len(alike), dtype=bool)
    solved = np.zeros(3)
    for _ in range(3):
        solved = np.linalg.lstsq(counts[kept], widths[kept], rcond=None)[0]
        advance = max(solved[0], _DIGIT_WIDTH * shape.height)
        kept = np.abs(counts @ solved - widths) <= _TOLERANCE * advance
        if kept.sum() < _SAMPLES:
            return False
    expected = float(np.array((shape.digits, shape.signs, 1.0)) @ solved)
    return abs(expected - shape.ink.shape[1]) <= _TOLERANCE * float(solved[0]) and _well_known(shape, counts[kept])


def _well_known(shape: Shape, counts: NDArray[np.float64]) -> bool:
    """Whether as many digits, or both more and fewer, were seen in other figures: no guess beyond what was measured."""
    digits = counts[:, 0]
    return bool(digits.min() <= shape.digits <= digits.max())
