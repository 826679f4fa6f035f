"""The audit report to read: findings first with both sides cited, then what passed, then what was not run and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.audit import AuditedCheck, AuditReport
from assistant.places import where_parts
from assistant.records import Citation
from assistant.render import correction_words, escape_markdown, grouped_text, place_parts
from corpus.checks.catalogue import Entry, entry_of
from corpus.records import Document

_TOGETHER = 3
"""Notices of one rule in one document, more than these: listed under one heading."""
_DOCUMENTS_NAMED = 3
_LONGEST_QUOTE = 120


@dataclass(frozen=True, slots=True)
class _Words:
    """The report's own words in one language; what a document prints and what a check says stay in Chinese."""

    title: str
    groups: dict[str, str]
    notes: dict[str, str]
    overview: tuple[str, str]
    only: str
    rule: str
    amounts: str
    sides: tuple[str, str]
    rows: tuple[str, str, str, str]
    checked: str
    reason: str
    times: str
    documents: str
    colon: str
    blank: str
    row: str
    english: bool = False

    def named(self, entry: Entry) -> str:
        """A rule by its family, its title and its name."""
        title = f"`{entry.name}`" if self.english else f"{entry.title}（{entry.name}）"
        return f"{entry.family}{'' if self.english else '类'} · {title}" if entry.family else title

    def explained(self, entry: Entry) -> str:
        """What the rule compares."""
        return entry.compares if self.english else entry.explains

    def place(self, citation: Citation) -> str:
        """Where something stands, in words."""
        if not self.english:
            return " · ".join(map(escape_markdown, where_parts(citation)))
        parts = place_parts(citation, "page {page}", "line {line}")[1:]
        return " · ".join(map(escape_markdown, parts))


_CHINESE = _Words(
    title="核对报告",
    groups={
        "error": "错误",
        "warning": "警告",
        "notice": "提示",
        "rounding": "舍入差异",
        "pass": "一致",
        "not_run": "未核对",
    },
    notes={
        "error": "两个数字不可能都对。",
        "warning": "很可能有误，或形式上的差错会造成误解。",
        "notice": "值得一看，可能有正当的理由。",
        "rounding": "相差不超过印出位数的舍入。",
        "not_run": "条件不具备，没有核对，不等于一致。",
    },
    overview=("文件", "单位"),
    only="只列出",
    rule="规则",
    amounts="应为 {}，实为 {}，相差 {}，容许 {}",
    sides=("应为一方", "实为一方"),
    rows=("类", "规则", "次数", "文件"),
    checked="核对",
    reason="原因",
    times="{} 处",
    documents="{} 份文件",
    colon="：",
    blank="（空白）",
    row="本行",
)
_ENGLISH = _Words(
    title="Audit report",
    groups={
        "error": "Errors",
        "warning": "Warnings",
        "notice": "Notices",
        "rounding": "Rounding",
        "pass": "Agreed",
        "not_run": "Not run",
    },
    notes={
        "error": "Two figures cannot both be right.",
        "warning": "Very likely wrong, or a formal fault that misleads.",
        "notice": "Worth a look; it may have a good reason.",
        "rounding": "The difference is no more than the printed digits allow.",
        "not_run": "The precondition is not met. This is never a pass.",
    },
    overview=("document", "organisation"),
    only="Only",
    rule="Rule",
    amounts="expected {}, found {}, difference {}, allowed {}",
    sides=("Expected", "Found"),
    rows=("family", "rule", "number", "document"),
    checked="check",
    reason="reason",
    times="{} places",
    documents="{} documents",
    colon=": ",
    blank="(blank)",
    row="row",
    english=True,
)
LANGUAGES = {"zh": _CHINESE, "en": _ENGLISH}


def to_markdown(report: AuditReport, language: str = "zh") -> str:
    """Findings first (errors, warnings, notices) with both sides cited, then what passed, then what was not run.

    ``language`` is zh or en. It is that of the report; the sentences of checks are in the documents' language.
    """
    words = LANGUAGES[language]
    sections = [f"# {words.title}", _filters(report, words), _overview(report, words)]
    for group, title in words.groups.items():
        if not report.shows(group):
            continue
        found = report.group(group)
        sections.append(f"## {title}{words.colon}{len(found)}")
        sections.append(words.notes.get(group, "") if found else "")
        if group == "pass":
            sections.append(_passed(found, words))
        elif group == "not_run":
            sections.append(_not_run(found, words))
        elif group == "rounding":
            sections.append(_listed(found, words))
        else:
            sections += _findings(found, words, group == "notice")
    return "\n\n".join(section for section in sections if section) + "\n"


def _filters(report: AuditReport, words: _Words) -> str:
    """What the report was narrowed to, "" for a whole report."""
    chosen = (*report.statuses, *report.families, *report.severities)
    return f"{words.only}{words.colon}{', '.join(chosen)}" if chosen else ""


def _overview(report: AuditReport, words: _Words) -> str:
    counts: dict[str, Counter[str]] = {document.id: Counter() for document in report.documents}
    for item in report.checks:
        if item.document.id in counts:
            counts[item.document.id][item.group] += 1
    shown = {group: title for group, title in words.groups.items() if report.shows(group)}
    lines = [f"| {' | '.join((*words.overview, *shown.values()))} |", "| --- | --- |" + " ---: |" * len(shown)]
    for document in report.documents:
        numbers = " | ".join(str(counts[document.id][group]) for group in shown)
        lines.append(f"| {escape_markdown(document.name)} | {escape_markdown(_identity(document))} | {numbers} |")
    return "\n".join(lines)


def _identity(document: Document) -> str:
    year = "" if document.fiscal_year is None else f"{document.fiscal_year}年"
    return " ".join(part for part in (document.organisation, document.level, year, document.stage) if part)


