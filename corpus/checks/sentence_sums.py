"""What sentences list sums to what they call the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from corpus.checks.comparison import Figure, Rule, compare, otherwise
from corpus.checks.ledger import CARS, ORGANISATION, THREE_PUBLIC, Ledger, Meaning, meaning_of, renamed
from corpus.checks.narration import describe, told
from corpus.records import NOT_APPLICABLE, CellKind, Check, Reading, Severity, TableKind

_PARTS = Rule("narrative-parts", Severity.ERROR)
_LIST = Rule("narrative-list-total", Severity.ERROR)
_ITEMS = {
    "三公经费": THREE_PUBLIC,
    "公务用车购置及运行费": CARS,
    "政府采购": ("政府采购货物", "政府采购工程", "政府采购服务"),
}
_CLASS = 3
_FUNDS = ("一般公共预算", "政府性基金", "国有资本经营")
_INCOME = ("财政拨款", "事业收入", "经营收入", "其他收入")


def narrative_parts(reading: Reading) -> Iterator[Check]:
    """A whole in a sentence = its parts there (levels, and changes with their sign, 持平 being nothing)."""
    ledger = Ledger(reading)
    yield from otherwise(_parts(ledger, reading), _PARTS.not_run("说明文字没有同时列示总额与各部分"))


def _parts(ledger: Ledger, reading: Reading) -> Iterator[Check]:
    levels = {m: next((f for f in figures if f.amount), figures[0]) for m, figures in ledger.told.items()}
    yield from _families(ledger, levels, "")
    for base, changes in _changes(reading).items():
        yield from _families(ledger, changes, f"比{base[0]}年{base[1]}的增减额")


def _changes(reading: Reading) -> dict[tuple[int, str], dict[Meaning, Figure]]:
    """Signed changes by their base; 持平 is a figure without an amount that counts as nothing."""
    found: dict[tuple[int, str], dict[Meaning, Figure]] = {}
    for statement, observation in told(reading, "change"):
        same = observation.direction == "level"
        if same and observation.text != "持平":
            continue
        sign = -1 if observation.direction == "decrease" else 1
        kind = CellKind.DASH if same else observation.kind
        figure = Figure("", observation.amount, kind, observation.place, statement.subject.key, sign)
        by_meaning = found.setdefault((statement.base_period, statement.base_stage), {})
        by_meaning.setdefault(meaning_of(statement), figure)
    return found


def _families(ledger: Ledger, figures: Mapping[Meaning, Figure], suffix: str) -> Iterator[Check]:
    for meaning, whole in figures.items():
        for parts in _part_meanings(meaning):
            present = [part for part in parts.values() if part in figures]
            if not present or (whole.amount is None and all(figures[part].amount is None for part in present)):
                continue
            lead = f"说明中{describe(ledger, meaning)}{suffix}"
            missing = [name for name, part in parts.items() if part not in figures]
            if missing:
                subjects = [whole.subject, *(part.subject for part in present)]
                yield _PARTS.not_run(f"{lead}的“{'、'.join(missing)}”未列示", dict.fromkeys(subjects))
                continue
            addends = [renamed(figures[part], name, figures[part].sign) for name, part in parts.items()]
            yield compare(_PARTS, lead, addends, [renamed(whole, "合计", whole.sign)])


def _part_meanings(meaning: Meaning) -> Iterator[dict[str, Meaning]]:
    """The families of parts that a whole of this meaning may have."""
    items = _ITEMS.get(meaning.subject.removeprefix("item:"))
    if meaning.subject.startswith("item:") and items:
        yield {item: replace(meaning, subject=f"item:{item}") for item in items}
    if meaning.subject != ORGANISATION:
        return
    if meaning.kind == "合计":
        yield {kind: replace(meaning, kind=kind) for kind in ("基本支出", "项目支出")}
    if meaning.scope == "财政拨款" and meaning.kind in ("合计", NOT_APPLICABLE):
        yield {scope: replace(meaning, scope=scope) for scope in _FUNDS}
    if meaning.scope == "全部" and meaning.side == "收入":
        yield {scope: replace(meaning, scope=scope) for scope in _INCOME}


def narrative_list_total(reading: Reading) -> Iterator[Check]:
    """The 科目 that the narrative lists sum to the expenditure it states for the same funds.

    Run only if no row of the most detailed table that prints money is missing from the list.
    """
    ledger = Ledger(reading)
    yield from otherwise(_lists(ledger, reading), _LIST.not_run("说明文字没有同时列示支出总额与各科目"))


def _lists(ledger: Ledger, reading: Reading) -> Iterator[Check]:
    totals = {m: next((f for f in fs if f.amount), None) for m, fs in ledger.told.items() if m.subject == ORGANISATION}
    for meaning, whole in totals.items():
        if whole is None or meaning.kind != "合计" or meaning.year != reading.document.fiscal_year:
            continue
        told = {m.subject: fs[0] for m, fs in ledger.told.items() if _listed(ledger, m) and _like(m, meaning)}
        classes = {key: figure for key, figure in told.items() if len(ledger.subjects[key].code) == _CLASS}
        below = {key: figure for key, figure in told.items() if key not in classes}
        if below:
            yield _list(ledger, meaning, whole, below, _leaves(ledger, meaning))
        if classes and not (below and len(classes) == 1):
            yield _list(ledger, meaning, whole, classes, _classes(ledger, meaning))


def _list(ledger: Ledger, meaning: Meaning, whole: Figure, listed: Mapping[str, Figure], known: set[str]) -> Check:
    missing = known - set(listed)
    lead = f"说明所列{len(listed)}个科目"
    if missing and len(listed) < len(known):
        names = "、".join(ledger.name(subject) for subject in sorted(missing)[:3])
        return _LIST.not_run(f"{lead}未含表格中的“{names}”等科目", (ORGANISATION, *listed))
    parts = [renamed(figure, ledger.name(figure.subject)) for figure in listed.values()]
    return compare(_LIST, lead, parts, [renamed(whole, f"{meaning.scope}支出")])


def _listed(ledger: Ledger, meaning: Meaning) -> bool:
    return meaning.subject.startswith(("function:", "topic:")) and meaning.kind == "合计"


def _like(part: Meaning, whole: Meaning) -> bool:
    return (part.side, part.scope, part.year, part.stage) == (whole.side, whole.scope, whole.year, whole.stage)


def _classes(ledger: Ledger, whole: Meaning) -> set[str]:
    """The 类 with money in the functional expenditure tables."""
    tables = ledger.of_kind(TableKind.EXPENDITURE, TableKind.GENERAL_FUNCTION, TableKind.FUND_FUNCTION)
    printed = {m.subject for _, figures in tables for m, f in figures.items() if f.value}
    return {key for key in printed if len(ledger.subjects[key].code) == _CLASS}


def _leaves(ledger: Ledger, whole: Meaning) -> set[str]:
    """The subjects with money and without children in the functional expenditure tables."""
    tables = ledger.of_kind(TableKind.EXPENDITURE, TableKind.GENERAL_FUNCTION, TableKind.FUND_FUNCTION)
    printed = {m.subject for _, figures in tables for m, f in figures.items() if f.value and m.subject != ORGANISATION}
    parents = {ledger.subjects[subject].parent for subject in printed}
    return printed - parents
