"""One exchange of the conversation as HTML: question, answer, breakdown, cross-check, scope, what to ask next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from assistant.records import Answer, Citation, Scope, ShownAddends, ShownFigure
from assistant.render import common_unit, figure_text, headlines, listed, parts, shared_ending, to_markdown, told
from assistant.web.charts import Caption, chart, chart_of
from assistant.web.crosscheck_card import crosscheck
from assistant.web.markup import chips, markdown, text
from assistant.web.scopes import FIELDS
from assistant.web.talk_texts import talk_texts
from assistant.web.texts import Texts

_SUGGESTIONS_SHOWN = 4
_ROWS_MOST, _ROWS_FIRST = 25, 20
"""A longer table shows its first rows, and the others on demand."""


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


def card(answer: Answer, words: Texts, before: Sequence[str] = ()) -> str:
    """The whole exchange: the question and all that belongs to its answer.

    ``before`` are the questions asked before it; its address repeats them, as it may rest on them.
    """
    citations = {citation.n: citation for citation in answer.citations}
    said = told(answer)
    prose = f'<div class="prose-text">{markdown(said.text, answer.citations, words)}</div>' if said.text else ""
    sections = (
        _status(answer, words),
        prose,
        _breakdown(answer, citations, words),
        chart(answer, words),
        *(_addends(addends, answer, said.scope, words) for addends in answer.addends),
        crosscheck(answer, citations, words),
        _scope(answer, said.scope, words),
        _choices(answer, words),
        _copies(answer, link(answer, before), words),
    )
    body = "".join(sections)
    return f'{question_bubble(answer.question, words)}<article class="answer {text(answer.status)}">{body}</article>'


def link(answer: Answer, before: Sequence[str] = ()) -> str:
    """The address that asks the question again, after the same questions and in the same selected scope."""
    given = answer.given or Scope()
    scope = ((field, str(getattr(given, field) or "")) for field in FIELDS)
    asked = [("q", question) for question in (*before, answer.question)]
    return f"?{urlencode([*asked, *((name, value) for name, value in scope if value)])}"


def _copies(answer: Answer, address: str, words: Texts) -> str:
    """Buttons that copy the answer as text, as Markdown with its sources, its figures as a table, or its address."""
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
    permalink = (
        f'<a class="copy" href="{text(address)}" data-copy="{text(address)}" data-copied="{text(said.copied)}">'
        f"{text(said.copy_link)}</a>"
    )
    return f'<div class="copies"><span>{text(said.copy_as)}</span>{buttons}<span class="grow"></span>{permalink}</div>'


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
    rows = parts(answer) or listed(answer)
    if not rows:
        return _left_out(answer, words)
    title = words.breakdown if parts(answer) else talk_texts(words.language).listed
    table = _table(rows, _total(answer, common_unit(rows), words), citations, words)
    return f'<section class="breakdown"><h4>{text(title)}</h4>{table}{_left_out(answer, words)}</section>'


def _addends(addends: ShownAddends, answer: Answer, scope: str, words: Texts) -> str:
    """What the figure of the answer is made of, closed until it is wanted."""
    said = talk_texts(words.language)
    known = {citation.n: citation for citation in (*answer.citations, *addends.citations)}
    pattern = dict(said.addends).get(addends.rule, said.addends_of)
    title = pattern.format(count=len(addends.figures), table=addends.table)
    drawn = chart_of(addends.figures, Caption(f"{answer.question} {title}", scope), known, words)
    table = _table(addends.figures, "", known, words)
    return f'<details class="breakdown addends"><summary>{text(title)}</summary>{table}{drawn}</details>'


def _table(rows: Sequence[ShownFigure], total: str, citations: Mapping[int, Citation], words: Texts) -> str:
    """Figures as a table of item, amount and source, ``total`` its last line (HTML)."""
    unit, ending = common_unit(rows), shared_ending(rows)
    amount = f"{text(words.amount)} <small>{text(unit)}</small>" if unit else text(words.amount)
    item = f"{text(words.item)} <small>{text(ending)}</small>" if ending else text(words.item)
    head = f'<tr><th>{item}</th><th class="number">{amount}</th><th>{text(words.source)}</th></tr>'
    lines = [_part(row, unit, ending, citations, words) for row in rows]
    first = len(lines) if len(lines) <= _ROWS_MOST else _ROWS_FIRST
    body = f"<tbody>{''.join(lines[:first])}</tbody>"
    if lines[first:]:
        label = text(talk_texts(words.language).more_rows_of.format(count=len(lines) - first))
        button = f'<button type="button" class="plain" data-act="more-rows">{label}</button>'
        body += f'<tbody><tr><td class="more-rows" colspan="3">{button}</td></tr></tbody>'
        body += f"<tbody hidden>{''.join(lines[first:])}</tbody>"
    return f'<div class="scroll"><table><thead>{head}</thead>{body}{total}</table></div>'


def _part(row: ShownFigure, unit: str, ending: str, citations: Mapping[int, Citation], words: Texts) -> str:
    label = row.label.removesuffix(f"：{ending}") if ending else row.label
    reason = f'<div class="reason" title="{text(words.reason)}">{text(row.reason)}</div>' if row.reason else ""
    own_unit = "" if unit else f" <small>{text(row.unit)}</small>"
    return (
        f'<tr><td class="label">{text(label)}{reason}</td>'
        f'<td class="number">{text(figure_text(row))}{own_unit}</td>'
        f"<td>{chips(row.citations, citations, words)}</td></tr>"
    )


def _total(answer: Answer, unit: str, words: Texts) -> str:
    """The last line of the breakdown; only where one headline in the same unit is what the parts add up to."""
    found = headlines(answer)
    adds_up = bool(parts(answer)) and len(found) == 1 and found[0].unit == unit and found[0].amount is not None
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
