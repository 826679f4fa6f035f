"""Names with one slip of the pen, made from what documents state: the figure of the name or a refusal, nothing else.

The other side are names in which one word became another word of the language: what they name is not in the library,
and a figure shown for one is wrong. Gold comes from the readings, never from an answer.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from assistant.labels import flat
from assistant.slips import CONTRASTS, sounds
from assistant.vocabulary import WORDS
from corpus.records import Document, Reading
from eval.sweep import SweepCase, Swept, short, sweep
from index.words import frequencies, frequency, segment_known

_KINDS = ("function", "economic", "item", "project", "line")
_UNITS = 10_000
_COMMON_SIGN = 2_000
_COMMON_WORD = 300
"""Occurrences in the dictionary's corpus from which a sign or a word is one that people write."""
_LONGEST_NAME = 24


@dataclass(frozen=True)
class _Named:
    """A name of one document, in comparison form, with every amount (元) that the document states of it."""

    document: Document
    name: str
    amounts: frozenset[Decimal]


@dataclass(frozen=True)
class SlipCase:
    """A question with a slip, and the same ``exact`` one without it, which must be answered right to count."""

    case: SweepCase
    exact: SweepCase


def slips(asked: Sequence[SlipCase], ask: Callable[[str], Mapping[str, Any]]) -> list[Swept]:
    """Each question with a slip asked and judged, where the question without it is answered right."""
    exact = {one.case.question: one for one in sweep(list({c.exact.question: c.exact for c in asked}.values()), ask)}
    return sweep([c.case for c in asked if exact[c.exact.question].verdict == "right"], ask)


