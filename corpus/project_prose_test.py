"""Sentences about one project, with and without its form. All names and figures are invented."""

from __future__ import annotations

import pytest

from corpus.form_sheet_test import SHANGHAI, TITLE, sheet
from corpus.reading import read_document
from corpus.records import CheckStatus, Reading

QUARTERS = "第一季度用款计划0.05万元，第二季度用款计划0.10万元，第三季度用款计划0.10万元，第四季度用款计划0.05万元。"


def prose(money: str, first: str = "由月球局建设的登月工程，位于月球背面。", title: str = "# 项目经费情况说明") -> str:
    chapters = (
        "## 一、项目概况",
        first,
        "## 五、实施周期",
        "第一季度审价。",
        "## 六、年度预算安排",
        money,
        "## 七、绩效目标",
    )
    return "\n\n".join(("# 2031年单位预算", title, *chapters)) + "\n\n见申报表。\n\n"


def read(text: str) -> Reading:
    return read_document(text.encode(), "表.md")


def told(reading: Reading) -> dict[str, str]:
    return {
        f"{s.subject.name}/{s.measure}/{s.period_from}": o.text
        for s in reading.statements
        for o in s.observations
        if o.origin == "narrative" and s.expenditure_kind == "项目支出"
    }


def statuses(reading: Reading, rule: str) -> list[CheckStatus]:
    return [check.status for check in reading.checks if check.rule == rule]


def test_the_payments_by_quarter_of_the_form_that_the_text_speaks_of() -> None:
    form = TITLE + sheet(*SHANGHAI).replace("登月项目", "新建登月基地")
    reading = read(prose(QUARTERS, "由月球局建设的登月基地工程，位于月球背面。") + form)
    assert told(reading) == {
        "第一季度用款计划/金额/2031": "0.05万元",
        "第二季度用款计划/金额/2031": "0.10万元",
        "第三季度用款计划/金额/2031": "0.10万元",
        "第四季度用款计划/金额/2031": "0.05万元",
    }
    assert {s.subject.project for s in reading.statements if s.subject.name.startswith("第一季度")} == {"p1"}
    assert statuses(reading, "quarters-vs-year") == [CheckStatus.PASS]
    wrong = read(prose(QUARTERS.replace("0.05", "0.09"), "由月球局建设的登月基地工程，位于月球背面。") + form)
    assert statuses(wrong, "quarters-vs-year") == [CheckStatus.FAIL]


def test_without_a_form_the_work_is_named_by_its_text() -> None:
    reading = read(prose(QUARTERS))
    assert list(told(reading)) == [f"登月工程第{n}季度用款计划/金额/2031" for n in "一二三四"]
    assert statuses(reading, "quarters-vs-year") == [CheckStatus.NOT_RUN]


def test_the_budget_of_the_year_is_one_statement_of_the_form_and_the_sentence() -> None:
    form = TITLE + sheet(*SHANGHAI).replace("登月项目", "登月培训经费")
    told_budget = "本年度登月培训经费预算金额为0.30万元，其中培训0.10万元，分别用于训练、服装费等。"
    reading = read(prose(told_budget, "登月培训由月球局实施。") + form)
    [statement] = [s for s in reading.statements if s.measure == "当年预算"]
    assert [(o.origin, o.text) for o in statement.observations] == [("form", "3,000.00"), ("narrative", "0.30万元")]
    assert statuses(reading, "project-vs-sentence") == [CheckStatus.PASS]
    assert statuses(read(prose(told_budget.replace("0.30", "0.31"), "登月培训。") + form), "project-vs-sentence") == [
        CheckStatus.FAIL
    ]


def test_a_title_that_names_the_project() -> None:
    title = "# 登月培训经费项目经费情况说明"
    reading = read(prose("2031年度安排预算资金50万元。", "主要培训宇航员。", title))
    assert told(reading) == {"登月培训经费/金额/2031": "50万元"}


@pytest.mark.parametrize(
    "sentence",
    [
        "2031年度该项目预算安排总额为9,400,000元，其中：财政拨款9,400,000元。",
        "本项目2031年预算资金为9,400,000元。",
        "该项目年度预算9,400,000元，用于培训。",
        "2031年安排项目经费9,400,000元。",
        "项目2031年度登月培训经费预算数为9,400,000元",
    ],
)
def test_how_a_budget_of_the_year_is_told(sentence: str) -> None:
    title = "# 登月培训经费项目经费情况说明"
    assert told(read(prose(sentence, "主要培训宇航员。", title))) == {"登月培训经费/金额/2031": "9,400,000元"}


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("一季度支付5万元；二季度支付6万元", ["第一季度支付", "第二季度支付"]),
        ("第1季度计划用款5万元、第2季度计划用款6万元。", ["第一季度计划用款", "第二季度计划用款"]),
        ("第一季度预计约5万元，第二季度用于设备6万元。", []),
    ],
)
def test_how_payments_by_quarter_are_told(sentence: str, names: list[str]) -> None:
    title = "# 登月培训经费项目经费情况说明"
    found = told(read(prose(sentence, "主要培训宇航员。", title)))
    assert list(found) == [f"登月培训经费{name}/金额/2031" for name in names]


def test_money_of_something_else_is_left_out() -> None:
    for sentence in (
        "本年度探海工作预算为3万元。",
        "2031年预算较上年增加30万元。",
        "年度预算约30万元。",
        "按合同条款拨付资金30万元。",
        "2031年单位预算总额为900万元。",
    ):
        assert told(read(prose(sentence, "主要培训宇航员。", "# 登月培训经费项目经费情况说明"))) == {}
