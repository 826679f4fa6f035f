"""What a table or a form must print: totals, figures, all levels of its codes; and no amount below zero."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.checks import run_checks
from corpus.reading import read_document
from corpus.records import CheckStatus

TEXT = """# 某区2031年单位预算
预算单位：某区测试中心
# 2031年单位预算编制说明
支出预算65.00元，项目支出预算10.00元。
# 2031年单位财务收支预算总表
编制单位：某区测试中心\t单位：元
本年收入\t\t本年支出\t
项目\t预算数\t项目\t预算数
一、财政拨款收入\t65.00\t一、公共安全支出\t30.00
二、事业收入\t\t二、卫生健康支出\t20.00
\t\t三、住房保障支出\t10.00
\t\t四、其他支出\t5.00
收入总计\t65.00\t支出总计\t65.00
# 2031年单位支出预算总表
编制单位：某区测试中心\t单位：元
类\t款\t项\t功能分类科目名称\t合计\t基本支出\t项目支出
204\t\t\t公共安全支出\t30.00\t20.00\t10.00
204\t06\t\t司法\t30.00\t20.00\t10.00
204\t06\t01\t行政运行\t30.00\t20.00\t10.00
210\t\t\t卫生健康支出\t20.00\t20.00\t0.00
210\t11\t\t行政事业单位医疗\t20.00\t20.00\t0.00
210\t11\t01\t行政单位医疗\t20.00\t20.00\t0.00
221\t\t\t住房保障支出\t10.00\t10.00\t0.00
221\t02\t\t住房改革支出\t10.00\t10.00\t0.00
221\t02\t01\t住房公积金\t10.00\t10.00\t0.00
229\t\t\t其他支出\t5.00\t5.00\t0.00
229\t99\t\t其他支出\t5.00\t5.00\t0.00
229\t99\t99\t其他支出\t5.00\t5.00\t0.00
\t\t\t合计\t65.00\t55.00\t10.00
# 2031年单位“三公”经费和机关运行经费预算表
编制单位：某区测试中心\t单位：万元
合计\t因公出国（境）费\t公务接待费\t公务用车购置及运行费\t\t\t机关运行经费预算数
\t\t\t小计\t购置费\t运行费\t
1.00\t0\t1.00\t0\t0\t0\t2.00
# 其他相关情况说明
2031年“三公”经费预算数为1.00万元。其中：公务接待费1.00万元。
"""
CARRIED = (
    ("收入总计\t65.00\t支出总计\t65.00", "本年收入合计\t65.00\t本年支出合计\t65.00\n"
     "上年结转和结余\t5.00\t结转下年\t5.00\n收入总计\t70.00\t支出总计\t70.00"),
)  # fmt: skip


def failed(rule: str, *changes: tuple[str, str]) -> list[str]:
    """The findings of that rule after the changes of the text, each of which must be possible."""
    text = TEXT
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    checks = run_checks(read_document(text.encode(), "x.txt"))
    found = [check for check in checks if check.rule == rule]
    assert found
    return [check.sentence for check in found if check.status is CheckStatus.FAIL]


@pytest.mark.parametrize("rule", ["table-total", "table-without-figures", "code-levels", "negative-figure"])
@pytest.mark.parametrize("changes", [(), CARRIED])
def test_a_whole_document_has_no_finding(rule: str, changes: tuple[tuple[str, str], ...]) -> None:
    assert failed(rule, *changes) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("\t\t\t合计\t65.00\t55.00\t10.00\n", ["《2031年单位支出预算总表》列有各项支出金额，没有列示支出合计"]),
        (
            "收入总计\t65.00\t支出总计\t65.00\n",
            [
                "《2031年单位财务收支预算总表》列有各项收入金额，没有列示收入合计",
                "《2031年单位财务收支预算总表》列有各项支出金额，没有列示支出合计",
            ],
        ),
    ],
)
def test_a_table_without_its_total_row(row: str, expected: list[str]) -> None:
    assert failed("table-total", (row, "")) == expected


def test_a_table_with_balances_prints_the_year_and_the_total() -> None:
    found = failed("table-total", *CARRIED, ("本年收入合计\t65.00\t本年支出合计\t65.00\n", ""))
    assert [words.rpartition("没有列示")[2] for words in found] == ["本年收入合计", "本年支出合计"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("210\t11\t\t行政事业单位医疗\t20.00\t20.00\t0.00\n", "没有其上级款级科目21011的行"),
        ("221\t02\t01\t住房公积金\t10.00\t10.00\t0.00\n", "没有下级科目的行，其他款级科目都有"),
        ("221\t\t\t住房保障支出\t10.00\t10.00\t0.00\n", "没有其上级类级科目221的行"),
    ],
)
def test_a_level_of_codes_that_is_missing(row: str, words: str) -> None:
    assert any(words in sentence for sentence in failed("code-levels", (row, "")))


def test_a_total_that_was_not_understood_is_not_run() -> None:
    assert failed("table-total", ("\t\t\t合计\t65.00", "\t\t\t以上各项合计数\t65.00")) == []


def test_a_code_without_children_among_others_without_is_not_judged() -> None:
    rows = ("204\t06\t01\t行政运行\t30.00\t20.00\t10.00\n", ""), ("221\t02\t01\t住房公积金\t10.00\t10.00\t0.00\n", "")
    assert failed("code-levels", *rows) == []


def test_a_table_without_figures_although_the_narrative_states_them() -> None:
    found = failed("table-without-figures", ("1.00\t0\t1.00\t0\t0\t0\t2.00\n", ""))
    assert len(found) == 1
    assert "说明却称三公经费1.00万元" in found[0]


@pytest.mark.parametrize(
    ("before", "after", "number"),
    [
        ("支出预算65.00元", "支出预算-65.00元", 1),
        ("公务接待费1.00万元", "公务接待费为－1.00万元", 1),
        ("30.00\t20.00\t10.00", "30.00\t-20.00\t10.00", 1),
        ("支出预算65.00元", "年末结余-65.00元", 0),
        ("支出预算65.00元", "2030-2031年支出预算65.00元", 0),
        ("支出预算65.00元", "支出预算50-65.00元", 0),
        ("支出预算65.00元", "支出预算65.00元，增长-5%", 0),
    ],
)
def test_amounts_below_zero(before: str, after: str, number: int) -> None:
    assert len(failed("negative-figure", (before, after))) == number


BUNDLED = Path(__file__).parents[1] / "documents" / "minhang-education-college-2020-budget.txt"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("\t二、当年预算：\t\t1539400\t", "没有列示当年预算"),
        ("\t一、项目总预算：1539400\t\t\t", "没有列示项目总预算"),
        ("金额合计\t\t\t\t1539400", "没有列示金额合计"),
    ],
)
def test_a_form_without_an_amount_that_other_forms_of_its_kind_print(line: str, words: str) -> None:
    lines = BUNDLED.read_text(encoding="utf-8").split("\n")
    kept = [one for one in lines if not one.startswith(line)]
    assert len(kept) == len(lines) - 1
    checks = read_document("\n".join(kept).encode(), "x.txt").checks
    amounts = [check for check in checks if check.rule == "form-amounts"]
    found = [check.sentence for check in amounts if check.status is CheckStatus.FAIL]
    assert len(found) == 1
    assert found[0].endswith(words)
    assert len(amounts) == 3 * 22
    sums = [check.status for check in checks if check.rule == "projects-vs-expenditure"]
    assert CheckStatus.FAIL not in sums
