"""Rules over several documents: the unit within its department, and last year's figures as this year quotes them.

They are run over a library (assistant/audit.py), never while one document is read: a document's own checks must be the
pure result of its own bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.checks.comparison import (
    Figure,
    Rule,
    compare,
    judged,
    of_observation,
    otherwise,
    status_of,
    tolerance_of,
)
from corpus.checks.ledger import Ledger, Meaning, meaning_of, renamed
from corpus.checks.narration import describe, told
from corpus.normal import label
from corpus.records import NOT_APPLICABLE, Check, CheckStatus, Document, Reading, Severity

_WITHIN = Rule("unit-within-department", Severity.WARNING)
_QUOTED = Rule("quoted-year-vs-document", Severity.WARNING)
_BUDGETS = ("预算", "年初预算")


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """A check whose expected side stands in one document (``expected``) and whose actual side in another."""

    check: Check
    expected: Document
    actual: Document


PairRule = Callable[[Reading, Reading], Iterator[Check]]


def twins(documents: Iterable[Document]) -> list[tuple[Document, Document, PairRule]]:
    """The pairs of documents to which a rule applies, found from their identities alone.

    First the department and the unit of one organisation, year and stage; then a document and the budget of the year
    that it quotes: the year before of the same level, and for final accounts the budget of the same year.
    """
    known = [item for item in documents if item.organisation and item.fiscal_year and item.stage]
    pairs: list[tuple[Document, Document, PairRule]] = []
    for one in known:
        for other in known:
            if one.id == other.id or label(one.organisation) != label(other.organisation):
                continue
            same_year = one.fiscal_year == other.fiscal_year
            if same_year and one.stage == other.stage and (one.level, other.level) == ("部门", "单位"):
                pairs.append((one, other, unit_within_department))
            if one.level == other.level and one.stage == "预算" and _quotes(other, one):
                pairs.append((one, other, quoted_year_vs_document))
    return pairs


def _quotes(later: Document, budget: Document) -> bool:
    """Whether ``later`` may quote that budget: the next year's budget, or the final accounts of the same year."""
    assert later.fiscal_year is not None and budget.fiscal_year is not None
    years = later.fiscal_year - budget.fiscal_year
    return (years == 1 and later.stage == "预算") or (years == 0 and later.stage == "决算")


def run_library_checks(
    documents: Iterable[Document], reading_of: Callable[[str], Reading], only: str = ""
) -> tuple[CrossCheck, ...]:
    """All checks between documents; ``reading_of`` gives the reading of an id. ``only`` keeps the pairs of one id."""
    return tuple(
        CrossCheck(check, one, other)
        for one, other, rule in twins(documents)
        if not only or only in (one.id, other.id)
        for check in rule(reading_of(one.id), reading_of(other.id))
    )


def unit_within_department(department: Reading, unit: Reading) -> Iterator[Check]:
    """What the unit prints for a row, kind of expenditure and fund ≤ what its department prints for the same."""
    reason = "部门与单位没有同一口径的支出"
    yield from otherwise(_within(Ledger(department), Ledger(unit)), _WITHIN.not_run(reason))


def _within(department: Ledger, unit: Ledger) -> Iterator[Check]:
    for meaning in dict.fromkeys(meaning for figures in unit.by_table.values() for meaning in figures):
        if meaning.side == NOT_APPLICABLE:
            continue
        part, whole = unit.amount(meaning), department.amount(meaning)
        if part and whole:
            yield _no_more(unit, meaning, renamed(part[1], "单位"), renamed(whole[1], "部门"))


def _no_more(ledger: Ledger, meaning: Meaning, part: Figure, whole: Figure) -> Check:
    tolerance = tolerance_of([part, whole])
    status = status_of(part.value - whole.value, tolerance)
    words = {CheckStatus.PASS: "等于", CheckStatus.ROUNDING: "在舍入范围内等于"}.get(status, "小于")
    if status is CheckStatus.FAIL:
        status = CheckStatus.PASS if part.value < whole.value else CheckStatus.FAIL
        words = "小于" if status is CheckStatus.PASS else "超过"
    kind = "" if meaning.kind == NOT_APPLICABLE else meaning.kind
    about = f"“{ledger.name(meaning.subject)}”{meaning.scope}{meaning.side}{kind}"
    sentence = f"{about}：单位{part.text}{words}部门{whole.text}"
    return judged(_WITHIN, status, sentence, ([whole], [part]), (whole.value, part.value, tolerance), "元")


def quoted_year_vs_document(budget: Reading, later: Reading) -> Iterator[Check]:
    """A budget as a later document quotes it, or implies it by this year's figure and the change, = that budget."""
    reason = "后一文件没有可与该预算核对的引述"
    checks = _quoted(Ledger(budget), Ledger(later), budget.document, later)
    yield from otherwise(checks, _QUOTED.not_run(reason))


def _quoted(budget: Ledger, later: Ledger, document: Document, reading: Reading) -> Iterator[Check]:
    year = document.fiscal_year
    for meaning, figures in later.told.items():
        if meaning.year == year and meaning.stage in _BUDGETS and reading.document.fiscal_year != year:
            said = next((figure for figure in figures if figure.amount), None)
            if said is not None:
                yield from _against(budget, meaning, [renamed(said, "后一文件引述")], describe(later, meaning))
    for statement, observation in told(reading, "change"):
        now = later.told.get(meaning_of(statement), [])
        base = replace(meaning_of(statement), year=statement.base_period, stage=statement.base_stage)
        current = next((figure for figure in now if figure.amount), None)
        if statement.base_period != year or statement.base_stage not in _BUDGETS or current is None:
            continue
        lead = describe(later, meaning_of(statement))
        this = renamed(current, f"{statement.period_from}年")
        if observation.direction == "level" and observation.text == "持平":
            yield from _against(budget, base, [this], lead)
        elif observation.amount:
            undone = 1 if observation.direction == "decrease" else -1
            change = of_observation("增减额", observation, statement.subject.key, undone)
            yield from _against(budget, base, [this, change], lead)


def _against(budget: Ledger, meaning: Meaning, quoted: list[Figure], lead: str) -> Iterator[Check]:
    """The figure of the budget's own tables, of its finest printing; nothing if it prints none."""
    key = replace(meaning, stage="预算")
    found = [figure for _, figure in budget.printed(key) if figure.amount]
    found = found or [figure for figure in budget.told.get(key, []) if figure.amount]
    if found:
        finest = min(found, key=lambda figure: figure.amount.step if figure.amount else 0)
        year = f"{meaning.year}年预算文件"
        yield compare(_QUOTED, f"{meaning.year}年预算{lead}", [renamed(finest, year)], quoted)
