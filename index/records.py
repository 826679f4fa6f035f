"""What the index hands out: chunks, which know where they stand, and hits, which know how well they match."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.records import Place


class ChunkKind(StrEnum):
    """Which part of a document a chunk was made from; a NAME is that of one subject, found by meaning alone."""

    OVERVIEW = "overview"
    FIELD = "field"
    LINES = "lines"
    INDICATORS = "indicators"
    POLICIES = "policies"
    TABLE = "table"
    PROSE = "prose"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class ChunkSource:
    """A place that a chunk's text was taken from.

    ``place`` is one that the store knows: its citation id finds it. For rows of a table, ``table`` is the table's key
    and ``rows`` the first and the last of them; "" and None for a paragraph, a field or a funding cell.
    """

    place: Place
    table: str = ""
    rows: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A retrievable text.

    ``id`` is unique in the library and the same whenever the same document is cut by the same rules. ``text`` is shown:
    it begins with organisation, year, project, caption, unit and header. ``embedded`` is what the model reads: the
    words that carry the meaning, without the numbers of a table. ``sources`` has every place where the text stands, one
    at least. ``project`` is the project's name, "" outside project forms.
    """

    id: str
    document: str
    kind: ChunkKind
    text: str
    embedded: str
    sources: tuple[ChunkSource, ...]
    project: str = ""
    year: int | None = None

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError(f"chunk {self.id} has no source")


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk as the answer to one search.

    ``score`` compares hits of the same search only. ``lexical_rank`` and ``vector_rank`` count from 1; None where that
    list does not hold the chunk.
    """

    chunk: Chunk
    score: float
    lexical_rank: int | None = None
    vector_rank: int | None = None


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """How far the build is: ``done`` of ``total`` documents; ``name`` of the current one ("" at the end).

    ``texts_done`` of ``texts`` texts of the current document are embedded.
    """

    done: int
    total: int
    name: str
    texts_done: int = 0
    texts: int = 0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``chunks`` were written for the ``indexed`` documents, ``embedded`` new distinct texts.

    Times are in seconds; ``embedding_seconds`` is the part of ``seconds`` that the model (with its loading) took.
    """

    indexed: int
    removed: int
    unchanged: int
    chunks: int
    embedded: int
    seconds: float
    embedding_seconds: float

    @property
    def embedding_share(self) -> float:
        """The share of the time that embedding took, from 0 to 1."""
        return self.embedding_seconds / self.seconds if self.seconds else 0.0
