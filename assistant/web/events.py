"""Which function of the conversation answers which event of the page."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.records import Answer
from assistant.web import cards
from assistant.web.conversation import QUESTION_LONGEST, Conversation, Shown, View, past
from assistant.web.correction import Edit
from assistant.web.guard import USER
from assistant.web.pages import PAGES, Pages, query_of
from assistant.web.scopes import FIELDS, Selector, summary
from assistant.web.texts import LANGUAGE_COOKIE, Texts, preferred_language, texts

_log = logging.getLogger(__name__)
_MOST_LINKED = 20
"""Questions of one address that are asked again at most, the last ones."""
AT_ONCE = 8
"""Pages worked out at the same time; for questions there is a setting."""
NOTHING_SELECTED = ("",) * len(FIELDS)
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_LAST_COUNTS: dict[str, Any] = {**_PRIVATE, "trigger_mode": "always_last"}
"""For events that say nothing: by default one is dropped while the one before is still being answered."""
_EACH_COUNTS: dict[str, Any] = {**_PRIVATE, "trigger_mode": "multiple"}
"""For events that say something, which the page itself sends one after the other."""


@dataclass(frozen=True, slots=True)
class Page:
    """The components of the page that events read or change, and what one browser session remembers (the States)."""

    language: gr.State
    answers: gr.State
    shown: gr.State
    asked: gr.State
    header: gr.HTML
    past: gr.HTML
    latest: gr.HTML
    panel: gr.HTML
    views: tuple[gr.HTML, ...]
    composer: gr.Textbox
    scope: gr.Accordion
    fields: tuple[gr.Dropdown, ...]
    bridge: gr.HTML


def wire(made: gr.Blocks, page: Page, conversation: Conversation) -> None:
    """Every event of the page."""
    _wire_opening(made, page, conversation)
    answering = (*_wire_asking(page, conversation), _wire_link(page, conversation))
    _wire_second_thoughts(page, conversation, answering)
    _wire_panel(page, conversation)
    _wire_pages(page, conversation)
    _wire_scope(page, conversation)


def _scope_updates(chosen: tuple[Selector, ...], words: Texts) -> list[Any]:
    """New values for the accordion and its fields."""
    updates = [gr.update(choices=list(item.choices), value=item.value, label=item.label) for item in chosen]
    return [gr.update(label=summary(chosen, words)), *updates]


def _everything(
    conversation: Conversation,
    words: Texts,
    said: tuple[Answer, ...],
    shown: Shown,
    correctable: bool = False,
    selected: Sequence[str] = NOTHING_SELECTED,
) -> list[Any]:
    """Values for ``_all_outputs``: the whole page in one language."""
    return [
        words.language,
        conversation.header(words),
        past(said[:-1], words),
        conversation.latest(said, words),
        conversation.panel(shown, said, words, correctable),
        gr.update(placeholder=words.placeholder, label=words.placeholder),
        *_scope_updates(conversation.selectors(selected, words), words),
    ]


def _all_outputs(page: Page) -> list[Any]:
    return [page.language, page.header, page.past, page.latest, page.panel, page.composer, page.scope, *page.fields]


def _wire_opening(made: gr.Blocks, page: Page, conversation: Conversation) -> None:
    def opened(request: gr.Request) -> list[Any]:
        return _everything(conversation, _preferred(request), (), ("", 0))

    def switched(said: tuple[Answer, ...], shown: Shown, request: gr.Request, *selected: str | None) -> list[Any]:
        words, chosen = _preferred(request), [value or "" for value in selected]  # the page has set its cookie
        return _everything(conversation, words, said, shown, _may_correct(conversation, request), chosen)

    outputs = _all_outputs(page)
    made.load(opened, None, outputs, **_PRIVATE)
    page.bridge.language(switched, [page.answers, page.shown, *page.fields], outputs, **_LAST_COUNTS)


def _wire_asking(page: Page, conversation: Conversation) -> tuple[Any, ...]:
    """A question that was typed or clicked; the events that answer."""
    inputs = [page.answers, page.language, *page.fields]
    outputs = [page.asked, page.answers, page.past, page.latest, page.panel, page.shown, page.composer]

    def asked(
        question: str, said: tuple[Answer, ...], language: str, request: gr.Request, *selected: str | None
    ) -> Iterator[list[Any]]:
        if not question.strip():
            return
        chosen = [value or "" for value in selected]
        words, correctable = texts(language), _may_correct(conversation, request)
        views = conversation.reply(question, said, words, chosen, correctable)
        yield from _steps(question, views, words)

    def pressed(
        said: tuple[Answer, ...], language: str, event: gr.EventData, request: gr.Request, *selected: str | None
    ) -> Iterator[list[Any]]:
        yield from asked(str(event.text), said, language, request, *selected)

    at_once = conversation.library.settings.at_once
    options = {**_PRIVATE, "concurrency_limit": at_once, "concurrency_id": "ask"}
    events = (
        page.composer.submit(asked, [page.composer, *inputs], outputs, **options),
        page.bridge.ask(pressed, inputs, outputs, **options),
    )
    return events


def _wire_link(page: Page, conversation: Conversation) -> Any:
    """An address of an answer: its questions are asked one after the other, in the scope that it names; its event."""

    def linked(language: str, event: gr.EventData, request: gr.Request) -> Iterator[list[Any]]:
        words, asked = texts(language), [str(item)[:QUESTION_LONGEST] for item in event.questions][-_MOST_LINKED:]
        if not asked:
            return
        given = dict(event.scope)
        selected = [str(given.get(field, ""))[:200] for field in FIELDS]
        scope = _scope_updates(conversation.selectors(selected, words), words)
        views = conversation.again(asked, words, selected, _may_correct(conversation, request))
        for step in _steps(asked[-1], views, words):
            yield [*step, *scope]
            scope = [gr.skip()] * len(scope)

    outputs = [page.asked, page.answers, page.past, page.latest, page.panel, page.shown, page.composer]
    options = {**_PRIVATE, "concurrency_limit": conversation.library.settings.at_once, "concurrency_id": "ask"}
    return page.bridge.linked(linked, [page.language], [*outputs, page.scope, *page.fields], **options)


def _wire_second_thoughts(page: Page, conversation: Conversation, events: tuple[Any, ...]) -> None:
    """Stop what is being answered; take a question back, with all after it, to edit it; begin a new conversation.

    Whatever is being answered meanwhile comes to nothing.
    """

    def fresh(language: str) -> list[Any]:
        return [(), ("", 0), *_everything(conversation, texts(language), (), ("", 0))]

    def stopped(question: str, language: str) -> str:
        return cards.stopped(question, texts(language))

    def taken_back(said: tuple[Answer, ...], language: str, event: gr.EventData) -> list[Any]:
        number, words = int(event.n), texts(language)
        if not 0 <= number < len(said):
            return [gr.skip()] * 4
        kept = said[:number]
        return [kept, past(kept[:-1], words), conversation.latest(kept, words), said[number].question]

    page.bridge.stop(stopped, [page.asked, page.language], [page.latest], cancels=list(events), **_PRIVATE)
    outputs = [page.answers, page.past, page.latest, page.composer]
    page.bridge.edit(taken_back, [page.answers, page.language], outputs, cancels=list(events), **_PRIVATE)
    outputs = [page.answers, page.shown, *_all_outputs(page)]
    page.bridge.fresh(fresh, [page.language], outputs, cancels=list(events), **_LAST_COUNTS)


def _steps(question: str, views: Iterator[View], words: Texts) -> Iterator[list[Any]]:
    """The outputs of an answer step by step; one that fails says so.

    Gradio's own event of a failure would come for an answer that was stopped, too.
    """
    try:
        for view in views:
            yield _changes(question, view)
    except Exception:  # noqa: BLE001 - whatever happens, whoever asked must be told
        _log.exception("a question could not be answered")
        yield [*[gr.skip()] * 3, cards.failure(question, words), *[gr.skip()] * 3]


def _changes(question: str, view: View) -> list[Any]:
    """The outputs of a step of an answer. Only the first empties the composer, as one may type meanwhile."""
    started = view.past is not None
    finished = view.panel is not None
    return [
        question if started else gr.skip(),
        view.answers if finished else gr.skip(),
        view.past if started else gr.skip(),
        view.latest,
        view.panel if finished else gr.skip(),
        view.shown if finished else gr.skip(),
        "" if started else gr.skip(),
    ]


def _wire_panel(page: Page, conversation: Conversation) -> None:
    def cited(language: str, said: tuple[Answer, ...], event: gr.EventData, request: gr.Request) -> tuple[str, Shown]:
        shown = (str(event.id), int(event.n))
        panel = conversation.panel(shown, said, texts(language), _may_correct(conversation, request))
        return panel + _mark(), shown

    def corrected(
        language: str, said: tuple[Answer, ...], event: gr.EventData, request: gr.Request
    ) -> tuple[str, Shown]:
        shown = (str(event.id), int(event.n))
        edit = Edit(str(event.id), str(event.text), str(event.who), str(event.why), bool(event.undo))
        allowed = _may_correct(conversation, request)
        return conversation.corrected(edit, shown, said, texts(language), allowed), shown

    outputs = [page.panel, page.shown]
    page.bridge.cite(cited, [page.language, page.answers], outputs, **_EACH_COUNTS)
    page.bridge.correct(corrected, [page.language, page.answers], outputs, **_PRIVATE)


def _wire_pages(page: Page, conversation: Conversation) -> None:
    pages = Pages(conversation.library)

    def viewed(event: gr.EventData, request: gr.Request) -> list[Any]:
        allowed = _may_correct(conversation, request)
        shown = pages.view(str(event.page), query_of(event.query), _preferred(request), allowed)
        shown += _mark()
        return [shown if name == event.page else gr.skip() for name in PAGES]

    def loaded(said: tuple[Answer, ...], request: gr.Request, *selected: str | None) -> list[Any]:
        words = _preferred(request)
        return [
            conversation.header(words),
            gr.skip() if said else conversation.latest(said, words),
            *_scope_updates(conversation.selectors([value or "" for value in selected], words), words),
        ]

    options = {**_EACH_COUNTS, "concurrency_limit": AT_ONCE, "concurrency_id": "pages"}
    page.bridge.view(viewed, None, list(page.views), **options)
    inputs = [page.answers, *page.fields]
    page.bridge.loaded(loaded, inputs, [page.header, page.latest, page.scope, *page.fields], **_LAST_COUNTS)


def _mark() -> str:
    """What tells the page that an event was answered, even where all else stays the same."""
    return f'<i hidden data-mark="{secrets.token_hex(4)}"></i>'


def _preferred(request: gr.Request) -> Texts:
    """The texts in the language that the person chose, else in that of the browser."""
    accepted = str(request.headers.get("accept-language", ""))
    return texts(preferred_language(accepted, str(request.cookies.get(LANGUAGE_COOKIE, ""))))


def _may_correct(conversation: Conversation, request: gr.Request) -> bool:
    headers = {str(name).lower(): str(value) for name, value in request.headers.items()}
    return conversation.policy.allows(headers, str(request.request.scope.get(USER, "")))


def _wire_scope(page: Page, conversation: Conversation) -> None:
    def selected(language: str, *values: str | None) -> list[Any]:
        words = texts(language)
        return _scope_updates(conversation.selectors([value or "" for value in values], words), words)

    for field in page.fields:
        field.input(selected, [page.language, *page.fields], [page.scope, *page.fields], **_LAST_COUNTS)
