"""What a web page shows: its elements to words, headings and tables of a ``Flow``."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from corpus.normal import BOX_OFF, BOX_ON
from corpus.readers import UnreadableFileError
from corpus.readers.flow import MAX_CELLS, Flow, FlowCell, spread
from corpus.readers.laid import raised
from corpus.readers.ooxml import local
from corpus.readers.pictures import PictureReader, read_picture
from corpus.records import Problem

_STRUCK = frozenset(("s", "strike", "del"))
_DROPPED = frozenset(
    ["script", "style", "head", "template", "noscript", "svg", "math", "object", "iframe", "textarea", "select"]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
    ]
)
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_HEADING = re.compile(r"h[1-6]")
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_MAX_SPAN = 1_000
_SMALL_PICTURE = 2_000
"""A picture of fewer bytes is a bullet or a line."""


class Walker:
    """Goes through the elements in reading order. Words of inline elements gather until a block begins or ends."""

    def __init__(self, flow: Flow, pictures: PictureReader | None = None) -> None:
        self._flow = flow
        self._pictures = pictures
        self._pending: list[str] = []

    def body(self, element: etree._Element) -> None:
        """All that the element shows."""
        self._inside(element)
        self._end()

    def _inside(self, element: etree._Element) -> None:
        self._pending.append(element.text or "")
        for item in element:
            self._element(item)
            self._pending.append(item.tail or "")

    def _element(self, element: etree._Element) -> None:
        tag = local(element).lower()
        if _is_struck(element):
            self._struck(element)
            return
        if tag in _DROPPED or _is_hidden(element):
            return
        if tag == "br":
            self._end()
        elif tag == "input":
            self._pending.append(_box(element))
        elif tag == "img":
            self._picture(element)
        elif tag == "table":
            self._end()
            self._table(element)
        elif tag == "pre":
            self._end()
            self._flow.words("".join(map(str, element.itertext())))
        elif tag == "sup":
            self._pending.append(raised(cell_text(element)))
        elif _HEADING.fullmatch(tag):
            self._end()
            text = cell_text(element)
            self._flow.words(text.replace("\n", " "), int(tag[1]))
        elif tag in _BLOCKS:
            self._end()
            self._inside(element)
            self._end()
        else:
            self._inside(element)

    def _end(self) -> None:
        text = _joined("".join(self._pending))
        self._pending.clear()
        if text:
            self._flow.words(text)

    def _struck(self, element: etree._Element) -> None:
        if "".join(map(str, element.itertext())).strip():
            self._flow.problems.append(Problem("struck-text", "struck or deleted words are left out", self._flow.here))

    def _picture(self, element: etree._Element) -> None:
        source = element.get("src", "")
        data = _inline_picture(source)
        if source.startswith("data:") and len(data) < _SMALL_PICTURE:
            return
        self._flow.take(*read_picture(data, self._flow.here, self._pictures if data else None))

    def _table(self, table: etree._Element) -> None:
        for caption in table.iterchildren("caption"):
            self._flow.words(cell_text(caption))
        rows = list(_rows(table))
        if _is_layout(rows):
            for row in rows:
                for cell in _cells(row):
                    self._inside(cell)
                    self._end()
            return
        cells, lines = laid_cells(rows)
        self._flow.table(cells, lines)
        for cell in (cell for row in rows for cell in _cells(row)):
            for item in cell.iter():
                if _is_struck(item):
                    self._struck(item)
                elif local(item) == "img":
                    self._picture(item)


def laid_cells(rows: list[etree._Element]) -> tuple[list[FlowCell], list[int]]:
    """The cells of a table's rows at their columns, tables inside cells laid out in it; and the row's source lines."""
    placed: list[FlowCell] = []
    inner: dict[tuple[int, int], list[FlowCell]] = {}
    taken: dict[tuple[int, int], bool] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in _cells(row):
            while (number, column) in taken:
                column += 1
            height = min(_span(cell, "rowspan") or len(rows), len(rows) - number)
            width = _span(cell, "colspan") or 1
            if len(taken) + height * width > MAX_CELLS:
                raise UnreadableFileError("web page", f"a table has more than {MAX_CELLS} cells", "split it")
            taken.update({(number + y, column + x): True for y in range(height) for x in range(width)})
            inside = _nested(cell)
            if inside:
                inner[number, column] = inside
            placed.append(FlowCell("" if inside else cell_text(cell), number, column, height, width))
            column += width
    lines = [row.sourceline or 1 for row in rows]
    return (spread(placed, inner), []) if inner else (placed, lines)


def _nested(cell: etree._Element) -> list[FlowCell]:
    """The cells of the tables in a cell, the words before and after them as rows of their own; none without tables."""
    if next(cell.iter("table"), None) is None:
        return []
    found: list[FlowCell] = []
    row = 0
    for part in _pieces(cell):
        inside = [FlowCell(part, 0, 0)] if isinstance(part, str) else laid_cells(list(_rows(part)))[0]
        found += [replace(item, row=item.row + row) for item in inside]
        row = max((item.row + item.row_span for item in found), default=row)
    return found


def _pieces(element: etree._Element) -> Iterator[str | etree._Element]:
    """The words and the outermost tables of a cell in turn."""
    words: list[str] = []
    for piece in _texts(element, stop_at_tables=True):
        if isinstance(piece, str):
            words.append(piece)
            continue
        if text := _joined("".join(words)):
            yield text
        words = []
        yield piece
    if text := _joined("".join(words)):
        yield text


def _is_layout(rows: list[etree._Element]) -> bool:
    """Whether a table only arranges the page: one column, or tables in tables in tables, or several in one cell."""
    cells = [list(_cells(row)) for row in rows]
    nested = [cell for row in cells for cell in row if next(cell.iter("table"), None) is not None]
    if not nested:
        return False
    if all(len(row) <= 1 for row in cells):
        return True
    return any(
        len(list(cell.iter("table"))) > 1 or next(cell.iter(*(f"h{n}" for n in range(1, 7))), None) is not None
        for cell in nested
    )


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows that are seen, the header's first and the footer's last wherever they stand in the source."""
    groups: dict[str, list[etree._Element]] = {"thead": [], "tbody": [], "tfoot": []}
    for item in table:
        tag = local(item).lower()
        if tag == "tr":
            groups["tbody"].append(item)
        elif tag in groups and not _is_hidden(item):
            groups[tag] += list(item.iterchildren("tr"))
    for group in groups.values():
        yield from (row for row in group if not _is_hidden(row))


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    yield from (cell for cell in row.iterchildren("td", "th") if not _is_hidden(cell))


