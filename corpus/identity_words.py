"""What titles, labels and chapters of a budget document say about who published it, at which level, for which year."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.normal import label

_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_CHINESE_YEAR = re.compile(r"[二2][〇○零O0][〇○零O一二三四五六七八九\d]{2}(?=年)")
_BODY_END = "局委会办室府中心院校学园所站队馆联社处部厅署道镇乡司团地台库场组科庭党"
_NOT_BODY = re.compile(r"^(?:本?部门|本?单位|本机构|机构|基本|收支|年度|关于|附件|第.部分)")
_TAIL = r"(?:的?(?:信息)?(?:公开)?(?:编制)?(?:情况)?(?:公开)?(?:说明|报告|表|文本|材料|草案|书)?(?:\(公开\))?)"
_ORG = r"(?:关于)?(?:公开)?(?P<org>[\u3400-\u9fff·]{4,40}?)(?:\((?P<mark>本级|本部|机关|汇总)\))?"
_YEAR = r"\(?(?P<year>20\d\d)年?\)?(?:年)?(?:度|财政年度)?"
_WHAT = r"(?:[省市区县镇]级)?(?:\((?P<mark2>本级|汇总)\))?(?P<level>部门|单位)?(?:收支)?(?P<stage>预算|决算)"
_TITLES = (
    re.compile(rf"{_ORG}{_YEAR}{_WHAT}{_TAIL}"),
    re.compile(rf"{_YEAR}(?P<org>[\u3400-\u9fff·]{{4,40}}?)(?:\((?P<mark>本级|本部|机关|汇总)\))?{_WHAT}{_TAIL}"),
    re.compile(rf"(?:[\u3400-\u9fff]{{2,12}}[省市区县])?{_YEAR}{_WHAT}{_TAIL}"),
)
_DEPARTMENT_ROLES = r"预算主管部门|编制部门|填报部门|部门名称|公开部门|预算部门|决算部门|部门"
_UNIT_ROLES = r"预算单位|编制单位|填报单位|单位名称|公开单位|决算单位|单位"
_NAMED = re.compile(
    rf"(?:^|[^\u3400-\u9fff])(?:(?P<department>{_DEPARTMENT_ROLES})|(?P<unit>{_UNIT_ROLES}))(?:\(盖章\)|\(公章\))?:"
    r"[\d\[\]\-—_]*(?P<name>[\u3400-\u9fff·]{4,40}?)(?:\((?P<mark>本级|本部|机关|汇总|部门|单位)\))?"
    r"(?=(?:金额)?单位:|(?:编制|填报|公开)?日期:|[^\u3400-\u9fff]|$)"
)
_CHAPTER = re.compile(
    r"(?:第[一二三四五六]部分|[一二三四五六]、)?(?P<name>[\u3400-\u9fff]{4,30}?)(?:\((?:部门|单位|本级|本部)\))?"
    r"(?:概况|主要职能|主要职责|机构设置)"
)
_CAPTION = re.compile(r"(?<!比)(?<!较)(?<!与)(20\d{2})年(?:度)?[^，。；、和]{0,12}?(预算|决算)")
_NO_BUDGET = re.compile(r"检查|核查|自查|抽查|考核|评分|评价表|通知|办法|批复|指南|会议|纪要|台账|问题清单|整改")
_REGION = re.compile(r".*[省市区县]")


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says; "" and None where it does not say."""

    organisation: str
    level: str
    year: int | None
    stage: str


def folded(text: str) -> str:
    """``text`` as these patterns read it: no white space, ASCII brackets and colons, years in digits."""
    plain = label(text) if not text.rstrip().endswith((":", "：")) else label(text) + ":"
    return _CHINESE_YEAR.sub(lambda match: match[0].translate(_DIGITS), plain)


def title_in(text: str) -> Title | None:
    """What a whole title in folded form says, None if it is none."""
    text = re.sub(r"^(?:附件|附)\d*:?", "", text)
    for pattern in _TITLES:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        name = parts.get("org") or ""
        if name and not _REGION.fullmatch(name) and not is_body(name):
            continue
        organisation = name if name and is_body(name) else ""
        mark = parts.get("mark") or parts.get("mark2") or ""
        level = parts["level"] or ""
        if mark and not level:
            level = "部门" if mark == "汇总" else "单位"
        return Title(organisation, level, int(parts["year"]), parts["stage"])
    return None


def is_body(name: str) -> bool:
    """Whether ``name`` has the form of the name of a body: no region alone, no generic word."""
    return name[-1] in _BODY_END and not _NOT_BODY.match(name)


def named_in(text: str) -> tuple[str, str] | None:
    """Family of the label (部门 or 单位) and the name behind it in a folded line such as 编制部门:某局."""
    match = _NAMED.search(text)
    if match is None:
        return None
    bare = match["department"] == "部门" or match["unit"] == "单位"
    if bare and not is_body(match["name"]):
        return None
    return ("部门" if match["department"] else "单位"), match["name"]


def chapter_in(text: str) -> str:
    """The body whose chapter a folded line announces (某局概况), "" if none."""
    match = _CHAPTER.fullmatch(text)
    return match["name"] if match and is_body(match["name"]) else ""


def caption_in(text: str) -> tuple[int, str] | None:
    """Year and stage that a folded caption or heading names, None for a sentence or without them."""
    if len(text) > 60 or re.search(r"[。；]|\d万?元|执行数", text):
        return None
    found = {(int(match[1]), match[2]) for match in _CAPTION.finditer(text)}
    return found.pop() if len(found) == 1 else None


def is_no_budget(text: str) -> bool:
    """Whether a short folded title announces an inspection, a notice or the like."""
    return len(text) <= 60 and _NO_BUDGET.search(text) is not None


def same_body(one: str, other: str) -> bool:
    """Whether one name is the other with the region before it."""
    return one.endswith(other) or other.endswith(one)
