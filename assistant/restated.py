"""Ways of asking that stand for another: rewritten before a question is read, so that each thing has one form."""

from __future__ import annotations

import re

from assistant.amounts_said import bounds_in_full

_MONEY_OF = re.compile(r"占了?(?=多少(?:钱|元|万元|亿元))")
"""占了多少钱 asks for an amount, not for a share."""
_SINCE = re.compile(r"比(?:上年|去年|上一年|前一年|(?:19|20)\d{2}年)")
_BY_PERCENT = re.compile(r"(?<![减增])[多少高低]出?了?(?=百分之[几多])")
"""比上年少百分之几 asks for a rate of change."""
_EACH_QUARTER = re.compile(r"平均每个?季度?")
_QUARTERS = re.compile(r"季度.*平均每个?季")
"""The mean of what is planned for the quarters, where these are what is spoken of."""
_THREE_PUBLIC = re.compile(r"[“\"]?三公[”\"]?(?=[里中内](?:的|面))")
"""三公里的公务接待费 is no distance."""
_CARS = re.compile(r"(几|多少)(?:辆|台|部)(?:汽|轿)?车(?![辆库位牌])")
"""几辆车 asks for the number of 车辆, as documents print it."""


def restated(spoken: str) -> str:
    """The question (normal form, with its punctuation) in the words that are read."""
    spoken = bounds_in_full(_CARS.sub(r"车辆\1辆", spoken))
    spoken = _MONEY_OF.sub("有", _THREE_PUBLIC.sub("三公经费表", spoken))
    if _SINCE.search(spoken):
        spoken = _BY_PERCENT.sub(lambda match: "增加" if match[0][0] in "多高" else "减少", spoken)
    return _EACH_QUARTER.sub("平均每个", spoken) if _QUARTERS.search(spoken) else spoken
