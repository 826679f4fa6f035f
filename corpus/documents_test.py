"""The documents at hand, read whole: the bundled edition always, the published files where a folder names them.

BUDGET_TEST_DOCUMENTS is that folder. Every test of the minhang texts runs on both where both are there. Nothing of a
contact field is written here: such values are collected from the published file when the test runs.
"""

from __future__ import annotations

import os
import re
import unicodedata
from decimal import Decimal
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

import pypdfium2
import pytest

from corpus.readers.pdf_text import normalise
from corpus.readers.text import decode, read_text
from corpus.reading import read_document
from corpus.records import Grid, Place, Project, Reading, Statement, TableKind
from corpus.redaction import REDACTED
from corpus.store import Store

BUNDLED = Path(__file__).parent / "documents"
PUBLISHED = Path(os.environ["BUDGET_TEST_DOCUMENTS"]) if os.environ.get("BUDGET_TEST_DOCUMENTS") else None
BUDGET, FORM = sorted(BUNDLED.glob("*.txt"))
EDITIONS = [BUNDLED, *([PUBLISHED / "minhang"] if PUBLISHED else [])]

_PAGE = re.compile(r"[-—\s]*\d{1,3}[-—\s]*")
needs_published = pytest.mark.skipif(PUBLISHED is None, reason="BUDGET_TEST_DOCUMENTS names no folder")
on_each_edition = pytest.mark.parametrize("folder", EDITIONS, ids=["bundled", "published"][: len(EDITIONS)])


@cache
def reading_of(path: Path) -> Reading:
    return read_document(path.read_bytes(), path.name)


def putuo(number: str) -> Path:
    assert PUBLISHED is not None
    return next((PUBLISHED / "putuo").glob(f"{number}_*.pdf"))


def year_budget(project: Project) -> Decimal:
    cell = dict(project.funding)["当年预算"][0]
    assert cell.amount is not None
    return cell.amount.decimal


# The texts with tabs


@on_each_edition
def test_all_projects_with_their_lines_and_exact_sums(folder: Path) -> None:
    projects = reading_of(folder / BUDGET.name).projects
    assert len(projects) == 22
    assert len({project.name for project in projects}) == 22
    assert sum(len(project.lines) for project in projects) == 78
    assert sum(map(year_budget, projects)) == Decimal("50499903.60")
    for project in projects:
        amounts = [line.amount.amount for line in project.lines if line.amount is not None]
        total = sum(amount.decimal for amount in amounts if amount is not None)
        printed = dict(project.funding)["当年预算"][0].amount
        assert len(amounts) == len(project.lines)
        assert printed is not None
        steps = sum(amount.step for amount in amounts if amount is not None) + printed.step
        assert abs(total - printed.decimal) <= Decimal(steps) / 2 / 10_000, project.name


@on_each_edition
def test_every_form_is_whole(folder: Path) -> None:
    for path in (folder / BUDGET.name, folder / FORM.name):
        for project in reading_of(path).projects:
            assert len(project.funding) == 7, project.name
            assert project.category, project.name
            assert project.lines_total is not None, project.name
            assert project.indicators, project.name
            assert project.policies, project.name
            names = {field.name for field in project.fields}
            assert {
                "项目名称",
                "项目概况",
                "项目立项情况",
                "项目总目标",
                "年度绩效目标",
                "起始日期",
                "结束日期",
            } <= names
            assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", project.field_text(n)) for n in ("起始日期", "结束日期"))


