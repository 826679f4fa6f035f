"""A form on one sheet, as 财政部 and Shanghai print it: names and money, aims, indicators in one ruled table.

Labels and values alternate in a row; a side label printed down its column, and a title in the first rows, are no
fields. Several forms may follow each other in one grid.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus import form_indicators as indicators
from corpus.form_details import detail_header, read_details
from corpus.form_draft import Draft, Row, compact, placed
from corpus.form_funding import FundingReader, funding_label, is_total, stage_columns, unit_of
from corpus.form_lines import LinesLayout
from corpus.form_pages import on_next_page, under_header
from corpus.form_words import CONTACT_LABELS, FUNDING_LABELS, GOALS, LEVEL_ONE_NAMES, SHEET_FIELDS, is_piece_of
from corpus.records import FormField, RawCell, TableKind
from corpus.sections import Section

_NAME_LABEL = re.compile(r"(?:项目|专项|专项资金|项目\(专项\)|政策和项目)名称(?::.+)?")
_ABOVE_NAME = frozenset({"基本情况", "基本信息", "项目基本情况", "项目基本信息", "项目信息", "项目概况"})
_PERIOD = re.compile(r"\([^()]*\)$")
_SIDE = re.compile(
    r"项目资金.*|.*资金\([^()]*元\)|项目?绩效目标|总体目标|绩效指标|年度绩效指标|分值|得分|执行率分值.*|执行率.*"
)
_YEAR = re.compile(r"(20\d{2})年度?")
_UNIT_ROW = re.compile(r"(?:金额)?单位:(万元|千元|元|亿元)")


def is_sheet(rows: Sequence[Row]) -> bool:
    """Whether a grid holds a form on one sheet: a project's name, and money or indicators in its template's words."""
    if _start(rows) is None:
        return False
    money = sum(_is_total(cell.text) for row in rows for cell in row) > 0 or any(stage_columns(row) for row in rows)
    return money or any(indicators.is_header(row) for row in rows)


def _is_total(text: str) -> bool:
    known = funding_label(text)
    return known is not None and is_total(known.name) and known.name not in FUNDING_LABELS


def split_forms(rows: tuple[tuple[RawCell, ...], ...]) -> list[tuple[tuple[RawCell, ...], ...]]:
    """The rows of a grid, cut before each form (with the title rows above its 项目名称) and before another sheet."""
    starts: list[int] = []
    for r, row in enumerate(rows):
        if _names_project(row) or _is_other_sheet(row):
            top = r
            while top > 0 and _is_title(rows[top - 1]):
                top -= 1
            starts.append(top)
    bounds = sorted({0, *starts, len(rows)})
    return [rows[a:b] for a, b in pairwise(bounds)]


def _is_other_sheet(row: Row) -> bool:
    """Whether a row begins the form of a whole department (部门整体支出绩效目标表) or a list of projects."""
    filled = [compact(cell.text) for cell in row if cell.text.strip()]
    if "项目名称" in filled[:3] and not {"项目内容", "项目明细"} & set(filled) and detail_header(row) is None:
        return True
    return bool(filled) and re.fullmatch(r"部门(?:\(单位\))?名称|.{0,40}整体支出绩效.*表", filled[0]) is not None


def _start(rows: Sequence[Row]) -> int | None:
    return next((r for r, row in enumerate(rows) if _names_project(row)), None)


def _names_project(row: Row) -> bool:
    """Whether the first words of a row are the label of a project's name, and the row is no header of other columns."""
    texts = [compact(cell.text) for cell in row]
    filled = [text for text in texts if text]
    if len(filled) > 1 and filled[0] in _ABOVE_NAME:
        filled = filled[1:]
    if not filled or not _NAME_LABEL.fullmatch(filled[0]):
        return False
    behind = texts[texts.index(filled[0]) + 1 :]
    if (behind and is_label(behind[0])) or any(funding_label(text) is not None for text in behind):
        return False
    return not indicators.is_header(row) and detail_header(row) is None and not {"项目内容", "项目明细"} & set(filled)


def _is_title(row: Row) -> bool:
    """A row above a form that holds only its title, its year or its unit of amounts."""
    filled = [compact(cell.text) for cell in row if cell.text.strip()]
    return len(filled) <= 2 and all(_TITLE.search(text) or _UNIT_ROW.search(text) for text in filled)


