"""Rows of the schema as the reading they were made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select
from sqlalchemy import Table as SqlTable

from corpus.records import (
    Amount,
    Cell,
    CellKind,
    Check,
    CheckStatus,
    Column,
    Correction,
    Document,
    Evidence,
    FormField,
    Heading,
    Indicator,
    LineItem,
    Observation,
    Paragraph,
    Place,
    Policy,
    Problem,
    Project,
    Reading,
    RowLabel,
    Severity,
    Statement,
    Subject,
    Table,
    TableKind,
)
from corpus.store import schema


def documents() -> Select[Any]:
    """The query of all visible documents with their organisation's name; narrow it with ``where``."""
    query = select(schema.document, schema.organisation.c.name.label("organisation"))
    joined = query.join(schema.organisation, schema.organisation.c.id == schema.document.c.organisation_id)
    return joined.where(schema.document.c.state == "ready").order_by(schema.document.c.name, schema.document.c.number)


def document(row: RowMapping) -> Document:
    """The document of a row of ``documents``."""
    found = tuple(
        Evidence(
            item["attribute"],
            item["value"],
            _stored_place(item["place"]),
            item.get("confidence", 1.0),
        )
        for item in row["evidence"]
    )
    return Document(
        sha256=row["sha256"],
        name=row["name"],
        organisation=row["organisation"],
        level=row["level"],
        fiscal_year=row["fiscal_year"],
        stage=row["stage"],
        kind=row["kind"],
        evidence=found,
    )


def reading(connection: Connection, row: RowMapping) -> Reading:
    """The whole reading of the document of that row of ``documents``."""
    return _Decoder(connection, row["number"]).reading(row)


def place(row: Mapping[str, Any] | RowMapping) -> Place:
    """The place of a row of ``source``."""
    return Place(
        printed=row["printed"],
        page=row["page"],
        line=row["line"],
        char_from=row["char_from"],
        char_to=row["char_to"],
        bbox=_box(row["bbox"]),
        table=row["table_key"],
        row=row["row"],
        column=row["column"],
    )


def correction(stored: Mapping[str, Any] | RowMapping) -> Correction:
    """The correction of a row of ``correction``, or of an item of a document's applied ones."""
    words = {name: stored[name] for name in ("before", "after", "who", "when", "why")}
    return Correction(place=_stored_place(stored["place"]), **words)


def _stored_place(stored: Mapping[str, Any]) -> Place:
    return Place(**{**stored, "bbox": _box(stored["bbox"])})


def amount(row: Mapping[str, Any] | RowMapping) -> Amount | None:
    """The amount of a row of ``cell`` or ``observation``, None where there is none."""
    if row["value"] is None:
        return None
    return Amount(row["value"], row["step"], row["unit"], row["scale"], row["amount_printed"], row["qualifier"])


