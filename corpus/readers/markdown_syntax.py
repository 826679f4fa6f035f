"""The marks of Markdown: what tells it from other text, headings, pipe tables, emphasis."""

from __future__ import annotations

import re
from itertools import pairwise

_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_PAGE_TABLE = re.compile(r"^[ ]{0,3}<table\b", re.IGNORECASE | re.MULTILINE)
_HEADING_MARK = re.compile(r"^#{1,6}[ ]+\S", re.MULTILINE)
_PIPE = re.compile(r"(?<!\\)\|")
_LINK = re.compile(r"(?<!!)\[([^\]\[]+)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_CODE = re.compile(r"`([^`\n]+)`")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")


def is_markdown(text: str) -> bool:
    """Whether the text has a table of Markdown, or a web page's table between its headings.

    Text in which lines hold tabs is a dump of tables and not Markdown, whatever else stands in it.
    """
    lines = text.splitlines()
    if any("\t" in line.strip() for line in lines):
        return False
    if any(is_delimiter(line) and "|" in above for above, line in pairwise(lines)):
        return True
    return _PAGE_TABLE.search(text) is not None and _HEADING_MARK.search(text) is not None


def is_delimiter(line: str) -> bool:
    """Whether a line parts the header of a pipe table from its rows (|---|:---:|)."""
    return "|" in line and "-" in line and _DELIMITER.fullmatch(line) is not None


def has_pipe(line: str) -> bool:
    """Whether a line has a pipe that is not escaped."""
    return _PIPE.search(line) is not None


def cells_of(line: str) -> list[tuple[str, int]]:
    """The cells of a row as they stand there, each with the offset at which it begins in the line."""
    start = len(line) - len(line.lstrip())
    stop = len(line.rstrip())
    if line.startswith("|", start):
        start += 1
    if stop > start and line[stop - 1] == "|" and not line.endswith("\\|", 0, stop):
        stop -= 1
    cells = []
    for match in _PIPE.finditer(line, start, stop):
        cells.append((line[start : match.start()], start))
        start = match.end()
    return [*cells, (line[start:stop], start)]


def bare(text: str) -> str:
    """``text`` without the marks for links, strong words and code, and with escaped signs as they are meant.

    Struck words (~~90~~) keep their marks, so that a struck figure is never read as one.
    """
    if not any(mark in text for mark in "[*_`\\"):
        return text
    text = _CODE.sub(r"\1", _STRONG.sub(r"\2", _LINK.sub(r"\1", text)))
    return _ESCAPE.sub(r"\1", text)
