"""One row of 项目构成分解 to a line item, whatever column its values slipped into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.amounts import classify, number_text, quantity
from corpus.normal import label
from corpus.records import Cell, CellKind, LineItem, Problem, RawCell
from corpus.tables import make_cell

_FIGURES = (CellKind.NUMBER, CellKind.ZERO)


def read_line(
    row: Sequence[RawCell],
    project: str,
    order: Sequence[str],
    header: Sequence[str],
    key: str,
    table: str,
    number: int,
    unit: str,
) -> tuple[LineItem | None, Problem | None]:
    """The line item of ``row``: after the project's own name come content and detail, then the figures in ``order``.

    ``order`` lists those of 明细金额, 单价, 数量 that the header prints, left to right; ``header`` is the header row, used
    where a row has fewer figures than the header announces. ``number`` is the row in ``table``; amounts are in ``unit``.
    """
    cells = [replace(raw, place=replace(raw.place, table=table, row=number, column=c)) for c, raw in enumerate(row)]
    start = _after_name(cells, project)
    words, figures, notes = _split(cells[start:])
    if not figures:
        return None, Problem("line-without-amount", f"{project}: a row of 构成分解 has no figure", cells[0].place if cells else None)
    values = _assign(figures, order, header)
    if values is None:
        place = figures[0].place
        return None, Problem("ragged-row", f"{project}: {len(figures)} figures where {len(order)} are announced", place)
    quantity_cell = values.get("数量")
    item = LineItem(
        key=key,
        content=_flat(words[0]) if words else "",
        detail=_flat(words[1]) if len(words) > 1 else "",
        amount=_money(values.get("明细金额"), unit),
        unit_price=_money(values.get("单价"), unit),
        quantity=_count(quantity_cell),
        note=_flat(notes[-1]) if notes else "",
        table=table,
        row=number,
    )
    return item, None


def read_total(row: Sequence[RawCell], table: str, number: int, unit: str) -> Cell | None:
    """The amount of the 金额合计 row: its first figure, in whichever column it stands."""
    for column, raw in enumerate(row):
        if classify(raw.text) in _FIGURES:
            return make_cell(raw.text, replace(raw.place, table=table, row=number, column=column), unit)
    return None


def _after_name(cells: Sequence[RawCell], project: str) -> int:
    """The index after the cell that repeats the project's name; 1 when the row has none (a side label comes first)."""
    wanted = label(project)
    for index, cell in enumerate(cells):
        if label(cell.text) == wanted:
            return index + 1
    return 1


def _split(cells: Sequence[RawCell]) -> tuple[list[RawCell], list[RawCell], list[RawCell]]:
    """Words before the first figure, the figures, and words after it."""
    words: list[RawCell] = []
    figures: list[RawCell] = []
    notes: list[RawCell] = []
    for cell in cells:
        kind = classify(cell.text)
        if kind in _FIGURES:
            figures.append(cell)
        elif kind is CellKind.TEXT or kind is CellKind.NONE_WORD:
            (notes if figures else words).append(cell)
    return words, figures, notes


def _assign(figures: Sequence[RawCell], order: Sequence[str], header: Sequence[str]) -> dict[str, RawCell] | None:
    """Which figure is which: in the header's order when all are there, by column position otherwise."""
    if len(figures) == len(order):
        return dict(zip(order, figures, strict=True))
    by_column = {cell.place.column: cell for cell in figures}
    named = {header[c]: cell for c, cell in by_column.items() if c is not None and c < len(header) and header[c] in order}
    return named if len(named) == len(figures) and "明细金额" in named else None


def _money(cell: RawCell | None, unit: str) -> Cell | None:
    return None if cell is None else make_cell(cell.text, cell.place, unit)


def _count(cell: RawCell | None) -> Cell | None:
    if cell is None:
        return None
    digits = number_text(cell.text)
    kind = classify(cell.text)
    amount = quantity(digits, "", cell.text) if digits is not None else None
    return Cell(cell.place.row or 0, cell.place.column or 0, cell.text, kind, cell.place, amount)


def _flat(cell: RawCell) -> str:
    return cell.text.replace("\n", "")
