"""Scores of one answer object (the public contract) against one case, and rates over many."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from eval.cases import Case, Groups
from eval.citations import Share, citation_precision, citation_recall
from eval.printed import converted, holds, holds_rounded, is_number, squeezed

Answer = Mapping[str, Any]
REFUSALS = frozenset({"not_found", "clarify"})
STATUSES = REFUSALS | {"answered", "partial"}


class Outcome(StrEnum):
    """What an answer was worth. INCOMPLETE: nothing wrong was shown, but a gold text, figure or citation is missing."""

    RIGHT = "right"
    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    REFUSED_RIGHTLY = "refused rightly"
    REFUSED_WRONGLY = "refused wrongly"


GOOD = frozenset({Outcome.RIGHT, Outcome.REFUSED_RIGHTLY})


class AnswerError(ValueError):
    """An answer object that breaks the contract; the message names the case and the field."""

    def __init__(self, case: Case, reason: str) -> None:
        super().__init__(f"answer to {case.id} breaks the contract: {reason}")


@dataclass(frozen=True)
class Score:
    """One answer judged. `reasons` say why it is not good; `elapsed_ms` is measured around the call."""

    case: Case
    outcome: Outcome
    reasons: tuple[str, ...]
    precision: Share
    recall: Share
    elapsed_ms: float


def judge(case: Case, answer: Answer, elapsed_ms: float) -> Score:
    """Score of `answer`. Raises AnswerError if it is no answer object of the contract."""
    _validate(case, answer)
    outcome, reasons = _outcome(case, answer)
    return Score(case, outcome, reasons, citation_precision(answer), citation_recall(answer), elapsed_ms)


def _outcome(case: Case, answer: Answer) -> tuple[Outcome, tuple[str, ...]]:
    shown = _forbidden(case, answer)
    if shown:
        return Outcome.WRONG, tuple(f"shows {text}, which is forbidden" for text in shown)
    if answer["status"] in REFUSALS:
        return _refusal(case, answer)
    if not case.answerable:
        reason = "answered what the documents do not say" if case.abstain else "answered, not asked back"
        return Outcome.WRONG, (reason,)
    return _answered(case, answer)


def _refusal(case: Case, answer: Answer) -> tuple[Outcome, tuple[str, ...]]:
    if answer["figures"]:
        return Outcome.WRONG, ("refuses, but shows figures",)
    if case.abstain or (case.clarify and answer["status"] == "clarify"):
        return Outcome.REFUSED_RIGHTLY, ()
    return Outcome.REFUSED_WRONGLY, (f"status {answer['status']}",)


def _answered(case: Case, answer: Answer) -> tuple[Outcome, tuple[str, ...]]:
    wanted = ((case.amount,) if case.amount is not None else ()) + case.all_amounts
    headlines = headline_amounts(answer, case.unit)
    missing = [amount for amount in wanted if not any(abs(amount - shown) <= case.tol for shown in headlines)]
    texts = _missing(case.text, (answer["answer"],))
    cites = _missing(case.cite, citation_texts(answer))
    reasons = [f"no headline {amount} {case.unit}" for amount in missing]
    reasons += [f"text lacks {group}" for group in texts] + [f"citations lack {group}" for group in cites]
    if not reasons:
        return Outcome.RIGHT, ()
    stated_otherwise = bool(missing) and bool(_headlines(answer))
    if stated_otherwise or (texts and not wanted):
        return Outcome.WRONG, tuple(reasons)
    return Outcome.INCOMPLETE, tuple(reasons)


def headline_amounts(answer: Answer, unit: str) -> tuple[Decimal, ...]:
    """Amounts of the headline figures in `unit`; figures of another kind of measure are left out."""
    pairs = [(Decimal(f["amount"]), f["unit"]) for f in _headlines(answer)]
    amounts = [converted(amount, given, unit) for amount, given in pairs]
    return tuple(amount for amount in amounts if amount is not None)


def _headlines(answer: Answer) -> list[Mapping[str, Any]]:
    """Headline figures that are numbers; a figure may also be a text ("持平"), its amount null."""
    return [figure for figure in answer["figures"] if figure["role"] == "headline" and figure["amount"] is not None]


def citation_texts(answer: Answer) -> tuple[str, ...]:
    """Everything a citation prints, one text per citation and field."""
    fields = ("cell_text", "quote", "row", "column", "project", "table")
    return tuple(str(cite[field]) for cite in answer["citations"] for field in fields if cite.get(field))


def _missing(groups: Groups, texts: Sequence[str]) -> list[str]:
    return ["/".join(group) for group in groups if not any(holds(alternative, texts) for alternative in group)]


def _forbidden(case: Case, answer: Answer) -> list[str]:
    money = headline_amounts(answer, "元")
    raw = [Decimal(f["amount"]) for f in _headlines(answer)]
    found = []
    for text in case.forbid:
        if not is_number(text):
            shown = holds(text, (answer["answer"],))
        else:
            amount = Decimal(squeezed(text))
            shown = holds(text, (answer["answer"],)) or holds_rounded(amount, answer["answer"])
            shown = shown or amount in money or amount in raw
        if shown:
            found.append(text)
    return found


def _validate(case: Case, answer: Answer) -> None:
    for field in ("status", "answer", "figures", "citations"):
        if field not in answer:
            raise AnswerError(case, f"{field} is missing")
    if answer["status"] not in STATUSES:
        raise AnswerError(case, f"status {answer['status']}")
    for figure in answer["figures"]:
        if figure["amount"] is None:
            continue
        if not isinstance(figure["amount"], str):
            raise AnswerError(case, f"amount {figure['amount']!r} is not a string")
        try:
            Decimal(figure["amount"])
        except InvalidOperation:
            raise AnswerError(case, f"amount {figure['amount']} is not a decimal number") from None


@dataclass(frozen=True)
class Rate:
    """`hits` of `total` with the Wilson 95% interval; a rate of nothing is 0 with the interval 0 to 1."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """Share between 0 and 1."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end of the Wilson score interval at 95% (Wilson 1927), both within 0 and 1."""
        return wilson(self.hits, self.total)


