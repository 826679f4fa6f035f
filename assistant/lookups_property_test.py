"""Whatever a table holds, asking for a row by its name gives that row's own cell or a refusal, never another figure."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer import ask
from assistant.invented_for_tests import Shelf, form

HEAD = "# 云溪市青石天文馆2031年单位预算\n\n预算单位：云溪市青石天文馆\n"
TABLE = """
# 2031年单位一般公共预算基本支出部门预算经济分类预算表

单位：元

项目\t\t\t一般公共预算基本支出\t\t
经济分类科目编码\t\t部门经济分类科目名称\t合计\t人员经费\t公用经费
类\t款\t\t\t\t
302\t\t商品和服务支出\t{total}\t0.00\t{total}
{rows}
合计\t\t\t{total}\t0.00\t{total}
"""
ROW_NAMES = (
    "星图印制费", "星图印制材料费", "星图费", "印制费", "观测费", "夜间观测费", "夜间观测津贴", "观测设备保养费",
    "设备保养费", "保养费", "镜面清洗费", "镜面费", "其他镜面费", "穹顶租赁费", "租赁费", "第一期展陈费",
    "第二期展陈费", "展陈费", "一般展陈费", "讲解员津贴", "讲解费", "维修（护）费", "其他观测支出", "合作观测经费",
    "差旅费",
)  # fmt: skip
PROJECT_NAMES = (
    "彗星巡天项目", "彗星巡天二期项目", "穹顶修缮", "穹顶修缮（2031运维）", "望远镜运维项目", "望远镜运维二期项目",
    "夜空开放类项目", "夜空开放", "流星雨第三阶段监测", "流星雨第四阶段监测", "月面测绘系统", "月面测绘系统监理",
)  # fmt: skip
AMOUNTS = st.integers(1, 99_999_999).map(lambda cents: Decimal(cents) / 100)
QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large)


def headlines(question: str, shelf: Shelf) -> list[Decimal | None]:
    answer = ask(question, (), shelf)
    if answer.status in ("not_found", "clarify"):
        assert answer.figures == ()
        return []
    return [figure.amount for figure in answer.figures if figure.role == "headline"]


@settings(max_examples=40, deadline=None, suppress_health_check=QUIET, derandomize=True)
@given(
    rows=st.dictionaries(st.sampled_from(ROW_NAMES), st.one_of(st.none(), AMOUNTS), min_size=2, max_size=9),
    data=st.data(),
)
def test_a_row_of_a_statutory_table(rows: dict[str, Decimal | None], data: st.DataObject) -> None:
    printed = [
        f"302\t{number:02d}\t{name}\t" + ("\t\t" if amount is None else f"{amount:.2f}\t0.00\t{amount:.2f}")
        for number, (name, amount) in enumerate(rows.items(), 1)
    ]
    total = f"{sum((amount or 0 for amount in rows.values()), Decimal(0)):.2f}"
    shelf = Shelf(table=HEAD + TABLE.format(total=total, rows="\n".join(printed)))
    asked = data.draw(st.sampled_from(sorted(rows)))
    shown = headlines(f"{asked}的预算是多少", shelf)
    assert shown == [] or (shown == [rows[asked]] and rows[asked] is not None)


@settings(max_examples=25, deadline=None, suppress_health_check=QUIET, derandomize=True)
@given(
    budgets=st.dictionaries(st.sampled_from(PROJECT_NAMES), AMOUNTS, min_size=2, max_size=4),
    ending=st.sampled_from(("的预算是多少", "多少钱", "安排了多少经费？", "的當年預算是多少")),
    data=st.data(),
)
def test_a_project(budgets: dict[str, Decimal], ending: str, data: st.DataObject) -> None:
    forms = [
        form(name, f"{amount:.2f}", [("设备", f"设备{number}", f"{amount:.2f}", f"{amount:.2f}", "1.00")])
        for number, (name, amount) in enumerate(budgets.items(), 1)
    ]
    shelf = Shelf(forms=HEAD + "".join(forms))
    name = data.draw(st.sampled_from(sorted(budgets)))
    shown = headlines(f"{name}{ending}", shelf)
    assert shown in ([], [budgets[name]])
