"""Questions to one normal form: folded width, simplified characters, English budget terms as their Chinese ones."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.amounts import fold

if TYPE_CHECKING:
    from opencc import OpenCC

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[a-z]+")

_HERE = Path(__file__).parent
_ENGLISH = tomllib.loads((_HERE / "english.toml").read_text(encoding="utf-8"))
_NAMES: dict[str, dict[str, str]] = tomllib.loads((_HERE / "english_names.toml").read_text(encoding="utf-8"))
OFFICIAL_ENGLISH = _NAMES.pop("official")
"""Names of the classification of accounts and their English, as an English answer shows it."""
_COST = r"(?:fees?|costs?|expenses?|expenditures?|charges?|spending|outlays?|bills?|payments?)"
_SPENDING = r"(?:expenditures?|spending|expenses?|outlays?|costs?)"
_HEADS = {
    "costs": rf"(?: {_COST})?",
    "spending": rf"(?: {_SPENDING})?",
    "names": "",
}
_SHARED = (
    rf"(?= (?:或|or|和|,) (?:[a-z]+(?: [a-z]+)? {_COST}|[\u3400-\u9fff]*费)"
    r"|,? (?:(?:和|or|或) )?(?:electric|heating|post|rent|property|电费|印刷|邮电|取暖|租赁|物业|水费))"
)
"""Water and electricity costs: the word of cost belongs to both."""
_NO_NOUN = (
    r"(?=\s*(?:$|[?.,;:!(\d]|(?!项目|课程|工程|系统|活动)[\u3400-\u9fff]|(?:in|at|of|by|from|for|during|this|budgets?|allocations?"
    r"|appropriations?|per|than|or|is|was|be|as|costs?|comes?|come|amounts?|adds?|totals?|together|goes|go|takes?|makes?|has|have|does|do|did|will|are|please)(?![a-z])))"
)
"""Behind the name of an activity: no noun that it would belong to, so that its cost is meant."""
_SHORT = re.compile(r"(?:经费|费)$")


def _names() -> Iterator[tuple[str, str]]:
    """The official names as patterns with the words of cost that may follow, the longest first."""
    for section, names in _NAMES.items():
        for chinese, stem in names.items():
            stem = re.sub(r" and(?= |\(|$)|(?<=\(\?:)and(?= )", lambda found: found[0].replace("and", "(?:和|&)"), stem)
            if section == "fees":
                yield rf"(?:{stem})(?: {_COST}| (?:dues|funds?)|{_NO_NOUN})", chinese
                yield rf"(?:{stem})", _SHORT.sub("", chinese)
            elif section == "bills":
                yield rf"(?:{stem})(?: {_COST}|{_SHARED})", chinese
            else:
                yield rf"(?:{stem}){_HEADS[section]}", chinese


def _compiled() -> Iterator[tuple[re.Pattern[str], str]]:
    terms = [(term["english"], term["chinese"]) for term in _ENGLISH["terms"]]
    at = next(index for index, (english, _) in enumerate(terms) if english == "NAMES")
    by_length = sorted(_names(), key=lambda name: -len(name[0].split("(?: (?:fees")[0]))
    function = sorted(_ENGLISH["function"]["words"], key=len, reverse=True)
    orders = [(term["english"], term["chinese"]) for term in _ENGLISH["order"]]
    for english, chinese in (*orders, *terms[:at], *by_length, *terms[at + 1 :], ("|".join(function), " ")):
        yield re.compile(rf"(?<![a-z])(?:{english})(?![a-z])"), chinese


_COMPILED = tuple(_compiled())
"""English of budgets over lower-case text, and the Chinese it stands for; tried in this order."""

_OPENING = re.compile(r"^\s*(?:(?:so|now|ok(?:ay)?|well|also)[, ]+)+(?=[a-z\u3400-\u9fff])")
_ENGLISH_AND = re.compile(r"(?<![a-z])and(?![a-z])")


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


_GRAMMAR = re.compile(
    r"\b(?:how|what|which|is|are|was|were|do|does|did|the|of|in|for|please|tell|give|show|much|many|and|at|to)\b"
)


def language_of(text: str) -> str:
    """zh, zh-Hant or en: the language to answer in. Chinese names may stand in an English sentence."""
    han = len(_HAN.findall(text))
    words = len(re.findall(r"[A-Za-z]+", text))
    if not han or (han < 2 and words > 2) or (words >= 5 and han < words * 2):
        return "en" if words else "zh"
    if words >= 4 and len(_GRAMMAR.findall(text.lower())) >= 2 and not _CHINESE_GRAMMAR.search(text):
        return "en"
    return "zh-Hant" if _simplified(text) != text else "zh"


_CHINESE_GRAMMAR = re.compile(r"多少|几|吗|呢|什么|哪|请|的")


def _simplified(text: str) -> str:
    return str(_converter().convert(text))


def normal_form(text: str) -> str:
    """Folded, simplified, lower case; English budget terms replaced by their Chinese ones; white space collapsed."""
    folded = _simplified(fold(text)).lower()
    folded = re.sub(r"(?<=[\u3400-\u9fff])\s*\+\s*(?=[\u3400-\u9fff])", "加", folded)
    if _WORD.search(folded):
        folded = _ENGLISH_AND.sub("和", _OPENING.sub("", folded))
        for pattern, chinese in _COMPILED:
            folded = pattern.sub(chinese, folded)
        folded = re.sub(r"([\u3400-\u9fff]{2,})\s*\(\s*\1(预算|决算|金额)?\s*\)", r"\1\2", folded)
    return re.sub(r"\s+", " ", folded).strip()


_YEAR = re.compile(r"(?<![\d年])((?:19|20)\d{2})(?![\d年,.]\d|\d|年| ?(?:yuan|rmb|元|万|people|schools))")
_GLOSS = re.compile(r"\s*\(\s*([\u3400-\u9fff](?:[\u3400-\u9fff、/]|\([\u3400-\u9fff]*\))*)\s*\)")
_ENGLISH_WORDS = re.compile(r"(?:[a-z][a-z'-]*\s*){1,3}((?:项目|预算|经费|支出)?\s*)$")
_NEVER_GLOSSED = frozenset({"预算", "多少钱", "支出", "决算", "收入", "合计", "项目", "经费", "什么", "哪个"})


_SCALES = {"thousand": 1_000, "k": 1_000, "million": 1_000_000, "m": 1_000_000, "billion": 1_000_000_000}
_SCALED = re.compile(
    r"(\d[\d,]*(?:\.\d+)?) ?(thousand|k|million|m|billion)(?: yuan| rmb| cny)?(?![a-z])", re.IGNORECASE
)
_PLAIN = re.compile(r"(\d[\d,]*(?:\.\d+)?) ?(?:yuan|rmb|cny)(?![a-z])", re.IGNORECASE)


def _amounts(text: str) -> str:
    """1.5 million yuan and 500,000 RMB as amounts in 元."""
    text = _SCALED.sub(lambda m: f"{Decimal(m[1].replace(',', '')) * _SCALES[m[2].lower()]:f}元", text)
    return _PLAIN.sub(r"\1元", text)


_ABOUT_THE_ASKER = re.compile(
    r"^\s*(?:(?:hi|hello|hey|dear [a-z]+)[,.! ]+)?(?:i|i'm|i am|we|we're|we are|my|our|as an?)\b"
    r"(?![^.!?]*\b(?:know|ask|tell|want|need|like|looking|interested|wonder(?:ing)?|figures?|how|what|which|not|except|only"
    r"|care|half|quarter|bureau|department|commission|committee|court|office|college|university|school|hospital)\b)"
    r"[^.!?\d\u3400-\u9fff]*[.!]\s+(?=.*[a-z])",
    re.IGNORECASE,
)
"""A first sentence in which somebody only says who asks."""


def question_form(text: str) -> str:
    """The normal form of a question. A Chinese term in brackets stands for the English words right before it."""
    written = _simplified(fold(text)).lower()
    if not _WORD.search(written):
        return normal_form(text)
    text = _amounts(_ABOUT_THE_ASKER.sub("", text))
    normal = normal_form(_YEAR.sub(r"\1年", text) if language_of(text) == "en" else text)
    while (gloss := _GLOSS.search(normal)) is not None:
        before = _ENGLISH_WORDS.sub(r"\1", normal[: gloss.start()])
        said = [run for run in re.findall(r"[\u3400-\u9fff()]+", before)[-2:] if run not in _NEVER_GLOSSED]
        for run in said:
            if run not in written.replace(gloss[1], "") and set(run) & set(gloss[1]):
                before = " ".join(before.rsplit(run, 1))
        normal = f"{before} {gloss[1]} {normal[gloss.end() :]}"
    return re.sub(r"\s+", " ", normal).strip()
