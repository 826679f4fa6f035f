"""Comparisons with another year: the change, the percentage and the direction that a sentence states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from corpus.checks.comparison import (
    Figure,
    Rule,
    compare,
    digits,
    judged,
    otherwise,
    outcome,
    show,
    status_of,
    tolerance_of,
)
from corpus.checks.ledger import Ledger, Meaning, meaning_of, renamed
from corpus.checks.narration import describe, told
from corpus.checks.verdict import verdict
from corpus.records import UNITS_PER_YUAN, Check, CheckStatus, Observation, Reading, Severity, Statement

_CHANGE = Rule("change-vs-levels", Severity.ERROR)
_RATE = Rule("rate-vs-levels", Severity.ERROR)
_EXCEEDS = Rule("change-within-level", Severity.ERROR)
_ZERO = Rule("rate-on-zero-base", Severity.NOTICE)
_PERCENT = 100 * UNITS_PER_YUAN


def _signed(statement: Statement, observation: Observation, name: str) -> Figure:
    sign = -1 if observation.direction == "decrease" else 1
    return Figure(name, observation.amount, observation.kind, observation.place, statement.subject.key, sign)


def _base(statement: Statement) -> Meaning:
    return replace(meaning_of(statement), year=statement.base_period, stage=statement.base_stage)


def _levels(ledger: Ledger, meaning: Meaning) -> list[Figure]:
    """What sentences state for a meaning, else what a table prints."""
    said = [figure for figure in ledger.told.get(meaning, []) if figure.amount]
    if said:
        return said
    found = ledger.amount(meaning)
    return [found[1]] if found else []


def change_vs_levels(reading: Reading) -> Iterator[Check]:
    """增加/减少 = this year − the base year; 持平 = both the same. Run where the document states both years."""
    reason = "未同时列示两个年度的金额，增减额无从核对"
    yield from otherwise(_changes(Ledger(reading), reading), _CHANGE.not_run(reason))


def _changes(ledger: Ledger, reading: Reading) -> Iterator[Check]:
    for statement, observation in told(reading, "change"):
        now, base = _levels(ledger, meaning_of(statement)), _levels(ledger, _base(statement))
        level = observation.direction == "level"
        if not now or not base or (level and observation.text != "持平"):
            continue
        about = describe(ledger, meaning_of(statement))
        lead = f"{about}比{statement.base_period}年{statement.base_stage}{observation.text}"
        this, before = renamed(now[0], f"{statement.period_from}年"), renamed(base[0], f"{statement.base_period}年")
        if level:
            yield compare(_CHANGE, lead, [before], [this])
        else:
            change = _signed(statement, observation, "说明所称增减额")
            yield compare(_CHANGE, lead, [this, replace(before, sign=-1)], [change])


def change_within_level(reading: Reading) -> Iterator[Check]:
    """An increase is no more than the whole of this year, since the base year's figure is not negative."""
    yield from otherwise(_within(Ledger(reading), reading), _EXCEEDS.not_run("说明文字没有与上年比较的增加额"))


def _within(ledger: Ledger, reading: Reading) -> Iterator[Check]:
    for statement, observation in told(reading, "change"):
        now = _levels(ledger, meaning_of(statement))
        if observation.direction != "increase" or not observation.amount or not now:
            continue
        change = _signed(statement, observation, "增加额")
        whole = renamed(now[0], f"{statement.period_from}年金额")
        tolerance = tolerance_of([change, whole])
        good = change.value <= whole.value + tolerance
        words = "不超过" if good else "超过（上年数将为负数）"
        about = describe(ledger, meaning_of(statement))
        sentence = f"{about}：{change.name}{change.text}{words}{whole.name}{whole.text}"
        status = CheckStatus.PASS if good else CheckStatus.FAIL
        yield judged(_EXCEEDS, status, sentence, ([whole], [change]), (whole.value, change.value, tolerance), "元")