@on_each_edition
def test_statutory_tables_and_their_totals(folder: Path) -> None:
    reading = reading_of(folder / BUDGET.name)
    tables = [table for table in reading.tables if table.project is None]
    assert [table.kind for table in tables] == [
        TableKind.BALANCE,
        TableKind.INCOME,
        TableKind.EXPENDITURE,
        TableKind.FISCAL_BALANCE,
        TableKind.GENERAL_FUNCTION,
        TableKind.FUND_FUNCTION,
        TableKind.BASIC_ECONOMIC,
        TableKind.THREE_PUBLIC,
    ]
    assert [table.unit for table in tables] == ["元"] * 7 + ["万元"]
    assert all(table.caption and table.year == 2020 for table in tables)
    totals = {
        (s.side, s.expenditure_kind, s.fund_scope): {
            o.amount.decimal for o in s.observations if o.amount and o.origin == "table"
        }
        for s in reading.statements
        if s.subject.key == "organisation" and s.view == "level"
    }
    whole, basic, projects = Decimal("104733480.93"), Decimal("54233577.33"), Decimal("50499903.60")
    assert totals["收入", "n/a", "全部"] == totals["收入", "n/a", "财政拨款"] == {whole}
    assert totals["支出", "合计", "全部"] == totals["支出", "合计", "一般公共预算"] == {whole}
    assert totals["支出", "基本支出", "全部"] == {basic}
    assert totals["支出", "项目支出", "全部"] == totals["支出", "项目支出", "一般公共预算"] == {projects}
    assert totals["支出", "人员经费", "一般公共预算"] == {Decimal("47321695.47")}
    assert totals["支出", "公用经费", "一般公共预算"] == {Decimal("6911881.86")}


@on_each_edition
def test_identities(folder: Path) -> None:
    budget, form = (reading_of(folder / name).document for name in (BUDGET.name, FORM.name))
    assert (budget.level, budget.fiscal_year, budget.stage, budget.kind) == ("单位", 2020, "预算", "单位预算")
    assert budget.organisation
    assert (form.organisation, form.level, form.fiscal_year) == ("", "", 2019)
    for evidence in (*budget.evidence, *form.evidence):
        assert evidence.value in re.sub(r"\s", "", evidence.place.printed)


@on_each_edition
def test_only_the_cut_unit_lines_are_problems(folder: Path) -> None:
    assert {problem.kind for problem in reading_of(folder / BUDGET.name).problems} == {"missing-unit"}
    assert reading_of(folder / FORM.name).problems == ()


def all_places(reading: Reading) -> list[Place]:
    cells = [cell.place for table in reading.tables for cell in table.cells]
    statements = [item.place for statement in reading.statements for item in statement.observations]
    prose = [paragraph.place for paragraph in reading.paragraphs] + [heading.place for heading in reading.headings]
    fields = [field.place for project in reading.projects for field in project.fields]
    evidence = [item.place for item in reading.document.evidence]
    checks = chain.from_iterable((*check.expected_places, *check.actual_places) for check in reading.checks)
    return [*cells, *statements, *prose, *fields, *evidence, *checks]


@on_each_edition
def test_every_place_is_read_again_from_the_bytes(folder: Path) -> None:
    for path in (folder / BUDGET.name, folder / FORM.name):
        lines = decode(path.read_bytes()).split("\n")
        places = [place for place in all_places(reading_of(path)) if place.printed and place.char_from is not None]
        assert len(places) > 100
        for place in places:
            assert place.line is not None
            found = lines[place.line - 1][place.char_from : place.char_to]
            assert found == place.printed or REDACTED in place.printed, place


# The bundled edition beside the published files


@needs_published
@pytest.mark.parametrize("name", [BUDGET.name, FORM.name])
def test_the_edition_states_the_same(name: str) -> None:
    edition, published = reading_of(BUNDLED / name), reading_of(EDITIONS[-1] / name)
    assert [signature(s) for s in edition.statements] == [signature(s) for s in published.statements]
    assert [(table.kind, table.caption, table.unit) for table in edition.tables] == [
        (table.kind, table.caption, table.unit) for table in published.tables
    ]
    assert edition.document.organisation == published.document.organisation


def signature(statement: Statement) -> object:
    """All that a statement says and where, apart from the source text at the place."""
    printings = [
        (o.kind, o.amount, o.text, o.direction, o.duplicate, o.origin, o.place.line, o.place.row, o.place.column)
        for o in statement.observations
    ]
    return statement.key, statement.subject.name, printings


