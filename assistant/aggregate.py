"""Plan and facts to an exact Result. Figures keep their observations, sums their addends; arithmetic is integer."""

from __future__ import annotations

from collections.abc import Callable

from assistant import figures, proportions, rankings, series, sums
from assistant.figures import Views
from assistant.records import Plan, Result
from assistant.sums import difference, summed

__all__ = ["difference", "execute", "summed"]


def execute(plan: Plan, views: Views) -> Result:
    """The result of a plan whose words are all placed. Operations on earlier results are resolved before."""
    return _EXECUTORS[plan.operation](plan, views)


def _none(plan: Plan, views: Views) -> Result:
    return Result("not_found", reason=plan.named or "范围内没有项目申报表")


def _clarify(plan: Plan, views: Views) -> Result:
    return Result("clarify", choices=plan.choices)


_EXECUTORS: dict[str, Callable[[Plan, Views], Result]] = {
    "lookup": figures.looked_up,
    "change": figures.change,
    "attribute": figures.attribute,
    "total": lambda plan, views: sums.total(plan, views, execute),
    "several": lambda plan, views: sums.several(plan, views, execute),
    "average": sums.average,
    "share": lambda plan, views: proportions.share(plan, views, execute),
    "rest": lambda plan, views: proportions.rest(plan, views, execute),
    "ratio": lambda plan, views: proportions.ratio(plan, views, execute),
    "difference": lambda plan, views: sums.difference_of_parts(plan, views, execute),
    "extreme": lambda plan, views: sums.extreme(plan, views, execute),
    "shares": lambda plan, views: proportions.shares(plan, views, execute),
    "count": rankings.count,
    "rank": rankings.rank,
    "nth": rankings.nth,
    "list": rankings.listed,
    "filter": rankings.filtered,
    "clarify": _clarify,
    "none": _none,
    "series": lambda plan, views: series.series(plan, views, execute),
    "contrast": lambda plan, views: series.contrast(plan, views, execute),
    "top": lambda plan, views: series.top(plan, views, execute),
    "sum": lambda plan, views: series.total(plan, views, execute),
    "mean": lambda plan, views: series.mean(plan, views, execute),
    "times": lambda plan, views: series.times(plan, views, execute),
    "completion": lambda plan, views: series.completion(plan, views, execute),
}
