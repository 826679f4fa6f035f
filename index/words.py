"""Chinese and other text as words for the full-text index: the same for what is indexed and what is asked."""

from __future__ import annotations

import logging
import re
import threading
import unicodedata
from functools import lru_cache
from types import ModuleType

VERSION = "1"
"""Changes whenever the same text would give other words."""

_HAN = r"㐀-鿿豈-﫿〇"
_RUN = re.compile(rf"[{_HAN}]+|\d+(?:[.\-]\d+)*%?|(?:(?![{_HAN}])[^\W\d_])+")
_COMMA = re.compile(r"(?<=\d),(?=\d{3})")
_IS_HAN = re.compile(rf"[{_HAN}]")
# Frequent in questions and in all documents alike; they would only add chance matches.
_STOP = frozenset("的了是在和与及或有为等对中上下以之其个这那吗呢吧啊请问") | {
    "多少",
    "什么",
    "哪些",
    "哪个",
    "怎么",
    "如何",
}
_loading = threading.Lock()


def words(text: str) -> list[str]:
    """The words of ``text`` in lower case, in order: Chinese ones by dictionary, numbers without thousands marks.

    A long word is given with the shorter ones inside it. Words that say nothing alone (的, 多少) are left out.
    """
    found: list[str] = []
    for run in _runs(text):
        parts = _segmenter().lcut_for_search(run) if _IS_HAN.match(run) else [run]
        found.extend(part for part in parts if part not in _STOP)
    return found


def pairs(text: str) -> list[str]:
    """Every pair of neighbouring Chinese characters: finds names that no dictionary knows, wherever they are cut."""
    return [run[at : at + 2] for run in _runs(text) if _IS_HAN.match(run) for at in range(len(run) - 1)]


def _runs(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _RUN.findall(_COMMA.sub("", folded))


@lru_cache(maxsize=1)
def _segmenter() -> ModuleType:
    """jieba with its dictionary, loaded with the first text since that takes most of a second."""
    with _loading:
        import jieba

        jieba.setLogLevel(logging.WARNING)
        jieba.initialize()
    module: ModuleType = jieba
    return module


def segment(text: str) -> list[str]:
    """``text`` cut into words that join to it again; what no dictionary knows stays in single signs or runs."""
    return list(_segmenter().lcut(text))


@lru_cache(maxsize=8192)
def segment_known(text: str) -> tuple[str, ...]:
    """``text`` cut into words of the dictionary that join to it again; what it does not know stays in single signs."""
    return tuple(_segmenter().lcut(text, HMM=False))


def frequency(word: str) -> int:
    """How often the dictionary's corpus holds ``word``; 0 for a word that it does not know."""
    return int(_segmenter().dt.FREQ.get(word) or 0)


@lru_cache(maxsize=8)
def frequencies(length: int, least: int) -> tuple[str, ...]:
    """The words of ``length`` signs that the dictionary's corpus holds at least ``least`` times, in a fixed order."""
    every = _segmenter().dt.FREQ
    return tuple(sorted(word for word, count in every.items() if len(word) == length and count >= least))
