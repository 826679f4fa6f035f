"""The tables of final accounts in the national layout, with row numbers, column numbers and titles inside the frame."""

from __future__ import annotations

from functools import cache

import pytest

from corpus.reading import read_document
from corpus.records import CheckStatus, Reading, Statement

TITLE = "甲县乙局2031年度部门决算\n\n目录\n\n"
BALANCE = """收入支出决算总表
公开01表
部门：甲县乙局\t\t金额单位：万元
收入\t\t\t支出\t\t
项目\t行次\t金额\t项目\t行次\t金额
栏次\t\t1\t栏次\t\t2
一、一般公共预算财政拨款收入\t1\t900.00\t一、星际支出\t31\t700.00
二、政府性基金预算财政拨款收入\t2\t50.00\t二、登月支出\t32\t200.00
三、事业收入\t4\t20.00\t\t\t
四、其他收入\t5\t30.00\t\t\t
本年收入合计\t27\t1,000.00\t本年支出合计\t57\t900.00
使用非财政拨款结余（含专用结余）\t28\t\t结余分配\t58\t10.00
年初结转和结余\t29\t60.00\t年末结转和结余\t59\t150.00
总计\t30\t1,060.00\t总计\t60\t1,060.00
"""
FISCAL = """财政拨款收入支出决算总表
公开04表
部门：甲县乙局\t\t金额单位：万元
收入\t\t\t支出\t\t\t\t
项目\t行次\t金额\t项目\t行次\t合计\t一般公共预算财政拨款\t政府性基金预算财政拨款
栏次\t\t1\t栏次\t\t2\t3\t4
一、一般公共预算财政拨款\t1\t900.00\t一、星际支出\t33\t800.00\t800.00\t
二、政府性基金预算财政拨款\t2\t50.00\t二、登月支出\t34\t50.00\t\t50.00
本年收入合计\t27\t950.00\t本年支出合计\t59\t850.00\t800.00\t50.00
年初财政拨款结转和结余\t28\t40.00\t年末财政拨款结转和结余\t60\t140.00\t140.00\t
一、一般公共预算财政拨款\t29\t40.00\t\t61\t\t\t
二、政府性基金预算财政拨款\t30\t\t\t62\t\t\t
总计\t32\t990.00\t总计\t64\t990.00\t940.00\t50.00
"""
EXPENDITURE = """支出决算表
公开03表
部门：甲县乙局\t\t金额单位：万元
项目\t\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出
功能分类科目编码\t科目名称\t\t\t\t\t\t
栏次\t\t1\t2\t3\t4\t5\t6
合计\t\t900.00\t600.00\t280.00\t5.00\t15.00\t
209\t星际支出\t700.00\t400.00\t280.00\t5.00\t15.00\t
210\t登月支出\t200.00\t200.00\t\t\t\t
"""
ECONOMIC = """一般公共预算财政拨款基本支出决算表
公开06表
部门：甲县乙局\t\t金额单位：万元
人员经费\t\t\t公用经费\t\t\t\t\t
科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额
301\t工资福利支出\t480.00\t302\t商品和服务支出\t90.00\t310\t资本性支出\t10.00
30101\t基本工资\t480.00\t30201\t办公费\t90.00\t31002\t办公设备购置\t10.00
303\t对个人和家庭的补助\t20.00\t\t\t\t\t\t
人员经费合计\t\t500.00\t公用经费合计\t\t\t\t\t100.00
"""
FUND = """政府性基金预算财政拨款收入支出决算表
公开07表
部门：甲县乙局\t\t金额单位：万元
项目\t\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余
功能分类科目编码\t科目名称\t\t\t小计\t基本支出\t项目支出\t
栏次\t\t1\t2\t3\t4\t5\t6
合计\t\t5.00\t50.00\t48.00\t\t48.00\t7.00
210\t登月支出\t5.00\t50.00\t48.00\t\t48.00\t7.00
"""
THREE_PUBLIC = """财政拨款“三公”经费支出决算表
公开09表
部门：甲县乙局\t\t金额单位：万元
预算数\t\t\t\t\t\t决算数\t\t\t\t\t
合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费
\t\t小计\t公务用车购置费\t公务用车运行维护费\t\t\t\t小计\t公务用车购置费\t公务用车运行维护费\t
1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12
9.00\t\t7.00\t\t7.00\t2.00\t8.00\t\t7.00\t\t7.00\t1.00
"""
STAGES = """一般公共预算财政拨款支出决算表
单位：万元
科目编码\t科目名称\t年初预算数\t全年预算数\t决算数\t完成年初预算的百分比
209\t星际支出\t100.00\t120.00\t110.00\t110.00
合计\t\t100.00\t120.00\t110.00\t110.00
"""


