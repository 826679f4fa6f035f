"""The lookup page: every printed place of an amount, of words or of a code, or the one of a citation id."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.around import Elsewhere, Found
from assistant.audit import decimal_text
from assistant.evidence import UnknownCitationError
from assistant.lookup import UnreadableQueryError
from assistant.places import where_parts
from assistant.records import Citation
from assistant.render import grouped_text
from assistant.service import MOST_RESULTS
from assistant.web.markup import chip, text
from assistant.web.page_parts import address, copy_button, heading, limit_of, more_button
from assistant.web.pages_texts import PagesTexts, pages_texts
from assistant.web.panel import cell_class
from assistant.web.texts import Texts

Find = Callable[[str, str], Sequence[Found]]

LONGEST = 200
SHOWN_AT_FIRST, SHOWN_AT_MOST = 25, MOST_RESULTS
_ID = re.compile(r"[0-9a-f]{16}")
_SPACED_CODE = re.compile(r"\d{3}\s+\d{2}(?:\s+\d{2})?")
_STARTS_LIKE_AMOUNT = re.compile(
    r"[¥￥]?\s*[-+(]?\d[\d,，.]*\)?\s*(?:千|万|百万|亿)?(?:元|%|％|rmb|yuan)?", re.IGNORECASE
)
_ELSEWHERE_SHOWN = 6


def kind_of(typed: str) -> str:
    """What was probably meant: id, code (only in groups, as bare digits may be an amount), amount or text."""
    typed = typed.strip()
    if _ID.fullmatch(typed):
        return "id"
    if _SPACED_CODE.fullmatch(typed):
        return "code"
    return "amount" if _STARTS_LIKE_AMOUNT.fullmatch(typed) else "text"


def lookup_page(find: Find, query: Mapping[str, str], words: Texts) -> str:
    """The page for a query: ``lookup`` is what was typed, ``kind`` how it is meant (empty or auto: by its looks)."""
    said = pages_texts(words.language)
    typed = query.get("lookup", "").strip()[:LONGEST]
    kind = query.get("kind", "") if query.get("kind", "") in dict(said.kinds) else "auto"
    form = f"{heading(said.lookup, said.lookup_text)}{_form(typed, kind, said)}"
    if not typed:
        return form
    try:
        found = find(kind_of(typed) if kind == "auto" else kind, typed)
    except UnknownCitationError:
        found = ()
    except UnreadableQueryError as error:
        return f'{form}<p class="notice missing" role="status">{text(said.unreadable_of.format(reason=error))}</p>'
    if not found:
        return f'{form}<p class="notice" role="status">{text(said.nothing_found)}</p>'
    limit = limit_of(query, SHOWN_AT_FIRST, SHOWN_AT_MOST)
    cards = "".join(_card(n, item, words) for n, item in enumerate(found[:limit], 1))
    pattern = said.found_more_of if len(found) >= MOST_RESULTS else said.found_of
    link = copy_button(address(lookup=typed, kind="" if kind == "auto" else kind), said)
    bar = f'<div class="count-bar"><b role="status">{text(pattern.format(count=len(found)))}</b>'
    bar += f'<span class="grow"></span>{link}</div>'
    more = more_button("lookup", {"lookup": typed, "kind": kind, "show": str(limit + 75)}, len(found) - limit, said)
    return f'{form}{bar}<div class="cards">{cards}</div>{more}'


def _form(typed: str, kind: str, said: PagesTexts) -> str:
    radios = "".join(
        f'<label class="choice-pill"><input type="radio" name="kind" value="{value}"'
        f"{' checked' if value == kind else ''}><span>{text(shown)}</span></label>"
        for value, shown in said.kinds
    )
    return (
        f'<form class="search" data-view-form="lookup" data-on-submit role="search"><div class="search-line">'
        f'<input type="search" name="lookup" value="{text(typed)}" maxlength="{LONGEST}" required'
        f' placeholder="{text(said.lookup_placeholder)}" aria-label="{text(said.lookup)}">'
        f'<button type="submit" class="plain save">{text(said.search)}</button></div>'
        f'<div class="pills">{radios}</div></form>'
    )


def _card(n: int, item: Found, words: Texts) -> str:
    said = pages_texts(words.language)
    citation = _numbered(item.citation, n)
    where = " · ".join(" ".join(part.split()) for part in where_parts(citation, words.page_of, words.line_of))
    owner = " ".join(filter(None, (citation.organisation, citation.level, str(citation.year or ""), citation.stage)))
    top = (
        f'<div class="finding-top">{chip(citation, words)}<b class="printed">{text(citation.cell_text)}</b>'
        f'{_amount(item)}<span class="grow"></span>{copy_button(address(cite=citation.id), said)}</div>'
    )
    about = f'<p class="about">{text(where)}</p><p class="about">{text(citation.document_name)} · {text(owner)}</p>'
    chain = f'<p class="rule"><b>{text(said.chain)}</b> {text(item.chain)}</p>' if item.chain else ""
    return (
        f'<article class="finding result">{top}{about}{_row(item, said)}'
        f"{_others(said.disagrees_of, 'disagrees', item.disagrees, said, words)}"
        f"{_others(said.agrees_of, 'agrees', item.agrees, said, words)}{_checks(item, said)}{chain}</article>"
    )


def _numbered(citation: Citation, n: int) -> Citation:
    from dataclasses import replace

    return replace(citation, n=n)


def _amount(item: Found) -> str:
    if item.amount is None or item.amount.unit == "":
        return ""
    exact = grouped_text(decimal_text(item.amount.value, item.amount.unit))
    qualifier = "" if item.amount.qualifier == "=" else f"{item.amount.qualifier} "
    return f'<span class="exact">{text(f"{qualifier}{exact} {item.amount.unit}")}</span>'


def _row(item: Found, said: PagesTexts) -> str:
    """The printed row under its header; the row or sentence as one text where the header does not fit it."""
    cells = item.citation.quote.split(" | ")
    if len(cells) != len(item.header) or len(cells) < 2:
        return f'<blockquote class="printed-row">{text(item.citation.quote)}</blockquote>'
    head = "".join(f"<th>{text(name)}</th>" for name in item.header)
    marks = [cell == item.citation.cell_text for cell in cells]
    only = marks.count(True) == 1
    body = "".join(
        f'<td class="{cell_class(cell)}{" marked" if mark and only else ""}">{text(cell)}</td>'
        for cell, mark in zip(cells, marks, strict=True)
    )
    table = f'<table class="evidence-table"><thead><tr>{head}</tr></thead><tbody><tr>{body}</tr></tbody></table>'
    return f'<div class="row-scroll" tabindex="0" aria-label="{text(said.row)}">{table}</div>'


def _others(pattern: str, kind: str, found: Sequence[Elsewhere], said: PagesTexts, words: Texts) -> str:
    if not found:
        return ""
    lines = [_other(n, item, said, words) for n, item in enumerate(found, 1)]
    rest = ""
    if len(lines) > _ELSEWHERE_SHOWN:
        label = text(words.more_sources_of.format(count=len(lines) - _ELSEWHERE_SHOWN))
        hidden = "".join(lines[_ELSEWHERE_SHOWN:])
        rest = f'<details class="more-places"><summary>{label}</summary><ul>{hidden}</ul></details>'
    title = text(pattern.format(count=len(found)))
    return (
        f'<section class="one-side {kind}"><h4>{title}</h4><ul>{"".join(lines[:_ELSEWHERE_SHOWN])}</ul>{rest}</section>'
    )


def _other(n: int, item: Elsewhere, said: PagesTexts, words: Texts) -> str:
    citation = _numbered(item.citation, n)
    where = " · ".join(" ".join(part.split()) for part in where_parts(citation, words.page_of, words.line_of))
    printed = citation.cell_text or citation.quote
    differs = ""
    if item.difference:
        amount = grouped_text(decimal_text(item.difference, item.amount.unit))
        differs = f' <span class="exact">{text(said.differs_of.format(amount=amount, unit=item.amount.unit))}</span>'
    return f"<li>{chip(citation, words)} <span>{text(where)}</span> <b>{text(printed[:90])}</b>{differs}</li>"


def _checks(item: Found, said: PagesTexts) -> str:
    checks = [(check, "") for check in item.checks]
    checks += [(check, f"（{other.name}）") for check, other in item.between]
    if not checks:
        return ""
    failed = [(check, other) for check, other in checks if check.status == "fail"]
    line = said.checks_of.format(passed=len(checks) - len(failed), failed=len(failed))
    listed = "".join(f"<li>{text(check.sentence + other)}</li>" for check, other in failed)
    return f'<p class="rule">{text(line)}</p>{f"<ul class=failed-checks>{listed}</ul>" if listed else ""}'
