"""Who published a document, at which level, for which year and stage: from its own words, with the evidence.

Wrong identity is worse than unknown: what no sentence of the document says stays empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.form_words import is_final
from corpus.normal import label
from corpus.records import Block, Document, Evidence, Grid, Place, Project

_NAMED = re.compile(
    r"(?P<role>预算单位|预算主管部门|编制单位|编制部门|填报单位|部门名称|单位名称|实施单位|公开部门|公开单位)[:：]"
    r"(?P<name>[^:：，。；_（）()]{4,40}?)(?=(?:金额)?单位[:：]|[:：，。；_（）()]|$)"
)
_CHAPTER = re.compile(
    r"(?:第[一二三四五六]部分|[一二三四五六]、)?(?P<name>[\u3400-\u9fff]{4,30}?)"
    r"(?:[（(](?:部门|单位|本级|本部)[）)])?(?:概况|主要职能|主要职责|机构设置)"
)
_YEAR = re.compile(r"(20\d{2})\s*年(?:度)?")
_TITLE = re.compile(r"(20\d{2})\s*年(?:度)?.{0,12}?(部门|单位)?(预算|决算)")
_LEVEL_WORDS = re.compile(r"20\d{2}\s*年(?:度)?.{0,8}?(部门|单位)(?:预算|决算|财务收支|收入|支出|财政拨款|一般公共)")
_SECTION_LEVEL = re.compile(r"(部门|单位)(?:预算|决算)(?:编制)?(?:情况)?(?:说明|表)")
_FORM = "绩效目标申报表"
_INSPECTION = re.compile(r".{0,30}(?:预算|决算).{0,12}(?:检查|核查|抽查|自查|评分)(?:情况|结果|记录)?(?:表|清单|报告)")
_TITLE_BLOCKS = 6
"""How many blocks at the beginning may hold the title."""


def identify(blocks: Sequence[Block], projects: Sequence[Project], sha256: str, name: str) -> Document:
    """The document's identity. ``name`` is its file name, kept for display and never used as evidence."""
    words = [block for block in blocks if not isinstance(block, Grid)]
    texts = [(re.sub(r"\s+", "", block.text), block.place) for block in words]
    if any(_INSPECTION.fullmatch(text) for text, _ in texts[:_TITLE_BLOCKS]):
        # It is about somebody's budget and is none itself; whose it is, its words do not say.
        return Document(sha256, name, "", "", None, "", "")
    evidence: list[Evidence] = []
    organisation = _organisation(texts, evidence)
    statutory = any(_SECTION_LEVEL.search(text) for text, _ in texts)
    level = _level(texts, evidence)
    year, stage = _year_and_stage(texts, projects, evidence)
    if not statutory and any(_FORM in text for text, _ in texts):
        kind, level = "项目支出" + _FORM, ""
    else:
        kind = f"{level}{stage}" if level and stage else ""
    return Document(sha256, name, organisation, level, year, stage, kind, tuple(evidence))


def _organisation(texts: Sequence[tuple[str, Place]], evidence: list[Evidence]) -> str:
    """The name printed most often behind a role label, else the one whose 概况 or 主要职能 the chapters announce.

    A tie between two names is left unknown.
    """
    named = [(match["name"], place) for text, place in texts if (match := _NAMED.search(text))]
    chapters = [(match["name"], place) for text, place in texts if (match := _CHAPTER.fullmatch(text))]
    for found in (named, [item for item in chapters if _is_body(item[0])]):
        ranked = Counter(name for name, _ in found).most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
            continue
        organisation = ranked[0][0]
        evidence.append(Evidence("organisation", organisation, next(p for name, p in found if name == organisation)))
        return organisation
    return ""


def _is_body(name: str) -> bool:
    """Whether a chapter's title names a body and is not a generic one (部门主要职能)."""
    return not re.match(r"(?:本?部门|本?单位|机构|基本|收支|年度)", name)


def _level(texts: Sequence[tuple[str, Place]], evidence: list[Evidence]) -> str:
    """部门 or 单位, as the titles of the document's own tables and chapters say; unknown when they disagree evenly."""
    found: Counter[str] = Counter()
    places: dict[str, Place] = {}
    for text, place in texts:
        if len(text) > 60:
            continue
        for match in (*_LEVEL_WORDS.finditer(text), *_SECTION_LEVEL.finditer(text)):
            found[match[1]] += 1
            places.setdefault(match[1], place)
    if not found or (len(found) == 2 and len(set(found.values())) == 1):
        return ""
    level = found.most_common(1)[0][0]
    evidence.append(Evidence("level", level, places[level]))
    return level


def _year_and_stage(
    texts: Sequence[tuple[str, Place]], projects: Sequence[Project], evidence: list[Evidence]
) -> tuple[int | None, str]:
    """Year and stage of the titles; of the project forms where there is no title."""
    found: Counter[tuple[int, str]] = Counter()
    places: dict[tuple[int, str], Place] = {}
    for text, place in texts:
        match = _TITLE.search(label(text)) if len(text) <= 60 else None
        if match:
            key = (int(match[1]), match[3])
            found[key] += 1
            places.setdefault(key, place)
    if found:
        (year, stage), _ = found.most_common(1)[0]
        evidence.append(Evidence("year", str(year), places[year, stage]))
        evidence.append(Evidence("stage", stage, places[year, stage]))
        return year, stage
    return _of_forms(texts, projects, evidence)


def _of_forms(
    texts: Sequence[tuple[str, Place]], projects: Sequence[Project], evidence: list[Evidence]
) -> tuple[int | None, str]:
    """Year and stage of a document that consists of project forms: they are filled in for a budget, or to review it."""
    if not projects:
        return None, ""
    years = {project.year for project in projects if project.year}
    year = years.pop() if len(years) == 1 else None
    heading = next((index for index, (text, _) in enumerate(texts) if _FORM in text), 0)
    if year is not None:
        printed = f"{year}年"
        place = next((place for text, place in texts[heading:] if printed in text), projects[0].place)
        evidence.append(Evidence("year", str(year), place))
    # A 自评表 prints what was carried out, so it belongs to final accounts.
    final = all(is_final(name for name, _ in project.funding) for project in projects)
    return year, "决算" if final else "预算"