def rate_vs_levels(reading: Reading) -> Iterator[Check]:
    """The percentage recomputed from both years, or from this year and the change that the sentence states."""
    reason = "未列示计算百分比所需的两个年度金额或增减额"
    yield from otherwise(_rates(Ledger(reading), reading), _RATE.not_run(reason))


def _rates(ledger: Ledger, reading: Reading) -> Iterator[Check]:
    changes = {(meaning_of(s), s.base_period, s.base_stage): (s, o) for s, o in told(reading, "change") if o.amount}
    for statement, observation in told(reading, "rate"):
        meaning = meaning_of(statement)
        base = _levels(ledger, _base(statement))
        stated = changes.get((meaning, statement.base_period, statement.base_stage))
        rate = _signed(statement, observation, "说明所称比率")
        if rate.amount is None:
            continue
        change = _signed(*stated, "增减额") if stated else None
        levels = [renamed(now, f"{statement.period_from}年") for now in _levels(ledger, meaning)]
        before = renamed(base[0], f"{statement.base_period}年") if base else None
        candidates = [_rate(now, before, change) for now in levels]
        known = [candidate for candidate in candidates if candidate is not None]
        if known:
            best = min(known, key=lambda candidate: abs(candidate[0] - rate.value))
            lead = f"{describe(ledger, meaning)}比{statement.base_period}年{statement.base_stage}"
            yield _rate_check(lead, rate, *best)


def _rate(now: Figure, base: Figure | None, change: Figure | None) -> tuple[Fraction, Fraction, list[Figure]] | None:
    """The percentage (in 0.0001 of %), how far the printed steps let it be off, and its operands; None if not known."""
    if base is not None and base.amount and now.amount:
        operands, numerator, before = [now, base], now.value - base.value, base.value
        numerator_slack, base_slack = now.amount.step + base.amount.step, base.amount.step
    elif change is not None and change.amount and now.amount:
        operands, numerator, before = [now, change], change.value, now.value - change.value
        numerator_slack, base_slack = change.amount.step, now.amount.step + change.amount.step
    else:
        return None
    if before <= 0 or 2 * before <= base_slack:
        return None
    exact = Fraction(numerator * _PERCENT, before)
    low_base = before - Fraction(base_slack, 2)
    reach = (abs(numerator) + Fraction(numerator_slack, 2)) * _PERCENT / low_base
    return exact, reach - abs(exact), operands


def _rate_check(lead: str, rate: Figure, exact: Fraction, slack: Fraction, operands: list[Figure]) -> Check:
    assert rate.amount is not None
    expected = round(exact)
    tolerance = int(slack) + rate.amount.step // 2 + 1
    rounded = rate.amount.step * round(exact / rate.amount.step)
    difference = 0 if rounded == rate.value else rate.value - expected
    status = status_of(difference, tolerance)
    basis = "、".join(f"{figure.name}{show(figure.amount)}" for figure in operands if figure.amount)
    shown = digits(expected, UNITS_PER_YUAN // 100, "%")
    verdict = outcome(status, difference, "%")
    sentence = f"{lead}：按{basis}计算为{shown}，与说明所称{digits(rate.value, rate.amount.step, '%')}{verdict}"
    return judged(_RATE, status, sentence, (operands, [rate]), (expected, rate.value, tolerance), "%")


def rate_on_zero_base(reading: Reading) -> Iterator[Check]:
    """A base of zero has no percentage."""
    yield from otherwise(_zero(Ledger(reading), reading), _ZERO.not_run("说明文字没有以零为基数的百分比"))


def _zero(ledger: Ledger, reading: Reading) -> Iterator[Check]:
    for statement, observation in told(reading, "rate"):
        base = _levels(ledger, _base(statement))
        if base and observation.amount and base[0].value == 0:
            figure = _signed(statement, observation, "比率")
            lead = describe(ledger, meaning_of(statement))
            sentence = f"{lead}：{statement.base_period}年为{base[0].text}，不能计算百分比，说明却称{observation.text}"
            yield verdict(_ZERO, False, sentence, ([base[0].place], [figure.place]), (figure.subject,))
