"""The project form (项目支出绩效目标申报表), a cell or a row on each line, to the grid of its template.

Its labels are known and each value follows its own, so the order of the words is enough for names, dates and money. The
indicators are read where every one of them has exactly a name and a value; the aims where the two texts can be parted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.normal import label
from corpus.readers.text_grid import NOWHERE, Row, located_rows, name_cell
from corpus.readers.text_indicators import indicator_rows
from corpus.readers.text_lines import Line, Word
from corpus.readers.text_regions import is_caption
from corpus.readers.text_rows import is_figure
from corpus.records import Grid, Place, Problem, RawCell

_TITLE = re.compile(r"(?:.{0,24})(?:项目)(?:支出)?(?:绩效)?目标(?:申报|填报)?表")
_FIELDS = (
    ("项目名称", "项目性质", "项目类别"),
    ("主管部门", "实施单位"),
    ("计划开始日期", "计划完成日期"),
    ("项目负责人", "联系人", "联系电话"),
)
_PROJECT_MONEY = ("项目资金总额", "中期资金总额", "财政资金", "其他资金")
_YEAR_MONEY = ("年度资金申请总额", "年度资金总额", "当年财政拨款", "财政拨款", "上年结转资金", "其他资金")
_AIMS = ("项目总体目标", "项目总目标", "年度总体目标", "总体目标", "年度绩效目标")
_SIDES = ("项目资金(元)", "项目资金(万元)", "项目绩效目标", "绩效目标")
_HEADS = ("一级指标", "二级指标", "三级指标", "指标值", "年度(/项目)指标值", "年度指标值")
_LABELS = {*(name for row in _FIELDS for name in row), *_PROJECT_MONEY, *_YEAR_MONEY, *_AIMS, *_SIDES, *_HEADS}
_SIDE_PIECES = ("项目资金", "(元)", "(万元)", "(千元)")
_PERIOD = re.compile(r"[(（]20\d{2}年?[-—~至]+20\d{2}年?[)）]")
_LEAD = re.compile(r"其中[:：]")
_LONGEST = 5
"""The most words into which a label is broken."""


@dataclass(frozen=True, slots=True)
class Field:
    """A label (its standard words) with its own words, and the words of its value."""

    name: str
    words: tuple[Word, ...]
    value: tuple[Word, ...]


def form_starts(lines: Sequence[Line], words: Sequence[Sequence[Word]]) -> list[int]:
    """The indices of the lines that are the title of a project form, with 项目名称 below them."""
    return [
        at
        for at, line in enumerate(lines)
        if not line.blank
        and _TITLE.fullmatch(label(line.raw))
        and any(word.text == "项目名称" for row in words[at + 1 : at + 12] for word in row)
    ]


def form_end(lines: Sequence[Line], start: int, following: int) -> int:
    """The index of the line after the form, which ends before ``following`` and before any other table or chapter."""
    for at in range(start + 1, following):
        text = lines[at].text
        if is_caption(text) or re.match(r"第[一二三四五六七八九十]+部分", text):
            return at
    return following


def form_grid(words: Sequence[Sequence[Word]], placed: bool) -> tuple[Grid, list[Problem]]:
    """The grid of one form from the words of its lines, with a problem where a part of it could not be told apart."""
    side = _side([word for line in words for word in line])
    stream = [word for line in words for word in line if word not in side]
    fields = _fields(stream)
    head = next((at for at, field in enumerate(fields) if field.name == "一级指标"), len(fields))
    rows = [*_field_rows(fields), *_money_rows(fields, side)]
    problems: list[Problem] = []
    aims = [field for field in fields[:head] if field.name in _AIMS]
    if aims:
        found = _aim_rows(aims, placed)
        rows += found or located_rows([word for field in aims for word in field.value])
        if found is None:
            problems.append(
                Problem("column-unknown", "the texts of two aims cannot be told apart", aims[0].words[0].place)
            )
    if head < len(fields):
        found_rows, doubts = indicator_rows(_head_row(fields[head:]), fields[-1].value, placed)
        rows += found_rows
        problems += doubts
    return Grid(tuple(map(_grounded, rows)), rows[0][0].place if rows else NOWHERE.place), problems


def _grounded(row: Row) -> Row:
    """``row`` with the template's empty cells where the row begins: a form has no cells of which nothing is known."""
    first = next(cell.place for cell in row if cell is not NOWHERE)
    start = RawCell("", Place("", page=first.page, line=first.line, char_from=first.char_from, char_to=first.char_from))
    return tuple(start if cell is NOWHERE else cell for cell in row)


