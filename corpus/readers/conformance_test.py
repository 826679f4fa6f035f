"""One budget in every format: whatever the file, it says the same."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache

import docx
import pytest

from corpus.documents_test import needs_published, putuo
from corpus.readers.formats import format_of, reader_for
from corpus.readers.invented_for_tests import FORMS
from corpus.reading import read_document
from corpus.records import Block, Grid, Heading, Place, Reading

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


# A published document, written anew in other formats


def as_page(blocks: Sequence[Block]) -> bytes:
    """The blocks of a document as a web page with merged cells."""
    parts = ["<html><body>"]
    for block in blocks:
        if isinstance(block, Grid):
            parts.append(f"<table>{''.join(_page_row(block, number) for number in range(len(block.rows)))}</table>")
        else:
            tag = "h2" if isinstance(block, Heading) else "p"
            parts.append(f"<{tag}>{html.escape(block.text)}</{tag}>")
    return "\n".join(parts).encode()


def _page_row(grid: Grid, number: int) -> str:
    cells = [
        f"<td rowspan={cell.row_span} colspan={cell.column_span}>{html.escape(cell.text)}".replace("\n", "<br>")
        for column, cell in enumerate(grid.rows[number])
        if (number, column) not in _covered(grid)
    ]
    return f"<tr>{''.join(cells)}"


def _covered(grid: Grid) -> set[tuple[int, int]]:
    return {
        (r + y, c + x)
        for r, row in enumerate(grid.rows)
        for c, cell in enumerate(row)
        for y in range(cell.row_span)
        for x in range(cell.column_span)
        if x or y
    }


def as_word(blocks: Sequence[Block]) -> bytes:
    document = docx.Document()
    for block in blocks:
        if not isinstance(block, Grid):
            document.add_heading(block.text, 2) if isinstance(block, Heading) else document.add_paragraph(block.text)
            continue
        table = document.add_table(len(block.rows), max(map(len, block.rows)))
        for r, row in enumerate(block.rows):
            for c, cell in enumerate(row):
                if cell.text:
                    target = table.cell(r, c)
                    if cell.row_span * cell.column_span > 1:
                        target = target.merge(table.cell(r + cell.row_span - 1, c + cell.column_span - 1))
                    target.text = cell.text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@needs_published
def test_a_published_pdf_says_the_same_as_a_web_page_and_as_a_word_file() -> None:
    data = putuo("04").read_bytes()
    original = read_document(data, "x")
    blocks, _ = reader_for(data, "x")(data)
    for written in (as_page(blocks), as_word(blocks)):
        copy = read_document(written, "x")
        assert signature(copy) == signature(original)
        assert copy.document.organisation == original.document.organisation
        assert (copy.document.kind, copy.document.fiscal_year) == (
            original.document.kind,
            original.document.fiscal_year,
        )
