"""Rows whose cells are all there, parted by tabs or Markdown pipes, and HTML leftovers inside cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.amounts import UNIT_LINE
from corpus.normal import mark_of, tidy
from corpus.readers.text_lines import LEADERS, Line, visible
from corpus.records import Block, Grid, Heading, Paragraph, Place, RawCell

_RULE = re.compile(r"[\s|:+-]*-{2,}[\s|:+-]*")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_CAPTION = re.compile(r".{2,60}(?:表|表(?:[（(][^）)]{1,20}[）)])\s*(?:[（(]\s*\d{4}\s*年度?\s*[）)])?)")
_NESTED = re.compile(r"<table.*?</table>", re.IGNORECASE | re.DOTALL)
_NESTED_CELL = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.IGNORECASE | re.DOTALL)


def has_cells(lines: Sequence[Line]) -> bool:
    """Whether the rows of the text show their blank cells, so that a cell's position in its row is its column.

    Rows parted by tabs do where one of them has a blank cell, or where all the rows of each table are equally long.
    """
    if any(line.raw.lstrip().startswith("|") for line in lines):
        return True
    runs: list[list[int]] = [[]]
    for line in lines:
        if "\t" not in line.raw.strip() or LEADERS.search(line.raw.replace("\t", "")):
            runs.append([])
            continue
        cells = [cell.strip() for cell in line.raw.split("\t")]
        if "" in cells:
            return True
        runs[-1].append(len(cells))
    return all(len(set(run)) <= 1 for run in runs)


def blocks_of_cells(lines: Sequence[Line]) -> list[Block]:
    """The blocks of ``lines`` in reading order: rows to grids, each other line a heading or a paragraph."""
    blocks: list[Block] = []
    rows: list[tuple[RawCell, ...]] = []
    for line in lines:
        if line.blank or (_RULE.fullmatch(line.raw) and "-" in line.raw):
            continue
        if _is_row(line.raw):
            row = _row(line)
            if _is_unit_line(row):
                _flush(rows, blocks)
                blocks.extend(Paragraph(cell.text, cell.place) for cell in row if cell.text)
            else:
                rows.append(row)
            continue
        _flush(rows, blocks)
        blocks.append(_text_block(line))
    _flush(rows, blocks)
    return blocks


def _is_unit_line(row: tuple[RawCell, ...]) -> bool:
    """Whether tabs only set apart who publishes a table and the unit of its amounts (编制部门：…⇥单位：元)."""
    texts = [cell.text for cell in row if cell.text]
    return (
        len(texts) <= 3
        and any(UNIT_LINE.fullmatch(text) for text in texts)
        and all("：" in t or ":" in t for t in texts)
    )


def _is_row(line: str) -> bool:
    return "\t" in line.strip("\n") or line.lstrip().startswith("|")


def _flush(rows: list[tuple[RawCell, ...]], blocks: list[Block]) -> None:
    """Close the running grid. Blank lines inside it are page breaks of the same table."""
    if rows:
        first = rows[0][0].place if rows[0] else Place("")
        blocks.append(Grid(tuple(rows), Place("", page=first.page, line=first.line)))
        rows.clear()


def _text_block(whole: Line) -> Heading | Paragraph:
    line, number, page = whole.raw, whole.number, whole.page
    start = len(line) - len(line.lstrip())
    stop = len(line.rstrip())
    match = _HEADING.match(line.strip())
    if match:
        start = line.index(match[2], start) if match[2] else start
        return Heading(
            tidy(match[2]),
            Place(line[start:stop], page=page, line=number, char_from=start, char_to=stop),
            len(match[1]),
        )
    place = Place(line[start:stop], page=page, line=number, char_from=start, char_to=stop)
    text = tidy(line)
    if _CAPTION.fullmatch(text) and not re.search(r"[，。；]", text):
        return Heading(text, place)
    return Paragraph(text, place)


def _row(whole: Line) -> tuple[RawCell, ...]:
    line = whole.raw
    if line.lstrip().startswith("|"):
        offset = line.index("|") + 1
        end = len(line.rstrip())
        body = line[offset : end - 1] if line.rstrip().endswith("|") else line[offset:]
        separator = "|"
    else:
        offset, body, separator = 0, line, "\t"
    cells: list[RawCell] = []
    for part in body.split(separator):
        cells.extend(_cells(part, whole, offset))
        offset += len(part) + 1
    return tuple(cells)


def _cells(part: str, line: Line, offset: int) -> list[RawCell]:
    """One cell; or, where the cell holds a whole HTML table, what stands before it and then each of its cells."""
    nested = _NESTED.search(part)
    if nested is None:
        return [_cell(part, line, offset)]
    cells = [_cell(part[: nested.start()], line, offset)]
    for match in _NESTED_CELL.finditer(part, nested.start(), nested.end()):
        cells.append(_cell(match[1], line, offset + match.start(1)))
    if part[nested.end() :].strip():
        cells.append(_cell(part[nested.end() :], line, offset + nested.end()))
    return cells


def _cell(raw: str, line: Line, offset: int) -> RawCell:
    start = len(raw) - len(raw.lstrip())
    stop = max(len(raw.rstrip()), start)
    text = tidy(visible(raw))
    place = Place(raw[start:stop], page=line.page, line=line.number, char_from=offset + start, char_to=offset + stop)
    return RawCell(text, place, mark_of(text))
