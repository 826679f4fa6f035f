"""Tables to statements: what a cell means, and that one meaning is one statement however often it is printed."""

from __future__ import annotations

from decimal import Decimal

from corpus.reading import read_document
from corpus.records import Reading, Statement

TITLE = "# 甲市2031年区级部门预算\n预算主管部门：甲市乙局\n"
EXPENDITURE = """# 2031年部门支出预算总表
单位：元
类\t款\t项\t功能分类科目名称\t合计\t基本支出\t项目支出
209\t\t\t星际支出\t90.00\t60.00\t30.00
209\t07\t\t登月事务\t90.00\t60.00\t30.00
合计\t\t\t\t90.00\t60.00\t30.00
"""
BALANCE = """# 2031年部门财务收支预算总表
单位：元
本年收入\t\t本年支出\t
项目\t预算数\t项目\t预算数
一、财政拨款收入\t80.00\t一、星际支出\t90.00
二、事业收入\t10.00\t二、探海支出\t
收入总计\t90.00\t支出总计\t90.00
"""


def read(*parts: str) -> Reading:
    return read_document("\n".join((TITLE, *parts)).encode(), "表.txt")


def find(reading: Reading, **wanted: str) -> Statement:
    """The one statement whose attributes, or whose subject's key or name, are as ``wanted``."""

    def fits(statement: Statement) -> bool:
        subject = {"subject": statement.subject.key, "name": statement.subject.name}
        return all(subject.get(name, getattr(statement, name, None)) == value for name, value in wanted.items())

    [found] = [statement for statement in reading.statements if fits(statement)]
    return found


def values(statement: Statement) -> list[Decimal | None]:
    return [item.amount.decimal if item.amount else None for item in statement.observations]


def test_code_rows_and_their_parents() -> None:
    statement = find(read(EXPENDITURE), subject="function:20907", expenditure_kind="项目支出")
    assert values(statement) == [30]
    assert (statement.subject.name, statement.subject.parent) == ("登月事务", "function:209")
    assert (statement.side, statement.fund_scope, statement.period_from, statement.stage) == (
        "支出",
        "全部",
        2031,
        "预算",
    )


def test_the_same_meaning_in_two_tables_is_one_statement() -> None:
    reading = read(BALANCE, EXPENDITURE)
    assert values(find(reading, subject="organisation", side="支出", expenditure_kind="合计")) == [90, 90]
    assert values(find(reading, subject="function:209", expenditure_kind="合计")) == [90, 90]
    keys = [statement.key for statement in reading.statements]
    assert len(keys) == len(set(keys))


def test_income_rows_name_their_funds() -> None:
    reading = read(BALANCE)
    assert values(find(reading, side="收入", fund_scope="财政拨款")) == [80]
    assert values(find(reading, side="收入", fund_scope="事业收入")) == [10]
    assert values(find(reading, side="收入", fund_scope="全部")) == [90]


def test_a_row_without_a_code_and_a_blank_cell_keep_their_statement() -> None:
    statement = find(read(BALANCE), name="探海支出")
    assert values(statement) == [None]
    assert statement.observations[0].kind.value == "blank"


def test_balances_of_other_years_are_no_class_and_no_part_of_the_years_total() -> None:
    year = "本年收入合计\t90.00\t本年支出合计\t90.00\n"
    balances = "年初结转和结余\t5.00\t年末结转和结余\t5.00\n总计\t95.00\t总计\t95.00\n"
    reading = read(BALANCE.replace("收入总计\t90.00\t支出总计\t90.00\n", year + balances))
    assert values(find(reading, subject="organisation", side="收入", fund_scope="全部")) == [90]
    assert values(find(reading, subject="organisation", side="支出")) == [90]
    assert {find(reading, name=name).subject.kind for name in ("年初结转和结余", "年末结转和结余")} == {"item"}


def test_three_public_expenses_by_their_columns() -> None:
    table = """# 2031年部门“三公”经费和机关运行经费预算表
单位：万元
“三公”经费预算数\t\t\t\t\t\t机关运行经费预算数
合计\t因公出国（境）费\t公务接待费\t公务用车购置及运行费\t\t\t
\t\t\t小计\t购置费\t运行费\t
9.50\t-\t1.50\t8.00\t5.00\t3.00\t20.00
"""
    reading = read(table)
    found = {statement.subject.name: values(statement) for statement in reading.statements}
    assert found == {
        "三公经费": [95_000],
        "因公出国（境）费": [None],
        "公务接待费": [15_000],
        "公务用车购置及运行费": [80_000],
        "公务用车购置费": [50_000],
        "公务用车运行费": [30_000],
        "机关运行经费": [200_000],
    }


def test_three_public_expenses_with_budget_and_outcome_side_by_side() -> None:
    table = """# 2031年部门“三公”经费支出决算表
单位：万元
财政拨款“三公”经费\t\t\t\t\t\t\t\t
合计\t\t公务接待费\t\t公务用车购置及运行费\t\t\t\t备注
\t\t\t\t小计\t\t公务用车购置费\t\t
预算数\t决算数\t预算数\t决算数\t预算数\t决算数\t预算数\t决算数\t
9.50\t8.50\t1.50\t0.50\t8.00\t8.00\t8.00\t8.00\t7
"""
    document = read_document(f"# 甲市2031年部门决算\n{table}".encode(), "表.txt")
    found = {(s.subject.name, s.stage): values(s) for s in document.statements}
    assert found == {
        ("三公经费", "预算"): [95_000],
        ("三公经费", "决算"): [85_000],
        ("公务接待费", "预算"): [15_000],
        ("公务接待费", "决算"): [5_000],
        ("公务用车购置及运行费", "预算"): [80_000],
        ("公务用车购置及运行费", "决算"): [80_000],
        ("公务用车购置费", "预算"): [80_000],
        ("公务用车购置费", "决算"): [80_000],
    }


def test_a_table_of_unknown_meaning_states_its_own_rows_and_columns() -> None:
    statement = find(read("登月物资\n名称\t数目\n绳索\t5\n"), name="绳索")
    assert (statement.subject.kind, statement.measure, statement.side) == ("item", "数目", "n/a")
