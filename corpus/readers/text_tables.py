"""Statutory tables in plain text to grids: each figure in its column where that is proven, else apart from them.

A cell whose column is not known stands behind the last column; the columns themselves then hold no cell in that row
(a cell without a place), since nobody can say that they are blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from corpus.headers import TOTAL_NAMES
from corpus.normal import without_ordinal
from corpus.readers.text_grid import NOWHERE, header_rows, row_of
from corpus.readers.text_header import Group, Leaf, groups_of, leaves_in_order, leaves_in_place
from corpus.readers.text_items import items_of
from corpus.readers.text_lines import Word
from corpus.readers.text_place import Placed, agreed, holds, may_be_row, place_values
from corpus.readers.text_proofs import Found, in_order, refined
from corpus.readers.text_regions import Region
from corpus.readers.text_rows import Entry, EntryReader, split_glued
from corpus.readers.text_spans import boundaries, columns_of_figures, group_at
from corpus.records import Grid, Problem, RawCell, TableKind

_INCOME = re.compile(r"收入|基金|资金|拨款|国有资本|年初|使用非财政|上年|动用")
_WITHOUT_CODES = (TableKind.BALANCE, TableKind.FISCAL_BALANCE, TableKind.THREE_PUBLIC)
_FIGURE_IN_NAME = re.compile(r"\d,\d{3}|\d\.\d|[\u4e00-\u9fff]\d+[,.]?$")
_EXPENDITURE = re.compile(r"支出|结余分配|年末|结转下年")


def grid_of(region: Region, placed: bool) -> tuple[Grid, list[Problem]]:
    """The grid of a table, and what could not be told in it. ``placed``: the text keeps positions."""
    if region.kind is TableKind.THREE_PUBLIC:
        return _items_grid(region, placed)
    groups = _groups(region, placed)
    if groups is None:
        return _located(region), [
            _problem(region, "the header is not one of the known ones; its figures have no column")
        ]
    found = refined(list(_entries(region, groups, placed)), groups)
    if not placed and not (_has_its_codes(region, groups) and in_order(found, groups)):
        return _located(region), [_problem(region, "its words come in no provable order; its figures have no column")]
    rows = [*header_rows(groups), *(_row(item, groups) for item in found)]
    loose = sum(item.placed is None and bool(item.entry.values) for item in found)
    problems = [_problem(region, f"{loose} rows hold figures whose column cannot be told")] if loose else []
    return Grid(tuple(rows), rows[0][0].place), problems


def _items_grid(region: Region, placed: bool) -> tuple[Grid, list[Problem]]:
    """The grid of the “三公” table."""
    known = items_of(region.header, region.body, placed)
    if known is None:
        return _located(region), [_problem(region, "its figures cannot be told apart by their number, place or sums")]
    group, way = known
    row = row_of(Entry(values=list(way.values())), 0, way, {}, [group])
    rows = [*header_rows([group]), row]
    return Grid(tuple(rows), rows[0][0].place), []


def _row(item: Found, groups: Sequence[Group]) -> tuple[RawCell, ...]:
    entry = item.entry
    known = agreed(entry.values, groups[item.group]) if item.placed is None and entry.whole else {}
    return row_of(entry, item.group, item.placed, known, groups)


def _has_its_codes(region: Region, groups: Sequence[Group]) -> bool:
    """Whether the table has columns of codes, or needs none; where it should have them, words went astray."""
    return region.kind in _WITHOUT_CODES or all(group.codes for group in groups)


def _problem(region: Region, message: str) -> Problem:
    return Problem("column-unknown", f"line {region.header[0].line}: {message}", region.header[0].place)


def _groups(region: Region, placed: bool) -> list[Group] | None:
    """The columns that the header names, from left to right."""
    if placed:
        leaves = leaves_in_place(region.header)
        if leaves is not None:
            leaves = sorted(leaves, key=lambda leaf: leaf.left + leaf.right)
            return groups_of(leaves)
    ordered = leaves_in_order(region.header)
    return groups_of(ordered) if ordered is not None and not (placed and len(ordered) < 2) else None


def _located(region: Region) -> Grid:
    """Every word of the table as a cell of no column."""
    head = region.header[0]
    rows: list[tuple[RawCell, ...]] = [(RawCell(head.text, head.place),)]
    line: list[RawCell] = []
    number = 0
    for word in region.body:
        if word.line != number and line:
            rows.append((NOWHERE, *line))
            line = []
        number = word.line
        line.append(RawCell(word.text, word.place))
    if line:
        rows.append((NOWHERE, *line))
    return Grid(tuple(rows), head.place)


def _entries(region: Region, groups: Sequence[Group], placed: bool) -> Iterator[Found]:
    """All entries of the body, line by line, each with its group."""
    levels = max(len(group.codes) for group in groups)
    words = split_glued(region.body)
    if not placed:
        reader = EntryReader(levels, None)
        reader.read(words)
        sides = _sides(reader.entries, groups)
        loose = [Entry(values=[word], whole=False) for word in reader.loose]
        for entry, side in zip([*reader.entries, *loose], [*sides, *[0] * len(loose)], strict=True):
            yield Found(entry, side, _proven(entry, groups[side], levels, ()))
        return
    for sheet in dict.fromkeys(word.sheet for word in words):
        yield from _sheet(region, groups, [word for word in words if word.sheet == sheet], levels)


def _sheet(region: Region, groups: Sequence[Group], words: Sequence[Word], levels: int) -> Iterator[Found]:
    """The entries of one page of a text that keeps positions."""
    sheet = words[0].sheet
    here = _leaves_on(region, groups, sheet)
    bounds = boundaries(words, here)
    found: list[tuple[int, int, Found]] = []
    for side, group in enumerate(groups):
        reader = EntryReader(levels, partial(may_be_row, group=group))
        reader.read([word for word in words if group_at(word, bounds) == side])
        for entry in reader.entries:
            entry.values.sort(key=lambda word: word.left)
        spans = columns_of_figures([entry.values for entry in reader.entries], here[side] or len(group.amounts))
        for entry in reader.entries:
            allowed = tuple(spans(word) for word in entry.values)
            found.append(
                (entry.words[0].line, side, Found(entry, side, _proven(entry, group, levels, allowed), allowed))
            )
        for word in reader.loose:
            found.append((word.line, side, Found(Entry(values=[word], whole=False), side, None)))
    yield from (item for _, _, item in sorted(found, key=lambda each: each[:2]))


def _leaves_on(region: Region, groups: Sequence[Group], sheet: int) -> list[tuple[Leaf, ...]]:
    """The amount columns of each group as the page's own header shows them; empty where the page has no header."""
    if sheet == region.header[0].sheet:
        return [group.amounts for group in groups]
    if sheet in region.again:
        again = _groups(replace(region, header=region.again[sheet]), placed=True)
        if again is not None and [_words(group) for group in again] == [_words(group) for group in groups]:
            return [group.amounts for group in again]
    return [()] * len(groups)


