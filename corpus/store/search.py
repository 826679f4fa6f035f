"""Printed places by citation id, by amount and by words. All of it is SQL over indexes; no whole document is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, false, func, or_, select, tuple_
from sqlalchemy import Table as SqlTable

from corpus.records import Amount, Document, Place, RowLabel, TableKind
from corpus.records import Column as TableColumn
from corpus.store import decode, schema
from corpus.store.records import Source
from corpus.store.words import fold

_AMOUNT_COLUMNS = ("value", "step", "unit", "scale", "qualifier", "amount_printed")


def by_id(connection: Connection, citation_id: str) -> Source | None:
    """The place of that citation id, None if no document has it."""
    found = _sources(connection, _places().where(schema.source.c.citation_id == citation_id))
    # A cell and a part of its text can share an id only by sharing all positions; the cell says more.
    return max(found, key=lambda item: item.amount is not None, default=None)


def by_amount(connection: Connection, value: int, unit: str, tolerance: int) -> list[Source]:
    """Places whose amount is ``value`` (0.0001 of ``unit``) within half its own printed step and ``tolerance`` more."""
    found: dict[tuple[int, int], Amount] = {}
    steps = list(connection.scalars(select(schema.amount_step.c.step).where(schema.amount_step.c.unit == unit)))
    for table in (schema.cell, schema.observation):
        for row in connection.execute(_amounts(table, value, unit, steps, tolerance)).mappings():
            amount = decode.amount(row)
            if amount is not None:
                found.setdefault((row["document"], row["source"]), amount)
    return _sources_at(connection, found, found)


def by_words(connection: Connection, words: Sequence[str], limit: int) -> list[Source]:
    """At most ``limit`` places whose text holds every one of the words, anywhere in it; none for no words."""
    folded = sorted((word for word in map(fold, words) if word), key=len)
    if not folded:
        return []
    document, text, at = schema.document, schema.text, schema.text_place
    query = (
        select(document.c.name, at.c.document, at.c.source)
        .select_from(text)
        .join(at, and_(at.c.document == text.c.document, at.c.text == text.c.n))
        .join(document, document.c.number == text.c.document)
        .where(_near(folded[-1]), *(text.c.folded.contains(word, autoescape=True) for word in folded))
        .order_by(document.c.name, at.c.document, at.c.source)
        .distinct()
        .limit(limit)
    )
    return _sources_at(connection, [(row.document, row.source) for row in connection.execute(query)], {})


def _near(word: str) -> ColumnElement[bool]:
    """Whether a text can hold the folded word: it is in a visible document and has the word's first two characters."""
    text, gram = schema.text, schema.gram
    ready = select(schema.document.c.number).where(schema.document.c.state == "ready")
    if len(word) < 2:
        return text.c.document.in_(ready)
    pairs = select(gram.c.document, gram.c.text).where(gram.c.document.in_(ready), gram.c.gram == word[:2])
    return tuple_(text.c.document, text.c.n).in_(pairs)


