"""Short questions that refer to earlier answers: 前者, 占它的百分之几, 用万元说, 前三个加起来, 还有呢, 为什么.

Each is recognised as a whole, so that no word of it is left over. What refers to something that is not there, or that
is not one thing, is asked back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.facts_view import FactsView
from assistant.places import paragraph_of
from assistant.records import Figure, Plan, Question, Quote, Result, Scope, Turn
from assistant.sums import difference, share_of, summed
from assistant.turns import Edit, ask_back, headlines, identity, last_pair, listed
from corpus.narrative_text import sentences
from corpus.records import CellKind, Observation

_LEAD = r"(?:那么?|请|再|把|将|好的?|帮我|麻烦)*"
_TAIL = r"(?:呢|吗|吧|是多少|有多少|为多少|多少|是几|一下|啊|元)*"
_FORMER = r"前者|前一个|前一项|前面那个|前面的那个|前面那项"
_LATTER = r"后者|后一个|后一项|后面那个|后面的那个|后面那项"
_LAST = r"上一个|上一项|刚才那个|刚才的|刚才那项|刚才说的"
_ONE = rf"{_FORMER}|{_LATTER}|{_LAST}"
_IT = r"它|他|这个|这项|这一项|该项|其|这"
_SAY = r"换算?成?|用|按|以|折合|折成|说成|表示成|改成|转成|精确到|保留到|换"
_WHOLES = {
    "支出": "", "总额": "", "总数": "", "全部": "", "整个": "", "支出总额": "", "总支出": "", "全部支出": "",
    "支出总计": "", "预算总额": "", "项目支出": "项目支出", "项目支出总额": "项目支出", "全部项目支出": "项目支出",
    "基本支出": "基本支出", "基本支出总额": "基本支出",
}  # fmt: skip
"""The wholes of a share that stand in every budget, and the kind of expenditure that each one is of."""

_HOW_MUCH = (
    r"(?:的)?(?:百分之几|百分之多少|百分比|几成|多大比例|多大比重|多少比例|比例|比重|多少|多大)?(?:是多少|多少|是|呢)*"
)
_COMPARED = re.compile(rf"{_LEAD}(?P<one>{_ONE})比(?P<other>{_ONE})[多少高低大小]了?(?:多少|几)?{_TAIL}")
_SHOWN = re.compile(rf"{_LEAD}(?P<one>{_ONE}){_TAIL}")
_OTHER_YEAR = re.compile(rf"{_LEAD}(?P<one>{_ONE})的?(?P<what>(?:20\d\d)年.*)")
_UNIT = re.compile(
    rf"{_LEAD}(?P<one>{_ONE}|{_IT})?(?:{_SAY})(?P<unit>万元|亿元|元|万|亿)(?:为单位|作单位)?来?(?:说|表示|显示|计|算|看|讲|写)?{_TAIL}"
)
_ANY_WHOLE = "|".join((_ONE, "它|其|他", *sorted(_WHOLES, key=len, reverse=True)))
_SHARE = re.compile(rf"{_LEAD}(?P<part>{_ONE}|{_IT})?占(?P<whole>{_ANY_WHOLE}){_HOW_MUCH}")
_FIRST = re.compile(
    rf"{_LEAD}前(?P<count>[二两三四五六七八九十]|\d{{1,2}})(?:个|项|名|笔|大)?(?:项目|明细)?"
    rf"(?:加起来|加在一起|合起来|一共|合计|总共|之和|总和|相加|加总)(?:共|是|有)?{_TAIL}"
)
_MORE = re.compile(rf"{_LEAD}(?:还有|还有别的|还有其他的?|还有哪些|接下来|接着|其余的?|后面的|再往下){_TAIL}")
_WHY = re.compile(
    rf"{_LEAD}(?:这)?(?:是)?(?:为什么|为何|为啥|怎么)(?:会|要)?(?:比(?:上年|去年|预算|年初预算))?"
    r"(?:这么|那么)?(?:增加|减少|下降|增长|上升|变化|增减|多|少|高|低|大)?了?(?:这么多|这么少)?(?:呢|啊)?"
    rf"|{_LEAD}(?:增加|减少|下降|增长|上升|变化|增减)?的?(?:主要)?(?:原因|理由)(?:是什么|是啥|是|呢|为何)*"
)
INSIDE = re.compile(
    rf"^{_LEAD}在?(?:其中|里面|里头|当中|这里面|那里面|它里面|这其中|它|其(?![他它余])|该项|这一项|{_ONE})的?(?:里面|有)?的?"
)
_DIGITS = {char: number for number, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_REASON = re.compile(r"原因|由于|因为|主要是|主要系|系因")
_NONE = "请说明指的是哪一项"


def spoken_within(figure: Figure, history: Sequence[Turn]) -> bool:
    """Whether a figure belongs to the one thing just spoken of; True where that was several, nothing, or everything."""
    one = _one("刚才的", history) if history else None
    if one is None or one.statement is None or figure.statement is None:
        return True
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
            return read(match, history)
    if _WHY.fullmatch(question.normal):
        return _why(history)
    return None


def _one(said: str, history: Sequence[Turn]) -> Figure | None:
    """The figure that a word of reference means; None if it is not there, or is one of more than two."""
    pair = last_pair(history)
    if re.fullmatch(_FORMER, said):
        lone = len(pair) == 1 and said.startswith("前一")
        return pair[0] if len(pair) == 2 or lone else None
    if re.fullmatch(_LATTER, said):
        return pair[1] if len(pair) == 2 else None
    shown = headlines(history[-1])
    return shown[0] if len(shown) == 1 and shown[0].value is not None else None


def _plan(operation: str, history: Sequence[Turn], reading: str = "") -> Plan:
    last = next((turn.plan for turn in reversed(history) if turn.plan is not None), None)
    documents = tuple(dict.fromkeys(d for turn in history if turn.plan is not None for d in turn.plan.documents))
    return Plan(operation, last.scope if last is not None else Scope(), documents=documents, reading=reading)


def _compared(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    one, other = _one(match["one"], history), _one(match["other"], history)
    if one is None or other is None or identity(one) == identity(other) or one.unit != other.unit:
        return ask_back("前面的回答里没有可以比较的两项，请说明是哪两项")
    return Edit(_plan("combine", history, "前面两项相比"), Result("answered", difference(one, other)))


def _shown(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    one = _one(match["one"], history)
    if one is None:
        return ask_back(_NONE)
    # A conversion repeats a figure that is there already, so the order of what was spoken of stays.
    return Edit(_plan("convert", history), Result("answered", (replace(one, role="headline"),)))


def _other_year(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    one = _one(match["one"], history)
    if one is None or one.statement is None:
        return ask_back(_NONE)
    subject = one.statement.subject
    return Edit(text=f"{subject.code or subject.name}的{match['what']}")


def _unit(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    unit = match["unit"] if match["unit"].endswith("元") else f"{match['unit']}元"
    said = match["one"]
    figures = list(history[-1].result.figures)
    if said and re.fullmatch(_ONE, said):
        one = _one(said, history)
        figures = [replace(one, role="headline")] if one is not None else []
    heads = [figure for figure in figures if figure.role == "headline"]
    if not heads or any(figure.unit != "元" for figure in heads):
        return ask_back("请说明要换算的是哪一项金额")
    base = history[-1].plan or _plan("convert", history)
    return Edit(replace(base, operation="convert", unit=unit), replace(history[-1].result, figures=tuple(figures)))


def _share(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    """The last figure in the one before it, or in a whole that every budget has."""
    part, whole = match["part"] or "", match["whole"]
    one = _one(part if re.fullmatch(_ONE, part) else "刚才的", history)
    if one is None or one.statement is None or one.unit != "元":
        return ask_back(_NONE)
    if whole in _WHOLES:
        return _share_of_total(one, _WHOLES[whole], history)
    pair = last_pair(history)
    if len(pair) != 2:
        return ask_back("请说明占哪一项的比例")
    other = _one(whole, history) if re.fullmatch(_ONE, whole) else next((f for f in pair if f is not one), None)
    if other is None or identity(other) == identity(one) or other.unit != one.unit or not other.value:
        return ask_back("请说明占哪一项的比例")
    if one.document != other.document or (one.value or 0) > other.value:
        return ask_back("前面两项不是部分与整体，请说明占哪一项的比例")
    return Edit(_plan("combine", history, "前面两项的比例"), share_of(one, other))


def _share_of_total(one: Figure, kind: str, history: Sequence[Turn]) -> Edit:
    assert one.statement is not None
    statement = one.statement
    income = statement.side == "收入"
    asked = (turn.plan for turn in reversed(history) if identity(one) in map(identity, headlines(turn)))
    last = next((plan for plan in asked if plan is not None and plan.operation == "lookup"), None)
    if statement.subject.kind == "organisation" or statement.view != "level" or (income and kind) or last is None:
        return ask_back("请说明占哪一项的比例")
    if len(last.subjects) != 1:
        return ask_back(_NONE)
    part = replace(last, unit="")
    side = "收入" if income else "支出"
    whole = Plan(
        "lookup", last.scope, last.documents, (f"{one.document}#organisation",), side=side, expenditure_kind=kind
    )
    return Edit(Plan("share", last.scope, documents=last.documents, parts=(part, whole)))


def _first(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    """The sum of the first figures of the last list."""
    count = int(match["count"]) if match["count"].isdigit() else _DIGITS[match["count"]]
    found = listed(history)
    plan = _plan("combine", history, f"前面列出的前{count}项合计")
    if len(found) < max(count, 2) or count < 2 or len({figure.unit for figure in found[:count]}) > 1:
        return ask_back(f"前面只列了{len(found)}项" if len(found) > 1 else "前面没有列出这么多项，请说明是哪几项", plan)
    parts = [replace(figure, role="part") for figure in found[:count]]
    return Edit(plan, Result("answered", (summed(parts, f"前{count}项合计"), *parts)))


def _more(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    """The next ones of a ranking that showed only some."""
    last = history[-1]
    plan = last.plan
    shown = headlines(last)
    if plan is None or plan.operation != "rank" or not plan.limit or len(shown) < plan.limit:
        return ask_back("前面的回答没有未列出的内容，请说明还要查哪一项")
    return Edit(replace(plan, limit=len(shown) + plan.limit), shown=frozenset(identity(figure) for figure in shown))


def _why(history: Sequence[Turn]) -> Edit:
    one = _one("刚才的", history) if history else None
    if one is None or one.statement is None:
        return ask_back(_NONE)
    reference = f"{one.document}#{one.statement.subject.key}"
    return Edit(Plan("quote", _plan("quote", history).scope, (one.document,), (reference,), named="原因"))


_READERS: dict[re.Pattern[str], Callable[[re.Match[str], Sequence[Turn]], Edit]] = {
    _COMPARED: _compared,
    _SHARE: _share,
    _UNIT: _unit,
    _FIRST: _first,
    _OTHER_YEAR: _other_year,
    _SHOWN: _shown,
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
