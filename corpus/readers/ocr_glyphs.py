"""Recognised lines as glyphs with size, baseline and place, as the reader of drawn text has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from corpus.readers.ocr_engine import Letter, Recognised
from corpus.readers.ocr_lines import Print
from corpus.readers.pdf_text import Glyph

_HAN_HEIGHT = 0.9
_DIGIT_HEIGHT = 0.72
"""Heights of print in shares of its size: of Chinese characters, and of a line that holds only digits."""

LEADERS = "….·⋯"
"""What the rows of dots in a table of contents are read as."""

_SAME_SIZE = 1.17
_LEADER, _DOTS = 2.5, 6
"""Em of empty width after a dot that make it a row of dots, and as how many it is spelt."""


def body_size(prints: Iterable[tuple[Print, Recognised]], points: float) -> float:
    """The usual size of the page's text in points; 12 where there is none."""
    sizes = [_measured(item, letters) for item, letters in prints if any(_is_wide(letter.text) for letter in letters)]
    return round(median(sizes) * points, 1) if sizes else 12.0


def _measured(item: Print, letters: Recognised) -> float:
    wide = any(_is_wide(letter.text) for letter in letters)
    return item.height / (_HAN_HEIGHT if wide else _DIGIT_HEIGHT)


def _is_wide(char: str) -> bool:
    return ord(char[0]) > 0x2E7F


def glyphs_of_print(item: Print, letters: Recognised, crop: tuple[int, int], points: float, body: float) -> list[Glyph]:
    """The glyphs of a line in points; ``crop`` is the crop's left edge and width in pixels.

    A size near the page's ``body`` is that size: the height of ink tells it no more exactly.
    """
    size = _measured(item, letters) * points
    alone = not any(_is_wide(letter.text) for letter in letters)
    if body / _SAME_SIZE < size < body * _SAME_SIZE or (alone and 0.5 * body < size < 1.6 * body) or size < 0.5 * body:
        size = body
    base = (item.box[1] + item.box[3]) / 2 * points + 0.35 * size
    letters = _with_leaders(letters, crop[1] * points / size)
    middles = [(crop[0] + letter.at * crop[1]) * points for letter in letters]
    lefts, rights = _extents(letters, middles, size, item.box[0] * points, item.box[2] * points)
    return [
        Glyph(letter.text, lefts[index], rights[index], base, size, False, index)
        for index, letter in enumerate(letters)
    ]


def _with_leaders(letters: Recognised, width: float) -> Recognised:
    """The letters of a line ``width`` em wide, a row of dots spelt out: the network sees one sign in all of it."""
    spelt: list[Letter] = []
    for index, letter in enumerate(letters):
        following = letters[index + 1].at if index + 1 < len(letters) else 1.0
        if letter.text in LEADERS and (following - letter.at) * width > _LEADER:
            gap = (following - letter.at) / _DOTS
            spelt.extend(Letter("…", letter.sure, letter.at + gap * k) for k in range(_DOTS))
        else:
            spelt.append(letter)
    return tuple(spelt)


def _extents(
    letters: Recognised, middles: Sequence[float], size: float, left: float, right: float
) -> tuple[list[float], list[float]]:
    """Left and right edges: the line's own at its ends, the middle between neighbours, a gap only where one is wide.

    The network tells the middle of a letter to a quarter of its size, which must not open a number.
    """
    halves = [size * (0.5 if _is_wide(letter.text) else 0.27) for letter in letters]
    lefts = [middle - half for middle, half in zip(middles, halves, strict=True)]
    rights = [middle + half for middle, half in zip(middles, halves, strict=True)]
    for index in range(len(letters) - 1):
        if lefts[index + 1] - rights[index] < size:
            lefts[index + 1] = rights[index] = (middles[index] + middles[index + 1]) / 2
    if letters:
        lefts[0], rights[-1] = min(left, middles[0]), max(right, middles[-1])
    return lefts, rights
