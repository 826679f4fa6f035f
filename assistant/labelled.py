"""The figures of a sentence with the words printed at them: 固定资产90万元，其中：房屋80平方米；车辆2辆（公务用车1辆）.

A figure belongs to the label printed right before it (or to the noun right behind its counting unit). The things named
before 其中 or before a bracket are its heads; clauses without a figure and the date before them say when and where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.facts_view import FactsView
from assistant.passages import Passage, passages
from corpus.narrative_text import Quantity, canonical, quantities

_MARKS = "，；、：。（）！？"
_FILLER = re.compile(
    r"^(?:其中|以及|及|和|并|且|共有|现有|实有|共计|共|含|本(?:单位|部门|工程|项目|院|校|局|街道|年度?)|全年|\d{4}年度?)+"
    r"|(?:约|大约|均|各|共计|共|总计|合计|为|是|有|达|达到|的|计划)+$"
)
_NOUN = re.compile(r"[\u3400-\u9fff]{2,12}?(?=的|和|与|开展|参与|，|、|；|。|：|（|）|$|\d)")
_MODIFIER = re.compile(r"单(?:位|台)?(?:价值|价)\s*$")
_MOVES = re.compile(r"(?:占|完成|增加|增长|上升|提高|减少|下降|降低|压减|持平)[^，；、。]{0,12}$")
_IDLE_BRACKET = re.compile(r"（[^（）\d]*）")
_DEFINES = re.compile(r"^\s*(?:（[一二三四五六七八九十\d]+）|[一二三四五六七八九十\d]+[、.])?.{0,24}?：\s*(?:是|指)")
_NOT_COUNTED = frozenset("年月日号届期")
_ACTS = re.compile(r"涉及|开展|参与|已|完成|正在|均|分别|以上|以下|左右|需|拟|用于|由|在")
_REFERS = re.compile(r"涉及|平均|金额|得分|资金|合计|共")
_COUNTING = frozenset("个名人项家辆台套所处座间门种支")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One figure: its ``label``, the ``noun`` behind it, the labels it is part of, the words before its clause."""

    passage: Passage
    quantity: Quantity
    label: str
    noun: str
    heads: tuple[str, ...]
    lead: str


@dataclass(slots=True)
class _State:
    """What is known at a place of the sentence while it is read from left to right; ``tail``: behind a figure.

    ``topic`` is the label that a general one after it (涉及资金, 平均得分) refers to.
    """

    label: str = ""
    stack: list[tuple[str, ...]] = field(default_factory=list)
    heads: tuple[str, ...] = ()
    lead: str = ""
    since: int = 0
    tail: bool = False
    topic: str = ""


def labelled(view: FactsView) -> tuple[Labelled, ...]:
    """Every figure of a document's prose with the words printed at it; nothing of definitions."""
    return _labelled(view)


@lru_cache(maxsize=16)
def _labelled(view: FactsView) -> tuple[Labelled, ...]:
    found: list[Labelled] = []
    source, lead = None, ""
    for passage in passages(view):
        if passage.project:
            continue  # a form's fields are read as indicators and fields
        if passage.source is not source:
            source, lead = passage.source, ""
        if _DEFINES.match(canonical(passage.text)):
            continue
        found += _of_sentence(passage, lead)
        lead += _clauses_without_figures(passage.text)
    return tuple(found)


def _clauses_without_figures(text: str) -> str:
    """The clauses of a sentence that print no figure but a date: they hold for the sentences behind it too."""
    parts = re.split("[，；。]", canonical(text))
    kept = [part for part in parts if not any(q.amount.unit not in _NOT_COUNTED for q in quantities(part))]
    return "，".join(kept)


def _of_sentence(passage: Passage, lead: str) -> Iterator[Labelled]:
    text = canonical(passage.text)
    found = [q for q in quantities(text) if not _is_date_or_modifier(text, q)]
    state = _State(lead=lead)
    for quantity in found:
        state = _moved(text, state, quantity.char_from)
        said = text[state.since : quantity.char_from]
        label = _label(said.replace(canonical(passage.organisation) or "\0", ""))
        noun = _noun(text, quantity)
        if label or not said.strip():
            state.label = label or state.label
        elif not noun:
            state.label = ""
        heads = state.heads
        if label.startswith("占") and state.topic and quantity.amount.unit == "%":
            yield Labelled(passage, quantity, state.topic, "", (*heads, f"{label}比"), state.lead)
        if _REFERS.match(state.label):
            heads = (*heads, state.topic) if state.topic else heads
        elif not _MOVES.search(state.label):
            state.topic = state.label or noun
        if not _MOVES.search(state.label) and (state.label or noun):
            yield Labelled(passage, quantity, state.label, noun, heads, state.lead)
        state.since, state.tail = quantity.char_to, True


def _is_date_or_modifier(text: str, quantity: Quantity) -> bool:
    """A date, or a figure that is part of a name: 单价100万元以上设备."""
    if quantity.amount.unit in _NOT_COUNTED:
        return bool(re.match(r"\s*\d{4}\s*年|\s*\d{1,2}\s*[月日号]", text[quantity.char_from :]))
    return _MODIFIER.search(text[: quantity.char_from]) is not None


def _moved(text: str, state: _State, stop: int) -> _State:
    """The state at ``stop``: brackets and 其中 passed on the way open and close heads; clauses passed are the lead."""
    masked = _IDLE_BRACKET.sub(lambda match: "\0" * len(match[0]), text)
    start, since = state.since, state.since
    for at in range(start, stop):
        char = masked[at]
        if char == "（":
            state.stack.append(state.heads)
            state.heads = (*state.heads, _label(text[since:at]) or state.label)
        elif char == "）" and state.stack:
            state.heads = state.stack.pop()
        if char not in _MARKS:
            continue
        passed = text[since:at]
        if passed.strip(_MARKS).startswith("其中") and not re.search(r"\d", passed) and state.label:
            state.heads = (*state.heads, state.label) if state.label not in state.heads else state.heads
        elif char in "，：" and at > start and not state.tail:
            state.lead += passed
        if state.tail and "，" in char:
            state.topic += passed
        since, state.tail = at + 1, False
        if char in "；。":
            state.topic = ""
    state.since = since
    return state


def _label(said: str) -> str:
    """A label without what introduces it and what joins it to its figure; "" where nothing of it is left."""
    text = re.sub(r"^/[\u3400-\u9fff]|[“”\"\s《》\0]|\d{4}年度?|（(?:部门|单位|本级|本部)）", "", said).strip(_MARKS)
    while (shorter := _FILLER.sub("", text)) != text:
        text = shorter
    return text


def _noun(text: str, quantity: Quantity) -> str:
    """The noun right behind a counting unit: 5家预算单位."""
    if quantity.amount.unit not in _COUNTING:
        return ""
    match = _NOUN.match(text, quantity.char_to)
    return match[0] if match is not None and not _ACTS.match(match[0]) else ""
