"""Indicators of a project's form: does the unit fit the name, does the target say anything, is it this project's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.checks.comparison import Rule, otherwise
from corpus.checks.forms import subject_of
from corpus.checks.verdict import verdict
from corpus.normal import label
from corpus.records import Check, Indicator, Project, Reading, Severity

_UNIT = Rule("indicator-unit", Severity.NOTICE)
_REPEATED = Rule("target-repeats-name", Severity.NOTICE)
_OTHER = Rule("indicator-project", Severity.NOTICE)
_SHARE = Rule("percentage-range", Severity.WARNING)
_VALUE = re.compile(r"[=≥≤><≧≦约]*(?P<number>\d[\d,]*(?:\.\d+)?)\(?(?P<unit>[^\d()]*)\)?")
_PEOPLE_UNITS = frozenset({"名", "人", "位", "人次", "人数", "万人", "万人次", "员"})
_PEOPLE = re.compile(
    r"(?:人|人数|人次|人员|教师|学生|学员|专家|家长|干部|校长|园长|团员|队员|会员|职工|员工|居民|群众|儿童|老人|对象|志愿者|外教|"
    r"代表|嘉宾|选手|运动员|骨干|人才|医生|护士|民兵|士兵|村民|市民|党员|青年|讲师|导师|毕业生|者|员)$"
)
_THINGS = re.compile(
    r"(?:课程|图谱|课题|项目|教室|学校|幼儿园|设备|系统|平台|软件|报告|方案|论文|图书|教材|基地|活动|会议|讲座|论坛|比赛|赛事|道路|"
    r"桥梁|绿地|公园|车辆|房屋|面积|制度|文件|标准|刊物|手册|案件|合同|工程|小组|班级|站点|网站|视频|作品|试卷)$"
)
_RATE = re.compile(r"(?:率|占比|比例|比重|百分比)$")
_TIME = re.compile(r"(?:时间|时长|时限|周期|工期|天数)$")
_TIME_UNITS = re.compile(r"(?:个?工作日|小时|分钟|秒|课时|学时|天|日|周|个?月|季度|年|时)")
_RATE_UNITS = frozenset({"%", "％", "‰", "百分比", "百分点", "分", "度"})
_COUNTED = re.compile(r"(?:总?数量|总?个数|总数|类别|数)$")
_DONE = re.compile(r"(?:完成|覆盖|参与|采购|购置|建设|编制|引进|开展|举办|定制|维护|升级|改造|的)+$")
_CAPPED = re.compile(r"(?:合格|满意|覆盖|参与|通过|出席|达标|出勤|准确|及时|正确|知晓|持证|完好|优良)(?:率|度)$")
_ROOMS, _SCHOOL = re.compile(r"教室$"), "所"
_REPORT, _GRADE = re.compile(r"(?:报告|方案|论文|教材|手册)$"), "级"
_SHORTEST_NAME = 6


def indicator_unit(reading: Reading) -> Iterator[Check]:
    """The unit of a target counts what the indicator names: people in 名 or 人, a rate in %, a duration in 小时 or 天.

    Run only for names whose head is a word of these kinds; other names say too little.
    """
    checks = (check for project, item in _indicators(reading) if (check := _unit(project, item)))
    yield from otherwise(checks, _UNIT.not_run("没有能从名称判断单位的绩效指标"))


def _indicators(reading: Reading) -> Iterator[tuple[Project, Indicator]]:
    return ((project, item) for project in reading.projects for item in project.indicators)


def _unit(project: Project, item: Indicator) -> Check | None:
    name = _head(item.level3)
    value = _VALUE.fullmatch(label(item.target.text))
    unit = value["unit"].strip() if value else ""
    if value is None or not unit or not name:
        return None
    good = _fits(name, unit)
    if good is None:
        return None
    words = "相符" if good else "不符"
    sentence = f"项目“{project.name}”指标“{item.level3}”的目标值“{item.target.text}”：单位“{unit}”与指标名称{words}"
    subjects = (f"indicator:{item.key}", subject_of(project))
    return verdict(_UNIT, good, sentence, ([item.place], [item.target.place]), subjects)


def _head(name: str) -> str:
    """The last words of an indicator's name, without what stands in brackets before or behind it."""
    plain = re.sub(r"【[^】]*】|\([^)]*\)", "", label(name)).strip("：: ")
    return plain


