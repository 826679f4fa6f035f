"""The index brought up to the library: only what changed, document by document, to be resumed wherever it was cut."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.records import Document
from corpus.store import Store
from index import chunking, words
from index.chunking import chunks
from index.lexical import Lexical, Stamp, text_id
from index.records import BuildProgress, BuildReport, Chunk
from index.search import CHROMA_FOLDER, INDEX_FOLDER, LEXICAL_FILE

if TYPE_CHECKING:
    from index.embeddings import Embedder
    from index.vectors import Vectors

RULES = f"{chunking.VERSION}.{words.VERSION}"
"""The rules that chunks and their words are made by; another value has every document indexed anew."""

# Texts embedded and stored together: after each batch progress is shown and nothing of it is done again.
_BATCH = 64

Progress = Callable[[BuildProgress], None]
Checkpoint = Callable[[str], None]


def update(
    store: Store,
    folder: Path,
    embedder: Embedder | None,
    chroma_url: str = "",
    progress: Progress = lambda _: None,
    checkpoint: Checkpoint = lambda _: None,
) -> BuildReport:
    """Bring the index in ``folder`` (the library's) up to what ``store`` holds.

    Work is what the store has on its list, and every document that the index lacks, has too many, or has by other
    rules or another model. Each document is one commit; a run that is killed anywhere is finished by the next.
    ``embedder`` None makes the full-text part alone. ``checkpoint`` is called with a word at each point where tests
    kill. LibraryLockedError while another process writes; ModelError or VectorStoreError if a part cannot be used.
    """
    started = time.monotonic()
    with ExitStack() as stack:
        stack.enter_context(store.writing())
        lexical = stack.enter_context(Lexical.open(folder / INDEX_FOLDER / LEXICAL_FILE))
        vectors = None
        if embedder is not None:
            # With it come llama-index and chromadb, which full text alone does not need.
            from index.vectors import Vectors

            place = folder / INDEX_FOLDER / CHROMA_FOLDER
            vectors = stack.enter_context(Vectors.open(place, lexical.library, embedder, chroma_url))
        return _Build(store, lexical, vectors, embedder, progress, checkpoint).run(started)


class _Build:
    """One run."""

    def __init__(
        self,
        store: Store,
        lexical: Lexical,
        vectors: Vectors | None,
        embedder: Embedder | None,
        progress: Progress,
        checkpoint: Checkpoint,
    ) -> None:
        self._store = store
        self._lexical = lexical
        self._vectors = vectors
        self._embedder = embedder
        self._progress = progress
        self._checkpoint = checkpoint
        self._chunks = 0
        self._embedded = 0
        self._embedding_seconds = 0.0

    def run(self, started: float) -> BuildReport:
        """All the work there is; ``started`` is the reading of the monotonic clock to count from."""
        if self._vectors_are_lost():
            self._lexical.distrust_vectors()
        documents = self._store.documents()
        tasks = {task.document_id: task.id for task in self._store.pending()}
        stamps = self._lexical.stamps()
        stale = [item for item in documents if item.id in tasks or self._is_stale(stamps.get(item.id))]
        gone = sorted(stamps.keys() - {document.id for document in documents})
        for identity in gone:
            self._lexical.remove(identity)
            self._checkpoint("removed")
        for done, document in enumerate(stale):
            self._index(document, done, len(stale))
            if document.id in tasks:
                self._store.done(tasks.pop(document.id))
            self._checkpoint("done")
        for task in tasks.values():
            self._store.done(task)
        self._sweep()
        self._progress(BuildProgress(len(stale), len(stale), ""))
        return BuildReport(
            indexed=len(stale),
            removed=len(gone),
            unchanged=len(documents) - len(stale),
            chunks=self._chunks,
            embedded=self._embedded,
            seconds=time.monotonic() - started,
            embedding_seconds=self._embedding_seconds,
        )

    def _vectors_are_lost(self) -> bool:
        """Whether the folder of vectors was deleted, or the server emptied."""
        if self._vectors is None or self._embedder is None:
            return False
        return self._vectors.count() < self._lexical.count_texts(self._embedder.signature)

    def _is_stale(self, stamp: Stamp | None) -> bool:
        if stamp is None or stamp.rules != RULES:
            return True
        return self._embedder is not None and stamp.signature != self._embedder.signature

    def _index(self, document: Document, done: int, total: int) -> None:
        self._progress(BuildProgress(done, total, document.name))
        found = self._cut(document)

        def advance(texts_done: int, texts: int) -> None:
            self._progress(BuildProgress(done, total, document.name, texts_done, texts))

        self._embed(found, advance)
        stamp = Stamp(RULES, self._embedder.signature if self._embedder else "")
        self._lexical.replace(document.id, found, stamp)
        self._chunks += len(found)
        self._checkpoint("written")

    def _cut(self, document: Document) -> list[Chunk]:
        reading = self._store.reading(document.id)
        if self._embedder is None:
            # No model, no tokens: a Chinese character is about one.
            return chunks(reading, len)
        with self._embedding_clock():  # the first call loads the model
            most = min(self._embedder.max_tokens, chunking.MAX_TOKENS)
        return chunks(reading, self._embedder.token_count, most)

    def _embed(self, found: Sequence[Chunk], advance: Callable[[int, int], None]) -> None:
        """Give each distinct text that has no vector its vector, short ones first."""
        if self._vectors is None:
            return
        texts = {text_id(chunk.embedded): chunk.embedded for chunk in found}
        missing = self._vectors.missing(list(texts))
        self._lexical.expect(sorted(missing))
        self._checkpoint("expected")
        todo = sorted(missing, key=lambda identity: (len(texts[identity]), identity))
        for start in range(0, len(todo), _BATCH):
            advance(start, len(todo))
            batch = [(identity, texts[identity]) for identity in todo[start : start + _BATCH]]
            with self._embedding_clock():
                self._vectors.add(batch)
            self._embedded += len(batch)
            self._checkpoint("embedded")

    def _sweep(self) -> None:
        """Remove the vectors that no chunk needs, and those of other models."""
        if self._vectors is None:
            return
        orphans = self._lexical.orphans()
        if orphans:
            self._vectors.delete(orphans)
            self._checkpoint("swept")
        self._lexical.forget_orphans()
        self._vectors.drop_others()

    @contextmanager
    def _embedding_clock(self) -> Iterator[None]:
        started = time.monotonic()
        try:
            yield
        finally:
            self._embedding_seconds += time.monotonic() - started
