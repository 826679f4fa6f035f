"""Separated values (CSV, TSV): which character separates, and the records with the exact place of every field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.amounts import classify
from corpus.records import CellKind

_PROBE = 200_000
_LONGEST_QUOTED = 20_000
"""A quoted field with more characters than this is a quotation mark that nothing closes."""

_IN_RUNS = 0.6
"""The share of records that must stand beside one with as many fields, for the separator to be one."""

_RECTANGULAR = 0.95
_LONGEST_FIELD = 40
_LONE_RETURN = re.compile(r"\r(?!\n)")
"""The line end of very old programs; as long as the one it is replaced by, so that every offset stays."""

_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])")
"""A number with thousands separators after a blank: its commas are no separators."""


@dataclass(frozen=True, slots=True)
class FieldText:
    """A field: its value, its text in the file without the quotes around it, and where that begins (line from 1)."""

    value: str
    raw: str
    line: int
    char_from: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its fields, its line, and its own text without quoted fields (blanks in their place)."""

    fields: tuple[FieldText, ...]
    line: int
    bare: str

    @property
    def is_blank(self) -> bool:
        return not any(field.value.strip() for field in self.fields)


def records_of(text: str, separator: str) -> list[Record]:
    """The records of ``text``. A field in double quotes may hold the separator, line ends and doubled quotes."""
    scanner = _Scanner(_LONE_RETURN.sub("\n", text), separator)
    text = scanner.text
    found = []
    while scanner.at < len(text):
        found.append(scanner.record())
    return found


class _Scanner:
    def __init__(self, text: str, separator: str) -> None:
        self.text = text
        self._separator = separator
        self._line, self._line_start = 1, 0
        self.at = 0

    def record(self) -> Record:
        start, line = self.at, self._line
        fields: list[FieldText] = []
        bare: list[str] = []
        while True:
            field = self._quoted() or self._plain()
            fields.append(field)
            bare.append(" " if field.quoted else field.raw)
            if self.at < len(self.text) and self.text[self.at] == self._separator:
                self.at += 1
                continue
            break
        self._end_line()
        if self.at == start:
            self.at += 1
        return Record(tuple(fields), line, self._separator.join(bare))

    def _end_line(self) -> None:
        if self.text.startswith("\r\n", self.at):
            self.at += 2
        elif self.text.startswith("\n", self.at):
            self.at += 1
        self._line, self._line_start = self._line + 1, self.at

    def _plain(self) -> FieldText:
        start = self.at
        ends = [self.text.find(char, start) for char in (self._separator, "\n")]
        self.at = min((end for end in ends if end >= 0), default=len(self.text))
        raw = self.text[start : self.at]
        left = len(raw) - len(raw.lstrip())
        return FieldText(raw.strip(), raw.strip(), self._line, start - self._line_start + left)

    def _quoted(self) -> FieldText | None:
        """The field that a quotation mark opens and one before a separator or line end closes, else None."""
        match = re.compile(r'[ \u3000]*"((?:[^"]|"")*)"[ \u3000]*', re.DOTALL).match(
            self.text, self.at, self.at + _LONGEST_QUOTED
        )
        if match is None or (
            match.end() < len(self.text) and self.text[match.end()] not in (self._separator, "\n", "\r")
        ):
            return None
        raw = match[1]
        field = FieldText(raw.replace('""', '"'), raw, self._line, match.start(1) - self._line_start, quoted=True)
        self.at = match.end()
        ends = [at + match.start(1) for at, char in enumerate(raw) if char == "\n"]
        if ends:
            self._line, self._line_start = self._line + len(ends), ends[-1] + 1
        return field


def separator_of(text: str) -> str | None:
    """The separator if the text is a file of separated values, else None.

    Tabs separate a file only where all its lines have as many, as a spreadsheet writes it; text in which some lines
    hold tabs is text. A comma between the thousands of a number is no separator.
    """
    sample = text[:_PROBE]
    if "\t" in sample and _is_rectangular(sample):
        return "\t"
    return next((mark for mark in ",;" if mark in sample and _in_runs(sample, mark)), None)


def _is_rectangular(sample: str) -> bool:
    filled = [record for record in records_of(sample, "\t") if record.bare.strip(" ") or record.fields[0].value]
    counts = Counter(len(record.fields) for record in filled)
    if len(filled) < 2 or not counts:
        return False
    [(width, often)] = counts.most_common(1)
    return width > 1 and often >= _RECTANGULAR * len(filled)


def _in_runs(sample: str, mark: str) -> bool:
    filled = [record for record in records_of(sample, mark) if not record.is_blank]
    runs = [
        (width, len(list(group)))
        for width, group in groupby(_THOUSANDS.sub("0", record.bare).count(mark) + 1 for record in filled)
    ]
    inside = sum(length for width, length in runs if width > 1 and length > 1)
    return inside > 1 and inside >= _IN_RUNS * len(filled) and _is_tabular(filled)


def _is_tabular(records: Sequence[Record]) -> bool:
    """Whether the fields are those of a table and not of sentences with commas."""
    fields = [field.value for record in records if len(record.fields) > 1 for field in record.fields]
    if any(classify(value) is not CellKind.TEXT for value in fields):
        return True
    return sum(map(len, fields)) <= _LONGEST_FIELD * len(fields) / 2
