"""ask, cite, audit and documents as typed functions: what the HTTP API and the MCP tools serve, and nothing else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.answer import ask
from assistant.around import Found
from assistant.audit import AuditReport, report_of_version
from assistant.lookup import UnreadableQueryError, by_amount, by_code, by_id, by_words
from assistant.records import Scope
from assistant.schemas import AnswerObject, AuditObject, DocumentObject, DocumentsObject, LookupObject, ScopeObject

if TYPE_CHECKING:
    from assistant.library import Library

QUESTION_LONGEST = 2000
MOST_RESULTS = 500


@dataclass(frozen=True, slots=True)
class Service:
    """The functions over one library. They only read it."""

    library: Library

    def ask(self, question: str, scope: ScopeObject | None = None) -> AnswerObject:
        """The answer to one question, without a conversation before it. ``ValueError`` for an empty or long one."""
        question = question.strip()
        if not question or len(question) > QUESTION_LONGEST:
            raise ValueError(f"a question has 1 to {QUESTION_LONGEST} characters, not {len(question)}")
        chosen = None if scope is None else Scope(**scope.model_dump())
        answer = ask(question, (), self.library, None if chosen == Scope() else chosen)
        return AnswerObject.model_validate(answer.to_json())

    def cite(self, id: str = "", amount: str = "", text: str = "", code: str = "", limit: int = 20) -> LookupObject:
        """The places that answer to exactly one of id, amount, words or code.

        ``ValueError`` if none or several are given or one cannot be read; ``UnknownCitationError`` for an unknown id.
        """
        given = {"id": id, "amount": amount, "text": text, "code": code}
        kinds = [name for name, value in given.items() if value.strip()]
        if len(kinds) != 1:
            raise UnreadableQueryError("Give exactly one of id, amount, text, code.")
        found = looked_up(self.library, kinds[0], given[kinds[0]])
        shown = found[: _within(limit)]
        return LookupObject.model_validate({"count": len(found), "results": [item.to_json() for item in shown]})

    def audit(
        self,
        document: str = "",
        statuses: Collection[str] = ("fail",),
        families: Collection[str] = (),
        severities: Collection[str] = (),
        limit: int = 50,
    ) -> AuditObject:
        """The checks of the library, failures first; errors as ``assistant.audit.audit``."""
        report = filtered(report_of_version(self.library, document), statuses, families, severities)
        shown = [item.to_json() for item in report.checks[: _within(limit)]]
        return AuditObject.model_validate({"count": len(report.checks), "checks": shown})

    def documents(self) -> DocumentsObject:
        """The documents of the library."""
        found = [_document(item) for item in self.library.summaries()]
        return DocumentsObject(count=len(found), documents=found)


def looked_up(library: Library, kind: str, typed: str) -> list[Found]:
    """The places for what was typed; ``kind`` is id, amount, text or code. Errors as in ``assistant.lookup``."""
    typed = typed.strip()
    if kind == "amount":
        return by_amount(library, typed)
    if kind == "text":
        return by_words(library, typed, MOST_RESULTS)
    return by_code(library, typed) if kind == "code" else [by_id(library, typed)]


def filtered(
    report: AuditReport, statuses: Collection[str], families: Collection[str], severities: Collection[str]
) -> AuditReport:
    """The checks of a report with one of these; nothing named of a kind: all."""
    kept = (
        item
        for item in report.checks
        if (not statuses or item.check.status.value in statuses)
        and (not families or item.entry.family in families)
        and (not severities or item.check.severity.value in severities)
    )
    return AuditReport(report.documents, tuple(kept), tuple(statuses), tuple(severities))


def _within(limit: int) -> int:
    if not 1 <= limit <= MOST_RESULTS:
        raise ValueError(f"limit must be 1 to {MOST_RESULTS}, not {limit}")
    return limit


def _document(item: Any) -> DocumentObject:
    it = item.document
    return DocumentObject(
        id=it.id,
        name=it.name,
        organisation=it.organisation,
        level=it.level,
        year=it.fiscal_year,
        stage=it.stage,
        kind=it.kind,
        tables=sum(count for _, count in item.tables),
        projects=item.projects,
        figures=item.figures,
        problems=item.problems,
        checks=dict(item.checks),
    )
