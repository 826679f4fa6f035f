"""The project form to a Project: overview, targets, line items, policies.

The four parts arrive as grids whose columns shift at page breaks, whose labels are cut and whose funding block may be
printed twice. So rows are read by what their cells say, in the order the form prescribes, not by column numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from corpus.form_lines import read_line, read_total
from corpus.form_targets import TargetReader
from corpus.form_words import (
    CONTACT_LABELS,
    FIELD_LABELS,
    FUNDING_LABELS,
    FUNDING_LINE,
    PHASES,
    POLICY_KINDS,
)
from corpus.normal import BOX_OFF, BOX_ON, label
from corpus.records import (
    Cell,
    CellKind,
    Column,
    FormField,
    Heading,
    LineItem,
    Paragraph,
    Place,
    Policy,
    Problem,
    Project,
    RawCell,
    RowLabel,
    Table,
    TableKind,
)
from corpus.tables import Section, make_cell

_UNIT = re.compile(r"(?:金额|金|额)?单位\s*[:：]\s*(万元|元)?")
_YEAR = re.compile(r"(20\d{2})\s*年")
_NAMED = re.compile(r"项目名称[:：](?P<name>.+)")
_BOX = re.compile(rf"[{BOX_ON}{BOX_OFF}]")

_FIGURES = (CellKind.NUMBER, CellKind.ZERO)

Row = Sequence[RawCell]


@dataclass(slots=True)
class _Draft:
    """A project while its form is being read."""

    key: str
    name: str = ""
    year: int | None = None
    unit: str = ""
    place: Place = field(default_factory=lambda: Place(""))
    fields: dict[str, FormField] = field(default_factory=dict)
    funding: dict[str, list[Cell]] = field(default_factory=dict)
    lines: list[LineItem] = field(default_factory=list)
    total: Cell | None = None
    targets: TargetReader = field(default_factory=TargetReader)
    policies: list[Policy] = field(default_factory=list)
    category: str = ""
    last_field: str = ""


def part_of(section: Section) -> TableKind | None:
    """Which part of a project form a grid holds; None when it is no form. The targets' grid may hold the lines too."""
    heading = "".join(label(block.text) for block in section.captions)
    texts = {label(cell.text) for row in section.grid.rows for cell in row}
    if {"文件名称", "具体措施"} <= texts:
        return TableKind.FORM_POLICIES
    if "一级目标" in texts or {"项目内容", "项目明细"} <= texts:
        return TableKind.FORM_TARGETS
    if "项目名称" in texts and ("项目类别" in texts or "项目概况" in texts):
        return TableKind.FORM_OVERVIEW
    if "制度保障" in heading and "申报表" in heading:
        return TableKind.FORM_POLICIES
    return None


