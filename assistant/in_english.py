"""The fixed phrases of an answer in English; names of bodies, projects and rows stay as they are printed."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.labels import flat
from assistant.language import OFFICIAL_ENGLISH

_PHRASES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "english_answers.toml").read_text(encoding="utf-8"))
_LABELS = tuple((re.compile(item["chinese"]), item["english"]) for item in _PHRASES["labels"])
_REASONS = tuple((re.compile(item["chinese"]), item["english"]) for item in _PHRASES["reasons"])
_WORDS: dict[str, str] = _PHRASES["words"]
_SAID: dict[str, str] = _PHRASES["said"]
_NAMES = {flat(name): english for name, english in OFFICIAL_ENGLISH.items()}
_LONGEST_FIRST = re.compile("|".join(map(re.escape, sorted(_WORDS, key=len, reverse=True))))
_BRACKETS = re.compile(r"（([^（）]*)）")
_TOTAL = re.compile(
    r"^(?P<body>.*?(?:[局委办院所处校队]|办事处|中心|政府|学院|本单位)?)"
    r"(?P<words>(?:一般公共预算|政府性基金|国有资本经营|财政拨款|基本支出|项目支出|人员经费|公用经费|收入|支出|总额|合计)+)$"
)


@lru_cache(maxsize=4096)
def label(text: str) -> str:
    """A caption: its measure, kind, source and year in English, the official English name behind the Chinese one."""
    text = text.rstrip("：")
    before = ""
    if re.search(r"(?:预算|决算|申报表)：.", text):
        before, _, text = text.partition("：")
    for pattern, english in _LABELS:
        text = pattern.sub(english, text)
    text = _BRACKETS.sub(_bracket, text)
    parts = re.split(r"( as a share of | exceeds | is below |, (?:change|rate)|、| \()", text, maxsplit=0)
    text = "".join(_named(part) for part in parts).replace(") (", "; ")
    return f"{before}: {text}" if before else text


def _named(part: str) -> str:
    """A part of a caption with its English name, or with the words of a total in English."""
    english = _NAMES.get(flat(part))
    if english is not None and part.strip():
        return f"{part} ({english})"
    total = _TOTAL.match(part)
    if total is None:
        return part
    return f"{'' if total['body'] == '全部' else total['body']} {_in_words(total['words'])}".strip()


def _bracket(found: re.Match[str]) -> str:
    inside = found[1]
    if re.fullmatch(r"\d+", inside):
        return f" ({inside})"
    rest = _LONGEST_FIRST.sub("", re.sub(r"(?:19|20)\d{2}年", "", inside))
    return f" ({_in_words(inside)})" if not rest else found[0]


def _in_words(chinese: str) -> str:
    """Words of the plan language, one after the other, in English."""
    text = _LONGEST_FIRST.sub(lambda word: f"{_WORDS[word[0]]} ", chinese.replace("年", " "))
    text = re.sub(r"\s+", " ", text).replace(" ,", ",").strip()
    return f"total {text.removesuffix(' total')}" if text.endswith(" total") else text


def money(text: str) -> str:
    """An amount as it stands in a sentence, its unit in English."""
    return re.sub(r"(?<=\d)元", " yuan", re.sub(r"(?<=\d)万元", " × 10,000 yuan", text))


@lru_cache(maxsize=4096)
def reason(text: str) -> str:
    """A reason, a question back or a remark; what no phrase knows stays as it is."""
    for pattern, english in _REASONS:
        text = pattern.sub(english, text)
    text = re.sub(r"(?<=for )((?:19|20)\d{2})年", r"\1", text)
    text = re.sub(r"(?<=which )(\S.*)$", lambda found: _SAID.get(found[1], found[1]), text)
    text = re.sub(r"“([^”]+)”", lambda found: f"“{_SAID.get(found[1], found[1])}”", text)
    return text.replace("”、“", "”, “").replace("；", "; ").replace("，", ", ")
