"""Web pages: headings, paragraphs and tables as a browser shows them, without scripts, styles and hidden elements.

Places carry the line of the page's plain text (see ``corpus.readers.flow``).
"""

from __future__ import annotations

from lxml import etree

from corpus.readers import UnreadableFileError
from corpus.readers.flow import Flow
from corpus.readers.html_charset import page_text
from corpus.readers.html_content import Walker
from corpus.records import Block, Problem

KIND = "web page"
MAX_BYTES = 64 * 2**20
_MAX_DEPTH = 250


def read_html(data: bytes) -> tuple[list[Block], list[Problem]]:
    """The blocks of a web page in reading order. Nothing that the page names is fetched.

    Raises ``UnreadableFileError`` for a page beyond ``MAX_BYTES`` or without any words.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableFileError(KIND, f"it has more than {MAX_BYTES >> 20} MB", "split it and add the parts")
    return read_page_text(page_text(data))


def read_page_text(text: str) -> tuple[list[Block], list[Problem]]:
    """The blocks of a page whose text is decoded."""
    root = _parsed(text)
    flow = Flow()
    if root is not None:
        Walker(flow).body(root)
    if not flow.blocks:
        raise UnreadableFileError(
            KIND, "it shows no words (a page that a script fills?)", "save the page as PDF in a browser and add that"
        )
    return flow.blocks, flow.problems


def read_table_markup(markup: str, first_line: int) -> tuple[list[Block], list[Problem]]:
    """The blocks of one table inside another text; rows keep the lines of that text, ``first_line`` is the first."""
    root = _parsed(markup)
    flow = Flow(physical=first_line)
    if root is not None:
        Walker(flow).body(root)
    return flow.blocks, flow.problems


def _parsed(text: str) -> etree._Element | None:
    # Characters that XML forbids would end the parsing; a browser shows nothing for them.
    text = text.translate({code: " " for code in range(32) if code not in (9, 10, 13)})
    # The parser is told the encoding; a declaration in the page that says another must not count any more.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is not None and _depth(root) > _MAX_DEPTH:
        raise UnreadableFileError(KIND, f"its elements are nested more than {_MAX_DEPTH} deep", "save the page as PDF")
    return root


def _depth(root: etree._Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
