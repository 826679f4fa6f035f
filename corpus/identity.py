"""Who published a document, at which level, for which year and stage: from its own words, with the evidence.

Wrong identity is worse than unknown: what no words of the document say stays empty, and so does what its title page,
the labels of its tables and its chapters say differently; their disagreement is then kept as evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.form_words import is_final
from corpus.identity_words import (
    Title,
    caption_in,
    chapter_in,
    folded,
    is_body,
    is_no_budget,
    named_in,
    same_body,
    title_in,
)
from corpus.records import NO_BUDGET, Block, Document, Evidence, Grid, Place, Project
from corpus.table_titles import title_rows

_LEVEL_WORDS = re.compile(r"20\d{2}年(?:度)?.{0,8}?(部门|单位)(?:预算|决算|财务收支|收入|支出|财政拨款|一般公共)")
_SECTION_LEVEL = re.compile(r"(部门|单位)(?:预算|决算)(?:编制)?(?:情况)?(?:说明|表)")
_FORM = "绩效目标申报表"
_FRONT = 14
"""A title page has no more lines than this before the table of contents or the first table."""

_MOST = 2 / 3
"""The share of the labels that must bear one name."""

_CONTRARY = 3
"""So many captions that all say something else than the title page make an attribute unknown."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    place: Place


def identify(blocks: Sequence[Block], projects: Sequence[Project], sha256: str, name: str) -> Document:
    """The document's identity. ``name`` is its file name, kept for display and never used as evidence."""
    lines = list(_lines(blocks))
    front = _front(lines)
    titles = _titles(front)
    statutory = bool(titles) or any(_SECTION_LEVEL.search(line.text) for line in lines)
    if not statutory and any(_FORM in line.text for line in lines):
        return _of_forms(lines, projects, Document(sha256, name, "", "", None, "预算", "项目支出" + _FORM))
    named = any(title.organisation for title, _ in titles)
    if not projects and not named and any(is_no_budget(line.text) for line in front):
        # Whose budget it is about is not who published it.
        return Document(sha256, name, "", "", None, "", NO_BUDGET)
    rest = lines[len(front) :] if titles else lines
    level, of_level = _level(rest, titles)
    organisation, of_name = _organisation(lines, titles, level)
    year, stage, of_year = _year_and_stage(rest, titles)
    if year is None and not stage and projects:
        return _of_forms(lines, projects, Document(sha256, name, organisation, level, None, "预算", "", (*of_name,)))
    kind = f"{level}{stage}" if level and stage else ""
    return Document(sha256, name, organisation, level, year, stage, kind, (*of_name, *of_level, *of_year))


def _lines(blocks: Sequence[Block]) -> Iterator[_Line]:
    """The words outside grids, and the title rows inside them."""
    for block in blocks:
        if not isinstance(block, Grid):
            yield _Line(folded(block.text), block.place)
            continue
        for row in block.rows[: title_rows(block.rows)]:
            filled = [cell for cell in row if cell.text.strip()]
            for cell in filled:
                yield _Line(folded(cell.text), cell.place)


def _front(lines: Sequence[_Line]) -> list[_Line]:
    """The title page: the first lines up to the contents, the first chapter or a sentence."""
    found: list[_Line] = []
    for line in lines[:_FRONT]:
        if re.match(r"目录$|目次$|第[一1]部分|一、", line.text) or line.text.endswith("。"):
            break
        if line.place.page not in (None, 1):
            break
        found.append(line)
    return found


def _titles(front: Sequence[_Line]) -> list[tuple[Title, Place]]:
    """What the title page says: the longest run of its lines that makes one title, from each line on."""
    found: list[tuple[Title, Place]] = []
    start = 0
    while start < len(front):
        for end in range(min(len(front), start + 5), start, -1):
            run = front[start:end]
            title = title_in("".join(line.text for line in run)) if all(":" not in line.text for line in run) else None
            if title is not None:
                found.append(_with_neighbour(title, front, start, end))
                start = end - 1
                break
        start += 1
    return found


def _with_neighbour(title: Title, front: Sequence[_Line], start: int, end: int) -> tuple[Title, Place]:
    """A title without a body takes the one that stands alone on the line right after it, or right before."""
    if not title.organisation:
        for at in (end, start - 1):
            if (
                0 <= at < len(front)
                and re.fullmatch(r"[\u3400-\u9fff·]{4,40}", front[at].text)
                and is_body(front[at].text)
            ):
                run = front[min(start, at) : max(end, at + 1)]
                return replace(title, organisation=front[at].text), _place(run)
    return title, _place(front[start:end])


def _place(run: Sequence[_Line]) -> Place:
    if len(run) == 1:
        return run[0].place
    printed = "\n".join(line.place.printed for line in run)
    return replace(run[0].place, printed=printed, char_from=None, char_to=None, bbox=None)


