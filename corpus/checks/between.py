"""Table against table of one document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpus.checks.comparison import (
    Figure,
    Rule,
    compare,
    difference_text,
    judged,
    otherwise,
    status_of,
    tolerance_of,
)
from corpus.checks.ledger import ORGANISATION, Ledger, Meaning, renamed
from corpus.records import NOT_APPLICABLE, Check, CheckStatus, Reading, Severity, TableKind

_SAME = Rule("table-vs-table", Severity.ERROR)
_SCOPES = Rule("scope-vs-scope", Severity.ERROR)
_BY_CODE = Rule("income-vs-expenditure-by-code", Severity.WARNING)
_ECONOMIC = Rule("three-public-vs-economic", Severity.ERROR)
_OPERATING = Rule("operating-within-public", Severity.WARNING)
_ITEMS = (
    ("公务接待费", "economic:30217"),
    ("公务用车运行费", "economic:30231"),
    ("因公出国（境）费", "economic:30212"),
    ("公务用车购置费", "economic:31013"),
)
_PAIRS = (("全部", "财政拨款"), ("全部", "一般公共预算"), ("财政拨款", "一般公共预算"))


def table_vs_table(reading: Reading) -> Iterator[Check]:
    """The same meaning printed in two tables is the same amount."""
    yield from otherwise(_same(Ledger(reading)), _SAME.not_run("没有两张表列示同一口径的金额"))


def _same(ledger: Ledger) -> Iterator[Check]:
    for meaning in dict.fromkeys(meaning for figures in ledger.by_table.values() for meaning in figures):
        printed = ledger.printed(meaning)
        if len(printed) > 1 and meaning.side != NOT_APPLICABLE:
            yield from _pairwise(ledger, meaning, printed)


def _pairwise(ledger: Ledger, meaning: Meaning, printed: list[tuple[str, Figure]]) -> Iterator[Check]:
    """Every further table against the first that prints an amount."""
    base = next(((table, figure) for table, figure in printed if figure.amount), None)
    if base is None:
        return
    for table, figure in printed:
        if table == base[0] or (figure.empty and base[1].value == 0):
            continue
        sides = [renamed(item, ledger.caption(key)) for key, item in (base, (table, figure))]
        yield compare(_SAME, f"两表“{ledger.name(meaning.subject)}”{_words(meaning)}", [sides[0]], [sides[1]])


def scope_vs_scope(reading: Reading) -> Iterator[Check]:
    """Where all expenditure comes from one source, figures of the wider and the narrower funds agree row by row.

    Run for a pair of funds only if the totals of both are printed and equal.
    """
    ledger = Ledger(reading)
    for wide, narrow in _PAIRS:
        same = ledger.same_totals(wide, narrow)
        if same:
            reason = f"没有同时按“{wide}”与“{narrow}”列示的科目"
            yield from otherwise(_scopes(ledger, wide, narrow), _SCOPES.not_run(reason))
        else:
            why = "未同时列示" if same is None else "不相等，即支出不全部来自同一资金"
            yield _SCOPES.not_run(f"“{wide}”与“{narrow}”的支出合计{why}")


def _scopes(ledger: Ledger, wide: str, narrow: str) -> Iterator[Check]:
    for meaning in dict.fromkeys(meaning for figures in ledger.by_table.values() for meaning in figures):
        if meaning.side != "支出" or meaning.scope != wide or meaning.kind == NOT_APPLICABLE:
            continue
        left, right = ledger.amount(meaning), ledger.amount(replace(meaning, scope=narrow))
        if left and right and left[0] != right[0]:
            sides = [renamed(figure, f"{ledger.caption(table)}") for table, figure in (left, right)]
            lead = f"支出全部来自{narrow}，“{ledger.name(meaning.subject)}”{meaning.kind}"
            yield compare(_SCOPES, lead, [sides[0]], [sides[1]])


def income_vs_expenditure_by_code(reading: Reading) -> Iterator[Check]:
    """A budget's income per code = its expenditure per code, if the totals are equal."""
    ledger = Ledger(reading)
    income, spending = ledger.whole("收入", NOT_APPLICABLE, "全部"), ledger.whole("支出", "合计", "全部")
    totals = [ledger.amount(total) if total else None for total in (income, spending)]
    if reading.document.stage != "预算" or totals[0] is None or totals[1] is None:
        yield _BY_CODE.not_run("不是预算，或未同时列示收入总计与支出总计")
    elif totals[0][1].value != totals[1][1].value:
        yield _BY_CODE.not_run("收入总计与支出总计不相等")
    else:
        yield from otherwise(_by_code(ledger), _BY_CODE.not_run("没有按科目列示的收入表和支出表"))


