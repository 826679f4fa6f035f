"""Words of a question to the subjects they name. A subject is accepted only when no content word stays unexplained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.facts_view import FactsView
from assistant.labels import Block, Match, blocks_of, flat, match_of
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


_UNCUT = frozenset({"side", "kind", "fund", "stage"})


def trimmed(match: Match, words: Sequence[tuple[int, int]]) -> Match | None:
    """``match`` without the ends of blocks that would tear a word of the closed lists; None when nothing is left.

    A whole name may hold any part of such a word; a name said in part may not live on its pieces.
    """
    context = tuple(block for old in match.context_blocks if (block := _untorn(old, words)) is not None)
    match = replace(match, context_blocks=context)
    if match.share >= _EXACT and len(match.blocks) == 1:
        return match
    blocks = tuple(block for old in match.blocks if (block := _untorn(old, words)) is not None)
    if not blocks:
        return None
    said = sum(block.stop - block.start for block in blocks)
    return replace(match, blocks=blocks, share=said / max(len(match.label.name), 1))


def _untorn(block: Block, words: Sequence[tuple[int, int]]) -> Block | None:
    start, stop = block.start, block.stop
    for first, last in words:
        if first < start < last:
            start = min(last, stop)
        if first < stop < last:
            stop = max(first, start)
    return Block(start, stop) if stop - start >= 2 or (start, stop) == (block.start, block.stop) else None


class Linker:
    """The reading of one question against the documents in scope."""

    def __init__(self, question: Question, views: Sequence[FactsView], organisations: Iterable[str]) -> None:
        self.question = question
        self.views = views
        self.text = question.normal
        self.places = _all_places([flat(name) for name in organisations if name])
        self.organisation_blocks = _organisation_blocks(question.normal, [flat(name) for name in organisations if name])
        self._words = cut = [(span.start, span.stop) for span in question.spans if span.role in _UNCUT]
        self._matches = {
            view.document.id: [
                match for found in view.labels.matches(question.normal) if (match := trimmed(found, cut)) is not None
            ]
            for view in views
        }
        self.word_positions = positions(
            span for span in question.spans if span.role not in ("number", "code", "year", "name")
        )
        self._years = [span for span in question.spans if span.role == "year"]
        self.year_positions = positions(self._years)

    def content(self, start: int = 0) -> frozenset[int]:
        """Positions from ``start`` that no closed-list word, year or organisation name explains."""
        known = self.word_positions | self.year_positions | self.organisation_blocks
        return frozenset(i for i in range(start, len(self.text)) if i not in known)

    def candidates(self, content: frozenset[int]) -> list[Candidate]:
        """Subjects that explain all of ``content``; the best said names first. One candidate a subject."""
        best: dict[tuple[str, str], Candidate] = {}
        for view in self.views:
            for match in self._matches[view.document.id]:
                if not self._accepts(match, content):
                    continue
                bound = not content <= match.own
                found = Candidate(view, match.label.subject, match, bound)
                key = (view.document.id, found.subject.key)
                if key not in best or _rank(found) < _rank(best[key]):
                    best[key] = found
        return sorted(best.values(), key=_rank)

    def coded(self, codes: Sequence[str], rest: frozenset[int]) -> list[Candidate]:
        """The rows of ``codes``; what else is said (``rest``) must be part of the row's own name."""
        found: list[Candidate] = []
        for view in self.views:
            for code in codes:
                for label in view.labels.codes.get(code, ()):
                    whole = match_of(self.text, label)
                    match = trimmed(whole, self._words) or replace(whole, blocks=(), context_blocks=())
                    if rest <= match.explained:
                        found.append(Candidate(view, label.subject, replace(match, share=1.0)))
        return found

    def _accepts(self, match: Match, content: frozenset[int]) -> bool:
        if not content:
            return match.share >= _EXACT and len(match.label.name) >= 3
        if not content <= match.explained or not match.own & content or self._scattered(match, content):
            return False
        if self._interrupted(match) or _only_other(match, self.text, content) or _other_sign(match, self.text):
            return False
        if match.share < _EXACT and match.label.subject.kind in ("function", "economic") and _qualified(match, content):
            return False
        return all(self._joined_year(span, match) for span in self._years if span.start in content)

    def _interrupted(self, match: Match) -> bool:
        """Whether a verb of buying stands in a name that has none: 政府购买服务 is no 政府采购服务."""
        between = range(min(match.own, default=0), max(match.own, default=0))
        return any(
            self.text[s.start : s.stop] in ("购买", "采购", "买") and s.start in between and s.start not in match.own
            for s in self.question.spans
            if s.role == "verb"
        )

    @staticmethod
    def _joined_year(span: Span, match: Match) -> bool:
        """A year is part of a name only where the name goes on beside it in the question (2019年尾款)."""
        return any(
            block.start <= span.start
            and span.stop <= block.stop
            and block.stop - block.start >= span.stop - span.start + 2
            for block in (*match.blocks, *match.context_blocks)
        )

    @staticmethod
    def _scattered(match: Match, content: frozenset[int]) -> bool:
        """Whether a stretch of content is pieced together from more fragments of names than people abbreviate with."""
        blocks = (*match.blocks, *match.context_blocks)
        for run in _runs(content):
            pieces = sum(1 for block in blocks if any(block.start <= i < block.stop for i in run))
            if pieces > (2 if len(run) < 9 else 3):
                return True
        return False

    def every_candidate(self) -> list[Candidate]:
        """All subjects that share words with the question, whether they explain all of it or not."""
        return [
            Candidate(view, match.label.subject, match)
            for view in self.views
            for match in self._matches[view.document.id]
        ]

    def named(self) -> frozenset[int]:
        """Positions that say the whole name of some subject."""
        exact = [m for view in self.views for m in self._matches[view.document.id] if m.share >= _EXACT]
        return frozenset(i for match in exact for i in match.own)

    def near(self, most: int = 3) -> list[str]:
        """Names that share something with the question though they do not explain it, for a refusal's text."""
        names: list[str] = []
        content = self.content()
        for view in self.views:
            for match in self._matches[view.document.id]:
                if len(match.own & content) >= 2 and match.label.subject.kind != "indicator":
                    names.append(match.label.subject.name)
        return list(dict.fromkeys(names))[:most]


