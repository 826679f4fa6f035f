"""The history of corrections in SQL: each one stays, also when it was undone or replaced by a later one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from corpus.records import Correction
from corpus.store import decode, schema
from corpus.store.records import CorrectionEntry, Undoing


def entries(connection: Connection, sha256: str | None = None) -> list[CorrectionEntry]:
    """All corrections of the bytes of that hash (of all for None), undone ones too, in the order they were made."""
    query = select(schema.correction).order_by(schema.correction.c.id)
    if sha256 is not None:
        query = query.where(schema.correction.c.sha256 == sha256)
    return [_entry(row) for row in connection.execute(query).mappings()]


def add(connection: Connection, entry: CorrectionEntry) -> None:
    """Append a correction; its ``id`` is given by the database."""
    values = {name: getattr(entry.correction, name) for name in ("before", "after", "who", "when", "why")}
    row = insert(schema.correction).values(
        sha256=entry.sha256,
        citation_id=entry.citation_id,
        document_name=entry.document_name,
        place=asdict(entry.correction.place),
        **values,
    )
    connection.execute(row)


def undo(connection: Connection, entry_id: int, undoing: Undoing) -> None:
    """Note that a correction no longer counts, who said so, when and why."""
    table = schema.correction
    values = {"undone_who": undoing.who, "undone_when": undoing.when, "undone_why": undoing.why}
    connection.execute(update(table).where(table.c.id == entry_id).values(**values))


def applied(corrections: Sequence[Correction]) -> list[dict[str, Any]]:
    """Applied corrections for the JSON column of a document; ``decode.corrections`` reads them."""
    return [asdict(item) for item in corrections]


def _entry(row: RowMapping) -> CorrectionEntry:
    undone = None
    if row["undone_when"] is not None:
        undone = Undoing(row["undone_who"], row["undone_when"], row["undone_why"])
    return CorrectionEntry(
        id=row["id"],
        sha256=row["sha256"],
        citation_id=row["citation_id"],
        document_name=row["document_name"],
        correction=decode.correction(row),
        undone=undone,
    )
