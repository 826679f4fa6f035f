"""The money of a form on one sheet: totals of the project and of the year with their sources, or columns by stage.

A source of money is told by its own words where it names the year (当年财政拨款, 上年结转), else by the total in whose
column it stands. A line that could belong to either total is a problem and no fact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from corpus.amounts import SCALES, classify, fold, money, number_text, target
from corpus.form_draft import Draft, compact
from corpus.form_words import (
    FUNDING_PARTS,
    OPEN_TOTALS,
    PROJECT_TOTALS,
    STAGE_COLUMNS,
    YEAR_TOTALS,
    of_the_year,
    part_measure,
    staged,
)
from corpus.records import Cell, CellKind, Place, RawCell
from corpus.tables import make_cell

_SCALES = "|".join(sorted(SCALES, key=len, reverse=True))
_LEAD = re.compile(r"^(?:[一二三四五六七八九]、|\([一二三四五六七八九]\)|\d[.、]|其中[:：]?|[-—●·])+")
_UNIT = re.compile(rf"\((?:单位[:：])?({_SCALES})\)$")
_WITH_SCALE = re.compile(rf"(?P<number>[-\d,.]+)\s*(?P<scale>{_SCALES})")
_MIN_STAGES = 2


@dataclass(frozen=True, slots=True)
class Label:
    """A funding label in a cell: its name, the unit printed behind it and the value printed in the same cell."""

    name: str
    unit: str = ""
    value: str | None = None


def funding_label(text: str) -> Label | None:
    """The funding label that a cell holds, None if it holds none."""
    folded = _LEAD.sub("", compact(text).replace("：", ":"))
    head, colon, value = folded.partition(":")
    unit = _UNIT.search(head)
    name = head[: unit.start()] if unit else head
    if name not in PROJECT_TOTALS | YEAR_TOTALS | OPEN_TOTALS | set(FUNDING_PARTS):
        return None
    return Label(name, unit[1] if unit else "", value if colon and value else None)


def is_total(name: str) -> bool:
    """Whether a funding label's name is that of a total."""
    return name in PROJECT_TOTALS or name in YEAR_TOTALS or name in OPEN_TOTALS


def unit_of(text: str) -> str:
    """The unit that a side label of the money prints (项目资金（元）, 元 alone in brackets), "" if none."""
    folded = compact(text)
    unit = _UNIT.search(folded)
    return unit[1] if unit and (unit.start() == 0 or "资金" in folded or "预算" in folded or "经费" in folded) else ""


def stage_columns(row: Sequence[RawCell]) -> dict[int, str]:
    """The columns of a 绩效自评表's amounts with the standard names of their stages; {} where the row heads none."""
    found: dict[int, str] = {}
    for column, cell in enumerate(row):
        text = compact(cell.text)
        name = next((name for pattern, name, _ in STAGE_COLUMNS if text and pattern.fullmatch(text)), "")
        if name:
            found[column] = name
    return found if len(found) >= _MIN_STAGES and "全年执行数" in found.values() else {}


