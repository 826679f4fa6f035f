"""Cells as they are laid out on a sheet or in a table, and what is true of them in every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.normal import tidy
from corpus.records import Place

_CAPTION = re.compile(r".{2,60}(?:表|表(?:[（(][^）)]{1,20}[）)])\s*(?:[（(]\s*\d{4}\s*年度?\s*[）)])?)")


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell that begins at ``column`` (0-based) and reaches over its spans. ``text`` is as displayed, untouched."""

    text: str
    column: int
    place: Place
    row_span: int = 1
    column_span: int = 1
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class LaidRow:
    """The cells that begin in a row, by column. ``ruled``: its lines are drawn, so that it is a row although blank."""

    cells: tuple[LaidCell, ...]
    place: Place
    ruled: bool = False


def clean(text: str) -> str:
    """The normal form of displayed text in a format whose text holds no markup: a ``<`` in it is a sign."""
    return tidy(text.replace("&", "&amp;").replace("<", "&lt;"))


def raised(text: str) -> str:
    """A superscript: a digit of it must not become one of the number before it."""
    return f"^{text}" if text[:1].isdigit() else text


def is_caption(text: str) -> bool:
    """Whether words announce a table: 2031年单位支出预算总表, 项目支出绩效目标申报表（绩效目标）."""
    return _CAPTION.fullmatch(text) is not None and not re.search(r"[，。；]", text)


def row_of(number: int, texts: Sequence[tuple[int, str]], page: int | None = None) -> dict[int, Place]:
    """The place of each cell of a row, by column.

    The line is the row; characters count in the row's text: the displayed text of its cells from column 0, joined by
    tabs, as copying the row gives it.
    """
    places = {}
    offset, previous = 0, 0
    for column, text in sorted(texts):
        offset += column - previous
        places[column] = Place(text, page=page, line=number, char_from=offset, char_to=offset + len(text))
        offset += len(text)
        previous = column
    return places


def widest(rows: Iterable[LaidRow]) -> int:
    """The number of columns over which the cells reach."""
    return max((cell.column + cell.column_span for row in rows for cell in row.cells), default=0)
