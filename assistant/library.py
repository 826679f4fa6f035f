"""The library as the assistant sees it: documents, readings, search; and how documents get in and out."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from assistant.config import Settings
from assistant.corrections import ListedCorrection, listed
from corpus.records import Document, Reading
from corpus.store import Source, Store, Summary

if TYPE_CHECKING:
    from corpus.amend import Amended
    from corpus.ingest import IngestReport, Progress
    from index.embeddings import Embedder
    from index.records import BuildProgress, Hit
    from index.search import Searcher

    AddProgress = Progress | BuildProgress

_log = logging.getLogger(__name__)


class AmbiguousDocumentError(LookupError):
    """Several documents, or none, answer to the words with which one was named."""

    def __init__(self, words: str, found: Sequence[Document]) -> None:
        self.found = tuple(found)
        names = "; ".join(f"{document.id} {document.name}" for document in found[:10])
        what = f"Several documents are called {words!r}: {names}" if found else f"No document is called {words!r}"
        super().__init__(f"{what}. Name one by its id or its full file name, as `status` lists them.")


class IndexFailedError(Exception):
    """The index could not be brought up to date, though the facts are; ``reports`` says what became of each file."""

    def __init__(self, reason: str, reports: Sequence[IngestReport]) -> None:
        self.reports = tuple(reports)
        super().__init__(f"The facts of the library are up to date, but its search index is not: {reason}")


class Library:
    """One library, open for reading. Threads may share it; what another process adds is seen at once."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.settings = settings
        self._store = store
        self._searchers: tuple[Searcher, Searcher] | None = None
        self._guard = threading.Lock()

    @classmethod
    def open(cls, folder: Path, settings: Settings) -> Self:
        """The library in ``folder``; ``LibraryNotFoundError`` if there is none, ``LibraryError`` if it is unusable."""
        return cls(Store.open(folder, create=False), settings)

    def close(self) -> None:
        """Let go of the database and of the index. The library cannot be used afterwards."""
        with self._guard:
            searchers, self._searchers = self._searchers, None
        for searcher in searchers or ():
            searcher.close()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def folder(self) -> Path:
        """The folder of the library."""
        return self._store.folder

    def version(self) -> int:
        """A number that grows with every change of the library, whichever process made it."""
        return self._store.version()

    def documents(self) -> list[Document]:
        """The documents that are wholly there, by name."""
        return self._store.documents()

    def document(self, words: str) -> Document:
        """The one document of that id, else of that file name, else with the words in its id or name.

        ``AmbiguousDocumentError`` if that is none or several.
        """
        return choose(self.documents(), words)

    def reading(self, document_id: str) -> Reading:
        """Everything the document says; ``UnknownDocumentError`` if there is none. The last few are kept in memory."""
        return self._store.reading(document_id)

    def data(self, document_id: str) -> bytes | None:
        """The original bytes of the document, None if they are not kept. Never served; pictures of pages are masked."""
        return self._store.data(document_id)

    def read_at(self, document_id: str) -> float | None:
        """When the document's bytes were taken in, in seconds since 1970; None if they are not kept."""
        return self._store.kept_at(document_id)

    def summaries(self) -> list[Summary]:
        """The documents with what they hold, counted, in the order of :meth:`documents`."""
        return self._store.summaries()

    def displaced(self, name: str, path: Path) -> list[Document]:
        """The documents that adding the file at ``path``, with new content under this name, would replace."""
        from corpus.ingest import displaced

        return displaced(self._store, name, path)

    def outdated(self) -> list[Document]:
        """The documents that an older version of the readers has read."""
        from corpus.reading import READER_VERSION

        readers = self._store.readers()
        return [document for document in self.documents() if readers.get(document.id, 0) < READER_VERSION]

    def corrections(self, words: str = "") -> list[ListedCorrection]:
        """The history of corrections, those of removed documents too, in the order they were made.

        ``words`` keeps to the documents with that id, or with the words in their id or file name.
        """
        return listed(self._store.corrections(), self.documents(), words)

    def waiting(self) -> int:
        """How many documents the index has still to take in or to drop."""
        return len(self._store.pending())

    def source(self, citation_id: str) -> Source | None:
        """The printed place of that citation id, None if no document has it."""
        return self._store.find_source(citation_id)

    def find_amount(self, value: int, tolerance: int = 0, unit: str = "元") -> list[Source]:
        """Places whose amount is ``value`` within half its own printed step plus ``tolerance``.

        ``value`` and ``tolerance`` are in 0.0001 of ``unit``.
        """
        return self._store.find_amount(value, tolerance, unit)

    def search_text(self, words: str, limit: int = 200) -> list[Source]:
        """At most ``limit`` places whose text holds all the words, which white space separates."""
        return self._store.search_text(words, limit)

    def search(self, query: str, documents: Sequence[str] | None, k: int) -> list[Hit]:
        """At most ``k`` hits, best first, in the documents of these ids (None for all).

        The index and its model are loaded with the first call, which therefore takes seconds. Where the model or the
        vector store cannot be used, the ranking is by words alone, and a warning is logged.
        """
        full, by_words = self._opened_searchers()
        try:
            return full.search(query, documents, k)
        except _index_failures(self.settings) as error:
            _log.warning("searching by words alone: %s", error)
            return by_words.search(query, documents, k)

    def names(self, query: str, documents: Sequence[str], k: int) -> list[str]:
        """At most ``k`` names of projects, lines and rows of these documents, nearest to ``query`` in meaning first.

        In any language; empty without vectors.
        """
        full, _ = self._opened_searchers()
        try:
            return [chunk.text for chunk in full.names(query, documents, k)]
        except _index_failures(self.settings) as error:
            _log.warning("no names by meaning: %s", error)
            return []

    def warm_up(self) -> None:
        """Load the model and the index now, so that the first question does not wait for them."""
        self.search("预算", None, 1)

    def _opened_searchers(self) -> tuple[Searcher, Searcher]:
        """The searcher that the settings ask for, and one that needs no model."""
        from index.search import Searcher

        with self._guard:
            if self._searchers is None:
                settings, folder = self.settings, self.folder
                switches = (settings.use_vectors, settings.use_lexical, settings.chroma_url)
                full = Searcher.open(folder, lambda: _embedder(settings), *switches)
                self._searchers = (full, Searcher.open(folder, None, use_vectors=False))
            return self._searchers