_TITLE = re.compile(r"绩效.*表|目标.*表|自评.*表|项目支出.*表|^\(?20\d{2}年度?\)?$")


def continues_sheet(rows: Sequence[Row]) -> bool:
    """Whether a grid without a project's name goes on with the indicators or the detail lines of a form."""
    if any(detail_header(row) is not None for row in rows[:3]):
        return True
    names = {compact(cell.text) for row in rows for cell in row}
    if any(name.startswith(("部门名称", "任务名称", "年度主要任务", "单位名称", "项目名称")) for name in names):
        return False
    return any(indicators.is_header(row) for row in rows[:2]) or bool(names & LEVEL_ONE_NAMES)


class SheetReader:
    """Reads the grids of one form into ``draft``, the first with its name and money, further ones with indicators."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._indicators: indicators.IndicatorReader | None = None
        self._header: Row = ()
        self._last = draft.place

    def continued(self, section: Section) -> list[Row] | None:
        """The rows of a grid on the next page in the columns of the form's indicators; None where it is another one."""
        rows = section.grid.rows
        if self._indicators is None or not on_next_page(section, self._last):
            return None
        if any(_names_project(row) or _is_other_sheet(row) or indicators.is_header(row) for row in rows):
            return None
        return under_header(rows, self._header)

    def read_page(self, section: Section, rows: Sequence[Row]) -> None:
        """Take in the rows that ``continued`` found on a further page."""
        words = "".join(block.text for block in section.captions)
        if words:
            message = f"words between two pages of the form's table are in none of its rows: {words[:40]}"
            self._draft.complain("ragged-row", message, section.captions[0].place)
        if self._indicators is not None:
            self._indicators.begin_page(rows, words)
            self._targets(rows, repeated=False)

    def read(self, rows: Sequence[Row]) -> None:
        """Take in the rows of one grid."""
        details = next((r for r, row in enumerate(rows) if detail_header(row) is not None), len(rows))
        head = next((r for r, row in enumerate(rows[:details]) if indicators.is_header(row)), None)
        begins = any(_names_project(row) for row in rows)
        overview = details if head is None else head
        if begins and overview:
            self._overview(rows[:overview])
        elif head is None and overview and self._indicators is not None:
            self._targets(rows[:overview], repeated=False)
        if head is not None:
            self._targets(rows[head if begins else 0 : details], repeated=True)
        if details < len(rows):
            self._details(rows[details:])

    # Name, fields, money

    def _overview(self, rows: Sequence[Row]) -> None:
        draft = self._draft
        draft.name = draft.name or _name(rows)
        _year_and_unit(rows, draft)
        key = draft.keep(TableKind.FORM_OVERVIEW, rows, (), ())
        money = FundingReader(draft, is_label)
        waiting: dict[int, str] = {}
        for r, row in enumerate(rows):
            cells = placed(row, key, r)
            if waiting:
                waiting = self._below(cells, waiting)
            if not money.read(cells):
                waiting = self._fields(cells) or waiting
        nature = draft.fields.get("项目性质") or draft.fields.get("项目类别")
        draft.category = compact(nature.text) if nature else ""
        if not any(name.startswith("当年预算") for name in draft.funding):
            draft.complain("missing-funding", "no total of the year's money found", draft.place)

    def _fields(self, cells: Sequence[RawCell]) -> dict[int, str]:
        """Read the labelled fields of a row; the columns of aims whose text must stand below their labels."""
        waiting: dict[int, str] = {}
        for index, cell in enumerate(cells):
            name, value = _field_name(cell.text), _glued(cell.text)
            if name and value:
                self._keep(name, value, cell)
                continue
            if not name:
                continue
            rest = [c for c in cells[index + 1 :] if c.text.strip()]
            if rest and not is_label(rest[0].text):
                self._keep(name, rest[0].text, rest[0])
            elif name in GOALS:
                waiting[index] = name
        return (
            waiting
            if len(waiting) > 1 or not any(is_label(c.text) for c in cells[max(waiting, default=0) + 1 :])
            else {}
        )

    def _below(self, cells: Sequence[RawCell], waiting: dict[int, str]) -> dict[int, str]:
        """The text below the labels of aims, each in the nearest column. Returns the labels that wait on."""
        texts = [c for c, cell in enumerate(cells) if cell.text.strip() and not _is_side(cell.text)]
        if not texts:
            return waiting
        if any(is_label(cells[c].text) for c in texts):
            return {}
        left = dict(waiting)
        for column in texts:
            if left:
                nearest = min(left, key=lambda c: abs(c - column))
                self._keep(left.pop(nearest), cells[column].text, cells[column])
        return {}

    def _keep(self, name: str, text: str, cell: RawCell) -> None:
        if name not in self._draft.fields:
            self._draft.fields[name] = FormField(name, text, cell.place)

    # Indicators and detail lines

    def _targets(self, rows: Sequence[Row], repeated: bool) -> None:
        head = next((r for r, row in enumerate(rows) if indicators.is_header(row)), None) if repeated else None
        if head is not None:
            header = indicators.read_header(rows[head])
            if not header.groups:
                self._draft.complain(
                    "missing-header", "the header of the indicators is not understood", self._draft.place
                )
                return
            if self._indicators is None:
                self._indicators = indicators.IndicatorReader(self._draft, header)
            self._indicators.header = header
            self._header = rows[head]
        reader = self._indicators
        if reader is None:
            return
        self._last = next((c.place for c in reversed(rows[-1]) if c.place.page is not None), self._last)
        names = indicators.column_names(reader.header)
        key = self._draft.keep(TableKind.FORM_TARGETS, rows, names, () if head is None else (head,))
        for r, row in enumerate(rows):
            if r != head:
                reader.read(row, key, r)

    def _details(self, rows: Sequence[Row]) -> None:
        header = detail_header(rows[0])
        if header is None:
            return
        draft = self._draft
        names = [compact(cell.text) for cell in rows[0]]
        key = draft.keep(TableKind.FORM_LINES, rows, names, (0,))
        layout = LinesLayout(draft.name, names, key, draft.unit)
        items = read_details(rows, header, layout, f"{draft.key}.l", len(draft.lines))
        draft.lines += items.lines
        draft.total = items.total or draft.total
        draft.problems += items.problems


