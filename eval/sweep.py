"""Questions made from what documents state, each with its gold from the reading and never from an answer.

Every row is asked by column, document and wording; years and levels are asked side by side; rows, years and bodies
that a document does not have are asked of it. What comes out is the nearest thing to questions never seen.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, product
from typing import Any

from corpus.records import Document, Reading, Statement

_NAMES = 2
_LONGEST_NAME = 30
_KINDS = ("基本支出", "项目支出", "人员经费", "公用经费")
_WORDINGS = (
    "{scope}{name}是多少",
    "请问{scope}{name}安排了多少元？",
    "{scope}的{name}预算多少钱",
    "{scope}{name}花了多少",
    "{name}，{scope}有多少？",
    "How much is {name} ({scope})?",
)
_KIND_WORDINGS = ("{scope}{name}的{kind}是多少", "{scope}{name}中{kind}有多少元？", "{scope}{name}里的{kind}")
_ROWS = ("function", "economic", "item")
_UNITS = 10_000


@dataclass(frozen=True)
class SweepCase:
    """A question with the amounts (元) that an answer may show as headlines: all of ``gold``, nothing else.

    ``either`` says that one of them is enough. An empty ``gold`` must be refused or asked back.
    """

    template: str
    question: str
    gold: frozenset[Decimal]
    either: bool = True
    document: str = ""


@dataclass(frozen=True)
class Swept:
    """A case with the verdict right, refused or wrong, and the headlines that were shown."""

    case: SweepCase
    verdict: str
    shown: tuple[str, ...]


def cases(readings: Sequence[Reading], most: int) -> list[SweepCase]:
    """At most ``most`` questions a template and document, chosen by a hash of their words: the same every time."""
    chosen: dict[tuple[str, str], list[SweepCase]] = defaultdict(list)
    full = [reading for reading in readings if reading.document.organisation and reading.document.fiscal_year]
    for case in _all(full):
        chosen[case.template, case.document].append(case)
    picked = [sorted(group, key=lambda case: hash_of(case.question))[:most] for group in chosen.values()]
    unique = {case.question: case for group in picked for case in group}
    return list(unique.values())


def hash_of(text: str) -> str:
    """A number that orders texts by no meaning of theirs, the same on every machine."""
    return hashlib.sha256(text.encode()).hexdigest()


def sweep(asked: Sequence[SweepCase], ask: Callable[[str], Mapping[str, Any]]) -> list[Swept]:
    """Each case asked and judged."""
    return [_judged(case, ask(case.question)) for case in asked]


def _judged(case: SweepCase, answer: Mapping[str, Any]) -> Swept:
    heads = [figure for figure in answer["figures"] if figure["role"] == "headline" and figure["amount"] is not None]
    shown = tuple(f"{figure['label']} {figure['amount']}{figure['unit']}" for figure in heads)
    if answer["status"] in ("clarify", "not_found") or not heads:
        return Swept(case, "refused rightly" if not case.gold else "refused", shown)
    amounts = {Decimal(figure["amount"]) * (10_000 if figure["unit"] == "万元" else 1) for figure in heads}
    known = amounts <= case.gold
    right = known and (case.either or amounts == case.gold)
    return Swept(case, "right" if right else "incomplete" if known else "wrong", shown)


# What documents state


class Facts:
    """The amounts of one reading by name of row, kind of expenditure, side and stage."""

    def __init__(self, reading: Reading) -> None:
        self.document = reading.document
        self.amounts: dict[tuple[str, str, str, str], set[Decimal]] = defaultdict(set)
        self.names: dict[str, set[str]] = defaultdict(set)
        self.codes: dict[str, str] = {}
        self.printed: set[str] = set()
        for statement in reading.statements:
            self._take(statement)

    def _take(self, statement: Statement) -> None:
        subject = statement.subject
        own_year = statement.period_from in (0, self.document.fiscal_year)
        if subject.kind not in _ROWS or statement.view != "level" or statement.measure != "金额" or not own_year:
            return
        name = re.sub(r"\s", "", subject.name)
        self.printed.add(name)
        self.names[name].add(subject.key)
        if subject.code:
            self.codes[subject.code] = name
        side = "收入" if statement.side == "收入" else "支出"
        kind = statement.expenditure_kind if statement.expenditure_kind in _KINDS else "合计"
        for observation in statement.observations:
            amount = observation.amount
            if amount is not None and amount.unit == "元":
                value = Decimal(amount.value) / _UNITS
                for key in (name, subject.code):
                    self.amounts[key, kind, side, statement.stage].add(value)
                    if subject.kind == "economic" and kind == "基本支出":
                        self.amounts[key, "合计", side, statement.stage].add(value)

    @property
    def stage(self) -> str:
        """The stage that the document's own figures are of."""
        return self.document.stage

    def of(self, name: str, kind: str = "合计", side: str = "支出", stage: str = "") -> frozenset[Decimal]:
        """All amounts that are printed for a row, a kind, a side and a stage."""
        return frozenset(self.amounts.get((name, kind, side, stage or self.stage), ()))

    def rows(self) -> Iterator[str]:
        """The names of rows that are long enough, and not so long, to be said."""
        return (name for name in sorted(self.names) if _NAMES < len(name) <= _LONGEST_NAME and "合计" not in name)

    def one(self, name: str) -> bool:
        """Whether the name stands for one amount, however often and how finely it is printed."""
        return len({_coarse(value) for value in self.of(name)}) == 1


