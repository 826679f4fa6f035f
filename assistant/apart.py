"""Where a stretch of a question stands apart from the words beside it, so that it may be a name of its own."""

from __future__ import annotations

import re
from functools import cached_property

from assistant.records import Question
from index.words import segment

_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[\u3400-\u9fffa-z]")
_NUMERAL = re.compile(r"[\d一二两三四五六七八九十百千万亿几多半零〇数]$")
_FISCAL_YEAR = re.compile(r"(?<!\d)20[1-3]\d$")
_NO_WORD = frozenset({"number", "code"})


class Apart:
    """A question's comparison form with the places at which one word ends and another begins."""

    def __init__(self, question: Question) -> None:
        self.text = question.normal
        self._question = question

    @cached_property
    def _explained(self) -> frozenset[int]:
        """Positions of closed-list words and literals."""
        spans = (span for span in self._question.spans if span.role not in _NO_WORD)
        return frozenset(i for span in spans for i in range(span.start, span.stop))

    @cached_property
    def _cuts(self) -> frozenset[int]:
        at, cuts = 0, {0}
        for token in segment(self.text):
            at += len(token)
            cuts.add(at)
        return frozenset(cuts)

    def delimited(self, word: str) -> bool:
        """Whether the question as it was put has ``word`` between spaces or marks: 百分之几 万里."""
        return re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", self._question.text) is not None

    def begins(self, at: int) -> bool:
        """Whether a name may begin at ``at`` with nothing unknown before it: at the start, or behind a known word."""
        if at == 0 or not _LETTER.match(self.text[at - 1]):
            return True
        return at - 1 in self._explained and at in self._cuts

    def cut_before(self, at: int) -> bool:
        """Whether a word ends right before ``at``, and no numeral: 三万里 names no place."""
        before = self.text[:at]
        numeral = _NUMERAL.search(before) is not None and _FISCAL_YEAR.search(before) is None
        return not numeral and (at in self._cuts or self.begins(at))

    def cut_after(self, at: int) -> bool:
        """Whether another word begins at ``at``."""
        return at >= len(self.text) or not _HAN.match(self.text[at]) or at in self._cuts