class FundingReader:
    """Reads the rows of one form in order; ``is_label`` says whether a text is any label of the form, not a value."""

    def __init__(self, draft: Draft, is_label: Callable[[str], bool]) -> None:
        self._draft = draft
        self._is_label = is_label
        self._totals: dict[int, bool] = {}
        self._stages: dict[int, str] = {}
        self._headed: set[int] = set()

    def read(self, cells: Sequence[RawCell]) -> bool:
        """Take in a row whose cells are placed; False where it has no funding line."""
        stages = stage_columns(cells)
        if stages:
            self._stages, self._headed = stages, {c for c, cell in enumerate(cells) if cell.text.strip()}
            return True
        found = [(c, known) for c, cell in enumerate(cells) if (known := funding_label(cell.text)) is not None]
        if not found or (not self._totals and not is_total(found[0][1].name)):
            return False
        if self._stages:
            self._staged(cells, *found[0])
            return True
        for column, known in found:
            if is_total(known.name):
                self._totals[column] = known.name in PROJECT_TOTALS
        for column, known in found:
            self._line(cells, column, known, [c for c, other in found if other.name == known.name])
        return True

    def _line(self, cells: Sequence[RawCell], column: int, known: Label, same: Sequence[int]) -> None:
        measure = self._measure(column, known.name, same)
        if known.name in OPEN_TOTALS and {"项目总预算", "当年预算"} & set(self._draft.funding):
            measure = None
        if measure is None:
            message = f"the form does not say to which of its totals {known.name} belongs; it is not read"
            self._draft.complain("ambiguous-funding", message, cells[column].place)
        elif measure:
            cell = self._value(cells, column, known)
            self._draft.funding.setdefault(measure, []).append(cell)

    def _measure(self, column: int, name: str, same: Sequence[int]) -> str | None:
        """The measure of a label; "" for a line that states nothing of its own, None where it could be of either."""
        if name in PROJECT_TOTALS:
            return "项目总预算"
        if is_total(name):
            return "当年预算"
        whole = not of_the_year(name) and self._under_project(column, same)
        return None if whole is None else part_measure(name, whole)

    def _under_project(self, column: int, same: Sequence[int]) -> bool | None:
        kinds = set(self._totals.values())
        if len(kinds) == 1:
            return kinds.pop()
        if len(same) == len(self._totals):  # both columns of the row: the first is that of the first total
            return self._totals[sorted(self._totals)[list(same).index(column)]]
        distance = {abs(column - c): whole for c, whole in sorted(self._totals.items())}
        ties = sorted(abs(column - c) for c in self._totals)
        return distance[ties[0]] if len(ties) < 2 or ties[0] != ties[1] else None

    def _value(self, cells: Sequence[RawCell], column: int, known: Label) -> Cell:
        unit = known.unit or self._draft.unit
        own = cells[column]
        if known.value is not None:
            return self._amount(known.value, _part(own.place, known.value), unit)
        for later in cells[column + 1 :]:
            if self._is_label(later.text):
                break
            if later.text.strip():
                return self._amount(later.text, later.place, unit)
        blank = cells[column + 1] if column + 1 < len(cells) and not cells[column + 1].text else own
        return make_cell("", blank.place, unit)

    def _amount(self, text: str, place: Place, unit: str) -> Cell:
        cell = amount_cell(text, place, unit)
        if cell.kind is CellKind.TEXT:
            self._draft.complain("unreadable-number", f"{text!r} is not one amount", place)
        return cell

    def _staged(self, cells: Sequence[RawCell], column: int, known: Label) -> None:
        """A row of a 绩效自评表: one amount in each column of a stage."""
        if is_total(known.name):
            self._totals[column] = False
        measure = "当年预算" if is_total(known.name) else part_measure(known.name, whole_project=False)
        aligned = _aligned(cells, column, self._stages, self._headed)
        if aligned is None:
            message = f"the amounts of {known.name} do not stand under their headers; they are not read"
            self._draft.complain("ragged-row", message, cells[column].place)
            return
        for stage, cell in aligned.items():
            if stage == "执行率":
                if is_total(known.name):
                    self._draft.funding.setdefault(staged(measure, stage), []).append(_rate(cell))
                continue
            made = self._amount(cell.text, cell.place, known.unit or self._draft.unit)
            self._draft.funding.setdefault(staged(measure, stage), []).append(made)


def _aligned(
    cells: Sequence[RawCell], label_at: int, stages: Mapping[int, str], headed: Set[int]
) -> dict[str, RawCell] | None:
    """The cell of each stage; by the order of the filled cells where a page break moved them; None if that fails."""
    filled = [c for c in range(label_at + 1, len(cells)) if cells[c].text.strip()]
    if set(filled) <= headed:
        return {name: cells[c] for c, name in stages.items() if c < len(cells)}
    order = [c for c in sorted(headed) if c >= min(stages)]
    if len(filled) != len(order):
        return None
    moved = dict(zip(order, filled, strict=True))
    return {name: cells[moved[c]] for c, name in stages.items()}


def amount_cell(text: str, place: Place, unit: str) -> Cell:
    """The cell of an amount in ``unit``, or in the unit printed with it (300万元)."""
    match = _WITH_SCALE.fullmatch(fold(text).strip())
    digits = number_text(match["number"]) if match else None
    if match is None or digits is None:
        return make_cell(text, place, unit)
    try:
        amount = money(digits, match["scale"], text)
    except ValueError:
        return Cell(place.row or 0, place.column or 0, text, CellKind.TEXT, place)
    return Cell(place.row or 0, place.column or 0, text, classify(match["number"]), place, amount)


def _rate(cell: RawCell) -> Cell:
    """A rate of execution as printed: with its percent sign, or as a bare number that has no unit."""
    amount = target(cell.text)
    kind = classify(cell.text)
    if kind is CellKind.TEXT and amount is not None:
        kind = CellKind.NUMBER if amount.value else CellKind.ZERO
    return Cell(cell.place.row or 0, cell.place.column or 0, cell.text, kind, cell.place, amount)


def _part(place: Place, value: str) -> Place:
    """The place of a value behind its label in one cell; the whole cell where the value cannot be found in it."""
    at = place.printed.rfind(value)
    if at < 0:
        return place
    part = replace(place, printed=value)
    if place.char_from is None:
        return part
    start = place.char_from + at
    return replace(part, char_from=start, char_to=start + len(value))
