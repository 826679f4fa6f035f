"""The documents page: what the library holds, and, for those who may, adding and removing."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from assistant.web.markup import text
from assistant.web.page_parts import address, heading, limit_of, more_button
from assistant.web.pages_texts import PagesTexts, pages_texts
from assistant.web.texts import Texts
from assistant.web.upload_texts import problem_words, upload_words
from assistant.web.uploads import SUFFIXES
from corpus.records import Document, Problem
from corpus.store import Summary

SHOWN_AT_FIRST, SHOWN_AT_MOST = 100, 5000
_PROBLEMS_SHOWN = 100


def documents_page(
    summaries: Sequence[Summary],
    read_at: Callable[[str], float | None],
    problems: Callable[[str], Sequence[Problem]],
    query: Mapping[str, str],
    words: Texts,
    largest_mb: int | None,
) -> str:
    """The page; ``largest_mb`` is the largest file one may add, None where the library cannot be changed.

    ``query["q"]`` keeps documents with its words in name or identity, ``query["problems"]`` opens those of one.
    """
    said = pages_texts(words.language)
    wanted = query.get("q", "").casefold().split()
    kept = [item for item in summaries if all(word in _haystack(item.document) for word in wanted)]
    limit = limit_of(query, SHOWN_AT_FIRST, SHOWN_AT_MOST)
    rows = "".join(
        _row(item, read_at(item.document.id), problems, query, words, largest_mb is not None) for item in kept[:limit]
    )
    more = more_button("documents", {"q": query.get("q", ""), "show": str(limit + 200)}, len(kept) - limit, said)
    nothing = "" if rows else f'<p class="notice">{text(said.no_documents)}</p>'
    upload = (
        _upload(largest_mb, words.language) if largest_mb is not None else f'<p class="hint">{text(said.read_only)}</p>'
    )
    return f"{heading(said.documents, said.documents_text)}{upload}{_tools(kept, query, said)}{nothing}{rows}{more}"


def _haystack(it: Document) -> str:
    return f"{it.name} {it.organisation} {it.level} {it.fiscal_year or ''} {it.stage} {it.kind}".casefold()


def _tools(kept: Sequence[Summary], query: Mapping[str, str], said: PagesTexts) -> str:
    everything = f'<a class="plain" href="files/tables.xlsx" download>{text(said.download_all)}</a>' if kept else ""
    count = text(said.count_of.format(count=len(kept)))
    return (
        f'<form class="count-bar" data-view-form="documents" data-on-submit>'
        f'<input type="search" name="q" value="{text(query.get("q", ""))}" maxlength="100"'
        f' placeholder="{text(said.filter)}" aria-label="{text(said.filter)}">'
        f'<b role="status">{count}</b><span class="grow"></span>{everything}</form>'
    )


def _upload(largest_mb: int, language: str) -> str:
    said = pages_texts(language)
    shown = " ".join(suffix.lstrip(".").upper() for suffix in SUFFIXES if suffix not in (".htm", ".jpeg", ".tif"))
    hint = said.upload_hint_of.format(suffixes=shown, size=largest_mb)
    told = "".join(f' data-say-{name}="{text(value)}"' for name, value in upload_words(language).items())
    return (
        f'<section class="upload" data-upload data-largest="{largest_mb}"{told}>'
        f'<label class="plain save" tabindex="0">{text(said.upload_choose)}'
        f'<input type="file" multiple hidden accept="{text(",".join(SUFFIXES))}" data-upload-input></label>'
        f'<div><b>{text(said.upload)}</b><p class="hint">{text(hint)}</p></div></section>'
    )


def _row(
    item: Summary,
    read_at: float | None,
    problems: Callable[[str], Sequence[Problem]],
    query: Mapping[str, str],
    words: Texts,
    changeable: bool,
) -> str:
    said = pages_texts(words.language)
    it = item.document
    year = "" if it.fiscal_year is None else words.year_of.format(year=it.fiscal_year)
    identity = " · ".join(part for part in (it.organisation or said.unknown, it.level, year, it.stage, it.kind) if part)
    counts = (
        (said.tables, sum(count for _, count in item.tables)),
        (said.projects, item.projects),
        (said.figures, item.figures),
    )
    numbers = "".join(f"<div><dt>{text(name)}</dt><dd>{count:,}</dd></div>" for name, count in counts)
    opened = query.get("problems") == it.id
    link = address(view="documents", q=query.get("q", ""), problems="" if opened else it.id)
    shown = f'<a data-view href="{text(link)}">{item.problems}</a>' if item.problems else "0"
    numbers += f"<div><dt>{text(said.problems)}</dt><dd>{shown}</dd></div>"
    when = "—" if read_at is None else time.strftime("%Y-%m-%d %H:%M", time.localtime(read_at))
    numbers += f"<div><dt>{text(said.read_at)}</dt><dd>{when}</dd></div>"
    listed = _problems(problems(it.id), words) if opened else ""
    return (
        f'<article class="finding document"><h3>{text(it.name)}</h3><p class="about">{text(identity)}</p>'
        f'<dl class="amounts">{numbers}</dl>{listed}{_actions(it, said, changeable)}</article>'
    )


def _actions(it: Document, said: PagesTexts, changeable: bool) -> str:
    audit = f'<a class="plain" data-view href="{text(address(view="audit", document=it.id))}">{text(said.audit_it)}</a>'
    save = (
        f'<a class="plain" href="files/tables.xlsx{text(address(document=it.id))}" download>{text(said.download)}</a>'
    )
    remove = ""
    if changeable:
        remove = (
            f'<button type="button" class="plain danger" data-act="ask-remove">{text(said.remove)}</button>'
            f'<span class="confirm" hidden role="alert">{text(said.remove_sure)} '
            f'<button type="button" class="plain danger" data-act="remove" data-document="{text(it.id)}">'
            f"{text(said.remove_yes)}</button> "
            f'<button type="button" class="plain" data-act="keep">{text(said.cancel)}</button></span>'
        )
    return f'<div class="actions">{audit}{save}{remove}</div>'


def _problems(found: Sequence[Problem], words: Texts) -> str:
    lines = []
    for item in found[:_PROBLEMS_SHOWN]:
        place = item.place
        page = words.page_of.format(page=place.page) if place and place.page is not None else ""
        line = words.line_of.format(line=place.line) if place and place.line is not None else ""
        where = " ".join(part for part in (page, line) if part)
        kind = problem_words(item.kind, words.language)
        lines.append(f"<li><b>{text(kind)}</b> {text(where)} <span>{text(item.message)}</span></li>")
    return f'<ul class="problem-list">{"".join(lines)}</ul>'