def cases(readings: Sequence[Reading], most: int, seed: int) -> list[SlipCase]:
    """At most ``most`` questions a document and kind of slip, drawn with ``seed``: the same every time."""
    whole = [reading for reading in readings if reading.document.organisation and reading.document.fiscal_year]
    known = {flat(statement.subject.name) for reading in readings for statement in reading.statements}
    bodies = {flat(reading.document.organisation) for reading in readings}
    found: list[SlipCase] = []
    for reading in whole:
        draw = random.Random(f"{seed} {reading.document.id}")
        named = list(_named(reading))
        for kind, slip in SLIPS.items():
            found += _drawn(named, kind, slip, draw, most, known)
            found += _of_bodies(named, kind, slip, draw, max(most // 4, 1), bodies)
        for kind, change in OTHERS.items():
            found += _drawn(named, kind, change, draw, most, known)
    return list({one.case.question: one for one in found}.values())


def _named(reading: Reading) -> Iterator[_Named]:
    amounts: dict[str, set[Decimal]] = defaultdict(set)
    for statement in reading.statements:
        name = flat(statement.subject.name)
        if statement.subject.kind in _KINDS and 3 <= len(name) <= _LONGEST_NAME:
            for observation in statement.observations:
                if observation.amount is not None and observation.amount.unit == "元":
                    amounts[name].add(Decimal(observation.amount.value) / _UNITS)
    for name, stated in sorted(amounts.items()):
        yield _Named(reading.document, name, frozenset(stated))


def _drawn(
    named: Sequence[_Named],
    kind: str,
    slip: Callable[[str, random.Random], str],
    draw: random.Random,
    most: int,
    known: set[str],
) -> Iterator[SlipCase]:
    """Questions with one slip in the subject's name; a name that the library has is no slip."""
    for one in draw.sample(list(named), min(most, len(named))):
        name = slip(one.name, draw)
        if name and not any(name in other for other in known) and not _reads_on(name, known):
            gold = one.amounts if kind in SLIPS else frozenset()
            asked = _question(one, short(one.document.organisation), name)
            yield SlipCase(SweepCase(kind, asked, gold, document=one.document.id), _exact(one))


def _of_bodies(
    named: Sequence[_Named],
    kind: str,
    slip: Callable[[str, random.Random], str],
    draw: random.Random,
    most: int,
    bodies: set[str],
) -> Iterator[SlipCase]:
    """Questions with one slip in the organisation's name."""
    for one in draw.sample(list(named), min(most, len(named))):
        body = slip(short(one.document.organisation), draw)
        if body and not any(body in other for other in bodies):
            asked = _question(one, body, one.name)
            yield SlipCase(
                SweepCase(f"{kind}, organisation", asked, one.amounts, document=one.document.id), _exact(one)
            )


def _question(one: _Named, body: str, name: str) -> str:
    document = one.document
    return f"{body}{document.fiscal_year}年{document.level}{document.stage or '预算'}{name}是多少"


def _exact(one: _Named) -> SweepCase:
    question = _question(one, short(one.document.organisation), one.name)
    return SweepCase("exact", question, one.amounts, document=one.document.id)


def _reads_on(name: str, known: set[str]) -> bool:
    """Whether words of the language stand before a name the library has: 其工资福利支出 names 工资福利支出."""
    before = (name[: -len(other)] for other in known if len(other) > 2 and name.endswith(other))
    return any(set(words) <= WORDS.keys() for words in before)


# Slips


def _place(name: str, draw: random.Random) -> int:
    """A place of a Chinese sign in ``name``; -1 where it has none."""
    places = [i for i, char in enumerate(name) if "\u3400" <= char <= "\u9fff"]
    return draw.choice(places) if places else -1


def _swapped(name: str, draw: random.Random) -> str:
    at = _place(name[:-1], draw)
    return "" if at < 0 or name[at] == name[at + 1] else name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _missing(name: str, draw: random.Random) -> str:
    at = _place(name[1:-1], draw) + 1
    return "" if at < 1 or len(name) < 4 else name[:at] + name[at + 1 :]


def _doubled(name: str, draw: random.Random) -> str:
    at = _place(name, draw)
    return "" if at < 0 else name[: at + 1] + name[at:]


def _sounding(name: str, draw: random.Random) -> str:
    at = _place(name, draw)
    alike = [sign for sign in _signs() if at >= 0 and sign != name[at] and sounds(sign) & sounds(name[at])]
    return name[:at] + draw.choice(alike) + name[at + 1 :] if alike else ""


def _wrong(name: str, draw: random.Random) -> str:
    at = _place(name, draw)
    return "" if at < 0 else name[:at] + draw.choice(_signs()) + name[at + 1 :]


SLIPS: dict[str, Callable[[str, random.Random], str]] = {
    "swapped": _swapped,
    "missing": _missing,
    "doubled": _doubled,
    "sounds alike": _sounding,
    "another sign": _wrong,
}


def _another_word(name: str, draw: random.Random) -> str:
    """``name`` with one of its words become another common word that shares a sign with it: 专用材料费, 专业材料费."""
    words = segment_known(name)
    places = [i for i, word in enumerate(words) if len(word) == 2 and frequency(word) >= _COMMON_WORD]
    if not places:
        return ""
    at = draw.choice(places)
    others = [word for word in _neighbours(words[at]) if not _alike(word, words[at]) and word not in WORDS]
    return "".join((*words[:at], draw.choice(others), *words[at + 1 :])) if others else ""


def _another_of_its_kind(name: str, draw: random.Random) -> str:
    """``name`` with one sign that sets it apart become another of its kind: 上年 as 下年, 区 as 市, 3 as 4."""
    groups = (*(frozenset("0123456789"),), *CONTRASTS)
    places = [(i, group) for i, sign in enumerate(name) for group in groups if sign in group]
    if not places:
        return ""
    at, group = draw.choice(places)
    beside = set(name[max(at - 1, 0) : at + 2])  # a sign written twice is a slip of the pen
    return name[:at] + draw.choice(sorted(group - beside)) + name[at + 1 :]


OTHERS: dict[str, Callable[[str, random.Random], str]] = {
    "another word": _another_word,
    "another of its kind": _another_of_its_kind,
}


def _alike(one: str, other: str) -> bool:
    return all(sounds(a) & sounds(b) for a, b in zip(one, other, strict=True))


def _neighbours(word: str) -> list[str]:
    """Common words of the same length that differ from ``word`` in one sign."""
    every = frequencies(len(word), _COMMON_WORD)
    return [other for other in every if sum(a != b for a, b in zip(word, other, strict=True)) == 1]


@lru_cache(maxsize=1)
def _signs() -> tuple[str, ...]:
    return tuple(sign for sign in frequencies(1, _COMMON_SIGN) if "\u3400" <= sign <= "\u9fff")
