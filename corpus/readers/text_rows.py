"""The words of a table's body to entries: a code, a name, and the figures printed with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from corpus.amounts import classify
from corpus.headers import TOTAL_NAMES
from corpus.normal import without_ordinal
from corpus.readers.text_lines import Word
from corpus.records import CellKind

_CLASSES = r"(?:20[1-9]|2[12]\d|23[0-4]|30[1-57-9]|31[0-3]|399|50[1-9]|51[0-4]|599)"
"""The classes of functions and of the economic classifications of departments and governments."""
_CLASS = re.compile(_CLASSES)
_WHOLE = re.compile(_CLASSES + r"(?:\d{2}){1,2}")
_LEVEL = re.compile(r"\d{2}")
_GLUED = re.compile(r"(\d{3}(?:\d{2}){0,2})(?=[\u3400-\u9fff(（])")
_FIGURE_GLUED = re.compile(r"[\d,]+(?:\.\d+)?(?=[一二三四五六七八九十]+、)")
_ORDINAL = re.compile(
    r"[一二三四五六七八九十]+[、．.]|\d{1,2}[.、．](?!\d)|[(（][一二三四五六七八九十\d]+[)）]|其中[:：]?"
)
_LABELS = re.compile(r"(?:本年|年初|年末|上年|使用|结余分配|收入总计|支出总计|总计|合计|人员经费合计|公用经费合计)")
_FIGURES = (CellKind.NUMBER, CellKind.ZERO, CellKind.DASH)


@dataclass(slots=True)
class Entry:
    """One subject's printing in one group of columns. ``whole`` is False where its words came in no known order.

    ``doubtful`` says that figures beside it may be its own or another's.
    """

    codes: list[Word] = field(default_factory=list)
    name: list[Word] = field(default_factory=list)
    values: list[Word] = field(default_factory=list)
    whole: bool = True
    doubtful: bool = False

    @property
    def text(self) -> str:
        """The name, its pieces joined."""
        return "".join(word.text for word in self.name)

    @property
    def is_total(self) -> bool:
        """Whether the entry is a total, which has no code."""
        return without_ordinal(self.text) in TOTAL_NAMES or self.text.endswith("合计")

    @property
    def words(self) -> tuple[Word, ...]:
        """All words in reading order."""
        return (*self.codes, *self.name, *self.values)


def is_figure(word: Word) -> bool:
    """Whether a word is a figure or a dash."""
    return classify(word.text) in _FIGURES


def opens_label(word: Word) -> bool:
    """Whether a word begins the name of a row without a code: an ordinal, or a total or balance."""
    return _ORDINAL.match(word.text) is not None or _LABELS.match(word.text) is not None


def opens_only(word: Word) -> bool:
    """Whether a word is an ordinal and nothing else."""
    return _ORDINAL.fullmatch(word.text) is not None


def opens_code(word: Word, after: Word | None) -> bool:
    """Whether a word is a classification code, judged by the word after it; an amount of three digits is none."""
    if _WHOLE.fullmatch(word.text):
        return after is not None and not is_figure(after)
    if not _CLASS.fullmatch(word.text) or (after is not None and _LABELS.match(after.text)):
        return False
    if word.first and after is not None and after.line == word.line and re.fullmatch(r"\d", after.text):
        return True  # a code misprinted, 301 2
    return after is None or _LEVEL.fullmatch(after.text) is not None or not is_figure(after)


def split_glued(words: Sequence[Word]) -> list[Word]:
    """``words`` with codes that are glued to a name (2210399其他…) taken apart."""
    found: list[Word] = []
    for word in words:
        match = _GLUED.match(word.text) or _FIGURE_GLUED.match(word.text)
        if match and _FIGURE_GLUED.match(word.text) and word.text == word.raw:
            found += _cut(word, match.end())
            continue
        if match is None or not (_CLASS.fullmatch(match[1]) or _WHOLE.fullmatch(match[1])) or word.text != word.raw:
            found.append(word)
            continue
        found += _cut(word, match.end())
    return found


def _cut(word: Word, at: int) -> list[Word]:
    """A word as two, cut before its character ``at``; those before it take one column each."""
    head = replace(word, text=word.text[:at], raw=word.raw[:at], end=word.start + at, right=word.left + at)
    tail = replace(word, text=word.text[at:], raw=word.raw[at:], start=word.start + at, left=word.left + at)
    return [head, replace(tail, first=False)]


class EntryReader:
    """Takes in the words of one group of columns, in reading order, and gives back its entries.

    ``levels`` is how many code columns there are. In a text that keeps positions, a line of figures alone belongs to a
    row of its block of lines, above or below; ``fits`` says whether figures may be those of one row. Elsewhere
    (``fits`` is None) figures follow their name.
    """

    def __init__(self, levels: int, fits: Callable[[Sequence[Word]], bool] | None) -> None:
        self.entries: list[Entry] = []
        self.loose: list[Word] = []
        self._levels = levels
        self._placed = fits is not None
        self._fits = fits or (lambda _: False)
        self._lonely: list[tuple[int, list[Word]]] = []
        self._code_lefts: list[int] = []

    def read(self, words: Sequence[Word]) -> None:
        """Take in the words of the group, all its lines."""
        self._code_lefts = [word.left for word, after in followed(words) if self._levels and opens_code(word, after)]
        if not self._placed:
            for word, after in followed(words):
                self._word(word, after)
            return
        for line in by_line(words):
            if self._is_lower_code(line):
                self.entries[-1].codes.append(line[0])
                continue
            if all(is_figure(word) for word in line) and not self._is_code_line(line):
                self._lonely.append((len(self.entries), line))
                continue
            for word, after in followed(line):
                self._word(word, after)
        for (at, _), run in groupby(self._lonely, key=lambda item: (item[0], item[1][0].block)):
            self._settle(at, [line for _, line in run])

    def _settle(self, at: int, lines: Sequence[list[Word]]) -> None:
        """Share out lines of figures alone between the rows above and below them in their block.

        They are only given where one way to do it is right: the figures of each row then fit together.
        """
        block = lines[0][0].block
        above = self._near(at - 1, block)
        below = self._near(at, block)
        right = [
            cut for cut in range(len(lines) + 1) if self._suits(above, lines[:cut]) and self._suits(below, lines[cut:])
        ]
        if len(right) == 1:
            for entry, given in ((above, lines[: right[0]]), (below, lines[right[0] :])):
                if entry is not None:
                    entry.values += [word for line in given for word in line]
            return
        self.loose += [word for line in lines for word in line]
        for entry in (above, below):
            if entry is not None:
                entry.doubtful = True

    def _near(self, at: int, block: int) -> Entry | None:
        entry = self.entries[at] if 0 <= at < len(self.entries) else None
        return entry if entry and block in (entry.words[0].block, entry.words[-1].block) else None

    def _suits(self, entry: Entry | None, lines: Sequence[list[Word]]) -> bool:
        words = [word for line in lines for word in line]
        if entry is None or not words:
            return not words
        behind = all(word.left > named.left for word in words for named in entry.name[:1])
        return behind and self._fits(sorted((*entry.values, *words), key=lambda word: word.left))

    def _is_code_line(self, line: Sequence[Word]) -> bool:
        return self._opens(line[0], line[1] if len(line) > 1 else None)

    def _is_lower_code(self, line: Sequence[Word]) -> bool:
        """Whether a line holds nothing but the second or third part of the code that its block has begun."""
        last = self.entries[-1] if self.entries else None
        if not self._placed or last is None or len(line) > 1 or not _LEVEL.fullmatch(line[0].text):
            return False
        if not last.codes or not 0 < len(last.codes) < self._levels or last.words[-1].block != line[0].block:
            return False
        return last.codes[0].left < line[0].left and (not last.name or line[0].left < last.name[0].left)

    def _opens(self, word: Word, after: Word | None) -> bool:
        """Whether a word begins a code; where figures stand right behind it, its position must say so."""
        if not self._levels:
            return False
        if opens_code(word, after):
            return True
        lefts = self._code_lefts
        aligned = self._placed and bool(lefts) and min(lefts) - 2 <= word.left <= max(lefts) + 2
        return aligned and _CLASS.fullmatch(word.text) is not None

    def _word(self, word: Word, after: Word | None) -> None:
        last = self.entries[-1] if self.entries else None
        if self._opens(word, after):
            self.entries.append(Entry(codes=[word]))
        elif last is not None and self._continues_code(last, word):
            last.codes.append(word)
        elif is_figure(word):
            if last is not None and last.codes and not last.name and self._levels and len(word.text) == 1:
                last.codes.append(word)
                last.whole = False  # 301 2 is a code misprinted; which one is not known
            elif last is not None and self._takes_figure(last, word):
                last.values.append(word)
            else:
                self.loose.append(word)
        elif last is not None and self._continues_name(last, word):
            last.name.append(word)
        else:
            self.entries.append(Entry(name=[word]))

    def _takes_figure(self, last: Entry, word: Word) -> bool:
        """Whether a figure on a line with other words belongs to the last entry: it follows its name, or its code."""
        if self._placed:
            return last.words[-1].line == word.line or not last.values
        return bool(last.name)

    def _continues_code(self, last: Entry, word: Word) -> bool:
        if not last.codes or last.name or (last.values and not self._placed) or not _LEVEL.fullmatch(word.text):
            return False
        return len(last.codes) < self._levels and len(last.codes[0].text) == 3

    def _continues_name(self, last: Entry, word: Word) -> bool:
        before = last.words[-1]
        same_line = before.line == word.line
        if last.codes and not last.name:
            return same_line or before.block == word.block or not self._placed
        if opens_label(word):
            return False
        if last.values:
            return self._placed and before.block == word.block and not same_line and not last.is_total
        if self._placed:
            return same_line or before.block == word.block
        return bool(last.codes) or not same_line or opens_only(last.name[-1])


def followed(words: Sequence[Word]) -> Iterator[tuple[Word, Word | None]]:
    """Each word with the one after it."""
    for at, word in enumerate(words):
        yield word, words[at + 1] if at + 1 < len(words) else None


def by_line(words: Sequence[Word]) -> Iterator[list[Word]]:
    """``words`` in runs of one line each."""
    run: list[Word] = []
    for word in words:
        if run and run[-1].line != word.line:
            yield run
            run = []
        run.append(word)
    if run:
        yield run
