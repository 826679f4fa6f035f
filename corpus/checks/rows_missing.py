"""Rows that one table prints and another of the same whole does not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from corpus.checks.comparison import Figure, Rule, otherwise
from corpus.checks.ledger import ORGANISATION, Ledger
from corpus.checks.verdict import verdict
from corpus.records import NOT_APPLICABLE, Check, Reading, Severity, TableKind

_RULE = Rule("code-rows", Severity.WARNING)
_TABLES = (TableKind.INCOME, TableKind.EXPENDITURE, TableKind.GENERAL_FUNCTION)
_WHOLE = {
    TableKind.INCOME: ("收入", NOT_APPLICABLE, "全部"),
    TableKind.EXPENDITURE: ("支出", "合计", "全部"),
    TableKind.GENERAL_FUNCTION: ("支出", "合计", "一般公共预算"),
}


def code_rows(reading: Reading) -> Iterator[Check]:
    """A 科目 with money in one table by function has its row in the others, if their totals are equal.

    Run only for two tables whose 合计 are printed and equal, and only for codes of a length that the other table prints
    at all: some tables stop at 款. In final accounts what came in for a 科目 is not what was spent on it, so there only
    the tables of expenditure are compared.
    """
    budget = reading.document.stage == "预算"
    reason = "没有两张合计相等的按功能科目列示的表"
    yield from otherwise(_pairs(Ledger(reading), _TABLES if budget else _TABLES[1:]), _RULE.not_run(reason))


def _pairs(ledger: Ledger, kinds: tuple[TableKind, ...]) -> Iterator[Check]:
    tables = {key: _column(ledger, key) for key, _ in ledger.of_kind(*kinds)}
    for one, other in permutations([key for key, column in tables.items() if column], 2):
        left, right = tables[one], tables[other]
        total, same = left.get(ORGANISATION), right.get(ORGANISATION)
        if total and same and total.amount and same.amount and total.value == same.value:
            yield from _missing(ledger, (one, left), (other, right))


def _column(ledger: Ledger, table: str) -> dict[str, Figure]:
    """The table's column of its whole, by subject."""
    side, kind, scope = _WHOLE[ledger.kind(table)]
    figures = ledger.by_table[table].items()
    return {m.subject: figure for m, figure in figures if (m.side, m.kind, m.scope) == (side, kind, scope)}


def _missing(
    ledger: Ledger, one: tuple[str, dict[str, Figure]], other: tuple[str, dict[str, Figure]]
) -> Iterator[Check]:
    left, right = one[1], other[1]
    depths = {len(ledger.subjects[subject].code) for subject in right}
    coded = [s for s in left if s.startswith("function:") and ledger.subjects[s].code]
    wanted = [s for s in coded if left[s].value and len(ledger.subjects[s].code) in depths]
    absent = [subject for subject in wanted if subject not in right]
    captions = [ledger.caption(key) for key in (one[0], other[0])]
    if not absent and wanted:
        sentence = f"{captions[0]}列有金额的{len(wanted)}个科目，{captions[1]}都有"
        sides = ([left[ORGANISATION].place], [right[ORGANISATION].place])
        yield verdict(_RULE, True, sentence, sides, (ORGANISATION,))
    for subject in absent:
        sentence = f"{captions[0]}列有“{ledger.name(subject)}”{left[subject].text}，合计相等的{captions[1]}没有这一行"
        sides = ([left[subject].place], [right[ORGANISATION].place])
        yield verdict(_RULE, False, sentence, sides, (subject,))
