"""Grids to tables: caption, unit of amounts, header paths, row paths, code columns, two-sided tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.amounts import SCALES, classify, money, number_text, quantity
from corpus.column_words import is_percent
from corpus.headers import columns_of, header_height, header_paths, is_numbering
from corpus.normal import label
from corpus.records import Cell, CellKind, Column, Place, Problem, RawCell, Table, TableKind
from corpus.sections import Section, texts_of
from corpus.table_rows import labels_of
from corpus.table_titles import kind_of, title_of, title_rows, unit_in

_EMPTY_NOTE = re.compile(
    r"空表|本表(?:无|没有)数据|本(?:单位|部门)(?:\d{4}年)?(?:度)?(?:无|没有).{0,30}|无.{2,20}(?:预算|支出|拨款|安排)"
)
_PERCENT = re.compile(r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*[%％]")


def read_table(section: Section, key: str) -> tuple[Table, list[Problem]]:
    """The table of a grid that is no project form, under ``key``, with the problems met."""
    rows = section.grid.rows
    top = title_rows(rows)
    words = [(block.text, block.place) for block in section.captions]
    words += [(cell.text, cell.place) for row in rows[:top] for cell in row if cell.text.strip()]
    title = title_of(words, section.grid.place)
    height = header_height(rows[top:])
    header = {*range(top + height), *_repeated_headers(rows, top, height)}
    body = [row for index, row in enumerate(rows) if index not in header]
    columns = columns_of(header_paths(rows[top : top + height], _body_width(rows[top:], height)), body)
    unit = title.unit or _unit_of_header(columns)
    cells, problems = _cells(rows, key, header, columns, unit)
    labels, doubtful = labels_of(cells, columns, header, len(rows))
    kind = kind_of(title.text) if title.text else TableKind.OTHER
    table = Table(
        key=key,
        kind=kind,
        caption=title.text,
        unit=unit,
        columns=columns,
        labels=tuple(labels),
        header_rows=tuple(sorted(header)),
        cells=tuple(cells),
        place=title.place,
        year=title.year,
        note=next((note.text for note in section.notes if _EMPTY_NOTE.search(note.text) and len(note.text) < 80), ""),
    )
    return table, [*_shape_problems(table, rows, doubtful), *problems]


def _unit_of_header(columns: Sequence[Column]) -> str:
    """The scale that the header of the amounts names (金额（万元）), "" unless all that name one agree."""
    named = {unit for c in columns if c.role == "amount" for part in c.path if (unit := unit_in(part)) in SCALES}
    return named.pop() or "" if len(named) == 1 else ""


def _shape_problems(
    table: Table, rows: Sequence[Sequence[RawCell]], doubtful: Sequence[tuple[int, int, str]]
) -> list[Problem]:
    """Problems of the whole table: rows wider than the header, no header, no unit, codes that are none."""
    name, width = table.caption or table.key, len(table.columns)
    problems = [
        Problem("ragged-row", f"{name}: a row has {len(row)} cells, the header {width}", row[width].place)
        for index, row in enumerate(rows)
        if index not in table.header_rows and any(cell.text for cell in row[width:])
    ]
    if not table.header_rows:
        place = rows[0][0].place if rows and rows[0] else None
        problems.append(Problem("missing-header", f"table {table.key} has no header row", place))
    amounts = {column.index for column in table.columns if column.role == "amount"}
    unread = (c for c in table.cells if c.kind is CellKind.NUMBER and c.column in amounts and c.amount is None)
    if not table.unit and any(cell.row not in table.header_rows for cell in unread):
        problems.append(Problem("missing-unit", f"{name}: no unit of amounts is printed", table.place))
    if table.kind is not TableKind.OTHER:
        for row, column, code in doubtful:
            message = f"{name}: {code!r} is no classification code of 3, 5 or 7 digits; the row keeps its name"
            problems.append(Problem("unreadable-code", message, rows[row][column].place))
    return problems


def _body_width(rows: Sequence[Sequence[RawCell]], height: int) -> int:
    """The number of columns: that of the widest header row, or of the widest row where there is no header."""
    header = max((len(row) for row in rows[:height]), default=0)
    return header or max((len(row) for row in rows), default=0)


def _repeated_headers(rows: Sequence[Sequence[RawCell]], top: int, height: int) -> list[int]:
    """Rows further down that print the header again after a page break."""
    header = [texts_of(row) for row in rows[: top + height] if any(texts_of(row))]
    return [
        index
        for index in range(top + height, len(rows))
        if texts_of(rows[index]) in header
        and (
            is_numbering(texts_of(rows[index]))
            or not any(classify(cell.text) is CellKind.NUMBER for cell in rows[index])
        )
    ]


def _cells(
    rows: Sequence[Sequence[RawCell]], key: str, header: set[int], columns: Sequence[Column], unit: str
) -> tuple[list[Cell], list[Problem]]:
    """The cells of all rows, with amounts in the amount columns; a problem for each figure there that is unreadable."""
    cells: list[Cell] = []
    problems: list[Problem] = []
    units = [_unit_of(column.path, unit) for column in columns]
    for r, row in enumerate(rows):
        for c, raw in enumerate(row):
            if not raw.text and (c >= len(columns) or _is_nowhere(raw.place)):
                continue
            place = replace(raw.place, table=key, row=r, column=c)
            in_amounts = r not in header and c < len(columns) and columns[c].role == "amount"
            own = _unit_of_row(row, columns, columns[c].half) if in_amounts else None
            cell = _figure(raw.text, place, (units[c] if own is None else own) if in_amounts else "")
            cells.append(cell)
            if in_amounts and cell.kind is CellKind.TEXT and re.search(r"\d", raw.text):
                problems.append(Problem("unreadable-number", f"{raw.text!r} is not one number", place))
    return cells, problems


def _unit_of(path: Sequence[str], unit: str) -> str:
    """The unit of a column: its header's own, else that of the table."""
    if is_percent(tuple(path)):
        return "%"
    return next((own for part in reversed(path) if (own := unit_in(part)) is not None), unit)


def _unit_of_row(row: Sequence[RawCell], columns: Sequence[Column], half: int) -> str | None:
    """The unit that a row's name prints for its own figures, such as 公务用车保有量（辆）; None if it prints none."""
    names = (row[c.index].text for c in columns if c.half == half and c.role == "label" and c.index < len(row))
    return next((own for name in names if (own := unit_in(label(name))) is not None), None)


def _figure(text: str, place: Place, unit: str) -> Cell:
    """A cell of an amount column: money, or a quantity where header or row name another unit or % is printed."""
    percent = _PERCENT.fullmatch(text.strip())
    digits = percent[1].replace(",", "") if percent else number_text(text)
    own = "%" if percent else unit
    if digits is None or own in SCALES or not own:
        return make_cell(text, place, unit)
    try:
        amount = quantity(digits, own, text)
    except ValueError:
        return make_cell(text, place, "")
    kind = CellKind.NUMBER if amount.value else CellKind.ZERO
    return Cell(place.row or 0, place.column or 0, text, kind, place, amount)


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
