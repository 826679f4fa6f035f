"""The printed labels of the project form (项目支出绩效目标申报表), as its national and local templates word them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

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
SHEET_FIELDS: dict[str, str] = {
    **FIELD_LABELS,
    "项目性质": "项目性质",
    "项目属性": "项目性质",
    "项目类型": "项目类别",
    "项目编码": "项目编码",
    "专项名称": "项目名称",
    "专项资金名称": "项目名称",
    "项目(专项)名称": "项目名称",
    "政策和项目名称": "项目名称",
    "主管部门及代码": "主管部门",
    "主管部门及编码": "主管部门",
    "预算部门": "主管部门",
    "项目实施单位": "实施单位",
    "预算单位": "实施单位",
    "项目期": "期限",
    "项目周期": "期限",
    "实施期限": "期限",
    "起止时间": "期限",
    "起止日期": "期限",
    "项目起始时间": "起始日期",
    "开始日期": "起始日期",
    "项目终止时间": "结束日期",
    "项目结束时间": "结束日期",
    "总体目标": "项目总目标",
    "中期目标": "项目总目标",
    "长期目标": "项目总目标",
    "实施期目标": "项目总目标",
    "年度目标": "年度绩效目标",
    "年度绩效总目标": "年度绩效目标",
    "预期目标": "年度绩效目标",
    "年初设定目标": "年度绩效目标",
    "实际完成情况": "实际完成情况",
    "年度目标实际完成情况": "实际完成情况",
}
"""The fields of a form on one sheet, where 项目性质 and 项目类别 are two things, and the standard name of each."""

GOALS = frozenset({"项目总目标", "年度绩效目标", "实际完成情况"})
"""Fields whose text may stand below their label instead of beside it."""
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

PROJECT_MEASURES = ("项目总预算", "项目财政资金", "项目其他资金")
"""Measures of a project's whole duration; all others are of one year."""

PROJECT_TOTALS = frozenset(
    {"项目资金总额", "中期资金总额", "实施期资金总额", "项目总预算", "项目期资金总额", "项目总资金", "总体资金总额"}
)
YEAR_TOTALS = frozenset(
    {
        "年度资金申请总额", "年度资金总额", "年度资金", "年度预算资金总额", "年度预算总额", "年度预算", "当年预算",
        "年度申请资金总额", "本年度资金总额", "当年资金总额", "年度预算申请", "年度项目资金总额", "年度总金额",
    }
)  # fmt: skip
"""What the two templates of 财政部 and those made after them call the money of the whole project and of one year."""

OPEN_TOTALS = frozenset({"资金总额", "预算资金总额"})
"""Totals that do not say of which period they are: of the year where the form has no other total."""

FUNDING_PARTS: dict[str, str] = {
    "财政资金": "财政拨款",
    "财政拨款": "财政拨款",
    "当年财政拨款": "财政拨款",
    "本年财政拨款": "财政拨款",
    "年度财政拨款": "财政拨款",
    "上年结转资金": "上年结转资金",
    "上年结转": "上年结转资金",
    "上年结转结余资金": "上年结转资金",
    "结转资金": "上年结转资金",
    "其他资金": "其他资金",
}
"""The sources of money below a total, as measures of the year."""

_OF_THE_YEAR = re.compile("当年|本年|年度|上年|结转")
_OF_PROJECT = {"财政拨款": "项目财政资金", "其他资金": "项目其他资金"}


def of_the_year(name: str) -> bool:
    """Whether a source of money names the year itself, wherever it stands."""
    return _OF_THE_YEAR.search(name) is not None


def part_measure(name: str, whole_project: bool) -> str:
    """The measure of a source of money below the total of the project or of the year; "" for one that cannot be."""
    measure = FUNDING_PARTS[name]
    return _OF_PROJECT.get(measure, "") if whole_project and not of_the_year(name) else measure


STAGE_COLUMNS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"年初预算.*|年初批复.*"), "年初预算数", "年初预算"),
    (re.compile(r"全年预算.*|调整后?预算.*|调整后全年预算.*"), "全年预算数", "全年预算"),
    (re.compile(r"(?:全年|预算|实际)?执行(?:数|金额)(?:\(.*\))?|(?:全年)?实际(?:支出|执行)数?(?:\(.*\))?|决算数.*"),
     "全年执行数", "执行"),
    (re.compile(r"(?:预算)?执行率.*"), "执行率", "执行"),
)  # fmt: skip
"""Headers of the amounts on a 绩效自评表: how they are printed, the standard name, the stage of budget execution."""

COMPLETION_RATE = "完成率"
_STAGE_OF = {name: stage for _, name, stage in STAGE_COLUMNS}


@dataclass(frozen=True, slots=True)
class FundingMeaning:
    """What a funding line of a form states: its measure, year or project as period, its stage ("" for the form's)."""

    measure: str
    period_kind: str
    stage: str = ""


STAGE_NAMES = ("年初预算数", "全年预算数", "全年执行数")


def staged(measure: str, column: str) -> str:
    """The name of a funding line in a column of a stage: 当年预算（全年执行数）; without a column the measure."""
    return f"{measure}（{column}）" if column else measure


def funding_meaning(name: str) -> FundingMeaning:
    """The meaning of a funding line's name in ``Project.funding``."""
    measure, _, column = name.rstrip("）").partition("（")
    period = "project" if measure in PROJECT_MEASURES else "year"
    if column == "执行率":
        return FundingMeaning(COMPLETION_RATE, period, _STAGE_OF[column])
    return FundingMeaning(measure, period, _STAGE_OF.get(column, ""))


def is_final(names: Iterable[str]) -> bool:
    """Whether funding lines of those names tell what was carried out: the form is a 绩效自评表."""
    return any(name.endswith("（全年执行数）") for name in names)


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
    "效果指标", "影响力指标", "投入指标", "过程指标", "预算执行率",
})
# fmt: on
NOTE_WORDS = frozenset({"计划目标", "管理要求", "行业惯例", "历史标准", "行业标准", "计划标准", "调查问卷"})
PHASES = ("立项和计划阶段", "实施阶段", "收尾和完成阶段")
POLICY_KINDS = ("项目管理制度", "预算管理制度", "财务管理制度", "资产管理制度", "其他制度")


def is_piece_of(text: str, whole: str) -> bool:
    """Whether ``text`` is a fragment of the side label ``whole`` that a page break cut off (目标, 成分解)."""
    return 0 < len(text) <= len(whole) and text in whole