def _qualified(match: Match, content: frozenset[int]) -> bool:
    """Whether a name that is said in part goes on, to its left, with words that only the rows above it explain.

    事业单位离退休 is not 行政单位离退休, although a row above both speaks of 事业单位.
    """
    above = match.explained - match.own
    for block in match.blocks:
        before = block.start - 1
        while before in above:
            if before in content:
                return True
            before -= 1
    return False


_LINKING = frozenset("的之和与及等")


def _other_sign(match: Match, text: str) -> bool:
    """Whether one sign of the name is another one in the question: 用类计划 is no 用款计划, 公费 no part of 办公费."""
    name = match.label.name
    blocks = sorted(match.blocks, key=lambda block: block.start)
    if len(name) <= 3 and match.share < _EXACT and not name.startswith(text[blocks[0].start : blocks[0].stop]):
        return True
    for one, other in pairwise(blocks):
        before, after = text[one.start : one.stop], text[other.start : other.stop]
        between = text[one.stop : other.start]
        missing = re.search(re.escape(before) + r"(.{1,2})" + re.escape(after), name)
        if missing and len(between) == len(missing[1]) and not _LINKING & set(between):
            return True
    return False


def _only_other(match: Match, text: str, content: frozenset[int]) -> bool:
    """Whether nothing of a name but its 其他 is said, beside words that only the rows above it explain."""
    said = "".join(text[i] for i in sorted(match.own & content))
    return said == "其他" != match.label.name and not content <= match.own


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


def _rank(candidate: Candidate) -> tuple[float, bool, int, str]:
    kinds = {"project": 0, "function": 1, "economic": 2, "item": 3, "line": 4, "indicator": 6}
    return (-candidate.match.share, candidate.bound, kinds.get(candidate.subject.kind, 5), candidate.subject.key)


_REGION = re.compile(r"^(?:[^市]{2,4}市)?(?:[^区县市]{1,5}(?:新区|区|县|市))?")


_THIS_BODY = re.compile(
    r"(?:这个|这家|该|本|我们?|你们?|咱们?)(街道|办公室|委员会|[局委镇乡院校所]|中心|学院|学校|医院|大队)"
)
"""The organisation by its sort alone: 这个街道, 本局."""


def _organisation_blocks(text: str, names: Sequence[str]) -> frozenset[int]:
    """Positions that say an organisation's name: a clear part of what is its own, with the place names right before it.

    A place name alone names the place, not the organisation; two characters of a longer name name nothing.
    """
    found: set[int] = set()
    for name in names:
        for match in _THIS_BODY.finditer(text):
            found.update(range(*match.span()) if match[1] in name else ())
        places, own = places_and_own(name)
        for block in blocks_of(text, own, shortest=min(3, max(len(own), 2))):
            start = block.start
            while place := next((p for p in places if text[:start].endswith(p)), ""):
                start -= len(place)
            found.update(range(start, block.stop))
    return frozenset(found)


def places_and_own(name: str) -> tuple[list[str], str]:
    """The place names in front of an organisation's name (comparison form), and the part that is its own."""
    region = _REGION.match(name)
    return _place_names(region[0] if region else ""), name[region.end() :] if region else name


def _all_places(names: Sequence[str]) -> tuple[str, ...]:
    """The place names in the organisations' names, longest first."""
    regions = [match[0] for name in names if (match := _REGION.match(name))]
    return tuple(sorted({place for region in regions for place in _place_names(region)}, key=len, reverse=True))


def _place_names(region: str) -> list[str]:
    """The place names in front of an organisation's name, with and without their rank: 某某市, 某某, 某某区."""
    parts = re.findall(r"[^市区县]+(?:新区|[市区县])", region)
    return sorted({*parts, *(part.rstrip("市区县") for part in parts if len(part) > 2)}, key=len, reverse=True)
