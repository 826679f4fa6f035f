"""The rows of 绩效指标 on a form of one sheet: by the columns of their header, by words where columns are shifted.

A header may name two groups side by side (中期目标 and 年度目标, each with its own 三级指标 and 指标值), and may split
a target into sign, value and unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.amounts import classify, target
from corpus.form_draft import Draft, Row, compact
from corpus.form_words import LEVEL_ONE_NAMES, LEVEL_TWO
from corpus.records import Cell, Indicator, Place, RawCell

_LEVELS = (
    re.compile(r"一级(?:指标|目标)"),
    re.compile(r"二级(?:指标|目标)"),
    re.compile(r"三级(?:指标|目标)(?:名称)?|指标名称"),
)
_TARGET = re.compile(r".*(?:指标值|目标值|指标目标值|预期值)(?:\(.*\))?")
_OF_PROJECT = re.compile(r"(?:中期|项目期|实施期|实施周期|长期|总体)")
_ACTUAL = re.compile(r"(?:全年|年度)?(?:指标)?(?:实际)?完成(?:值|情况)(?:\(.*\))?")
_SIGN = re.compile(r"(?:指标)?(?:性质|方向|符号|运算符号|比较符)|指标方向性")
_UNIT = re.compile(r"(?:度量|计量|指标)?单位")
_NO_INDICATOR = re.compile(r"总分|合计|总计|注:|备注|填表|填报|(?:其他)?(?:需要|有关)?(?:情况)?说明")
_LEVEL_WORDS = re.compile("指标|效益|目标|产出")
_NUMBERED = re.compile(r"指标\d+[:：]")
_EMPTY = frozenset({"", "……", "...", "…", "指标1", "指标2", "指标3"})
ACTUAL_NAME = "实际完成值"
MIDTERM = "中期目标"


@dataclass(frozen=True, slots=True)
class Group:
    """The columns of one set of indicators; -1 for a column that the header does not have."""

    level2: int = -1
    level3: int = -1
    target: int = -1
    actual: int = -1
    sign: int = -1
    unit: int = -1
    note: int = -1
    of_project: int = -1

    @property
    def columns(self) -> set[int]:
        """Those it has."""
        listed = (self.level2, self.level3, self.target, self.actual, self.sign, self.unit, self.note, self.of_project)
        return {column for column in listed if column >= 0}


@dataclass(frozen=True, slots=True)
class Header:
    """What the header row of 绩效指标 says: the column of 一级指标, the groups, all its columns with a name."""

    level1: int
    groups: tuple[Group, ...]
    names: tuple[str, ...]

    @property
    def known(self) -> set[int]:
        """All columns that the header names."""
        return {column for column, name in enumerate(self.names) if name}


def is_header(row: Row) -> bool:
    """Whether a row heads the indicators: it names the second or third level beside another level or the value."""
    texts = [compact(cell.text) for cell in row]
    levels = sum(any(pattern.fullmatch(text) for text in texts if text) for pattern in _LEVELS)
    return levels >= 2


def read_header(row: Row) -> Header:
    """The columns of a row that ``is_header``."""
    texts = [compact(cell.text) for cell in row]
    level1 = next((c for c, text in enumerate(texts) if _LEVELS[0].fullmatch(text)), -1)
    groups: list[Group] = []
    current = Group()
    for column, text in enumerate(texts):
        role = _role(text)
        if not role:
            continue
        if role in ("level2", "level3") and current.target >= 0:
            groups.append(current)
            current = Group()
        if role == "target" and current.target >= 0:
            role, column = _second_value(texts, current, column)
            if role == "target":
                current = replace(current, of_project=current.target)
        current = replace(current, **{role: column})
    return Header(level1, tuple(group for group in (*groups, current) if group.level3 >= 0), tuple(texts))


def _role(text: str) -> str:
    roles = (
        ("level2", _LEVELS[1]), ("level3", _LEVELS[2]), ("target", _TARGET), ("actual", _ACTUAL), ("sign", _SIGN),
        ("unit", _UNIT),
    )  # fmt: skip
    if text == "备注":
        return "note"
    return next((role for role, pattern in roles if text and pattern.fullmatch(text)), "")


def _second_value(texts: Sequence[str], group: Group, column: int) -> tuple[str, int]:
    """Of two columns of values in one group the one of the year is the target, the other that of the whole project."""
    if _OF_PROJECT.match(texts[column]) and not _OF_PROJECT.match(texts[group.target]):
        return "of_project", column
    return "target", column


@dataclass(slots=True)
class IndicatorReader:
    """Reads rows in order; the names of the first two levels carry down until others are printed."""

    draft: Draft
    header: Header
    _level1: str = ""
    _level2: dict[int, str] = field(default_factory=dict)

    def begin_page(self, rows: Sequence[Row], lost: str) -> None:
        """Forget the first levels where the first rows of a further page may belong to a label printed elsewhere.

        A label in the middle of its merged cell names the rows above it too; so may one in the words that the page
        lost above its grid (``lost``), or the label of the page before. None of them is guessed.
        """
        for column in (self.header.level1, *(group.level2 for group in self.header.groups)):
            first = next((r for r, row in enumerate(rows) if _at(row, column)), None)
            if first is None:
                unsure = _LEVEL_WORDS.search(lost) is not None
            else:
                unsure = first == 1 or (first > 1 and rows[0][column].row_span != first)
            if unsure and column == self.header.level1:
                self._level1 = ""
            if unsure:
                self._level2 = {}

    def read(self, row: Row, table: str, number: int) -> None:
        """Take in one row below the header."""
        first_words = next((compact(cell.text) for cell in row if cell.text.strip()), "")
        if not first_words or is_header(row) or _NO_INDICATOR.match(first_words):
            return
        filled = {c for c, cell in enumerate(row) if cell.text.strip()}
        first = min(self.header.known)
        if filled - self.header.known - set(range(first)):
            self._shifted(row, table, number)
            return
        level1 = _at(row, self.header.level1)
        if level1 and level1 != self._level1:
            self._level1, self._level2 = level1, {}
        for index, group in enumerate(self.header.groups):
            if level2 := _at(row, group.level2):
                self._level2[index] = level2
            name = _NUMBERED.sub("", _at(row, group.level3))
            if name in _EMPTY and not _at(row, group.target):
                continue
            self._add(row, group, name, self._level2.get(index, ""), (table, number))

    def _add(self, row: Row, group: Group, name: str, level2: str, at: tuple[str, int]) -> None:
        table, number = at
        if name in _EMPTY:
            name = level2
            if not name:
                self.draft.complain("indicator-without-name", "a target value without an indicator", row[0].place)
                return
        column = group.level3 if _at(row, group.level3) else group.level2
        place = replace(row[column].place, table=table, row=number, column=column)
        found = self.draft.targets.indicators
        key = f"{self.draft.key}.i{len(found) + 1}"
        cell = _target(row, group, table, number)
        found.append(Indicator(key, self._level1, level2, name, cell, self._note(row, group), place))

    def _note(self, row: Row, group: Group) -> str:
        parts = []
        if actual := _at(row, group.actual):
            parts.append(f"{ACTUAL_NAME}：{actual}")
        if whole := _at(row, group.of_project):
            parts.append(f"{self.header.names[group.of_project]}：{whole}")
        if len(self.header.groups) > 1:
            parts.append("年度目标" if group is self.header.groups[-1] else MIDTERM)
        if note := _at(row, group.note):
            parts.append(note)
        return "；".join(parts)

    def _shifted(self, row: Row, table: str, number: int) -> None:
        """A row whose cells do not stand under the header: levels are told by their words, then name and value."""
        filled = [c for c, cell in enumerate(row) if cell.text.strip()]
        while filled and (word := _at(row, filled[0])):
            if word in LEVEL_ONE_NAMES:
                self._level1, self._level2 = word, {}
            elif word in LEVEL_TWO:
                self._level2[0] = word
            elif len(word) > len("绩效指标") or word not in "项目绩效指标目标":
                break
            filled = filled[1:]
        if len(filled) != 2 or len(self.header.groups) > 1 or self.header.groups[0].sign >= 0:
            message = "a row of the indicators does not stand under its header; it is not read"
            self.draft.complain("ragged-row", message, row[0].place)
            return
        group = Group(level3=filled[0], target=filled[1])
        self._add(row, group, _at(row, filled[0]), self._level2.get(0, ""), (table, number))


def column_names(header: Header) -> list[str]:
    """Names for the columns of the indicators' table; an actual value has its standard name."""
    actual = {group.actual for group in header.groups}
    return [ACTUAL_NAME if column in actual else name for column, name in enumerate(header.names)]


def _at(row: Row, column: int) -> str:
    return "".join(row[column].text.split("\n")).strip() if 0 <= column < len(row) else ""


def _target(row: Row, group: Group, table: str, number: int) -> Cell:
    """The cell of the target value, its amount with the sign and the unit of the columns beside it."""
    if not 0 <= group.target < len(row):
        last: Place = row[-1].place
        beyond = Place("", last.page, last.line, table=table, row=number, column=max(group.target, 0))
        return Cell(number, max(group.target, 0), "", classify(""), beyond)
    raw: RawCell = row[group.target]
    text = _at(row, group.target)
    whole = text
    if group.sign >= 0 or group.unit >= 0:
        sign, unit = _at(row, group.sign), _at(row, group.unit)
        whole = f"{sign if not text.startswith(sign) else ''}{text}{unit if not text.endswith(unit) else ''}"
    place = replace(raw.place, table=table, row=number, column=group.target)
    shown = text if target(whole) is None else whole
    return Cell(number, group.target, shown, classify(text), place, target(whole))
