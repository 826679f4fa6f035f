"""What is printed in a document as pieces of text that can be changed one at a time, and read again.

A text file is changed in its bytes, so its reader is tested too. Of a PDF and of other formats the blocks that their
reader made are changed (block-level injection): what the reader itself gets wrong is not seen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from corpus.readers import UnreadableFileError
from corpus.readers.formats import format_of
from corpus.readers.text import decode
from corpus.reading import read_blocks, read_document
from corpus.records import Block, Grid, Heading, Paragraph, Place, Problem, RawCell, Reading

_TEXT = "text"
"""The name of the format of plain texts, as corpus.readers.formats calls it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a text file, a paragraph or a cell: its ``text``, and the pieces of its ``row``, itself included."""

    text: str
    row: tuple[int, ...]
    is_row: bool


class Surface(Protocol):
    """A document whose pieces can be changed."""

    name: str
    pieces: tuple[Piece, ...]

    def read(self, changes: Mapping[int, str | None]) -> Reading:
        """The reading after these pieces have other texts; None takes the whole row of a piece away."""
        ...

    def holds(self, place: Place, piece: int, start: int, end: int) -> bool:
        """Whether ``place`` is, or overlaps, the characters from ``start`` to ``end`` of that piece."""
        ...


class TextSurface:
    """The lines of a text file."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        lines = decode(data, name).split("\n")
        self.pieces = tuple(
            Piece(line, (n,), "\t" in line.strip() or line.startswith("|")) for n, line in enumerate(lines)
        )

    def read(self, changes: Mapping[int, str | None]) -> Reading:
        """The reading of the changed bytes."""
        lines = [changes.get(n, piece.text) for n, piece in enumerate(self.pieces)]
        return read_document("\n".join(line for line in lines if line is not None).encode(), self.name)

    def holds(self, place: Place, piece: int, start: int, end: int) -> bool:
        """By line and characters."""
        if place.line != piece + 1:
            return False
        return place.char_from is None or place.char_to is None or (place.char_from < end and start < place.char_to)


_Spot = tuple[int, int, int]
"""Block, row and column; row and column are -1 outside a grid."""


class BlockSurface:
    """The blocks of a document of any format."""

    def __init__(self, blocks: Sequence[Block], problems: Sequence[Problem], sha256: str, name: str) -> None:
        self.name = name
        self._blocks, self._problems, self._sha256 = list(blocks), list(problems), sha256
        self._spots: list[_Spot] = [spot for n, block in enumerate(blocks) for spot in _spots(n, block)]
        index = {spot: n for n, spot in enumerate(self._spots)}
        self.pieces = tuple(self._piece(spot, index) for spot in self._spots)

    def _piece(self, spot: _Spot, index: Mapping[_Spot, int]) -> Piece:
        number, row, _ = spot
        block = self._blocks[number]
        if not isinstance(block, Grid):
            return Piece(block.text, (index[spot],), is_row=False)
        cells = block.rows[row]
        single = all(cell.row_span == 1 for cell in cells)
        return Piece(self._cell(spot).text, tuple(index[number, row, c] for c in range(len(cells))), is_row=single)

    def _cell(self, spot: _Spot) -> RawCell | Heading | Paragraph:
        block = self._blocks[spot[0]]
        return block.rows[spot[1]][spot[2]] if isinstance(block, Grid) else block

    def read(self, changes: Mapping[int, str | None]) -> Reading:
        """The reading of the changed blocks."""
        blocks = list(self._blocks)
        for piece, text in changes.items():
            number, row, column = self._spots[piece]
            block = blocks[number]
            if not isinstance(block, Grid):
                assert text is not None, "only a row of a grid can be taken away"
                blocks[number] = _reworded(block, text)
                continue
            rows = list(block.rows)
            if text is None:
                del rows[row]
            else:
                cells = list(rows[row])
                place = replace(cells[column].place, printed=text)
                cells[column] = replace(cells[column], text=text, place=place)
                rows[row] = tuple(cells)
            blocks[number] = replace(block, rows=tuple(rows))
        return read_blocks(blocks, self._problems, self._sha256, self.name)

    def holds(self, place: Place, piece: int, start: int, end: int) -> bool:
        """A cell by page, box, line and first character; a paragraph by page, line, box and its characters."""
        own = self._cell(self._spots[piece])
        if (place.page, place.bbox) != (own.place.page, own.place.bbox):
            return False
        if isinstance(own, RawCell):
            return (place.line, place.char_from) == (own.place.line, own.place.char_from)
        if place.line is None or own.place.line is None or place.char_from is None or place.char_to is None:
            return place.line == own.place.line
        # A paragraph of several printed lines: the place counts lines on from the paragraph's first.
        lines = own.place.printed.split("\n")
        above = place.line - own.place.line
        if not 0 <= above < len(lines):
            return False
        base = sum(len(line) + 1 for line in lines[:above])
        # Printed and normalised text differ by white space only: compare by the number of the printed characters.
        first = _count(own.place.printed[: base + place.char_from])
        last = _count(own.place.printed[: base + place.char_to])
        return first < _count(own.text[:end]) and _count(own.text[:start]) < last


def _count(text: str) -> int:
    """How many characters that are no white space."""
    return len("".join(text.split()))


def _spots(number: int, block: Block) -> list[_Spot]:
    if not isinstance(block, Grid):
        return [(number, -1, -1)]
    return [(number, r, c) for r, row in enumerate(block.rows) for c in range(len(row))]


def _reworded(block: Heading | Paragraph, text: str) -> Heading | Paragraph:
    """The block with another text, and the same change in its printed text, line breaks kept where they can be."""
    printed = block.place.printed
    start = next((n for n, (a, b) in enumerate(zip(block.text, text, strict=False)) if a != b), len(block.text))
    tail = next((n for n, (a, b) in enumerate(zip(block.text[::-1], text[::-1], strict=False)) if a != b), 0)
    tail = min(tail, len(block.text) - start, len(text) - start)
    head, rest = _printed_index(printed, block.text, start), _printed_index(printed, block.text, len(block.text) - tail)
    changed = printed[:head] + text[start : len(text) - tail] + printed[rest:]
    return replace(block, text=text, place=replace(block.place, printed=changed))


def _printed_index(printed: str, text: str, index: int) -> int:
    """Where in ``printed`` the character ``index`` of ``text`` stands, the two differing in white space only."""
    wanted, seen = _count(text[:index]), 0
    for n, char in enumerate(printed):
        if not char.isspace():
            if seen == wanted:
                return n
            seen += 1
    return len(printed)


def surface_of(path: Path) -> Surface | None:
    """The surface of a file: bytes of a text, blocks of any other format; None for a file that cannot be read."""
    data = path.read_bytes()
    try:
        kind = format_of(data, path.name)
        if kind.name == _TEXT:
            return TextSurface(data, path.name)
        blocks, problems = kind.reader()(data)
    except UnreadableFileError:
        return None
    return BlockSurface(blocks, problems, hashlib.sha256(data).hexdigest(), path.name)
