"""What the library holds of each document, counted in SQL."""

from __future__ import annotations

from sqlalchemy import Connection, func, select
from sqlalchemy import Table as SqlTable

from corpus.store import decode, schema
from corpus.store.records import Summary


def summaries(connection: Connection) -> list[Summary]:
    """One summary for each visible document, by name, whatever the number of documents in six queries."""
    tables = _grouped(connection, schema.table_, "kind")
    checks = _grouped(connection, schema.check_result, "status")
    projects = _counted(connection, schema.project)
    statements = _counted(connection, schema.statement)
    figures = _counted(connection, schema.observation, only_amounts=True)
    problems = _counted(connection, schema.problem)
    return [
        Summary(
            document=decode.document(row),
            tables=tuple(tables.get(row["number"], ())),
            checks=tuple(checks.get(row["number"], ())),
            projects=projects.get(row["number"], 0),
            statements=statements.get(row["number"], 0),
            figures=figures.get(row["number"], 0),
            problems=problems.get(row["number"], 0),
            redactions=row["redactions"],
        )
        for row in connection.execute(decode.documents()).mappings()
    ]


def _grouped(connection: Connection, table: SqlTable, column: str) -> dict[int, list[tuple[str, int]]]:
    by = (table.c.document, table.c[column])
    found: dict[int, list[tuple[str, int]]] = {}
    for number, name, count in connection.execute(select(*by, func.count()).group_by(*by).order_by(*by)):
        found.setdefault(number, []).append((name, count))
    return found


def _counted(connection: Connection, table: SqlTable, only_amounts: bool = False) -> dict[int, int]:
    query = select(table.c.document, func.count().label("rows")).group_by(table.c.document)
    if only_amounts:
        query = query.where(table.c.value.is_not(None))
    return {row.document: row.rows for row in connection.execute(query)}
