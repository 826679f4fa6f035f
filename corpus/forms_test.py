"""Project forms with everything that page breaks and OCR do to them. All names and figures are invented."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.reading import read_document
from corpus.records import CellKind, Observation, Project, Reading

OVERVIEW = """# 财政项目支出绩效目标申报表（项目总体情况）
（ 2031 年）
金额单位：元

项目名称\t登月项目\t\t\t
项目类别\t一次性项目□ 经常性项目■ 中期预算试点项目□\t\t\t
项目负责人：\t某甲\t联系人：\t某乙\t联系电话：13900000000
起始日期：\t2031-01-01\t\t结束日期：\t2031-12-31
项目概况\t建设登月场地，安排登月训练，保障训练所需。\t\t\t
项目资金\t一、项目总预算：3000\t\t\t
\t二、当年预算：\t\t3000.0 0\t
\t（一）财政拨款：\t\t3000\t

\t1. 上级财政拨款:\t
\t2. 本级财政安排:\t3000
\t3. 下级财政配套:\t0
\t(二)其他资金:\t-
年度 绩效目标\t完成三次训练。\t
"""
TARGETS = """
# 财政项目支出绩效目标申报表（绩效目标） （2031 年）
项目名称：登月项目
 金额单位：元

项目构成\t主体活动(作业、任务)和对应产出的详细描述\t训练三次。
\t一级目标\t二级目标\t三级目标\t目标值\t备 注
绩效目标\t产出目标\t数量\t训练次数\t》95%\t计划目标
\t\t\t训练人数\t=50.00 名\t计划目标
\t\t质量\t训练合格率\t\t计划目标

绩效日标\t\t时效\t训练及 时性\t及时\t管理要求
\t效果目标\t社会效益\t知晓率\t≥80.00(%)
"""
LINES = """\t项目名称\t项目内容\t项目明细\t明细金额\t单价\t依据\t数量\t依据\t备注
项目 构成 分解\t登月项目\t训练\t第一期 训练\t1000\t500.00\t\t2.00\t\t年度项目

\t登月 项目\t训练\t第二期\t1500\t1500.00\t\t1.00\t\t年度项目
成分解\t登月项目\t保障\t餐费\t500.0 0\t5.00\t\t100\t\t
金额合计\t\t\t\t3000\t-----\t----
"""
POLICIES = """
# 项目支出绩效目标申报表(制度保障)

项目名称：登月项目\t\t\t\t\t
制度保障\t文件名称\t具体措施\t保障阶段\t\t
项目管理制度\t登月项目管理办法\t分三步管理\t立项和计划阶段 √\t实施阶段 ×\t收尾和完成阶段 √
\t登月安全规定\t每日检查\t立项和计划阶段\t实施阶段 <input checked="" type="checkbox">\t收尾和完成阶段 ■

