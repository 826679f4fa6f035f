"""Lines and words of a text file, each with its line number and character offsets, and with its page."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.amounts import fold
from corpus.normal import label, tidy
from corpus.records import Place

PAGE_MARK = re.compile(r"-{2,}\s*PAGE[_ ]BREAK\s*-{2,}", re.IGNORECASE)
LEADERS = re.compile(r"(?:[.…·．⋯]\s*){4,}[\s\d]*$")
_PAGE_NUMBER = re.compile(r"[-—–－·\s]*\d{1,3}[-—–－·\s]*|第\s*\d+\s*页[，,/\s]*(?:共\s*\d+\s*页)?|\d+\s*/\s*\d+")
_WORD = re.compile(r"\S+")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_EDGE = 2
"""How many printed lines at the top and at the bottom of a page may be a running header or a page number."""


def visible(text: str) -> str:
    """``text`` without characters of no width, which copying from web pages leaves inside words and numbers."""
    return _INVISIBLE.sub("", text)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file. ``page`` counts form feeds from 1; None in a file without any.

    ``sheet`` counts the pages from 1 also where only marks part them.
    """

    number: int
    raw: str
    page: int | None
    sheet: int

    @property
    def text(self) -> str:
        """The line in readable form."""
        return tidy(visible(self.raw))

    @property
    def blank(self) -> bool:
        """Whether nothing is printed on the line."""
        return not visible(self.raw).strip()


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without blanks. ``left`` and ``right`` are printed columns; ``text`` is in label form.

    ``block`` numbers the runs of lines without a blank line between them. ``first`` says that it begins its line,
    ``whole``.
    """

    text: str
    raw: str
    line: int
    start: int
    end: int
    left: int
    right: int
    page: int | None
    sheet: int
    block: int
    first: bool = False
    whole: str = field(default="", compare=False, repr=False)

    @property
    def place(self) -> Place:
        """Where the word is printed."""
        return Place(self.raw, page=self.page, line=self.line, char_from=self.start, char_to=self.end)


def lines_of(text: str) -> list[Line]:
    """All lines of a file, numbered from 1, those of page marks among them as blank ones."""
    feeds = "\f" in text
    lines: list[Line] = []
    sheet = 1
    for number, raw in enumerate(text.split("\n"), start=1):
        raw = raw.rstrip("\r")
        sheet += raw.count("\f")
        if PAGE_MARK.fullmatch(raw.strip()):
            sheet, raw = sheet + 1, ""
        lines.append(Line(number, raw, sheet if feeds else None, sheet))
    return without_furniture(lines)


def without_furniture(lines: Sequence[Line]) -> list[Line]:
    """``lines`` with page numbers, and all but the first printing of a running header or footer, made blank."""
    sheets = lines[-1].sheet if lines else 0
    edges = [line for number in range(1, sheets + 1) for line in _edge_lines(lines, number)] if sheets > 1 else []
    counts = Counter(label(line.raw) for line in edges)
    running = {text for text, count in counts.items() if count >= max(3, 0.6 * sheets)}
    dropped: set[int] = set()
    seen: set[str] = set()
    for line in edges:
        text = label(line.raw)
        if _PAGE_NUMBER.fullmatch(line.raw.strip()) or text in seen:
            dropped.add(line.number)
        if text in running:
            seen.add(text)
    return [Line(line.number, "", line.page, line.sheet) if line.number in dropped else line for line in lines]


def _edge_lines(lines: Sequence[Line], sheet: int) -> list[Line]:
    printed = [line for line in lines if line.sheet == sheet and not line.blank]
    return printed if len(printed) <= 2 * _EDGE else [*printed[:_EDGE], *printed[-_EDGE:]]


def column_width(char: str, wide: bool) -> int:
    """How many printed columns ``char`` takes; a Chinese character takes two where ``wide``."""
    return 2 if wide and unicodedata.east_asian_width(char) in "WF" else 1


def words_of(lines: Sequence[Line], wide: bool) -> list[list[Word]]:
    """The words of each of ``lines``."""
    found: list[list[Word]] = []
    block, after_blank, sheet = 0, False, 0
    for line in lines:
        if line.blank:
            after_blank = True
            found.append([])
            continue
        if after_blank or line.sheet != sheet:
            block, after_blank, sheet = block + 1, False, line.sheet
        found.append(_words(line, wide, block))
    return found


def _words(line: Line, wide: bool, block: int) -> list[Word]:
    words: list[Word] = []
    at = column = 0
    for match in _WORD.finditer(line.raw):
        column += sum(column_width(char, wide) for char in line.raw[at : match.start()] if char != "\f")
        left = column
        column += sum(column_width(char, wide) for char in match[0])
        at = match.end()
        text = re.sub(r"\s+", "", fold(tidy(visible(match[0]))))
        if not text:
            continue
        start, end, first = match.start(), match.end(), not words
        place = (line.number, start, end, left, column, line.page, line.sheet, block, first, line.raw)
        words.append(Word(text, match[0], *place))
    return words


def is_wide(lines: Sequence[Line]) -> bool:
    """Whether Chinese characters stand for two columns: figures then stand better under each other at their right."""
    scores = []
    for wide in (True, False):
        edges = Counter(
            (word.sheet, word.right)
            for words in words_of(lines, wide)
            for word in words[1:]
            if re.fullmatch(r"[\d,]*\d(?:\.\d+)?", word.text)
        )
        scores.append(sum(count * count for count in edges.values()))
    return scores[0] > scores[1]
