"""English names of the organisations of a library: the kind of body translated, places and proper names in pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.labels import flat
from assistant.language import ENGLISH_BODIES
from assistant.link import places_and_own
from assistant.slips import sounds

_RANKS = {"市": r"(?: (?:city|municipal(?:ity)?))?", "区": r"(?: (?:new )?district)?", "县": r"(?: county)?"}
_LONGEST_PROPER = 4


def with_chinese_bodies(text: str, organisations: Iterable[str]) -> str:
    """``text`` with every organisation that it names in English named in Chinese."""
    if not re.search(r"[A-Za-z]{3}", text):
        return text
    for name in sorted(set(organisations), key=len, reverse=True):
        pattern, whole = _pattern(name)
        if pattern is not None:
            text = pattern.sub(f" {whole} ", text)
    return text


@lru_cache(maxsize=256)
def _pattern(organisation: str) -> tuple[re.Pattern[str] | None, str]:
    """What names the organisation in English, and its own name with the place that belongs to it.

    A proper name alone is enough; a kind of body alone names the body too, with or without its place.
    """
    name = flat(organisation)
    places, own = places_and_own(name)
    kind = max((k for k in ENGLISH_BODIES if own.endswith(k)), key=len, default="")
    proper = own.removesuffix(kind).removeprefix("人民政府")
    if not kind or len(proper) > _LONGEST_PROPER or len(proper) == 1:
        return None, name
    body = ENGLISH_BODIES[kind].replace("(?:和|&)", "(?:and|&)")
    where = "|".join(_pinyin(place.rstrip("市区县")) + _RANKS.get(place[-1], "") for place in places if len(place) > 1)
    before = rf"(?:(?:the )?(?:{where})(?:'s)?,? )*" if where else ""
    after = rf"(?:,? (?:of|in|at) (?:the )?(?:{where})(?:,? (?:{where}))*)?" if where else ""
    said = rf"{_pinyin(proper)}(?:'s)?(?: (?:{body}))?" if proper else rf"(?:{body})"
    return re.compile(rf"(?<![A-Za-z])(?:the )?{before}{said}{after}(?![A-Za-z])", re.IGNORECASE), name


def _pinyin(chinese: str) -> str:
    """The syllables of a name in any of their readings, joined or apart."""
    syllables = ["|".join(sorted(sounds(char), key=len, reverse=True)) for char in chinese]
    return "[ '-]?".join(f"(?:{one})" for one in syllables if one)
