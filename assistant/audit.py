"""All checks of a library, both sides cited, as records and as JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assistant.evidence import citation_of
from assistant.records import Citation, ShownCheck
from corpus.records import UNITS_PER_YUAN, Check, CheckStatus, Document, Place, Reading, Severity

if TYPE_CHECKING:
    from assistant.library import Library

STATUS_OF_GROUP = {"fail": "fail", "rounding": "rounding", "notice": "fail", "pass": "pass", "not_run": "not_run"}
"""The groups of a report in their order, each with the status that its checks have."""


@dataclass(frozen=True, slots=True)
class AuditedCheck:
    """A check of a document with the citations of both sides, numbered through from 1: first expected, then actual."""

    document: Document
    check: Check
    expected: tuple[Citation, ...]
    actual: tuple[Citation, ...]

    @property
    def group(self) -> str:
        """Its status; "notice" for a failure that is worth knowing without being an error."""
        notice = self.check.status is CheckStatus.FAIL and self.check.severity is Severity.NOTICE
        return "notice" if notice else self.check.status.value

    @property
    def shown(self) -> ShownCheck:
        """The check as an answer shows it."""
        return shown_check(self.check, self.document.id, [item.n for item in (*self.expected, *self.actual)])

    def to_json(self) -> dict[str, Any]:
        """The check object of an answer, its citations as objects that say on which ``side`` they stand."""
        sides = (("expected", self.expected), ("actual", self.actual))
        return {
            **self.shown.to_json(),
            "document_name": self.document.name,
            "citations": [{**item.to_json(), "side": side} for side, items in sides for item in items],
        }


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The checks of ``documents``, those that matter most first. ``statuses`` are the only ones shown; () for all."""

    documents: tuple[Document, ...]
    checks: tuple[AuditedCheck, ...]
    statuses: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The object of the public contract."""
        return {"checks": [item.to_json() for item in self.checks]}

    def group(self, name: str) -> list[AuditedCheck]:
        """The checks of one of the groups in STATUS_OF_GROUP."""
        return [item for item in self.checks if item.group == name]


def audit(library: Library, document: str = "", statuses: Collection[str] = ()) -> AuditReport:
    """The checks of all documents, or of the one that ``document`` names, with one of the ``statuses`` (none: all).

    ``AmbiguousDocumentError`` if ``document`` names none or several.
    """
    documents = [library.document(document)] if document else library.documents()
    found = [
        item
        for each in documents
        for item in audited(library.reading(each.id))
        if not statuses or item.check.status.value in statuses
    ]
    return AuditReport(tuple(documents), tuple(sorted(found, key=_rank)), tuple(statuses))


def audited(reading: Reading) -> Iterator[AuditedCheck]:
    """Each check of the reading with its citations, in the order of the rules."""
    for check in reading.checks:
        expected = _citations(reading, check.expected_places, 1)
        actual = _citations(reading, check.actual_places, len(expected) + 1)
        yield AuditedCheck(reading.document, check, expected, actual)


def _rank(item: AuditedCheck) -> tuple[int, int]:
    """Groups in their order; among failures errors before warnings. The order of documents and rules stays else."""
    severity = list(Severity).index(item.check.severity) if item.check.status is CheckStatus.FAIL else 0
    return list(STATUS_OF_GROUP).index(item.group), severity


def shown_check(check: Check, document_id: str, citations: Sequence[int]) -> ShownCheck:
    """The check with its amounts as plain decimal strings ("" where it was not run), citing these markers."""
    return ShownCheck(
        rule=check.rule,
        status=check.status.value,
        severity=check.severity.value,
        expected=decimal_text(check.expected, check.unit),
        actual=decimal_text(check.actual, check.unit),
        difference=decimal_text(check.difference, check.unit),
        tolerance=decimal_text(check.tolerance, check.unit),
        unit=check.unit,
        sentence=check.sentence,
        citations=tuple(citations),
        document=document_id,
    )


def decimal_text(value: int | None, unit: str = "元") -> str:
    """A value in 0.0001 of ``unit`` as a plain decimal string, money with at least two decimals; "" for None."""
    if value is None:
        return ""
    exact = Decimal(value) / UNITS_PER_YUAN
    decimals = max(-int(exact.normalize().as_tuple().exponent), 2 if unit == "元" else 0)
    return f"{exact:.{decimals}f}"


def _citations(reading: Reading, places: Sequence[Place], first: int) -> tuple[Citation, ...]:
    return tuple(citation_of(reading, place, n) for n, place in enumerate(dict.fromkeys(places), first))
