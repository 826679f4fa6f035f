import csv
import io
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from assistant.audit import AuditReport, audit, decimal_text
from assistant.audit_formats import to_csv, to_xlsx
from assistant.audit_markdown import to_markdown
from assistant.config import Settings
from assistant.library import AmbiguousDocumentError, Library
from assistant.samples_for_tests import cell, make_library, reading
from corpus.records import source_id

READING = reading("=cmd.txt", "+云溪学校")
OTHER = reading("other.txt", "青石学校")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = make_library(tmp_path_factory.mktemp("library"), READING, OTHER)
    with Library.open(folder, Settings(use_vectors=False)) as opened:
        yield opened


@pytest.fixture(scope="module")
def report(library: Library) -> AuditReport:
    return audit(library, "=cmd.txt")


def test_findings_come_first(report: AuditReport) -> None:
    assert [item.group for item in report.checks] == ["error", "notice", "rounding", "pass", "not_run"]


def test_json_cites_both_sides_as_objects(report: AuditReport) -> None:
    found = report.to_json()["checks"][0]
    assert (found["rule"], found["status"], found["severity"]) == ("narrative-vs-table", "fail", "error")
    assert (found["expected"], found["actual"]) == ("200000.00", "200500.00")
    assert (found["difference"], found["tolerance"], found["unit"]) == ("500.00", "50.005", "元")
    assert found["document"] == READING.document.id
    assert [(item["n"], item["side"], item["cell_text"]) for item in found["citations"]] == [
        (1, "expected", "200,000.00"),
        (2, "actual", "20.05万元"),
    ]
    assert found["citations"][0]["id"] == source_id(READING.document.id, cell(READING.tables[0], 2, 2).place)
    assert found["citations"][0]["quote"] == "20508 | 示范事务 | 200,000.00"


def test_what_was_not_run_has_no_amounts(report: AuditReport) -> None:
    found = report.to_json()["checks"][-1]
    assert (found["status"], found["expected"], found["difference"]) == ("not_run", "", "")


def test_all_documents_or_one_and_only_the_statuses_asked_for(library: Library) -> None:
    assert len(audit(library).checks) == 10
    assert {item.document.name for item in audit(library, OTHER.document.id).checks} == {"other.txt"}
    failed = audit(library, statuses=["fail"])
    assert {item.check.status.value for item in failed.checks} == {"fail"}
    assert "未核对：" not in to_markdown(failed)
    with pytest.raises(AmbiguousDocumentError, match="No document is called 'nothing'"):
        audit(library, "nothing")


def test_markdown_has_the_sections_in_order_and_escapes_what_is_printed(report: AuditReport) -> None:
    text = to_markdown(report)
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert [heading.partition("（")[0].partition("：")[0] for heading in headings] == [
        "## 错误", "## 警告", "## 提示", "## 舍入差异", "## 一致", "## 未核对",
    ]  # fmt: skip
    assert "应为 200,000.00 元，实为 200,500.00 元，相差 500.00 元" in text
    assert "- [1] 第12行 · 一般公共预算支出功能分类表 · 示范事务 · 合计：200,000.00" in text
    assert "- [2] 第3行：20.05万元" in text
    assert "| A | 一行之内：合计与基本支出、项目支出（row-parts） | 1 |" in text
    assert "D类 · 说明文字与表格（narrative-vs-table）" in text
    assert "（form-dates） | 没有日期 | =cmd.txt |" in text


def test_a_report_in_english_has_the_same_figures_and_places(report: AuditReport) -> None:
    text = to_markdown(report, "en")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings[0] == "## Errors: 1"
    assert headings[-1] == "## Not run: 1"
    assert "expected 200,000.00 元, found 200,500.00 元, difference 500.00 元" in text
    assert "- [1] line 12 · 一般公共预算支出功能分类表 · 示范事务 · 合计: 200,000.00" in text


def test_a_narrowed_report_says_so_and_shows_no_counts_of_what_it_leaves_out(library: Library) -> None:
    text = to_markdown(audit(library, "=cmd.txt", ["fail"], ["D"], ["error"]))
    assert "只列出：fail, D, error" in text
    assert "| 文件 | 单位 | 错误 |" in text


def test_many_notices_of_one_rule_stand_under_one_heading(report: AuditReport) -> None:
    notices = report.group("notice") * 5
    text = to_markdown(AuditReport(report.documents, tuple(notices)))
    assert "### 1–5. " in text
    assert text.count("\n- ") == 5


def test_what_was_not_run_for_one_reason_is_one_row(library: Library) -> None:
    rows = [line for line in to_markdown(audit(library, statuses=["not_run"])).splitlines() if "form-dates" in line]
    assert len(rows) == 1
    assert "=cmd.txt; other.txt" in rows[0]


def test_csv_is_harmless_to_a_spreadsheet(report: AuditReport) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(report))))
    assert len(rows) == 5
    assert rows[0]["document_name"] == "'=cmd.txt"
    assert rows[0]["organisation"] == "'+云溪学校"
    assert rows[0]["difference"] == "500.00"
    assert rows[0]["expected_places"] == "第12行 · 一般公共预算支出功能分类表 · 示范事务 · 合计：200,000.00"


def test_a_workbook_has_amounts_as_numbers_and_all_else_as_text(report: AuditReport) -> None:
    book = load_workbook(io.BytesIO(to_xlsx(report)))
    header = [cell.value for cell in book["checks"][1]]
    first = dict(zip(header, book["checks"][2], strict=True))
    assert first["document_name"].value == "=cmd.txt"
    assert first["document_name"].data_type == "s"
    assert first["organisation"].data_type == "s"
    assert (first["expected"].value, first["expected"].data_type) == (200000, "n")
    assert [cell.value for cell in book["citations"]["K"]][:3] == ["cell_text", "200,000.00", "20.05万元"]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (92_593_200_000, "元", "9259320.00"),
        (500_050, "元", "50.005"),
        (-1_000_000, "元", "-100.00"),
        (40_000, "所", "4"),
        (700_000, "%", "70"),
        (7_500, "%", "0.75"),
        (None, "元", ""),
    ],
)
def test_decimal_text_is_plain_and_exact(value: int | None, unit: str, text: str) -> None:
    assert decimal_text(value, unit) == text
