"""Plain text with tables: rows of tabs, Markdown pipes, and HTML leftovers inside cells.

Each line keeps its number and each cell its character offsets, so that a citation can be read again from the file.
"""

from __future__ import annotations

import re

from corpus.amounts import UNIT_LINE
from corpus.normal import BOX_ON, tidy
from corpus.readers import UnreadableFileError
from corpus.records import Block, Grid, Heading, Paragraph, Place, Problem, RawCell

_RULE = re.compile(r"[\s|:+-]*-{2,}[\s|:+-]*")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_CAPTION = re.compile(r".{2,60}(?:表|表(?:[（(][^）)]{1,20}[）)])\s*(?:[（(]\s*\d{4}\s*年度?\s*[）)])?)")
_NESTED = re.compile(r"<table.*?</table>", re.IGNORECASE | re.DOTALL)
_NESTED_CELL = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.IGNORECASE | re.DOTALL)
_PAGE_BREAK = re.compile(r"\f|-{2,}\s*PAGE[_ ]BREAK\s*-{2,}", re.IGNORECASE)
_MARKS_ON = re.compile(rf"[✓√✔{BOX_ON}]")
_MARKS_OFF = re.compile(r"[×✗✘╳]")


def decode(data: bytes, name: str = "text") -> str:
    """The text of ``data``: UTF-8 (with or without a mark), else GB 18030, the encodings such files are published in.

    Raises ``UnreadableFileError`` when it is neither.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(name, "it is neither UTF-8 nor GB 18030 text", "save it as UTF-8 and add it again")


def read_text(data: bytes) -> tuple[list[Block], list[Problem]]:
    """The blocks of a text file in reading order. Lines are numbered from 1; a page-break mark starts no new page."""
    blocks: list[Block] = []
    rows: list[tuple[RawCell, ...]] = []
    for number, line in enumerate(decode(data).split("\n"), start=1):
        line = line.rstrip("\r")
        if not line.strip() or _PAGE_BREAK.fullmatch(line.strip()):
            continue
        if _RULE.fullmatch(line) and "-" in line:
            continue
        if _is_row(line):
            row = _row(line, number)
            if _is_unit_line(row):
                _flush(rows, blocks)
                blocks.extend(Paragraph(cell.text, cell.place) for cell in row if cell.text)
            else:
                rows.append(row)
            continue
        _flush(rows, blocks)
        blocks.append(_text_block(line, number))
    _flush(rows, blocks)
    return blocks, []


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
        blocks.append(Grid(tuple(rows), Place("", line=first.line)))
        rows.clear()


def _text_block(line: str, number: int) -> Heading | Paragraph:
    start = len(line) - len(line.lstrip())
    stop = len(line.rstrip())
    match = _HEADING.match(line.strip())
    if match:
        start = line.index(match[2], start) if match[2] else start
        return Heading(
            tidy(match[2]), Place(line[start:stop], line=number, char_from=start, char_to=stop), len(match[1])
        )
    place = Place(line[start:stop], line=number, char_from=start, char_to=stop)
    text = tidy(line)
    if _CAPTION.fullmatch(text) and not re.search(r"[，。；]", text):
        return Heading(text, place)
    return Paragraph(text, place)


def _row(line: str, number: int) -> tuple[RawCell, ...]:
    if line.lstrip().startswith("|"):
        offset = line.index("|") + 1
        end = len(line.rstrip())
        body = line[offset : end - 1] if line.rstrip().endswith("|") else line[offset:]
        separator = "|"
    else:
        offset, body, separator = 0, line, "\t"
    cells: list[RawCell] = []
    for part in body.split(separator):
        cells.extend(_cells(part, number, offset))
        offset += len(part) + 1
    return tuple(cells)


def _cells(part: str, number: int, offset: int) -> list[RawCell]:
    """One cell; or, where the cell holds a whole HTML table, what stands before it and then each of its cells."""
    nested = _NESTED.search(part)
    if nested is None:
        return [_cell(part, number, offset)]
    cells = [_cell(part[: nested.start()], number, offset)]
    for match in _NESTED_CELL.finditer(part, nested.start(), nested.end()):
        cells.append(_cell(match[1], number, offset + match.start(1)))
    if part[nested.end() :].strip():
        cells.append(_cell(part[nested.end() :], number, offset + nested.end()))
    return cells


def _cell(raw: str, number: int, offset: int) -> RawCell:
    start = len(raw) - len(raw.lstrip())
    stop = max(len(raw.rstrip()), start)
    text = tidy(raw)
    place = Place(raw[start:stop], line=number, char_from=offset + start, char_to=offset + stop)
    return RawCell(text, place, mark_of(text))


def mark_of(text: str) -> bool | None:
    """Whether a cell is ticked (True) or crossed (False); None where it holds neither mark."""
    return True if _MARKS_ON.search(text) else False if _MARKS_OFF.search(text) else None
