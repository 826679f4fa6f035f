"""What the words above a table say about it: caption, kind, unit of amounts and year.

They stand before the grid, or in its first rows where a spreadsheet was printed with its title inside the frame.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.amounts import SCALES, UNIT_LINE, looks_numeric
from corpus.normal import label
from corpus.records import Place, RawCell, TableKind

_YEAR = re.compile(r"(20\d{2})\s*年")
_FORM_NUMBER = re.compile(
    r"(?:公开|附|预算|决算|财决|财预|部门|单位)*[-—]?\s*\d{1,3}(?:[-－.]\d+)?\s*表(?:之[一二三])?"
)
_TITLE_END = re.compile(r"表(?:[（(][^（）()]{0,40}[）)])?[一二三四五六七八九十\d]*$")
_LABELLED = re.compile(r"^[\u3400-\u9fff（）()]{0,8}(?:部门|单位|名称|日期|时间)[:：]")
_BUDGETS = ("一般公共预算", "政府性基金", "国有资本经营")
_NOT_STATUTORY = re.compile(
    r"目标|申报表|政府采购|购买服务|资产|绩效|名单|清单|转移支付|债务|债券|会议费|培训费|项目支出|非税|处置"
    r"|上缴上级|对附属单位|机构运行"
)
_KINDS: tuple[tuple[TableKind, tuple[str, ...]], ...] = (
    (TableKind.FISCAL_BALANCE, ("财政拨款", "收支", "总")),
    (TableKind.FISCAL_BALANCE, ("财政拨款", "收入支出", "总表")),
    (TableKind.BALANCE, ("收支", "总")),
    (TableKind.BALANCE, ("收入支出", "总表")),
    (TableKind.THREE_PUBLIC, ("三公",)),
    (TableKind.STATE_CAPITAL_FUNCTION, ("国有资本", "支")),
    (TableKind.FUND_FUNCTION, ("政府性基金", "支")),
    (TableKind.BASIC_ECONOMIC, ("一般公共预算", "基本支出")),
    (TableKind.GENERAL_FUNCTION, ("一般公共预算", "支出")),
    (TableKind.INCOME, ("收入",)),
    (TableKind.EXPENDITURE, ("支出",)),
)
_PLAIN = re.compile(r".*(?:收入|支出)(?:预算|决算|情况|总体|汇总)*(?:总|汇总|明细)?表")


@dataclass(slots=True)
class Title:
    """Caption and unit, "" where none is printed; ``place`` is that of the caption, else of the grid."""

    text: str = ""
    unit: str = ""
    year: int | None = None
    place: Place = field(default_factory=lambda: Place(""))


def kind_of(caption: str) -> TableKind:
    """The kind of statutory table that a caption announces; OTHER when it announces none."""
    name = label(re.sub(r"[（(][^（）()]*[）)]", "", caption))
    if "表" not in name or sum(word in name for word in _BUDGETS) > 1:
        return TableKind.OTHER
    if "三公" not in name and _excluded(name):
        return TableKind.OTHER
    kind = next((kind for kind, words in _KINDS if all(word in name for word in words)), TableKind.OTHER)
    if kind in (TableKind.INCOME, TableKind.EXPENDITURE):
        plain = _PLAIN.fullmatch(name) and not re.search("财政拨款|基本支出|一般公共|基金", name)
        return kind if plain else TableKind.OTHER
    return kind


def _excluded(name: str) -> bool:
    by_economic = "经济分类" in name and "基本支出" not in name
    return by_economic or _NOT_STATUTORY.search(name) is not None


def is_title(text: str) -> bool:
    """Whether ``text`` has the form of a table's title, of whatever kind."""
    short = text.strip()
    if not 3 <= len(short) <= 60 or re.search("[。；，]", short) or _FORM_NUMBER.fullmatch(short):
        return False
    return _TITLE_END.search(short) is not None


def title_rows(rows: Sequence[Sequence[RawCell]]) -> int:
    """How many rows at the top of a grid hold its title, its number, who made it and its unit, and no header yet."""
    count = 0
    for index, row in enumerate(rows[:6]):
        texts = [cell.text.strip() for cell in row if cell.text.strip()]
        if not texts:
            continue
        if len(texts) > 3 or any(looks_numeric(text) for text in texts) or not any(map(_is_about, texts)):
            break
        count = index + 1
    return count if count < len(rows) else 0


def _is_about(text: str) -> bool:
    if is_title(text) and kind_of(text) is not TableKind.OTHER:
        return True
    return bool(UNIT_LINE.search(text) or _LABELLED.match(text) or _FORM_NUMBER.fullmatch(text))


def title_of(words: Sequence[tuple[str, Place]], place: Place) -> Title:
    """Caption and unit from ``words`` above the grid, nearest last; ``place`` is the grid's own.

    The nearest unit counts. The nearest text in the form of a title is the caption; nothing above it is looked at.
    """
    found = Title(place=place)
    for text, where in reversed(words):
        unit = UNIT_LINE.search(text)
        if unit and not found.unit:
            found.unit = unit[1]
        rest = re.sub(r"[（(]\s*[）)]", "", UNIT_LINE.sub("", text)).strip()
        if _is_caption(rest):
            year = _YEAR.search(rest)
            return replace(found, text=rest, place=where, year=int(year[1]) if year else None)
    return found


def _is_caption(rest: str) -> bool:
    if is_title(rest):
        return True
    return kind_of(rest) is not TableKind.OTHER and "表" in rest and len(rest) < 60 and "。" not in rest


_SCALE = re.compile(rf"[（(](?:金额)?(?:单位)?[:：]?({'|'.join(sorted(SCALES, key=len, reverse=True))})[）)]")
_COUNTED = re.compile(
    r"[（(](?:单位[:：])?((?:台|个|辆|套|人|次|批|组|家|户|项|人次|批次|平方米|亩|年|月|岁|%|％)(?:[、/]?[台套次个])?)[）)]"
)
_COUNTS = re.compile(r"人数|个数|数量|台数|辆数|批次|人次|团组|面积|编制数|份数|序号|年度|时间|日期")


def unit_in(text: str) -> str | None:
    """The unit that a header or row name prints for its own figures: a money scale, %, a counting unit.

    "" where the words say that they count something without naming the unit; None where they say nothing.
    """
    if scale := _SCALE.search(text):
        return scale[1]
    if counted := _COUNTED.search(text):
        return "%" if counted[1] in "%％" else counted[1]
    return "" if _COUNTS.search(text) else None
