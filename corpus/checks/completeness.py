"""What a table or form must print to be whole: its total, its figures, every level of its codes, the year's money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from corpus.checks.comparison import Figure, Rule, of_cell, otherwise
from corpus.checks.forms import funding, subject_of
from corpus.checks.ledger import GRAND, ORGANISATION, THREE_PUBLIC, Ledger, Meaning
from corpus.checks.verdict import verdict
from corpus.column_words import CLOSING, OPENING
from corpus.form_words import is_final
from corpus.records import Cell, CellKind, Check, Place, Project, Reading, Severity, Table, TableKind

_TOTAL = Rule("table-total", Severity.WARNING)
_FIGURES = Rule("table-without-figures", Severity.WARNING)
_LEVELS = Rule("code-levels", Severity.WARNING)
_FORM = Rule("form-amounts", Severity.WARNING)
_TWO_SIDED = (TableKind.BALANCE, TableKind.FISCAL_BALANCE)
_BY_CODE = (TableKind.INCOME, TableKind.EXPENDITURE, TableKind.GENERAL_FUNCTION, TableKind.FUND_FUNCTION)
_WITH_TOTAL = (*_TWO_SIDED, *_BY_CODE, TableKind.STATE_CAPITAL_FUNCTION, TableKind.BASIC_ECONOMIC)
_WITH_FIGURES = (*_TWO_SIDED, TableKind.INCOME, TableKind.EXPENDITURE, TableKind.GENERAL_FUNCTION)
_SAYS_TOTAL = re.compile(r"合\s*计|总\s*计")
_BALANCES = (f"item:{OPENING}", f"item:{CLOSING}")
_PARENT = {5: 3, 7: 5}
_LEVEL = {3: "类", 5: "款", 7: "项"}
_LEAST_OTHERS = 3
_THE_YEAR, _SUM = "当年预算", "金额合计"
_ASKED = (_THE_YEAR, "项目总预算", _SUM)


def table_total(reading: Reading) -> Iterator[Check]:
    """A statutory table that prints money for 类 prints their 合计; of a table with two sides, each side does.

    A table with balances of other years prints both what the year sums to and the 总计 that holds the balances.
    """
    ledger = Ledger(reading)
    checks = (check for table, figures in ledger.of_kind(*_WITH_TOTAL) for check in _totals(ledger, table, figures))
    yield from otherwise(checks, _TOTAL.not_run("没有列示各类科目金额的法定表格"))


def _totals(ledger: Ledger, table: str, figures: Mapping[Meaning, Figure]) -> Iterator[Check]:
    two_sided = ledger.kind(table) in _TWO_SIDED
    carried = two_sided and any(m.subject in _BALANCES and figure.value for m, figure in figures.items())
    for side in ("收入", "支出"):
        own = {meaning: figure for meaning, figure in figures.items() if meaning.side == side}
        sources = side == "收入" and two_sided
        parts = [f for m, f in own.items() if f.amount and (_is_source(m) if sources else _is_class(ledger, m))]
        if not parts:
            continue
        whole = "全部" if ledger.kind(table) is TableKind.BALANCE else "财政拨款"
        wholes = {m.subject: f for m, f in own.items() if not sources or m.scope == whole}
        wanted = {ORGANISATION: f"{'本年' if carried else ''}{side}合计", **({GRAND: "总计"} if carried else {})}
        missing = [name for subject, name in wanted.items() if subject not in wholes]
        if not carried and GRAND in wholes:
            missing = []
        words = f"列有各项{side}金额，没有列示{'、'.join(missing)}" if missing else f"列有{'、'.join(wanted.values())}"
        if missing and _says_total(ledger.tables.get(table)):
            yield _TOTAL.not_run(f"{ledger.caption(table)}印有合计字样，但没有读成{side}合计", (ORGANISATION,))
            continue
        printed = [wholes[subject].place for subject in (ORGANISATION, GRAND) if subject in wholes]
        sides = ([figure.place for figure in parts], printed)
        yield verdict(_TOTAL, not missing, f"{ledger.caption(table)}{words}", sides, (ORGANISATION,))


def _says_total(table: Table | None) -> bool:
    """Whether a cell below the header says 合计 or 总计 where it was not understood: that is ours to explain."""
    if table is None:
        return False
    known = {*table.header_rows, *(label.row for label in table.labels if label.is_total)}
    return any(cell.row not in known and _SAYS_TOTAL.search(cell.text) for cell in table.cells)


def _is_class(ledger: Ledger, meaning: Meaning) -> bool:
    subject = ledger.subjects[meaning.subject]
    return subject.kind in ("function", "economic") and not subject.parent


def _is_source(meaning: Meaning) -> bool:
    """Whether a row of the income half is that of one source."""
    return meaning.subject == ORGANISATION and meaning.scope != "全部"


def table_without_figures(reading: Reading) -> Iterator[Check]:
    """A main statutory table holds figures; the one of 三公经费 does where the narrative states such money.

    Not run for a table with a note.
    """
    ledger = Ledger(reading)
    tables = [table for table in reading.tables if table.project is None and not table.note and table.caption]
    checks = (check for table in tables if (check := _filled(ledger, table)) is not None)
    yield from otherwise(checks, _FIGURES.not_run("没有应列示金额而未注明空表的法定表格"))


def _filled(ledger: Ledger, table: Table) -> Check | None:
    said = [f for m, figures in ledger.told.items() if _of_three_public(m) for f in figures if f.value]
    if table.kind not in _WITH_FIGURES and not (table.kind is TableKind.THREE_PUBLIC and said):
        return None
    printed = [cell for cell in table.cells if cell.amount is not None]
    if printed:
        return verdict(_FIGURES, True, f"《{table.caption}》列有金额", ([table.place], [printed[0].place]))
    stated = said[0] if table.kind is TableKind.THREE_PUBLIC else None
    words = f"说明却称{ledger.name(stated.subject)}{stated.text}" if stated else "也没有注明空表"
    sides = ([stated.place] if stated else [], [cell.place for cell in table.cells if cell.text.strip()][:1])
    return verdict(_FIGURES, False, f"《{table.caption}》没有列示任何金额，{words}", sides)


def _of_three_public(meaning: Meaning) -> bool:
    return meaning.subject in {f"item:{name}" for name in ("三公经费", "机关运行经费", *THREE_PUBLIC)}


def code_levels(reading: Reading) -> Iterator[Check]:
    """Every 项 with money has its 款, every 款 its 类, and the other way round, in tables that print these levels.

    A parent may be asked for if the table prints any code of its length; children may be asked for if all other
    codes of the parent's length, three at least, have theirs. Of 经济分类 some publishers print a 类 alone.
    """
    ledger = Ledger(reading)
    tables = ledger.of_kind(*_BY_CODE, TableKind.BASIC_ECONOMIC)
    checks = (check for table, figures in tables for check in _levels(ledger, table, _rows(ledger, figures)))
    yield from otherwise(checks, _LEVELS.not_run("没有按两级以上科目编码列示的表"))


def _rows(ledger: Ledger, figures: Mapping[Meaning, Figure]) -> dict[str, Figure]:
    """A figure of each row with a code, one with an amount if there is any."""
    found: dict[str, Figure] = {}
    for meaning, figure in figures.items():
        code = ledger.subjects[meaning.subject].code
        if len(code) in _LEVEL and (code not in found or (figure.value and not found[code].value)):
            found[code] = figure
    return found


def _levels(ledger: Ledger, table: str, rows: Mapping[str, Figure]) -> Iterator[Check]:
    lengths = {len(code) for code in rows}
    if len(lengths) < 2 or any(len(code) > 3 and _PARENT[len(code)] not in lengths for code in rows):
        return
    money = {code: figure for code, figure in rows.items() if figure.value}
    orphans = [code for code in money if len(code) > 3 and code[: _PARENT[len(code)]] not in rows]
    by_function = ledger.kind(table) is not TableKind.BASIC_ECONOMIC
    childless = [code for code in money if by_function and _lacks_children(code, money)]
    for code in orphans:
        words = f"没有其上级{_LEVEL[_PARENT[len(code)]]}级科目{code[: _PARENT[len(code)]]}的行"
        yield _level_check(ledger, table, money[code], words)
    for code in childless:
        words = f"没有下级科目的行，其他{_LEVEL[len(code)]}级科目都有"
        yield _level_check(ledger, table, money[code], words)
    if money and not orphans and not childless:
        sentence = f"{ledger.caption(table)}列有金额的{len(money)}个科目，上下级的行齐全"
        whole = next((f for m, f in ledger.by_table[table].items() if m.subject == ORGANISATION), None)
        places = [figure.place for figure in money.values()]
        yield verdict(_LEVELS, True, sentence, ([whole.place] if whole else places[:1], places[-1:]))


def _lacks_children(code: str, money: Mapping[str, Figure]) -> bool:
    if len(code) not in _PARENT.values():
        return False
    parents = {child[: len(code)] for child in money if len(child) == len(code) + 2}
    peers = {other for other in money if len(other) == len(code) and other != code}
    return code not in parents and len(peers) >= _LEAST_OTHERS and peers <= parents


def _level_check(ledger: Ledger, table: str, figure: Figure, words: str) -> Check:
    sentence = f"{ledger.caption(table)}“{ledger.name(figure.subject)}”{figure.text}，{words}"
    whole = [f.place for m, f in ledger.by_table[table].items() if m.subject == ORGANISATION][:1]
    return verdict(_LEVELS, False, sentence, (whole, [figure.place]), (figure.subject,))


def form_amounts(reading: Reading) -> Iterator[Check]:
    """A form prints 当年预算, 项目总预算 and the 金额合计 of its lines, where another form of its kind prints its own.

    Of its kind is a form whose other funding lines are the same.

    当年预算 is asked for beside a 财政拨款 in any case. Not of a 绩效自评表, which prints the budget by stages.
    """
    forms = [project for project in reading.projects if not is_final(name for name, _ in project.funding)]
    checks = (check for name in _ASKED for check in _amounts(reading, forms, name))
    yield from otherwise(checks, _FORM.not_run("没有列示资金的项目申报表"))


def _amounts(reading: Reading, forms: Sequence[Project], name: str) -> Iterator[Check]:
    known = {project.key for project in forms if _printed(project, name)}
    for project in forms:
        beside_fiscal = name == _THE_YEAR and _printed(project, "财政拨款") is not None
        if project.key not in known and not beside_fiscal and not _has_peer(project, forms, name):
            continue
        if name == _SUM and not project.lines:
            continue
        figure = _printed(project, name)
        words = f"列有{name}" if figure else f"没有列示{name}"
        places = [figure.place] if figure else []
        cells = [line.amount for line in project.lines] if name == _SUM else _funding_cells(project)
        others = [cell.place for cell in cells if cell is not None and cell.amount]
        sides = (others or [_in_form(reading, project)], places)
        yield verdict(_FORM, bool(figure), f"项目“{project.name}”{words}", sides, (subject_of(project),))


def _has_peer(project: Project, forms: Sequence[Project], name: str) -> bool:
    """Whether another form prints that amount and the same funding lines beside it; any other, if it prints none."""
    own = {line for line, _ in project.funding} - {name}
    return any(
        _printed(other, name) is not None and (not own or own == {line for line, _ in other.funding} - {name})
        for other in forms
        if other.key != project.key
    )


def _funding_cells(project: Project) -> list[Cell | None]:
    return [cell for _, cells in project.funding for cell in cells]


def _printed(project: Project, name: str) -> Figure | None:
    """The form's figure of that name, None where it prints none."""
    if name == _SUM:
        total = project.lines_total
        return of_cell(name, total, subject_of(project)) if total is not None and total.amount else None
    figure = funding(project, name)
    return figure if figure and figure.amount else None


def _in_form(reading: Reading, project: Project) -> Place:
    """The first filled cell of the form's first part, which stands in a table as every cell does."""
    tables = (t for t in reading.tables if t.project == project.key and t.kind is TableKind.FORM_OVERVIEW)
    cells = (cell for table in tables for cell in table.cells if cell.kind is not CellKind.BLANK)
    return next((cell.place for cell in cells), project.place)
