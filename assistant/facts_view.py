"""One document's facts arranged for questions: statements by subject, labels, sentences. Built once per version."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.labels import LabelIndex
from corpus.column_words import is_total
from corpus.records import Check, LineItem, Observation, Place, Project, Reading, Statement, Subject

FUND_ORDER = ("全部", "一般公共预算", "财政拨款", "政府性基金", "国有资本经营", "n/a")
"""Which scope of funds answers a question that names none: the widest printed one."""


STAGES = {
    "预算": ("预算", "年初预算", "全年预算"),
    "年初预算": ("年初预算", "预算"),
}
"""Stages of statements that answer for a stage asked for, the best first; any other answers for itself only."""

_HALVES = ("人员经费", "公用经费")
"""The two halves of 基本支出; final accounts print the rows of economic classification under them, with no total."""


@dataclass(frozen=True, slots=True)
class Want:
    """The part of a statement's key that a question decides; an empty field is open."""

    measure: str = ""
    side: str = ""
    kind: str = ""
    fund: str = ""
    view: str = "level"
    base: int | None = None
    stage: str = ""
    period: int | None = None
    base_stage: str = ""


class FactsView:
    """The facts of one document, by subject. Immutable after construction."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.document = reading.document
        self.by_subject: dict[str, list[Statement]] = defaultdict(list)
        self.subjects: dict[str, Subject] = {}
        for statement in reading.statements:
            self.by_subject[statement.subject.key].append(statement)
            self.subjects.setdefault(statement.subject.key, statement.subject)
        self.projects: dict[str, Project] = {f"project:{project.key}": project for project in reading.projects}
        self.lines: dict[str, LineItem] = {f"line:{line.key}": line for p in reading.projects for line in p.lines}

    @cached_property
    def labels(self) -> LabelIndex:
        """The names of all subjects."""
        return LabelIndex(self.reading)

    @cached_property
    def checks_by_subject(self) -> dict[str, list[Check]]:
        """The checks that cover each subject."""
        found: dict[str, list[Check]] = defaultdict(list)
        for check in self.reading.checks:
            for key in check.subjects:
                found[key].append(check)
        return found

    @cached_property
    def _printings(self) -> dict[Place, Observation]:
        return {o.place: o for s in self.reading.statements for o in s.observations if o.amount is not None}

    def observation_at(self, place: Place) -> Observation | None:
        """The figure that is printed at that place, None where no statement has one there."""
        return self._printings.get(place)

    def printed_at(self, place: Place) -> tuple[Statement, Observation] | None:
        """The figure that is printed at that place with its statement, None where no statement has one there."""
        return self._stated.get(place)

    @cached_property
    def _stated(self) -> dict[Place, tuple[Statement, Observation]]:
        return {o.place: (s, o) for s in self.reading.statements for o in s.observations if o.amount is not None}

    def project_of(self, subject: Subject) -> Project | None:
        """The project that a subject is, or belongs to; None for rows of tables."""
        return self.projects.get(f"project:{subject.project}")

    def children(self, key: str) -> list[Subject]:
        """Subjects right below ``key``: codes one level down, or the lines of a project."""
        return [subject for subject in self.subjects.values() if subject.parent == key and subject.kind != "indicator"]

    def find(self, key: str, want: Want) -> list[Statement]:
        """The statements of a subject that fit ``want``, best first; those with a printed figure before blank ones.

        A row of economic classification that is printed under 人员经费 or 公用经费 alone is wholly of that kind.
        """
        found = self._find(key, want)
        if found or want.kind or key not in self.subjects:
            return found
        subject = self.subjects[key]
        if subject.kind == "item" and not subject.code and not want.measure:
            return self._total_of_row(key, want)
        if subject.kind != "economic":
            return []
        halves = [part for kind in _HALVES if (part := self._find(key, replace(want, kind=kind)))]
        return halves[0] if len(halves) == 1 else []

    def _total_of_row(self, key: str, want: Want) -> list[Statement]:
        """The one column of totals (合计, 预算数, 金额) of a row in a table of unknown kind."""
        totals = sorted({s.measure for s in self.by_subject[key] if is_total(s.measure)})
        return self._find(key, replace(want, measure=totals[0])) if len(totals) == 1 else []

    def _find(self, key: str, want: Want) -> list[Statement]:
        year = want.period or self.document.fiscal_year
        fitting = [
            s
            for s in self.by_subject.get(key, ())
            if _fits(s, want, self.subjects[key].kind)
            and (year in (None, s.period_from) or not (want.period or _one_year(s)))
        ]
        own = [s for s in fitting if s.stage == self.document.stage]
        if not own and self.document.stage == "决算":
            own = [s for s in fitting if s.stage == "执行"]  # 绩效自评表 beside final accounts
        fitting = fitting if want.stage else own or fitting
        return sorted(
            fitting,
            key=lambda s: (
                best_observation(s) is None,
                _stage_rank(s.stage, want.stage),
                _fund_rank(s.fund_scope),
                _kind_rank(s, want),
            ),
        )

    def quotes_year(self, year: int, stage: str) -> bool:
        """Whether the document states figures of another year, as last year's beside its own; ``stage`` "": its own."""
        return (year, stage or self.document.stage) in self._quoted_years

    @cached_property
    def _quoted_years(self) -> frozenset[tuple[int, str]]:
        own = self.document.fiscal_year
        return frozenset(
            (s.period_from, s.stage) for s in self.reading.statements if s.period_from not in (0, own) and _one_year(s)
        )


