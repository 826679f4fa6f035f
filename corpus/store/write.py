"""Changes of the library, each inside the transaction of the caller."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from corpus.records import NOT_APPLICABLE, Reading
from corpus.store import corrections, encode, schema
from corpus.store.validate import amounts


def _organisation(connection: Connection, name: str) -> int:
    table = schema.organisation
    known = connection.execute(select(table.c.id).where(table.c.name == name)).scalar()
    if known is not None:
        return int(known)
    return int(connection.execute(insert(table).values(name=name).returning(table.c.id)).scalar_one())


def write(connection: Connection, reading: Reading, origin: str, reader: int) -> None:
    """Insert the document and its rows, table by table; it becomes visible with the last statement."""
    new, table = reading.document, schema.document
    organisation = _organisation(connection, new.organisation)
    values = {name: getattr(new, name) for name in ("id", "sha256", "name", "level", "fiscal_year", "stage", "kind")}
    row = insert(table).values(
        **values,
        organisation_id=organisation,
        evidence=encode.evidence(reading),
        redactions=reading.redactions,
        origin=origin,
        state="loading",
        reader=reader,
        corrections=corrections.applied(reading.corrections),
    )
    number = int(connection.execute(row.returning(table.c.number)).scalar_one())
    for name, rows in encode.rows(reading, number, organisation, new.level or NOT_APPLICABLE).items():
        connection.execute(insert(schema.metadata.tables[name]), rows)
    _know_steps(connection, reading)
    connection.execute(update(table).where(table.c.number == number).values(state="ready"))


def _know_steps(connection: Connection, reading: Reading) -> None:
    """Note the units and steps that occur, so that a search for an amount knows which ranges to look at."""
    table = schema.amount_step
    known = {(row.unit, row.step) for row in connection.execute(select(table))}
    new = {(amount.unit, amount.step) for amount in amounts(reading)} - known
    if new:
        connection.execute(insert(table), [{"unit": unit, "step": step} for unit, step in sorted(new)])


def remove(connection: Connection, ids: list[str]) -> int:
    """Delete the documents with all they say and queue their index entries for removal; how many there were."""
    table, organisation = schema.document, schema.organisation
    for row in connection.execute(select(table.c.id, table.c.sha256).where(table.c.id.in_(ids))).all():
        queue(connection, row.id, "remove", row.sha256)
    deleted = connection.execute(delete(table).where(table.c.id.in_(ids))).rowcount
    used = select(table.c.organisation_id)
    connection.execute(delete(organisation).where(organisation.c.id.not_in(used)))
    return deleted


def queue(connection: Connection, document_id: str, action: str, content: str) -> None:
    """Leave one task of index work for the document, in place of any earlier one."""
    connection.execute(delete(schema.outbox).where(schema.outbox.c.document_id == document_id))
    connection.execute(insert(schema.outbox).values(document_id=document_id, action=action, content=content))
