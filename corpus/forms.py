"""The project form to a Project: overview, targets, line items, policies.

The four parts arrive as grids whose columns shift at page breaks, whose labels are cut and whose funding block may be
printed twice. So rows are read by what their cells say, in the order the form prescribes, not by column numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.form_draft import Draft, Row
from corpus.form_lines import LinesLayout, is_lines_header, read_lines
from corpus.form_overview import read_overview
from corpus.form_policies import read_policies
from corpus.form_sheet import SheetReader, continues_sheet, is_sheet, split_forms
from corpus.form_words import FIELD_LABELS
from corpus.normal import label
from corpus.records import FormField, Grid, Heading, Paragraph, Problem, Project, Table, TableKind
from corpus.sections import Section

_UNIT = re.compile(r"(?:金额|金|额)?单位\s*[:：]\s*(万元|千元|亿元|元)?")
_YEAR = re.compile(r"(20\d{2})\s*年")
_TITLE = re.compile(r"申报表|填报表|目标表|自评表|评价表")
_MAX_FORM_WORDS = 120
"""More words than this before a grid, without the form's own heading among them, are the text of something else."""


def part_of(section: Section) -> TableKind | None:
    """Which part of a project form a grid holds; None when it is no form. The targets' grid may hold the lines too."""
    heading = "".join(label(block.text) for block in section.captions)
    texts = {label(cell.text) for row in section.grid.rows for cell in row}
    if is_sheet(section.grid.rows):
        return TableKind.FORM_OVERVIEW
    if {"文件名称", "具体措施"} <= texts:
        return TableKind.FORM_POLICIES
    if "一级目标" in texts or {"项目内容", "项目明细"} <= texts:
        return TableKind.FORM_TARGETS
    headed = any(_heads_list([label(cell.text) for cell in row]) for row in section.grid.rows)
    if "项目名称" in texts and ("项目类别" in texts or "项目概况" in texts) and not headed:
        return TableKind.FORM_OVERVIEW
    if "制度保障" in heading and "申报表" in heading:
        return TableKind.FORM_POLICIES
    return None


def _heads_list(texts: Sequence[str]) -> bool:
    """Whether a row heads the columns of a list of projects: other labels stand right beside 项目名称."""
    at = texts.index("项目名称") if "项目名称" in texts else -1
    return at >= 0 and at + 1 < len(texts) and texts[at + 1] in FIELD_LABELS


def apart(section: Section) -> list[Section]:
    """A section for each form where several forms on one sheet follow each other in one grid; else the section."""
    if not is_sheet(section.grid.rows):
        return [section]
    parts = split_forms(section.grid.rows)
    places = [section.grid.place, *(rows[0][0].place if rows[0] else section.grid.place for rows in parts[1:])]
    grids = [Grid(rows, place) for rows, place in zip(parts, places, strict=True)]
    return [
        Section(grid, section.captions if n == 0 else (), section.notes if n == len(grids) - 1 else ())
        for n, grid in enumerate(grids)
    ]


