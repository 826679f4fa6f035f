"""Who, at which level, for which year and stage: only from the document's own words."""

from __future__ import annotations

import pytest

from corpus.reading import read_document
from corpus.records import NO_BUDGET, Document

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
    assert (document.stage, document.kind, document.evidence) == ("", NO_BUDGET, ())


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


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("甲市乙区丙局2031年度部门决算", ("甲市乙区丙局", "部门", 2031, "决算")),
        ("甲市乙区丙局\n2031年度部门决算", ("甲市乙区丙局", "部门", 2031, "决算")),
        ("甲市\n乙区丙局\n2031年度\n部门预算", ("甲市乙区丙局", "部门", 2031, "预算")),
        ("甲市丙局 2031年部门预算", ("甲市丙局", "部门", 2031, "预算")),
        ("甲市丙局2031年单位预算公开", ("甲市丙局", "单位", 2031, "预算")),
        ("2031年单位预算公开\n甲市丙中学", ("甲市丙中学", "单位", 2031, "预算")),
        ("甲市丙幼儿园\n\n2031年单位预算\n\n2031年2月", ("甲市丙幼儿园", "单位", 2031, "预算")),
        ("甲市乙区2031年区级部门预算\n预算主管部门：甲市乙区丙局", ("甲市乙区丙局", "部门", 2031, "预算")),
        ("甲市乙区2031年区级单位预算\n预算单位：甲市乙区丙局", ("甲市乙区丙局", "单位", 2031, "预算")),
        ("2031年部门预算\n编制单位：甲市丙局", ("甲市丙局", "部门", 2031, "预算")),
        ("2031年度部门决算公开\n公开部门：甲市丙局（盖章）", ("甲市丙局", "部门", 2031, "决算")),
        ("甲市丙局\n二〇三一年部门预算", ("甲市丙局", "部门", 2031, "预算")),
        ("甲 市 丙 局\n二 ○ 三 一 年 度 部 门 决 算", ("甲市丙局", "部门", 2031, "决算")),
        ("甲市丙局二零三一年部门预算说明", ("甲市丙局", "部门", 2031, "预算")),
        ("甲市丙局（本级）2031年单位预算", ("甲市丙局", "单位", 2031, "预算")),
        ("甲市丙局（本级）2031年度决算", ("甲市丙局", "单位", 2031, "决算")),
        ("甲市丙局（汇总）2031年度决算", ("甲市丙局", "部门", 2031, "决算")),
        ("2031年度甲市丙局部门决算", ("甲市丙局", "部门", 2031, "决算")),
        ("关于公开甲市丙局2031年度部门决算的说明", ("甲市丙局", "部门", 2031, "决算")),
        ("甲市乙区丙街道办事处2031年预算", ("甲市乙区丙街道办事处", "", 2031, "预算")),
        ("附件1\n甲市丙局2031年部门预算编制说明", ("甲市丙局", "部门", 2031, "预算")),
        ("（2031年）\n说明", ("", "", None, "")),
        ("2030年决算和2031年预算草案", ("", "", None, "")),
    ],
)
def test_title_pages_of_many_styles(page: str, expected: tuple[str, str, int | None, str]) -> None:
    document = identity("\n\n".join(page.split("\n")) + "\n\n目录\n\n一、主要职能\n\n本文件共三部分，内容如下。\n")
    found = (document.organisation, document.level, document.fiscal_year, document.stage)
    assert found == expected
    assert document.kind == (f"{expected[1]}{expected[3]}" if expected[1] else "")
    assert {item.attribute for item in document.evidence} == {
        name for name, value in zip(("organisation", "level", "year", "stage"), expected, strict=True) if value
    }


def test_title_and_labels_that_disagree_are_unknown_and_both_kept() -> None:
    document = identity("甲市丙局2031年度部门决算\n\n目录\n\n# 收入决算表\n\n编制部门：甲市丁局\n")
    assert document.organisation == ""
    assert [item.value for item in document.evidence if item.attribute == "organisation"] == ["甲市丙局", "甲市丁局"]
    assert [item.confidence for item in document.evidence if item.attribute == "organisation"] == [0.5, 0.5]


