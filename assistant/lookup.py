"""From an id, an amount, words or a code to every printed place that answers to it, and to what stands against it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.around import Found, Surroundings
from assistant.chinese_numbers import arabic
from assistant.evidence import UnknownCitationError
from assistant.prose_amounts import printed_in_prose
from corpus.amounts import SCALES, fold, money, number_text, quantity
from corpus.checks.library import CrossCheck, run_library_checks
from corpus.normal import label
from corpus.records import Amount, Place, Reading
from corpus.store import Source

if TYPE_CHECKING:
    from assistant.library import Library

_TYPED = re.compile(r"(?P<number>[-+(]?[\d,.\s]+\)?)\s*(?P<unit>\D*)")
_SHORT_SCALES = {"千": "千元", "万": "万元", "百万": "百万元", "亿": "亿元", "rmb": "元", "yuan": "元"}
_MOST_HITS = 2000
_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")


class UnreadableQueryError(ValueError):
    """What was typed is not an amount, or not a code; the message shows how one is written."""


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
        around = Surroundings(reading, _between(library, document.id))
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
        around = Surroundings(library.reading(document_id), _between(library, document_id))
        for position in positions:
            found[position] = around.found(*wanted[position][1:])
    return [found[position] for position in sorted(found)]


def _between(library: Library, document_id: str) -> tuple[CrossCheck, ...]:
    """The checks that hold the document against another of the library: of the same organisation, so few are read."""
    documents = library.documents()
    names = {label(item.organisation) for item in documents if item.id == document_id}
    kin = [item for item in documents if label(item.organisation) in names]
    return run_library_checks(kin, library.reading, document_id) if len(kin) > 1 else ()
