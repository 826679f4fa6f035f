"""Questions with a slip of the pen, asked to an invented budget: the reading is said, and nothing is guessed."""

from __future__ import annotations

import pytest

from assistant.answer import ask
from assistant.invented_for_tests import BUDGET, Shelf
from assistant.records import Answer
from assistant.reread import Names, readings


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(budget=BUDGET)


def _headlines(answer: Answer) -> list[str]:
    return [
        f"{figure.amount.normalize():f}" for figure in answer.figures if figure.role == "headline" and figure.amount
    ]


@pytest.mark.parametrize(
    ("question", "amount", "said", "meant"),
    [
        ("办工费多少", "90000", "办工费", "办公费"),
        ("彗星巡天向目的预算是多少", "180000", "彗星巡天向目", "彗星巡天项目"),
        ("穹顶修膳项目当年预算", "120000", "穹顶修膳项目", "穹顶修缮项目"),
        ("清石天文馆的基本工资", "450000", "清石天文馆", "青石天文馆"),
        ("基本工工资多少", "450000", "基本工工资", "基本工资"),
        ("公资福利支出是多少", "450000", "公资福利支出", "工资福利支出"),
    ],
)
def test_a_slip_is_read_as_the_name_it_must_be(shelf: Shelf, question: str, amount: str, said: str, meant: str) -> None:
    answer = ask(question, (), shelf)
    assert (_headlines(answer), answer.to_json()["reread"]) == ([amount], [{"said": said, "meant": meant}])
    assert f"按“{meant}”理解“{said}”" in answer.answer
    assert answer.confidence is not None and answer.confidence < 1


@pytest.mark.parametrize(
    "question",
    ["办案费多少", "火费多少", "绩效工资是多少", "穹顶装修项目当年预算", "白石天文馆的基本工资", "302年基本工资"],
)
def test_another_name_is_refused(shelf: Shelf, question: str) -> None:
    answer = ask(question, (), shelf)
    assert answer.status in ("not_found", "clarify") and not answer.figures


def test_two_names_that_are_equally_near_are_both_read() -> None:
    text = "观测转备维护"
    known = frozenset({"观测砖备维护", "观测专备维护"})
    every = frozenset(range(len(text)))
    assert {one.meant for one in readings(Names(text, known, every, every))} == known


def test_an_organisation_that_the_library_lacks_is_named_and_no_other_scope_shown(shelf: Shelf) -> None:
    answer = ask("青浦区教育局的办公费", (), shelf)
    assert answer.status == "not_found" and not answer.figures
    assert "没有青浦区教育局的文件" in answer.answer and "查找范围" not in answer.answer


def test_a_bare_total_asks_back(shelf: Shelf) -> None:
    answer = ask("合计是多少", (), shelf)
    assert answer.status == "clarify" and "支出合计" in answer.suggestions


def test_a_loose_part_of_one_name_asks_back_and_a_telling_one_answers(shelf: Shelf) -> None:
    assert ask("润滑多少钱", (), shelf).status == "answered"
    assert _headlines(ask("服务费用多少", (), shelf)) == []
