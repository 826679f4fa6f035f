"""The header of a statutory table in plain text: its words, known from the official layouts, to columns.

The words are broken over lines and their cells have lost their borders, so only a header that is made of known words,
wholly, is understood. Words of one column stand above each other where the text keeps positions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.normal import label
from corpus.readers.text_lines import Word
from corpus.readers.text_words import CODE_HEADS, LONGEST, PARTS, ROLES, SIDES, STAGES, TOTALS

_OF_BASIC = ("人员经费", "公用经费")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One column: its word, the word above it that its meaning needs, and the places of its pieces in the text."""

    word: str
    role: str
    pieces: tuple[Word, ...]
    parent: str = ""

    @property
    def left(self) -> int:
        """The leftmost printed column of its words."""
        return min(piece.left for piece in self.pieces)

    @property
    def right(self) -> int:
        """The printed column after its last one."""
        return max(piece.right for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Sum:
    """The column ``total`` of a group is the sum of its columns ``parts``; all are indices into its amounts."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that tell of one subject: its code, its name, its amounts, and the sums that hold among these.

    ``nested`` says that the header alone does not show which columns there are, so that each row must obey the sums.
    """

    codes: tuple[Leaf, ...]
    name: Leaf | None
    amounts: tuple[Leaf, ...]
    sums: tuple[Sum, ...] = field(default=())
    nested: bool = False

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """All columns from left to right."""
        return (*self.codes, *((self.name,) if self.name else ()), *self.amounts)


def folded(text: str) -> str:
    """A header word in the form in which it is looked up: without quotation marks and year."""
    return re.sub(r"[“”\"'‘’]|20\d\d年度?", "", label(text))


def is_header_line(words: Sequence[Word]) -> bool:
    """Whether a line is made of pieces of header words only."""
    texts = [folded(word.text) for word in words]
    known = any(text in ROLES for text in texts)
    return bool(texts) and known and all(not text or any(text in word for word in ROLES) for text in texts)


def may_be_header(words: Sequence[Word]) -> bool:
    """Whether each word of a line is, or is a piece of, a header word."""
    texts = [folded(word.text) for word in words]
    return bool(texts) and all(not text or "".join(texts) in "".join(ROLES) or _piece(text) for text in texts)


def _piece(text: str) -> bool:
    return _segments(text, 0) is not None or any(text in word for word in ROLES)


def _segments(text: str, at: int) -> list[tuple[int, int]] | None:
    """The cuts of ``text`` from ``at`` on into known words, the longest first; None if there are none."""
    if at == len(text):
        return []
    for end in range(min(len(text), at + LONGEST), at, -1):
        if text[at:end] in ROLES:
            rest = _segments(text, end)
            if rest is not None:
                return [(at, end), *rest]
    return None


def leaves_in_order(words: Sequence[Word]) -> list[Leaf] | None:
    """The header's words read one after the other; None where one of them is not known."""
    text, owners = "", []
    for word in words:
        piece = folded(word.text)
        text += piece
        owners += [word] * len(piece)
    cuts = _segments(text, 0)
    if cuts is None:
        return None
    return [Leaf(text[a:b], ROLES[text[a:b]], tuple(dict.fromkeys(owners[a:b]))) for a, b in cuts]


def leaves_in_place(words: Sequence[Word]) -> list[Leaf] | None:
    """The header's words where pieces of one word stand above each other; None where one of them is not known."""
    left = [word for word in words if folded(word.text)]
    found: list[Leaf] = []
    while left:
        stack = _stack((left[0],), left[1:])
        if stack is None:
            return None
        text = "".join(folded(piece.text) for piece in stack)
        cuts = _segments(text, 0) or []
        found += [Leaf(text[a:b], ROLES[text[a:b]], stack) for a, b in cuts]
        left = [word for word in left if word not in stack]
    return found


def _stack(stack: tuple[Word, ...], others: Sequence[Word]) -> tuple[Word, ...] | None:
    """``stack`` with the pieces below it that make it a known word; pieces that stand alone are not taken."""
    text = "".join(folded(piece.text) for piece in stack)
    whole = text in ROLES
    for below in others:
        if below.line <= stack[-1].line or below.line > stack[-1].line + 4 or not _overlap(stack, below):
            continue
        if whole and folded(below.text) in ROLES and text + folded(below.text) not in ROLES:
            continue
        longer = _stack((*stack, below), others)
        if longer is not None:
            return longer
    known = text in ROLES or (len(stack) == 1 and _segments(text, 0) is not None)
    return stack if known else None


def _overlap(stack: Sequence[Word], below: Word) -> bool:
    return below.left < max(word.right for word in stack) and below.right > min(word.left for word in stack)


def groups_of(leaves: Sequence[Leaf]) -> list[Group] | None:
    """The column groups of a header whose columns stand in the order of ``leaves``; None where they make none."""
    coded = any(leaf.role == "code" or leaf.word in CODE_HEADS for leaf in leaves)
    named = any(leaf.role == "name" for leaf in leaves)
    leaves = [_settled(leaf, coded or named) for leaf in leaves]
    if any(leaf.word == "年初结转和结余" for leaf in leaves):
        leaves = [replace(leaf, role="amount") if leaf.word == "本年收入" else leaf for leaf in leaves]
    two_sided = sum(leaf.role == "name" for leaf in leaves) > 1 and not coded
    if two_sided:
        leaves = [replace(leaf, role="parent") if leaf.word == "财政拨款收入" else leaf for leaf in leaves]
        leaves = _with_sides(leaves)
    codes = [leaf for leaf in leaves if leaf.role == "code"]
    names = [leaf for leaf in leaves if leaf.role == "name"]
    if coded and not codes:
        codes = [replace(leaf, role="code") for leaf in leaves if leaf.word in CODE_HEADS][: len(names)]
    if not names:
        return None
    if codes and len(codes) % len(names):
        return None
    share = len(codes) // len(names)
    groups = [
        Group(tuple(codes[n * share : (n + 1) * share]), name, amounts, sums_of(amounts), _is_nested(amounts))
        for n, (name, amounts) in enumerate(zip(names, _amounts(leaves, len(names)), strict=True))
    ]
    return groups if all(group.amounts and not _mixed(group) for group in groups) else None


def _mixed(group: Group) -> bool:
    """Whether stages stand among other columns, each below a word of its own that is not known."""
    staged = sum(leaf.word in STAGES for leaf in group.amounts)
    return 0 < staged < len(group.amounts)


def _with_sides(leaves: Sequence[Leaf]) -> list[Leaf]:
    """The columns of a two-sided table under the words that name its sides, where there is one for each."""
    sides = [leaf.word for leaf in leaves if leaf.word in SIDES]
    found: list[Leaf] = []
    number = -1
    for leaf in leaves:
        number += leaf.role == "name"
        named = len(sides) == 2 and leaf.role != "parent" and 0 <= number < 2
        found.append(replace(leaf, parent=sides[number]) if named else leaf)
    return found


def _settled(leaf: Leaf, coded: bool) -> Leaf:
    """项目 is the head of codes and names where there are such columns, else the column of names itself."""
    return replace(leaf, role="parent" if coded else "name") if leaf.role == "item" else leaf


def _amounts(leaves: Sequence[Leaf], count: int) -> list[tuple[Leaf, ...]]:
    """The amount columns of each of ``count`` groups: those after its name, or all of them where there is one group."""
    if count == 1:
        return [_columns([leaf for leaf in leaves if leaf.role == "amount"])]
    found: list[list[Leaf]] = []
    for leaf in leaves:
        if leaf.role == "name":
            found.append([])
        elif leaf.role == "amount" and found:
            found[-1].append(leaf)
    return [_columns(amounts) for amounts in found]


def _columns(amounts: Sequence[Leaf]) -> tuple[Leaf, ...]:
    """The amount columns without words that stand above others: 预算数 over all, 基本支出 over its two parts."""
    staged = [leaf for leaf in amounts if leaf.word in STAGES]
    if len(staged) == 1 and len(amounts) > 1:
        amounts = [leaf for leaf in amounts if leaf not in staged]
    basic = next((leaf for leaf in amounts if leaf.word == "基本支出"), None)
    below = [leaf for leaf in amounts if leaf.word in _OF_BASIC]
    if basic is None or not below or below[0].pieces[0].line <= basic.pieces[0].line:
        return tuple(amounts)
    rest = [leaf for leaf in amounts if leaf not in below]
    at = rest.index(basic)
    return (*rest[:at], *below, *rest[at + 1 :])


def _is_nested(amounts: Sequence[Leaf]) -> bool:
    """Whether there are columns of 基本支出's parts beside 项目支出, so that a sum has to show which is which."""
    words = {leaf.word for leaf in amounts}
    return bool(words & set(_OF_BASIC)) and "项目支出" in words


def sums_of(amounts: Sequence[Leaf]) -> tuple[Sum, ...]:
    """The sums that hold among amount columns: 合计 of all the others, where each of them is a part of it."""
    words = [leaf.word for leaf in amounts]
    if len(set(words)) < len(words):
        return ()
    totals = [at for at, word in enumerate(words) if word in TOTALS]
    parts = tuple(at for at, word in enumerate(words) if word in PARTS)
    if len(totals) != 1 or len(parts) + 1 != len(words) or len(parts) < 2:
        return ()
    inner = tuple(at for at in parts if words[at] in _OF_BASIC)
    if "基本支出" not in words or not inner:
        return (Sum(totals[0], parts),)
    return (Sum(totals[0], tuple(at for at in parts if at not in inner)), Sum(words.index("基本支出"), inner))
