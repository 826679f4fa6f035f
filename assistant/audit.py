"""All checks of a library, both sides cited, as records and as JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assistant.evidence import citation_of
from assistant.records import Citation, ShownCheck
from corpus.checks.catalogue import Entry, entry_of
from corpus.checks.library import CrossCheck, run_library_checks
from corpus.records import UNITS_PER_YUAN, Check, CheckStatus, Document, Place, Reading

if TYPE_CHECKING:
    from assistant.library import Library

STATUS_OF_GROUP = {
    "error": "fail",
    "warning": "fail",
    "notice": "fail",
    "rounding": "rounding",
    "pass": "pass",
    "not_run": "not_run",
}
"""The groups of a report in their order, each with the status that its checks have; failures go by their severity."""

_KEPT_VERSIONS = 4
_between: dict[tuple[str, int], tuple[CrossCheck, ...]] = {}
"""The checks between documents by folder and version of the library, of the last few that were asked for."""

_KEPT_REPORTS = 6
_reports: dict[tuple[str, int, str], AuditReport] = {}
"""The last few whole reports by folder, version of the library and document."""


@dataclass(frozen=True, slots=True)
class AuditedCheck:
    """A check of a document with the citations of both sides, numbered through from 1: first expected, then actual.

    ``other`` is the document in which the expected side stands, None if it is the same one.
    """

    document: Document
    check: Check
    expected: tuple[Citation, ...]
    actual: tuple[Citation, ...]
    other: Document | None = None

    @property
    def id(self) -> str:
        """A stable id: of the same rule over the same places of the same bytes. 16 hexadecimal digits."""
        places = [item.id for item in (*self.expected, *self.actual)]
        parts = (self.document.id, self.other.id if self.other else "", self.check.rule, places, self.check.sentence)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

    @property
    def group(self) -> str:
        """Its status; for a failure its severity."""
        return self.check.severity.value if self.check.status is CheckStatus.FAIL else self.check.status.value

    @property
    def entry(self) -> Entry:
        """What the catalogue says of its rule: family, title, what is compared."""
        return entry_of(self.check.rule)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The document, and before it the one of the expected side if that is another."""
        return (self.document,) if self.other is None else (self.other, self.document)

    @property
    def shown(self) -> ShownCheck:
        """The check as an answer shows it."""
        return shown_check(self.check, self.document.id, [item.n for item in (*self.expected, *self.actual)])

    def to_json(self) -> dict[str, Any]:
        """The check object of an answer, its citations as objects that say on which ``side`` they stand."""
        sides = (("expected", self.expected), ("actual", self.actual))
        return {
            "id": self.id,
            **self.shown.to_json(),
            "family": self.entry.family,
            "title": self.entry.title,
            "explains": self.entry.explains,
            "document_name": self.document.name,
            "documents": [{"id": item.id, "name": item.name} for item in self.documents],
            "citations": [{**item.to_json(), "side": side} for side, items in sides for item in items],
        }


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The checks of ``documents``, those that matter most first.

    ``statuses``, ``severities`` and ``families`` are the only ones shown; () for all.
    """

    documents: tuple[Document, ...]
    checks: tuple[AuditedCheck, ...]
    statuses: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    families: tuple[str, ...] = ()

    def shows(self, group: str) -> bool:
        """Whether the report was asked for the checks of that group."""
        wanted = not self.statuses or STATUS_OF_GROUP[group] in self.statuses
        return wanted and (not self.severities or STATUS_OF_GROUP[group] != "fail" or group in self.severities)

    def to_json(self) -> dict[str, Any]:
        """The object of the public contract."""
        return {"checks": [item.to_json() for item in self.checks]}

    def group(self, name: str) -> list[AuditedCheck]:
        """The checks of one of the groups in STATUS_OF_GROUP."""
        return [item for item in self.checks if item.group == name]


def audit(
    library: Library,
    document: str = "",
    statuses: Collection[str] = (),
    families: Collection[str] = (),
    severities: Collection[str] = (),
) -> AuditReport:
    """The checks of all documents and between them, or of the one that ``document`` names and between it and others.

    Only those with one of the ``statuses``, ``families`` (A to J) and ``severities``; none of a kind named: all.
    ``AmbiguousDocumentError`` if ``document`` names none or several.
    """
    documents = [library.document(document)] if document else library.documents()
    own = (item for each in documents for item in audited(library.reading(each.id)))
    across = audited_between(library, documents[0].id if document else "")
    found = [
        item
        for items in (own, across)
        for item in items
        if (not statuses or item.check.status.value in statuses)
        and (not families or item.entry.family in families)
        and (not severities or item.check.severity.value in severities)
    ]
    checks = tuple(sorted(found, key=_rank))
    return AuditReport(tuple(documents), checks, tuple(statuses), tuple(severities), tuple(families))


def report_of_version(library: Library, document: str = "") -> AuditReport:
    """The whole report as ``audit`` makes it, kept until the library changes; errors as there."""
    chosen = library.document(document).id if document else ""
    key = (str(library.folder), library.version(), chosen)
    report = _reports.get(key)
    if report is None:
        report = audit(library, chosen)
        _reports[key] = report
        for old in list(_reports)[:-_KEPT_REPORTS]:
            _reports.pop(old, None)
    return report


def audited_between(library: Library, document_id: str = "") -> Iterator[AuditedCheck]:
    """The checks between documents, or those between ``document_id`` and another, with the citations of both."""
    for item in between(library):
        if document_id and document_id not in (item.expected.id, item.actual.id):
            continue
        expected = _citations(library.reading(item.expected.id), item.check.expected_places, 1)
        actual = _citations(library.reading(item.actual.id), item.check.actual_places, len(expected) + 1)
        yield AuditedCheck(item.actual, item.check, expected, actual, item.expected)


def between(library: Library) -> tuple[CrossCheck, ...]:
    """The checks between documents, computed once for each version of the library."""
    key = (str(library.folder), library.version())
    if key not in _between:
        _between[key] = run_library_checks(library.documents(), library.reading)
        for old in list(_between)[:-_KEPT_VERSIONS]:
            _between.pop(old, None)
    return _between[key]


def audited(reading: Reading) -> Iterator[AuditedCheck]:
    """Each check of the reading with its citations, in the order of the rules."""
    for check in reading.checks:
        expected = _citations(reading, check.expected_places, 1)
        actual = _citations(reading, check.actual_places, len(expected) + 1)
        yield AuditedCheck(reading.document, check, expected, actual)


def _rank(item: AuditedCheck) -> int:
    """Groups in their order. The order of documents and rules stays else."""
    return list(STATUS_OF_GROUP).index(item.group)


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
