"""What the standard phrases of 编制说明 and 情况说明 mean, and the shapes of comparing clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.column_words import ALLOCATION, CLOSING, GRAND_TOTAL, OPENING
from corpus.narrative_text import NUMBER
from corpus.records import NOT_APPLICABLE

BOTH = "收支"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase names. ``item`` is "" for the organisation, ``fund_scope`` "" where the context says it.

    ``side`` is ``BOTH`` where one figure is said to be that of income and of expenditure.
    """

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


def _grand(fund_scope: str) -> Meaning:
    return Meaning(GRAND_TOTAL, BOTH, NOT_APPLICABLE, fund_scope)


def _carried(name: str, fund_scope: str) -> Meaning:
    return Meaning(name, NOT_APPLICABLE, NOT_APPLICABLE, fund_scope)


_GENERAL = "一般公共预算(?:财政)?(?:拨款)?"
_FUND = "政府性基金(?:预算)?(?:财政)?(?:拨款)?"
_STATE = "国有资本经营(?:预算)?(?:财政)?(?:拨款)?"
_CAR = "公务(?:车用车|用车|车)"
_SUM = "(?:总额|总计|合计|总预算|总数)?"
_BUDGET = "(?:支出)?(?:年初预算|全年预算|调整后?预算|预算|决算)?(?:支出)?"
_JOINT = (
    "(?:收入支出|收支|收、支|收入、支出|收入和支出|收入总计、支出|收入总计和支出)"
    "(?:预算|决算)?(?:总计|总额|总预算|总数|总决算)"
)
_CARRY = "(?:结转和结余|结转结余|结转|结余)(?:资金)?(?:收入)?"
_BODIES = "(?:下属[^，。；]*?家[^，。；]*?)?(?:(?:使用)?(?:一般公共预算)?财政拨款(?:安排)?的)?"
_SIGNED = "(?:（以合同签订为准）)?"
_PHRASES: tuple[tuple[str, Meaning], ...] = (
    (_JOINT, _grand("全部")),
    (f"财政拨款{_JOINT}", _grand("财政拨款")),
    (f"{_GENERAL}{_JOINT}", _grand("一般公共预算")),
    (f"(?:年初|上年){_CARRY}", _carried(OPENING, "全部")),
    (f"(?:年末{_CARRY}|结转下年|年末结转下年)", _carried(CLOSING, "全部")),
    (f"(?:年初|上年)财政拨款{_CARRY}", _carried(OPENING, "财政拨款")),
    (f"年末财政拨款{_CARRY}", _carried(CLOSING, "财政拨款")),
    ("使用非财政拨款结余(?:（含专用结余）)?", _carried("使用非财政拨款结余", "全部")),
    ("结余分配", _carried(ALLOCATION, "全部")),
    ("上级补助收入", _total("上级补助收入", "收入")),
    ("附属单位上缴收入", _total("附属单位上缴收入", "收入")),
    ("上缴上级支出", _kind("上缴上级支出")),
    ("(?:事业单位)?经营支出", _kind("经营支出")),
    ("对附属单位补助支出", _kind("对附属单位补助支出")),
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
    (f"三公经费(?:财政拨款)?{_BUDGET}{_SUM}", _item("三公经费")),
    (f"(?:财政拨款|一般公共预算(?:财政拨款)?)(?:安排的?)?三公经费{_BUDGET}{_SUM}", _item("三公经费")),
    (f"因公出国（境）(?:费用?|经费){_BUDGET}", _item("因公出国（境）费")),
    (f"公务接待(?:费用?|经费){_BUDGET}", _item("公务接待费")),
    (f"{_CAR}购置(?:及|和|及其)运行(?:维护)?费用?{_BUDGET}", _item("公务用车购置及运行费")),
    (f"{_CAR}购置费用?{_BUDGET}", _item("公务用车购置费")),
    (f"{_CAR}运行(?:维护)?费用?{_BUDGET}", _item("公务用车运行费")),
    (f"{_BODIES}机关运行经费(?:财政拨款)?{_BUDGET}", _item("机关运行经费")),
    (f"政府采购(?:支出|金额|{_BUDGET}){_SUM}{_SIGNED}", _item("政府采购", "全部")),
    (f"(?:政府采购货物|拟采购货物|货物类?采购|货物类)(?:金额|支出|{_BUDGET})", _item("政府采购货物", "全部")),
    (f"(?:政府采购工程|拟采购工程|工程类?采购|工程类)(?:金额|支出|{_BUDGET})", _item("政府采购工程", "全部")),
    (f"(?:政府采购服务|拟采购服务|服务类?采购|服务类)(?:金额|支出|{_BUDGET})", _item("政府采购服务", "全部")),
)
_COMPILED = tuple((re.compile(rf"(?P<who>.*?)(?:{source})"), meaning) for source, meaning in _PHRASES)
_ENUMERATOR = re.compile(r"^\s*(?:（[一二三四五六七八九十\d]+）、?|[一二三四五六七八九十]+、|\d+[、.．](?!\d))\s*")
_LINK = re.compile(r"(?:安排)?(?:金额|数额|数)?(?:均|各|分别)?(?:为|是|共计|共)?\s*$")
_US = re.compile(r"(?:[本我](?:单位|部门|院|校|局|街道|机关)|单位|部门|全年|本年度?|当年|年度)?")

