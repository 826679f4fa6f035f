"""Questions to one normal form: folded width, simplified characters, English budget terms as their Chinese ones."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.amounts import fold

if TYPE_CHECKING:
    from opencc import OpenCC

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[a-z]+")

ENGLISH_TERMS: tuple[tuple[str, str], ...] = (
    # Questions and operations
    (r"(\d+|two|three|four|five|ten) (?:largest|biggest|highest|most expensive)", r" 最大的前\1个 "),
    (r"how much (?:money )?(?:is|was|were|are)?\s*(?:set aside|allocated|budgeted|planned|spent|earmarked|provided)?\s*(?:for|on|to)?", " 多少钱 "),
    (r"how many", " 多少个 "), (r"what(?:'s| is| are| was| were)?", " 什么 "), (r"which", " 哪个 "),
    (r"(?:please )?(?:tell|show|give) me", " "), (r"total (?:spend(?:ing)?|expenditure|cost|amount|budget)", " 合计支出 "),
    (r"(?:grand )?total(?: of)?|altogether|in all|overall|sum of|combined|add(?:ed)? up", " 合计 "),
    (r"average", " 平均 "), (r"(?:largest|biggest|highest|most expensive)", " 最大 "), (r"(?:smallest|lowest|least|cheapest)", " 最小 "),
    (r"all(?: of)? the|all", " 所有 "), (r"checks?", " 核对 "), (r"fail(?:s|ed)?|mismatch(?:es|ed)?|disagree", " 不一致 "), (r"line items?", " 明细项 "),
    (r"top (\d+|three|five|ten|two)", r" 前\1个 "), (r"list", " 有哪些 "), (r"share|proportion|percentage|percent", " 占比 "),
    (r"decrease[ds]?|reduc(?:e|ed|tion)|drop(?:ped)?|fell", " 减少 "), (r"increase[ds]?|rise|rose|grew|growth", " 增加 "),
    (r"match(?:es|ed)?|agrees?|reconciles?|consistent|add up", " 一致 "), (r"times", " 乘 "), (r"why|reason", " 为什么 "),
    (r"change[ds]?", " 增减 "), (r"compared (?:to|with)|versus|than", " 比 "), (r"last year|previous year", " 上年 "),
    (r"in (?:units of )?(?:ten thousand|10,?000)(?: yuan| rmb)?|in wan", " 换成万元 "), (r"in yuan", " 换成元 "),
    # Budget terms, after the official English names of the classification
    (r"general public budget", "一般公共预算"), (r"government fund(?:s)?(?: budget)?", "政府性基金"), (r"state capital", "国有资本经营"),
    (r"fiscal appropriations?|budget appropriations?", "财政拨款"), (r"operating income", "事业收入"), (r"other income", "其他收入"),
    (r"personnel (?:expenses?|expenditures?|costs?|funds?)", "人员经费"), (r"public (?:funds?|expenses)|operating funds", "公用经费"),
    (r"basic (?:expenditures?|expenses?|spending)", "基本支出"), (r"project (?:expenditures?|expenses?|spending)", "项目支出"),
    (r"three public (?:expenses|expenditures|funds|consumptions?)", "三公经费"),
    (r"official (?:reception|hospitality)(?: expenses| costs)?|receptions?", "公务接待费"),
    (r"(?:overseas|abroad|foreign) (?:trips?|travel)(?: on official business)?", "因公出国（境）费"),
    (r"official (?:vehicles?|cars?) (?:running|operation|operating|operations)(?: and maintenance)?(?: costs?| expenses| fees?)?", "公务用车运行费"),
    (r"official (?:vehicles?|cars?) purchas(?:e|ing)(?: costs?| expenses)?(?! and)", "公务用车购置费"),
    (r"official (?:vehicles?|cars?)(?: purchase and operation)?", "公务用车购置及运行费"), (r"government procurement", "政府采购"),
    (r"basic (?:pension|old-age) insurance|pension insurance|pension", "养老保险"), (r"occupational annuit(?:y|ies)", "职业年金"),
    (r"housing (?:provident )?fund", "住房公积金"), (r"medical (?:insurance|care)", "医疗"), (r"housing subsid(?:y|ies)", "购房补贴"),
    (r"basic (?:salary|salaries|wages)", "基本工资"), (r"performance (?:pay|salary|salaries|wages)", "绩效工资"),
    (r"allowances?(?: and subsidies)?", "津贴补贴"), (r"electricity(?: bills?| costs?| fees?)?", "电费"), (r"water(?: bills?| costs?| fees?)", "水费"),
    (r"printing(?: costs?| fees?)?", "印刷费"), (r"training(?: fees?| costs?)", "培训费"), (r"office (?:expenses|supplies|costs)", "办公费"),
    (r"travel (?:expenses|costs)", "差旅费"), (r"property management(?: fees?)?", "物业管理费"), (r"union (?:funds?|dues|fees)|labou?r union (?:funds?|dues)", "工会经费"),
    (r"welfare (?:expenses|fees?|costs?)", "福利费"), (r"consult(?:ing|ancy|ation)(?: fees?| costs?)?", "咨询费"),
    (r"supervision(?: fees?)?", "监理费"), (r"software development", "软件开发"), (r"(?:operation and )?maintenance(?: fees?| costs?)?", "运维"),
    (r"(?:final|balance) payments?", "尾款"), (r"(?:first|down|initial) payments?", "首付"), (r"unit price", "单价"), (r"quantity", "数量"),
    (r"education (?:expenditure|spending)", "教育支出"), (r"one-off|one-time", "一次性"), (r"recurring|regular|recurrent", "经常性"),
    (r"final accounts?|actual (?:expenditure|spending)|actually spent", "决算"), (r"income|revenue", "收入"),
    (r"expenditures?|spend(?:ing)?|spent|costs?|expenses?", "支出"), (r"budget(?:ed|s)?", "预算"), (r"projects?", "项目"),
    (r"satisfaction", "满意"), (r"target(?: value)?", "目标值"), (r"indicators?", "指标"), (r"start(?:ing)? date", "起始日期"),
    (r"end(?:ing)? date", "结束日期"), (r"categor(?:y|ies)", "类别"), (r"schools?", "学校"), (r"teachers?", "教师"), (r"students?", "学生"),
    (r"(?:this|the) (?:unit|institution|organi[sz]ation)", "本单位"),
    (r"two", "两"), (r"three", "三"), (r"four", "四"), (r"five", "五"), (r"ten", "十"),
    (r"\b(?:the|a|an|of|for|is|are|was|were|in|on|at|to|and|do|does|did|it|its|there|please|be|by|from|with|this|that|year|amount|figure|money|yuan|rmb|has|have|had|s)\b", " "),
)  # fmt: skip
"""English of budgets (regular expressions over lower-case text) and its Chinese; tried in this order."""

_COMPILED = tuple((re.compile(rf"(?<![a-z])(?:{pattern})(?![a-z])"), chinese) for pattern, chinese in ENGLISH_TERMS)
_ENGLISH_AND = re.compile(r"(?<![a-z])and(?![a-z])")


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def language_of(text: str) -> str:
    """zh, zh-Hant or en: the language the answer should be written in."""
    han = len(_HAN.findall(text))
    words = len(re.findall(r"[A-Za-z]+", text))
    if han < 2 or (words >= 5 and han < words * 2):
        return "en" if words else "zh"
    return "zh-Hant" if _simplified(text) != text else "zh"


def _simplified(text: str) -> str:
    return str(_converter().convert(text))


def normal_form(text: str) -> str:
    """Folded, simplified, lower case; English budget terms replaced by their Chinese ones; white space collapsed."""
    folded = _simplified(fold(text)).lower()
    if _WORD.search(folded):
        folded = _ENGLISH_AND.sub("和", folded)
        for pattern, chinese in _COMPILED:
            folded = pattern.sub(chinese, folded)
        folded = re.sub(r"([\u3400-\u9fff]{2,})\s*\(\s*\1\s*\)", r"\1", folded)
    return re.sub(r"\s+", " ", folded).strip()
