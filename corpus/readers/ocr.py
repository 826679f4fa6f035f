"""One pictured page to the sheet that the PDF reader makes of a drawn one: grids, lines of text, and doubts.

Positions are those of the page as it is read: turned upright and straightened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpus.readers.ocr_engine import NAME, Engine, Recognised, engine
from corpus.readers.ocr_figures import Judged, has_figure, is_lone_figure, judged, text_of
from corpus.readers.ocr_glyphs import LEADERS, body_size, glyphs_of_print
from corpus.readers.ocr_lines import Print, crop, is_cut, prints_of
from corpus.readers.ocr_picture import Page, grey_of, upright
from corpus.readers.ocr_rules import Rules, rules_of
from corpus.readers.ocr_shapes import Shape, confirmed, may_be_dirt, parted
from corpus.readers.pdf_pages import Sheet, split_labels
from corpus.readers.pdf_tables import grid_of
from corpus.readers.pdf_text import UNMAPPED, Glyph, lines_of
from corpus.records import Grid, Place, Problem

_FIRST, _SECOND = 0.15, 0.4
"""Margins of the two readings, in shares of the print's height: the second sees the print a third smaller."""

_TRUSTED = 0.8
_GOOD_PAGE = 0.9
_MOST_DOUBTS = 0.25


@dataclass(slots=True)
class Line:
    """A line of print with what became of it."""

    item: Print
    judged: Judged
    crop: tuple[int, int]


def sheet_of_picture(colours: NDArray[np.uint8], points: float, number: int) -> Sheet:
    """The page that a picture (rows x columns, grey or RGB) shows; a pixel is ``points`` large.

    Raises ``UnreadableFileError`` where the recogniser cannot be loaded.
    """
    reader = engine()
    page = upright(grey_of(colours), points, reader)
    rules = rules_of(page)
    lines = list(_read(page, rules, reader))
    height, width = page.image.shape
    body = body_size(((line.item, line.judged.letters) for line in lines), page.points)
    outside = _placed(lines, page, body)
    sheet = Sheet(number, width * page.points, height * page.points, [], split_labels(lines_of(outside)), body)
    for table in rules.tables:
        grid, doubts = grid_of(table, number)
        sheet.grids.append(grid)
        sheet.problems.extend(doubts)
    sheet.problems.extend(_doubts(lines, page, sheet.grids, number))
    sheet.problems.extend(_page_problems(lines, page, number))
    return sheet


def _read(page: Page, rules: Rules, reader: Engine) -> Iterator[Line]:
    """Every line of print, read once, and a second time at another size where it holds a figure."""
    prints = prints_of(page, rules)
    crops = [crop(rules.clean, item, page.line, _FIRST) for item in prints]
    firsts = [_legible(item, letters, page) for item, letters in zip(prints, reader.read(crops), strict=True)]
    again = [index for index, letters in enumerate(firsts) if has_figure(letters)]
    second_crops = [crop(rules.clean, prints[index], page.line, _SECOND) for index in again]
    seconds = dict(zip(again, reader.read(second_crops), strict=True))
    lone = [index for index in again if is_lone_figure(text_of(firsts[index]))]
    shaped = dict(zip(lone, confirmed([Shape(text_of(firsts[i]), prints[i].ink) for i in lone]), strict=True))
    shaped.update(dict.fromkeys(parted(prints, [text_of(letters) for letters in firsts], page.line), False))
    spoilt = [i for i in lone if may_be_dirt(prints[i], text_of(firsts[i])) or is_cut(prints[i], rules.erased)]
    shaped.update(dict.fromkeys(spoilt, False))
    for index, (item, letters) in enumerate(zip(prints, firsts, strict=True)):
        if letters:
            width = crops[index].shape[1]
            left = item.box[0] - (width - item.ink.shape[1]) // 2
            verdict = judged(letters, seconds.get(index, letters), shaped.get(index, True), item.slot is not None)
            yield Line(item, verdict, (left, width))


def _legible(item: Print, letters: Recognised, page: Page) -> Recognised:
    """The letters of a line; of a lone sign (a square, a logo) and of ink that is not text, only what is sure.

    The rest is dirt where it is small; where it is larger, it is kept as something that cannot be read.
    """
    if _certainty(letters) >= _TRUSTED:
        return letters
    if item.found:
        lone_sign = item.slot is None and len(letters) == 1 and not letters[0].text.isalnum()
        return () if lone_sign and letters[0].text not in LEADERS else letters
    if item.height < 0.4 * page.line:
        return ()
    return tuple(type(letter)(UNMAPPED, letter.sure, letter.at) for letter in letters)


def _certainty(letters: Recognised) -> float:
    return sum(letter.sure for letter in letters) / len(letters) if letters else 0.0


def _placed(lines: Sequence[Line], page: Page, body: float) -> list[Glyph]:
    """Put the glyphs of lines in cells into their slots; returns the others, those side by side on one baseline."""
    outside: list[Glyph] = []
    for line in sorted(lines, key=lambda line: line.item.box[1] + line.item.box[3]):
        glyphs = glyphs_of_print(line.item, line.judged.letters, line.crop, page.points, body)
        if line.item.slot is not None:
            line.item.slot.glyphs.extend(glyphs)
            continue
        last = outside[-1] if outside else None
        if last is not None and abs(glyphs[0].y - last.y) <= 0.35 * min(last.size, glyphs[0].size):
            glyphs = [replace(glyph, y=last.y) for glyph in glyphs]
        outside.extend(glyphs)
    return outside


def _doubts(lines: Sequence[Line], page: Page, grids: Sequence[Grid], number: int) -> Iterator[Problem]:
    """A problem for each line with something in doubt, at the place of its cell where it stands in one."""
    cells = {cell.place.bbox: cell.place for grid in grids for row in grid.rows for cell in row}
    for line in lines:
        if not line.judged.reason:
            continue
        slot = line.item.slot
        raw = slot.box if slot else tuple(value * page.points for value in line.item.box)
        box = (round(raw[0], 2), round(raw[1], 2), round(raw[2], 2), round(raw[3], 2))
        place = cells.get(box) if slot else None
        message = f"page {number}: “{line.judged.printed[:60]}” was not read with certainty: {line.judged.reason}"
        yield Problem("uncertain-text", message, place or Place(line.judged.printed, page=number, bbox=box))


def _page_problems(lines: Sequence[Line], page: Page, number: int) -> Iterator[Problem]:
    if not lines:
        message = f"page {number}: the page is a picture on which no text was found"
        yield Problem("no-text", message, Place("", page=number))
        return
    letters = [letter for line in lines for letter in line.judged.letters]
    mean = _certainty(tuple(letters))
    turned = f", turned by {page.turned}°" if page.turned else ""
    message = f"page {number}: read from a picture by {NAME}{turned}, mean certainty {mean:.3f}"
    yield Problem("ocr-page", message, Place("", page=number))
    figures = [line for line in lines if any(char.isdigit() for char in line.judged.printed)]
    doubtful = sum(bool(line.judged.reason) for line in figures)
    if mean < _GOOD_PAGE or doubtful > max(4, _MOST_DOUBTS * len(figures)):
        message = (
            f"page {number}: the picture is too poor to be trusted: mean certainty {mean:.2f}, {doubtful} of "
            f"{len(figures)} lines with figures in doubt; scan it again at 200 dots an inch or more"
        )
        yield Problem("poor-scan", message, Place("", page=number))
