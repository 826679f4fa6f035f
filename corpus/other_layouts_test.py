"""Tables as publishers of other provinces lay them out: codes of units, comparisons with last year beside this year."""

from __future__ import annotations

from corpus.reading import read_document
from corpus.records import CheckStatus, Reading, Statement

HEAD = "云溪县观测局2032年部门预算\n\n"
BY_UNIT = """收入总表

部门：云溪县观测局\t单位：万元
单位代码\t单位名称\t合计\t本年收入\t
\t\t\t小计\t一般公共预算
\t合计\t100.00\t100.00\t100.00
126001\t云溪县观测局本级\t70.00\t70.00\t70.00
126002\t云溪县流星站\t30.00\t30.00\t30.00

"""
SPENDING = """支出总表

部门：云溪县观测局\t单位：万元
科目编码\t\t\t单位代码\t单位名称（科目）\t合计\t基本支出\t项目支出
类\t款\t项\t\t\t\t\t
\t\t\t\t合计\t100.00\t60.00\t40.00
206\t07\t01\t126001\t机构运行\t60.00\t60.00\t
206\t07\t05\t126001\t望远观测\t40.00\t\t40.00

"""
COMPARED = """一般公共预算支出表

部门：云溪县观测局\t单位：万元
功能分类科目\t\t2031年执行数\t2032年预算数\t2032年预算数比2031年执行数\t
科目编码\t科目名称\t\t\t增减额\t增减%
\t合计\t120.00\t100.00\t-20.00\t-16.67
2060701\t机构运行\t50.00\t60.00\t10.00\t20.00
2060705\t望远观测\t70.00\t40.00\t-30.00\t-42.86

"""


def read(*tables: str) -> Reading:
    """The reading of a budget of these tables."""
    return read_document((HEAD + "".join(tables)).encode(), "invented.txt")


def of(reading: Reading, name: str, view: str = "level") -> list[Statement]:
    """The statements about the subject called ``name`` in that view."""
    return [s for s in reading.statements if s.subject.name == name and s.view == view]


def test_codes_of_units_are_no_amounts() -> None:
    reading = read(BY_UNIT, SPENDING)

    printed = [o for s in reading.statements for o in s.observations if o.text.startswith("126")]
    assert printed == []
    assert [s.observations[0].text for s in of(reading, "云溪县流星站")] == ["30.00", "30.00"]


def test_name_of_the_row_stands_under_a_header_that_explains_itself_in_brackets() -> None:
    found = {s.expenditure_kind: s.observations[0].text for s in of(read(SPENDING), "望远观测")}

    assert found == {"合计": "40.00", "基本支出": "", "项目支出": "40.00"}


def test_rows_by_unit_are_not_missing_from_a_table_by_function() -> None:
    failed = [check.rule for check in read(BY_UNIT, SPENDING).checks if check.status is CheckStatus.FAIL]

    assert failed == []


def test_column_that_compares_two_years_states_a_change_with_its_base() -> None:
    change, *_ = of(read(COMPARED), "望远观测", "change")
    rate, *_ = of(read(COMPARED), "望远观测", "rate")

    assert (change.base_period, change.base_stage, change.fund_scope) == (2031, "执行", "一般公共预算")
    printed, share = change.observations[0], rate.observations[0]
    assert printed.amount is not None
    assert (printed.text, printed.amount.value, printed.direction) == ("-30.00", 30_0000_0000, "decrease")
    assert share.amount is not None
    assert (share.amount.value, share.amount.unit, share.direction) == (42_8600, "%", "decrease")
