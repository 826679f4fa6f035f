"""An answer as text: the pieces that terminal and web share, and the whole of it as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.language import language_of
from assistant.records import Answer, Citation, ShownCheck, ShownFigure
from assistant.wording import Wording, for_language
from corpus.records import Correction

_MARKDOWN_SPECIAL = re.compile(r"([\\`*_|<>\[\]])")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_LANGUAGES = ("zh", "en")
_LABEL_LONGEST = 60


@dataclass(frozen=True, slots=True)
class CheckCount:
    """How many checks of an answer ended how. ``agree`` includes those that agree within ``rounding``."""

    agree: int
    rounding: int
    fail: int
    not_run: int
    note: int = 0


def count_checks(checks: Sequence[ShownCheck]) -> CheckCount:
    """The checks counted by status. A check that was not run is never counted as agreeing."""
    outcomes = [check.outcome for check in checks]
    rounding = outcomes.count("rounding")
    return CheckCount(
        outcomes.count("pass") + rounding,
        rounding,
        outcomes.count("fail"),
        outcomes.count("not_run"),
        outcomes.count("note"),
    )


def parts(answer: Answer) -> tuple[ShownFigure, ...]:
    """The addends of the answer in their order; empty when nothing was added up."""
    return tuple(figure for figure in answer.figures if figure.role == "part")


def headlines(answer: Answer) -> tuple[ShownFigure, ...]:
    """The figures that were asked for, in the order asked."""
    return tuple(figure for figure in answer.figures if figure.role == "headline")


_LIST_FROM = 4


def listed(answer: Answer) -> tuple[ShownFigure, ...]:
    """The headlines that a page shows as a table: four or more of one unit, such as those of a ranking; else none."""
    found = headlines(answer)
    plain = all(figure.amount is not None and not figure.direction for figure in found)
    return found if len(found) >= _LIST_FROM and plain and common_unit(found) and not parts(answer) else ()


def shared_ending(figures: Sequence[ShownFigure]) -> str:
    """What stands after the last “：” of every label, such as 当年预算, if it is the same; else ""."""
    endings = {figure.label.rpartition("：")[2] for figure in figures if "：" in figure.label}
    return endings.pop() if len(endings) == 1 and all("：" in figure.label for figure in figures) else ""


def grouped(amount: Decimal) -> str:
    """An exact decimal with thousands separators and all its digits: 9,259,320.00."""
    return format(amount, ",f")


def grouped_text(amount: str) -> str:
    """A plain decimal string with thousands separators; any other text (such as "" of a check not run) unchanged."""
    return grouped(Decimal(amount)) if _PLAIN_NUMBER.fullmatch(amount) else amount


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


@dataclass(frozen=True, slots=True)
class Told:
    """The text of an answer without what a page shows as tables and lists; ``scope`` is its sentence on the scope."""

    text: str
    scope: str


def told(answer: Answer) -> Told:
    """What remains to be told in words beside tables of figures, a list of checks and buttons for the readings."""
    shown_elsewhere: set[str] = set()
    scope_starts: list[str] = []
    for language in _LANGUAGES:
        words = for_language(language)
        shown_elsewhere.update(_structured_lines(answer, words))
        scope_starts.append(words.scope("", False).rstrip(" 。."))
    kept: list[str] = []
    scope = ""
    for line in answer.answer.splitlines():
        if line.startswith(tuple(scope_starts)):
            scope = line
        elif line not in shown_elsewhere:
            kept.append(line)
    return Told("\n".join(kept).strip(), scope)


def _structured_lines(answer: Answer, words: Wording) -> list[str]:
    """The lines of the answer's text that stand for its lists of figures, near misses, checks and readings."""
    result = answer.turn.result
    found = parts(answer)
    lines = [words.breakdown(len(found)), words.left_out(), words.unchecked()]
    lines.append(words.checked(_ran(answer), answer.chains))
    lines += [words.headline(figure) for figure in listed(answer)]
    lines += [words.part(figure) for figure in found]
    lines += [words.check(check) for check in answer.checks]
    lines += [f"- {label}：{reason}" for label, reason in result.left_out]
    lines += [f"- {choice}" for choice in result.choices]
    return lines


def _ran(answer: Answer) -> list[ShownCheck]:
    """The checks that the tally of the text counts."""
    remarks = ("reading-doubt", "corrected-cell")
    return [check for check in answer.checks if check.status != "not_run" and check.rule not in remarks]


def place_parts(citation: Citation, page: str, line: str) -> tuple[str, ...]:
    """Where a citation points, widest first, each part in one short line; what is empty or said twice is left out.

    ``page`` and ``line`` are ``str.format`` patterns with the fields {page} and {line}.
    """
    found = (
        citation.document_name or citation.document,
        "" if citation.page is None else page.format(page=citation.page),
        "" if citation.line is None else line.format(line=citation.line),
        citation.project,
        citation.table,
        citation.row,
        citation.column,
    )
    return tuple(dict.fromkeys(_clipped(part) for part in found if part))


def _clipped(part: str) -> str:
    """A label in one line; a row may be named by a whole paragraph."""
    line = " ".join(part.split())
    return line if len(line) <= _LABEL_LONGEST else f"{line[: _LABEL_LONGEST - 1]}…"


def to_markdown(answer: Answer) -> str:
    """The answer's text followed by its sources, a line for each marker: place, printed text, citation id.

    Text of documents in the sources is escaped, so that nothing printed in one acts as Markdown or HTML.
    """
    english = language_of(answer.question) == "en"
    page, line, title = ("page {page}", "line {line}", "Sources") if english else ("第{page}页", "第{line}行", "出处")
    lines = [answer.answer.strip(), ""]
    if answer.citations:
        lines += [f"**{title}**", ""]
    for citation in answer.citations:
        place = " · ".join(escape_markdown(part) for part in place_parts(citation, page, line))
        printed = escape_markdown(citation.cell_text or citation.quote)
        corrected = correction_words(citation.correction, english)
        note = f" ({escape_markdown(corrected)})" if corrected else ""
        lines.append(f"- [{citation.n}] {place}: {printed} ({citation.id}){note}")
    return "\n".join(lines).strip() + "\n"


def correction_words(correction: Correction | None, english: bool = False) -> str:
    """What was corrected, by whom, when and why, in one sentence; "" for no correction."""
    if correction is None:
        return ""
    when = correction.when[:10]
    if english:
        read = f"read as “{correction.before}”, corrected to “{correction.after}”"
        return f"{read} by {correction.who} on {when}: {correction.why}"
    read = f"原读作“{correction.before}”，更正为“{correction.after}”"
    return f"{read}（{correction.who}，{when}：{correction.why}）"


def escape_markdown(text: str) -> str:
    """Text in one line with every character escaped that Markdown or HTML would act on."""
    return _MARKDOWN_SPECIAL.sub(r"\\\1", " ".join(text.split()))