RUN = 30
LONG = 60
_NOT_PROSE = re.compile(
    r"《[^》]*》|【[^】]*】|“[^”]*”|[（(][^（）()]*号[）)]|\[\d+\]\d+号文件|[^。；，：、]{4,20}(?:行动计划|规划纲要)(?:（[^）]*）)?"
    r"|[（(]?\d+[)）、]|[A-Za-z()（）]{12,}|\|"
)
"""Titles of regulations and their numbers, names in quotes or brackets, list numbers, foreign names."""


def pieces(text: str, names: list[str]) -> set[str]:
    """All runs of ``RUN`` characters of prose in ``text``; what is no prose divides it."""
    text = re.sub(r"\s+", "", re.sub("<[^>]+>", "", text))
    for name in names:
        text = text.replace(name, "|")
    parts = _NOT_PROSE.split(text)
    return {part[start : start + RUN] for part in parts for start in range(len(part) - RUN + 1)}


@needs_published
@pytest.mark.parametrize("name", [BUDGET.name, FORM.name])
def test_the_edition_shares_no_long_run_of_prose(name: str) -> None:
    published = reading_of(EDITIONS[-1] / name)
    names = [project.name for project in published.projects] + [published.document.organisation or REDACTED]
    retold = 0
    lines = [decode((folder / name).read_bytes()).split("\n") for folder in (BUNDLED, EDITIONS[-1])]
    for own, other in zip(*lines, strict=True):
        for mine, theirs in zip(own.split("\t"), other.split("\t"), strict=True):
            if mine != theirs and len(theirs) >= LONG:
                retold += 1
                assert pieces(mine, names).isdisjoint(pieces(theirs, names)), theirs[:40]
    assert retold > 5


# Contacts


