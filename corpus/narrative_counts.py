"""Clauses that state a number of things, the completion of a budget, or that there is none."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus import narrative_phrases as phrases
from corpus import narrative_subjects as names
from corpus.column_words import COMPLETION, MONEY
from corpus.narrative_memory import Memory
from corpus.records import NOT_APPLICABLE, CellKind, Observation

_COUNTED = (("编报", "绩效目标项目"), ("跟踪", "绩效跟踪评价项目"), ("自评", "绩效自评项目"))


class Counts(Memory):
    """Reads counts, rates of completion and the word 无."""

    def _count(self, start: int, end: int) -> bool:
        match = phrases.COUNT.search(self._text, start, end)
        if match is None:
            return False
        self._counted = next(item for word, item in _COUNTED if word in match["what"])
        subject = names.item(self._subjects, self._counted)
        statement = self._template(subject, NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE, self._year)
        if statement is not None:
            self._add(replace(statement, measure="个数"), match, None)
        return True

    def _stock(self, start: int, end: int) -> bool:
        """Cars and equipment that the body has, in 辆 or 台."""
        match = phrases.STOCK.fullmatch(self._text, start, end)
        if match is None or not phrases.is_us(match["who"], self._document.organisation):
            return False
        subject = names.item(self._subjects, match["what"])
        statement = self._template(subject, NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE, self._year)
        if statement is not None:
            self._add(replace(statement, measure="数量"), match, None)
        return True

    def _completion(self, start: int, end: int) -> bool:
        """完成年初预算的98.20%: the outcome just stated as a percentage of a budget of the same year."""
        match = phrases.COMPLETION.fullmatch(self._text, start, end)
        if match is None or not re.search(r"完成|执行率|^\s*[为占]", self._text[start:end]):
            return False
        for outcome in self._anchor:
            if outcome.stage == "决算" and outcome.measure == MONEY:
                stage = self._budget_stage(match["what"], outcome)
                done = replace(outcome, measure=COMPLETION, base_period=outcome.period_from, base_stage=stage)
                self._add(done, match, None)
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
