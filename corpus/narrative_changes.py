"""Clauses that compare: with another year, or an outcome with the budget of its year."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus import narrative_phrases as phrases
from corpus.column_words import MONEY
from corpus.narrative_counts import Counts
from corpus.narrative_memory import BUDGETS
from corpus.records import CellKind, Observation


class Changes(Counts):
    """Reads changes and rates of the last figure, or of what the clause itself names."""

    def _comparison(self, start: int, end: int) -> bool:
        match = phrases.COMPARISON.fullmatch(self._text, start, end)
        if match is None:
            return False
        self._base = self._base_of(match)
        self._base_figure(match)
        if match["direction"]:
            self._compare(match)
        return self._base is not None

    def _base_figure(self, match: re.Match[str]) -> None:
        """比2030年预算5万元增加1万元 also states the base itself, if it says of which stage it is."""
        if match["was"] is None or self._base is None or self._base[1] == "未标明":
            return
        year, stage = self._base
        for anchor in self._anchor:
            if anchor.measure == MONEY and anchor.view == "level" and year < anchor.period_from:
                self._add(replace(anchor, period_from=year, period_to=year, stage=stage), match, None, "was")

    def _base_of(self, match: re.Match[str]) -> tuple[int, str] | None:
        """Year and stage that a comparison is made with; a budget without a year is that of the year itself."""
        if match["year"] or match["last"]:
            year = int(match["year"]) if match["year"] else (self._year or 0) - 1
            return year, phrases.stage_word(match["what"])
        if "预算" not in match["what"] or "执行" in match["what"] or not self._anchor:
            return None
        return self._anchor[0].period_from, self._budget_stage(match["what"], self._anchor[0])

    def _continuation(self, start: int, end: int, base: tuple[int, str] | None) -> bool:
        match = phrases.CONTINUATION.fullmatch(self._text, start, end)
        if match is None:
            return False
        if base is None and match["same"] and self._anchor:
            base = self._anchor[0].period_from - 1, "未标明"
        if base is None:
            return False
        self._base = base
        self._compare(match)
        return True

    def _named_change(self, start: int, end: int, base: tuple[int, str] | None) -> bool:
        """A change of what the clause itself names: 收入总计减少5万元, 公务接待费决算数与2023年度持平."""
        match = phrases.NAMED_COMPARISON.fullmatch(self._text, start, end)
        if match is not None and match["direction"]:
            return self._change_of(match, None)
        match = phrases.NAMED_CONTINUATION.fullmatch(self._text, start, end)
        return match is not None and base is not None and self._change_of(match, base)

    def _change_of(self, match: re.Match[str], base: tuple[int, str] | None) -> bool:
        if phrases.LEVEL_FIGURE.search(match["lead"]):
            return False
        if phrases.OWN_OUTCOME.fullmatch(match["lead"].strip()):
            named = tuple(item for item in self._anchor if item.stage == "决算")
        else:
            named = tuple(item for item in self._named(match["lead"]) if item is not None)
        if not named:
            return False
        self._anchor, self._topic = named, named[0]
        self._base = base or self._base_of(match)
        self._compare(match)
        return True

    def _compare(self, match: re.Match[str]) -> None:
        """Add a change or rate of the last figures against the base that the sentence names."""
        direction = phrases.DIRECTIONS[match["direction"]]
        if self._base is None or (match["figure"] is None) != (direction == "level"):
            return
        period, stage = self._base
        view = "rate" if match["figure"] and match["scale"] in ("%", "％") else "change"
        for anchor in self._anchor:
            against_budget = anchor.stage == "决算" and stage in BUDGETS and period == anchor.period_from
            if period >= anchor.period_from and not against_budget:
                continue
            statement = replace(anchor, view=view, base_period=period, base_stage=stage)
            if match["figure"] is None:
                place = self._locator.place(match.start("direction"), match.end("direction"))
                same = Observation(place, CellKind.TEXT, match["direction"], None, "narrative", direction)
                self.found.append(replace(statement, observations=(same,)))
            else:
                self._add(statement, match, direction)
