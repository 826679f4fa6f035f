"""The indicators of a project form in plain text: rows of 一级指标, 二级指标, a name and a target value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.form_words import LEVEL_ONE_NAMES, LEVEL_TWO
from corpus.readers.text_grid import NOWHERE, Row, located_rows, name_cell
from corpus.readers.text_lines import Word
from corpus.readers.text_rows import by_line
from corpus.records import Problem, RawCell

_SIDE = "绩效指标"
_VALUE = re.compile(r"[≥≤=＝><《》≧≦]")
_LONGEST = 3
_FIRST_OF: dict[str, str] = {
    **dict.fromkeys(("数量指标", "质量指标", "时效指标"), "产出指标"),
    **dict.fromkeys(("社会效益指标", "经济效益指标", "生态效益指标", "可持续影响指标"), "效益指标"),
    **dict.fromkeys(("经济成本指标", "社会成本指标", "生态环境成本指标"), "成本指标"),
    "服务对象满意度指标": "满意度指标",
}
"""The first level to which the template gives each second level."""


def indicator_rows(head: Row, words: Sequence[Word], placed: bool) -> tuple[list[Row], list[Problem]]:
    """The rows below the header ``head``, and a problem for what has not exactly a name and a value."""
    rows: list[Row] = [head]
    problems: list[Problem] = []
    for level1, level2, texts in _stretches(words):
        pairs = _pairs(texts) if not placed or _on_one_line(level2, texts) else None
        if pairs is None:
            rows += located_rows([*level1, *level2, *texts])
            problems.append(
                Problem("column-unknown", "names and values of indicators cannot be told apart", texts[0].place)
            )
            continue
        top = _top(level2) if placed else name_cell(level1) if level1 else NOWHERE
        for name, value in pairs:
            second = name_cell(level2) if level2 else NOWHERE
            rows.append((NOWHERE, top, second, name_cell(name), name_cell(value)))
            top, level2 = NOWHERE, []
    return rows, problems


def _on_one_line(level2: Sequence[Word], texts: Sequence[Word]) -> bool:
    """Whether a row stands on one line with its second level, which decides its first one."""
    known = "".join(word.text for word in level2) in _FIRST_OF
    return known and len({word.line for word in (*level2, *texts)}) == 1


def _top(level2: Sequence[Word]) -> RawCell:
    return RawCell(_FIRST_OF["".join(word.text for word in level2)], level2[0].place)


def _stretches(words: Sequence[Word]) -> list[tuple[list[Word], list[Word], list[Word]]]:
    """The words between the names of levels, with the names that stand before them."""
    found: list[tuple[list[Word], list[Word], list[Word]]] = []
    level1: list[Word] = []
    level2: list[Word] = []
    texts: list[Word] = []
    at = 0
    while at < len(words):
        size, level = _level_at(words, at)
        if size and texts:
            found.append((level1, level2, texts))
            level1, level2, texts = [], [], []
        run = list(words[at : at + max(size, 1)])
        if level == 1:
            level1 = run
        elif level == 2:
            level2 = run
        elif not size:
            texts += run
        at += max(size, 1)
    return [*found, (level1, level2, texts)] if texts else found


def _level_at(words: Sequence[Word], at: int) -> tuple[int, int]:
    """How many words from ``at`` on name a level, and which: 1, 2, or 0 for the label at the side of the indicators."""
    for size in range(_LONGEST, 0, -1):
        text = "".join(word.text for word in words[at : at + size])
        if text in LEVEL_ONE_NAMES and text.endswith("指标"):
            following = "".join(word.text for word in words[at + size : at + size + 1])
            return size, 2 if text in LEVEL_TWO and following not in LEVEL_TWO and _is_second(words, at) else 1
        if text in LEVEL_TWO and text.endswith("指标"):
            return size, 2
        if text == _SIDE:
            return size, 0
    return 0, -1


def _is_second(words: Sequence[Word], at: int) -> bool:
    """Whether a name of either level follows the name of a first level."""
    return at > 0 and words[at - 1].text in LEVEL_ONE_NAMES


def _pairs(texts: Sequence[Word]) -> list[tuple[list[Word], list[Word]]] | None:
    """Names with their values: two words, two on each line, or each value marked by its sign; None otherwise."""
    if len(texts) == 2:
        return [([texts[0]], [texts[1]])]
    lines = list(by_line(texts))
    if all(len(line) == 2 for line in lines):
        return [([line[0]], [line[1]]) for line in lines]
    marked = [at for at, word in enumerate(texts) if _VALUE.match(word.text)]
    if marked and marked[-1] == len(texts) - 1 and marked[0] > 0 and all(b - a > 1 for a, b in pairwise(marked)):
        starts = [0, *(at + 1 for at in marked[:-1])]
        return [(list(texts[start:at]), [texts[at]]) for start, at in zip(starts, marked, strict=True)]
    return None
