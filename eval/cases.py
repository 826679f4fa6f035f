"""Question files: JSON lines with what a right answer must hold, read into frozen records."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

CATEGORIES = frozenset({"lookup", "aggregate", "statutory", "narrative", "attribute", "audit", "dialogue", "abstain"})
FIELDS = frozenset(
    {
        "id",
        "category",
        "question",
        "document",
        "where",
        "amount",
        "unit",
        "tol",
        "all_amounts",
        "text",
        "cite",
        "abstain",
        "clarify",
        "forbid",
        "session",
    }
)

Groups = tuple[tuple[str, ...], ...]


class CaseError(ValueError):
    """A question file that cannot be used; the message names the file, the line and the field."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class Case:
    """One question and its gold.

    `amount`, `tol` and `all_amounts` are in `unit`. Each group of `text` needs one of its alternatives in the answer's
    text, each group of `cite` one in the citations. `abstain`: the documents do not say. `clarify`: asking back is
    right (and an answer is, if it holds the gold that stands beside it). `forbid` must not be shown. Cases of one
    `session` are one conversation, in file order. `document` is part of a file name: the scope of the question.
    `where` says where the gold was found: part of a file name, page, line or cell, the printed text and, if it is not
    元, its unit. It is for the people who check the gold; no score reads it.
    """

    id: str
    category: str
    question: str
    amount: Decimal | None = None
    unit: str = "元"
    tol: Decimal = Decimal(0)
    all_amounts: tuple[Decimal, ...] = ()
    text: Groups = ()
    cite: Groups = ()
    abstain: bool = False
    clarify: bool = False
    forbid: tuple[str, ...] = ()
    session: str | None = None
    document: str | None = None
    where: Groups = ()

    @property
    def answerable(self) -> bool:
        """True if some answer (not a refusal) can be right."""
        return self.amount is not None or bool(self.all_amounts) or bool(self.text)

    @property
    def expected(self) -> str:
        """The gold in one line, for reports."""
        parts = [f"{self.amount} {self.unit}"] if self.amount is not None else []
        parts += [f"{amount} {self.unit}" for amount in self.all_amounts]
        parts += ["/".join(group) for group in self.text]
        if self.abstain:
            parts.append("not_found")
        if self.clarify:
            parts.append("clarify")
        return "; ".join(parts)


class _Fields:
    """Typed access to the fields of one JSON object; every complaint knows its place."""

    def __init__(self, file: Path, line: int, values: Mapping[str, object]) -> None:
        self.file, self.line, self.values = file, line, values

    def error(self, reason: str) -> CaseError:
        return CaseError(self.file, self.line, reason)

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"{name} must be a text that is not empty")
        return value

    def required(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise self.error(f"{name} is missing")
        return value

    def flag(self, name: str) -> bool:
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            raise self.error(f"{name} must be true or false")
        return value

    def decimal(self, name: str, value: object) -> Decimal:
        """Decimal of a string; a JSON number is refused, but for a whole `tol`."""
        if isinstance(value, int) and not isinstance(value, bool) and name == "tol":
            return Decimal(value)
        if not isinstance(value, str):
            raise self.error(f"{name} must be a plain decimal string, not {json.dumps(value, ensure_ascii=False)}")
        try:
            number = Decimal(value)
        except InvalidOperation:
            raise self.error(f"{name} is not a decimal number: {value}") from None
        if not number.is_finite() or "e" in value.lower():
            raise self.error(f"{name} is not a plain decimal number: {value}")
        return number

    def texts(self, name: str) -> tuple[str, ...]:
        return self._texts(name, self.values.get(name, []))

    def groups(self, name: str) -> Groups:
        value = self.values.get(name, [])
        if not isinstance(value, list):
            raise self.error(f"{name} must be a list of groups of alternatives")
        return tuple(self._texts(name, group) for group in value)

    def _texts(self, name: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.error(f"{name} must hold lists of texts")
        return tuple(value)


def read_cases(files: Sequence[Path]) -> tuple[Case, ...]:
    """Cases of all files, in order. Raises CaseError for a bad line or an id used twice, OSError for a missing file."""
    cases: list[Case] = []
    seen: dict[str, str] = {}
    scopes: dict[str, str | None] = {}
    for file in files:
        for line, text in _lines(file):
            case = _case(file, line, text)
            if case.id in seen:
                raise CaseError(file, line, f"id {case.id} was used before, in {seen[case.id]}")
            seen[case.id] = f"{file}:{line}"
            if case.session is not None and scopes.setdefault(case.session, case.document) != case.document:
                raise CaseError(file, line, f"session {case.session} changes its document")
            cases.append(case)
    return tuple(cases)


def _lines(file: Path) -> Iterable[tuple[int, str]]:
    content = file.read_text(encoding="utf-8")
    return ((number, text) for number, text in enumerate(content.split("\n"), 1) if text.strip())


def _case(file: Path, line: int, text: str) -> Case:
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise CaseError(file, line, f"not JSON: {error}") from None
    if not isinstance(values, dict):
        raise CaseError(file, line, "not a JSON object")
    unknown = sorted(set(values) - FIELDS)
    if unknown:
        raise CaseError(file, line, f"unknown field {', '.join(unknown)}")
    return _checked(_Fields(file, line, values))


def _checked(fields: _Fields) -> Case:
    category = fields.required("category")
    if category not in CATEGORIES:
        raise fields.error(f"category {category} is none of {', '.join(sorted(CATEGORIES))}")
    amount, many = fields.values.get("amount"), fields.values.get("all_amounts", [])
    if not isinstance(many, list):
        raise fields.error("all_amounts must be a list")
    case = Case(
        id=fields.required("id"),
        category=category,
        question=fields.required("question"),
        amount=None if amount is None else fields.decimal("amount", amount),
        unit=fields.text("unit") or "元",
        tol=fields.decimal("tol", fields.values.get("tol", "0")),
        all_amounts=tuple(fields.decimal("all_amounts", value) for value in many),
        text=fields.groups("text"),
        cite=fields.groups("cite"),
        abstain=fields.flag("abstain"),
        clarify=fields.flag("clarify"),
        forbid=fields.texts("forbid"),
        session=fields.text("session"),
        document=fields.text("document"),
        where=fields.groups("where"),
    )
    if case.tol < 0:
        raise fields.error("tol is negative")
    if any(len(place) not in (3, 4) for place in case.where):
        raise fields.error("where must hold lists of a document, a place, a printed text and, if need be, a unit")
    if case.abstain and case.answerable:
        raise fields.error("abstain stands beside a gold answer")
    if not (case.answerable or case.abstain or case.clarify):
        raise fields.error("no gold: one of amount, all_amounts, text, abstain, clarify is needed")
    return case