def _fits(name: str, unit: str) -> bool | None:
    """Whether the unit can count what is named; None where the name does not tell."""
    if _RATE.search(name):
        return unit in _RATE_UNITS
    if _TIME.search(name):
        return bool(_TIME_UNITS.match(unit))
    counted = _DONE.sub("", _COUNTED.sub("", name))
    if _PEOPLE.search(counted):
        return unit in _PEOPLE_UNITS or None
    if not _THINGS.search(counted):
        return None
    wrong = unit in _PEOPLE_UNITS or (_ROOMS.search(counted) and unit == _SCHOOL)
    return not (wrong or (_REPORT.search(counted) and unit == _GRADE))


def target_repeats_name(reading: Reading) -> Iterator[Check]:
    """A target says what is to be reached, and not only the name of its indicator once more."""
    checks = (check for project, item in _indicators(reading) if (check := _repeats(project, item)))
    yield from otherwise(checks, _REPEATED.not_run("没有文字目标值"))


def _repeats(project: Project, item: Indicator) -> Check | None:
    target, name = label(item.target.text), label(item.level3)
    if not target or not name or any(char.isdigit() for char in target):
        return None
    bare = target in name and bool(re.search(r"(?:率|度|数|数量|指标)$", target))
    good = not (bare or (target == name and len(name) > 2))
    words = "不是指标名称的重复" if good else "只重复了指标名称，没有说明要达到的数值"
    sentence = f"项目“{project.name}”指标“{item.level3}”的目标值“{item.target.text}”{words}"
    subjects = (f"indicator:{item.key}", subject_of(project))
    return verdict(_REPEATED, good, sentence, ([item.place], [item.target.place]), subjects)


def indicator_project(reading: Reading) -> Iterator[Check]:
    """An indicator does not name another project of the document instead of its own."""
    names = {label(project.name): project for project in reading.projects if len(project.name) >= _SHORTEST_NAME}
    checks = (check for project, item in _indicators(reading) for check in _foreign(names, project, item))
    yield from otherwise(checks, _OTHER.not_run("没有写出项目名称的绩效指标"))


def _foreign(names: dict[str, Project], own: Project, item: Indicator) -> Iterator[Check]:
    text, mine = label(item.level3), label(own.name)
    named = [name for name in names if name in text]
    if not named:
        return
    good = mine in text or any(name in mine for name in named)
    words = "是本项目" if good else f"是另一项目“{names[named[0]].name}”"
    sentence = f"项目“{own.name}”指标“{item.level3}”所写项目{words}"
    subjects = (f"indicator:{item.key}", subject_of(own))
    yield verdict(_OTHER, good, sentence, ([own.place], [item.place]), subjects)


def indicator_percentage(reading: Reading) -> Iterator[Check]:
    """A target rate of which the whole is 100% (合格率, 满意度, 覆盖率 ...) lies between 0 and 100."""
    checks = (check for project, item in _indicators(reading) if (check := _capped(project, item)))
    yield from otherwise(checks, _SHARE.not_run("没有以百分比列示的合格率、满意度等指标"))


def _capped(project: Project, item: Indicator) -> Check | None:
    amount = item.target.amount
    if amount is None or amount.unit != "%" or not _CAPPED.search(_head(item.level3)):
        return None
    good = 0 <= amount.decimal <= 100
    words = "在0至100%之间" if good else "不在0至100%之间"
    sentence = f"项目“{project.name}”指标“{item.level3}”的目标值{item.target.text}{words}"
    subjects = (f"indicator:{item.key}", subject_of(project))
    return verdict(_SHARE, good, sentence, ([item.place], [item.target.place]), subjects)