def test_a_name_with_and_without_its_region_is_one_body() -> None:
    document = identity("甲市乙区丙局2031年度部门决算\n\n目录\n\n# 收入决算表\n\n编制部门：乙区丙局\n")
    assert document.organisation == "甲市乙区丙局"
    assert document.evidence[0].confidence == 1.0


def test_captions_of_other_years_do_not_take_over_unless_all_of_them_say_so() -> None:
    title = "甲市丙局2031年部门预算\n\n目录\n\n"
    few = identity(title + "# 2031年部门收入预算表\n\n# 2030年部门支出预算表\n")
    assert few.fiscal_year == 2031
    assert next(item.confidence for item in few.evidence if item.attribute == "year") == 0.667
    all_other = identity(title + "".join(f"# 2030年部门{what}表\n\n" for what in ("收入预算", "支出预算", "收支预算")))
    assert all_other.fiscal_year is None
    assert [item.value for item in all_other.evidence if item.attribute == "year"] == ["2031", "2030"]


def test_other_bodies_in_the_text_do_not_take_over() -> None:
    text = (
        "甲市丙局2031年部门预算\n\n目录\n\n一、主要职能\n\n下属单位：甲市丁中心\n\n"
        "主管部门：甲市戊委员会\n\n纳入编制范围的预算单位：甲市己所、甲市庚所。\n"
    )
    assert identity(text).organisation == "甲市丙局"
    assert identity("主管部门：甲市戊委员会\n\n下属单位：甲市丁中心\n").organisation == ""


def test_labels_of_both_families_count_by_the_documents_own_level() -> None:
    labels = "预算主管部门：甲市丙局\n\n预算单位：甲市丁中心\n"
    assert identity(f"甲市2031年市级单位预算\n\n{labels}").organisation == "甲市丁中心"
    assert identity(f"甲市2031年市级部门预算\n\n{labels}").organisation == "甲市丙局"
    assert identity(labels).organisation == ""


def test_an_inspection_or_a_notice_is_no_budget() -> None:
    for title in ("甲区2031年单位预算公开情况检查表", "关于批复2031年部门预算的通知"):
        document = identity(f"{title}\n\n目录\n")
        assert (document.level, document.stage, document.kind) == ("", "", NO_BUDGET)
        assert document.organisation == ""


def test_what_is_no_budget_states_nothing_though_it_shows_a_table() -> None:
    table = "2031年单位支出预算总表\n单位：元\n功能分类科目编码\t功能分类科目名称\t合计\n205\t教育支出\t1,200.00\n"
    shown = read_document(f"甲区2031年单位预算公开情况检查表\n\n{table}".encode(), "x.txt")
    assert shown.statements == () and shown.checks == ()
    assert any(cell.text == "1,200.00" for found in shown.tables for cell in found.cells)
    budget = read_document(f"甲市乙局2031年单位预算\n\n{table}".encode(), "x.txt")
    assert [s.subject.name for s in budget.statements] == ["教育支出"]


def test_a_spreadsheet_names_its_body_inside_the_frame() -> None:
    frame = "收入支出决算总表\n公开01表\n部门：甲市丙局\t单位：万元\n"
    text = frame + "收入\t\t支出\t\n项目\t决算数\t项目\t决算数\n总计\t1\t总计\t1\n"
    assert identity(text).organisation == "甲市丙局"


def test_a_form_takes_its_body_from_its_own_field() -> None:
    form = FORM.replace("项目类别", "实施单位\t甲市丙大队\n项目类别")
    document = identity(form)
    known = [item.name for item in read_document(form.encode(), "x.txt").projects[0].fields]
    assert document.organisation == ("甲市丙大队" if "实施单位" in known else "")
    assert document.level == ""
