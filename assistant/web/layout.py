"""The page: which components stand where."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from assistant.web.conversation import QUESTION_LONGEST, Conversation
from assistant.web.events import AT_ONCE, NOTHING_SELECTED, Page, wire
from assistant.web.pages import PAGES
from assistant.web.panel import empty_panel
from assistant.web.scopes import FIELDS, Selector, summary
from assistant.web.texts import Texts, texts

_SCRIPTS = tuple(Path(__file__).with_name(name) for name in ("page.js", "pages.js", "upload.js", "talk.js"))
_SESSION_SECONDS = 24 * 3600


def blocks(conversation: Conversation) -> gr.Blocks:
    """The page for a conversation, with its events wired."""
    with gr.Blocks(title="预算问答 · Budget Assistant", fill_height=True, fill_width=True) as made:
        page = _components(conversation, texts("zh"))
        wire(made, page, conversation)
    made.queue(max_size=conversation.library.settings.queue, default_concurrency_limit=AT_ONCE, api_open=False)
    return made


def _components(conversation: Conversation, words: Texts) -> Page:
    header = gr.HTML("", elem_id="header", js_on_load=None)
    with gr.Row(elem_id="work"):
        with gr.Column(elem_id="chat", min_width=0):
            with gr.Column(elem_id="talk", min_width=0):
                past_exchanges = gr.HTML("", elem_id="past", js_on_load=None)
                latest = gr.HTML("", elem_id="latest", js_on_load=None)
            with gr.Column(elem_id="dock", min_width=0):
                composer = _composer(words)
                scope, fields = _scope_components(conversation.selectors(NOTHING_SELECTED, words), words)
        views = tuple(gr.HTML("", elem_id=f"page-{name}", elem_classes="page", js_on_load=None) for name in PAGES)
        with gr.Column(elem_id="side", min_width=0):
            panel = gr.HTML(empty_panel(words), elem_id="panel", js_on_load=None)
    return Page(
        language=gr.State(words.language, time_to_live=_SESSION_SECONDS),
        answers=gr.State((), time_to_live=_SESSION_SECONDS),
        shown=gr.State(("", 0), time_to_live=_SESSION_SECONDS),
        asked=gr.State("", time_to_live=_SESSION_SECONDS),
        header=header,
        past=past_exchanges,
        latest=latest,
        panel=panel,
        views=views,
        composer=composer,
        scope=scope,
        fields=fields,
        bridge=gr.HTML("", elem_id="bridge", js_on_load="".join(file.read_text("utf-8") for file in _SCRIPTS)),
    )


def _composer(words: Texts) -> gr.Textbox:
    return gr.Textbox(
        elem_id="composer",
        lines=1,
        max_lines=6,
        max_length=QUESTION_LONGEST,
        show_label=False,
        label=words.placeholder,
        placeholder=words.placeholder,
        container=False,
        submit_btn=True,
        autofocus=True,
    )


def _scope_components(chosen: tuple[Selector, ...], words: Texts) -> tuple[gr.Accordion, tuple[gr.Dropdown, ...]]:
    with gr.Accordion(summary(chosen, words), open=False, elem_id="scope") as accordion, gr.Row(elem_id="scope-fields"):
        fields = tuple(
            gr.Dropdown(
                choices=list(item.choices),
                value=item.value,
                label=item.label,
                min_width=130,
                filterable=len(item.choices) > 8,
                elem_classes=f"scope-{name}",
            )
            for name, item in zip(FIELDS, chosen, strict=True)
        )
    return accordion, fields
