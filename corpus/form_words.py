"""The printed labels of the project form (项目支出绩效目标申报表), as its national and local templates word them."""

from __future__ import annotations

import re

FIELD_LABELS: dict[str, str] = {
    "项目名称": "项目名称",
    "项目类别": "项目类别",
    "项目性质": "项目类别",
    "起始日期": "起始日期",
    "计划开始日期": "起始日期",
    "结束日期": "结束日期",
    "计划完成日期": "结束日期",
    "项目概况": "项目概况",
    "项目立项情况": "项目立项情况",
    "立项依据": "项目立项情况",
    "项目相关资源投入和制度建设情况": "项目相关资源投入和制度建设情况",
    "项目总目标": "项目总目标",
    "项目总体目标": "项目总目标",
    "年度绩效目标": "年度绩效目标",
    "年度总体目标": "年度绩效目标",
    "需要说明的其他问题": "需要说明的其他问题",
    "主管部门": "主管部门",
    "实施单位": "实施单位",
}
CONTACT_LABELS = re.compile(r"项目负责人|联系人|联系电话?|填报单位负责人|填表人|填报人|填报日期")
FUNDING_LABELS: dict[str, str] = {
    "项目总预算": "项目总预算",
    "当年预算": "当年预算",
    "财政拨款": "财政拨款",
    "上级财政拨款": "上级财政拨款",
    "本级财政安排": "本级财政安排",
    "下级财政配套": "下级财政配套",
    "其他资金": "其他资金",
}
"""The seven funding lines and the measure each one states."""

_ORDINAL = r"(?:[一二三四五六]、|\([一二三四五六]\)|\d[.、])?"
FUNDING_LINE = re.compile(rf"{_ORDINAL}(?P<name>{'|'.join(FUNDING_LABELS)})(?::(?P<value>[^。，；;]{{0,24}}))?")
"""A funding line's label, with its value where that stands in the same cell."""

# fmt: off
LEVEL_TWO = frozenset({
    "数量", "质量", "时效", "成本", "社会效益", "经济效益", "生态效益", "环境效益", "可持续影响", "长效管理", "满意度",
    "其他", "信息共享", "人力资源", "部门协助", "配套设施", "影响力", "服务对象满意度", "数量指标", "质量指标",
    "时效指标", "成本指标", "社会效益指标", "经济效益指标", "生态效益指标", "可持续影响指标", "经济成本指标",
    "社会成本指标", "生态环境成本指标", "服务对象满意度指标", "满意度指标",
})
LEVEL_ONE_NAMES = frozenset({
    "产出目标", "效果目标", "影响力目标", "投入和管理目标", "产出指标", "效益指标", "成本指标", "满意度指标",
    "效果指标", "影响力指标",
})
# fmt: on
NOTE_WORDS = frozenset({"计划目标", "管理要求", "行业惯例", "历史标准", "行业标准", "计划标准", "调查问卷"})
PHASES = ("立项和计划阶段", "实施阶段", "收尾和完成阶段")
POLICY_KINDS = ("项目管理制度", "预算管理制度", "财务管理制度", "资产管理制度", "其他制度")


def is_piece_of(text: str, whole: str) -> bool:
    """Whether ``text`` is a fragment of the side label ``whole`` that a page break cut off (目标, 成分解)."""
    return 0 < len(text) <= len(whole) and text in whole
