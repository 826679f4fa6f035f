"""Questions made of references to earlier answers alone: 前者, 占它的百分之几, 用万元说, 上面两项求和, 还有呢, 为什么.

Each is recognised as a whole, so that no word of it is left over. What refers to something that is not there, or that
is not one thing, is asked back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.belonging import named
from assistant.combining import COMBINING, LESS_WORDS
from assistant.facts_view import FactsView
from assistant.places import paragraph_of
from assistant.pointing import FORMER, LATTER, LEAD, MANY, ONE, TAIL, one_of, some_of
from assistant.records import Figure, Question, Quote, Result, Turn
from assistant.shares import SHARE_IN, SHARES
from assistant.turns import (
    NOTHING_SHOWN,
    Edit,
    answered,
    ask_back,
    headlines,
    identity,
    listed,
    plan_on,
    unanswered,
    valued,
)
from corpus.narrative_text import sentences
from corpus.records import CellKind, Observation

_SAY = (
    r"换回|变回|换算?一?下?(?:成|为|到)?|折算?(?:合|成|为)|转换?(?:成|为)|改(?:成|为|用|以)|合|约合|相当于|用|按"
    r"|以|说成|表示[成为]|显示[成为]|精确到|保留到|是|等于|有|共"
)

_SHOWN = re.compile(rf"{LEAD}(?P<one>{ONE})(?:是哪一?[个项笔]|是谁|叫什么|是啥)?{TAIL}")
_EACH = re.compile(rf"{LEAD}(?P<some>{MANY})(?:分别|各自?|都)?(?:是|有|为)?{TAIL}")
_OTHER_YEAR = re.compile(
    rf"{LEAD}(?:(?P<one>{ONE})的?(?P<what>(?:20\d\d)年.*)|(?P<year>20\d\d年)的?(?P<item>{ONE}){TAIL})"
)
_UNIT = re.compile(
    rf"{LEAD}(?:(?P<some>{MANY})|(?P<one>{ONE}))?(?:都|全部|一起)?(?:{_SAY})?(?:多少|几)?个?(?P<unit>万元|亿元|元|万|亿)"
    rf"(?:为单位|作单位|做单位)?来?(?:说|表示|显示|计|计算|算|看|讲|写)?{TAIL}"
)
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


def refers(text: str) -> bool:
    """Whether a question (comparison form) only makes sense after another one."""
    own = (SHARE_IN, LESS_WORDS)  # these name a subject of their own
    return any(pattern.fullmatch(text) for pattern in (*_READERS, _WHY) if pattern not in own)


def referring(question: Question, history: Sequence[Turn]) -> Edit | None:
    """The edit of the conversation that such a question asks for; None where it is none."""
    for pattern, read in _READERS.items():
        match = pattern.fullmatch(question.normal)
        if match is not None:
            edit = read(match, history)
            if edit is not None:
                return edit
    return _why(history) if _WHY.fullmatch(question.normal) else None


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
    return answered("convert", [replace(figure, role="headline") for figure in found], history)


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
    **COMBINING,
    **SHARES,
    _UNIT: _unit,
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