def _words(group: Group) -> list[str]:
    return [leaf.word for leaf in group.amounts]


def _proven(entry: Entry, group: Group, levels: int, allowed: Sequence[int | None]) -> Placed | None:
    """The columns of an entry's figures; None where they, or what the entry is about, are not certain."""
    entry.whole = entry.whole and _well_formed(entry, levels)
    if not entry.whole or entry.doubtful:
        return None
    if not allowed and not group.sums and len(group.amounts) > 1 and len({word.line for word in entry.values}) > 1:
        return None  # a cell on each line, and no sum that would show which is which
    placed = place_values(entry.values, group, allowed)
    if len({word.line for word in entry.values}) > 1 and len(entry.values) > 1 and placed is not None and allowed:
        # Figures gathered from several lines are one row's only where its own sum says so.
        sure = bool(group.sums) and all(holds(rule, placed) for rule in group.sums)
        return placed if sure else None
    return placed


def _well_formed(entry: Entry, levels: int) -> bool:
    if not entry.name or _FIGURE_IN_NAME.search(entry.text):
        return False
    if not levels:
        return True
    return bool(entry.codes) or entry.is_total


def _sides(entries: Sequence[Entry], groups: Sequence[Group]) -> list[int]:
    """The group of each entry in a text without positions: its name says whether it is income or expenditure."""
    if len(groups) == 1 or any(group.codes for group in groups):
        return [0] * len(entries)
    sides: list[int] = []
    for entry in entries:
        name = without_ordinal(entry.text)
        if _EXPENDITURE.search(name):
            sides.append(1)
        elif _INCOME.search(name):
            sides.append(0)
        else:
            before = entries[len(sides) - 1] if sides else None
            twin = before is not None and before.text == entry.text and sides[-1] == 0
            entry.whole = entry.whole and name in TOTAL_NAMES
            sides.append(1 if twin else 0)
    return sides
