"""A reading as rows of the schema."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from corpus.narrative_text import field_sentences, sentences
from corpus.records import Amount, Cell, Check, Observation, Place, Project, Reading, Statement, Table, source_id
from corpus.store.parts import parts
from corpus.store.schema import STATEMENT_KEY
from corpus.store.words import fold, grams

Row = dict[str, Any]


def rows(reading: Reading, number: int, organisation_id: int, level: str) -> dict[str, list[Row]]:
    """All rows of the document with that ``number`` by table name, but for the row of the document itself.

    ``organisation_id`` and ``level`` go into the key of every statement; ``level`` must not be empty.
    """
    encoder = _Encoder(reading.document.id, number)
    for item in reading.document.evidence:
        encoder.source(item.place)
    for heading in reading.headings:
        place = encoder.source(heading.place, searched=heading.text)
        encoder.add("heading", text=heading.text, level=heading.level, source=place)
    for paragraph in reading.paragraphs:
        place = encoder.source(paragraph.place, searched=paragraph.text)
        encoder.add("paragraph", text=paragraph.text, source=place)
        for sentence in sentences(paragraph):
            encoder.source(sentence.place)
    for table in reading.tables:
        encoder.table(table)
    for project in reading.projects:
        encoder.project(project)
    encoder.statements(reading.statements, organisation_id, level)
    for check in reading.checks:
        encoder.check(check)
    for problem in reading.problems:
        place_of = None if problem.place is None else encoder.source(problem.place)
        encoder.add("problem", kind=problem.kind, message=problem.message, source=place_of)
    encoder.finish()
    return {name: found for name, found in encoder.rows.items() if found}


def evidence(reading: Reading) -> list[Row]:
    """The evidence of the document's identity, complete with its places, for one JSON column."""
    return [asdict(item) for item in reading.document.evidence]