def wilson(hits: int, total: int, z: float = 1.959964) -> tuple[float, float]:
    """Wilson score interval of `hits` in `total` trials; (0, 1) for none. ValueError for hits not in 0..total."""
    if not 0 <= hits <= total:
        raise ValueError(f"{hits} hits in {total} trials")
    if total == 0:
        return 0.0, 1.0
    share = hits / total
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    centre = share + z * z / (2 * total)
    scale = 1 + z * z / total
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of `values` that at least `share` (0 to 1) of them do not exceed (nearest rank); 0 for none."""
    if not values:
        return 0.0
    rank = max(1, math.ceil(share * len(values)))
    return sorted(values)[rank - 1]


@dataclass(frozen=True)
class Summary:
    """Counts by outcome, citation shares and latency (ms) of a set of scores."""

    total: int
    outcomes: Mapping[Outcome, int]
    precision: Rate
    recall: Rate
    p50_ms: float
    p95_ms: float

    @property
    def good(self) -> Rate:
        """Right or rightly refused."""
        return Rate(sum(self.outcomes[outcome] for outcome in GOOD), self.total)

    @property
    def wrong(self) -> Rate:
        """Confidently wrong: the failure that counts most."""
        return Rate(self.outcomes[Outcome.WRONG], self.total)


def summarise(scores: Sequence[Score]) -> Summary:
    """Summary of `scores`; citation shares are pooled over all figures, not averaged over answers."""
    latencies = [score.elapsed_ms for score in scores]
    return Summary(
        total=len(scores),
        outcomes={outcome: sum(score.outcome is outcome for score in scores) for outcome in Outcome},
        precision=Rate(sum(s.precision.hits for s in scores), sum(s.precision.total for s in scores)),
        recall=Rate(sum(s.recall.hits for s in scores), sum(s.recall.total for s in scores)),
        p50_ms=percentile(latencies, 0.50),
        p95_ms=percentile(latencies, 0.95),
    )
