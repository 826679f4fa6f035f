"""Places found by citation id, by amount in any scale, and by words."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import event

from corpus.records import Place, source_id
from corpus.store import Store
from corpus.store.conftest import YUAN, reading_of


def test_a_citation_id_finds_its_cell_with_names_of_row_and_column(store: Store) -> None:
    put = reading_of()
    store.put(put)
    cell = put.tables[0].cells[3]
    found = store.find_source(source_id(put.document.id, cell.place))
    assert found is not None
    assert (found.document, found.place, found.text, found.amount) == (put.document, cell.place, cell.text, cell.amount)
    assert (found.table, found.row, found.column) == ("2031年支出预算总表", "星际支出", "支出预算 / 合计")
    assert store.find_source("0" * 16) is None


def test_every_place_of_a_reading_can_be_cited(store: Store) -> None:
    put = reading_of()
    store.put(put)
    project = put.projects[0]
    places: list[Place] = [
        *(put.paragraphs[0].place, put.headings[0].place, put.tables[0].place, put.document.evidence[0].place),
        *(project.fields[0].place, project.policies[0].place),
        *(project.indicators[0].place, project.indicators[0].target.place),
        *(item.place for statement in put.statements for item in statement.observations),
        *put.checks[0].actual_places,
    ]
    for place in places:
        found = store.find_source(source_id(put.document.id, place))
        assert found is not None and found.place == place


@pytest.mark.parametrize(
    ("yuan", "found"),
    [
        (12_345_600, {"12345600.00", "1234.56"}),
        (12_345_649, {"1234.56"}),
        (12_345_650, {"1234.56"}),
        (12_345_651, set()),
        (1234, set()),
    ],
)
def test_an_amount_is_found_in_any_scale_within_half_its_printed_step(store: Store, yuan: int, found: set[str]) -> None:
    store.put(reading_of())
    hits = store.find_amount(yuan * YUAN)
    assert {hit.amount.printed for hit in hits if hit.amount} == found


def test_a_tolerance_widens_the_search_and_units_are_told_apart(store: Store) -> None:
    store.put(reading_of())
    assert store.find_amount(12_345_700 * YUAN, tolerance=100 * YUAN)
    assert store.find_amount(95 * YUAN, unit="元") == []
    assert [hit.text for hit in store.find_amount(95 * YUAN, unit="%")] == ["≥95%"]


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("望远镜 维护", {"月球望远镜维护", "项目概况：维护三台望远镜。"}),
        ("远", {"月球望远镜维护", "项目概况：维护三台望远镜。", "办法"}),
        ("支出 总额", {"支出总额 1234.56万元。"}),
        ("１２３４．５６万", {"支出总额 1234.56万元。"}),
        ("2031年", {"2031年支出预算总表"}),
        ("%", {"≥95%"}),
        ("没有这个", set()),
        ("", set()),
    ],
)
def test_words_are_found_inside_texts(store: Store, words: str, texts: set[str]) -> None:
    store.put(reading_of())
    assert {hit.text for hit in store.search_text(words)} == texts


def test_searches_use_indexes(store: Store) -> None:
    store.put(reading_of())
    queries: list[tuple[str, tuple[str | int, ...]]] = []

    @event.listens_for(store._engine, "before_cursor_execute")
    def _note(_c: object, _u: object, sql: str, parameters: tuple[str | int, ...], _x: object, _many: object) -> None:
        if sql.startswith("SELECT"):
            queries.append((sql, parameters))

    store.find_amount(12_345_600 * YUAN)
    store.search_text("望远镜")
    store.find_source("0" * 16)
    with sqlite3.connect(store.folder / "budget.db") as connection:
        plans = [row[3] for sql, values in queries for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    scans = {plan for plan in plans if plan.startswith("SCAN")}
    assert scans <= {"SCAN document USING INDEX ix_document_name", "SCAN document"}
    assert any("cell_amount (unit=? AND step=? AND value>" in plan for plan in plans)
    assert any("observation_amount (unit=? AND step=? AND value>" in plan for plan in plans)
    assert not [plan for plan in plans if plan.startswith("SEARCH cell USING PRIMARY KEY (document=?)")]
