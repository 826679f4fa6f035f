"""Arithmetic over earlier answers: 上面两项求和, 后者减前者, 平均, 哪个大, 涨了百分之几, 这两项相加等于基本支出吗."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.belonging import named, overlapping
from assistant.pointing import HOW_MUCH, LEAD, MANY, ONE, TAIL, one_of, some_of
from assistant.proportions import times
from assistant.records import Figure, Result, Turn
from assistant.rounded import HUNDREDTH, to_hundredth
from assistant.sums import difference, mean_of, share_of, summed
from assistant.turns import (
    NOTHING_SHOWN,
    Edit,
    Term,
    answered,
    ask_back,
    distinct,
    identity,
    last_pair,
    plan_on,
    unanswered,
    valued,
)
from corpus.records import UNITS_PER_YUAN

_NONE = "请说明指的是哪一项"
_SUM = (
    r"(?:求和|之和|的?和|的?总和|加起来|加在一起|加在一块儿?|加一块儿?|加一起|加到一起|相加|加总|合计"
    r"|合起来|合在一起|总计|总共|一共|共计|累计|汇总|累加|总数|总额|共|加)"
)
_GAP = (
    r"(?:相差|差额|差距|的差|之差|差了?|相减|差别|哪[个项笔]更?[多大高少小低]一?些?|谁更?[多大高少小低]|比较一?下?|对比一?下?"
    r"|[多大高少小低]多少|[多少]了?|大了|小了|(?:是否|是不是)?(?:一样|相同|相等)(?:吗|么|不)?)"
)
_MEAN = r"(?:平均数?|均值|的?平均值)(?:下来|一下)?(?:每[项个笔年])?"
_COMPARED = re.compile(rf"{LEAD}(?P<one>{ONE})比(?P<other>{ONE})[多少高低大小]了?(?:多少|几)?{TAIL}")
_LESS = re.compile(rf"{LEAD}(?P<one>{ONE})(?:减去?|减掉|扣除|扣掉)(?P<other>{ONE}){TAIL}")
_PLUS = re.compile(rf"{LEAD}(?P<one>{ONE})(?:和|与|跟|加上?|及|以及)(?P<other>{ONE})(?:{_SUM}){{0,2}}{TAIL}")
_APART = re.compile(rf"{LEAD}(?P<one>{ONE})(?:和|与|跟|同)(?P<other>{ONE})(?:{_GAP}){{1,2}}{TAIL}")
_RATIO = re.compile(rf"{LEAD}(?P<one>{ONE})是(?P<other>{ONE})(?:的?(?P<times>几倍|多少倍)(?:呢|吗)?|{HOW_MUCH})")
_EQUAL = re.compile(
    rf"{LEAD}(?P<some>{MANY})(?:全部|都)?(?:{_SUM}){{0,2}}(?:是否|是不是|正好|刚好)*(?:等于|和|与|跟|同)(?P<words>.+?)"
    r"(?:是否|是不是)?(?:一样|相等|相同|一致|对得上)?(?:吗|么|不|呢)?"
)
_MOVED = re.compile(
    rf"{LEAD}(?:一?共|总共|是)?(?:增长|上涨|涨|增加|增|上升|升|下降|降低|降|减少|减|下跌|跌|变化|变动)了?(?:幅度?)?(?:是|有)?"
    r"(?P<rate>百分之几|百分之多少|几个?百分点|几成|多大幅度|%)?(?:多少|几)?(?:钱|元)?(?:呢|吗)?"
)
_TOTAL = re.compile(
    rf"{LEAD}(?P<some>{MANY})(?:全部|都|一起)?(?:的)?(?:{_SUM}){{1,2}}(?:是|有)?(?:(?:多少|几)?个?(?P<unit>万元|亿元|万|亿))?{TAIL}"
)
_BARE_TOTAL = re.compile(rf"{LEAD}(?:全部|都)?(?:加一起|加在一块儿?|加一块儿?|加到一起|加起来|加总|求和|相加){TAIL}")
_BARE_GAP = re.compile(rf"{LEAD}(?:哪一?[个项笔者]的?(?:金额)?更[多大高少小低]一?些?|(?:相?差|差了)几个百分点){TAIL}")
LESS_WORDS = re.compile(rf"{LEAD}(?:减去?|减掉|扣除|扣掉|刨去|刨掉)(?P<words>[^\d].*?){TAIL}")
_THAN_WORDS = re.compile(
    rf"{LEAD}(?:{ONE})?比(?!(?:上年|去年|上一年|前年|预算|决算|年初)|20\d\d)(?P<words>.+?)(?:更?[多少高低大小])了?(?:多少|几)?{TAIL}"
)
_EXTREME = re.compile(
    rf"{LEAD}(?P<some>{MANY})(?:里面?|中|当中|之中)?的?(?:哪一?[个项笔条])?(?:金额)?最(?P<way>[大高多贵小低少])的?"
    rf"(?:是哪一?[个项笔条]|那?一?[个项笔条]|是谁)?{TAIL}"
)
_DIFFER = re.compile(rf"{LEAD}(?P<some>{MANY})(?:之间)?(?:的)?(?:{_GAP}){{1,3}}{TAIL}")
_AVERAGE = re.compile(rf"{LEAD}(?P<some>{MANY})?的?{_MEAN}{TAIL}")
_TWO = "前面的回答里没有可以比较的两项，请说明是哪两项"


def _both(match: re.Match[str], history: Sequence[Turn]) -> tuple[Figure, Figure] | str:
    """The two figures that are named, where they can be set against each other; else why not."""
    one, other = one_of(match["one"], history), one_of(match["other"], history)
    if isinstance(one, str) or isinstance(other, str):
        return _TWO if not unanswered(history) else NOTHING_SHOWN
    if identity(one) == identity(other) or one.unit != other.unit:
        return _TWO
    return one, other


def _compared(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    both = _both(match, history)
    if isinstance(both, str):
        return ask_back(both)
    return answered("combine", difference(*both), history, "前面两项相比")


def _plus(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    both = _both(match, history)
    return ask_back(both) if isinstance(both, str) else _sum_of(both, history)


def _sum_of(figures: Sequence[Figure], history: Sequence[Turn], label: str = "以上各项合计") -> Edit:
    plan = plan_on("combine", figures, history, "前面几项合并计算")
    if len(figures) < 2 or len({figure.unit for figure in figures}) > 1:
        return ask_back("前面几项的单位不同，不能相加，请说明是哪几项", plan)
    if overlapping(figures):
        return ask_back("其中一项包含另一项，相加会重复计算，请说明是哪几项", plan)
    parts = [replace(figure, role="part") for figure in figures]
    return Edit(plan, Result("answered", (summed(parts, label), *parts)))


def _total(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    """The sum of several earlier figures."""
    found = some_of(match["some"], history)
    if isinstance(found, str):
        return ask_back(found, plan_on("combine", (), history))
    edit = _sum_of(found, history)
    unit = match["unit"] or ""
    return (
        edit if not unit or edit.plan is None else replace(edit, plan=replace(edit.plan, unit=unit.rstrip("元") + "元"))
    )


def _differ(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    """The difference of two earlier figures, the larger one first."""
    found = some_of(match["some"], history)
    if isinstance(found, str):
        return ask_back(found)
    if len(found) != 2 or found[0].unit != found[1].unit:
        return ask_back(_TWO)
    ordered = sorted(found, key=lambda figure: -(figure.value or 0))
    return answered("combine", difference(ordered[0], ordered[1]), history, "前面两项相比")


def _extreme(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    """The largest or smallest of several earlier figures, with all that tie."""
    found = some_of(match["some"], history)
    if isinstance(found, str):
        return ask_back(found)
    if len({figure.unit for figure in found}) > 1:
        return ask_back("前面几项的单位不同，不能比较")
    best = (min if match["way"] in "小低少" else max)(figure.value or 0 for figure in found)
    heads = tuple(replace(figure, role="headline") for figure in found if figure.value == best)
    edit = answered("pick", heads, history, "前面几项中比较")
    return replace(edit, asked=named(heads[0]) if len(heads) == 1 else "")


def _bare_total(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    """加起来 alone: what the last turn listed, else the two answers so far."""
    last = valued(history[-1]) if not unanswered(history) else []
    found = last if len(last) > 1 else some_of("这两项" if len(distinct(history)) == 2 else "这些", history)
    if isinstance(found, str):
        return ask_back(found, plan_on("combine", (), history))
    if found is not last and len(found) > 2:
        return ask_back("请说明是哪几项一共多少")
    return _sum_of(found, history)


def _bare_gap(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    pair = last_pair(history) if not unanswered(history) else []
    if len(pair) != 2 or pair[0].unit != pair[1].unit:
        return ask_back(_TWO)
    ordered = sorted(pair, key=lambda figure: -(figure.value or 0))
    return answered("combine", difference(ordered[0], ordered[1]), history, "前面两项相比")


def _less_words(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    """“再减去差旅费”: the last figure less something named."""
    one = one_of("", history)
    if isinstance(one, str) or one.unit != "元":
        return ask_back(one if isinstance(one, str) else _NONE)
    return Edit(terms=(Term(one), Term(words=match["words"])), relation="difference", document=one.document)


def _than_words(match: re.Match[str], history: Sequence[Turn]) -> Edit | None:
    """“比课程类项目少多少”: the last figure against something named."""
    if re.fullmatch(rf"(?:{ONE}|{MANY})", match["words"]) or re.search(r"20\d\d|上年|去年", match["words"]):
        return None
    one = one_of("", history)
    if isinstance(one, str) or one.unit != "元":
        return ask_back(one if isinstance(one, str) else _NONE)
    return Edit(terms=(Term(one), Term(words=match["words"])), relation="difference", document=one.document)


def _average(match: re.Match[str], history: Sequence[Turn]) -> Edit | None:
    said = match["some"] or "这些"
    found = some_of(said, history)
    if isinstance(found, str):
        return ask_back(found)
    if len({figure.unit for figure in found}) > 1:
        return ask_back("前面几项的单位不同，不能求平均")
    return answered("combine", mean_of(found, "以上各项平均"), history, "前面几项的平均")


def _ratio(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    """“前者是后者的百分之几”: a ratio of two figures, which need not be part and whole."""
    both = _both(match, history)
    if isinstance(both, str) or not both[1].value:
        return ask_back(both if isinstance(both, str) else _TWO)
    found = times(*both) if match["times"] else share_of(*both).figures
    return answered("combine", found, history, "前面两项的比例")


def _moved(match: re.Match[str], history: Sequence[Turn]) -> Edit | None:
    """“涨了多少” after one thing in two years: the later year against the earlier one. None after anything else."""
    pair = last_pair(history) if not unanswered(history) else []
    keys = {f.statement.subject.key if f.statement is not None else "" for f in pair}
    if len(pair) != 2 or len(keys) != 1 or "" in keys or pair[0].unit != pair[1].unit:
        return None
    earlier, later = sorted(pair, key=lambda f: f.statement.period_from if f.statement is not None else 0)
    years = {f.statement.period_from if f.statement is not None else 0 for f in pair}
    if len(years) != 2 or 0 in years or (match["rate"] and not earlier.value):
        return None
    if not match["rate"]:
        return answered("combine", difference(later, earlier), history, "前面两年相比")
    head, *terms = difference(later, earlier)
    rate = Decimal(head.value or 0) * 100 * UNITS_PER_YUAN / Decimal(earlier.value or 1)
    percent = replace(head, value=to_hundredth(rate), step=HUNDREDTH, unit="%")
    return answered("combine", (percent, *terms), history, "前面两年相比")


def _equal(match: re.Match[str], history: Sequence[Turn]) -> Edit | None:
    """“这两项相加等于基本支出吗”: their sum against something named."""
    if re.fullmatch(rf"(?:{_SUM}|多少|几|{ONE}|{MANY}).*", match["words"]):
        return None
    found = some_of(match["some"], history)
    if isinstance(found, str):
        return ask_back(found)
    if len(found) < 2 or len({figure.unit for figure in found}) > 1 or overlapping(found):
        return ask_back("前面几项不能相加，请说明是哪几项")
    whole = summed([replace(figure, role="part") for figure in found], "以上各项合计")
    return Edit(terms=(Term(whole), Term(words=match["words"])), relation="difference", document=whole.document)


COMBINING: dict[re.Pattern[str], Callable[[re.Match[str], Sequence[Turn]], Edit | None]] = {
    _COMPARED: _compared,
    _LESS: _compared,
    _APART: _compared,
    _PLUS: _plus,
    _RATIO: _ratio,
    _MOVED: _moved,
    _EQUAL: _equal,
    LESS_WORDS: _less_words,
    _THAN_WORDS: _than_words,
    _BARE_TOTAL: _bare_total,
    _BARE_GAP: _bare_gap,
    _TOTAL: _total,
    _EXTREME: _extreme,
    _DIFFER: _differ,
    _AVERAGE: _average,
}
"""What each pattern of arithmetic means, in the order in which they are tried."""
