"""Word documents (.docx, .docm): headings, paragraphs, tables, text boxes and notes, with all tracked changes made.

Places carry the line of the document's plain text (see ``corpus.readers.flow``): Word sets pages anew on every machine,
so a page number would not be true.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from corpus.readers import UnreadableFileError
from corpus.readers.docx_text import Inline, attached, paragraph_text
from corpus.readers.flow import MAX_CELLS, Flow, FlowCell, spread
from corpus.readers.ooxml import Package, attribute, child, children, local, parse_xml
from corpus.readers.pictures import PictureReader, read_picture
from corpus.records import Block, Problem

KIND = "Word document"
MAX_DOCUMENT = 64 * 2**20
"""Unpacked bytes of the text part, which is held as a whole."""

_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}


def read_docx(data: bytes, pictures: PictureReader | None = None) -> tuple[list[Block], list[Problem]]:
    """The blocks of a Word document in reading order. Insertions count, deletions do not; macros are not looked at.

    A note stands after the paragraph or table that refers to it, a text box after the paragraph it is anchored in.
    Raises ``UnreadableFileError`` for a file that is damaged, encrypted, too large, or without words.
    """
    package = Package(data, KIND)
    main = next(
        (relation.target for relation in package.relations("").values() if relation.kind == "officeDocument"),
        "word/document.xml",
    )
    text = package.read(main)
    if len(text) > MAX_DOCUMENT:
        raise UnreadableFileError(KIND, f"its text has more than {MAX_DOCUMENT >> 20} MB", "split it and add the parts")
    body = child(parse_xml(text, KIND, main), "body")
    if body is None:
        raise package.damaged("it has no body")
    reader = _Reader(package, main, pictures)
    reader.blocks_in(body)
    reader.end()
    if not reader.flow.blocks and not reader.flow.problems:
        raise UnreadableFileError(KIND, "it holds no words", "add the published file itself")
    return reader.flow.blocks, reader.flow.problems


class _Reader:
    def __init__(self, package: Package, main: str, pictures: PictureReader | None) -> None:
        self.flow = Flow()
        self._package = package
        self._relations = package.relations(main)
        self._pictures = pictures
        self._levels = _heading_levels(package, self._part("styles"))
        self._notes = {kind: _notes(package, self._part(kind), note) for kind, note in _NOTES.items()}
        self._tabbed: list[str] = []
        self._carried = ""

    def _part(self, kind: str) -> str:
        return next((item.target for item in self._relations.values() if item.kind == kind), "")

    def blocks_in(self, holder: etree._Element) -> None:
        """The paragraphs and tables of a body, a text box or a note."""
        for element in _block_elements(holder):
            if local(element) == "p":
                self._paragraph(element)
            elif local(element) == "altChunk":
                self.flow.problems.append(Problem("embedded-object", _LEFT_OUT["embedded-object"], self.flow.here))
            else:
                self.end()
                self._table(element)

    def _paragraph(self, element: etree._Element) -> None:
        inline = paragraph_text(element)
        text = self._carried + inline.text
        # The mark that ends the paragraph is deleted: with the change made, the next one goes on with it.
        self._carried = text if child(element, "pPr", "rPr", "del") is not None else ""
        if self._carried:
            return
        level = self._level(element)
        entry = (attribute(child(element, "pPr", "pStyle"), "val") or "").upper().startswith("TOC")
        if "\t" in text.strip("\t \n") and level is None and not entry and "\n" not in text:
            self._tabbed.append(text)
        else:
            self.end()
            self.flow.words(text.replace("\t", " "), level)
        if inline.parts:
            self.end()
            self._attached(inline)

    def end(self) -> None:
        """Close a run of paragraphs whose words are set apart by tabs: two and more are a table."""
        lines, self._tabbed = self._tabbed, []
        if lines:
            self.flow.tabbed(lines)

    def _level(self, element: etree._Element) -> int | None:
        """The heading level of a paragraph: its own outline level, else that of its style."""
        own = attribute(child(element, "pPr", "outlineLvl"), "val")
        if own is not None and own.isdigit():
            return int(own) + 1 if int(own) < 9 else None
        return self._levels.get(attribute(child(element, "pPr", "pStyle"), "val") or "")

    def _attached(self, inline: Inline) -> None:
        """What hangs on a paragraph or table: text boxes, notes, pictures, and what was left out of it."""
        for kind, part in inline.parts:
            match kind:
                case "box":
                    self.blocks_in(part)
                    self.end()
                case "picture":
                    self._picture(attribute(part, "embed") or attribute(part, "id") or "")
                case "footnoteReference" | "endnoteReference":
                    note = self._notes[f"{kind.removesuffix('Reference')}s"].get(attribute(part, "id") or "")
                    if note is not None:
                        self.blocks_in(note)
                        self.end()
                case _:
                    self.flow.problems.append(Problem(kind, _LEFT_OUT[kind], self.flow.here))

    def _picture(self, relation: str) -> None:
        image = self._relations.get(relation)
        data = self._package.read(image.target) if image and image.target in self._package else b""
        self.flow.take(*read_picture(data, self.flow.here, self._pictures if data else None))

    def _table(self, table: etree._Element) -> None:
        rows = list(_rows(table))
        inline = attached(table)
        if all(len(list(_cells(row))) <= 1 for row in rows) and any(
            _inner(cell) for row in rows for cell in _cells(row)
        ):
            # One column with tables in it only frames the page.
            for row in rows:
                for cell in _cells(row):
                    self.blocks_in(cell)
            return
        self.flow.table(laid_cells(rows))
        self._attached(inline)


_LEFT_OUT = {
    "struck-text": "struck words are left out",
    "hidden-text": "hidden words are left out",
    "embedded-object": "an embedded object (a sheet, a chart) is not read; figures in it are missing here",
}


def _block_elements(holder: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables, also those in content controls and marked as inserted."""
    for element in holder:
        match local(element):
            case "p" | "tbl" | "altChunk":
                yield element
            case "sdt":
                content = child(element, "sdtContent")
                if content is not None:
                    yield from _block_elements(content)
            case "ins" | "moveTo" | "customXml" | "smartTag":
                yield from _block_elements(element)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        match local(element):
            case "tr" if child(element, "trPr", "del") is None:
                yield element
            case "sdt" | "sdtContent" | "ins" | "customXml":
                yield from _rows(element)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for element in row:
        match local(element):
            case "tc":
                yield element
            case "sdt" | "sdtContent" | "ins" | "customXml":
                yield from _cells(element)


