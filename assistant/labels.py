"""What a document has names for: every subject with its names, findable by the pieces of a question.

A match is a set of blocks: stretches of at least two characters that question and name share. It says which characters
of the question the name explains (so that unexplained words can stop an answer) and how much of the name was said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.language import normal_form
from corpus.records import LineItem, Reading, Subject

_KEPT = re.compile(r"[^\u3400-\u9fffa-z0-9+%.]")
_NUMERALS = frozenset("一二三四五六七八九十")
_THREE_PUBLIC = frozenset(
    {
        *("因公出国境费", "因公出国境费用", "公务接待费", "公务用车购置及运行费", "公务用车购置及运行维护费"),
        *("公务用车购置费", "公务用车运行费", "公务用车运行维护费"),
    }
)
"""What “三公”经费 consist of, in comparison form: they are asked for as parts of them."""
_MONEY_KINDS = frozenset({"project", "line", "function", "economic", "item", "organisation"})


@lru_cache(maxsize=32768)
def flat(text: str) -> str:
    """Comparison form: normal form without punctuation and white space."""
    return _KEPT.sub("", normal_form(text)).replace(".", "")


@dataclass(frozen=True, slots=True)
class Label:
    """One name of a subject in comparison form. ``context`` is the name of the project around a line or indicator."""

    document: str
    subject: Subject
    name: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A shared stretch: characters ``start`` to ``stop`` of the question."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Match:
    """How a label meets a question. ``share`` is the part of the name that was said, from 0 to 1."""

    label: Label
    blocks: tuple[Block, ...]
    context_blocks: tuple[Block, ...]
    share: float

    @property
    def own(self) -> frozenset[int]:
        """Positions of the question that the name itself explains."""
        return frozenset(i for block in self.blocks for i in range(block.start, block.stop))

    @property
    def explained(self) -> frozenset[int]:
        """Positions that the name or its project's name explains."""
        return self.own | frozenset(i for block in self.context_blocks for i in range(block.start, block.stop))


def blocks_of(question: str, name: str, shortest: int = 2) -> tuple[Block, ...]:
    """The longest shared stretches of ``question`` and ``name``, not overlapping in either, longest first.

    A name of one single character, or one shorter than ``shortest``, matches only as a whole.
    """
    shortest = min(shortest, max(len(name), 1))
    free_q = [True] * len(question)
    free_n = [True] * len(name)
    found: list[Block] = []
    while True:
        best = (0, 0, 0)
        run = [0] * (len(name) + 1)
        for i, char in enumerate(question):
            previous = 0
            for j, other in enumerate(name):
                keep = run[j + 1]
                run[j + 1] = previous + 1 if char == other and free_q[i] and free_n[j] else 0
                if run[j + 1] > best[0]:
                    best = (run[j + 1], i, j)
                previous = keep
        length, end_q, end_n = best
        if length < shortest:
            return tuple(sorted(found, key=lambda block: (block.start - block.stop, block.start)))
        start, stop = end_q - length + 1, end_q + 1
        shift = end_n - end_q
        while start < stop and (_cuts(question, start) or _cuts(name, start + shift)):
            start += 1
        while start < stop and (_cuts(question, stop) or _cuts(name, stop + shift)):
            stop -= 1
        if stop - start >= shortest:
            found.append(Block(start, stop))
        for k in range(length):
            free_q[end_q - k] = free_n[end_n - k] = False


def _cuts(text: str, at: int) -> bool:
    """Whether a boundary at ``at`` cuts a number or an ordinal: 2021 and 2011 share no part, 第三 and 第四 none."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    return (before.isdigit() and after.isdigit()) or before == "第" or (before in _NUMERALS and after in "期届阶批轮")


class LabelIndex:
    """All labels of one document, with an inverted index over character pairs."""

    def __init__(self, reading: Reading) -> None:
        self.document = reading.document
        self.labels: list[Label] = list(_labels(reading))
        self._pairs: dict[str, set[int]] = defaultdict(set)
        for number, label in enumerate(self.labels):
            for pair in _pairs(label.name):
                self._pairs[pair].add(number)
        self.codes: dict[str, list[Label]] = defaultdict(list)
        for label in self.labels:
            if label.subject.code:
                self.codes[label.subject.code].append(label)

    def holding(self, parts: Sequence[str]) -> int:
        """How many different names hold all of some stretches."""
        wanted = [self._pairs.get(pair, set()) for part in parts for pair in _pairs(part)]
        shared = set.intersection(*wanted) if wanted else set()
        return len({self.labels[i].name for i in shared if all(part in self.labels[i].name for part in parts)})

    def matches(self, question: str, most: int = 80) -> list[Match]:
        """Labels that share a stretch with ``question`` (in comparison form), those sharing the rarest pairs first."""
        weights: dict[int, float] = defaultdict(float)
        for pair in _pairs(question):
            holders = self._pairs.get(pair, set())
            for number in holders:
                weights[number] += 1.0 / (1 + len(holders)) + 0.2
        ranked = sorted(weights, key=lambda number: (-weights[number], number))[:most]
        return [match for number in ranked if (match := match_of(question, self.labels[number])).blocks]


def match_of(question: str, label: Label) -> Match:
    """How ``label`` meets ``question`` (comparison form); its project explains only what the name does not."""
    blocks = blocks_of(question, label.name)
    said = sum(block.stop - block.start for block in blocks)
    context: tuple[Block, ...] = ()
    if label.context and blocks:
        covered = {i for block in blocks for i in range(block.start, block.stop)}
        masked = "".join("\0" if i in covered else char for i, char in enumerate(question))
        context = blocks_of(masked, label.context)
    return Match(label, blocks, context, said / max(len(label.name), 1))


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or ({text} if text else set())


def _labels(reading: Reading) -> Iterable[Label]:
    """Every subject that statements are about, by its names."""
    document = reading.document.id
    projects = {project.key: flat(project.name) for project in reading.projects}
    lines = {f"line:{line.key}": line for project in reading.projects for line in project.lines}
    subjects = {statement.subject.key: statement.subject for statement in reading.statements}
    seen: set[tuple[str, str]] = set()
    for statement in reading.statements:
        subject = statement.subject
        for name in _names(subject, lines):
            if (subject.key, name) in seen or not name:
                continue
            seen.add((subject.key, name))
            context = projects.get(subject.project, "") if subject.kind in ("line", "indicator") else ""
            if subject.kind == "item" and name in _THREE_PUBLIC:
                context = "三公经费"
            if subject.parent and subject.kind in ("function", "economic"):
                context = "".join(flat(name) for name in _above(subject, subjects))
            yield Label(document, subject, name, context)


def _above(subject: Subject, subjects: Mapping[str, Subject]) -> list[str]:
    """The names of the rows that a row stands under, the highest first."""
    names: list[str] = []
    while subject.parent in subjects:
        subject = subjects[subject.parent]
        names.insert(0, subject.name)
    return names


def _names(subject: Subject, lines: Mapping[str, LineItem]) -> Sequence[str]:
    """A line item is called by its content, by its detail, or by both; every other subject by its name."""
    line = lines.get(subject.key)
    if line is None:
        return [flat(subject.name)]
    content, detail = flat(line.content), flat(line.detail)
    return list(
        dict.fromkeys(name for name in (content + detail if content != detail else detail, detail, content) if name)
    )


def is_money(subject: Subject) -> bool:
    """Whether a subject's figures are amounts of money (an indicator's are not)."""
    return subject.kind in _MONEY_KINDS
