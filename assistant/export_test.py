"""The export of an invented library: exact amounts, citations that are found again, nothing that acts as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assistant.cli import main
from assistant.config import Settings
from assistant.export import columns, export_tables
from assistant.export_files import write_csv, write_xlsx
from assistant.library import AmbiguousDocumentError, Library
from assistant.lookup import by_id
from assistant.samples_for_tests import make_library, reading
from assistant.spreadsheets import TooManyRowsError, exact_number, harmless, new_workbook, write_sheet

READING = reading("=cmd.txt", "+云溪学校")
GUIDE = Path(__file__).parent.parent / "docs" / "export.md"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = make_library(tmp_path_factory.mktemp("library"), READING, reading("other.txt", "青石学校"))
    with Library.open(folder, Settings(use_vectors=False)) as opened:
        yield opened


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_has_the_columns_of_the_dictionary(library: Library) -> None:
    for table in export_tables(library):
        rows = list(table.rows)
        assert all(len(row) == len(table.columns) for row in rows), table.name
        if table.name not in ("project_fields", "funding", "indicators"):
            assert rows, table.name


def test_the_guide_documents_every_column() -> None:
    text = GUIDE.read_text("utf-8")
    for name, known in columns().items():
        section = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == list(known)


def test_csv_amounts_are_exact_and_their_citations_are_found_again(library: Library, tmp_path: Path) -> None:
    counts = write_csv(export_tables(library, "=cmd.txt"), tmp_path)
    assert counts["documents"] == 1
    told = next(row for row in rows_of(tmp_path, "observations") if row["origin"] == "narrative")
    assert (told["amount"], told["amount_unit"], told["step"], told["scale"]) == ("300000.00", "元", "100.00", "万元")
    found = by_id(library, told["citation"])
    assert found.citation.cell_text == "30.00万元"
    failed = next(row for row in rows_of(tmp_path, "checks") if row["status"] == "fail")
    assert (failed["rule"], failed["family"], failed["difference"]) == ("narrative-vs-table", "D", "500.00")
    assert by_id(library, failed["actual_citations"]).citation.cell_text == "20.05万元"


def test_facts_can_be_pivoted_without_counting_a_thing_twice(library: Library, tmp_path: Path) -> None:
    write_csv(export_tables(library), tmp_path)
    rows = rows_of(tmp_path, "facts")
    counted = [row for row in rows if row["counted"] == "1"]
    assert len(counted) < len(rows)
    assert len({(row["document"], row["statement"]) for row in rows}) == len(counted)
    statements = {(row["document"], row["statement"]) for row in rows_of(tmp_path, "statements")}
    assert {(row["document"], row["statement"]) for row in rows} <= statements
    assert {row["organisation"] for row in rows} == {row["organisation"] for row in rows_of(tmp_path, "documents")}


def test_what_a_document_prints_is_no_formula(library: Library, tmp_path: Path) -> None:
    write_csv(export_tables(library, "=cmd.txt"), tmp_path)
    assert rows_of(tmp_path, "documents")[0]["name"] == "'=cmd.txt"
    assert rows_of(tmp_path, "documents")[0]["organisation"] == "'+云溪学校"
    assert "'=其他|事务" in {row["text"] for row in rows_of(tmp_path, "cells")}
    write_xlsx(export_tables(library, "=cmd.txt"), tmp_path / "facts.xlsx")
    book = load_workbook(tmp_path / "facts.xlsx")
    assert {cell.data_type for sheet in book for row in sheet for cell in row if cell.value is not None} <= {"s", "n"}
    header = [cell.value for cell in book["observations"][1]]
    first = dict(zip(header, book["observations"][2], strict=True))
    assert (first["amount"].value, first["amount_number"].value) == ("300000.00", 300000)
    assert book["dictionary"]["A2"].value == "documents"


@pytest.mark.parametrize(
    ("text", "number"),
    [("300000.00", Decimal("300000.00")), ("-0.5", Decimal("-0.5")), ("1234567890123.4567", None), ("无", None)],
)
def test_a_number_is_given_only_where_a_spreadsheet_keeps_it(text: str, number: Decimal | None) -> None:
    assert exact_number(text) == number


@pytest.mark.parametrize(("text", "safe"), [("=1+1", "'=1+1"), ("-", "'-"), ("-100.00", "-100.00"), ("@x", "'@x")])
def test_harmless_leaves_plain_numbers_alone(text: str, safe: str) -> None:
    assert harmless(text) == safe


def test_too_many_rows_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.spreadsheets.MOST_ROWS", 3)
    with pytest.raises(TooManyRowsError, match="write CSV instead"):
        write_sheet(new_workbook(), "cells", ("a",), [["x"]] * 5)


def test_an_unknown_document_is_named(library: Library) -> None:
    with pytest.raises(AmbiguousDocumentError, match="No document is called 'nothing'"):
        list(export_tables(library, "nothing"))


def test_the_command_chooses_the_format_by_the_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_library(tmp_path / "library", READING)
    assert main(["export", "--library", str(folder), "--out", str(tmp_path / "facts.xlsx")]) == 0
    assert "documents: 1 rows" in capsys.readouterr().out
    assert load_workbook(tmp_path / "facts.xlsx").sheetnames[0] == "documents"
    assert main(["export", "--library", str(folder), "--out", str(tmp_path / "csv")]) == 0
    assert (tmp_path / "csv" / "cells.csv").exists()
    assert main(["export", "--library", str(folder), "--out", str(tmp_path / "facts.xlsx"), "--format", "csv"]) == 2
    assert "CSV needs a folder" in capsys.readouterr().err
