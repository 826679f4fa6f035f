"""Slips of the pen: where a stretch of a question is a name but for one character, and whether that is a slip at all.

A character that is wrong, missing, doubled or swapped with its neighbour is a slip only where no other word comes of
it: 公务接侍费 is no word of its own, 行政单位离退修 neither, but 专业材料费 is not a slip for 专用材料费.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache

from index.words import frequency, segment_known

CONTRASTS = (
    frozenset("零一二三四五六七八九十百千万亿两双单首末初尾几半"),
    frozenset("上中下前后左右内外东西南北里间旁"),
    frozenset("国省市区县镇乡村街校级部局处科"),
    frozenset("大小中高低少多老新旧幼初长短轻重"),
    frozenset("增减收支进出买卖借贷正负加升降涨跌盈亏入"),
    frozenset("男女父母子"),
    frozenset("年月日季周时分秒天"),
    frozenset("非不未无没有免本他其各全总分合"),
    frozenset("公私甲乙丙丁"),
    frozenset("类款项目"),
)
"""Signs that set one thing apart from another of its kind. No slip turns one into another, drops one or puts one in."""
_NEGATING = frozenset("非不未无没免其他本")
_COMMON = 100
"""Occurrences in the dictionary's corpus: a word that is more frequent is read through a wrong sign in it."""
_RARE = 3
"""Occurrences up to which a word of the dictionary may be a slip itself, as it was found written (旅差费)."""
_REST = 3
"""Characters of a name that must stand unbroken beside a wrong sign which makes another word of the dictionary."""


class Kind(IntEnum):
    """The kinds of slip, the surest first."""

    DOUBLED = 0
    SOUND = 1
    SWAPPED = 2
    NEAR = 3
    MISSING = 4
    WRONG = 5


@dataclass(frozen=True, slots=True)
class Slip:
    """Characters ``start`` to ``stop`` of a text say ``first`` to ``last`` of a name but for what stands at ``at``.

    ``left`` and ``right`` are the numbers of characters that agree on either side; ``other`` is the word of the
    dictionary that the wrong sign makes of the name, "" for none.
    """

    kind: Kind
    start: int
    stop: int
    first: int
    last: int
    at: int
    left: int
    right: int
    other: str = ""

    @property
    def changed(self) -> range:
        """Where the text differs from the name; the places on both sides where a character is missing."""
        return range(self.at - (self.kind is Kind.MISSING), max(self.stop - self.right, self.at + 1))

    @property
    def agreeing(self) -> int:
        """The number of characters that agree."""
        return self.left + self.right


def slips_of(text: str, name: str) -> Iterator[Slip]:
    """Every stretch of ``text`` that is one slip away from ``name`` or from a part of it made of whole words."""
    left, right = _agreeing(text, name)
    edges = _edges(name)
    for i in range(len(text)):
        for j in range(len(name) + 1):
            for kind, said, meant in _kinds(text, name, i, j):
                before, after = left[i][j], right[i + said][j + meant]
                slip = Slip(kind, i - before, i + said + after, j - before, j + meant + after, i, before, after)
                least = 1 if kind is Kind.SWAPPED and len(name) == 3 and slip.last - slip.first == 3 else 2
                if before + after < least or not _whole(slip, name, edges):
                    continue
                slip = replace(slip, other=_other_word(text, name, slip))
                if _is_slip(text, name, slip):
                    yield slip


def _kinds(text: str, name: str, i: int, j: int) -> Iterator[tuple[Kind, int, int]]:
    """The slips that may stand at ``i`` of the text and ``j`` of the name: kind, characters said, characters meant."""
    if i and j and text[i] == text[i - 1] == name[j - 1] and name[j : j + 1] != text[i]:
        yield Kind.DOUBLED, 1, 0
    if j >= len(name):
        return
    if j > 0 and text[i] != name[j]:
        yield Kind.MISSING, 0, 1
    if text[i] == name[j] or not _is_han(text[i]) or not _is_han(name[j]):
        return
    if text[i + 1 : i + 2] == name[j] and name[j + 1 : j + 2] == text[i]:
        yield Kind.SWAPPED, 2, 2
        return
    yield _likeness(text[i], name[j]), 1, 1


def _agreeing(text: str, name: str) -> tuple[list[list[int]], list[list[int]]]:
    """For each pair of positions, how many characters before it agree, and how many from it on."""
    rows, columns = len(text) + 1, len(name) + 1
    left = [[0] * (columns + 1) for _ in range(rows + 1)]
    right = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(1, rows):
        for j in range(1, columns):
            left[i][j] = left[i - 1][j - 1] + 1 if text[i - 1] == name[j - 1] else 0
    for i in range(rows - 2, -1, -1):
        for j in range(columns - 2, -1, -1):
            right[i][j] = right[i + 1][j + 1] + 1 if text[i] == name[j] else 0
    return left, right


