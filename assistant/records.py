"""The records that pass between the stages of a question. Frozen; no I/O.

Figures enter the text of an answer only from a ``Result``; the scores of retrieval never stand on these records.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from corpus.records import Check, Correction, Observation, Statement


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question is about before its subject. An empty field leaves it open."""

    organisation: str = ""
    level: str = ""
    year: int | None = None
    stage: str = ""
    document: str = ""

    def to_json(self) -> dict[str, Any]:
        """The object of the public contract."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the question that was understood: its normal form, where it stands, and as what it was read."""

    text: str
    start: int
    stop: int
    role: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question in normal form (simplified characters, folded width), with what was read from its words.

    ``text`` is as asked; ``normal`` the comparison form that the spans point into. ``language`` is zh, zh-Hant or en.
    ``content`` are the stretches that no span explains: what is left for the names of subjects.
    """

    text: str
    normal: str
    language: str
    spans: tuple[Span, ...]
    content: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reread:
    """Words of a question that were read as others: a slip of the pen or an abbreviation, in comparison form."""

    said: str
    meant: str

    def to_json(self) -> dict[str, Any]:
        """The object of the public contract."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a result with the observations it rests on.

    ``value`` and ``step`` are in 0.0001 of ``unit``; ``operands`` are the addends of a sum or the terms of a
    computation (empty for a printed figure). ``role`` is headline, part, alternative or context. ``direction`` is
    increase or decrease for a change; ``text`` the cell as printed; ``reason`` says why a part belongs.
    """

    role: str
    label: str
    value: int | None
    step: int
    unit: str
    document: str
    observations: tuple[Observation, ...] = ()
    statement: Statement | None = None
    direction: str | None = None
    qualifier: str = "="
    text: str = ""
    reason: str = ""
    operands: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence or printed text shown word for word, with the document and the place where it stands.

    ``mark`` is the part of the text that answers, shown in bold; "" where all of it does.
    """

    document: str
    observation: Observation
    context: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A typed request: scope, operation, subjects, measure and the rest.

    ``operation`` is one of the closed set in ``assistant.plan.OPERATIONS``. ``subjects`` are references
    "document id#subject key"; ``reasons`` say, in the same order, why each belongs to the ``topic``. ``measure``,
    ``expenditure_kind``, ``fund_scope``, ``side`` and ``stage`` narrow the statements, "" leaves one open; ``view`` is
    level, change or rate, and ``base`` the year a change is measured against; ``base_stage`` the stage that the
    question names for it; ``period`` is a year other than the document's own, whose figure the document quotes.
    ``unit`` is the unit to answer in; ``table`` the name of the table whose figures alone are meant.
    ``limit`` and ``order`` are of rankings, ``filters`` pairs of more or less and a bound (50万元, =50万元 if reached).
    ``unplaced`` holds the words of the question that no part of the plan accounts for: such a plan is never executed.
    ``choices`` are the readings to offer, ``missing`` the things asked that were not found beside others that were,
    ``left_out`` near misses of a topic with the reason. ``asks_count`` wants the number of items beside their figures,
    ``signed`` the sign of a change. ``named`` is the subject, topic, field or question that an operation other than a
    lookup is about; ``reading`` says in words what was done with earlier answers. ``parts`` are plans of their own.
    ``said`` is how the subject's name was said (``assistant.confidence.FEATURES``), empty where none was.
    """

    operation: str
    scope: Scope
    documents: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    topic: str = ""
    measure: str = ""
    expenditure_kind: str = ""
    fund_scope: str = ""
    side: str = ""
    stage: str = ""
    view: str = "level"
    unit: str = ""
    limit: int | None = None
    order: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    reading: str = ""
    unplaced: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    choices: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    base: int | None = None
    base_stage: str = ""
    period: int | None = None
    asks_count: bool = False
    signed: bool = False
    named: str = ""
    table: str = ""
    parts: tuple[Plan, ...] = ()
    said: tuple[float, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A JSON object with the parts that are set."""
        raw: dict[str, Any] = {
            "operation": self.operation,
            "documents": list(self.documents),
            "subjects": list(self.subjects),
            "topic": self.topic,
            "measure": self.measure,
            "expenditure_kind": self.expenditure_kind,
            "fund_scope": self.fund_scope,
            "side": self.side,
            "stage": self.stage,
            "view": self.view if self.view != "level" else "",
            "unit": self.unit,
            "limit": self.limit,
            "order": self.order,
            "filters": [list(item) for item in self.filters],
            "reading": self.reading,
            "unplaced": list(self.unplaced),
            "base": self.base,
            "base_stage": self.base_stage,
            "period": self.period,
            "table": self.table,
            "named": self.named,
            "choices": list(self.choices),
            "missing": list(self.missing),
        }
        return {key: value for key, value in raw.items() if value not in ("", [], None)}


