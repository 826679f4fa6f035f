"""Excel workbooks (.xlsx, .xlsm): displayed cells to headings, paragraphs and grids.

The XML is read directly: every number is taken as the decimal text that the file stores, never as a binary number. A
place's page is the number of the sheet, its line the number of the row; characters count in the row's text, its cells
joined by tabs from column A.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from corpus.readers import UnreadableFileError
from corpus.readers.laid import raised
from corpus.readers.number_format import display, stored_number
from corpus.readers.ooxml import Package, attribute, child, children, local, stream_xml
from corpus.readers.pictures import PictureReader, read_picture
from corpus.readers.sheets import MAX_CELLS, Sheet, check_count
from corpus.readers.xlsx_styles import Styles, read_styles
from corpus.records import Block, Place, Problem

KIND = "Excel workbook"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
MAX_MERGED = 100_000


def read_xlsx(data: bytes, pictures: PictureReader | None = None) -> tuple[list[Block], list[Problem]]:
    """The blocks of a workbook, sheet after sheet, and what could not be read or is hidden.

    The text of a cell is what is displayed: the stored value in its number format. A formula counts by its stored
    result. Raises ``UnreadableFileError`` for a file that is damaged, encrypted, or beyond the limits of size.
    """
    package = Package(data, KIND)
    main = next(
        (relation.target for relation in package.relations("").values() if relation.kind == "officeDocument"),
        "xl/workbook.xml",
    )
    workbook = package.tree(main)
    relations = package.relations(main)
    targets = {relation.kind: relation.target for relation in relations.values()}
    styles = read_styles(package, targets.get("styles", ""))
    shared = _shared_strings(package, targets.get("sharedStrings", ""))
    date1904 = attribute(child(workbook, "workbookPr"), "date1904") in ("1", "true")
    blocks: list[Block] = []
    problems: list[Problem] = []
    sheets: list[Sheet] = []
    listed = child(workbook, "sheets")
    for number, entry in enumerate(children(listed, "sheet") if listed is not None else (), start=1):
        relation = relations.get(_relation_id(entry))
        if relation is None or relation.kind != "worksheet":
            continue
        sheet = Sheet(number, entry.get("name", ""), KIND, hidden=entry.get("state", "visible") != "visible")
        _Reader(sheet, styles, shared, date1904).read(package.read(relation.target))
        sheets.append(sheet)
        check_count(sheets, KIND)
        blocks += sheet.blocks()
        problems += sheet.all_problems()
        found, complaints = _pictures(package, relation.target, sheet, pictures)
        blocks += found
        problems += complaints
    if not sheets:
        raise package.damaged("it lists no sheet")
    return blocks, problems


def _relation_id(element: etree._Element) -> str:
    """The r:id or r:embed attribute: the one in the namespace of relationships."""
    for key, value in element.attrib.items():
        space, _, name = str(key).rpartition("}")
        if space.endswith("/relationships") and name in ("id", "embed"):
            return str(value)
    return ""


def _shared_strings(package: Package, name: str) -> list[str]:
    if not name or name not in package:
        return []
    return [_rich_text(item) for item in stream_xml(package.read(name), ("si",), KIND, name)]


def _rich_text(item: etree._Element) -> str:
    """The text of a string item: its own and that of its runs, without the phonetic hints."""
    pieces = []
    for part in children(item, "t", "r"):
        text = part if local(part) == "t" else child(part, "t")
        if text is not None and text.text:
            pieces.append(raised(text.text) if _is_raised(part) else text.text)
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(pieces))


def _is_raised(run: etree._Element) -> bool:
    return attribute(child(run, "rPr", "vertAlign"), "val") == "superscript"


class _Reader:
    """Fills a sheet from its XML."""

    def __init__(self, sheet: Sheet, styles: Styles, shared: list[str], date1904: bool) -> None:
        self._sheet = sheet
        self._styles = styles
        self._shared = shared
        self._date1904 = date1904
        self._show_zeros = True
        self._cells = 0

    def read(self, data: bytes) -> None:
        tags = ("sheetView", "col", "row", "mergeCell")
        previous = 0
        for element in stream_xml(data, tags, KIND, f"sheet {self._sheet.name}"):
            match local(element):
                case "sheetView":
                    self._show_zeros = element.get("showZeros") not in ("0", "false")
                case "col":
                    self._column(element)
                case "row":
                    previous = self._row(element, previous)
                case "mergeCell":
                    self._merge(element.get("ref", ""))

    def _column(self, element: etree._Element) -> None:
        if _is_on(element, "hidden"):
            first, last = _number(element, "min", 1), _number(element, "max", 1)
            self._sheet.hidden_columns.update(range(first - 1, min(last, MAX_COLUMN)))

    def _row(self, element: etree._Element, previous: int) -> int:
        number = _number(element, "r", previous + 1)
        if number > MAX_ROW:
            raise UnreadableFileError(
                KIND, f"sheet {self._sheet.name} names a row {number}", "save the file anew in Excel"
            )
        if _is_on(element, "hidden"):
            self._sheet.hidden_rows.add(number)
        column = -1
        for cell in children(element, "c"):
            column = self._position(cell, column + 1)
            self._cell(cell, number, column)
        return number

    def _position(self, cell: etree._Element, following: int) -> int:
        match = _REFERENCE.fullmatch(cell.get("r", ""))
        column = _column_index(match[1]) if match else following
        if column >= MAX_COLUMN:
            raise UnreadableFileError(
                KIND, f"sheet {self._sheet.name} has too many columns", "save the file anew in Excel"
            )
        return column

    def _cell(self, cell: etree._Element, row: int, column: int) -> None:
        style = _number(cell, "s", 0)
        if self._styles.is_ruled(style):
            self._sheet.ruled.add(row)
        if len(cell) == 0:
            return
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise UnreadableFileError(
                KIND,
                f"sheet {self._sheet.name} has more than {MAX_CELLS} filled cells",
                "save the tables that matter in a file of their own and add that",
            )
        value = child(cell, "v")
        stored = value.text or "" if value is not None else ""
        formula = child(cell, "f")
        inline = child(cell, "is")
        if formula is not None and not stored and cell.get("t") != "str":
            # A blank would say that the document prints nothing here; the formula says what the file holds.
            text = f"={formula.text or ''}"
            self._sheet.put(row, column, text)
            self._sheet.complain("formula-without-value", row, text)
        elif inline is not None:
            self._sheet.put(row, column, _rich_text(inline))
        elif stored:
            self._value(cell.get("t", "n"), stored, row, column, style)

    def _value(self, kind: str, stored: str, row: int, column: int, style: int) -> None:
        sheet = self._sheet
        match kind:
            case "s":
                index = int(stored) if stored.strip().isdigit() else -1
                if not 0 <= index < len(self._shared):
                    raise UnreadableFileError(
                        KIND, f"the file is damaged: sheet {sheet.name} names a text that is not there", "save it anew"
                    )
                sheet.put(row, column, self._shared[index])
            case "str":
                sheet.put(row, column, _ESCAPED.sub(lambda match: chr(int(match[1], 16)), stored))
            case "b":
                sheet.put(row, column, "TRUE" if stored.strip() == "1" else "FALSE")
            case "e":
                sheet.put(row, column, stored)
                sheet.complain("error-cell", row, stored)
            case "d":
                sheet.put(row, column, stored.partition("T")[0])
            case _:
                self._number(stored_number(stored), stored, row, column, style)

    def _number(self, value: Decimal | None, stored: str, row: int, column: int, style: int) -> None:
        if value is None:
            self._sheet.put(row, column, stored)
            self._sheet.complain("unreadable-number", row, stored)
        elif value != 0 or self._show_zeros:
            self._sheet.put_number(row, column, display(value, self._styles.code(style), self._date1904))

    def _merge(self, reference: str) -> None:
        corners = [_REFERENCE.fullmatch(part) for part in reference.split(":")]
        if len(corners) != 2 or corners[0] is None or corners[1] is None:
            return
        top, left = int(corners[0][2]), _column_index(corners[0][1])
        bottom, right = int(corners[1][2]), _column_index(corners[1][1])
        if bottom >= top and right >= left and len(self._sheet.merged) < MAX_MERGED:
            self._sheet.merged[top, left] = (bottom - top + 1, right - left + 1)


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _number(element: etree._Element, name: str, default: int) -> int:
    text = element.get(name, "")
    return int(text) if text.isdigit() and len(text) < 9 else default


def _is_on(element: etree._Element, name: str) -> bool:
    return element.get(name) in ("1", "true")


def _pictures(
    package: Package, part: str, sheet: Sheet, reader: PictureReader | None
) -> tuple[list[Block], list[Problem]]:
    """What the pictures on a sheet say, each at the row of its top left corner."""
    blocks: list[Block] = []
    problems: list[Problem] = []
    for target, row in _anchored(package, part):
        data = package.read(target) if target in package else b""
        found, complaints = read_picture(data, Place("", page=sheet.number, line=row), reader)
        blocks += found
        problems += complaints
    return blocks, problems


def _anchored(package: Package, part: str) -> Iterator[tuple[str, int]]:
    """The part of each picture on a sheet with the row (1-based) at which it is anchored, top to bottom."""
    anchored: list[tuple[int, str]] = []
    for drawing in package.relations(part).values():
        if drawing.kind != "drawing" or drawing.target not in package:
            continue
        images = package.relations(drawing.target)
        for anchor in children(package.tree(drawing.target), "twoCellAnchor", "oneCellAnchor", "absoluteAnchor"):
            start = child(anchor, "from", "row")
            row = int(start.text) + 1 if start is not None and (start.text or "").isdigit() else 1
            for blip in anchor.iter("{*}blip"):
                image = images.get(_relation_id(blip))
                if image is not None and image.target:
                    anchored.append((row, image.target))
    yield from ((target, row) for row, target in sorted(anchored, key=lambda item: item[0]))
