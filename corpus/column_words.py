"""What the words of a statutory table's header mean in a statement's key."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.normal import without_ordinal
from corpus.records import NOT_APPLICABLE, Column, TableKind

ALL_FUNDS = "全部"
MONEY = "金额"
COMPLETION = "完成率"
_FUNDS = (
    ("非同级财政拨款", "非同级财政拨款收入"),
    ("财政专户", "财政专户管理资金"),
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
    ("单位资金", "单位资金"),
)
_KINDS = ("人员经费", "公用经费", "项目支出", "基本支出")
OTHER_KINDS = ("上缴上级支出", "经营支出", "对附属单位补助支出")
"""What final accounts print beside 基本支出 and 项目支出 as parts of 本年支出合计."""

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
OPENING, CLOSING, GRAND_TOTAL = "年初结转和结余", "年末结转和结余", "收支总计"
USED_BALANCES = ("使用非财政拨款结余", "使用专用结余", "事业基金弥补收支差额")
ALLOCATION = "结余分配"
_BALANCES = (
    (re.compile(r"使用专用结余"), "使用专用结余"),
    (re.compile(r"使用.*结余"), "使用非财政拨款结余"),
    (re.compile(r"事业基金弥补"), "事业基金弥补收支差额"),
    (re.compile(r"结余分配"), ALLOCATION),
    (re.compile(r"(?:年末|期末|结转下年|结转至?下一?年|结转到下年).*"), CLOSING),
    (re.compile(r"(?:(?:年初|期初|上年|上一?年度?).*(?:结转|结余))"), OPENING),
)
_TOTAL = re.compile(
    r"(?:20\d{2}年(?:度)?|本年(?:度)?|当年|部门|单位)*(?:收入|支出|财政拨款|一般公共预算|政府性基金|国有资本经营|预算|决算|年初|全年|调整后?|拨款|当年)*"
    r"(?:合计|小计|总计|预算数?|决算数?|执行数|金额|支出|收入)"
)
_PERCENT = re.compile(r"[%％]|百分比|比重|占比|比例|完成率|执行率|增长率|增减率|变动率")
_COMPLETION = re.compile(
    r"完成率|执行率|完成(?:年初|全年|调整)?预算的?(?:百分比|[%％])|占(?:年初|全年|调整)?预算数?的?[%％]"
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """The part of a statement's key that a column decides; ``known`` is False where its words are not understood.

    ``side`` is "" where the row or the table says it. ``measure`` names a balance, or the rate of
    completion with the stage of the budget that it is reckoned against.
    """

    expenditure_kind: str
    fund_scope: str
    stage: str
    known: bool = True
    measure: str = MONEY
    side: str = ""
    base_stage: str = NOT_APPLICABLE


def fund_of(text: str) -> str:
    """The source of funds that ``text`` names, "" if none; balances of other years are no source."""
    if re.search("结转|结余", text):
        return ""
    return next((fund for word, fund in _FUNDS if word in text), "")


def balance_of(text: str) -> str:
    """The balance that a row or column is about (年初结转和结余 ...), "" if it is about the year itself."""
    return next((name for pattern, name in _BALANCES if pattern.search(text)), "")


def is_percent(path: tuple[str, ...]) -> bool:
    """Whether the column under this header holds percentages."""
    return any(_PERCENT.search(part) for part in path)


def meaning_of(kind: TableKind, column: Column, side: str, stage: str) -> Meaning:
    """What an amount column of a statutory table states; ``side`` is 收入 or 支出, ``stage`` the document's own."""
    last = column.path[-1] if column.path else ""
    stage = stage if kind is TableKind.OTHER else _stage_of(column.path, stage)
    fund = _TABLE_FUNDS.get(kind, ALL_FUNDS)
    if is_percent(column.path):
        return _rate(column.path, fund, side)
    balance = next((name for part in column.path if (name := balance_of(part))), "")
    if balance:
        whole = is_total(last) or bool(balance_of(last))
        return Meaning(NOT_APPLICABLE, fund, stage, whole, balance, NOT_APPLICABLE)
    if side == "收入":
        named = ALL_FUNDS if is_total(last) and not fund_of(last) else fund_of(last)
        return Meaning(NOT_APPLICABLE, named or ALL_FUNDS, stage, bool(named))
    if kind in _TABLE_FUNDS and any(part in ("本年收入", "收入") for part in column.path):
        return Meaning(NOT_APPLICABLE, fund, stage, is_total(last), side="收入")
    return _expenditure(kind, column.path, fund, stage)


