"""Questions made of references to earlier answers alone: 前者, 占它的百分之几, 用万元说, 上面两项求和, 还有呢, 为什么.

Each is recognised as a whole, so that no word of it is left over. What refers to something that is not there, or that
is not one thing, is asked back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.facts_view import FactsView
from assistant.places import paragraph_of
from assistant.pointing import FORMER, LATTER, MANY, ONE, one_of, some_of
from assistant.proportions import times
from assistant.records import Figure, Question, Quote, Result, Turn
from assistant.rounded import HUNDREDTH, to_hundredth
from assistant.sums import difference, mean_of, share_of, summed
from assistant.turns import (
    NOTHING_SHOWN,
    Edit,
    Term,
    ask_back,
    distinct,
    headlines,
    identity,
    last_pair,
    listed,
    plan_on,
    unanswered,
    valued,
)
from corpus.narrative_text import sentences
from corpus.records import UNITS_PER_YUAN, CellKind, Observation

LEAD = (
    r"(?:那么?|请你?|单位|再|把|将|好的?|行|嗯|帮我|帮忙|麻烦|给我|我想知道|我想问|告诉我|算一?下|计算一?下?|算|查一?下|查看?|看一?下|看看|问一?下"
    r"|和|还有|然后|接着|就|现在|想知道|一下|求)*"
)
TAIL = r"(?:的|呢|吗|吧|啊|呀|嘛|了|是多少|等于多少|等于几|有多少|为多少|得多少|多少|是几|一下|看看|算一?下|给我看|元|块钱?|钱|是什么|结果|来着|看|的话)*"
_SAY = r"换算?一?下?(?:成|为|到)?|折算?(?:合|成|为)|转换?(?:成|为)|改(?:成|为|用|以)|合|约合|相当于|用|按|以|说成|表示[成为]|显示[成为]|精确到|保留到|是|等于|有|共"
_SUM = r"(?:求和|之和|的?和|的?总和|加起来|加在一起|加在一块儿?|加一块儿?|加一起|加到一起|相加|加总|合计|合起来|合在一起|总计|总共|一共|共计|累计|汇总|累加|总数|总额|共|加)"
_GAP = (
    r"(?:相差|差额|差距|的差|之差|差了?|相减|差别|哪[个项笔]更?[多大高少小低]一?些?|谁更?[多大高少小低]|比较一?下?|对比一?下?"
    r"|[多大高少小低]多少|[多少]了?|大了|小了|(?:是否|是不是)?(?:一样|相同|相等)(?:吗|么|不)?)"
)
_MEAN = r"(?:平均数?|均值|的?平均值)(?:下来|一下)?(?:每[项个笔年])?"
_WHOLES = {
    "支出": "支出总额", "总额": "", "总数": "", "全部": "", "整个": "", "支出总额": "支出总额", "总支出": "支出总额",
    "全部支出": "支出总额", "支出总计": "支出总额", "预算总额": "", "总预算": "", "总的": "", "总量": "", "总盘子": "",
    "收入": "收入总额", "总收入": "收入总额", "收入总额": "收入总额", "全部收入": "收入总额",
    "项目支出": "项目支出合计", "项目支出总额": "项目支出合计", "全部项目支出": "项目支出合计",
    "基本支出": "基本支出合计", "基本支出总额": "基本支出合计",
}  # fmt: skip
"""The wholes of a share that stand in every budget, as words that ask for them ("": the total of the figure's side)."""

_OF_PROJECT = r"(?:整个|该|这个?|所在的?|所属的?|本)项目|(?:该|这个?|所在的?|所属的?|本|整个)?项目的?(?:总额|总预算|总金额|合计|预算|金额|总数|总的|资金总额|当年预算|年度预算)"
_HOW_MUCH = r"(?:的)?(?:百分之几|百分之多少|百分比|几成|多大比例|多大比重|多少比例|占比|比例|比重|份额|多少|多大|几)?(?:是多少|多少|是|呢|吗)*"
_COMPARED = re.compile(rf"{LEAD}(?P<one>{ONE})比(?P<other>{ONE})[多少高低大小]了?(?:多少|几)?{TAIL}")
_LESS = re.compile(rf"{LEAD}(?P<one>{ONE})(?:减去?|减掉|扣除|扣掉)(?P<other>{ONE}){TAIL}")
_PLUS = re.compile(rf"{LEAD}(?P<one>{ONE})(?:和|与|跟|加上?|及|以及)(?P<other>{ONE})(?:{_SUM}){{0,2}}{TAIL}")
_APART = re.compile(rf"{LEAD}(?P<one>{ONE})(?:和|与|跟|同)(?P<other>{ONE})(?:{_GAP}){{1,2}}{TAIL}")
_SHOWN = re.compile(rf"{LEAD}(?P<one>{ONE})(?:是哪一?[个项笔]|是谁|叫什么|是啥)?{TAIL}")
_EACH = re.compile(rf"{LEAD}(?P<some>{MANY})(?:分别|各自?|都)?(?:是|有|为)?{TAIL}")
_OTHER_YEAR = re.compile(
    rf"{LEAD}(?:(?P<one>{ONE})的?(?P<what>(?:20\d\d)年.*)|(?P<year>20\d\d年)的?(?P<item>{ONE}){TAIL})"
)
_UNIT = re.compile(
    rf"{LEAD}(?:(?P<some>{MANY})|(?P<one>{ONE}))?(?:都|全部|一起)?(?:{_SAY})?(?:多少|几)?个?(?P<unit>万元|亿元|元|万|亿)"
    rf"(?:为单位|作单位|做单位)?来?(?:说|表示|显示|计|计算|算|看|讲|写)?{TAIL}"
)
_SHARE = re.compile(rf"{LEAD}(?P<part>{MANY}|{ONE})?(?:合计|之和|一共|加起来)?占(?:了|到|的)?(?P<whole>.*?){_HOW_MUCH}")
_SHARE_OF_IT = re.compile(rf"{LEAD}(?P<words>.*?\S)占(?:了|到)?(?P<whole>{ONE}){_HOW_MUCH}")
_RATIO = re.compile(rf"{LEAD}(?P<one>{ONE})是(?P<other>{ONE})(?:的?(?P<times>几倍|多少倍)(?:呢|吗)?|{_HOW_MUCH})")
_EQUAL = re.compile(
    rf"{LEAD}(?P<some>{MANY})(?:全部|都)?(?:{_SUM}){{0,2}}(?:是否|是不是|正好|刚好)*(?:等于|和|与|跟|同)(?P<words>.+?)"
    r"(?:是否|是不是)?(?:一样|相等|相同|一致|对得上)?(?:吗|么|不|呢)?"
)
_BARE_SHARE = re.compile(rf"{LEAD}(?:所)?(?:占比|占的?比[例重]|比[例重]|占百分之[几多]少?|百分比|占几成){TAIL}")
_TOTAL = re.compile(
    rf"{LEAD}(?P<some>{MANY})(?:全部|都|一起)?(?:的)?(?:{_SUM}){{1,2}}(?:是|有)?(?:(?:多少|几)?个?(?P<unit>万元|亿元|万|亿))?{TAIL}"
)
_BARE_TOTAL = re.compile(rf"{LEAD}(?:全部|都)?(?:加一起|加在一块儿?|加一块儿?|加到一起|加起来|加总|求和|相加){TAIL}")
_BARE_GAP = re.compile(rf"{LEAD}(?:哪一?[个项笔者]的?(?:金额)?更[多大高少小低]一?些?|(?:相?差|差了)几个百分点){TAIL}")
_LESS_WORDS = re.compile(rf"{LEAD}(?:减去?|减掉|扣除|扣掉|刨去|刨掉)(?P<words>[^\d].*?){TAIL}")
_SHARE_IN = re.compile(
    rf"{LEAD}(?:其中)?的?(?P<words>.*?[^\s的])占(?:了|到)?(?:百分之几|百分之多少|几成|多大比例|多大比重|多少比例|多少|比例|比重)"
    r"(?:是多少|呢|是)*"
)
_EXTREME = re.compile(
    rf"{LEAD}(?P<some>{MANY})(?:里面?|中|当中|之中)?的?(?:哪一?[个项笔条])?(?:金额)?最(?P<way>[大高多贵小低少])的?"
    rf"(?:是哪一?[个项笔条]|那?一?[个项笔条]|是谁)?{TAIL}"
)
_DIFFER = re.compile(rf"{LEAD}(?P<some>{MANY})(?:之间)?(?:的)?(?:{_GAP}){{1,3}}{TAIL}")
_AVERAGE = re.compile(rf"{LEAD}(?P<some>{MANY})?的?{_MEAN}{TAIL}")
_MORE = re.compile(rf"{LEAD}(?:还有|还有别的|还有其他的?|还有哪些|接下来|接着|其余的?|后面的|再往下){TAIL}")
_WHY = re.compile(
    rf"{LEAD}(?:这)?(?:是)?(?:为什么|为何|为啥|怎么)(?:会|要)?(?:比(?:上年|去年|预算|年初预算))?"
    r"(?:这么|那么)?(?:增加|减少|下降|增长|上升|变化|增减|多|少|高|低|大)?了?(?:这么多|这么少)?(?:呢|啊|呀|嘛|呐)*"
    rf"|{LEAD}(?:增加|减少|下降|增长|上升|变化|增减)?的?(?:主要)?(?:原因|理由)(?:是什么|是啥|是|呢|为何)*"
)
INSIDE = re.compile(
    rf"^{LEAD}在?(?:其中|里面|里头|里边|当中|这里面|那里面|它里面|这其中|它|其(?![他它余])|该项|这一项|{FORMER}|{LATTER})的?(?:里面|有)?的?"
)
_REASON = re.compile(r"原因|由于|因为|主要是|主要系|系因")
_NONE = "请说明指的是哪一项"
_TWO = "前面的回答里没有可以比较的两项，请说明是哪两项"


def spoken_within(figure: Figure, history: Sequence[Turn]) -> bool:
    """Whether a figure belongs to the one thing just spoken of; True where that was several, nothing, or everything."""
    one = one_of("", history)
    if isinstance(one, str) or one.statement is None or figure.statement is None:
        return True
    return inside(figure, one)


def inside(figure: Figure, one: Figure) -> bool:
    """Whether what a figure is of belongs to what another is of: to its project, below its code, to the whole."""
    if one.statement is None or figure.statement is None:
        return False
    whole, part = one.statement.subject, figure.statement.subject
    if whole.kind == "organisation":
        return True
    if one.document != figure.document:
        return False
    if whole.project or part.project:
        return whole.project == part.project
    if whole.code or part.code:
        return whole.kind == part.kind and part.code.startswith(whole.code)
    return whole.key == part.key or part.parent == whole.key or whole.kind == part.kind


def refers(text: str) -> bool:
    """Whether a question (comparison form) only makes sense after another one."""
    return any(pattern.fullmatch(text) for pattern in (*_READERS, _WHY))


def referring(question: Question, history: Sequence[Turn]) -> Edit | None:
    """The edit of the conversation that such a question asks for; None where it is none."""
    for pattern, read in _READERS.items():
        match = pattern.fullmatch(question.normal)
        if match is not None:
            edit = read(match, history)
            if edit is not None:
                return edit
    return _why(history) if _WHY.fullmatch(question.normal) else None


def _answered(operation: str, figures: Sequence[Figure], history: Sequence[Turn], reading: str = "") -> Edit:
    return Edit(plan_on(operation, figures, history, reading), Result("answered", tuple(figures)))


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
    return _answered("combine", difference(*both), history, "前面两项相比")


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


def overlapping(figures: Sequence[Figure]) -> bool:
    """Whether one of the figures is of a row below another's, or of a line of another's project, in one document."""
    for one in figures:
        for other in figures:
            if one is other or one.statement is None or other.statement is None or one.document != other.document:
                continue
            whole, part = one.statement.subject, other.statement.subject
            if one.statement.expenditure_kind not in (other.statement.expenditure_kind, "合计", "n/a"):
                continue
            below = whole.kind == part.kind and bool(whole.code) and part.code != whole.code
            if below and part.code.startswith(whole.code):
                return True
            if whole.kind == "project" and part.kind == "line" and whole.project == part.project:
                return True
    return False


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
    return _answered("combine", difference(ordered[0], ordered[1]), history, "前面两项相比")


def _extreme(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    """The largest or smallest of several earlier figures, with all that tie."""
    found = some_of(match["some"], history)
    if isinstance(found, str):
        return ask_back(found)
    if len({figure.unit for figure in found}) > 1:
        return ask_back("前面几项的单位不同，不能比较")
    best = (min if match["way"] in "小低少" else max)(figure.value or 0 for figure in found)
    heads = tuple(replace(figure, role="headline") for figure in found if figure.value == best)
    edit = _answered("pick", heads, history, "前面几项中比较")
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
    return _answered("combine", difference(ordered[0], ordered[1]), history, "前面两项相比")


def _less_words(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    """“再减去差旅费”: the last figure less something named."""
    one = one_of("", history)
    if isinstance(one, str) or one.unit != "元":
        return ask_back(one if isinstance(one, str) else _NONE)
    return Edit(terms=(Term(one), Term(words=match["words"])), relation="difference", document=one.document)


def _share_in(match: re.Match[str], history: Sequence[Turn]) -> Edit | None:
    """“办公费占多少”, with no whole said: in the one figure just shown."""
    if re.fullmatch(rf"{LEAD}(?:{ONE}|{MANY}|所)?", match["words"]):
        return None
    whole = one_of("", history)
    if isinstance(whole, str) or whole.unit != "元":
        return ask_back("请说明占哪一项的比例")
    asked = f"{match['words']}占{named(whole)}的百分之几" if named(whole) else ""
    return Edit(terms=(Term(words=match["words"]), Term(whole)), relation="share", document=whole.document, asked=asked)


def _average(match: re.Match[str], history: Sequence[Turn]) -> Edit | None:
    said = match["some"] or "这些"
    found = some_of(said, history)
    if isinstance(found, str):
        return ask_back(found)
    if len({figure.unit for figure in found}) > 1:
        return ask_back("前面几项的单位不同，不能求平均")
    return _answered("combine", mean_of(found, "以上各项平均"), history, "前面几项的平均")


def _shown(match: re.Match[str], history: Sequence[Turn]) -> Edit | None:
    last = history[-1].plan
    ranked = last is not None and last.operation in ("rank", "nth") and len(valued(history[-1])) == 1
    if re.match(r"最[大高多小低少]", match["one"]) or (ranked and re.match(r"第|排", match["one"])):
        return None  # several may tie; the ranking goes on
    one = one_of(match["one"], history)
    if isinstance(one, str):
        return ask_back(one)
    if one.unit != "元" and re.search("钱|元|块", match[0]):
        return ask_back("这一项不是金额，请说明指的是哪一项")
    # A conversion repeats a figure that is there already, so the order of what was spoken of stays.
    plan = plan_on("pick" if len(listed(history)) > 1 else "convert", (one,), history)
    return Edit(plan, Result("answered", (replace(one, role="headline"),)), asked=named(one))


def _each(match: re.Match[str], history: Sequence[Turn]) -> Edit | None:
    """Several earlier figures once more; 下面两项 and the like are none of them."""
    found = some_of(match["some"], history)
    if isinstance(found, str):
        return ask_back(found)
    return _answered("convert", [replace(figure, role="headline") for figure in found], history)


def named(figure: Figure) -> str:
    """The words that ask for what a figure is of, "" where it was computed."""
    if figure.statement is None:
        return ""
    subject = figure.statement.subject
    return "" if subject.kind == "organisation" else subject.code or subject.name


def _other_year(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    one = one_of(match["one"] or match["item"], history)
    if isinstance(one, str):
        return ask_back(one)
    if not named(one):
        return ask_back(_NONE)
    what = match["what"] or match["year"]
    return Edit(text=f"{named(one)}的{what}" if match["what"] else f"{what}{named(one)}")


def _unit(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    unit = match["unit"] if match["unit"].endswith("元") else f"{match['unit']}元"
    said = match["one"] or match["some"]
    if not history or unanswered(history):
        return ask_back(NOTHING_SHOWN if history else "请说明要换算的是哪一项金额")
    figures = list(history[-1].result.figures)
    if said:
        found = one_of(said, history) if match["one"] else some_of(said, history)
        if isinstance(found, str):
            return ask_back(found)
        chosen = [found] if isinstance(found, Figure) else found
        heads = [identity(figure) for figure in headlines(history[-1])]
        if [identity(figure) for figure in chosen] != heads:
            figures = [replace(figure, role="headline") for figure in chosen]
    heads_now = [figure for figure in figures if figure.role == "headline"]
    if not heads_now or any(figure.unit != "元" for figure in heads_now):
        return ask_back("请说明要换算的是哪一项金额")
    base = history[-1].plan or plan_on("convert", heads_now, history)
    documents = plan_on("convert", heads_now, history).documents
    plan = replace(base, operation="convert", unit=unit, documents=documents)
    return Edit(plan, replace(history[-1].result, figures=tuple(figures)), asked=history[-1].question)


def _share(match: re.Match[str], history: Sequence[Turn]) -> Edit | None:
    """An earlier figure in another one, in a whole that every budget has, or in one that is named."""
    part, whole = match["part"] or "", match["whole"]
    if re.fullmatch(r"(?:几|百分之|多).*", whole):
        return None
    one = _part_of_share(part, history)
    if isinstance(one, str):
        return ask_back(one)
    if not whole:
        return _bare_share(one, history)
    if re.fullmatch(ONE, whole):
        return _share_of_other(one, whole, history)
    if one.statement is not None and one.statement.subject.kind == "line" and re.fullmatch(_OF_PROJECT, whole):
        return Edit(terms=(Term(one), Term(words="#project")), relation="share", document=one.document)
    project = one.statement is not None and one.statement.subject.kind == "project"
    if project and re.fullmatch(r"(?:该|这个?|本|整个)?项目的?(?:总预算|总额|总资金|资金总额|总金额)|总预算", whole):
        asked = f"{named(one)}的项目总预算"
        return Edit(terms=(Term(one), Term(words=asked)), relation="share", document=one.document)
    if whole in ("整个", "全部", "总数", "总的", "总量") and len(listed(history)) > 1:
        return ask_back("请说明占哪一项的比例")  # of the list, or of everything
    words = _WHOLES.get(whole, whole)
    if not words:
        income = one.statement is not None and one.statement.side == "收入"
        words = "收入总额" if income else "支出总额"
    if one.statement is not None and one.statement.subject.kind == "organisation" and whole in _WHOLES:
        return ask_back("请说明占哪一项的比例")
    asked = f"{named(one)}占{whole}的百分之几" if named(one) else ""
    return Edit(terms=(Term(one), Term(words=words)), relation="share", document=one.document, asked=asked)


def _part_of_share(said: str, history: Sequence[Turn]) -> Figure | str:
    """The figure that is the part: one, or the sum of several."""
    if said and re.fullmatch(MANY, said) and not re.fullmatch(ONE, said):
        found = some_of(said, history)
        if isinstance(found, str):
            return found
        if len({figure.unit for figure in found}) > 1 or overlapping(found):
            return "前面几项不能相加，请说明指的是哪一项"
        return summed([replace(figure, role="part") for figure in found], "以上各项合计")
    one = one_of(said, history)
    if isinstance(one, Figure) and (one.unit != "元" or (one.statement is None and one.direction is not None)):
        return _NONE  # neither a percentage nor a difference is part of a whole
    return one


def _share_of_other(one: Figure, whole: str, history: Sequence[Turn]) -> Edit:
    pair = last_pair(history)
    pointed = re.fullmatch(rf"(?:{FORMER}|{LATTER}).*|第.*|首.*|最.*|倒.*|末.*|上一.*", whole)
    if pointed:
        found = one_of(whole, history)
        other = found if isinstance(found, Figure) else None
    else:
        other = next((f for f in pair if identity(f) != identity(one)), None) if len(pair) == 2 else None
    if other is None or identity(other) == identity(one) or other.unit != one.unit or not other.value:
        return ask_back("请说明占哪一项的比例")
    if one.document != other.document or (one.value or 0) > other.value:
        return ask_back("前面两项不是部分与整体，请说明占哪一项的比例")
    return _answered("combine", share_of(one, other).figures, history, "前面两项的比例")


def _share_of_it(match: re.Match[str], history: Sequence[Turn]) -> Edit | None:
    """“办公费占它的百分之几”: something named in the one figure just shown."""
    whole = one_of(match["whole"], history)
    if isinstance(whole, str):
        return ask_back(whole)
    if whole.unit != "元":
        return ask_back("请说明占哪一项的比例")
    asked = f"{match['words']}占{named(whole)}的百分之几" if named(whole) else ""
    return Edit(terms=(Term(words=match["words"]), Term(whole)), relation="share", document=whole.document, asked=asked)


def _ratio(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    """“前者是后者的百分之几”: a ratio of two figures, which need not be part and whole."""
    both = _both(match, history)
    if isinstance(both, str) or not both[1].value:
        return ask_back(both if isinstance(both, str) else _TWO)
    found = times(*both) if match["times"] else share_of(*both).figures
    return _answered("combine", found, history, "前面两项的比例")


_MOVED = re.compile(
    rf"{LEAD}(?:一?共|总共|是)?(?:增长|上涨|涨|增加|增|上升|升|下降|降低|降|减少|减|下跌|跌|变化|变动)了?(?:幅度?)?(?:是|有)?"
    r"(?P<rate>百分之几|百分之多少|几个?百分点|几成|多大幅度|%)?(?:多少|几)?(?:钱|元)?(?:呢|吗)?"
)


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
        return _answered("combine", difference(later, earlier), history, "前面两年相比")
    head, *terms = difference(later, earlier)
    rate = Decimal(head.value or 0) * 100 * UNITS_PER_YUAN / Decimal(earlier.value or 1)
    percent = replace(head, value=to_hundredth(rate), step=HUNDREDTH, unit="%")
    return _answered("combine", (percent, *terms), history, "前面两年相比")


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


def _bare(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    one = _part_of_share("", history)
    return ask_back(one) if isinstance(one, str) else _bare_share(one, history)


def _bare_share(one: Figure, history: Sequence[Turn]) -> Edit:
    """占比 alone: in the last one of the earlier figures that the figure is a part of."""
    wholes = [
        f for f in distinct(history) if part_of(one, f) and f.unit == one.unit and (f.value or 0) >= (one.value or 0)
    ]
    whole = next((figure for figure in reversed(wholes) if figure.value), None)
    if whole is None:
        return ask_back("请说明占哪一项的比例")
    asked = f"{named(one)}占{named(whole)}的百分之几" if named(whole) and named(one) else ""
    edit = _answered("combine", share_of(one, whole).figures, history, "前面两项的比例")
    return replace(edit, asked=asked)


def part_of(figure: Figure, whole: Figure) -> bool:
    """Whether a figure is of a row below another's, of a line of its project, or of a part of it by name."""
    if figure.statement is None or whole.statement is None or figure.document != whole.document:
        return False
    part, above = figure.statement.subject, whole.statement.subject
    if part.key == above.key:
        return False
    if above.kind == "organisation":
        return whole.statement.side in (figure.statement.side, "n/a")
    if part.kind == "line" or above.kind == "line":
        return above.kind == "project" and part.project == above.project
    if part.code and above.code:
        return part.kind == above.kind and part.code.startswith(above.code)
    return part.kind == above.kind == "item" and part.name.startswith(above.name)


def _more(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    """The next ones of a ranking that showed only some."""
    last = history[-1]
    plan = last.plan
    shown = headlines(last)
    if plan is None or plan.operation != "rank" or not plan.limit or len(shown) < plan.limit:
        return ask_back("前面的回答没有未列出的内容，请说明还要查哪一项")
    return Edit(replace(plan, limit=len(shown) + plan.limit), shown=frozenset(identity(figure) for figure in shown))


def _why(history: Sequence[Turn]) -> Edit:
    one = one_of("", history)
    if isinstance(one, str) or one.statement is None:
        return ask_back(_NONE)
    reference = f"{one.document}#{one.statement.subject.key}"
    plan = plan_on("quote", (one,), history)
    return Edit(replace(plan, subjects=(reference,), named="原因"), asked=history[-1].question)


_READERS: dict[re.Pattern[str], Callable[[re.Match[str], Sequence[Turn]], Edit | None]] = {
    _COMPARED: _compared,
    _LESS: _compared,
    _APART: _compared,
    _PLUS: _plus,
    _RATIO: _ratio,
    _MOVED: _moved,
    _EQUAL: _equal,
    _BARE_SHARE: _bare,
    _SHARE: _share,
    _SHARE_OF_IT: _share_of_it,
    _UNIT: _unit,
    _SHARE_IN: _share_in,
    _LESS_WORDS: _less_words,
    _BARE_TOTAL: _bare_total,
    _BARE_GAP: _bare_gap,
    _TOTAL: _total,
    _EXTREME: _extreme,
    _DIFFER: _differ,
    _AVERAGE: _average,
    _OTHER_YEAR: _other_year,
    _SHOWN: _shown,
    _EACH: _each,
    _MORE: _more,
}


def reason_of(view: FactsView, key: str) -> Result:
    """The sentence that says why: the one that states a figure of the subject, or the next one of its paragraph."""
    quotes: dict[str, Quote] = {}
    for statement in view.by_subject.get(key, ()):
        for observation in statement.observations:
            paragraph = paragraph_of(view.reading, observation.place) if observation.origin == "narrative" else None
            every = sentences(paragraph) if paragraph is not None else []
            at = next((n for n, s in enumerate(every) if observation.place.printed in s.text), None)
            if at is None:
                continue
            for sentence in every[at : at + 2]:
                own = sentence is every[at] or re.match(
                    r"(?:主要|增减|变化|其)?.{0,12}原因|主要(?:是|系)", sentence.text
                )
                if own and _REASON.search(sentence.text):
                    said = Observation(sentence.place, CellKind.TEXT, sentence.text, None, "narrative")
                    quotes.setdefault(sentence.text, Quote(view.document.id, said))
    if not quotes:
        return Result("not_found", reason="文件没有写明这一项的原因")
    return Result("answered", quotes=tuple(quotes.values())[:2])
