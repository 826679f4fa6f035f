"""项目构成分解 to line items, whatever column their values slipped into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.amounts import classify, looks_numeric, number_text, quantity
from corpus.form_draft import Row, placed
from corpus.normal import label
from corpus.records import Cell, CellKind, LineItem, Place, Problem, RawCell
from corpus.tables import make_cell

_FIGURES = (CellKind.NUMBER, CellKind.ZERO)
_FIGURE_NAMES = ("明细金额", "单价", "数量")
_TOTAL_NAMES = ("金额合计", "合计")


@dataclass(frozen=True, slots=True)
class LinesLayout:
    """What the rows of one 构成分解 share: the project's name, the header's labels, the table's key, the unit."""

    project: str
    header: Sequence[str]
    table: str
    unit: str

    @property
    def order(self) -> list[str]:
        """Those of 明细金额, 单价, 数量 that the header prints, left to right."""
        return [name for name in self.header if name in _FIGURE_NAMES]

    def complaint(self, kind: str, message: str, place: Place | None) -> Problem:
        """A problem of this table."""
        return Problem(kind, f"{self.project}: {message}", place)


@dataclass(slots=True)
class Lines:
    """What the rows gave: line items, the cell of 金额合计 (None if none is printed), problems."""

    lines: list[LineItem] = field(default_factory=list)
    total: Cell | None = None
    problems: list[Problem] = field(default_factory=list)


def is_lines_header(row: Row) -> bool:
    """Whether ``row`` is the header of a 构成分解."""
    return {"项目内容", "项目明细"} <= {label(cell.text) for cell in row}


def read_lines(rows: Sequence[Row], layout: LinesLayout, prefix: str, known: int) -> Lines:
    """The line items of ``rows``, whose first is the header. Their keys are ``prefix`` and numbers above ``known``."""
    found = Lines()
    for number, raw in enumerate(rows):
        row = placed(raw, layout.table, number)
        if is_lines_header(row) or not any(cell.text for cell in row):
            continue
        found.problems += _unreadable(row, layout)
        if any(label(cell.text) in _TOTAL_NAMES for cell in row):
            found.total = _total(row, layout)
            found.problems += _unkept([found.total], layout)
            continue
        item, problems = read_line(row, layout, f"{prefix}{known + len(found.lines) + 1}", number)
        found.lines += [] if item is None else [item]
        found.problems += problems
    return found


def read_line(row: Row, layout: LinesLayout, key: str, number: int) -> tuple[LineItem | None, list[Problem]]:
    """The line item of ``row``: after the project's own name come content and detail, then the figures in order.

    The cells of ``row`` carry their places; it is row ``number`` of the table. None and a problem where it has no
    figure, or not those that the header announces.
    """
    words, figures, notes = _split(row[_after_name(row, layout.project) :])
    if not figures:
        place = row[0].place if row else None
        return None, [layout.complaint("line-without-amount", "a row of 构成分解 has no figure", place)]
    values = _assign(figures, layout, complete=not any(_is_broken(cell) for cell in row))
    if values is None:
        message = f"{len(figures)} figures where {len(layout.order)} are announced"
        return None, [layout.complaint("ragged-row", message, figures[0].place)]
    item = LineItem(
        key=key,
        content=_flat(words[0]) if words else "",
        detail=_flat(words[1]) if len(words) > 1 else "",
        amount=_money(values.get("明细金额"), layout.unit),
        unit_price=_money(values.get("单价"), layout.unit),
        quantity=count_cell(values.get("数量")),
        note=_flat(notes[-1]) if notes else "",
        table=layout.table,
        row=number,
    )
    return item, _unkept([item.amount, item.unit_price, item.quantity], layout)


def _unkept(cells: Sequence[Cell | None], layout: LinesLayout) -> list[Problem]:
    """A problem for each figure that is a number, but one that cannot be kept exactly."""
    return [
        layout.complaint("unreadable-number", f"{cell.text!r} cannot be kept exactly", cell.place)
        for cell in cells
        if cell is not None and cell.kind is CellKind.TEXT
    ]


def _unreadable(row: Row, layout: LinesLayout) -> list[Problem]:
    """A problem for each cell that looks like a figure and is none."""
    return [
        layout.complaint("unreadable-number", f"{cell.text!r} is not one number", cell.place)
        for cell in row
        if _is_broken(cell)
    ]


def _is_broken(cell: RawCell) -> bool:
    return classify(cell.text) is CellKind.TEXT and looks_numeric(cell.text)


def _total(row: Row, layout: LinesLayout) -> Cell | None:
    """The amount of the 金额合计 row: its first figure, in whichever column it stands."""
    first = next((cell for cell in row if classify(cell.text) in _FIGURES or _is_broken(cell)), None)
    return None if first is None or _is_broken(first) else make_cell(first.text, first.place, layout.unit)


def _after_name(cells: Row, project: str) -> int:
    """The index after the cell that repeats the project's name; 1 when the row has none (a side label comes first)."""
    wanted = label(project)
    for index, cell in enumerate(cells):
        if label(cell.text) == wanted:
            return index + 1
    return 1


def _split(cells: Row) -> tuple[list[RawCell], list[RawCell], list[RawCell]]:
    """Words before the first figure, the figures, and words after it."""
    words: list[RawCell] = []
    figures: list[RawCell] = []
    notes: list[RawCell] = []
    for cell in cells:
        kind = classify(cell.text)
        if kind in _FIGURES:
            figures.append(cell)
        elif kind in (CellKind.TEXT, CellKind.NONE_WORD) and not _is_broken(cell):
            (notes if figures else words).append(cell)
    return words, figures, notes


def _assign(figures: Row, layout: LinesLayout, complete: bool) -> dict[str, RawCell] | None:
    """Which figure is which: in the header's order when all are there, by column position otherwise.

    ``complete`` is False where the row has a figure that could not be read: then their number proves nothing.
    """
    order, header = layout.order, layout.header
    if complete and len(figures) == len(order):
        return dict(zip(order, figures, strict=True))
    by_column = {cell.place.column: cell for cell in figures}
    named = {
        header[c]: cell for c, cell in by_column.items() if c is not None and c < len(header) and header[c] in order
    }
    return named if len(named) == len(figures) and "明细金额" in named else None


def _money(cell: RawCell | None, unit: str) -> Cell | None:
    return None if cell is None else make_cell(cell.text, cell.place, unit)


def count_cell(cell: RawCell | None) -> Cell | None:
    """The cell of a printed quantity; None where it holds none."""
    digits = None if cell is None else number_text(cell.text)
    if cell is None or digits is None:
        return None
    row, column = cell.place.row or 0, cell.place.column or 0
    try:
        return Cell(row, column, cell.text, classify(cell.text), cell.place, quantity(digits, "", cell.text))
    except ValueError:
        return Cell(row, column, cell.text, CellKind.TEXT, cell.place)


def _flat(cell: RawCell) -> str:
    return cell.text.replace("\n", "")
