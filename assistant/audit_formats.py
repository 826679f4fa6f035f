"""The audit report for people: Markdown to read, CSV and XLSX to work on."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from assistant.audit import AuditedCheck, AuditReport
from assistant.places import where_parts
from assistant.records import Citation
from assistant.render import correction_words, escape_markdown, grouped_text
from assistant.spreadsheets import harmless, new_workbook, write_sheet
from corpus.checks.catalogue import entry_of
from corpus.records import Document

_CHECK_COLUMNS = (
    "document", "document_name", "organisation", "level", "year", "stage",
    "rule", "family", "title", "status", "severity",
    "expected", "actual", "difference", "tolerance", "unit", "sentence",
    "expected_document", "expected_places", "actual_places", "expected_ids", "actual_ids",
)  # fmt: skip
_CITATION_COLUMNS = (
    "check", "side", "id", "document_name", "page", "line", "project", "table", "row", "column", "cell_text", "quote",
    "correction",
)  # fmt: skip
_RULE_COLUMNS = ("rule", "family", "title", "explains", "error", "warning", "notice", "rounding", "pass", "not_run")
_GROUP_WORDS = {
    "error": "错误",
    "warning": "警告",
    "notice": "提示",
    "rounding": "舍入差异（相差不超过印出位数的舍入）",
    "pass": "一致",
    "not_run": "未核对",
}


def to_markdown(report: AuditReport) -> str:
    """Findings first (errors, warnings, notices) with both sides cited, then what passed, then what was not run."""
    sections = ["# 核对报告", _overview(report)]
    for group, title in _GROUP_WORDS.items():
        if not report.shows(group):
            continue
        found = report.group(group)
        sections.append(f"## {title}：{len(found)}")
        if group == "pass":
            sections.append(_passed(found))
        elif group in ("rounding", "not_run"):
            sections.append(_listed(found, "原因" if group == "not_run" else "核对"))
        else:
            sections += [_finding(number, item) for number, item in enumerate(found, 1)]
    return "\n\n".join(section for section in sections if section) + "\n"


def _overview(report: AuditReport) -> str:
    counts: dict[str, Counter[str]] = {document.id: Counter() for document in report.documents}
    for item in report.checks:
        if item.document.id in counts:
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
    shown, entry = item.shown, item.entry
    lines = [f"### {number}. {escape_markdown(shown.sentence)}", ""]
    family = f"{entry.family}类 · " if entry.family else ""
    names = " ↔ ".join(escape_markdown(document.name) for document in item.documents)
    lines.append(f"{family}{entry.title}（{shown.rule}） · {names}")
    if entry.explains:
        lines += ["", f"规则：{escape_markdown(entry.explains)}"]
    if shown.difference:
        amounts = (shown.expected, shown.actual, shown.difference, shown.tolerance)
        sides = [f"{grouped_text(amount)} {shown.unit}".rstrip() for amount in amounts]
        lines += ["", "应为 {}，实为 {}，相差 {}，容许 {}".format(*sides)]
    for title, citations, document in (
        ("应为一方", item.expected, item.other),
        ("实为一方", item.actual, item.document if item.other else None),
    ):
        if citations:
            source = f"（{escape_markdown(document.name)}）" if document else ""
            lines += ["", f"{title}{source}：", "", *(f"- {_cited(citation)}" for citation in citations)]
    return "\n".join(lines)


def _cited(citation: Citation) -> str:
    where = " · ".join(map(escape_markdown, where_parts(citation)))
    corrected = correction_words(citation.correction)
    note = f"（{escape_markdown(corrected)}）" if corrected else ""
    return f"[{citation.n}] {where}：{escape_markdown(citation.cell_text or citation.quote)} (`{citation.id}`){note}"


def _passed(found: Sequence[AuditedCheck]) -> str:
    rules = sorted(
        Counter(item.check.rule for item in found).items(), key=lambda item: (entry_of(item[0]).family, item)
    )
    rows = [f"| {entry_of(rule).family} | {entry_of(rule).title}（{rule}） | {count} |" for rule, count in rules]
    return "\n".join(["| 类 | 规则 | 次数 |", "| --- | --- | ---: |", *rows]) if rows else ""


def _listed(found: Sequence[AuditedCheck], title: str) -> str:
    """One row for each check; both sides of them are in the other formats."""
    rows = [
        f"| {item.entry.family} | {item.entry.title}（{item.check.rule}） | {escape_markdown(item.document.name)} | "
        f"{escape_markdown(item.check.sentence)} |"
        for item in found
    ]
    return "\n".join([f"| 类 | 规则 | 文件 | {title} |", "| --- | --- | --- | --- |", *rows]) if rows else ""


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
        _ids(item.expected), _ids(item.actual),
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
