"""The cross-check of an answer as HTML: one line, and on demand the way up to the totals and every check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.records import Answer, Citation, ShownChain, ShownCheck, ShownStep
from assistant.render import count_checks, grouped_text
from assistant.web.markup import chips, text
from assistant.web.talk_texts import talk_texts
from assistant.web.texts import Texts
from assistant.wording import for_language
from corpus.checks.catalogue import entry_of

_MARKS = {"pass": "✓", "rounding": "≈", "fail": "✗", "note": "ℹ", "not_run": "–"}
_ORDER = ("fail", "note", "pass", "rounding", "not_run")
_ALL_PROJECTS = "projects-vs-expenditure"
_TOLD = "narrative-vs-table"


def crosscheck(answer: Answer, citations: Mapping[int, Citation], words: Texts) -> str:
    """The cross-check: one line, the rest on demand; failures stand in the open with both sides."""
    if not answer.checks:
        return f'<div class="checks none">{text(words.no_checks)}</div>' if answer.figures else ""
    listed = {status: [check for check in answer.checks if check.outcome == status] for status in _ORDER}
    failed = "".join(_check(check, citations, words) for check in listed["fail"])
    others = "".join(_check(check, citations, words) for status in _ORDER[1:] for check in listed[status])
    outcome = _outcome(answer, words)
    opened = ""
    if failed:
        line = words.checks_line_of.format(outcome=outcome.pop(0))
        head = f'<div class="summary"><span class="mark">{_MARKS["fail"]}</span>{text(line)}</div>'
        opened = f'<section class="checks fail">{head}<ul class="failures">{failed}</ul></section>'
    if not others:
        return opened
    state = "pass" if listed["pass"] or listed["rounding"] else "not_run"
    line = (", " if words.language == "en" else "，").join([*outcome, *_counted_in(answer.chains, words)])
    line = line if failed else words.checks_line_of.format(outcome=line)
    summary = f'<summary><span class="mark">{_MARKS[state]}</span><span>{text(line)}</span></summary>'
    way = _ways(answer.chains, citations, words)
    return f'{opened}<section class="checks {state}"><details>{summary}{way}<ul>{others}</ul></details></section>'


def _outcome(answer: Answer, words: Texts) -> list[str]:
    """The outcome in words: failures first, then what agrees, then what was not checked."""
    count = count_checks(answer.checks)
    agree = words.checks_agree_of.format(count=count.agree)
    if count.rounding:
        agree += words.checks_rounding_of.format(count=count.rounding)
    found = (
        (count.fail, words.checks_fail_of.format(count=count.fail)),
        (count.agree, agree),
        (count.note, words.checks_note_of.format(count=count.note)),
        (count.not_run, words.checks_not_run_of.format(count=count.not_run)),
    )
    return [phrase for number, phrase in found if number]


def _counted_in(chains: Sequence[ShownChain], words: Texts) -> list[str]:
    """The total in which the figures are counted, for the one line; none where they lead to several totals."""
    if len(chains) != 1:
        return []
    agreeing = [step for step in chains[0].steps if step.status != "fail" and step.rule != _TOLD]
    step = next((step for step in agreeing if step.rule == _ALL_PROJECTS), next(iter(agreeing), None))
    if step is None or len(agreeing) < len([item for item in chains[0].steps if item.rule != _TOLD]):
        return []
    return [talk_texts(words.language).counted_in_of.format(name=step.name.rpartition("＝")[2], amount=step.amount)]


def _ways(chains: Sequence[ShownChain], citations: Mapping[int, Citation], words: Texts) -> str:
    """Each way from a figure up to the totals that hold it, a step a line."""
    shown = "".join(_way(chain, citations, words) for chain in chains if chain.steps)
    return f'<div class="ways"><h5>{text(talk_texts(words.language).way)}</h5>{shown}</div>' if shown else ""


def _way(chain: ShownChain, citations: Mapping[int, Citation], words: Texts) -> str:
    said = talk_texts(words.language)
    steps = "".join(_step(step, citations, words) for step in chain.steps)
    beside = ((chain.witnesses, said.way_same_of), (chain.against, said.way_against_of))
    ends = [pattern.format(count=count) for count, pattern in beside if count]
    ends.append(for_language(words.language).end_of_way(chain.end))
    end = ("; " if words.language == "en" else "；").join(ends)
    return f'<ol class="way"><li>{text(chain.start)}</li>{steps}<li class="end">{text(end)}</li></ol>'


def _step(step: ShownStep, citations: Mapping[int, Citation], words: Texts) -> str:
    outcome = "" if step.status == "pass" else f" <small>{text(words.status_of_check(step.status))}</small>"
    return (
        f'<li class="{text(step.status)}">{text(step.name)} <b>{text(step.amount)}</b>{outcome}'
        f" {chips(step.citations, citations, words)}</li>"
    )


def _check(check: ShownCheck, citations: Mapping[int, Citation], words: Texts) -> str:
    """A check with its sentence; where it did not simply pass, with both sides in figures."""
    sides = (
        (words.expected, check.expected),
        (words.actual, check.actual),
        (words.difference, check.difference),
        (words.tolerance, check.tolerance),
    )
    unit = text(check.unit)
    shown = "".join(
        f"<span>{text(name)} <b>{text(grouped_text(side))}</b> {unit}</span>"
        for name, side in sides
        if side and check.status != "pass"
    )
    # The sentences are made in Chinese from the words of the documents; the catalogue says in English what is compared.
    compares = entry_of(check.rule).compares if words.language == "en" else ""
    rule = f'<p class="compares">{text(compares)}</p>' if compares else ""
    return (
        f'<li class="{text(check.outcome)}"><span class="mark" title="{text(words.status_of_check(check.outcome))}">'
        f"{_MARKS.get(check.outcome, '–')}</span>"
        f"<div>{rule}<p>{text(check.sentence)} {chips(check.citations, citations, words)}</p>"
        f"{f'<p class=sides>{shown}</p>' if shown else ''}</div></li>"
    )
