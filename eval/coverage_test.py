"""Coverage: numbers counted without the reader, and what of them became cells and figures."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from eval.coverage import Share, as_table, coverage, measure
from eval.coverage_numbers import printed_numbers, values_in

TEXT = """甲市乙局2031年部门预算

目录

一、主要职能 …………………… 3

联系人：某某  联系电话：5551234

2031年支出预算90.00万元，另有经费8.50万元，共3项。

2031年部门支出预算总表
编制部门：甲市乙局\t单位：元
功能分类科目编码\t功能分类科目名称\t合计\t基本支出\t项目支出
209\t星际支出\t900,000.00\t600,000.00\t300,000.00
合计\t\t900,000.00\t600,000.00\t300,000.00
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "budget.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_numbers_are_counted_by_where_they_stand(document: Path) -> None:
    kinds = [(number.value, number.kind) for number in printed_numbers(document)]
    tables = [value for value, kind in kinds if kind == "table"]
    assert tables == [209, *[Decimal(900000), Decimal(600000), Decimal(300000)] * 2]
    assert [value for value, kind in kinds if kind == "money"] == [90, Decimal("8.50")]
    assert [value for value, kind in kinds if kind == "other"] == [2031, 2031, 3, 2031]


def test_pages_contents_and_contacts_are_no_numbers_of_the_document(document: Path) -> None:
    assert all(number.value not in (5551234,) for number in printed_numbers(document))
    assert values_in("1,234.50 与 -3 与 5 与 12,34") == [Decimal("1234.50"), Decimal(-3), 5]


def test_cells_figures_and_identities_of_a_document(document: Path) -> None:
    found = coverage(document)
    assert found.table == Share(7, 7)
    assert found.money == Share(1, 2)  # 8.50万元 is of an unknown subject and no figure
    assert found.anywhere.found == found.anywhere.total
    assert found.rows == Share(2, 2)
    assert found.columns == Share(3, 3)
    assert found.missing == ()
    table = as_table([found])
    assert "| budget.txt | 100.00% (7/7) | 50.00% (1/2) |" in table
    assert "| **all** | 100.00% (7/7) |" in table


def test_a_number_that_became_no_cell_is_listed(document: Path) -> None:
    document.write_text(TEXT + "\n尾注 7,777.00 见附件\n", encoding="utf-8")
    found = coverage(document)
    assert found.table == Share(7, 8)
    assert found.missing == ("p-: 7777.00 in “尾注 7,777.00 见附件”",)
    assert "1 table numbers in no cell" in as_table([found])


def test_paths_without_documents_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="does not exist"):
        measure([tmp_path / "none"])
    with pytest.raises(FileNotFoundError, match="file in"):
        measure([tmp_path])


@pytest.mark.skipif("BUDGET_TEST_DOCUMENTS" not in os.environ, reason="BUDGET_TEST_DOCUMENTS names no folder")
def test_nearly_all_table_numbers_of_the_published_pdfs_are_cells() -> None:
    paths = sorted(Path(os.environ["BUDGET_TEST_DOCUMENTS"]).glob("*/*.pdf"))
    assert len(paths) >= 6
    for path in paths:
        found = coverage(path)
        assert found.table.found >= 0.99 * found.table.total, (path.name, found.missing)
        assert found.anywhere.found >= 0.99 * found.anywhere.total, path.name
