"""What a project of several years costs in all of them: 2024到2026三年总共, 三年总额."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.outcome import FOUND, Outcome

_YEAR = r"(20\d{2})\s*年?度?"
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_TOTAL = r"(?:加(?:在)?(?:一块儿?|一起|起来)?)?(?:总共|一共|总计|合计|共计|总额|总和|总预算|总的|共)"
_OVER = re.compile(
    rf"[,，]?(?:从)?(?:{_YEAR}\s*(?:到|至|-|—|~|～)\s*{_YEAR}\s*(?:这|共|的)?(?:([两二三四五])年)?|(?:这)?([两二三四五])年(?:期)?)"
    rf"(?:里|间|期间|内)?的?(?:{_TOTAL})(?:的)?(?:预算|资金|经费|金额|钱)?(?=.{{0,2}}(?:多少|几|$|[?？]))"
)


@dataclass(frozen=True, slots=True)
class ProjectYears:
    """The question for the total of a project, and the years that it must be of (``first`` 0 where none are said)."""

    text: str
    first: int
    last: int
    count: int


def over_project_years(text: str) -> ProjectYears | None:
    """The question with the words for several years together as 项目总预算; None where there are none."""
    found = _OVER.search(text)
    if found is None:
        return None
    first, last = int(found[1] or 0), int(found[2] or 0)
    count = _COUNTS[found[3] or found[4]] if found[3] or found[4] else last - first + 1
    if count < 2 or (first and last - first + 1 != count):
        return None
    return ProjectYears(f"{text[: found.start()]}项目总预算{text[found.end() :]}", first, last, count)


def is_of(outcome: Outcome, meant: ProjectYears) -> bool:
    """Whether the outcome is the one total of a project over just those years."""
    heads = [figure for figure in outcome.result.figures if figure.role == "headline"]
    if outcome.result.status not in FOUND or len(heads) != 1 or heads[0].statement is None:
        return False
    said = heads[0].statement
    years = (said.period_from, said.period_to)
    whole = said.period_kind == "project" and years[1] - years[0] + 1 == meant.count
    return whole and (not meant.first or years == (meant.first, meant.last))


def is_of_one_year(outcome: Outcome) -> bool:
    """Whether what was found is printed for one year: no answer where several years' total is asked for."""
    heads = [figure for figure in outcome.result.figures if figure.role == "headline"]
    return (
        bool(heads)
        and all(
            figure.statement is not None and figure.statement.period_from == figure.statement.period_to
            for figure in heads
        )
        and len({figure.statement.period_from for figure in heads if figure.statement is not None}) == 1
    )
