"""Statutory tables in plain text: each figure in its column where that is proven, apart from the columns where not."""

from __future__ import annotations

import pytest

from corpus.readers.text import read_text
from corpus.reading import read_document
from corpus.records import CellKind, Grid, Place, Reading

HEAD = (
    "2031年部门支出预算总表\n编制部门：甲局 \t单位：元\n项目 \t支出预算\n"
    "功能分类科目编码\n功能分类科目名称 \t合计 \t基本支出 \t项目支出\n类 \t款 \t项\n"
)


def grid(text: str) -> Grid:
    return next(block for block in read_text(text.encode())[0] if isinstance(block, Grid))


def texts(text: str) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid(text).rows]


def figures(reading: Reading) -> dict[tuple[str, str, str], int]:
    """Amounts in yuan by code or name, kind of expenditure and source of funds."""
    return {
        (s.subject.code or s.subject.name, s.expenditure_kind, s.fund_scope): observation.amount.value // 10_000
        for s in reading.statements
        for observation in s.observations
        if observation.amount is not None
    }


def places_are_read_again(text: str) -> None:
    lines = text.split("\n")
    places: list[Place] = []
    for block in read_text(text.encode())[0]:
        places += [cell.place for row in block.rows for cell in row] if isinstance(block, Grid) else [block.place]
    for place in places:
        if place.line is not None:
            assert place.printed.split("\n")[0] == lines[place.line - 1][place.char_from : place.char_to]


# Tabs without blank cells


def test_rows_of_a_dump_are_read_by_codes_name_and_as_many_figures_as_columns() -> None:
    text = HEAD + "205 \t教育支出 \t300 \t100 \t200\n\n-- PAGE_BREAK --\n\n合计 \t300 \t100 \t200\n"
    assert texts(text) == [
        ["类", "款", "项", "功能分类科目名称", "合计", "基本支出", "项目支出"],
        ["205", "", "", "教育支出", "300", "100", "200"],
        ["合计", "", "", "", "300", "100", "200"],
    ]
    places_are_read_again(text)
    assert figures(read_document(text.encode(), "a.txt"))["205", "项目支出", "全部"] == 200


def test_a_figure_whose_column_only_the_family_of_its_code_shows_is_placed() -> None:
    rows = "205 \t教育支出 \t300 \t100 \t200\n205 \t08 \t进修 \t100 \t100\n"
    rows += "205 \t99 \t其他教育支出 \t200 \t200\n合计 \t300 \t100 \t200\n"
    found = figures(read_document((HEAD + rows).encode(), "a.txt"))
    assert found["20508", "基本支出", "全部"] == 100
    assert found["20599", "项目支出", "全部"] == 200
    assert ("20508", "项目支出", "全部") not in found


def test_a_figure_that_may_stand_in_two_columns_makes_no_statement_and_no_blank() -> None:
    text = HEAD + "205 \t教育支出 \t300 \t300\n206 \t科学技术支出 \t300 \t300\n合计 \t600 \t300 \t300\n"
    reading = read_document(text.encode(), "a.txt")
    kinds = {s.expenditure_kind for s in reading.statements if s.subject.code == "205" for _ in s.observations}
    assert kinds == {"合计"}
    located = [cell for cell in reading.tables[0].cells if cell.column >= len(reading.tables[0].columns)]
    assert [(cell.text, cell.place.line) for cell in located] == [("300", 7), ("300", 8)]
    assert [check.sentence for check in reading.checks if check.status.value == "fail"] == []
    assert any(problem.kind == "column-unknown" for problem in reading.problems)


def test_a_misprinted_code_is_not_repaired_and_a_glued_one_is_taken_apart() -> None:
    head = "2031年部门一般公共预算基本支出部门预算经济分类预算表\n单位：元\n"
    head += "科目编码 \t科目名称 \t合计 \t人员经费 \t公用经费\n类 \t款\n"
    rows = "301 \t工资福利支出 \t30 \t30 \t0\n301 \t01 \t基本工资 \t10 \t10 \t0\n"
    rows += "301 \t2 \t津贴补贴 \t20 \t20 \t0\n30217公务接待费 \t7 \t0 \t7\n"
    found = figures(read_document((head + rows + "合计 \t37 \t30 \t7\n").encode(), "a.txt"))
    codes = {code for code, _, _ in found}
    assert {"301", "30101", "30217"} <= codes
    assert not {"3012", "30102", "津贴补贴"} & codes


@pytest.mark.parametrize(
    ("order", "subtotal"), [("37.91 0 1.35 36.56 15 21.56 464.64", 3), ("37.91 0 36.56 15 21.56 1.35 464.64", 2)]
)
def test_the_sums_show_where_the_vehicles_stand(order: str, subtotal: int) -> None:
    text = (
        "2031年部门“三公”经费和机关运行经费预算表\n单位:万元\n“三公”经费预算数\n机关运行经费预算\n数\n"
        f"合计 因公出国(境)费 公务接待费\n公务用车购置及运行费\n小计 购置费 运行费\n{order}\n"
    )
    rows = texts(text)
    assert rows[1].index("小计") == subtotal
    assert dict(zip(rows[1], rows[2], strict=True)) == {
        "合计": "37.91", "因公出国(境)费": "0", "公务接待费": "1.35", "小计": "36.56", "购置费": "15",
        "运行费": "21.56",
        "机关运行经费预算数": "464.64",
    }  # fmt: skip


