"""Shares of earlier answers: 占比, 占它的百分之几, 第一项占工资福利支出的百分比, 办公费占多少."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.belonging import named, overlapping, part_of
from assistant.pointing import FORMER, HOW_MUCH, LATTER, LEAD, MANY, ONE, TAIL, one_of, some_of
from assistant.records import Figure, Turn
from assistant.sums import share_of, summed
from assistant.turns import Edit, Term, answered, ask_back, distinct, identity, last_pair, listed

_NONE = "请说明指的是哪一项"
_WHOLES = {
    "支出": "支出总额", "总额": "", "总数": "", "全部": "", "整个": "", "支出总额": "支出总额", "总支出": "支出总额",
    "全部支出": "支出总额", "支出总计": "支出总额", "预算总额": "", "总预算": "", "总的": "", "总量": "", "总盘子": "",
    "收入": "收入总额", "总收入": "收入总额", "收入总额": "收入总额", "全部收入": "收入总额",
    "项目支出": "项目支出合计", "项目支出总额": "项目支出合计", "全部项目支出": "项目支出合计",
    "基本支出": "基本支出合计", "基本支出总额": "基本支出合计",
}  # fmt: skip
"""The wholes of a share that stand in every budget, as words that ask for them ("": the total of the figure's side)."""
_OF_PROJECT = (
    r"(?:整个|该|这个?|所在的?|所属的?|本)项目|(?:该|这个?|所在的?|所属的?|本|整个)?项目的?(?:总额"
    r"|总预算|总金额|合计|预算|金额|总数|总的|资金总额|当年预算|年度预算)"
)
_SHARE = re.compile(rf"{LEAD}(?P<part>{MANY}|{ONE})?(?:合计|之和|一共|加起来)?占(?:了|到|的)?(?P<whole>.*?){HOW_MUCH}")
_SHARE_OF_IT = re.compile(rf"{LEAD}(?P<words>.*?\S)占(?:了|到)?(?P<whole>{ONE}){HOW_MUCH}")
_BARE_SHARE = re.compile(rf"{LEAD}(?:所)?(?:占比|占的?比[例重]|比[例重]|占百分之[几多]少?|百分比|占几成){TAIL}")
SHARE_IN = re.compile(
    rf"{LEAD}(?:其中)?的?(?P<words>.*?[^\s的])占(?:了|到)?(?:百分之几|百分之多少|几成|多大比例|多大比重|多少比例|多少|比例|比重)"
    r"(?:是多少|呢|是)*"
)


def _share(match: re.Match[str], history: Sequence[Turn]) -> Edit | None:
    """An earlier figure in another one, in a whole that every budget has, or in one that is named."""
    part, whole = match["part"] or "", match["whole"]
    if re.fullmatch(r"(?:几|百分之|多).*", whole):
        return None
    one = _part_of_share(part, history)
    if isinstance(one, str):
        return ask_back(one)
    if whole in ("", "比", "比例", "比重"):
        return _bare_share(one, history)
    if re.fullmatch(ONE, whole):
        return _share_of_other(one, whole, history)
    lines = [figure for figure in (one, *one.operands) if figure.statement is not None]
    of_lines = bool(lines) and all(f.statement is not None and f.statement.subject.kind == "line" for f in lines)
    if of_lines and re.fullmatch(_OF_PROJECT, whole):
        return Edit(terms=(Term(one), Term(words="#project")), relation="share", document=one.document)
    project = one.statement is not None and one.statement.subject.kind == "project"
    if project and re.fullmatch(r"(?:该|这个?|本|整个)?项目的?(?:总预算|总额|总资金|资金总额|总金额)|总预算", whole):
        asked = f"{named(one)}的项目总预算"
        return Edit(terms=(Term(one), Term(words=asked)), relation="share", document=one.document)
    if whole in ("整个", "全部", "总数", "总的", "总量") and len(listed(history)) > 1:
        return ask_back("请说明占哪一项的比例")  # of the list, or of everything
    words = _WHOLES.get(whole, whole)
    if not words:
        income = one.statement is not None and one.statement.side == "收入"
        words = "收入总额" if income else "支出总额"
    if one.statement is not None and one.statement.subject.kind == "organisation" and whole in _WHOLES:
        return ask_back("请说明占哪一项的比例")
    asked = f"{named(one)}占{whole}的百分之几" if named(one) else ""
    return Edit(terms=(Term(one), Term(words=words)), relation="share", document=one.document, asked=asked)


def _part_of_share(said: str, history: Sequence[Turn]) -> Figure | str:
    """The figure that is the part: one, or the sum of several."""
    if said and re.fullmatch(MANY, said) and not re.fullmatch(ONE, said):
        found = some_of(said, history)
        if isinstance(found, str):
            return found
        if len({figure.unit for figure in found}) > 1 or overlapping(found):
            return "前面几项不能相加，请说明指的是哪一项"
        return summed([replace(figure, role="part") for figure in found], "以上各项合计")
    one = one_of(said, history)
    if isinstance(one, Figure) and (one.unit != "元" or (one.statement is None and one.direction is not None)):
        return _NONE  # neither a percentage nor a difference is part of a whole
    return one


def _share_of_other(one: Figure, whole: str, history: Sequence[Turn]) -> Edit:
    pair = last_pair(history)
    pointed = re.fullmatch(rf"(?:{FORMER}|{LATTER}).*|第.*|首.*|最.*|倒.*|末.*|上一.*", whole)
    if pointed:
        found = one_of(whole, history)
        other = found if isinstance(found, Figure) else None
    else:
        other = next((f for f in pair if identity(f) != identity(one)), None) if len(pair) == 2 else None
    if other is None or identity(other) == identity(one) or other.unit != one.unit or not other.value:
        return ask_back("请说明占哪一项的比例")
    if one.document != other.document or (one.value or 0) > other.value:
        return ask_back("前面两项不是部分与整体，请说明占哪一项的比例")
    return answered("combine", share_of(one, other).figures, history, "前面两项的比例")


def _share_of_it(match: re.Match[str], history: Sequence[Turn]) -> Edit | None:
    """“办公费占它的百分之几”: something named in the one figure just shown."""
    whole = one_of(match["whole"], history)
    if isinstance(whole, str):
        return ask_back(whole)
    if whole.unit != "元":
        return ask_back("请说明占哪一项的比例")
    return _in_figure(match["words"], whole)


def _in_figure(words: str, whole: Figure) -> Edit:
    """The share of something named in a figure; the conversation goes on from it written out."""
    name = named(whole)
    if not name and whole.statement is not None and whole.statement.expenditure_kind in ("合计", "n/a"):
        name = f"{whole.statement.side}总额"
    asked = f"{words}占{name}的百分之几" if name else ""
    return Edit(terms=(Term(words=words), Term(whole)), relation="share", document=whole.document, asked=asked)


def _share_in(match: re.Match[str], history: Sequence[Turn]) -> Edit | None:
    """“办公费占多少”, with no whole said: in the one figure just shown."""
    if re.fullmatch(rf"{LEAD}(?:{ONE}|{MANY}|所)?", match["words"]):
        return None
    whole = one_of("", history)
    if isinstance(whole, Figure) and whole.unit == "%" and len(whole.operands) == 2:
        whole = whole.operands[1]  # another part of the same whole
    if isinstance(whole, str) or whole.unit != "元":
        return ask_back("请说明占哪一项的比例")
    return _in_figure(match["words"], whole)


def _bare(match: re.Match[str], history: Sequence[Turn]) -> Edit:
    one = _part_of_share("", history)
    return ask_back(one) if isinstance(one, str) else _bare_share(one, history)


def _bare_share(one: Figure, history: Sequence[Turn]) -> Edit:
    """占比 alone: in the last one of the earlier figures that the figure is a part of."""
    wholes = [
        f for f in distinct(history) if part_of(one, f) and f.unit == one.unit and (f.value or 0) >= (one.value or 0)
    ]
    whole = next((figure for figure in reversed(wholes) if figure.value), None)
    if whole is None:
        return ask_back("请说明占哪一项的比例")
    asked = f"{named(one)}占{named(whole)}的百分之几" if named(whole) and named(one) else ""
    edit = answered("combine", share_of(one, whole).figures, history, "前面两项的比例")
    return replace(edit, asked=asked)


SHARES: dict[re.Pattern[str], Callable[[re.Match[str], Sequence[Turn]], Edit | None]] = {
    _BARE_SHARE: _bare,
    _SHARE: _share,
    _SHARE_OF_IT: _share_of_it,
    SHARE_IN: _share_in,
}
"""What each pattern of a share means, in the order in which they are tried."""
