"""A share of a contract that a line item names (首付70%) against the whole that it can refer to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from corpus.checks.comparison import Figure, Rule, digits, judged, of_cell, otherwise, outcome, status_of
from corpus.checks.forms import funding, subject_of
from corpus.normal import label
from corpus.records import UNITS_PER_YUAN, Check, CheckStatus, LineItem, Project, Reading, Severity

_SHARE = Rule("line-share-of-whole", Severity.WARNING)
_UNKNOWN = Rule("line-share-of-whole", Severity.NOTICE)
_NAMED = re.compile(
    r"(?:(?P<year>20\d{2})年(?:度)?)?(?:合同)?"
    r"(?P<word>首付款?|首款|首期款?|预付款?|进度款|中期款|尾款|余款|质保金)(?:的)?(?P<share>\d{1,3}(?:\.\d+)?)%"
)
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class _Share:
    """A line that names a share: ``object`` is what is left of its text, ``share`` and ``step`` are percentages."""

    line: LineItem
    words: str
    year: int | None
    share: Fraction
    step: Fraction
    object: str


def line_share_of_whole(reading: Reading) -> Iterator[Check]:
    """A line's amount = its share × the contract's whole.

    The whole is 项目总预算, if the form has no line about anything else and more is to be paid in all than in this
    year: then it is more than the sum of this year's lines. A contract of another year than the form's may have had
    another whole; a line of such a year that does not fit is not run, never failed.
    """
    checks = (check for project in reading.projects for check in _of_project(project))
    yield from otherwise(checks, _SHARE.not_run("没有注明付款比例的明细"))


def _of_project(project: Project) -> Iterator[Check]:
    shares = [share for line in project.lines if (share := _share(line))]
    for share in shares:
        yield _judge(project, share, alone=len({_object(line) for line in project.lines}) == 1)


def _text(line: LineItem) -> str:
    return label(line.detail or line.content)


def _share(line: LineItem) -> _Share | None:
    found = list(_NAMED.finditer(_text(line)))
    if len(found) != 1 or line.amount is None or line.amount.amount is None:
        return None
    match = found[0]
    decimals = len(match["share"].partition(".")[2])
    year = int(match["year"]) if match["year"] else None
    return _Share(line, match[0], year, Fraction(match["share"]), Fraction(1, 10**decimals), _object(line))


def _object(line: LineItem) -> str:
    """What the line pays for: its text without the share."""
    return _NAMED.sub("", _text(line))


def _judge(project: Project, share: _Share, alone: bool) -> Check:
    lead = f"项目“{project.name}”明细所称“{share.words}”"
    subjects = (f"line:{share.line.key}", subject_of(project))
    whole, year = funding(project, "项目总预算"), funding(project, "当年预算")
    if whole is None or whole.amount is None or year is None or year.amount is None:
        return _UNKNOWN.not_run(f"{lead}：未列示可作为总额的项目总预算", subjects)
    if not alone:
        return _UNKNOWN.not_run(f"{lead}：项目另有其他明细，项目总预算不是这份合同的总额", subjects)
    check = _compared(lead, share, whole, subjects)
    if check.status is not CheckStatus.FAIL:
        return check
    if whole.value <= year.value:
        return _UNKNOWN.not_run(f"{lead}：项目总预算只等于当年预算，合同总额未列示", subjects)
    if share.year is not None and share.year != project.year:
        return _UNKNOWN.not_run(f"{lead}：{share.year}年合同的总额未列示", subjects)
    return check


def _compared(lead: str, share: _Share, whole: Figure, subjects: tuple[str, ...]) -> Check:
    assert share.line.amount is not None and share.line.amount.amount is not None and whole.amount is not None
    part = of_cell("明细金额", share.line.amount, subjects[0])
    expected = round(share.share * whole.value / _HUNDRED)
    slack = share.step * whole.value + share.share * whole.amount.step
    tolerance = int(slack / _HUNDRED + share.line.amount.amount.step) // 2
    status = status_of(part.value - expected, tolerance)
    shown = digits(expected, UNITS_PER_YUAN // 100, "元")
    real = f"（占{float(Fraction(part.value, whole.value) * _HUNDRED):.2f}%）" if whole.value else ""
    verdict = outcome(status, part.value - expected, "元")
    sentence = f"{lead}：项目总预算{whole.text}的{float(share.share):g}%为{shown}，与明细金额{part.text}{real}{verdict}"
    return judged(_SHARE, status, sentence, ([whole], [part]), (expected, part.value, tolerance), "元")
