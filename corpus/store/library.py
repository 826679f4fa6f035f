"""The library: every reading in one SQL database, written by one process at a time and read by any number."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, delete, select, update
from sqlalchemy.exc import DatabaseError

from corpus.records import Document, Reading
from corpus.store import decode, schema, search, write
from corpus.store.engine import connect
from corpus.store.lock import WriterLock
from corpus.store.migrate import migrate, migrations, schema_version
from corpus.store.records import (
    IndexTask,
    InvalidReadingError,
    LibraryNotFoundError,
    LibraryTooNewError,
    LibraryUnreadableError,
    Source,
    Summary,
    UnknownDocumentError,
)
from corpus.store.summary import summaries
from corpus.store.validate import faults

Checkpoint = Callable[[str], None]

_DATABASE = "budget.db"
_LOCK = "lock"
_READINGS_KEPT = 8
_WAIT_FOR_MIGRATION_SECONDS = 30.0


def _no_checkpoint(_: str) -> None:
    """Where no test watches."""


class Store:
    """One library folder: ``budget.db``, ``lock`` and ``index/`` (which belongs to the index).

    Safe to share between threads. Every method that reads sees one committed state; a document is either there with
    all it says or not at all. Make one with :meth:`open`.
    """

    def __init__(self, folder: Path, engine: Engine, lock: WriterLock) -> None:
        self.folder = folder
        self._engine = engine
        self._lock = lock
        self._readings: OrderedDict[str, Reading] = OrderedDict()
        self._readings_version = -1
        self._readings_guard = threading.Lock()

    @classmethod
    def open(cls, folder: Path, create: bool = True) -> Self:
        """Open the library in ``folder``, bringing an older one up to date.

        Raises LibraryNotFoundError (none there and not ``create``), LibraryTooNewError, LibraryUnreadableError, or
        LibraryLockedError when it must be made or brought up to date while another process writes it.
        """
        path = folder / _DATABASE
        if not path.is_file() and not create:
            raise LibraryNotFoundError(folder)
        folder.mkdir(parents=True, exist_ok=True)
        store = cls(folder, connect(path), WriterLock(folder / _LOCK))
        try:
            store._bring_up_to_date(path)
        except DatabaseError as error:
            store.close()
            raise LibraryUnreadableError(path, str(error.orig)) from error
        except BaseException:
            store.close()
            raise
        return store

    def _bring_up_to_date(self, path: Path) -> None:
        known = migrations()
        with self._engine.connect() as connection:
            present = schema_version(connection)
        if present > len(known):
            raise LibraryTooNewError(path, present, len(known))
        if present < len(known):
            with self._lock.held(_WAIT_FOR_MIGRATION_SECONDS), self._engine.begin() as connection:
                migrate(connection, known)

    def close(self) -> None:
        """Let go of the database. The store cannot be used afterwards."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep other writers out for the whole block; LibraryLockedError if one is at work."""
        with self._lock.held():
            yield

    @contextmanager
    def _change(self) -> Iterator[Connection]:
        """One transaction that writes; committed, with the next version, when the block ends without an error."""
        with self.writing(), self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection
            meta = schema.meta
            connection.execute(update(meta).where(meta.c.name == "version").values(value=meta.c.value + 1))

    def version(self) -> int:
        """A number that grows with every committed change of the library, whoever made it."""
        with self._engine.connect() as connection:
            return _version(connection)

    def documents(self) -> list[Document]:
        """The documents that are wholly there, by name."""
        with self._engine.connect() as connection:
            return [decode.document(row) for row in connection.execute(decode.documents()).mappings()]

    def summaries(self) -> list[Summary]:
        """The documents with what they hold, counted, in the order of :meth:`documents`."""
        with self._snapshot() as connection:
            return summaries(connection)

    def find(self, sha256: str) -> Document | None:
        """The document made from bytes of that hash, None if there is none."""
        with self._engine.connect() as connection:
            query = decode.documents().where(schema.document.c.sha256 == sha256)
            row = connection.execute(query).mappings().first()
            return None if row is None else decode.document(row)

    def has(self, sha256: str) -> bool:
        """Whether the bytes of that hash are in the library."""
        return self.find(sha256) is not None

    def same_name(self, name: str) -> list[tuple[Document, str]]:
        """The documents of that file name, each with the path it was read from ("" if that is unknown)."""
        with self._engine.connect() as connection:
            query = decode.documents().where(schema.document.c.name == name)
            return [(decode.document(row), row["origin"]) for row in connection.execute(query).mappings()]

    def reading(self, document_id: str) -> Reading:
        """Exactly the reading that was put in under that id; UnknownDocumentError if there is none.

        The last few are kept in memory until the library changes.
        """
        with self._engine.connect() as connection, connection.begin():
            version = _version(connection)
            with self._readings_guard:
                if self._readings_version != version:
                    self._readings.clear()
                    self._readings_version = version
                known = self._readings.get(document_id)
                if known is not None:
                    self._readings.move_to_end(document_id)
                    return known
            row = connection.execute(decode.documents().where(schema.document.c.id == document_id)).mappings().first()
            if row is None:
                raise UnknownDocumentError(document_id)
            found = decode.reading(connection, row)
        with self._readings_guard:
            if self._readings_version == version:
                self._readings[document_id] = found
                if len(self._readings) > _READINGS_KEPT:
                    self._readings.popitem(last=False)
        return found

    def put(
        self,
        reading: Reading,
        *,
        origin: str = "",
        keep: Collection[str] = (),
        checkpoint: Checkpoint = _no_checkpoint,
    ) -> None:
        """Store a whole document in one transaction, in place of one with the same bytes or the same name.

        ``origin`` is the path it was read from; documents whose id is in ``keep`` stay although they have its name.
        ``checkpoint`` is called before and after the commit. InvalidReadingError if the reading breaks its promises.
        """
        broken = faults(reading)
        if broken:
            raise InvalidReadingError(reading.document.name, broken)
        new = reading.document
        with self._change() as connection:
            table = schema.document
            same = (table.c.sha256 == new.sha256) | ((table.c.name == new.name) & table.c.id.not_in(list(keep)))
            write.remove(connection, list(connection.scalars(select(table.c.id).where(same))))
            write.write(connection, reading, origin)
            write.queue(connection, new.id, "index", new.sha256)
            checkpoint("written")
        checkpoint("committed")

    def remove(self, document_id: str) -> None:
        """Take a document out, with all it says; UnknownDocumentError if there is none of that id."""
        with self._change() as connection:
            if not write.remove(connection, [document_id]):
                raise UnknownDocumentError(document_id)

    def find_source(self, source_id: str) -> Source | None:
        """The place of that citation id, None if no document in the library has it."""
        with self._snapshot() as connection:
            return search.by_id(connection, source_id)

    def find_amount(self, value: int, tolerance: int = 0, unit: str = "元") -> list[Source]:
        """Every place whose printed amount means ``value``, whatever scale it is printed in.

        ``value`` and ``tolerance`` are in 0.0001 of ``unit``. An amount matches when it differs by no more than half
        its own printed step plus ``tolerance``: 417.76万元 is found by 4,177,600元 and by 4,177,639元.
        """
        with self._snapshot() as connection:
            return search.by_amount(connection, value, unit, tolerance)

    def search_text(self, words: str | Sequence[str], limit: int = 200) -> list[Source]:
        """At most ``limit`` places whose text holds all the words (a string is split at white space), in any order.

        Case, full-width forms and white space make no difference. Searched are cells, paragraphs, headings, captions,
        notes, and the names, fields, indicators and policies of projects.
        """
        with self._snapshot() as connection:
            return search.by_words(connection, words.split() if isinstance(words, str) else words, limit)

    @contextmanager
    def _snapshot(self) -> Iterator[Connection]:
        with self._engine.connect() as connection, connection.begin():
            yield connection

    def pending(self) -> list[IndexTask]:
        """The index work that is left, oldest first, at most one task for a document."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(schema.outbox).order_by(schema.outbox.c.id))
            return [IndexTask(row.id, row.document_id, row.action, row.content) for row in rows]

    def done(self, task_id: int) -> None:
        """Take a finished task off the list; one that was replaced by a later task meanwhile is left alone."""
        with self._change() as connection:
            connection.execute(delete(schema.outbox).where(schema.outbox.c.id == task_id))


def _version(connection: Connection) -> int:
    return int(connection.execute(select(schema.meta.c.value).where(schema.meta.c.name == "version")).scalar_one())