@cache
def read(*tables: str) -> Reading:
    return read_document((TITLE + "\n\n".join(tables)).encode(), "表.txt")


def words(statement: Statement) -> str:
    parts = (
        statement.subject.key.removeprefix("item:"),
        statement.measure,
        statement.side,
        statement.expenditure_kind,
        statement.fund_scope,
        statement.stage,
    )
    return " ".join(part for part in parts if part not in ("n/a", "金额", "organisation", "决算"))


def printed(reading: Reading) -> dict[str, str]:
    """Every statement with a printed amount, in words, with its printings."""
    return {
        words(s): "/".join(o.text for o in s.observations if o.amount)
        for s in reading.statements
        if any(o.amount for o in s.observations)
    }


def failures(reading: Reading) -> list[str]:
    return [check.sentence for check in reading.checks if check.status is CheckStatus.FAIL]


def passed(reading: Reading, rule: str) -> int:
    return sum(check.rule == rule and check.status is CheckStatus.PASS for check in reading.checks)


def test_totals_with_balances_are_no_totals_of_the_year() -> None:
    reading = read(BALANCE)
    assert printed(reading) == {
        "收入 一般公共预算": "900.00",
        "收入 政府性基金": "50.00",
        "收入 事业收入": "20.00",
        "收入 其他收入": "30.00",
        "收入 全部": "1,000.00",
        "年初结转和结余 全部": "60.00",
        "收支总计 收入 全部": "1,060.00",
        "function:?星际支出 支出 合计 全部": "700.00",
        "function:?登月支出 支出 合计 全部": "200.00",
        "支出 合计 全部": "900.00",
        "结余分配 全部": "10.00",
        "年末结转和结余 全部": "150.00",
        "收支总计 支出 全部": "1,060.00",
    }
    assert failures(reading) == []
    assert passed(reading, "row-sources") == passed(reading, "income-equals-expenditure") == 1
    assert passed(reading, "balances-in-total") == 2


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("年末结转和结余\t59\t150.00", "年末结转和结余\t59\t151.00", "balances-in-total"),
        ("总计\t60\t1,060.00", "总计\t60\t1,061.00", "income-equals-expenditure"),
        ("四、其他收入\t5\t30.00", "四、其他收入\t5\t31.00", "row-sources"),
    ],
)
def test_a_wrong_balance_or_total_fails(old: str, new: str, rule: str) -> None:
    checks = [c for c in read(BALANCE.replace(old, new)).checks if c.status is CheckStatus.FAIL]
    assert rule in {check.rule for check in checks}
    assert all(check.expected_places and check.actual_places for check in checks)


def test_a_source_of_unknown_meaning_makes_the_sum_of_sources_not_run() -> None:
    reading = read(BALANCE.replace("四、其他收入\t5\t30.00", "四、某某收益\t5\t30.00"))
    assert failures(reading) == []


def test_the_budget_named_below_a_balance_is_a_part_of_the_balance() -> None:
    found = printed(read(FISCAL))
    assert found["收入 一般公共预算"] == "900.00"
    assert found["年初结转和结余 财政拨款"] == found["年初结转和结余 一般公共预算"] == "40.00"
    assert found["收支总计 支出 一般公共预算"] == "940.00"
    assert found["支出 合计 一般公共预算"] == "800.00"
    assert found["收支总计 收入 财政拨款"] == found["收支总计 支出 财政拨款"] == "990.00"
    assert failures(read(FISCAL)) == []


def test_further_kinds_of_expenditure_are_parts_and_no_totals() -> None:
    reading = read(EXPENDITURE)
    found = printed(reading)
    assert found["支出 合计 全部"] == "900.00"
    assert found["支出 上缴上级支出 全部"] == "5.00"
    assert found["function:209 支出 经营支出 全部"] == "15.00"
    assert failures(reading) == []
    assert passed(reading, "row-parts") == 3


