"""The facts of a library as tables that auditors can go on with in their own tools."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.audit import AuditedCheck, audit, decimal_text
from assistant.spreadsheets import exact_number
from corpus.records import Amount, Cell, Place, Reading, source_id

if TYPE_CHECKING:
    from assistant.library import Library

Row = list[object]
"""Strings, whole numbers and Decimals in the order of the table's columns; None and "" for an empty cell."""


@dataclass(frozen=True, slots=True)
class ExportTable:
    """One table of an export. ``rows`` are made while they are written, so no more than one document is in memory."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Row]


@cache
def columns() -> dict[str, dict[str, str]]:
    """The tables of an export in order, each with its columns and their meaning."""
    return tomllib.loads((Path(__file__).parent / "export_columns.toml").read_text(encoding="utf-8"))


def export_tables(library: Library, document: str = "") -> Iterator[ExportTable]:
    """All tables of the documents, or of the one that ``document`` names, and last the dictionary of their columns.

    ``AmbiguousDocumentError`` if ``document`` names none or several.
    """
    chosen = [library.document(document)] if document else library.documents()
    ids = [item.id for item in chosen]
    for name, known in columns().items():
        rows = _checks(library, document) if name == "checks" else _each(library, ids, _MAKERS[name])
        yield ExportTable(name, tuple(known), rows)
    meanings = ([table, column, text] for table, known in columns().items() for column, text in known.items())
    yield ExportTable("dictionary", ("table", "column", "meaning"), (list(row) for row in meanings))


def _each(library: Library, ids: Sequence[str], make: Callable[[Reading], Iterator[Row]]) -> Iterator[Row]:
    for document_id in ids:
        yield from make(library.reading(document_id))


def _documents(reading: Reading) -> Iterator[Row]:
    it = reading.document
    counts = (reading.tables, reading.projects, reading.statements, reading.problems)
    identity = (it.id, it.name, it.organisation, it.level, it.fiscal_year, it.stage, it.kind, it.sha256)
    yield [*identity, *map(len, counts), reading.redactions]


def _facts(reading: Reading) -> Iterator[Row]:
    """Every printed figure with all that is meant by it, so that one sheet can be pivoted."""
    it = reading.document
    captions = {table.key: table.caption or table.kind.value for table in reading.tables}
    names = {project.key: project.name for project in reading.projects}
    for number, statement in enumerate(reading.statements, 1):
        about = statement.subject
        meant = (about.kind, about.code, about.name, names.get(about.project, ""), *statement.key[1:6])
        amounts = [item for item in statement.observations if item.amount is not None]
        first = next((item for item in amounts if not item.duplicate), None)
        for item in amounts:
            _, exact, unit, *_ = _amount(item.amount)
            place = item.place
            yield [
                it.id, it.name, it.organisation, it.level, it.fiscal_year, *meant, statement.stage, statement.view,
                item.origin, int(item is first), exact, unit, item.text, captions.get(place.table or "", ""),
                *_where(place), number, source_id(it.id, place),
            ]  # fmt: skip


def _tables(reading: Reading) -> Iterator[Row]:
    for table in reading.tables:
        where = _where(table.place)
        known = (table.key, table.kind.value, table.caption, table.unit, table.year, table.project or "", table.note)
        yield [reading.document.id, *known, *where]


def _cells(reading: Reading) -> Iterator[Row]:
    for table in reading.tables:
        by_index = {column.index: column for column in table.columns}
        rows = {(label.row, label.half): label for label in table.labels}
        for cell in table.cells:
            column = by_index.get(cell.column)
            label = rows.get((cell.row, column.half if column else 0))
            header = (column.name, column.role) if column else ("", "")
            named = (label.code, label.name) if label else ("", "")
            yield [
                reading.document.id, table.key, cell.row, cell.column, *header, *named, cell.kind.value, cell.text,
                *_amount(cell.amount), source_id(reading.document.id, cell.place), *_where(cell.place),
            ]  # fmt: skip


def _statements(reading: Reading) -> Iterator[Row]:
    for number, it in enumerate(reading.statements, 1):
        subject = it.subject
        about = (subject.key, subject.kind, subject.code, subject.name, subject.parent, subject.project)
        yield [reading.document.id, number, *about, *it.key[1:], len(it.observations)]


def _observations(reading: Reading) -> Iterator[Row]:
    for number, statement in enumerate(reading.statements, 1):
        for it in statement.observations:
            place = it.place
            yield [
                reading.document.id, number, it.origin, it.kind.value, it.text, *_amount(it.amount),
                it.direction or "", int(it.duplicate), source_id(reading.document.id, place), *_where(place),
                place.table or "", place.row, place.column,
            ]  # fmt: skip


def _projects(reading: Reading) -> Iterator[Row]:
    for it in reading.projects:
        total = _plain(it.lines_total)
        known = (it.key, it.name, it.year, it.category, len(it.lines), len(it.indicators))
        yield [reading.document.id, *known, *total, source_id(reading.document.id, it.place), *_where(it.place)]


def _fields(reading: Reading) -> Iterator[Row]:
    for project in reading.projects:
        for it in project.fields:
            yield [reading.document.id, project.key, it.name, it.text, source_id(reading.document.id, it.place)]


def _funding(reading: Reading) -> Iterator[Row]:
    for project in reading.projects:
        for name, printings in project.funding:
            for number, cell in enumerate(printings, 1):
                where = source_id(reading.document.id, cell.place)
                yield [reading.document.id, project.key, name, number, cell.text, *_plain(cell), where]


def _lines(reading: Reading) -> Iterator[Row]:
    for project in reading.projects:
        for it in project.lines:
            quantity = it.quantity.amount if it.quantity else None
            cited = source_id(reading.document.id, it.amount.place) if it.amount else ""
            yield [
                reading.document.id, project.key, it.key, it.content, it.detail, *_plain(it.amount),
                _plain(it.unit_price)[0], _plain(it.quantity)[0], quantity.unit if quantity else "", it.note, cited,
            ]  # fmt: skip


def _indicators(reading: Reading) -> Iterator[Row]:
    for project in reading.projects:
        for it in project.indicators:
            amount, target = it.target.amount, it.target
            unit = (amount.unit, amount.qualifier) if amount else ("", "")
            levels = (it.level1, it.level2, it.level3, target.text, target.kind.value)
            where = source_id(reading.document.id, target.place)
            yield [reading.document.id, project.key, it.key, *levels, *_plain(target), *unit, it.note, where]


def _problems(reading: Reading) -> Iterator[Row]:
    for it in reading.problems:
        where = _where(it.place) if it.place else ("", "")
        yield [reading.document.id, it.kind, it.message, *where, it.place.printed if it.place else ""]


def _checks(library: Library, document: str) -> Iterator[Row]:
    for number, item in enumerate(audit(library, document).checks, 1):
        yield [number, *_check(item)]


def _check(item: AuditedCheck) -> Row:
    shown, entry = item.shown, item.entry
    numbers = (shown.expected, shown.actual, shown.difference, shown.tolerance)
    cited = [" ".join(citation.id for citation in side) for side in (item.expected, item.actual)]
    documents = (item.document.id, (item.other or item.document).id)
    words = (shown.rule, entry.family, entry.title, shown.status, shown.severity)
    return [*documents, *words, *numbers, shown.unit, shown.sentence, *cited]


def _amount(amount: Amount | None) -> Row:
    """Decimal text, number, unit, step, scale and qualifier."""
    if amount is None:
        return [""] * 6
    text = decimal_text(amount.value, amount.unit)
    step = decimal_text(amount.step, amount.unit)
    return [text, exact_number(text), amount.unit, step, amount.scale, amount.qualifier]


def _plain(cell: Cell | None) -> Row:
    """Decimal text and number of a cell's amount."""
    return _amount(cell.amount)[:2] if cell is not None and cell.amount else ["", ""]


def _where(place: Place) -> tuple[int | None, int | None]:
    return place.page, place.line


_MAKERS: dict[str, Callable[[Reading], Iterator[Row]]] = {
    "documents": _documents,
    "facts": _facts,
    "tables": _tables,
    "cells": _cells,
    "statements": _statements,
    "observations": _observations,
    "projects": _projects,
    "project_fields": _fields,
    "funding": _funding,
    "lines": _lines,
    "indicators": _indicators,
    "problems": _problems,
}
