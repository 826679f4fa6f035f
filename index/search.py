"""Two rankings, by words and by meaning, fused into one list of hits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from index.lexical import Lexical
from index.records import Chunk, Hit

if TYPE_CHECKING:
    from index.embeddings import Embedder
    from index.vectors import Vectors

INDEX_FOLDER = "index"
LEXICAL_FILE = "lexical.db"
CHROMA_FOLDER = "chroma"

# Reciprocal rank fusion: the usual constant, so that the first places of both lists count about the same.
_FUSION = 60
_DEPTH = 50
# Up to so many texts the vector store may be told which ones to look at; beyond that, it is asked for more hits.
_MOST_NAMED = 5000

Ranked = tuple[int, Chunk]


class Searcher:
    """Finds chunks in the index of one library; follows a build that another process makes meanwhile.

    May be shared between threads. A library without an index gives no hits.
    """

    def __init__(
        self,
        folder: Path,
        embedder_factory: Callable[[], Embedder] | None,
        use_vectors: bool = True,
        use_lexical: bool = True,
        chroma_url: str = "",
    ) -> None:
        self._folder = folder / INDEX_FOLDER
        self._embedder_factory = embedder_factory if use_vectors else None
        self._use_lexical = use_lexical
        self._chroma_url = chroma_url
        self._lexical: Lexical | None = None
        self._vectors: Vectors | None = None
        self._seen: tuple[int, int] | None = None
        self._guard = threading.RLock()

    @classmethod
    def open(
        cls,
        folder: Path,
        embedder_factory: Callable[[], Embedder] | None,
        use_vectors: bool = True,
        use_lexical: bool = True,
        chroma_url: str = "",
    ) -> Self:
        """A searcher for the library in ``folder``. Nothing is loaded before the first search.

        ``embedder_factory`` gives the model that embeds the queries; None does the same as ``use_vectors=False``. An
        index that was made with another model is ranked by words alone.
        """
        return cls(folder, embedder_factory, use_vectors, use_lexical, chroma_url)

    def close(self) -> None:
        """Let go of the index files; a later search opens them again."""
        with self._guard:
            self._close_vectors()
            if self._lexical is not None:
                self._lexical.close()
            self._lexical = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def search(self, query: str, documents: Sequence[str] | None, k: int) -> list[Hit]:
        """The ``k`` best chunks for ``query``, best first, equal ones in the order of their ids.

        ``documents`` are the ids of the documents in scope, which must be ready; None means all that are indexed.
        ``query`` is written with simplified characters. ModelError or VectorStoreError if a part that is switched on
        cannot be used.
        """
        if k < 1 or not query.strip() or (documents is not None and not documents):
            return []
        with self._guard:
            lexical = self._current()
            if lexical is None:
                return []
            depth = max(_DEPTH, 4 * k)
            by_words = list(enumerate(lexical.rank(query, documents, depth), 1)) if self._use_lexical else []
            by_meaning = self._by_meaning(lexical, query, documents, depth)
        return fuse(by_words, by_meaning)[:k]

    def names(self, query: str, documents: Sequence[str], k: int) -> list[Chunk]:
        """The ``k`` names of subjects of ``documents`` that are nearest to ``query`` in meaning, in any language.

        None without vectors: names are then matched by their characters, which is not this index's work.
        """
        with self._guard:
            lexical = self._current()
            if lexical is None or self._embedder_factory is None or not query.strip() or not documents:
                return []
            embedder = self._embedder_factory()
            vectors = self._opened(lexical, embedder)
            known = lexical.text_ids(documents, names=True)[:_MOST_NAMED]
            if not known or not vectors.count():
                return []
            texts = vectors.rank(embedder.get_query_embedding(query), k, known)
            chunks = lexical.with_texts(texts, documents, names=True)
        return [chunk for text in texts for chunk in chunks.get(text, ())][:k]

    def _current(self) -> Lexical | None:
        """The index as it is now; opened again when another process has changed it."""
        path = self._folder / LEXICAL_FILE
        if not path.is_file():
            self.close()
            return None
        mark = (path.stat().st_ino, self._lexical.change_mark() if self._lexical else -1)
        if self._lexical is None or mark != self._seen:
            # A file made anew has another inode; Chroma keeps what it has read in memory until it is opened again.
            self.close()
            try:
                self._lexical = Lexical.open(path, create=False)
            except FileNotFoundError:
                return None
            self._seen = (path.stat().st_ino, self._lexical.change_mark())
        return self._lexical

    def _by_meaning(self, lexical: Lexical, query: str, documents: Sequence[str] | None, depth: int) -> list[Ranked]:
        """Chunks with the rank of their text; chunks with the same text share a rank."""
        if self._embedder_factory is None:
            return []
        embedder = self._embedder_factory()
        vectors = self._opened(lexical, embedder)
        if not vectors.count():
            return []
        vector = embedder.get_query_embedding(query)
        texts = _nearest(lexical, vectors, vector, documents, depth)
        chunks = lexical.with_texts(texts, documents)
        known = [text for text in texts if text in chunks][:depth]
        return [(rank, chunk) for rank, text in enumerate(known, 1) for chunk in chunks[text]]

    def _opened(self, lexical: Lexical, embedder: Embedder) -> Vectors:
        if self._vectors is None:
            from index.vectors import Vectors

            self._vectors = Vectors.open(self._folder / CHROMA_FOLDER, lexical.library, embedder, self._chroma_url)
        return self._vectors

    def _close_vectors(self) -> None:
        if self._vectors is not None:
            self._vectors.close()
        self._vectors = None


def _nearest(
    lexical: Lexical, vectors: Vectors, vector: Sequence[float], documents: Sequence[str] | None, depth: int
) -> list[str]:
    """Ids of the nearest texts, ``depth`` or more of them in scope if there are so many."""
    limit = 2 * depth
    while True:
        texts = vectors.rank(vector, limit)
        if len(texts) < limit or len(lexical.with_texts(texts, documents)) >= depth:
            return texts
        scope = [] if documents is None else lexical.text_ids(documents, names=False)
        if documents is not None and len(scope) <= _MOST_NAMED:
            return vectors.rank(vector, depth, scope) if scope else []
        limit *= 4


def fuse(by_words: Iterable[Ranked], by_meaning: Iterable[Ranked]) -> list[Hit]:
    """Both lists of (rank from 1, chunk) by reciprocal rank, best first; equal scores in the order of chunk ids."""
    chunks: dict[str, Chunk] = {}
    ranks: dict[str, list[int | None]] = {}
    for position, ranked in enumerate((by_words, by_meaning)):
        for rank, chunk in ranked:
            chunks[chunk.id] = chunk
            ranks.setdefault(chunk.id, [None, None])[position] = rank
    hits = []
    for identity, (lexical_rank, vector_rank) in ranks.items():
        score = sum(1 / (_FUSION + rank) for rank in (lexical_rank, vector_rank) if rank is not None)
        hits.append(Hit(chunks[identity], round(score, 12), lexical_rank, vector_rank))
    return sorted(hits, key=lambda hit: (-hit.score, hit.chunk.id))
