"""What every spreadsheet format has in common: displayed cells of a sheet, its doubts, and the limits on both."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from corpus.readers import UnreadableFileError
from corpus.readers.laid import LaidCell, LaidRow, clean, row_of
from corpus.readers.layout import blocks_of
from corpus.readers.number_format import Displayed
from corpus.records import Block, Heading, Place, Problem

MAX_CELLS = 500_000
"""Cells with words in one workbook; a published budget has a few thousand."""

MAX_AREA = 1_000_000
"""Rows times columns, with words in them, of one sheet."""

MAX_RULED_ROWS = 20_000
"""Rows of a sheet that are looked at for their drawn lines although nothing stands in them."""

_MESSAGES = {
    "formula-without-value": "a formula has no stored value; open the file in its own program, calculate and save it",
    "error-cell": "an error value stands in place of a figure",
    "hidden-value": "the number format of a cell hides its value; it counts as blank",
    "covered-value": "a merged cell covers a value that is stored below it and not seen; it is left out",
    "hidden-sign": "a number format shows a negative number without its sign (by colour); it is read as negative",
    "unsupported-format": "a number format is not known (fractions, Chinese numerals); the plain number is read",
    "unreadable-number": "a cell is said to hold a number and holds none",
}
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")
_MANY = {"hidden-value", "hidden-sign", "unsupported-format"}
"""Reported once a sheet: the same format is mostly that of a whole column."""


@dataclass(slots=True)
class Sheet:
    """One sheet while it is read. ``number`` counts the sheets of the workbook from 1, hidden ones and charts too."""

    number: int
    name: str
    kind: str
    hidden: bool = False
    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    ruled: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    _finer: list[Place] = field(default_factory=list)
    _once: dict[str, list[Place]] = field(default_factory=dict)

    @property
    def _title(self) -> str:
        return self.name.strip()

    def put(self, row: int, column: int, text: str) -> None:
        """What is displayed at ``row`` (1-based) and ``column`` (0-based)."""
        text = _UNPRINTABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
        if text.strip():
            self.texts.setdefault(row, {})[column] = text

    def put_number(self, row: int, column: int, shown: Displayed) -> None:
        """A displayed number, with what must be said about it."""
        self.put(row, column, shown.text)
        if shown.finer:
            self._finer.append(self._place(row, shown.text))
        if shown.doubt:
            self.complain(shown.doubt, row, shown.text)

    def complain(self, kind: str, row: int, printed: str) -> None:
        """A problem with a cell of the row."""
        if kind in _MANY:
            self._once.setdefault(kind, []).append(self._place(row, printed))
        else:
            self.problems.append(Problem(kind, f"sheet {self._title}: {_MESSAGES[kind]}", self._place(row, printed)))

    def _place(self, row: int, printed: str) -> Place:
        return Place(printed, page=self.number, line=row)

    def blocks(self) -> list[Block]:
        """The sheet's name as a heading, then what stands on it. ``UnreadableFileError`` beyond ``MAX_AREA``."""
        self._check_area()
        self._uncover()
        name = Heading(clean(self.name), Place(self.name, page=self.number))
        rows: list[LaidRow] = []
        previous = 0
        numbers = sorted({*self.texts, *self._ruled_rows()})
        for row in numbers:
            if row > previous + 1:
                rows.append(LaidRow((), Place("", page=self.number, line=previous + 1)))
            rows.append(self._laid(row, numbers))
            previous = row
        return [name, *blocks_of(rows)] if self.texts else []

    def _uncover(self) -> None:
        """Take out what stands in cells under a merged one: it is stored, but nobody sees it."""
        filled = sorted(self.texts)
        for (top, left), (height, width) in self.merged.items():
            for row in filled[bisect_left(filled, top) : bisect_left(filled, top + height)]:
                covered = [
                    column
                    for column in self.texts[row]
                    if left <= column < left + width and (row, column) != (top, left)
                ]
                for column in covered:
                    self.complain("covered-value", row, self.texts[row].pop(column))
        self.texts = {row: cells for row, cells in self.texts.items() if cells}

    def _ruled_rows(self) -> list[int]:
        last = max(self.texts, default=0) + 1
        return sorted(row for row in self.ruled if row <= last)[:MAX_RULED_ROWS]

    def _check_area(self) -> None:
        columns = {column for row in self.texts.values() for column in row}
        if len(self.texts) * len(columns) > MAX_AREA:
            raise UnreadableFileError(
                self.kind,
                f"sheet {self._title} has cells in {len(self.texts)} rows and {len(columns)} columns, too many",
                "save the tables that matter in a file of their own and add that",
            )

    def _laid(self, row: int, numbers: Sequence[int]) -> LaidRow:
        texts = self.texts.get(row, {})
        places = row_of(row, list(texts.items()), self.number)
        cells = []
        for column, text in sorted(texts.items()):
            height, width = self.merged.get((row, column), (1, 1))
            # A merged cell's height counts in the rows that are laid out: those with words or drawn lines.
            height = bisect_left(numbers, row + height) - bisect_left(numbers, row)
            cells.append(LaidCell(text, column, places[column], height, width))
        return LaidRow(tuple(cells), Place("", page=self.number, line=row), ruled=row in self.ruled)

    def all_problems(self) -> list[Problem]:
        """Those of the sheet, what is hidden on it, and what concerns many cells once."""
        found = list(self.problems)
        where = Place(self.name, page=self.number)
        if self.hidden and self.texts:
            found.append(Problem("hidden-sheet", f"sheet {self._title} is hidden; it was read", where))
        rows = sorted(self.hidden_rows & set(self.texts))
        if rows:
            message = f"sheet {self._title}: {_listed('row', rows)} hidden and read"
            found.append(Problem("hidden-row", message, replace(where, line=rows[0])))
        columns = sorted(self.hidden_columns & {column for row in self.texts.values() for column in row})
        if columns:
            letters = [column_letters(column) for column in columns]
            found.append(
                Problem("hidden-column", f"sheet {self._title}: {_listed('column', letters)} hidden and read", where)
            )
        if self._finer:
            message = (
                f"sheet {self._title}: {len(self._finer)} stored values have more digits than are displayed; "
                "the displayed ones count"
            )
            found.append(Problem("finer-value", message, self._finer[0]))
        for kind, places in self._once.items():
            found.append(Problem(kind, f"sheet {self._title}: {_MESSAGES[kind]} ({len(places)} cells)", places[0]))
        return found


def _listed(what: str, items: Sequence[int | str]) -> str:
    shown = ", ".join(map(str, items[:5])) + (" ..." if len(items) > 5 else "")
    return f"{what} {shown} is" if len(items) == 1 else f"{what}s {shown} are"


def check_count(sheets: Iterable[Sheet], kind: str) -> None:
    """``UnreadableFileError`` where the workbook has more cells with words than ``MAX_CELLS``."""
    if sum(len(row) for sheet in sheets for row in sheet.texts.values()) > MAX_CELLS:
        raise UnreadableFileError(
            kind,
            f"the workbook has more than {MAX_CELLS} filled cells",
            "save the tables that matter in a file of their own and add that",
        )


def column_letters(column: int) -> str:
    """The name of a column (0-based): A, B ... Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
