"""Projects that the narrative names, and the forms of projects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from corpus.checks.comparison import Figure, Rule, otherwise
from corpus.checks.forms import subject_of
from corpus.checks.ledger import Ledger
from corpus.checks.verdict import verdict
from corpus.narrative_phrases import SUBJECT
from corpus.narrative_subjects import codes_of, function, path_of
from corpus.narrative_text import Locator, canonical
from corpus.normal import label
from corpus.records import Check, Heading, Paragraph, Place, Project, Reading, Severity, TableKind

_FORM = Rule("named-project-form", Severity.NOTICE)
_UNDER = Rule("project-under-item", Severity.NOTICE)
_SHORTEST_NAME = 6
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


def project_under_item(reading: Reading) -> Iterator[Check]:
    """A project that the explanation of a 科目 names as paid from it: that 科目 has 项目支出.

    Run where a project's whole name is written, it has a form, and the tables print 基本支出 and 项目支出 of the 科目.
    """
    ledger = Ledger(reading)
    names = {label(project.name): project for project in reading.projects if len(project.name) >= _SHORTEST_NAME}
    checks = (check for line in reading.paragraphs if names for check in _paid_from(line, ledger, names))
    yield from otherwise(checks, _UNDER.not_run("没有以项目名称说明用途的科目，或没有申报表"))


def _paid_from(line: Paragraph, ledger: Ledger, names: Mapping[str, Project]) -> Iterator[Check]:
    text, locator = canonical(line.text), Locator(line)
    found = list(SUBJECT.finditer(text))
    for match, following in zip_longest(found, found[1:]):
        title = match["quoted"] or match["bare"]
        subject = function(ledger.subjects, path_of(title), "".join(codes_of(title)[-1:]))
        row = _project_part(ledger, subject.key)
        end = following.start() if following else len(text)
        for name, project in names.items() if row else ():
            at = text.find(name, match.end(), end)
            if row is not None and at >= 0:
                good = row.value > 0
                words = f"该科目项目支出{row.text}"
                sentence = f"说明称科目“{title}”用于项目“{project.name}”，{words}"
                sides = ([row.place], [locator.place(at, at + len(name))])
                yield verdict(_UNDER, good, sentence, sides, (subject.key, subject_of(project)))


def _project_part(ledger: Ledger, subject: str) -> Figure | None:
    """项目支出 of a 科目, the printed zero too; None where its 基本支出 is not printed beside it."""
    for _, figures in ledger.of_kind(TableKind.EXPENDITURE, TableKind.GENERAL_FUNCTION):
        own = {meaning.kind: figure for meaning, figure in figures.items() if meaning.subject == subject}
        basic, part = own.get("基本支出"), own.get("项目支出")
        if basic is not None and part is not None and basic.amount and (part.amount or part.empty):
            return part
    return None


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