def test_three_groups_side_by_side_and_totals_in_merged_cells() -> None:
    reading = read(ECONOMIC)
    assert [(label.half, label.code, label.name) for label in reading.tables[0].labels if len(label.code) == 5] == [
        (0, "30101", "基本工资"),
        (1, "30201", "办公费"),
        (2, "31002", "办公设备购置"),
    ]
    found = printed(reading)
    assert found["支出 人员经费 一般公共预算"] == "500.00"
    assert found["支出 公用经费 一般公共预算"] == "100.00"
    assert failures(reading) == []
    assert passed(reading, "total-of-classes") == 2


def test_opening_income_expenditure_and_closing_of_one_kind_of_budget() -> None:
    reading = read(FUND)
    assert printed(reading) == {
        "年初结转和结余 政府性基金": "5.00",
        "收入 政府性基金": "50.00",
        "支出 合计 政府性基金": "48.00",
        "支出 项目支出 政府性基金": "48.00",
        "年末结转和结余 政府性基金": "7.00",
        "function:210 年初结转和结余 政府性基金": "5.00",
        "function:210 收入 政府性基金": "50.00",
        "function:210 支出 合计 政府性基金": "48.00",
        "function:210 支出 项目支出 政府性基金": "48.00",
        "function:210 年末结转和结余 政府性基金": "7.00",
    }
    assert passed(reading, "balances-over-year") == 2
    assert len(failures(read(FUND.replace("7.00", "8.00")))) == 2


def test_numbers_of_columns_are_no_amounts() -> None:
    reading = read(THREE_PUBLIC)
    assert printed(reading) == {
        "三公经费 支出 财政拨款 预算": "9.00",
        "公务用车购置及运行费 支出 财政拨款 预算": "7.00",
        "公务用车运行费 支出 财政拨款 预算": "7.00",
        "公务接待费 支出 财政拨款 预算": "2.00",
        "三公经费 支出 财政拨款": "8.00",
        "公务用车购置及运行费 支出 财政拨款": "7.00",
        "公务用车运行费 支出 财政拨款": "7.00",
        "公务接待费 支出 财政拨款": "1.00",
    }
    assert failures(reading) == []


def test_opening_budget_whole_year_budget_outcome_and_completion_are_never_mixed() -> None:
    reading = read(STAGES)
    assert {k: v for k, v in printed(reading).items() if k.startswith("function")} == {
        "function:209 支出 合计 一般公共预算 年初预算": "100.00",
        "function:209 支出 合计 一般公共预算 全年预算": "120.00",
        "function:209 支出 合计 一般公共预算": "110.00",
        "function:209 完成率 支出 合计 一般公共预算": "110.00",
    }
    [rate] = [s for s in reading.statements if s.measure == "完成率" and s.subject.code]
    assert (rate.base_period, rate.base_stage, rate.view) == (2031, "年初预算", "level")
    assert [o.amount.unit if o.amount else "" for o in rate.observations] == ["%"]


def test_three_public_expenses_by_rows_with_counts_and_percentages() -> None:
    table = """“三公”经费支出决算表
单位：万元
项目\t年初预算数\t决算数\t完成预算的百分比
合计\t9.00\t7.00\t77.78%
1.因公出国（境）费\t2.00\t\t
2.公务接待费\t1.00\t1.00\t100.00%
3.公务用车购置及运行维护费\t6.00\t6.00\t100.00%
公务用车保有量（辆）\t3\t3\t
"""
    reading = read(table)
    money = {k: v for k, v in printed(reading).items() if "财政拨款" in k}
    assert money == {
        "三公经费 支出 财政拨款 年初预算": "9.00",
        "三公经费 支出 财政拨款": "7.00",
        "因公出国（境）费 支出 财政拨款 年初预算": "2.00",
        "公务接待费 支出 财政拨款 年初预算": "1.00",
        "公务接待费 支出 财政拨款": "1.00",
        "公务用车购置及运行费 支出 财政拨款 年初预算": "6.00",
        "公务用车购置及运行费 支出 财政拨款": "6.00",
    }
    cars = [o.amount for s in reading.statements if "保有量" in s.subject.name for o in s.observations if o.amount]
    assert [f"{amount.decimal}{amount.unit}" for amount in cars] == ["3辆", "3辆"]