def _coarse(value: Decimal) -> Decimal:
    return (value / 10_000).quantize(Decimal("0.1"))


def short(organisation: str) -> str:
    """An organisation as people say it: without places, and without 人民政府 where more than an office follows."""
    own = re.sub(r"^(?:[^市]{2,4}市)?(?:[^区县市]{1,5}(?:新区|区|县|市))?", "", organisation)
    rest = own.removeprefix("人民政府")
    return rest if len(rest) > 3 else own


def _scope(document: Document, twins: bool) -> str:
    level = document.level if twins else ""
    return f"{short(document.organisation)}{document.fiscal_year}年{level}{'的' if level else ''}"


# Questions


def _all(readings: Sequence[Reading]) -> Iterator[SweepCase]:
    facts = [Facts(reading) for reading in readings]
    levels = Counter((f.document.organisation, f.document.fiscal_year, f.document.stage) for f in facts)
    for one in facts:
        twins = levels[one.document.organisation, one.document.fiscal_year, one.document.stage] > 1
        yield from _of_one(one, _scope(one.document, twins))
        yield from _foreign(one, facts, _scope(one.document, twins))
        yield from _open(one, facts)
    yield from _years(facts)
    yield from _levels(facts)


def _of_one(facts: Facts, scope: str) -> Iterator[SweepCase]:
    """Rows and columns of one document, its scope said."""
    document = facts.document.id
    for name in facts.rows():
        gold = facts.of(name) if facts.one(name) else frozenset()
        ambiguous = len(facts.names[name]) > 1
        wording = _WORDINGS[int(hash_of(name + scope), 16) % len(_WORDINGS)]
        if facts.stage == "决算" and "预算" in wording:
            wording = _WORDINGS[0]  # beside final accounts 预算 asks for the budget
        if gold or ambiguous:
            yield SweepCase("row", wording.format(scope=scope, name=name), gold, document=document)
        for kind in _KINDS:
            wording = _KIND_WORDINGS[int(hash_of(name + kind), 16) % len(_KIND_WORDINGS)]
            values = facts.of(name, kind)
            if len({_coarse(value) for value in values}) <= 1 and not (ambiguous and not values):
                template = "kind" if values else "kind without figure"
                question = wording.format(scope=scope, name=name, kind=kind)
                yield SweepCase(template, question, values, document=document)
        income = facts.of(name, side="收入")
        if len(facts.names[name]) == 1:
            yield SweepCase("income", f"{scope}{name}的收入是多少", income, document=document)
    for code, name in sorted(facts.codes.items()):
        if len({_coarse(value) for value in facts.of(code)}) == 1:
            yield SweepCase("code", f"{scope}科目{code}（{name}）是多少", facts.of(code), document=document)
            yield SweepCase("code alone", f"{scope}{code}多少元", facts.of(code), document=document)
    if facts.stage == "决算":
        yield from _stages(facts, scope)


def _stages(facts: Facts, scope: str) -> Iterator[SweepCase]:
    for name in facts.rows():
        budget = facts.of(name, stage="年初预算") | facts.of(name, stage="预算") | facts.of(name, stage="全年预算")
        final = facts.of(name)
        if len(facts.names[name]) > 1 or len(final) > 1 or len(budget) > 1:
            continue
        document = facts.document.id
        yield SweepCase("budget of accounts", f"{scope}{name}年初预算数是多少", budget, document=document)
        yield SweepCase("final", f"{scope}{name}决算数是多少", final, document=document)
        if budget and final:
            question = f"{scope}{name}年初预算和决算各多少"
            yield SweepCase("both stages", question, budget | final, False, document)


