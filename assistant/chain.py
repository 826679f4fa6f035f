"""From a printed figure up to the structured totals, one stored check at a time, and where that chain ends.

Two ways lead up: line item → project → all projects → 项目支出 of the statutory tables; row → 款 → 类 → total.
On top the same total stands in other tables. The chain is made of the checks that the cross-checker ran, and of
nothing else, so it cannot say more than they do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from assistant.facts_view import FactsView
from assistant.records import Figure
from corpus.checks.comparison import show
from corpus.records import Check, CheckStatus, Observation, Place, Reading, Statement

_UP = (
    "lines-total",
    "form-total-vs-year",
    "fiscal-funding-parts",
    "year-funding-parts",
    "projects-vs-expenditure",
    "parent-of-children",
    "total-of-classes",
    "row-parts",
)
"""Rules whose actual side is the whole of their expected side, in the order in which a chain climbs."""

_TOLD = "narrative-vs-table"
"""The rule by which a figure of a sentence is led to the table that prints it, where nothing above it is printed."""

_SAME = ("table-vs-table", "narrative-vs-table", "income-equals-expenditure", "projects-vs-narrative-money")
"""Rules that set the same amount of another place beside it."""

_SUMS = (*_UP, "three-public-parts", "narrative-parts", "project-funding-parts")
"""Rules whose expected side are addends of the actual side."""

_EQUAL = ("table-vs-table", "scope-vs-scope", "three-public-vs-economic", "narrative-vs-table")
"""Rules by which two places print one amount."""

_KINDS = {"line": "明细", "project": "项目"}
_BY_DIGITS = {3: "类", 5: "款", 7: "项"}
_VERDICTS = {
    CheckStatus.PASS: "一致",
    CheckStatus.ROUNDING: "在舍入范围内一致",
    CheckStatus.FAIL: "不一致",
}
_MOST_STEPS = 12
_MOST_WAYS = 3

END_TOTAL = "核对到法定表格的合计为止"
END_TOP = "核对到此为止：没有列示更高一级的合计"
END_ALONE = "没有可以向上核对的合计"

_Position = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One check on the way up: from the figure before it to ``name``, whose printed amount is ``amount``."""

    name: str
    amount: str
    check: Check
    whole: Place

    @property
    def words(self) -> str:
        """What the step reaches and how the check ended."""
        summed = "各部分相加" if len(self.check.expected_places) > 1 else ""
        return f"{self.name}{self.amount}（{summed}{_VERDICTS[self.check.status]}）"


