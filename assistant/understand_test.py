"""What is read from the words of a question before any document is looked at."""

from __future__ import annotations

import pytest

from assistant.language import language_of, normal_form
from assistant.understand import understand


def roles(text: str, role: str) -> list[str]:
    """The values read in that role, in order."""
    return [span.text.partition(":")[2] or span.text for span in understand(text).spans if span.role == role]


@pytest.mark.parametrize(
    ("text", "role", "values"),
    [
        ("2031年的办公费", "year", ["2031"]),
        ("2031年比2030年多多少", "year", ["2031", "2030"]),
        ("科目2060705的预算", "code", ["2060705"]),
        ("30201多少钱", "code", ["30201"]),
        ("预算最大的前三个项目", "top", ["3"]),
        ("the two largest projects", "top", ["2"]),
        ("排名第二的项目", "nth", ["2"]),
        ("超过100万元的项目", "more", ["100万元"]),
        ("不到1,500元的明细", "less", ["1500元"]),
        ("目前有多少所学校", "unit", ["所"]),
    ],
)
def test_literals(text: str, role: str, values: list[str]) -> None:
    assert roles(text, role) == values


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("一共多少钱", "total"),
        ("有几个项目", "count"),
        ("哪个最多", "max"),
        ("分别是多少", "list"),
        ("占比是多少", "share"),
        ("对得上吗", "check"),
        ("比上年减少了多少", "change"),
    ],
)
def test_operations(text: str, operation: str) -> None:
    assert operation in roles(text, "op")


def test_spans_point_into_the_normal_form_and_content_is_what_they_leave() -> None:
    question = understand("彗星巡天的預算，一共是多少？")
    assert question.normal == "彗星巡天的预算一共是多少"
    assert all(0 <= span.start <= span.stop <= len(question.normal) for span in question.spans)
    assert "彗星巡天" in "".join(question.content)
    assert "一共" not in "".join(question.content)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("彗星巡天項目的預算", "彗星巡天项目的预算"),
        ("彗星巡天项目的预算？", "彗星巡天项目的预算"),
        ("２０３１年办公费", "2031年办公费"),
        ("办公费 多少", "办公费多少"),
    ],
)
def test_writing_makes_no_difference(one: str, other: str) -> None:
    assert understand(one).normal == understand(other).normal


@pytest.mark.parametrize("text", ["", "   ", "？？？", "。", "\n"])
def test_nothing_said_is_an_empty_question(text: str) -> None:
    assert understand(text).normal == ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("办公费多少", "zh"),
        ("辦公費多少", "zh-Hant"),
        ("How much is the total expenditure?", "en"),
        ("彗星摄影 total spend", "zh"),
        ("123", "zh"),
    ],
)
def test_the_language_to_answer_in(text: str, language: str) -> None:
    assert language_of(text) == language


def test_english_terms_of_budgets_become_chinese() -> None:
    assert "支出" in normal_form("total expenditure")
    assert normal_form("ＡＢＣ  def") == "abc def"
