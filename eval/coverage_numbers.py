"""The numbers that a document prints, counted without the reader that is judged: by pypdfium2, or in the text file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pypdfium2

_NUMBER = re.compile(r"(?<![\d.,])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d]|,\d|\.\d)")
_CONTACT = re.compile(r"负责人|联系人|联系电话|填表人|填报人|手机|电话")
_UNIT = re.compile(r"\s?(?:[万亿千百]$|[万亿千百]?元|[%％]|年|月|日|个|人|项|辆|台|批|次|份|件|所|名|家|户)")
_LEADERS = re.compile(r"[.…·．⋯]{3,}\s*$")
_MONEY = re.compile(r"\s*(?:[万亿千百]?元)")


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed number. ``page`` is None for a text file. ``kind`` is table, money (in a sentence) or other."""

    value: Decimal
    page: int | None
    kind: str
    text: str


def printed_numbers(path: Path) -> list[Printed]:
    """All numbers of a PDF or text file but those of pages and contents, and of lines with contacts.

    A number with white space on both sides and no unit after it stands in a table; one followed by 元, 万元 ... is
    money of a sentence. Raises ``pypdfium2.PdfiumError`` for a file that is no PDF.
    """
    if path.read_bytes()[:5] != b"%PDF-":
        return list(_numbers(path.read_text(encoding="utf-8", errors="replace"), None))
    document = pypdfium2.PdfDocument(path)
    try:
        found: list[Printed] = []
        for number, page in enumerate(document, 1):
            found += _numbers(page.get_textpage().get_text_range(), number)
        return found
    finally:
        document.close()


def values_in(text: str) -> list[Decimal]:
    """The values of all numbers in ``text``, in order."""
    return [Decimal(match[0].replace(",", "")) for match in _NUMBER.finditer(unicodedata.normalize("NFKC", text))]


def _numbers(text: str, page: int | None) -> Iterator[Printed]:
    lines = unicodedata.normalize("NFKC", text).replace("\r", "\n").split("\n")
    filled = [index for index, line in enumerate(lines) if line.strip()]
    edges = {filled[0], filled[-1]} if filled and page is not None else set()
    for index, line in enumerate(lines):
        if index in edges and re.fullmatch(r"[-—\s]*\d{1,3}[-—\s]*", line):
            continue
        if _CONTACT.search(line):
            continue
        for match in _NUMBER.finditer(line):
            if _LEADERS.search(line[: match.start()]):
                continue
            value = Decimal(match[0].replace(",", ""))
            yield Printed(value, page, _kind(line, match), line.strip()[:60])


def _kind(line: str, match: re.Match[str]) -> str:
    before, after = line[: match.start()], line[match.end() :]
    alone = (not before or before[-1].isspace()) and (not after or after[0].isspace())
    if alone and not _UNIT.match(after):
        return "table"
    return "money" if _MONEY.match(after) else "other"
