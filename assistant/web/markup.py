"""Text of answers, questions and documents as HTML in which nothing of theirs can act as HTML.

Every text passes through ``html.escape`` (or markdown-it with HTML, links and images switched off, which escapes too).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.records import Citation
from assistant.render import place_parts
from assistant.web.texts import Texts

_MARKER = re.compile(r"\[(\d{1,4})\]")
_MARKERS = re.compile(r"((?:\[\d{1,4}\])+)([，。；：、！？）”,.;:)]*)")
_PIECE = re.compile(r"[^，。；：、！？,;\s]*[，。；：、！？,;\s]*")
_RUN_SHOWN = 6
_RUN_FIRST = 3
_SWITCHED_OFF = ("link", "image", "autolink", "html_inline", "html_block", "reference")
_NOT_NEEDED = ("code", "fence", "lheading", "hr")


def text(value: str) -> str:
    """A text escaped for element content and for quoted attributes."""
    return escape(value, quote=True)


def chip(citation: Citation, words: Texts) -> str:
    """The marker [n] as a button that opens the cited place; its tooltip says where that is."""
    place = " · ".join(place_parts(citation, words.page_of, words.line_of))
    corrected = citation.correction is not None
    place = f"{place} · {words.correction}" if corrected else place
    label = f"{words.citation_of.format(n=citation.n)}: {place}"
    return (
        f'<button type="button" class="chip{" corrected" if corrected else ""}"'
        f' data-cite="{text(citation.id)}" data-n="{citation.n}"'
        f' title="{text(place)}" aria-label="{text(label)}">{citation.n}</button>'
    )


def chips(numbers: Sequence[int], citations: Mapping[int, Citation], words: Texts) -> str:
    """The buttons for citation numbers; a number without a citation stays plain text."""
    found = (chip(citations[n], words) if n in citations else f"[{n}]" for n in numbers)
    return f'<span class="chips">{"".join(found)}</span>' if numbers else ""


def _run(numbers: Sequence[int], after: str, citations: Mapping[int, Citation], words: Texts) -> str:
    """The buttons of markers that stand side by side; of a long run the first few, the others on demand.

    The punctuation ``after`` them never begins a line.
    """
    shown = [chip(citations[n], words) if n in citations else f"[{n}]" for n in numbers]
    hidden = ""
    if len(shown) > _RUN_SHOWN:
        rest = len(shown) - _RUN_FIRST
        label = text(words.more_sources_of.format(count=rest))
        hidden = f"<span hidden>{''.join(shown[_RUN_FIRST:])}</span>"
        more = f'<button type="button" class="chip more" data-act="more" title="{label}" aria-label="{label}">'
        shown = [*shown[:_RUN_FIRST], f"{more}+{rest}</button>"]
    return f'{"".join(shown[:-1])}<span class="keep">{shown[-1]}{hidden}{text(after)}</span>'


def markdown(source: str, citations: Iterable[Citation], words: Texts) -> str:
    """Markdown (paragraphs, emphasis, lists, tables, quotations) as HTML, its markers [n] as buttons."""
    known = {citation.n: citation for citation in citations}
    parser = _parser()
    tokens = parser.parse(source)
    for token in tokens:
        for child in token.children or ():
            if child.type == "text" and _MARKER.search(child.content):
                child.type, child.content = "html_inline", _with_chips(child, known, words)
    return str(parser.renderer.render(tokens, parser.options, {}))


def pieces(source: str, shortest: int = 12) -> tuple[str, ...]:
    """The growing beginnings of a text to show one after the other; the last is the whole of it.

    A beginning ends after a punctuation mark or a space, ``shortest`` characters or more after the one before, never
    inside a marker [n] or emphasis.
    """
    ends: list[int] = []
    position = 0
    for match in _PIECE.finditer(source):
        position = match.end()
        begun = source[:position]
        whole = begun.count("**") % 2 == 0 and begun.count("[") == begun.count("]")
        if whole and position - (ends[-1] if ends else 0) >= shortest:
            ends.append(position)
    if source and (not ends or ends[-1] != len(source)):
        ends.append(len(source))
    return tuple(source[:end] for end in ends)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return (
        MarkdownIt("commonmark", {"html": False, "breaks": True})
        .enable("table")
        .disable([*_SWITCHED_OFF, *_NOT_NEEDED])
    )


def _with_chips(token: Token, citations: Mapping[int, Citation], words: Texts) -> str:
    """The text of a token, escaped, with runs of markers as buttons."""
    parts: list[str] = []
    position = 0
    for match in _MARKERS.finditer(token.content):
        parts.append(text(token.content[position : match.start()]))
        parts.append(_run([int(n) for n in _MARKER.findall(match[1])], match[2], citations, words))
        position = match.end()
    return "".join(parts) + text(token.content[position:])
