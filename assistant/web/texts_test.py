from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest

from assistant.web.correction_texts import correction_texts
from assistant.web.pages_texts import pages_texts
from assistant.web.talk_texts import talk_texts
from assistant.web.texts import EN, ZH, preferred_language, texts
from assistant.web.upload_texts import failure_words, problem_words, upload_words


@pytest.mark.parametrize("both", [texts, talk_texts, pages_texts, correction_texts])
def test_both_languages_have_every_text_with_the_same_fields(both: Any) -> None:
    zh, en = both("zh"), both("en")
    for field in dataclasses.fields(zh):
        chinese, english = getattr(zh, field.name), getattr(en, field.name)
        assert chinese
        assert english
        if isinstance(chinese, str):
            assert set(re.findall(r"{\w+}", chinese)) == set(re.findall(r"{\w+}", english)), field.name


def test_the_words_of_uploads_are_the_same_in_both_languages() -> None:
    zh, en = upload_words("zh"), upload_words("en")
    assert zh.keys() == en.keys()
    for name in zh:
        assert set(re.findall(r"{\w+}", zh[name])) == set(re.findall(r"{\w+}", en[name])), name


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (
            "a.pdf: it is damaged or no PDF; download it again",
            "文件已损坏，或不是 PDF；请重新下载，并确认能用阅读器打开",
        ),
        ("a.pdf: it has 900 pages, more than 500; split it", "共 900 页，超过 500 页的上限；请分成几份添加"),
        (
            "a.pdf: reading it needs more than 3000 MB of memory and was stopped",
            "读取所需内存超过 3000 MB；请分成几份添加",
        ),
        ("something new", "something new"),
    ],
)
def test_why_a_file_was_not_taken_is_said_in_chinese_where_there_are_words(message: str, words: str) -> None:
    assert failure_words(message, "zh") == words
    assert failure_words(message, "en") == message


def test_a_problem_of_an_unknown_kind_keeps_its_name() -> None:
    assert problem_words("missing-unit", "zh") == "没有标明金额单位"
    assert problem_words("new-kind", "zh") == "new-kind"
    assert problem_words("missing-unit", "en") == "missing unit"


def test_the_browser_decides_until_a_person_chose() -> None:
    assert preferred_language("zh-TW,zh;q=0.9,en;q=0.8") == "zh"
    assert preferred_language("de-DE,de;q=0.9") == "en"
    assert preferred_language("") == "zh"
    assert preferred_language("*") == "zh"
    assert preferred_language("zh-CN", "en") == "en"
    assert preferred_language("en-GB", "klingon") == "en"


def test_language_tags() -> None:
    assert texts("zh-Hant") is ZH
    assert texts("en") is EN