财务管理制度\t登月财务办法\t专款专用\t立项和计划阶段 ✓\t实施阶段 ✓\t收尾和完成阶段 ✓
"""


def read(text: str) -> Reading:
    return read_document(text.encode(), "表.txt")


def project(text: str) -> Project:
    [found] = read(text).projects
    return found


def funding(found: Project) -> dict[str, list[str]]:
    return {name: [cell.text for cell in cells] for name, cells in found.funding}


def kinds(text: str) -> list[str]:
    return [problem.kind for problem in read(text).problems]


def test_a_whole_form() -> None:
    reading = read(OVERVIEW + TARGETS + LINES + POLICIES)
    assert reading.problems == ()
    [found] = reading.projects
    assert (found.name, found.year, found.category) == ("登月项目", 2031, "经常性项目")
    assert [(field.name, field.text) for field in found.fields] == [
        ("项目名称", "登月项目"),
        ("项目类别", "一次性项目☐ 经常性项目☑ 中期预算试点项目☐"),
        ("起始日期", "2031-01-01"),
        ("结束日期", "2031-12-31"),
        ("项目概况", "建设登月场地，安排登月训练，保障训练所需。"),
        ("年度绩效目标", "完成三次训练。"),
        ("主体活动", "训练三次。"),
    ]
    assert [table.kind.value for table in reading.tables] == ["项目总体情况", "绩效目标", "项目构成分解", "制度保障"]
    assert {table.project for table in reading.tables} == {"p1"}


def test_the_seven_funding_lines_with_broken_numbers_blanks_and_dashes() -> None:
    found = project(OVERVIEW)
    cells = {name: printings[0] for name, printings in found.funding}
    assert list(cells) == [
        "项目总预算",
        "当年预算",
        "财政拨款",
        "上级财政拨款",
        "本级财政安排",
        "下级财政配套",
        "其他资金",
    ]
    assert [cell.kind for cell in cells.values()] == [
        *[CellKind.NUMBER] * 3,
        CellKind.BLANK,
        CellKind.NUMBER,
        CellKind.ZERO,
        CellKind.DASH,
    ]
    amount = cells["当年预算"].amount
    assert amount is not None
    assert (amount.decimal, amount.printed, amount.step) == (Decimal(3000), "3000.0 0", 100)


def test_every_funding_place_is_read_again_from_its_line() -> None:
    lines = OVERVIEW.split("\n")
    for _, cells in project(OVERVIEW.replace("：3000\t", "：<b>3000</b>\t")).funding:
        for cell in cells:
            assert cell.place.line is not None
            if cell.text != "3000" or cell.place.column != 1:
                assert lines[cell.place.line - 1][cell.place.char_from : cell.place.char_to] == cell.place.printed
    total = dict(project(OVERVIEW).funding)["项目总预算"][0]
    assert total.place.line is not None
    assert lines[total.place.line - 1][total.place.char_from : total.place.char_to] == "3000" == total.place.printed


def test_a_funding_figure_that_cannot_be_read_is_a_problem() -> None:
    for printed in ("一、项目总预算：30 00\t\t\t", "一、项目总预算：\t3OOO\t\t"):
        reading = read(OVERVIEW.replace("一、项目总预算：3000\t\t\t", printed))
        assert [problem.kind for problem in reading.problems] == ["unreadable-number"]
        assert dict(reading.projects[0].funding)["项目总预算"][0].amount is None


NESTED = OVERVIEW.replace(
    "项目资金\t一、项目总预算：3000\t\t\t\n\t二、当年预算：\t\t3000.0 0\t\n",
    "项目资金\t<p>一、项目总预算：3000</p> <table><tr><td>二、当年预算：</td><td>3000</td></tr>"
    "<tr><td>（一）财政拨款：</td><td>3000</td></tr></table>\n二、当年预算：\t3000.0 0\t\n",
)


def test_funding_lines_printed_twice_are_one_statement_with_a_duplicate() -> None:
    reading = read(NESTED)
    assert funding(reading.projects[0])["当年预算"] == ["3000", "3000.0 0"]
    [statement] = [s for s in reading.statements if s.measure == "当年预算"]
    assert [(o.duplicate, o.amount and o.amount.decimal) for o in statement.observations] == [
        (False, Decimal(3000)),
        (True, Decimal(3000)),
    ]


@pytest.mark.parametrize(
    ("field", "category"),
    [
        ("□一次性项目 ■经常性项目", "经常性项目"),
        ("一次性项目■ 经常性项目□", "一次性项目"),
        ('<input type="checkbox"> 一次性项目 <input checked="" type="checkbox"> 经常性项目', "经常性项目"),
        ('一次性项目 <input checked="" type="checkbox"/> 经常性项目 <input type="checkbox"/>', "一次性项目"),
        ("√一次性项目 □经常性项目", "一次性项目"),
        ("一次性项目 × 经常性项目 √", "经常性项目"),
        ("一次性项目（√） 经常性项目（ ）", "一次性项目"),
        ("☑一次性项目 ☑经常性项目", ""),
        ("□一次性项目 □经常性项目", ""),
        ("经常性项目", "经常性项目"),
    ],
)
def test_the_ticked_category_wherever_its_box_stands(field: str, category: str) -> None:
    assert project(OVERVIEW.replace("一次性项目□ 经常性项目■ 中期预算试点项目□", field)).category == category


def test_a_field_whose_label_was_cut_off_goes_on() -> None:
    cut = "项目立项情况\t依据：登月规划和登月法。\t\t\t\n\n\t可行性：已有场地，也有经验丰富的教练。\n"
    found = project(OVERVIEW.replace("项目资金\t", cut + "项目资金\t"))
    texts = [field.text for field in found.fields if field.name == "项目立项情况"]
    assert texts == ["依据：登月规划和登月法。", "可行性：已有场地，也有经验丰富的教练。"]


def test_targets_with_levels_cut_labels_and_blank_values() -> None:
    found = project(OVERVIEW + TARGETS).indicators
    assert [(item.level1, item.level2, item.level3) for item in found] == [
        ("产出目标", "数量", "训练次数"),
        ("产出目标", "数量", "训练人数"),
        ("产出目标", "质量", "训练合格率"),
        ("产出目标", "时效", "训练及时性"),
        ("效果目标", "社会效益", "知晓率"),
    ]
    amounts = [item.target.amount for item in found]
    assert [amount and (amount.qualifier, amount.decimal, amount.unit) for amount in amounts] == [
        ("≥", Decimal(95), "%"),
        ("=", Decimal(50), "名"),
        None,
        None,
        ("≥", Decimal(80), "%"),
    ]
    assert [item.target.kind for item in found][2:4] == [CellKind.BLANK, CellKind.TEXT]
    assert found[2].note == "计划目标"


def test_a_label_in_the_middle_of_its_rows_is_not_guessed_for_the_rows_above_it() -> None:
    rows = "\t\t\t训练次数\t4次\t计划目标\n\n数量\t训练人数\t50名\t计划目标\n产出目标\t质量\t合格率\t90%\t计划目标\n"
    head = TARGETS[: TARGETS.index("绩效目标\t产出目标")]
    found = project(OVERVIEW + head + rows).indicators
    assert [(item.level1, item.level2, item.level3) for item in found] == [
        ("", "", "训练次数"),
        ("", "数量", "训练人数"),
        ("产出目标", "质量", "合格率"),
    ]


def test_line_items_over_page_breaks() -> None:
    found = project(OVERVIEW + TARGETS + LINES)
    assert [(line.content, line.detail, line.note) for line in found.lines] == [
        ("训练", "第一期训练", "年度项目"),
        ("训练", "第二期", "年度项目"),
        ("保障", "餐费", ""),
    ]
    figures = [(line.amount, line.unit_price, line.quantity) for line in found.lines]
    assert [[cell and cell.amount and cell.amount.decimal for cell in cells] for cells in figures] == [
        [1000, 500, 2],
        [1500, 1500, 1],
        [500, 5, 100],
    ]
    assert found.lines_total is not None
    assert found.lines_total.amount is not None
    assert found.lines_total.amount.decimal == 3000


@pytest.mark.parametrize(
    "total",
    ["金额合计\t\t\t\t3000\t-----", "金额合计\t3000\t\t\t-----", "\t金额合计\t\t3000.00\t\t", "合计\t\t\t\t\t3000"],
)
def test_the_total_stands_in_any_column(total: str) -> None:
    found = project(OVERVIEW + TARGETS + LINES.replace("金额合计\t\t\t\t3000\t-----\t----", total))
    assert found.lines_total is not None
    assert found.lines_total.amount is not None
    assert found.lines_total.amount.decimal == 3000
    assert len(found.lines) == 3


def test_columns_shifted_by_a_page_break() -> None:
    shifted = LINES.replace("\t登月 项目\t训练\t第二期\t1500\t", "\t登月 项目\t\t训练\t第二期\t1500\t")
    line = project(OVERVIEW + TARGETS + shifted).lines[1]
    assert (line.content, line.detail, line.amount and line.amount.text) == ("训练", "第二期", "1500")


@pytest.mark.parametrize(
    ("printed", "kept"),
    [("15OO\t1500.00", [None, "1500.00"]), ("1500\t8.5 1.5", ["1500", None]), ("1500\t", ["1500", None])],
)
def test_figures_that_cannot_be_read_leave_the_others_in_their_columns(printed: str, kept: list[str | None]) -> None:
    reading = read(OVERVIEW + TARGETS + LINES.replace("1500\t1500.00", printed))
    lines = [line for line in reading.projects[0].lines if line.detail == "第二期"]
    if kept[0] is None:
        assert lines == []
        assert [problem.kind for problem in reading.problems] == ["unreadable-number", "ragged-row"]
        return
    [line] = lines
    assert [cell and cell.text for cell in (line.amount, line.unit_price, line.quantity)] == [*kept, "1.00"]
    assert len(reading.problems) == ("8.5" in printed)


def test_an_unreadable_total_and_a_row_without_figures_are_problems() -> None:
    assert kinds(OVERVIEW + TARGETS + LINES.replace("\t3000\t", "\t3OOO\t")) == ["unreadable-number"]
    assert kinds(OVERVIEW + TARGETS + LINES.replace("\t500.0 0\t5.00\t\t100", "\t\t\t\t")) == ["line-without-amount"]
    assert kinds(OVERVIEW + TARGETS + LINES.replace("500.0 0\t5.00", "0.00001\t5.00")) == ["unreadable-number"]


def test_unit_lines_that_were_cut() -> None:
    reading = read(OVERVIEW.replace("金额单位：元", "额单位：元") + TARGETS.replace("金额单位：元", "额单位：") + LINES)
    assert [problem.kind for problem in reading.problems] == ["missing-unit"]
    assert reading.projects[0].lines[0].amount is not None
    assert reading.projects[0].lines[0].amount.amount is not None
    without = read(OVERVIEW.replace("金额单位：元", "") + TARGETS.replace("金额单位：元", "") + LINES)
    assert all(cell.amount is None for _, cells in without.projects[0].funding for cell in cells)


def test_ten_thousand_yuan() -> None:
    reading = read(OVERVIEW.replace("单位：元", "单位：万元"))
    amount = dict(reading.projects[0].funding)["财政拨款"][0].amount
    assert amount is not None
    assert (amount.decimal, amount.scale) == (Decimal(30_000_000), "万元")


def test_headings_joined_with_other_fields() -> None:
    joined = TARGETS.replace(
        "）（2031 年）\n项目名称：登月项目\n 金额单位：元", "）（2031 年） 项目名称：登月项目 额单位：元"
    )
    found = project(OVERVIEW.replace("（ 2031 年）", "") + joined + LINES)
    assert (found.name, len(found.lines)) == ("登月项目", 3)


def test_policies_with_ticks_crosses_and_names_over_page_breaks() -> None:
    found = project(OVERVIEW + POLICIES).policies
    assert [(item.kind, item.title, [state for _, state in item.phases]) for item in found] == [
        ("项目管理制度", "登月项目管理办法", [True, False, True]),
        ("项目管理制度", "登月安全规定", [None, True, True]),
        ("财务管理制度", "登月财务办法", [True, True, True]),
    ]
    assert found[0].measures == "分三步管理"


def test_two_forms_and_a_part_without_its_form() -> None:
    second = OVERVIEW.replace("登月项目", "探海项目")
    reading = read(OVERVIEW + TARGETS + LINES + second)
    assert [(found.name, len(found.lines)) for found in reading.projects] == [("登月项目", 3), ("探海项目", 0)]
    assert {"missing-overview", "missing-name"} <= set(kinds(TARGETS + LINES))


def test_contacts_are_no_fields() -> None:
    reading = read(OVERVIEW)
    assert reading.redactions == 3
    assert "某甲" not in repr(reading)
    assert "13900000000" not in repr(reading)


def places(reading: Reading) -> list[Observation]:
    return [observation for statement in reading.statements for observation in statement.observations]


def test_every_place_of_a_form_is_read_again() -> None:
    source = NESTED + TARGETS + LINES + POLICIES
    lines = source.split("\n")
    for observation in places(read(source)):
        place = observation.place
        assert place.line is not None
        if place.printed or place.char_from is not None:
            assert lines[place.line - 1][place.char_from : place.char_to] == place.printed
