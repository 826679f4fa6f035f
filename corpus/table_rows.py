"""What each body row of a table is about: its classification code, its name, and where it stands in the hierarchy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.headers import TOTAL_NAMES
from corpus.normal import label, without_ordinal
from corpus.records import Cell, Column, RowLabel

_LENGTHS = (3, 5, 7)
_OF_YEAR = ("本年收入", "本年支出")
"""Rows that total the year where the grand total below also holds balances (一、本年收入 ... 二、上年结转)."""

_GLUED = re.compile(r"([1-5]\d{2}(?:\d{2}){0,2})\s*([^\d\s].*)")


def labels_of(
    cells: Sequence[Cell], columns: Sequence[Column], header: set[int], count: int
) -> tuple[list[RowLabel], list[tuple[int, int, str]]]:
    """The labels of the body rows, half by half, and (row, column, text) of the codes not of 3, 5, 7 digits."""
    texts = {(cell.row, cell.column): cell.text for cell in cells}
    labels: list[RowLabel] = []
    doubtful: list[tuple[int, int, str]] = []
    for half in sorted({column.half for column in columns}):
        mine = [column for column in columns if column.half == half]
        reader = _HalfReader(mine, texts)
        for row in range(count):
            if row not in header and (found := reader.label(row, half)):
                labels.append(found)
        doubtful.extend(reader.doubtful)
    return _moved(labels, columns, texts), doubtful


def _moved(labels: Sequence[RowLabel], columns: Sequence[Column], texts: dict[tuple[int, int], str]) -> list[RowLabel]:
    """The labels, with those of merged cells at the half where their figures stand.

    Below several groups side by side a total runs over all but the last column: the name stands in one half, its only
    figure in a later one that has no name of its own.
    """
    named = {(item.row, item.half) for item in labels}

    def filled(row: int, half: int) -> bool:
        amounts = (column.index for column in columns if column.half == half and column.role == "amount")
        return any(texts.get((row, index), "").strip() for index in amounts)

    last = max((column.half for column in columns), default=0)
    found: list[RowLabel] = []
    for item in labels:
        rest = range(item.half + 1, last + 1)
        free = [half for half in rest if (item.row, half) not in named and filled(item.row, half)]
        moves = not item.code and not filled(item.row, item.half) and len(free) == 1
        between = range(item.half + 1, free[0]) if moves else ()
        moves = moves and not any((item.row, half) in named for half in between)
        found.append(replace(item, half=free[0]) if moves else item)
    return found


class _HalfReader:
    """Goes down the rows of one half and remembers the hierarchy."""

    def __init__(self, columns: Sequence[Column], texts: dict[tuple[int, int], str]) -> None:
        self._columns = columns
        self._texts = texts
        self._names: dict[str, str] = {}
        self._last = ""
        self._section = ""
        self.doubtful: list[tuple[int, int, str]] = []

    def label(self, row: int, half: int) -> RowLabel | None:
        code, name = self._named(row)
        if not code and not name:
            return None
        total = without_ordinal(name) in TOTAL_NAMES or without_ordinal(name) in _OF_YEAR
        path: tuple[str, ...]
        if (above := self._above(row)) is not None:
            path = (above, name)
        elif code:
            self._last = code
            self._names[code] = name
            path = tuple(self._names[part] for part in _prefixes(code) if part in self._names)
        else:
            level_one = bool(re.match(r"[一二三四五六七八九十]+、", label(name)))
            self._section = name if level_one or total else self._section
            path = (name,) if level_one or total or not self._section else (self._section, name)
        return RowLabel(row, half, code, name, path, total)

    def _named(self, row: int) -> tuple[str, str]:
        parts = [label(self._texts.get((row, c.index), "")) for c in self._columns if c.role == "code"]
        spilled = "".join(part for part in parts if not part.isdigit())
        code = "" if spilled else self._code(parts)
        names = [self._texts.get((row, c.index), "").replace("\n", "") for c in self._columns if c.role == "label"]
        name = next((item for item in names if item.strip()), "") or spilled
        if code is None:
            first = next(c.index for c, part in zip(self._coded(), parts, strict=True) if part)
            self.doubtful.append((row, first, " ".join(filter(None, parts))))
            return "", name or "".join(parts)
        glued = _GLUED.fullmatch(name)
        if glued and not code:
            code, name = glued[1], glued[2]
        return code, name

    def _above(self, row: int) -> str | None:
        """The name of the 类 that is printed in the first code column of a row whose whole code cannot be read."""
        if not self.doubtful or self.doubtful[-1][0] != row:
            return None
        first = label(self._texts.get((row, self._coded()[0].index), ""))
        return self._names.get(first)

    def _coded(self) -> list[Column]:
        return [column for column in self._columns if column.role == "code"]

    def _code(self, parts: Sequence[str]) -> str | None:
        """The code of one row; 款 and 项 printed without what stands above them belong to the last code of the half."""
        digits = [part for part in parts if part]
        if not digits or parts[0] or len(digits[0]) >= _LENGTHS[0]:
            return joined(digits)
        level = next(at for at, part in enumerate(parts) if part)
        higher = self._last[: _LENGTHS[level - 1]] if level <= len(_LENGTHS) else ""
        return joined([higher, *digits]) if len(higher) in _LENGTHS else None


def joined(digits: Sequence[str]) -> str | None:
    """The code that the digits of one row's code columns make; "" for none, None where they make no code of 3, 5, 7.

    类 has three digits, 款 and 项 have two each; a column may also repeat what stands before it (208, 20805, 2080501).
    """
    if not digits:
        return ""
    whole = digits[-1]
    if len(whole) in _LENGTHS and all(whole.startswith(part) for part in digits):
        return whole
    code = "".join(digits)
    good = len(digits[0]) in _LENGTHS and all(len(part) == 2 for part in digits[1:]) and len(code) in _LENGTHS
    return code if good else None


def _prefixes(code: str) -> list[str]:
    """The codes of the hierarchy down to ``code``: 205, 20508, 2050801."""
    return [code[:length] for length in _LENGTHS if length <= len(code)]