def _inner(cell: etree._Element) -> bool:
    return any(local(element) == "tbl" for element in _block_elements(cell))


def laid_cells(rows: list[etree._Element]) -> list[FlowCell]:
    """The cells of a table's rows at their grid columns, merged ones with their spans, tables inside laid out."""
    placed: dict[tuple[int, int], FlowCell] = {}
    inner: dict[tuple[int, int], list[FlowCell]] = {}
    open_above: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        column = _count(child(row, "trPr", "gridBefore"), 0)
        for cell in _cells(row):
            width = _count(child(cell, "tcPr", "gridSpan"), 1)
            merge = child(cell, "tcPr", "vMerge")
            goes_on = merge is not None and attribute(merge, "val") != "restart" and column in open_above
            if goes_on:
                top = open_above[column]
                placed[top] = replace(placed[top], row_span=number - top[0] + 1)
            else:
                _place(cell, number, column, width, placed, inner)
                open_above.pop(column, None)
                if merge is not None:
                    open_above[column] = (number, column)
            column += width
            if len(placed) > MAX_CELLS or column > MAX_CELLS:
                raise UnreadableFileError(KIND, f"a table has more than {MAX_CELLS} cells", "split it")
    cells = list(placed.values())
    return spread(cells, inner) if inner else cells


def _place(
    cell: etree._Element,
    row: int,
    column: int,
    width: int,
    placed: dict[tuple[int, int], FlowCell],
    inner: dict[tuple[int, int], list[FlowCell]],
) -> None:
    if child(cell, "tcPr", "cellDel") is not None:
        placed[row, column] = FlowCell("", row, column, 1, width)
    elif _inner(cell):
        placed[row, column] = FlowCell("", row, column, 1, width)
        inner[row, column] = _stacked(cell)
    else:
        placed[row, column] = FlowCell(_words(cell), row, column, 1, width)


def _stacked(cell: etree._Element) -> list[FlowCell]:
    """The cells of the tables in a cell, its paragraphs before and after them as rows of their own."""
    found: list[FlowCell] = []
    row = 0
    for element in _block_elements(cell):
        if local(element) == "tbl":
            found += [replace(item, row=item.row + row) for item in laid_cells(list(_rows(element)))]
        elif local(element) == "p" and (text := paragraph_text(element).text.replace("\t", " ").strip()):
            found.append(FlowCell(text, row, 0))
        row = max((item.row + item.row_span for item in found), default=row)
    return found


def _words(cell: etree._Element) -> str:
    lines = (paragraph_text(element).text.replace("\t", " ").strip() for element in _block_elements(cell))
    return "\n".join(line for line in lines if line)


def _count(element: etree._Element | None, default: int) -> int:
    text = attribute(element, "val") or ""
    return int(text) if text.isdigit() and len(text) < 10 else default


def _heading_levels(package: Package, name: str) -> dict[str, int]:
    """The heading level of each paragraph style that has one, also by the style it is based on."""
    if not name or name not in package:
        return {}
    own: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in children(package.tree(name), "style"):
        key = attribute(style, "styleId") or ""
        based[key] = attribute(child(style, "basedOn"), "val") or ""
        title = (attribute(child(style, "name"), "val") or "").lower()
        level = attribute(child(style, "pPr", "outlineLvl"), "val") or ""
        number = title.removeprefix("heading").strip()
        if level.isdigit():
            own[key] = int(level) + 1
        elif title.startswith("heading") and number.isdigit():
            own[key] = int(number)
        elif title == "title":
            own[key] = 1
    levels = {}
    for key in based:
        seen: set[str] = set()
        at = key
        while at and at not in own and at not in seen:
            seen.add(at)
            at = based.get(at, "")
        if at in own and own[at] <= 9:
            levels[key] = own[at]
    return levels


def _notes(package: Package, name: str, tag: str) -> dict[str, etree._Element]:
    """The notes by their ids, without the lines that separate them."""
    if not name or name not in package:
        return {}
    found = children(package.tree(name), tag)
    return {attribute(note, "id") or "": note for note in found if attribute(note, "type") in (None, "normal")}
