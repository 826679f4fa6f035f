"""Many questions from a file: one JSON object a line, checked as a whole before the first one is answered."""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.records import Answer, Scope, Turn

_log = logging.getLogger(__name__)

# What a fault of the program itself raises. One such question must not take the answers to the others away.
_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)

_FAULT_ANSWER = "这个问题因程序故障未能回答。 / A fault of this program kept the question from being answered."
_TEXT_FIELDS = ("organisation", "level", "stage", "document")

Ask = Callable[[str, Sequence[Turn], Scope | None], Answer]


class BatchError(ValueError):
    """A line of the file cannot be used; nothing has been answered."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        super().__init__(f"line {line}: {reason}")


class ScopeError(ValueError):
    """What was given as a scope is none."""


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One question of a batch, with ``id`` and ``session`` as they stand in the file.

    A question whose ``session`` is None is a conversation of its own.
    """

    id: str | int
    question: str
    session: str | int | None
    scope: Scope | None


def read_batch(lines: Iterable[str]) -> list[BatchLine]:
    """The questions of all lines but blank ones; ``BatchError`` names the first line (from 1) that is not right."""
    found = []
    for number, line in enumerate(lines, 1):
        text = line.strip().removeprefix("\ufeff")
        if text:
            found.append(_batch_line(number, text))
    return found


def _batch_line(number: int, text: str) -> BatchLine:
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise BatchError(number, f"not JSON ({error.msg} at character {error.colno})") from error
    if not isinstance(raw, dict):
        raise BatchError(number, 'not a JSON object with "id" and "question"')
    for name in ("id", "question"):
        if name not in raw:
            raise BatchError(number, f'"{name}" is missing')
    if not _is_name(raw["id"]):
        raise BatchError(number, '"id" must be a text or a whole number')
    if not isinstance(raw["question"], str) or not raw["question"].strip():
        raise BatchError(number, '"question" must be a text that is not empty')
    session = raw.get("session")
    if session is not None and not _is_name(session):
        raise BatchError(number, '"session" must be a text or a whole number')
    try:
        scope = None if raw.get("scope") is None else scope_of(raw["scope"])
    except ScopeError as error:
        raise BatchError(number, str(error)) from error
    return BatchLine(raw["id"], raw["question"], session, scope)


def _is_name(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def scope_of(raw: object) -> Scope:
    """The scope that a JSON object means; empty and null fields stay open. ``ScopeError`` says what is wrong."""
    if not isinstance(raw, Mapping):
        raise ScopeError("a scope must be a JSON object")
    unknown = sorted(set(map(str, raw)) - {*_TEXT_FIELDS, "year"})
    if unknown:
        raise ScopeError(f"a scope has no field {unknown[0]!r}; it has {', '.join(_TEXT_FIELDS)} and year")
    for name in _TEXT_FIELDS:
        if not isinstance(raw.get(name) or "", str):
            raise ScopeError(f'"{name}" of a scope must be a text')
    texts = {name: (raw.get(name) or "").strip() for name in _TEXT_FIELDS}
    return Scope(year=_year(raw.get("year")), **texts)


def _year(raw: object) -> int | None:
    if raw is None or raw == "":
        return None
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.isdecimal():
        return int(raw)
    raise ScopeError('"year" of a scope must be a whole number')


def answers(lines: Sequence[BatchLine], ask: Ask) -> Iterator[dict[str, Any]]:
    """The answer object to each line, in their order and with their ids; the lines of a session are one conversation.

    A question that a fault of the program leaves unanswered gets an object of status not_found with an ``error``.
    """
    histories: defaultdict[str | int, list[Turn]] = defaultdict(list)
    for line in lines:
        history = histories[line.session] if line.session is not None else []
        try:
            answer = ask(line.question, tuple(history), line.scope)
        except _FAULTS as error:
            _log.exception("question %r was not answered", line.id)
            yield _fault(line, error)
            continue
        history.append(answer.turn)
        yield {**answer.to_json(), "id": line.id}


def _fault(line: BatchLine, error: Exception) -> dict[str, Any]:
    return {
        "id": line.id,
        "question": line.question,
        "status": "not_found",
        "answer": _FAULT_ANSWER,
        "scope": (line.scope or Scope()).to_json(),
        "figures": [],
        "citations": [],
        "checks": [],
        "plan": None,
        "suggestions": [],
        "elapsed_ms": 0.0,
        "error": repr(error),
    }