def _one_year(statement: Statement) -> bool:
    """Whether a statement is of one fiscal year (and not of a whole project, or of no period)."""
    return statement.period_kind == "year" and statement.period_from == statement.period_to != 0


def _stage_rank(stage: str, wanted: str) -> int:
    order = STAGES.get(wanted, (wanted,))
    return order.index(stage) if stage in order else len(order)


def _fund_rank(fund: str) -> int:
    return FUND_ORDER.index(fund) if fund in FUND_ORDER else len(FUND_ORDER)


def _kind_rank(statement: Statement, want: Want) -> int:
    order = (want.kind,) if want.kind else ("合计", "n/a", "基本支出", "项目支出")
    return order.index(statement.expenditure_kind) if statement.expenditure_kind in order else len(order)


_DEFAULT_MEASURE = {"project": "当年预算", "line": "金额", "indicator": "目标值"}


def _fits(statement: Statement, want: Want, kind: str) -> bool:
    if statement.view != want.view or (want.base is not None and statement.base_period != want.base):
        return False
    if want.base_stage and statement.base_stage not in STAGES.get(want.base_stage, (want.base_stage,)):
        return False
    if want.stage and statement.stage not in STAGES.get(want.stage, (want.stage,)):
        return False
    measure = want.measure or _DEFAULT_MEASURE.get(kind, "金额")
    if statement.measure != measure:
        return False
    if kind in ("project", "line", "indicator"):
        return True
    side = want.side or ("支出" if statement.side == "支出" or want.kind else statement.side)
    if statement.side not in (side, "n/a") or (not want.side and not want.fund and statement.side == "收入"):
        return False
    if want.fund and statement.fund_scope != want.fund:
        return False
    if want.kind:
        return statement.expenditure_kind == want.kind
    if kind == "item":
        return True
    default = ("合计", "n/a", "基本支出") if kind == "economic" else ("合计", "n/a")
    return statement.expenditure_kind in default


def best_observation(statement: Statement) -> Observation | None:
    """The printing that states the figure most finely: tables and forms before sentences, then the smallest step."""
    figures = [o for o in statement.observations if o.amount is not None]
    if not figures:
        return None
    return min(figures, key=lambda o: (o.duplicate, o.origin == "narrative", o.amount.step if o.amount else 0))


def agreeing(statement: Statement, chosen: Observation) -> tuple[Observation, ...]:
    """The printings that agree with ``chosen`` within half of both printed steps, ``chosen`` first."""
    return (chosen, *(o for o in statement.observations if o is not chosen and _agree(o, chosen)))


def disagreeing(statement: Statement, chosen: Observation) -> tuple[Observation, ...]:
    """The printings whose figure differs from ``chosen`` by more than half of both printed steps."""
    return tuple(
        o for o in statement.observations if o.amount is not None and o is not chosen and not _agree(o, chosen)
    )


def _agree(one: Observation, other: Observation) -> bool:
    if one.amount is None or other.amount is None or one.amount.unit != other.amount.unit:
        return False
    return 2 * abs(one.amount.value - other.amount.value) <= one.amount.step + other.amount.step