def contact_values(path: Path) -> set[str]:
    """What stands in the contact cells and after the contact labels of a file, as it is printed."""
    label = r"(?:负责人|联系人|联系电话?|填表人|填报人)"
    values: set[str] = set()
    for block in read_text(path.read_bytes())[0]:
        rows = block.rows if isinstance(block, Grid) else ()
        texts = [[cell.text for cell in row if cell.text] for row in rows] or [[getattr(block, "text", "")]]
        for row in texts:
            for text, following in pairwise([*row, ""]):
                if re.fullmatch(rf"(?:项目|填报单位)?{label}\s*[:：]?", text) and not re.search(label, following):
                    values.add(following)
                values.update(re.findall(rf"{label}\s*[:：]\s*([^\s:：]+)", text))
    values.update(re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", decode(path.read_bytes())))
    return {value for value in values if value and not re.search(label, value)}


def is_content(value: str, path: Path) -> bool:
    """Whether a name of a contact stands in long prose too: the conductor of a choir, a studio named after someone."""
    blocks, _ = read_text(path.read_bytes())
    cells = (cell.text for block in blocks if isinstance(block, Grid) for row in block.rows for cell in row)
    return not value.isdigit() and any(value in text for text in cells if len(text) >= LONG)


@on_each_edition
def test_no_contact_is_left_on_any_surface(folder: Path, tmp_path: Path) -> None:
    checked = 0
    for path in (folder / BUDGET.name, folder / FORM.name):
        reading = reading_of(path)
        assert reading.redactions > 0
        library = tmp_path / path.stem
        with Store.open(library) as store, store.writing():
            store.put(reading)
        stored = b"".join(file.read_bytes() for file in sorted(library.rglob("*")) if file.is_file())
        places = "\n".join(place.printed for place in all_places(reading))
        surfaces = repr(reading) + places + stored.decode(errors="ignore")
        cells = [cell.text for table in reading.tables for cell in table.cells if len(cell.text) < LONG]
        short = [re.sub("“[^”]*工作室”", "", text) for text in cells]
        for value in contact_values(path):
            leaks = any(value in text for text in short) if is_content(value, path) else value in surfaces
            assert not leaks, f"a value of a contact field of {path.name} is left"
            checked += 1
    assert checked > (20 if folder != BUNDLED else 0)


# The born-digital PDFs


@needs_published
@pytest.mark.parametrize(
    ("number", "level", "year"),
    [("03", "部门", 2025), ("04", "单位", 2025), ("08", "部门", 2024), ("09", "部门", 2025)],
)
def test_statutory_tables_of_a_pdf(number: str, level: str, year: int) -> None:
    reading = reading_of(putuo(number))
    document = reading.document
    assert (document.level, document.fiscal_year, document.stage, document.kind) == (
        level,
        year,
        "预算",
        f"{level}预算",
    )
    assert document.organisation
    assert {problem.kind for problem in reading.problems} <= {"unreadable-code"}  # 08 prints 301 2 for 301 02
    assert [table.kind for table in reading.tables] == [
        TableKind.BALANCE,
        TableKind.INCOME,
        TableKind.EXPENDITURE,
        TableKind.FISCAL_BALANCE,
        TableKind.GENERAL_FUNCTION,
        TableKind.FUND_FUNCTION,
        TableKind.STATE_CAPITAL_FUNCTION,
        TableKind.BASIC_ECONOMIC,
        TableKind.THREE_PUBLIC,
    ]
    assert [table.unit for table in reading.tables] == ["元"] * 8 + ["万元"]
    for table in reading.tables:
        if table.kind is not TableKind.THREE_PUBLIC:
            assert any(row.is_total for row in table.labels), table.caption
        if table.kind in (TableKind.FUND_FUNCTION, TableKind.STATE_CAPITAL_FUNCTION):
            assert "本表为空表" in table.note
            assert not any(cell.amount for cell in table.cells)


@needs_published
def test_a_pdf_end_to_end() -> None:
    reading = reading_of(putuo("03"))
    assert reading.document.organisation == "上海市普陀区人民政府办公室"
    statements = {(s.subject.key, s.side, s.expenditure_kind, s.fund_scope, s.view): s for s in reading.statements}
    row = statements["function:2010302", "支出", "项目支出", "一般公共预算", "level"]
    assert [(o.text, o.amount and o.amount.decimal) for o in row.observations] == [
        ("46,140,000.00", Decimal(46_140_000))
    ]
    assert row.observations[0].place.page == 14
    assert row.observations[0].place.bbox is not None
    total = statements["organisation", "支出", "合计", "一般公共预算", "level"]
    assert {o.origin for o in total.observations} == {"table", "narrative"}
    assert {o.amount and o.amount.scale for o in total.observations} == {"元", "万元"}
    change = statements["organisation", "支出", "合计", "一般公共预算", "change"]
    assert [(o.direction, o.amount and o.amount.decimal) for o in change.observations] == [
        ("decrease", Decimal(23_895_200))
    ]


@needs_published
def test_three_public_expenses_of_a_pdf_in_table_and_sentences() -> None:
    found = {
        s.subject.name: s for s in reading_of(putuo("03")).statements if s.subject.kind == "item" and s.view == "level"
    }
    amounts = {
        name: {o.origin: o.amount.decimal if o.amount else o.kind.value for o in statement.observations}
        for name, statement in found.items()
    }
    assert amounts["三公经费"] == {"table": 8_675_000, "narrative": 8_675_000}
    assert amounts["因公出国（境）费"] == {"table": 8_390_000, "narrative": 8_390_000}
    assert amounts["公务接待费"] == {"table": 285_000, "narrative": 285_000}
    assert amounts["公务用车购置费"] == {"table": "blank", "narrative": 0}
    assert amounts["机关运行经费"] == {"table": 2_132_800, "narrative": 2_132_800}


@needs_published
@pytest.mark.parametrize(("number", "faults"), [("03", []), ("04", []), ("09", ["narrative-subject", "counted-parts"])])
def test_no_check_fails_but_for_what_is_wrong_on_the_page(number: str, faults: list[str]) -> None:
    """09 prints 地上建筑面积8013平方米, of which 7998 and 105, and names a row by a path that no table has."""
    assert [check.rule for check in reading_of(putuo(number)).checks if check.status.value == "fail"] == faults


@needs_published
@pytest.mark.parametrize("number", ["03", "04", "07", "08", "09", "13"])
def test_every_sentence_with_a_figure_stands_so_in_the_pages_content(number: str) -> None:
    content = _content(putuo(number))
    sentences = [s for block in reading_of(putuo(number)).paragraphs for s in re.split("(?<=[。；])", block.text)]
    figured = [re.sub(r"\s", "", normalise(sentence)) for sentence in sentences if re.search(r"\d", sentence)]
    assert len(figured) > 40
    assert [sentence for sentence in figured if _folded(sentence) not in content] == []


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _content(path: Path) -> str:
    """The text of a PDF in the order of its content, as another library reads it, without page numbers and spaces."""
    found: list[str] = []
    for page in pypdfium2.PdfDocument(path):
        lines = [line for line in page.get_textpage().get_text_range().splitlines() if line.strip()]
        body = [line for at, line in enumerate(lines) if at not in (0, len(lines) - 1) or not _PAGE.fullmatch(line)]
        found.extend(re.sub(r"\s", "", normalise(line)) for line in body)
    return _folded("".join(found))


@needs_published
def test_a_final_accounts_text_that_contradicts_its_table_fails_with_both_places() -> None:
    told = [check for check in reading_of(putuo("13")).checks if check.rule == "narrative-vs-table"]
    failed = [check for check in told if check.status.value == "fail"]
    places = [(check.expected_places[0].page, check.actual_places[0].printed) for check in failed]
    assert places == [(13, "0.3万元"), (13, "0.3万元")]


@needs_published
def test_a_table_whose_last_row_stands_alone_on_a_page_is_whole() -> None:
    for number in ("08", "09"):
        tables = [t for t in reading_of(putuo(number)).tables if t.kind in (TableKind.INCOME, TableKind.EXPENDITURE)]
        for table in tables:
            last = table.labels[-1]
            assert last.is_total
            assert any(cell.amount for cell in table.cells if cell.row == last.row)


@needs_published
def test_a_dump_with_tabs_says_what_its_pdf_says() -> None:
    """The same document as the PDF of its number: every statement of either with its amounts is one of the other."""
    assert PUBLISHED is not None
    dump = next((PUBLISHED / "putuo").glob("09b_*.txt"))
    text, pdf = (
        {
            (statement.key, observation.amount.value)
            for statement in reading_of(path).statements
            for observation in statement.observations
            if observation.amount is not None
        }
        for path in (dump, putuo("09"))
    )
    assert len(text) > 800
    assert text == pdf
    failed = [
        {check.sentence for check in reading_of(path).checks if check.status.value == "fail"}
        for path in (dump, putuo("09"))
    ]
    assert failed[0] == failed[1]


@needs_published
def test_a_form_with_a_cell_on_each_line_is_the_grid_of_its_template() -> None:
    assert PUBLISHED is not None
    path = next((PUBLISHED / "putuo").glob("19_*.txt"))
    blocks, problems = read_text(path.read_bytes())
    assert problems == []
    grid = next(block for block in blocks if isinstance(block, Grid))
    rows = [[cell.text for cell in row] for row in grid.rows]
    assert [row[1:] for row in rows if "其他资金" in row or "项目资金总额" in row] == [
        ["项目资金总额", "10,308,000.00", "年度资金申请总额", "3,498,000.00"],
        ["其他资金", "0.00", "其他资金", "0.00"],
    ]
    assert rows[0][3] == "阶段性项目"
    assert [row[3:] for row in rows if len(row) == 5][-1] == ["群众满意度", "≥90.00(%)"]