def _side(stream: Sequence[Word]) -> tuple[Word, ...]:
    """The pieces of the label at the side of the money, which names its unit: 项目资金（元）."""
    end = next((at for at, word in enumerate(stream) if word.text in _AIMS), len(stream))
    pieces = [word for word in stream[:end] if word.text in _SIDE_PIECES or label(word.text) in _SIDES[:2]]
    return tuple(pieces) if len({word.text for word in pieces}) == len(pieces) else ()


def _fields(stream: Sequence[Word]) -> list[Field]:
    """The labels of the form with the words between them."""
    found: list[Field] = []
    at = 0
    value: list[Word] = []
    while at < len(stream):
        size = _label_at(stream, at)
        if size == 0 or (found and found[-1].name.endswith("指标值") and _is_last_head(found)):
            value.append(stream[at])
            at += 1
            continue
        if found:
            found[-1] = Field(found[-1].name, found[-1].words, tuple(value))
        words = tuple(stream[at : at + size])
        found.append(Field(_bare("".join(word.text for word in words)), words, ()))
        value, at = [], at + size
    if found:
        found[-1] = Field(found[-1].name, found[-1].words, tuple(value))
    return found


def _is_last_head(found: Sequence[Field]) -> bool:
    """Whether all heads of the indicators have come, so that what follows are indicators."""
    return {"一级指标", "二级指标", "三级指标"} <= {field.name for field in found}


def _bare(text: str) -> str:
    return label(_LEAD.sub("", text))


def _label_at(stream: Sequence[Word], at: int) -> int:
    """How many words from ``at`` on make a label, the most; 0 for none."""
    for size in range(_LONGEST, 0, -1):
        words = stream[at : at + size]
        if len(words) == size and _bare("".join(word.text for word in words)) in _LABELS:
            return size
    return 0


def _field_rows(fields: Sequence[Field]) -> list[Row]:
    rows: list[Row] = []
    for names in _FIELDS:
        found = [field for name in names for field in fields if field.name == name]
        if found:
            rows.append(tuple(cell for field in found for cell in (name_cell(field.words), _value(field))))
    return rows


def _value(field: Field) -> RawCell:
    return name_cell(field.value) if field.value else NOWHERE


def _money_rows(fields: Sequence[Field], side: Sequence[Word]) -> list[Row]:
    """The money: beside each other the project's and the year's. 其他资金 is the project's first, then the year's."""
    project = [field for field in fields if field.name in _PROJECT_MONEY[:3]]
    year = [field for field in fields if field.name in _YEAR_MONEY[:5]]
    others = [field for field in fields if field.name == "其他资金"]
    loose: list[Field] = []
    if len(others) == 2 and project and year:
        project, year = [*project, others[0]], [*year, others[1]]
    elif others and project and year:
        loose = others
    else:
        project, year = (project, [*year, *others]) if year else ([*project, *others], year)
    blank = (NOWHERE, NOWHERE)
    left, right = _aligned(project, year)
    rows: list[Row] = []
    for number, (first, second) in enumerate(zip(left, right, strict=True)):
        head = name_cell(side) if side and number == 0 else NOWHERE
        rows.append((head, *(_money(first) if first else blank), *(_money(second) if second else blank)))
    return [*rows, *(row for field in loose for row in located_rows(field.value))]


