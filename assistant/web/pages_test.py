"""The pages as HTML: filters, links, lookups, and nothing of a document or of a query acts as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.audit import report_of_version
from assistant.config import Settings
from assistant.library import Library, add_paths
from assistant.web.charts import _ticks, chart
from assistant.web.documents_page import documents_page
from assistant.web.lookup_page import kind_of
from assistant.web.pages import Pages, query_of
from assistant.web.samples_for_tests import ATTACK, DOCUMENT, answer, figure
from assistant.web.texts import EN, ZH
from corpus.records import Place, Problem
from corpus.store import Summary

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    folder = tmp_path_factory.mktemp("library")
    settings = Settings(library=folder, use_vectors=False)
    add_paths(folder, [CORPUS], settings)
    with Library.open(folder, settings) as library:
        yield Pages(library)


def test_the_audit_shows_what_the_filters_leave_and_links_to_one_check(pages: Pages) -> None:
    report = report_of_version(pages.library)
    failed = [item for item in report.checks if item.check.status.value == "fail"]
    assert len(re.findall('class="finding group', pages.view("audit", {}, ZH, False))) == min(len(failed), 40)
    errors = pages.view("audit", {"severity": "error", "status": ""}, ZH, False)
    assert "group-notice" not in errors
    one = pages.view("audit", {"check": failed[-1].id}, EN, False)
    assert one.count('class="finding group') == 1
    assert f"?check={failed[-1].id}" in one
    assert "not in the library" in pages.view("audit", {"check": "0" * 16}, EN, False)
    assert len({item.id for item in report.checks}) > 0.99 * len(report.checks)


def test_the_audit_of_a_document_that_is_gone_is_that_of_all(pages: Pages) -> None:
    assert 'class="finding group' in pages.view("audit", {"document": "gone"}, ZH, False)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("0981e7b3fa07512a", "id"),
        ("205 08 01", "code"),
        ("4177600", "amount"),
        ("4,177,600.00", "amount"),
        ("¥417.76万元", "amount"),
        ("95%", "amount"),
        ("电子书包", "text"),
        ("2020年预算", "text"),
    ],
)
def test_what_is_typed_is_taken_for_what_it_looks_like(typed: str, kind: str) -> None:
    assert kind_of(typed) == kind


def test_a_lookup_shows_rows_with_header_and_what_agrees(pages: Pages) -> None:
    shown = pages.view("lookup", {"lookup": "2050801", "kind": "code"}, ZH, False)
    assert '<table class="evidence-table">' in shown
    assert '<td class="number marked">' in shown
    assert 'class="one-side agrees"' in shown
    assert "无法识别" in pages.view("lookup", {"lookup": "x", "kind": "amount"}, ZH, False)
    assert "没有找到" in pages.view("lookup", {"lookup": "0" * 16}, ZH, False)


@pytest.mark.parametrize("page", ["audit", "lookup", "documents"])
def test_nothing_of_a_query_acts_as_html(pages: Pages, page: str) -> None:
    names = ("lookup", "kind", "q", "document", "family", "severity", "status", "check", "show", "problems")
    query = dict.fromkeys(names, ATTACK + '"onfocus=alert(1)')
    for kept in (query, {name: value for name, value in query.items() if name != "check"}):
        shown = pages.view(page, kept, ZH, True)
        assert "<img" not in shown and "<script" not in shown and '"onfocus' not in shown


def test_nothing_of_a_document_acts_as_html_on_its_page() -> None:
    summary = Summary(DOCUMENT, (("其他表格", 2),), (("pass", 1),), 1, 2, 3, 1, 0)
    problem = Problem(ATTACK, ATTACK, Place(ATTACK, page=1))
    shown = documents_page([summary], lambda _: 0.0, lambda _: [problem], {"problems": DOCUMENT.id}, ZH, 50)
    assert "<img" not in shown and "<script" not in shown
    assert shown.count("data-act=") == 3
    read_only = documents_page([summary], lambda _: None, lambda _: [], {}, EN, None)
    assert "data-act=" not in read_only and '<input type="file"' not in read_only


def test_a_query_from_a_browser_keeps_only_short_texts() -> None:
    assert query_of({"a": "x" * 1000, "b": 1, "c": None}) == {"a": "x" * 400}
    assert query_of("text") == {}


def test_a_chart_is_drawn_of_comparable_figures_only() -> None:
    drawn = chart(answer(), ZH)
    assert "<img" not in drawn and "<script" not in drawn
    assert "123.475" in drawn and "万元" in drawn
    for odd in (
        figure("part", "负", "-5.00"),
        figure("part", "率", "5.00", unit="%"),
        figure("part", "航标维护", "1.00"),
    ):
        assert chart(answer(figures=(figure("part", "航标维护", "10000.00"), odd)), ZH) == ""


@pytest.mark.parametrize("largest", ["0.07", "1", "9.99", "10", "1471.9", "99999999"])
def test_an_axis_begins_at_zero_and_reaches_the_largest(largest: str) -> None:
    ticks = _ticks(Decimal(largest))
    assert ticks[0] == 0
    assert ticks[-2] < Decimal(largest) <= ticks[-1]
    assert 2 <= len(ticks) <= 6
