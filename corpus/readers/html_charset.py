"""The encoding of a web page: its mark, else what it declares, else what its bytes are."""

from __future__ import annotations

import re

from corpus.readers.encoding import marked_encoding, try_decode

_DECLARED = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([A-Za-z0-9_-]+)", re.I
)
_HEAD = 8192
_GB = ("gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030", "cp936", "ms936")
"""All of them are read as GB 18030, which holds the others, as browsers do."""


def _is_utf8(data: bytes) -> bool:
    """Chinese in GB 18030 is never valid UTF-8 for long, while UTF-8 may pass for GB 18030: so this is asked first."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def page_text(data: bytes, header: str = "") -> str:
    """The page's text. ``header`` is an encoding named outside the page (a mail header), "" if none.

    A declaration that the bytes contradict gives way to UTF-8 or GB 18030; what no encoding reads becomes U+FFFD, so
    that no figure is made of it.
    """
    match = _DECLARED.search(data[:_HEAD])
    declared = (match[1] or match[2]).decode("ascii") if match else header
    if marked_encoding(data) is None and not _is_utf8(data) and declared and not declared.lower().startswith("utf-16"):
        encoding = "gb18030" if declared.lower() in _GB else declared
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            pass
    text = try_decode(data)
    return data.decode("gb18030" if declared.lower() in _GB else "utf-8", "replace") if text is None else text