def _by_code(ledger: Ledger) -> Iterator[Check]:
    spent = {meaning: item for _, figures in ledger.of_kind(TableKind.EXPENDITURE) for meaning, item in figures.items()}
    for table, figures in ledger.of_kind(TableKind.INCOME):
        for meaning, figure in figures.items():
            other = spent.get(replace(meaning, side="支出", kind="合计"))
            if meaning.scope == "全部" and meaning.subject != ORGANISATION and figure.amount and other and other.amount:
                lead = f"{ledger.caption(table)}与支出总表“{ledger.name(meaning.subject)}”"
                yield compare(_BY_CODE, lead, [renamed(figure, "收入")], [renamed(other, "支出")])


def three_public_vs_economic(reading: Reading) -> Iterator[Check]:
    """What 基本支出 holds for an item of 三公经费 is no more than the item; equal unless projects pay the rest."""
    ledger = Ledger(reading)
    yield from otherwise(_items(ledger), _ECONOMIC.not_run("没有同时列示“三公”经费与对应的经济分类科目"))


def _items(ledger: Ledger) -> Iterator[Check]:
    projects = ledger.whole("支出", "项目支出", "一般公共预算")
    known = ledger.amount(projects) if projects else None
    no_projects = known is not None and known[1].value == 0
    for _, figures in ledger.of_kind(TableKind.THREE_PUBLIC):
        for meaning, figure in figures.items():
            code = dict(_ITEMS).get(meaning.subject.removeprefix("item:"))
            if code is None or figure.amount is None:
                continue
            basic = ledger.amount(Meaning(code, "支出", "基本支出", "一般公共预算", meaning.year, meaning.stage))
            if basic is not None:
                part = renamed(basic[1], ledger.name(code))
                yield _within(_ECONOMIC, "“三公”经费表与经济分类表", part, figure, exact=no_projects)


def operating_within_public(reading: Reading) -> Iterator[Check]:
    """机关运行经费 is a part of 公用经费."""
    ledger = Ledger(reading)
    yield from otherwise(_operating(ledger), _OPERATING.not_run("未同时列示机关运行经费与公用经费"))


def _operating(ledger: Ledger) -> Iterator[Check]:
    public = ledger.whole("支出", "公用经费", "一般公共预算")
    whole = ledger.amount(public) if public else None
    for _, figures in ledger.of_kind(TableKind.THREE_PUBLIC):
        for meaning, figure in figures.items():
            if meaning.subject == "item:机关运行经费" and figure.amount and whole:
                public_total = renamed(whole[1], "公用经费合计")
                yield _within(_OPERATING, "机关运行经费与公用经费", figure, public_total, less_passes=True)


def _within(
    rule: Rule, lead: str, part: Figure, whole: Figure, exact: bool = False, less_passes: bool = False
) -> Check:
    """``part`` may not exceed ``whole``. Less is an error if ``exact``, a pass if ``less_passes``, else not run."""
    status = status_of(part.value - whole.value, tolerance_of([part, whole]))
    if status is CheckStatus.FAIL and part.value < whole.value and not exact:
        if not less_passes:
            gap = difference_text(whole.value - part.value, "元")
            return rule.not_run(
                f"{lead}：{part.name}{part.text}小于{whole.name}{whole.text}，差额{gap}可能列在项目支出",
                (part.subject, whole.subject),
            )
        sentence = f"{lead}：{part.name}{part.text}不超过{whole.name}{whole.text}"
        values = (whole.value, part.value, tolerance_of([part, whole]))
        return judged(rule, CheckStatus.PASS, sentence, ([whole], [part]), values, "元")
    return compare(rule, lead, [part], [whole])


def _words(meaning: Meaning) -> str:
    kind = meaning.side if meaning.kind == NOT_APPLICABLE else f"{meaning.side}{meaning.kind}"
    return f"{meaning.scope}{kind}"
