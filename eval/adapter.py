"""The one place where the evaluation calls the assistant, so that a changed call is one edit."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.config import Settings
from assistant.records import Scope
from corpus.records import Cell, Place, Reading

_SPARE_TOKENS = 16
"""For the marks that the model's tokens of a piece are put between."""


@dataclass(frozen=True)
class Switches:
    """Parts of the search that an ablation turns off."""

    use_vectors: bool = True
    use_lexical: bool = True


class Session:
    """An open library, and the conversations held with it."""

    def __init__(self, folder: Path, switches: Switches) -> None:
        from assistant.library import Library

        self._library = Library.open(folder, _settings(folder, switches))
        self._histories: dict[str, list[Any]] = {}

    def ask(self, question: str, session: str | None, document: str | None) -> Mapping[str, Any]:
        """The answer object to `question`; questions of one `session` see the turns before them.

        `document` (part of a file name) limits the scope to the documents of that name.
        """
        from assistant.answer import ask

        history = self._histories.setdefault(session, []) if session is not None else []
        scope = Scope(document=document) if document is not None else None
        answer = ask(question, tuple(history), self._library, scope)
        history.append(answer.turn)
        found: Mapping[str, Any] = answer.to_json()
        return found

    def texts(self, question: str, document: str | None, k: int) -> Sequence[str]:
        """The texts of the `k` chunks that search finds, in the documents whose name holds `document` (all if None)."""
        return [hit.chunk.text for hit in self._library.search(question, self._scope(document), k)]

    def _scope(self, document: str | None) -> list[str]:
        return [d.id for d in self._library.documents() if document is None or document in d.name]

    def readings(self) -> list[Reading]:
        """What every document of the library says."""
        return [self._library.reading(document.id) for document in self._library.documents()]


def plain_pipeline(readings: Sequence[Reading]) -> Callable[[str, str | None, int], Sequence[str]]:
    """Retrieval as llama-index sets it up by default, over the plain texts of `readings`.

    Its sentence splitter cuts them, its vector index in memory ranks the pieces, with the product's embedding model.
    """
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters

    from index.embeddings import load_embedder

    pages = [
        Document(text=plain_text(each), metadata={"name": each.document.name}, excluded_embed_metadata_keys=["name"])
        for each in readings
    ]
    embedder = load_embedder(Settings.from_environment().embed_model or None)
    # The default pieces of 1024 tokens are longer than the model reads; the splitter counts the model's own tokens.
    size = embedder.max_tokens - _SPARE_TOKENS
    splitter = SentenceSplitter(
        chunk_size=size, chunk_overlap=size // 5, tokenizer=lambda text: [0] * embedder.token_count(text)
    )
    index = VectorStoreIndex(splitter.get_nodes_from_documents(pages), embed_model=embedder)

    def search(question: str, document: str | None, k: int) -> Sequence[str]:
        names = [each.document.name for each in readings if document is None or document in each.document.name]
        named = MetadataFilters(filters=[MetadataFilter(key="name", value=list(names), operator=FilterOperator.IN)])
        retriever = index.as_retriever(similarity_top_k=k, filters=named)
        return [str(found.node.get_content()) for found in retriever.retrieve(question)]

    return search


def plain_text(reading: Reading) -> str:
    """What a converter to text makes of a document: its paragraphs and table rows in order, a row a line of cells."""
    lines = [(_position(paragraph.place), paragraph.text) for paragraph in reading.paragraphs]
    for table in reading.tables:
        rows: dict[int, list[Cell]] = defaultdict(list)
        for cell in table.cells:
            rows[cell.row].append(cell)
        lines += [(_position(row[0].place), "\t".join(cell.text for cell in row)) for row in rows.values()]
    return "\n".join(text for _, text in sorted(lines, key=lambda line: line[0]))


def _position(place: Place) -> tuple[int, float]:
    """Page, and how far down: points on a page with positions, else the line."""
    return place.page or 0, place.bbox[1] if place.bbox else float(place.line or 0)


def build_library(folder: Path, documents: Sequence[Path]) -> None:
    """Adds `documents` (files or folders) to the library in `folder` the way the command `add` does."""
    from assistant.library import add_paths

    add_paths(folder, documents, _settings(folder, Switches()))


def default_library() -> Path:
    """The library that the assistant itself would use. Raises ValueError for an environment that cannot be read."""
    return Settings.from_environment().library


def _settings(folder: Path, switches: Switches) -> Settings:
    given = Settings.from_environment()
    return replace(given, library=folder, use_vectors=switches.use_vectors, use_lexical=switches.use_lexical)


@contextmanager
def embedding_clock() -> Iterator[list[float]]:
    """While open, the list that is yielded holds the seconds of every call that embeds texts (nested calls once).

    Measured around `SentenceTransformer.encode`, through which every sentence-transformers model embeds.
    """
    import time

    from sentence_transformers import SentenceTransformer

    spans: list[float] = []
    original = SentenceTransformer.encode
    depth = 0

    def timed(*args: Any, **options: Any) -> Any:
        nonlocal depth
        depth += 1
        start = time.perf_counter()
        try:
            return original(*args, **options)
        finally:
            depth -= 1
            if depth == 0:
                spans.append(time.perf_counter() - start)

    SentenceTransformer.encode = timed
    try:
        yield spans
    finally:
        SentenceTransformer.encode = original
