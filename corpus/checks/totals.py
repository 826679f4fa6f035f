"""Within one table: totals equal the rows they stand for, income equals expenditure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from corpus.checks.comparison import Figure, Rule, compare, otherwise
from corpus.checks.ledger import GRAND, ORGANISATION, Ledger, Meaning, renamed
from corpus.records import NOT_APPLICABLE, Check, Reading, Severity, TableKind

_TOTAL = Rule("total-of-classes", Severity.ERROR)
_CHILDREN = Rule("parent-of-children", Severity.ERROR)
_ECONOMIC = Rule("economic-kinds", Severity.ERROR)
_BALANCE = Rule("income-equals-expenditure", Severity.ERROR)


def total_of_classes(reading: Reading) -> Iterator[Check]:
    """The 合计 row of each column = the sum of the 类 rows."""
    yield from otherwise(_totals(Ledger(reading)), _TOTAL.not_run("没有同时列示合计行与各类科目的表"))


def _totals(ledger: Ledger) -> Iterator[Check]:
    for table, figures in ledger.by_table.items():
        for meaning, whole in figures.items():
            two_sided = ledger.kind(table) in (TableKind.BALANCE, TableKind.FISCAL_BALANCE)
            if meaning.subject != ORGANISATION or (two_sided and meaning.side == "收入"):
                continue
            beside = ((other, figure) for other, figure in figures.items() if _beside(other, meaning))
            classes = [figure for other, figure in beside if _is_class(ledger, other)]
            lead = f"{ledger.caption(table)}{_column(meaning)}"
            uncoded = [figure for figure in classes if figure.amount and not ledger.subjects[figure.subject].code]
            if uncoded and not two_sided:
                yield _TOTAL.not_run(
                    f"{lead}的“{uncoded[0].name}”没有科目编码，无法确定是否为类级科目", (ORGANISATION,)
                )
            elif classes:
                yield from _sum(_TOTAL, lead, whole, classes)


def parent_of_children(reading: Reading) -> Iterator[Check]:
    """类 = sum of 款 and 款 = sum of 项, in each column, where the children are printed."""
    yield from otherwise(_children(Ledger(reading)), _CHILDREN.not_run("没有列示下级科目的表"))


def _children(ledger: Ledger) -> Iterator[Check]:
    for table, figures in ledger.by_table.items():
        if odd := _malformed(ledger, figures):
            yield _CHILDREN.not_run(f"{ledger.caption(table)}的科目编码“{odd}”位数不合规则，无法确定其上级科目")
            continue
        families: dict[Meaning, list[Figure]] = {}
        for meaning, figure in figures.items():
            subject = ledger.subjects[meaning.subject]
            parent = Meaning(subject.parent, meaning.side, meaning.kind, meaning.scope, meaning.year, meaning.stage)
            if subject.parent and parent in figures:
                families.setdefault(parent, []).append(figure)
        for parent, children in families.items():
            if not _has_total(figures, parent):
                reason = f"{ledger.caption(table)}{_column(parent)}没有合计行，表格可能不完整"
                yield _CHILDREN.not_run(reason, (parent.subject,))
                continue
            yield from _sum(_CHILDREN, f"{ledger.caption(table)}{_column(parent)}", figures[parent], children)


def _has_total(figures: Mapping[Meaning, Figure], parent: Meaning) -> bool:
    """Whether the total of the column is printed, or those of 人员经费 and 公用经费 that make it up."""
    whole = replace(parent, subject=ORGANISATION)
    return whole in figures or all(replace(whole, kind=kind) in figures for kind in ("人员经费", "公用经费"))


def economic_kinds(reading: Reading) -> Iterator[Check]:
    """人员经费合计 = 301 + 303 and 公用经费合计 = all other 类, where the table has these two totals and no columns."""
    ledger = Ledger(reading)
    fallback = _ECONOMIC.not_run("没有列示人员经费合计与公用经费合计的经济分类表")
    yield from otherwise(_economic(ledger), fallback)


def _economic(ledger: Ledger) -> Iterator[Check]:
    for table, figures in ledger.of_kind(TableKind.BASIC_ECONOMIC):
        classes = [(m, f) for m, f in figures.items() if _is_class(ledger, m) and m.kind == "基本支出"]
        for meaning, whole in figures.items():
            if meaning.subject != ORGANISATION or meaning.kind not in ("人员经费", "公用经费"):
                continue
            people = meaning.kind == "人员经费"
            parts = [
                figure
                for other, figure in classes
                if replace(other, subject=ORGANISATION, kind=meaning.kind) == meaning
                and (ledger.subjects[other.subject].code in ("301", "303")) == people
            ]
            if parts and all(ledger.subjects[figure.subject].code for figure in parts):
                yield from _sum(_ECONOMIC, f"{ledger.caption(table)}{meaning.kind}合计", whole, parts)


def _malformed(ledger: Ledger, figures: Iterable[Meaning]) -> str:
    """A code of the table that is not of 3, 5 or 7 digits, "" if there is none: its parent would be a guess."""
    codes = (ledger.subjects[meaning.subject].code for meaning in figures)
    return next((code for code in codes if code and len(code) not in (3, 5, 7)), "")


def _sum(rule: Rule, lead: str, whole: Figure, parts: list[Figure]) -> Iterator[Check]:
    if whole.empty and all(part.empty or part.value == 0 for part in parts):
        return
    if all(part.empty for part in parts) and whole.value == 0:
        return
    printed = [part for part in parts if not part.empty] or parts
    yield compare(rule, lead, printed, [whole])


def income_equals_expenditure(reading: Reading) -> Iterator[Check]:
    """收入总计 = 支出总计 in the two-sided tables; in final accounts both hold the balances of other years."""
    yield from otherwise(_balances(Ledger(reading)), _BALANCE.not_run("没有同时列示收入总计和支出总计的表"))


def _balances(ledger: Ledger) -> Iterator[Check]:
    for kind, scope in ((TableKind.BALANCE, "全部"), (TableKind.FISCAL_BALANCE, "财政拨款")):
        for table, figures in ledger.of_kind(kind):
            for year, stage in dict.fromkeys((meaning.year, meaning.stage) for meaning in figures):
                income = Meaning(ORGANISATION, "收入", NOT_APPLICABLE, scope, year, stage)
                spent = Meaning(ORGANISATION, "支出", "合计", scope, year, stage)
                yield from _both_sides(ledger.caption(table), figures, income, spent)


def _both_sides(caption: str, figures: Mapping[Meaning, Figure], income: Meaning, spent: Meaning) -> Iterator[Check]:
    grand = [figures.get(replace(side, subject=GRAND, kind=NOT_APPLICABLE)) for side in (income, spent)]
    left, right = grand[0] or figures.get(income), grand[1] or figures.get(spent)
    if left is None or right is None or (left.empty and right.empty):
        return
    carried = any(meaning.subject.startswith("item:") and figure.value for meaning, figure in figures.items())
    if carried and not any(grand):
        yield _BALANCE.not_run(f"{caption}列有结转结余，未列示包括结转结余的总计", (ORGANISATION,))
        return
    yield compare(_BALANCE, caption, [renamed(left, "收入总计")], [renamed(right, "支出总计")])


def _is_class(ledger: Ledger, meaning: Meaning) -> bool:
    subject = ledger.subjects[meaning.subject]
    return subject.kind in ("function", "economic") and not subject.parent


def _beside(other: Meaning, total: Meaning) -> bool:
    left = (other.side, other.kind, other.scope, other.year, other.stage)
    return left == (total.side, total.kind, total.scope, total.year, total.stage)


def _column(meaning: Meaning) -> str:
    kind = "" if meaning.kind == NOT_APPLICABLE else meaning.kind
    return f"“{meaning.scope}{kind}”列"