@dataclass(frozen=True, slots=True)
class Result:
    """What executing a plan gave. ``status`` is answered, partial, clarify or not_found.

    ``near`` names things close to what was asked (text only, never figures); ``choices`` are the readings offered when
    a question must be clarified; ``left_out`` are near misses of a total with the reason. ``across`` are
    checks between two documents, with the ids of the expected and of the actual side's one.
    """

    status: str
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Quote, ...] = ()
    reason: str = ""
    near: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    checks: tuple[tuple[str, Check], ...] = ()
    note: str = ""
    across: tuple[tuple[str, str, Check], ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A marker [n] and the printed place it points to, as in the public contract.

    ``correction`` is that of the cited cell, None where it reads as the file was read.
    """

    n: int
    id: str
    document: str
    document_name: str
    organisation: str
    level: str
    year: int | None
    stage: str
    page: int | None
    line: int | None
    bbox: tuple[float, float, float, float] | None
    project: str
    table: str
    row: str
    column: str
    cell_text: str
    quote: str
    correction: Correction | None = None

    def to_json(self) -> dict[str, Any]:
        """The object of the public contract."""
        box = None if self.bbox is None else list(self.bbox)
        return {**asdict(self), "bbox": box, "correction": correction_json(self.correction)}


def correction_json(correction: Correction | None) -> dict[str, str] | None:
    """A correction as the public contract has it."""
    if correction is None:
        return None
    said = {"who": correction.who, "when": correction.when, "why": correction.why}
    return {"from": correction.before, "to": correction.after, **said}


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure as the answer shows it: an exact decimal in the unit asked for, with its citation numbers."""

    role: str
    label: str
    amount: Decimal | None
    unit: str
    step: Decimal
    direction: str | None
    citations: tuple[int, ...]
    qualifier: str = "="
    reason: str = ""

    def to_json(self) -> dict[str, Any]:
        """The object of the public contract; ``amount`` is a plain decimal string."""
        return {
            "role": self.role,
            "label": self.label,
            "amount": None if self.amount is None else format(self.amount, "f"),
            "unit": self.unit,
            "step": format(self.step, "f"),
            "direction": self.direction,
            "qualifier": self.qualifier,
            "reason": self.reason,
            "citations": list(self.citations),
        }


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """A check as the answer shows it, its amounts as decimal strings in ``unit``."""

    rule: str
    status: str
    severity: str
    expected: str
    actual: str
    difference: str
    tolerance: str
    unit: str
    sentence: str
    citations: tuple[int, ...]
    document: str = ""

    @property
    def outcome(self) -> str:
        """The status, or "note" for a failure that is only a notice: worth knowing, no figure disagrees."""
        return "note" if self.status == "fail" and self.severity == "notice" else self.status

    def to_json(self) -> dict[str, Any]:
        """The object of the public contract."""
        return {
            "rule": self.rule,
            "status": self.status,
            "severity": self.severity,
            "expected": self.expected,
            "actual": self.actual,
            "difference": self.difference,
            "tolerance": self.tolerance,
            "unit": self.unit,
            "sentence": self.sentence,
            "document": self.document,
            "citations": list(self.citations),
        }


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One check on the way up from a figure: the printed amount it reaches, and how the check ended."""

    name: str
    amount: str
    rule: str
    status: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShownChain:
    """The way from a figure of the answer (``start``) up to the totals that hold it; ``end`` says why it stops there.

    ``witnesses`` other printings agree with the last figure, ``against`` do not. Each step is also one of the checks.
    """

    document: str
    start: str
    steps: tuple[ShownStep, ...]
    witnesses: int
    against: int
    end: str

    def to_json(self) -> dict[str, Any]:
        """The object of the public contract."""
        raw = asdict(self)
        steps = [{**asdict(step), "citations": list(step.citations)} for step in self.steps]
        return {**raw, "steps": steps}


@dataclass(frozen=True, slots=True)
class ShownAddends:
    """The cells that a check of that ``rule`` adds up to a figure of the answer, which stands in ``table``.

    ``citations`` are those of the addends' numbers that the answer itself does not have.
    """

    rule: str
    table: str
    figures: tuple[ShownFigure, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """What a conversation keeps of one question: its plan and its result, given in and returned, never server state.

    ``documents`` are the ids of those that were looked in, which the next question inherits as its scope.
    """

    question: str
    plan: Plan | None
    result: Result
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer object of the public contract. ``turn`` goes into the history of the next question.

    ``reread`` are the words of the question that were read as others; ``confidence`` (0 to 1) is the chance that the
    reading is what was meant, None where nothing is answered.

    What only a page shows is filled in there: ``given`` is the scope that was selected for the question, ``addends``
    lists what the figure that was asked for is made of.
    """

    id: str
    question: str
    status: str
    answer: str
    scope: Scope
    figures: tuple[ShownFigure, ...]
    citations: tuple[Citation, ...]
    checks: tuple[ShownCheck, ...]
    plan: Plan | None
    elapsed_ms: float
    turn: Turn
    suggestions: tuple[str, ...] = field(default=())
    chains: tuple[ShownChain, ...] = field(default=())
    reread: tuple[Reread, ...] = ()
    confidence: float | None = None
    given: Scope | None = None
    addends: tuple[ShownAddends, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The object of the public contract."""
        return {
            "id": self.id,
            "question": self.question,
            "status": self.status,
            "answer": self.answer,
            "scope": self.scope.to_json(),
            "figures": [figure.to_json() for figure in self.figures],
            "citations": [citation.to_json() for citation in self.citations],
            "checks": [check.to_json() for check in self.checks],
            "chains": [chain.to_json() for chain in self.chains],
            "plan": None if self.plan is None else self.plan.to_json(),
            "suggestions": list(self.suggestions),
            "reread": [reread.to_json() for reread in self.reread],
            "confidence": None if self.confidence is None else round(self.confidence, 3),
            "elapsed_ms": round(self.elapsed_ms, 1),
        }