def _amounts(table: SqlTable, value: int, unit: str, steps: list[int], tolerance: int) -> Select[Any]:
    """Rows of ``table`` with a matching amount: for each step that occurs in the library one range of the index."""
    ranges = [
        and_(
            table.c.unit == unit,
            table.c.step == step,
            table.c.value.between(value - tolerance - step // 2, value + tolerance + step // 2),
        )
        for step in steps
    ]
    columns = [table.c[name] for name in ("document", "source", *_AMOUNT_COLUMNS)]
    return select(*columns).where(or_(false(), *ranges))


def _places() -> Select[Any]:
    """Sources with the table, the cell and the figure there, in the order of the documents."""
    source, cell, table, figure = schema.source, schema.cell, schema.table_, schema.observation
    amounts = [func.coalesce(cell.c[name], figure.c[name]).label(name) for name in _AMOUNT_COLUMNS]
    return (
        select(source, cell.c.text, *amounts, table.c.n.label("table_n"), table.c.project.label("project_key"))
        .join(schema.document, schema.document.c.number == source.c.document)
        .outerjoin(table, and_(table.c.document == source.c.document, table.c.key == source.c.table_key))
        .outerjoin(cell, and_(cell.c.document == source.c.document, cell.c.n == source.c.cell))
        .outerjoin(figure, and_(figure.c.document == source.c.document, figure.c.n == source.c.observation))
        .where(schema.document.c.state == "ready")
        .order_by(schema.document.c.name, source.c.document, source.c.n)
    )


def _sources_at(
    connection: Connection, places: Iterable[tuple[int, int]], amounts: Mapping[tuple[int, int], Amount]
) -> list[Source]:
    """The sources with these (document, n), in the order of the documents, each with the amount given for it."""
    by_document: dict[int, list[int]] = {}
    for number, n in places:
        by_document.setdefault(number, []).append(n)
    conditions = [
        and_(schema.source.c.document == number, schema.source.c.n.in_(wanted))
        for number, wanted in by_document.items()
    ]
    return _sources(connection, _places().where(or_(*conditions)), amounts) if conditions else []


def _sources(
    connection: Connection, query: Select[Any], amounts: Mapping[tuple[int, int], Amount] | None = None
) -> list[Source]:
    around = _Surroundings(connection)
    found: dict[tuple[int, int], Source] = {}
    for row in connection.execute(query).mappings():
        key = (row["document"], row["n"])
        if key not in found:
            found[key] = around.source(row, (amounts or {}).get(key) or decode.amount(row))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Header:
    caption: str
    columns: tuple[TableColumn, ...]
    labels: tuple[RowLabel, ...]

    def names(self, row: int | None, column: int | None) -> tuple[str, str]:
        """The names of the row and the column; of a two-sided table the label of the column's own half."""
        here = next((item for item in self.columns if item.index == column), None)
        half = here.half if here else 0
        label = next((item for item in self.labels if item.row == row and item.half == half), None)
        return (label.name if label else ""), (here.name if here else "")


@dataclass(slots=True)
class _Surroundings:
    """What stands around the places of one search; each table header and document is read once."""

    connection: Connection
    documents: dict[int, Document] = field(default_factory=dict)
    headers: dict[tuple[int, int], _Header] = field(default_factory=dict)
    projects: dict[int, dict[str, str]] = field(default_factory=dict)

    def source(self, row: RowMapping, amount: Amount | None) -> Source:
        place: Place = decode.place(row)
        number, table_n = row["document"], row["table_n"]
        header = None if table_n is None else self._header(number, table_n)
        row_name, column_name = header.names(place.row, place.column) if header else ("", "")
        return Source(
            id=row["citation_id"],
            document=self._document(number),
            place=place,
            text=place.printed if row["text"] is None else row["text"],
            amount=amount,
            table=header.caption if header else "",
            row=row_name,
            column=column_name,
            project=self._projects(number).get(row["project_key"] or "", ""),
        )

    def _document(self, number: int) -> Document:
        if number not in self.documents:
            query = decode.documents().where(schema.document.c.number == number)
            self.documents[number] = decode.document(self.connection.execute(query).mappings().one())
        return self.documents[number]

    def _header(self, number: int, n: int) -> _Header:
        if (number, n) not in self.headers:
            table = schema.table_
            query = select(table).where(table.c.document == number, table.c.n == n)
            row = self.connection.execute(query).mappings().one()
            caption = row["caption"] or TableKind(row["kind"]).value
            self.headers[number, n] = _Header(caption, decode.columns(row["columns"]), decode.labels(row["labels"]))
        return self.headers[number, n]

    def _projects(self, number: int) -> dict[str, str]:
        if number not in self.projects:
            query = select(schema.project.c.key, schema.project.c.name).where(schema.project.c.document == number)
            self.projects[number] = {row.key: row.name for row in self.connection.execute(query)}
        return self.projects[number]
