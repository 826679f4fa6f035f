"""Lines outside tables to headings and paragraphs: which lines belong together, and which announce what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.readers.pdf_text import Line, box_of, is_full, join
from corpus.readers.prose_marks import CONTENTS_LEVEL, FIGURE, FINAL, is_labelled, marker_level
from corpus.records import Heading, Paragraph, Place, Problem

_OPEN_END = tuple("，、,（(《“")
_LEADERS = re.compile(r"(?:[.…·．⋯]\s*){4,}[\s\d]*$")
_CONTENTS = ("目录", "目次")


@dataclass(slots=True)
class Piece:
    """Lines that belong together; ``rest`` stands on the next page. ``body`` is the page's text size in points."""

    lines: list[Line]
    page: int
    left: float
    right: float
    body: float
    rest: list[Line] = field(default_factory=list)
    rest_right: float = 0.0

    @property
    def raw(self) -> str:
        """The source text, one printed line to a line."""
        return "\n".join(line.raw for line in [*self.lines, *self.rest])


def pieces_of(lines: Sequence[Line], page: int, left: float, right: float, body: float) -> list[Piece]:
    """The ``lines`` of one stretch of text gathered into pieces; ``left`` and ``right`` are the edges of the text."""
    pieces: list[Piece] = []
    for line in lines:
        last = pieces[-1] if pieces else None
        if last is not None and _belongs(line, last):
            last.lines.append(line)
        else:
            pieces.append(Piece([line], page, left, right, body))
    return pieces


def _belongs(line: Line, piece: Piece) -> bool:
    before, text = piece.lines[-1], line.text
    em = before.size
    if not 0.8 < line.size / em < 1.25 or line.y - before.y > 2.3 * em:
        return False
    if is_labelled(text) or is_labelled(before.text) or _LEADERS.search(before.raw) or _LEADERS.search(line.raw):
        return False
    if _is_title(before, piece) and _is_title(line, piece):
        return _nearly_full(before, piece)
    if is_centred(before, piece) and not is_full(before, text, piece.right):
        return False
    indented = line.x0 > piece.left + 0.8 * em
    ended = before.text.endswith(FINAL)
    if marker_level(text) is not None and (indented or ended or not is_full(before, text, piece.right)):
        return False
    if is_full(before, text, piece.right, 0.5 if ended else 1.2):
        return not (indented and line.x0 >= piece.lines[0].x0 - 0.3 * em and (ended or line.x0 > before.x0 + 0.8 * em))
    # A word that may not be parted can leave a long line short; the hanging indent then shows that it goes on.
    long = before.x1 > piece.left + 0.8 * (piece.right - piece.left)
    return long and not ended and not indented and piece.lines[0].x0 > line.x0 + 0.4 * em


def _nearly_full(line: Line, piece: Piece) -> bool:
    return line.x1 - line.x0 > 0.75 * (piece.right - piece.left)


def is_centred(line: Line, piece: Piece) -> bool:
    """Whether ``line`` stands in the middle between the edges, away from both by more than an indent."""
    before, after = line.x0 - piece.left, piece.right - line.x1
    return before > 3 * line.size and abs(before - after) < 3 * line.size


def _is_title(line: Line, piece: Piece) -> bool:
    return line.size > 1.15 * piece.body


def continues(first: Piece, second: Piece) -> bool:
    """Whether ``second``, the first text of a page, goes on with the sentence that ``first`` left open."""
    line, before = second.lines[0], first.lines[-1]
    if before.text.endswith(FINAL) or not 0.85 < line.size / before.size < 1.18:
        return False
    if is_labelled(line.text) or is_labelled(before.text) or _LEADERS.search(line.raw):
        return False
    if _is_title(before, first) or _is_title(line, second) or is_centred(before, first):
        return False
    room = first.right - second.right + second.left - first.left
    indented = line.x0 > second.left + 0.8 * line.size
    if indented or abs(room) > 4 * line.size:
        return False
    return before.text.endswith(_OPEN_END) or is_full(before, line.text, first.right)


def block_of(piece: Piece) -> tuple[Heading | Paragraph, list[Problem]]:
    """The piece as a heading or a paragraph, with a problem where a number over a line break is doubtful."""
    text, certain = join(piece.lines, piece.right)
    if piece.rest:
        # The break between pages is judged like one between lines of the first page.
        tail, sure = join(piece.rest, piece.rest_right)
        seam, clear = join([piece.lines[-1], piece.rest[0]], piece.right)
        glue = " " if seam == f"{piece.lines[-1].text} {piece.rest[0].text}" else ""
        text, certain = f"{text}{glue}{tail}", certain and sure and clear
    place = Place(piece.raw, page=piece.page, line=piece.lines[0].number, bbox=_box(piece.lines))
    problems = []
    if not certain:
        message = f"page {piece.page}: digits over a line break may be one number or two in “{text[:60]}”"
        problems.append(Problem("number-over-lines", message, place))
    level = _heading_level(piece, text)
    return (Paragraph(text, place) if level is None else Heading(text, place, level)), problems


def _box(lines: Sequence[Line]) -> tuple[float, float, float, float]:
    return box_of(glyph for line in lines for glyph in line.glyphs)


def _heading_level(piece: Piece, text: str) -> int | None:
    """The level of a piece that announces something, None for prose. A text with a figure is never a heading."""
    if len(text) > 60 or text.endswith(FINAL) or is_labelled(text) or FIGURE.search(text) or piece.rest:
        return None
    first = piece.lines[0]
    marker = marker_level(text)
    if _is_title(first, piece):
        return marker or 1
    if len(piece.lines) > 1 and all(is_centred(line, piece) for line in piece.lines):
        return 1
    if len(piece.lines) > 1 or re.search(r"[：:，。；]", text):
        return None
    if marker is not None and len(text) <= 40:
        return marker
    if is_centred(first, piece) or first.bold or (len(text) <= 30 and re.search(r"(?:表|说明|情况|附件\d*)$", text)):
        return 0
    return None


def contents_start(lines: Sequence[Line]) -> int | None:
    """The index of the line after the title 目录, None if no line is that title."""
    return next((at + 1 for at, line in enumerate(lines) if line.text.replace(" ", "") in _CONTENTS), None)


def is_entry(line: Line) -> bool:
    """Whether ``line`` may stand in a table of contents: dot leaders, or a short text that ends no sentence."""
    if _LEADERS.search(line.raw):
        return True
    return len(line.text) <= 45 and not line.text.endswith(FINAL) and not FIGURE.search(line.text)


def has_leaders(line: Line) -> bool:
    """Whether ``line`` ends in a row of dots, with or without a page number."""
    return _LEADERS.search(line.raw) is not None


def entry_of(line: Line, page: int) -> Heading:
    """The contents entry as a heading of the lowest level, without its dots and page number."""
    raw = _LEADERS.sub("", line.raw)
    place = Place(line.raw, page=page, line=line.number, bbox=line.bbox)
    text = re.sub(r"(?<=\D)\s+\d{1,3}$", "", raw).strip()
    return Heading(type(line)(line.glyphs, text).text, place, CONTENTS_LEVEL)
