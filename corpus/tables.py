"""Grids to tables: caption, unit of amounts, header paths, row paths, code columns, two-sided tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.amounts import SCALES, UNIT_LINE, classify, money, number_text
from corpus.headers import TOTAL_NAMES, columns_of, header_height, header_paths
from corpus.normal import label, without_ordinal
from corpus.records import Cell, CellKind, Column, Place, Problem, RawCell, RowLabel, Table, TableKind
from corpus.sections import Section, texts_of

_YEAR = re.compile(r"(20\d{2})\s*年")
_EMPTY_NOTE = re.compile(r"空表|本(?:单位|部门)(?:\d{4}年)?(?:度)?(?:无|没有).{0,30}|无.{2,20}(?:预算|支出|拨款|安排)")
_KINDS: tuple[tuple[TableKind, tuple[str, ...]], ...] = (
    (TableKind.FISCAL_BALANCE, ("财政拨款", "收支", "总表")),
    (TableKind.FISCAL_BALANCE, ("财政拨款", "收入支出", "总表")),
    (TableKind.BALANCE, ("收支", "总表")),
    (TableKind.BALANCE, ("收入支出", "总表")),
    (TableKind.THREE_PUBLIC, ("三公",)),
    (TableKind.STATE_CAPITAL_FUNCTION, ("国有资本",)),
    (TableKind.FUND_FUNCTION, ("政府性基金",)),
    (TableKind.BASIC_ECONOMIC, ("基本支出", "表")),
    (TableKind.GENERAL_FUNCTION, ("一般公共预算", "表")),
    (TableKind.INCOME, ("收入", "表")),
    (TableKind.EXPENDITURE, ("支出", "表")),
)


def kind_of(caption: str) -> TableKind:
    """The kind of statutory table that a caption announces; OTHER when it announces none."""
    name = label(caption)
    if "目标" in name or "申报表" in name:
        return TableKind.OTHER
    return next((kind for kind, words in _KINDS if all(word in name for word in words)), TableKind.OTHER)


@dataclass(slots=True)
class _Caption:
    text: str = ""
    unit: str = ""
    year: int | None = None
    place: Place = field(default_factory=lambda: Place(""))


def _caption(section: Section) -> _Caption:
    """Caption and unit: the nearest words before the grid; a unit line stands between them."""
    found = _Caption(place=section.grid.place)
    for block in reversed(section.captions):
        unit = UNIT_LINE.search(block.text)
        if unit and not found.unit:
            found.unit = unit[1]
        rest = UNIT_LINE.sub("", block.text)
        if kind_of(rest) is not TableKind.OTHER and "表" in rest and len(rest) < 60 and "。" not in rest:
            year = _YEAR.search(rest)
            found.text, found.place = rest.strip(), block.place
            found.year = int(year[1]) if year else None
            break
    return found


def read_table(section: Section, key: str) -> tuple[Table, list[Problem]]:
    """The table of a grid that is no project form, under ``key``, with the problems met."""
    caption = _caption(section)
    rows = section.grid.rows
    height = header_height(rows)
    header = {*range(height), *_repeated_headers(rows, height)}
    body = [row for index, row in enumerate(rows) if index not in header]
    columns = columns_of(header_paths(rows[:height], _body_width(rows, height)), body)
    cells, problems = _cells(rows, key, header, columns, caption.unit)
    table = Table(
        key=key,
        kind=kind_of(caption.text) if caption.text else TableKind.OTHER,
        caption=caption.text,
        unit=caption.unit,
        columns=columns,
        labels=tuple(_labels(cells, columns, header, len(rows))),
        header_rows=tuple(sorted(header)),
        cells=tuple(cells),
        place=caption.place,
        year=caption.year,
        note=next((note.text for note in section.notes if _EMPTY_NOTE.search(note.text) and len(note.text) < 80), ""),
    )
    return table, [*_shape_problems(table, rows), *problems]


def _shape_problems(table: Table, rows: Sequence[Sequence[RawCell]]) -> list[Problem]:
    """Problems of the whole table: rows wider than the header, no header, no unit."""
    name, width = table.caption or table.key, len(table.columns)
    problems = [
        Problem("ragged-row", f"{name}: a row has {len(row)} cells, the header {width}", row[width].place)
        for index, row in enumerate(rows)
        if index not in table.header_rows and any(cell.text for cell in row[width:])
    ]
    if not table.header_rows:
        place = rows[0][0].place if rows and rows[0] else None
        problems.append(Problem("missing-header", f"table {table.key} has no header row", place))
    if not table.unit and any(cell.kind is CellKind.NUMBER for cell in table.cells):
        problems.append(Problem("missing-unit", f"{name}: no unit of amounts is printed", table.place))
    return problems


def _body_width(rows: Sequence[Sequence[RawCell]], height: int) -> int:
    """The number of columns: that of the widest header row, or of the widest row where there is no header."""
    header = max((len(row) for row in rows[:height]), default=0)
    return header or max((len(row) for row in rows), default=0)


def _repeated_headers(rows: Sequence[Sequence[RawCell]], height: int) -> list[int]:
    """Rows further down that print the header again after a page break."""
    header = [texts_of(row) for row in rows[:height] if any(texts_of(row))]
    return [
        index
        for index in range(height, len(rows))
        if texts_of(rows[index]) in header and not any(classify(cell.text) is CellKind.NUMBER for cell in rows[index])
    ]


def _cells(
    rows: Sequence[Sequence[RawCell]], key: str, header: set[int], columns: Sequence[Column], unit: str
) -> tuple[list[Cell], list[Problem]]:
    """The cells of all rows, with amounts in the amount columns; a problem for each figure there that is unreadable."""
    cells: list[Cell] = []
    problems: list[Problem] = []
    for r, row in enumerate(rows):
        for c, raw in enumerate(row):
            if not raw.text and (c >= len(columns) or _is_nowhere(raw.place)):
                continue
            place = replace(raw.place, table=key, row=r, column=c)
            in_amounts = r not in header and c < len(columns) and columns[c].role == "amount"
            cell = make_cell(raw.text, place, unit if in_amounts else "")
            cells.append(cell)
            if in_amounts and cell.kind is CellKind.TEXT and re.search(r"\d", raw.text):
                problems.append(Problem("unreadable-number", f"{raw.text!r} is not one number", place))
    return cells, problems


def _is_nowhere(place: Place) -> bool:
    """Whether a reader could not say what the position holds: the cell has no place, and is not known to be blank."""
    return place.page is None and place.line is None and place.bbox is None


def make_cell(text: str, place: Place, scale: str) -> Cell:
    """A cell with its amount where ``scale`` is a money scale and the text is one number.

    A number too large or too fine to be kept exactly makes a cell of kind TEXT.
    """
    kind = classify(text)
    amount = None
    digits = number_text(text)
    if digits is not None and scale in SCALES:
        try:
            amount = money(digits, scale, text)
        except ValueError:
            kind = CellKind.TEXT
    return Cell(place.row or 0, place.column or 0, text, kind, place, amount)


def _labels(cells: Sequence[Cell], columns: Sequence[Column], header: set[int], count: int) -> list[RowLabel]:
    """What each body row is about, for each half of the table."""
    by_place = {(cell.row, cell.column): cell.text for cell in cells}
    labels: list[RowLabel] = []
    for half in sorted({column.half for column in columns}):
        mine = [column for column in columns if column.half == half]
        names: dict[str, str] = {}
        section = ""
        for row in range(count):
            if row in header:
                continue
            code, name = _row_name(row, mine, by_place)
            if not code and not name:
                continue
            total = without_ordinal(name) in TOTAL_NAMES
            if code:
                names[code] = name
                path = tuple(names[part] for part in _prefixes(code) if part in names)
            else:
                level_one = bool(re.match(r"[一二三四五六七八九十]+、", label(name)))
                section = name if level_one or total else section
                path = (name,) if level_one or total or not section else (section, name)
            labels.append(RowLabel(row, half, code, name, path, total))
    return labels


def _row_name(row: int, columns: Sequence[Column], texts: dict[tuple[int, int], str]) -> tuple[str, str]:
    printed = "".join(label(texts.get((row, c.index), "")) for c in columns if c.role == "code")
    code, spilled = (printed, "") if printed.isdigit() else ("", printed)
    names = [texts.get((row, c.index), "").replace("\n", "") for c in columns if c.role == "label"]
    name = next((item for item in names if item.strip()), "") or spilled
    glued = re.fullmatch(r"(\d{3}(?:\d{2}){0,2})\s*([^\d\s].*)", name)
    if glued and not code:
        code, name = glued[1], glued[2]
    return code, name


def _prefixes(code: str) -> list[str]:
    """The codes of the hierarchy down to ``code``: 205, 20508, 2050801."""
    return [code[:length] for length in (3, 5, 7) if length <= len(code)]
