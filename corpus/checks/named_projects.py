"""Projects that the narrative names, and the forms of projects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.checks.comparison import Rule
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
    named = [(name, line.place) for line in _statement(reading) if (name := _name(line.text))]
    if not reading.projects or not named:
        yield _FORM.not_run("没有申报表，或项目经费情况说明没有写出项目名称")
        return
    yield from (_judge(reading, name, place) for name, place in named)


def _statement(reading: Reading) -> list[Heading | Paragraph]:
    """The lines below the title 项目经费情况说明, up to the first form."""
    lines: Sequence[Heading | Paragraph] = sorted(
        (*reading.headings, *reading.paragraphs), key=lambda x: _spot(x.place)
    )
    starts = [_spot(line.place) for line in lines if label(line.text).endswith(_STATEMENT)]
    first_form = min((_spot(project.place) for project in reading.projects), default=None)
    if not starts or first_form is None:
        return []
    return [line for line in lines if starts[-1] < _spot(line.place) < first_form]


def _spot(place: Place) -> tuple[int, int]:
    return place.page or 0, place.line or 0


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
