"""The closed word lists of the plan language: what the words of a question can mean other than a subject.

The words stand in ``words.toml``: general language and the official terms of budget accounting; no name, code or figure
of a document.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the closed lists: its role in a plan and the canonical value it stands for there."""

    text: str
    role: str
    value: str


_LISTS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))

WORDS: dict[str, Word] = {}
for _group in _LISTS["words"]:
    for _text in _group["texts"]:
        WORDS.setdefault(_text, Word(_text, _group["role"], _group["value"]))
LONGEST = max(len(text) for text in WORDS)

_TELLING = frozenset({"side", "kind", "fund", "stage", "measure"})
LONG_WORDS = frozenset(text for text, word in WORDS.items() if len(text) >= 4 and word.role in _TELLING)
"""Words that say what figure is meant, long enough for a slip of the pen in them to be told."""

SYNONYMS: tuple[tuple[str, str], ...] = tuple(_LISTS["synonyms"].items())
"""Everyday words and the official term that names the same thing."""

EVERYDAY: tuple[tuple[str, str], ...] = tuple(_LISTS["everyday"].items())
"""Everyday words that may also stand in the names of projects, and the official term to try in their place."""

COUNT_UNITS = frozenset(_LISTS["units"]["counting"])
"""Counting units a question may ask for (多少所, 几名)."""
