"""PDF files: ruled tables to grids, text to headings and paragraphs, in reading order and each with its place.

Blank cells stay at their column because cells come from the ruling lines, never from where text happens to stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.readers import UnreadableFileError
from corpus.readers.pdf_columns import aligned_grid, aligned_runs
from corpus.readers.pdf_pages import Sheet, sheets_of
from corpus.readers.pdf_prose import (
    Piece,
    block_of,
    contents_start,
    continues,
    entry_of,
    has_leaders,
    is_entry,
    pieces_of,
)
from corpus.readers.pdf_text import Line
from corpus.records import Block, Grid, Heading, Problem

_MARGIN = 0.09
_PAGE_NUMBER = re.compile(r"[-—–－·\s]*\d{1,4}[-—–－·\s]*|第\s*\d+\s*页[，,/\s]*(?:共\s*\d+\s*页)?|\d+\s*/\s*\d+")

Item = Piece | Grid | Heading
"""What a page holds before paragraphs are joined over the page break."""


def read_pdf(data: bytes) -> tuple[list[Block], list[Problem]]:
    """The blocks of a PDF in reading order and what could not be read well.

    Places carry the page (1-based), the box in points from the page's top left corner, and for text the line within the
    page's text outside tables. A grid holds one table of one page; all its rows have the same number of cells. Raises
    ``UnreadableFileError`` for a file that is damaged, encrypted, too long, or holds no text at all. Pages without
    text of their own are read from their picture.
    """
    sheets = list(sheets_of(data))
    if not any(sheet.lines or sheet.grids for sheet in sheets):
        raise UnreadableFileError(
            "PDF",
            f"none of its {len(sheets)} pages holds text, nor a picture on which text was found",
            "scan it again at 200 dots an inch or more, or add the published text version",
        )
    return blocks_of(sheets)


def blocks_of(sheets: Sequence[Sheet]) -> tuple[list[Block], list[Problem]]:
    """The blocks of pages taken apart, in reading order, and the problems of all of them."""
    problems = [problem for sheet in sheets for problem in sheet.problems]
    _drop_furniture(sheets)
    blocks: list[Block] = []
    for item in _joined(sheets):
        if isinstance(item, Piece):
            block, doubts = block_of(item)
            blocks.append(block)
            problems.extend(doubts)
        else:
            blocks.append(item)
    return blocks, problems


def _drop_furniture(sheets: Sequence[Sheet]) -> None:
    """Take out page numbers, and all but the first printing of a running header or footer."""
    counts = Counter(key for sheet in sheets for key in {_furniture_key(line, sheet) for line in sheet.lines} - {None})
    running = {key for key, count in counts.items() if count >= max(3, 0.6 * len(sheets))}
    seen: set[tuple[str, int] | None] = set()
    for sheet in sheets:
        kept: list[Line] = []
        for line in sheet.lines:
            key = _furniture_key(line, sheet)
            if key is not None and _PAGE_NUMBER.fullmatch(line.text):
                continue
            if key in running and key in seen:
                continue
            seen.add(key)
            kept.append(line)
        sheet.lines = kept


def _furniture_key(line: Line, sheet: Sheet) -> tuple[str, int] | None:
    """Words and height of a line in the top or bottom margin, None for any other line."""
    if _MARGIN * sheet.height < line.y < (1 - _MARGIN) * sheet.height:
        return None
    return line.text, round(line.y / 4)


def _joined(sheets: Sequence[Sheet]) -> Iterator[Item]:
    """The items of all pages; a paragraph whose sentence is open takes in the text that the next page begins with."""
    held: Piece | None = None
    in_contents = False
    for sheet in sheets:
        items, in_contents = _items(sheet, in_contents)
        for position, item in enumerate(items):
            if held is not None:
                if position == 0 and isinstance(item, Piece) and not held.rest and continues(held, item):
                    held.rest, held.rest_right = item.lines, item.right
                    continue
                yield held
                held = None
            if isinstance(item, Piece):
                held = item
            else:
                yield item
    if held is not None:
        yield held


def _items(sheet: Sheet, in_contents: bool) -> tuple[list[Item], bool]:
    """The items of a page from top to bottom, and whether its table of contents may go on overleaf."""
    entries, in_contents = _contents(sheet, in_contents)
    placed: list[tuple[float, int, Item]] = [(_top(grid), 0, grid) for grid in sheet.grids]
    placed.extend((line.bbox[1], 1, entry_of(line, sheet.number)) for line in entries)
    lines = [line for line in sheet.lines if line not in entries]
    left, right = _edges(sheet)
    for stretch in _stretches(lines, sheet.grids):
        for item in _stretch_items(stretch, sheet, left, right):
            top = _top(item) if isinstance(item, Grid) else item.lines[0].bbox[1]
            placed.append((top, 1, item))
    placed.sort(key=lambda entry: entry[0])
    return [item for _, _, item in placed], in_contents


def _top(grid: Grid) -> float:
    return grid.place.bbox[1] if grid.place.bbox else 0.0


def _stretch_items(lines: Sequence[Line], sheet: Sheet, left: float, right: float) -> Iterator[Piece | Grid]:
    start = 0
    for begin, end in aligned_runs(lines):
        yield from pieces_of(lines[start:begin], sheet.number, left, right, sheet.body)
        yield aligned_grid(lines[begin:end], sheet.number)
        start = end
    yield from pieces_of(lines[start:], sheet.number, left, right, sheet.body)


def _stretches(lines: Sequence[Line], grids: Sequence[Grid]) -> Iterator[list[Line]]:
    """``lines`` parted where a grid stands between them."""
    bands: dict[int, list[Line]] = {}
    for line in lines:
        bands.setdefault(sum(_top(grid) < line.y for grid in grids), []).append(line)
    yield from bands.values()


def _edges(sheet: Sheet) -> tuple[float, float]:
    """The left and right edge of the page's text: of its lines, or its margins mirrored where all are short."""
    long = [line for line in sheet.lines if line.x1 - line.x0 > 0.5 * sheet.width]
    if not sheet.lines:
        return 0.0, sheet.width
    left = min(line.x0 for line in sheet.lines)
    if len(long) >= 3:
        return left, max(line.x1 for line in sheet.lines)
    return left, max(sheet.width - left, max(line.x1 for line in sheet.lines))


def _contents(sheet: Sheet, in_contents: bool) -> tuple[list[Line], bool]:
    """The lines of the page that are contents entries, and whether the contents may go on overleaf."""
    start = contents_start(sheet.lines)
    whole = in_contents and not sheet.grids and all(is_entry(line) for line in sheet.lines)
    if start is None and not (whole and sheet.lines):
        return [line for line in sheet.lines if has_leaders(line)], False
    entries: list[Line] = []
    for line in sheet.lines[start or 0 :]:
        if not is_entry(line):
            return entries, False
        entries.append(line)
    return entries, True
