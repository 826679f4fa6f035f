"""Who, at which level, for which year and stage: only from the document's own words."""

from __future__ import annotations

import pytest

from corpus.reading import read_document
from corpus.records import Document

FORM = """财政项目支出绩效目标申报表（项目总体情况）
（2031年）
金额单位：元
项目名称\t登月项目
项目类别\t一次性项目
二、当年预算：\t5
"""


def identity(text: str) -> Document:
    return read_document(text.encode(), "甲市2099年决算.txt").document


@pytest.mark.parametrize(("role", "level"), [("预算单位", "单位"), ("预算主管部门", "部门")])
def test_organisation_level_year_and_stage(role: str, level: str) -> None:
    text = (
        f"# 甲市2031年区级{level}预算\n{role}：甲市乙局\n# 2031年{level}收入预算总表\n编制{level}：甲市乙局  单位：元\n"
    )
    document = identity(text)
    assert (document.organisation, document.level, document.fiscal_year) == ("甲市乙局", level, 2031)
    assert (document.stage, document.kind) == ("预算", f"{level}预算")


def test_every_known_attribute_has_the_words_that_say_it() -> None:
    text = "# 甲市2031年部门决算\n部门名称：甲市乙局\n"
    lines = text.split("\n")
    document = identity(text)
    assert {item.attribute: item.value for item in document.evidence} == {
        "organisation": "甲市乙局",
        "level": "部门",
        "year": "2031",
        "stage": "决算",
    }
    for item in document.evidence:
        assert item.place.line is not None
        assert item.place.printed == lines[item.place.line - 1][item.place.char_from : item.place.char_to]
        assert item.value in item.place.printed


def test_what_is_not_said_stays_unknown() -> None:
    document = identity("会议纪要\n本局讨论了2031年的工作安排，决定如下。\n")
    assert (document.organisation, document.level, document.fiscal_year) == ("", "", None)
    assert (document.stage, document.kind, document.evidence) == ("", "", ())


def test_two_names_printed_equally_often_are_unknown() -> None:
    assert identity("预算单位：甲市乙局\n预算单位：甲市丙局\n").organisation == ""
    assert identity("预算单位：甲市乙局\n预算单位：甲市丙局\n编制单位：甲市乙局\n").organisation == "甲市乙局"


def test_forms_alone_give_the_year_with_its_place_and_no_organisation() -> None:
    document = identity(FORM)
    assert (document.organisation, document.level, document.fiscal_year) == ("", "", 2031)
    assert (document.stage, document.kind) == ("预算", "项目支出绩效目标申报表")
    [evidence] = document.evidence
    assert (evidence.attribute, evidence.place.line, evidence.place.printed) == ("year", 2, "（2031年）")


def test_forms_of_two_years_give_none() -> None:
    assert identity(FORM + "\n" + FORM.replace("2031", "2032")).fiscal_year is None


def test_without_a_role_label_the_chapters_name_the_organisation() -> None:
    text = "第一部分 某某区河道管理局概况\n\n一、主要职能\n\n第二部分 2031年度部门决算表\n\n一、部门主要职能\n"
    assert identity(text).organisation == "某某区河道管理局"
