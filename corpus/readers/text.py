"""Plain text in the layouts in which such files come: rows of tabs or pipes, columns of blanks, a cell on each line.

Each line keeps its number and each cell its character offsets, so that a citation can be read again from the file.
Form feeds begin pages.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from corpus.amounts import UNIT_LINE
from corpus.readers import UnreadableFileError
from corpus.readers.text_cells import blocks_of_cells, has_cells
from corpus.readers.text_form import form_end, form_grid, form_starts
from corpus.readers.text_lines import LEADERS, Line, Word, is_wide, lines_of, words_of
from corpus.readers.text_prose import blocks_of, is_wrapped, page_width
from corpus.readers.text_regions import regions_of
from corpus.readers.text_tables import grid_of
from corpus.records import Block, Grid, Heading, Paragraph, Place, Problem


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
    tables = _tables(lines, words)
    full = _width(lines, tables)
    for table in tables:
        blocks += blocks_of(lines[at : table.start], full)
        blocks += _captions(lines, table)
        grid, doubts = table.read(_keeps_positions(lines, table))
        blocks.append(grid)
        problems += doubts
        at = table.end
    blocks += blocks_of(lines[at:], full)
    return blocks, problems


@dataclass(frozen=True, slots=True)
class _Table:
    """A statutory table or a project form: the lines from ``start`` to ``end`` (exclusive), and how it is read."""

    start: int
    end: int
    lead: list[Line]
    read: Callable[[bool], tuple[Grid, list[Problem]]]


def _tables(lines: Sequence[Line], words: Sequence[Sequence[Word]]) -> list[_Table]:
    """All tables and forms, in order."""
    found = [_Table(r.start, r.end, r.lead, partial(grid_of, r)) for r in regions_of(lines, words)]
    starts = form_starts(lines, words)
    for start, following in pairwise([*starts, len(lines)]):
        following = min([following, *(table.start for table in found if table.start > start)])
        end = form_end(lines, start, following)
        lead = [line for line in lines[start + 1 : start + 4] if re.fullmatch(r"[(（]?20\d{2}年度?[)）]?", line.text)]
        body = words[lead[-1].number - lines[0].number + 1 if lead else start + 1 : end]
        found.append(_Table(start, end, lead, partial(form_grid, body)))
    return sorted(found, key=lambda table: table.start)


def _is_printed(lines: Sequence[Line]) -> bool:
    """Whether a text without rows of cells is one that was made for printing: tables in blanks, or broken lines."""
    if any("\t" in line.raw.strip() or line.raw.lstrip().startswith("|") for line in lines):
        return False
    return is_wrapped(lines) or bool(_tables(lines, words_of(lines, wide=False)))


def _width(lines: Sequence[Line], tables: Sequence[_Table]) -> int:
    """The width at which the lines outside tables are broken, 0 where they are not."""
    inside = {at for table in tables for at in range(table.start, table.end)}
    outside = [line for at, line in enumerate(lines) if at not in inside and not LEADERS.search(line.raw)]
    return page_width(outside) if is_wrapped(outside) else 0


def _keeps_positions(lines: Sequence[Line], table: _Table) -> bool:
    """Whether blanks set the columns of a table: most of its lines with several words have wide gaps."""
    rows = [line.raw.strip() for line in lines[table.start : table.end] if len(line.raw.split()) > 1]
    wide = sum("  " in row and "\t" not in row for row in rows)
    return wide * 2 > len(rows)


def _captions(lines: Sequence[Line], table: _Table) -> Iterator[Heading | Paragraph]:
    """The caption as a heading, and the words below it that name who publishes the table and the unit."""
    yield Heading(lines[table.start].text, _place(lines[table.start], 0, len(lines[table.start].raw)))
    for line in table.lead:
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
