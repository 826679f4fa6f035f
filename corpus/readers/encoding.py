"""The text of bytes whose encoding is not said: the marks at their beginning, then what decodes without a fault."""

from __future__ import annotations

import codecs

from corpus.readers import UnreadableFileError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PROBE = 4096


def marked_encoding(data: bytes) -> tuple[str, int] | None:
    """The encoding that a mark at the beginning names and the length of the mark in bytes; None without a mark."""
    return next(((name, len(mark)) for mark, name in _MARKS if data.startswith(mark)), None)


def decoded(data: bytes, name: str) -> str:
    """The text of ``data`` without its byte order mark: UTF-8, UTF-16, or GB 18030.

    UTF-16 is taken without a mark where every second byte of the beginning is nearly always zero. ``name`` is the
    format, for the message of the ``UnreadableFileError`` that is raised where nothing fits.
    """
    text = try_decode(data)
    if text is None:
        raise UnreadableFileError(
            name,
            "it is text in no encoding that is read (UTF-8, UTF-16, GB 18030)",
            "save it as UTF-8 and add it again",
        )
    return text


def try_decode(data: bytes) -> str | None:
    """As ``decoded``, None where nothing fits. Bytes with zeros among them that are not UTF-16 are no text."""
    marked = marked_encoding(data)
    if marked is not None:
        return _decode(data[marked[1] :], marked[0])
    wide = _unmarked_utf16(data[:_PROBE])
    if wide is not None:
        return _decode(data, wide)
    if b"\0" in data[:_PROBE]:
        return None
    text = _decode(data, "utf-8")
    return _decode(data, "gb18030") if text is None else text


def _decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unmarked_utf16(probe: bytes) -> str | None:
    """Digits, tabs and line ends have a zero byte in UTF-16; a table in it has one in a good part of its pairs."""
    pairs = len(probe) // 2
    if pairs < 4:
        return None
    low, high = probe[0 : 2 * pairs : 2].count(0), probe[1 : 2 * pairs : 2].count(0)
    if high > 0.2 * pairs and low == 0:
        return "utf-16-le"
    if low > 0.2 * pairs and high == 0:
        return "utf-16-be"
    return None
