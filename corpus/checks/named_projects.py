"""Projects that the narrative names, and the forms of projects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.checks.comparison import Rule, otherwise
from corpus.checks.forms import subject_of
from corpus.checks.verdict import verdict
from corpus.normal import label
from corpus.records import Check, Heading, Paragraph, Place, Project, Reading, Severity

_FORM = Rule("named-project-form", Severity.NOTICE)
_TITLE = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d{1,2}[.、])?"
    r"(?:项目名称[:：](?P<named>.{3,60})|[“\"](?P<quoted>[^”\"]{3,60})[”\"]项目(?:经费)?(?:情况)?(?:说明)?)$"
)
_STATEMENT = "项目经费情况说明"


def named_project_form(reading: Reading) -> Iterator[Check]:
    """A project that a heading of the narrative names (项目名称：…) has a form here, under the same name.

    Run only where the document holds forms. A name within the other counts as the same. Not the other way round: the
    regulation asks for a statement about chosen projects only, so a form without one is no finding.
    """
    lines: Sequence[Heading | Paragraph] = (*reading.headings, *reading.paragraphs)
    within = {(line.page, line.line) for line in _form_places(reading)}
    named = [(name, line.place) for line in lines if (name := _name(line.text)) and _spot(line.place) not in within]
    if not reading.projects or not named:
        yield _FORM.not_run("没有申报表，或说明文字没有以标题写出项目名称")
        return
    yield from otherwise((_judge(reading, name, place) for name, place in named), _FORM.not_run(""))


def _form_places(reading: Reading) -> Iterator[Place]:
    for project in reading.projects:
        yield project.place
        yield from (field.place for field in project.fields)
    for table in reading.tables:
        if table.project is not None:
            yield table.place


def _spot(place: Place) -> tuple[int | None, int | None]:
    return place.page, place.line


def _name(text: str) -> str:
    match = _TITLE.match(label(text))
    return (match["named"] or match["quoted"] or "").strip() if match else ""


def _judge(reading: Reading, name: str, place: Place) -> Check:
    found = [project for project in reading.projects if _same(name, project)]
    words = "有申报表" if found else "没有同名的申报表"
    sides = ([place], [project.place for project in found])
    return verdict(_FORM, bool(found), f"说明所称项目“{name}”{words}", sides, [subject_of(item) for item in found])


def _same(name: str, project: Project) -> bool:
    own = label(project.name)
    return bool(own) and (name in own or own in name)