# Columns of blanks

WIDE = """\
                    2031年部门收入预算总表
编制部门：甲局                                                    单位：元

            项目                                   收入预算

  功能分类科目编码                                          事业单位
                    功能分类科目名称   合计  财政拨款收入            其他收入
  类    款    项                                            经营收入

  205               教育支出            300         200                  100

  205   08          进修及培训          200         200
                    支出
  205   99          其他教育支出        100                              100
                    - 3 -
\f                  合计                300         200                  100
注：本表无其他事项。
"""


def test_positions_decide_columns_and_blank_cells_stay_blank() -> None:
    reading = read_document(WIDE.replace("                    - 3 -\n", "").encode(), "a.txt")
    table = reading.tables[0]
    rows = {label.name: label.row for label in table.labels}
    cells = {(cell.row, table.columns[cell.column].path[-1]): cell for cell in table.cells if cell.column < 8}
    assert cells[rows["进修及培训支出"], "财政拨款收入"].text == "200"
    assert cells[rows["进修及培训支出"], "其他收入"].kind is CellKind.BLANK
    assert cells[rows["其他教育支出"], "财政拨款收入"].kind is CellKind.BLANK
    assert cells[rows["其他教育支出"], "其他收入"].text == "100"
    assert cells[rows["其他教育支出"], "事业单位经营收入"].kind is CellKind.BLANK
    places_are_read_again(WIDE)


def test_form_feeds_are_pages_and_page_numbers_are_dropped() -> None:
    blocks, _ = read_text(WIDE.encode())
    found = next(block for block in blocks if isinstance(block, Grid))
    assert {cell.place.page for row in found.rows[:-1] for cell in row if cell.text} == {1}
    assert {cell.place.page for cell in found.rows[-1] if cell.text} == {2}
    assert "- 3 -" not in [cell.text for row in found.rows for cell in row]


SIDE_BY_SIDE = """\
          一般公共预算财政拨款基本支出决算表
                                                           单位：万元

    经济分类                                 经济分类
    科目编码       科目名称       决算数     科目编码     科目名称       决算数
 类     款                                类      款

 301                            30.50     302                           5.10
              工资福利支出                              商品和服务支出

                                30.50                                   1.20
 301     01                               302
              基本工资                            02    印刷费

 301     14                               302
              医疗费                               17    公务接待费

"""


def test_groups_side_by_side_with_figures_and_names_on_lines_of_their_own() -> None:
    found = figures(read_document(SIDE_BY_SIDE.replace("\n\n", "\n\n").encode(), "a.txt"))
    by_code = {code: amount for (code, _, _), amount in found.items()}
    assert by_code == {"301": 305_000, "302": 51_000, "30101": 305_000, "30202": 12_000}


# A cell on each line

CELLS = """\
2031年部门支出预算总表
单位：元
项目
支出预算
功能分类科目编码
功能分类科目名称
合计
基本支出
项目支出
类
款
项
205
教育支出
300
100
200
205
08
进修及培训
300
100
200
合计
300
100
200
"""


def test_a_cell_on_each_line_is_read_in_the_order_of_rows() -> None:
    found = figures(read_document(CELLS.encode(), "a.txt"))
    assert found["20508", "基本支出", "全部"] == 100
    assert found["教育支出" if "205" not in {key[0] for key in found} else "205", "项目支出", "全部"] == 200
    places_are_read_again(CELLS)


def test_cells_in_the_order_of_columns_make_no_statement() -> None:
    text = (
        CELLS[: CELLS.index("205\n")]
        + "205\n205\n08\n教育支出\n进修及培训\n合计\n300\n300\n300\n100\n100\n100\n200\n200\n200\n"
    )
    reading = read_document(text.encode(), "a.txt")
    assert figures(reading) == {}
    printed = [cell.text for table in reading.tables for cell in table.cells]
    assert printed.count("300") == 3


def test_income_and_expenditure_side_by_side_in_one_line() -> None:
    text = (
        "2031年部门财务收支预算总表\n单位：元\n本年收入 本年支出\n项目 预算数 项目 预算数\n"
        "一、财政拨款收入 300 一、教育支出 200\n2. 政府性基金 二、科学技术支出 100\n收入总计 300 支出总计 300\n"
    )
    assert texts(text)[2:] == [
        ["一、财政拨款收入", "300", "", ""],
        ["", "", "一、教育支出", "200"],
        ["2.政府性基金", "", "", ""],
        ["", "", "二、科学技术支出", "100"],
        ["收入总计", "300", "", ""],
        ["", "", "支出总计", "300"],
    ]


# Encodings and invisible characters


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_and_line_end(encoding: str) -> None:
    text = (HEAD + "２０５ \t教育\u200b支出 \t3\u200b00 \t１００\xa0\t200\n合计 \t300 \t100 \t200\n").replace(
        "\n", "\r\n"
    )
    if encoding == "gb18030":
        text = text.replace("\u200b", "")
    found = figures(read_document(text.encode(encoding), "a.txt"))
    assert found["205", "合计", "全部"] == 300
    assert found["205", "基本支出", "全部"] == 100
