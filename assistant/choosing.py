"""Answers to a question asked back: a reading by its place, its name or part of the name, or a bare yes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.amounts_said import value_of
from assistant.conversation import Asker
from assistant.labels import flat
from assistant.outcome import Outcome, refused
from assistant.plan_lookup import described
from assistant.pointing import LEAD, TAIL
from assistant.records import Question, Result, Turn

_CHOSEN = re.compile(
    rf"^{LEAD}(?:我?(?:的意思是|是说|说的?是|是|选|要|指的?是|问的?是|想问的?是))?(?P<what>.+?)(?:的?那[个项一部]?[个分]?|的)?{TAIL}$"
)
_PLACE = re.compile(r"(?:选|是)?第?(?P<n>[一二两三四五六七八九十]|\d{1,2})[个项条种]?|(?P<last>最后)一?[个项条]")


def chosen(session: Asker, question: Question) -> Outcome | None:
    """The last question again with the reading that the follow-up picks: by its place, its name or part of the name.

    Words that fit several of the readings are asked back with these alone.
    """
    history = session.history
    last = history[-1] if history else None
    if last is None or last.plan is None or last.result.status != "clarify" or last.plan.operation != "clarify":
        return None
    choices = last.result.choices
    picked = list(choices) if len(choices) == 1 and _YES.fullmatch(question.normal) else _picked(question, choices)
    described = {item: _described(session, item) for item in last.plan.subjects}
    if len(picked) > 1:
        kept = tuple(item for item in last.plan.subjects if described[item] in picked)
        plan = replace(last.plan, subjects=kept, choices=tuple(picked))
        asked_back = Result("clarify", choices=tuple(picked))
        return replace(refused(question, asked_back), plan=plan, asked=last.question)
    meant = frozenset(item for item in last.plan.subjects if described[item] in picked)
    if not meant:
        return None
    document = next(iter(meant)).partition("#")[0] if len({m.partition("#")[0] for m in meant}) == 1 else ""
    outcome = session.alone(last.question, document, meant)
    return replace(outcome, asked=_in_full(session, last, next(iter(meant))))


_YES = re.compile(
    r"(?:对的?|是的?|嗯+|好的?|可以|行|要|要的|查吧?|请查|那就查|没错|正是|yes|yeah|ok|okay|sure)+(?:吧|啊|呀|请|谢谢)*"
)


def agreed(question: Question, history: Sequence[Turn]) -> str:
    """The question that a bare yes, or the place of a choice, stands for after one asked back; "" where it is none."""
    last = history[-1] if history else None
    if last is None or last.result.status != "clarify" or last.plan is not None or not last.result.choices:
        return ""
    choices = last.result.choices
    if len(choices) == 1:
        return choices[0] if _YES.fullmatch(question.normal) else ""
    match = _CHOSEN.match(question.normal)
    placed = match is not None and _PLACE.fullmatch(match["what"]) is not None
    picked = _picked(question, choices) if placed else []
    return f"{picked[0]}的{last.question}" if picked else ""


def _described(session: Asker, reference: str) -> str:
    document, _, key = reference.partition("#")
    view = session.facts(document)
    return described(view, view.subjects[key])


def _in_full(session: Asker, last: Turn, reference: str) -> str:
    """The question that was asked back, naming the subject by its code where it has one."""
    document, _, key = reference.partition("#")
    return session.facts(document).subjects[key].code or last.question


def _picked(question: Question, choices: Sequence[str]) -> list[str]:
    """The choices that the words pick: one by its place, else those whose own name, or description, holds them."""
    match = _CHOSEN.match(question.normal)
    said = match["what"] if match is not None else question.normal
    place = _PLACE.fullmatch(said)
    if place is not None:
        count = len(choices) if place["last"] else int(value_of(place["n"]))
        return [choices[count - 1]] if 0 < count <= len(choices) else []
    if len(said) < 2 or (not question.content and not any(span.role in ("scope", "code") for span in question.spans)):
        return []
    own = [choice for choice in choices if said in flat(re.split(r"——|：", choice)[-1])]
    exact = [choice for choice in choices if said == flat(re.split(r"——|：", choice)[-1])]
    found = exact or own or [choice for choice in choices if said in flat(choice)]
    return found if len(found) < len(choices) else []
