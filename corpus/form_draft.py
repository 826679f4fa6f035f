"""A project while the grids of its form are being read: what every part of the form writes to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from corpus.form_targets import TargetReader
from corpus.form_words import FUNDING_LABELS
from corpus.normal import label
from corpus.records import (
    Cell,
    CellKind,
    Column,
    FormField,
    LineItem,
    Place,
    Policy,
    Problem,
    Project,
    RawCell,
    RowLabel,
    Table,
    TableKind,
)
from corpus.tables import make_cell

Row = Sequence[RawCell]

_FIGURES = (CellKind.NUMBER, CellKind.ZERO)


@dataclass(slots=True)
class Draft:
    """What is known of a project so far, with the tables and problems that its form made."""

    key: str
    place: Place
    next_key: Callable[[], str]
    name: str = ""
    year: int | None = None
    unit: str = ""
    category: str = ""
    fields: dict[str, FormField] = field(default_factory=dict)
    funding: dict[str, list[Cell]] = field(default_factory=dict)
    lines: list[LineItem] = field(default_factory=list)
    total: Cell | None = None
    targets: TargetReader = field(default_factory=TargetReader)
    policies: list[Policy] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def complain(self, kind: str, message: str, place: Place | None) -> None:
        """Record a problem, under the project's name."""
        self.problems.append(Problem(kind, f"{self.name or self.key}: {message}", place))

    def keep(self, kind: TableKind, rows: Sequence[Row], columns: Sequence[str], header: tuple[int, ...]) -> str:
        """Record ``rows`` as a table of their own, so that its cells can be shown and cited; returns its key.

        ``columns`` names the first columns and ``header`` numbers the rows that are header.
        """
        key = self.next_key()
        cells = [make_cell(cell.text, cell.place, "") for r, row in enumerate(rows) for cell in placed(row, key, r)]
        width = max((len(row) for row in rows), default=0)
        names = [*columns, *[""] * (width - len(columns))][:width]
        labels = [(r, _first_text(row)) for r, row in enumerate(rows) if r not in header]
        table = Table(
            key=key,
            kind=kind,
            caption=f"{self.name}：{kind.value}",
            unit=self.unit,
            columns=tuple(Column(index, (name,) if name else (), "text") for index, name in enumerate(names)),
            labels=tuple(RowLabel(r, 0, "", name, (name,)) for r, name in labels if name),
            header_rows=header,
            cells=tuple(cells),
            place=rows[0][0].place if rows and rows[0] else self.place,
            project=self.key,
            year=self.year,
        )
        self.tables.append(table)
        return key

    def project(self) -> Project:
        """The project as read."""
        return Project(
            key=self.key,
            name=self.name,
            year=self.year,
            category=self.category,
            fields=tuple(self.fields.values()),
            funding=tuple((name, tuple(self.funding[name])) for name in self._lines_of_funding()),
            lines=tuple(self.lines),
            lines_total=self.total,
            indicators=tuple(self.targets.indicators),
            policies=tuple(self.policies),
            place=self.place,
        )

    def _lines_of_funding(self) -> list[str]:
        """The funding lines of the form of four parts in its order, then the others as they are printed."""
        listed = [name for name in FUNDING_LABELS.values() if name in self.funding]
        return [*listed, *(name for name in self.funding if name not in listed)]

    def shown_tables(self) -> list[Table]:
        """The tables, their cells with the amounts that the form's reading established and no others."""
        known = [cell for printings in self.funding.values() for cell in printings]
        known += [cell for line in self.lines for cell in (line.amount, line.unit_price) if cell is not None]
        known += [self.total] if self.total is not None else []
        amounts = {(cell.place.table, cell.row, cell.column): cell.amount for cell in known}
        return [
            replace(
                table,
                cells=tuple(
                    replace(cell, amount=amounts.get((table.key, cell.row, cell.column)))
                    if cell.kind in _FIGURES
                    else cell
                    for cell in table.cells
                ),
            )
            for table in self.tables
        ]


def placed(row: Row, table: str, number: int) -> list[RawCell]:
    """The cells of ``row`` with their places in ``table``, where it is row ``number``."""
    return [replace(cell, place=replace(cell.place, table=table, row=number, column=c)) for c, cell in enumerate(row)]


def compact(text: str) -> str:
    """Comparison form of a label, without any white space."""
    return re.sub(r"\s+", "", label(text))


def _first_text(row: Row) -> str:
    return next((cell.text for cell in row if cell.text), "")[:60]
