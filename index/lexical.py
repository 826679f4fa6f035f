"""The chunks of a library in one SQLite file, with Chinese full-text ranking (BM25).

It also knows which rules and which model each document was indexed with, and which texts may be in the vector store
without a chunk. Everything in it is derived from the library: a file of another layout is thrown away and made anew.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from corpus.records import Place
from index.records import Chunk, ChunkKind, ChunkSource
from index.words import pairs, words

_LAYOUT = 1
# A pair of characters is weaker evidence than a word: pairs also run across the borders of words.
_RANK = "bm25(full_text, 1.0, 0.3)"
_WAIT_SECONDS = 30.0

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE document (id TEXT PRIMARY KEY, rules TEXT NOT NULL, signature TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE chunk (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL, text_id TEXT NOT NULL,
    kind TEXT NOT NULL, text TEXT NOT NULL, embedded TEXT NOT NULL, sources TEXT NOT NULL,
    project TEXT NOT NULL, year INTEGER
);
CREATE INDEX chunk_document ON chunk (document);
CREATE INDEX chunk_text_id ON chunk (text_id);
CREATE TABLE loose (text_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE full_text USING fts5 (words, pairs, tokenize = "unicode61 remove_diacritics 0 tokenchars '.%-'");
"""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a document was indexed with: the rules of cutting, and the model ("" for none)."""

    rules: str
    signature: str


def text_id(embedded: str) -> str:
    """The id of an embedded text in the vector store: equal texts have one."""
    return hashlib.sha256(embedded.encode()).hexdigest()[:32]


class Lexical:
    """One open index file. May be shared between threads; one call is served at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._guard = threading.RLock()

    @classmethod
    def open(cls, path: Path, create: bool = True) -> Self:
        """Open the file, made anew if it is absent or of another layout; FileNotFoundError if not ``create``."""
        if not create and not path.is_file():
            raise FileNotFoundError(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, check_same_thread=False, isolation_level=None)
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] != _LAYOUT:
                if not create:
                    raise FileNotFoundError(path)
                _make(connection)
        except BaseException:
            connection.close()
            raise
        return cls(connection)

    def close(self) -> None:
        """Let go of the file."""
        with self._guard:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def library(self) -> str:
        """A random name of this index, so that several can live on one vector server."""
        return str(self._all("SELECT value FROM meta WHERE name = 'library'")[0][0])

    def change_mark(self) -> int:
        """A number that is another one after any other connection has changed the file."""
        return int(self._all("PRAGMA data_version")[0][0])

    def stamps(self) -> dict[str, Stamp]:
        """What each indexed document was indexed with, by its id."""
        return {row[0]: Stamp(row[1], row[2]) for row in self._all("SELECT id, rules, signature FROM document")}

    def replace(self, document: str, chunks: Sequence[Chunk], stamp: Stamp) -> None:
        """Put in the chunks of a document in place of its earlier ones, in one transaction.

        ``words`` of all chunks are computed before the file is locked.
        """
        indexed = [(" ".join(words(chunk.text)), " ".join(pairs(chunk.text))) for chunk in chunks]
        with self._change():
            self._delete(document)
            for chunk, (its_words, its_pairs) in zip(chunks, indexed, strict=True):
                cursor = self._connection.execute(
                    "INSERT INTO chunk (id, document, text_id, kind, text, embedded, sources, project, year)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    _row(chunk),
                )
                if chunk.kind is ChunkKind.NAME:
                    continue
                self._connection.execute(
                    "INSERT INTO full_text (rowid, words, pairs) VALUES (?, ?, ?)",
                    (cursor.lastrowid, its_words, its_pairs),
                )
            self._connection.execute("INSERT INTO document VALUES (?, ?, ?)", (document, stamp.rules, stamp.signature))

    def remove(self, document: str) -> None:
        """Take out a document and its chunks; nothing happens if it is not there."""
        with self._change():
            self._delete(document)

    def _delete(self, document: str) -> None:
        run = self._connection.execute
        run("INSERT OR IGNORE INTO loose SELECT text_id FROM chunk WHERE document = ?", (document,))
        run("DELETE FROM full_text WHERE rowid IN (SELECT number FROM chunk WHERE document = ?)", (document,))
        run("DELETE FROM chunk WHERE document = ?", (document,))
        run("DELETE FROM document WHERE id = ?", (document,))

    def expect(self, text_ids: Iterable[str]) -> None:
        """Note that these texts are about to get vectors, so that `orphans` finds them should that be cut short."""
        with self._change():
            self._connection.executemany("INSERT OR IGNORE INTO loose VALUES (?)", ((item,) for item in text_ids))

    def orphans(self) -> list[str]:
        """The ids of texts that may have a vector and have no chunk."""
        query = "SELECT text_id FROM loose WHERE text_id NOT IN (SELECT text_id FROM chunk) ORDER BY text_id"
        return [row[0] for row in self._all(query)]

    def forget_orphans(self) -> None:
        """The vectors of all orphans are gone."""
        with self._change():
            self._connection.execute("DELETE FROM loose")

    def distrust_vectors(self) -> None:
        """The vectors are lost: no document counts as indexed by meaning."""
        with self._change():
            self._connection.execute("UPDATE document SET signature = ''")

    def count_texts(self, signature: str) -> int:
        """How many distinct texts must have a vector of that model."""
        query = (
            "SELECT count(DISTINCT text_id) FROM chunk WHERE document IN (SELECT id FROM document WHERE signature = ?)"
        )
        return int(self._all(query, (signature,))[0][0])

    def rank(self, query: str, documents: Sequence[str] | None, limit: int) -> list[Chunk]:
        """The chunks that share words with ``query``, best first; of these ``documents`` only, of all if None.

        Equal scores stand in the order of document and chunk.
        """
        match = _match(query)
        if not match:
            return []
        inner, values = _in("document", documents)
        # The plus keeps SQLite from looking up row by row in the full text, which takes a hundred times as long.
        scope = f" AND +full_text.rowid IN (SELECT number FROM chunk WHERE 1{inner})" if inner else ""
        rows = self._all(
            f"SELECT {_COLUMNS} FROM full_text JOIN chunk ON chunk.number = full_text.rowid"
            f" WHERE full_text MATCH ?{scope} ORDER BY round({_RANK}, 9), chunk.id LIMIT ?",
            (match, *values, limit),
        )
        return [_chunk(row) for row in rows]

    def with_texts(
        self, text_ids: Sequence[str], documents: Sequence[str] | None, names: bool = False
    ) -> dict[str, list[Chunk]]:
        """The chunks of those embedded texts, by text id, in those documents (all if None); ordered by chunk id.

        ``names`` gives the names of subjects instead of the texts.
        """
        found: dict[str, list[Chunk]] = {}
        texts, wanted = _in("text_id", text_ids)
        scope, values = _in("document", documents)
        sort = "=" if names else "<>"
        query = f"SELECT {_COLUMNS}, text_id FROM chunk WHERE kind {sort} 'name'{texts}{scope} ORDER BY id"
        for row in self._all(query, (*wanted, *values)):
            found.setdefault(row[-1], []).append(_chunk(row))
        return found

    def text_ids(self, documents: Sequence[str], names: bool | None = None) -> list[str]:
        """The distinct embedded texts of the documents: names of subjects only (True), all others (False), or both."""
        scope, values = _in("document", documents)
        sort = "" if names is None else f" AND kind {'=' if names else '<>'} 'name'"
        query = f"SELECT DISTINCT text_id FROM chunk WHERE 1{scope}{sort} ORDER BY text_id"
        return [row[0] for row in self._all(query, values)]

    def chunks(self, document: str) -> list[Chunk]:
        """All chunks of a document in reading order."""
        return [
            _chunk(row)
            for row in self._all(f"SELECT {_COLUMNS} FROM chunk WHERE document = ? ORDER BY id", (document,))
        ]

    def _all(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        with self._guard:
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _change(self) -> Iterator[None]:
        with self._guard:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")


def _make(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN EXCLUSIVE")
    for table in ("full_text", "loose", "chunk", "document", "meta"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in filter(str.strip, _SCHEMA.split(";\n")):
        connection.execute(statement)
    connection.execute("INSERT INTO meta VALUES ('library', ?)", (uuid.uuid4().hex[:12],))
    connection.execute(f"PRAGMA user_version = {_LAYOUT}")
    connection.execute("COMMIT")


def _match(query: str) -> str:
    """An FTS5 expression: any of the words, or any of the pairs of characters."""
    parts = []
    for column, terms in (("words", words(query)), ("pairs", pairs(query))):
        if terms:
            quoted = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms))
            parts.append(f"{column} : ({quoted})")
    return " OR ".join(parts)


def _in(column: str, values: Sequence[str] | None) -> tuple[str, tuple[str, ...]]:
    """SQL that keeps the given values of a column (all if None), and its parameter: one, however many values."""
    if values is None:
        return "", ()
    return f" AND {column} IN (SELECT value FROM json_each(?))", (json.dumps(list(values)),)


_COLUMNS = ", ".join(
    f"chunk.{name}" for name in ("id", "document", "kind", "text", "embedded", "sources", "project", "year")
)


def _row(chunk: Chunk) -> tuple[object, ...]:
    sources = json.dumps([asdict(source) for source in chunk.sources], ensure_ascii=False)
    return (
        chunk.id,
        chunk.document,
        text_id(chunk.embedded),
        chunk.kind.value,
        chunk.text,
        chunk.embedded,
        sources,
        chunk.project,
        chunk.year,
    )


def _chunk(row: Sequence[Any]) -> Chunk:
    identity, document, kind, text, embedded, sources, project, year = row[:8]
    places = tuple(_source(source) for source in json.loads(sources))
    return Chunk(identity, document, ChunkKind(kind), text, embedded, places, project, year)


def _source(stored: Mapping[str, Any]) -> ChunkSource:
    place = dict(stored["place"])
    if place["bbox"] is not None:
        left, top, right, bottom = place["bbox"]
        place["bbox"] = (left, top, right, bottom)
    rows = stored["rows"]
    return ChunkSource(Place(**place), stored["table"], None if rows is None else (rows[0], rows[1]))