def _aligned(project: Sequence[Field], year: Sequence[Field]) -> tuple[list[Field | None], list[Field | None]]:
    """The two sides with 其他资金 in one row, as the template has them."""
    left: list[Field | None] = [field for field in project if field.name != "其他资金"]
    right: list[Field | None] = [field for field in year if field.name != "其他资金"]
    height = max(len(left), len(right))
    left += [None] * (height - len(left))
    right += [None] * (height - len(right))
    left += [field for field in project if field.name == "其他资金"] or [None]
    right += [field for field in year if field.name == "其他资金"] or [None]
    if left[-1] is None and right[-1] is None:
        return left[:-1], right[:-1]
    return left, right


def _money(field: Field) -> Row:
    """A funding label and its figure; nothing where other words than one figure stand behind the label."""
    one = len(field.value) == 1 and is_figure(field.value[0])
    return (name_cell(field.words), name_cell(field.value)) if one else (NOWHERE, NOWHERE)


def _aim_rows(aims: Sequence[Field], placed: bool) -> list[Row] | None:
    """The aims, each below its label; None where the texts of two cannot be parted."""
    heads = [name_cell(field.words) for field in aims]
    value = _without_side(aims[-1].value, aims)
    if len(aims) == 1 or not any(_only_period(field) for field in aims[:-1]):
        if len(aims) > 1:
            return [(NOWHERE, *heads), (NOWHERE, *(_value(field) for field in aims))] if _all_valued(aims) else None
        return [(NOWHERE, heads[0], name_cell(value) if value else NOWHERE)]
    texts = _beside(value, aims) if placed else _one_after_the_other(value)
    return [(NOWHERE, *heads), (NOWHERE, *map(name_cell, texts))] if texts else None


def _only_period(field: Field) -> bool:
    text = "".join(word.text for word in field.value)
    return not text or _PERIOD.fullmatch(text) is not None


def _all_valued(aims: Sequence[Field]) -> bool:
    return all(field.value and not _only_period(field) for field in aims)


def _without_side(value: Sequence[Word], aims: Sequence[Field]) -> list[Word]:
    """``value`` without the pieces of the side label that a page prints down beside the aims."""
    return [word for word in value if word.text not in ("项目", "绩效", "目标") or word.left > aims[0].words[0].left]


def _one_after_the_other(value: Sequence[Word]) -> list[list[Word]] | None:
    """Two texts that follow each other: each in quotation marks of its own, or the same text twice."""
    text = "".join(word.text for word in value)
    bounds = [at for at, word in enumerate(value) if word.text.startswith('"') and at > 0]
    if text.startswith('"') and text.endswith('"') and text.count('"') == 4:
        starts = [at for at in bounds if "".join(w.text for w in value[:at]).count('"') == 2 and value[at].text != '"']
        return [list(value[: starts[0]]), list(value[starts[0] :])] if starts else None
    half = len(text) // 2
    if text[:half] != text[half:]:
        return None
    length = 0
    for at, word in enumerate(value):
        if length == half:
            return [list(value[:at]), list(value[at:])]
        length += len(word.text)
    return None


def _beside(value: Sequence[Word], aims: Sequence[Field]) -> list[list[Word]] | None:
    """Two texts that stand beside each other below their labels, with a gap between them all the way down."""
    centres = [(field.words[0].left + field.words[-1].right) // 2 for field in aims]
    for gap in range(centres[0], centres[1]) if len(centres) == 2 else ():
        left = [word for word in value if word.right <= gap]
        right = [word for word in value if word.left > gap]
        if left and right and len(left) + len(right) == len(value):
            return [left, right]
    return None


def _head_row(heads: Sequence[Field]) -> Row:
    return (NOWHERE, *(name_cell(field.words) for field in heads))
