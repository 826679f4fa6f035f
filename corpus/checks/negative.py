"""Amounts below zero where there can be none: sentences say 减少, and a budget plans no less than nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.checks.comparison import Rule, otherwise, show
from corpus.checks.ledger import MONEY, Ledger
from corpus.checks.verdict import verdict
from corpus.narrative_text import Locator, canonical
from corpus.records import NOT_APPLICABLE, Check, Paragraph, Reading, Severity

_RULE = Rule("negative-figure", Severity.WARNING)
_NAMED = (
    "预算|支出|收入|费|科目|金额|执行数|决算|决算数|安排|增加|减少|增长|下降|类|款|项|货物|工程|服务|合计|总计|总额"
)
_MINUS = re.compile(
    rf"(?:{_NAMED})[）)”\"]*(?:数|额)?(?:为|是|共计|共)?\s*(?P<figure>[-−－]\s*\d[\d,]*(?:\.\d+)?\s*(?:万元|亿元|元|[%％]))"
)
_MAY_BE_BELOW_ZERO = re.compile(r"结余|结转|冲减|冲销|收回|退回|退库|退款|调减|余额|利润|亏损|盈亏|差额|赤字")

_RATE_OF_GROWTH = re.compile(r"增长.*[%％]$")
"""A rate of growth is often written with a minus (增长-5%)."""


def negative_figure(reading: Reading) -> Iterator[Check]:
    """No level, change or rate in a sentence, and no amount in a table of a budget, is below zero.

    A sentence says 减少. Not judged: sentences about balances, refunds and results, which may be negative, rates of
    growth, and the tables of final accounts, where a refund may outweigh what was spent.
    """
    found = [check for line in reading.paragraphs for check in _in_sentences(line)]
    if reading.document.stage == "预算":
        found += _in_tables(reading)
    yield from otherwise(iter(found), _RULE.not_run("没有带负号的金额"))


def _in_sentences(line: Paragraph) -> Iterator[Check]:
    text, locator = canonical(line.text), Locator(line)
    for match in _MINUS.finditer(text):
        start = max(text.rfind(mark, 0, match.start()) for mark in "。；\n") + 1
        stop = min((at for mark in "。；\n" if (at := text.find(mark, match.end())) >= 0), default=len(text))
        if not _MAY_BE_BELOW_ZERO.search(text, start, stop) and not _RATE_OF_GROWTH.search(match[0]):
            place = locator.place(match.start("figure"), match.end("figure"))
            words = text[max(start, match.start() - 12) : match.end()]
            yield verdict(_RULE, False, f"说明文字“{words}”带负号", ([], [place]))


def _in_tables(reading: Reading) -> Iterator[Check]:
    ledger = Ledger(reading)
    for statement in reading.statements:
        if statement.view != "level" or statement.measure != MONEY or statement.side == NOT_APPLICABLE:
            continue
        for observation in statement.observations:
            amount, table = observation.amount, observation.place.table
            if observation.origin == "table" and amount and amount.value < 0 and table and not observation.duplicate:
                name = ledger.name(statement.subject.key)
                sentence = f"{ledger.caption(table)}“{name}”{show(amount)}，预算金额小于零"
                yield verdict(_RULE, False, sentence, ([], [observation.place]), (statement.subject.key,))
