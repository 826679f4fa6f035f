"""One exchange of the conversation as HTML: question, answer, breakdown, cross-check, scope, what to ask next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.records import Answer, Citation, Scope, ShownCheck, ShownFigure
from assistant.render import (
    common_unit,
    count_checks,
    figure_text,
    grouped_text,
    headlines,
    parts,
    to_markdown,
    told,
)
from assistant.web.charts import chart
from assistant.web.markup import chips, markdown, text
from assistant.web.talk_texts import talk_texts
from assistant.web.texts import Texts

_MARKS = {"pass": "✓", "rounding": "≈", "fail": "✗", "note": "ℹ", "not_run": "–"}
_ORDER = ("fail", "note", "pass", "rounding", "not_run")
_SUGGESTIONS_SHOWN = 4


def question_bubble(question: str, words: Texts | None = None) -> str:
    """The question as asked, escaped, its line breaks kept; with ``words``, a button that takes it back to edit it."""
    edit = ""
    if words is not None:
        label = text(talk_texts(words.language).edit)
        edit = f'<button type="button" class="edit" data-act="edit" title="{label}" aria-label="{label}">✎</button>'
    return f'<div class="question">{edit}<div class="bubble">{text(question)}</div></div>'


def waiting(question: str, words: Texts) -> str:
    """The question while its answer is looked up."""
    dots = '<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>'
    stop = f'<button type="button" class="plain" data-act="stop">{text(talk_texts(words.language).stop)}</button>'
    body = f'{dots}{text(words.thinking)}<span class="grow"></span>{stop}'
    return f'{question_bubble(question)}<div class="answer waiting" role="status">{body}</div>'


def stopped(question: str, words: Texts) -> str:
    """A question whose answer was not waited for."""
    said = f'<div class="answer"><div class="notice">{text(talk_texts(words.language).stopped)}</div></div>'
    return f"{question_bubble(question)}{said}"


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
    said = told(answer)
    prose = f'<div class="prose-text">{markdown(said.text, answer.citations, words)}</div>' if said.text else ""
    sections = (
        _status(answer, words),
        prose,
        _breakdown(answer, citations, words),
        chart(answer, words),
        _checks(answer, citations, words),
        _scope(answer, said.scope, words),
        _choices(answer, words),
        _copies(answer, words),
    )
    body = "".join(sections)
    return f'{question_bubble(answer.question, words)}<article class="answer {text(answer.status)}">{body}</article>'


def _copies(answer: Answer, words: Texts) -> str:
    """Buttons that copy the answer as text, as Markdown with its sources, or its figures as a table."""
    said = talk_texts(words.language)
    rows = [
        (f.label, "" if f.amount is None else f"{f.amount:f}", f.unit) for f in (*headlines(answer), *parts(answer))
    ]
    # Cells apart by tabs, as spreadsheets take them; a tab inside a label would shift them.
    lines = [
        "\t".join(" ".join(cell.split()) for cell in row) for row in ((words.item, words.amount, said.unit), *rows)
    ]
    offered = [(said.copy_text, answer.answer.replace("**", "")), (said.copy_markdown, to_markdown(answer))]
    if rows:
        offered.append((said.copy_table, "\n".join(lines)))
    buttons = "".join(
        f'<button type="button" class="copy" data-act="copy" data-text="{text(content)}"'
        f' data-copied="{text(said.copied)}">{text(name)}</button>'
        for name, content in offered
    )
    return f'<div class="copies"><span>{text(said.copy_as)}</span>{buttons}</div>'


def ask_buttons(questions: Iterable[str], kind: str) -> str:
    """Buttons that ask their own text; ``kind`` is a class of the style sheet."""
    return "".join(_button(question, question, kind) for question in questions)


def _button(shown: str, question: str, kind: str) -> str:
    return f'<button type="button" class="{kind}" data-ask="{text(question)}">{text(shown)}</button>'


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
        f'<tr><td class="label">{text(row.label)}{reason}</td>'
        f'<td class="number">{text(figure_text(row))}{own_unit}</td>'
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
    listed = {status: [check for check in answer.checks if check.outcome == status] for status in _ORDER}
    failed = "".join(_check(check, citations, words) for check in listed["fail"])
    others = "".join(_check(check, citations, words) for status in _ORDER[1:] for check in listed[status])
    state = "fail" if failed else "pass" if listed["pass"] or listed["rounding"] else "not_run"
    outcome = _outcome(answer, words)
    separator = "，" if words.language == "zh" else ", "
    line = words.checks_line_of.format(outcome=separator.join(outcome[:1] if failed else outcome))
    summary = f'<span class="mark">{_MARKS[state]}</span>{text(line)}'
    rest = text(separator.join(outcome[1:])) if failed else summary
    details = f"<details><summary>{rest}</summary><ul>{others}</ul></details>" if others else ""
    opened = f'<div class="summary">{summary}</div><ul class="failures">{failed}</ul>' if failed else ""
    return f'<section class="checks {state}">{opened}{details}</section>'


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


def _check(check: ShownCheck, citations: Mapping[int, Citation], words: Texts) -> str:
    sides = (
        (words.expected, check.expected),
        (words.actual, check.actual),
        (words.difference, check.difference),
        (words.tolerance, check.tolerance if check.status != "pass" else ""),
    )
    unit = text(check.unit)
    shown = "".join(
        f"<span>{text(name)} <b>{text(grouped_text(side))}</b> {unit}</span>" for name, side in sides if side
    )
    return (
        f'<li class="{text(check.outcome)}"><span class="mark" title="{text(words.status_of_check(check.outcome))}">'
        f"{_MARKS.get(check.outcome, '–')}</span>"
        f"<div><p>{text(check.sentence)} {chips(check.citations, citations, words)}</p>"
        f'<p class="sides">{shown}</p></div></li>'
    )


def _scope(answer: Answer, sentence: str, words: Texts) -> str:
    """The answer's own sentence on its scope, else the parts of the scope of an answer with figures."""
    scope = answer.scope if answer.figures else Scope()
    year = "" if scope.year is None else words.year_of.format(year=scope.year)
    found = [part for part in (scope.organisation, scope.level, year, scope.stage) if part]
    line = sentence or (f"{words.scope}: {' · '.join(found)}" if found else "")
    return f'<div class="scope-line">{text(line)}</div>' if line else ""


def _choices(answer: Answer, words: Texts) -> str:
    """The readings of a question to be clarified, or questions that could follow."""
    clarify = answer.status == "clarify"
    offered = (answer.turn.result.choices or answer.suggestions) if clarify else answer.suggestions[:_SUGGESTIONS_SHOWN]
    if not offered:
        return ""
    label = words.choose_reading if clarify else words.follow_up
    if clarify:
        # Without a plan the readings are documents: the question is asked again of one of them.
        asked = {choice: choice if answer.plan else f"{choice} {answer.question}" for choice in offered}
        buttons = "".join(_button(shown, question, "choice") for shown, question in asked.items())
    else:
        buttons = ask_buttons(offered, "suggestion")
    return f'<div class="offers"><span class="offers-label">{text(label)}</span>{buttons}</div>'
