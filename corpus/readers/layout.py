"""Rows of cells to blocks: captions, unit lines and notes between tables are words, the rest grids.

A sheet holds whatever people put on it. A row with one filled cell above a table announces it; a row with the unit of
amounts stands above its header; blank rows without lines part tables; a row without words under a table is a blank row
of it where its lines are drawn. Columns in which no cell begins (only merged
cells reach over them, or nothing stands on the sheet) are no columns of a grid.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.amounts import UNIT_LINE, classify, looks_numeric
from corpus.normal import mark_of
from corpus.readers.laid import LaidCell, LaidRow, clean, is_caption, widest
from corpus.records import Block, CellKind, Grid, Heading, Paragraph, Place, RawCell

_NOTE = re.compile(r"(?:备?注|说明|附注)\s*[:：]|本表为空表|本(?:表|单位|部门).{0,20}(?:没有|无|空表|未安排)")
_BESIDE_UNIT = re.compile(r"[:：]|表|附件|20\d{2}\s*年")
"""What stands in one row with the unit of amounts: a caption, the publisher, the year."""

_UNIT_ROW_CELLS = 5
_LONGEST_HEADING = 60
_FIGURES = (CellKind.NUMBER, CellKind.ZERO, CellKind.DASH)


def blocks_of(rows: Sequence[LaidRow]) -> list[Block]:
    """The blocks of one sheet or table, top to bottom. Of several blank rows one is enough."""
    return [block for part in _Splitter(rows).parts() for block in part]


class _Splitter:
    def __init__(self, rows: Sequence[LaidRow]) -> None:
        self._rows = rows
        self._filled = [[cell for cell in row.cells if cell.text.strip()] for row in rows]
        self._reached = _reached(rows)
        self._single = widest(rows) == 1
        self._grid: list[LaidRow] = []

    def parts(self) -> Iterator[list[Block]]:
        for index, row in enumerate(self._rows):
            filled = self._filled[index]
            if self._parted(index):
                yield self._flush()
            if not filled and not self._reached[index]:
                # One blank row says that there is one; hundreds of ruled ones below a form say no more.
                if self._grid and row.ruled and self._grid[-1].cells and _words(self._grid[-1]):
                    self._grid.append(row)
                continue
            if _is_unit_row(filled):
                yield self._flush()
                yield [block for cell in filled for block in words_of(cell, heading=is_caption(clean(cell.text)))]
            elif self._is_lone(index) and (self._ends_grid(index) if self._grid else self._stands_free(index)):
                yield self._flush()
                yield words_of(filled[0], heading=_is_heading(filled[0].text))
            else:
                self._grid.append(row)
        yield self._flush()

    def _flush(self) -> list[Block]:
        grid, self._grid = self._grid, []
        return [grid_of(grid)] if grid else []

    def _is_lone(self, index: int) -> bool:
        return len(self._filled[index]) == 1 and not self._reached[index]

    def _parted(self, index: int) -> bool:
        """Whether blank rows without lines stand before the row and it does not go on with the grid above them."""
        if not self._grid or not self._filled[index]:
            return False
        if not self._gap(index):
            return False
        figures = _figure_columns(self._filled[index])
        above = {column for row in self._grid for column in _figure_columns(row.cells)}
        return self._is_lone(index) or not figures or bool(above and figures - above)

    def _gap(self, index: int) -> bool:
        above = index - 1
        return above >= 0 and not self._filled[above] and not self._reached[above] and not self._rows[above].ruled

    def _stands_free(self, index: int) -> bool:
        """Whether a row with one cell announces the table below it, and is not its first row, a label beside blanks."""
        cell = self._filled[index][0]
        beside = self._rows[index].ruled and cell.column_span == 1 and not self._single
        return not beside or self._ends_grid(index)

    def _ends_grid(self, index: int) -> bool:
        """Whether a row with one cell below a grid is a note to it or the caption of the next one."""
        cell = self._filled[index][0]
        note = bool(_NOTE.match(cell.text.strip())) and self._is_last(index)
        return note or is_caption(clean(cell.text)) or self._opens_table(index)

    def _is_last(self, index: int) -> bool:
        """Whether no row of a table follows directly."""
        below = index + 1
        return below >= len(self._rows) or len(self._filled[below]) < 2

    def _opens_table(self, index: int) -> bool:
        """Whether only rows of one cell stand between the row and the unit line of a table below it."""
        for below in range(index + 1, min(index + 4, len(self._rows))):
            if _is_unit_row(self._filled[below]):
                return True
            if not self._is_lone(below):
                return False
        return False


def _words(row: LaidRow) -> bool:
    return any(cell.text.strip() for cell in row.cells)


def _reached(rows: Sequence[LaidRow]) -> list[bool]:
    """For each row whether a cell with words from above it reaches into it."""
    reached = []
    end = 0
    for index, row in enumerate(rows):
        reached.append(index < end)
        end = max([end, *(index + cell.row_span for cell in row.cells if cell.text.strip())])
    return reached


def _is_unit_row(cells: Sequence[LaidCell]) -> bool:
    """Whether the row names the unit of amounts, beside who publishes the table and for which year."""
    texts = [clean(cell.text).strip("（）() ") for cell in cells]
    if not texts or len(texts) > _UNIT_ROW_CELLS or _figure_columns(cells):
        return False
    if not any(UNIT_LINE.fullmatch(text) for text in texts):
        return len(texts) == 1 and UNIT_LINE.search(texts[0]) is not None and len(texts[0]) <= _LONGEST_HEADING
    return all(UNIT_LINE.fullmatch(text) or _BESIDE_UNIT.search(text) for text in texts)


def _figure_columns(cells: Sequence[LaidCell]) -> set[int]:
    return {cell.column for cell in cells if classify(cell.text) in _FIGURES or looks_numeric(cell.text)}


def _is_heading(text: str) -> bool:
    words = clean(text)
    return len(words) <= _LONGEST_HEADING and not re.search(r"[。；：:\n]", words) and not _NOTE.match(words)


def words_of(cell: LaidCell, heading: bool) -> list[Block]:
    """A cell's words as a heading or as paragraphs, one for each line in it, so that every figure has its place."""
    blocks: list[Block] = []
    offset = 0
    for line in cell.text.split("\n"):
        text = clean(line)
        if text:
            blocks.append((Heading if heading else Paragraph)(text, _part(cell.place, line, offset)))
        offset += len(line) + 1
    return blocks


