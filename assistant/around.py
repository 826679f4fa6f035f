"""What stands around a printed place: its other printings, the checks on it, and the chain up to the totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.audit import decimal_text, shown_check
from assistant.chain import Chains
from assistant.evidence import citation_of
from assistant.records import Citation, ShownCheck
from corpus.checks.library import CrossCheck
from corpus.records import (
    Amount,
    Cell,
    Check,
    CheckStatus,
    Document,
    LineItem,
    Observation,
    Place,
    Reading,
    Severity,
    Statement,
)

_WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another printing of the same statement. ``difference``: the found amount less this one, in 0.0001 of the unit."""

    citation: Citation
    amount: Amount
    difference: int

    def to_json(self) -> dict[str, Any]:
        """The citation object with the amount printed there and the difference, as decimal strings."""
        return {
            **self.citation.to_json(),
            **_amount_json(self.amount),
            "difference": decimal_text(self.difference, self.amount.unit),
        }


@dataclass(frozen=True, slots=True)
class Found:
    """A printed place that was looked for. ``header`` names the columns of its row, as far as cells are filled.

    ``agrees`` and ``disagrees`` are other printings of the same statement, compared within half the printed steps of
    both, and places that a check holds against this one alone. ``checks`` are all that were run on this very place,
    ``between`` those against another document, with that document.
    ``chain`` leads from it up to the totals, "" where no check does. ``direction`` is that of a stated change.
    """

    citation: Citation
    amount: Amount | None
    header: tuple[str, ...] = ()
    agrees: tuple[Elsewhere, ...] = ()
    disagrees: tuple[Elsewhere, ...] = ()
    checks: tuple[ShownCheck, ...] = ()
    between: tuple[tuple[ShownCheck, Document], ...] = ()
    chain: str = ""
    direction: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The citation object with what stands around it."""
        return {
            **self.citation.to_json(),
            **_amount_json(self.amount),
            "header": list(self.header),
            "agrees": [item.to_json() for item in self.agrees],
            "disagrees": [item.to_json() for item in self.disagrees],
            "checks": [item.to_json() for item in self.checks],
            "between": [
                {**item.to_json(), "other": {"id": other.id, "name": other.name}} for item, other in self.between
            ],
            "chain": self.chain,
        }


@dataclass(slots=True)
class Surroundings:
    """What one document says at each place: made once for all places that are looked up in it."""

    reading: Reading
    between: Sequence[CrossCheck] = ()
    printings: dict[Place, list[tuple[Statement, Observation]]] = field(default_factory=lambda: defaultdict(list))
    checks: dict[Place, list[Check]] = field(default_factory=lambda: defaultdict(list))
    across: dict[Place, list[CrossCheck]] = field(default_factory=lambda: defaultdict(list))
    chains: Chains = field(init=False)

    def __post_init__(self) -> None:
        self.chains = Chains(self.reading)
        for statement in self.reading.statements:
            for observation in statement.observations:
                self.printings[observation.place].append((statement, observation))
        for check in self.reading.checks:
            if check.status is not CheckStatus.NOT_RUN:
                for place in dict.fromkeys((*check.expected_places, *check.actual_places)):
                    self.checks[place].append(check)
        own = self.reading.document.id
        for item in self.between:
            places = item.check.expected_places if item.expected.id == own else item.check.actual_places
            for place in dict.fromkeys(places if item.check.status is not CheckStatus.NOT_RUN else ()):
                self.across[place].append(item)

    def found(self, place: Place, amount: Amount | None) -> Found:
        """The place with its other printings and its checks."""
        printings = self.printings.get(place, [])
        amount = amount or next((item.amount for _, item in printings if item.amount is not None), None)
        others: dict[str, tuple[Elsewhere, bool]] = {}
        for same in self._elsewhere(place, amount, (statement for statement, _ in printings)):
            others.setdefault(same[0].citation.id, same)
        for opposite in self._opposite(place, amount):
            others.setdefault(opposite[0].citation.id, opposite)
        document = self.reading.document.id
        return Found(
            citation=citation_of(self.reading, place, 1),
            amount=amount,
            header=_header(self.reading, place),
            agrees=tuple(item for item, agrees in others.values() if agrees),
            disagrees=tuple(item for item, agrees in others.values() if not agrees),
            checks=tuple(shown_check(check, document, ()) for check in self.checks.get(place, ()) if _tells(check)),
            between=tuple(self._across(place)),
            chain=self._chain(printings),
            direction=next((item.direction for _, item in printings if item.direction), None),
        )

    def _across(self, place: Place) -> Iterator[tuple[ShownCheck, Document]]:
        """The checks of this place against another document, each with that document."""
        own = self.reading.document
        for item in self.across.get(place, ()):
            other = item.actual if item.expected.id == own.id else item.expected
            yield shown_check(item.check, own.id, ()), other

    def _chain(self, printings: Sequence[tuple[Statement, Observation]]) -> str:
        """The longest way up of what the place states."""
        levels = [
            self.chains.of(statement) for statement, item in printings if statement.view == "level" and item.amount
        ]
        best = max(levels, key=lambda chain: len(chain.steps), default=None)
        return best.sentence if best is not None and best.checks else ""

    def _elsewhere(
        self, place: Place, amount: Amount | None, statements: Iterable[Statement]
    ) -> Iterator[tuple[Elsewhere, bool]]:
        """The other printings of the statements that can be compared with ``amount``, and whether they agree."""
        seen = {place}
        for observation in (item for statement in statements for item in statement.observations):
            other = observation.amount
            if amount is None or other is None or observation.place in seen:
                continue
            seen.add(observation.place)
            agreement = agree(amount, other)
            if agreement is not None:
                citation = citation_of(self.reading, observation.place, 1)
                yield Elsewhere(citation, other, amount.value - other.value), agreement

    def _opposite(self, place: Place, amount: Amount | None) -> Iterator[tuple[Elsewhere, bool]]:
        """The single places that a check compares with this single one: a sentence and the table it speaks of."""
        for check in self.checks.get(place, ()):
            sides = (check.expected_places, check.actual_places)
            one_with_one = all(len(side) == 1 for side in sides)
            # A part within its whole is another amount, whether it is less or, wrongly, more.
            if (
                check.difference is None
                or check.severity is Severity.NOTICE
                or _WITHIN in check.rule
                or not one_with_one
            ):
                continue
            other_place = next((side[0] for side in sides if side[0] != place), place)
            other = next((item.amount for _, item in self.printings.get(other_place, ()) if item.amount), None)
            if amount is not None and other is not None and other.unit == amount.unit and other_place != place:
                citation = citation_of(self.reading, other_place, 1)
                difference = amount.value - other.value
                yield Elsewhere(citation, other, difference), check.status is not CheckStatus.FAIL


def _tells(check: Check) -> bool:
    """Whether a check says something of the place's figure: not one that only found a row or a name to be there."""
    return check.status is not CheckStatus.PASS or check.difference is not None


