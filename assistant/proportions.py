"""Results of a part and a whole: a share, what is left of the whole, how many times one figure is another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from assistant.chain import proven_part
from assistant.figures import Views
from assistant.records import Figure, Plan, Result
from assistant.rounded import HUNDREDTH, percentage, to_hundredth
from assistant.sums import difference, overlapping, share_of
from corpus.records import UNITS_PER_YUAN

Execute = Callable[[Plan, Views], Result]


def share(plan: Plan, views: Views, execute: Execute) -> Result:
    """The first part in the second, as a percentage to two decimal places."""
    part, whole = (_one(side, views, execute) for side in plan.parts)
    if isinstance(part, str) or isinstance(whole, str):
        return Result("not_found", reason=next(side for side in (part, whole) if isinstance(side, str)))
    if any(_apart(whole, one, views) for one in (part.operands or (part,))):
        return Result("not_found", reason=f"“{_name(part)}”不是“{_name(whole)}”的组成部分，不求占比")
    return share_of(part, whole)


def shares(plan: Plan, views: Views, execute: Execute) -> Result:
    """The share of each of several parts, or of each row of a list, in one whole."""
    *sides, last = plan.parts
    whole = _one(last, views, execute)
    if isinstance(whole, str):
        return Result("not_found", reason=whole)
    results = [execute(side, views) for side in sides]
    parts = [figure for result in results for figure in result.figures if figure.role == "headline"]
    lacking = next((result.reason for result in results if not result.figures), "")
    if lacking or not parts or any(_apart(whole, part, views) for part in parts):
        return Result("not_found", reason=lacking or f"其中有的不是“{_name(whole)}”的组成部分，不求占比")
    found = [share_of(part, whole).figures for part in parts]
    if not all(found):
        return Result("not_found", reason="单位不同或总额为零，不能求占比")
    heads, terms = (tuple(figures[n] for figures in found) for n in (0, 1))
    return Result("answered", (*heads, *terms, found[0][2]))


def rest(plan: Plan, views: Views, execute: Execute) -> Result:
    """The whole less its parts. Each part must be proven to be in the whole by the checks of the document.

    What is only said to be subtracted, and is no part, is a difference.
    """
    found = [_one(side, views, execute) for side in plan.parts]
    reason = next((side for side in found if isinstance(side, str)), "")
    figures = [side for side in found if not isinstance(side, str)]
    if reason:
        return Result("not_found", reason=reason)
    whole, parts = figures[0], figures[1:]
    if len({figure.unit for figure in figures}) > 1:
        return Result("not_found", reason="单位不同，不能相减")
    nothing = next((figure for figure in parts if not figure.value), None)
    if nothing is not None:
        return Result("not_found", reason=f"“{_name(nothing)}”为零，“{_name(whole)}”中没有这一项")
    unproven = [figure for figure in parts if not _inside(whole, figure, views)]
    if unproven and plan.named and len(parts) == 1 and _alike(whole, parts[0]):
        return Result("answered", difference(whole, parts[0]))
    if unproven:
        name, of = _name(unproven[0]), _name(whole)
        return Result("not_found", reason=f"文件的勾稽关系没有印证“{name}”包含在“{of}”之内，不能相减")
    if len(parts) > 1 and overlapping(plan.parts[1:], views):
        return Result("not_found", reason="其中一项包含另一项，相减会重复计算")
    if plan.limit and len(whole.operands) - len(parts) != plan.limit:
        return Result("not_found", reason=f"除去以后剩下的不是{plan.limit}项")
    value = (whole.value or 0) - sum(figure.value or 0 for figure in parts)
    if value < 0:
        return Result("not_found", reason="部分大于整体，文件的数字有出入，不能相减")
    terms = tuple(replace(figure, role="context") for figure in figures)
    label = f"{_name(whole)}中除{'、'.join(_name(figure) for figure in parts)}以外的部分"
    step = max(figure.step for figure in figures)
    head = Figure("headline", label, value, step, whole.unit, whole.document, operands=terms)
    return Result("answered", (head, *terms), note="文件没有直接印出这一数字，由整体减去部分得出。")


def ratio(plan: Plan, views: Views, execute: Execute) -> Result:
    """How many times the second figure the first one is, to two decimal places."""
    found = [_one(side, views, execute) for side in plan.parts]
    figures = [side for side in found if not isinstance(side, str)]
    if len(figures) != 2:
        return Result("not_found", reason=next(side for side in found if isinstance(side, str)))
    one, other = figures
    if not _alike(one, other) or one.value is None:
        return Result("not_found", reason="两者口径不同，不能相比")
    if not other.value:
        return Result("not_found", reason=f"{_name(other)}为零，不能相除")
    if plan.view == "rate":
        return _more_by(one, other, (replace(one, role="context"), replace(other, role="context")))
    return Result("answered", times(one, other))


def times(one: Figure, other: Figure) -> tuple[Figure, ...]:
    """How many times ``other`` (not zero) ``one`` is, to two decimal places, as a headline with both as context."""
    terms = (replace(one, role="context"), replace(other, role="context"))
    exact = Decimal(one.value or 0) * UNITS_PER_YUAN / Decimal(other.value or 1)
    value = to_hundredth(exact)
    label = f"{_name(one)}相当于{_name(other)}的倍数"
    qualifier = "=" if value == exact else "约"
    head = Figure("headline", label, value, HUNDREDTH, "倍", one.document, qualifier=qualifier, operands=terms)
    return (head, *terms)


def _more_by(one: Figure, other: Figure, terms: tuple[Figure, Figure]) -> Result:
    """By what percentage of the second figure the first one is more or less."""
    gap = (one.value or 0) - (other.value or 0)
    value, step = percentage(abs(gap), other.value or 1)
    label = f"{_name(one)}比{_name(other)}{'多' if gap >= 0 else '少'}"
    direction = "increase" if gap > 0 else "decrease" if gap < 0 else None
    head = Figure("headline", label, value, step, "%", one.document, direction=direction, operands=terms)
    return Result("answered", (head, *terms))


def _one(plan: Plan, views: Views, execute: Execute) -> Figure | str:
    """The one figure of a side; the reason where there is none or not one alone."""
    result = execute(plan, views)
    heads = [figure for figure in result.figures if figure.role == "headline"]
    if not heads or heads[0].value is None:
        return result.reason or "没有这一项的金额"
    if any(figure.role == "alternative" for figure in result.figures):
        return f"“{_name(heads[0])}”在文件中有不一致的列示，不据以计算"
    if plan.operation == "rank" and len(heads) > 1:
        return "有并列的几项，不是一个数"
    return heads[0]


def _inside(whole: Figure, part: Figure, views: Views) -> bool:
    """Whether the part is proven to be in the whole: an addend of it, a year of its project, or by stored checks."""
    if any(part.statement is not None and part.statement == operand.statement for operand in whole.operands):
        return True
    held, said = whole.statement, part.statement
    if held is None or said is None or whole.document != part.document:
        return False
    if held.subject == said.subject and (held.measure, said.measure) == ("项目总预算", "当年预算"):
        return (said.subject.kind, held.stage) == ("project", said.stage)
    return proven_part(views[whole.document], whole, part)


_ROWS = ("function", "economic", "project", "line")


def _apart(whole: Figure, part: Figure, views: Views) -> bool:
    """Whether two figures are rows, projects or lines of which none is a part of the other."""
    held, said = whole.statement, part.statement
    if held is None and whole.operands and said is not None:  # the whole is a sum: the part must be among its addends
        return not any(_among(operand, part) for operand in whole.operands)
    if held is not None and held.subject.kind == "organisation" and said is not None:
        one_kind = held.expenditure_kind not in ("合计", "n/a")  # of a row of all kinds only a column is in it
        return one_kind and said.subject.kind == "function" and not _inside(whole, part, views)
    if held is None or said is None or held.subject.kind not in _ROWS:
        return False
    if said.subject.kind == "organisation":
        return True
    if said.subject.kind not in _ROWS:
        return False
    if held.subject == said.subject or (said.subject.project and held.subject.project == said.subject.project):
        return False
    coded = held.subject.kind == said.subject.kind and bool(said.subject.code)
    if coded and said.subject.code.startswith(held.subject.code):
        return False
    return not _inside(whole, part, views)


def _among(addend: Figure, part: Figure) -> bool:
    """Whether a part is an addend of a sum, or a line of a project that is one."""
    held, said = addend.statement, part.statement
    if held is None or said is None or addend.document != part.document:
        return False
    same = held.subject == said.subject
    return same or (held.subject.kind == "project" and said.subject.project == held.subject.project)


def _alike(one: Figure, other: Figure) -> bool:
    """Whether two figures are levels of one stage, side and unit."""
    kinds = [figure.statement for figure in (one, other) if figure.statement is not None]
    sides = {statement.side for statement in kinds} - {"n/a"}
    stages = {statement.stage for statement in kinds}
    views = {statement.view for statement in kinds}
    return one.unit == other.unit and len(sides) < 2 and len(stages) < 2 and views <= {"level"}


def _name(figure: Figure) -> str:
    return figure.label.rstrip("：")
