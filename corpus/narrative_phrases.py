"""What the standard phrases of 编制说明 and 情况说明 mean, and the shapes of comparing clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.narrative_text import NUMBER
from corpus.records import NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase names. ``item`` is "" for the organisation, ``fund_scope`` "" where the context says it."""

    item: str
    side: str
    expenditure_kind: str
    fund_scope: str


def _total(fund_scope: str, side: str = "支出") -> Meaning:
    return Meaning("", side, "合计" if side == "支出" else NOT_APPLICABLE, fund_scope)


def _kind(expenditure_kind: str) -> Meaning:
    return Meaning("", "支出", expenditure_kind, "")


def _item(name: str, fund_scope: str = "财政拨款") -> Meaning:
    return Meaning(name, "支出", NOT_APPLICABLE, fund_scope)


_GENERAL = "一般公共预算(?:财政)?(?:拨款)?"
_FUND = "政府性基金(?:预算)?(?:财政)?(?:拨款)?"
_STATE = "国有资本经营(?:预算)?(?:财政)?(?:拨款)?"
_CAR = "公务(?:车用车|用车|车)"
_SUM = "(?:总额|总计|合计|总预算|总数)?"
_BUDGET = "(?:年初预算|预算|决算)?"
_BODIES = "(?:下属[^，。；]*?家[^，。；]*?)?(?:(?:使用)?(?:一般公共预算)?财政拨款(?:安排)?的)?"
_PHRASES: tuple[tuple[str, Meaning], ...] = (
    (f"{_BUDGET}收入{_BUDGET}{_SUM}", _total("全部", "收入")),
    (f"财政拨款收入{_BUDGET}{_SUM}", _total("财政拨款", "收入")),
    (f"事业收入{_BUDGET}", _total("事业收入", "收入")),
    (f"(?:事业单位)?经营收入{_BUDGET}", _total("经营收入", "收入")),
    (f"其他收入{_BUDGET}", _total("其他收入", "收入")),
    (f"{_GENERAL}收入{_BUDGET}", _total("一般公共预算", "收入")),
    (f"{_FUND}收入{_BUDGET}", _total("政府性基金", "收入")),
    (f"{_STATE}收入{_BUDGET}", _total("国有资本经营", "收入")),
    (f"{_BUDGET}支出{_BUDGET}{_SUM}", _total("全部")),
    (f"财政拨款支出{_BUDGET}{_SUM}", _total("财政拨款")),
    (f"{_GENERAL}支出{_BUDGET}{_SUM}", _total("一般公共预算")),
    (f"{_FUND}支出{_BUDGET}{_SUM}", _total("政府性基金")),
    (f"{_STATE}支出{_BUDGET}{_SUM}", _total("国有资本经营")),
    (f"{_GENERAL}基本支出{_BUDGET}", Meaning("", "支出", "基本支出", "一般公共预算")),
    (f"财政拨款基本支出{_BUDGET}", Meaning("", "支出", "基本支出", "财政拨款")),
    (f"基本支出{_BUDGET}", _kind("基本支出")),
    (f"项目支出{_BUDGET}", _kind("项目支出")),
    (f"人员经费(?:支出)?{_BUDGET}", _kind("人员经费")),
    (f"(?:日常)?公用经费(?:支出)?{_BUDGET}", _kind("公用经费")),
    (f"三公经费(?:财政拨款)?(?:支出)?{_BUDGET}{_SUM}", _item("三公经费")),
    (f"因公出国(?:（境）)?费用?{_BUDGET}", _item("因公出国（境）费")),
    (f"公务接待费用?{_BUDGET}", _item("公务接待费")),
    (f"{_CAR}购置(?:及|和|及其)运行(?:维护)?费用?{_BUDGET}", _item("公务用车购置及运行费")),
    (f"{_CAR}购置费用?{_BUDGET}", _item("公务用车购置费")),
    (f"{_CAR}运行(?:维护)?费用?{_BUDGET}", _item("公务用车运行费")),
    (f"{_BODIES}机关运行经费(?:支出)?{_BUDGET}", _item("机关运行经费")),
    (f"政府采购{_BUDGET}{_SUM}", _item("政府采购", "全部")),
    (f"政府采购货物{_BUDGET}", _item("政府采购货物", "全部")),
    (f"政府采购工程{_BUDGET}", _item("政府采购工程", "全部")),
    (f"政府采购服务{_BUDGET}", _item("政府采购服务", "全部")),
)
_COMPILED = tuple((re.compile(rf"(?P<who>.*?)(?:{source})"), meaning) for source, meaning in _PHRASES)
_ENUMERATOR = re.compile(r"^\s*(?:（[一二三四五六七八九十\d]+）、?|[一二三四五六七八九十]+、|\d+[、.．](?!\d))\s*")
_LINK = re.compile(r"(?:金额|数额|数)?(?:为|是|共计|共)?\s*$")
_US = re.compile(r"(?:[本我](?:单位|部门|院|校|局|街道|机关)|单位|部门|全年|本年度?|当年)?")

