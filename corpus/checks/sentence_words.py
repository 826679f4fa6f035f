"""What an inspector reads in the sentences beside their figures: shares, counts of parts, unfinished words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from corpus.amounts import quantity
from corpus.checks.comparison import Figure, Rule, digits, judged, otherwise, outcome, status_of, tolerance_of
from corpus.checks.ledger import ORGANISATION
from corpus.checks.verdict import verdict
from corpus.narrative_text import Locator, canonical
from corpus.records import CellKind, Check, Paragraph, Reading, Severity

_SHARE = Rule("share-range", Severity.WARNING)
_COUNTS = Rule("counted-parts", Severity.WARNING)
_UNFINISHED = Rule("unfinished-sentence", Severity.NOTICE)
_LEVEL = Rule("level-words", Severity.NOTICE)
_OF_WHOLE = re.compile(r"占[^，。；、%\d]{0,24}?(?P<number>(?:[-−－]\s*)?\d+(?:\.\d+)?)%")
_NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>平方米|台（套）|台/套|辆|台|套|个|项|人|名|家)"
_WHOLE = re.compile(rf"(?P<name>[\u3400-\u9fff]{{1,14}}?){_NUMBER}(?:，其中[：，]?|（(?:其中：?)?)")
_PART = re.compile(rf"(?P<name>[\u3400-\u9fff“”]{{1,24}}?){_NUMBER}")
_COMPLETE = (("其他", ""), ("其它", ""), ("地上", "地下"), ("计容", "不计容"), ("室内", "室外"))
_LEAST = 2
_MEASURED = "平方米"
_ABOUT = re.compile(r"(?:约|近|超|逾)为?$")
_REASON = re.compile(r"(?:主要)?原因(?:是|为)(?P<end>[。；;]|$)")
_CHOICE = re.compile(r"增加[(（]减少[)）]|增加/减少|减少[(（]增加[)）]|[XＸ×]{2,}(?:年|万元|元)|_{3,}(?:年|万元|元)")
_OTHER_LEVEL = {"单位": re.compile(r"20\d{2}年部门预算安排"), "部门": re.compile(r"20\d{2}年单位预算安排")}


def share_range(reading: Reading) -> Iterator[Check]:
    """A share of a whole that a sentence states (占…%) lies between 0 and 100."""
    checks = (check for line in reading.paragraphs for check in _shares(line))
    yield from otherwise(checks, _SHARE.not_run("说明文字没有占比"))


def _shares(line: Paragraph) -> Iterator[Check]:
    locator = Locator(line)
    for match in _OF_WHOLE.finditer(canonical(line.text)):
        share = Decimal(re.sub(r"[-−－]\s*", "-", match["number"]))
        good = 0 <= share <= 100
        words = "在0至100%之间" if good else "超过100%" if share > 0 else "小于零"
        place = locator.place(match.start("number"), match.end())
        yield verdict(_SHARE, good, f"说明所称“{match[0]}”{words}", ([], [place]))


def counted_parts(reading: Reading) -> Iterator[Check]:
    """A count or an area = its parts, where the parts named after it are all there are.

    They are if one of them is named 其他…, or if two of them are opposites (地上 and 地下, 计容 and 不计容).
    """
    checks = (check for line in reading.paragraphs for check in _counted(line))
    yield from otherwise(checks, _COUNTS.not_run("说明文字没有列全各部分的数量"))


def _counted(line: Paragraph) -> Iterator[Check]:
    text, locator = canonical(line.text), Locator(line)
    for match in _WHOLE.finditer(text):
        if _ABOUT.search(match["name"]):
            continue
        parts = _parts(text[: _stop(text, match.end())], match)
        if len(parts) >= _LEAST and _complete([part["name"].removeprefix("其中") for part in parts]):
            name = match["name"].removeprefix("其中").removeprefix("年").removesuffix("为")
            figures = [_figure(part["name"].removeprefix("其中"), part, locator) for part in parts]
            yield _sum_check(name, figures, _figure(name, match, locator))


def _stop(text: str, start: int) -> int:
    """Where the sentence ends that goes on at ``start``."""
    end = re.search(r"[。；]", text[start:])
    return start + end.start() if end else len(text)


def _parts(text: str, whole: re.Match[str]) -> list[re.Match[str]]:
    """Names and numbers that follow the whole with nothing else between, all of its unit, outside inner brackets."""
    position = whole.end()
    if text[position - 1] == "（" or "（" in whole[0][whole.end("unit") - whole.start() :]:
        text = text[: position + len(_inside(text[position:]))]
    found: list[re.Match[str]] = []
    while (match := _PART.match(text, position)) and match["unit"] == whole["unit"]:
        found.append(match)
        position = match.end()
        if text[position : position + 1] == "（":
            position += len(_inside(text[position + 1 :])) + 2
        if text[position : position + 1] not in ("，", "、"):
            break
        position += 1
    return found


def _inside(text: str) -> str:
    """``text`` up to the bracket that closes the one before it."""
    depth = 1
    for index, char in enumerate(text):
        depth += (char == "（") - (char == "）")
        if depth == 0:
            return text[:index]
    return text


def _complete(names: list[str]) -> bool:
    for one, other in _COMPLETE:
        first = [name for name in names if name.startswith(one)]
        if first and (not other or any(name.startswith(other) for name in names)):
            return True
    return False


def _figure(name: str, match: re.Match[str], locator: Locator) -> Figure:
    number, unit = match["number"], match["unit"]
    place = locator.place(match.start("number"), match.end("unit"))
    amount = quantity(number.replace(",", ""), unit, place.printed)
    return Figure(name, amount, CellKind.NUMBER, place, ORGANISATION)


def _sum_check(name: str, parts: list[Figure], whole: Figure) -> Check:
    """Areas are printed rounded; what is counted is exact."""
    assert whole.amount is not None
    unit, total = whole.amount.unit, sum(part.value for part in parts)
    tolerance = tolerance_of([*parts, whole]) if unit == _MEASURED else 0
    status = status_of(whole.value - total, tolerance)
    step = min(part.amount.step for part in parts if part.amount)
    terms = "＋".join(f"{part.name}{part.text}" for part in parts)
    verdict = outcome(status, whole.value - total, unit)
    sentence = f"说明所称“{name}”：{terms}＝{digits(total, step, unit)}，与{whole.text}{verdict}"
    return judged(_COUNTS, status, sentence, (parts, [whole]), (total, whole.value, tolerance), unit)


def unfinished_sentence(reading: Reading) -> Iterator[Check]:
    """No sentence ends after 原因是, and no choice of the template (增加（减少）) is left open."""
    checks = (check for line in reading.paragraphs for check in _unfinished(line))
    yield from otherwise(checks, _UNFINISHED.not_run("说明文字没有残缺的句子或未选定的模板文字"))


def _unfinished(line: Paragraph) -> Iterator[Check]:
    text = re.sub(r"\s+", "", line.text)
    for match in (*_REASON.finditer(text), *_CHOICE.finditer(text)):
        start = max(text.rfind("。", 0, match.start()) + 1, match.start() - 24)
        yield verdict(_UNFINISHED, False, f"说明文字“…{text[start : match.end()]}”没有写完", ([], [line.place]))


def level_words(reading: Reading) -> Iterator[Check]:
    """A 单位预算 speaks of what the 单位预算 arranges, a 部门预算 of what the 部门预算 arranges."""
    pattern = _OTHER_LEVEL.get(reading.document.level)
    own = reading.document.level
    evidence = [item.place for item in reading.document.evidence if item.attribute == "level"][:1]
    found = [
        verdict(_LEVEL, False, f"本文件是{own}{reading.document.stage}，说明却写“{match[0]}”", (evidence, [line.place]))
        for line in reading.paragraphs
        if pattern and (match := pattern.search(re.sub(r"\s+", "", line.text)))
    ]
    yield from otherwise(iter(found), _LEVEL.not_run("没有写成另一级次的预算安排"))
