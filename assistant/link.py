"""Words of a question to the subjects they name. A subject is accepted only when no content word stays unexplained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.facts_view import FactsView
from assistant.labels import Block, Label, Match, blocks_of, flat
from assistant.records import Question, Span
from corpus.records import Subject

_EXACT = 0.999


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subject of one document that explains all content of a question, with the share of its name that was said."""

    view: FactsView
    subject: Subject
    match: Match
    bound: bool = False

    @property
    def exact(self) -> bool:
        """Whether the whole name was said."""
        return self.match.share >= _EXACT


class Linker:
    """The reading of one question against the documents in scope."""

    def __init__(self, question: Question, views: Sequence[FactsView], organisations: Iterable[str]) -> None:
        self.question = question
        self.views = views
        self.text = question.normal
        self.organisation_blocks = _organisation_blocks(question.normal, [flat(name) for name in organisations if name])
        self._matches = {view.document.id: view.labels.matches(question.normal) for view in views}
        self.word_positions = positions(
            span for span in question.spans if span.role not in ("number", "code", "year", "name")
        )
        self.year_positions = positions(span for span in question.spans if span.role == "year")

    def content(self, start: int = 0, stop: int | None = None) -> frozenset[int]:
        """Positions between ``start`` and ``stop`` that no closed-list word, year or organisation name explains."""
        stop = len(self.text) if stop is None else stop
        known = self.word_positions | self.year_positions | self.organisation_blocks
        return frozenset(i for i in range(start, stop) if i not in known)

    def candidates(self, content: frozenset[int], start: int = 0, stop: int | None = None) -> list[Candidate]:
        """Subjects that explain all of ``content``; the best said names first. One candidate a subject."""
        stop = len(self.text) if stop is None else stop
        best: dict[tuple[str, str], Candidate] = {}
        for view in self.views:
            for whole in self._matches[view.document.id]:
                match = clipped(whole, self.text, start, stop)
                if match is None or not self._accepts(match, content):
                    continue
                bound = not content <= match.own
                found = Candidate(view, match.label.subject, match, bound)
                key = (view.document.id, found.subject.key)
                if key not in best or _rank(found) < _rank(best[key]):
                    best[key] = found
        return sorted(best.values(), key=_rank)

    def coded(self, codes: Sequence[str], rest: frozenset[int], start: int, stop: int) -> list[Candidate]:
        """The rows of ``codes``; what else is said (``rest``) must be part of the row's own name."""
        found: list[Candidate] = []
        for view in self.views:
            for code in codes:
                for label in view.labels.codes.get(code, ()):
                    match = rematch("\0" * start + self.text[start:stop], label) or Match(label, (), (), 0.0)
                    if rest <= match.own:
                        found.append(Candidate(view, label.subject, replace(match, share=1.0)))
        return found

    def _accepts(self, match: Match, content: frozenset[int]) -> bool:
        if not content:
            return match.share >= _EXACT and len(match.label.name) >= 3
        return content <= match.explained and bool(match.own & content) and not self._scattered(match, content)

    @staticmethod
    def _scattered(match: Match, content: frozenset[int]) -> bool:
        """Whether one stretch of content is pieced together from more fragments of names than people abbreviate with."""
        blocks = (*match.blocks, *match.context_blocks)
        for run in _runs(content):
            pieces = sum(1 for block in blocks if any(block.start <= i < block.stop for i in run))
            if pieces > (2 if len(run) < 9 else 3):
                return True
        return False

    def near(self, most: int = 3) -> list[str]:
        """Names that share something with the question though they do not explain it, for a refusal's text."""
        names: list[str] = []
        content = self.content()
        for view in self.views:
            for match in self._matches[view.document.id]:
                if len(match.own & content) >= 2 and match.label.subject.kind != "indicator":
                    names.append(match.label.subject.name)
        return list(dict.fromkeys(names))[:most]


def _runs(content: frozenset[int]) -> list[list[int]]:
    """The stretches of neighbouring positions."""
    runs: list[list[int]] = []
    for index in sorted(content):
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def positions(spans: Iterable[Span]) -> frozenset[int]:
    """All positions that ``spans`` cover."""
    return frozenset(i for span in spans for i in range(span.start, span.stop))


def clipped(match: Match, text: str, start: int, stop: int) -> Match | None:
    """The match of the same label within one stretch of the question; None when nothing is left of it."""
    if start == 0 and stop == len(text):
        return match
    inside = any(block.start < stop and block.stop > start for block in match.blocks)
    if not inside:
        return None
    window = "\0" * start + text[start:stop]
    return rematch(window, match.label)


def rematch(window: str, label: Label) -> Match | None:
    """Match ``label`` against another stretch of text."""
    blocks = blocks_of(window, label.name)
    if not blocks:
        return None
    said = sum(block.stop - block.start for block in blocks)
    context: tuple[Block, ...] = ()
    if label.context:
        own = {i for block in blocks for i in range(block.start, block.stop)}
        context = blocks_of("".join("\0" if i in own else char for i, char in enumerate(window)), label.context)
    return Match(label, blocks, context, said / max(len(label.name), 1))


def _rank(candidate: Candidate) -> tuple[float, bool, int, str]:
    kinds = {"project": 0, "function": 1, "economic": 2, "item": 3, "line": 4, "indicator": 6}
    return (-candidate.match.share, candidate.bound, kinds.get(candidate.subject.kind, 5), candidate.subject.key)


def _organisation_blocks(text: str, names: Sequence[str]) -> frozenset[int]:
    """Positions that say an organisation's name or a clear part of it: a stretch of three characters or more."""
    found: set[int] = set()
    for name in names:
        for block in blocks_of(text, name, shortest=2):
            longest = block.stop - block.start
            if (
                longest >= 3
                or name.endswith(text[block.start : block.stop])
                or name.startswith(text[block.start : block.stop])
            ):
                found.update(range(block.start, block.stop))
    return frozenset(found)
