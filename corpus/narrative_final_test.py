"""The prose of final accounts, in the wording of several cities: each figure with its meaning, and what is left out."""

from __future__ import annotations

import pytest

from corpus.narrative import read_narrative
from corpus.records import Document, Paragraph, Place, Statement, Subject

_DOCUMENT = Document("0" * 64, "x.txt", "某区测试中心", "部门", 2031, "决算", "部门决算")
_SUBJECTS = {
    f"function:{code}": Subject(f"function:{code}", "function", name, code)
    for code, name in {
        "205": "教育支出",
        "20508": "进修及培训",
        "2050803": "培训支出",
        "208": "社会保障和就业支出",
        "20805": "行政事业单位养老支出",
        "2080501": "行政单位离退休",
    }.items()
}


def _short(statement: Statement) -> str:
    name = statement.subject.key.removeprefix("item:").replace("organisation", "")
    dimensions = (statement.side, statement.expenditure_kind, statement.fund_scope)
    words = [name, statement.measure, *(part for part in dimensions if part != "n/a")]
    view = "" if statement.view == "level" else statement.view
    base = f"比{statement.base_period}{statement.base_stage}" if statement.base_period else ""
    shown = "/".join(f"{o.direction or ''}{o.text}" for o in statement.observations)
    return " ".join(filter(None, [*words, f"{statement.period_from}{statement.stage}", view, base, shown]))


def _read(*texts: str) -> list[str]:
    paragraphs = [Paragraph(text, Place(text, line=n, char_from=0, char_to=len(text))) for n, text in enumerate(texts)]
    return [_short(statement) for statement in read_narrative(paragraphs, _DOCUMENT, _SUBJECTS)]


@pytest.mark.parametrize(
    "text",
    [
        "2031年度收、支总计900.50万元，比上年增加3.45万元，增长0.38%。",
        "某区测试中心2031年度收入支出总计900.50万元。与上年相比，收入支出总计增加3.45万元，增长0.38%。",
        "2031年度收入总计、支出总计均为900.50万元。与上年度相比，收、支总计各增加3.45万元，增长0.38%。",
    ],
)
def test_totals_of_both_sides_with_their_change(text: str) -> None:
    assert _read(text) == [
        f"收支总计 金额 {side} 全部 2031决算 {rest}"
        for rest in ("900.50万元", "change 比2030未标明 increase3.45万元", "rate 比2030未标明 increase0.38%")
        for side in ("收入", "支出")
    ]


def test_shares_are_no_changes_and_parts_keep_their_source() -> None:
    assert _read(
        "本年收入合计100.00万元，其中：财政拨款收入90.00万元，占90.00%；上级补助收入4.00万元，占4.00%；其他收入6.00万元，占6%。"
    ) == [
        "金额 收入 全部 2031决算 100.00万元",
        "金额 收入 财政拨款 2031决算 90.00万元",
        "金额 收入 上级补助收入 2031决算 4.00万元",
        "金额 收入 其他收入 2031决算 6.00万元",
    ]
    assert _read("本年支出合计9万元，其中：基本支出6万元，占66.67%；项目支出2万元；经营支出1万元，占11.11%。") == [
        "金额 支出 合计 全部 2031决算 9万元",
        "金额 支出 基本支出 全部 2031决算 6万元",
        "金额 支出 项目支出 全部 2031决算 2万元",
        "金额 支出 经营支出 全部 2031决算 1万元",
    ]


def test_opening_whole_year_budget_outcome_and_completion_are_four_things() -> None:
    assert _read(
        "一般公共预算财政拨款支出年初预算为90.00万元，全年预算为110.00万元，支出决算为100.00万元，完成年初预算的111.11%。"
    ) == [
        "金额 支出 合计 一般公共预算 2031年初预算 90.00万元",
        "金额 支出 合计 一般公共预算 2031全年预算 110.00万元",
        "金额 支出 合计 一般公共预算 2031决算 100.00万元",
        "完成率 支出 合计 一般公共预算 2031决算 比2031年初预算 111.11%",
    ]


def test_a_list_of_items_with_budget_and_outcome() -> None:
    assert _read(
        "一般公共预算财政拨款支出5.00万元，主要用于以下方面：教育支出（类）4.00万元，占80.00%；"
        "社会保障和就业支出（类）1.00万元，占20.00%。",
        "1、教育支出（类）进修及培训（款）培训支出（项）。主要用于：人员培训。年初预算为5.00万元，支出决算为4.00万元，"
        "完成年初预算的80%。决算数小于预算数的主要原因：培训减少。",
        "2、社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）。年初预算为1.00万元，"
        "支出决算为1.00万元。决算数与预算数持平。",
    )[1:] == [
        "function:205 金额 支出 合计 一般公共预算 2031决算 4.00万元",
        "function:208 金额 支出 合计 一般公共预算 2031决算 1.00万元",
        "function:2050803 金额 支出 合计 一般公共预算 2031年初预算 5.00万元",
        "function:2050803 金额 支出 合计 一般公共预算 2031决算 4.00万元",
        "function:2050803 完成率 支出 合计 一般公共预算 2031决算 比2031年初预算 80%",
        "function:2080501 金额 支出 合计 一般公共预算 2031年初预算 1.00万元",
        "function:2080501 金额 支出 合计 一般公共预算 2031决算 1.00万元",
        "function:2080501 金额 支出 合计 一般公共预算 2031决算 change 比2031年初预算 level持平",
    ]


