"""Rules about the 科目 that sentences name, and the reasons they give, on a text with an inspector's findings in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.checks import run_checks
from corpus.checks.named_projects import project_under_item
from corpus.reading import read_document
from corpus.records import Check, CheckStatus, Project

TEXT = """# 某区2031年单位预算
预算单位：某区测试中心
# 2031年单位预算编制说明
支出预算60万元，其中：财政拨款支出预算60万元。财政拨款支出预算中，一般公共预算拨款支出预算60万元。
财政拨款支出主要内容如下：
1、公共安全支出（204类）司法（06款）行政运行（01项）40万元。主要用于：行政单位的基本支出。2030年当年预算执行数为50万元，\
2031年预算安排40万元，比2030年预算执行数减少20%。主要原因是：行政运行经费减少。
2、卫生健康支出（210类）行政事业单位医疗（11款）行政单位医疗（01项）20万元。主要用于：行政单位医疗。2030年当年预算执行数为10万元，\
2031年预算安排20万元，比2030年预算执行数增加100%。主要原因是：行政单位医疗经费增加。
基本支出60万元。其中：人员经费58万元，主要包括：基本工资、津贴补贴；公用经费2万元，主要包括：办公费。
# 2031年单位支出预算总表
编制单位：某区测试中心\t单位：元
类\t款\t项\t功能分类科目名称\t合计\t基本支出\t项目支出
204\t\t\t公共安全支出\t400000\t400000\t0
204\t06\t\t司法\t400000\t400000\t0
204\t06\t01\t行政运行\t400000\t400000\t0
210\t\t\t卫生健康支出\t200000\t200000\t0
210\t11\t\t行政事业单位医疗\t200000\t200000\t0
210\t11\t01\t行政单位医疗\t200000\t200000\t0
\t\t\t合计\t600000\t600000\t0
# 2031年单位一般公共预算基本支出部门预算经济分类预算表
编制单位：某区测试中心\t单位：元
类\t款\t部门经济分类科目名称\t合计\t人员经费\t公用经费
301\t\t工资福利支出\t580000\t580000\t0
301\t01\t基本工资\t500000\t500000\t0
301\t02\t津贴补贴\t80000\t80000\t0
301\t03\t奖金\t\t\t
302\t\t商品和服务支出\t20000\t0\t20000
302\t01\t办公费\t20000\t0\t20000
\t\t合计\t600000\t580000\t20000
"""


def checks(rule: str, *changes: tuple[str, str]) -> list[Check]:
    """The checks of that rule after the changes of the text, each of which must be possible."""
    text = TEXT
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return [check for check in run_checks(read_document(text.encode(), "x.txt")) if check.rule == rule]


def failed(rule: str, *changes: tuple[str, str]) -> list[str]:
    return [check.sentence for check in checks(rule, *changes) if check.status is CheckStatus.FAIL]


@pytest.mark.parametrize(
    "rule",
    ["narrative-subject", "narrative-code-name", "listed-item-empty", "reason-direction", "reason-names-other"],
)
def test_the_unchanged_text_passes(rule: str) -> None:
    found = checks(rule)
    assert found
    assert {check.status for check in found} == {CheckStatus.PASS}
    assert all(check.expected_places and check.actual_places for check in found)


def test_figures_of_a_path_with_codes_are_read_and_compared() -> None:
    assert failed("narrative-repeats", ("2031年预算安排20万元", "2031年预算安排25万元"))
    assert "-20.00%" in failed("rate-vs-levels", ("减少20%", "减少2%"))[0]


def test_a_code_with_the_name_of_another_year_is_found_and_its_figure_is_still_known() -> None:
    changed = ("卫生健康支出（210类）", "医疗卫生与计划生育支出（210类）")
    assert failed("narrative-code-name", changed) == [
        "说明称科目210为“医疗卫生与计划生育支出”，表格为“卫生健康支出”",
    ]
    assert failed("narrative-repeats", changed, ("2031年预算安排20万元", "2031年预算安排25万元"))


def test_a_path_that_no_table_prints_is_found_with_the_row_that_it_may_mean() -> None:
    path = "卫生健康支出（210类）行政事业单位医疗（11款）行政单位医疗（01项）20万元"
    wrong = "“卫生健康支出（类）卫生健康支出（款）行政事业单位医疗（项）”20万元"
    found = failed("narrative-subject", (path, wrong))
    assert found
    assert "“21011行政事业单位医疗”200,000元" in found[0]


def test_a_path_of_a_depth_that_the_tables_do_not_print_is_not_judged() -> None:
    rows = ("204\t06\t01\t行政运行\t400000\t400000\t0\n", ""), ("210\t11\t01\t行政单位医疗\t200000\t200000\t0\n", "")
    path = "卫生健康支出（210类）行政事业单位医疗（11款）行政单位医疗（01项）20万元"
    assert not failed("narrative-subject", *rows, (path, "“卫生健康支出（类）其他（款）其他支出（项）”20万元"))


def test_words_with_a_dash_are_no_path() -> None:
    path = "卫生健康支出（210类）行政事业单位医疗（11款）行政单位医疗（01项）20万元"
    assert not failed("narrative-subject", (path, "“2031-2032年度”20万元"))


def test_a_listed_item_without_money_in_the_economic_table() -> None:
    assert failed("listed-item-empty", ("津贴补贴；", "津贴补贴、奖金；")) == [
        "说明列为人员经费的“奖金”，经济分类表没有金额",
    ]


@pytest.mark.parametrize("words", ["行政单位医疗经费减少", "行政单位医疗经费保持不变"])
def test_a_reason_that_says_the_opposite_of_the_change(words: str) -> None:
    found = failed("reason-direction", ("主要原因是：行政单位医疗经费增加", f"主要原因是：{words}"))
    assert len(found) == 1
    assert words in found[0]


@pytest.mark.parametrize("words", ["参保人数减少", "人员经费减少", "退休费减少，医疗费增加"])
def test_a_reason_about_something_else_is_not_judged(words: str) -> None:
    assert not failed("reason-direction", ("主要原因是：行政单位医疗经费增加", f"主要原因是：{words}"))


def test_a_reason_and_a_purpose_copied_from_another_item() -> None:
    reason = ("主要原因是：行政单位医疗经费增加", "主要原因是：行政运行经费增加")
    assert "行政运行经费增加" in failed("reason-names-other", reason)[0]
    assert (
        "用途写的是“司法行政运行”"
        in failed("reason-names-other", ("主要用于：行政单位医疗", "主要用于：司法行政运行"))[0]
    )
    assert not failed("reason-names-other", ("主要用于：行政单位医疗", "主要用于：行政单位的医疗和行政运行"))


@pytest.mark.parametrize(("part", "expected"), [("400000\t0", "fail"), ("300000\t100000", "pass")])
def test_a_project_under_a_subject_without_project_expenditure(part: str, expected: str) -> None:
    text = TEXT.replace("行政单位的基本支出。", "行政单位的基本支出和望远镜保养项目。").replace(
        "行政运行\t400000\t400000\t0", f"行政运行\t400000\t{part}"
    )
    reading = read_document(text.encode(), "x.txt")
    place = reading.paragraphs[0].place
    project = Project("p1", "望远镜保养项目", 2031, "", (), (), (), None, (), (), place)
    found = list(project_under_item(replace(reading, projects=(project,))))
    assert [check.status.value for check in found] == [expected]
    assert [place.printed for place in found[0].actual_places] == ["望远镜保养项目"]
