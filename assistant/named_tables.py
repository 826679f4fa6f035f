"""The tables of a document that a question names, in full or in short: 财政拨款收支总表, 经济分类表, “三公”经费表."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.facts_view import FactsView
from assistant.labels import flat
from assistant.places import caption_of
from corpus.records import Statement


def tables_named(view: FactsView, said: str) -> frozenset[str]:
    """The keys of the tables whose caption holds what is said in order, those with the shortest caption alone."""
    fitting = [
        (len(caption), table.key)
        for table in view.reading.tables
        if (caption := flat(caption_of(table))) and _holds(caption, said)
    ]
    shortest = min((length for length, _ in fitting), default=0)
    return frozenset(key for length, key in fitting if length == shortest)


def printed_in(view: FactsView, found: Sequence[Statement], said: str) -> list[Statement]:
    """The statements with their printings in the table that is named; all of them where none is ("" said)."""
    if not said:
        return list(found)
    tables = tables_named(view, said)
    kept = []
    for statement in found:
        inside = tuple(o for o in statement.observations if o.place.table in tables)
        if inside:
            kept.append(replace(statement, observations=inside))
    return kept


def _holds(caption: str, said: str) -> bool:
    """Whether the characters that are said stand in the caption in the same order."""
    rest = iter(caption)
    return all(char in rest for char in said)
