"""项目总体情况: name, category, fields, and the seven funding lines with their amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.form_draft import Draft, Row, compact, placed
from corpus.form_words import CONTACT_LABELS, FIELD_LABELS, FUNDING_LABELS, FUNDING_LINE
from corpus.normal import BOX_OFF, BOX_ON, label
from corpus.records import Cell, CellKind, FormField, Place, RawCell, TableKind
from corpus.tables import make_cell

_BOX = re.compile(rf"[{BOX_ON}{BOX_OFF}]")
_TICKED = re.compile(rf"[{BOX_OFF}(（]?\s*[✓√✔]\s*[{BOX_OFF})）]?")
_CROSSED = re.compile(rf"[{BOX_OFF}(（]?\s*[×✗✘╳]\s*[{BOX_OFF})）]?|[(（]\s*[)）]")
_AFTER_COLON = re.compile(r"[:：]\s*(?P<value>[^<]*[^<\s])")
_PROSE = 12
"""A cell longer than this is prose, not a label or a value."""


def read_overview(rows: Sequence[Row], draft: Draft) -> None:
    """Take in the grid of a form's first part."""
    for row in rows:
        if label(row[0].text) == "项目名称" and len(row) > 1:
            draft.name = re.sub(r"\s+", "", row[1].text)
            break
    key = draft.keep(TableKind.FORM_OVERVIEW, rows, (), ())
    last = ""
    for r, row in enumerate(rows):
        cells = placed(row, key, r)
        if not _funding(cells, draft):
            last = _fields(cells, draft, last)
    draft.category = _category(draft.fields["项目类别"].text) if "项目类别" in draft.fields else ""
    if "当年预算" not in draft.funding:
        draft.complain("missing-funding", "no 当年预算 found", draft.place)


def _funding(cells: Sequence[RawCell], draft: Draft) -> bool:
    """Read every funding line of a row; False where it has none.

    A value stands in the label's own cell or in the next filled one. A table nested in a cell repeats the lines: every
    printing is kept.
    """
    found = False
    index = 0
    while index < len(cells):
        match = FUNDING_LINE.fullmatch(compact(cells[index].text))
        if match is None:
            index += 1
            continue
        found = True
        cell, index = _funding_value(cells, index, bool(match["value"]), draft)
        draft.funding.setdefault(FUNDING_LABELS[match["name"]], []).append(cell)
    return found


def _funding_value(cells: Sequence[RawCell], index: int, glued: bool, draft: Draft) -> tuple[Cell, int]:
    """The value of the label at ``index`` and the index to go on from; a blank cell where no value is printed."""
    own = cells[index]
    if glued:
        value = re.split("[:：]", own.text, maxsplit=1)[1].strip()
        return _amount(value, _sub_place(own.place), draft), index + 1
    for later in range(index + 1, len(cells)):
        text = cells[later].text
        if FUNDING_LINE.fullmatch(compact(text)):
            break
        if text.strip():
            return _amount(text, cells[later].place, draft), later + 1
    blank = cells[index + 1] if index + 1 < len(cells) and not cells[index + 1].text else own
    return make_cell("", blank.place, draft.unit), index + 1


def _sub_place(place: Place) -> Place:
    """The place of what follows the colon, up to any markup, in a cell that prints its label too."""
    found = _AFTER_COLON.search(place.printed)
    if found is None:
        return place
    value = replace(place, printed=found["value"])
    if place.char_from is None:
        return value
    start = place.char_from + found.start("value")
    return replace(value, char_from=start, char_to=start + len(found["value"]))


def _amount(text: str, place: Place, draft: Draft) -> Cell:
    cell = make_cell(text, place, draft.unit)
    if cell.kind is CellKind.TEXT:
        draft.complain("unreadable-number", f"{text!r} is not one amount", place)
    return cell


def _fields(cells: Sequence[RawCell], draft: Draft, last: str) -> str:
    """Read the labelled fields of a row. ``last`` is the field read before; returns the one to go on with."""
    taken = False
    for index, cell in enumerate(cells):
        name = FIELD_LABELS.get(compact(cell.text))
        if name is None:
            continue
        taken = True
        value = next((c for c in cells[index + 1 :] if c.text and compact(c.text) not in FIELD_LABELS), None)
        if value is not None and name not in draft.fields:
            draft.fields[name] = FormField(name, value.text, value.place)
            last = name
    if not taken:
        _continuation(cells, draft, last)
    return last


def _continuation(cells: Sequence[RawCell], draft: Draft, last: str) -> None:
    """A row whose label was cut off by a page break goes on with a field; its own first word says which."""
    text = next((cell for cell in cells if len(cell.text) > _PROSE), None)
    if text is None or any(CONTACT_LABELS.match(compact(cell.text)) for cell in cells):
        return
    name = "项目立项情况" if re.match(r"(依据|必要性|可行性)", label(text.text)) else last
    if not name:
        return
    number = 2
    while f"{name}#{number}" in draft.fields:
        number += 1
    key = name if name not in draft.fields else f"{name}#{number}"
    draft.fields[key] = FormField(name, text.text, text.place)


def _category(text: str) -> str:
    """The ticked one of several boxes; the box stands before or after its words, alike in the whole field."""
    flat = _CROSSED.sub(BOX_OFF, _TICKED.sub(BOX_ON, text.replace("\n", "")))
    boxes = _BOX.findall(flat)
    if not boxes:
        return flat.strip()
    words = [part.strip() for part in _BOX.split(flat)]
    labels = words[1:] if not words[0] else words[:-1]
    ticked = [name for box, name in zip(boxes, labels, strict=False) if box == BOX_ON and name]
    return ticked[0] if len(ticked) == 1 else ""
