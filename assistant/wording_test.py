"""The sentences around figures, in both languages: they show the figure that they are given and no other."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from assistant.records import ShownCheck, ShownFigure
from assistant.wording import for_language


def figure(amount: str | None, unit: str = "元", **more: str) -> ShownFigure:
    """A headline with two citations."""
    value = None if amount is None else Decimal(amount)
    return ShownFigure(
        "headline", more.get("label", "彗星巡天"), value, unit, Decimal("0.01"), more.get("direction"), (1, 2),
        more.get("qualifier", "="),
    )  # fmt: skip


def check(status: str, severity: str = "error") -> ShownCheck:
    return ShownCheck("lines-total", status, severity, "3.00", "4.00", "1.00", "0.01", "元", "三与四", (5,))


@pytest.mark.parametrize("language", ["zh", "zh-Hant", "en"])
def test_a_headline_shows_its_figure_and_its_markers(language: str) -> None:
    shown = for_language(language).headline(figure("1234567.8"))
    assert "1,234,567.8" in shown
    assert shown.count("[1]") == shown.count("[2]") == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_qualifier_is_shown(language: str) -> None:
    assert "≥95" in for_language(language).headline(figure("95", "%", qualifier="≥"))


@pytest.mark.parametrize(("language", "word"), [("zh", "减少"), ("en", "decrease")])
def test_a_decrease_is_a_word_and_a_positive_figure(language: str, word: str) -> None:
    shown = for_language(language).headline(figure("-500", direction="decrease", label="彗星巡天增减额"))
    assert word in shown
    assert "500" in shown
    assert "-500" not in shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_refusal_and_a_question_back_hold_no_figure_of_their_own(language: str) -> None:
    words = for_language(language)
    for text in (
        words.not_found("", (), ""),
        words.not_found("没有", ("穹顶",), "天文馆"),
        words.clarify("", ("甲", "乙")),
    ):
        assert not re.search(r"\d", text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_outcomes_of_checks_are_told_apart(language: str) -> None:
    words = for_language(language)
    told = {words.check(check(status)) for status in ("pass", "rounding", "fail", "not_run")}
    told.add(words.check(check("fail", "notice")))
    assert len(told) == 5
    assert all("三与四" in text and "[5]" in text for text in told)
    tally = words.checked([check("pass"), check("pass"), check("rounding"), check("fail"), check("fail", "notice")])
    assert re.findall(r"\d", tally) == ["2", "1", "1", "1"]
