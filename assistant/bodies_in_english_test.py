"""English names of organisations, with places and proper names in pinyin."""

from __future__ import annotations

import pytest

from assistant.bodies_in_english import with_chinese_bodies

BODIES = ("云州市青溪区人民政府石桥街道办事处", "云州市青溪区财政局", "云州市白塔区教育学院")


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("office expenses of the Shiqiao Subdistrict Office", BODIES[0]),
        ("Shiqiao's 2031 budget", BODIES[0]),
        ("What does the Qingxi District Finance Bureau spend?", BODIES[1]),
        ("the Bureau of Finance of Qingxi District", BODIES[1]),
        ("Baita Institute of Education 2031", BODIES[2]),
    ],
)
def test_a_body_of_the_library_is_named_in_english(text: str, body: str) -> None:
    assert body in with_chinese_bodies(text, BODIES)


@pytest.mark.parametrize("text", ["How much is the budget of the weather bureau?", "finance of the school", "水费多少"])
def test_another_body_is_not(text: str) -> None:
    assert with_chinese_bodies(text, BODIES) == text


def test_the_place_of_another_body_stays_to_be_refused() -> None:
    assert "Baita" in with_chinese_bodies("the Baita Finance Bureau", BODIES)
