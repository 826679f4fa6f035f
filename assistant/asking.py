"""What kind of thing a question asks for, and whether a printed line holds one: who, where, when, how many, why, what.

A line that holds all words of a question is no answer while the thing asked for is not in it: 哪个科 wants the name of
an office, 多久一次 a frequency, 为什么 a reason. What is already said in the question is not an answer either.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.labels import flat
from assistant.outline import Line
from assistant.wanted import alike
from corpus.narrative_text import canonical
from index.words import segment_known

_LISTS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))
_ASKING: dict[str, re.Pattern[str]] = {kind: re.compile("|".join(every)) for kind, every in _LISTS["asking"].items()}
_PRINTED: dict[str, re.Pattern[str]] = {kind: re.compile("|".join(every)) for kind, every in _LISTS["printed"].items()}
_PREDICATES = tuple((re.compile(one), re.compile(other)) for one, other in _LISTS["predicates"])
_NAMED = frozenset(_LISTS["named"])
_NO_NOUN = frozenset(_LISTS["no_noun"])
_GENERIC = frozenset(_LISTS["generic"])
_SOFT = frozenset(_LISTS["words"]["soft"])
_OFFICE = re.compile(r"[\u3400-\u9fff]{2,12}(?:科|处|室|办公室|办|中心|局|部|组)$")
_BRACKETS = re.compile(r"[（(].*?[）)]")
_SECTION_OF_BODY = re.compile(r"科|处室|室")
_SPECIFIC_BODY = re.compile(r"公司|企业|学校|团队|小组|中心|局|办公室|机构|单位|部门|机关")
_ENUMERATOR = re.compile(r"^\s*[（(]?\d{1,2}\s*[）)、.．](?!\d)|(?<=[；。，：])\s*\d{1,2}\s*[）)、.．](?!\d)")
_LONGEST_DATE = 40
"""A longer cell (characters) is a remark that mentions a date."""
_ROLE_OF_BODY = re.compile(
    r"(?P<role>(?!实施|主管|直属|下属|所属|预算)[\u3400-\u9fff]{2}(?:单位|公司|机构|企业|厂家|供应商))(?:是|叫)(?:谁|哪|什么)"
)
"""审价单位是谁 wants who does 审价, and not any body in a line that speaks of it."""
_BESIDE = 10
"""How near (characters) a number must stand to a word of the question to be its number."""

_NUMBER = re.compile(r"(?:\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十百]+)\s*(?P<unit>[\u3400-\u9fff%㎡/]{0,6})")


@dataclass(frozen=True, slots=True)
class Asked:
    """The kind of thing asked for, the positions of the asking words, and the noun or unit that belongs to them.

    ``kind`` is person, opinion, often, why, when, long, where, who, which, many, what, yes, or "" where nothing is
    asked.
    """

    kind: str
    spots: frozenset[int] = frozenset()
    noun: str = ""


def asked_for(text: str) -> Asked:
    """What a question in comparison form asks for."""
    for kind, pattern in _ASKING.items():
        match = pattern.search(text)
        if match is None:
            continue
        if kind in ("which", "what"):
            return _which(match)
        groups = [name for name in ("one", "two", "three", "four") if match.groupdict().get(name)]
        parts = [match.span(name) for name in groups] or [match.span()]
        spots = frozenset(i for start, stop in parts for i in range(start, stop))
        if kind == "many":
            unit = next(iter(segment_known(match["unit"])), "") if match["unit"] else ""
            unit = unit if unit not in ("的", "是", "了") else ""
            return Asked(kind, spots - set(range(match.start("unit"), match.end("unit"))) | _spot(match, unit), unit)
        return Asked(kind, spots, match[0] if kind == "who" else "")
    return Asked("")


def _spot(match: re.Match[str], unit: str) -> set[int]:
    """The positions of a counting unit: it need not stand in the line as a word."""
    return (
        set(range(match.start("unit"), match.start("unit") + len(unit)))
        if len(unit) == 1 or unit in "平方米"
        else set()
    )


def _which(match: re.Match[str]) -> Asked:
    """哪个小区 and 什么证 want one of that name; 哪些方面 and 什么内容 want anything."""
    if match["noun"] is None:
        return Asked("what", frozenset(range(*match.span())))
    tokens = segment_known(match["noun"]) if match["noun"] else ()
    whole = bool(tokens) and match.end("noun") == len(match.string) and not set(tokens) & _NO_NOUN
    noun = tokens[-1] if whole else next(iter(tokens), "")  # 什么预算绩效机制 wants a 机制
    if noun[:1] in _NO_NOUN or noun in _NO_NOUN:
        noun = ""
    asking = frozenset(range(match.start(), match.start("noun")))
    if noun and noun not in _GENERIC and (noun not in _SOFT or noun == "项目"):
        return Asked("which", asking, noun)
    start = match.end("noun") - len(noun) if whole else match.start("noun")
    return Asked("what", asking | frozenset(range(start, start + len(noun))), noun)


def predicate(text: str, line: Line) -> bool | None:
    """Whether a line says of its subject what is asked of it (用途 wants 用于); None where nothing is."""
    wanted = [printed for asked, printed in _PREDICATES if asked.search(text)]
    if not wanted:
        return None
    where = canonical(line.text) + line.heading + line.title_text
    return all(printed.search(where) is not None for printed in wanted)


def says_predicate(text: str, line: Line) -> bool:
    """Whether a line says the very words of what is asked of its subject (职责)."""
    return any(found[0][:2] in line.text for asked, _ in _PREDICATES for found in asked.finditer(text))


def predicate_spots(text: str) -> frozenset[int]:
    """The positions of the words that ``predicate`` looks at: the line need not repeat them."""
    return frozenset(i for asked, _ in _PREDICATES for found in asked.finditer(text) for i in range(*found.span()))


def filler(asked: Asked, line: Line, clause: str, said: str, near: Sequence[str]) -> str | None:
    """The words of the line that answer, "" where any of them may; None where the line holds nothing of the kind.

    ``clause`` is the part of the line that the question's words stand in, ``said`` the question in comparison form,
    ``near`` its words in the line.
    """
    text = canonical(line.text)
    if asked.kind == "who":
        return _who(asked, line, clause, text, said)
    if asked.kind == "which":
        return _which_one(asked, line, text, said)
    if asked.kind == "many":
        return _number(asked.noun, clause, said, near)
    if asked.kind == "what" and asked.noun in _NAMED:
        return _one_of_kind(asked.noun, line, text, said)
    pattern = _PRINTED.get(asked.kind)
    if pattern is None:
        return ""
    if line.cell and asked.kind in ("when", "long") and len(text) > _LONGEST_DATE:
        return None
    wheres: tuple[str, ...] = (clause, text)
    if asked.kind in ("often", "long"):  # how often, or how long, of that very thing
        wheres = tuple(part for part in re.split(r"[，；。]", text) if any(word in flat(part) for word in near))
    for where in wheres:
        for match in pattern.finditer(where):
            if match[0] not in said or asked.kind in ("why", "where"):
                return match[0] if asked.kind in ("often", "when", "long") else ""
    return None


def _who(asked: Asked, line: Line, clause: str, text: str, said: str) -> str | None:
    """An organisation: the item's title where it is one, else one that the line itself names."""
    title = _BRACKETS.sub("", line.title_text)
    if title and _OFFICE.search(title) and line.title not in said:
        return line.title_text
    if asked.noun.endswith("谁") and any(re.search(r"职能|职责", above) for above in line.under):
        return ""  # a duty of the organisation itself
    if _SECTION_OF_BODY.search(asked.noun):
        found = [m[0] for m in re.finditer(r"[\u3400-\u9fff]{2,10}科(?![学技研普])", text)]
        return next((name for name in found if name not in said), None)
    role = _ROLE_OF_BODY.search(said)
    if role is not None and role["role"] not in line.flat:
        return None
    wanted = _SPECIFIC_BODY.search(asked.noun)
    body = wanted[0] if wanted and wanted[0] in ("公司", "企业", "学校") else ""
    for where in (clause, text):
        for match in _PRINTED["who"].finditer(where):
            if match[0] not in said and body in match[0]:
                return ""
    return None


