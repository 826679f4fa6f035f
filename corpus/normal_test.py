"""One normal form for words that OCR, pages and typing print differently."""

from __future__ import annotations

import pytest

from corpus.normal import label, plain, tidy, without_ordinal


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("项目 构成 分解", "项目构成分解"),
        ("登月 2031 年", "登月2031年"),
        ("8.53  1.53", "8.53 1.53"),
        ("<p>依据：登月法。</p> <p>必要性：有</p>", "依据：登月法。\n必要性：有"),
        (r"$\geq$ 95\%", r"≥ 95%"),
        ("甲&amp;乙&nbsp;丙", "甲&乙丙"),
        ("⻓期", "长期"),
        ("", ""),
    ],
)
def test_tidy(printed: str, text: str) -> None:
    assert tidy(printed) == text


def test_boxes_of_all_kinds_become_two() -> None:
    assert plain('<input checked="" type="checkbox"> ■ ☑') == "☑ ☑ ☑"
    assert plain('<input type="checkbox"/> □ ☐') == "☐ ☐ ☐"


@pytest.mark.parametrize(
    ("printed", "name"),
    [("（一） 财政 拨款：", "(一)财政拨款"), ("因公出国（境）费", "因公出国(境)费"), ("①3项", "①3项")],
)
def test_label(printed: str, name: str) -> None:
    assert label(printed) == name


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("四、教育支出", "教育支出"),
        ("1. 上级财政拨款：", "上级财政拨款"),
        ("（二）其他资金", "其他资金"),
        ("其中：一、甲", "甲"),
        ("3.5万元", "3.5万元"),
    ],
)
def test_without_ordinal(printed: str, name: str) -> None:
    assert without_ordinal(printed) == name
