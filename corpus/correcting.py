"""Corrections of misread cells, applied to the grids of a document before tables, facts and checks are made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.normal import mark_of, tidy
from corpus.records import Block, Cell, Correction, Grid, Place, Problem, RawCell, Reading, Table

Position = tuple[object, ...]


class CorrectionError(ValueError):
    """A correction that cannot be made or taken back; the message says why and what to do. Nothing was changed.

    ``kind`` is a short stable word for the reason.
    """

    def __init__(self, kind: str, message: str) -> None:
        self.kind = kind
        super().__init__(message)


def position(place: Place) -> Position:
    """What finds a cell again in the same bytes, however its table is put together: page, line, characters, box."""
    box = place.bbox and tuple(round(value, 1) for value in place.bbox)
    return place.page, place.line, place.char_from, place.char_to, box


def correct_cells(
    blocks: Sequence[Block], corrections: Sequence[Correction]
) -> tuple[list[Block], tuple[Correction, ...], list[Problem]]:
    """The blocks with the corrected texts, the corrections that were applied, and a problem for each other one.

    Of several corrections of one cell the last counts. ``before`` of an applied one is what the reader says now.
    """
    wanted = {position(item.place): item for item in corrections}
    counts = Counter(place for cell in _cells(blocks) if (place := position(cell.place)) in wanted)
    wanted = {place: item for place, item in wanted.items() if counts[place] == 1}
    applied: dict[Position, Correction] = {}

    def corrected(cell: RawCell) -> RawCell:
        item = wanted.get(position(cell.place))
        if item is None:
            return cell
        after = tidy(item.after)
        applied[position(cell.place)] = replace(item, place=cell.place, before=cell.text, after=after)
        return replace(cell, text=after, checked=mark_of(after))

    changed: list[Block] = [
        replace(block, rows=tuple(tuple(map(corrected, row)) for row in block.rows))
        if isinstance(block, Grid) and any(position(cell.place) in wanted for row in block.rows for cell in row)
        else block
        for block in blocks
    ]
    missed = [
        _missed(item, counts[position(item.place)]) for item in corrections if position(item.place) not in applied
    ]
    return changed, tuple(applied.values()), missed


def _cells(blocks: Iterable[Block]) -> Iterable[RawCell]:
    return (cell for block in blocks if isinstance(block, Grid) for row in block.rows for cell in row)


def _missed(item: Correction, found: int) -> Problem:
    why = "there is no cell at its place any more" if not found else f"{found} cells share its place"
    message = f"the correction to “{item.after}” by {item.who} was not applied: {why}"
    return Problem("correction-not-applied", message, item.place)


def placed_in_tables(corrections: Sequence[Correction], tables: Sequence[Table]) -> tuple[Correction, ...]:
    """The corrections with the places that their cells have in ``tables``, in the order of the tables."""
    if not corrections:
        return ()
    wanted = {position(item.place): item for item in corrections}
    found: dict[Position, Correction] = {}
    for cell in (cell for table in tables for cell in table.cells):
        where = position(cell.place)
        if where in wanted and where not in found:
            found[where] = replace(wanted[where], place=cell.place)
    # A cell that no table shows was corrected all the same.
    return (*found.values(), *(item for where, item in wanted.items() if where not in found))


def correction_at(reading: Reading, place: Place) -> Correction | None:
    """The correction of the cell at ``place``, or of the cell that the place is a part of; None if there is none."""
    if not reading.corrections or place.table is None:
        return None
    where = (place.table, place.row, place.column)
    return next((c for c in reading.corrections if (c.place.table, c.place.row, c.place.column) == where), None)


def cell_of(reading: Reading, place: Place) -> Cell | None:
    """The cell of a table or form that stands exactly at ``place``, None if there is none."""
    cells = (cell for table in reading.tables if table.key == place.table for cell in table.cells)
    return next((cell for cell in cells if (cell.row, cell.column) == (place.row, place.column)), None)
