"""Results chosen among several figures: ranked, listed, counted, filtered by bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.bounds import bound_words, within
from assistant.captions import topic_name
from assistant.figures import Views
from assistant.records import Figure, Plan, Result
from assistant.sums import addends, in_order, number_of, stated, summed
from corpus.records import UNITS_PER_YUAN


def count(plan: Plan, views: Views) -> Result:
    """How many projects or lines there are, refused where one prints no figure (it may be no item at all)."""
    figures, blanks = addends(replace(plan, measure=""), views)
    if not figures or blanks:
        return Result("not_found", reason="没有可以计数的项目" if not figures else "有的项没有金额，个数无法据此确定")
    only_projects = all(item.partition("#")[2].startswith("project:") for item in plan.subjects)
    level = plan.named.endswith("级科目")
    unit = plan.unit if plan.unit in ("个", "项", "条", "笔") else "个" if only_projects or level else "项"
    what = "数" if level else "的项目数" if only_projects else "的明细数"
    label = f"{plan.named or topic_name(plan.topic)}{what}"
    return Result("answered", (replace(number_of(figures, "headline", unit), label=label), *figures))


def rank(plan: Plan, views: Views) -> Result:
    """The first ``plan.limit`` by amount, and all that tie with the last of them; zeros are not among the smallest."""
    figures, blanks = addends(plan, views)
    ranked, zeros = _ranked(figures, plan.order)
    if not ranked:
        return Result("not_found", reason="没有可以比较的金额")
    limit = plan.limit or 1
    cut = ranked[:limit]
    ties = [figure for figure in ranked[limit:] if figure.value == cut[-1].value]
    note = f"在{len(ranked)}项中比较" + _bounds(plan)
    note += f"；{len(blanks)}项未填列金额，未参加比较" if blanks else ""
    note += f"；{zeros}项为零，未参加比较" if zeros else ""
    note += f"；有{len(ties)}项并列" if ties else ""
    return Result("answered", _headlines((*cut, *ties)), note=note)


def nth(plan: Plan, views: Views) -> Result:
    """The n-th largest or smallest alone; a tie at that place shows all that share it."""
    figures, _ = addends(plan, views)
    ranked, zeros = _ranked(figures, plan.order)
    place = (plan.limit or 1) - 1
    if place >= len(ranked):
        return Result("not_found", reason=f"一共只有{len(ranked)}项")
    heads = _headlines([figure for figure in ranked if figure.value == ranked[place].value])
    towards = "从小到大" if plan.order == "ascending" else "从大到小"
    note = f"在{len(ranked)}项中按金额{towards}排列，第{place + 1}位" + _bounds(plan)
    return Result("answered", heads, note=note + (f"；{zeros}项为零，未参加比较" if zeros else ""))


def listed(plan: Plan, views: Views) -> Result:
    """Every figure in the order of the document, then their number and sum."""
    figures, blanks = addends(plan, views)
    if not figures:
        return Result("not_found", reason="这些项都没有填列金额")
    note = f"另有{len(blanks)}项印出但未填列金额" if blanks else ""
    figures = in_order(figures, plan.order) if plan.order else figures
    return Result("answered", (*_headlines(figures), *_number_and_sum(figures)), note=note)


def filtered(plan: Plan, views: Views) -> Result:
    """The figures within all bounds of ``plan.filters``, largest first; their number alone where only that is asked."""
    figures, blanks = stated(plan, views)
    if not figures:
        return Result("not_found", reason="没有可以比较的金额")
    inside = [f for f in figures if in_bounds(f, plan.filters)]
    kept = in_order(inside, "descending")
    words = "、".join(bound_words(role, bound) for role, bound in plan.filters)
    note = f"在{len(figures)}项中比较：{words}" + (f"；{len(blanks)}项未填列金额，未参加比较" if blanks else "")
    if kept and not plan.asks_count:
        return Result("answered", (*_headlines(kept), *_number_and_sum(kept)), note=note)
    # A number of none rests on all that were compared.
    number = number_of(kept or figures, "headline")
    value = len(kept) * UNITS_PER_YUAN
    number = replace(number, label=f"{words}的项数", value=value, document=figures[0].document)
    return Result("answered", (number, *kept), note=note)


def in_bounds(figure: Figure, bounds: Sequence[tuple[str, str]]) -> bool:
    """Whether a figure is within all bounds, pairs of more or less and an amount (50万元, =50万元 if reached)."""
    return all(within(figure.value or 0, role, bound) for role, bound in bounds)


def _ranked(figures: Sequence[Figure], order: str) -> tuple[list[Figure], int]:
    """The figures in order, and how many zeros were left out: to spend nothing is not to spend the least."""
    spent = [figure for figure in figures if figure.value] if order == "ascending" else list(figures)
    return in_order(spent, order), len(figures) - len(spent)


def _bounds(plan: Plan) -> str:
    words = "、".join(bound_words(role, bound) for role, bound in plan.filters)
    return f"（{words}）" if words else ""


def _headlines(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    return tuple(replace(figure, role="headline") for figure in figures)


def _number_and_sum(figures: Sequence[Figure]) -> tuple[Figure, Figure]:
    return number_of(figures, "context"), replace(summed(figures, "合计"), role="context")
