"""Which documents a question is about: what it says, else the conversation, else the library's one full budget."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.labels import blocks_of, flat
from assistant.records import Question, Scope
from corpus.records import Document


@dataclass(frozen=True, slots=True)
class Choice:
    """Documents to look in, in the order to try.

    ``ambiguous`` holds several that the question does not tell apart; ``refusal`` says which words of scope no document
    fits; ``fallback`` may be looked in when ``documents`` hold nothing. ``named`` says that the question named a scope.
    """

    documents: tuple[Document, ...] = ()
    ambiguous: tuple[Document, ...] = ()
    refusal: str = ""
    fallback: tuple[Document, ...] = ()
    named: bool = False


def is_full_budget(document: Document) -> bool:
    """Whether a document is a whole budget or final account rather than a single project form."""
    return "申报表" not in document.kind and bool(document.kind)


def choose(
    question: Question, documents: Sequence[Document], asked: Scope | None, before: Sequence[str], base_year: bool
) -> Choice:
    """The documents in scope. ``before`` are the ids that the last turn looked in; ``base_year`` says that a mentioned
    year may be the base of a comparison and need not be a document's own."""
    pool = [document for document in documents if _fits(document, asked)]
    if asked is not None and not pool:
        return Choice(refusal="所选范围内没有文件")
    pool, organisation_named = _by_organisation(question.normal, pool)
    pool, level_named = _by_level(question, pool)
    if not pool:
        return Choice(refusal="资料库中没有这一级（部门或单位）的文件")
    years = {int(span.text) for span in question.spans if span.role == "year"}
    base = base_year_of(question) if base_year else None
    if base is not None:
        years = years - {base} or {base + 1}
        if years != {base + 1}:
            return Choice(refusal=f"没有与{base}年比较的上一年度数据，文件只与各自的上一年比较", named=True)
    if years:
        fitting = [document for document in pool if document.fiscal_year in years]
        if fitting:
            return _narrow(fitting, pool, before, named=True)
        missing = "、".join(f"{year}年" for year in sorted(years))
        within = "所选范围内" if asked is not None else "资料库中"
        return Choice(fallback=tuple(pool), refusal=f"{within}没有{missing}的文件", named=True)
    return _narrow(pool, pool, before, named=organisation_named or level_named or asked is not None)


_COMPARED = re.compile(r"(?:比|较|与|和|跟|同|相比于?|相对于?)((?:19|20)\d{2})年?")


def base_year_of(question: Question) -> int | None:
    """The year that another one is compared with (比2019年), None where no year stands so."""
    match = _COMPARED.search(question.normal)
    return int(match[1]) if match else None


def _narrow(fitting: Sequence[Document], pool: Sequence[Document], before: Sequence[str], named: bool) -> Choice:
    recent = [document for document in fitting if document.id in before]
    if recent and len(fitting) > 1:
        others = tuple(document for document in fitting if document not in recent)
        return Choice(tuple(recent), fallback=() if named else others, named=named)
    budgets = [document for document in fitting if is_full_budget(document)]
    forms = tuple(document for document in fitting if document not in budgets)
    outside = tuple(document for document in pool if document not in fitting) if named else ()
    if len(budgets) == 1:
        return Choice(tuple(budgets), fallback=forms + _one_budget(outside), named=named)
    if len(budgets) > 1:
        return Choice(tuple(budgets), ambiguous=tuple(budgets), fallback=forms, named=named)
    return Choice(forms, fallback=_one_budget(outside), named=named)


def _one_budget(documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """The one full budget among ``documents``; none where there are several, which must not be read as one."""
    budgets = tuple(document for document in documents if is_full_budget(document))
    return budgets if len(budgets) == 1 else ()


def _fits(document: Document, asked: Scope | None) -> bool:
    if asked is None:
        return True
    return (
        (not asked.organisation or flat(asked.organisation) in flat(document.organisation))
        and (not asked.level or asked.level == document.level)
        and (asked.year is None or asked.year == document.fiscal_year)
        and (not asked.stage or asked.stage == document.stage)
        and (not asked.document or asked.document == document.id or asked.document in document.name)
    )


def _by_organisation(text: str, pool: list[Document]) -> tuple[list[Document], bool]:
    """Keep the organisations that the question names most fully; a place name that several share decides nothing."""
    said: dict[str, int] = {}
    for name in {document.organisation for document in pool if document.organisation}:
        blocks = [block for block in blocks_of(text, flat(name)) if block.stop - block.start >= 3]
        said[name] = sum(block.stop - block.start for block in blocks)
    if len(said) < 2 or not any(said.values()):
        return pool, any(said.values())
    most = max(said.values())
    best = [name for name, length in said.items() if length == most]
    if len(best) == len(said):
        return pool, False
    return [document for document in pool if document.organisation in best], True


_LEVEL = re.compile(r"(?<!行政)(?<!事业)(?<!主管)(部门|单位)(?:(?:20\d{2}年?)?(?:预算|决算)|的|本级|口径|呢)")


def _by_level(question: Question, pool: list[Document]) -> tuple[list[Document], bool]:
    """Where an organisation publishes at both levels, 部门 or 单位 in the question tells its documents apart."""
    levels = {document.level for document in pool if document.level}
    asked = {match[1] for match in _LEVEL.finditer(question.normal)}
    named = asked & levels
    if levels and asked and not named:
        return [], True
    if len(levels) < 2 or len(named) != 1:
        return pool, False
    return [document for document in pool if document.level in named or not document.level], True


def scope_of(documents: Sequence[Document]) -> Scope:
    """The scope that is one document; open where there are several or none."""
    if len(documents) != 1:
        return Scope()
    document = documents[0]
    return Scope(document.organisation, document.level, document.fiscal_year, document.stage, document.id)


def scope_words(documents: Sequence[Document]) -> str:
    """The documents in words: organisation, year and kind of each."""
    parts = []
    for document in documents:
        year = f"{document.fiscal_year}年" if document.fiscal_year else ""
        words = (document.organisation or "（未写明单位）", f"{year}{document.kind}")
        parts.append(" ".join(word for word in words if word))
    return "；".join(dict.fromkeys(parts))
