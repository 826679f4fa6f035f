"""Statements under construction, with what table and project facts share."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from corpus.records import Cell, Document, Observation, Statement, Subject

ORGANISATION = Subject("organisation", "organisation", "")


@dataclass(slots=True)
class FactBook:
    """Statements under construction: observations are gathered under the statement's key, in printed order."""

    document: Document
    subjects: dict[str, Subject] = field(default_factory=lambda: {"organisation": ORGANISATION})
    _statements: dict[tuple[str | int, ...], Statement] = field(default_factory=dict)
    _observations: dict[tuple[str | int, ...], list[Observation]] = field(default_factory=dict)

    def add(self, statement: Statement, *observations: Observation) -> None:
        """Record ``observations`` of ``statement`` (whose own observations are added too)."""
        self._statements.setdefault(statement.key, statement)
        self._observations.setdefault(statement.key, []).extend((*statement.observations, *observations))

    def subject(self, subject: Subject) -> Subject:
        """The subject of that key, registered when new; a name once printed is kept."""
        return self.subjects.setdefault(subject.key, subject)

    def statements(self) -> tuple[Statement, ...]:
        """All statements, each with its observations in the order they were read."""
        return tuple(
            replace(statement, observations=tuple(self._observations[key]))
            for key, statement in self._statements.items()
        )


def change_observed(cell: Cell) -> Observation:
    """The observation that a cell with a change against another year makes: its magnitude, with the direction."""
    found = observation(cell, "table")
    if cell.amount is None or cell.amount.value == 0:
        return found
    fallen = cell.amount.value < 0
    amount = replace(cell.amount, value=abs(cell.amount.value))
    return replace(found, amount=amount, direction="decrease" if fallen else "increase")


def observation(cell: Cell, origin: str, duplicate: bool = False) -> Observation:
    """The observation that a cell makes."""
    return Observation(cell.place, cell.kind, cell.text, cell.amount, origin, duplicate=duplicate)