def _name(rows: Sequence[Row]) -> str:
    row = rows[_start(rows) or 0]
    filled = [cell for cell in row if cell.text.strip() and compact(cell.text) not in _ABOVE_NAME]
    glued = _glued(filled[0].text) if filled else ""
    if glued:
        return re.sub(r"\s+", "", glued)
    value = filled[1] if len(filled) > 1 and not is_label(filled[1].text) else None
    return re.sub(r"\s+", "", value.text) if value is not None else ""


def _year_and_unit(rows: Sequence[Row], draft: Draft) -> None:
    """The year of the title rows and the unit beside the money; both may also stand above the grid."""
    start = _start(rows) or 0
    titles = [compact(cell.text) for row in rows[:start] for cell in row]
    year = next((match for text in titles if (match := _YEAR.search(text))), None)
    if year is not None:
        draft.year = int(year[1])
    units = {unit for row in rows for cell in row if (unit := unit_of(cell.text))}
    units = units or {match[1] for text in titles if (match := _UNIT_ROW.search(text))}
    if len(units) == 1:
        draft.unit = units.pop()
    elif units or not draft.unit:
        draft.complain(
            "missing-unit", "the form names no unit of its amounts, or several; they stay unread", draft.place
        )
        draft.unit = ""


def _field_name(text: str) -> str:
    head = compact(text).partition(":")[0]
    return SHEET_FIELDS.get(head) or SHEET_FIELDS.get(_PERIOD.sub("", head), "")


def _glued(text: str) -> str:
    """What follows a label and its colon in one cell."""
    return re.split("[:：]", text, maxsplit=1)[1].strip() if re.search("[:：]", text) else ""


def _is_side(text: str) -> bool:
    """Whether a text is a side label, or a piece of one that is printed down the column."""
    bare = compact(text)
    return bool(_SIDE.fullmatch(bare)) or any(is_piece_of(bare, whole) for whole in ("项目绩效目标", "年度总体目标"))


def is_label(text: str) -> bool:
    """Whether a cell holds one of the template's labels and not a value."""
    bare = compact(text)
    if not bare:
        return False
    if funding_label(text) is not None or _SIDE.fullmatch(bare) or CONTACT_LABELS.match(bare):
        return True
    return bool(_field_name(text)) and not _glued(text)
