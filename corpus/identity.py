"""Who published a document, at which level, for which year and stage: from its own words, with the evidence.

Wrong identity is worse than unknown: what no sentence of the document says stays empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.normal import label
from corpus.records import Block, Document, Evidence, Grid, Place, Project

_NAMED = re.compile(
    r"(?P<role>预算单位|预算主管部门|编制单位|编制部门|填报单位|部门名称|单位名称|实施单位|公开部门|公开单位)[:：]"
    r"(?P<name>[^:：，。；_（）()]{4,40}?)(?=(?:金额)?单位[:：]|[:：，。；_（）()]|$)"
)
_YEAR = re.compile(r"(20\d{2})\s*年(?:度)?")
_TITLE = re.compile(r"(20\d{2})\s*年(?:度)?.{0,12}?(部门|单位)?(预算|决算)")
_LEVEL_WORDS = re.compile(r"20\d{2}\s*年(?:度)?.{0,8}?(部门|单位)(?:预算|决算|财务收支|收入|支出|财政拨款|一般公共)")
_SECTION_LEVEL = re.compile(r"(部门|单位)(?:预算|决算)(?:编制)?(?:情况)?(?:说明|表)")
_FORM = "绩效目标申报表"


def identify(blocks: Sequence[Block], projects: Sequence[Project], sha256: str, name: str) -> Document:
    """The document's identity. ``name`` is its file name, kept for display and never used as evidence."""
    words = [block for block in blocks if not isinstance(block, Grid)]
    texts = [(re.sub(r"\s+", "", block.text), block.place) for block in words]
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
    """The name printed most often behind a role label; a tie between two names is left unknown."""
    found: Counter[str] = Counter()
    places: dict[str, Place] = {}
    for text, place in texts:
        match = _NAMED.search(text)
        if match is not None:
            found[match["name"]] += 1
            places.setdefault(match["name"], place)
    ranked = found.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return ""
    organisation = ranked[0][0]
    evidence.append(Evidence("organisation", organisation, places[organisation]))
    return organisation


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
    """Year and stage of a document that consists of project forms: they are filled in for a budget."""
    if not projects:
        return None, ""
    years = {project.year for project in projects if project.year}
    year = years.pop() if len(years) == 1 else None
    heading = next((index for index, (text, _) in enumerate(texts) if _FORM in text), 0)
    if year is not None:
        printed = f"{year}年"
        place = next((place for text, place in texts[heading:] if printed in text), projects[0].place)
        evidence.append(Evidence("year", str(year), place))
    return year, "预算"
