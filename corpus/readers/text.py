"""Plain text in the layouts in which such files come: rows of tabs or pipes, columns of blanks, a cell on each line.

Each line keeps its number and each cell its character offsets, so that a citation can be read again from the file.
Form feeds begin pages.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence

from corpus.amounts import UNIT_LINE
from corpus.readers import UnreadableFileError
from corpus.readers.text_cells import blocks_of_cells, has_cells
from corpus.readers.text_lines import LEADERS, Line, is_wide, lines_of, words_of
from corpus.readers.text_prose import blocks_of, is_wrapped, page_width
from corpus.readers.text_regions import Region, regions_of
from corpus.readers.text_tables import grid_of
from corpus.records import Block, Heading, Paragraph, Place, Problem


def decode(data: bytes, name: str = "text") -> str:
    """The text of ``data``: UTF-8 (with or without a mark), UTF-16 with a mark, else GB 18030.

    Raises ``UnreadableFileError`` when it is none of them.
    """
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) and len(data) % 2 == 0:
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(name, "it is neither UTF-8 nor GB 18030 text", "save it as UTF-8 and add it again")


def read_text(data: bytes) -> tuple[list[Block], list[Problem]]:
    """The blocks of a text file in reading order, and what could not be told. Lines are numbered from 1."""
    lines = lines_of(decode(data))
    if has_cells(lines) and not _is_printed(lines):
        return blocks_of_cells(lines), []
    words = words_of(lines, is_wide(lines))
    blocks: list[Block] = []
    problems: list[Problem] = []
    at = 0
    regions = regions_of(lines, words)
    full = _width(lines, regions)
    for region in regions:
        blocks += blocks_of(lines[at : region.start], full)
        grid, doubts = grid_of(region, _keeps_positions(lines, region))
        blocks += [*_captions(lines, region), grid]
        problems += doubts
        at = region.end
    blocks += blocks_of(lines[at:], full)
    return blocks, problems


def _is_printed(lines: Sequence[Line]) -> bool:
    """Whether a text without rows of cells is one that was made for printing: tables in blanks, or broken lines."""
    if any("\t" in line.raw.strip() or line.raw.lstrip().startswith("|") for line in lines):
        return False
    return is_wrapped(lines) or bool(regions_of(lines, words_of(lines, wide=False)))


def _width(lines: Sequence[Line], regions: Sequence[Region]) -> int:
    """The width at which the lines outside tables are broken, 0 where they are not."""
    inside = {at for region in regions for at in range(region.start, region.end)}
    outside = [line for at, line in enumerate(lines) if at not in inside and not LEADERS.search(line.raw)]
    return page_width(outside) if is_wrapped(outside) else 0


def _keeps_positions(lines: Sequence[Line], region: Region) -> bool:
    """Whether blanks set the columns of a table: most of its lines with several words have wide gaps."""
    rows = [line.raw.strip() for line in lines[region.start : region.end] if len(line.raw.split()) > 1]
    wide = sum("  " in row and "\t" not in row for row in rows)
    return wide * 2 > len(rows)


def _captions(lines: Sequence[Line], region: Region) -> Iterator[Heading | Paragraph]:
    """The caption as a heading, and the words below it that name who publishes the table and the unit."""
    yield Heading(lines[region.start].text, _place(lines[region.start], 0, len(lines[region.start].raw)))
    for line in region.lead:
        unit = UNIT_LINE.search(line.raw)
        cut = unit.start() if unit else len(line.raw)
        for start, stop in ((0, cut), (cut, len(line.raw))):
            place = _place(line, start, stop)
            if place.printed:
                yield Paragraph(Line(line.number, place.printed, None, 0).text, place)


def _place(line: Line, start: int, stop: int) -> Place:
    part = line.raw[start:stop]
    left = start + len(part) - len(part.lstrip())
    right = left + len(part.strip())
    return Place(line.raw[left:right], page=line.page, line=line.number, char_from=left, char_to=right)
