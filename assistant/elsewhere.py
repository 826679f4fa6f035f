"""The last question asked elsewhere: of another document, of another project's line, within the project spoken of."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.conversation import Asker
from assistant.facts_answer import context_in
from assistant.followup import combined_with, spoken_of
from assistant.link import positions
from assistant.masking import masked
from assistant.mentions import mentions_of
from assistant.outcome import Outcome, refused, used
from assistant.records import Question, Result
from assistant.scope import Choice
from assistant.slots import has_content

_PROJECT = re.compile(
    r"^(?:(?:请|帮我|再|查|看)*(?:它|其)?的?(?:同一个?|该|[这那]个?|此|本|所在的?|所属的?)项目(?:里面?|中|内|下面?|当中)?的?"
    r"|(?:请|帮我|再|查|看)*(?:它|其(?!他|它|余))的?(?!们))"
)
"""The project last spoken of, as the beginning of a question about it."""
_ADDING = ("加上", "再加", "加")
_LONGEST_ELLIPSIS = 24
"""A longer question (in characters) names its subject itself and is not completed from the conversation."""


def completed(session: Asker, question: Question) -> Outcome | None:
    """Words of scope alone, after a question back for the scope: the last question again with these words."""
    last = session.history[-1] if session.history else None
    if last is None or last.plan is not None or last.result.status != "clarify" or not last.result.choices:
        return None
    said = mentions_of(question, session.documents)
    idle = {i for s in question.spans if s.role in ("func", "scope", "doc", "money") for i in range(s.start, s.stop)}
    stage = {i for s in question.spans if s.text in ("stage:决算", "stage:预算") for i in range(s.start, s.stop)}
    rest = set(range(len(question.normal))) - said.positions - idle - stage
    if rest or not (said.positions or stage or "预算" in question.normal):
        return None
    text = f"{question.text.strip().rstrip('呢?？。的')}的{last.question}"
    return session.rewritten(text, question.language)


def elsewhere(session: Asker, question: Question, choice: Choice) -> Outcome | None:
    """“单位的呢”, “某某局的呢”: the last question again, asked of another document."""
    last = session.history[-1] if session.history else None
    words = positions(span for span in question.spans if span.role == "func")
    scope_alone = set(range(len(question.normal))) <= words | choice.mentions.positions
    if last is not None and choice.refusal and scope_alone and choice.mentions.positions:
        missing = refused(question, Result("not_found", reason=choice.refusal))
        return replace(missing, asked=f"{question.normal.lstrip('那').rstrip('呢的')}的{last.question}")
    level = _level_alone(question) if last is not None and not choice.mentions.positions else ""
    if last is not None and level:
        rest = re.sub(r"(?:单位|部门)(?:预算|决算)?的?", "", last.question)
        return session.rewritten(f"{level}预算的{rest}", question.language)
    if last is None or last.plan is None or not choice.named or not choice.documents:
        return None
    if not scope_alone and not question.normal.endswith("呢"):
        return None
    context = context_in(question, session.facts_of({document.id for document in choice.documents})[1])
    idle = all(
        span.role in ("func", "scope", "year", "join") or span.start in choice.mentions.positions
        for span in question.spans
    )
    same = {document.id for document in choice.documents} <= set(last.plan.documents if last.plan else ())
    if set(context.content()) - choice.mentions.positions or not idle or (same and not scope_alone):
        return None
    before, _ = session.facts_of(set(last.plan.documents if last.plan else ()))
    years = {document.fiscal_year for document in before}
    if not choice.mentions.years and not years & {document.fiscal_year for document in choice.documents}:
        return refused(question, Result("not_found", reason="资料库中没有它同一年度的文件"), choice.documents)
    earlier = session.read(last.question)
    core = masked(earlier, frozenset(), mentions_of(earlier, session.documents))
    rest = core.normal.replace("\0", "")
    known = [f"{year}年" for year in years if year is not None]
    year = known[0] if len(known) == 1 and not choice.mentions.years else ""
    asked = f"{question.text.strip().lstrip('那').rstrip('呢?？。')}{year}的{rest}"
    return replace(session.first(core, choice), asked=asked)


def _level_alone(question: Question) -> str:
    """“要单位那份”: the level that is all a question names; "" where it names more, or none."""
    idle = all(span.role in ("func", "scope", "doc") for span in question.spans) and not question.content
    levels = [s.text.partition(":")[2] for s in question.spans if s.text in ("scope:单位", "scope:部门")]
    said = "".join(question.normal[s.start : s.stop] for s in question.spans if s.role == "scope")
    return levels[0] if idle and len(levels) == 1 and said in ("单位", "部门") else ""


def same_line(session: Asker, question: Question, choice: Choice) -> Outcome | None:
    """“某项目的呢” after a line item: the line of that name in the project now named, or a question back."""
    if not session.history or not question.normal.endswith("的呢"):
        return None
    heads = [figure for figure in session.history[-1].result.figures if figure.role == "headline"]
    subject = heads[0].statement.subject if len(heads) == 1 and heads[0].statement is not None else None
    if subject is None or subject.kind != "line":
        return None
    line = session.facts(heads[0].document).lines.get(subject.key)
    if line is None:  # payments by quarter stand in sentences, not in a form
        return None
    named = re.sub(r"的?呢[?？]?$", "", question.text.strip())
    outcome = session.first(session.read(f"{named}的{line.detail or line.content}"), choice)
    if outcome.result.status == "answered":
        return outcome
    return refused(question, Result("clarify", reason="请说明是这个项目的哪一项"))


def added(session: Asker, question: Question) -> Outcome | None:
    """“加上X，三项一共”: a new subject together with the last results."""
    numbers = [span for span in question.spans if span.role == "both"]
    leading = question.normal.startswith(_ADDING)
    summing = leading or any(span.text == "op:total" for span in question.spans)
    if not (session.history and (numbers or leading) and summing and has_content(question)):
        return None
    alone = session.first(_without_adding(question), session.choice(question))
    heads = [figure for figure in alone.result.figures if figure.role == "headline"]
    if alone.result.status != "answered" or len(heads) != 1 or alone.plan is None:
        return None
    count = int(numbers[0].text.partition(":")[2]) if numbers else None
    combined = combined_with(heads[0], session.history, count)
    documents, views = session.facts_of({*used(combined), heads[0].document})
    return Outcome(question, replace(alone.plan, operation="combine"), combined, documents, views)


def in_context(session: Asker, question: Question, choice: Choice) -> Outcome | None:
    """A short question that names only a part: the answer within the project last spoken of, if there is one."""
    about = spoken_of(session.history)
    if about is None or len(question.normal) > _LONGEST_ELLIPSIS:
        return None
    if about[0] not in {document.id for document in session.documents}:
        return None
    project = session.facts(about[0]).projects.get(f"project:{about[1]}")
    if project is None:
        return None
    text = f"{project.name}{_PROJECT.sub('', question.text)}"
    outcome = session.first(session.read(text), choice)
    return replace(outcome, asked=text) if outcome.result.status == "answered" else None


def _without_adding(question: Question) -> Question:
    """The question with its words of adding up as function words: what remains is the new subject."""
    spans = tuple(
        replace(span, text="func", role="func")
        if span.role == "both" or span.text in ("op:total", "join:plus")
        else span
        for span in question.spans
    )
    return replace(question, spans=spans)
