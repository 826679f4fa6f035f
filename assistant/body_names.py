"""How public bodies are called: by short forms of their official names, by their own name alone, and in English.

The words come from organisations.toml; places and own names of the library are recognised romanised (Pinyin without
tones, in any spacing) as well.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from assistant.labels import flat
from assistant.link import places_and_own
from assistant.slips import sounds

_WORDS: Mapping[str, Mapping[str, str]] = tomllib.loads(
    (Path(__file__).parent / "organisations.toml").read_text(encoding="utf-8")
)
EVERYDAY = frozenset(word for words in _WORDS["alone"].values() for word in words)
"""Short forms that end in no word for a body (城管)."""
_SHORT = sorted(_WORDS["short"].items(), key=lambda item: -len(item[0]))
_OWN = re.compile(r"^(?:人民政府)?(?P<own>[^省市区县]{2,6}?)(?:街道(?:办事处)?|[镇乡](?:人民政府)?)$")
"""Bodies that bear a proper name: a subdistrict, a town; that of others says a field of work (财政)."""
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)


@lru_cache(maxsize=4096)
def called(own: str) -> tuple[str, ...]:
    """The names of a body (comparison form, without its places): its own in full and in short, the full one first."""
    names = [own]
    for official, short in _SHORT:
        names += [name.replace(official, other) for name in tuple(names) if official in name for other in short]
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=4096)
def called_alone(own: str) -> tuple[str, ...]:
    """What names a body only where it stands apart from other words: its proper name, an everyday short form."""
    proper = proper_name(own)
    short = (word for official, words in _WORDS["alone"].items() if official in own for word in words)
    return tuple(dict.fromkeys((*((proper,) if proper else ()), *short)))


@lru_cache(maxsize=4096)
def proper_name(own: str) -> str:
    """The proper name of a subdistrict or a town; "" for bodies that are called after what they do."""
    match = _OWN.match(own)
    return match["own"] if match else ""


def in_chinese(text: str, organisations: Iterable[str]) -> str:
    """``text`` with English and romanised names of bodies in Chinese, as far as ``organisations`` are so called.

    The general words for bodies (Finance Bureau) are written in Chinese whether the library has such a body or not.
    """
    if _LATIN.search(text) is None:
        return text
    for pattern, chinese in _patterns(tuple(sorted({flat(name) for name in organisations if name}))):
        text = pattern.sub(f" {chinese} ", text)
    return text


@lru_cache(maxsize=8)
def _patterns(names: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The patterns of English and romanised names, in the order to try."""
    return tuple(
        (re.compile(rf"(?<![a-z])(?:the )?(?:{english})(?:['’]s)?(?![a-z])", re.IGNORECASE), chinese)
        for english, chinese in (*_of_library(names), *_general())
    )


def _general() -> Iterator[tuple[str, str]]:
    """English names of the usual kinds of bodies, and of the documents by level."""
    for chinese, english in _WORDS["documents"].items():
        yield english, chinese
    for chinese, english in _WORDS["fixed"].items():
        yield english, chinese
    for field, words in _WORDS["fields"].items():
        for body, kinds in _WORDS["bodies"].items():
            yield rf"(?:{words}) (?:{kinds})|(?:{kinds}) (?:of|for) (?:{words})", field + body
    for sort, english in _WORDS["sorts"].items():
        yield rf"(?<![a-z])(?:the|this|our) (?:{english})", sort
    for rank in ("街道", "镇"):  # of a name that the library does not know
        yield rf"(?<=[a-z] )(?:{_WORDS['ranks'][rank]})", rank


def _of_library(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The romanised proper names and places of these organisations, with and without the word for their rank."""
    proper: set[str] = set()
    places: set[str] = set()
    for name in names:
        regions, own = places_and_own(name)
        places.update(regions)
        proper.add(proper_name(own))
    for word in sorted(proper - {""}):
        for rank in ("街道", "镇", "乡"):
            if any(word + rank in name for name in names):
                yield rf"{_romanised(word)}[ -](?:{_WORDS['ranks'][rank]})", word + rank
        yield _romanised(word), word
    for word in sorted(places, key=len, reverse=True):
        bare, rank = (word[:-1], word[-1]) if len(word) > 2 and word[-1] in "市区县" else (word, "")
        if rank:
            yield rf"{_romanised(bare)}[ -]?(?:{_WORDS['ranks'][rank]})", word
        else:
            yield _romanised(bare), word


def _romanised(word: str) -> str:
    """``word`` in Pinyin without tones as a pattern: any reading of each sign, syllables joined or apart."""
    return "[ '’-]?".join(f"(?:{'|'.join(sorted(sounds(char))) or re.escape(char)})" for char in word)