def _whole(slip: Slip, name: str, edges: frozenset[int]) -> bool:
    """Whether the slip stands inside what agrees, or at the edge of the name (of one of its words, if it sounds so)."""
    if slip.kind in (Kind.MISSING, Kind.DOUBLED):
        return slip.left > 0 and (slip.right > 0 or (slip.kind is Kind.DOUBLED and slip.last == len(name)))
    alike = slip.kind in (Kind.SOUND, Kind.NEAR)
    begins = slip.left > 0 or slip.first == 0 or (alike and slip.first in edges)
    ends = slip.right > 0 or slip.last == len(name) or (alike and slip.last in edges)
    return begins and ends


def _is_slip(text: str, name: str, slip: Slip) -> bool:
    """Whether no other word comes of the change, and enough of the name is said beside it."""
    said = text[slip.at : slip.stop - slip.right]
    meant = name[slip.first + slip.left : slip.last - slip.right]
    if slip.kind is Kind.DOUBLED:
        return said not in CONTRASTS[0] and _is_han(said)
    if _contrasting(said, meant, slip.kind):
        return False
    if slip.kind in (Kind.SOUND, Kind.SWAPPED):
        return not slip.other or max(slip.left, slip.right) >= _REST
    if slip.other or (slip.kind in (Kind.MISSING, Kind.WRONG) and slip.agreeing < 3):
        return False
    return slip.kind is Kind.NEAR or _breaks_a_word(name, slip)


def _contrasting(said: str, meant: str, kind: Kind) -> bool:
    """Whether the signs said and meant are set against each other; any sign of that sort, where they sound unlike."""
    if kind in (Kind.SOUND, Kind.NEAR):
        return any(a in group and b in group for group in CONTRASTS for a, b in zip(said, meant, strict=True))
    if kind is Kind.SWAPPED and frequency(meant) >= _COMMON and not set(meant) <= CONTRASTS[0]:
        return False
    if kind in (Kind.SWAPPED, Kind.MISSING):
        return bool((_NEGATING | CONTRASTS[0]) & set(meant)) or not all(map(_is_han, meant))
    return any(_set_apart(char) for char in said + meant)


def _set_apart(char: str) -> bool:
    return any(char in group for group in CONTRASTS) or not _is_han(char)


def _other_word(text: str, name: str, slip: Slip) -> str:
    """A word of the dictionary that the changed characters are part of in the text and that the name has not."""
    at = slip.start
    for word in segment_known(text[slip.start : slip.stop]):
        inside = range(at, at + len(word))
        at += len(word)
        rare = slip.kind in (Kind.SOUND, Kind.SWAPPED) and frequency(word) <= _RARE
        if len(word) < 2 or word in name or rare:
            continue
        across = [i in inside for i in slip.changed]
        if all(across) if slip.kind is Kind.MISSING else any(across):
            return word
    return ""


def _breaks_a_word(name: str, slip: Slip) -> bool:
    """Whether the sign that is meant belongs to a common word, of which nothing but the sign is wrong."""
    position, at = slip.first + slip.left, 0
    for word in segment_known(name):
        if at <= position < at + len(word):
            return _commonness(word, position - at) >= _COMMON
        at += len(word)
    return False


def _commonness(word: str, at: int) -> int:
    """How frequent the most frequent word around a sign is: 接待费 holds 接待."""
    pieces = (word[a:b] for a in range(at + 1) for b in range(max(a + 2, at + 1), len(word) + 1))
    return max((frequency(piece) for piece in pieces), default=0)


@lru_cache(maxsize=8192)
def _edges(name: str) -> frozenset[int]:
    """Where a word of ``name`` begins or ends."""
    at = 0
    edges = {0}
    for word in segment_known(name):
        at += len(word)
        edges.add(at)
    return frozenset(edges)


# Sounds


def _likeness(one: str, other: str) -> Kind:
    """How two signs sound beside each other: alike, nearly alike, or not."""
    mine, theirs = sounds(one), sounds(other)
    if mine & theirs:
        return Kind.SOUND
    if {_coarse(sound) for sound in mine} & {_coarse(sound) for sound in theirs}:
        return Kind.NEAR
    return Kind.WRONG


_PLAIN = str.maketrans("āáǎàēéěèōóǒòīíǐìūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeoooo" + "iiii" + "uuuu" + "vvvvv" + "nnnm")


@lru_cache(maxsize=16384)
def sounds(char: str) -> frozenset[str]:
    """The syllables of a sign without their tones, none for a sign that is not Chinese."""
    from pypinyin.constants import PINYIN_DICT

    return frozenset(reading.translate(_PLAIN) for reading in PINYIN_DICT.get(ord(char), "").split(",") if reading)


def _coarse(syllable: str) -> str:
    """A syllable as it is taken for another: zh as z, ng as n, the glide before the vowel left out."""
    for full, short in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if syllable.startswith(full):
            syllable = short + syllable[2:]
    syllable = syllable[:-1] if syllable.endswith("ng") else syllable
    for glide in ("ia", "ua"):
        at = syllable.find(glide)
        if at > 0:
            syllable = syllable[:at] + syllable[at + 1 :]
    return syllable


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"
