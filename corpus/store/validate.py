"""What a reading must keep to before it is stored: unique keys, whole hashes, amounts that fit the database."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from corpus.records import Amount, Reading

_LARGEST = 2**63 - 1
_SHOWN = 3


def faults(reading: Reading) -> tuple[str, ...]:
    """One sentence for each broken promise of the records, () if the reading can be stored and given back unchanged."""
    return tuple(_faults(reading))


def _faults(reading: Reading) -> Iterator[str]:
    if not re.fullmatch(r"[0-9a-f]{64}", reading.document.sha256):
        yield f"{reading.document.sha256!r} is not a SHA-256 in hexadecimal"
    subjects = {statement.subject for statement in reading.statements}
    yield from _repeated("table keys", (table.key for table in reading.tables))
    yield from _repeated("project keys", (project.key for project in reading.projects))
    yield from _repeated("subject keys with different subjects", (subject.key for subject in subjects))
    yield from _repeated("statement keys", (statement.key for statement in reading.statements))
    large = [amount.printed for amount in amounts(reading) if max(abs(amount.value), amount.step) > _LARGEST]
    if large:
        yield f"amounts beyond 64 bits: {', '.join(large[:_SHOWN])}"


def amounts(reading: Reading) -> Iterator[Amount]:
    """Every amount of the tables' cells, the projects' cells and the observations, repeats included."""
    cells = [cell for table in reading.tables for cell in table.cells]
    for project in reading.projects:
        cells += [cell for _, printings in project.funding for cell in printings]
        cells += [item.target for item in project.indicators]
        figures = [(line.amount, line.unit_price, line.quantity) for line in project.lines]
        cells += [cell for row in (*figures, (project.lines_total,)) for cell in row if cell is not None]
    yield from (cell.amount for cell in cells if cell.amount is not None)
    for statement in reading.statements:
        yield from (item.amount for item in statement.observations if item.amount is not None)


def _repeated(what: str, keys: Iterable[object]) -> Iterator[str]:
    repeated = [str(key) for key, count in Counter(keys).items() if count > 1]
    if repeated:
        yield f"{len(repeated)} repeated {what}, such as {', '.join(repeated[:_SHOWN])}"
