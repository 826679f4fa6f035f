"""Project forms in plain text: the grid of the template, whatever stands on a line."""

from __future__ import annotations

from corpus.readers.text import read_text
from corpus.records import Grid

CELLS = """\
财政项目支出绩效目标申报表
（2031年度）
项目名称
河道养护经费
项目性质
阶段
性项
目
项目类别
特定目标类
计划开始日期
2031-01-01
计划完成日期
2031-12-31
项目资金
（元）
项目资金总额
900.00 年度资金申请总额
300.00
其中：财政资金
900.00
其中：当年财政拨款
300.00
     上年结转资金
0.00
     其他资金
1.00      其他资金
2.00
项目
绩效
目标
项目总体目标
(2031 年-2033 年)
年度总体目标
"保持河道
整洁。"
"保持河道整洁。"
一级指标
二级指标
三级指标
年度(/项目)指标值
绩效
指标
产出指标
数量指标
养护长度
≥12.00(公里)
满意度指标
服务对象满意度
指标
居民满意度
≥90.00(%)
"""

ROWS = """\
财政项目支出绩效目标申报表
（2031年度）
项目名称 河道养护经费 项目性质 经常性项目 项目类别 特定目标类
项目资金
（元）
项目资金总额 900.00 年度资金申请总额 300.00
其中：财政资金 900.00
其中：当年财政拨款 300.00
上年结转资金 0.00
其他资金 1.00
一级指标 二级指标 三级指标 年度(/项目)指标值
绩效指标
产出指标
数量指标 养护长度 ≥12.00(公里)
养护次数 每月一次
质量指标 水质 达标 良好
"""


def rows(text: str) -> list[list[str]]:
    grid = next(block for block in read_text(text.encode())[0] if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.rows]


def test_a_cell_on_each_line() -> None:
    assert rows(CELLS) == [
        ["项目名称", "河道养护经费", "项目性质", "阶段性项目", "项目类别", "特定目标类"],
        ["计划开始日期", "2031-01-01", "计划完成日期", "2031-12-31"],
        ["项目资金（元）", "项目资金总额", "900.00", "年度资金申请总额", "300.00"],
        ["", "其中：财政资金", "900.00", "其中：当年财政拨款", "300.00"],
        ["", "", "", "上年结转资金", "0.00"],
        ["", "其他资金", "1.00", "其他资金", "2.00"],
        ["", "项目总体目标", "年度总体目标"],
        ["", '"保持河道整洁。"', '"保持河道整洁。"'],
        ["", "一级指标", "二级指标", "三级指标", "年度(/项目)指标值"],
        ["", "产出指标", "数量指标", "养护长度", "≥12.00(公里)"],
        ["", "满意度指标", "服务对象满意度指标", "居民满意度", "≥90.00(%)"],
    ]


def test_places_are_read_again_from_the_file() -> None:
    lines = CELLS.split("\n")
    grid = next(block for block in read_text(CELLS.encode())[0] if isinstance(block, Grid))
    for place in (cell.place for row in grid.rows for cell in row):
        assert place.line is not None
        assert lines[place.line - 1][place.char_from : place.char_to] == place.printed


def test_other_money_of_an_unknown_side_has_no_label_and_no_column() -> None:
    found = rows(ROWS)
    assert ["", "", "", "", "", "", "1.00"] in found
    assert not any("其他资金" in row for row in found)


def test_indicators_are_read_in_pairs_and_others_stay_apart() -> None:
    found, problems = rows(ROWS), read_text(ROWS.encode())[1]
    assert ["", "产出指标", "数量指标", "养护长度", "≥12.00(公里)"] in found
    assert ["", "", "", "养护次数", "每月一次"] in found
    assert ["", "", "", "", "", "", "质量指标 水质 达标 良好"] in found
    assert [problem.kind for problem in problems] == ["column-unknown"]
