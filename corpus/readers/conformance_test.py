"""One budget in every format: whatever the file, it says the same."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache

import pytest

from corpus.readers.formats import format_of, reader_for
from corpus.readers.invented_for_tests import FORMS
from corpus.reading import read_document
from corpus.records import Grid, Place, Reading

EXPECTED = {
    "text": "text",
    "markdown": "markdown",
    "html": "html",
    "html in GB 2312": "html",
    "mhtml": "mhtml",
    "csv": "csv",
    "csv in GB 18030": "csv",
    "tsv in UTF-16": "csv",
    "xlsx": "xlsx",
    "xls": "xls",
    "docx": "docx",
}
every_format = pytest.mark.parametrize("form", FORMS)


@cache
def reading(form: str) -> Reading:
    # The name lies about the format in every case but one: it must not matter.
    return read_document(FORMS[form](), "预算.pdf")


def signature(found: Reading) -> list[str]:
    """All that is stated: key, subject, kind of cell, amount with its step and unit, origin."""
    return sorted(
        repr((s.key, s.subject.name, o.kind, o.amount and (o.amount.value, o.amount.step, o.amount.unit), o.origin))
        for s in found.statements
        for o in s.observations
    )


@every_format
def test_the_statements_are_those_of_the_text(form: str) -> None:
    assert signature(reading(form)) == signature(reading("text"))
    assert reading(form).problems == ()


@every_format
def test_the_format_is_known_by_its_content(form: str) -> None:
    assert format_of(FORMS[form](), "预算.txt").name == EXPECTED[form]


@every_format
def test_totals_and_identity_are_as_printed(form: str) -> None:
    found = reading(form)
    document = found.document
    assert (document.organisation, document.level, document.fiscal_year, document.stage) == (
        "甲市乙局",
        "部门",
        2031,
        "预算",
    )
    [total] = [
        s
        for s in found.statements
        if s.subject.key == "organisation" and (s.side, s.expenditure_kind, s.fund_scope) == ("支出", "合计", "全部")
    ]
    amounts = [(o.amount.decimal, o.origin) for o in total.observations if o.amount]
    assert sorted(amounts) == [(Decimal("92500.50"), "narrative"), *[(Decimal("92500.50"), "table")] * 2]
    reception = next(s for s in found.statements if s.subject.name == "公务接待费")
    assert [(o.amount.decimal, o.amount.step) for o in reception.observations if o.amount] == [
        (Decimal(15_000), 1_000_000)
    ]
    [project] = found.projects
    assert (project.name, project.category, len(project.lines), len(project.indicators)) == (
        "登月项目",
        "经常性项目",
        2,
        3,
    )
    assert not [check.sentence for check in found.checks if check.status == "fail"]
    assert sum(check.status == "pass" for check in found.checks) >= 20


@every_format
def test_tables_keep_their_shape(form: str) -> None:
    shapes = [
        (table.kind, table.caption, table.unit, len(table.columns), len(table.labels), table.header_rows)
        for table in reading(form).tables
    ]
    assert shapes == [
        (table.kind, table.caption, table.unit, len(table.columns), len(table.labels), table.header_rows)
        for table in reading("text").tables
    ]


@every_format
def test_printed_figures_are_the_displayed_ones_and_every_place_is_its_own(form: str) -> None:
    blocks, _ = reader_for(FORMS[form](), "x")(FORMS[form]())
    printed = [cell.place.printed for block in blocks if isinstance(block, Grid) for row in block.rows for cell in row]
    assert {"92,500.50", "60,000.25", "9.50", "07", "-", "≥80.00(%)"} <= set(printed)
    places = [block.place for block in blocks if not isinstance(block, Grid)]
    assert len(set(places)) == len(places)
    cells = [cell.place for table in reading(form).tables for cell in table.cells]
    assert len(set(map(position, cells))) == len(cells)
    assert all(place.line is not None for place in cells)


def position(place: Place) -> tuple[object, ...]:
    return place.table, place.row, place.column


PHYSICAL: dict[str, Callable[[bytes], str]] = {
    "text": bytes.decode,
    "markdown": bytes.decode,
    "csv": lambda data: data.decode("utf-8-sig"),
    "csv in GB 18030": lambda data: data.decode("gb18030"),
    "tsv in UTF-16": lambda data: data.decode("utf-16"),
}


@pytest.mark.parametrize("form", PHYSICAL)
def test_places_with_physical_lines_are_read_again_from_the_file(form: str) -> None:
    data = FORMS[form]()
    lines = PHYSICAL[form](data).split("\n")
    blocks, _ = reader_for(data, "x")(data)
    places = [cell.place for block in blocks if isinstance(block, Grid) for row in block.rows for cell in row]
    places += [block.place for block in blocks if not isinstance(block, Grid)]
    filled = [place for place in places if place.printed]
    assert len(filled) > 100
    for place in filled:
        assert place.line is not None
        assert lines[place.line - 1][place.char_from : place.char_to] == place.printed
