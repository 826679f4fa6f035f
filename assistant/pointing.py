"""Words that point at earlier answers (它, 前者, 第二项, 上面两项, 最后一个) and the figures that they mean.

A reference never reaches behind a turn that gave nothing, and never means some of several without saying which.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.records import Figure, Turn
from assistant.turns import (
    NOTHING_SHOWN,
    compared,
    distinct,
    groups,
    headlines,
    last_pair,
    listed,
    operation,
    recent,
    unanswered,
    valued,
)

LEAD = (
    r"(?:那么?|请你?|单位|再|把|将|好的?|行|嗯|帮我|帮忙|麻烦|给我|我想知道|我想问|告诉我|算一?下|计算一?下?|算|查一?下|查看?|看一?下|看看|问一?下"
    r"|和|还有|然后|接着|就|现在|想知道|一下|求)*"
)
TAIL = (
    r"(?:的|呢|吗|吧|啊|呀|嘛|了|是多少|等于多少|等于几|有多少|为多少|得多少|多少|是几|一下|看看"
    r"|算一?下|给我看|元|块钱?|钱|是什么|结果|来着|看|的话)*"
)
"""What may stand around a short question: courtesy and asking."""

HOW_MUCH = (
    r"(?:的)?(?:百分之几|百分之多少|百分比|几成|多大比例|多大比重|多少比例|占比|比例|比重|份额|多少"
    r"|多大|几)?(?:是多少|多少|是|呢|吗)*"
)

NUMBER = r"(?:[一二两三四五六七八九十]|\d{1,2})"
_SORT = r"(?:个|项|笔|条|款|类|名|位|份|种|样)"
_NOUN = r"(?:比重|比例|占比|百分比|数字?|金额|费用|支出|预算|钱|数据|结果|数额)?"
FORMER = rf"前者|前一{_SORT}|前面的?那{_SORT}"
LATTER = rf"后者|后一{_SORT}|后面的?那{_SORT}"
_LAST = rf"上一{_SORT}|上面的?[那这]{_SORT}|上面的|刚才的?那?{_SORT}|刚才的|刚才(?:说|查|问)的|刚刚那{_SORT}"
_NTH = (
    r"(?:(?:上面|刚才|前面|之前)(?:说|提到|查|问|列)?的?)?"
    rf"(?:第{NUMBER}{_SORT}(?:项目(?!支出)|明细)?|排(?:在|名)?第{NUMBER}(?:位|名)?(?:的?那?{_SORT}|的)?"
    rf"|首[个项位]|倒数第{NUMBER}{_SORT}?|最后(?:面)?(?:的?那)?一?{_SORT}|末[项位尾])"
)
_BEST = rf"(?:最|较)[大高多小低少](?:的?那?一?{_SORT}|的)|[大高多小低少]的(?:那?一?{_SORT}|(?=呢|是|$))"
_IT = (
    rf"它|他|她|其(?![他它余])|[这那该此]一?{_SORT}|该(?:数字?|科目|支出|费用|金额)|[这那]笔钱|[这那此该]部分"
    r"|[这那此](?:数字?|金额|费用)|上述(?:金额|数字?)|这"
)
ONE = rf"(?:(?:{FORMER}|{LATTER}|{_NTH}|{_BEST}|{_LAST}|{_IT}){_NOUN})"
"""One earlier figure."""

_SOME = rf"(?:[二两三四五六七八九十]|[2-9]|\d{{2}}|几){_SORT}(?:项目(?!支出)|明细)?"
MANY = (
    rf"(?:(?:[这那]|以?上面?|上述|前面|刚才|刚才的|上面说的)?(?:这|那|的)?{_SOME}|前{_SOME}|后面?的?{_SOME}|最后(?:面)?的?{_SOME}"
    rf"|[这那前后]?(?:两|三|四|几)年|两者|二者|三者|它们|他们|它俩|他俩|这俩个?|俩|这些|那些|以上各[项笔]|上述各[项笔]|各项|这几[项个笔]|以上|全部"
    rf"){_NOUN}"
)
"""Several earlier figures."""

_DIGITS = {char: number for number, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def number(said: str) -> int | None:
    """The first number of the words, None where there is none."""
    match = re.search(NUMBER, said)
    if match is None:
        return None
    return int(match[0]) if match[0].isdigit() else _DIGITS[match[0]]


def one_of(said: str, history: Sequence[Turn]) -> Figure | str:
    """The figure that words of reference mean ("": the last one), or why it must be asked back."""
    if not history or unanswered(history):
        first = first_ones(number(said) or 0, history) if re.match(rf"第{NUMBER}", said) else []
        return first[-1] if first else NOTHING_SHOWN if history else "请说明指的是哪一项"
    if re.match(FORMER, said) or re.match(LATTER, said):
        return _of_pair(said, history)
    if re.match(rf"{_NTH}|{_BEST}", said):
        return _placed(said, history)
    shown = valued(history[-1])
    if len(shown) == 1 and len(headlines(history[-1])) == 1:
        return shown[0]
    return f"上一个回答有{len(shown)}项，请说明指的是哪一项" if len(shown) > 1 else "请说明指的是哪一项"


def _of_pair(said: str, history: Sequence[Turn]) -> Figure | str:
    pair = last_pair(history)
    if len(pair) == 2:
        return pair[0] if re.match(FORMER, said) else pair[1]
    lone = len(distinct(history)) == 1 and said.startswith("前一")
    return pair[0] if lone and pair else "前面没有可以这样指称的两项，请说明指的是哪一项"


def _placed(said: str, history: Sequence[Turn]) -> Figure | str:
    """The n-th of the list shown last, else of the single answers so far; by amount where that is said."""
    said = re.sub(r"^(?:上面|刚才|前面|之前)(?:说|提到|查|问|列)?的?", "", said)
    figures = in_order(history)
    if not figures:
        return "前面没有列出几项，请说明指的是哪一项"
    by_amount = re.match(_BEST, said) is not None
    if by_amount and len(figures) < 2:
        return "前面没有列出几项，请说明指的是哪一项"
    if by_amount or said.startswith("排"):
        if len({figure.unit for figure in figures}) > 1:
            return "前面几项的单位不同，不能比较"
        ascending = re.match(r"[最较]?[小低少]", said) is not None
        ranked = sorted(figures, key=lambda figure: (figure.value or 0) * (1 if ascending else -1))
        place = (1 if by_amount else number(said) or 1) - 1
        if place >= len(ranked):
            return f"前面只列了{len(figures)}项"
        same = [figure for figure in ranked if figure.value == ranked[place].value]
        return same[0] if len(same) == 1 else f"有{len(same)}项金额相同，请说明指的是哪一项"
    count = 1 if said.startswith("首") else number(re.sub(r"^最后.*", "", said)) or 1
    if count > len(figures):
        return f"前面只列了{len(figures)}项"
    return figures[-count] if said.startswith(("最后", "末", "倒数")) else figures[count - 1]


def in_order(history: Sequence[Turn]) -> list[Figure]:
    """What ordinals count in: the list shown last, else the single answers so far; nothing where both were mixed."""
    found = compared(history[-1]) or listed(history)
    if len(found) > 1:
        return found
    every = groups(history)
    return [group[0] for group in every] if all(len(group) == 1 for group in every) else []


def is_last(said: str) -> bool:
    """Whether words of reference mean the last thing spoken of, whatever it was (它, 该项)."""
    return re.match(rf"(?:{_LAST}|{_IT})", said) is not None and re.match(rf"{FORMER}|{LATTER}", said) is None


def some_of(said: str, history: Sequence[Turn]) -> list[Figure] | str:
    """The figures that words for several mean, or why they must be asked back: what there is is said."""
    if not history or unanswered(history):
        first = first_ones(number(said) or 0, history) if re.match("前(?!面)", said) else []
        return first or (NOTHING_SHOWN if history else "请说明指的是哪几项")
    count = _how_many(said)
    if said.endswith("年"):
        found = recent(history, count or 2)
        if said[0] in "前后" and count is not None and len(listed(history)) >= count:
            found = listed(history)[:count] if said[0] == "前" else listed(history)[-count:]
        years = {figure.statement.period_from if figure.statement is not None else 0 for figure in found}
        subjects = {figure.statement.subject.key if figure.statement is not None else "" for figure in found}
        one_thing = len(years) == len(found) > 1 and len(subjects) == 1
        return found if one_thing and (count is None or len(found) == count) else "请说明是哪几年的哪几项"
    shown = listed(history)
    if said.startswith(("前", "最后", "后")) and count is not None and not said.startswith("前面"):
        return _at_an_end(said, count, shown, history)
    if operation(history[-1]) == "filter" and len(valued(history[-1])) == 1:
        return "前面只列了1项"
    if count is None:
        found = shown if len(shown) > 1 else distinct(history)
        whole = len(shown) > 1 or (len(found) > 1 and ("们" not in said or len(found) == 2))
        return found if whole else "请说明指的是哪几项"
    found = recent(history, count)
    if len(found) != count and len(shown) == count:
        found = shown
    return found if len(found) == count else _what_there_is(history)


_WHICH = re.compile(rf"{_SOME}|两者|二者|俩|{FORMER}|{LATTER}|{_NTH}|占(?!多|几|百|比|的).{{2,}}")


def says_which(text: str, history: Sequence[Turn]) -> bool:
    """Whether a question says itself what it points at, so that it answers the question back before it.

    After a question back, 换成万元 or 它 would mean what could not be told; 这两项 or 第一项 say what is meant. Another
    year is of the question before, where that was not answered.
    """
    if _WHICH.search(text):
        return True
    return bool(history) and history[-1].result.reason == NOTHING_SHOWN and re.search(r"20\d\d", text) is not None


def first_ones(count: int, history: Sequence[Turn]) -> list[Figure]:
    """The figures of the first ``count`` turns of a talk, each with one: what follows them does not change these."""
    turns = [turn for turn in history if operation(turn) not in ("convert", "source", "combine")][:count]
    shown = [valued(turn) for turn in turns]
    return (
        [figures[0] for figures in shown] if count and len(turns) == count and all(len(f) == 1 for f in shown) else []
    )


def _how_many(said: str) -> int | None:
    if re.search(r"俩|两者|二者", said):
        return 2
    return None if re.search(r"几|各|些|们|全部|^以上$", said) else number(said)


def _at_an_end(said: str, count: int, shown: Sequence[Figure], history: Sequence[Turn]) -> list[Figure] | str:
    """The first or last ones of a list; of single answers, which all must be counted for the first ones."""
    last = not said.startswith("前")
    if len(shown) > 1:
        if len(shown) < count:
            return f"前面只列了{len(shown)}项"
        return list(shown[-count:] if last else shown[:count])
    found = recent(history, count)
    whole = len(found) == count and (last or len(distinct(history)) == count)
    return found if whole else _what_there_is(history)


def _what_there_is(history: Sequence[Turn]) -> str:
    """The reason of a question back where the number does not fit, with the figures that could be meant."""
    names = [figure.label.rstrip("：") for figure in distinct(history)][-5:]
    if not names:
        return "前面的回答里没有可以合并的金额，请说明是哪几项"
    return f"前面的回答里不正好是这么多项，请说明是哪几项。前面有：{'、'.join(names)}"
