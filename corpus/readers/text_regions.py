"""Where the statutory tables of a plain text begin and end: caption, unit line, header, body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.amounts import UNIT_LINE
from corpus.normal import label
from corpus.readers.text_header import is_header_line, may_be_header
from corpus.readers.text_lines import LEADERS, Line, Word
from corpus.readers.text_rows import is_figure
from corpus.records import TableKind
from corpus.table_titles import kind_of

_LEAD = re.compile(
    r"(?:编制|填报|公开|预算|主管|填制)?[\u4e00-\u9fff]{0,4}(?:部门|单位)(?:名称)?[:：]|[(（]?20\d{2}年度?[)）]?$"
)
_SENTENCE = re.compile(r"[。；！？]|，.*，")
_CHAPTER = re.compile(
    r"第[一二三四五六七八九十]+部分|附件|注[：:]|说明[：:]|[(（][一二三四五六七八九十]+[)）]|.*(?:情况|说明|概况|解释)$"
)
_LEVELS = {"类", "款", "项"}
_MOST_HEADER_LINES = 60


@dataclass(slots=True)
class Region:
    """One table: its caption, the lines that name who publishes it and the unit, the words of header and body.

    ``start`` and ``end`` (exclusive) are indices into the lines. ``again`` holds the header's words on later pages, by
    page.
    """

    start: int
    end: int
    kind: TableKind
    lead: list[Line]
    header: list[Word]
    body: list[Word] = field(default_factory=list)
    again: dict[int, list[Word]] = field(default_factory=dict)


def is_caption(text: str) -> bool:
    """Whether a line is nothing but the title of a statutory table."""
    if len(text) > 60 or "表" not in text or _SENTENCE.search(text) or LEADERS.search(text):
        return False
    ending = re.search(r"表(?:[（(][^）)]{1,20}[）)])*$", label(text))
    return bool(ending) and not re.match(r"[注说]", text) and kind_of(text) is not TableKind.OTHER


def regions_of(lines: Sequence[Line], words: Sequence[Sequence[Word]]) -> list[Region]:
    """The tables of the text, in order; a title in a table of contents or in prose has no header below it."""
    found: list[Region] = []
    at = 0
    while at < len(lines):
        region = _region(lines, words, at) if not lines[at].blank and is_caption(lines[at].text) else None
        if region is None:
            at += 1
            continue
        found.append(region)
        at = region.end
    return found


def _region(lines: Sequence[Line], words: Sequence[Sequence[Word]], start: int) -> Region | None:
    at, lead = _lead(lines, start + 1)
    header, early, at = _header(lines, words, at)
    if not any(is_header_line(line) for line in header):
        return None
    region = Region(start, at, kind_of(lines[start].text), lead, [word for line in header for word in line])
    region.body += early
    _read_body(lines, words, region)
    return region


def _lead(lines: Sequence[Line], at: int) -> tuple[int, list[Line]]:
    """The lines between caption and header, and the index of the line after them."""
    lead: list[Line] = []
    while at < len(lines) and (lines[at].blank or _is_lead(lines[at].text)):
        if not lines[at].blank:
            lead.append(lines[at])
        at += 1
    return at, lead


def _is_lead(text: str) -> bool:
    return UNIT_LINE.search(text) is not None or _LEAD.match(text) is not None


def _header(
    lines: Sequence[Line], words: Sequence[Sequence[Word]], at: int
) -> tuple[list[Sequence[Word]], list[Word], int]:
    """The header's lines, the figures printed among them, and the index of the body's first line."""
    header: list[Sequence[Word]] = []
    early: list[Word] = []
    while at < len(lines) and len(header) < _MOST_HEADER_LINES:
        line = words[at]
        if line and not _goes_on(header, line):
            if not (all(map(is_figure, line)) and _levels_follow(words, at + 1)):
                break
            early += line
        elif line:
            header.append(line)
        at += 1
    return header, early, at


def _goes_on(header: Sequence[Sequence[Word]], line: Sequence[Word]) -> bool:
    """Whether a line is one of the header's; below 类 款 项 a 合计 alone is a row."""
    texts = [word.text for word in line]
    if texts == ["合计"] and header and _LEVELS & {word.text for word in header[-1]}:
        return False
    return may_be_header(line)


def _levels_follow(words: Sequence[Sequence[Word]], at: int) -> bool:
    following = next((line for line in words[at : at + 3] if line and not all(map(is_figure, line))), ())
    return bool(following) and {word.text for word in following} <= _LEVELS


def _read_body(lines: Sequence[Line], words: Sequence[Sequence[Word]], region: Region) -> None:
    sheet = region.header[-1].sheet
    at = region.end
    while at < len(lines):
        line = words[at]
        if line and line[0].sheet != sheet:
            sheet = line[0].sheet
            again, at = _repeated(words, at, region.header)
            if again:
                region.again[sheet], region.end = again, at
                continue
        if line and _ends(lines[at], line):
            break
        if len(line) > 1 and {word.text for word in line} <= _LEVELS:
            region.header.extend(line)
        elif line:
            region.body.extend(line)
            region.end = at + 1
        at += 1


def _repeated(words: Sequence[Sequence[Word]], at: int, header: Sequence[Word]) -> tuple[list[Word], int]:
    """The words of the header where a page begins with it again, and the index of the line after them."""
    known = Counter(word.text for word in header)
    found: list[Word] = []
    end = at
    while end < len(words) and not Counter(word.text for word in (*found, *words[end])) - known:
        found += words[end]
        end += 1
    return (found, end) if 2 * len(found) > len(header) else ([], at)


def _ends(line: Line, words: Sequence[Word]) -> bool:
    """Whether a line no longer belongs to the table."""
    text = line.text
    if is_caption(text) or _is_lead(text):
        return True
    if any(map(is_figure, words)):
        return bool(re.search(r"。|\d\s*(?:万元|亿元|元)", text))
    return _SENTENCE.search(text) is not None or _CHAPTER.match(label(text)) is not None or len(text) > 45