class FormReader:
    """Reads the grids of the forms of one document, in order, into projects and the tables that show them."""

    def __init__(self, next_key: Callable[[], str]) -> None:
        self.projects: list[Project] = []
        self.tables: list[Table] = []
        self.problems: list[Problem] = []
        self._next_key = next_key
        self._draft: _Draft | None = None

    def read(self, section: Section, part: TableKind) -> None:
        """Take in one grid that ``part_of`` recognised."""
        self._surroundings(section, part)
        if self._draft is None:
            self._draft = _Draft(f"p{len(self.projects) + 1}")
            self.problems.append(Problem("missing-overview", "a form's part stands without its 项目总体情况", section.grid.place))
        if part is TableKind.FORM_OVERVIEW:
            self._overview(section)
        elif part is TableKind.FORM_POLICIES:
            self._policies(section)
        else:
            self._targets(section)

    def finish(self) -> None:
        """Close the last form."""
        self._close()

    def _surroundings(self, section: Section, part: TableKind) -> None:
        """A new overview opens a new project; year and unit come from the words before the grid."""
        words = " ".join(block.text for block in section.captions)
        if part is TableKind.FORM_OVERVIEW:
            self._close()
            self._draft = _Draft(f"p{len(self.projects) + 1}", place=section.grid.place)
        draft = self._draft
        if draft is None:
            return
        year = _YEAR.search(_form_words(section.captions))
        if year and draft.year is None:
            draft.year = int(year[1])
        unit = _UNIT.search(words)
        if unit and unit[1]:
            draft.unit = unit[1]
        elif unit and part is TableKind.FORM_TARGETS:
            self._unit_problem(section, draft)

    def _unit_problem(self, section: Section, draft: _Draft) -> None:
        place = next((block.place for block in section.captions if _UNIT.search(block.text)), section.grid.place)
        known = f"{draft.unit} of the form's first part is used" if draft.unit else "its amounts stay unread"
        self.problems.append(Problem("missing-unit", f"{draft.name}: the unit line of this part names no unit; {known}", place))

    def _close(self) -> None:
        draft = self._draft
        if draft is None:
            return
        self._show_amounts(draft)
        self.projects.append(
            Project(
                key=draft.key,
                name=draft.name,
                year=draft.year,
                category=draft.category,
                fields=tuple(draft.fields.values()),
                funding=tuple((name, tuple(draft.funding[name])) for name in FUNDING_LABELS.values() if name in draft.funding),
                lines=tuple(draft.lines),
                lines_total=draft.total,
                indicators=tuple(draft.targets.indicators),
                policies=tuple(draft.policies),
                place=draft.place,
            )
        )
        if not draft.name:
            self.problems.append(Problem("missing-name", "a project form without a project name", draft.place))
        self._draft = None

    def _keep(self, kind: TableKind, section: Section, first: int, last: int, columns: Sequence[str], header: tuple[int, ...]) -> str:
        """Record rows ``first`` to ``last`` (exclusive) as a table of their own, so that its cells can be shown and cited."""
        draft = self._draft
        key = self._next_key()
        rows = section.grid.rows[first:last]
        cells = [
            make_cell(raw.text, replace(raw.place, table=key, row=r, column=c), "")
            for r, row in enumerate(rows)
            for c, raw in enumerate(row)
        ]
        width = max((len(row) for row in rows), default=0)
        names = list(columns) + [""] * (width - len(columns))
        self.tables.append(
            Table(
                key=key,
                kind=kind,
                caption=f"{draft.name if draft else ''}：{kind.value}",
                unit=draft.unit if draft else "",
                columns=tuple(Column(index, (name,) if name else (), "text") for index, name in enumerate(names[:width])),
                labels=tuple(
                    RowLabel(r, 0, "", name, (name,)) for r, row in enumerate(rows) if r not in header and (name := _first_text(row))
                ),
                header_rows=header,
                cells=tuple(cells),
                place=rows[0][0].place if rows and rows[0] else section.grid.place,
                project=draft.key if draft else None,
                year=draft.year if draft else None,
            )
        )
        return key

    def _show_amounts(self, draft: _Draft) -> None:
        """Put the amounts that the form's reading established onto the cells of its tables."""
        known = [cell for printings in draft.funding.values() for cell in printings]
        known += [cell for line in draft.lines for cell in (line.amount, line.unit_price) if cell is not None]
        known += [draft.total] if draft.total is not None else []
        amounts = {(cell.place.table, cell.row, cell.column): cell.amount for cell in known}
        for index, table in enumerate(self.tables):
            if table.project != draft.key:
                continue
            cells = tuple(
                replace(cell, amount=amounts.get((table.key, cell.row, cell.column))) if cell.kind in _FIGURES else cell
                for cell in table.cells
            )
            self.tables[index] = replace(table, cells=cells)

    # 项目总体情况

    def _overview(self, section: Section) -> None:
        draft = self._draft
        assert draft is not None
        rows = section.grid.rows
        for row in rows:
            if label(row[0].text) == "项目名称" and len(row) > 1:
                draft.name = _name(row[1].text)
                break
        key = self._keep(TableKind.FORM_OVERVIEW, section, 0, len(rows), (), ())
        for r, row in enumerate(rows):
            cells = [replace(raw, place=replace(raw.place, table=key, row=r, column=c)) for c, raw in enumerate(row)]
            if not self._funding(cells, draft):
                self._fields(cells, draft)
        draft.category = _category(draft.fields["项目类别"].text) if "项目类别" in draft.fields else ""
        if "当年预算" not in draft.funding:
            self.problems.append(Problem("missing-funding", f"{draft.name}: no 当年预算 found", draft.place))

    def _funding(self, cells: Sequence[RawCell], draft: _Draft) -> bool:
        """Read every funding line of a row. A value stands in the label's own cell or in the next filled one."""
        found = False
        index = 0
        while index < len(cells):
            match = FUNDING_LINE.fullmatch(label(cells[index].text))
            glued = match is None and FUNDING_LINE.fullmatch(_compact(cells[index].text))
            match = match or glued or None
            if match is None:
                index += 1
                continue
            found = True
            name = FUNDING_LABELS[match["name"]]
            cell, index = self._funding_value(cells, index, match["value"] or "", draft)
            printings = draft.funding.setdefault(name, [])
            printings.append(cell)
        return found

    def _funding_value(self, cells: Sequence[RawCell], index: int, glued: str, draft: _Draft) -> tuple[Cell, int]:
        own = cells[index]
        if glued:
            return self._amount(glued, _sub_place(own.place, glued), draft), index + 1
        for later in range(index + 1, len(cells)):
            text = cells[later].text
            if FUNDING_LINE.fullmatch(_compact(text)):
                break
            if text.strip():
                return self._amount(text, cells[later].place, draft), later + 1
        blank = cells[index + 1] if index + 1 < len(cells) else own
        value = RawCell("", blank.place) if blank is not own and not blank.text else RawCell("", own.place)
        return make_cell(value.text, value.place, draft.unit), index + 1

    def _amount(self, text: str, place: Place, draft: _Draft) -> Cell:
        cell = make_cell(text, place, draft.unit)
        if cell.kind is CellKind.TEXT:
            self.problems.append(Problem("unreadable-number", f"{draft.name}: {text!r} is not one amount", place))
        return cell

    def _fields(self, cells: Sequence[RawCell], draft: _Draft) -> None:
        index = 0
        taken = False
        while index < len(cells):
            name = FIELD_LABELS.get(_compact(cells[index].text))
            if name is None:
                index += 1
                continue
            taken = True
            value = next((c for c in cells[index + 1 :] if c.text and _compact(c.text) not in FIELD_LABELS), None)
            index += 1
            if value is not None and name not in draft.fields:
                draft.fields[name] = FormField(name, value.text, value.place)
                draft.last_field = name
        if not taken:
            self._continuation(cells, draft)

    def _continuation(self, cells: Sequence[RawCell], draft: _Draft) -> None:
        """A row whose label was cut off by a page break goes on with a field; its own first word says which."""
        text = next((cell for cell in cells if len(cell.text) > 12), None)
        if text is None or any(CONTACT_LABELS.match(_compact(cell.text)) for cell in cells):
            return
        name = "项目立项情况" if re.match(r"(依据|必要性|可行性)", label(text.text)) else draft.last_field
        if not name:
            return
        number = 2
        while f"{name}#{number}" in draft.fields:
            number += 1
        key = name if name not in draft.fields else f"{name}#{number}"
        draft.fields[key] = FormField(name, text.text, text.place)

    # 绩效目标 and 项目构成分解

    def _targets(self, section: Section) -> None:
        draft = self._draft
        assert draft is not None
        rows = section.grid.rows
        split = next((r for r, row in enumerate(rows) if _is_lines_header(row)), len(rows))
        head = next((r for r, row in enumerate(rows) if "一级目标" in {label(c.text) for c in row}), None)
        if split:
            key = self._keep(TableKind.FORM_TARGETS, section, 0, split, (), (head,) if head is not None and head < split else ())
            self._activity(rows[:split], key, draft)
            start = 0 if head is None or head >= split else head + 1
            for r in range(start, split):
                draft.targets.read_row(draft.key, rows[r], key, r)
        if split < len(rows):
            self._lines(section, split, draft)

    def _activity(self, rows: Sequence[Row], key: str, draft: _Draft) -> None:
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if label(cell.text).startswith("主体活动") and c + 1 < len(row) and row[c + 1].text:
                    place = replace(row[c + 1].place, table=key, row=r, column=c + 1)
                    draft.fields["主体活动"] = FormField("主体活动", row[c + 1].text, place)

    def _lines(self, section: Section, split: int, draft: _Draft) -> None:
        rows = section.grid.rows
        header = [label(cell.text) for cell in rows[split]]
        key = self._keep(TableKind.FORM_LINES, section, split, len(rows), header, (0,))
        order = [name for name in header if name in ("明细金额", "单价", "数量")]
        for r in range(split + 1, len(rows)):
            row = rows[r]
            if _is_lines_header(row):
                continue
            if any(label(cell.text) in ("金额合计", "合计") for cell in row):
                draft.total = read_total(row, key, r - split, draft.unit)
                continue
            if not any(cell.text for cell in row):
                continue
            item, problem = read_line(row, draft.name, order, header, f"{draft.key}.l{len(draft.lines) + 1}", key, r - split, draft.unit)
            if problem is not None:
                self.problems.append(problem)
            if item is not None:
                draft.lines.append(item)

    # 制度保障

    def _policies(self, section: Section) -> None:
        draft = self._draft
        assert draft is not None
        rows = section.grid.rows
        key = self._keep(TableKind.FORM_POLICIES, section, 0, len(rows), ("制度保障", "文件名称", "具体措施", *PHASES), ())
        kind = ""
        for r, row in enumerate(rows):
            texts = [label(cell.text) for cell in row]
            if "文件名称" in texts or _NAMED.match(texts[0]):
                continue
            named = next((name for name in POLICY_KINDS if texts[0] == name), "")
            kind = named or kind
            words = [cell for cell in row if cell.text and label(cell.text) not in POLICY_KINDS]
            phases = [(phase, cell.checked) for phase in PHASES for cell in words if phase in label(cell.text)]
            body = [cell for cell in words if not any(phase in label(cell.text) for phase in PHASES)]
            if not phases or not body:
                continue
            place = replace(body[0].place, table=key, row=r)
            measures = body[1].text if len(body) > 1 else ""
            draft.policies.append(Policy(kind, body[0].text, measures, tuple(phases), place))