def _organisation(
    lines: Sequence[_Line], titles: Sequence[tuple[Title, Place]], level: str
) -> tuple[str, list[Evidence]]:
    """The body that title page, labels (编制部门：) and chapters (某局概况) name; all that speak must agree.

    Where labels of both families are printed, those of the document's own level count.
    """
    labelled = [(*named, line.place) for line in lines if (named := named_in(line.text))]
    families = {family for family, _, _ in labelled}
    own = [(n, place) for family, n, place in labelled if len(families) < 2 or family == level]
    chapters = [(chapter, line.place) for line in lines if (chapter := chapter_in(line.text))]
    titled = [(title.organisation, place) for title, place in titles if title.organisation]
    witnesses = [*titled, *own, *chapters]
    winners = [_winner(group) for group in (titled, own, chapters)]
    said = [winner for winner in winners if winner]
    mixed = len(families) == 2 and not level and _disagree([name for _, name, _ in labelled])
    if not said or winners[0] == "" or mixed:
        return "", []
    if _disagree(said):
        return "", [_evidence("organisation", name, witnesses) for name in dict.fromkeys(said)]
    name = max(said, key=len)
    return name, [_evidence("organisation", name, witnesses)]


def _winner(group: Sequence[tuple[str, Place]]) -> str | None:
    """The name that the group agrees on: by far the most frequent one; "" for none such, None for an empty group."""
    if not group:
        return None
    counts = Counter(name for name, _ in group)
    best, _ = counts.most_common(1)[0]
    agreeing = sum(count for name, count in counts.items() if same_body(name, best))
    return best if agreeing >= _MOST * len(group) - 1e-9 else ""


def _disagree(names: Sequence[str]) -> bool:
    longest = max(names, key=len)
    return any(not same_body(name, longest) for name in names)


def _evidence(attribute: str, value: str, witnesses: Sequence[tuple[str, Place]]) -> Evidence:
    """The first place that says ``value``, with the share of the witnesses that agree with it."""
    agreeing = [
        place for said, place in witnesses if said == value or (attribute == "organisation" and same_body(said, value))
    ]
    exact = [place for said, place in witnesses if said == value]
    return Evidence(attribute, value, (exact or agreeing)[0], round(len(agreeing) / len(witnesses), 3))


def _level(lines: Sequence[_Line], titles: Sequence[tuple[Title, Place]]) -> tuple[str, list[Evidence]]:
    """部门 or 单位, as the title page says, else most titles of tables and chapters; unknown if these are even."""
    titled = [(title.level, place) for title, place in titles if title.level]
    captions = [
        (match[1], line.place)
        for line in lines
        if len(line.text) <= 60
        for match in (*_LEVEL_WORDS.finditer(line.text), *_SECTION_LEVEL.finditer(line.text))
    ]
    return _decided("level", titled, captions)


def _year_and_stage(
    lines: Sequence[_Line], titles: Sequence[tuple[Title, Place]]
) -> tuple[int | None, str, list[Evidence]]:
    """Year and stage of the title page, else of most captions."""
    years = [(str(title.year), place) for title, place in titles if title.year]
    stages = [(title.stage, place) for title, place in titles if title.stage]
    captions = [(*named, line.place) for line in lines if (named := caption_in(line.text))]
    year, of_year = _decided("year", years, [(str(year), place) for year, _, place in captions])
    stage, of_stage = _decided("stage", stages, [(stage, place) for _, stage, place in captions])
    return (int(year) if year else None), stage, [*of_year, *of_stage]


def _decided(
    attribute: str, titled: Sequence[tuple[str, Place]], captions: Sequence[tuple[str, Place]]
) -> tuple[str, list[Evidence]]:
    """The value of the title page unless the captions are unanimous against it; without one what most captions say."""
    witnesses = [*titled, *captions]
    counts = Counter(value for value, _ in captions).most_common()
    values = list(dict.fromkeys(value for value, _ in titled))
    if len(values) > 1:
        return "", [_evidence(attribute, value, witnesses) for value in values]
    if values:
        if len(counts) == 1 and counts[0][0] != values[0] and counts[0][1] >= _CONTRARY:
            return "", [_evidence(attribute, value, witnesses) for value in (values[0], counts[0][0])]
        return values[0], [_evidence(attribute, values[0], witnesses)]
    if not counts or (len(counts) > 1 and counts[0][1] == counts[1][1]):
        return "", []
    return counts[0][0], [_evidence(attribute, counts[0][0], witnesses)]


def _of_forms(lines: Sequence[_Line], projects: Sequence[Project], document: Document) -> Document:
    """The identity of project forms: their year, their 实施单位 where all name one, and the stage they are made for."""
    if not projects:
        return replace(document, stage="")
    evidence = list(document.evidence)
    years = {project.year for project in projects if project.year}
    year = years.pop() if len(years) == 1 else None
    heading = next((index for index, line in enumerate(lines) if _FORM in line.text), 0)
    if year is not None:
        printed = f"{year}年"
        place = next((line.place for line in lines[heading:] if printed in line.text), projects[0].place)
        evidence.append(Evidence("year", str(year), place))
    organisation = document.organisation
    doers = [
        (re.sub(r"\s", "", field.text), field.place)
        for project in projects
        for field in project.fields
        if field.name == "实施单位" and field.text.strip()
    ]
    if not organisation and doers and len({name for name, _ in doers}) == 1:
        organisation = doers[0][0]
        evidence.append(_evidence("organisation", organisation, doers))
    # A 自评表 prints what was carried out, so it belongs to final accounts.
    final = all(is_final(name for name, _ in project.funding) for project in projects)
    stage = "决算" if final else "预算"
    return replace(document, organisation=organisation, fiscal_year=year, stage=stage, evidence=tuple(evidence))
