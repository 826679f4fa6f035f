"""Tables from small texts: meaning of captions, units, rows and cells, and what is reported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.text import read_text
from corpus.records import Cell, CellKind, Grid, Place, Problem, RawCell, Table, TableKind
from corpus.sections import Section, sections
from corpus.table_titles import kind_of
from corpus.tables import read_table


def read_all(text: str) -> tuple[list[Table], list[Problem]]:
    blocks, _ = read_text(text.encode())
    found = [read_table(section, f"t{number}") for number, section in enumerate(sections(blocks), 1)]
    return [table for table, _ in found], [problem for _, problems in found for problem in problems]


def read(text: str) -> tuple[Table, list[Problem]]:
    tables, problems = read_all(text)
    assert len(tables) == 1
    return tables[0], problems


def cell(table: Table, row: int, column: int) -> Cell:
    return next(cell for cell in table.cells if (cell.row, cell.column) == (row, column))


EXPENDITURE = """# 2031年部门支出预算总表

编制部门：甲市乙局  单位：元

项目\t\t\t\t支出预算
功能分类科目编码\t\t\t功能分类科目名称\t合计\t基本支出\t项目支出
类\t款\t项
209\t\t\t星际支出\t90,000.00\t60,000.00\t30,000.00
209\t07\t\t登月事务\t90,000.00\t60,000.00\t30,000.00

