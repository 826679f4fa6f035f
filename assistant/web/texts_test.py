from __future__ import annotations

import dataclasses
import re

from assistant.web.texts import EN, ZH, preferred_language, texts


def test_both_languages_have_every_text_with_the_same_fields() -> None:
    for field in dataclasses.fields(ZH):
        chinese, english = getattr(ZH, field.name), getattr(EN, field.name)
        assert chinese
        assert english
        if isinstance(chinese, str):
            assert set(re.findall(r"{\w+}", chinese)) == set(re.findall(r"{\w+}", english)), field.name


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
