"""Questions to one normal form: folded width, simplified characters, English budget terms as their Chinese ones."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
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
_COST = r"(?:fees?|costs?|expenses?|expenditures?|charges?|spending|outlays?|bills?|payments?)"
_SPENDING = r"(?:expenditures?|spending|expenses?|outlays?|costs?)"
_HEADS = {
    "bills": rf" {_COST}",
    "costs": rf"(?: {_COST})?",
    "spending": rf"(?: {_SPENDING})?",
    "names": "",
}
_SHORT = re.compile(r"(?:经费|费)$")


def _names() -> Iterator[tuple[str, str]]:
    """The official names as patterns with the words of cost that may follow, the longest first."""
    for section, names in _NAMES.items():
        for chinese, stem in names.items():
            stem = re.sub(r" and(?= |\(|$)|(?<=\(\?:)and(?= )", lambda found: found[0].replace("and", "(?:和|&)"), stem)
            if section == "fees":
                yield rf"(?:{stem})(?: {_COST}| (?:dues|funds?))", chinese
                yield rf"(?:{stem})", _SHORT.sub("", chinese)
            else:
                yield rf"(?:{stem}){_HEADS[section]}", chinese


def _compiled() -> Iterator[tuple[re.Pattern[str], str]]:
    terms = [(term["english"], term["chinese"]) for term in _ENGLISH["terms"]]
    at = next(index for index, (english, _) in enumerate(terms) if english == "NAMES")
    by_length = sorted(_names(), key=lambda name: -len(name[0].split("(?: (?:fees")[0]))
    function = sorted(_ENGLISH["function"]["words"], key=len, reverse=True)
    for english, chinese in (*terms[:at], *by_length, *terms[at + 1 :], ("|".join(function), " ")):
        yield re.compile(rf"(?<![a-z])(?:{english})(?![a-z])"), chinese


_COMPILED = tuple(_compiled())
"""English of budgets over lower-case text, and the Chinese it stands for; tried in this order."""

_ENGLISH_AND = re.compile(r"(?<![a-z])and(?![a-z])")


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def language_of(text: str) -> str:
    """zh, zh-Hant or en: the language the answer should be written in."""
    han = len(_HAN.findall(text))
    words = len(re.findall(r"[A-Za-z]+", text))
    if han < 2 or (words >= 5 and han < words * 2):
        return "en" if words else "zh"
    return "zh-Hant" if _simplified(text) != text else "zh"


def _simplified(text: str) -> str:
    return str(_converter().convert(text))


def normal_form(text: str) -> str:
    """Folded, simplified, lower case; English budget terms replaced by their Chinese ones; white space collapsed."""
    folded = _simplified(fold(text)).lower()
    folded = re.sub(r"(?<=[\u3400-\u9fff])\s*\+\s*(?=[\u3400-\u9fff])", "加", folded)
    if _WORD.search(folded):
        folded = _ENGLISH_AND.sub("和", folded)
        for pattern, chinese in _COMPILED:
            folded = pattern.sub(chinese, folded)
        folded = re.sub(r"([\u3400-\u9fff]{2,})\s*\(\s*\1(预算|决算|金额)?\s*\)", r"\1\2", folded)
    return re.sub(r"\s+", " ", folded).strip()
