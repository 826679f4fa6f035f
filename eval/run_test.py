"""Tests of a run and its report, with a stand-in for the assistant."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from eval.bench import as_table
from eval.cases import Case
from eval.measures import Measure
from eval.report import write_report
from eval.run import ask_all
from eval.samples_for_tests import answer, citation, figure

CASES = (
    Case("a1", "lookup", "路灯电费", amount=Decimal(300), session="s"),
    Case("a2", "dialogue", "换成万元", amount=Decimal("0.03"), unit="万元", session="s"),
    Case("a3", "abstain", "明年呢", abstain=True, document="花园"),
)


def stand_in(question: str, session: str | None, document: str | None) -> Mapping[str, Any]:
    """Answers everything with one figure, so that the last question is answered wrongly."""
    return answer(f"{question}：300元[1]", [figure("300", citations=[1])], [citation(1, "300")])


def test_questions_are_asked_in_order_with_session_and_document() -> None:
    calls: list[tuple[str, str | None, str | None]] = []

    def ask(question: str, session: str | None, document: str | None) -> Mapping[str, Any]:
        calls.append((question, session, document))
        return stand_in(question, session, document)

    asked = ask_all(CASES, ask)
    assert calls == [("路灯电费", "s", None), ("换成万元", "s", None), ("明年呢", None, "花园")]
    assert [item.score.outcome.value for item in asked] == ["right", "right", "wrong"]
    assert all(item.score.elapsed_ms >= 0 for item in asked)


def test_the_report_has_every_question_beside_the_averages(tmp_path: Path) -> None:
    asked = ask_all(CASES, stand_in)
    write_report(tmp_path / "new" / "report", [a.score for a in asked], [a.answer for a in asked])
    data = json.loads((tmp_path / "new" / "report" / "report.json").read_text(encoding="utf-8"))
    assert [question["id"] for question in data["questions"]] == ["a1", "a2", "a3"]
    assert data["total"]["confidently_wrong"]["hits"] == 1
    assert set(data["categories"]) == {"lookup", "dialogue", "abstain"}
    text = (tmp_path / "new" / "report" / "report.md").read_text(encoding="utf-8")
    assert "66.7% (2/3;" in text
    assert "- **a3** (wrong): 明年呢" in text
    assert "a1" not in text


def test_the_table_of_the_benchmark_shows_the_ratio_to_the_budget() -> None:
    measures = [Measure("fast", 50, "ms", 100), Measure("slow", 90, "s", 60), Measure("part", 1, "s", None)]
    table = as_table(measures).splitlines()
    assert table[2] == "| fast | 50.00 ms | 100 ms | 0.50 |  |"
    assert "| 1.50 over |" in table[3]
    assert table[4] == "| part | 1.00 s | - | - |  |"
    assert [measure.kept for measure in measures] == [True, False, True]
