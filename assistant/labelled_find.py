"""Which printed figure of a sentence a question asks for: the one at whose label all its words stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.labelled import Labelled, labelled
from assistant.labels import blocks_of, flat
from assistant.plan_context import Context
from assistant.records import Question
from corpus.narrative_text import canonical

_BINDING = frozenset(
    {"side", "kind", "fund", "stage", "measure", "base", "compare", "category", "attribute", "more", "less", "top"}
    | {"nth", "near", "number", "code", "both", "ordinal", "name"}
)
"""Roles of words that a label, its heads or its sentence must hold too: they change what is asked."""

_IDLE_OPERATIONS = frozenset({"op:total", "op:count", "op:convert", "op:list"})
_BINDING_VERBS = frozenset(
    {"买", "购买", "采购", "付", "付出", "拨付", "投入", "下达", "批准", "批复", "参与", "办", "批"}
)
_HAVING = re.compile(r"(?:下属|所属|下设|内设|设|设有|设立|建有|拥有|有|等|包括|对|为)$")
_NARROWING = frozenset({"工程", "专项", "合同", "合同款", "明细"})
_AS_OF = re.compile(r"截[至止]到?(\d{4})年")
_DAY = re.compile(r"((?:19|20)\d{2})年(?:\d{1,2}月|末|底|年末|年底)")
_OPTIONAL = re.compile(
    r"^面向|^本次|(?:支出)?(?:年初)?(?:预算|决算)?(?:金额|数额|总额|资金|经费|数量|个数|数|支出|面积)?$"
)
_GENERAL = ("政府", "项目", "预算", "金额", "经费", "的", "以上", "及", "含", "主要", "总", "给", "区级", "财政")
_UNIT_NOUNS = {
    "平方米": ("面积", "平方米"),
    "公顷": ("面积",),
    "亩": ("面积",),
    "公里": ("长度", "里程"),
    "元": ("金额", "资金", "经费", "费用", "价值", "总额", "预算", "采购金额", "规模"),
    "人": ("人数", "人员", "人"),
    "名": ("人数", "人员", "人"),
    "分": ("得分", "分数", "分"),
    "辆": ("数量",),
    "台": ("数量",),
    "个": ("数量", "个数"),
    "家": ("数量", "家数"),
    "%": ("占比", "百分之几", "百分比", "比例", "比重", "份额"),
    "项": ("数量", "项数"),
}
_ALIKE = (
    ("小型\0微型企业", "小微企业"),
    ("小型和微型企业", "小微企业"),
    ("小型微型企业", "小微企业"),
    ("小型及微型企业", "小微企业"),
)
_SAME_UNITS = (frozenset("人名位"), frozenset("个家所处座项"), frozenset("台套"))


@dataclass(frozen=True, slots=True)
class Fit:
    """A figure that all words of the question stand at; ``closeness`` counts the words at its very label."""

    item: Labelled
    closeness: int


def fitting(question: Question, context: Context, units: Sequence[str]) -> list[Fit]:
    """The figures in one of ``units`` (any, if none) whose label the question says, the closest ones only."""
    must = must_of(question, context)
    if not must:
        return []
    counted = _counted_noun(question, must)
    asked = _alike("".join(char if i in must else "\0" for i, char in enumerate(question.normal)))
    said = _alike(question.normal)
    found = [
        Fit(item, closeness)
        for view in context.views
        for item in labelled(view)
        if _unit_fits(item, units)
        and counted in flat(item.label + item.noun)
        and (closeness := _closeness(item, asked, said)) > 0
    ]
    best = max((fit.closeness for fit in found), default=0)
    return [fit for fit in found if fit.closeness == best]


_COMPOSED = re.compile(r"(?:共同)?[组构]成(?:的)?$")


def must_of(question: Question, context: Context) -> frozenset[int]:
    """Positions of the words that must be printed at the figure or around it."""
    spans = [
        span
        for span in question.spans
        if span.role in _BINDING
        or (span.role == "op" and span.text not in _IDLE_OPERATIONS)
        or (span.role == "noun" and question.normal[span.start : span.stop] in _NARROWING)
        or (span.role == "verb" and question.normal[span.start : span.stop] in _BINDING_VERBS)
    ]
    composed = _COMPOSED.search(question.normal)  # 由几家单位组成 asks how many there are
    idle = set(range(*composed.span())) if composed else set()
    return (context.content() | frozenset(i for span in spans for i in range(span.start, span.stop))) - idle


def _counted_noun(question: Question, must: frozenset[int]) -> str:
    """The first two characters of the noun right behind 几个 or 多少家: they must be what is counted."""
    nouns = {i for s in question.spans if s.role in ("money", "scope", "noun") for i in range(s.start, s.stop)}
    for span in question.spans:
        counts = span.role == "unit" or span.text == "op:count"
        if counts and {span.stop, span.stop + 1} <= must | nouns:
            return question.normal[span.stop : span.stop + 2]
    return ""


def _alike(text: str) -> str:
    for word, same in _ALIKE:
        text = text.replace(word, same)
    return text


def _unit_fits(item: Labelled, units: Sequence[str]) -> bool:
    unit, scale = item.quantity.amount.unit, item.quantity.amount.scale
    return not units or any(
        asked in (unit, scale)
        or (asked in ("万元", "亿元") and unit == "元")
        or any(asked in same and unit in same for same in _SAME_UNITS)
        for asked in units
    )


def _closeness(item: Labelled, asked: str, said: str) -> int:
    """How much of the question stands at the figure; 0 where its label is not wholly said or a word is left over."""
    names = [_alike(flat(name)) for name in (item.label, item.noun) if name]
    named = _alike(flat(item.noun or item.label))
    if not named or not _is_said(named, said) or (item.noun and not _introduces(item.label, said)):
        return 0
    day, as_of = _DAY.search(said), _AS_OF.search(canonical(item.lead) + canonical(item.passage.text))
    if day is not None and as_of is not None and day[1] != as_of[1]:
        return 0
    own = covered(asked, named)
    behind = re.split(r"[，；。：]", canonical(item.passage.text)[item.quantity.char_to :])[0] if item.noun else ""
    around = _alike(flat("".join((*item.heads, item.label, item.noun, item.lead, item.passage.context, behind))))
    words = "".join(_UNIT_NOUNS.get(item.quantity.amount.unit, ()))
    rest = "".join("\0" if i in own else char for i, char in enumerate(asked))
    left = {i for i, char in enumerate(rest) if char != "\0"} - covered(rest, around) - covered(rest, words)
    if left:
        return 0
    everything = "\0".join((*names, *item.heads, item.lead))
    before = flat(item.passage.text[: item.quantity.char_from])
    return 100 * (2 * len(own) + len(covered(said, _alike(flat(everything))))) + len(covered(said, before))


def has_only(label: str) -> bool:
    """Whether the words before 5家预算单位 only say that they are had (下属, 内设, 等)."""
    return not label or _HAVING.search(label) is not None


def _introduces(label: str, said: str) -> bool:
    """Whether the words before 5家预算单位 only say that they are had, or are said in the question."""
    return has_only(label) or flat(label)[-2:] in said


def _is_said(name: str, said: str) -> bool:
    """Whether the question says the label but for general words."""
    if not any(name[i : i + 2] in said for i in range(max(len(name) - 1, 1))):
        return False
    known = covered(name, said)
    missing = "".join("\0" if i in known else char for i, char in enumerate(name))
    missing = _OPTIONAL.sub("", missing.strip("\0"))
    parts = [part for part in missing.split("\0") if part]
    for word in _GENERAL:
        parts = [part.replace(word, "") for part in parts]
    core = _OPTIONAL.sub("", name)
    return not any(parts) and len(covered(core, said)) >= min(2, len(core)) and bool(core)


def covered(wanted: str, text: str) -> frozenset[int]:
    """Positions of ``wanted`` that stand in ``text``: in pairs at least, or as a character that stands alone."""
    found = {i for block in blocks_of(wanted, text) for i in range(block.start, block.stop)}
    rest = [i for i, char in enumerate(wanted) if char != "\0" and i not in found]
    alone = {i for i in rest if wanted[i] in text and i - 1 not in rest and i + 1 not in rest}
    return frozenset(found | alone)
