"""Running documents (Word, HTML) to blocks: words and tables in reading order, on the lines of their plain text.

Such a file has no lines of its own. Its lines here are those of its plain text: every paragraph is one, every forced
line break begins one, every row of a table is one, its cells joined by tabs. Blank paragraphs are not counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.amounts import UNIT_LINE
from corpus.readers.laid import LaidCell, LaidRow, clean, is_caption, row_of
from corpus.readers.layout import blocks_of
from corpus.records import Block, Heading, Paragraph, Place, Problem

MAX_CELLS = 1_000_000
"""Cells of one table, blank ones and those under merged ones included."""


@dataclass(frozen=True, slots=True)
class FlowCell:
    """A cell as the file declares it: at ``row`` and ``column`` of its table (0-based), with its spans."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    checked: bool | None = None


class Flow:
    """Takes in a document from its beginning and keeps count of its lines."""

    def __init__(self, physical: int | None = None) -> None:
        """``physical`` is the line at which a part of a text with lines of its own begins; those are kept then."""
        self._physical = physical
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self._lines = 0

    @property
    def here(self) -> Place:
        """The line that comes next, for a problem met between two blocks."""
        return Place("", line=self._lines + 1)

    def words(self, text: str, level: int | None = None) -> None:
        """A paragraph, or a heading of that level (0: not said). Each line in it becomes a block."""
        for line in text.split("\n"):
            printed = line.strip()
            words = clean(printed)
            if not words:
                continue
            self._lines += 1
            place = Place(printed, line=self._lines, char_from=0, char_to=len(printed))
            if self._physical is not None:
                place = Place(printed, line=self._physical)
            if level is not None:
                self.blocks.append(Heading(words, place, level))
            elif is_caption(words):
                self.blocks.append(Heading(words, place))
            else:
                self.blocks.append(Paragraph(words, place))

    def table(self, cells: Sequence[FlowCell], source_lines: Sequence[int] = ()) -> None:
        """A table whose cells do not overlap; its captions and notes inside become words.

        ``source_lines`` are the lines (1-based, in the part that was handed in) on which its rows begin.
        """
        rows: dict[int, list[FlowCell]] = {}
        for cell in cells:
            rows.setdefault(cell.row, []).append(cell)
        laid = []
        for row in range(max(rows, default=-1) + 1):
            self._lines += 1
            places = row_of(self._lines, [(cell.column, cell.text) for cell in rows.get(row, [])])
            number = self._lines
            if self._physical is not None:
                number = line = self._physical + (source_lines[row] - 1 if row < len(source_lines) else 0)
                places = {column: Place(place.printed, line=line) for column, place in places.items()}
            laid.append(
                LaidRow(
                    tuple(_laid(cell, places) for cell in sorted(rows.get(row, []), key=lambda cell: cell.column)),
                    Place("", line=number),
                    ruled=True,
                )
            )
        self.blocks.extend(blocks_of(laid))

    def tabbed(self, lines: Sequence[str]) -> None:
        """Lines whose words are set apart by tabs: a table if there are several, else words."""
        if len(lines) == 1 and not UNIT_LINE.search(clean(lines[0])):
            self.words(lines[0].replace("\t", " "))
            return
        laid = []
        for line in lines:
            self._lines += 1
            texts = [(column, text.strip()) for column, text in enumerate(line.split("\t")) if text.strip()]
            places = row_of(self._lines, texts)
            cells = tuple(LaidCell(text, column, places[column]) for column, text in texts)
            laid.append(LaidRow(cells, Place("", line=self._lines)))
        self.blocks.extend(blocks_of(laid))

    def take(self, blocks: Sequence[Block], problems: Sequence[Problem]) -> None:
        """What was read elsewhere for this point of the document: a picture."""
        self.blocks.extend(blocks)
        self.problems.extend(problems)


def _laid(cell: FlowCell, places: dict[int, Place]) -> LaidCell:
    return LaidCell(cell.text, cell.column, places[cell.column], cell.row_span, cell.column_span, cell.checked)


def spread(cells: Sequence[FlowCell], inner: dict[tuple[int, int], list[FlowCell]]) -> list[FlowCell]:
    """The cells of a table with the tables inside its cells laid out in it, as they are seen.

    ``inner`` holds the cells of the table that stands in the cell at (row, column), its words before and after it as
    rows of their own. A row becomes as many rows, a column as many columns, as the tables inside it need.
    """
    heights: dict[int, int] = {}
    widths: dict[int, int] = {}
    for (row, column), inside in inner.items():
        heights[row] = max(heights.get(row, 1), max(cell.row + cell.row_span for cell in inside))
        widths[column] = max(widths.get(column, 1), max(cell.column + cell.column_span for cell in inside))
    result = []
    for cell in cells:
        row, column = _before(heights, cell.row), _before(widths, cell.column)
        inside = inner.get((cell.row, cell.column), [])
        result += [replace(part, row=part.row + row, column=part.column + column) for part in inside]
        if not inside:
            height = _before(heights, cell.row + cell.row_span) - row
            width = _before(widths, cell.column + cell.column_span) - column
            result.append(replace(cell, row=row, column=column, row_span=height, column_span=width))
    return result


def _before(sizes: dict[int, int], index: int) -> int:
    """How many rows or columns stand before ``index`` after the spreading."""
    return index + sum(size - 1 for at, size in sizes.items() if at < index)