def _foreign(facts: Facts, every: Sequence[Facts], scope: str) -> Iterator[SweepCase]:
    """Rows that only other documents have, years and bodies that none has: nothing may be answered."""
    document = facts.document
    for other in every:
        for name in other.rows():
            if not any(name in own or own in name for own in facts.printed):
                yield SweepCase("row of another document", f"{scope}{name}是多少", frozenset(), document=document.id)
    years = {f.document.fiscal_year for f in every}
    missing = next(year for year in range(2030, 2010, -1) if not {year, year + 1, year - 1} & years)
    bodies = {short(f.document.organisation) for f in every}
    for name in facts.rows():
        whose = short(document.organisation)
        yield SweepCase("missing year", f"{whose}{missing}年{name}是多少", frozenset(), document=document.id)
        if "气象局" not in bodies:
            question = f"气象局{document.fiscal_year}年{name}是多少"
            yield SweepCase("missing body", question, frozenset(), document=document.id)


def _open(facts: Facts, every: Sequence[Facts]) -> Iterator[SweepCase]:
    """Rows without any scope: answered only where all documents that have the row state one amount."""
    for name in facts.rows():
        stated = [other.of(name) for other in every if name in other.printed]
        agree = frozenset.intersection(*stated) if all(stated) else frozenset()
        yield SweepCase("no scope", f"{name}是多少", agree, document=facts.document.id)


def _years(every: Sequence[Facts]) -> Iterator[SweepCase]:
    groups: dict[tuple[str, str, str], list[Facts]] = defaultdict(list)
    for facts in every:
        groups[facts.document.organisation, facts.document.level, facts.stage].append(facts)
    for (organisation, _, _), group in groups.items():
        ordered = sorted(group, key=lambda facts: facts.document.fiscal_year or 0)
        for earlier, later in pairwise(ordered):
            yield from _pair(short(organisation), earlier, later)
        if len(ordered) > 2:
            yield from _series(short(organisation), ordered)


def _pair(whose: str, earlier: Facts, later: Facts) -> Iterator[SweepCase]:
    first, last, document = earlier.document.fiscal_year, later.document.fiscal_year, later.document.id
    for name in sorted(set(earlier.rows()) & set(later.rows())):
        if not (earlier.one(name) and later.one(name)):
            continue
        gold = frozenset(abs(a - b) for a in later.of(name) for b in earlier.of(name))
        yield SweepCase("change", f"{whose}{last}年{name}比{first}年增加了多少", gold, document=document)
        signed = gold | {-value for value in gold}
        yield SweepCase("change", f"{whose}{first}年到{last}年{name}变化了多少", signed, document=document)
        both = earlier.of(name) | later.of(name)
        yield SweepCase("years", f"{whose}{first}和{last}年{name}各多少", both, document=document)


def _series(whose: str, ordered: Sequence[Facts]) -> Iterator[SweepCase]:
    years = "、".join(str(facts.document.fiscal_year) for facts in ordered)
    document = ordered[-1].document.id
    for name in sorted(set.intersection(*(set(facts.rows()) for facts in ordered))):
        if not all(facts.one(name) for facts in ordered):
            continue
        values = frozenset(value for facts in ordered for value in facts.of(name))
        best = max(values)
        top = frozenset(value for value in values if _coarse(value) == _coarse(best))
        yield SweepCase("years", f"{whose}{years}年{name}各是多少", values, document=document)
        yield SweepCase("top year", f"{whose}哪一年{name}最多", top, document=document)
        sums = frozenset(sum(pick, Decimal(0)) for pick in product(*(facts.of(name) for facts in ordered)))
        yield SweepCase("sum of years", f"{whose}{years}年{name}一共多少", sums, document=document)


def _levels(every: Sequence[Facts]) -> Iterator[SweepCase]:
    groups: dict[tuple[str, int | None, str], dict[str, Facts]] = defaultdict(dict)
    for facts in every:
        groups[facts.document.organisation, facts.document.fiscal_year, facts.stage][facts.document.level] = facts
    for (organisation, year, _), group in groups.items():
        if set(group) != {"部门", "单位"}:
            continue
        one, other = group["部门"], group["单位"]
        for name in sorted(set(one.rows()) & set(other.rows())):
            if one.one(name) and other.one(name):
                gold = frozenset(abs(a - b) for a in one.of(name) for b in other.of(name))
                question = f"{short(organisation)}{year}年部门和单位的{name}差多少"
                yield SweepCase("levels", question, gold, document=one.document.id)
