"""The HTTP API: ask, cite, audit and documents as JSON with typed schemas (``/api/openapi.json``)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field

from assistant.evidence import UnknownCitationError
from assistant.library import AmbiguousDocumentError
from assistant.lookup import UnreadableQueryError
from assistant.schemas import AnswerObject, AuditObject, DocumentsObject, LookupObject, ScopeObject
from assistant.service import MOST_RESULTS, QUESTION_LONGEST, Service
from corpus.store import LibraryError

T = TypeVar("T")
Status = Literal["fail", "rounding", "pass", "not_run"]
Severity = Literal["error", "warning", "notice"]
Family = Literal["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"]
Limit = Annotated[int, Query(ge=1, le=MOST_RESULTS, description="how many to return at most")]


class AskRequest(BaseModel):
    """A question, and what it is about if it does not say so itself."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(min_length=1, max_length=QUESTION_LONGEST)
    scope: ScopeObject | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets ``at_once`` in, ``queue`` more wait, and turns away the others with status 503."""

    at_once: int
    queue: int
    _places: threading.BoundedSemaphore = field(init=False)
    _work: threading.BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", threading.BoundedSemaphore(self.at_once + self.queue))
        object.__setattr__(self, "_work", threading.BoundedSemaphore(self.at_once))

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Wait for one's turn."""
        if not self._places.acquire(blocking=False):
            raise HTTPException(503, "Too many questions are waiting; please try again in a moment.")
        try:
            with self._work:
                yield
        finally:
            self._places.release()


def router(service: Service, gate: Gate) -> APIRouter:
    """The routes under ``/api`` that read."""
    made = APIRouter(prefix="/api", tags=["budget"])

    @made.post("/ask")
    def ask(request: AskRequest) -> AnswerObject:
        """Answer a question in Chinese or English with cited, cross-checked figures."""
        with gate.entered():
            return answered(lambda: service.ask(request.question, request.scope))

    @made.get("/cite")
    def cite(id: str = "", amount: str = "", text: str = "", code: str = "", limit: Limit = 20) -> LookupObject:
        """Find printed places by exactly one of citation id, amount, words or classification code."""
        with gate.entered():
            return answered(lambda: service.cite(id, amount, text, code, limit))

    @made.get("/audit")
    def audit(
        document: str = "",
        status: Annotated[list[Status], Query(description="only these; none: findings (fail)")] = ["fail"],  # noqa: B006
        family: Annotated[list[Family], Query()] = [],  # noqa: B006
        severity: Annotated[list[Severity], Query()] = [],  # noqa: B006
        limit: Limit = 50,
    ) -> AuditObject:
        """The accounting checks of all documents or of one, both sides cited."""
        with gate.entered():
            return answered(lambda: service.audit(document, status, family, severity, limit))

    @made.get("/documents")
    def documents() -> DocumentsObject:
        """The documents of the library with what was read of them."""
        return answered(service.documents)

    return made


def answered(work: Callable[[], T]) -> T:
    """What ``work`` returns; its known errors as HTTP errors that say what to do."""
    try:
        return work()
    except (UnknownCitationError, AmbiguousDocumentError) as error:
        raise HTTPException(404, str(error)) from error
    except (UnreadableQueryError, ValueError) as error:
        raise HTTPException(422, str(error)) from error
    except LibraryError as error:
        raise HTTPException(503, str(error)) from error
