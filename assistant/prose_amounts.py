"""Amounts that sentences print and that state nothing by themselves: shares, areas, figures of a project's text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from corpus.amounts import SCALES
from corpus.narrative_text import Locator, quantities
from corpus.records import UNITS_PER_YUAN, Amount, Document, Paragraph, Place, Reading

if TYPE_CHECKING:
    from assistant.library import Library

_MOST_HITS = 200
_SHORTEST = 2
"""Digits of a number that is looked for as text; shorter ones stand in every second sentence."""


def printed_in_prose(library: Library, amount: Amount) -> Iterator[tuple[Document, Place, Amount]]:
    """The paragraphs in which that amount is printed, in any unit that gives the same digits, with what is printed.

    The place is that of the figure where a check knows it, else that of its paragraph.
    """
    seen: set[tuple[str, Place]] = set()
    for words in _spellings(amount):
        for source in library.search_text(words, _MOST_HITS):
            if source.place.table is not None:
                continue
            reading = library.reading(source.document.id)
            for place, printed in _figures_in(reading, source.place):
                if printed.unit == amount.unit and printed.qualifier in ("=", amount.qualifier):
                    near = 2 * abs(printed.value - amount.value) <= printed.step + amount.step
                    if near and (source.document.id, place) not in seen:
                        seen.add((source.document.id, place))
                        yield source.document, place, printed


def _spellings(amount: Amount) -> Iterator[str]:
    """The digits of the amount in each unit of money in which they are few, with and without separators."""
    scales: Iterable[int] = SCALES.values() if amount.unit == "元" else (1,)
    for scale in scales:
        exact = abs(Decimal(amount.value)) / UNITS_PER_YUAN / scale
        number = f"{exact.normalize():f}"
        if len(number.replace(".", "")) >= _SHORTEST and len(number.partition(".")[2]) <= 4:
            yield from dict.fromkeys((number, f"{Decimal(number):,}"))


def _figures_in(reading: Reading, at: Place) -> Iterator[tuple[Place, Amount]]:
    known = _known(reading)
    for paragraph in _paragraphs(reading, at):
        locator = Locator(paragraph)
        for found in quantities(paragraph.text):
            place = locator.place(found.char_from, found.char_to)
            yield next((item for item in known if _same(item, place)), paragraph.place), found.amount


def _paragraphs(reading: Reading, at: Place) -> Sequence[Paragraph]:
    return [paragraph for paragraph in reading.paragraphs if paragraph.place == at]


def _known(reading: Reading) -> list[Place]:
    """The places in sentences that checks cite."""
    places = (place for check in reading.checks for place in (*check.expected_places, *check.actual_places))
    return list(dict.fromkeys(place for place in places if place.table is None and place.char_from is not None))


def _same(one: Place, other: Place) -> bool:
    return (one.page, one.line, one.char_from) == (other.page, other.line, other.char_from)
