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

from corpus.records import Correction, Document, Reading
from corpus.store import corrections, decode, schema, search, write
from corpus.store.engine import connect
from corpus.store.files import Files
from corpus.store.lock import WriterLock
from corpus.store.migrate import migrate, migrations, schema_version
from corpus.store.records import (
    CorrectionEntry,
    IndexTask,
    InvalidReadingError,
    LibraryNotFoundError,
    LibraryTooNewError,
    LibraryUnreadableError,
    Source,
    Summary,
    Undoing,
    UnknownDocumentError,
)
from corpus.store.summary import summaries
from corpus.store.validate import faults

Checkpoint = Callable[[str], None]

_DATABASE = "budget.db"
_LOCK = "lock"
_READINGS_KEPT = 16
_WAIT_FOR_MIGRATION_SECONDS = 30.0


def _no_checkpoint(_: str) -> None:
    """Where no test watches."""


class Store:
    """One library folder: ``budget.db``, ``files/`` (original bytes), ``lock`` and ``index/`` (the index's own).

    Safe to share between threads. Every method that reads sees one committed state; a document is either there with
    all it says or not at all. Make one with :meth:`open`.
    """

    def __init__(self, folder: Path, engine: Engine, lock: WriterLock) -> None:
        self.folder = folder
        self._engine = engine
        self._lock = lock
        self._files = Files(folder)
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
        data: bytes | None = None,
        reader: int = 0,
        checkpoint: Checkpoint = _no_checkpoint,
    ) -> None:
        """Store a whole document in one transaction, in place of one with the same bytes or the same name.

        ``origin`` is the path it was read from, ``data`` its bytes, which are kept with it, ``reader`` the version of
        the readers; documents whose id is in ``keep`` stay although they have its name. ``checkpoint`` is called before
        and after the commit. InvalidReadingError if the reading breaks its promises.
        """
        new, table = reading.document, schema.document
        named = (table.c.name == new.name) & table.c.id.not_in(list(keep))
        with self._change() as connection:
            ids = list(connection.scalars(select(table.c.id).where((table.c.sha256 == new.sha256) | named)))
            self._write(connection, reading, ids, origin, reader, data)
            checkpoint("written")
        checkpoint("committed")
        if ids:
            self.sweep()

    def put_again(
        self,
        reading: Reading,
        *,
        data: bytes,
        reader: int,
        correction: CorrectionEntry | None = None,
        undone: tuple[int, Undoing] | None = None,
    ) -> None:
        """Store another reading of a document that is there, in its place; other documents of its name stay.

        ``correction`` is a new one that the reading applies, ``undone`` (id, by whom) an old one that it no longer
        does: noted in the same transaction. UnknownDocumentError, InvalidReadingError.
        """
        table, identity = schema.document, reading.document.id
        with self._change() as connection:
            origin = connection.scalar(select(table.c.origin).where(table.c.id == identity))
            if origin is None:
                raise UnknownDocumentError(identity)
            if correction is not None:
                corrections.add(connection, correction)
            if undone is not None:
                corrections.undo(connection, *undone)
            self._write(connection, reading, [identity], origin, reader, data)

    def _write(
        self, connection: Connection, reading: Reading, gone: list[str], origin: str, reader: int, data: bytes | None
    ) -> None:
        broken = faults(reading)
        if broken:
            raise InvalidReadingError(reading.document.name, broken)
        if data is not None:
            self._files.keep(data)
        write.remove(connection, gone)
        write.write(connection, reading, origin, reader)
        write.queue(connection, reading.document.id, "index", reading.document.sha256)

    def remove(self, document_id: str) -> None:
        """Take a document out, with its bytes and all it says; UnknownDocumentError if there is none of that id.

        The corrections of its bytes stay, and count again if the same bytes come back.
        """
        with self._change() as connection:
            if not write.remove(connection, [document_id]):
                raise UnknownDocumentError(document_id)
        self.sweep()

    def sweep(self) -> None:
        """Delete the bytes of documents that are gone, also what an interrupted run left behind."""
        with self.writing(), self._engine.connect() as connection:
            self._files.sweep(set(connection.scalars(select(schema.document.c.sha256))))

    def data(self, document_id: str) -> bytes | None:
        """The original bytes of a document, None if they are not kept; UnknownDocumentError, DamagedBytesError.

        They are for reading again, and hold what the reading redacts: never show or serve them.
        """
        with self._engine.connect() as connection:
            query = select(schema.document.c.sha256).where(schema.document.c.id == document_id)
            sha256 = connection.scalar(query)
        if sha256 is None:
            raise UnknownDocumentError(document_id)
        return self._files.read(sha256)

    def kept_at(self, document_id: str) -> float | None:
        """When the bytes of a document were taken in (seconds since 1970), None if it or they are not there."""
        with self._engine.connect() as connection:
            sha256 = connection.scalar(select(schema.document.c.sha256).where(schema.document.c.id == document_id))
        return None if sha256 is None else self._files.kept_at(sha256)

    def keeps_bytes(self, sha256: str) -> bool:
        """Whether the original bytes of that hash are kept."""
        return self._files.has(sha256)

    def keep_bytes(self, data: bytes) -> None:
        """Keep the bytes of a document that is there, where they are missing."""
        with self.writing():
            self._files.keep(data)

    def reader_of(self, document_id: str) -> int:
        """The version of the readers that read a document; 0 if that was not kept yet, or there is no such document."""
        with self._engine.connect() as connection:
            query = select(schema.document.c.reader).where(schema.document.c.id == document_id)
            return connection.scalar(query) or 0

    def readers(self) -> dict[str, int]:
        """The version of the readers that read each document, by document id; 0 if that was not kept yet."""
        with self._engine.connect() as connection:
            table = schema.document
            return {row.id: row.reader for row in connection.execute(select(table.c.id, table.c.reader))}

    def origin(self, document_id: str) -> str:
        """The path that a document was read from, "" if that is unknown; UnknownDocumentError."""
        with self._engine.connect() as connection:
            found: str | None = connection.scalar(
                select(schema.document.c.origin).where(schema.document.c.id == document_id)
            )
        if found is None:
            raise UnknownDocumentError(document_id)
        return found

    def corrections(self, sha256: str | None = None) -> list[CorrectionEntry]:
        """The history of corrections of the bytes of that hash (None: of all), in the order they were made."""
        with self._engine.connect() as connection:
            return corrections.entries(connection, sha256)

    def corrections_in_force(self, sha256: str) -> tuple[Correction, ...]:
        """What a reading of the bytes of that hash must apply: all that were not undone, the last of a cell last."""
        return tuple(entry.correction for entry in self.corrections(sha256) if entry.undone is None)

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
