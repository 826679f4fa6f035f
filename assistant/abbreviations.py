"""Everyday abbreviations: the first characters of a name's words stand for the name (党群中心, 计生, 社保)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from itertools import accumulate
from pathlib import Path

from index.words import frequency, segment_known

LISTED: Mapping[str, tuple[str, ...]] = {
    short: tuple(full)
    for short, full in tomllib.loads((Path(__file__).parent / "abbreviations.toml").read_text(encoding="utf-8"))[
        "abbreviations"
    ].items()
}
"""Abbreviations of general language and what each may stand for."""

_SHORTEST = 3
_LONGEST = 8


def abbreviated(text: str, name: str, where: frozenset[int]) -> Iterator[tuple[str, str]]:
    """The stretches of ``text``, all of it at positions in ``where``, that abbreviate a part of ``name``: said, meant.

    Two characters do so only where they are listed: 工会 is a word and no short form of 工作会议.
    """
    for said, every in LISTED.items():
        at = text.find(said)
        if at >= 0 and said not in name and where.issuperset(range(at, at + len(said))):
            yield from ((said, meant) for meant in every if meant in name)
    words = _words(name)
    edges = frozenset(accumulate((len(word) for word in segment_known(text)), initial=0))
    for start in sorted(where & edges):
        for stop in range(min(len(text), start + _LONGEST), start + _SHORTEST - 1, -1):
            said = text[start:stop]
            if stop not in edges or not where.issuperset(range(start, stop)) or said in name:
                continue
            meant = _written_out(said, words) if _may_abbreviate(said, name) else ""
            if meant:
                yield said, meant
                break


def _words(name: str) -> tuple[str, ...]:
    """The words of a name, those of four characters that are two words as two: 服务中心."""
    pairs = ((word[:2], word[2:]) for word in segment_known(name))
    split = (pair if len(pair[1]) == 2 and all(map(frequency, pair)) else ("".join(pair),) for pair in pairs)
    return tuple(word for part in split for word in part)


def _may_abbreviate(said: str, name: str) -> bool:
    """Whether no word in ``said`` is a word of its own that the name has not and nobody shortens to."""
    return all(len(word) == 1 or word in name or word in LISTED for word in segment_known(said))


def _written_out(said: str, words: tuple[str, ...]) -> str:
    """The words that ``said`` begins, from the first to the last of them; "" where it abbreviates none."""
    for first in range(len(words)):
        last = _last_word(said, words, first)
        if last > first:
            return "".join(words[first : last + 1])
    return ""


def _last_word(said: str, words: tuple[str, ...], first: int) -> int:
    """The word at which ``said``, taken word by word from ``first`` on, is used up; -1 where it is not."""
    at, last = 0, -1
    for number in range(first, len(words)):
        shared = _shared(said[at:], words[number])
        if shared == 0:
            if number == first:
                return -1
            continue
        at, last = at + shared, number
        if at == len(said):
            return last
    return -1


def _shared(said: str, word: str) -> int:
    """How many characters of a word ``said`` begins with."""
    return next((i for i, (a, b) in enumerate(zip(said, word, strict=False)) if a != b), min(len(said), len(word)))
