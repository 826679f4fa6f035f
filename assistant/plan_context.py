"""What planning a question looks at: its words, the documents in scope, and the subjects that its content can name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.facts_view import FactsView
from assistant.link import Candidate, Linker, positions
from assistant.named_tables import printed_in
from assistant.plan_words import Words
from assistant.records import Question, Scope, Span
from assistant.vocabulary import WORDS

_OF_THE_WHOLE = frozenset({"op:share", "op:total", "op:difference", "op:list"})
_GENERAL = frozenset({"func", "money", "verb", "year"})


@dataclass(frozen=True, slots=True)
class Context:
    """One question, or one ``inner`` part of it, against the documents in scope. Nothing here changes while planning.

    ``strange_years`` are the mentioned years that are no document's own. ``year_positions`` are where those of them
    stand that are not the base of a comparison either: such a year must be part of a subject's name. ``meant`` are the
    subjects (by ``reference``) that the conversation has chosen: a candidate among them is the one that is meant.
    """

    question: Question
    views: tuple[FactsView, ...]
    scope: Scope
    strange_years: frozenset[int]
    linker: Linker
    year_positions: frozenset[int]
    inner: bool = False
    meant: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The question in comparison form."""
        return self.question.normal

    def content(self, start: int = 0) -> frozenset[int]:
        """Positions from ``start`` that no closed-list word explains, and those of the years that need a name."""
        return self.linker.content(start) | frozenset(i for i in self.year_positions if i >= start)

    def words(self, explained: frozenset[int] = frozenset(), start: int = 0) -> Words:
        """The words from ``start`` that are not part of an explained name."""
        spans = (span for span in self.question.spans if span.start >= start)
        kept = (_rest(s, explained, self.text) for s in spans if not set(range(s.start, s.stop)) <= explained)
        return Words(tuple(span for span in kept if span is not None), self.text)

    def said(self, where: frozenset[int]) -> str:
        """The characters of the question at those positions."""
        return "".join(self.text[i] for i in sorted(where))

    def candidates(self, content: frozenset[int]) -> list[Candidate]:
        """Subjects that explain ``content``, best first. A code names its row; words beside it must be of its name."""
        codes = [span for span in self.question.spans if span.role == "code"]
        if codes:
            return self.linker.coded([span.text for span in codes], content - positions(codes))
        target = any(span.text == "measure:目标值" for span in self.question.spans)
        found = [c for c in self.linker.candidates(content) if not _too_thin(c, content, target)]
        chosen = [candidate for candidate in found if reference(candidate) in self.meant]
        if chosen:
            return chosen
        table = next((span.text for span in self.question.spans if span.role == "table"), "")
        found = [c for c in found if printed_in(c.view, c.view.by_subject[c.subject.key], table)] or found
        return [c for c in found if not any(self._says_more(other, c, content) for other in found)]

    def _says_more(self, one: Candidate, other: Candidate, content: frozenset[int]) -> bool:
        """Whether ``one`` explains all that ``other`` does and further words that are more than general ones."""
        if one.bound or not other.match.own < one.match.own:
            return False
        if other.exact and not one.exact:
            extra = one.match.own - other.match.own
            return bool(extra & content) or "类" in self.said(extra)  # X类项目 is called X类, its line is called X
        spans = self.question.spans
        general = positions(span for span in spans if span.role in _GENERAL or span.text == "noun:项目")
        return one.exact or bool(one.match.own - other.match.own - general)

    def part(self, start: int, stop: int) -> Context:
        """The stretch from ``start`` to ``stop`` as a question of its own; words about all parts say nothing in it."""
        spans = [span for span in self.question.spans if span.start >= start and span.stop <= stop]
        moved = tuple(replace(_own(span), start=span.start - start, stop=span.stop - start) for span in spans)
        question = replace(self.question, normal=self.text[start:stop], spans=moved)
        inner = context_of(question, self.views, self.scope, self.strange_years, inner=True)
        return replace(inner, meant=self.meant)


def context_of(
    question: Question,
    views: Sequence[FactsView],
    scope: Scope,
    strange_years: frozenset[int],
    inner: bool = False,
) -> Context:
    """The context of a question; ``strange_years`` are the years it mentions that are no document's own."""
    linker = Linker(question, views, [view.document.organisation for view in views])
    changed = any(s.text == "op:change" or s.role in ("base", "compare") for s in question.spans)
    following = {view.document.fiscal_year for view in views} if changed else set()
    stages = {span.text.partition(":")[2] for span in question.spans if span.role == "stage"}
    quoted = {y for y in strange_years if any(view.quotes_year(y, s) for view in views for s in stages or {""})}
    naming = {year for year in strange_years - quoted if year + 1 not in following}
    years = positions(span for span in question.spans if span.role == "year" and int(span.text) in naming)
    return Context(question, tuple(views), scope, strange_years, linker, years, inner)


def reference(candidate: Candidate) -> str:
    """How a plan names a subject: "document id#subject key"."""
    return f"{candidate.view.document.id}#{candidate.subject.key}"


def _rest(span: Span, explained: frozenset[int], text: str) -> Span | None:
    """The span, or what is left of a word that a name begins or ends within: 红十字事业收入 speaks of 收入 only."""
    left = [i for i in range(span.start, span.stop) if i not in explained]
    if len(left) == span.stop - span.start:
        return span
    word = WORDS.get(text[left[0] : left[-1] + 1])
    if word is None or ":" not in span.text:
        return span
    return Span(f"{word.role}:{word.value}" if word.value else word.role, left[0], left[-1] + 1, word.role)


def _own(span: Span) -> Span:
    """The span as one part of a question sees it: what is said of all parts together is a function word there."""
    return replace(span, text="func", role="func") if span.text in _OF_THE_WHOLE or span.role == "both" else span


def _too_thin(candidate: Candidate, content: frozenset[int], target: bool) -> bool:
    """Whether an indicator, or a line found through its project's name, is hardly named in its own right."""
    if candidate.subject.kind == "indicator":
        return candidate.match.share < (0.3 if target or content <= candidate.match.own else 0.5)
    row = candidate.subject.kind in ("function", "economic")
    return candidate.bound and candidate.match.share < (0.3 if row else 0.5)
