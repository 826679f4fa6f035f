"""The story around a question is left out; what narrows it, what it is about and what it excepts are not."""

import pytest

from assistant.background import without_background
from assistant.understand import understand


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("我是做采购的，听说要过紧日子，想了解一下行情：2025年办公费安排多少？", "2025年办公费安排多少？"),
        ("前两天开会听人讲水费涨了，2025年的电费是多少，谢谢", "2025年的电费是多少"),
        ("I am writing about offices, how much is the 办公费?", "how much is the 办公费?"),
    ],
)
def test_a_story_is_left_out(asked: str, left: str) -> None:
    assert without_background(asked, understand, ()) == left


@pytest.mark.parametrize(
    "asked",
    [
        "我想知道食堂补贴，一共多少钱",  # the story is what is asked about
        "我只关心公用经费，福利费多少",  # it narrows
        "除了货物我都想知道，采购金额多少",  # it excepts
        "我在看办公费，它占公用经费的多少",  # it is pointed at
        "办公费是多少",
    ],
)
def test_what_the_question_rests_on_is_not(asked: str) -> None:
    assert without_background(asked, understand, ()) == ""


def test_the_year_of_the_story_stays() -> None:
    assert without_background("我在读2023年的预算，办公费多少？", understand, ()) == "2023年办公费多少？"
