"""Which reader a file needs, by what it holds and never by its name.

A PDF named .txt, a web page named .doc and a workbook named .csv are what their bytes are. ``FORMATS`` is tried from
the top; the first format that knows the content reads it. A new format is one more line there, above the ones whose
content it might be taken for. Readers are imported when they are needed, since some libraries take time to load.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from io import BytesIO

from corpus.readers import UnreadableFileError, is_picture
from corpus.readers.encoding import try_decode
from corpus.records import Block, Problem

Reader = Callable[[bytes], tuple[list[Block], list[Problem]]]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 65_536
_PAGE_START = re.compile(
    r"(?:\s|<!--.*?-->|<\?xml[^>]*\?>)*<(?:!doctype\s+html|html|head|body|meta|title|style|script|table|center|font|o:p)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG_START = re.compile(r"\s*<(?:div|p|span|h[1-6]|section|article|ul|ol|form)\b", re.IGNORECASE)
_MAIL_HEADER = re.compile(r"(?:\s*(?:[A-Za-z-]+):[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.ASCII)


class Content:
    """The bytes of a file and what several formats ask about them, each found out once."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def text(self) -> str | None:
        """The whole as text, None where it is none. Binary formats are none, whatever their bytes decode to."""
        binary = is_picture(self.data) or self.data.startswith((b"PK\x03\x04", _OLE)) or b"%PDF-" in self.data[:1024]
        return None if binary else try_decode(self.data)

    @cached_property
    def head(self) -> str:
        """The beginning as text, "" where the file is none; a page in another encoding is known by its ASCII."""
        if self.text is not None:
            return self.text[:_HEAD]
        return "" if b"\0" in self.data[:_HEAD] else self.data[:_HEAD].decode("latin-1")

    @cached_property
    def parts(self) -> frozenset[str]:
        """The names of the parts of a zip package, lower case; none where it is no package that can be opened."""
        if not self.data.startswith(b"PK\x03\x04"):
            return frozenset()
        try:
            with zipfile.ZipFile(BytesIO(self.data)) as package:
                return frozenset(name.lower().lstrip("/") for name in package.namelist())
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
            return frozenset()

    def has_folder(self, name: str) -> bool:
        """Whether a part of the package stands in that folder."""
        return any(part.startswith(f"{name}/") for part in self.parts)

    def has_stream(self, *names: str) -> bool:
        """Whether an OLE file (old Office) has a stream of one of those names."""
        return self.data.startswith(_OLE) and any(_stream_entry(name) in self.data for name in names)


