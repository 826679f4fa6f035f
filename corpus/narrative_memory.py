"""What a reader of prose remembers between clauses, and what the words before a figure mean there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from corpus import narrative_phrases as phrases
from corpus import narrative_subjects as names
from corpus.amounts import SCALES, money, quantity
from corpus.column_words import GRAND_TOTAL
from corpus.narrative_text import Locator
from corpus.records import NOT_APPLICABLE, CellKind, Document, Observation, Paragraph, Statement, Subject

BUDGETS = ("预算", "年初预算", "全年预算")
"""Stages that an outcome may be compared with."""


class Memory:
    """The topic, the figures that a comparison refers to, scope, year and base of the clauses read so far."""

    def __init__(self, document: Document, subjects: Mapping[str, Subject]) -> None:
        self.found: list[Statement] = []
        self._document = document
        self._subjects = subjects
        self._list_scope = "财政拨款"

    def _begin(self, paragraph: Paragraph, text: str) -> None:
        """Forget all but the scope of a list of 科目."""
        self._text, self._printed, self._locator = text, paragraph.text, Locator(paragraph)
        self._year = self._document.fiscal_year
        self._scope = "全部"
        self._topic: Statement | None = None
        self._anchor: tuple[Statement, ...] = ()
        self._base: tuple[int, str] | None = None
        self._budget: Statement | None = None
        self._counted = ""
        self._class = ""
        self._same_sentence = False

    def _forget(self) -> None:
        """After figures that are not understood nothing is known about what the next ones belong to."""
        self._topic, self._anchor, self._budget = None, (), None
        self._scope = self._class = ""

    @staticmethod
    def _of_whole(statement: Statement) -> bool:
        return statement.subject.kind == "organisation" and statement.side == "支出"

    def _of_function(self, name: str) -> Statement | None:
        subject = names.function(self._subjects, names.path_of(name), "".join(names.codes_of(name)[-1:]))
        return self._template(subject, "支出", "合计", self._list_scope, self._year)

    def _of_class(self, match: re.Match[str]) -> Statement | None:
        """The 类, or the 款 of the 类 named last, if just one of that name is printed in the tables."""
        length = 3 if match["level"] == "类" else 5
        if length == 5 and not self._class:
            return None
        name = match["name"].strip()
        subject = names.at_level(self._subjects, name, length, self._class if length == 5 else "")
        if subject is None:
            return None
        self._class = subject.code[:3]
        return self._template(subject, "支出", "合计", self._list_scope, self._year)

    def _template(self, subject: Subject, side: str, kind: str, scope: str, year: int | None) -> Statement | None:
        if year is None:
            return None
        stage = self._document.stage or "未标明"
        return Statement(subject, "金额", side, kind, scope, year, year, "year", stage)

    def _at_stage(self, statement: Statement, words: str) -> Statement:
        """The statement at the stage that ``words`` name; the opening budget of a budget document is its budget."""
        stage = phrases.stage_word(words)
        if stage == "年初预算" and (self._document.stage, self._document.fiscal_year) == (
            "预算",
            statement.period_from,
        ):
            stage = "预算"
        return statement if stage == "未标明" else replace(statement, stage=stage)

    def _named(self, lead: str) -> tuple[Statement | None, ...]:
        if subject := phrases.SUBJECT.fullmatch(lead):
            return (self._of_function(subject["quoted"] or subject["bare"]),)
        if staged := phrases.STAGED.fullmatch(lead):
            found = [item for item in self._named(staged["subject"]) if item]
            year = int(staged["year"]) if staged["year"] else None
            found = [replace(item, period_from=year, period_to=year) if year else item for item in found]
            return tuple(self._at_stage(item, staged["what"]) for item in found)
        if classed := phrases.CLASS.fullmatch(lead):
            return (self._of_class(classed),)
        if self._counted and phrases.COUNTED_MONEY.fullmatch(lead):
            counted = names.item(self._subjects, self._counted)
            money_of = self._template(counted, "支出", "项目支出", NOT_APPLICABLE, self._year)
            return (self._at_stage(money_of, lead) if money_of else None,)
        known = phrases.meaning_of(lead, self._document.organisation)
        if known is None:
            return ()
        meaning, said = known
        if self._other_side(meaning):
            return ()
        return tuple(self._of_meaning(item, said or self._year, lead) for item in self._sides(meaning, lead))

    def _other_side(self, meaning: phrases.Meaning) -> bool:
        """Whether a bare 支出 follows, in one sentence, the income of certain funds: it may be of these funds only."""
        if self._topic is None or meaning.fund_scope != "全部" or self._topic.fund_scope in ("全部", NOT_APPLICABLE):
            return False
        return {self._topic.side, meaning.side} == {"收入", "支出"} and self._same_sentence

    def _sides(self, meaning: phrases.Meaning, lead: str) -> tuple[phrases.Meaning, ...]:
        """One figure of both sides is two; a 总计 of final accounts, or of a table with balances, holds balances."""
        held = GRAND_TOTAL if f"item:{GRAND_TOTAL}" in self._subjects or self._document.stage == "决算" else ""
        if meaning.side == phrases.BOTH:
            spent = replace(meaning, item=held, side="支出", expenditure_kind=NOT_APPLICABLE if held else "合计")
            return replace(meaning, item=held, side="收入"), spent
        whole = not meaning.item and meaning.expenditure_kind in ("合计", NOT_APPLICABLE) and meaning.fund_scope
        if held and whole in ("全部", "财政拨款") and re.search(r"总计(?:均|各)?为?\s*$", lead):
            return (replace(meaning, item=held, expenditure_kind=NOT_APPLICABLE),)
        return (meaning,)

    def _of_meaning(self, meaning: phrases.Meaning, year: int | None, lead: str) -> Statement | None:
        subject = names.item(self._subjects, meaning.item) if meaning.item else self._whole()
        scope = meaning.fund_scope or self._scope
        if not scope:
            return None
        statement = self._template(subject, meaning.side, meaning.expenditure_kind, scope, year)
        words = re.sub(r"(?:一般公共|政府性基金|国有资本经营)预算", "", lead)
        return self._at_stage(statement, words) if statement else None

    def _whole(self) -> Subject:
        return names.organisation(self._subjects, self._document.organisation)

    def _budget_stage(self, words: str, outcome: Statement) -> str:
        """The stage of the budget meant: the one named, else the one that the sentence gave for the same subject."""
        stage = phrases.stage_word(words)
        budget = self._budget
        if (
            stage == "预算"
            and budget
            and budget.subject == outcome.subject
            and budget.period_from == outcome.period_from
        ):
            return budget.stage
        return stage

    def _add(self, statement: Statement, match: re.Match[str], direction: str | None, group: str = "figure") -> None:
        """Record one printed figure: a group with its ``digits`` and ``scale`` (without one: a count)."""
        prefix = "" if group == "figure" else f"{group}_"
        start, end = match.span(group)
        printed, digits = self._printed[start:end], match[f"{prefix}digits"].replace(",", "")
        scale = (match.groupdict().get(f"{prefix}scale") or "个").replace("％", "%")
        try:
            amount = money(digits, scale, printed) if scale in SCALES else quantity(digits, scale, printed)
        except ValueError:
            return
        kind = CellKind.NUMBER if amount.value else CellKind.ZERO
        place = self._locator.place(start, end)
        observation = Observation(place, kind, printed, amount, "narrative", direction)
        self.found.append(replace(statement, observations=(observation,)))
