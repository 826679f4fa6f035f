"""Rules about shares in lines, indicators and several forms, on invented projects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from corpus.amounts import classify, money, number_text, quantity
from corpus.checks.copies import project_copy
from corpus.checks.indicator_words import (
    indicator_percentage,
    indicator_project,
    indicator_unit,
    target_repeats_name,
)
from corpus.checks.line_shares import line_share_of_whole
from corpus.checks.named_projects import named_project_form
from corpus.records import (
    Cell,
    Check,
    CheckStatus,
    Document,
    Heading,
    Indicator,
    LineItem,
    Paragraph,
    Place,
    Project,
    Reading,
    Severity,
)

_DOCUMENT = Document("0" * 64, "x.txt", "某区测试中心", "单位", 2031, "预算", "单位预算")


def cell(text: str, unit: str = "元", row: int = 0) -> Cell:
    digits = number_text(text)
    amount = None
    if digits:
        amount = money(digits, "元", text) if unit == "元" else quantity(digits, unit, text)
    return Cell(row, 0, text, classify(text), Place(text, line=row, table="t1", row=row, column=0), amount)


def line(number: int, detail: str, amount: str) -> LineItem:
    return LineItem(f"p1.l{number}", "平台", detail, cell(amount, row=number), None, None, "", "t1", number)


def project(*lines: LineItem, whole: str = "1000", year: str = "600", name: str = "平台升级服务项目") -> Project:
    funding = (("项目总预算", (cell(whole, row=90),)), ("当年预算", (cell(year, row=91),)))
    return Project("p1", name, 2031, "", (), funding, lines, None, (), (), Place(name, line=80))


def indicator(name: str, target: str, unit: str = "") -> Indicator:
    shown = cell(target) if not unit else replace(cell(target.strip("=≥%"), unit), text=target)
    return Indicator("p1.i1", "产出", "数量", name, shown, "", Place(name, line=70))


def reading(*projects: Project) -> Reading:
    return Reading(_DOCUMENT, (), (), projects, ())


def statuses(rule: Callable[[Reading], Iterator[Check]], *projects: Project) -> list[str]:
    return [check.status.value for check in rule(reading(*projects))]


def test_a_share_of_the_printed_whole() -> None:
    right = project(line(1, "升级服务2031年首付60%", "600"))
    wrong = project(line(1, "升级服务2031年首付70%", "300"), line(2, "升级服务2030年尾款30%", "300"))
    assert statuses(line_share_of_whole, right) == ["pass"]
    found = list(line_share_of_whole(reading(wrong)))
    assert [check.status for check in found] == [CheckStatus.FAIL, CheckStatus.PASS]
    assert found[0].severity is Severity.WARNING
    assert (found[0].expected, found[0].actual) == (7_000_000, 3_000_000)
    assert "占30.00%" in found[0].sentence
    assert found[0].expected_places[0].printed == "1000"
    assert found[0].actual_places[0].printed == "300"


@pytest.mark.parametrize(
    "unclear",
    [
        project(line(1, "升级服务2030年尾款30%", "400")),
        project(line(1, "升级服务2031年首付70%", "300"), line(2, "硬件", "300")),
        project(line(1, "升级服务2031年首付70%", "600"), whole="600"),
        project(line(1, "升级服务2031年首付70%", "600"), whole=""),
    ],
    ids=["another year's contract", "another object", "no whole beyond the year", "no whole"],
)
def test_a_share_whose_whole_is_not_printed_is_a_notice_that_was_not_run(unclear: Project) -> None:
    shares = [check for check in line_share_of_whole(reading(unclear)) if check.subjects]
    assert {(check.status, check.severity) for check in shares} == {(CheckStatus.NOT_RUN, Severity.NOTICE)}


@pytest.mark.parametrize(
    ("name", "target", "status"),
    [
        ("【平台】教师培训课程图谱数量", "=50.00名", "fail"),
        ("接受培训教师数量", "=50.00名", "pass"),
        ("高清录播教室的定制完成数", "=20.00所", "fail"),
        ("测评报告完成数", "=2.00级", "fail"),
        ("测评报告完成数", "=2.00份", "pass"),
        ("验收合格率", "=100.00%", "pass"),
        ("验收合格率", "=100.00名", "fail"),
        ("修复故障时间", "≤24.00小时", "pass"),
        ("修复故障时间", "≤24.00名", "fail"),
        ("开展情况", "=3.00名", "not_run"),
        ("平台课程数量", "=3.00", "not_run"),
    ],
)
def test_the_unit_of_a_target(name: str, target: str, status: str) -> None:
    assert statuses(indicator_unit, replace(project(), indicators=(indicator(name, target),))) == [status]


@pytest.mark.parametrize(
    ("name", "target", "status"),
    [
        ("完工及时率", "及时率", "fail"),
        ("方便居民查询", "方便居民查询", "fail"),
        ("完成及时性", "及时", "pass"),
        ("完工率", "100%", "not_run"),
    ],
)
def test_a_target_that_says_nothing(name: str, target: str, status: str) -> None:
    assert statuses(target_repeats_name, replace(project(), indicators=(indicator(name, target),))) == [status]


def test_an_indicator_of_another_project() -> None:
    other = replace(project(name="网络安全运维服务"), key="p2")
    own = replace(project(), indicators=(indicator("网络安全运维服务完成率", "100%"),))
    assert statuses(indicator_project, own, other) == ["fail"]
    assert statuses(indicator_project, replace(own, name="网络安全运维服务二"), other) == ["pass"]


@pytest.mark.parametrize(("target", "status"), [("≥95.00%", "pass"), ("=120.00%", "fail")])
def test_a_rate_of_a_whole_is_at_most_100(target: str, status: str) -> None:
    own = replace(project(), indicators=(indicator("居民满意度", target, "%"),))
    assert statuses(indicator_percentage, own) == [status]


def test_two_forms_of_one_project_state_the_same_money() -> None:
    copy = replace(project(), key="p2")
    assert statuses(project_copy, project(), copy) == ["pass", "pass"]
    assert statuses(project_copy, project(), replace(project(year="700"), key="p2")) == ["pass", "fail"]
    assert statuses(project_copy, project()) == ["not_run"]


def test_a_project_of_the_statement_has_a_form() -> None:
    title = Heading("项目经费情况说明", Place("", line=10))
    named = Paragraph("一、项目名称：河道整治工程", Place("", line=11))
    own = replace(project(name="河道整治工程"), place=Place("", line=40))
    document = replace(reading(own), headings=(title,), paragraphs=(named,))
    assert [check.status.value for check in named_project_form(document)] == ["pass"]
    absent = replace(document, projects=(replace(own, name="绿化养护"),))
    assert [check.status.value for check in named_project_form(absent)] == ["fail"]
    assert [check.status.value for check in named_project_form(replace(document, headings=()))] == ["not_run"]
