"""Forms on one sheet in the templates of Shanghai and of 财政部. All names and figures are invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import count

import pytest

from corpus.forms import FormReader
from corpus.reading import read_document
from corpus.records import CellKind, CheckStatus, Grid, Paragraph, Place, Project, RawCell, Reading, TableKind
from corpus.sections import sections


def sheet(*rows: str) -> str:
    """A Markdown-like text with tabs, of which ``|`` in the rows below are the cell borders."""
    return "\n".join(row.replace(" | ", "\t").replace("| ", "\t").replace(" |", "\t") for row in rows)


SHANGHAI = (
    "项目名称 |  | 登月项目 |  | 项目性质 | 阶段性项目 | 项目类别 | 特定目标类",
    "主管部门 |  | 月球局 |  | 实施单位 | 月球一所 |  | ",
    "计划开始日期 |  | 2030-01-01 |  | 计划完成日期 | 2032-12-31 |  | ",
    "项目资金（元） |  | 项目资金总额 |  | 9,000.00 | 年度资金申请总额 |  | 3,000.00",
    " |  | 其中：财政资金 |  | 8,500.00 | 其中：当年财政拨款 |  | 2,000.00",
    " |  |  |  |  | 上年结转资金 |  | 900.00",
    " |  | 其他资金 |  | 500.00 | 其他资金 |  | 100.00",
    "项目绩效目标 | 项目总体目标（2030年-2032年） |  |  |  | 年度总体目标 |  | ",
    " | 三年登月三次，建成月球站并按期完成全部培训 |  |  |  | 登月一次，培训宇航员不少于三十人 |  | ",
    " | 一级指标 | 二级指标 | 三级指标 |  |  | 年度(/项目)指标值 | ",
    "绩效指标 | 产出指标 | 数量指标 | 登月次数 |  |  | ≥1.00(次) | ",
    " |  | 质量指标 | 着陆成功率 |  |  | =100.00(%) | ",
    " |  | 时效指标 | 完工及时率 |  |  | 及时率 | ",
    " | 满意度指标 | 服务对象满意度指标 | 宇航员满意度 |  |  |  | ",
)
TITLE = "# 财政项目支出绩效目标申报表\n（2031年度）\n\n"


def read(text: str) -> Reading:
    return read_document(text.encode(), "表.txt")


def project(text: str) -> Project:
    [found] = read(text).projects
    return found


def money(found: Project) -> dict[str, str]:
    return {name: str(cells[0].amount.decimal) if cells[0].amount else cells[0].text for name, cells in found.funding}


def kinds(reading: Reading) -> list[str]:
    return [problem.kind for problem in reading.problems]


def figures(reading: Reading, kind: str) -> dict[tuple[str, str, str, int, int], str]:
    return {
        (s.subject.name, s.measure, s.stage, s.period_from, s.period_to): s.observations[0].text
        for s in reading.statements
        if s.subject.kind == kind
    }


def test_the_template_of_shanghai() -> None:
    reading = read(TITLE + sheet(*SHANGHAI))
    assert kinds(reading) == []
    [found] = reading.projects
    assert (found.name, found.year, found.category) == ("登月项目", 2031, "阶段性项目")
    assert money(found) == {
        "项目总预算": "9000",
        "当年预算": "3000",
        "财政拨款": "2000",
        "其他资金": "100",
        "项目财政资金": "8500",
        "上年结转资金": "900",
        "项目其他资金": "500",
    }
    assert {field.name: field.text for field in found.fields} == {
        "项目名称": "登月项目",
        "项目性质": "阶段性项目",
        "项目类别": "特定目标类",
        "主管部门": "月球局",
        "实施单位": "月球一所",
        "起始日期": "2030-01-01",
        "结束日期": "2032-12-31",
        "项目总目标": "三年登月三次，建成月球站并按期完成全部培训",
        "年度绩效目标": "登月一次，培训宇航员不少于三十人",
    }
    assert [(i.level1, i.level2, i.level3, i.target.text) for i in found.indicators] == [
        ("产出指标", "数量指标", "登月次数", "≥1.00(次)"),
        ("产出指标", "质量指标", "着陆成功率", "=100.00(%)"),
        ("产出指标", "时效指标", "完工及时率", "及时率"),
        ("满意度指标", "服务对象满意度指标", "宇航员满意度", ""),
    ]
    assert found.indicators[3].target.kind is CellKind.BLANK
    assert [table.kind for table in reading.tables] == [TableKind.FORM_OVERVIEW, TableKind.FORM_TARGETS]


def test_the_periods_of_the_money() -> None:
    found = figures(read(TITLE + sheet(*SHANGHAI)), "project")
    assert found["登月项目", "项目财政资金", "预算", 2030, 2032] == "8,500.00"
    assert found["登月项目", "上年结转资金", "预算", 2031, 2031] == "900.00"
    assert len(found) == 7


def test_the_sums_of_the_money() -> None:
    checks = {c.rule: c for c in read(TITLE + sheet(*SHANGHAI)).checks}
    assert checks["year-funding-parts"].status is CheckStatus.PASS
    assert checks["project-funding-parts"].status is CheckStatus.PASS
    wrong = TITLE + sheet(*SHANGHAI).replace("2,000.00", "2,500.00").replace("8,500.00", "8,400.00")
    checks = {c.rule: c for c in read(wrong).checks}
    assert checks["year-funding-parts"].status is CheckStatus.FAIL
    assert checks["year-funding-parts"].difference == -500 * 10_000
    assert checks["project-funding-parts"].status is CheckStatus.FAIL
    assert [len(checks["year-funding-parts"].expected_places), len(checks["year-funding-parts"].actual_places)] == [
        3,
        1,
    ]


def test_two_forms_in_one_grid_and_a_name_over_three_lines() -> None:
    second = sheet(*SHANGHAI).replace("登月项目", "<p>探</p><p>海</p><p>项目</p>")
    titles = "财政项目支出绩效目标申报表\t\t\t\t\t\t\t\n（2032年度）\t\t\t\t\t\t\t\n"
    reading = read(TITLE + sheet(*SHANGHAI) + "\n" + titles + second)
    assert [(found.name, found.year, len(found.indicators)) for found in reading.projects] == [
        ("登月项目", 2031, 4),
        ("探海项目", 2032, 4),
    ]
    assert len(reading.tables) == 4


def test_indicators_that_go_on_after_a_page_break() -> None:
    cut = SHANGHAI.index(next(row for row in SHANGHAI if "着陆成功率" in row))
    pages = sheet(*SHANGHAI[:cut]) + "\n\n" + sheet(*SHANGHAI[cut:])
    assert len(project(TITLE + pages).indicators) == 4
    shifted = pages.replace("\t\t质量指标\t着陆成功率\t\t\t=100.00(%)", "质量指标\t着陆成功率\t\t\t\t=100.00(%)")
    found = project(TITLE + shifted).indicators[1]
    assert (found.level1, found.level2, found.level3) == ("产出指标", "质量指标", "着陆成功率")
    assert found.target.amount is not None


PAGE = {"一级指标": 70.0, "二级指标": 100.0, "三级指标": 150.0, "指标值": 270.0}


def drawn(page: int, rows: Sequence[Sequence[str]], lefts: Sequence[float]) -> Grid:
    """A grid of a page: every cell with the box of its column, 20 points high."""

    def cell(text: str, r: int, left: float) -> RawCell:
        return RawCell(text, Place(text, page=page, bbox=(left, 20.0 * r, left + 30, 20.0 * r + 20)))

    cells = [tuple(cell(text, r, left) for text, left in zip(row, lefts, strict=True)) for r, row in enumerate(rows)]
    return Grid(tuple(cells), cells[0][0].place)


def read_pages(*grids: Grid | Paragraph) -> FormReader:
    numbers = count(1)
    reader = FormReader(lambda: f"t{next(numbers)}")
    for section in sections(grids):
        part = reader.part_of(section)
        if part is not None:
            reader.read(section, part)
    reader.finish()
    return reader


FIRST_PAGE = (
    ("项目名称", "探海项目", "", ""),
    ("项目资金（万元）", "年度资金总额", "3.00", ""),
    (*PAGE,),
    ("产出指标", "数量指标", "下潜次数", "3次"),
)


def test_a_page_that_lost_the_columns_of_merged_cells() -> None:
    first = drawn(1, FIRST_PAGE, list(PAGE.values()))
    second = drawn(2, [("样品数", "30份"), ("影像数", "40份")], [151.0, 269.0])
    [found] = read_pages(first, second).projects
    assert [(i.level1, i.level2, i.level3, i.target.text) for i in found.indicators] == [
        ("产出指标", "数量指标", "下潜次数", "3次"),
        ("产出指标", "数量指标", "样品数", "30份"),
        ("产出指标", "数量指标", "影像数", "40份"),
    ]
    other = drawn(2, [("办公费", "30.00"), ("印刷费", "4.00")], [60.0, 300.0])
    assert len(read_pages(first, other).projects[0].indicators) == 1
    assert len(read_pages(first, replace(second, place=Place("", page=3))).projects[0].indicators) == 1


def test_words_lost_between_pages_are_a_problem_and_levels_are_not_guessed() -> None:
    first = drawn(1, FIRST_PAGE, list(PAGE.values()))
    lost = Paragraph("影像数40份指标", Place("影像数40份指标", page=2))
    second = drawn(2, [("", "", "知晓率", "90%"), ("效益指标", "社会效益指标", "报道数", "5篇")], list(PAGE.values()))
    reader = read_pages(first, lost, second)
    assert [(i.level1, i.level2, i.level3) for i in reader.projects[0].indicators] == [
        ("产出指标", "数量指标", "下潜次数"),
        ("", "", "知晓率"),
        ("效益指标", "社会效益指标", "报道数"),
    ]
    assert [problem.kind for problem in reader.problems] == ["ragged-row"]


def test_a_blank_total_and_a_value_in_the_cell_of_its_label() -> None:
    rows = sheet(*SHANGHAI).replace("3,000.00", "").replace("其他资金\t\t100.00", "其他资金：100.00\t\t")
    found = project(TITLE + rows)
    assert money(found)["当年预算"] == ""
    assert money(found)["其他资金"] == "100"


def test_a_source_that_could_belong_to_either_total_is_no_fact() -> None:
    rows = sheet(*SHANGHAI).replace("\t\t其他资金\t\t500.00\t其他资金\t\t100.00", "\t\t\t\t其他资金\t100.00\t\t")
    middle = rows.replace(
        "项目资金总额\t\t9,000.00\t年度资金申请总额\t\t", "项目资金总额\t9,000.00\t\t\t年度资金申请总额\t"
    )
    reading = read(TITLE + middle)
    assert "ambiguous-funding" in kinds(reading)
    assert "其他资金" not in money(reading.projects[0])


@pytest.mark.parametrize("unit", ["万元", "元"])
def test_the_unit_stands_beside_the_money(unit: str) -> None:
    found = project(TITLE + sheet(*SHANGHAI).replace("（元）", f"（{unit}）"))
    assert Decimal(money(found)["当年预算"]) == {"万元": 30_000_000, "元": 3000}[unit]


def test_without_a_unit_no_amount_is_read() -> None:
    reading = read(TITLE + sheet(*SHANGHAI).replace("（元）", ""))
    assert kinds(reading) == ["missing-unit"]
    assert all(cell.amount is None for _, cells in reading.projects[0].funding for cell in cells)


NATIONAL = (
    "项目支出绩效目标表 |  |  |  |  |  |  | ",
    "（2031年度） |  |  |  |  |  |  | ",
    "项目名称 |  | 探海项目 |  |  |  |  | ",
    "主管部门及代码 |  | 海洋部 |  | 实施单位 |  | 海洋一所 | ",
    "项目属性 |  | 延续项目 |  | 项目期 |  | 3年 | ",
    "项目资金（万元） |  | 中期资金总额： |  | 900.00 | 年度资金总额： |  | 300.00",
    " |  | 其中：财政拨款 |  | 900.00 | 其中：财政拨款 |  | 280.00",
    " |  | 其他资金 |  | - | 上年结转 |  | 20.00",
    " |  |  |  |  | 其他资金 |  | -",
    "总体目标 | 中期目标（2031年—2033年） |  |  |  | 年度目标 |  | ",
    " | 三年下潜九次 |  |  |  | 下潜三次 |  | ",
    "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值",
    " | 产出指标 | 数量指标 | 指标1：下潜次数 | ≥9次 | 数量指标 | 指标1：下潜次数 | ≥3次",
    " |  |  | 指标2：样品数 | 90份 |  | 指标2：样品数 | 30份",
    " |  | 质量指标 | …… |  | 质量指标 | …… | ",
)


def test_the_template_of_the_ministry_with_two_groups_of_indicators() -> None:
    reading = read(sheet(*NATIONAL))
    [found] = reading.projects
    assert (found.name, found.year, found.category) == ("探海项目", 2031, "延续项目")
    assert money(found) == {
        "项目总预算": "9000000",
        "当年预算": "3000000",
        "财政拨款": "2800000",
        "其他资金": "-",
        "项目财政资金": "9000000",
        "项目其他资金": "-",
        "上年结转资金": "200000",
    }
    assert (found.field_text("项目总目标"), found.field_text("年度绩效目标")) == ("三年下潜九次", "下潜三次")
    assert [(i.level2, i.level3, i.target.text, i.note) for i in found.indicators] == [
        ("数量指标", "下潜次数", "≥9次", "中期目标"),
        ("数量指标", "下潜次数", "≥3次", "年度目标"),
        ("数量指标", "样品数", "90份", "中期目标"),
        ("数量指标", "样品数", "30份", "年度目标"),
    ]


def test_a_target_in_three_columns() -> None:
    rows = (
        *NATIONAL[:11],
        "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 备注",
        " | 产出指标 | 数量指标 | 下潜次数 | ≥ | 3 | 次 | ",
        " | 效益指标 | 社会效益指标 | 公众知晓 | 定性 | 良 |  | 问卷",
    )
    found = project(sheet(*rows)).indicators
    amounts = [
        i.target.amount and (i.target.amount.qualifier, i.target.amount.decimal, i.target.amount.unit) for i in found
    ]
    assert amounts == [("≥", Decimal(3), "次"), None]
    assert [(i.target.text, i.note) for i in found] == [("≥3次", ""), ("良", "问卷")]


REVIEW = (
    "项目支出绩效自评表 |  |  |  |  |  |  |  | ",
    "（2030年度） |  |  |  |  |  |  |  | ",
    "项目名称 |  | 探海项目 |  |  |  |  |  | ",
    "主管部门 |  | 海洋部 |  |  | 实施单位 |  | 海洋一所 | ",
    "项目资金（万元） |  |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分",
    " | 年度资金总额 |  | 300.00 | 290.00 | 261.00 | 10 | 90.00% | 9",
    " | 其中：当年财政拨款 |  | 280.00 | 270.00 | 250.00 | — | 92.59% | —",
    " | 上年结转资金 |  | 20.00 | 20.00 | 11.00 | — | 55.00% | —",
    " | 其他资金 |  |  |  |  | — |  | —",
    "年度总体目标 | 预期目标 |  |  |  | 实际完成情况 |  |  | ",
    " | 下潜三次 |  |  |  | 下潜两次 |  |  | ",
    "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施",
    " | 产出指标 | 数量指标 | 下潜次数 | ≥3次 | 2次 | 50 | 30 | 海况",
    " | 满意度指标 | 服务对象满意度指标 | 公众满意度 | ≥90% | 95% | 40 | 40 | ",
    "总分 |  |  |  |  |  | 100 | 79 | ",
)


def test_the_review_of_final_accounts() -> None:
    reading = read(sheet(*REVIEW))
    assert kinds(reading) == []
    assert reading.document.stage != "预算"
    [found] = reading.projects
    assert found.field_text("实际完成情况") == "下潜两次"
    assert {name: str(cells[0].amount.decimal) for name, cells in found.funding if cells[0].amount} == {
        "当年预算（年初预算数）": "3000000",
        "当年预算（全年预算数）": "2900000",
        "当年预算（全年执行数）": "2610000",
        "当年预算（执行率）": "90",
        "财政拨款（年初预算数）": "2800000",
        "财政拨款（全年预算数）": "2700000",
        "财政拨款（全年执行数）": "2500000",
        "上年结转资金（年初预算数）": "200000",
        "上年结转资金（全年预算数）": "200000",
        "上年结转资金（全年执行数）": "110000",
    }
    said = {key[1:3]: text for key, text in figures(reading, "project").items()}
    assert said["当年预算", "年初预算"] == "300.00"
    assert said["当年预算", "全年预算"] == "290.00"
    assert said["当年预算", "执行"] == "261.00"
    assert said["完成率", "执行"] == "90.00%"


def test_the_achieved_values_of_indicators() -> None:
    reading = read(sheet(*REVIEW))
    said = {key[:3]: text for key, text in figures(reading, "indicator").items()}
    assert said["下潜次数", "实际完成值", "执行"] == "2次"
    assert said["公众满意度", "实际完成值", "执行"] == "95%"
    [achieved] = [s for s in reading.statements if s.measure == "实际完成值" and s.subject.name == "公众满意度"]
    assert achieved.observations[0].amount is not None
    assert reading.projects[0].indicators[0].note == "实际完成值：2次"
    assert len(reading.projects[0].indicators) == 2


def test_the_sums_and_the_rate_of_a_review() -> None:
    checks = [c for c in read(sheet(*REVIEW)).checks if c.rule in ("year-funding-parts", "execution-rate")]
    assert [(c.rule, c.status) for c in checks] == [
        *[("year-funding-parts", CheckStatus.PASS)] * 3,
        ("execution-rate", CheckStatus.PASS),
    ]
    wrong = [c for c in read(sheet(*REVIEW).replace("90.00%", "91.00%")).checks if c.rule == "execution-rate"]
    assert [c.status for c in wrong] == [CheckStatus.FAIL]


DETAILS = (
    "项目支出明细表（登月项目） |  |  |  |  | ",
    "序号 | 支出内容 | 规格说明 | 单价（万元） | 数量 | 金额（万元）",
    "1 | 宇航服 | 轻型 | 0.50 | 4 | 2.00",
    "2 |  | 重型 | 1.25 | 2.00 | 2.50",
    "合计 |  |  |  |  | 4.50",
)


def test_a_detail_table_of_another_template() -> None:
    reading = read(TITLE + sheet(*SHANGHAI) + "\n\n" + sheet(*DETAILS[1:]))
    [found] = reading.projects
    lines = [(i.content, i.amount and i.amount.amount and i.amount.amount.decimal) for i in found.lines]
    assert lines == [("宇航服", Decimal(20000)), ("宇航服", Decimal(25000))]
    assert [i.detail for i in found.lines] == ["轻型", "重型"]
    assert found.lines_total is not None
    products = [c.status for c in reading.checks if c.rule in ("line-product", "lines-total")]
    assert products == [CheckStatus.PASS] * 3


DEPARTMENT = (
    "部门整体支出绩效目标表 |  |  | ",
    "（2031年度） |  |  | ",
    "部门名称 | 海洋部 |  | ",
    "年度主要任务 | 任务名称 | 主要内容 | 预算金额（万元）",
    " | 探海 | 下潜三次 | 300.00",
    "一级指标 | 二级指标 | 三级指标 | 指标值",
    "产出指标 | 数量指标 | 下潜次数 | 3次",
)


def test_the_form_of_a_whole_department_is_a_table_and_no_project() -> None:
    reading = read(sheet(*DEPARTMENT))
    assert reading.projects == ()
    assert [table.kind for table in reading.tables] == [TableKind.OTHER]
    assert any(cell.text == "300.00" for cell in reading.tables[0].cells)
    after = read(TITLE + sheet(*SHANGHAI) + "\n\n" + sheet(*DEPARTMENT))
    assert [len(found.indicators) for found in after.projects] == [4]
    assert after.tables[-1].kind is TableKind.OTHER


@pytest.mark.parametrize(
    "header",
    [
        "项目名称 | 年度资金总额（万元） | 其中：财政拨款 | 其他资金",
        "序号 | 项目名称 | 年度资金总额（万元） | 其他资金",
        "项目名称 | 项目类别 | 项目概况 | 预算数",
        "项目名称 | 一级指标 | 二级指标 | 指标值",
    ],
)
def test_a_list_of_projects_is_a_table_and_no_form(header: str) -> None:
    rows = sheet(header, "登月项目 | 300.00 | 200.00 | 100.00", "探海项目 | 30.00 | 20.00 | 10.00")
    reading = read(rows)
    assert reading.projects == ()
    assert [table.kind for table in reading.tables] == [TableKind.OTHER]
    after = read(TITLE + sheet(*SHANGHAI) + "\n\n" + rows)
    assert len(after.projects) == 1
    assert [table.kind for table in after.tables][2:] == [TableKind.OTHER]


def test_totals_one_above_the_other() -> None:
    rows = (
        *SHANGHAI[:3],
        "项目资金（元） |  | 项目资金总额 |  | 9,000.00 |  |  | ",
        " |  | 其中：财政资金 |  | 8,500.00 |  |  | ",
        " |  | 其他资金 |  | 500.00 |  |  | ",
        " |  | 年度资金申请总额 |  | 3,000.00 |  |  | ",
        " |  | 其中：财政资金 |  | 2,900.00 |  |  | ",
        " |  | 其他资金 |  | 100.00 |  |  | ",
        *SHANGHAI[7:],
    )
    assert money(project(TITLE + sheet(*rows))) == {
        "项目总预算": "9000",
        "当年预算": "3000",
        "财政拨款": "2900",
        "其他资金": "100",
        "项目财政资金": "8500",
        "项目其他资金": "500",
    }


def test_side_labels_printed_down_the_column() -> None:
    rows = (
        sheet(*SHANGHAI).replace("项目资金（元）\t\t项目", "项\t\t项目").replace("\t\t其中：财政", "目\t\t其中：财政")
    )
    rows = rows.replace("\t\t\t\t\t上年", "资金\t\t\t\t\t上年").replace(
        "\t\t其他资金\t\t500", "（元）\t\t其他资金\t\t500"
    )
    rows = rows.replace("项目绩效目标\t项目总体", "项目\t项目总体").replace("\t三年登月", "绩效\t三年登月")
    found = project(TITLE + rows)
    assert (money(found)["其他资金"], money(found)["上年结转资金"]) == ("100", "900")
    assert found.field_text("项目总目标") == "三年登月三次，建成月球站并按期完成全部培训"
    assert found.field_text("年度绩效目标") == "登月一次，培训宇航员不少于三十人"


def test_a_blank_name_is_a_problem() -> None:
    reading = read(TITLE + sheet(*SHANGHAI).replace("登月项目", ""))
    assert kinds(reading) == ["missing-name"]
    assert reading.projects[0].name == ""