def _part(place: Place, line: str, offset: int) -> Place:
    start = offset + len(line) - len(line.lstrip())
    printed = line.strip()
    if place.char_from is None:
        return replace(place, printed=printed)
    first = place.char_from + start
    return replace(place, printed=printed, char_from=first, char_to=first + len(printed))


def grid_of(rows: Sequence[LaidRow]) -> Grid:
    """The rectangle of the rows: covered cells are blank, columns in which no cell begins are left out."""
    columns = sorted({cell.column for row in rows for cell in row.cells})
    while len(rows) > 1 and not _words(rows[-1]) and not _words(rows[-2]):
        rows = rows[:-1]
    position = {column: index for index, column in enumerate(columns)}
    grid = []
    for index, row in enumerate(rows):
        blank = Place("", page=row.place.page, line=row.place.line)
        cells = [RawCell("", blank) for _ in columns]
        for cell in row.cells:
            if cell.column in position:
                covered = bisect_left(columns, cell.column + cell.column_span) - position[cell.column]
                cells[position[cell.column]] = RawCell(
                    clean(cell.text),
                    cell.place,
                    mark_of(cell.text) if cell.checked is None else cell.checked,
                    max(min(cell.row_span, len(rows) - index), 1),
                    max(covered, 1),
                )
        grid.append(tuple(cells))
    first = rows[0].place
    return Grid(tuple(grid), Place("", page=first.page, line=first.line))
