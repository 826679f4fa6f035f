"""A form whose table runs over pages: the columns of a later page are those of the header by their left edges.

A page may lose the columns of merged cells that it shows no rule of, and its first row where the break left that open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.form_draft import Row
from corpus.normal import label
from corpus.records import Place, RawCell
from corpus.sections import Section

_ANNOUNCES = re.compile(r"表$|表\(|单位:|说明$|^[一二三四五六七八九十]+、")
_SAME_EDGE = 3.0
"""Points by which a column may stand elsewhere on another page."""

_LEAST_COLUMNS = 2
_NOTHING = RawCell("", Place(""))


def on_next_page(section: Section, last: Place) -> bool:
    """Whether a grid is the first one on the page after ``last``, and the words above it announce no other table."""
    page = section.grid.place.page
    if page is None or last.page is None or page != last.page + 1:
        return False
    return not any(_ANNOUNCES.search(label(block.text)) for block in section.captions)


def under_header(rows: Sequence[Row], header: Row) -> list[Row] | None:
    """``rows`` in the columns of ``header`` by their left edges; None where a column has no place among them."""
    edges = {column: cell.place.bbox[0] for column, cell in enumerate(header) if cell.text and cell.place.bbox}
    if len(edges) < _LEAST_COLUMNS:
        return None
    found: list[Row] = []
    for row in rows:
        cells = [_NOTHING] * len(header)
        for cell in row:
            if not cell.text.strip():
                continue
            box = cell.place.bbox
            near = [c for c, left in edges.items() if box is not None and abs(left - box[0]) <= _SAME_EDGE]
            if box is None or (not near and box[0] >= min(edges.values()) - _SAME_EDGE):
                return None
            cells[near[0] if near else 0] = cell
        found.append(tuple(cells))
    return found
