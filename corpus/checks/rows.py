"""Within one row: a total equals the parts that stand beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.checks.comparison import Figure, Rule, compare, otherwise
from corpus.checks.ledger import CARS, ORGANISATION, THREE_PUBLIC, Ledger, Meaning, renamed
from corpus.column_words import OTHER_KINDS
from corpus.records import Check, CheckStatus, Reading, Severity, TableKind

_ROW_PARTS = Rule("row-parts", Severity.ERROR)
_ROW_SOURCES = Rule("row-sources", Severity.ERROR)
_THREE_PUBLIC_PARTS = Rule("three-public-parts", Severity.ERROR)
_KINDS = (
    ("合计", ("基本支出", "项目支出")),
    ("合计", ("人员经费", "公用经费", "项目支出")),
    ("基本支出", ("人员经费", "公用经费")),
)
_BUDGETS = ("一般公共预算", "政府性基金", "国有资本经营")
_OWN_SOURCES = (
    "财政专户管理资金",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "非同级财政拨款收入",
    "其他收入",
    "单位资金",
)


def row_parts(reading: Reading) -> Iterator[Check]:
    """合计 = 基本支出 + 项目支出 and 基本支出 = 人员经费 + 公用经费, as the table's own columns say."""
    ledger = Ledger(reading)
    fallback = _ROW_PARTS.not_run("没有同时列示合计与基本支出、项目支出（或人员经费、公用经费）的表")
    yield from otherwise(_row_parts(ledger), fallback)


def _row_parts(ledger: Ledger) -> Iterator[Check]:
    for table, figures in ledger.by_table.items():
        for meaning, whole in figures.items():
            for kind, parts in _KINDS:
                if meaning.kind == kind:
                    named = (*parts, *(_further(figures, meaning) if kind == "合计" else ()))
                    keys = [(part, replace(meaning, kind=part)) for part in named]
                    yield from _row(_ROW_PARTS, ledger, table, (kind, whole), keys)


def _further(figures: Mapping[Meaning, Figure], whole: Meaning) -> list[str]:
    """What final accounts print beside 基本支出 and 项目支出, where an amount stands there."""
    return [kind for kind in OTHER_KINDS if (part := figures.get(replace(whole, kind=kind))) and part.amount]


def row_sources(reading: Reading) -> Iterator[Check]:
    """全部 = 财政拨款 + 事业收入 + 经营收入 + 其他收入, and 财政拨款 = its three kinds of budget."""
    ledger = Ledger(reading)
    yield from otherwise(_row_sources(ledger), _ROW_SOURCES.not_run("没有按资金来源分列的表"))


def _row_sources(ledger: Ledger) -> Iterator[Check]:
    for table, figures in ledger.by_table.items():
        for meaning, whole in figures.items():
            if meaning.subject.startswith("item:"):
                continue
            present = _sources(figures, meaning)
            wide_enough = len(present) > 1 or (present and meaning.scope == "财政拨款" and meaning.side == "收入")
            if wide_enough:
                keys = [(part, replace(meaning, scope=part)) for part in present]
                for check in _row(_ROW_SOURCES, ledger, table, (meaning.scope, whole), keys):
                    yield _unless_unknown(ledger, table, check)


def _sources(figures: Mapping[Meaning, Figure], whole: Meaning) -> list[str]:
    """The sources that the table prints as parts of ``whole``: 财政拨款 as one, or by its three kinds of budget."""
    if whole.scope == "财政拨款":
        return [part for part in _BUDGETS if replace(whole, scope=part) in figures]
    if whole.scope != "全部":
        return []
    fiscal = ("财政拨款",) if replace(whole, scope="财政拨款") in figures else _BUDGETS
    return [part for part in (*fiscal, *_OWN_SOURCES) if replace(whole, scope=part) in figures]


def _unless_unknown(ledger: Ledger, table: str, check: Check) -> Check:
    """A difference that a source of unknown meaning in the same table may explain is no failure."""
    if check.status is CheckStatus.FAIL and ledger.unknown(table):
        return _ROW_SOURCES.not_run(f"{ledger.caption(table)}有未能识别的资金来源，各来源之和无从核对", check.subjects)
    return check


def three_public_parts(reading: Reading) -> Iterator[Check]:
    """三公经费 = its three parts; 公务用车购置及运行费 = 购置费 + 运行费."""
    ledger = Ledger(reading)
    yield from otherwise(_three_public(ledger), _THREE_PUBLIC_PARTS.not_run("没有“三公”经费表"))


def _three_public(ledger: Ledger) -> Iterator[Check]:
    for table, figures in ledger.of_kind(TableKind.THREE_PUBLIC):
        for meaning, whole in figures.items():
            for item, parts in (("三公经费", THREE_PUBLIC), ("公务用车购置及运行费", CARS)):
                if meaning.subject == f"item:{item}":
                    keys = [(part, replace(meaning, subject=f"item:{part}")) for part in parts]
                    yield from _row(_THREE_PUBLIC_PARTS, ledger, table, (item, whole), keys)


def _row(
    rule: Rule, ledger: Ledger, table: str, whole: tuple[str, Figure], parts: Sequence[tuple[str, Meaning]]
) -> Iterator[Check]:
    """Compare if the table has all the columns; a row with nothing printed gives no check."""
    figures = ledger.by_table[table]
    if any(meaning not in figures for _, meaning in parts):
        return
    addends = [renamed(figures[meaning], name) for name, meaning in parts]
    if whole[1].empty and all(part.empty or part.value == 0 for part in addends):
        return
    row = "合计行" if whole[1].subject == ORGANISATION else f"“{ledger.name(whole[1].subject)}”"
    if any(part.empty for part in addends) and _has_split_column(ledger, table):
        reason = f"{ledger.caption(table)}有同名的两栏（可能是一栏被拆开），{row}的空白栏不能当作没有金额"
        yield rule.not_run(reason, (whole[1].subject,))
        return
    yield compare(rule, f"{ledger.caption(table)}{row}", addends, [renamed(whole[1], whole[0])])


def _has_split_column(ledger: Ledger, table: str) -> bool:
    """Whether two columns of amounts of one half bear the same name: as when a scan cuts one column in two."""
    known = ledger.tables.get(table)
    names = [(item.half, item.name) for item in known.columns if item.role == "amount" and item.name] if known else []
    return len(set(names)) < len(names)
