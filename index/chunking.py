"""A reading cut into chunks. Pure: the same reading and count of tokens give the same chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from corpus.records import Reading
from index.records import Chunk, ChunkKind, ChunkSource
from index.sections import Line, Section, sections
from index.sentences import pieces

VERSION = "2"
"""Changes whenever the same reading would be cut differently, so that libraries are indexed anew."""

MAX_TOKENS = 480
"""No chunk is longer than this, neither as shown nor as embedded."""

# Prose is found best in parts of a few sentences, and short texts embed fast.
_PROSE_TOKENS = 160

_NAMED_KINDS = frozenset({"project", "line", "function", "economic", "item"})
_NAME_LENGTH = 80
_MOST_SOURCES = 8

CountTokens = Callable[[str], int]


def chunks(reading: Reading, count_tokens: CountTokens, max_tokens: int = MAX_TOKENS) -> list[Chunk]:
    """The chunks of a document in reading order; their ids count from 0.

    ``count_tokens`` is that of the embedding model. Every part of a long section repeats its head (organisation, year,
    project, caption, unit, header). Equal texts of one project or chapter become one chunk with all their places.
    """
    found: dict[tuple[object, ...], Chunk] = {}
    for section in sections(reading):
        for text, embedded, sources in _Cutter(section, count_tokens, max_tokens).parts():
            key = (section.kind, text, embedded, section.project)
            known = found.get(key)
            if known is not None:
                found[key] = replace(known, sources=tuple(dict.fromkeys((*known.sources, *sources))))
                continue
            identity = f"{reading.document.id}-{len(found):05d}"
            found[key] = Chunk(
                identity, reading.document.id, section.kind, text, embedded, sources, section.project, section.year
            )
    found.update({("name", chunk.id): chunk for chunk in _names(reading, len(found))})
    return list(found.values())


def _names(reading: Reading, first: int) -> Iterator[Chunk]:
    """The name of every project, line item and row that has a figure, each once with the places of its subjects."""
    places: dict[str, list[ChunkSource]] = {}
    for statement in reading.statements:
        subject = statement.subject
        if subject.kind in _NAMED_KINDS and subject.name and statement.observations:
            places.setdefault(subject.name[:_NAME_LENGTH], []).append(ChunkSource(statement.observations[0].place))
    document = reading.document
    for number, (name, sources) in enumerate(places.items(), first):
        identity = f"{document.id}-{number:05d}"
        unique = tuple(dict.fromkeys(sources))[:_MOST_SOURCES]
        yield Chunk(identity, document.id, ChunkKind.NAME, name, name, unique, "", document.fiscal_year)


class _Cutter:
    """Packs the lines of one section into parts that fit."""

    def __init__(self, section: Section, count_tokens: CountTokens, max_tokens: int) -> None:
        self._count = count_tokens
        self._max = max_tokens
        self._aim = min(_PROSE_TOKENS, max_tokens) if section.is_prose else max_tokens
        # Half the room is for the head at most: one that is longer loses its end.
        self._shown_head = self._clipped(section.shown_head)
        self._embedded_head = self._clipped(section.embedded_head)
        if section.is_prose:
            # The aim is for the prose itself: a long project name must not shred it.
            self._aim = min(max_tokens, self._aim + self._count(self._embedded_head))
        self._lines = [part for line in section.lines for part in self._small(line)]

    def parts(self) -> Iterator[tuple[str, str, tuple[ChunkSource, ...]]]:
        """Shown text, embedded text and sources of each part."""
        current: list[Line] = []
        for line in self._lines:
            if current and not self._fit([*current, line]):
                yield self._part(current)
                current = []
            current.append(line)
        if current:
            yield self._part(current)

    def _clipped(self, head: str) -> str:
        return pieces(head, lambda text: self._count(text) <= self._max // 2)[0].strip() if head else ""

    def _small(self, line: Line) -> Iterator[Line]:
        """The line itself, or its pieces if it does not fit alone; then each is embedded as it is shown."""
        if self._fit([line]):
            yield line
            return
        for piece in pieces(line.shown, lambda text: self._fit([Line(text, text, ())])):
            if text := piece.strip():
                yield Line(text, text, line.sources)

    def _fit(self, lines: list[Line]) -> bool:
        if self._count(self._embedded(lines)) > self._aim:
            return False
        return self._count(self._shown(lines)) <= self._max

    def _shown(self, lines: list[Line]) -> str:
        return "\n".join(filter(None, (self._shown_head, _above(lines), *(line.shown for line in lines))))

    def _embedded(self, lines: list[Line]) -> str:
        return "\n".join(filter(None, (self._embedded_head, _above(lines), *(line.embedded for line in lines))))

    def _part(self, lines: list[Line]) -> tuple[str, str, tuple[ChunkSource, ...]]:
        return self._shown(lines), self._embedded(lines), _merged(lines)


def _above(lines: list[Line]) -> str:
    return f"{lines[0].above}：" if lines and lines[0].above else ""


def _merged(lines: list[Line]) -> tuple[ChunkSource, ...]:
    """The sources of the lines without repeats, neighbouring rows of a table as one range."""
    merged: list[ChunkSource] = []
    for source in dict.fromkeys(source for line in lines for source in line.sources):
        last = merged[-1] if merged else None
        same_table = last is not None and last.table == source.table
        if last is not None and same_table and last.rows and source.rows and source.rows[0] <= last.rows[1] + 1:
            rows = min(last.rows[0], source.rows[0]), max(last.rows[1], source.rows[1])
            merged[-1] = replace(last, rows=rows)
        else:
            merged.append(source)
    return tuple(merged)
