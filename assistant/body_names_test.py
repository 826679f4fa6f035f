"""Short and English names of organisations, with places and proper names in pinyin."""

from __future__ import annotations

import pytest

from assistant.body_names import called, called_alone, in_chinese

BODIES = ("云州市青溪区人民政府石桥街道办事处", "云州市青溪区财政局", "云州市白塔区教育学院")


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("office expenses of the Shiqiao Subdistrict Office", "office expenses of 石桥街道"),
        ("Shiqiao's 2031 budget", "石桥 2031 budget"),
        ("shi qiao street office expenses", "石桥街道 office expenses"),  # the expenses, not the office
        ("What does the Qingxi District Finance Bureau spend?", "What does 青溪区 财政局 spend?"),
        ("the Bureau of Finance of Qingxi District", "财政局 of 青溪区"),
        ("the General Office of the Qingxi District Government", "青溪区政府办公室"),
        ("Baita Institute of Education 2031", "白塔 教育学院 2031"),
        ("the Baita education college's budget", "白塔 教育学院 budget"),
        ("urban management brigade 2031", "城市管理行政执法大队 2031"),
        ("Meilong Subdistrict 2031", "Meilong 街道 2031"),  # not of the library: to be refused by its name
        ("Shiqiao departmental budget", "石桥 部门预算"),
    ],
)
def test_bodies_and_places_are_named_in_english(text: str, chinese: str) -> None:
    assert " ".join(in_chinese(text, BODIES).replace(" ?", "?").split()) == chinese


@pytest.mark.parametrize(
    "text",
    ["How much is the budget of the weather bureau?", "finance of the school", "office of the future", "水费多少"],
)
def test_other_words_stay(text: str) -> None:
    assert in_chinese(text, BODIES) == text


@pytest.mark.parametrize(
    ("own", "short", "alone"),
    [
        ("人民政府石桥街道办事处", "人民政府石桥街道", "石桥"),
        ("人民政府办公室", "政府办", "府办"),
        ("发展和改革委员会", "发改委", ""),
        ("财政局", "财政局", ""),  # 财政 is a word of every budget
    ],
)
def test_bodies_are_called_by_short_names(own: str, short: str, alone: str) -> None:
    assert short in called(own)
    assert (alone in called_alone(own)) if alone else not called_alone(own)
