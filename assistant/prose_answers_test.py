"""What sentences print, asked in people's words: the figure at the label that is said, or no figure."""

from __future__ import annotations

import pytest

from assistant.answer import ask
from assistant.invented_for_tests import Shelf, headlines
from assistant.labelled import labelled
from assistant.views import view_of

FINAL = """
云溪市水文局2032年度部门决算

一、部门概况

云溪市水文局是主管全市水文工作的市政府组成部门，内设规划科、监测科等9个科室，下属事业单位3家。

机关行政编制32名，实有在职人员30人；事业编制13名，离退休人员21人。

二、决算情况说明

1.公务接待费支出1.20万元，比2031年度减少0.30万元，下降20.00%，主要原因是接待批次减少。全年国内公务接待15批次、120人次。

2.公务用车运行维护费支出14.30万元，主要用于车辆燃料费、维修费。

三、其他重要事项

本部门2032年度机关运行经费支出186.70万元，比2031年度增加6.50万元，增长3.61%，主要原因是办公用房维修。

2032年政府采购支出总额512.30万元，其中：政府采购货物支出100.20万元。授予中小企业合同金额500.00万元，占政府采购支出总额的97.60%，其中：授予小微企业合同金额300.00万元，占政府采购支出总额的58.56%。

截至2032年12月31日，本部门流动资产44.80万元。固定资产314.50万元，其中：房屋1460.80平方米；车辆7辆（一般公务用车3辆，执法执勤用车4辆）；单价50万元以上通用设备2台/套；专用设备81台/套（其中：单价100万元以上专用设备5台/套）。无形资产47项23.40万元。

组织对2032年度8个项目开展了绩效自评，涉及资金1,230.00万元，平均得分96.20分。

四、名词解释

（一）机关运行经费：指行政单位使用一般公共预算财政拨款安排的基本支出中的日常公用经费支出。
"""


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(final=FINAL)


@pytest.mark.parametrize(
    ("question", "amount", "unit"),
    [
        ("行政编制多少名？", "32", "名"),
        ("下属事业单位几家？", "3", "家"),
        ("离退休人员几人？", "21", "人"),
        ("国内公务接待多少批次？", "15", "批次"),
        ("流动资产有多少？", "448000", "元"),
        ("固定资产是多少？", "3145000", "元"),
        ("房屋面积多大？", "1460.8", "平方米"),
        ("有几辆车？", "7", "辆"),
        ("一般公务用车几辆？", "3", "辆"),
        ("专用设备有多少台？", "81", "台"),
        ("单价100万元以上专用设备有几台？", "5", "台"),
        ("无形资产有多少项？", "47", "项"),
        ("无形资产是多少？", "234000", "元"),
        ("授予小微企业合同金额是多少？", "3000000", "元"),
        ("授予小微企业合同金额占比多少？", "58.56", "%"),
        ("绩效自评平均得分多少？", "96.2", "分"),
        ("绩效自评涉及资金多少？", "12300000", "元"),
    ],
)
def test_the_figure_at_the_label_that_is_said(shelf: Shelf, question: str, amount: str, unit: str) -> None:
    answer = ask(question, (), shelf)
    assert answer.status == "answered"
    assert headlines(answer) == [(amount, unit)]
    assert answer.citations


def test_two_units_asked_are_two_figures(shelf: Shelf) -> None:
    assert headlines(ask("无形资产几项、多少元？", (), shelf)) == [("47", "项"), ("234000", "元")]


@pytest.mark.parametrize(
    "question",
    [
        "固定资产有多少平方米？",  # the label before it is another
        "房屋有几套？",
        "流动负债有多少？",
        "消防用车有几辆？",
        "非执法执勤用车几辆？",
        "单价200万元以上专用设备有几台？",
        "单价100万元以上通用设备有几台？",
        "2029年固定资产是多少？",
        "2033年末固定资产是多少？",
        "云溪市气象局固定资产是多少？",
        "授予大型企业合同金额是多少？",
        "下属企业几家？",
        "人均房屋面积多少平方米？",
        "绩效自评最低得分多少？",
        "固定资产增加了多少？",
        "车辆价值多少万元？",
        "政府购买货物支出多少？",
        "学生接待多少人次？",
    ],
)
def test_no_figure_of_another_label(shelf: Shelf, question: str) -> None:
    answer = ask(question, (), shelf)
    assert answer.status in ("not_found", "clarify")
    assert headlines(answer) == []


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("机关运行经费为什么增加？", "办公用房维修"),
        ("公务接待费减少的主要原因是什么？", "接待批次减少"),
        ("公务用车运行维护费主要用于什么？", "燃料费"),
        ("名词解释：什么是机关运行经费？", "日常公用经费支出"),
    ],
)
def test_the_sentence_of_the_very_thing_is_quoted(shelf: Shelf, question: str, words: str) -> None:
    answer = ask(question, (), shelf)
    assert answer.status == "answered"
    assert words in answer.answer
    assert headlines(answer) == []


@pytest.mark.parametrize(
    "question",
    [
        "机关运行经费为什么减少？",  # it grew
        "公务接待费增加的原因是什么？",
        "事业收入减少的主要原因是什么？",
        "什么是专项债券？",
        "会议费主要用于什么？",
    ],
)
def test_no_sentence_of_another_thing_is_quoted(shelf: Shelf, question: str) -> None:
    assert ask(question, (), shelf).status == "not_found"


def test_a_figure_in_a_bracket_has_the_label_before_it_as_head(shelf: Shelf) -> None:
    [document] = shelf.documents()
    found = {item.label: item for item in labelled(view_of(shelf, document.id))}
    assert found["一般公务用车"].heads == ("固定资产", "车辆")
    assert found["单价50万元以上通用设备"].quantity.amount.printed == "2台"
    assert "机关运行经费：" not in found
