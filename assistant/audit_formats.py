"""The audit report for people: Markdown to read, CSV and XLSX to work on."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from assistant.audit import STATUS_OF_GROUP, AuditedCheck, AuditReport
from assistant.places import where_parts
from assistant.records import Citation
from assistant.render import correction_words, escape_markdown, grouped_text
from corpus.records import Document

_CHECK_COLUMNS = (
    "document", "document_name", "organisation", "level", "year", "stage", "rule", "status", "severity",
    "expected", "actual", "difference", "tolerance", "unit", "sentence",
    "expected_places", "actual_places", "expected_ids", "actual_ids",
)  # fmt: skip
_CITATION_COLUMNS = (
    "check", "side", "id", "document_name", "page", "line", "project", "table", "row", "column", "cell_text", "quote",
    "correction",
)  # fmt: skip
_GROUP_WORDS = {
    "fail": "不符",
    "rounding": "舍入差异（相差不超过印出位数的舍入）",
    "notice": "提示",
    "pass": "一致",
    "not_run": "未核对",
}
_SEVERITY_WORDS = {"error": "错误", "warning": "警告", "notice": "提示"}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")


def to_markdown(report: AuditReport) -> str:
    """Findings first (failures, rounding, notices) with both sides cited, then passes, then what was not run."""
    sections = ["# 核对报告", _overview(report)]
    for group, title in _GROUP_WORDS.items():
        if report.statuses and STATUS_OF_GROUP[group] not in report.statuses:
            continue
        found = report.group(group)
        sections.append(f"## {title}：{len(found)}")
        if group == "pass":
            sections.append(_passed(found))
        elif group == "not_run":
            sections.append(_not_run(found))
        else:
            sections += [_finding(number, item) for number, item in enumerate(found, 1)]
    return "\n\n".join(section for section in sections if section) + "\n"


def _overview(report: AuditReport) -> str:
    counts: dict[str, Counter[str]] = {document.id: Counter() for document in report.documents}
    for item in report.checks:
        counts[item.document.id][item.group] += 1
    titles = [title.partition("（")[0] for title in _GROUP_WORDS.values()]
    lines = [f"| 文件 | 单位 | {' | '.join(titles)} |", "| --- | --- |" + " ---: |" * len(titles)]
    for document in report.documents:
        numbers = " | ".join(str(counts[document.id][group]) for group in _GROUP_WORDS)
        lines.append(f"| {escape_markdown(document.name)} | {escape_markdown(_identity(document))} | {numbers} |")
    return "\n".join(lines)


def _identity(document: Document) -> str:
    year = "" if document.fiscal_year is None else f"{document.fiscal_year}年"
    return " ".join(part for part in (document.organisation, document.level, year, document.stage) if part)


def _finding(number: int, item: AuditedCheck) -> str:
    shown = item.shown
    # How bad a failure would have been says nothing about figures that agree within rounding.
    severity = f"{_SEVERITY_WORDS[shown.severity]} · " if shown.status == "fail" else ""
    lines = [f"### {number}. {escape_markdown(shown.sentence)}", ""]
    lines.append(f"{severity}{shown.rule} · {escape_markdown(item.document.name)}")
    if shown.difference:
        amounts = (shown.expected, shown.actual, shown.difference, shown.tolerance)
        sides = [f"{grouped_text(amount)} {shown.unit}".rstrip() for amount in amounts]
        lines += ["", "应为 {}，实为 {}，相差 {}，容许 {}".format(*sides)]
    for title, citations in (("应为一方", item.expected), ("实为一方", item.actual)):
        if citations:
            lines += ["", f"{title}：", "", *(f"- {_cited(citation)}" for citation in citations)]
    return "\n".join(lines)


def _cited(citation: Citation) -> str:
    where = " · ".join(map(escape_markdown, where_parts(citation)))
    corrected = correction_words(citation.correction)
    note = f"（{escape_markdown(corrected)}）" if corrected else ""
    return f"[{citation.n}] {where}：{escape_markdown(citation.cell_text or citation.quote)} (`{citation.id}`){note}"


def _passed(found: Sequence[AuditedCheck]) -> str:
    rules = sorted(Counter(item.check.rule for item in found).items())
    rows = [f"| {rule} | {count} |" for rule, count in rules]
    return "\n".join(["| 规则 | 次数 |", "| --- | ---: |", *rows]) if rows else ""


def _not_run(found: Sequence[AuditedCheck]) -> str:
    rows = [
        f"| {item.check.rule} | {escape_markdown(item.document.name)} | {escape_markdown(item.check.sentence)} |"
        for item in found
    ]
    return "\n".join(["| 规则 | 文件 | 原因 |", "| --- | --- | --- |", *rows]) if rows else ""


def to_csv(report: AuditReport) -> str:
    """One line for each check. A text that a spreadsheet would take for a formula is led by an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_CHECK_COLUMNS)
    for item in report.checks:
        writer.writerow([_harmless(value) for value in _check_row(item)])
    return text.getvalue()


def _harmless(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA_START) and not _NUMBER.fullmatch(value) else value


def _check_row(item: AuditedCheck) -> list[str]:
    document, shown = item.document, item.shown
    year = "" if document.fiscal_year is None else str(document.fiscal_year)
    return [
        document.id, document.name, document.organisation, document.level, year, document.stage,
        shown.rule, shown.status, shown.severity,
        shown.expected, shown.actual, shown.difference, shown.tolerance, shown.unit, shown.sentence,
        _places(item.expected), _places(item.actual), _ids(item.expected), _ids(item.actual),
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
    """A workbook with the sheets ``checks`` and ``citations``; a citation names its check by its number there.

    Amounts are numbers; everything else is text, also where it begins like a formula.
    """
    from openpyxl import Workbook

    book = Workbook()
    checks = book.active
    checks.title = "checks"
    _write_sheet(checks, ("check", *_CHECK_COLUMNS), [[n, *_typed(item)] for n, item in enumerate(report.checks, 1)])
    rows = [row for n, item in enumerate(report.checks, 1) for row in _citation_rows(n, item)]
    _write_sheet(book.create_sheet("citations"), _CITATION_COLUMNS, rows)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _typed(item: AuditedCheck) -> list[object]:
    amounts = {"expected", "actual", "difference", "tolerance", "year"}
    row = zip(_CHECK_COLUMNS, _check_row(item), strict=True)
    return [Decimal(value) if name in amounts and value else value for name, value in row]


def _citation_rows(check: int, item: AuditedCheck) -> Iterable[list[object]]:
    for side, citations in (("expected", item.expected), ("actual", item.actual)):
        for citation in citations:
            record = {**citation.to_json(), "correction": correction_words(citation.correction)}
            yield [check, side, *(record[name] for name in _CITATION_COLUMNS[2:])]


def _write_sheet(sheet: Any, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    for r, row in enumerate([header, *rows], 1):
        for c, value in enumerate(row, 1):
            if value is None or value == "":
                continue
            cell = sheet.cell(r, c)
            if isinstance(value, str):
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
                # Set afterwards: openpyxl itself takes what begins with "=" for a formula.
                cell.data_type = "s"
                cell.number_format = "@"
            else:
                cell.value = value
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
