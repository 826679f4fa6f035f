"""What the baselines need of a gold answer, what they search for, and how far two pipelines get on a small library."""

from decimal import Decimal
from pathlib import Path

from eval.baselines import Baseline, as_table, baselines, figures_needed, spoken
from eval.cases import Case
from eval.conftest import BUNDLED
from eval.metrics import Rate

WHERE = (("03_", "p19", "483,840.00"), ("03_", "p19", "福利费"), ("03_", "p19", "24.8", "万元"))


def test_a_gold_needs_the_numbers_that_it_was_taken_from() -> None:
    case = Case("a", "aggregate", "q", amount=Decimal("731840"), where=WHERE)
    assert figures_needed(case) == {Decimal("483840.00"), Decimal("24.8")}


def test_a_question_without_a_gold_figure_needs_none() -> None:
    assert figures_needed(Case("a", "abstain", "q", abstain=True, where=WHERE)) == frozenset()


def test_a_later_question_is_searched_for_with_those_before_it() -> None:
    first = Case("a", "dialogue", "福利费多少", session="s")
    second = Case("b", "dialogue", "换成万元", session="s")
    alone = Case("c", "lookup", "办公费多少")
    assert spoken([first, second, alone]) == {"a": "福利费多少", "b": "福利费多少 换成万元", "c": "办公费多少"}


def test_the_table_says_of_how_many_questions() -> None:
    table = as_table([Baseline("search", Rate(3, 4), 1.25), Baseline("facts", Rate(4, 4), 2.0, Rate(0, 4))])
    assert table.startswith("4 questions") and "75.0% (3/4" in table and "depends on the reader" in table


def test_each_pipeline_finds_a_figure_that_is_printed(tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        '{"id": "x", "category": "lookup", "question": "个人成长空间系统的当年预算是多少？", "amount": "65000",'
        ' "where": [["growth-space", "l20", "65000"]]}\n',
        encoding="utf-8",
    )
    measured = baselines([questions], tmp_path / "none", [next(BUNDLED.glob("*growth*.txt"))])
    assert {item.name: item.found.hits for item in measured if item.wrong is not None or "words" in item.name} == {
        "search by words": 1,
        "the assistant, from the facts": 1,
    }
