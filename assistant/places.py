"""What a printed place belongs to in its document: table, cell, row, column, paragraph, sentence. All of it as text."""

from __future__ import annotations

from assistant.records import Citation
from corpus.narrative_text import sentences
from corpus.normal import tidy
from corpus.records import Cell, CellKind, LineItem, Paragraph, Place, Reading, Table, TableKind

_SEPARATOR = " | "
_LINE_FIGURES = ("明细金额", "单价", "数量")


def place_words(place: Place | Citation, page: str = "第{page}页", line: str = "第{line}行") -> str:
    """The position in words: 第3页, 第12行, both, or "" where the format has neither.

    ``page`` and ``line`` are ``str.format`` patterns with the fields {page} and {line}.
    """
    parts = (
        "" if place.page is None else page.format(page=place.page),
        "" if place.line is None else line.format(line=place.line),
    )
    return " ".join(part for part in parts if part)


def where_parts(citation: Citation, page: str = "第{page}页", line: str = "第{line}行") -> tuple[str, ...]:
    """Position, project, table, row and column of a citation in words, as far as they apply and without repetitions."""
    # The caption made for a part of a project form begins with the project's name.
    project = "" if citation.table.startswith(f"{citation.project}：") else citation.project
    parts = (place_words(citation, page, line), project, citation.table, citation.row, citation.column)
    return tuple(dict.fromkeys(" ".join(part.split()) for part in parts if part))


def caption_of(table: Table) -> str:
    """The caption of the table; its kind where none is printed."""
    return table.caption or table.kind.value


def is_at(cell: Cell, place: Place) -> bool:
    """Whether the place is the cell, or a part of it; a place that names only a row is its cell with the same words."""
    if cell.row != place.row:
        return False
    if place.column is None:
        return bool(place.printed) and cell.place.printed == place.printed
    return cell.column == place.column


def table_at(reading: Reading, place: Place) -> Table | None:
    return next((item for item in reading.tables if item.key == place.table), None) if place.table else None


def cell_at(table: Table, place: Place) -> Cell | None:
    return next((cell for cell in table.cells if is_at(cell, place)), None)


def table_announced_at(reading: Reading, place: Place) -> Table | None:
    """The table whose caption stands at the place, or the first one of the project whose form begins there."""
    if place.table is not None:
        return None
    for table in reading.tables:
        if table.place == place:
            return table
    key = project_at(reading, place)
    return next((table for table in reading.tables if key and table.project == key), None)


def project_at(reading: Reading, place: Place) -> str:
    return next((project.key for project in reading.projects if project.place == place), "")


def _filled(table: Table, row: int | None) -> list[Cell]:
    return [cell for cell in table.cells if cell.row == row and cell.text.strip()]


def row_quote(table: Table, place: Place) -> str:
    """The filled cells of the row; of a two-sided table those of the half in which the place stands."""
    halves = {column.index: column.half for column in table.columns}
    half = halves.get(place.column) if place.column is not None else None
    cells = [cell for cell in _filled(table, place.row) if half is None or halves.get(cell.column, half) == half]
    return _SEPARATOR.join(" ".join(cell.text.split()) for cell in cells)


def row_name(reading: Reading, table: Table, place: Place) -> str:
    """What the row is about: its item on a project form, else its label, else the label beside the cell."""
    own = _form_row(reading, table, place)
    if own:
        return own
    if table.kind is TableKind.FORM_OVERVIEW:
        return _label_beside(table, place)
    column = next((item for item in table.columns if item.index == place.column), None)
    half = column.half if column is not None else 0
    named = next((item for item in table.labels if item.row == place.row and item.half == half), None)
    return named.name if named is not None else ""


def _form_row(reading: Reading, table: Table, place: Place) -> str:
    project = next((item for item in reading.projects if item.key == table.project), None)
    if project is None:
        return ""
    for line in project.lines:
        if (line.table, line.row) == (table.key, place.row):
            return "：".join(dict.fromkeys(part for part in (line.content, line.detail) if part))
    for indicator in project.indicators:
        if (indicator.place.table, indicator.place.row) == (table.key, place.row):
            return indicator.level3
    for policy in project.policies:
        if (policy.place.table, policy.place.row) == (table.key, place.row):
            return policy.title
    return ""


