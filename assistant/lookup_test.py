from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.around import agree
from assistant.config import Settings
from assistant.evidence import UnknownCitationError
from assistant.library import Library
from assistant.lookup import UnreadableQueryError, by_amount, by_code, by_id, by_words
from assistant.samples_for_tests import cell, in_sentence, make_library, reading
from corpus.amounts import money, quantity
from corpus.records import Amount, source_id

READING = reading()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder: Path = make_library(tmp_path_factory.mktemp("library"))
    with Library.open(folder, Settings(use_vectors=False)) as opened:
        yield opened


@pytest.mark.parametrize(
    "typed", ["300000", "300,000.00", "30万元", "30.00 万元", "３０万", "¥300,000", "0.003亿", "三十万元"]
)
def test_an_amount_is_found_in_every_unit(library: Library, typed: str) -> None:
    assert [item.citation.cell_text for item in by_amount(library, typed)] == ["300,000.00", "30.00万元"]


def test_what_is_printed_coarser_is_found_and_finer_only_within_what_was_typed(library: Library) -> None:
    assert [item.citation.cell_text for item in by_amount(library, "300,049.00")] == ["30.00万元"]
    assert by_amount(library, "300,051.00") == []
    assert [item.citation.cell_text for item in by_amount(library, "20.02万元")] == []
    assert [item.citation.cell_text for item in by_amount(library, "20万元")] == ["200,000.00", "20.05万元"]


def test_a_bare_number_also_finds_the_same_digits_in_ten_thousands(library: Library) -> None:
    assert [item.citation.cell_text for item in by_amount(library, "20.05")] == ["20.05万元"]


@pytest.mark.parametrize("typed", ["", "abc", "12..3", "万元", "0.00001元"])
def test_what_is_no_amount_is_refused(library: Library, typed: str) -> None:
    with pytest.raises(UnreadableQueryError):
        by_amount(library, typed)


def test_a_found_place_says_what_agrees_and_disagrees_elsewhere(library: Library) -> None:
    total = by_id(library, source_id(READING.document.id, cell(READING.tables[0], 1, 2).place))
    assert [item.citation.cell_text for item in total.agrees] == ["30.00万元"]
    assert total.disagrees == ()
    part = by_id(library, source_id(READING.document.id, in_sentence("20.05万元")))
    assert [(item.citation.cell_text, item.difference) for item in part.disagrees] == [("200,000.00", 500 * 10_000)]
    assert [(check.rule, check.status) for check in part.checks] == [("narrative-vs-table", "fail")]
    assert total.header == ("科目编码", "科目名称", "合计")


def test_words_are_found_in_prose_and_cells(library: Library) -> None:
    places = {item.citation.quote for item in by_words(library, "示范事务")}
    assert any(quote.startswith("20508 | 示范事务") for quote in places)
    assert any("主要用于运行" in quote for quote in places)
    assert by_words(library, "没有这个词") == []


def test_words_of_one_row_are_found_together(library: Library) -> None:
    assert {item.citation.cell_text for item in by_words(library, "示范事务 200,000.00")} == {"200,000.00"}
    assert by_words(library, "示范事务 300,000.00") == []


@pytest.mark.parametrize("typed", ["20508", "205 08"])
def test_a_code_finds_its_row_and_the_sentence_about_it(library: Library, typed: str) -> None:
    assert [item.citation.cell_text for item in by_code(library, typed)] == ["200,000.00", "20.05万元"]


def test_what_is_no_code_is_refused(library: Library) -> None:
    with pytest.raises(UnreadableQueryError):
        by_code(library, "20")


def test_an_unknown_id_is_refused(library: Library) -> None:
    with pytest.raises(UnknownCitationError):
        by_id(library, "nothing")


def test_json_is_a_citation_object_with_what_stands_around_it(library: Library) -> None:
    found = by_amount(library, "20.05万元")[0].to_json()
    assert (found["amount"], found["unit"], found["step"]) == ("200500.00", "元", "100.00")
    assert found["quote"] == "“示范事务”科目20.05万元，主要用于运行。"
    assert found["disagrees"][0]["amount"] == "200000.00"
    assert found["disagrees"][0]["difference"] == "500.00"
    assert found["checks"][0]["sentence"] == "narrative-vs-table: 相差500元"


def test_a_zero_is_not_near_to_an_amount_and_a_sign_is_not_overlooked(library: Library) -> None:
    assert by_amount(library, "-300000") == []
    assert by_amount(library, "10") == []


def test_a_check_that_only_finds_a_row_sets_no_figure_beside_another(library: Library) -> None:
    part = by_id(library, source_id(READING.document.id, in_sentence("20.05万元")))
    assert all(item.difference == 0 for item in part.agrees)
    assert all(check.difference for check in part.checks)


def yuan(digits: str, scale: str = "元", qualifier: str = "=") -> Amount:
    return money(digits, scale, digits, qualifier)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (yuan("102,700".replace(",", "")), yuan("10.27", "万元"), True),
        (yuan("2820507.43"), yuan("282.06", "万元"), False),
        (yuan("100000050"), yuan("1", "亿元", ">"), True),
        (yuan("99"), yuan("1", "亿元", ">"), False),
        (yuan("99"), yuan("99", "元", "约"), None),
        (yuan("99"), quantity("99", "人", "99人"), None),
        (yuan("99", "元", "≥"), yuan("99", "元", "≤"), None),
    ],
)
def test_agreement_is_within_half_the_printed_steps(one: Amount, other: Amount, expected: bool | None) -> None:
    assert agree(one, other) is expected
    assert agree(other, one) is expected
