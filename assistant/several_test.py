"""Questions over several documents of a library: scope, years, organisations, levels and stages side by side."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import ask
from assistant.config import Settings
from assistant.library import Library
from assistant.records import Answer, Scope
from corpus.amounts import classify, money
from corpus.records import (
    Check,
    CheckStatus,
    Document,
    Observation,
    Place,
    Problem,
    Reading,
    Severity,
    Statement,
    Subject,
)
from corpus.store import Store

SCHOOL, OFFICE = "云溪市东河区云溪学校", "云溪市东河区水务局"
ROWS = {"差旅费": "30211", "培训费": "30216"}


def _statement(name: str, year: int, stage: str, row: int, text: str) -> Statement:
    """The row of an economic class with the amount that is printed in it."""
    place = Place(text, page=1, line=row, table="t1", row=row, column=2)
    observation = Observation(place, classify(text), text, money(text.replace(",", ""), "元", text), "table")
    code = ROWS[name]
    subject = Subject(f"economic:{code}", "economic", name, code)
    fund = "一般公共预算"
    return Statement(
        subject, "金额", "支出", "基本支出", fund, year, year, "year", stage, observations=(observation,)
    )  # fmt: skip


def _reading(organisation: str, level: str, year: int, rows: dict[str, str], stage: str = "预算") -> Reading:
    """A document whose basic expenditure has these rows (name to printed amount)."""
    name = f"{organisation}-{level}-{year}-{stage}.txt"
    kind = f"{level}{stage}"
    document = Document(hashlib.sha256(name.encode()).hexdigest(), name, organisation, level, year, stage, kind)
    statements = tuple(_statement(row, year, stage, n, amount) for n, (row, amount) in enumerate(rows.items(), 1))
    return Reading(document, (), (), (), statements)


def _final() -> Reading:
    """Final accounts with the budget beside them."""
    budget = _statement("差旅费", 2031, "年初预算", 1, "80,000.00")
    spent = _statement("差旅费", 2031, "决算", 2, "60,000.00")
    return replace(_reading(OFFICE, "部门", 2031, {}, "决算"), statements=(budget, spent))


READINGS = (
    _reading(SCHOOL, "单位", 2031, {"差旅费": "10,000.00", "培训费": "5,000.00"}),
    _reading(SCHOOL, "单位", 2032, {"差旅费": "12,500.00"}),
    _reading(SCHOOL, "部门", 2032, {"差旅费": "15,000.00"}),
    _reading(OFFICE, "部门", 2032, {"差旅费": "40,000.00"}),
    _final(),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return _library(tmp_path_factory.mktemp("library"), *READINGS)


def _library(folder: Path, *readings: Reading) -> Library:
    with Store.open(folder) as store:
        for reading in readings:
            store.put(reading)
    return Library.open(folder, Settings(library=folder, use_vectors=False, use_lexical=False))


def _heads(answer: Answer) -> list[str]:
    return [str(figure.amount) for figure in answer.figures if figure.role == "headline"]


@pytest.mark.parametrize(
    ("question", "heads"),
    [
        ("云溪学校2031年差旅费是多少", ["10000.00"]),
        ("云溪学校2032年单位预算的差旅费", ["12500.00"]),
        ("云溪学校2032年部门预算的差旅费", ["15000.00"]),
        ("水务局2032年差旅费", ["40000.00"]),
        ("培训费是多少", ["5000.00"]),  # one document has it
        ("云溪学校单位预算2031、2032年差旅费各是多少", ["10000.00", "12500.00"]),
        ("云溪学校单位口径2032年差旅费比2031年增加多少", ["2500.00"]),
        ("云溪学校单位口径2032年差旅费比2031年增长百分之几", ["25"]),
        ("云溪学校单位口径差旅费哪一年最多", ["12500.00"]),
        ("云溪学校单位口径2031年和2032年差旅费一共多少", ["22500.00"]),
        ("云溪学校2032年部门和单位的差旅费差多少", ["2500.00"]),
        ("2032年云溪学校部门预算和水务局的差旅费谁多", ["25000.00"]),
        ("水务局2031年差旅费年初预算和决算各多少", ["80000.00", "60000.00"]),
        ("水务局2031年差旅费决算比年初预算少多少", ["20000.00"]),
        ("水务局2031年差旅费完成率是多少", ["75"]),
        ("水务局2031年差旅费花了多少", ["60000.00"]),
    ],
)
def test_answers_from_the_documents_that_are_meant(library: Library, question: str, heads: list[str]) -> None:
    answer = ask(question, (), library)
    assert (answer.status, _heads(answer)) == ("answered", heads)


@pytest.mark.parametrize(
    ("question", "choices"),
    [
        ("差旅费是多少", (SCHOOL, OFFICE)),
        ("云溪学校的差旅费是多少", ("2031年", "2032年")),
        ("云溪学校2032年差旅费是多少", ("单位", "部门")),
        ("水务局差旅费是多少", ("2031年", "2032年")),
    ],
)
def test_asks_back_one_thing(library: Library, question: str, choices: tuple[str, ...]) -> None:
    answer = ask(question, (), library)
    assert (answer.status, answer.figures, answer.suggestions) == ("clarify", (), choices)


@pytest.mark.parametrize(
    "question",
    [
        "云溪学校2029年差旅费",
        "西山区水务局2032年差旅费",
        "气象局2032年差旅费",
        "水务局2032年培训费",
        "云溪学校2032年差旅费实际支出",
        "云溪学校2032年部门和单位的差旅费一共多少",
        "2032年各单位差旅费合计",
    ],
)
def test_refuses_what_no_document_holds_and_sums_that_count_twice(library: Library, question: str) -> None:
    answer = ask(question, (), library)
    assert answer.status == "not_found"
    assert answer.figures == ()


def test_a_choice_that_was_offered_completes_the_question(library: Library) -> None:
    first = ask("差旅费是多少", (), library)
    second = ask("云溪学校", (first.turn,), library)
    assert second.suggestions == ("2031年", "2032年")
    third = ask("2031年", (first.turn, second.turn), library)
    assert (third.status, _heads(third)) == ("answered", ["10000.00"])
    assert (third.scope.organisation, third.scope.level, third.scope.year) == (SCHOOL, "单位", 2031)


def test_another_organisation_is_asked_for_the_same_year(library: Library) -> None:
    first = ask("云溪学校2032年部门预算的差旅费", (), library)
    second = ask("水务局呢", (first.turn,), library)
    assert (_heads(second), second.scope.year) == (["40000.00"], 2032)


@pytest.mark.parametrize("question", ["水务局2031年差旅费", "2032年差旅费", "部门预算的差旅费"])
def test_a_given_scope_is_not_left(library: Library, question: str) -> None:
    answer = ask(question, (), library, Scope(organisation=SCHOOL, year=2031))
    assert (answer.status, answer.figures) == ("not_found", ())


def test_every_compared_figure_is_cited_in_its_own_document(library: Library) -> None:
    answer = ask("云溪学校单位口径2032年差旅费比2031年增加多少", (), library)
    head = next(figure for figure in answer.figures if figure.role == "headline")
    assert {answer.citations[n - 1].year for n in head.citations} == {2031, 2032}
    assert head.direction == "increase"


def test_final_accounts_and_a_budget_are_not_subtracted(tmp_path: Path) -> None:
    with _library(tmp_path, _reading(SCHOOL, "部门", 2031, {"差旅费": "10,000.00"}), _final()) as library:
        answer = ask("云溪学校和水务局2031年差旅费谁多", (), library)
    assert answer.status == "partial"
    assert _heads(answer) == ["10000.00", "60000.00"]
    assert "口径不同" in answer.answer


def test_budget_and_final_accounts_of_one_year_are_both_shown(tmp_path: Path) -> None:
    budget = _reading(OFFICE, "部门", 2031, {"差旅费": "80,000.00"})
    with _library(tmp_path, budget, _final()) as library:
        answer = ask("水务局2031年差旅费花了多少", (), library)
    assert _heads(answer) == ["80000.00", "60000.00"]


def test_two_documents_that_state_the_same_answer_together(tmp_path: Path) -> None:
    twins = [_reading(SCHOOL, level, 2031, {"差旅费": "10,000.00"}) for level in ("单位", "部门")]
    with _library(tmp_path, *twins) as library:
        answer = ask("云溪学校差旅费是多少", (), library)
    assert (answer.status, _heads(answer)) == ("answered", ["10000.00"])
    assert {citation.level for citation in answer.citations} == {"单位", "部门"}


def test_the_other_side_of_a_failed_check_is_an_alternative(tmp_path: Path) -> None:
    plain = _reading(SCHOOL, "单位", 2031, {"差旅费": "10,000.00"})
    printed = plain.statements[0].observations[0].place
    sentence = Place("1.20万元", page=3, line=9, char_from=4, char_to=9)
    check = Check(
        "narrative-vs-table", CheckStatus.FAIL, Severity.ERROR, "说明与表不一致", expected=100_000_000,
        actual=120_000_000, difference=20_000_000, tolerance=500_050, expected_places=(printed,),
        actual_places=(sentence,), subjects=("economic:30211",),
    )  # fmt: skip
    with _library(tmp_path, replace(plain, checks=(check,))) as library:
        answer = ask("差旅费是多少", (), library)
    assert [(figure.role, str(figure.amount)) for figure in answer.figures] == [
        ("headline", "10000.00"),
        ("alternative", "12000.00"),
    ]
    assert "不一致" in answer.answer


def test_a_cited_page_that_was_read_with_doubt_is_named(tmp_path: Path) -> None:
    doubt = Problem("poor-scan", "the picture is too bad", Place("", page=1))
    elsewhere = Problem("poor-scan", "the picture is too bad", Place("", page=7))
    for problem, expected in ((doubt, ["reading-doubt"]), (elsewhere, [])):
        reading = replace(_reading(SCHOOL, "单位", 2031, {"差旅费": "10,000.00"}), problems=(problem,))
        with _library(tmp_path / expected[0] if expected else tmp_path / "none", reading) as library:
            answer = ask("差旅费是多少", (), library)
        assert [check.rule for check in answer.checks] == expected
        assert ("存疑" in answer.answer) is bool(expected)
