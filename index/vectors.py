"""Vectors of texts in Chroma, filled and asked through llama-index: a folder by default, a server by URL.

A collection belongs to one library and one model with its precision: vectors of different models never meet.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from llama_index.core import VectorStoreIndex
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import QueryBundle, TextNode

if TYPE_CHECKING:
    from index.embeddings import Embedder

_PREFIX = "budget"
_SLICE = 2000  # ids in one request to Chroma


class VectorStoreError(Exception):
    """The vector store cannot be used; the message says which and what to do."""


class Vectors:
    """The vectors of one library made by one model."""

    def __init__(self, client: Any, library: str, embedder: Embedder) -> None:
        # Imported here: with it comes chromadb, which a search by words alone does not need.
        from llama_index.vector_stores.chroma import ChromaVectorStore

        self._client = client
        self._library = library
        self._embedder = embedder
        self._collection = client.get_or_create_collection(
            collection_name(library, embedder.signature),
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine"}},
            metadata={"signature": embedder.signature},
        )
        store = ChromaVectorStore(chroma_collection=self._collection)
        self._pipeline = IngestionPipeline(transformations=[embedder], vector_store=store, disable_cache=True)
        self._index = VectorStoreIndex.from_vector_store(store, embed_model=embedder)

    @classmethod
    def open(cls, folder: Path, library: str, embedder: Embedder, url: str = "") -> Self:
        """The vectors in ``folder``, or on the Chroma server at ``url`` (http://host:port).

        ``library`` keeps libraries on one server apart. VectorStoreError if the server cannot be reached.
        """
        return cls(_client(folder, url), library, embedder)

    def close(self) -> None:
        """Let go of the folder or the connection."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def count(self) -> int:
        """How many texts have a vector; 0 also when a build with another model has dropped them meanwhile."""
        from chromadb.errors import NotFoundError

        try:
            return int(self._collection.count())
        except NotFoundError:
            return 0

    def missing(self, ids: Sequence[str]) -> set[str]:
        """Those of the ids that have no vector."""
        there: set[str] = set()
        for start in range(0, len(ids), _SLICE):
            there.update(self._collection.get(ids=list(ids[start : start + _SLICE]), include=[])["ids"])
        return set(ids) - there

    def add(self, texts: Sequence[tuple[str, str]]) -> None:
        """Embed and store (id, text) pairs; an id that is there already keeps its vector."""
        self._pipeline.run(nodes=[TextNode(id_=identity, text=text) for identity, text in texts])

    def delete(self, ids: Sequence[str]) -> None:
        """Take out the vectors of the ids; those that are not there do not matter."""
        for start in range(0, len(ids), _SLICE):
            self._collection.delete(ids=list(ids[start : start + _SLICE]))

    def rank(self, query: Sequence[float], limit: int, among: Sequence[str] | None = None) -> list[str]:
        """The ids of the nearest texts, nearest first; equally near ones in the order of their ids.

        ``query`` is a vector of the same model. ``among`` keeps to those ids that have a vector; for a few thousand of
        them at most.
        """
        if among is None:
            return self._retrieve(query, limit, {})
        from chromadb.errors import InternalError

        # Chroma refuses the whole question when it does not know one of the ids.
        missing = self.missing(among)
        known = [identity for identity in among if identity not in missing]
        try:
            return self._retrieve(query, limit, {"ids": known}) if known else []
        except InternalError:
            # Another process has just written some of them: what this one has in memory must do.
            return [identity for identity in self._retrieve(query, limit, {}) if identity in set(known)]

    def _retrieve(self, query: Sequence[float], limit: int, options: dict[str, list[str]]) -> list[str]:
        retriever = self._index.as_retriever(similarity_top_k=limit, vector_store_kwargs=options)
        found = retriever.retrieve(QueryBundle("", embedding=list(query)))
        return [node.node_id for node in sorted(found, key=lambda node: (-(node.score or 0.0), node.node_id))]

    def drop_others(self) -> None:
        """Remove the vectors that other models made for this library."""
        for name in self._names():
            if name != self._collection.name:
                self._client.delete_collection(name)

    def _names(self) -> list[str]:
        collections = self._client.list_collections()
        return [item.name for item in collections if item.name.startswith(f"{_PREFIX}-{self._library}-")]


def collection_name(library: str, signature: str) -> str:
    """A name that Chroma takes, readable and different for each library and signature."""
    readable = re.sub(r"[^A-Za-z0-9._-]+", "-", signature).strip("._-")[:60]
    return f"{_PREFIX}-{library}-{readable}-{hashlib.sha256(signature.encode()).hexdigest()[:8]}"


def _client(folder: Path, url: str) -> Any:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if not url:
        folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(path=str(folder), settings=settings)
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise VectorStoreError(f"{url!r} is not the address of a Chroma server: write it as http://host:port")
    secure = address.scheme == "https"
    port = address.port or (443 if secure else 80)
    try:
        return chromadb.HttpClient(host=address.hostname, port=port, ssl=secure, settings=settings)
    except ValueError as error:
        raise VectorStoreError(f"the Chroma server {url} cannot be reached: start it, or unset its address") from error
