"""A question without some of its words: what is left is asked of each document, or at each stage, for itself."""

from __future__ import annotations

from dataclasses import replace

from assistant.mentions import Mentions
from assistant.records import Question, Span


def masked(question: Question, words: frozenset[int], said: Mentions) -> Question:
    """The question without those positions and without its words of scope, which stand as words of scope only."""
    where = words | said.positions
    bodies = {i for body in said.bodies for i in range(body.start, body.stop)}
    kept = [s for s in question.spans if not _touches(s, where)]
    joints = {s for s in kept if s.role == "join" and _between(s, where, len(question.normal))}
    spans = [s for s in kept if s not in joints]
    where |= {i for s in joints for i in range(s.start, s.stop)}
    spans += [Span("func", i, i + 1, "func") for i in sorted(where - bodies)]
    spans += [Span("scope:单位", body.start, body.stop, "scope") for body in said.bodies]
    rest = {i for s in question.spans if _touches(s, where) for i in range(s.start, s.stop)} - where
    spans += [Span("func", i, i + 1, "func") for i in sorted(rest)]
    normal = "".join("\0" if i in where else char for i, char in enumerate(question.normal))
    return replace(question, normal=normal, spans=tuple(sorted(spans, key=lambda s: (s.start, -s.stop))))


def _touches(span: Span, where: frozenset[int] | set[int]) -> bool:
    return any(i in where for i in range(span.start, span.stop))


def _between(span: Span, where: frozenset[int] | set[int], length: int) -> bool:
    """Whether a joint stands beside a masked word, so that it joins scopes and not subjects."""
    before = span.start == 0 or span.start - 1 in where
    after = span.stop >= length or span.stop in where
    return before or after if span.start == span.stop else before and after
