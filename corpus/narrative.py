"""Figures in the sentences of 编制说明 and 情况说明, as statements with the same keys as those of the tables.

A clause gives a figure only if every word before the figure is understood. A figure with an unknown subject, a vague
or cumulative one, and everything in a definition (名词解释) are left out: no figure is better than a misunderstood one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus import narrative_phrases as phrases
from corpus.narrative_changes import Changes
from corpus.narrative_memory import BUDGETS
from corpus.narrative_text import Quantity, Sentence, canonical, quantities, sentences
from corpus.records import Document, Paragraph, Statement, Subject

__all__ = ["Quantity", "Sentence", "quantities", "read_narrative", "sentences"]

_END = re.compile(r"[，；。！？\n]|：|(?<=[元%平辆台个])、")


def read_narrative(
    paragraphs: Sequence[Paragraph], document: Document, subjects: Mapping[str, Subject]
) -> list[Statement]:
    """The figures of the prose, one statement for each thing meant with all its observations, in order of appearance.

    ``subjects`` are those of the tables and forms by key; names are looked up among them. Without a fiscal year and
    without a year in the sentence there is no statement.
    """
    reader = _Reader(document, subjects)
    for paragraph in paragraphs:
        reader.paragraph(paragraph)
    merged: dict[tuple[str | int, ...], Statement] = {}
    for statement in reader.found:
        known = merged.get(statement.key)
        observations = (*known.observations, *statement.observations) if known else statement.observations
        merged[statement.key] = replace(known or statement, observations=observations)
    return list(merged.values())


def _clauses(text: str) -> list[tuple[int, int]]:
    """Offsets of the clauses of a canonical text. What stands in brackets never ends a clause."""
    masked = re.sub(r"（[^（）]*）", lambda match: re.sub(r"[，；。：、]", " ", match[0]), text)
    bounds, start = [], 0
    for match in _END.finditer(masked):
        bounds.append((start, match.start()))
        start = match.end()
    return [*bounds, (start, len(text))]


class _Reader(Changes):
    """Goes through clauses in order and remembers what the next one may refer to."""

    def paragraph(self, paragraph: Paragraph) -> None:
        """Read one paragraph; only the scope of a list of 科目 outlives it."""
        text = canonical(paragraph.text)
        if phrases.DEFINITION.match(text):
            return
        self._begin(paragraph, text)
        for start, end in _clauses(text):
            if text[start:end].strip():
                self._clause(start, end)

    def _clause(self, start: int, end: int) -> None:
        base, self._base = self._base, None
        if start and self._text[start - 1] in "。；！？\n":
            self._same_sentence = False
        text = self._text[start:end]
        if text.strip() == "其中":
            self._base = base
        if phrases.CUMULATIVE.search(text):
            self._forget()
        elif not (
            self._comparison(start, end)
            or self._continuation(start, end, base)
            or self._count(start, end)
            or self._stock(start, end)
            or self._completion(start, end)
            or self._named_change(start, end, base)
        ):
            self._figures(start, end)
        if re.search(r"\d", text) and not phrases.COUNT.search(text):
            self._counted = ""

    def _figures(self, start: int, end: int) -> None:
        """A clause that states one level, maybe with a remark in brackets or a comparison after it; or none."""
        text = self._text[start:end]
        figure = phrases.LEVEL_FIGURE.search(self._text, start, end)
        if figure is None:
            self._context(text)
            self._nothing(start, end)
            return
        rest = self._text[figure.end() : end].strip()
        compared = phrases.COMPARISON.fullmatch(self._text, figure.end(), end) if rest else None
        if rest and not re.fullmatch(r"（[^（）]*）", rest) and compared is None:
            self._forget()
            return
        self._level(start, figure)
        if compared is not None:
            self._comparison(figure.end(), end)

    def _context(self, text: str) -> None:
        """Remember what a clause without figures says about the following ones."""
        if year := phrases.YEAR.fullmatch(text.strip()):
            self._year = int(year[1])
        if (inside := phrases.INSIDE.fullmatch(text)) and phrases.is_us(inside["who"], self._document.organisation):
            self._scope = inside["scope"]
        if text.strip() == "其中":
            self._scope = self._topic.fund_scope if self._topic and self._of_whole(self._topic) else ""
        if listed := phrases.LISTED.search(text):
            enclosing = self._topic.fund_scope if self._topic and self._of_whole(self._topic) else self._list_scope
            self._list_scope = listed["scope"] or enclosing
        if (subject := phrases.SUBJECT.fullmatch(text)) and re.search(r"（\d*类）", text):
            self._topic = self._of_function(subject["quoted"] or subject["bare"])
            self._anchor, self._budget = (), None

    def _level(self, start: int, figure: re.Match[str]) -> None:
        lead = self._text[start : figure.start()]
        carried = phrases.STAGE_OF_YEAR.fullmatch(lead.strip()) is not None
        found = (self._carried(lead),) if carried else self._named(lead)
        statements = tuple(statement for statement in found if statement is not None)
        if not statements:
            self._forget()
            return
        first = statements[0]
        if first.subject.kind in ("function", "topic"):
            self._scope = ""
        for statement in statements:
            self._add(statement, figure, None)
        if first.period_from == self._document.fiscal_year or not self._anchor:
            self._anchor = statements
        if first.stage in BUDGETS:
            self._budget = first
        self._topic, self._same_sentence = first, True

    def _carried(self, lead: str) -> Statement | None:
        """The subject of the clause before with the year or stage that this clause names (2023年当年预算执行数为)."""
        match = phrases.STAGE_OF_YEAR.fullmatch(lead.strip())
        if match is None or self._topic is None:
            return None
        year = int(match["year"]) if match["year"] else self._year
        if year is None:
            return None
        return self._at_stage(replace(self._topic, period_from=year, period_to=year), match["what"])