YEAR = re.compile(r"(\d{4})年(?:度)?")
CUMULATIVE = re.compile(
    r"累计|截至|截止|到目前|迄今|以来|已经?(?:投入|达|超)|超过|历年|多年|[\d一二三四五六七八九十]年(?:共|合计)"
)
DEFINITION = re.compile(r"^\s*(?:（[一二三四五六七八九十\d]+）|[一二三四五六七八九十\d]+[、.])?.{0,24}?：\s*(?:是|指)")
SUBJECT = re.compile(
    r"\s*(?:（?\d+）?[、.．]?)?\s*(?:[“\"](?P<quoted>[^”\"]+)[”\"]|(?P<bare>[^“”，]+（类）[^“”，]+（[款项]）))\s*"
    r"(?:科目)?(?:（项）)?(?:支出)?(?:预算)?(?:安排)?(?:为)?\s*"
)
COUNT = re.compile(r"编报(?:了)?(?:预算)?绩效目标的?项目(?:共计|共)?\s*(?P<figure>(?P<digits>\d+)\s*个)")
COUNTED_MONEY = re.compile(r"涉及(?:财政)?(?:项目)?(?:支出)?(?:预算)?(?:资金|金额)(?:共计|共|为)?\s*")
STAGE_OF_YEAR = re.compile(
    r"(?:(?P<year>\d{4})年(?:度)?)?(?P<what>(?:当年)?预算执行数|执行数|预算安排|预算数|年初预算数?|(?:支出)?决算数?)(?:为)?\s*"
)
INSIDE = re.compile(r"(?:其中：?)?(?P<who>.*?)(?P<scope>财政拨款|一般公共预算|政府性基金|国有资本经营)[^，。；]*中\s*")
LISTED = re.compile(r"(?:(?P<scope>财政拨款|一般公共预算|政府性基金|国有资本经营).*)?(?:主要内容如下|主要用于以下方面)")
NOTHING = re.compile(
    r"(?P<who>.*?)(?P<none>无)(?P<what>机关运行经费|[“\"]?三公[”\"]?经费|政府采购|国有资本经营预算?|政府性基金预算?)"
    r"(?:财政拨款)?(?:支出)?(?:安排的?)?(?:预算)?(?:安排)?\s*"
)
DIRECTIONS = {
    **dict.fromkeys(("增加", "增长", "上升", "提高"), "increase"),
    **dict.fromkeys(("减少", "下降", "降低"), "decrease"),
    **dict.fromkeys(("持平", "基本持平", "一致"), "level"),
}
_DIRECTION = "|".join(sorted(DIRECTIONS, key=len, reverse=True))
_FIGURE = rf"(?P<figure>(?P<digits>{NUMBER})\s*(?P<scale>万元|亿元|千元|元|%))"
COMPARISON = re.compile(
    r"\s*(?:与|比|较|同)\s*(?:(?P<year>\d{4})年(?:度)?|(?P<last>上年(?:度)?|去年|上一年(?:度)?))\s*(?:（[^）]*）)?"
    r"(?P<what>(?:当年)?(?:年初)?(?:预算执行数|执行数|预算数|预算|决算数|决算)?)(?:相比|相较)?"
    rf"(?:(?P<direction>{_DIRECTION})了?\s*(?:{_FIGURE})?)?\s*"
)
CONTINUATION = re.compile(rf"\s*(?:同比)?(?P<direction>{_DIRECTION})了?\s*(?:{_FIGURE})?\s*")
LEVEL_FIGURE = re.compile(rf"(?P<figure>(?P<digits>{NUMBER})\s*(?P<scale>万元|亿元|千元|元))")


def meaning_of(lead: str, organisation: str) -> tuple[Meaning, int | None] | None:
    """What the words before a figure name, with the year they mention; None unless every word of them is understood.

    ``lead`` is in canonical form. Words about another body than ``organisation`` make it None.
    """
    text = _LINK.sub("", re.sub(r"[“”\"\s]", "", _ENUMERATOR.sub("", lead)).removeprefix("其中："))
    text = text.removeprefix("其中")
    for pattern, meaning in _COMPILED:
        match = pattern.fullmatch(text)
        if match is not None and is_us(match["who"], organisation):
            year = YEAR.search(match["who"])
            return meaning, int(year[1]) if year else None
    return None


def is_us(who: str, organisation: str) -> bool:
    """Whether the words name the reporting body itself (or nobody), apart from a year."""
    name = re.sub(r"（(?:部门|单位|本级|本部)）", "", YEAR.sub("", who)).strip("，的 ")
    if _US.fullmatch(name):
        return True
    ours = re.sub(r"（(?:部门|单位|本级|本部)）", "", organisation)
    return bool(ours) and len(name) >= 4 and (name.endswith(ours) or ours.endswith(name))


def stage_word(what: str) -> str:
    """The stage that a comparison's or figure's word names, 未标明 if it names none."""
    if "执行" in what:
        return "执行"
    if "决算" in what:
        return "决算"
    return "预算" if "预算" in what else "未标明"
