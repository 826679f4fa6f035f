"""A question over several documents at once: one slot for each year, organisation or level that is compared.

Near-twins are never put together by themselves: what the question leaves open must be the same for all slots, or the
question goes back for that one thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.mentions import Body, Mentions
from assistant.scope import Choice, is_full_budget
from corpus.records import Document

_MOST_DOCUMENTS = 24


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing compared: how it is called, and the documents that may be it (none where the library lacks it)."""

    label: str
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """The slots in the order said (years in order of time where all are meant), and along what they differ.

    ``ask`` and ``choices`` are the question back where the slots leave one thing open; ``every`` says that all there
    are were asked for, not named ones.
    """

    slots: tuple[Slot, ...] = ()
    axes: tuple[str, ...] = ()
    ask: str = ""
    choices: tuple[str, ...] = ()
    every: bool = False


def spread_of(choice: Choice) -> Spread | None:
    """The slots that the words of scope ask for; None where they speak of one document only."""
    said = choice.mentions
    budgets = [document for document in choice.pool if is_full_budget(document)]
    if len(budgets) < 2 or said.quoting:
        return None
    if said.every_body:
        return _of_all_bodies(said, budgets)
    years, bodies, levels = _years(said, budgets), _bodies(said, budgets), _levels(said, budgets)
    axes = tuple(name for name, values in (("year", years), ("body", bodies), ("level", levels)) if values)
    if not axes:
        return None
    if not years and said.years:
        budgets = [document for document in budgets if document.fiscal_year in said.years]
    if not bodies:
        budgets, back = _one_body(budgets, years, levels)
    else:
        budgets, back = (budgets, None) if years or said.years else _common_year(budgets, bodies)
    if back is not None or not budgets:
        return back
    slots = tuple(
        Slot(_label(year, body, level), tuple(d for d in budgets if _is_in(d, year, body, level)))
        for body in bodies or (None,)
        for level in levels or ("",)
        for year in years or (None,)
    )
    return Spread(slots, axes, every=said.every_year)


def with_last_year(document: Document, pool: Sequence[Document]) -> Spread | None:
    """A document beside that of the same organisation, level and stage of the year before, None without one."""
    if document.fiscal_year is None:
        return None
    before = tuple(d for d in pool if _sibling(d, document) and d.fiscal_year == document.fiscal_year - 1)
    slots = (Slot(f"{document.fiscal_year}年", (document,)), Slot(f"{document.fiscal_year - 1}年", before))
    return Spread(slots, ("year",)) if before else None


def stages_of_one_account(documents: Sequence[Document]) -> bool:
    """Whether documents differ in nothing but their stage: the budget and the final accounts of one year."""
    accounts = {(d.organisation, d.level, d.fiscal_year) for d in documents}
    return len(accounts) == 1 and len({d.stage for d in documents}) == len(documents)


def _sibling(one: Document, other: Document) -> bool:
    return is_full_budget(one) and (one.organisation, one.level, one.stage) == (
        other.organisation,
        other.level,
        other.stage,
    )


def _years(said: Mentions, budgets: Sequence[Document]) -> tuple[int, ...]:
    """The years that are compared: all (the last so many) of the library, or two and more that are named."""
    there = sorted({document.fiscal_year for document in budgets if document.fiscal_year is not None})
    if said.every_year and len(said.years) < 2:
        there = [year for year in there if not said.years or year <= said.years[0]]
        return tuple(there[-said.last :] if said.last else there) if len(there) > 1 else ()
    return said.years if len(set(said.years) & set(there)) > 1 else ()


def _bodies(said: Mentions, budgets: Sequence[Document]) -> tuple[Body, ...]:
    distinct = {body.names: body for body in said.bodies}
    return tuple(distinct.values()) if len(distinct) > 1 else ()


def _levels(said: Mentions, budgets: Sequence[Document]) -> tuple[str, ...]:
    there = {document.level for document in budgets}
    return said.levels if len(said.levels) > 1 and set(said.levels) <= there else ()


def _is_in(document: Document, year: int | None, body: Body | None, level: str) -> bool:
    return (
        (year is None or document.fiscal_year == year)
        and (body is None or document.organisation in body.names)
        and (not level or document.level == level)
    )


def _label(year: int | None, body: Body | None, level: str) -> str:
    """What a slot is called while its document is not known."""
    return f"{'、'.join(body.names) if body else ''}{f'{year}年' if year else ''}{level}"


def _one_body(
    budgets: Sequence[Document], years: Sequence[int], levels: Sequence[str]
) -> tuple[list[Document], Spread | None]:
    """The documents of the one organisation that has them for two of the years or for all levels; else ask which."""
    kept = []
    for name in {document.organisation for document in budgets}:
        own = [document for document in budgets if document.organisation == name]
        enough = len({d.fiscal_year for d in own} & set(years)) > 1 if years else {d.level for d in own} >= set(levels)
        kept += own if enough else []
    names = sorted({document.organisation for document in kept})
    if len(names) > 1:
        return [], Spread(ask="单位", choices=tuple(names))
    return (kept, None) if years else _one_year(kept)


def _one_year(budgets: Sequence[Document]) -> tuple[list[Document], Spread | None]:
    """The documents, if they are of one year; else the question back for the year."""
    years = sorted({document.fiscal_year for document in budgets if document.fiscal_year is not None})
    if len(years) > 1:
        return [], Spread(ask="年度", choices=tuple(f"{year}年" for year in years))
    return list(budgets), None


def _common_year(budgets: Sequence[Document], bodies: Sequence[Body]) -> tuple[list[Document], Spread | None]:
    """The documents of the one year that all the organisations have; else the question back for the year."""
    years = [{d.fiscal_year for d in budgets if d.organisation in body.names} for body in bodies]
    common = set.intersection(*years)
    return _one_year([document for document in budgets if document.fiscal_year in common])


def _of_all_bodies(said: Mentions, budgets: Sequence[Document]) -> Spread | None:
    """各单位: one slot for each document of one year and stage."""
    if said.years:
        budgets = [document for document in budgets if document.fiscal_year in said.years]
    if len(said.years) > 1 or len(budgets) < 2:
        return None
    kept, back = _one_year(budgets)
    if back is not None:
        return back
    stages = sorted({document.stage for document in kept if document.stage})
    if len(stages) > 1:
        return Spread(ask="阶段（预算或决算）", choices=tuple(stages))
    if len(kept) > _MOST_DOCUMENTS:
        return Spread(ask="单位", choices=())
    return Spread(tuple(Slot("", (document,)) for document in kept), ("body",), every=True)
