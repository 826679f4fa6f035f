"""Which documents a question is about: what it says, else the conversation, else the library's one full budget."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from assistant.labels import flat
from assistant.mentions import Mentions, mentions_of
from assistant.records import Question, Scope
from corpus.records import NO_BUDGET, Document


@dataclass(frozen=True, slots=True)
class Choice:
    """Documents to look in, in the order to try.

    ``documents`` may be several full budgets that the question does not tell apart; ``refusal`` says which words of
    scope no document fits; ``fallback`` may be looked in when ``documents`` hold nothing. ``named`` says that the
    question named a scope. ``pool`` are the documents of the given scope, and of the organisation and level meant.
    """

    documents: tuple[Document, ...] = ()
    refusal: str = ""
    fallback: tuple[Document, ...] = ()
    named: bool = False
    mentions: Mentions = field(default_factory=Mentions)
    pool: tuple[Document, ...] = ()


def is_full_budget(document: Document) -> bool:
    """Whether a document is a whole budget or final account rather than a single project form."""
    return "申报表" not in document.kind and document.kind not in ("", NO_BUDGET)


def choose(
    question: Question, documents: Sequence[Document], asked: Scope | None, before: Sequence[str], base_year: bool
) -> Choice:
    """The documents in scope. ``before`` are the ids that the last turn looked in; ``base_year`` says that a mentioned
    year may be the base of a comparison and need not be a document's own."""
    said = mentions_of(question, documents)
    pool = [document for document in documents if _fits(document, asked)]
    recent = [document for document in documents if document.id in before]
    if asked is not None and not pool:
        return Choice(refusal="所选范围内没有文件", mentions=said)
    if asked is not None and said.sorts and not said.organisations & {document.organisation for document in pool}:
        said = replace(said, sorts=())  # a word of the content: the scope is given
    pool = _by_organisation(said, pool, recent)
    if not pool:
        return Choice(refusal=f"所选范围内没有{'、'.join(sorted(said.organisations))}的文件", named=True, mentions=said)
    pool = _by_level(said, pool, recent)
    if not pool:
        there = _there(_by_organisation(said, [d for d in documents if _fits(d, asked)], recent))
        return Choice(refusal=f"资料库中没有这一级（部门或单位）的文件{there}", mentions=said)
    pool = _by_stage(question, said, pool)
    named = bool(said.organisations or said.levels) or asked is not None
    years = set(said.years[:1] if said.quoting else said.years)
    base = base_year_of(question) if base_year else None
    if base is not None:
        years = years - {base} or {base + 1}
        if years != {base + 1}:
            reason = f"没有与{base}年比较的上一年度数据，文件只与各自的上一年比较"
            return Choice(refusal=reason, named=True, mentions=said, pool=tuple(pool))
    if years:
        carried_out = any(span.text == "stage:执行" for span in question.spans)
        return _of_years(years, pool, asked, said, carried_out)
    return _narrow(_by_year(pool, recent), pool, before, named, said)


def _of_years(years: set[int], pool: Sequence[Document], asked: Scope | None, said: Mentions, quoted: bool) -> Choice:
    """The documents of the years that are said; any of the pool may have such a year in a name or quote its figure.

    What was carried out (``quoted``) stands in the document of the next year.
    """
    fitting = [document for document in pool if document.fiscal_year in years]
    if fitting:
        found = _narrow(fitting, pool, (), True, said)
        later = [d for d in pool if d.fiscal_year is not None and d.fiscal_year - 1 in years and d not in fitting]
        return replace(found, fallback=(*found.fallback, *later)) if quoted else found
    missing = "、".join(f"{year}年" for year in sorted(years))
    within = "所选范围内" if asked is not None else "资料库中"
    whose = f"{'、'.join(sorted(said.organisations))}" if len(said.organisations) == 1 else ""
    return Choice((), f"{within}没有{whose}{missing}的文件{_there(pool)}", tuple(pool), True, said, tuple(pool))


_MOST_NAMED = 12


def _there(documents: Sequence[Document]) -> str:
    """Which documents there are instead, as the end of a refusal; "" where they are too many to name."""
    return f"，有的是：{scope_words(documents)}" if 0 < len(documents) <= _MOST_NAMED else ""


_COMPARED = re.compile(r"(?:比|较|与|和|跟|同|相比于?|相对于?)((?:19|20)\d{2})年?")


def base_year_of(question: Question) -> int | None:
    """The year that another one is compared with (比2019年), None where no year stands so."""
    match = _COMPARED.search(question.normal)
    return int(match[1]) if match else None


def _narrow(
    fitting: Sequence[Document], pool: Sequence[Document], before: Sequence[str], named: bool, said: Mentions
) -> Choice:
    recent = [document for document in fitting if document.id in before]
    if recent and len(fitting) > 1:
        others = tuple(document for document in fitting if document not in recent)
        return Choice(tuple(recent), fallback=() if named else others, named=named, mentions=said, pool=tuple(pool))
    budgets = tuple(document for document in fitting if is_full_budget(document))
    forms = tuple(document for document in fitting if document not in budgets)
    outside = tuple(document for document in pool if document not in fitting) if named else ()
    if len(budgets) == 1:
        return Choice(budgets, "", forms + _one_budget(outside), named, said, tuple(pool))
    if budgets:
        return Choice(budgets, "", forms, named, said, tuple(pool))
    return Choice(forms, "", _one_budget(outside), named, said, tuple(pool))


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