def _findings(found: Sequence[AuditedCheck], words: _Words, compact: bool) -> list[str]:
    """A heading for each finding; if ``compact``, one for many of the same rule in one document."""
    sections: list[str] = []
    number = 1
    for _, items in groupby(found, key=lambda item: (item.check.rule, item.documents)):
        group = list(items)
        if compact and len(group) > _TOGETHER:
            sections.append(_together(number, group, words))
        else:
            sections += [_finding(number + at, item, words) for at, item in enumerate(group)]
        number += len(group)
    return sections


def _finding(number: int, item: AuditedCheck, words: _Words) -> str:
    shown = item.shown
    lines = [f"### {number}. {escape_markdown(shown.sentence)}", *_about(item, words)]
    if shown.difference:
        amounts = (shown.expected, shown.actual, shown.difference, shown.tolerance)
        lines += ["", words.amounts.format(*(f"{grouped_text(amount)} {shown.unit}".rstrip() for amount in amounts))]
    other = (item.other, item.document if item.other else None)
    for title, citations, document in zip(words.sides, (item.expected, item.actual), other, strict=True):
        if citations:
            source = f"（{escape_markdown(document.name)}）" if document else ""
            lines += ["", f"{title}{source}{words.colon.rstrip()}", ""]
            lines += [f"- [{citation.n}] {_cited(citation, words)}" for citation in citations]
    return "\n".join(lines)


def _about(item: AuditedCheck, words: _Words) -> list[str]:
    """The rule, the documents and what the rule compares."""
    names = " ↔ ".join(escape_markdown(document.name) for document in item.documents)
    lines = ["", f"{words.named(item.entry)} · {names}"]
    explained = words.explained(item.entry)
    return [*lines, "", f"{words.rule}{words.colon}{escape_markdown(explained)}"] if explained else lines


def _together(number: int, items: Sequence[AuditedCheck], words: _Words) -> str:
    """Many notices of one rule in one document as a list: what each says, and its places."""
    first = items[0]
    title = words.explained(first.entry) if words.english else first.entry.title
    head = f"### {number}–{number + len(items) - 1}. {escape_markdown(title)}{words.colon}"
    lines = [head + words.times.format(len(items)), *_about(first, words), ""]
    for at, item in enumerate(items, number):
        cited = "; ".join(_cited(citation, words) for citation in item.actual or item.expected)
        lines.append(f"- {at}. {escape_markdown(item.shown.sentence)} — {cited}")
    return "\n".join(lines)


def _cited(citation: Citation, words: _Words) -> str:
    """The place, what is printed there and its id; of a figure in a sentence or an empty cell also what is around."""
    corrected = correction_words(citation.correction, words.english)
    note = f"（{escape_markdown(corrected)}）" if corrected else ""
    printed = escape_markdown(citation.cell_text) or (words.blank if citation.table else "")
    around = "" if citation.table and citation.cell_text else escape_markdown(_around(citation))
    if around and around != printed:
        around = f"{words.row}{words.colon}{around}" if citation.table else f"“{around}”"
        printed = " ".join(part for part in (printed, around) if part)
    return f"{words.place(citation)}{words.colon}{printed} (`{citation.id}`){note}"


def _around(citation: Citation) -> str:
    """The row or sentence, cut to the words around the figure."""
    quote = " ".join(citation.quote.split())
    if len(quote) <= _LONGEST_QUOTE:
        return quote
    at = max(quote.find(citation.cell_text), 0) if citation.cell_text else 0
    start = max(min(at - _LONGEST_QUOTE // 2, len(quote) - _LONGEST_QUOTE), 0)
    end = start + _LONGEST_QUOTE
    return f"{'…' if start else ''}{quote[start:end]}{'…' if end < len(quote) else ''}"


def _passed(found: Sequence[AuditedCheck], words: _Words) -> str:
    counts = Counter(item.check.rule for item in found)
    entries = sorted(map(entry_of, counts), key=lambda entry: (entry.family, entry.name))
    rows = [(entry.family, _rule(entry, words), str(counts[entry.name])) for entry in entries]
    return _table(words.rows[:3], rows, right=2)


def _not_run(found: Sequence[AuditedCheck], words: _Words) -> str:
    """One row for each rule and reason, with the documents that it holds for."""
    documents: dict[tuple[str, str], dict[str, None]] = {}
    for item in found:
        reason = item.check.sentence.removeprefix("未核对：")
        documents.setdefault((item.check.rule, reason), {})[item.document.name] = None
    rows = []
    for (rule, reason), names in sorted(documents.items(), key=lambda pair: _order(pair[0][0])):
        named = "; ".join(map(escape_markdown, names))
        held = named if len(names) <= _DOCUMENTS_NAMED else words.documents.format(len(names))
        rows.append((entry_of(rule).family, _rule(entry_of(rule), words), escape_markdown(reason), held))
    return _table((*words.rows[:2], words.reason, words.rows[3]), rows)


def _listed(found: Iterable[AuditedCheck], words: _Words) -> str:
    """One row for each check; both sides of them are in the other formats."""
    rows = [
        (
            item.entry.family,
            _rule(item.entry, words),
            escape_markdown(item.document.name),
            escape_markdown(item.check.sentence),
        )
        for item in found
    ]
    return _table((*words.rows[:2], words.rows[3], words.checked), rows)


def _order(rule: str) -> tuple[str, str]:
    return entry_of(rule).family, rule


def _rule(entry: Entry, words: _Words) -> str:
    return entry.name if words.english else f"{entry.title}（{entry.name}）"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], right: int = -1) -> str:
    """A table, "" without rows; ``right`` is the column set to the right."""
    if not rows:
        return ""
    marks = ["---:" if at == right else "---" for at in range(len(header))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, marks, *rows))