项目\t\t\t\t支出预算
功能分类科目编码\t\t\t功能分类科目名称\t合计\t基本支出\t项目支出
类\t款\t项
209\t07\t01\t登月 管理\t90,000.00\t60,000.00\t30,000.00
合计\t\t\t\t90,000.00\t60,000.00\t30,000.00
"""


def test_code_columns_header_paths_and_a_header_repeated_after_a_page_break() -> None:
    table, problems = read(EXPENDITURE)
    assert problems == []
    assert (table.kind, table.unit, table.year) == (TableKind.EXPENDITURE, "元", 2031)
    assert table.caption == "2031年部门支出预算总表"
    assert [column.role for column in table.columns] == ["code"] * 3 + ["label"] + ["amount"] * 3
    assert table.columns[2].path == ("项目", "功能分类科目编码", "项")
    assert table.columns[5].path[-1] == "基本支出"
    assert table.header_rows == (0, 1, 2, 5, 6, 7)
    assert [(row.row, row.code, row.name) for row in table.labels] == [
        (3, "209", "星际支出"),
        (4, "20907", "登月事务"),
        (8, "2090701", "登月管理"),
        (9, "", "合计"),
    ]
    assert table.labels[2].path == ("星际支出", "登月事务", "登月管理")
    assert table.labels[3].is_total
    amount = cell(table, 8, 6).amount
    assert amount is not None
    assert amount.value == 30_000 * 10_000
    assert cell(table, 3, 0).amount is None


def test_merged_header_cells_stay_in_their_columns() -> None:
    text = "甲支出预算总表\n单位：万元\n项目\t支出\t\t\n\t合计\t基本支出\t\n\t\t人员经费\t公用经费\n乙\t5\t3\t2\n"
    table, _ = read(text)
    assert [column.name for column in table.columns] == [
        "项目",
        "支出 / 合计",
        "支出 / 基本支出 / 人员经费",
        "支出 / 基本支出 / 公用经费",
    ]
    assert table.unit == "万元"


TWO_SIDED = """# 2031年单位财政拨款收支预算总表
单位：元
本年收入\t\t本年支出\t
项目\t预算数\t项目\t预算数
一、财政拨款收入\t50.00\t一、星际支出\t50.00
1. 一般公共预算资金\t50.00\t二、登月支出\t0.00
2. 政府性基金\t\t\t
收入总计\t50.00\t支出总计\t50.00
"""


def test_both_halves_of_a_two_sided_table() -> None:
    table, problems = read(TWO_SIDED)
    assert problems == []
    assert table.kind is TableKind.FISCAL_BALANCE
    assert [(column.role, column.half) for column in table.columns] == [
        ("label", 0),
        ("amount", 0),
        ("label", 1),
        ("amount", 1),
    ]
    assert [(row.row, row.half) for row in table.labels if row.is_total] == [(5, 0), (5, 1)]
    nested = next(row for row in table.labels if row.name.startswith("1."))
    assert nested.path == ("一、财政拨款收入", "1. 一般公共预算资金")


def test_blank_dash_zero_and_none_stay_four_different_things() -> None:
    table, problems = read("甲支出表\n单位：元\n名称\t金额\n一甲\t\n二乙\t-\n三丙\t0.00\n四丁\t无\n五戊\t5.00\n")
    assert problems == []
    assert [cell(table, row, 1).kind for row in range(1, 6)] == [
        CellKind.BLANK,
        CellKind.DASH,
        CellKind.ZERO,
        CellKind.NONE_WORD,
        CellKind.NUMBER,
    ]
    assert [cell(table, row, 1).amount is None for row in range(1, 6)] == [True, True, False, True, False]


def test_a_grid_cut_by_a_page_break_is_one_table() -> None:
    tables, problems = read_all("甲支出表\n单位：元\n名称\t金额\n乙\t1\n\n\n丙\t2\n合计\t3\n")
    assert problems == []
    assert [row.name for row in tables[0].labels] == ["乙", "丙", "合计"]


PART = "甲支出预算总表\n单位：元\n科目编码\t科目名称\t合计\n"


def test_a_title_printed_again_with_its_header_goes_on_with_the_table() -> None:
    tables, problems = read_all(f"{PART}209\t星际支出\t1.00\n\n{PART}210\t登月支出\t2.00\n合计\t\t3.00\n")
    assert problems == []
    assert [row.name for row in tables[0].labels] == ["星际支出", "登月支出", "合计"]
    assert len(tables) == 1


def test_a_table_that_has_its_total_is_not_gone_on_with() -> None:
    whole = f"{PART}209\t星际支出\t1.00\n合计\t\t1.00\n"
    assert len(read_all(f"{whole}\n{whole}")[0]) == 2
    other = PART.replace("甲支出", "乙支出")
    assert len(read_all(f"{PART}209\t星际支出\t1.00\n\n{other}210\t登月支出\t2.00\n")[0]) == 2


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("301\t02", "30102"),
        ("301\t2", ""),
        ("301 2\t", ""),
        ("30102\t", "30102"),
        ("301\t30102", "30102"),
        ("\t02", "30102"),
    ],
)
def test_a_code_is_read_whole_or_not_at_all(printed: str, code: str) -> None:
    text = f"甲一般公共预算基本支出表\n单位：元\n类\t款\t科目名称\t金额\n301\t\t工资\t5.00\n{printed}\t津贴\t5.00\n"
    table, problems = read(text)
    assert (table.labels[1].code, table.labels[1].name) == (code, "津贴")
    assert [problem.kind for problem in problems] == ([] if code else ["unreadable-code"])


def test_a_code_glued_to_its_name() -> None:
    table, _ = read("甲支出预算表\n单位：元\n项目\t金额\n2210399其他住宅支出\t5.00\n")
    assert [(row.code, row.name) for row in table.labels] == [("2210399", "其他住宅支出")]


def test_the_title_rows_of_a_spreadsheet_are_no_header() -> None:
    lines = ["甲支出决算表||", "公开03表||", "部门：甲市乙局||金额单位：万元", "科目编码|科目名称|合计", "209|甲|5.00"]
    rows = tuple(tuple(RawCell(text, Place(text)) for text in line.split("|")) for line in lines)
    table, problems = read_table(Section(Grid(rows, Place("")), ()), "t1")
    assert problems == []
    assert (table.caption, table.unit, table.kind) == ("甲支出决算表", "万元", TableKind.EXPENDITURE)
    assert [column.path for column in table.columns] == [("科目编码",), ("科目名称",), ("合计",)]


@pytest.mark.parametrize("printed", ["8.53 1.53", "12O0", "1,23", "①3", "1234567890123456.00", "5元", "0.00001"])
def test_every_figure_that_cannot_be_read_is_a_located_problem(printed: str) -> None:
    table, problems = read(f"甲支出表\n单位：元\n名称\t金额\n乙\t1.00\n丙\t{printed}\n")
    assert [problem.kind for problem in problems] == ["unreadable-number"]
    place = problems[0].place
    assert place is not None
    assert (place.line, place.row, place.column, place.printed) == (5, 2, 1, printed)
    assert cell(table, 2, 1).kind is CellKind.TEXT
    assert cell(table, 2, 1).amount is None


def test_all_figures_of_a_column_unreadable_are_reported_too() -> None:
    _, problems = read("甲支出表\n单位：元\n名称\t金额\n乙\t1O.00\n丙\t8.53 1.53\n")
    assert [problem.kind for problem in problems] == ["unreadable-number"] * 2


def test_ragged_rows_missing_header_and_missing_unit_are_problems() -> None:
    _, problems = read("甲支出表\n单位：元\n名称\t金额\n丙\t\n乙\t1.00\t2.00\n")
    assert [problem.kind for problem in problems] == ["ragged-row"]
    assert problems[0].place is not None
    assert problems[0].place.printed == "2.00"
    table, problems = read("甲支出表\n名称\t金额\n乙\t1.00\n")
    assert [problem.kind for problem in problems] == ["missing-unit"]
    assert all(cell.amount is None for cell in table.cells)
    _, problems = read("甲支出表\n单位：元\n乙\t1.00\n")
    assert [problem.kind for problem in problems] == ["missing-header"]


def test_units_stand_for_their_own_table_only() -> None:
    body = "名称\t金额\n乙\t1.50\n"
    first = f"甲收入预算总表\n单位：元\n{body}"
    tables, problems = read_all(f"{first}\n甲支出预算总表\n金额单位:万元\n{body}\n甲三公经费表\n{body}")
    assert [table.unit for table in tables] == ["元", "万元", ""]
    amounts = [cell(table, 1, 1).amount for table in tables]
    assert [amount and amount.decimal for amount in amounts] == [1.5, 15000, None]
    assert [problem.kind for problem in problems] == ["missing-unit"]


@pytest.mark.parametrize("note", ["注：本单位2031年无政府性基金预算安排，故本表为空表。", "本表为空表。"])
def test_an_empty_table_keeps_its_header_its_total_row_and_its_note(note: str) -> None:
    text = f"2031年单位政府性基金预算支出功能分类预算表\n单位：元\n类\t名称\t合计\n\t\t\n\t\t\n合计\t\t\n{note}\n"
    table, problems = read(text)
    assert problems == []
    assert table.note == note
    assert table.header_rows == (0,)
    assert [row.is_total for row in table.labels] == [True]
    assert all(cell.amount is None for cell in table.cells)


def test_other_words_after_a_table_are_no_note() -> None:
    table, _ = read("甲支出表\n单位：元\n名称\t金额\n乙\t1.00\n2031年支出增加的原因是项目调整。\n")
    assert table.note == ""


@pytest.mark.parametrize(
    ("caption", "kind"),
    [
        ("2031年单位财务收支预算总表", TableKind.BALANCE),
        ("收入支出决算总表", TableKind.BALANCE),
        ("2031年部门收入预算总表", TableKind.INCOME),
        ("支出决算表", TableKind.EXPENDITURE),
        ("财政拨款收支预算总表", TableKind.FISCAL_BALANCE),
        ("财政拨款收入支出决算总表", TableKind.FISCAL_BALANCE),
        ("一般公共预算支出功能分类预算表", TableKind.GENERAL_FUNCTION),
        ("政府性基金预算支出功能分类预算表", TableKind.FUND_FUNCTION),
        ("国有资本经营预算支出功能分类预算表", TableKind.STATE_CAPITAL_FUNCTION),
        ("一般公共预算基本支出部门预算经济分类预算表", TableKind.BASIC_ECONOMIC),
        ("“三公”经费和机关运行经费预算表", TableKind.THREE_PUBLIC),
        ("项目支出绩效目标申报表", TableKind.OTHER),
        ("名单", TableKind.OTHER),
        ("政府采购支出预算表", TableKind.OTHER),
        ("项目支出预算表", TableKind.OTHER),
        ("支出经济分类汇总表", TableKind.OTHER),
        ("部门收支总体情况表", TableKind.BALANCE),
        ("一般公共预算支出情况表（按功能分类科目）", TableKind.GENERAL_FUNCTION),
        ("国有资产占用情况表", TableKind.OTHER),
    ],
)
def test_kinds_by_caption(caption: str, kind: TableKind) -> None:
    assert kind_of(caption) is kind


AMOUNTS = st.lists(st.lists(st.integers(0, 10**15 - 1), min_size=3, max_size=3), min_size=1, max_size=12)


@given(AMOUNTS, st.booleans())
def test_any_table_of_integers_is_read_back_exactly(values: list[list[int]], grouped: bool) -> None:
    number = "{:,}" if grouped else "{}"
    body = ["\t".join([f"第{'甲' * r}项", *(number.format(v) for v in row)]) for r, row in enumerate(values, 1)]
    source = "\n".join(["甲支出表", "单位：千元", "名称\t合计\t基本支出\t项目支出", *body])
    lines = source.split("\n")
    table, problems = read(source)
    assert all(problem.kind == "unreadable-number" for problem in problems)
    for r, row in enumerate(values, 1):
        for c, value in enumerate(row, 1):
            found = cell(table, r, c)
            fits = value * 1000 * 10_000 < 2**63
            assert found.amount is None if not fits else found.amount and found.amount.value == value * 1000 * 10_000
            assert found.place.line is not None
            assert lines[found.place.line - 1][found.place.char_from : found.place.char_to] == found.place.printed
            assert found.place.printed == number.format(value)
    too_large = sum(value * 1000 * 10_000 >= 2**63 for row in values for value in row)
    assert len(problems) == too_large
