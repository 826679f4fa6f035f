"""The scope selector: which choices the loaded documents leave, and the Scope that a selection means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.records import Scope
from assistant.web.texts import Texts
from corpus.records import Document

FIELDS = ("organisation", "level", "year", "stage", "document")
"""The fields of the selector in the order in which it shows them."""


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector: its label, its choices as (shown text, value) with automatic ("") first, and the chosen value."""

    label: str
    choices: tuple[tuple[str, str], ...]
    value: str


def selectors(documents: Sequence[Document], selected: Sequence[str], words: Texts) -> tuple[Selector, ...]:
    """The selectors in the order of ``FIELDS``. Each offers what fits the values selected in the others.

    ``selected`` holds one value a field, "" for automatic. A value that no document has is dropped.
    """
    wanted = dict(zip(FIELDS, selected, strict=True))
    made: list[Selector] = []
    for field in FIELDS:
        others = {name: value for name, value in wanted.items() if name != field and value}
        fitting = [item for item in documents if all(_value(item, name) == value for name, value in others.items())]
        found = dict.fromkeys((_shown(item, field, words), _value(item, field)) for item in fitting)
        choices = ((words.automatic, ""), *sorted(pair for pair in found if pair[1]))
        value = wanted[field] if any(pair[1] == wanted[field] for pair in choices) else ""
        made.append(Selector(str(getattr(words, field)), choices, value))
    return tuple(made)


def scope_of(selected: Sequence[str]) -> Scope | None:
    """The Scope for the selected values, None when all are automatic."""
    values = dict(zip(FIELDS, selected, strict=True))
    if not any(values.values()):
        return None
    year = values.pop("year")
    return Scope(year=int(year) if year else None, **values)


def summary(chosen: Sequence[Selector], words: Texts) -> str:
    """The selection in one line for the selector's title: its values, or automatic."""
    shown = [next(name for name, value in item.choices if value == item.value) for item in chosen if item.value]
    separator = "：" if words.language == "zh" else ": "
    return words.scope + separator + (" · ".join(shown) or words.scope_automatic)


def _value(document: Document, field: str) -> str:
    if field == "year":
        return "" if document.fiscal_year is None else str(document.fiscal_year)
    return document.id if field == "document" else str(getattr(document, field))


def _shown(document: Document, field: str, words: Texts) -> str:
    if field == "year" and document.fiscal_year is not None:
        return words.year_of.format(year=document.fiscal_year)
    return document.name if field == "document" else _value(document, field)