class FormReader:
    """Reads the grids of the forms of one document, in order, into projects and the tables that show them."""

    def __init__(self, next_key: Callable[[], str]) -> None:
        self.projects: list[Project] = []
        self.tables: list[Table] = []
        self.problems: list[Problem] = []
        self._next_key = next_key
        self._draft: Draft | None = None
        self._sheet: SheetReader | None = None

    def part_of(self, section: Section) -> TableKind | None:
        """Which part of a form a grid holds, None if it is none; a form on one sheet may go on in the next grid."""
        part = part_of(section)
        if part is not None or self._sheet is None:
            return part
        goes_on = _follows(section) and continues_sheet(section.grid.rows)
        return TableKind.FORM_TARGETS if goes_on or self._sheet.continued(section) is not None else None

    def read(self, section: Section, part: TableKind) -> None:
        """Take in one grid that ``part_of`` recognised. An overview opens a new project."""
        rows = section.grid.rows
        if is_sheet(rows):
            self._open_sheet(section)
            return
        page = self._sheet.continued(section) if self._sheet is not None else None
        if self._sheet is not None and page is not None:
            self._sheet.read_page(section, page)
            return
        if self._sheet is not None and part is TableKind.FORM_TARGETS and continues_sheet(rows):
            self._sheet.read(rows)
            return
        if part is TableKind.FORM_OVERVIEW:
            self.finish()
        draft = self._draft
        if draft is None:
            draft = self._draft = Draft(f"p{len(self.projects) + 1}", section.grid.place, self._next_key)
            if part is not TableKind.FORM_OVERVIEW:
                draft.complain("missing-overview", "a form's part stands without its 项目总体情况", section.grid.place)
        _surroundings(section, part, draft)
        if part is TableKind.FORM_OVERVIEW:
            read_overview(section.grid.rows, draft)
        elif part is TableKind.FORM_POLICIES:
            read_policies(section.grid.rows, draft)
        else:
            _targets(section.grid.rows, draft)

    def _open_sheet(self, section: Section) -> None:
        """Open a new project with a form on one sheet."""
        self.finish()
        self._draft = Draft(f"p{len(self.projects) + 1}", section.grid.place, self._next_key)
        _surroundings(section, TableKind.FORM_OVERVIEW, self._draft)
        self._sheet = SheetReader(self._draft)
        self._sheet.read(section.grid.rows)

    def finish(self) -> None:
        """Close the form that is open, if any."""
        draft, self._draft = self._draft, None
        self._sheet = None
        if draft is None:
            return
        if not draft.name:
            draft.complain("missing-name", "a project form without a project name", draft.place)
        self.projects.append(draft.project())
        self.tables.extend(draft.shown_tables())
        self.problems.extend(draft.problems)


def _follows(section: Section) -> bool:
    """Whether nothing stands above a grid that would announce another table: no words, or those of a detail table."""
    words = "".join(label(block.text) for block in section.captions)
    return not words or ("整体" not in words and re.search("明细|测算|续表|绩效|指标", words) is not None)


def _surroundings(section: Section, part: TableKind, draft: Draft) -> None:
    """Year and unit come from the words before the grid."""
    year = _YEAR.search(_form_words(section.captions))
    if year and draft.year is None:
        draft.year = int(year[1])
    unit = _UNIT.search(" ".join(block.text for block in section.captions))
    if unit and unit[1]:
        draft.unit = unit[1]
    elif unit and part is TableKind.FORM_TARGETS:
        place = next((block.place for block in section.captions if _UNIT.search(block.text)), section.grid.place)
        known = f"{draft.unit} of the form's first part is used" if draft.unit else "its amounts stay unread"
        draft.complain("missing-unit", f"the unit line of this part names no unit; {known}", place)


def _form_words(captions: Sequence[Heading | Paragraph]) -> str:
    """The captions from the form's own heading on, so that a year further up does not count."""
    words = ""
    for block in reversed(captions):
        words = block.text + " " + words
        if _TITLE.search(block.text):
            return words
    return words if not captions or len(words) < _MAX_FORM_WORDS else ""


def _targets(rows: Sequence[Row], draft: Draft) -> None:
    """绩效目标, and 项目构成分解 where it follows in the same grid."""
    split = next((r for r, row in enumerate(rows) if is_lines_header(row)), len(rows))
    head = next((r for r, row in enumerate(rows[:split]) if "一级目标" in {label(cell.text) for cell in row}), None)
    if split:
        key = draft.keep(TableKind.FORM_TARGETS, rows[:split], (), () if head is None else (head,))
        _activity(rows[:split], key, draft)
        for r in range(0 if head is None else head + 1, split):
            draft.targets.read_row(draft.key, rows[r], key, r)
    if split < len(rows):
        header = [label(cell.text) for cell in rows[split]]
        key = draft.keep(TableKind.FORM_LINES, rows[split:], header, (0,))
        items = read_lines(
            rows[split:], LinesLayout(draft.name, header, key, draft.unit), f"{draft.key}.l", len(draft.lines)
        )
        draft.lines += items.lines
        draft.total = items.total or draft.total
        draft.problems += items.problems


def _activity(rows: Sequence[Row], key: str, draft: Draft) -> None:
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if label(cell.text).startswith("主体活动") and c + 1 < len(row) and row[c + 1].text:
                place = replace(row[c + 1].place, table=key, row=r, column=c + 1)
                draft.fields["主体活动"] = FormField("主体活动", row[c + 1].text, place)
