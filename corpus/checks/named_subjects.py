"""科目 that the narrative names, against the rows of the tables: is there such a row, and does it hold money?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from corpus.checks.comparison import Figure, Rule, of_observation, otherwise, tolerance_of
from corpus.checks.ledger import Ledger
from corpus.checks.narration import told
from corpus.checks.verdict import verdict
from corpus.narrative_phrases import SUBJECT
from corpus.narrative_subjects import codes_of, normal, path_of
from corpus.narrative_text import Locator, canonical
from corpus.records import Check, Observation, Paragraph, Reading, Severity, Statement, TableKind

_ROW = Rule("narrative-subject", Severity.WARNING)
_CODE = Rule("narrative-code-name", Severity.WARNING)
_LISTED = Rule("listed-item-empty", Severity.NOTICE)
_FUNCTION_TABLES = (TableKind.INCOME, TableKind.EXPENDITURE, TableKind.GENERAL_FUNCTION, TableKind.FUND_FUNCTION)
_DEPTHS = (3, 5, 7)
_LIST = re.compile(r"(?P<kind>人员经费|公用经费)[^。；]{0,30}?主要包括：?(?P<items>[^。；]+)")
_NAME = re.compile(r"[^、，和及以（）]+(?:（[^）]*）[^、，和及]*)?")


def narrative_subject(reading: Reading) -> Iterator[Check]:
    """A 科目 that the narrative names by its whole path (类, 款, 项) and with its money has a row in the tables.

    Run where the tables print codes of that depth and the figure is that of the document's year.
    """
    ledger = Ledger(reading)
    rows = _rows(ledger, reading.document.fiscal_year)
    current = (item for item in told(reading) if item[0].period_from == reading.document.fiscal_year and item[1].amount)
    checks = (check for item in current if (check := _has_row(ledger, rows, *item)) is not None)
    yield from otherwise(checks, _ROW.not_run("说明文字没有写明表格所列级次的科目"))


def _rows(ledger: Ledger, year: int | None) -> dict[str, Figure]:
    """The rows by function that print money for the year, by subject: the first printing of each."""
    found: dict[str, Figure] = {}
    for _, figures in ledger.of_kind(*_FUNCTION_TABLES):
        for meaning, figure in figures.items():
            if ledger.subjects[meaning.subject].code and meaning.year == year and figure.amount:
                found.setdefault(meaning.subject, figure)
    return found


def _has_row(
    ledger: Ledger, rows: Mapping[str, Figure], statement: Statement, observation: Observation
) -> Check | None:
    """Pass for a 科目 that was found in the tables, fail for a path that was not; None for anything else."""
    said = of_observation("说明", observation, statement.subject.key)
    if said.subject in rows:
        sentence = f"说明所列科目“{ledger.name(said.subject)}”在表格中有这一行"
        return verdict(_ROW, True, sentence, ([rows[said.subject].place], [said.place]), (said.subject,))
    levels = statement.subject.name.split("-") if statement.subject.kind == "topic" else []
    depths = {len(ledger.subjects[subject].code) for subject in rows}
    if not 1 < len(levels) <= len(_DEPTHS) or _DEPTHS[len(levels) - 1] not in depths:
        return None
    known = {normal(ledger.subjects[subject].name) for subject in rows}
    if not known & {normal(level) for level in levels}:
        return None  # Words with a dash between them (2031-2032年度) are no path of 科目.
    like = [row for row in rows.values() if _is_like(ledger, row, said, levels)]
    hint = "、".join(f"“{ledger.name(row.subject)}”{row.text}" for row in like)
    words = f"，同名且金额相同的是{hint}" if like else ""
    sentence = f"说明所列科目“{'-'.join(levels)}”{said.text}，表格没有这样的类、款、项{words}"
    expected = [row.place for row in like] or [row.place for row in rows.values()][:1]
    return verdict(_ROW, False, sentence, (expected, [said.place]), (said.subject,))


def _is_like(ledger: Ledger, row: Figure, said: Figure, levels: list[str]) -> bool:
    """Whether the row may be the one that is meant: its name is one of the path's, and the amounts are the same."""
    same = abs(row.value - said.value) <= tolerance_of([row, said])
    return same and normal(ledger.subjects[row.subject].name) in {normal(level) for level in levels}


def narrative_code_name(reading: Reading) -> Iterator[Check]:
    """A code that the narrative prints (公共安全支出（204类）) bears the name that the tables give it.

    Run for codes that the tables print. A name that is only the beginning of the other is not counted.
    """
    ledger = Ledger(reading)
    rows = _rows(ledger, reading.document.fiscal_year)
    coded = {ledger.subjects[subject].code: row for subject, row in rows.items()}
    checks = (check for line in reading.paragraphs for check in _names(line, ledger, coded))
    yield from otherwise(checks, _CODE.not_run("说明文字没有写明科目编码"))


def _names(line: Paragraph, ledger: Ledger, coded: Mapping[str, Figure]) -> Iterator[Check]:
    text, locator = canonical(line.text), Locator(line)
    for match in SUBJECT.finditer(text):
        title = match["quoted"] or match["bare"]
        for code, name in zip(codes_of(title), path_of(title), strict=False):
            if code not in coded:
                continue
            row = coded[code]
            known = ledger.subjects[row.subject].name
            good = _same_name(name, known)
            words = "与表格一致" if good else f"表格为“{known}”"
            at = text.index(name, match.start())
            places = ([row.place], [locator.place(at, at + len(name))])
            yield verdict(_CODE, good, f"说明称科目{code}为“{name}”，{words}", places, (row.subject,))


def _same_name(one: str, other: str) -> bool:
    left, right = normal(one), normal(other)
    return left.startswith(right) or right.startswith(left)


def listed_item_empty(reading: Reading) -> Iterator[Check]:
    """What the narrative lists as a part of 人员经费 or 公用经费 (主要包括：…) holds money in the table of 经济分类.

    Run for names that are exactly those of rows of that table.
    """
    items = _items(Ledger(reading))
    checks = (check for line in reading.paragraphs for check in _listed(line, items))
    yield from otherwise(checks, _LISTED.not_run("说明文字没有列出经济分类表所列的科目"))


def _items(ledger: Ledger) -> dict[str, list[Figure]]:
    """The figures of the economic table by their row's name, in comparison form; no names of several codes."""
    found: dict[str, list[Figure]] = {}
    codes: dict[str, set[str]] = {}
    for _, figures in ledger.of_kind(TableKind.BASIC_ECONOMIC):
        for meaning, figure in figures.items():
            subject = ledger.subjects[meaning.subject]
            if subject.code:
                found.setdefault(normal(subject.name), []).append(figure)
                codes.setdefault(normal(subject.name), set()).add(subject.code)
    return {name: figures for name, figures in found.items() if len(codes[name]) == 1}


def _listed(line: Paragraph, items: Mapping[str, list[Figure]]) -> Iterator[Check]:
    text, locator = canonical(line.text), Locator(line)
    for listed in _LIST.finditer(text):
        for match in _NAME.finditer(text, listed.start("items"), listed.end("items")):
            figures = items.get(normal(match[0]), [])
            if not figures:
                continue
            good = any(figure.value for figure in figures)
            words = "有金额" if good else "没有金额"
            sentence = f"说明列为{listed['kind']}的“{match[0]}”，经济分类表{words}"
            here = locator.place(match.start(), match.end())
            yield verdict(_LISTED, good, sentence, ([figures[0].place], [here]), (figures[0].subject,))
