"""Numbered migrations: ``migrations/NNNN_name.sql``, each applied once, whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Connection, inspect, text

_FOLDER = Path(__file__).parent / "migrations"
_FILE_NAME = re.compile(r"(\d{4})_\w+\.sql")


def migrations(folder: Path = _FOLDER) -> tuple[tuple[int, str], ...]:
    """(number, SQL script) of every migration in order; ValueError unless they are numbered 1, 2, 3 ... without gap."""
    found: list[tuple[int, str]] = []
    for path in sorted(folder.glob("*.sql")):
        match = _FILE_NAME.fullmatch(path.name)
        if match is None or int(match[1]) != len(found) + 1:
            raise ValueError(f"migration {path.name} does not continue the numbering after {len(found)}")
        found.append((int(match[1]), path.read_text(encoding="utf-8")))
    return tuple(found)


def schema_version(connection: Connection) -> int:
    """The number of the last migration applied to the database; 0 for an empty one."""
    if not inspect(connection).has_table("schema_version"):
        return 0
    return int(connection.execute(text("SELECT max(number) FROM schema_version")).scalar() or 0)


def migrate(connection: Connection, known: tuple[tuple[int, str], ...]) -> None:
    """Apply what is missing of ``known`` on ``connection``, whose open transaction the caller commits."""
    present = schema_version(connection)
    if present == 0:
        connection.exec_driver_sql("CREATE TABLE schema_version (number INTEGER PRIMARY KEY)")
    for number, script in known[present:]:
        for statement in _statements(script):
            connection.exec_driver_sql(statement)
        connection.execute(text("INSERT INTO schema_version (number) VALUES (:number)"), {"number": number})


def _statements(script: str) -> list[str]:
    """The statements of a script, each ending with a semicolon at the end of a line; comment lines are dropped."""
    lines = [line for line in script.splitlines() if not line.lstrip().startswith("--")]
    return [part.strip() for part in re.split(r";\s*$", "\n".join(lines), flags=re.MULTILINE) if part.strip()]
