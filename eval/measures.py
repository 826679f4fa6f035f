"""A measured figure and its budget."""

from dataclasses import dataclass


class BenchError(RuntimeError):
    """A measurement that could not be taken; the message says which and why."""


@dataclass(frozen=True)
class Measure:
    """One figure, in `unit`, and the budget it must not exceed (None: for information only)."""

    name: str
    value: float
    unit: str
    budget: float | None
    note: str = ""

    @property
    def kept(self) -> bool:
        """True if the budget is kept, or if there is none."""
        return self.budget is None or self.value <= self.budget