def test_classes_with_their_year_and_the_budget_of_the_year() -> None:
    assert _read(
        "“教育支出”（类）2031年度决算30.81万元，比2031年年初预算减少0.38万元，下降1.22%。其中：“进修及培训”（款）"
        "2031年度决算30.81万元，比2031年年初预算减少0.38万元。"
    ) == [
        "function:205 金额 支出 合计 财政拨款 2031决算 30.81万元",
        "function:205 金额 支出 合计 财政拨款 2031决算 change 比2031年初预算 decrease0.38万元",
        "function:205 金额 支出 合计 财政拨款 2031决算 rate 比2031年初预算 decrease1.22%",
        "function:20508 金额 支出 合计 财政拨款 2031决算 30.81万元",
        "function:20508 金额 支出 合计 财政拨款 2031决算 change 比2031年初预算 decrease0.38万元",
    ]


def test_three_public_expenses_with_completion_and_changes_that_name_their_item() -> None:
    assert _read(
        "“三公”经费财政拨款支出年初预算为9.00万元，支出决算为3.00万元，完成预算的33.33%，其中：因公出国（境）费决算为0万元，"
        "完成预算的0%；公务接待费支出决算为3.00万元。",
        "2031年度“三公”经费财政拨款支出决算数与2030年度持平。其中：公务接待费支出决算减少1.00万元，下降25%；"
        "因公出国（境）费支出决算增加1.00万元。",
    ) == [
        "三公经费 金额 支出 财政拨款 2031年初预算 9.00万元",
        "三公经费 金额 支出 财政拨款 2031决算 3.00万元",
        "三公经费 完成率 支出 财政拨款 2031决算 比2031年初预算 33.33%",
        "因公出国（境）费 金额 支出 财政拨款 2031决算 0万元",
        "因公出国（境）费 完成率 支出 财政拨款 2031决算 比2031预算 0%",
        "公务接待费 金额 支出 财政拨款 2031决算 3.00万元",
        "三公经费 金额 支出 财政拨款 2031决算 change 比2030未标明 level持平",
        "公务接待费 金额 支出 财政拨款 2031决算 change 比2030未标明 decrease1.00万元",
        "公务接待费 金额 支出 财政拨款 2031决算 rate 比2030未标明 decrease25%",
        "因公出国（境）费 金额 支出 财政拨款 2031决算 change 比2030未标明 increase1.00万元",
    ]


def test_purchases_cars_equipment_and_projects() -> None:
    assert _read(
        "2031年度政府采购金额（以合同签订为准）为9.00万元，其中：货物采购金额4.00万元、工程采购金额0万元、服务采购金额5.00万元。",
        "截至2031年12月31日，本部门共有车辆3辆，其中：主要领导干部用车1辆、其他用车2辆。"
        "单价100万元（含）以上设备（不含车辆）2台（套）。",
        "编报绩效目标的2031年度项目4个，涉及预算金额8.42万元；绩效自评的2031年度项目3个，涉及预算金额7.00万元，平均得分99.43分。",
    ) == [
        "政府采购 金额 支出 全部 2031决算 9.00万元",
        "政府采购货物 金额 支出 全部 2031决算 4.00万元",
        "政府采购工程 金额 支出 全部 2031决算 0万元",
        "政府采购服务 金额 支出 全部 2031决算 5.00万元",
        "车辆 数量 2031决算 3辆",
        "主要领导干部用车 数量 2031决算 1辆",
        "其他用车 数量 2031决算 2辆",
        "单价100万元（含）以上设备 数量 2031决算 2台",
        "绩效目标项目 个数 2031决算 4个",
        "绩效目标项目 金额 支出 项目支出 2031预算 8.42万元",
        "绩效自评项目 个数 2031决算 3个",
        "绩效自评项目 金额 支出 项目支出 2031预算 7.00万元",
    ]


def test_a_base_that_is_stated_with_its_figure() -> None:
    assert _read("2031年收入合计90.00万元，比2030年收入决算80.00万元增加10.00万元，增长12.50%。") == [
        "金额 收入 全部 2031决算 90.00万元",
        "金额 收入 全部 2030决算 80.00万元",
        "金额 收入 全部 2031决算 change 比2030决算 increase10.00万元",
        "金额 收入 全部 2031决算 rate 比2030决算 increase12.50%",
    ]
    assert _read("机关运行经费安排9.00万元，比上年8.00万元增加1.00万元。") == [
        "机关运行经费 金额 支出 财政拨款 2031决算 9.00万元",
        "机关运行经费 金额 支出 财政拨款 2031决算 change 比2030未标明 increase1.00万元",
    ]


def test_what_is_not_certain_is_left_out() -> None:
    assert not _read(
        "支出决算比上年增长，下属单位支出减少5万元，下降1%。",
        "本部门面向中小企业预留政府采购项目预算金额34万元，由中小企业供应商中标的，采购金额4.79万元。",
        "国内公务接待3批次，20人次，共0.50万元。",
        "人均公务接待费0.05万元，比2031年预算数持平。",
        "决算数比年初预算数增加5万元，完成年初预算的99%。",
    )
    assert _read("财政拨款收入总计5.00万元（含上年结转1.00万元），支出总计5.00万元。") == [
        "收支总计 金额 收入 财政拨款 2031决算 5.00万元"
    ]
