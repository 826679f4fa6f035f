"""Balances of other years in final accounts: what was there, what came in, what was spent and what is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from corpus.checks.comparison import Figure, Rule, compare, of_observation, otherwise
from corpus.checks.ledger import GRAND, ORGANISATION, Ledger, Meaning, meaning_of, renamed
from corpus.column_words import ALLOCATION, CLOSING, OPENING, USED_BALANCES
from corpus.records import NOT_APPLICABLE, Check, CheckStatus, Reading, Severity, Statement, TableKind

_IN_TOTAL = Rule("balances-in-total", Severity.ERROR)
_OVER_YEAR = Rule("balances-over-year", Severity.ERROR)
_SIDES = (("收入", NOT_APPLICABLE, (*USED_BALANCES, OPENING)), ("支出", "合计", (ALLOCATION, CLOSING)))


def balances_in_total(reading: Reading) -> Iterator[Check]:
    """收入总计 = 本年收入 + 使用结余 + 年初结转和结余, and 支出总计 = 本年支出 + 结余分配 + 年末结转和结余."""
    ledger = Ledger(reading)
    yield from otherwise(_in_total(ledger), _IN_TOTAL.not_run("没有同时列示本年合计、结转结余和总计的表"))


def _in_total(ledger: Ledger) -> Iterator[Check]:
    for table, figures in ledger.of_kind(TableKind.BALANCE, TableKind.FISCAL_BALANCE):
        for meaning, whole in figures.items():
            for side, kind, names in _SIDES:
                if meaning.subject == GRAND and meaning.side == side:
                    year = replace(meaning, subject=ORGANISATION, kind=kind)
                    yield from _one_side(ledger, table, (year, whole), names)


def _one_side(ledger: Ledger, table: str, known: tuple[Meaning, Figure], names: tuple[str, ...]) -> Iterator[Check]:
    year, whole = known
    figures = ledger.by_table[table]
    if year not in figures or (whole.empty and figures[year].empty):
        return
    keys = ((name, replace(year, subject=f"item:{name}", side=NOT_APPLICABLE, kind=NOT_APPLICABLE)) for name in names)
    parts = [renamed(figures[year], f"本年{year.side}合计")]
    parts += [renamed(figures[key], name) for name, key in keys if key in figures and figures[key].amount]
    check = compare(_IN_TOTAL, f"{ledger.caption(table)}“{year.scope}”列", parts, [renamed(whole, f"{year.side}总计")])
    if check.status is CheckStatus.FAIL and ledger.unknown(table):
        check = _IN_TOTAL.not_run(f"{ledger.caption(table)}有未能识别的行，总计无从核对", check.subjects)
    yield check


def balances_over_year(reading: Reading) -> Iterator[Check]:
    """年初结转和结余 + 本年收入 = 本年支出 + 年末结转和结余 in each row of a table of one kind of budget."""
    ledger = Ledger(reading)
    yield from otherwise(_over_year(ledger), _OVER_YEAR.not_run("没有同时列示年初、年末结转和结余及本年收支的表"))


def _over_year(ledger: Ledger) -> Iterator[Check]:
    opening, closing = (_by_row(ledger, name) for name in (OPENING, CLOSING))
    for (table, meaning), before in opening.items():
        figures: Mapping[Meaning, Figure] = ledger.by_table.get(table, {})
        income = figures.get(replace(meaning, side="收入", kind=NOT_APPLICABLE))
        spent = figures.get(replace(meaning, side="支出", kind="合计"))
        after = closing.get((table, meaning))
        if income is None or spent is None or after is None:
            continue
        left = [renamed(before, OPENING), renamed(income, "本年收入")]
        right = [renamed(spent, "本年支出"), renamed(after, CLOSING)]
        if any(figure.amount for figure in (*left, *right)):
            yield compare(_OVER_YEAR, f"{ledger.caption(table)}“{ledger.name(meaning.subject)}”", left, right)


def _by_row(ledger: Ledger, name: str) -> dict[tuple[str, Meaning], Figure]:
    """The balance of each row by table and what the row is about, without a side."""
    found: dict[tuple[str, Meaning], Figure] = {}
    for statement in ledger.reading.statements:
        meaning = _row_meaning(statement, name)
        if meaning is None:
            continue
        for observation in statement.observations:
            table = observation.place.table or ""
            if observation.origin == "table" and ledger.kind(table) not in (
                TableKind.BALANCE,
                TableKind.FISCAL_BALANCE,
            ):
                figure = of_observation(name, observation, statement.subject.key)
                found.setdefault((table, meaning), figure)
    return found


def _row_meaning(statement: Statement, name: str) -> Meaning | None:
    if statement.subject.key == f"item:{name}":
        return replace(meaning_of(statement), subject=ORGANISATION, side="", kind="")
    if statement.measure == name:
        return replace(meaning_of(statement), side="", kind="")
    return None
