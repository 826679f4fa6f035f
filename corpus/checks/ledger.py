"""The statements of a reading by table and by meaning, as rules look them up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.checks.comparison import Figure, of_observation
from corpus.column_words import GRAND_TOTAL
from corpus.records import NOT_APPLICABLE, Observation, Reading, Statement, Subject, Table, TableKind

MONEY = "金额"
ORGANISATION = "organisation"
GRAND = f"item:{GRAND_TOTAL}"
"""The subject of a grand total that holds the balances of other years."""
THREE_PUBLIC = ("因公出国（境）费", "公务用车购置及运行费", "公务接待费")
CARS = ("公务用车购置费", "公务用车运行费")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a figure of money says: whose, which side, which kind of expenditure, which funds, which year and stage."""

    subject: str
    side: str
    kind: str
    scope: str
    year: int
    stage: str


def meaning_of(statement: Statement) -> Meaning:
    """The meaning of a level statement of money."""
    return Meaning(
        statement.subject.key,
        statement.side,
        statement.expenditure_kind,
        statement.fund_scope,
        statement.period_from,
        statement.stage,
    )


class Ledger:
    """Level figures of money by table and meaning; of several printings in one table the first that is no duplicate."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.tables: dict[str, Table] = {table.key: table for table in reading.tables}
        self.subjects: dict[str, Subject] = {s.subject.key: s.subject for s in reading.statements}
        self.by_table: dict[str, dict[Meaning, Figure]] = {}
        self.told: dict[Meaning, list[Figure]] = {}
        self._unknown: set[str] = set()
        for statement in reading.statements:
            if statement.view == "level" and statement.measure == MONEY and statement.period_kind == "year":
                for observation in statement.observations:
                    self._enter(statement, observation)
            elif statement.side == NOT_APPLICABLE and statement.subject.kind == "item":
                places = (o.place.table for o in statement.observations if o.amount and o.amount.value)
                self._unknown.update(table for table in places if table)

    def _enter(self, statement: Statement, observation: Observation) -> None:
        figure = of_observation(self.name(statement.subject.key), observation, statement.subject.key)
        if observation.origin == "narrative":
            self.told.setdefault(meaning_of(statement), []).append(figure)
        elif observation.origin == "table" and observation.place.table and not observation.duplicate:
            self.by_table.setdefault(observation.place.table, {}).setdefault(meaning_of(statement), figure)

    def name(self, subject: str) -> str:
        """How a sentence calls a subject: its code and name."""
        found = self.subjects.get(subject)
        if found is None or subject == ORGANISATION:
            return "合计"
        return f"{found.code}{found.name}"

    def caption(self, table: str) -> str:
        """The caption of a table in title marks."""
        known = self.tables.get(table)
        return f"《{known.caption or known.kind.value}》" if known else "表"

    def unknown(self, table: str) -> bool:
        """Whether a row or column of the table, of a meaning that is not known, holds an amount other than zero."""
        return table in self._unknown

    def kind(self, table: str) -> TableKind:
        """What kind of table it is."""
        return self.tables[table].kind if table in self.tables else TableKind.OTHER

    def of_kind(self, *kinds: TableKind) -> Iterator[tuple[str, dict[Meaning, Figure]]]:
        """The tables of these kinds with their figures."""
        return ((key, figures) for key, figures in self.by_table.items() if self.kind(key) in kinds)

    def printed(self, meaning: Meaning) -> list[tuple[str, Figure]]:
        """Every table that has a place for this meaning, in document order, with the figure there."""
        return [(key, figures[meaning]) for key, figures in self.by_table.items() if meaning in figures]

    def amount(self, meaning: Meaning) -> tuple[str, Figure] | None:
        """The first table that prints an amount for this meaning."""
        return next(((key, figure) for key, figure in self.printed(meaning) if figure.amount), None)

    def year_of(self) -> tuple[int, str] | None:
        """The year and stage that the statutory tables speak of, None if there are none."""
        for figures in self.by_table.values():
            for meaning in figures:
                if meaning.side != NOT_APPLICABLE:
                    return meaning.year, meaning.stage
        return None

    def whole(self, side: str, kind: str, scope: str) -> Meaning | None:
        """The meaning of the organisation's total of this kind for the year of the tables."""
        known = self.year_of()
        return Meaning(ORGANISATION, side, kind, scope, *known) if known else None

    def same_totals(self, wide: str, narrow: str) -> bool | None:
        """Whether all expenditure of ``wide`` funds is of ``narrow`` funds; None if a total is not printed."""
        totals = [self.whole("支出", "合计", scope) for scope in (wide, narrow)]
        found = [self.amount(total) if total else None for total in totals]
        if found[0] is None or found[1] is None:
            return None
        return found[0][1].value == found[1][1].value


def renamed(figure: Figure, name: str, sign: int = 1) -> Figure:
    """The figure as it is called in this sentence."""
    return replace(figure, name=name, sign=sign)
