"""The bar at the top of every page: its name, the pages, what the library holds, history, language, dark or light."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.web.markup import text
from assistant.web.page_parts import address
from assistant.web.pages_texts import pages_texts
from assistant.web.talk_texts import TalkTexts, talk_texts
from assistant.web.texts import Texts
from corpus.store import Summary

_LISTED = 12


class Counted(Protocol):
    """What the status needs of a library."""

    def summaries(self) -> Sequence[Summary]:
        """The documents with what they hold."""

    def read_at(self, document_id: str) -> float | None:
        """When a document was read, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Status:
    """What is loaded: the documents, and when each was read (seconds since 1970, None if unknown)."""

    documents: tuple[tuple[Summary, float | None], ...]

    @property
    def facts(self) -> int:
        """The figures of all documents."""
        return sum(summary.figures for summary, _ in self.documents)

    @property
    def latest(self) -> float | None:
        """When the last of them was read."""
        return max((read for _, read in self.documents if read is not None), default=None)


def status_of(library: Counted) -> Status:
    """The status of a library as it is now."""
    return Status(tuple((item, library.read_at(item.document.id)) for item in library.summaries()))


def page_header(status: Status, words: Texts) -> str:
    """The bar as HTML."""
    said = talk_texts(words.language)
    buttons = (
        f'<button type="button" class="plain new" data-act="new">{text(words.new_chat)}</button>'
        f'<button type="button" class="plain" data-act="language" title="{text(words.switch_language_hint)}">'
        f"{text(words.switch_language)}</button>"
        f'<button type="button" class="plain theme" data-act="theme" title="{text(words.switch_theme)}"'
        f' aria-label="{text(words.switch_theme)}"><span aria-hidden="true">◐</span></button>'
    )
    spoken = "".join(
        f' data-say-{name}="{text(value)}"'
        for name, value in (("wait", said.wait), ("queued", said.queued), ("busy", said.busy), ("lost", said.lost))
    )
    return (
        f'<div class="bar" data-language="{words.language}" data-send="{text(words.send)}"{spoken}>'
        f'<span class="logo" aria-hidden="true"></span>'
        f'<div class="names"><h1>{text(words.title)}</h1><p>{text(words.tagline)}</p></div>'
        f'{_navigation(words)}<span class="grow"></span>{_loaded(status, words)}{_history(said)}{buttons}</div>'
    )


def _navigation(words: Texts) -> str:
    """The links to the pages; the script says which is the current one."""
    said = pages_texts(words.language)
    names = (("ask", said.ask), ("audit", said.audit), ("lookup", said.lookup), ("documents", said.documents))
    links = (
        f'<a href="{"?" if name == "ask" else f"?view={name}"}" data-page="{name}">{text(shown)}</a>'
        for name, shown in names
    )
    return f'<nav class="pages" aria-label="{text(said.pages)}">{"".join(links)}</nav>'


def _history(said: TalkTexts) -> str:
    return (
        f'<details class="drop history" data-empty="{text(said.history_empty)}">'
        f'<summary class="plain">{text(said.history)}</summary><div class="drop-box">'
        f'<p class="hint">{text(said.history_note)}</p><div class="history-list"></div>'
        f'<button type="button" class="plain" data-act="history-clear">{text(said.history_clear)}</button>'
        f"</div></details>"
    )


def _loaded(status: Status, words: Texts) -> str:
    """The status line: how many documents and figures, when read; on demand which documents."""
    said, count = talk_texts(words.language), len(status.documents)
    if not count:
        return f'<span class="loaded">{text(words.no_documents)}</span>'
    line = said.loaded_of.format(count=count, facts=f"{status.facts:,}", when=day(status.latest)[:10])
    listed = "".join(_document(summary, read, words) for summary, read in status.documents[:_LISTED])
    rest = count - _LISTED
    more = f'<p class="hint">{text(said.loaded_more_of.format(count=rest))}</p>' if rest > 0 else ""
    link = f'<a class="plain" data-view href="{text(address(view="documents"))}">{text(said.loaded_all)}</a>'
    return (
        f'<details class="drop loaded"><summary class="plain" title="{text(line)}"><span class="long">{text(line)}'
        f'</span><span class="short">{text(said.loaded_short_of.format(count=count))}</span></summary>'
        f'<div class="drop-box"><p class="hint">{text(line)}</p><ul>{listed}</ul>{more}{link}</div></details>'
    )


def _document(summary: Summary, read: float | None, words: Texts) -> str:
    it, said = summary.document, talk_texts(words.language)
    year = "" if it.fiscal_year is None else words.year_of.format(year=it.fiscal_year)
    about = " ".join(part for part in (it.organisation, it.level, year, it.stage) if part)
    facts = said.facts_of.format(facts=f"{summary.figures:,}", when=day(read))
    return f"<li><b>{text(it.name)}</b><span>{text(about)}</span><span>{text(facts)}</span></li>"


def day(seconds: float | None) -> str:
    """A moment (seconds since 1970) to the minute, in the time of the server; a dash if it is unknown."""
    return "—" if seconds is None else time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))
