"""Text to a Question: normal form, literal mentions (years, codes, amounts, units) and the words of the closed lists."""

from __future__ import annotations

import re

from assistant.labels import flat
from assistant.language import language_of, normal_form
from assistant.records import Question, Span
from assistant.vocabulary import COUNT_UNITS, LONGEST, SYNONYMS, WORDS

_CHINESE_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_LITERALS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("code", re.compile(r"(?<![\d.])(?:2\d{2}(?:\d{2}){1,2}|30[1-9]\d{2}|31\d{3})(?![\d.])")),
    ("year", re.compile(r"(?<!\d)(?:19|20)\d{2}年?度?(?!\d|所|名|人|个|元|万)")),
    ("unit", re.compile(r"多少个?(?P<unit>万元|亿元|百分点|人次|课时|学校|小时|[所人名次份家间门级项天年期届场篇条台辆套块个节户处座位种类册])")),
    ("unit", re.compile(r"几(?:个)?(?P<unit>[所人名次份家间门级项天年期届场篇条台辆套节户处座位种类册])")),
    ("top", re.compile(r"(?:前|最大的|最高的|最多的|最小的|最少的|最低的|top)(?P<top>\d{1,2}|[一二两三四五六七八九十])(?:个|名|项|位|大|笔)?")),
    ("more", re.compile(r"(?:超过|大于|高于|多于|不少于|不低于|至少|达到)(?P<bound>\d[\d,.]*)(?P<scale>万元|亿元|元|万|亿)(?:以上)?")),
    ("less", re.compile(r"(?:低于|小于|少于|不到|不超过|不足|至多)(?P<bound>\d[\d,.]*)(?P<scale>万元|亿元|元|万|亿)(?:以下)?")),
    ("more", re.compile(r"(?P<bound>\d[\d,.]*)(?P<scale>万元|亿元|元|万|亿)(?:以上|及以上)")),
    ("less", re.compile(r"(?P<bound>\d[\d,.]*)(?P<scale>万元|亿元|元|万|亿)(?:以下|以内|及以下)")),
    ("number", re.compile(r"\d[\d,]*(?:\.\d+)?")),
)


def understand(text: str) -> Question:
    """The question in comparison form with every literal and every closed-list word it holds.

    Spans point into ``Question.normal`` (comparison form: no punctuation). Overlapping spans may be reported: a number
    inside a longer name is still a number, and which reading holds is decided when subjects are linked.
    """
    spoken = normal_form(text)
    for word, official in SYNONYMS:
        if word in spoken and official not in spoken and normal_form(official) not in spoken:
            spoken = spoken.replace(word, normal_form(official))
    normal = flat(spoken)
    spans = [*_literals(normal), *_words(normal)]
    content = tuple(_stretches(normal, spans))
    return Question(text, normal, language_of(text), tuple(sorted(spans, key=lambda s: (s.start, -s.stop))), content)


def _literals(normal: str) -> list[Span]:
    spans: list[Span] = []
    taken: set[int] = set()
    for role, pattern in _LITERALS:
        for match in pattern.finditer(normal):
            if any(i in taken for i in range(*match.span())):
                continue
            value = _value(role, match)
            if not value:
                continue
            spans.append(Span(value, match.start(), match.end(), role))
            if role != "number":
                taken.update(range(*match.span()))
    return spans


def _value(role: str, match: re.Match[str]) -> str:
    if role == "year":
        return match[0][:4]
    if role == "unit":
        unit = match["unit"]
        return unit if unit in COUNT_UNITS or unit in ("万元", "亿元", "百分点") else ""
    if role == "top":
        digits = match["top"]
        return digits if digits.isdigit() else str(_CHINESE_DIGITS[digits])
    if role in ("more", "less"):
        scale = match["scale"]
        return match["bound"].replace(",", "") + (scale if scale.endswith("元") else f"{scale}元")
    return match[0]


def _words(normal: str) -> list[Span]:
    """Closed-list words, the longest at each position; a shorter word inside a longer one is not reported."""
    spans: list[Span] = []
    index = 0
    while index < len(normal):
        for length in range(min(LONGEST, len(normal) - index), 0, -1):
            piece = normal[index : index + length]
            word = WORDS.get(piece)
            if word is not None:
                spans.append(Span(f"{word.role}:{word.value}" if word.value else word.role, index, index + length, word.role))
                index += length
                break
        else:
            index += 1
    return spans


def _stretches(normal: str, spans: list[Span]) -> list[str]:
    """The maximal stretches that no span explains."""
    explained = {i for span in spans if span.role != "number" for i in range(span.start, span.stop)}
    stretches: list[str] = []
    run = ""
    for index, char in enumerate(normal):
        if index in explained:
            if run:
                stretches.append(run)
            run = ""
        else:
            run += char
    return [*stretches, run] if run else stretches
