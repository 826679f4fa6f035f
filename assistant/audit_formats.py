"""The audit report to work on: CSV and XLSX."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from assistant.audit import AuditedCheck, AuditReport
from assistant.places import where_parts
from assistant.records import Citation
from assistant.render import correction_words
from assistant.spreadsheets import harmless, new_workbook, write_sheet
from corpus.checks.catalogue import entry_of

_CHECK_COLUMNS = (
    "document", "document_name", "organisation", "level", "year", "stage",
    "rule", "family", "title", "status", "severity",
    "expected", "actual", "difference", "tolerance", "unit", "sentence",
    "expected_document", "expected_places", "actual_places", "expected_ids", "actual_ids", "id",
)  # fmt: skip
_CITATION_COLUMNS = (
    "check", "side", "id", "document_name", "page", "line", "project", "table", "row", "column", "cell_text", "quote",
    "correction",
)  # fmt: skip
_RULE_COLUMNS = ("rule", "family", "title", "explains", "error", "warning", "notice", "rounding", "pass", "not_run")


def to_csv(report: AuditReport) -> str:
    """One line for each check. A text that a spreadsheet would take for a formula is led by an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_CHECK_COLUMNS)
    for item in report.checks:
        writer.writerow([harmless(value) for value in _check_row(item)])
    return text.getvalue()


def _check_row(item: AuditedCheck) -> list[str]:
    document, shown = item.document, item.shown
    year = "" if document.fiscal_year is None else str(document.fiscal_year)
    return [
        document.id, document.name, document.organisation, document.level, year, document.stage,
        shown.rule, item.entry.family, item.entry.title, shown.status, shown.severity,
        shown.expected, shown.actual, shown.difference, shown.tolerance, shown.unit, shown.sentence,
        (item.other or document).id, _places(item.expected), _places(item.actual),
        _ids(item.expected), _ids(item.actual), item.id,
    ]  # fmt: skip


def _places(citations: Iterable[Citation]) -> str:
    """One line for each place: where it stands, and what is printed there."""
    return "\n".join(map(_place, citations))


def _place(citation: Citation) -> str:
    corrected = correction_words(citation.correction)
    note = f"（{corrected}）" if corrected else ""
    return f"{' · '.join(where_parts(citation))}：{citation.cell_text or citation.quote}{note}"


def _ids(citations: Iterable[Citation]) -> str:
    return " ".join(citation.id for citation in citations)


def to_xlsx(report: AuditReport) -> bytes:
    """A workbook with the sheets ``checks``, ``citations`` and ``rules``; a citation names its check by its number.

    Amounts are numbers; everything else is text, also where it begins like a formula.
    """
    book = new_workbook()
    checks = ([n, *_typed(item)] for n, item in enumerate(report.checks, 1))
    write_sheet(book, "checks", ("check", *_CHECK_COLUMNS), checks)
    rows = (row for n, item in enumerate(report.checks, 1) for row in _citation_rows(n, item))
    write_sheet(book, "citations", _CITATION_COLUMNS, rows)
    write_sheet(book, "rules", _RULE_COLUMNS, _rule_rows(report))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _rule_rows(report: AuditReport) -> Iterable[list[object]]:
    """How often each rule ended in each group."""
    counts: dict[str, Counter[str]] = {}
    for item in report.checks:
        counts.setdefault(item.check.rule, Counter())[item.group] += 1
    for rule, groups in sorted(counts.items(), key=lambda pair: (entry_of(pair[0]).family, pair[0])):
        entry = entry_of(rule)
        yield [
            rule,
            entry.family,
            entry.title,
            entry.compares,
            *(Decimal(groups[group]) for group in _RULE_COLUMNS[4:]),
        ]


def _typed(item: AuditedCheck) -> list[object]:
    amounts = {"expected", "actual", "difference", "tolerance", "year"}
    row = zip(_CHECK_COLUMNS, _check_row(item), strict=True)
    return [Decimal(value) if name in amounts and value else value for name, value in row]


def _citation_rows(check: int, item: AuditedCheck) -> Iterable[list[object]]:
    for side, citations in (("expected", item.expected), ("actual", item.actual)):
        for citation in citations:
            record = {**citation.to_json(), "correction": correction_words(citation.correction)}
            yield [check, side, *(record[name] for name in _CITATION_COLUMNS[2:])]
