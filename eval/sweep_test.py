"""Questions made from readings, and the verdicts on their answers."""

from decimal import Decimal
from typing import Any

import pytest

from assistant.samples_for_tests import reading
from eval.sweep import SweepCase, cases, sweep
from eval.sweep_report import as_table

GOLD = frozenset({Decimal("10000"), Decimal("12500")})


def _answer(status: str, *amounts: str, unit: str = "元") -> dict[str, Any]:
    figures = [{"role": "headline", "label": "差旅费", "amount": amount, "unit": unit} for amount in amounts]
    return {"status": status, "figures": figures}


@pytest.mark.parametrize(
    ("case", "answer", "verdict"),
    [
        (SweepCase("row", "?", GOLD), _answer("answered", "12500.00"), "right"),
        (SweepCase("row", "?", GOLD), _answer("answered", "1.25", unit="万元"), "right"),
        (SweepCase("row", "?", GOLD), _answer("answered", "12500.01"), "wrong"),
        (SweepCase("row", "?", GOLD), _answer("clarify"), "refused"),
        (SweepCase("years", "?", GOLD, False), _answer("answered", "10000", "12500"), "right"),
        (SweepCase("years", "?", GOLD, False), _answer("answered", "10000"), "incomplete"),
        (SweepCase("missing year", "?", frozenset()), _answer("not_found"), "refused rightly"),
        (SweepCase("missing year", "?", frozenset()), _answer("answered", "10000"), "wrong"),
    ],
)
def test_an_answer_is_judged_by_the_gold_alone(case: SweepCase, answer: dict[str, Any], verdict: str) -> None:
    (swept,) = sweep([case], lambda _: answer)
    assert swept.verdict == verdict
    assert f"| {case.template} | 1 |" in as_table([swept])


def test_questions_and_gold_come_from_the_reading_and_are_the_same_every_time() -> None:
    found = cases([reading()], 5)
    assert found == cases([reading()], 5)
    asked = {case.question: case.gold for case in found}
    assert asked["云溪学校2031年20508多少元"] == {Decimal(200_000), Decimal(200_500)}
    assert any(case.template == "missing year" and not case.gold for case in found)