def _expenditure(kind: TableKind, path: tuple[str, ...], fund: str, stage: str) -> Meaning:
    last = path[-1] if path else ""
    total = is_total(last)
    expenditure_kind = kind_in(last)
    if total and not expenditure_kind:
        # 预算数 beside 决算数 may stand below the kind that they are of.
        above = [part for part in path[:-1] if not is_total(part)]
        expenditure_kind = kind_in(above[-1]) if above else ""
    named = next((source for part in reversed(path) if (source := fund_of(part))), "")
    named = "" if expenditure_kind in OTHER_KINDS else named
    known = bool(expenditure_kind) or total
    if kind is TableKind.BASIC_ECONOMIC:
        return Meaning(expenditure_kind or "基本支出", fund, stage, known)
    if kind is TableKind.FISCAL_BALANCE:
        return Meaning(expenditure_kind or "合计", named or "财政拨款", stage, known or bool(named))
    if kind is TableKind.EXPENDITURE:
        return Meaning(expenditure_kind or "合计", named or fund, stage, known or bool(named))
    return Meaning(expenditure_kind or "合计", fund, stage, known and named in ("", fund))


def kind_in(text: str) -> str:
    """The kind of expenditure that a header names, "" if none."""
    if re.search(r"(?<!国有资本)经营支出", text):
        return "经营支出"
    return next((name for name in ("上缴上级支出", "对附属单位补助支出", *_KINDS) if name in text), "")


def _rate(path: tuple[str, ...], fund: str, side: str) -> Meaning:
    """A column of percentages: known only if it is the completion of a budget."""
    kind = NOT_APPLICABLE if side == "收入" else "合计"
    known = any(_COMPLETION.search(part) for part in path)
    words = "".join(path)
    base = "年初预算" if "年初" in words else "全年预算" if re.search("全年|调整", words) else "预算"
    return Meaning(kind, fund, "决算", known, COMPLETION, base_stage=base)


def year_of(path: tuple[str, ...], year: int) -> int | None:
    """The fiscal year that a column is about; ``year`` is the table's own. None for a comparison of two years."""
    words = "".join(path)
    named = {int(text) for text in re.findall(r"(20\d{2})年", words)}
    if re.search(r"上年(?:度)?(?:预算|执行|决算|完成)|上年数", words):
        named.add(year - 1)
    if len(named) > 1 or re.search(r"比上年|较上年|增减", words):
        return None
    return named.pop() if named else year


_AGAINST = re.compile(
    r"[比较与](?:上年|去年|20\d{2}年)(?:度)?(?P<stage>执行|决算|预算)?|(?:增减|增长|变动|变化).*?(?:上年|20\d{2}年)"
)


def comparison_of(path: tuple[str, ...], year: int, stage: str) -> tuple[str, int, str] | None:
    """View (change or rate), year and stage of the base of a column that compares two years; None if it names no base.

    ``year`` is the table's own, ``stage`` the document's own, which is meant where none is named.
    """
    words = "".join(path)
    found = _AGAINST.search(words)
    if found is None or not re.search(r"增减|增长|变动|变化|±", words):
        return None
    named = [int(text) for text in re.findall(r"20\d{2}(?=年)", words) if int(text) != year]
    if len(set(named)) > 1:
        return None
    return "rate" if is_percent(path) else "change", named[0] if named else year - 1, found["stage"] or stage


def _stage_of(path: tuple[str, ...], stage: str) -> str:
    """The stage that the lowest header with a word for one names; ``stage``, the document's own, where none does."""
    for part in reversed(path):
        named = next((name for word, name in _STAGES if word in part), "")
        if named:
            return named
        if stage == "决算" and "预算数" in part:
            return "预算"
    return stage


def is_total(text: str) -> bool:
    """Whether a header names a total of its group (合计, 预算数, 本年支出合计) and nothing narrower."""
    return _TOTAL.fullmatch(re.sub(r"\(.*\)$", "", text)) is not None


_THREE_PUBLIC = (
    ("机关运行", "机关运行经费"),
    ("出国", "因公出国（境）费"),
    ("接待", "公务接待费"),
    ("购置及运行", "公务用车购置及运行费"),
    ("购置和运行", "公务用车购置及运行费"),
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
        if not is_total(part):
            return ""
    return "三公经费" if path else ""


def three_public_row(name: str) -> str:
    """The item that a row of the “三公” table is about, "" if its words are not understood."""
    text = without_ordinal(name)
    if re.search(r"人次|批次|团组|数量|保有量|[（(](?:个|辆|人|批)", text):
        return ""
    if text in ("合计", "总计") or re.fullmatch(r"[“\"]?三公[”\"]?经费(?:支出)?(?:合计|总计|预算|决算)?", text):
        return "三公经费"
    return next((item for word, item in _THREE_PUBLIC if word in text), "")
