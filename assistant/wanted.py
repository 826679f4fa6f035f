"""The words of a question that a printed line must hold to be its answer, each weighted by how rare it is."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.facts_view import FactsView
from assistant.labels import blocks_of, flat
from assistant.outline import lines
from index.words import segment_known

_LISTS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))
_IDLE = frozenset(_LISTS["words"]["idle"])
_SOFT = frozenset(_LISTS["words"]["soft"])
_ALIKE: dict[str, tuple[str, ...]] = {
    word: tuple(flat(other) for other in alike) for word, alike in _LISTS["alike"].items()
}


_POINTING = frozenset("这那该此每各")
_NOWHERE = 0.999
"""A word is rarer than this share of the greatest rarity only if no line holds it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of a question. A ``soft`` one tells the better line, any other must stand in it or above it."""

    text: str
    start: int
    weight: float
    soft: bool


def wanted_words(
    text: str, idle: Collection[int], names: Collection[int], views: Sequence[FactsView]
) -> tuple[Wanted, ...]:
    """The words of a question in comparison form but for those at ``idle`` positions and those wholly in ``names``.

    The weight is the logarithm of how rare a word is among the lines of ``views``; one that stands nowhere weighs most.
    """
    found: list[Wanted] = []
    for start, word in _tokens(text, idle, names, views):
        soft = word in _SOFT
        weight = max((_rarity(view, word) for view in views), default=1.0)
        found.append(Wanted(word, start, weight * (0.3 if soft else 1.0), soft))
    return tuple(found)


def _tokens(
    text: str, idle: Collection[int], names: Collection[int], views: Sequence[FactsView]
) -> Iterator[tuple[int, str]]:
    """The words that say something, with their positions; neighbouring signs that no dictionary joins are one word."""
    at, run, run_start = 0, "", 0
    for token in segment_known(text):
        start, at = at, at + len(token)
        word = "".join(text[i] for i in range(start, at) if i not in idle)
        if all(i in names for i in range(start, at)):
            word = ""  # of a word that an organisation's name only begins (市政府办|公厅) nothing is left out
        telling = bool(word) and word not in _IDLE and re.search(r"[\u3400-\u9fffa-z0-9]", word) is not None
        if telling and len(word) == 1 and word not in _SOFT and word not in _ALIKE and not word.isdigit():
            run_start = run_start if run else start
            run += word
            continue
        if run:
            yield run_start, run
            run = ""
        if telling:
            yield from _parted(start, word, views)
    if run:
        yield run_start, run


def _parted(start: int, word: str, views: Sequence[FactsView]) -> Iterator[tuple[int, str]]:
    """A word that stands in no line without the general words at its ends: 保密工作 is asked for as 保密."""
    if len(word) < 2 or any(_rarity(view, word) < _NOWHERE * _rarity(view, "\0") for view in views):
        yield start, word
        return
    if word[0] in _POINTING:
        yield from ((start + 1, word[1:]),) if word[1:] not in _IDLE else ()
        return
    head, tail = word[:-2], word[-2:]
    if head and (tail in _IDLE or tail in _SOFT):
        yield from ((start, head),) if head not in _IDLE else ()
        yield from ((start + len(head), tail),) if tail in _SOFT else ()
        return
    yield start, word


@lru_cache(maxsize=8192)
def _rarity(view: FactsView, word: str) -> float:
    every = lines(view)
    holding = sum(_holds(word, line.flat) for line in every)
    return math.log((len(every) + 1) / (holding + 0.5))


def holds(word: Wanted, text: str) -> bool:
    """Whether a text in comparison form says the word, or one that means the same."""
    return says(word, text) or any(other in text for other in _ALIKE.get(word.text, ()))


def alike(word: str) -> tuple[str, ...]:
    """The word, and those that mean the same."""
    return (word, *_ALIKE.get(word, ()))


def says(word: Wanted, text: str) -> bool:
    """Whether a text in comparison form says the word itself."""
    return _holds(word.text, text)


def _holds(word: str, text: str) -> bool:
    if word.isdigit() or re.fullmatch(r"[a-z0-9]+", word):
        return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) is not None
    if word in text:
        return True
    if len(word) < 3:
        return False
    return sum(block.stop - block.start for block in blocks_of(word, text)) == len(word)
