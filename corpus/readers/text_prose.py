"""Lines outside tables to headings and paragraphs: a sentence that the page's width broke is one again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.normal import tidy
from corpus.readers.prose_marks import CONTENTS_LEVEL, FIGURE, FINAL, is_labelled, marker_level
from corpus.readers.text_lines import LEADERS, Line, column_width, visible
from corpus.records import Heading, Paragraph, Place

_SHORTEST_WIDTH = 40
"""Lines narrower than this (in half-width columns) are not broken by the width of a page."""


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether the lines were broken at the width of a page: many of about the same length end in no punctuation."""
    widths = [_width(line) for line in lines if not line.blank]
    full = page_width(lines)
    long = [line for line in lines if not line.blank and _is_full(line, full)]
    ragged = sum(not line.text.endswith((*FINAL, "”", "，", "、")) for line in long)
    beyond = sum(width > full + 6 for width in widths)
    return full >= _SHORTEST_WIDTH and len(long) >= 2 and ragged * 4 >= len(long) and beyond * 10 <= len(widths)


def page_width(lines: Sequence[Line]) -> int:
    """The width of the text in half-width columns: that which most long lines have."""
    widths = Counter(_width(line) // 2 * 2 for line in lines if not line.blank and _width(line) >= _SHORTEST_WIDTH)
    if not widths:
        return 0
    return max(widths, key=lambda width: (sum(widths[width + near] for near in (-4, -2, 0, 2, 4)), width))


def _width(line: Line) -> int:
    return sum(column_width(char, True) for char in line.raw.rstrip().lstrip("\f"))


def _is_full(line: Line, full: int) -> bool:
    return _width(line) >= 0.88 * full


def blocks_of(lines: Sequence[Line], full: int) -> Iterator[Heading | Paragraph]:
    """The headings and paragraphs of one stretch of lines; ``full`` is the page's width, 0 where no line is broken."""
    piece: list[Line] = []
    skipped = False
    for line in lines:
        if line.blank:
            skipped = True
            continue
        if piece and not (full and _belongs(line, piece, full, skipped)):
            yield _block(piece)
            piece = []
        piece.append(line)
        skipped = False
    if piece:
        yield _block(piece)


def _belongs(line: Line, piece: Sequence[Line], full: int, skipped: bool) -> bool:
    """Whether a line goes on with the paragraph; after a blank line only on the next page."""
    before, text = piece[-1], line.text
    if skipped and line.sheet == before.sheet:
        return False
    if is_labelled(text) or is_labelled(before.text) or LEADERS.search(line.raw) or LEADERS.search(before.raw):
        return False
    ended = before.text.endswith(FINAL)
    if ended and (_indent(line) >= _indent(piece[0]) or marker_level(text) is not None):
        return re.fullmatch(r"[。，；）”]+", text) is not None
    if not _is_full(before, full) and not re.match(r"[。，；）]", text):
        return False
    return not (marker_level(text) is not None and _indent(line) > 0 and _indent(line) >= _indent(piece[0]))


def _indent(line: Line) -> int:
    raw = line.raw.lstrip("\f")
    return len(raw) - len(raw.lstrip())


def _block(piece: Sequence[Line]) -> Heading | Paragraph:
    first = piece[0]
    start, stop = len(first.raw) - len(first.raw.lstrip()), len(first.raw.rstrip())
    printed = first.raw[start:stop]
    for before, line in pairwise(piece):
        printed += "\n" * (line.number - before.number) + line.raw.rstrip()
    text = tidy(_joined(piece))
    place = Place(printed, page=first.page, line=first.number, char_from=start, char_to=stop)
    if len(piece) == 1 and LEADERS.search(first.raw):
        entry = re.sub(r"(?<=\D)\s+\d{1,3}$", "", LEADERS.sub("", text)).strip()
        return Heading(entry, place, CONTENTS_LEVEL) if entry else Paragraph(text, place)
    level = heading_level(text) if len(piece) == 1 else None
    return Paragraph(text, place) if level is None else Heading(text, place, level)


def _joined(piece: Sequence[Line]) -> str:
    """The lines as one: a blank stays between a letter or figure and another that begins a line of its own."""
    text = ""
    for line in piece:
        part = visible(line.raw).strip()
        glue = " " if re.search(r"[A-Za-z]$", text) and re.match(r"[A-Za-z]", part) else ""
        text += glue + part
    return text


def heading_level(text: str) -> int | None:
    """The level of a line that announces something, None for prose. A text with a figure is never a heading."""
    if len(text) > 60 or text.endswith(FINAL) or is_labelled(text) or FIGURE.search(text):
        return None
    if re.search(r"[：:，。；]", text):
        return None
    marker = marker_level(text)
    if marker is not None and len(text) <= 40:
        return marker
    return (
        0
        if len(text) <= 40 and re.search(r"(?:表|说明|情况|概况|设置|职能|附件\d*)(?:[（(].{1,20}[）)])?$", text)
        else None
    )
