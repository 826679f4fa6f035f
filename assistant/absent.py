"""Refusals that name the organisation, level or year which the library has not, and say what it has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.mentions import Mentions, mentions_of
from assistant.outcome import FOUND, Outcome, refused
from assistant.records import Question, Result
from assistant.scope import organisations_of
from corpus.records import Document

_BODY = re.compile(
    r"[\u3400-\u9fff]{2,}?(?:街道(?:办事处)?|委员会|人民政府|政府办公室|检察院|法院|[局镇乡委](?![\u3400-\u9fff]{0,2}里))"
    r"|[a-z]{3,}(?:街道|[局镇])"
    r"|[\u3400-\u9fff]{1,5}[省市区县][\u3400-\u9fff]{0,10}?(?:学院|学校|中学|小学|大学|医院|中心|大队|联合会|办公室|府办|城管)"
)
_BEFORE = re.compile(r"(?:[\u3400-\u9fff]{2,4}|[a-z]{3,})$")
_SPECIFIC = ("project", "line", "indicator")


def told_absent(outcome: Outcome, documents: Sequence[Document]) -> Outcome:
    """The refusal of a question about a body that the library has not, with the bodies it has; else as it is."""
    if outcome.result.status != "not_found":
        return outcome
    missing = _missing(outcome.question, mentions_of(outcome.question, documents))
    if not missing or any(missing in document.name for document in documents):
        return outcome
    reason = f"资料库中没有“{missing}”的文件；资料库里的单位有：{organisations_of(documents)}"
    return replace(refused(outcome.question, Result("not_found", reason=reason)), reread=outcome.reread)


def _missing(question: Question, said: Mentions) -> str:
    """The words that name a body which the library has not; "" where none stands in the question."""
    known = {i for s in question.spans if s.role not in ("number", "scope") for i in range(s.start, s.stop)}
    left = "".join("\0" if i in known - said.positions else char for i, char in enumerate(question.normal))
    for body in said.bodies:
        before = _BEFORE.search(left[: body.start])
        if before is not None and not set(range(*before.span())) & said.positions and _apart(left, before.start()):
            return before[0] + question.normal[body.start : body.stop]
    if said.bodies:
        return ""
    outside = "".join("\0" if i in said.positions else char for i, char in enumerate(left))
    found = _BODY.search(outside)
    return found[0] if found is not None else ""


def _apart(left: str, at: int) -> bool:
    return at == 0 or left[at - 1] == "\0"


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