def _form_column(reading: Reading, table: Table, place: Place) -> str:
    """The kind of figure on a form, in which a merged cell may have moved the amounts away from under their header."""
    project = next((item for item in reading.projects if item.key == table.project), None)
    if project is None:
        return ""
    figures = [(name, cell) for line in project.lines for name, cell in zip(_LINE_FIGURES, _figures(line), strict=True)]
    figures.append((_LINE_FIGURES[0], project.lines_total))
    figures += [("目标值", indicator.target) for indicator in project.indicators]
    return next((name for name, cell in figures if cell is not None and cell.place == place), "")


def _figures(line: LineItem) -> tuple[Cell | None, Cell | None, Cell | None]:
    return line.amount, line.unit_price, line.quantity


_LONGEST_LABEL = 20
"""More words (characters) than this in front of a part of a cell are prose, not its label."""


def _label_beside(table: Table, place: Place) -> str:
    """On a sheet of labels and values: the nearest words to the left of the cell, or in front of a part of a cell."""
    cell = cell_at(table, place)
    if cell is not None and cell.place.printed != place.printed and place.printed:
        before = tidy(cell.place.printed.rpartition(place.printed)[0]).rstrip(":： ")
        if before and len(before) <= _LONGEST_LABEL:
            return before
    left = [item for item in _filled(table, place.row) if item.column < (place.column or 0)]
    words = [item for item in left if item.kind is CellKind.TEXT]
    return words[-1].text.rstrip(":： ") if words else ""


def column_name(reading: Reading, table: Table, place: Place) -> str:
    """What the figure is on a project form, else the header path of the column, else what its own header cells say."""
    own = _form_column(reading, table, place)
    if own:
        return own
    named = next((column.name for column in table.columns if column.index == place.column), "")
    if named or place.column is None or place.row in table.header_rows:
        return named
    above = [row for row in table.header_rows if row < (place.row or 0)]
    texts = [cell.text for row in above for cell in table.cells if (cell.row, cell.column) == (row, place.column)]
    return " / ".join(dict.fromkeys(" ".join(text.split()) for text in texts if text.strip()))


# Prose


def paragraph_of(reading: Reading, place: Place) -> Paragraph | None:
    """The paragraph in which the place stands, None if it stands in none (a heading, a place without words)."""
    return next((item for item in reading.paragraphs if _covers(item.place, place)), None)


def _covers(whole: Place, part: Place) -> bool:
    if part.table is not None or whole.page != part.page or (whole.bbox is not None and whole.bbox != part.bbox):
        return False
    if whole.line is None or part.line is None:
        return whole.line == part.line
    behind = part.line - whole.line
    if not 0 <= behind <= whole.printed.count("\n"):
        return False
    if behind > 0 or whole.char_from is None or part.char_from is None:
        return True
    return whole.char_from <= part.char_from and (whole.char_to is None or part.char_from < whole.char_to)


def prose_quote(reading: Reading, place: Place) -> str:
    """The sentence that holds the place; the whole paragraph if that is what is cited."""
    paragraph = paragraph_of(reading, place)
    if paragraph is None:
        return tidy(place.printed)
    if place == paragraph.place:
        return paragraph.text
    return _sentence_at(paragraph, place) or paragraph.text


def _sentence_at(paragraph: Paragraph, place: Place) -> str:
    """The last sentence that begins at or before the place; where nothing counts characters, the one with its words."""
    found = ""
    for sentence in sentences(paragraph):
        if sentence.place.char_from is None and sentence.place.line == place.line and place.printed in sentence.text:
            return sentence.text
        if _position(sentence.place) <= _position(place):
            found = sentence.text
    return found


def _position(place: Place) -> tuple[int, int]:
    return place.line or 0, place.char_from or 0
