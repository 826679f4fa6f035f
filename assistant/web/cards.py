"""One exchange of the conversation as HTML: question, answer, breakdown, cross-check, scope, what to ask next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.records import Answer, Citation, ShownCheck, ShownFigure
from assistant.render import (
    common_unit,
    count_checks,
    document_name,
    figure_text,
    grouped_text,
    headlines,
    parts,
    scope_parts,
)
from assistant.web.markup import chips, markdown, text
from assistant.web.texts import Texts

_MARKS = {"pass": "✓", "rounding": "≈", "fail": "✗", "not_run": "–"}
_ORDER = ("fail", "pass", "rounding", "not_run")
_SUGGESTIONS_SHOWN = 4


def question_bubble(question: str) -> str:
    """The question as asked, escaped, its line breaks kept."""
    return f'<div class="question"><div class="bubble">{text(question)}</div></div>'


def waiting(question: str, words: Texts) -> str:
    """The question while its answer is looked up."""
    dots = '<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>'
    return f'{question_bubble(question)}<div class="answer waiting" role="status">{dots}{text(words.thinking)}</div>'


def partial(answer: Answer, shown: str, words: Texts) -> str:
    """An answer of which only the text ``shown`` has arrived."""
    body = f'<div class="prose-text">{markdown(shown, answer.citations, words)}</div>'
    return f'{question_bubble(answer.question)}<div class="answer streaming">{body}</div>'


def failure(question: str, words: Texts) -> str:
    """A question that could not be processed."""
    return f'{question_bubble(question)}<div class="answer"><div class="notice fail">{text(words.failed)}</div></div>'


def card(answer: Answer, words: Texts) -> str:
    """The whole exchange: the question and all that belongs to its answer."""
    citations = {citation.n: citation for citation in answer.citations}
    sections = (
        _status(answer, words),
        f'<div class="prose-text">{markdown(answer.answer, answer.citations, words)}</div>',
        _breakdown(answer, citations, words),
        _checks(answer, citations, words),
        _scope(answer, words),
        _choices(answer, words),
    )
    body = "".join(sections)
    return f'{question_bubble(answer.question)}<article class="answer {text(answer.status)}">{body}</article>'


def ask_buttons(questions: Iterable[str], kind: str) -> str:
    """Buttons that ask their own text; ``kind`` is a class of the style sheet."""
    buttons = (
        f'<button type="button" class="{kind}" data-ask="{text(question)}">{text(question)}</button>'
        for question in questions
    )
    return "".join(buttons)


def _status(answer: Answer, words: Texts) -> str:
    labels = {
        "partial": words.status_partial,
        "clarify": words.status_clarify,
        "not_found": words.status_not_found,
    }
    label = labels.get(answer.status, "")
    return f'<div class="status {text(answer.status)}">{text(label)}</div>' if label else ""


def _breakdown(answer: Answer, citations: Mapping[int, Citation], words: Texts) -> str:
    rows = parts(answer)
    if not rows:
        return _left_out(answer, words)
    unit = common_unit(rows)
    amount = f"{text(words.amount)} <small>{text(unit)}</small>" if unit else text(words.amount)
    head = f'<tr><th>{text(words.item)}</th><th class="number">{amount}</th><th>{text(words.source)}</th></tr>'
    body = "".join(_part(row, unit, citations, words) for row in rows)
    return (
        f'<section class="breakdown"><h4>{text(words.breakdown)}</h4><div class="scroll"><table><thead>{head}</thead>'
        f"<tbody>{body}</tbody>{_total(answer, unit, words)}</table></div>{_left_out(answer, words)}</section>"
    )


def _part(row: ShownFigure, unit: str, citations: Mapping[int, Citation], words: Texts) -> str:
    reason = f'<div class="reason" title="{text(words.reason)}">{text(row.reason)}</div>' if row.reason else ""
    own_unit = "" if unit else f" <small>{text(row.unit)}</small>"
    return (
        f'<tr><td class="label">{text(row.label)}{reason}</td><td class="number">{text(figure_text(row))}{own_unit}</td>'
        f"<td>{chips(row.citations, citations, words)}</td></tr>"
    )


def _total(answer: Answer, unit: str, words: Texts) -> str:
    """The last line of the breakdown; only where one headline in the same unit is what the parts add up to."""
    found = headlines(answer)
    adds_up = len(found) == 1 and found[0].unit == unit and found[0].amount is not None
    if not adds_up or sum(row.amount or 0 for row in parts(answer)) != found[0].amount:
        return ""
    number = text(figure_text(found[0]))
    return f'<tfoot><tr><td>{text(words.total)}</td><td class="number">{number}</td><td></td></tr></tfoot>'


def _left_out(answer: Answer, words: Texts) -> str:
    """The near misses of a total with the reason why they do not count."""
    items = answer.turn.result.left_out
    if not items:
        return ""
    lines = "".join(f"<li><b>{text(label)}</b> {text(reason)}</li>" for label, reason in items)
    summary = text(words.left_out_of.format(count=len(items)))
    return f'<details class="left-out"><summary>{summary}</summary><ul>{lines}</ul></details>'


def _checks(answer: Answer, citations: Mapping[int, Citation], words: Texts) -> str:
    """The cross-check: one line, the list on demand; failures stand in the open with both sides."""
    if not answer.checks:
        return f'<div class="checks none">{text(words.no_checks)}</div>' if answer.figures else ""
    listed = {status: [check for check in answer.checks if check.status == status] for status in _ORDER}
    failed = "".join(_check(check, citations, words) for check in listed["fail"])
    others = "".join(_check(check, citations, words) for status in _ORDER[1:] for check in listed[status])
    state = "fail" if failed else "pass" if listed["pass"] or listed["rounding"] else "not_run"
    parts_of_line = _outcome(answer, words)
    headline = parts_of_line[:1] if failed and others else parts_of_line
    separator = "，" if words.language == "zh" else ", "
    summary = (
        f'<span class="mark">{_MARKS[state]}</span>{text(words.checks_line_of.format(outcome=separator.join(headline)))}'
    )
    if not failed:
        return f'<section class="checks {state}"><details><summary>{summary}</summary><ul>{others}</ul></details></section>'
    rest = f"<summary>{text(separator.join(parts_of_line[1:]))}</summary><ul>{others}</ul>" if others else ""
    details = f"<details>{rest}</details>" if rest else ""
    return f'<section class="checks fail"><div class="summary">{summary}</div><ul class="failures">{failed}</ul>{details}</section>'


def _outcome(answer: Answer, words: Texts) -> list[str]:
    """The outcome in words: failures first, then what agrees, then what was not checked."""
    count = count_checks(answer.checks)
    agree = words.checks_agree_of.format(count=count.agree)
    if count.rounding:
        agree += words.checks_rounding_of.format(count=count.rounding)
    found = (
        (count.fail, words.checks_fail_of.format(count=count.fail)),
        (count.agree, agree),
        (count.not_run, words.checks_not_run_of.format(count=count.not_run)),
    )
    return [phrase for number, phrase in found if number]


def _check(check: ShownCheck, citations: Mapping[int, Citation], words: Texts) -> str:
    sides = (
        (words.expected, check.expected),
        (words.actual, check.actual),
        (words.difference, check.difference),
        (words.tolerance, check.tolerance if check.status != "pass" else ""),
    )
    shown = "".join(
        f"<span>{text(name)} <b>{text(grouped_text(side))}</b> {text(check.unit)}</span>" for name, side in sides if side
    )
    status = text(check.status)
    return (
        f'<li class="{status}"><span class="mark" title="{text(words.status_of_check(check.status))}">'
        f'{_MARKS.get(check.status, "–")}</span><div><p>{text(check.sentence)} {chips(check.citations, citations, words)}</p>'
        f'<p class="sides">{shown}</p></div></li>'
    )


def _scope(answer: Answer, words: Texts) -> str:
    found = scope_parts(answer.scope, document_name(answer), words.year_of)
    if not found:
        return ""
    listed = " · ".join(map(text, found))
    return f'<div class="scope-line"><span>{text(words.scope)}</span> {listed}</div>'


def _choices(answer: Answer, words: Texts) -> str:
    """The readings of a question to be clarified, or questions that could follow."""
    clarify = answer.status == "clarify"
    offered = (answer.turn.result.choices or answer.suggestions) if clarify else answer.suggestions[:_SUGGESTIONS_SHOWN]
    if not offered:
        return ""
    label = words.choose_reading if clarify else words.follow_up
    buttons = ask_buttons(offered, "choice" if clarify else "suggestion")
    return f'<div class="offers"><span class="offers-label">{text(label)}</span>{buttons}</div>'
