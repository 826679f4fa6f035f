"""Shares of a whole that a sentence prints behind its parts (其中：甲10万元，占20%), computed again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from corpus.checks.comparison import Figure, Rule, digits, judged, otherwise, outcome, show, status_of
from corpus.checks.ledger import ORGANISATION
from corpus.narrative_text import Locator, Quantity, canonical, quantities
from corpus.records import UNITS_PER_YUAN, CellKind, Check, Paragraph, Reading, Severity

_SHARE = Rule("share-of-whole", Severity.ERROR)
_OPENS = re.compile(r"^，(?:其中|主要用于以下方面|具体(?:如下|包括)|按[^，。；]{1,12}分)")
_STATES = re.compile(r"^，?占$")
_PERCENT = 100 * UNITS_PER_YUAN
_SENTENCE_END = "。"


def share_of_whole(reading: Reading) -> Iterator[Check]:
    """占…% right behind a part = the part ÷ the whole that opens the sentence.

    Run where an amount is followed by 其中 or 主要用于以下方面 and a part by 占…%, all in one sentence; a share that
    names its own base (占本年支出合计的…) is not run, as that base may be another amount.
    """
    checks = (check for line in reading.paragraphs for check in _of_line(line))
    yield from otherwise(checks, _SHARE.not_run("没有在同一句中列示总额、部分和占比"))


def _of_line(line: Paragraph) -> Iterator[Check]:
    text, locator = canonical(line.text), Locator(line)
    whole: Quantity | None = None
    found = quantities(line.text)
    for number, item in enumerate(found):
        after = found[number + 1] if number + 1 < len(found) else None
        if whole is not None and _SENTENCE_END in text[whole.char_to : item.char_from]:
            whole = None
        if item.amount.unit != "元" or item.amount.qualifier != "=":
            continue
        if _OPENS.match(text[item.char_to : item.char_to + 20]):
            whole = whole or item
        elif whole and after and after.amount.unit == "%" and _STATES.match(text[item.char_to : after.char_from]):
            yield from _judge(text, locator, (whole, item, after))


def _judge(text: str, locator: Locator, found: tuple[Quantity, Quantity, Quantity]) -> Iterator[Check]:
    whole, part, rate = (_figure(item, locator) for item in found)
    assert whole.amount is not None and part.amount is not None and rate.amount is not None
    if whole.value <= 0 or rate.amount.qualifier != "=":
        return
    exact = Fraction(part.value * _PERCENT, whole.value)
    slack = Fraction(part.amount.step * _PERCENT, 2 * whole.value) + exact * whole.amount.step / (2 * whole.value)
    rounded = rate.amount.step * round(exact / rate.amount.step)
    expected, tolerance = round(exact), int(slack) + rate.amount.step // 2 + 1
    difference = 0 if rounded == rate.value else rate.value - expected
    status = status_of(difference, tolerance)
    name = _name(text, found[1].char_from)
    shown = digits(expected, UNITS_PER_YUAN // 100, "%")
    sentence = (
        f"说明所称“{name}”占比：{part.text}÷{whole.text}＝{shown}，"
        f"与说明所称{show(rate.amount)}{outcome(status, difference, '%')}"
    )
    yield judged(_SHARE, status, sentence, ([whole, part], [rate]), (expected, rate.value, tolerance), "%")


def _figure(item: Quantity, locator: Locator) -> Figure:
    place = locator.place(item.char_from, item.char_to)
    return Figure("", item.amount, CellKind.NUMBER, place, ORGANISATION)


def _name(text: str, end: int) -> str:
    """The words right before an amount."""
    return re.split(r"[，。；：、]", text[:end])[-1].strip()[-24:]
