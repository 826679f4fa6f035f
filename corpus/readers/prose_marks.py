"""By what a printed line of prose is known, in every format: list markers, labels, figures, the end of a sentence."""

from __future__ import annotations

import re

CONTENTS_LEVEL = 9
"""The level of a heading that is only an entry of the table of contents."""

FINAL = tuple("。！？；：:;!?")
"""What ends a sentence or announces a list."""

FIGURE = re.compile(r"\d(?![\d年]*年)[\d,.]*\s*(?:[万亿千]?元|[%％个辆台套家项人次])")
"""A figure with a unit; a text that holds one is no heading."""

_MARKERS = (
    (re.compile(r"第[一二三四五六七八九十百\d]+(?:部分|章|篇)"), 1),
    (re.compile(r"[一二三四五六七八九十]{1,3}、"), 2),
    (re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"), 3),
    (re.compile(r"\d{1,2}(?:[.．](?!\d{1,3}(?!\d))|、)"), 4),
    (re.compile(r"[（(]\d{1,2}[）)]|[①-⑳⑴-⒇]"), 5),
    (re.compile(r"第[一二三四五六七八九十百]+条|注[：:]|[●■◆•]"), 0),
)
_LABELLED = re.compile(
    r"(?:金额)?单位[：:]|(?:编制|填报|预算|主管|公开|填制)[\u4e00-\u9fff]{0,4}(?:部门|单位)[：:]|部门[：:]"
)


def is_labelled(text: str) -> bool:
    """Whether ``text`` begins with a label such as 单位： or 编制部门：."""
    return _LABELLED.match(text) is not None


def marker_level(text: str) -> int | None:
    """The heading level that goes with the list marker at the start of ``text``, None if it has none."""
    return next((level for pattern, level in _MARKERS if pattern.match(text)), None)