def choose(documents: Sequence[Document], words: str) -> Document:
    """The one of ``documents`` with that id or file name, else with a part of it; ``AmbiguousDocumentError`` else."""
    folded = words.strip().casefold()
    exact = [item for item in documents if folded in (item.id, item.name.casefold())]
    close = [item for item in documents if folded and (folded in item.name.casefold() or item.id.startswith(folded))]
    found = exact or close
    if len(found) != 1:
        raise AmbiguousDocumentError(words, found)
    return found[0]


def add_paths(
    folder: Path,
    paths: Sequence[Path],
    settings: Settings,
    progress: Callable[[AddProgress], None] | None = None,
) -> list[IngestReport]:
    """Read files and folders into the library in ``folder`` (made if there is none), then bring the index up to date.

    One report for each file. The facts are safe before any index work begins: what a kill interrupts, the next call
    finishes. ``progress`` hears of every file and of every indexed document. ``LibraryLockedError`` while another
    process writes; ``IndexFailedError`` if the model or the vector store cannot be used.
    """
    from corpus.ingest import ingest

    with Store.open(folder) as store, store.writing():
        reports = ingest(paths, store, progress, limits=settings.limits)
        _update_index(store, settings, progress, reports)
    return reports


def remove_document(folder: Path, words: str, settings: Settings) -> Document:
    """Take the document that ``words`` name out of the library and the index; errors as ``Library.document``."""
    with Store.open(folder, create=False) as store, store.writing():
        document = choose(store.documents(), words)
        store.remove(document.id)
        _update_index(store, settings, None, ())
    return document


def reread_documents(
    folder: Path,
    words: Sequence[str],
    settings: Settings,
    everything: bool = False,
    progress: Callable[[AddProgress], None] | None = None,
) -> list[IngestReport]:
    """Read documents again from their kept bytes: those that ``words`` name, else all that older readers have read.

    ``everything`` takes those in that this version has read. Errors as ``add_paths`` and ``Library.document``.
    """
    from corpus.amend import reread

    with Store.open(folder, create=False) as store, store.writing():
        documents = store.documents()
        chosen = [choose(documents, each) for each in words]
        if not words:
            chosen = documents if everything else Library(store, settings).outdated()
        reports = reread(store, chosen, settings.limits, progress)
        _update_index(store, settings, progress, reports)
    return reports


def correct_cell(folder: Path, citation_id: str, text: str, who: str, why: str, settings: Settings) -> Amended:
    """Correct the cell of that citation id, then bring the index up to date.

    ``CorrectionError`` if it cannot be; ``LibraryLockedError`` while another process writes; ``IndexFailedError``.
    """
    from corpus.amend import correct

    with Store.open(folder, create=False) as store, store.writing():
        amended = correct(store, citation_id, text, who, why, settings.limits)
        _update_index(store, settings, None, ())
    return amended


def uncorrect_cell(folder: Path, citation_id: str, who: str, why: str, settings: Settings) -> Amended:
    """Take the last correction of that cell back; errors as ``correct_cell``."""
    from corpus.amend import uncorrect

    with Store.open(folder, create=False) as store, store.writing():
        amended = uncorrect(store, citation_id, who, why, settings.limits)
        _update_index(store, settings, None, ())
    return amended


def _update_index(
    store: Store,
    settings: Settings,
    progress: Callable[[AddProgress], None] | None,
    reports: Sequence[IngestReport],
) -> None:
    from index.build import update

    try:
        embedder = _embedder(settings) if settings.use_vectors else None
        update(store, store.folder, embedder, settings.chroma_url, progress or (lambda _: None))
    except _index_failures(settings) as error:
        raise IndexFailedError(str(error), reports) from error


def _embedder(settings: Settings) -> Embedder:
    from index.embeddings import load_embedder

    return load_embedder(settings.embed_model or None)


def _index_failures(settings: Settings) -> tuple[type[Exception], ...]:
    """What a part of the index that needs the model raises; nothing is imported for one that needs none."""
    if not settings.use_vectors:
        return ()
    from index.model_convert import ModelError
    from index.vectors import VectorStoreError

    return (ModelError, VectorStoreError)
