"""Sentences against the tables, and against their own repetition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpus.checks.comparison import Figure, Rule, compare, judged, otherwise
from corpus.checks.ledger import GRAND, MONEY, ORGANISATION, Ledger, Meaning, meaning_of, renamed
from corpus.records import CellKind, Check, CheckStatus, Observation, Reading, Severity, Statement, TableKind

_TABLE = Rule("narrative-vs-table", Severity.ERROR)
_REPEATS = Rule("narrative-repeats", Severity.ERROR)
_TEN_THOUSAND = 10_000
_FISCAL_SCOPES = {
    "一般公共预算": TableKind.GENERAL_FUNCTION,
    "政府性基金": TableKind.FUND_FUNCTION,
    "国有资本经营": TableKind.STATE_CAPITAL_FUNCTION,
}


def told(reading: Reading, view: str = "level") -> list[tuple[Statement, Observation]]:
    """Every figure of money or rate that a sentence states in this view."""
    return [
        (statement, observation)
        for statement in reading.statements
        for observation in statement.observations
        if observation.origin == "narrative" and statement.view == view and statement.measure == MONEY
    ]


def told_figure(ledger: Ledger, statement: Statement, observation: Observation) -> Figure:
    """The figure of a sentence, called by its subject and kind."""
    return Figure("说明", observation.amount, observation.kind, observation.place, statement.subject.key)


def describe(ledger: Ledger, meaning: Meaning) -> str:
    """What a figure is about, for the beginning of a sentence."""
    if meaning.subject == GRAND:
        return f"{meaning.scope}{meaning.side}总计（含结转结余）"
    kind = meaning.kind if meaning.kind not in ("n/a", "合计") else meaning.side if meaning.kind == "合计" else ""
    if meaning.subject != ORGANISATION:
        return f"“{ledger.name(meaning.subject)}”{'' if meaning.subject.startswith('item:') else kind}"
    return (
        meaning.scope if meaning.scope.endswith(meaning.side) and not kind else f"{meaning.scope}{kind or meaning.side}"
    )


def narrative_vs_table(reading: Reading) -> Iterator[Check]:
    """Every figure of a sentence = the figure of the tables with the same meaning.

    财政拨款 of a row is what the tables of its three kinds of budget print together; where all expenditure is
    财政拨款, also what the tables print for all funds.
    """
    ledger = Ledger(reading)
    year = reading.document.fiscal_year
    levels = [item for item in told(reading) if item[0].subject.key != "item:绩效目标项目"]
    current = [item for item in levels if item[0].period_from == year]
    checks = (_against_table(ledger, statement, observation) for statement, observation in current)
    yield from otherwise(checks, _TABLE.not_run("说明文字中没有可与表格核对的金额"))
    if len(current) < len(levels):
        subjects = dict.fromkeys(statement.subject.key for statement, _ in levels if statement.period_from != year)
        yield _TABLE.not_run("说明所称其他年度的金额，本文件的表格不列示", subjects)


def _against_table(ledger: Ledger, statement: Statement, observation: Observation) -> Check:
    meaning = meaning_of(statement)
    lead, said = describe(ledger, meaning), told_figure(ledger, statement, observation)
    witness = _witness(ledger, meaning)
    if not witness and (unmarked := _unmarked(ledger, meaning)):
        # A table may print 预算数 without saying which; it bears the sentence out, but cannot contradict it.
        check = compare(_TABLE, lead, unmarked, [said])
        if check.status in (CheckStatus.PASS, CheckStatus.ROUNDING) or _wrong_unit(unmarked[0], said):
            return check
    if not witness:
        return _TABLE.not_run(f"{lead}：说明所称{said.text}，表格中没有同一口径的金额", (statement.subject.key,))
    total = sum(figure.value for figure in witness)
    nothing = all(figure.empty for figure in witness)
    if observation.kind is CellKind.NONE_WORD or (nothing and said.value == 0):
        status = CheckStatus.FAIL if total else CheckStatus.PASS
        tables = "、".join(f"{figure.name}{figure.text}" for figure in witness)
        sentence = f"{lead}：说明称“{observation.text}”，{tables}"
        return judged(_TABLE, status, sentence, (witness, [said]), (total, 0, 0), "元")
    if nothing and any(figure.kind is CellKind.BLANK for figure in witness):
        return _TABLE.not_run(f"{lead}：说明所称{said.text}，表格中该处未列示", (statement.subject.key,))
    return compare(_TABLE, lead, witness, [said])


def _unmarked(ledger: Ledger, meaning: Meaning) -> list[Figure]:
    """What a table of final accounts prints as 预算数 where the sentence says 年初预算 or 全年预算, [] if nothing."""
    if meaning.stage not in ("年初预算", "全年预算"):
        return []
    found = ledger.amount(replace(meaning, stage="预算"))
    return [renamed(found[1], f"{ledger.caption(found[0])}预算数")] if found else []


def _wrong_unit(one: Figure, other: Figure) -> bool:
    """Whether two figures are the same but for 元 and 万元, which no difference of stages explains."""
    low, high = sorted((abs(one.value), abs(other.value)))
    return low > 0 and low * _TEN_THOUSAND == high


def _witness(ledger: Ledger, meaning: Meaning) -> list[Figure]:
    """The figures of the tables that together mean the same, [] if there are none."""
    if meaning.subject.startswith("topic:"):
        return []
    printed = ledger.printed(meaning)
    if printed:
        table, figure = min(printed, key=lambda item: item[1].amount.step if item[1].amount else 10**18)
        return [renamed(figure, ledger.caption(table))]
    if meaning.scope == "财政拨款" and meaning.side == "支出":
        return _fiscal(ledger, meaning) or _wide(ledger, meaning)
    return []


def _fiscal(ledger: Ledger, meaning: Meaning) -> list[Figure]:
    """The row in the tables of the three kinds of budget; [] if one of them may hold a part that is not printed."""
    parts: list[Figure] = []
    for scope, kind in _FISCAL_SCOPES.items():
        found = ledger.amount(replace(meaning, scope=scope))
        if found is not None:
            parts.append(renamed(found[1], ledger.caption(found[0])))
        elif not _without(ledger, meaning, scope) and not any(True for _ in ledger.of_kind(kind)):
            return []
    return parts


def _without(ledger: Ledger, meaning: Meaning, scope: str) -> bool:
    """Whether the document shows no expenditure at all of these funds."""
    whole = Meaning(ORGANISATION, "支出", "合计", scope, meaning.year, meaning.stage)
    if any(figure.value for _, figure in ledger.printed(whole)):
        return False
    said = [figure for figure in ledger.told.get(whole, []) if figure.amount]
    return not any(figure.value for figure in said)


def _wide(ledger: Ledger, meaning: Meaning) -> list[Figure]:
    found = ledger.amount(replace(meaning, scope="全部")) if ledger.same_totals("全部", "财政拨款") else None
    return [renamed(found[1], ledger.caption(found[0]))] if found else []


def narrative_repeats(reading: Reading) -> Iterator[Check]:
    """What two sentences state with the same meaning is the same figure."""
    ledger = Ledger(reading)
    yield from otherwise(_repeats(ledger, reading), _REPEATS.not_run("说明文字没有重复同一口径的金额"))


def _repeats(ledger: Ledger, reading: Reading) -> Iterator[Check]:
    for meaning, figures in ledger.told.items():
        amounts = [figure for figure in figures if figure.amount]
        for other in amounts[1:]:
            lead = f"{meaning.year}年{meaning.stage}{describe(ledger, meaning)}"
            yield compare(_REPEATS, lead, [renamed(amounts[0], "说明前文")], [renamed(other, "说明后文")])
