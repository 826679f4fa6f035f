"""Follow-ups and addends of real answers over the bundled documents: each is tried, each list adds up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.addends import addends_of
from assistant.answer import ask, tried
from assistant.config import Settings
from assistant.language import language_of
from assistant.library import Library, add_paths
from assistant.records import Answer
from assistant.suggest import followups

CORPUS = Path(__file__).parents[1] / "corpus" / "documents"
FORM = CORPUS / "minhang-student-growth-space-2019-form.txt"


def opened(folder: Path, *paths: Path) -> Library:
    settings = Settings(library=folder, use_vectors=False)
    add_paths(folder, list(paths), settings)
    return Library.open(folder, settings)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with opened(tmp_path_factory.mktemp("library"), CORPUS) as both:
        yield both


def offered(answer: Answer, library: Library) -> tuple[str, ...]:
    def attempt(text: str) -> object:
        return tried(text, (answer.turn,), library)

    return followups(answer, library.documents(), attempt, language_of(answer.question))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("教师培训类项目的当年预算是多少", {"占支出总计的百分之几？", "它的明细有哪些？"}),
        ("上海市闵行区教育学院2020年支出总计是多少", {"其中项目支出是多少？", "其中基本支出是多少？"}),
        ("电子书包 total spend", {"其中最大的是哪一项？"}),
        ("What is the total expenditure of 上海市闵行区教育学院 in 2020?", {"In 万元?"}),
    ],
)
def test_every_followup_offered_is_answered(library: Library, question: str, wanted: set[str]) -> None:
    answer = ask(question, (), library)
    found = offered(answer, library)
    assert wanted <= set(found)
    assert all(ask(each, (answer.turn,), library).status == "answered" for each in found)


def test_a_form_alone_prints_no_total_to_take_a_share_of(tmp_path: Path) -> None:
    with opened(tmp_path / "library", FORM) as library:
        answer = ask("闵行区学生个人成长空间系统(运维)的当年预算", (), library)
        assert answer.status == "answered"
        assert ask("占支出总计的百分之几？", (answer.turn,), library).figures == ()
        assert "占支出总计的百分之几？" not in offered(answer, library)


def test_a_refusal_offers_only_near_names_that_have_a_figure(library: Library) -> None:
    answer = ask("上海市闵行区教育学院2020年教育书包系统的预算是多少", (), library)
    assert answer.status == "not_found"
    assert all(ask(each, (answer.turn,), library).figures for each in offered(answer, library))


@pytest.mark.parametrize(
    ("question", "rules"),
    [
        ("上海市闵行区教育学院2020年支出总计是多少", ["total-of-classes", "row-parts"]),
        ("上海市闵行区教育学院2020年教育支出是多少", ["parent-of-children", "row-parts"]),
        ("上海市闵行区教育学院项目支出合计是多少", ["total-of-classes", "projects-vs-expenditure"]),
        ("教师培训类项目的当年预算是多少", ["lines-total"]),
    ],
)
def test_addends_add_up_to_the_figure_and_each_is_cited(library: Library, question: str, rules: list[str]) -> None:
    answer = ask(question, (), library)
    found = addends_of(answer, library)
    assert [shown.rule for shown in found] == rules
    head = next(figure for figure in answer.figures if figure.role == "headline")
    for shown in found:
        assert sum(figure.amount or Decimal(0) for figure in shown.figures) == head.amount
        cited = {citation.n: citation for citation in (*answer.citations, *shown.citations)}
        for figure in shown.figures:
            printed = cited[figure.citations[0]].cell_text.replace(",", "") or "0"
            assert Decimal(printed) == figure.amount


def test_a_rounded_total_that_its_lines_do_not_reach_has_no_addends(library: Library) -> None:
    # Its lines add up to 14,718,994.00, its budget of the year is 14,718,993.60.
    answer = ask("课程类项目的当年预算是多少", (), library)
    assert answer.figures[0].amount == Decimal("14718993.60")
    assert addends_of(answer, library) == ()
