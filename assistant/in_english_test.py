"""Captions and reasons of answers in English."""

from __future__ import annotations

import re

import pytest

from assistant import in_english


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        (
            "办公费（30201）（一般公共预算基本支出）",
            "办公费 (office expenses; 30201; general public budget basic expenditure)",
        ),
        ("云溪学校支出总额", "云溪学校 total expenditure"),
        ("2031年办公费（30201）比2030年增减额", "办公费 (office expenses; 30201), change from 2030 to 2031"),
        ("彗星巡天：当年预算", "彗星巡天, budget of the year"),
        ("彗星巡天", "彗星巡天"),
    ],
)
def test_a_caption_keeps_the_names_and_says_the_rest_in_english(chinese: str, english: str) -> None:
    assert in_english.label(chinese) == english


@pytest.mark.parametrize(
    "reason",
    [
        "资料中没有与“telescope”完全对应的内容",
        "资料中没有“人均”这一口径的内容",
        "资料库里有几份文件都可能是您指的，请说明是哪一个年度",
        "资料库中没有2031年的文件",
        "其中一项包含另一项，相加会重复计算",
    ],
)
def test_a_reason_is_wholly_english(reason: str) -> None:
    assert not re.search(r"[\u3400-\u9fff]", in_english.reason(reason))
