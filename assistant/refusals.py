"""A refusal that says what the library lacks: an organisation that it does not know, or final accounts of a budget."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.mentions import Mentions
from assistant.outcome import FOUND, Outcome, refused
from assistant.records import Question, Result
from assistant.scope import scope_words
from corpus.records import Document

_ENDING = (
    "街道办事处|办事处|街道|委员会|办公室|管理局|联合会|检察院|法院|政府|学院|学校|小学|中学|大学|医院|大队|集团|公司"
    "|[局委镇乡厅]"
)
_PLACED = "[\u3400-\u9fff]{1,6}[省市区县镇](?:[\u3400-\u9fff]{1,12}?(?:[馆站所队园校部]|中心)|城管)"
_BODY = re.compile(
    rf"(?:[\u3400-\u9fff]{{1,20}}?(?:{_ENDING})|[a-z]{{3,}}(?:{_ENDING})|{_PLACED})(?=$|[\d\W]|[的和与跟及比各在部单预决今去本年])"
)
"""A body as it is called: ending as bodies end, weaker endings behind the name of a place only."""
_MOST_NAMED = 8
_LONGEST_PLACE = 6
"""Characters in front of a known body that make it another one; more of them are a sentence."""
_SPECIFIC = ("project", "line", "indicator")


def unknown_body(question: Question, left: frozenset[int], mentioned: Sequence[tuple[int, int]]) -> str:
    """The organisation that a question names and the library has not, "" for none.

    ``left`` are the positions that nothing accounts for; ``mentioned`` where the library's own organisations stand.
    Words right before one of these make it another body (百|里街道).
    """
    text = question.normal
    ends = {span.start for span in question.spans if span.start == span.stop}
    for start, stop in mentioned:
        begin = start
        while begin - 1 in left and begin not in ends:
            begin -= 1
        if 0 < start - begin <= _LONGEST_PLACE:
            return text[begin:stop]
    if mentioned:
        return ""
    words = {span.stop for span in question.spans if span.role in ("func", "verb", "op")} | ends
    for match in _BODY.finditer(text):
        begin = max((end for end in words if match.start() < end < match.end()), default=match.start())
        name = text[begin : match.end()]
        own = [i for i in range(begin, match.end()) if i in left]
        if len(name) >= 3 and begin in left and 2 * len(own) > len(name):
            return name
    return ""


def without_body(outcome: Outcome, body: str, documents: Sequence[Document]) -> Outcome:
    """The refusal of a question about an organisation that the library lacks: no other one's scope stands in it."""
    known = list(dict.fromkeys(document.organisation for document in documents if document.organisation))
    there = f"，有的是：{'、'.join(known)}" if 0 < len(known) <= _MOST_NAMED else ""
    result = replace(outcome.result, status="not_found", reason=f"资料库中没有{body}的文件{there}", near=(), choices=())
    return replace(outcome, plan=None, result=result, documents=(), views={})


def without_accounts(outcome: Outcome) -> Outcome:
    """The refusal that says so where final accounts are asked for and only budgets are in scope."""
    asked = any(span.text in ("stage:决算", "stage:执行") for span in outcome.question.spans)
    budgets = bool(outcome.documents) and all(document.stage == "预算" for document in outcome.documents)
    if not asked or not budgets:
        return outcome
    reason = f"资料中没有所问的决算数或执行数，有的是：{scope_words(outcome.documents)}"
    return replace(outcome, result=replace(outcome.result, reason=reason))


def not_of_a_place(outcome: Outcome, said: Mentions) -> Outcome:
    """An answer for a place of which one body is known: a project of it is that body's, its totals need not be.

    普陀区的三公经费 is not that of the one body of the district which the library happens to hold.
    """
    if not said.place_only or outcome.result.status not in FOUND:
        return outcome
    heads = [figure for figure in outcome.result.figures if figure.role == "headline"]
    subjects = [figure.statement.subject.kind if figure.statement is not None else "" for figure in heads]
    if heads and all(kind in _SPECIFIC for kind in subjects):
        return outcome
    place = outcome.question.normal[said.places[0].start : said.places[0].stop]
    named = [words for words in outcome.question.content if words not in place]
    if not heads and named and outcome.result.quotes:
        return outcome
    bodies = sorted({document.organisation for document in outcome.documents if document.organisation})
    asked = Result("clarify", reason="只说了地名，请说明是哪一个单位", choices=tuple(bodies))
    return refused(outcome.question, asked, outcome.documents)