def _one_of_kind(noun: str, line: Line, text: str, said: str) -> str | None:
    """Whether a line names one or several of a kind (自主研修等形式), or stands under it, and does not only say it."""
    if any(noun in above for above in (line.title, *line.under)):
        return ""
    words = "|".join(re.escape(word) for word in alike(noun))
    if re.search(rf"等(?:{words})|(?:{words})(?:[：:]|有|包括|如下|分为|是)", text):
        return ""
    end = r"(?![\u3400-\u9fff])|(?=[的和与及或，为之])"
    found = re.finditer(rf"[^，。；：、\s的等和与（）“”\d]{{1,12}}(?:{words})(?:{end})", text)
    return "" if any(match[0] not in said for match in found) else None


def _which_one(asked: Asked, line: Line, text: str, said: str) -> str | None:
    if asked.noun == "项目":
        return line.project or None
    if asked.noun in _GENERIC:
        return ""
    end = r"(?![\u3400-\u9fff])|(?=[的和与及等或，为之])"
    noun = "|".join(re.escape(word) for word in alike(asked.noun))
    for match in re.finditer(rf"(?:[^，。；：、\s的等和与（）“”\d]{{1,12}})(?:{noun})(?:{end})", text):
        if match[0] not in said:
            return ""
    return None


def _number(unit: str, clause: str, said: str, near: Sequence[str]) -> str | None:
    """The number in the unit asked for, right beside one of the words in ``near``; None where there is none."""
    wanted = unit.removeprefix("个") or unit
    if not wanted and re.search(r"比例|占比|比重|百分", said):
        wanted = "%"
    if not wanted:
        return None
    clean = _ENUMERATOR.sub(lambda found: " " * len(found[0]), clause)
    for match in _NUMBER.finditer(clean):
        printed = match["unit"]
        if re.match(r"年(?!的|限|以)|元|万元", printed) and not unit.startswith("年"):
            continue  # a date, or money
        stop = match.start("unit")
        before, after = (
            re.split(r"[，；。：、\d]", clean[: match.start()])[-1],
            re.split(r"[，；。：、\d]", clean[stop:])[0],
        )
        beside = flat(before[-_BESIDE:]) + "\0" + flat(after[: _BESIDE + 2])
        named = len(wanted) > 1 and wanted in beside and printed[:1] in _COUNTING
        if (named or _same_unit(wanted, printed)) and any(word in beside for word in near):
            return clause[match.start() : stop] + printed[: 1 if named else len(wanted)]
    return None


_COUNTING = frozenset("个名人位家所项台套辆门份次场")
_ALIKE_UNITS = (frozenset("人名位"), frozenset("个家所处座项门间"), frozenset("台套"), frozenset("次场届"))


def _same_unit(asked: str, printed: str) -> bool:
    if not asked:
        return True
    if printed.startswith(asked[:1]) or (len(asked) > 1 and printed.startswith(asked)):
        return not (asked[:1] == "米" and printed.startswith("平方米"))
    return any(asked[:1] in same and printed[:1] in same for same in _ALIKE_UNITS)
