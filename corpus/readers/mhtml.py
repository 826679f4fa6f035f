"""Saved web pages with all their parts in one file (MHTML, also what Office writes under the name .doc or .xls)."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message

from corpus.readers import UnreadableFileError
from corpus.readers.encoding import marked_encoding, try_decode
from corpus.readers.html import MAX_BYTES, read_page_text
from corpus.readers.html_charset import page_text
from corpus.records import Block, Problem

KIND = "saved web page (MHTML)"
_MAX_PARTS = 2_000


def read_mhtml(data: bytes) -> tuple[list[Block], list[Problem]]:
    """The blocks of the pages in the file, one after another, and how many pictures beside them were not read.

    A workbook saved this way has a page for each sheet and a frame that only names them. Raises ``UnreadableFileError``
    for a file with no page in it or beyond the limit of a page.
    """
    if len(data) > 4 * MAX_BYTES:
        raise UnreadableFileError(KIND, f"it has more than {4 * MAX_BYTES >> 20} MB", "split it and add the parts")
    if marked_encoding(data) is not None:
        data = (try_decode(data) or "").encode()
    parts = [part for part in message_from_bytes(data).walk() if not part.is_multipart()][:_MAX_PARTS]
    pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    blocks: list[Block] = []
    problems: list[Problem] = []
    for page in pages:
        found, complaints = _page(page)
        blocks += found
        problems += complaints
    if not blocks:
        raise UnreadableFileError(KIND, "no page with words is in it", "save the page as PDF in a browser and add that")
    return blocks, problems


def _page(part: Message) -> tuple[list[Block], list[Problem]]:
    payload = part.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    try:
        return read_page_text(page_text(body, str(part.get_content_charset() or "")))
    except UnreadableFileError:
        # A frame without words of its own beside the pages that have them.
        return [], []
