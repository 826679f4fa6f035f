"""Where a cited figure stands: the citation of a place, and the table or the paragraph around it to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.places import (
    caption_of,
    cell_at,
    column_name,
    is_at,
    paragraph_of,
    place_words,
    project_at,
    prose_quote,
    row_name,
    row_quote,
    table_announced_at,
    table_at,
)
from assistant.records import Citation
from corpus.correcting import correction_at
from corpus.normal import tidy
from corpus.records import Cell, Correction, Document, Place, Reading, Table, source_id
from corpus.redaction import REDACTED

if TYPE_CHECKING:
    from assistant.library import Library


class UnknownCitationError(KeyError):
    """No document of the library has a place of that id."""

    def __init__(self, citation_id: str) -> None:
        self.citation_id = citation_id
        super().__init__(citation_id)

    def __str__(self) -> str:
        return (
            f"No place in the library has the citation id {self.citation_id!r}. "
            "It may belong to a document that was removed or replaced by another edition."
        )


@dataclass(frozen=True, slots=True)
class ViewCell:
    """A cell to show. ``marked`` is the cited one; ``header`` says that it belongs to the header of the table.

    ``before`` is what the file was read to say where a person has corrected the cell, None elsewhere.
    """

    text: str
    marked: bool
    header: bool
    before: str | None = None


@dataclass(frozen=True, slots=True)
class TableView:
    """A table to show, each row padded to one width. ``marked_row`` counts in ``body``; None if no row is cited."""

    header: tuple[tuple[ViewCell, ...], ...]
    body: tuple[tuple[ViewCell, ...], ...]
    marked_row: int | None


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph to show, in the words of the source: ``marked`` is cited, the rest of it stands around."""

    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A cited place with what stands around it: either a table or a paragraph.

    ``caption`` is the table's caption ("" outside a table), ``unit`` the scale of its amounts, ``note`` the remark
    printed under it; ``place`` is the position in words (第3页 第12行). ``cell`` is the whole text of the cited cell,
    None where the place is not a whole cell or holds contact data, so that it cannot be corrected.
    """

    citation: Citation
    document: Document
    caption: str
    unit: str
    note: str
    place: str
    table: TableView | None = None
    paragraph: ParagraphView | None = None
    cell: str | None = None


def citation_of(reading: Reading, place: Place, n: int) -> Citation:
    """The citation of ``place``, which stands in ``reading``, under the marker ``n``.

    ``cell_text`` is the text of the cell (of a corrected one the corrected text), or what is printed at a place inside
    a cell or a sentence; "" for a whole sentence or paragraph. ``quote`` is the printed row, its filled cells joined by
    " | ", or the sentence; of a place that stands in neither (a heading, a whole form), the printed text or the
    project's name.
    """
    document = reading.document
    table = table_at(reading, place)
    cell = cell_at(table, place) if table is not None else None
    key = table.project if table is not None else project_at(reading, place)
    name = next((item.name for item in reading.projects if item.key == key), "")
    printed = tidy(place.printed) if cell is None or cell.place.printed != place.printed else cell.text
    correction = correction_at(reading, place)
    printed = printed if correction is None else correction.after
    quote = row_quote(table, place) if table is not None and place.row is not None else prose_quote(reading, place)
    return Citation(
        n=n,
        id=source_id(document.id, place),
        document=document.id,
        document_name=document.name,
        organisation=document.organisation,
        level=document.level,
        year=document.fiscal_year,
        stage=document.stage,
        page=place.page,
        line=place.line,
        bbox=place.bbox,
        project=name,
        table=caption_of(table) if table is not None else "",
        row=row_name(reading, table, place) if table is not None else "",
        column=column_name(reading, table, place) if table is not None else "",
        cell_text=printed if table is not None or printed != quote else "",
        quote=quote or name,
        correction=correction,
    )


def evidence(library: Library, citation_id: str) -> Evidence:
    """What stands around the place of that citation id; ``UnknownCitationError`` if no document has such a place."""
    source = library.source(citation_id)
    if source is None:
        raise UnknownCitationError(citation_id)
    return evidence_at(library.reading(source.document.id), source.place)


def evidence_at(reading: Reading, place: Place) -> Evidence:
    """What stands around ``place`` of ``reading``; a place with nothing around it is shown by its own printed text."""
    table = table_at(reading, place) or table_announced_at(reading, place)
    cell = cell_at(table, place) if table is not None and place.column is not None else None
    whole = cell is not None and cell.place == place
    return Evidence(
        citation=citation_of(reading, place, 1),
        document=reading.document,
        caption=caption_of(table) if table is not None else "",
        unit=table.unit if table is not None else "",
        note=table.note if table is not None else "",
        place=place_words(place),
        table=table_view(table, place, reading.corrections) if table is not None else None,
        paragraph=_paragraph_view(reading, place) if table is None else None,
        cell=cell.text if cell is not None and whole and REDACTED not in cell.text else None,
    )


def table_view(table: Table, place: Place | None = None, corrections: Sequence[Correction] = ()) -> TableView:
    """The whole table as it is printed or corrected, with the cell at ``place`` marked."""
    before = {(item.place.row, item.place.column): item.before for item in corrections if item.place.table == table.key}
    width = max((cell.column for cell in table.cells), default=-1) + 1
    by_row: dict[int, dict[int, Cell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, {})[cell.column] = cell
    header: list[tuple[ViewCell, ...]] = []
    body: list[tuple[ViewCell, ...]] = []
    marked_row = None
    for row in sorted(by_row):
        is_header = row in table.header_rows
        cells = tuple(_view_cell(by_row[row].get(column), place, is_header, before) for column in range(width))
        # A header printed again after a page break stays where it stands.
        (header if is_header and not body else body).append(cells)
        if body and body[-1] is cells and place is not None and place.row == row:
            marked_row = len(body) - 1
    return TableView(tuple(header), tuple(body), marked_row)


def _view_cell(
    cell: Cell | None, place: Place | None, header: bool, before: Mapping[tuple[int | None, int | None], str]
) -> ViewCell:
    if cell is None:
        return ViewCell("", False, header)
    marked = place is not None and is_at(cell, place)
    return ViewCell(cell.text, marked, header, before.get((cell.row, cell.column)))


def _paragraph_view(reading: Reading, place: Place) -> ParagraphView:
    paragraph = paragraph_of(reading, place)
    if paragraph is None:
        return ParagraphView("", place.printed, "")
    printed = paragraph.place.printed
    start = next(_starts(paragraph.place, place), None)
    if start is None:
        return ParagraphView("", printed, "")
    stop = start + len(place.printed)
    return ParagraphView(printed[:start], printed[start:stop], printed[stop:])


def _starts(whole: Place, part: Place) -> Iterator[int]:
    """Where ``part`` begins in the printed text of ``whole``: by its characters, else where its words stand once."""
    lines = whole.printed.split("\n")
    behind = (part.line - whole.line) if part.line is not None and whole.line is not None else 0
    if part.char_from is not None:
        before = sum(len(line) + 1 for line in lines[:behind])
        counted = before + part.char_from - ((whole.char_from or 0) if behind == 0 and whole.line is not None else 0)
        if part.printed and whole.printed[counted : counted + len(part.printed)] == part.printed:
            yield counted
    if part.printed and whole.printed.count(part.printed) == 1:
        yield whole.printed.index(part.printed)