def _is_lines_header(row: Row) -> bool:
    return {"项目内容", "项目明细"} <= {label(cell.text) for cell in row}


def _form_words(captions: Sequence[Heading | Paragraph]) -> str:
    """The captions from the form's own heading on, so that a year further up does not count."""
    words = ""
    for block in reversed(captions):
        words = block.text + " " + words
        if "申报表" in block.text:
            return words
    return words if not captions or len(words) < 120 else ""


def _first_text(row: Row) -> str:
    return next((cell.text for cell in row if cell.text), "")[:60]


def _name(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _compact(text: str) -> str:
    return re.sub(r"\s+", "", label(text))


def _sub_place(place: Place, value: str) -> Place:
    """The place of ``value`` at the end of a cell that also prints its label."""
    start = place.printed.rfind(value)
    if start < 0 or place.char_from is None:
        return replace(place, printed=value)
    return replace(place, printed=value, char_from=place.char_from + start, char_to=place.char_from + start + len(value))


def _category(text: str) -> str:
    """The ticked one of several boxes; the box stands before or after its words, alike in the whole field."""
    flat = text.replace("\n", "")
    boxes = _BOX.findall(flat)
    if not boxes:
        return flat.strip()
    words = [part.strip() for part in _BOX.split(flat)]
    labels = words[1:] if not words[0] else words[:-1]
    ticked = [name for box, name in zip(boxes, labels, strict=False) if box == BOX_ON and name]
    return ticked[0] if len(ticked) == 1 else ""

