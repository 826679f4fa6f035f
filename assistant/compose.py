"""Result to text with citation markers, and to the shown figures, citations and checks. Numbers come from it only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.audit import shown_check
from assistant.chain import Chain
from assistant.doubts import corrected, doubted
from assistant.evidence import citation_of
from assistant.facts_view import FactsView
from assistant.records import Citation, Figure, Plan, Quote, Result, ShownChain, ShownCheck, ShownFigure, ShownStep
from assistant.wording import Wording
from corpus.amounts import SCALES
from corpus.records import UNITS_PER_YUAN, Check, CheckStatus, Place, Severity, source_id

_WITNESSES = 4
_CHECK_SIDES = 3
_SHOWN_PARTS = 40


@dataclass(slots=True)
class Composer:
    """Numbers the citations of one answer and writes its text."""

    views: Mapping[str, FactsView]
    words: Wording
    unit: str = ""
    citations: list[Citation] = field(default_factory=list)
    doubts: list[Citation] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    # Citations

    def cite(self, document: str, place: Place) -> int:
        """The number of the citation of a place, given on first use."""
        key = f"{document}:{source_id(document, place)}"
        if key not in self._numbers:
            self._numbers[key] = len(self.citations) + 1
            reading = self.views[document].reading
            citation = citation_of(reading, place, self._numbers[key])
            self.citations.append(citation)
            if doubted(reading, citation, place):
                self.doubts.append(citation)
        return self._numbers[key]

    def _of(self, figure: Figure) -> tuple[int, ...]:
        """The citations of a figure: its own printings, or those of every operand."""
        own = [o for o in figure.observations if not o.duplicate] or list(figure.observations)
        numbers = [self.cite(figure.document, o.place) for o in own[:_WITNESSES]]
        for operand in figure.operands:
            numbers.extend(self._of(operand)[:1] if not operand.operands else self._of(operand))
        return tuple(dict.fromkeys(numbers))

    # Figures

    def figure(self, figure: Figure) -> ShownFigure:
        """The figure in the unit of the answer."""
        unit, factor = figure.unit, Decimal(1)
        if unit == "元" and self.unit in ("万元", "亿元"):
            unit, factor = self.unit, Decimal(SCALES[self.unit])
        amount = None if figure.value is None else _plain(Decimal(figure.value) / UNITS_PER_YUAN / factor, unit)
        step = _plain(Decimal(figure.step) / UNITS_PER_YUAN / factor, "")
        return ShownFigure(
            figure.role,
            figure.label,
            amount,
            unit,
            step,
            figure.direction,
            self._of(figure),
            figure.qualifier,
            figure.reason,
        )

    def check(self, document: str, check: Check) -> ShownCheck:
        """The check with its amounts as decimal strings and the citations of both sides."""
        places = (*check.expected_places[:_CHECK_SIDES], *check.actual_places[:_CHECK_SIDES])
        numbers = tuple(dict.fromkeys(self.cite(document, place) for place in places))
        return shown_check(check, document, numbers)

    def across(self, expected: str, actual: str, check: Check) -> ShownCheck:
        """A check between two documents, the citations of the expected side first."""
        sides = ((expected, check.expected_places), (actual, check.actual_places))
        numbers = [self.cite(document, place) for document, places in sides for place in places[:_CHECK_SIDES]]
        return shown_check(check, actual, tuple(dict.fromkeys(numbers)))

    def chain(self, document: str, chain: Chain) -> ShownChain:
        """The way up from a figure with the citation of each amount that it reaches."""
        steps = tuple(
            ShownStep(step.name, step.amount, step.check.rule, step.check.status, (self.cite(document, step.whole),))
            for step in chain.steps
        )
        return ShownChain(document, chain.start, steps, *chain.witnesses, chain.end)

    def remarks(self) -> tuple[ShownCheck, ...]:
        """Notices on the cited places: those read with doubt, and those corrected by a person."""
        notices = (
            ("reading-doubt", self.doubts, self.words.doubted),
            ("corrected-cell", corrected(self.citations), self.words.corrected),
        )
        return tuple(
            _notice(rule, say(numbers), numbers, document)
            for rule, every, say in notices
            for document in dict.fromkeys(citation.document for citation in every)
            for numbers in [tuple(citation.n for citation in every if citation.document == document)]
        )

    # Text

    def text(
        self,
        plan: Plan | None,
        result: Result,
        shown: Sequence[ShownFigure],
        checks: Sequence[ShownCheck],
        scope: str,
        remarks: Sequence[ShownCheck] = (),
        chains: Sequence[ShownChain] = (),
    ) -> str:
        """The answer in Markdown: the figure first, then its parts, the cross-check, and what the figure is not."""
        lines = [self.words.headline(figure) for figure in shown if figure.role == "headline"]
        lines += self._quotes(result.quotes)
        lines += [self.words.alternative(figure) for figure in shown if figure.role == "alternative"]
        lines += [self.words.context(figure) for figure in shown if figure.role == "context"]
        parts = [figure for figure in shown if figure.role == "part"]
        if parts:
            lines += ["", self.words.breakdown(len(parts))]
            lines += [self.words.part(figure) for figure in parts[:_SHOWN_PARTS]]
        if result.left_out:
            lines += ["", self.words.left_out()]
            lines += [self.words.missed(name, reason) for name, reason in result.left_out]
        if result.note:
            lines += ["", self.words.note(result.note)]
        lines += [line for remark in remarks for line in ("", f"⚠ {remark.sentence}")]
        if result.checks or result.across:
            lines += self._check_lines(checks)
        else:
            lines += self._crosscheck(checks, chains)
        if shown or result.quotes or result.checks or result.across:
            lines += ["", self.words.scope(scope, bool(shown) and any(f.unit in SCALES for f in shown))]
        return "\n".join(lines).strip()

    def _quotes(self, quotes: Sequence[Quote]) -> list[str]:
        lines = []
        for quote in quotes:
            number = self.cite(quote.document, quote.observation.place)
            text = quote.observation.text.replace("\n", " ")
            if quote.mark:
                text = text.replace(quote.mark, f"**{quote.mark}**", 1)
            lines.append(self.words.quote(quote.context, text, number))
        return lines

    def _check_lines(self, checks: Sequence[ShownCheck]) -> list[str]:
        return ["", *(self.words.check(check) for check in checks)]

    def _crosscheck(self, checks: Sequence[ShownCheck], chains: Sequence[ShownChain]) -> list[str]:
        """One line on what was checked and the totals that hold the figures; every failure in full."""
        ran = [check for check in checks if check.status != CheckStatus.NOT_RUN]
        if not ran:
            return ["", self.words.unchecked()] if checks is not None else []
        failures = [check for check in ran if check.status == CheckStatus.FAIL]
        lines = ["", self.words.checked(ran, chains)]
        return lines + [self.words.check(check) for check in failures]


def _notice(rule: str, sentence: str, citations: tuple[int, ...], document: str) -> ShownCheck:
    """A notice in the form of a check: nothing was compared, so it has no amounts."""
    return ShownCheck(rule, CheckStatus.FAIL, Severity.NOTICE, "", "", "", "", "", sentence, citations, document)


def _plain(value: Decimal, unit: str) -> Decimal:
    """A decimal without exponent; money in yuan keeps two digits, others as many as they need."""
    normal = value.normalize()
    exponent = normal.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    least = 2 if unit == "元" else 0
    return value.quantize(Decimal(1).scaleb(-max(places, least)))
