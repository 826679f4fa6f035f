"""An answer as text: the pieces that terminal and web share, and the whole of it as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.language import language_of
from assistant.records import Answer, Citation, Scope, ShownCheck, ShownFigure

_MARKDOWN_SPECIAL = re.compile(r"([\\`*_|<>\[\]])")


@dataclass(frozen=True, slots=True)
class CheckCount:
    """How many checks of an answer ended how; ``agree`` includes those ``rounding`` ones that agree within rounding."""

    agree: int
    rounding: int
    fail: int
    not_run: int


def count_checks(checks: Sequence[ShownCheck]) -> CheckCount:
    """The checks counted by status. A check that was not run is never counted as agreeing."""
    statuses = [check.status for check in checks]
    rounding = statuses.count("rounding")
    return CheckCount(statuses.count("pass") + rounding, rounding, statuses.count("fail"), statuses.count("not_run"))


def parts(answer: Answer) -> tuple[ShownFigure, ...]:
    """The addends of the answer in their order; empty when nothing was added up."""
    return tuple(figure for figure in answer.figures if figure.role == "part")


def headlines(answer: Answer) -> tuple[ShownFigure, ...]:
    """The figures that were asked for, in the order asked."""
    return tuple(figure for figure in answer.figures if figure.role == "headline")


def grouped(amount: Decimal) -> str:
    """An exact decimal with thousands separators and all its digits: 9,259,320.00."""
    return format(amount, ",f")


def grouped_text(amount: str) -> str:
    """A plain decimal string with thousands separators; any other text (such as "" of a check not run) unchanged."""
    return grouped(Decimal(amount)) if re.fullmatch(r"[+-]?\d+(\.\d+)?", amount) else amount


def figure_text(figure: ShownFigure) -> str:
    """The amount of a figure with its qualifier and without its unit; a dash where the document prints no amount."""
    if figure.amount is None:
        return "—"
    qualifier = "" if figure.qualifier == "=" else f"{figure.qualifier} "
    return qualifier + grouped(figure.amount)


def common_unit(figures: Sequence[ShownFigure]) -> str:
    """The unit that all figures have; "" if they differ or there are none."""
    units = {figure.unit for figure in figures}
    return units.pop() if len(units) == 1 else ""


def scope_parts(scope: Scope, document_name: str = "", year_format: str = "{year}") -> tuple[str, ...]:
    """The set fields of a scope as words, widest first; empty for a scope that leaves all open."""
    year = "" if scope.year is None else year_format.format(year=scope.year)
    return tuple(part for part in (scope.organisation, scope.level, year, scope.stage, document_name) if part)


def document_name(answer: Answer) -> str:
    """The file name of the document in the answer's scope as its citations give it; "" if they do not."""
    wanted = answer.scope.document
    return next((item.document_name for item in answer.citations if wanted and item.document == wanted), "")


def place_parts(citation: Citation, page: str = "p. {page}", line: str = "line {line}") -> tuple[str, ...]:
    """Where a citation points, widest first: document, page, line, project, table, row, column; empty ones left out."""
    found = (
        citation.document_name or citation.document,
        "" if citation.page is None else page.format(page=citation.page),
        "" if citation.line is None else line.format(line=citation.line),
        citation.project,
        citation.table,
        citation.row,
        citation.column,
    )
    return tuple(dict.fromkeys(part for part in found if part))


def to_markdown(answer: Answer) -> str:
    """The whole answer as Markdown: text, scope, breakdown of a total, checks, sources; words in the question's language.

    Text from documents is escaped, so that nothing printed in one can act as Markdown or HTML.
    """
    words = _ENGLISH if language_of(answer.question) == "en" else _CHINESE
    sections = [
        answer.answer.strip(),
        _scope_line(answer, words),
        _breakdown(answer, words),
        _choices(answer),
        _checks(answer, words),
        _sources(answer, words),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def escape_markdown(text: str) -> str:
    """Text in one line with every character escaped that Markdown or HTML would act on."""
    return _MARKDOWN_SPECIAL.sub(r"\\\1", " ".join(text.split()))


@dataclass(frozen=True, slots=True)
class _Words:
    scope: str
    item: str
    reason: str
    amount: str
    source: str
    total: str
    agree: str
    rounding: str
    fail: str
    not_run: str
    sides: str
    sources: str
    page: str
    line: str
    year: str


_CHINESE = _Words(
    "范围",
    "项目",
    "计入理由",
    "金额",
    "出处",
    "合计",
    "{} 项核对一致",
    "（其中 {} 项在四舍五入范围内）",
    "{} 项核对不符",
    "{} 项未能核对",
    "应为 {}，实为 {}，相差 {}",
    "出处",
    "第 {page} 页",
    "第 {line} 行",
    "{year} 年",
)
_ENGLISH = _Words(
    "Scope",
    "Item",
    "Why it counts",
    "Amount",
    "Source",
    "Total",
    "{} passed",
    " ({} of them within rounding)",
    "{} failed",
    "{} not run",
    "expected {}, printed {}, difference {}",
    "Sources",
    "page {page}",
    "line {line}",
    "{year}",
)


def _markers(citations: Sequence[int]) -> str:
    return "".join(f"[{n}]" for n in citations)


def _scope_line(answer: Answer, words: _Words) -> str:
    found = scope_parts(answer.scope, document_name(answer), words.year)
    return f"{words.scope}: {' · '.join(map(escape_markdown, found))}" if found else ""


def _breakdown(answer: Answer, words: _Words) -> str:
    rows = parts(answer)
    if not rows:
        return ""
    unit = common_unit(rows)
    amount = f"{words.amount} ({unit})" if unit else words.amount
    lines = [f"| {words.item} | {words.reason} | {amount} | {words.source} |", "| --- | --- | ---: | --- |"]
    for row in rows:
        shown = figure_text(row) if unit else f"{figure_text(row)} {row.unit}"
        cells = (escape_markdown(row.label), escape_markdown(row.reason), shown, _markers(row.citations))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _choices(answer: Answer) -> str:
    if answer.status != "clarify":
        return ""
    return "\n".join(f"- {escape_markdown(choice)}" for choice in answer.turn.result.choices)


def _checks(answer: Answer, words: _Words) -> str:
    count = count_checks(answer.checks)
    agree = words.agree.format(count.agree) + (words.rounding.format(count.rounding) if count.rounding else "")
    found = (
        (count.fail, words.fail.format(count.fail)),
        (count.agree, agree),
        (count.not_run, words.not_run.format(count.not_run)),
    )
    summary = "; ".join(phrase for number, phrase in found if number)
    mark = "✗" if count.fail else "✓" if count.agree else "–"
    lines = [f"{mark} {summary}"] if summary else []
    lines += [f"- ✗ {_failure(check, words)}" for check in answer.checks if check.status == "fail"]
    return "\n".join(lines)


def _failure(check: ShownCheck, words: _Words) -> str:
    sides = (f"{grouped_text(side)} {check.unit}".strip() for side in (check.expected, check.actual, check.difference))
    return f"{escape_markdown(check.sentence)} ({words.sides.format(*sides)}) {_markers(check.citations)}".rstrip()


def _sources(answer: Answer, words: _Words) -> str:
    if not answer.citations:
        return ""
    lines = [f"**{words.sources}**", ""]
    for citation in answer.citations:
        place = " · ".join(escape_markdown(part) for part in place_parts(citation, words.page, words.line))
        printed = escape_markdown(citation.cell_text or citation.quote)
        lines.append(f"- [{citation.n}] {place}: {printed} ({citation.id})")
    return "\n".join(lines)
