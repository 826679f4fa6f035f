"""Understood columns and placed entries to the rows of a grid."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from corpus.normal import tidy
from corpus.readers.text_header import Group, Leaf
from corpus.readers.text_lines import Word
from corpus.readers.text_place import Placed
from corpus.readers.text_rows import Entry
from corpus.records import Place, RawCell

NOWHERE = RawCell("", Place(""))
"""Stands in a grid where the text does not say what the cell holds."""

Row = tuple[RawCell, ...]


def header_rows(groups: Sequence[Group]) -> list[Row]:
    """The header: the words that columns need above them, where there are any, and the words of the columns."""
    leaves = [leaf for group in groups for leaf in group.leaves]
    rows: list[Row] = []
    if any(leaf.parent for leaf in leaves):
        rows.append(tuple(RawCell(leaf.parent, leaf.pieces[0].place) for leaf in leaves))
    rows.append(tuple(_head(leaf) for leaf in leaves))
    return rows


def _head(leaf: Leaf) -> RawCell:
    return RawCell(leaf.word, leaf.pieces[0].place)


def row_of(entry: Entry, side: int, placed: Placed | None, known: Placed, groups: Sequence[Group]) -> Row:
    """The row of an entry in the columns of group ``side``; the other groups' columns hold nothing that is known.

    Where ``placed`` is None, the figures in ``known`` are in their columns and the others stand behind the last one.
    An entry that is not whole stands there with all its words.
    """
    cells: list[RawCell] = []
    rest: list[Word] = []
    for number, group in enumerate(groups):
        if number != side or not entry.whole:
            cells += [NOWHERE] * len(group.leaves)
            continue
        cells += _code_cells(entry, len(group.codes))
        if group.name is not None:
            cells.append(NOWHERE if entry.is_total and group.codes else name_cell(entry.name))
        cells += _figure_cells(entry, len(group.amounts), placed, known)
        if placed is None:
            rest = [word for word in entry.values if word not in known.values()]
    if not entry.whole:
        rest = list(entry.words)
    return (*cells, *(RawCell(word.text, word.place) for word in rest))


def _code_cells(entry: Entry, count: int) -> list[RawCell]:
    """The code columns; a total, which has no code, stands in the first of them."""
    if count and entry.is_total and not entry.codes:
        return [name_cell(entry.name), *[_blank_before(entry)] * (count - 1)]
    codes = [RawCell(word.text, word.place) for word in entry.codes]
    return [*codes, *[_blank_before(entry)] * (count - len(codes))][:count]


def _blank_before(entry: Entry) -> RawCell:
    words = entry.codes or entry.name
    return blank_after(words[-1]) if words else NOWHERE


def _figure_cells(entry: Entry, count: int, placed: Placed | None, known: Placed) -> list[RawCell]:
    """The amount columns: figures where they are proven, blanks where the rest is, else nothing."""
    if placed is None:
        return [RawCell(known[c].text, known[c].place) if c in known else NOWHERE for c in range(count)]
    blank = blank_after(entry.words[-1])
    return [RawCell(placed[c].text, placed[c].place) if c in placed else blank for c in range(count)]


def blank_after(word: Word) -> RawCell:
    """A blank cell, located where the words of its row end."""
    return RawCell("", Place("", page=word.page, line=word.line, char_from=word.end, char_to=word.end))


def name_cell(words: Sequence[Word]) -> RawCell:
    """The pieces of a name as one cell; its place is what stands on the first of its lines."""
    first = [word for word in words if word.line == words[0].line]
    printed = first[0].whole[first[0].start : first[-1].end]
    place = Place(printed, page=words[0].page, line=words[0].line, char_from=first[0].start, char_to=first[-1].end)
    return RawCell(tidy("".join(word.raw for word in words)), place)


def located_rows(words: Sequence[Word], width: int = 6) -> list[Row]:
    """Words whose place in the table is not known: what stands on each line as one cell behind ``width`` columns."""
    lines = [list(run) for _, run in groupby(words, key=lambda word: word.line)]
    cells = [RawCell(" ".join(word.text for word in line), name_cell(line).place) for line in lines]
    return [(*[NOWHERE] * width, cell) for cell in cells]