class _Encoder:
    def __init__(self, document_id: str, number: int) -> None:
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self._document_id = document_id
        self._number = number
        self._sources: dict[Place, int] = {}
        self._cells: dict[Cell, int] = {}
        self._texts: dict[str, int] = {}
        self._places_of_text: dict[tuple[int, int], None] = {}

    def add(self, table: str, **values: object) -> int:
        """Append a row and return its ``n``."""
        found = self.rows[table]
        found.append({"document": self._number, "n": len(found), **values})
        return len(found) - 1

    def source(self, place: Place, searched: str = "") -> int:
        """The ``n`` of the place's row, made once for equal places; ``searched`` is the text that finds it."""
        known = self._sources.get(place)
        if known is None:
            known = self._sources[place] = self.add(
                "source",
                citation_id=source_id(self._document_id, place),
                page=place.page,
                line=place.line,
                char_from=place.char_from,
                char_to=place.char_to,
                bbox=place.bbox,
                table_key=place.table,
                row=place.row,
                column=place.column,
                printed=place.printed,
                cell=None,
                observation=None,
            )
        folded = fold(searched)
        if folded:
            self._places_of_text[self._texts.setdefault(folded, len(self._texts)), known] = None
        return known

    def table(self, table: Table) -> None:
        n = self.add(
            "table_",
            key=table.key,
            kind=table.kind.value,
            caption=table.caption,
            unit=table.unit,
            note=table.note,
            project=table.project,
            year=table.year,
            columns=[asdict(column) for column in table.columns],
            labels=[asdict(label) for label in table.labels],
            header_rows=list(table.header_rows),
            source=self.source(table.place, searched=table.caption),
        )
        if table.note:
            self.source(table.place, searched=table.note)
        for cell in table.cells:
            self._cells[cell] = self._cell(cell, n)

    def cell(self, cell: Cell | None) -> int | None:
        """The ``n`` of a project's cell: that of the equal table cell, else of a row of its own outside any table."""
        if cell is None:
            return None
        if cell not in self._cells:
            self._cells[cell] = self._cell(cell, None)
        return self._cells[cell]

    def _cell(self, cell: Cell, table_n: int | None) -> int:
        place = self.source(cell.place, searched=cell.text)
        n = self.add(
            "cell",
            table_n=table_n,
            row=cell.row,
            column=cell.column,
            text=cell.text,
            kind=cell.kind.value,
            source=place,
            **_amount(cell.amount),
        )
        self._stands_at(place, "cell", n)
        return n

    def _stands_at(self, place: int, what: str, n: int) -> None:
        row = self.rows["source"][place]
        if row[what] is None:
            row[what] = n

    def project(self, project: Project) -> None:
        n = self.add(
            "project",
            key=project.key,
            name=project.name,
            year=project.year,
            category=project.category,
            funding=[[name, [self.cell(cell) for cell in printings]] for name, printings in project.funding],
            lines_total=self.cell(project.lines_total),
            source=self.source(project.place, searched=project.name),
        )
        for item in project.fields:
            place = self.source(item.place, searched=item.text)
            self.add("form_field", project=n, name=item.name, text=item.text, source=place)
            for sentence in field_sentences(item):
                self.source(sentence.place)
        for line in project.lines:
            values = {name: getattr(line, name) for name in ("key", "content", "detail", "note", "row")}
            money = {name: self.cell(getattr(line, name)) for name in ("amount", "unit_price", "quantity")}
            self.add("line_item", project=n, table_key=line.table, **values, **money)
        for indicator in project.indicators:
            values = {name: getattr(indicator, name) for name in ("key", "level1", "level2", "level3", "note")}
            place = self.source(indicator.place, searched=indicator.level3)
            self.add("indicator", project=n, target=self.cell(indicator.target), source=place, **values)
        for policy in project.policies:
            values = {"kind": policy.kind, "title": policy.title, "measures": policy.measures}
            place = self.source(policy.place, searched=policy.title)
            self.add("policy", project=n, phases=[list(phase) for phase in policy.phases], source=place, **values)

    def statements(self, statements: tuple[Statement, ...], organisation_id: int, level: str) -> None:
        subjects: dict[str, int] = {}
        for statement in statements:
            subject = statement.subject
            if subject.key not in subjects:
                subjects[subject.key] = self.add("subject", **asdict(subject))
            n = self.add(
                "statement",
                organisation_id=organisation_id,
                level=level,
                subject=subjects[subject.key],
                **{name: getattr(statement, name) for name in STATEMENT_KEY},
            )
            for item in statement.observations:
                self._observation(n, item)
        for part in parts(statements):
            self.add("part", **asdict(part))

    def _observation(self, statement: int, item: Observation) -> None:
        place = self.source(item.place)
        n = self.add(
            "observation",
            statement=statement,
            source=place,
            kind=item.kind.value,
            text=item.text,
            origin=item.origin,
            direction=item.direction,
            duplicate=item.duplicate,
            **_amount(item.amount),
        )
        if item.amount is not None:
            self._stands_at(place, "observation", n)

    def check(self, check: Check) -> None:
        self.add(
            "check_result",
            rule=check.rule,
            status=check.status.value,
            severity=check.severity.value,
            sentence=check.sentence,
            unit=check.unit,
            expected=check.expected,
            actual=check.actual,
            difference=check.difference,
            tolerance=check.tolerance,
            expected_sources=self._sources_of(check.expected_places),
            actual_sources=self._sources_of(check.actual_places),
            subjects=list(check.subjects),
        )

    def _sources_of(self, places: Iterable[Place]) -> list[int]:
        return [self.source(place) for place in places]

    def finish(self) -> None:
        """Add the rows of the text search, now that all texts are known."""
        for folded, n in self._texts.items():
            self.add("text", folded=folded)
            self.rows["gram"] += [{"document": self._number, "gram": gram, "text": n} for gram in grams(folded)]
        self.rows["text_place"] = [
            {"document": self._number, "text": text, "source": place} for text, place in self._places_of_text
        ]


def _amount(amount: Amount | None) -> Row:
    if amount is None:
        return dict.fromkeys(("value", "step", "unit", "scale", "qualifier", "amount_printed"))
    return {
        "value": amount.value,
        "step": amount.step,
        "unit": amount.unit,
        "scale": amount.scale,
        "qualifier": amount.qualifier,
        "amount_printed": amount.printed,
    }
