"""What is printed twice in one document: a table copied, a project with two forms. One fact, two sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from corpus.checks.announced import title_key
from corpus.checks.comparison import Rule, compare, otherwise
from corpus.checks.forms import funding, subject_of
from corpus.checks.ledger import renamed
from corpus.checks.verdict import verdict
from corpus.records import Cell, Check, Project, Reading, Severity, Table

_TABLE = Rule("table-copy", Severity.ERROR)
_PROJECT = Rule("project-copy", Severity.ERROR)
_FUNDING = ("项目总预算", "当年预算")
_LEAST_AMOUNTS = 2


def table_copy(reading: Reading) -> Iterator[Check]:
    """Two statutory tables of one title and one shape print the same amounts cell by cell.

    Run only if they have the same rows: the parts of one table that goes on over several pages are no copies.
    """
    groups: dict[tuple[str, str], list[Table]] = defaultdict(list)
    for table in reading.tables:
        if table.caption and table.project is None:
            groups[table.kind.value, title_key(table.caption)].append(table)
    pairs = (pair for tables in groups.values() for pair in combinations(tables, 2))
    checks = (_copied(*pair) for pair in pairs if _rows(pair[0]) == _rows(pair[1]))
    yield from otherwise((check for check in checks if check), _TABLE.not_run("没有重复列示的表格"))


def _rows(table: Table) -> list[tuple[int, str, str]]:
    return [(row.half, row.code, row.name) for row in table.labels]


def _copied(one: Table, other: Table) -> Check | None:
    first, second = _amounts(one), _amounts(other)
    if one.unit != other.unit or set(first) != set(second) or len(first) < _LEAST_AMOUNTS:
        return None
    differing = [key for key, cell in first.items() if _value(cell) != _value(second[key])]
    shown = differing or list(first)
    words = f"有{len(differing)}个金额不同" if differing else f"{len(first)}个金额全部相同"
    sides = ([first[key].place for key in shown], [second[key].place for key in shown])
    return verdict(_TABLE, not differing, f"《{one.caption}》列示了两次，{words}", sides)


def _amounts(table: Table) -> dict[tuple[int, int], Cell]:
    top = min((row.row for row in table.labels), default=0)
    return {(cell.row - top, cell.column): cell for cell in table.cells if cell.amount is not None}


def _value(cell: Cell) -> int | None:
    return cell.amount.value if cell.amount else None


def project_copy(reading: Reading) -> Iterator[Check]:
    """Two forms of one project and year state the same money."""
    groups: dict[tuple[str, int | None], list[Project]] = defaultdict(list)
    for project in reading.projects:
        if project.name:
            groups[project.name, project.year].append(project)
    pairs = (pair for projects in groups.values() for pair in combinations(projects, 2))
    checks = (check for pair in pairs for check in _same_money(*pair))
    yield from otherwise(checks, _PROJECT.not_run("没有同一项目的两份申报表"))


def _same_money(one: Project, other: Project) -> Iterator[Check]:
    for name in _FUNDING:
        left, right = funding(one, name), funding(other, name)
        if left and right and left.amount and right.amount:
            sides = [renamed(left, f"前一份的{name}"), renamed(right, f"后一份的{name}")]
            check = compare(_PROJECT, f"项目“{one.name}”有两份申报表（{subject_of(other)}）", [sides[0]], [sides[1]])
            yield check
