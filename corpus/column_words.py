"""What the words of a statutory table's header mean in a statement's key."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.records import NOT_APPLICABLE, Column, TableKind

ALL_FUNDS = "全部"
_FUNDS = (
    ("一般公共预算", "一般公共预算"),
    ("政府性基金", "政府性基金"),
    ("国有资本经营", "国有资本经营"),
    ("财政拨款", "财政拨款"),
    ("事业单位经营", "经营收入"),
    ("经营收入", "经营收入"),
    ("经营支出", "经营收入"),
    ("事业收入", "事业收入"),
    ("上级补助", "上级补助收入"),
    ("附属单位", "附属单位上缴收入"),
    ("其他收入", "其他收入"),
)
_KINDS = ("人员经费", "公用经费", "项目支出", "基本支出")
_STAGES = (
    ("年初预算", "年初预算"),
    ("全年预算", "全年预算"),
    ("调整预算", "全年预算"),
    ("决算", "决算"),
    ("执行", "执行"),
)
_TABLE_FUNDS = {
    TableKind.GENERAL_FUNCTION: "一般公共预算",
    TableKind.FUND_FUNCTION: "政府性基金",
    TableKind.STATE_CAPITAL_FUNCTION: "国有资本经营",
    TableKind.BASIC_ECONOMIC: "一般公共预算",
    TableKind.THREE_PUBLIC: "财政拨款",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """The part of a statement's key that a column decides; ``known`` is False where its words are not understood."""

    expenditure_kind: str
    fund_scope: str
    stage: str
    known: bool = True


def fund_of(text: str) -> str:
    """The source of funds that ``text`` names, "" if none."""
    return next((fund for word, fund in _FUNDS if word in text), "")


def meaning_of(kind: TableKind, column: Column, side: str, stage: str) -> Meaning:
    """What an amount column of a statutory table states; ``side`` is 收入 or 支出, ``stage`` the document's own."""
    last = column.path[-1] if column.path else ""
    stage = stage if kind is TableKind.OTHER else _stage_of(column.path, stage)
    if side == "收入":
        fund = ALL_FUNDS if _is_total(last) else fund_of(last)
        return Meaning(NOT_APPLICABLE, fund or ALL_FUNDS, stage, bool(fund))
    expenditure_kind = next((name for name in _KINDS if name in last), "")
    total = _is_total(last) or (not expenditure_kind and not fund_of(last))
    if kind is TableKind.BASIC_ECONOMIC:
        return Meaning(expenditure_kind or "基本支出", _TABLE_FUNDS[kind], stage, bool(expenditure_kind) or total)
    if kind is TableKind.FISCAL_BALANCE:
        return Meaning("合计", fund_of(last) or "财政拨款", stage, total or bool(fund_of(last)))
    fund = _TABLE_FUNDS.get(kind, ALL_FUNDS)
    return Meaning(expenditure_kind or "合计", fund, stage, bool(expenditure_kind) or total)


def _stage_of(path: tuple[str, ...], stage: str) -> str:
    """The stage that the lowest header with a word for one names; ``stage``, the document's own, where none does."""
    for part in reversed(path):
        named = next((name for word, name in _STAGES if word in part), "")
        if named:
            return named
        if stage == "决算" and "预算数" in part:
            return "预算"
    return stage


def _is_total(text: str) -> bool:
    return text in ("合计", "小计", "总计", "预算数", "决算数", "金额") or text.endswith(("合计", "预算数", "决算数"))


_THREE_PUBLIC = (
    ("机关运行", "机关运行经费"),
    ("出国", "因公出国（境）费"),
    ("接待", "公务接待费"),
    ("购置及运行", "公务用车购置及运行费"),
    ("运行", "公务用车运行费"),
    ("购置", "公务用车购置费"),
)


def three_public_item(path: tuple[str, ...]) -> str:
    """The item that a column of the “三公” table is about, "" if its words are not understood.

    The lowest header that names an item decides: below it may stand 小计, or 预算数 beside 决算数.
    """
    for part in reversed(path):
        named = next((name for word, name in _THREE_PUBLIC if word in part), "")
        if named:
            return named
        if "三公" in part:
            return "三公经费"
        if not _is_total(part):
            return ""
    return "三公经费" if path else ""