@dataclass(frozen=True, slots=True)
class Chain:
    """The way from a figure up. ``start`` names it; ``beside`` are checks of the last figure against other places.

    ``end`` says why the chain goes no further. ``holds`` is True if every step agreed.
    """

    start: str
    steps: tuple[Step, ...]
    beside: tuple[Check, ...]
    end: str

    @property
    def holds(self) -> bool:
        """Whether no check of the chain failed."""
        return all(check.status is not CheckStatus.FAIL for check in self.checks)

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks from the bottom to the top, then those beside the last figure."""
        return (*(step.check for step in self.steps), *self.beside)

    @property
    def witnesses(self) -> tuple[int, int]:
        """How many other printings agree with the last figure, and how many do not."""
        same = sum(check.status is not CheckStatus.FAIL for check in self.beside)
        return same, len(self.beside) - same

    @property
    def sentence(self) -> str:
        """The chain in one sentence."""
        way = " → ".join((self.start, *(step.words for step in self.steps)))
        same, differing = self.witnesses
        witness = f"；与其他{same}处列示一致" if same else ""
        against = f"；与其他{differing}处列示不一致" if differing else ""
        return f"{way}{witness}{against}。{self.end}"


class Chains:
    """The chains of one document: its statements and checks by place, made once."""

    def __init__(self, reading: Reading) -> None:
        self._checks = reading.checks
        self._stated: dict[_Position, tuple[Statement, Observation]] = {}
        self._parts: dict[_Position, list[Check]] = defaultdict(list)
        self._any: dict[_Position, list[Check]] = defaultdict(list)
        for statement in reading.statements:
            for observation in statement.observations:
                self._stated.setdefault(_position(observation.place), (statement, observation))
        self._ways: dict[_Position, list[tuple[Check, bool]]] = defaultdict(list)
        for check in reading.checks:
            if check.status is CheckStatus.NOT_RUN:
                continue
            self._add_ways(check)
            for place in check.expected_places if check.rule in _UP else ():
                self._parts[_position(place)].append(check)
            for place in (*check.expected_places, *check.actual_places) if check.rule in _SAME else ():
                self._any[_position(place)].append(check)

    def _add_ways(self, check: Check) -> None:
        """The ways that a check opens: from each addend up to its sum, from a printing to an equal one elsewhere."""
        if check.status is CheckStatus.FAIL or len(check.actual_places) != 1:
            return
        if check.rule in _SUMS:
            for place in check.expected_places:
                self._ways[_position(place)].append((check, True))
        elif check.rule in _EQUAL and len(check.expected_places) == 1:
            for place in (*check.expected_places, *check.actual_places):
                self._ways[_position(place)].append((check, False))

    def of(self, statement: Statement) -> Chain:
        """The chain of a statement, by all its printings that are no duplicates."""
        places = [item.place for item in statement.observations if item.amount is not None and not item.duplicate]
        start = _name(statement)
        first = next((item for item in statement.observations if item.amount is not None), None)
        steps, last, places = self._climb(statement, places)
        beside = tuple(dict.fromkeys(check for place in places for check in self._any.get(_position(place), ())))
        amount = show(first.amount) if first and first.amount else ""
        return Chain(f"{start}{amount}", tuple(steps), beside, self._end(last, bool(steps)))

    def leads(self, part: Iterable[Observation], whole: Iterable[Observation]) -> bool:
        """Whether checks that agree lead up from the printings of a part to one of the whole.

        Only sums lead up; that another table prints the same amount leads on to that table.
        """
        goal = {_position(item.place) for item in whole}
        at = [_position(item.place) for item in part]
        reached = set(at)
        above: set[_Position] = set()
        while at:
            position = at.pop()
            for check, upwards in self._ways[position]:
                for place in check.actual_places if upwards else (*check.expected_places, *check.actual_places):
                    found = self._stated.get(_position(place))
                    printed = [_position(o.place) for o in found[0].observations] if found else []
                    new = {_position(place), *printed} - reached
                    reached |= new
                    at.extend(new)
                    above |= new if upwards or position in above else set()
        return bool(goal & above)

    def _climb(self, statement: Statement, places: list[Place]) -> tuple[list[Step], Statement, list[Place]]:
        """The steps up, the statement they reach and its places."""
        steps: list[Step] = []
        seen: set[Check] = set()
        while len(steps) < _MOST_STEPS:
            check = self._next(places, seen) or self._told(places, seen)
            if check is None:
                break
            seen.add(check)
            whole = check.expected_places[0] if check.rule == _TOLD else check.actual_places[0]
            reached = self._stated.get(_position(whole))
            steps.append(_step(check, whole, reached))
            if reached is None:
                return steps, statement, [whole]
            statement = reached[0]
            places = [item.place for item in statement.observations if item.amount is not None and not item.duplicate]
        return steps, statement, places

    def _next(self, places: Iterable[Place], seen: set[Check]) -> Check | None:
        """The check that climbs first in the order of the rules; a repeated sum of the same whole is passed over."""
        found = [
            check
            for place in places
            for check in self._parts.get(_position(place), ())
            if check not in seen and len(check.actual_places) == 1 and not _leads_back(check, seen)
        ]
        return min(found, key=lambda check: _UP.index(check.rule), default=None)

    def _told(self, places: Iterable[Place], seen: set[Check]) -> Check | None:
        """The check that leads a figure of a sentence to the one cell that prints it, at the beginning of a chain."""
        if seen:
            return None
        checks = (check for place in places for check in self._any.get(_position(place), ()) if check.rule == _TOLD)
        at = {_position(place) for place in places}
        return next((c for c in checks if len(c.expected_places) == 1 and _position(c.actual_places[0]) in at), None)

    def _end(self, statement: Statement, climbed: bool) -> str:
        """Why there is no further step: the reason of a check that was not run, or that this is the top."""
        key = statement.subject.key
        reasons = [
            check.sentence.removeprefix("未核对：")
            for check in self._checks
            if check.status is CheckStatus.NOT_RUN and check.rule in _UP and key in check.subjects
        ]
        if reasons:
            return f"核对到此为止：{reasons[0]}"
        if statement.subject.kind == "organisation":
            return END_TOTAL
        return END_TOP if climbed else END_ALONE


_made: WeakKeyDictionary[FactsView, Chains] = WeakKeyDictionary()


def _chains(view: FactsView) -> Chains:
    """The chains of a document, made once as long as its facts are kept."""
    found = _made.get(view)
    if found is None:
        found = _made[view] = Chains(view.reading)
    return found


def proven_part(view: FactsView, whole: Figure, part: Figure) -> bool:
    """Whether the stored checks of a document prove that one printed figure is a part of the other."""
    return _chains(view).leads(part.observations, whole.observations)


def chains_of(figures: Iterable[Figure], views: Mapping[str, FactsView]) -> list[tuple[str, Chain]]:
    """The chains of a result's printed figures and of the addends of its sums, each with the id of its document."""
    found: dict[tuple[str, str], Chain] = {}
    for figure in _printed(figures):
        view = views.get(figure.document)
        if view is not None and figure.statement is not None and figure.statement.view == "level":
            chain = _chains(view).of(figure.statement)
            found.setdefault((figure.document, chain.sentence), chain)
    return [(document, chain) for (document, _), chain in found.items()]


