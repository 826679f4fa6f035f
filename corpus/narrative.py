"""Figures in the sentences of 编制说明 and 情况说明, as statements with the same keys as those of the tables.

A clause gives a figure only if every word before the figure is understood. A figure with an unknown subject, a vague
or cumulative one, and everything in a definition (名词解释) are left out: no figure is better than a misunderstood one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus import narrative_phrases as phrases
from corpus import narrative_subjects as names
from corpus.amounts import money, quantity
from corpus.narrative_text import Locator, Quantity, Sentence, canonical, quantities, sentences
from corpus.records import (
    NOT_APPLICABLE,
    CellKind,
    Document,
    Observation,
    Paragraph,
    Statement,
    Subject,
)

__all__ = ["Quantity", "Sentence", "quantities", "read_narrative", "sentences"]

_END = re.compile(r"[，；。！？\n]|：|(?<=[元%平])、")


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


class _Reader:
    """Goes through clauses in order and remembers what the next one may refer to."""

    def __init__(self, document: Document, subjects: Mapping[str, Subject]) -> None:
        self.found: list[Statement] = []
        self._document = document
        self._subjects = subjects
        self._list_scope = "财政拨款"

    def paragraph(self, paragraph: Paragraph) -> None:
        """Read one paragraph; only the scope of a list of 科目 outlives it."""
        text = canonical(paragraph.text)
        if phrases.DEFINITION.match(text):
            return
        self._text, self._printed, self._locator = text, paragraph.text, Locator(paragraph)
        self._year = self._document.fiscal_year
        self._scope = "全部"
        self._topic: Statement | None = None
        self._anchor: Statement | None = None
        self._base: tuple[int, str] | None = None
        self._counted = False
        for start, end in _clauses(text):
            if text[start:end].strip():
                self._clause(start, end)

    def _clause(self, start: int, end: int) -> None:
        base, self._base = self._base, None
        text = self._text[start:end]
        if phrases.CUMULATIVE.search(text):
            self._forget()
        elif not (self._comparison(start, end) or self._continuation(start, end, base) or self._count(start, end)):
            figures = list(phrases.LEVEL_FIGURE.finditer(self._text, start, end))
            if not figures:
                self._context(text)
                self._nothing(start, end)
            elif len(figures) == 1 and not self._text[figures[0].end() : end].strip():
                self._level(start, figures[0])
            else:
                self._forget()

    def _forget(self) -> None:
        """After figures that are not understood nothing is known about what the next ones belong to."""
        self._topic = self._anchor = None
        self._scope = ""

    @staticmethod
    def _of_whole(statement: Statement) -> bool:
        return statement.subject.kind == "organisation" and statement.side == "支出"

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
        if (subject := phrases.SUBJECT.fullmatch(text)) and "（类）" in text:
            self._topic = self._of_function(subject["quoted"] or subject["bare"])
            self._anchor = None

    def _of_function(self, name: str) -> Statement | None:
        subject = names.function(self._subjects, names.path_of(name))
        return self._template(subject, "支出", "合计", self._list_scope, self._year)

    def _template(self, subject: Subject, side: str, kind: str, scope: str, year: int | None) -> Statement | None:
        if year is None:
            return None
        stage = self._document.stage or "未标明"
        return Statement(subject, "金额", side, kind, scope, year, year, "year", stage)

    def _level(self, start: int, figure: re.Match[str]) -> None:
        lead = self._text[start : figure.start()]
        statement = self._carried(lead) if phrases.STAGE_OF_YEAR.fullmatch(lead.strip()) else self._named(lead)
        if statement is None:
            self._forget()
            return
        if statement.subject.kind in ("function", "topic"):
            self._scope = ""
        self._add(statement, figure, None)
        if statement.period_from == self._document.fiscal_year or self._anchor is None:
            self._anchor = statement
        self._topic = statement

    def _carried(self, lead: str) -> Statement | None:
        """The subject of the clause before with the year or stage that this clause names (2023年当年预算执行数为)."""
        match = phrases.STAGE_OF_YEAR.fullmatch(lead.strip())
        if match is None or self._topic is None:
            return None
        year = int(match["year"]) if match["year"] else self._year
        if year is None:
            return None
        return replace(self._topic, period_from=year, period_to=year, stage=phrases.stage_word(match["what"]))

    def _named(self, lead: str) -> Statement | None:
        if subject := phrases.SUBJECT.fullmatch(lead):
            return self._of_function(subject["quoted"] or subject["bare"])
        if self._counted and phrases.COUNTED_MONEY.fullmatch(lead):
            counted = names.item(self._subjects, "绩效目标项目")
            return self._template(counted, "支出", "项目支出", NOT_APPLICABLE, self._year)
        known = phrases.meaning_of(lead, self._document.organisation)
        if known is None:
            return None
        meaning, year = known
        subject_of = names.item(self._subjects, meaning.item) if meaning.item else self._whole()
        scope = meaning.fund_scope or self._scope
        if not scope:
            return None
        statement = self._template(subject_of, meaning.side, meaning.expenditure_kind, scope, year or self._year)
        return self._staged(statement, lead)

    def _staged(self, statement: Statement | None, lead: str) -> Statement | None:
        """A figure called 预算 in final accounts is one of the budget, and the other way round."""
        if statement is None:
            return None
        word = phrases.stage_word(re.sub(r"(?:一般公共|政府性基金|国有资本经营)预算", "", lead))
        return statement if word == "未标明" else replace(statement, stage=word)

    def _whole(self) -> Subject:
        return names.organisation(self._subjects, self._document.organisation)

    def _count(self, start: int, end: int) -> bool:
        match = phrases.COUNT.search(self._text, start, end)
        if match is None:
            return False
        self._counted = True
        subject = names.item(self._subjects, "绩效目标项目")
        statement = self._template(subject, NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE, self._year)
        if statement is not None:
            self._add(replace(statement, measure="个数"), match, None)
        return True

    def _nothing(self, start: int, end: int) -> None:
        """A sentence that says that there is none (2020年本单位无机关运行经费)."""
        match = phrases.NOTHING.fullmatch(self._text, start, end)
        if match is None or not phrases.is_us(match["who"], self._document.organisation):
            return
        what = re.sub(r"[“”\"]", "", match["what"]).removesuffix("预算")
        item = what in ("机关运行经费", "三公经费", "政府采购")
        subject = names.item(self._subjects, what) if item else self._whole()
        scope = {"政府采购": "全部"}.get(what, "财政拨款") if item else what
        said = phrases.YEAR.search(match["who"])
        kind = NOT_APPLICABLE if item else "合计"
        statement = self._template(subject, "支出", kind, scope, int(said[1]) if said else self._year)
        if statement is not None:
            place = self._locator.place(match.start("none"), match.end("what"))
            nothing = Observation(place, CellKind.NONE_WORD, place.printed, None, "narrative")
            self.found.append(replace(statement, observations=(nothing,)))

    def _comparison(self, start: int, end: int) -> bool:
        match = phrases.COMPARISON.fullmatch(self._text, start, end)
        if match is None:
            return False
        year = int(match["year"]) if match["year"] else (self._year or 0) - 1
        self._base = year, phrases.stage_word(match["what"])
        if match["direction"]:
            self._compare(match)
        return True

    def _continuation(self, start: int, end: int, base: tuple[int, str] | None) -> bool:
        match = phrases.CONTINUATION.fullmatch(self._text, start, end)
        if match is None or base is None:
            return False
        self._base = base
        self._compare(match)
        return True

    def _compare(self, match: re.Match[str]) -> None:
        """Add a change or rate of the last figure against the base that the sentence names."""
        direction = phrases.DIRECTIONS[match["direction"]]
        if self._anchor is None or self._base is None or (match["figure"] is None) != (direction == "level"):
            return
        period, stage = self._base
        if period >= self._anchor.period_from:
            return
        view = "rate" if match["figure"] and match["scale"] == "%" else "change"
        statement = replace(self._anchor, view=view, base_period=period, base_stage=stage)
        if match["figure"] is None:
            place = self._locator.place(match.start("direction"), match.end("direction"))
            same = Observation(place, CellKind.TEXT, match["direction"], None, "narrative", direction)
            self.found.append(replace(statement, observations=(same,)))
        else:
            self._add(statement, match, direction)

    def _add(self, statement: Statement, figure: re.Match[str], direction: str | None) -> None:
        """Record one printed figure: the groups ``figure``, ``digits`` and ``scale`` (without one: a count)."""
        start, end = figure.span("figure")
        printed, digits = self._printed[start:end], figure["digits"].replace(",", "")
        scale = figure.groupdict().get("scale") or "个"
        try:
            amount = quantity(digits, scale, printed) if scale in ("%", "个") else money(digits, scale, printed)
        except ValueError:
            return
        kind = CellKind.NUMBER if amount.value else CellKind.ZERO
        place = self._locator.place(start, end)
        observation = Observation(place, kind, printed, amount, "narrative", direction)
        self.found.append(replace(statement, observations=(observation,)))
