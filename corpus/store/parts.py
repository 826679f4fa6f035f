"""What adds up to what: classification codes to the code above them, the lines of a project to their printed total.

Only statements of one key (apart from the subject) are parts of each other, and where a table prints the whole, only
its own rows are taken, so that a class printed under two names in two tables is not counted twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.records import CellKind, Statement, Subject

_CODED = ("function", "economic")
_TOP = ("", "organisation")


@dataclass(frozen=True, slots=True)
class Part:
    """``child`` is an addend of ``parent`` (both positions in the reading's statements), with ``sign`` 1 or -1.

    ``basis`` is function, economic or lines. ``complete`` says that all addends are printed together with the whole.
    """

    parent: int
    child: int
    sign: int
    basis: str
    complete: bool


class _Facts:
    """The statements of a reading by what they share."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = statements
        self.by_dimensions: dict[tuple[str | int, ...], list[int]] = defaultdict(list)
        self.printed_in: list[frozenset[str]] = []
        self.subjects_in: dict[str, dict[str, Subject]] = defaultdict(dict)
        for position, statement in enumerate(statements):
            self.by_dimensions[statement.key[1:]].append(position)
            tables = frozenset(_tables(statement))
            self.printed_in.append(tables)
            for table in tables:
                self.subjects_in[table][statement.subject.key] = statement.subject

    def known(self, position: int, table: str) -> bool:
        """Whether ``table`` prints a figure for the statement, or visibly none (a blank, a dash, 无)."""
        return any(
            item.amount is not None or item.kind in (CellKind.BLANK, CellKind.DASH, CellKind.NONE_WORD)
            for item in self.statements[position].observations
            if item.place.table == table and not item.duplicate
        )


def parts(statements: Sequence[Statement]) -> list[Part]:
    """All parts among the statements of one reading, in the order of the parents."""
    facts = _Facts(statements)
    found: list[Part] = []
    for positions in facts.by_dimensions.values():
        if statements[positions[0]].view != "level":
            continue
        for kind in _CODED:
            found += _coded(facts, positions, kind)
    found += _lines(facts)
    return sorted(found, key=lambda item: (item.parent, item.basis, item.child))


def _coded(facts: _Facts, positions: list[int], kind: str) -> Iterator[Part]:
    """Parts among statements of the same dimensions: each code under the code above it, the highest under the whole."""
    children: dict[str, list[int]] = defaultdict(list)
    parents: dict[str, int] = {}
    for position in positions:
        subject = facts.statements[position].subject
        parents[subject.key] = position
        if subject.kind == kind:
            children["organisation" if subject.parent in _TOP else subject.parent].append(position)
    for key, parent in parents.items():
        whole = facts.statements[parent].subject
        below = children.get(key, []) if whole.kind in (kind, "organisation") else []
        if below:
            yield from _together(facts, parent, below, kind)


def _together(facts: _Facts, parent: int, below: list[int], kind: str) -> Iterator[Part]:
    """The parts as the table prints them that holds the whole and most of its addends."""
    shared = {
        table: [child for child in below if table in facts.printed_in[child]] for table in facts.printed_in[parent]
    }
    table = max(sorted(shared), key=lambda name: len(shared[name]), default="")
    own = shared.get(table) or below
    complete = bool(shared.get(table)) and _complete(facts, parent, own, kind, table)
    for child in own:
        yield Part(parent, child, 1, kind, complete)


def _complete(facts: _Facts, parent: int, own: Iterable[int], kind: str, table: str) -> bool:
    """Whether every row of the table that belongs under the whole is one of the addends or stands below one."""
    if not all(facts.known(position, table) for position in (parent, *own)):
        return False
    whole = facts.statements[parent].subject
    addends = [facts.statements[child].subject for child in own]
    return all(
        any(_within(subject, addend) for addend in addends)
        for subject in facts.subjects_in[table].values()
        if subject.kind == kind and subject.key != whole.key and (whole.kind != kind or _within(subject, whole))
    )


def _within(subject: Subject, above: Subject) -> bool:
    by_code = bool(above.code) and subject.code.startswith(above.code)
    return by_code or above.key in (subject.key, subject.parent)


def _lines(facts: _Facts) -> Iterator[Part]:
    """The 金额 of each line under the 金额合计 of its project."""
    lines: dict[str, list[int]] = defaultdict(list)
    totals: dict[str, int] = {}
    for position, statement in enumerate(facts.statements):
        if statement.view != "level":
            continue
        if statement.subject.kind == "line":
            lines[statement.subject.parent].append(position)
        elif statement.subject.kind == "project" and statement.measure == "金额合计":
            totals[statement.subject.key] = position
    for key, total in totals.items():
        amounts = [item for item in lines[key] if facts.statements[item].measure == "金额"]
        named = {facts.statements[item].subject.key for item in lines[key]}
        printed = all(_has_figure(facts.statements[item]) for item in (total, *amounts))
        complete = printed and len(named) == len(amounts)
        for child in amounts:
            yield Part(total, child, 1, "lines", complete)


def _tables(statement: Statement) -> Iterator[str]:
    for item in statement.observations:
        if item.origin == "table" and not item.duplicate and item.place.table:
            yield item.place.table


def _has_figure(statement: Statement) -> bool:
    return any(item.amount is not None for item in statement.observations)
