"""Files that stand in a folder beside documents and are none: told by their content, with the reason."""

from __future__ import annotations

import re
from pathlib import Path

_DATABASE = b"SQLite format 3\0"
_STARTS: tuple[tuple[bytes, str], ...] = (
    (_DATABASE, "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\0asm", "a program"),
    (b"#!", "a program"),
    (b"\x93NUMPY", "numbers of a program"),
    (b"OTTO", "a font"),
    (b"\0\x01\0\0\0", "a font"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"fLaC", "a sound recording"),
    (b"\x1aE\xdf\xa3", "a film"),
)
_FILM = re.compile(rb"....ftyp", re.DOTALL)
_HAN = re.compile(r"[\u3400-\u9fff]")
_SNIFFED = 1_000_000


def unrelated(data: bytes) -> str:
    """Why the file is no budget document, in a few words; "" if it may be one, also where it cannot be read.

    Text without a single Chinese character is none. Archives are not told apart: they may hold documents.
    """
    kind = next((kind for start, kind in _STARTS if data.startswith(start)), "")
    if kind:
        return kind
    if _FILM.match(data):
        return "a film or a sound recording"
    text = _text(data)
    if text.strip() and "\0" not in text and not text.startswith("%PDF-") and not _HAN.search(text):
        return "a text without any Chinese character"
    return ""


def _text(data: bytes) -> str:
    """The text of the file's beginning, "" where it is none in an encoding of such documents."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data[:_SNIFFED].decode(encoding)
        except UnicodeDecodeError as error:
            # A character that the cut has parted is no fault.
            if len(data) > _SNIFFED and error.start > _SNIFFED - 8:
                return data[: error.start].decode(encoding)
    return ""


def is_library(folder: Path) -> bool:
    """Whether the folder is a library of this program: what stands in it are its own files."""
    try:
        with (folder / "budget.db").open("rb") as file:
            return file.read(len(_DATABASE)) == _DATABASE
    except OSError:
        return False
