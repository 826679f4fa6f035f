"""Markdown: headings, pipe tables and web page tables to blocks, every other line to a paragraph.

Places carry the physical line (1-based) and the characters in it, so that each can be read again from the file.
"""

from __future__ import annotations

import re

from corpus.normal import mark_of, tidy
from corpus.readers.encoding import decoded
from corpus.readers.laid import is_caption
from corpus.readers.markdown_syntax import PICTURE, bare, cells_of, has_pipe, is_delimiter
from corpus.readers.pictures import UNREAD
from corpus.records import Block, Grid, Heading, Paragraph, Place, Problem, RawCell

KIND = "Markdown"
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_RULE = re.compile(r"[ ]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_UNDERLINE = re.compile(r"[ ]{0,3}(=+|-{2,})[ \t]*")
_PAGE_BREAK = re.compile(r"\s*(?:\f|-{2,}\s*PAGE[_ ]BREAK\s*-{2,})\s*", re.IGNORECASE)
_FENCE = re.compile(r"[ ]{0,3}(```+|~~~+)")
_TABLE_TAG = re.compile(r"[ ]{0,3}<table\b", re.IGNORECASE)
_TABLE_MARK = re.compile(r"<(/?)table\b", re.IGNORECASE)


def read_markdown(data: bytes) -> tuple[list[Block], list[Problem]]:
    """The blocks of a Markdown file in reading order. A picture is named, not fetched: it becomes a problem.

    Raises ``UnreadableFileError`` where the bytes are no text.
    """
    reader = _Reader([line.rstrip("\r") for line in decoded(data, KIND).split("\n")])
    reader.read()
    return reader.blocks, reader.problems


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self._lines = lines
        self._rows: list[tuple[RawCell, ...]] = []
        self._in_table = False
        self._fence = ""

    def read(self) -> None:
        index = 0
        while index < len(self._lines):
            index += self._step(index)
        self._flush()

    def _step(self, index: int) -> int:
        """Take in what begins at the line; how many lines that was."""
        line = self._lines[index]
        if self._in_fence(line):
            return 1
        if not line.strip() or _PAGE_BREAK.fullmatch(line):
            # A blank line ends a table, but a page break in the middle of one leaves blank lines too: the grid stays
            # open for rows that go on with it.
            self._in_table = False
            return 1
        if _TABLE_TAG.match(line) and not self._fence:
            return self._page_table(index)
        if not self._fence and self._row(index):
            return 1
        if not self._fence and _RULE.fullmatch(line):
            return 1
        self._flush()
        return self._words(index)

    def _in_fence(self, line: str) -> bool:
        """Whether the line opens or closes a fenced block."""
        match = _FENCE.match(line)
        if match is None or (self._fence and not match[1].startswith(self._fence)):
            return False
        self._fence = "" if self._fence else match[1]
        return True

    def _row(self, index: int) -> bool:
        line = self._lines[index]
        following = self._lines[index + 1] if index + 1 < len(self._lines) else ""
        opens = is_delimiter(following) and has_pipe(line) and not is_delimiter(line)
        if not (opens or line.lstrip().startswith("|") or (self._in_table and has_pipe(line))):
            return False
        if opens and not self._in_table and any(cell.strip() for cell, _ in cells_of(line)):
            self._flush()
        self._in_table = True
        if not is_delimiter(line):
            cells = [part for raw, start in cells_of(line) for part in _cells(raw, index + 1, start)]
            self._rows.append(tuple(cells))
        return True

    def _flush(self) -> None:
        self._in_table = False
        if self._rows:
            self.blocks.append(Grid(tuple(self._rows), Place("", line=self._rows[0][0].place.line)))
            self._rows = []

    def _words(self, index: int) -> int:
        line = self._lines[index]
        number = index + 1
        for picture in PICTURE.finditer(line):
            place = Place(picture[0], line=number, char_from=picture.start(), char_to=picture.end())
            self.problems.append(Problem(UNREAD, "a picture that the text names is not read", place))
        if self._fence:
            self._block(line, 0, len(line), number, None)
            return 1
        match = _HEADING.fullmatch(line)
        if match:
            self._block(line, match.start(2), match.end(2), number, len(match[1]))
            return 1
        under = _UNDERLINE.fullmatch(self._lines[index + 1]) if index + 1 < len(self._lines) else None
        self._block(line, 0, len(line), number, None if under is None else 1 if under[1][0] == "=" else 2)
        return 1 if under is None else 2

    def _block(self, line: str, start: int, stop: int, number: int, level: int | None) -> None:
        start += len(line[start:stop]) - len(line[start:stop].lstrip())
        stop = start + len(line[start:stop].rstrip())
        text = tidy(bare(PICTURE.sub("", line[start:stop])))
        place = Place(line[start:stop], line=number, char_from=start, char_to=stop)
        if not text:
            return
        if level is not None:
            self.blocks.append(Heading(text, place, level))
        else:
            self.blocks.append(Heading(text, place) if is_caption(text) else Paragraph(text, place))

    def _page_table(self, index: int) -> int:
        """A table of web page markup: up to the line on which it is closed, or to the end."""
        from corpus.readers.html import read_table_markup

        self._flush()
        depth = 0
        last = index
        for last in range(index, len(self._lines)):
            depth += sum(-1 if mark[1] else 1 for mark in _TABLE_MARK.finditer(self._lines[last]))
            if depth <= 0:
                break
        blocks, problems = read_table_markup("\n".join(self._lines[index : last + 1]), index + 1)
        self.blocks += blocks
        self.problems += problems
        return last + 1 - index


_NESTED = re.compile(r"<table.*?</table>", re.IGNORECASE | re.DOTALL)
_NESTED_CELL = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.IGNORECASE | re.DOTALL)


def _cells(raw: str, number: int, start: int) -> list[RawCell]:
    """One cell; where it holds a whole table of web page markup, what stands before that and then each of its cells."""
    nested = _NESTED.search(raw)
    if nested is None:
        return [_cell(raw, number, start)]
    cells = [_cell(raw[: nested.start()], number, start)]
    for match in _NESTED_CELL.finditer(raw, nested.start(), nested.end()):
        cells.append(_cell(match[1], number, start + match.start(1)))
    if raw[nested.end() :].strip():
        cells.append(_cell(raw[nested.end() :], number, start + nested.end()))
    return cells


def _cell(raw: str, number: int, start: int) -> RawCell:
    first = len(raw) - len(raw.lstrip())
    stop = max(len(raw.rstrip()), first)
    text = tidy(bare(raw))
    place = Place(raw[first:stop], line=number, char_from=start + first, char_to=start + stop)
    return RawCell(text, place, mark_of(text))
