"""What the sentences say of one project against its form: the budget of the year, the payments by quarter."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.checks.comparison import Figure, Rule, compare, of_observation, otherwise
from corpus.checks.forms import funding, subject_of
from corpus.checks.ledger import renamed
from corpus.records import Check, Project, Reading, Severity, Statement

_SAID = Rule("project-vs-sentence", Severity.ERROR)
_QUARTERS = Rule("quarters-vs-year", Severity.WARNING)
_ALL = 4
_YEAR = "当年预算"


def project_vs_sentence(reading: Reading) -> Iterator[Check]:
    """当年预算 of a form = what a sentence says of the project's budget of the year."""
    yield from otherwise(_said(reading), _SAID.not_run("没有文字说明写明申报项目的当年预算"))


def _said(reading: Reading) -> Iterator[Check]:
    for project in reading.projects:
        form = funding(project, _YEAR)
        for statement in reading.statements:
            if statement.subject.key != subject_of(project) or statement.measure != _YEAR:
                continue
            for observation in statement.observations:
                if observation.origin == "narrative" and form is not None:
                    told = of_observation("说明所称", observation, statement.subject.key)
                    yield compare(_SAID, f"项目“{project.name}”", [form], [told])


def quarters_vs_year(reading: Reading) -> Iterator[Check]:
    """The payments of all four quarters that sentences plan sum to 当年预算 of the project's form."""
    checks = (check for project in reading.projects if (check := _quarters(reading, project)) is not None)
    yield from otherwise(checks, _QUARTERS.not_run("没有申报项目的分季度用款计划"))


def _quarters(reading: Reading, project: Project) -> Check | None:
    plan = f"plan:{subject_of(project)}"
    found = [figure for s in reading.statements if s.subject.parent == plan and (figure := _first(s)) is not None]
    if not found:
        return None
    year = funding(project, _YEAR)
    subjects = (subject_of(project),)
    if len({figure.subject for figure in found}) < _ALL:
        return _QUARTERS.not_run(f"项目“{project.name}”只写明{len(found)}个季度的用款计划", subjects)
    if year is None:
        return _QUARTERS.not_run(f"项目“{project.name}”的申报表未列示当年预算", subjects)
    return compare(_QUARTERS, f"项目“{project.name}”四个季度用款计划", found, [renamed(year, "申报表当年预算")])


def _first(statement: Statement) -> Figure | None:
    observation = next((o for o in statement.observations if o.amount is not None), None)
    return None if observation is None else of_observation(statement.subject.name, observation, statement.subject.key)