def columns(stored: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """The columns of a table from its JSON."""
    return tuple(Column(**{**item, "path": tuple(item["path"])}) for item in stored)


def labels(stored: Iterable[Mapping[str, Any]]) -> tuple[RowLabel, ...]:
    """The row labels of a table from its JSON."""
    return tuple(RowLabel(**{**item, "path": tuple(item["path"])}) for item in stored)


class _Decoder:
    def __init__(self, connection: Connection, number: int) -> None:
        self._connection = connection
        self._number = number
        self._places = [place(row) for row in self._rows(schema.source)]
        self._cell_rows = self._rows(schema.cell)
        self._cells = [self._cell(row) for row in self._cell_rows]

    def _rows(self, table: SqlTable) -> list[Mapping[str, Any]]:
        query = select(table).where(table.c.document == self._number).order_by(table.c.n)
        result = self._connection.execute(query)
        names = tuple(result.keys())
        # Plain dictionaries: a RowMapping costs several times as much per look-up, and there are 10,000 rows.
        return [dict(zip(names, row, strict=True)) for row in result]

    def _by(self, table: SqlTable, column: str) -> dict[int, list[Mapping[str, Any]]]:
        grouped: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        for row in self._rows(table):
            grouped[row[column]].append(row)
        return grouped

    def reading(self, row: RowMapping) -> Reading:
        places = self._places
        return Reading(
            document=document(row),
            paragraphs=tuple(Paragraph(r["text"], places[r["source"]]) for r in self._rows(schema.paragraph)),
            tables=self._tables(),
            projects=self._projects(),
            statements=self._statements(),
            checks=tuple(self._check(r) for r in self._rows(schema.check_result)),
            problems=tuple(
                Problem(r["kind"], r["message"], None if r["source"] is None else places[r["source"]])
                for r in self._rows(schema.problem)
            ),
            redactions=row["redactions"],
            headings=tuple(Heading(r["text"], places[r["source"]], r["level"]) for r in self._rows(schema.heading)),
            corrections=tuple(map(correction, row["corrections"])),
        )

    def _cell(self, row: Mapping[str, Any]) -> Cell:
        where = self._places[row["source"]]
        return Cell(row["row"], row["column"], row["text"], CellKind(row["kind"]), where, amount(row))

    def _optional(self, n: int | None) -> Cell | None:
        return None if n is None else self._cells[n]

    def _tables(self) -> tuple[Table, ...]:
        cells: dict[int, list[Cell]] = defaultdict(list)
        for row, cell in zip(self._cell_rows, self._cells, strict=True):
            if row["table_n"] is not None:
                cells[row["table_n"]].append(cell)
        return tuple(
            Table(
                key=row["key"],
                kind=TableKind(row["kind"]),
                caption=row["caption"],
                unit=row["unit"],
                columns=columns(row["columns"]),
                labels=labels(row["labels"]),
                header_rows=tuple(row["header_rows"]),
                cells=tuple(cells[row["n"]]),
                place=self._places[row["source"]],
                project=row["project"],
                year=row["year"],
                note=row["note"],
            )
            for row in self._rows(schema.table_)
        )

    def _projects(self) -> tuple[Project, ...]:
        parts = {
            table.name: self._by(table, "project")
            for table in (schema.form_field, schema.line_item, schema.indicator, schema.policy)
        }
        return tuple(
            Project(
                key=row["key"],
                name=row["name"],
                year=row["year"],
                category=row["category"],
                fields=tuple(
                    FormField(r["name"], r["text"], self._places[r["source"]]) for r in parts["form_field"][row["n"]]
                ),
                funding=tuple((name, tuple(self._cells[n] for n in printings)) for name, printings in row["funding"]),
                lines=tuple(self._line(r) for r in parts["line_item"][row["n"]]),
                lines_total=self._optional(row["lines_total"]),
                indicators=tuple(self._indicator(r) for r in parts["indicator"][row["n"]]),
                policies=tuple(self._policy(r) for r in parts["policy"][row["n"]]),
                place=self._places[row["source"]],
            )
            for row in self._rows(schema.project)
        )

    def _line(self, row: Mapping[str, Any]) -> LineItem:
        return LineItem(
            key=row["key"],
            content=row["content"],
            detail=row["detail"],
            amount=self._optional(row["amount"]),
            unit_price=self._optional(row["unit_price"]),
            quantity=self._optional(row["quantity"]),
            note=row["note"],
            table=row["table_key"],
            row=row["row"],
        )

    def _indicator(self, row: Mapping[str, Any]) -> Indicator:
        levels = (row["level1"], row["level2"], row["level3"])
        return Indicator(row["key"], *levels, self._cells[row["target"]], row["note"], self._places[row["source"]])

    def _policy(self, row: Mapping[str, Any]) -> Policy:
        phases = tuple((phase, mark) for phase, mark in row["phases"])
        return Policy(row["kind"], row["title"], row["measures"], phases, self._places[row["source"]])

    def _statements(self) -> tuple[Statement, ...]:
        names = ("key", "kind", "name", "code", "parent", "project")
        subjects = [Subject(**{name: row[name] for name in names}) for row in self._rows(schema.subject)]
        observations = self._by(schema.observation, "statement")
        return tuple(
            Statement(
                subject=subjects[row["subject"]],
                **{name: row[name] for name in schema.STATEMENT_KEY},
                observations=tuple(self._observation(r) for r in observations[row["n"]]),
            )
            for row in self._rows(schema.statement)
        )

    def _observation(self, row: Mapping[str, Any]) -> Observation:
        where = self._places[row["source"]]
        kind = CellKind(row["kind"])
        return Observation(where, kind, row["text"], amount(row), row["origin"], row["direction"], row["duplicate"])

    def _check(self, row: Mapping[str, Any]) -> Check:
        return Check(
            rule=row["rule"],
            status=CheckStatus(row["status"]),
            severity=Severity(row["severity"]),
            sentence=row["sentence"],
            unit=row["unit"],
            expected=row["expected"],
            actual=row["actual"],
            difference=row["difference"],
            tolerance=row["tolerance"],
            expected_places=tuple(self._places[n] for n in row["expected_sources"]),
            actual_places=tuple(self._places[n] for n in row["actual_sources"]),
            subjects=tuple(row["subjects"]),
        )


def _box(stored: list[float] | tuple[float, ...] | None) -> tuple[float, float, float, float] | None:
    if stored is None:
        return None
    left, top, right, bottom = stored
    return left, top, right, bottom