def _by_organisation(said: Mentions, pool: list[Document], recent: Sequence[Document]) -> list[Document]:
    """Keep the organisations that are named, else that of the conversation.

    A document of unknown organisation stays while the library knows only one.
    """
    names = said.organisations
    known = {document.organisation for document in pool if document.organisation}
    if said.sorts and said.organisations & {document.organisation for document in recent}:
        return _inherited(pool, recent, lambda document: document.organisation)
    if names:
        alone = known == names
        return [d for d in pool if d.organisation in names or (alone and not d.organisation)]
    return pool if said.every_body else _inherited(pool, recent, lambda document: document.organisation)


def _by_level(said: Mentions, pool: list[Document], recent: Sequence[Document]) -> list[Document]:
    """Where an organisation publishes at both levels, 部门 or 单位 in the question tells its documents apart."""
    levels = {document.level for document in pool if document.level}
    asked = set(said.levels)
    named = asked & levels
    if levels and asked and not named:
        return []
    if len(levels) < 2 or len(named) > 1 or said.every_body:
        return pool
    if named:
        return [document for document in pool if document.level in named or not document.level]
    return _inherited(pool, recent, lambda document: document.level) if not said.organisations else pool


def _by_year(pool: list[Document], recent: Sequence[Document]) -> list[Document]:
    return _inherited(pool, recent, lambda document: document.fiscal_year)


def _inherited(pool: list[Document], recent: Sequence[Document], part: Callable[[Document], object]) -> list[Document]:
    """The documents that share that part of their identity with the one last spoken of, all where none does."""
    before = {part(document) for document in recent}
    same = [document for document in pool if part(document) in before]
    return same if len(before) == 1 and same else pool


_SPENT = ("决算", "全年预算")


def _by_stage(question: Question, said: Mentions, pool: list[Document]) -> list[Document]:
    """Where an organisation has budget and final accounts of one year, 决算 in the question keeps the latter."""
    stages = {span.text.partition(":")[2] for span in question.spans if span.role == "stage"}
    final = [document for document in pool if document.stage == "决算"]
    budgets = [document for document in pool if document.stage == "预算"]
    if not final or not budgets:
        return pool
    if stages & set(_SPENT):
        return final + [document for document in pool if not document.stage]
    plain = "预算" in re.sub(r"一般公共预算|政府性基金预算|国有资本经营预算|年初预算", "", question.normal)
    accounts = {(d.organisation, d.level, d.fiscal_year) for d in budgets}
    if plain and not stages and not said.organisations:
        return [d for d in pool if d.stage != "决算"]
    if plain and not stages:
        return [d for d in pool if d.stage != "决算" or (d.organisation, d.level, d.fiscal_year) not in accounts]
    return pool


def by_account(documents: Sequence[Document]) -> list[tuple[Document, ...]]:
    """The documents that may be read together: one full budget, or the forms of one organisation and year."""
    accounts: dict[tuple[object, ...], list[Document]] = {}
    for document in documents:
        own = document.id if is_full_budget(document) else ""
        key = (document.organisation, document.level, document.fiscal_year, document.stage, own)
        accounts.setdefault(key, []).append(document)
    budgets = [key for key in accounts if key[-1]]
    if len(budgets) == 1 and len(accounts) > 1:
        return [tuple(documents)]
    return [tuple(account) for account in accounts.values()]


def scope_of(documents: Sequence[Document]) -> Scope:
    """The scope of documents: what they have in common; open where they differ, or where there are none."""
    if not documents:
        return Scope()
    organisations = {document.organisation for document in documents}
    levels = {document.level for document in documents}
    years = {document.fiscal_year for document in documents}
    stages = {document.stage for document in documents}
    return Scope(
        organisations.pop() if len(organisations) == 1 else "",
        levels.pop() if len(levels) == 1 else "",
        years.pop() if len(years) == 1 else None,
        stages.pop() if len(stages) == 1 else "",
        documents[0].id if len(documents) == 1 else "",
    )


def scope_words(documents: Sequence[Document]) -> str:
    """The documents in words: organisation, year and kind of each; one organisation is named once."""
    parts = []
    for organisation, group in groupby(documents, key=lambda document: document.organisation):
        kinds = []
        for document in group:
            year = f"{document.fiscal_year}年" if document.fiscal_year else ""
            kinds.append(f"{year}{document.kind}")
        words = (organisation or "（未写明单位）", "、".join(dict.fromkeys(kind for kind in kinds if kind)))
        parts.append(" ".join(word for word in words if word))
    return "；".join(dict.fromkeys(parts))


_PARTS: tuple[tuple[str, Callable[[Document], str]], ...] = (
    ("单位", lambda document: document.organisation),
    ("年度", lambda document: f"{document.fiscal_year}年" if document.fiscal_year else ""),
    ("级次（部门或单位）", lambda document: document.level),
    ("阶段（预算或决算）", lambda document: document.stage),
    ("文件", lambda document: document.name),
)


def told_apart_by(documents: Sequence[Document]) -> tuple[str, tuple[str, ...]]:
    """The first part of their identity in which documents differ, and its values: the one thing to ask back."""
    for name, part in _PARTS:
        values = sorted({part(document) for document in documents})
        if len(values) > 1:
            return name, tuple(value or "（未写明）" for value in values)
    return "文件", tuple(document.name for document in documents)
