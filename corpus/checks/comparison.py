"""How two sides are compared: exact integers, a tolerance from the printed steps, one sentence that names both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.amounts import SCALES
from corpus.records import UNITS_PER_YUAN, Amount, Cell, CellKind, Check, CheckStatus, Observation, Place, Severity

_SHOWN = 6
"""A sum of more parts than this is described by their number."""

_NOTHING = (CellKind.BLANK, CellKind.DASH, CellKind.NONE_WORD)


@dataclass(frozen=True, slots=True)
class Rule:
    """The stable kebab-case name of an identity and how much its failure matters."""

    name: str
    severity: Severity

    def not_run(self, reason: str, subjects: Iterable[str] = ()) -> Check:
        """The record of a rule whose precondition is not met."""
        return Check(self.name, CheckStatus.NOT_RUN, self.severity, f"未核对：{reason}", subjects=tuple(subjects))


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure as a side of a comparison. ``name`` is what the sentence calls it, ``subject`` a subject key.

    ``sign`` is -1 for a figure that is subtracted. Without an amount, ``kind`` says what is printed instead.
    """

    name: str
    amount: Amount | None
    kind: CellKind
    place: Place
    subject: str
    sign: int = 1

    @property
    def empty(self) -> bool:
        """Whether nothing is printed here (a blank, a dash or 无)."""
        return self.amount is None and self.kind in _NOTHING

    @property
    def value(self) -> int:
        """The signed value in 0.0001 units; what is not printed counts as nothing."""
        return self.sign * self.amount.value if self.amount else 0

    @property
    def text(self) -> str:
        """The amount in its printed scale; without one the printed word for none, else 未列示."""
        if self.amount:
            return show(self.amount)
        return f"“{self.place.printed}”" if self.kind is CellKind.NONE_WORD else "未列示"


def of_observation(name: str, observation: Observation, subject: str, sign: int = 1) -> Figure:
    """The figure that an observation prints."""
    return Figure(name, observation.amount, observation.kind, observation.place, subject, sign)


def of_cell(name: str, cell: Cell, subject: str) -> Figure:
    """The figure in a cell of a form."""
    return Figure(name, cell.amount, cell.kind, cell.place, subject)


def show(amount: Amount) -> str:
    """An amount in its printed scale with all printed digits: ``1,200.00元``, ``12.06万元``."""
    return digits(amount.value, amount.step, amount.scale)


def digits(value: int, step: int, scale: str) -> str:
    """``value`` (0.0001 units) written in ``scale`` with the decimals that ``step`` has."""
    factor = SCALES.get(scale, 1)
    unit_step = Decimal(step) / (factor * UNITS_PER_YUAN)
    decimals = max(-int(unit_step.adjusted()), 0) if step else 4
    return f"{Decimal(value) / (factor * UNITS_PER_YUAN):,.{decimals}f}{scale}"


def difference_text(value: int, unit: str) -> str:
    """A difference in ``unit`` without needless zeros."""
    number = f"{Decimal(abs(value)) / UNITS_PER_YUAN:,.4f}".rstrip("0").rstrip(".")
    return f"{number}{unit}"


def tolerance_of(figures: Iterable[Figure]) -> int:
    """The sum of half the printed steps of all amounts, in 0.0001 units."""
    return sum(figure.amount.step for figure in figures if figure.amount) // 2


def compare(rule: Rule, lead: str, expected: Sequence[Figure], actual: Sequence[Figure]) -> Check:
    """Compare the sums of two sides. ``lead`` opens the sentence and says what is looked at.

    A side with an unreadable figure, or without any printed one, makes the check not run. What is blank beside printed
    figures counts as nothing printed.
    """
    figures = [*expected, *actual]
    subjects = tuple(dict.fromkeys(figure.subject for figure in figures))
    unread = next((figure for figure in figures if figure.amount is None and not figure.empty), None)
    if unread is not None:
        return rule.not_run(f"{lead}的“{unread.name}”不是数字（{unread.place.printed.strip()[:20]}）", subjects)
    for side in (expected, actual):
        if all(figure.amount is None and figure.kind is CellKind.BLANK for figure in side):
            return rule.not_run(f"{lead}的“{'、'.join(f.name for f in side[:3])}”未列示金额", subjects)
    left, right = sum(f.value for f in expected), sum(f.value for f in actual)
    unit = next((f.amount.unit for f in figures if f.amount), "元")
    tolerance = tolerance_of(figures)
    status = status_of(left - right, tolerance)
    verdict = f"{_side(expected, unit)}，与{_side(actual, unit)}{outcome(status, right - left, unit)}"
    return judged(rule, status, f"{lead}：{verdict}", (expected, actual), (left, right, tolerance), unit)


def judged(
    rule: Rule,
    status: CheckStatus,
    sentence: str,
    sides: tuple[Sequence[Figure], Sequence[Figure]],
    values: tuple[int, int, int],
    unit: str,
) -> Check:
    """The record of a comparison; ``values`` are expected, actual and tolerance in 0.0001 of ``unit``."""
    expected, actual, tolerance = values
    places = [tuple(figure.place for figure in side if figure.amount or figure.empty) for side in sides]
    return Check(
        rule.name,
        status,
        rule.severity,
        sentence,
        unit,
        expected,
        actual,
        actual - expected,
        tolerance,
        places[0],
        places[1],
        tuple(dict.fromkeys(figure.subject for side in sides for figure in side)),
    )


def status_of(difference: int, tolerance: int) -> CheckStatus:
    """Equal, equal within the printed steps, or not."""
    if difference == 0:
        return CheckStatus.PASS
    return CheckStatus.ROUNDING if abs(difference) <= tolerance else CheckStatus.FAIL


def outcome(status: CheckStatus, difference: int, unit: str) -> str:
    """How the sentence ends."""
    if status is CheckStatus.PASS:
        return "一致"
    if status is CheckStatus.ROUNDING:
        return f"相差{difference_text(difference, unit)}，在列示精度的舍入范围内"
    return f"不一致，相差{difference_text(difference, unit)}"


def _side(figures: Sequence[Figure], unit: str) -> str:
    if len(figures) == 1:
        return _named(figures[0], "－" if figures[0].sign < 0 else "")
    total = sum(figure.value for figure in figures)
    step = min((figure.amount.step for figure in figures if figure.amount), default=UNITS_PER_YUAN)
    scales = {figure.amount.scale for figure in figures if figure.amount}
    written = digits(total, step, scales.pop() if len(scales) == 1 else unit)
    if len(figures) > _SHOWN:
        return f"“{figures[0].name}”等{len(figures)}项之和{written}"
    terms = "".join(f"{'－' if f.sign < 0 else '＋'}{_named(f)}" for f in figures)
    return f"{terms.removeprefix('＋')}＝{written}"


def _named(figure: Figure, minus: str = "") -> str:
    """Name and amount; a name that ends in a digit is set apart from the amount."""
    name = f"“{figure.name}”" if figure.name[-1:].isdigit() else figure.name
    return f"{name}{minus}{figure.text}"


def otherwise(checks: Iterator[Check], fallback: Check) -> Iterator[Check]:
    """``checks``, or ``fallback`` alone if there are none."""
    first = next(checks, None)
    if first is None:
        yield fallback
        return
    yield first
    yield from checks
