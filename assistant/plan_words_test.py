"""Words of a question outside the names of its subjects."""

from assistant.plan_words import Words
from assistant.understand import understand


def test_two_things_counted_in_different_units_are_two_counts() -> None:
    asked = [
        Words(question.spans, question.normal)
        for question in map(understand, ("编报绩效目标的项目有多少个，几家参与", "有多少个项目，涉及多少万元"))
    ]
    assert [words.counting_units for words in asked] == [("个", "家"), ("个",)]
    assert [words.counting_unit for words in asked] == ["个", "个"]
