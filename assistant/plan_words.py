"""The words of a question outside the names of its subjects: their roles, the unit asked for, the ranking asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.records import Span

_SINGLE_VALUED = ("side", "kind", "fund", "measure", "stage")
SEMANTIC = frozenset(
    {
        *_SINGLE_VALUED,
        "op",
        "attribute",
        "category",
        "base",
        "compare",
        "more",
        "less",
        "top",
        "nth",
        "both",
        "ordinal",
        "stated",
        "table",
    }
)
"""Roles of words that change what is asked. One that no part of a plan accounts for makes the plan invalid."""

_SEVERAL = {"op:max", "op:min", "op:list", "op:count", "op:total", "op:average"}
RANKING = frozenset({*_SEVERAL, "op:convert", "op:correct", "top", "nth", "unit", "both", "more", "less"})
"""What may be said around several figures that are ranked, filtered, listed, counted, added up or averaged."""

COUNTABLE = frozenset("个项条笔种类")
"""Counting units of projects and line items; other units count things that only sentences and targets speak of."""

_SORTED = re.compile(r"[从由](?P<from>[大高多小低少])[到至往][大高多小低少]")
MONEY_UNITS = ("元", "万元", "亿元")


@dataclass(frozen=True, slots=True)
class Words:
    """The meaningful words of a question outside the names that were linked; ``text`` is what the spans point into."""

    spans: tuple[Span, ...]
    text: str = ""

    def values(self, role: str) -> list[str]:
        """The canonical values of a role, in order."""
        return [span.text.partition(":")[2] or span.text for span in self.spans if span.role == role]

    def first(self, role: str) -> str:
        """The first value of a role, "" if there is none."""
        return next(iter(self.values(role)), "")

    def text_of(self, role: str) -> str:
        """The user's own words for the first span of a role, "" if there is none."""
        return next((self._said(span) for span in self.spans if span.role == role), "")

    def has(self, *operations: str) -> bool:
        """Whether one of ``operations`` is asked for."""
        return any(value in operations for value in self.values("op"))

    @property
    def unit(self) -> str:
        """The unit to answer in: 万元 or 亿元 if one is said, else the first one said, "" if there is none."""
        units = self.values("unit")
        return next((unit for unit in units if unit in ("万元", "亿元")), units[0] if units else "")

    @property
    def counting_units(self) -> tuple[str, ...]:
        """The units that are neither money nor a percentage, each once, in order."""
        return tuple(dict.fromkeys(u for u in self.values("unit") if u not in (*MONEY_UNITS, "%", "百分点")))

    @property
    def counting_unit(self) -> str:
        """The first unit that is neither money nor a percentage, "" if there is none."""
        return next(iter(self.counting_units), "")

    @property
    def counts(self) -> bool:
        """Whether a number of projects or line items is asked for."""
        return self.counting_unit in COUNTABLE or self.has("count")

    @property
    def names_items(self) -> bool:
        """Whether 项目 or line items (明细, 子项) are spoken of."""
        return "项目" in self.values("noun") or "line" in self.values("noun")

    @property
    def attribute(self) -> str:
        """The field of a form that is asked for: the first that is said, both dates together as 期限."""
        values = self.values("attribute")
        return "期限" if {"起始日期", "结束日期"} <= set(values) else next(iter(values), "")

    @property
    def bounds(self) -> tuple[tuple[str, str], ...]:
        """Pairs of more or less and the amount that is said, those of more first."""
        return tuple((role, value) for role in ("more", "less") for value in self.values(role))

    @property
    def ranking(self) -> tuple[str, str, int | None]:
        """Operation, order ("ascending", "descending" or "") and limit asked for; a list where none is said.

        The first so many together (前三项合计) are a total with an order and a limit.
        """
        order = "ascending" if self.has("min") else "descending"
        if nth := self.first("nth"):
            return "nth", order, int(nth)
        if (top := self.first("top")) or self.has("max", "min"):
            limit = int(top or self.first("stated") or self.first("both") or 1)
            return ("total" if limit > 1 and self._added_up else "rank"), order, limit
        if self.has("average"):
            return "average", "", None
        if self.bounds and self.has("total") and not self.has("list", "count"):
            return "total", "", None
        return ("filter" if self.bounds else "list"), self._sorted, None

    @property
    def _sorted(self) -> str:
        """The order in which a list is asked for, "" where none is said."""
        found = _SORTED.search(self.text)
        return "" if found is None else "descending" if found["from"] in "大高多" else "ascending"

    @property
    def _added_up(self) -> bool:
        """Whether a sum is asked for behind the words of a ranking: 总额最大的三项 is none, 最大的三项合计 is one."""
        ranked = [s.stop for s in self.spans if s.role == "top" or s.text in ("op:max", "op:min")]
        sums = [s.start for s in self.spans if s.text == "op:total"]
        return bool(ranked and sums) and max(sums) >= min(ranked) and not self.has("list")

    def wrong_number(self, count: int) -> tuple[str, ...]:
        """The numbers of projects or lines that the question states and that are not the ``count`` there is."""
        if self.has("max", "min"):
            return ()  # 最大的三个项目: how many to show
        return tuple(number for number in self.values("stated") if number != str(count))

    def leftover(self, accepted: frozenset[str], several: bool = False) -> tuple[str, ...]:
        """Meaningful words whose role (or "role:value") is not in ``accepted``, in the user's own words.

        A second value of a role that has only one contradicts the first; ``several`` parts may each have their own.
        """
        left = [
            self._said(span)
            for span in self.spans
            if span.role in SEMANTIC and span.role not in accepted and span.text not in accepted
        ]
        return tuple(left) if several else (*left, *self._contradicting())

    def _contradicting(self) -> tuple[str, ...]:
        """Further, different values of the roles with one value. 财政拨款 beside a narrower source of funds is none."""
        left: list[str] = []
        for role in _SINGLE_VALUED:
            values = [span for span in self.spans if span.role == role]
            if role == "fund":
                values = [span for span in values if span.text != "fund:财政拨款"] or values
            left += [self._said(span) for span in values if span.text != values[0].text]
        return tuple(left)

    def _said(self, span: Span) -> str:
        """The user's own words for a span."""
        return self.text[span.start : span.stop] or span.text.partition(":")[2]