def cell_text(element: etree._Element) -> str:
    """The words that an element shows, blocks and line breaks as lines."""
    return _joined("".join(piece for piece in _texts(element) if isinstance(piece, str)))


def _texts(element: etree._Element, stop_at_tables: bool = False) -> Iterator[str | etree._Element]:
    yield element.text or ""
    for item in element:
        tag = local(item).lower()
        if tag == "br":
            yield "\v"
        elif tag == "input":
            yield _box(item)
        elif tag == "sup":
            yield raised(cell_text(item))
        elif tag == "table" and stop_at_tables:
            yield item
        elif tag not in _DROPPED and not _is_hidden(item) and not _is_struck(item):
            block = tag in _BLOCKS or tag in ("table", "tr") or _HEADING.fullmatch(tag) is not None
            yield "\v" if block else " " if tag in ("td", "th") else ""
            yield from _texts(item, stop_at_tables)
            yield "\v" if block else ""
        yield item.tail or ""


def _joined(text: str) -> str:
    """White space of the source as one blank; ``\\v`` stands for a line break that is shown."""
    lines = (re.sub(r"[ \t\r\n\f]+", " ", line).replace("\xa0", " ").strip() for line in text.split("\v"))
    return "\n".join(line for line in lines if line)


def _span(cell: etree._Element, name: str) -> int:
    match = re.match(r"\s*(\d{1,6})", cell.get(name, "1"))
    return min(int(match[1]), _MAX_SPAN) if match else 1


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")) is not None


def _is_struck(element: etree._Element) -> bool:
    return local(element).lower() in _STRUCK or _LINE_THROUGH.search(element.get("style", "")) is not None


def _box(element: etree._Element) -> str:
    if element.get("type", "").lower() not in ("checkbox", "radio"):
        return "" if element.get("type", "text").lower() in ("hidden", "password") else element.get("value", "")
    return BOX_ON if element.get("checked") is not None else BOX_OFF


def _inline_picture(source: str) -> bytes:
    header, _, body = source.partition(",")
    if not header.startswith("data:image/") or not header.endswith(";base64"):
        return b""
    try:
        return base64.b64decode(body)
    except (binascii.Error, ValueError):
        return b""
