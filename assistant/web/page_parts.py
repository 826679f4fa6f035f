"""Small pieces of HTML that the pages share: selectors, links, headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from assistant.web.markup import text
from assistant.web.pages_texts import PagesTexts


def selector(name: str, label: str, choices: Iterable[tuple[str, str]], chosen: str) -> str:
    """A labelled drop-down of a form; ``choices`` are (value, shown text)."""
    options = "".join(
        f'<option value="{text(value)}"{" selected" if value == chosen else ""}>{text(shown)}</option>'
        for value, shown in choices
    )
    return f'<label class="field"><span>{text(label)}</span><select name="{text(name)}">{options}</select></label>'


def address(**query: str) -> str:
    """A link within the site; empty values are left out."""
    return f"?{urlencode({name: value for name, value in query.items() if value})}"


def copy_button(link: str, words: PagesTexts) -> str:
    """A button that copies the whole address of a link within the site; the address stands in it as a link too."""
    return (
        f'<a class="permalink" href="{text(link)}" data-copy="{text(link)}" data-copied="{text(words.copied)}">'
        f"{text(words.copy_link)}</a>"
    )


def more_button(page: str, query: Mapping[str, str], left: int, words: PagesTexts) -> str:
    """A link to the same page with more on it; "" where nothing is left."""
    if left <= 0:
        return ""
    shown = words.show_more_of.format(count=left)
    return f'<a class="plain more-link" data-view href="{text(address(view=page, **query))}">{text(shown)}</a>'


def heading(title: str, said: str) -> str:
    """The title of a page with a sentence under it."""
    return f'<header class="page-head"><h2>{text(title)}</h2><p>{text(said)}</p></header>'


def limit_of(query: Mapping[str, str], least: int, most: int) -> int:
    """How many items a query asks to show."""
    typed = query.get("show", "")
    return min(max(int(typed), least), most) if typed.isdecimal() and len(typed) < 7 else least