def shared_ways(chains: Sequence[tuple[str, Chain]]) -> list[tuple[str, Chain]]:
    """The chains of several figures made one for each total that they reach: the steps that they have in common.

    Chains without a step are left out, unless there is no other: then the first says why there is none.
    """
    groups: dict[tuple[str, _Position], list[Chain]] = {}
    for document, chain in chains:
        if chain.steps:
            groups.setdefault((document, _position(chain.steps[-1].whole)), []).append(chain)
    ways = [(document, way) for (document, _), group in groups.items() if (way := _in_common(group)) is not None]
    return ways[:_MOST_WAYS] if groups else list(chains[:1])


def _in_common(chains: Sequence[Chain]) -> Chain | None:
    """The last steps that all of the chains take; None where they only meet at the top by different checks."""
    first = chains[0]
    if len(chains) == 1:
        return first
    count = 0
    while all(len(c.steps) > count and c.steps[-1 - count] == first.steps[-1 - count] for c in chains):
        count += 1
    return replace(first, start=f"{len(chains)}项", steps=first.steps[-count:]) if count else None


def _printed(figures: Iterable[Figure]) -> Iterator[Figure]:
    for figure in figures:
        if figure.operands:
            yield from _printed(figure.operands)
        elif figure.role in ("headline", "part") and figure.unit == "元":
            yield figure


def _leads_back(check: Check, seen: set[Check]) -> bool:
    """Whether the check's whole is the whole, or a part, of one that was climbed before."""
    whole = _position(check.actual_places[0])
    return any(
        whole in {_position(place) for place in (*other.expected_places, *other.actual_places)} for other in seen
    )


def _step(check: Check, whole: Place, reached: tuple[Statement, Observation] | None) -> Step:
    amount = show(reached[1].amount) if reached and reached[1].amount else whole.printed.strip() or "未列示"
    name = _name(reached[0]) if reached else whole.printed
    if check.rule == "projects-vs-expenditure":
        name = f"{len(check.expected_places)}个项目合计＝{name}"
    elif check.rule == _TOLD:
        name = f"表格列示的{name}"
    return Step(name, amount, check, whole)


def _name(statement: Statement) -> str:
    """What a figure is called in the chain."""
    subject = statement.subject
    if subject.kind in ("function", "economic"):
        kind = f"{_BY_DIGITS.get(len(subject.code), '科目')}“{subject.code}{subject.name}”"
        return f"{kind}{_kind_of(statement)}"
    if subject.kind == "organisation":
        side = statement.side if statement.side != "n/a" else ""
        side = "" if statement.fund_scope.endswith(side) else side
        return f"{statement.fund_scope}{_kind_of(statement) or side}合计"
    kind = _KINDS.get(subject.kind, "")
    measure = statement.measure if subject.kind == "project" else ""
    return f"{kind}“{subject.name}”{measure}"


def _kind_of(statement: Statement) -> str:
    return "" if statement.expenditure_kind in ("合计", "n/a") else statement.expenditure_kind


def _position(place: Place) -> _Position:
    if place.table is not None:
        return place.table, place.row, place.column, place.char_from
    return place.page, place.line, place.char_from, place.char_to