YEAR = re.compile(r"(\d{4})年(?:度)?")
CUMULATIVE = re.compile(
    r"累计|截至|截止|到目前|迄今|以来|已经?(?:投入|达|超)|超过|历年|多年|[\d一二三四五六七八九十]年(?:共|合计)"
)
DEFINITION = re.compile(r"^\s*(?:（[一二三四五六七八九十\d]+）|[一二三四五六七八九十\d]+[、.])?.{0,24}?：\s*(?:是|指)")
SUBJECT = re.compile(
    r"\s*(?:（?\d+）?[、.．]*)?\s*(?:[“\"](?P<quoted>[^”\"]+)[”\"]|(?P<bare>[^“”，]+（\d*类）[^“”，]+（\d*[款项]）))\s*"
    r"(?:科目)?(?:（项）)?(?:支出)?(?:预算)?(?:安排)?(?:为)?\s*"
)
CLASS = re.compile(
    r"\s*(?:（?\d+）?[、.．]?)?\s*[“\"]?(?P<name>[^“”\"，（）]+)[”\"]?（\d*(?P<level>类|款)）[”\"]?(?:支出)?\s*"
)
STAGED = re.compile(
    r"(?P<subject>.+（\d*[类款项]）[”\"]?)(?:支出)?\s*(?:(?P<year>\d{4})年(?:度)?)?(?P<what>(?:年初|全年)?预算|(?:支出)?决算)数?(?:支出)?(?:为)?\s*"
)
COUNT = re.compile(
    r"(?P<what>编报(?:了)?(?:预算)?绩效目标|绩效跟踪(?:评价)?|绩效自评(?:价)?)的?(?:\d{4}年度?)?项目(?:共计|共)?\s*"
    r"(?P<figure>(?P<digits>\d+)\s*个)"
)
COUNTED_MONEY = re.compile(r"涉及(?:财政)?(?:项目)?(?:支出)?(?:预算)?(?:资金|金额)(?:共计|共|为)?\s*")
STOCK = re.compile(
    r"(?P<who>.*?)(?:共有|共计|现有|实有|固定资产中有?)?"
    r"(?P<what>(?:(?:部级|省部级|副部（省）级)及?以?上?领导干部|主要(?:领导干部|负责人)|机要通信|应急保障|执法执勤"
    r"|特种专业技术|离退休干部(?:服务)?|其他)用车|公务用车|车辆|单(?:台|位)?(?:价值|价)\d+万元（含）?以上(?:的)?(?:通用|专用)?设备)"
    r"(?:（[^（）]*）)?(?:保有量|数量)?(?:共|共计|为)?\s*(?P<figure>(?P<digits>\d+)\s*(?P<scale>辆|台))(?:（套）|/套)?\s*"
)
COMPLETION = re.compile(
    r"\s*(?:完成|为|占)?(?P<what>年初预算|全年预算|调整后?预算|年度预算|预算)数?的?"
    rf"(?:完成率|执行率|百分比|比例)?(?:为|是)?\s*(?P<figure>(?P<digits>{NUMBER})\s*(?P<scale>[%％]))\s*"
)
STAGE_OF_YEAR = re.compile(
    r"(?:(?P<year>\d{4})年(?:度)?)?(?:当年|本年)?(?P<what>(?:当年)?预算执行数|执行数|预算安排|预算数"
    r"|(?:支出)?(?:年初|全年|调整后?)预算数?|(?:支出|收入)?决算(?:支出|数)?)(?:为|是)?\s*"
)
INSIDE = re.compile(r"(?:其中：?)?(?P<who>.*?)(?P<scope>财政拨款|一般公共预算|政府性基金|国有资本经营)[^，。；]*中\s*")
LISTED = re.compile(r"(?:(?P<scope>财政拨款|一般公共预算|政府性基金|国有资本经营).*)?(?:主要内容如下|主要用于以下方面)")
NOTHING = re.compile(
    r"(?P<who>.*?)(?P<none>无|没有)"
    r"(?P<what>机关运行经费|[“\"]?三公[”\"]?经费|政府采购|国有资本经营预算?|政府性基金预算?)"
    r"(?:财政拨款)?(?:收入和支出|收入、支出|收支|支出)?(?:安排的?)?(?:预算)?(?:安排)?\s*"
)
DIRECTIONS = {
    **dict.fromkeys(("增加", "增长", "上升", "提高", "上涨"), "increase"),
    **dict.fromkeys(("减少", "下降", "降低", "压减"), "decrease"),
    **dict.fromkeys(("持平", "基本持平", "一致", "无变化", "无增减"), "level"),
}
_DIRECTION = "|".join(sorted(DIRECTIONS, key=len, reverse=True))
_FIGURE = rf"(?P<figure>(?P<digits>{NUMBER})\s*(?P<scale>万元|亿元|千元|元|[%％]))"
_ALSO = r"(?:(?:收入|收)[、和]?(?:支出|支)(?:总计)?)?(?:各|均|分别)?(?:同比)?"
_AGAINST = (
    r"(?:与|比|较|同)\s*(?:(?P<year>\d{4})年(?:度)?|(?P<last>上年(?:度)?|去年|上一年(?:度)?)|(?:本年(?:度)?|当年))?"
    r"\s*(?:（[^）]*）)?(?:同口径|财政拨款)?"
    r"(?P<what>(?:支出|收入|部门|单位)?(?:当年)?(?:年初|全年|调整后?)?(?:预算执行数|执行数|预算数|预算|决算数|决算)?)(?:相比|相较)?(?:数)?"
    rf"\s*(?P<was>(?P<was_digits>{NUMBER})\s*(?P<was_scale>万元|亿元|千元|元))?"
)
_THEN = rf"(?:{_ALSO}(?P<direction>{_DIRECTION})了?\s*(?:{_FIGURE})?)?"
COMPARISON = re.compile(rf"\s*{_AGAINST}{_THEN}\s*")
NAMED_COMPARISON = re.compile(rf"(?P<lead>.*[^比较与同]){_AGAINST}{_THEN}\s*")
CONTINUATION = re.compile(rf"\s*(?P<same>同比)?{_ALSO}(?P<direction>{_DIRECTION})了?\s*(?:{_FIGURE})?\s*")
NAMED_CONTINUATION = re.compile(rf"(?P<lead>.+?)(?:各|均)?(?P<direction>{_DIRECTION})了?\s*(?:{_FIGURE})?\s*")
OWN_OUTCOME = re.compile(r"(?:支出|收入)?决算数?")
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
    if "年初预算" in what:
        return "年初预算"
    if re.search("全年预算|调整后?预算", what):
        return "全年预算"
    return "预算" if "预算" in what else "未标明"
