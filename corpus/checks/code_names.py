"""Classification codes and their names: one code, one name; one name below one parent, one code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.checks.comparison import Rule, otherwise
from corpus.checks.verdict import verdict
from corpus.normal import label
from corpus.records import Check, Place, Reading, RowLabel, Severity, Table, TableKind

_NAMES = Rule("code-name", Severity.WARNING)
_CODES = Rule("name-code", Severity.WARNING)
_DIGITS_OF_STEP = 2
_Found = dict[str, dict[str, list[tuple[str, Place]]]]
"""By system and code, by name in comparison form: the printed name and where it stands."""


def code_name(reading: Reading) -> Iterator[Check]:
    """The same code of one system (功能分类, 经济分类) has the same name in all tables of the document.

    A name that is only the beginning of the other is not counted: it may have been cut by the edge of a cell.
    """
    found = _by_code(reading)
    checks = (check for code, names in found.items() if (check := _one_name(code, names)))
    yield from otherwise(checks, _NAMES.not_run("没有在两处列示的科目编码"))


def _one_name(code: str, names: dict[str, list[tuple[str, Place]]]) -> Check | None:
    """The most frequent name against the others; None for a code that is printed once."""
    ranked = sorted(names.items(), key=lambda item: -len(item[1]))
    if sum(len(places) for _, places in ranked) < 2:
        return None
    first, places = ranked[0]
    others = [item for name, seen in ranked[1:] if not _cut(first, name) for item in seen]
    shown = "、".join(f"“{name}”" for name in dict.fromkeys(name for name, _ in others))
    words = f"另有名称{shown}" if others else f"在{len(places)}处名称一致"
    sentence = f"科目{code.partition(':')[2]}“{places[0][0]}”{words}"
    sides = ([place for _, place in places], [place for _, place in others] or [places[-1][1]])
    return verdict(_NAMES, not others, sentence, sides, (code,))


def _cut(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one) or one.endswith(other) or other.endswith(one)


def name_code(reading: Reading) -> Iterator[Check]:
    """Two codes of one length below one parent have two names."""
    by_name: dict[tuple[str, str], dict[str, list[tuple[str, Place]]]] = {}
    for code, names in _by_code(reading).items():
        parent = code[:-_DIGITS_OF_STEP] if len(code.partition(":")[2]) > 3 else code.partition(":")[0]
        for name, places in names.items():
            by_name.setdefault((parent, name), {}).setdefault(code, []).extend(places)
    checks = (_one_code(codes) for codes in by_name.values() if codes)
    yield from otherwise(checks, _CODES.not_run("没有列示科目编码的表"))


def _one_code(codes: dict[str, list[tuple[str, Place]]]) -> Check:
    good = len(codes) == 1
    ranked = sorted(codes.items(), key=lambda item: -len(item[1]))
    shown = "、".join(code.partition(":")[2] for code, _ in ranked)
    name = ranked[0][1][0][0]
    words = "只有一个编码" if good else "有不同编码"
    sides = ([place for _, place in ranked[0][1]], [place for _, found in ranked[1:] for _, place in found])
    return verdict(_CODES, good, f"科目名称“{name}”{words}{shown}", sides, tuple(codes))


def _by_code(reading: Reading) -> dict[str, dict[str, list[tuple[str, Place]]]]:
    found: _Found = {}
    for table in reading.tables:
        places = _places(table)
        for row in table.labels if table.project is None and table.kind is not TableKind.OTHER else ():
            key = f"{_system(table)}:{row.code}"
            if row.code and row.name and len(row.code) in (3, 5, 7) and (place := places.get((row.row, row.half))):
                found.setdefault(key, {}).setdefault(_plain(row), []).append((row.name, place))
    return found


def _system(table: Table) -> str:
    return "economic" if table.kind is TableKind.BASIC_ECONOMIC else "function"


def _plain(row: RowLabel) -> str:
    return re.sub(r"[\W_]", "", label(row.name))


def _places(table: Table) -> dict[tuple[int, int], Place]:
    """The first label cell of each row and half."""
    halves = {column.index: column.half for column in table.columns if column.role == "label"}
    places: dict[tuple[int, int], Place] = {}
    for cell in table.cells:
        if cell.column in halves and cell.text.strip():
            places.setdefault((cell.row, halves[cell.column]), cell.place)
    return places