def test_units_of_columns_and_rows_in_a_table_of_unknown_kind() -> None:
    reading = read("国有资产占用情况表\n项目\t数量（辆）\t账面价值（万元）\n车辆\t3\t60.50\n")
    amounts = [o.amount for s in reading.statements for o in s.observations if o.amount]
    assert [f"{amount.decimal}{amount.unit} in {amount.scale}" for amount in amounts] == [
        "3辆 in 辆",
        "605000元 in 万元",
    ]
    assert reading.problems == ()


def test_without_a_printed_unit_amounts_stay_unread() -> None:
    reading = read(STAGES.replace("单位：万元\n", ""))
    money = [o.amount for s in reading.statements if s.measure == "金额" for o in s.observations]
    assert money
    assert not any(money)
    assert {problem.kind for problem in reading.problems} == {"missing-unit"}


YEARS = """一般公共预算支出情况表（按功能分类科目）
单位：万元
科目编码\t科目名称\t2030年执行数\t2031年预算数\t\t\t2031年预算数比2030年执行数\t
\t\t\t小计\t基本支出\t项目支出\t增减额\t增减%
209\t星际支出\t900.00\t910.00\t510.00\t400.00\t10.00\t1.11
合计\t\t900.00\t910.00\t510.00\t400.00\t10.00\t1.11
"""
NESTED = """财政拨款收支总体情况表
单位：万元
收入\t\t支出\t\t\t
项目\t预算数\t项目\t合计\t一般公共预算\t政府性基金预算
一、本年收入\t900.00\t一、本年支出\t960.00\t960.00\t
（一）一般公共预算拨款\t900.00\t（一）星际支出\t910.00\t910.00\t
（二）政府性基金预算拨款\t\t（二）登月支出\t50.00\t50.00\t
二、上年结转\t60.00\t二、结转下年\t\t\t
（一）一般公共预算拨款\t60.00\t\t\t\t
收入总计\t960.00\t支出总计\t960.00\t960.00\t
"""
INCOME = """部门收入总体情况表
单位：万元
科目编码\t科目名称\t合计\t本年收入\t\t\t上年结转
\t\t\t小计\t一般公共预算\t事业收入\t
209\t星际支出\t100.00\t90.00\t80.00\t10.00\t10.00
合计\t\t100.00\t90.00\t80.00\t10.00\t10.00
"""


def budget(*tables: str) -> Reading:
    return read_document((TITLE.replace("决算", "预算") + "\n\n".join(tables)).encode(), "表.txt")


def test_a_column_of_another_year_states_that_year_and_a_comparison_no_level() -> None:
    rows = {
        (s.period_from, s.stage, s.expenditure_kind): [o.text for o in s.observations]
        for s in budget(YEARS).statements
        if s.subject.key == "function:209" and s.view == "level"
    }
    assert rows == {
        (2030, "执行", "合计"): ["900.00"],
        (2031, "预算", "合计"): ["910.00"],
        (2031, "预算", "基本支出"): ["510.00"],
        (2031, "预算", "项目支出"): ["400.00"],
    }
    assert failures(budget(YEARS)) == []


def test_income_and_balances_under_their_own_headings() -> None:
    reading = budget(NESTED)
    found = {words(s): "/".join(o.text for o in s.observations if o.amount) for s in reading.statements}
    assert found["收入 财政拨款 预算"] == "900.00"
    assert found["收入 一般公共预算 预算"] == "900.00"
    assert found["年初结转和结余 一般公共预算 预算"] == "60.00"
    assert found["收支总计 收入 财政拨款 预算"] == "960.00"
    assert found["支出 合计 财政拨款 预算"] == "960.00"
    assert failures(reading) == []


def test_a_total_over_balances_is_no_income_of_the_year() -> None:
    reading = budget(INCOME)
    found = {words(s): "/".join(o.text for o in s.observations if o.amount) for s in reading.statements}
    assert found["收入 全部 预算"] == "90.00"
    assert found["收支总计 收入 全部 预算"] == "100.00"
    assert found["function:209 收入 事业收入 预算"] == "10.00"
    assert failures(reading) == []


def test_a_caption_of_another_stage_counts_for_its_table() -> None:
    stages = {s.stage for s in budget(EXPENDITURE).statements}
    assert stages == {"决算"}