def _stream_entry(name: str) -> bytes:
    """A directory entry's name with the zero that ends it."""
    return f"{name}\0".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, whether content is of it, and how its reader is had. Readers raise UnreadableFileError."""

    name: str
    knows: Callable[[Content], bool]
    reader: Callable[[], Reader]


def reader_for(data: bytes, name: str) -> Reader:
    """The reader for this content; ``name`` is the file's name, for messages only.

    Raises ``UnreadableFileError`` for an empty file and for content of no known format.
    """
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFileError(name, "the file is empty", "add the published file itself")
    return format_of(data, name).reader()


def format_of(data: bytes, name: str) -> Format:
    """The format of this content, as for ``reader_for``."""
    content = Content(data)
    found = next((item for item in FORMATS if item.knows(content)), None)
    if found is None:
        raise UnreadableFileError(
            name, "this kind of file is not read", "save it as PDF or as plain text and add it again"
        )
    return found


def refused(kind: str, reason: str, advice: str) -> Callable[[], Reader]:
    """The reader of a format that is known and not read: it says why and what to do."""

    def read(_: bytes) -> tuple[list[Block], list[Problem]]:
        raise UnreadableFileError(kind, reason, advice)

    return lambda: read


def _pdf() -> Reader:
    from corpus.readers.pdf import read_pdf

    return read_pdf


def _image() -> Reader:
    from corpus.readers.image import read_image

    return read_image


def _picture(data: bytes) -> tuple[list[Block], list[Problem]]:
    """A picture inside a document; recognition is loaded with the first one, since most documents hold none."""
    return _image()(data)


def _xlsx() -> Reader:
    from corpus.readers.xlsx import read_xlsx

    return partial(read_xlsx, pictures=_picture)


def _docx() -> Reader:
    from corpus.readers.docx import read_docx

    return partial(read_docx, pictures=_picture)


def _xls() -> Reader:
    from corpus.readers.xls import read_xls

    return read_xls


def _mhtml() -> Reader:
    from corpus.readers.mhtml import read_mhtml

    return read_mhtml


def _html() -> Reader:
    from corpus.readers.html import read_html

    return read_html


def _markdown() -> Reader:
    from corpus.readers.markdown import read_markdown

    return read_markdown


def _csv() -> Reader:
    from corpus.readers.csv import read_csv

    return read_csv


def _text() -> Reader:
    from corpus.readers.encoding import marked_encoding
    from corpus.readers.text import read_text

    def read(data: bytes) -> tuple[list[Block], list[Problem]]:
        text = None if marked_encoding(data) is None and b"\0" not in data[:4096] else try_decode(data)
        return read_text(data if text is None else text.encode())

    return read


def _is_workbook(content: Content) -> bool:
    return "xl/workbook.xml" in content.parts or content.has_folder("xl/worksheets")


def _is_mail(content: Content) -> bool:
    """Whether the file is a saved page (MHTML): mail headers, among them that of a MIME message."""
    match = _MAIL_HEADER.match(content.head)
    headers = match[0].lower() if match else ""
    return "content-type:" in headers and ("mime-version:" in headers or "multipart/related" in headers)


def _is_page(content: Content) -> bool:
    if _PAGE_START.match(content.head):
        return True
    return _TAG_START.match(content.head) is not None and not _is_markdown(content)


def _is_markdown(content: Content) -> bool:
    from corpus.readers.markdown_syntax import is_markdown

    return content.text is not None and is_markdown(content.text)


def _is_separated(content: Content) -> bool:
    from corpus.readers.separated import separator_of

    return content.text is not None and separator_of(content.text) is not None


_SAVE_OFFICE = "open it in Office or WPS, save it as .docx, .xlsx or PDF and add it again"

FORMATS: tuple[Format, ...] = (
    Format("pdf", lambda c: c.data[:1024].lstrip().startswith(b"%PDF-"), _pdf),
    Format("image", lambda c: is_picture(c.data), _image),
    Format("docx", lambda c: "word/document.xml" in c.parts or c.has_folder("word"), _docx),
    Format(
        "xlsb", lambda c: "xl/workbook.bin" in c.parts, refused("Excel binary workbook", "it is not read", _SAVE_OFFICE)
    ),
    Format("xlsx", _is_workbook, _xlsx),
    Format(
        "pptx", lambda c: c.has_folder("ppt"), refused("PowerPoint file", "it is not read", "save it as PDF and add it")
    ),
    Format(
        "ofd", lambda c: "ofd.xml" in c.parts, refused("OFD file", "it is not read", "save it as PDF and add it again")
    ),
    Format("odf", lambda c: "content.xml" in c.parts, refused("OpenDocument file", "it is not read", _SAVE_OFFICE)),
    Format(
        "zip",
        lambda c: bool(c.parts),
        refused("zip archive", "it is not a document", "unpack it and add the files in it"),
    ),
    Format(
        "damaged zip",
        lambda c: c.data.startswith(b"PK\x03\x04"),
        refused("Office file or archive", "it is damaged and cannot be opened", "get the file anew and add it again"),
    ),
    Format(
        "encrypted office",
        lambda c: c.has_stream("EncryptedPackage", "EncryptedSummary"),
        refused("Office file", "it is encrypted", "open it with its password, save it without one and add it again"),
    ),
    Format(
        "doc",
        lambda c: c.has_stream("WordDocument"),
        refused("Word 97-2003 file (.doc)", "it is not read", _SAVE_OFFICE),
    ),
    Format(
        "xls", lambda c: c.has_stream("Workbook", "Book") or (c.data[:2] == b"\x09\x08" and b"\0" in c.data[:8]), _xls
    ),
    Format("ole", lambda c: c.data.startswith(_OLE), refused("old Office file", "it is not read", _SAVE_OFFICE)),
    Format("rtf", lambda c: c.data.lstrip().startswith(b"{\\rtf"), refused("RTF file", "it is not read", _SAVE_OFFICE)),
    Format(
        "office xml",
        lambda c: (
            re.search(r"<\?mso-application|schemas-microsoft-com:office:spreadsheet\"\s*>?", c.head[:2000]) is not None
            and not re.search(r"<html", c.head[:2000], re.IGNORECASE)
        ),
        refused("Office 2003 XML file", "it is not read", _SAVE_OFFICE),
    ),
    Format("mhtml", _is_mail, _mhtml),
    Format("html", _is_page, _html),
    Format("markdown", _is_markdown, _markdown),
    Format("csv", _is_separated, _csv),
    Format("text", lambda c: c.text is not None, _text),
)
"""All formats, those with the surest marks first; plain text takes whatever is text."""
