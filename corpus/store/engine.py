"""The connection to the database: SQLite with one consistent state for each transaction, read or written."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event


def connect(path: Path) -> Engine:
    """An engine for the SQLite file at ``path``. Connections with the option ``writes`` take the write lock at once."""
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args={"timeout": 30},
        json_serializer=partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        # The driver must not begin transactions by itself: it does so for writes only, and reads need one state too.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA journal_mode=WAL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
