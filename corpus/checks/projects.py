"""The projects' forms against the organisation's tables and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.amounts import quantity
from corpus.checks.comparison import Figure, Rule, compare, status_of, tolerance_of
from corpus.checks.forms import funding
from corpus.checks.ledger import Ledger, renamed
from corpus.records import CellKind, Check, CheckStatus, Reading, Severity, Statement

_EXPENDITURE = Rule("projects-vs-expenditure", Severity.ERROR)
_MONEY = Rule("projects-vs-narrative-money", Severity.ERROR)
_COUNT = Rule("projects-vs-narrative-count", Severity.ERROR)
_COUNTED = "item:绩效目标项目"


@dataclass(frozen=True, slots=True)
class _Forms:
    """The forms of the document's own year: their 当年预算, the statutory total and what the narrative counts."""

    budgets: list[Figure]
    number: int
    statutory: Figure | None
    table: str
    told_count: Figure | None
    told_money: Figure | None

    @property
    def some_of_all(self) -> bool:
        """Whether the document says itself that only some of its project expenditure has forms: less money than all."""
        told, whole = self.told_money, self.statutory
        if told is None or whole is None or told.amount is None or whole.amount is None:
            return False
        return told.value < whole.value - tolerance_of([told, whole])

    @property
    def partial(self) -> bool:
        """Whether only some of the projects seem to have a form here: another number and less money than is stated."""
        total = sum(figure.value for figure in self.budgets)
        others = [figure for figure in (self.statutory, self.told_money) if figure and figure.amount]
        fits = any(abs(total - o.value) <= tolerance_of([*self.budgets, o]) for o in others)
        less = any(total < other.value for other in others)
        told = self.told_count.value if self.told_count else None
        same_number = told == _count(self.number)
        return not fits and less and not same_number

    def lacking(self, other: Figure) -> str:
        """Why a sum that is not ``other`` says nothing: a form without its 当年预算; "" if there is none."""
        without = self.number - len(self.budgets)
        fits = abs(sum(figure.value for figure in self.budgets) - other.value) <= tolerance_of([*self.budgets, other])
        return f"{without}份申报表没有列示当年预算" if without and not fits else ""


def projects_vs_expenditure(reading: Reading) -> Iterator[Check]:
    """The sum of 当年预算 of all forms = 项目支出 of the statutory tables."""
    forms = _forms(reading)
    if reason := _missing(forms, forms.statutory, "法定表格的项目支出合计"):
        yield _EXPENDITURE.not_run(reason)
    elif forms.some_of_all:
        yield _EXPENDITURE.not_run("说明所称编报绩效目标的项目资金小于项目支出，申报表不是全部项目支出")
    elif forms.statutory is not None:
        whole = renamed(forms.statutory, f"{forms.table}项目支出")
        yield compare(_EXPENDITURE, f"{forms.number}个项目的当年预算", forms.budgets, [whole])


def projects_vs_narrative_money(reading: Reading) -> Iterator[Check]:
    """The sum of 当年预算 of all forms = the money of projects with targets that the narrative states."""
    forms = _forms(reading)
    if reason := _missing(forms, forms.told_money, "说明所称的项目预算资金"):
        yield _MONEY.not_run(reason)
    elif forms.told_money is not None:
        told = renamed(forms.told_money, "说明所称")
        yield compare(_MONEY, f"{forms.number}个项目的当年预算", forms.budgets, [told])


def projects_vs_narrative_count(reading: Reading) -> Iterator[Check]:
    """The number of forms = the number of projects with targets that the narrative states."""
    forms = _forms(reading)
    if reason := _missing(forms, forms.told_count, "说明所称的项目个数"):
        yield _COUNT.not_run(reason)
    elif forms.told_count is not None:
        number, told = _count(forms.number), forms.told_count
        status = status_of(number - told.value, 0)
        words = "一致" if status is CheckStatus.PASS else "不一致"
        yield Check(
            _COUNT.name, status, _COUNT.severity, f"申报表共{forms.number}个项目，与说明所称{told.text}{words}", "个",
            number, told.value, told.value - number, 0, tuple(figure.place for figure in forms.budgets), (told.place,),
            tuple(dict.fromkeys((*(figure.subject for figure in forms.budgets), told.subject))),
        )  # fmt: skip


def _missing(forms: _Forms, other: Figure | None, name: str) -> str:
    """Why the forms cannot be compared with ``other``, "" if they can."""
    if not forms.budgets:
        return "没有列示当年预算的项目申报表"
    if other is None or other.amount is None:
        return f"未列示{name}"
    if forms.partial:
        return f"只公开了{forms.number}个项目的申报表，与{name}不是同一范围"
    return forms.lacking(other)


def _forms(reading: Reading) -> _Forms:
    year = reading.document.fiscal_year
    projects = [project for project in reading.projects if project.year in (year, None)]
    found = ((project, funding(project, "当年预算")) for project in projects)
    budgets = [renamed(figure, project.name) for project, figure in found if figure and figure.amount]
    ledger = Ledger(reading)
    whole = next((w for s in ("全部", "财政拨款", "一般公共预算") if (w := _statutory(ledger, s))), None)
    told = [statement for statement in reading.statements if statement.subject.key == _COUNTED]
    table = ledger.caption(whole[0]) if whole else ""
    return _Forms(budgets, len(projects), whole[1] if whole else None, table, _told(told, "个数"), _told(told, "金额"))


def _statutory(ledger: Ledger, scope: str) -> tuple[str, Figure] | None:
    meaning = ledger.whole("支出", "项目支出", scope)
    return ledger.amount(meaning) if meaning else None


def _told(statements: list[Statement], measure: str) -> Figure | None:
    for statement in statements:
        for observation in statement.observations:
            if statement.measure == measure and observation.amount:
                return Figure("说明", observation.amount, CellKind.NUMBER, observation.place, _COUNTED)
    return None


def _count(number: int) -> int:
    return quantity(str(number), "个", str(number)).value
