"""From an id, an amount, words or a code to every printed place that answers to it, and to what stands against it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.audit import decimal_text, shown_check
from assistant.chain import Chains
from assistant.chinese_numbers import arabic
from assistant.evidence import UnknownCitationError, citation_of
from assistant.prose_amounts import printed_in_prose
from assistant.records import Citation, ShownCheck
from corpus.amounts import SCALES, fold, money, number_text, quantity
from corpus.checks.library import CrossCheck, run_library_checks
from corpus.normal import label
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
from corpus.store import Source

if TYPE_CHECKING:
    from assistant.library import Library

_TYPED = re.compile(r"(?P<number>[-+(]?[\d,.\s]+\)?)\s*(?P<unit>\D*)")
_SHORT_SCALES = {"千": "千元", "万": "万元", "百万": "百万元", "亿": "亿元", "rmb": "元", "yuan": "元"}
_WITHIN = "within"
_MOST_HITS = 2000
_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")


class UnreadableQueryError(ValueError):
    """What was typed is not an amount, or not a code; the message shows how one is written."""


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


def by_id(library: Library, citation_id: str) -> Found:
    """The place of that citation id; ``UnknownCitationError`` if no document of the library has it."""
    source = library.source(citation_id)
    if source is None:
        raise UnknownCitationError(citation_id)
    return _found(library, [(source.document.id, source.place, source.amount)])[0]


def by_amount(library: Library, typed: str) -> list[Found]:
    """Every place that prints the amount in any unit, within the rounding of what is printed and of what was typed.

    ``typed`` as people write it: 4177600, 4,177,600.00, 417.76万元, 四百一十七万元, 95%. A bare number is money in 元,
    and also finds the places that print the same digits in 万元 or 亿元. A negative one also finds what a sentence
    calls a decrease. Exact ones first. ``UnreadableQueryError`` if it is none.
    """
    found: dict[str, tuple[int, Source]] = {}
    less: set[str] = set()
    for amount, scales in _meanings(typed):
        for value in dict.fromkeys((amount.value, abs(amount.value))):
            # Half the printed step of the place itself is added by the store.
            for source in library.find_amount(value, amount.step // 2, amount.unit):
                if _answers(source.amount, value, scales) and source.id not in found:
                    found[source.id] = (abs((source.amount.value if source.amount else 0) - value), source)
                    less.update({source.id} if value != amount.value else ())
    nearest = [source for _, source in sorted(found.values(), key=lambda item: item[0])]
    places = _found(library, [(source.document.id, source.place, source.amount) for source in nearest])
    kept = [item for item in places if item.citation.id not in less or item.direction == "decrease"]
    return [*kept, *_in_prose(library, typed, nearest)]


def _in_prose(library: Library, typed: str, known: Sequence[Source]) -> list[Found]:
    """The places in sentences that state nothing by themselves; a bare number is not looked for in other units."""
    amount, _ = _meanings(typed)[0]
    stated = {(source.document.id, *_spot(source.place)) for source in known}
    wanted = [
        (document.id, place, printed)
        for document, place, printed in printed_in_prose(library, amount)
        if (document.id, *_spot(place)) not in stated
    ]
    return _found(library, wanted)


def _spot(place: Place) -> tuple[int | None, int | None, int | None]:
    return place.page, place.line, place.char_from


def _answers(printed: Amount | None, value: int, scales: Sequence[str]) -> bool:
    """Whether a place that is near enough can mean the value: a printed zero means zero only, a minus what is below."""
    if printed is None or (scales and printed.scale not in scales):
        return False
    return (printed.value > 0) == (value > 0) and (printed.value < 0) == (value < 0)


def by_words(library: Library, words: str, limit: int = 200) -> list[Found]:
    """At most ``limit`` places whose text holds all the words, separated by white space; else those whose row does."""
    sources = library.search_text(words, limit) or _in_rows(library, words.split(), limit)
    return _found(library, [(source.document.id, source.place, source.amount) for source in sources])


def _in_rows(library: Library, words: Sequence[str], limit: int) -> list[Source]:
    """The places that hold the last of several words, in rows whose other cells hold the others."""
    rows: list[set[tuple[str, str | None, int | None]]] = []
    last: list[Source] = []
    for word in words if len(words) > 1 else ():
        last = [source for source in library.search_text(word, _MOST_HITS) if source.place.table is not None]
        rows.append({(source.document.id, source.place.table, source.place.row) for source in last})
    both = set.intersection(*rows) if rows else set()
    return [source for source in last if (source.document.id, source.place.table, source.place.row) in both][:limit]


def by_code(library: Library, typed: str) -> list[Found]:
    """Every amount of that classification code (2050801 or 205 08 01), in tables and sentences, document by document.

    ``UnreadableQueryError`` if what was typed is no code of three, five or seven digits.
    """
    code = re.sub(r"\s+", "", fold(typed))
    if not _CODE.fullmatch(code):
        raise UnreadableQueryError(f"{typed!r} is no classification code. Write 205, 205 08 or 2050801.")
    found = []
    for document in library.documents():
        reading = library.reading(document.id)
        around = _Surroundings(reading, _between(library, document.id))
        found += [around.found(place, amount) for place, amount in _amounts_of_code(reading, code)]
    return found


def _amounts_of_code(reading: Reading, code: str) -> Iterator[tuple[Place, Amount | None]]:
    for table in reading.tables:
        rows = {(label.row, label.half) for label in table.labels if label.code == code}
        amounts = {column.index: column.half for column in table.columns if column.role == "amount"}
        for cell in table.cells if rows else ():
            if cell.column in amounts and (cell.row, amounts[cell.column]) in rows and cell.text.strip():
                yield cell.place, cell.amount
    for statement in reading.statements:
        for item in statement.observations:
            if statement.subject.code == code and item.amount is not None and item.place.table is None:
                yield item.place, item.amount


def _meanings(typed: str) -> list[tuple[Amount, tuple[str, ...]]]:
    """What was typed as amounts, each with the printed scales to which its meaning is limited (none: any scale)."""
    match = _TYPED.fullmatch(fold(arabic(typed) or typed).strip().lstrip("¥").strip())
    digits = number_text(match["number"].strip()) if match else None
    if match is None or digits is None:
        raise UnreadableQueryError(
            f"{typed!r} is no amount. Write it like 4177600, 4,177,600.00, 417.76万元, 四百一十七万元 or 95%."
        )
    unit = match["unit"].strip()
    scale = _SHORT_SCALES.get(unit.lower(), unit)
    try:
        if scale in SCALES:
            return [(money(digits, scale, typed), ())]
        if unit:
            return [(quantity(digits, unit, typed), ())]
        larger = [(money(digits, scale, typed), (scale,)) for scale in SCALES if scale != "元"]
        return [(money(digits, "元", typed), ()), *larger]
    except ValueError as error:
        raise UnreadableQueryError(str(error)) from error


def _found(library: Library, wanted: Sequence[tuple[str, Place, Amount | None]]) -> list[Found]:
    """The places (of a document, with the amount there) in their order; each document is read once."""
    by_document: dict[str, list[int]] = defaultdict(list)
    for position, (document_id, _, _) in enumerate(wanted):
        by_document[document_id].append(position)
    found: dict[int, Found] = {}
    for document_id, positions in by_document.items():
        around = _Surroundings(library.reading(document_id), _between(library, document_id))
        for position in positions:
            found[position] = around.found(*wanted[position][1:])
    return [found[position] for position in sorted(found)]


def _between(library: Library, document_id: str) -> tuple[CrossCheck, ...]:
    """The checks that hold the document against another of the library: of the same organisation, so few are read."""
    documents = library.documents()
    names = {label(item.organisation) for item in documents if item.id == document_id}
    kin = [item for item in documents if label(item.organisation) in names]
    return run_library_checks(kin, library.reading, document_id) if len(kin) > 1 else ()


@dataclass(slots=True)
class _Surroundings:
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
