"""What a printed figure is and what it is called in an answer: its subject, then measure, kind and source."""

from __future__ import annotations

import re

from assistant.facts_view import FactsView, agreeing, best_observation
from assistant.records import Figure
from corpus.form_words import COMPLETION_RATE
from corpus.records import LineItem, Project, Statement, Subject

_OF_PROJECTS = ("project", "line", "indicator")


def caption(view: FactsView, statement: Statement) -> str:
    """What the figure of a statement is, in the terms of the document: subject, then measure, kind or source."""
    subject = statement.subject
    name = subject_name(view, subject)
    versus = _versus(statement) if statement.base_period and statement.view != "level" else ""
    change = versus + {"change": "增减额", "rate": "增减幅度"}.get(statement.view, "")
    other = _of_other_stage(view, statement)
    if subject.kind in _OF_PROJECTS:
        return f"{name}{_staged(view, statement)}{change}"
    if subject.kind == "item":
        return f"{name}{'' if statement.measure == '金额' else statement.measure}{change}{other}"
    kind = statement.expenditure_kind if statement.expenditure_kind not in ("n/a", "合计") else ""
    fund = statement.fund_scope if statement.fund_scope not in ("n/a", "全部") else ""
    rate = COMPLETION_RATE if statement.measure == COMPLETION_RATE else ""
    if subject.kind == "organisation":
        side = statement.side if statement.side != "n/a" and not kind else ""
        suffix = "总额" if not kind and not fund else "合计" if statement.view == "level" else ""
        return f"{name}{fund}{kind}{side}{suffix}{rate}{change}{other}"
    income = "收入" if statement.side == "收入" and not kind else ""
    detail = f"{fund if income or kind or versus else ''}{kind}{income}"
    return f"{name}{'（' + detail + '）' if detail else ''}{rate}{change}{other}"


def _versus(statement: Statement) -> str:
    """The year that a change is against, with its stage where that is another one than the statement's own."""
    base = statement.base_stage if statement.base_stage not in (statement.stage, "n/a", "未标明") else ""
    return f"比{statement.base_period}年{base}{'数' if base else ''}"


def _of_other_stage(view: FactsView, statement: Statement) -> str:
    """The stage, and the year, of a figure that is not of the document's own stage and year."""
    own = view.document
    year = f"{statement.period_from}年" if statement.period_from not in (0, own.fiscal_year) else ""
    stage = statement.stage if statement.stage not in (own.stage, "未标明", "n/a") else ""
    return f"（{year}{stage}）" if year or stage else ""


_STAGE_COLUMNS = {"年初预算": "年初预算数", "全年预算": "全年预算数", "执行": "执行数"}


def _staged(view: FactsView, statement: Statement) -> str:
    """The measure of a form; the money of a 绩效自评表 with the stage in whose column it stands."""
    column = _STAGE_COLUMNS.get(statement.stage, "") if statement.stage != view.document.stage else ""
    if not column or statement.subject.kind != "project" or statement.measure == COMPLETION_RATE:
        return statement.measure
    return f"{'年度资金' if statement.measure == '当年预算' else statement.measure}{column}"


def subject_name(view: FactsView, subject: Subject) -> str:
    """A subject's name as an answer shows it: lines with their project, rows with their code."""
    if subject.kind == "organisation":
        return view.document.organisation or "本单位"
    project = view.project_of(subject)
    line = view.lines.get(subject.key)
    if line is not None and project is not None:
        return f"{project.name}——{_line_name(project, line)}："
    if subject.kind in ("indicator", "line") and project is not None:
        return f"{project.name}——{subject.name}{'：' if subject.kind == 'line' else ''}"
    if subject.kind == "project":
        return f"{subject.name}："
    return f"{subject.name}（{subject.code}）" if subject.code else subject.name


def _line_name(project: Project, line: LineItem) -> str:
    """A line item's name without the project's own name, which content and detail often repeat."""
    content = line.content.removeprefix(project.name).strip("-—－：: ")
    detail = line.detail.removeprefix(line.content).removeprefix(project.name).strip("-—－：:_ ")
    detail = re.sub(r"_?\d{1,2}$", "", detail) if detail[:-1] == content or not detail.strip("0123456789_") else detail
    return "：".join(part for part in dict.fromkeys((content, detail)) if part) or line.detail or line.content


def topic_name(topic: str) -> str:
    """A topic as a label shows it: the user's words in quotation marks, 全部项目 and categories without."""
    return topic if topic.startswith("全部") or topic.endswith("项目") else f"“{topic}”"


def figure_of(view: FactsView, statement: Statement, role: str) -> Figure | None:
    """The finest printed figure of a statement, None where it prints none."""
    observation = best_observation(statement)
    if observation is None or observation.amount is None:
        return None
    amount = observation.amount
    return Figure(
        role,
        caption(view, statement),
        amount.value,
        amount.step,
        amount.unit,
        view.document.id,
        agreeing(statement, observation),
        statement,
        observation.direction,
        amount.qualifier,
        observation.text,
    )
