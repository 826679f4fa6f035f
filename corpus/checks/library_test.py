"""Rules between documents: the unit within its department, a year's budget as the next one quotes it."""

from __future__ import annotations

from corpus.checks.library import CrossCheck, run_library_checks
from corpus.reading import read_document
from corpus.records import CheckStatus, Reading

TEXT = """# 某区{year}年{level}预算
预算单位：某区测试中心
# {year}年{level}预算编制说明
{year}年，某区测试中心支出预算{total}万元，其中：财政拨款支出预算{total}万元，比{before}年预算{change}。
# {year}年{level}支出预算总表
编制单位：某区测试中心\t单位：元
类\t款\t项\t功能分类科目名称\t合计\t基本支出\t项目支出
205\t\t\t教育支出\t{total}0000.00\t{total}0000.00\t0.00
\t\t\t合计\t{total}0000.00\t{total}0000.00\t0.00
# {year}年{level}财政拨款收支预算总表
单位：元
项目\t预算数\t项目\t合计\t一般公共预算\t政府性基金预算
一、一般公共预算资金\t{total}0000.00\t一、教育支出\t{total}0000.00\t{total}0000.00\t
收入总计\t{total}0000.00\t支出总计\t{total}0000.00\t{total}0000.00\t
"""


def document(level: str, year: int, total: int, change: str = "持平") -> Reading:
    text = TEXT.format(level=level, year=year, before=year - 1, total=total, change=change)
    return read_document(text.encode(), f"{level}{year}.txt")


def between(*readings: Reading) -> list[CrossCheck]:
    by_id = {reading.document.id: reading for reading in readings}
    return list(run_library_checks([reading.document for reading in readings], by_id.__getitem__))


def failed(*readings: Reading) -> list[CrossCheck]:
    return [item for item in between(*readings) if item.check.status is CheckStatus.FAIL]


def test_a_unit_may_have_as_much_as_its_department_or_less() -> None:
    department = document("部门", 2031, 30)
    assert {item.check.rule for item in between(department, document("单位", 2031, 30))} == {"unit-within-department"}
    assert failed(department, document("单位", 2031, 30)) == []
    assert failed(department, document("单位", 2031, 20)) == []


def test_a_unit_with_more_than_its_department() -> None:
    department, unit = document("部门", 2031, 30), document("单位", 2031, 40)
    found = failed(department, unit)
    assert found
    assert all((item.expected, item.actual) == (department.document, unit.document) for item in found)
    assert "单位400,000.00元超过部门300,000.00元" in found[0].check.sentence
    assert found[0].check.expected_places
    assert found[0].check.actual_places


def test_the_year_before_as_this_year_implies_it() -> None:
    before, now = document("部门", 2030, 30), document("部门", 2031, 40, "增加10万元")
    assert {item.check.rule for item in between(before, now)} == {"quoted-year-vs-document"}
    assert failed(before, now) == []
    wrong = failed(before, document("部门", 2031, 40, "减少10万元"))
    assert wrong
    assert "2030年预算文件300,000.00元，与" in wrong[0].check.sentence


def test_level_budgets_imply_the_year_before() -> None:
    assert failed(document("部门", 2030, 30), document("部门", 2031, 30, "持平")) == []
    assert failed(document("部门", 2030, 30), document("部门", 2031, 31, "持平"))


def test_other_organisations_levels_and_years_are_not_compared() -> None:
    one = document("部门", 2031, 30)
    assert between(one) == []
    assert between(one, document("部门", 2033, 40)) == []
    assert between(document("单位", 2030, 30), one) == []


def test_only_the_pairs_of_one_document() -> None:
    readings = [document("部门", 2031, 30), document("单位", 2031, 20), document("部门", 2030, 30)]
    by_id = {reading.document.id: reading for reading in readings}
    only = readings[1].document.id
    found = run_library_checks([reading.document for reading in readings], by_id.__getitem__, only)
    assert {item.check.rule for item in found} == {"unit-within-department"}
