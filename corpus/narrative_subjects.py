"""From a name in a sentence to the subject of the tables that it means."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from corpus.records import Subject

SIMILAR = 0.8
"""Least share of common character pairs (Dice) at which two names count as the same."""

_LEVELS = re.compile(r"([^（）]+(?:（(?!\d*[类款项]）)[^）]*）[^（）]*)*)（(\d*)[类款项]）")
_SPLIT = re.compile(r"\s*[-—－–]+\s*")


def organisation(subjects: Mapping[str, Subject], name: str) -> Subject:
    """The subject of the whole body."""
    return subjects.get("organisation") or Subject("organisation", "organisation", name)


def item(subjects: Mapping[str, Subject], name: str) -> Subject:
    """The subject of a named item that has no code, such as 三公经费."""
    key = f"item:{name}"
    return subjects.get(key) or Subject(key, "item", name)


def path_of(text: str) -> tuple[str, ...]:
    """The names along a path: ``X（类）Y（款）Z（项）``, also ``X（204类）``, ``X-Y-Z`` or one name alone."""
    levels = [match[1].strip() for match in _LEVELS.finditer(text)]
    if levels:
        return tuple(levels)
    return tuple(part for part in _SPLIT.split(text.strip()) if part)


def codes_of(text: str) -> tuple[str, ...]:
    """The joined codes along a path whose levels print theirs: ``X（204类）Y（06款）`` has 204, 20406; else ()."""
    digits = [match[2] for match in _LEVELS.finditer(text)]
    if [len(part) for part in digits] != [3, 2, 2][: len(digits)]:
        return ()
    return tuple("".join(digits[: n + 1]) for n in range(len(digits)))


def function(subjects: Mapping[str, Subject], path: tuple[str, ...], code: str = "") -> Subject:
    """The function subject that ``path`` names, else a topic of that name.

    One name alone means the most specific code that bears it; a longer path must fit at every level. Equal names come
    first, then the one most similar; two that fit equally well are none. A printed ``code`` whose row bears the last
    name decides, whatever the names above it are.
    """
    coded = {subject.code: subject for subject in subjects.values() if subject.kind == "function" and subject.code}
    if code in coded and path and similarity(coded[code].name, path[-1]) >= SIMILAR:
        return coded[code]
    for least in (1.0, SIMILAR):
        found = _best(coded, path, least)
        if found is not None:
            return found
    name = path[-1] if len(path) == 1 else "-".join(path)
    return Subject(f"topic:{name}", "topic", name)


def at_level(subjects: Mapping[str, Subject], name: str, length: int, within: str = "") -> Subject | None:
    """The one function of ``length`` digits below the code ``within`` that bears ``name``; None for none or several."""
    found = [
        subject
        for subject in subjects.values()
        if subject.kind == "function"
        and len(subject.code) == length
        and subject.code.startswith(within)
        and similarity(subject.name, name) == 1.0
    ]
    return found[0] if len(found) == 1 else None


def _best(coded: Mapping[str, Subject], path: tuple[str, ...], least: float) -> Subject | None:
    scores = {code: _fit(coded, code, path) for code in coded}
    fitting = {code: score for code, score in scores.items() if score >= least}
    if not fitting:
        return None
    top = max(fitting.values())
    best = [code for code, score in fitting.items() if score == top]
    longest = max(len(code) for code in best)
    best = [code for code in best if len(code) == longest]
    return coded[best[0]] if len(best) == 1 else None


def _fit(coded: Mapping[str, Subject], code: str, path: tuple[str, ...]) -> float:
    """The similarity of the worst level, 0 if the code has another depth than a path of several names."""
    if len(path) == 1:
        return similarity(coded[code].name, path[0])
    codes = [code[:length] for length in range(3, len(code) + 1, 2)]
    if len(codes) != len(path):
        return 0.0
    pairs = zip(codes, path, strict=True)
    return min(similarity(coded[part].name, name) if part in coded else 0.0 for part, name in pairs)


def similarity(left: str, right: str) -> float:
    """Dice coefficient of the character pairs of two names after normalisation; 1.0 only if they are then equal."""
    left, right = normal(left), normal(right)
    if left == right:
        return 1.0
    pairs_left, pairs_right = Counter(_pairs(left)), Counter(_pairs(right))
    total = sum(pairs_left.values()) + sum(pairs_right.values())
    shared = sum((pairs_left & pairs_right).values())
    return min(2 * shared / total, 0.999) if total else 0.0


def _pairs(name: str) -> Iterable[str]:
    return (name[at : at + 2] for at in range(len(name) - 1))


def normal(name: str) -> str:
    """A name as it is compared: one width, no punctuation or blanks, 缴费 and 费 the same."""
    folded = unicodedata.normalize("NFKC", name).removesuffix("科目")
    return re.sub(r"\W", "", folded).replace("缴费", "费")
