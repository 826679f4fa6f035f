"""Ways of asking: what they are judged by, and a sample of them on the bundled documents."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from eval.adapter import Session, Switches
from eval.run import Asked
from eval.wording import Frame, Row, as_table, frames, measure, rows

ROW = Row("云溪学校", 2031, "差旅费", "travel expenses", frozenset({Decimal(12_500)}), None, False)
PLAIN = Frame("request", "请查{who}{year}年{name}")
OTHER = Frame("another figure", "{who}{year}年人均{name}", different=True)


def _answer(*amounts: str) -> Mapping[str, Any]:
    figures = [{"role": "headline", "amount": amount, "unit": "元"} for amount in amounts]
    return {"status": "answered" if amounts else "not_found", "figures": figures}


@pytest.mark.parametrize(
    ("frame", "answer", "verdict"),
    [
        (PLAIN, _answer("12500.00"), "right"),
        (PLAIN, _answer("12500.01"), "wrong"),
        (PLAIN, _answer(), "refused"),
        (OTHER, _answer("12500.00"), "wrong"),
        (OTHER, _answer(), "right"),
        (OTHER, _answer("310"), "right"),
    ],
)
def test_a_way_of_asking_keeps_the_figure_and_one_for_another_figure_does_not(
    frame: Frame, answer: Mapping[str, Any], verdict: str
) -> None:
    (asked,) = measure([frame], [ROW], lambda question, document: answer, 1)
    assert asked.verdict == verdict
    assert f"| {frame.style} | tuned | 1 |" in as_table([asked])


def test_half_of_the_frames_is_held_back_and_every_frame_names_the_row() -> None:
    every = frames()
    held = [frame for frame in every if frame.held]
    assert abs(2 * len(held) - len(every)) <= len(every) // 10
    assert all("{name}" in frame.text or "{english}" in frame.text for frame in every)


def test_a_sample_of_frames_on_the_bundled_documents(own_asked: tuple[Asked, ...], own_library: Path) -> None:
    assert own_asked  # the library is filled by asking
    session = Session(own_library, Switches(use_vectors=False))

    def ask(question: str, document: str | None) -> Mapping[str, Any]:
        return session.ask(question, None, document)

    asked = measure([frame for frame in frames() if not frame.held][::4], rows(session.readings(), ask, 2), ask, 1)
    assert len(asked) > 25
    assert [item.question for item in asked if item.verdict != "right"] == []