def agree(one: Amount, other: Amount) -> bool | None:
    """Whether two printings can mean the same: None where they cannot be compared (another unit, 约, two bounds).

    Two figures agree if they differ by no more than half the printed steps of both; a figure agrees with a bound
    (≥, ≤, >, <) that it keeps.
    """
    if one.unit != other.unit or "约" in (one.qualifier, other.qualifier):
        return None
    if one.qualifier == other.qualifier == "=":
        return 2 * abs(one.value - other.value) <= one.step + other.step
    if one.qualifier != "=" and other.qualifier != "=":
        return None
    figure, bound = (one, other) if one.qualifier == "=" else (other, one)
    return {
        "≥": figure.value >= bound.value,
        ">": figure.value > bound.value,
        "≤": figure.value <= bound.value,
        "<": figure.value < bound.value,
    }[bound.qualifier]


def _header(reading: Reading, place: Place) -> tuple[str, ...]:
    """The names of the columns in which the place's row is filled; () outside a table or where they have no names."""
    if place.table is None:
        return ()
    table = next((item for item in reading.tables if item.key == place.table), None)
    if table is None:
        return ()
    half = next((column.half for column in table.columns if column.index == place.column), None)
    filled = [cell for cell in table.cells if cell.row == place.row and cell.text.strip()]
    line = _line_item(reading, place)
    if line is not None:
        return tuple(_line_column(line, cell) for cell in filled)
    at = {cell.column for cell in filled}
    columns = [item for item in table.columns if item.index in at and (half is None or item.half == half)]
    return tuple(column.name for column in columns) if any(column.name for column in columns) else ()


def _line_item(reading: Reading, place: Place) -> LineItem | None:
    lines = (line for project in reading.projects for line in project.lines)
    return next((line for line in lines if (line.table, line.row) == (place.table, place.row)), None)


def _line_column(line: LineItem, cell: Cell) -> str:
    """What a cell of a line item is: by its meaning, since rows of published forms are often out of step."""
    for name, known in (("明细金额", line.amount), ("单价", line.unit_price), ("数量", line.quantity)):
        if known is not None and known.column == cell.column:
            return name
    text = " ".join(cell.text.split())
    named = (("项目明细", line.detail), ("项目内容", line.content), ("备注", line.note))
    return next((name for name, known in named if known and " ".join(known.split()) == text), "")


def _amount_json(amount: Amount | None) -> dict[str, Any]:
    if amount is None:
        return {"amount": None, "unit": "", "step": None, "qualifier": "="}
    return {
        "amount": decimal_text(amount.value, amount.unit),
        "unit": amount.unit,
        "step": decimal_text(amount.step, amount.unit),
        "qualifier": amount.qualifier,
    }
