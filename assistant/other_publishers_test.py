"""Questions on tables as other publishers print them: final accounts with line numbers, last year beside this."""

from __future__ import annotations

from assistant.answer import ask
from assistant.invented_for_tests import Shelf
from assistant.records import Answer

FINAL = """2031年度

云溪县观测局

部门决算

收入支出决算总表

部门：云溪县观测局\t金额单位：万元
收入\t\t\t支出\t\t
项目\t行次\t金额\t项目\t行次\t金额
一、一般公共预算财政拨款收入\t1\t90.00\t一、科学技术支出\t6\t85.00
二、其他收入\t2\t10.00\t\t7\t
本年收入合计\t3\t100.00\t本年支出合计\t8\t85.00
年初结转和结余\t4\t20.00\t年末结转和结余\t9\t35.00
总计\t5\t120.00\t总计\t10\t120.00

一般公共预算财政拨款基本支出决算明细表

部门：云溪县观测局\t金额单位：万元
人员经费\t\t\t公用经费\t\t
科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数
301\t工资福利支出\t50.00\t302\t商品和服务支出\t20.00
30101\t基本工资\t50.00\t30201\t办公费\t20.00
\t人员经费合计\t50.00\t\t公用经费合计\t20.00

财政拨款“三公”经费支出决算表

部门：云溪县观测局\t金额单位：万元
预算数\t\t决算数\t
合计\t公务接待费\t合计\t公务接待费
4.00\t4.00\t1.00\t1.00
"""

BUDGET = """云溪县观测局2032年部门预算

一般公共预算“三公”经费支出表

部门名称：云溪县观测局\t单位：万元
2031年预算数\t\t2032年预算数\t
“三公”经费合计\t公务接待费\t“三公”经费合计\t公务接待费
4.00\t4.00\t3.00\t3.00

2032年机关运行经费财政拨款预算150.79万元。

项目支出表

部门名称：云溪县观测局\t单位：万元
类型\t项目名称\t合计\t本年拨款\t
\t\t\t一般公共预算\t政府性基金预算
特定目标类\t彗星巡天项目\t18.00\t18.00\t
特定目标类\t穹顶修缮项目\t12.00\t12.00\t
"""


def asked(text: str, question: str) -> Answer:
    """The answer of a library that holds only ``text``."""
    return ask(question, (), Shelf(only=text))


def amounts(answer: Answer) -> list[str]:
    """What is stated as the answer, as printed in its object."""
    return [str(figure.to_json()["amount"]) for figure in answer.figures if figure.role == "headline"]


def test_row_under_a_half_of_the_basic_expenditure_is_found_without_naming_the_half() -> None:
    assert amounts(asked(FINAL, "基本工资决算多少？")) == ["500000.00"]
    assert amounts(asked(FINAL, "办公费决算多少？")) == ["200000.00"]


def test_grand_totals_of_final_accounts_hold_the_balances_and_totals_of_the_year_do_not() -> None:
    assert amounts(asked(FINAL, "收入总计多少？")) == ["1200000.00"]
    assert amounts(asked(FINAL, "支出总计是多少？")) == ["1200000.00"]
    assert amounts(asked(FINAL, "本年支出合计是多少？")) == ["850000.00"]
    assert amounts(asked(FINAL, "基本支出总计是多少？")) == []


def test_completion_is_asked_for_in_many_words() -> None:
    for words in ("完成预算的百分比", "完成预算的百分之几", "完成预算的百分之多少"):
        assert amounts(asked(FINAL, f"公务接待费{words}？")) == ["25"]


def test_figure_of_last_year_is_answered_from_the_document_that_quotes_it() -> None:
    answer = asked(BUDGET, "2031年公务接待费预算数是多少？")

    assert amounts(answer) == ["40000.00"]
    assert "2031年" in answer.figures[0].label
    assert amounts(asked(BUDGET, "公务接待费预算数是多少？")) == ["30000.00"]


def test_year_that_is_quoted_for_one_row_is_not_answered_for_another() -> None:
    assert amounts(asked(BUDGET, "2031年彗星巡天项目预算多少？")) == []
    assert amounts(asked(BUDGET, "2030年公务接待费预算数是多少？")) == []


def test_row_of_a_table_of_unknown_kind_is_answered_with_its_column_of_totals() -> None:
    assert amounts(asked(BUDGET, "彗星巡天项目预算多少？")) == ["180000.00"]


def test_running_costs_are_said_to_be_financed_by_appropriation() -> None:
    assert amounts(asked(BUDGET, "机关运行经费是多少？")) == ["1507900.00"]


CARRYING = """云溪县观测局2033年部门预算

收支总表

部门：云溪县观测局\t单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t90.00\t一、科学技术支出\t120.00
本年收入合计\t90.00\t本年支出合计\t120.00
上年结转结余\t30.00\t年终结转结余\t
收入总计\t120.00\t支出总计\t120.00

一般公共预算支出表

部门：云溪县观测局\t单位：万元
科目编码\t科目名称\t2032年执行数\t2033年预算数\t2033年预算数比2032年执行数增减额
2060705\t望远观测\t70.00\t40.00\t-30.00
"""


def test_grand_total_of_a_budget_with_balances_is_not_the_total_of_its_year() -> None:
    assert amounts(asked(CARRYING, "收入总计多少？")) == ["1200000.00"]
    assert amounts(asked(CARRYING, "收入预算总计是多少？")) == ["1200000.00"]
    assert amounts(asked(CARRYING, "本年收入合计多少？")) == ["900000.00"]


def test_change_of_a_row_is_the_one_that_its_table_prints_against_the_stage_that_it_names() -> None:
    answer = asked(CARRYING, "望远观测比上年减少多少？")

    assert amounts(answer) == ["300000.00"]
    assert "比2032年执行数增减额" in answer.figures[0].label
    assert answer.figures[0].direction == "decrease"


def test_total_of_the_year_is_called_so_where_a_total_with_balances_stands_beside_it() -> None:
    answer = asked(CARRYING, "收入预算是多少？")

    assert amounts(answer) == ["900000.00"]
    assert "本年收入合计（不含结转结余）" in answer.answer
    assert [str(f.to_json()["amount"]) for f in answer.figures if f.role == "context"] == ["1200000.00"]


def test_word_that_joins_inside_the_name_of_an_organisation_joins_nothing() -> None:
    text = CARRYING.replace("云溪县观测局", "云溪县观测和记录局")

    assert amounts(asked(text, "云溪县观测和记录局望远观测预算是多少？")) == ["400000.00"]
