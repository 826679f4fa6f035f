"""The only place where the stages are joined: a question and its history to an answer."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.compose import Composer
from assistant.crosscheck import covering
from assistant.facts_answer import answer_from_facts, carried_out, context_in
from assistant.facts_view import FactsView
from assistant.followup import Edit, combined_with, edit, has_content, spoken_of
from assistant.library import Library
from assistant.question_log import log_question
from assistant.records import Answer, Plan, Question, Result, Scope, ShownCheck, ShownFigure, Turn
from assistant.retrieve import quoted
from assistant.scope import Choice, choose, is_full_budget, scope_of, scope_words
from assistant.understand import understand
from assistant.views import view_of
from assistant.wording import for_language
from corpus.records import Document


def ask(text: str, history: Sequence[Turn], library: Library, scope: Scope | None = None) -> Answer:
    """Answer ``text`` from the documents of ``library``.

    ``history`` holds the turns of the conversation so far, oldest first (``Answer.turn`` of each); ``scope`` narrows
    the documents, empty fields leave it open. Never raises for a question it cannot answer: status says not_found or
    clarify.
    """
    started = time.perf_counter()
    outcome = _Session(library, scope, tuple(history)).outcome(text)
    answer = _compose(text, _with_near(outcome, library), started)
    if library.settings.question_log:
        log_question(Path(library.settings.question_log), answer)
    return answer


_NEAR = 3
_FOUND = ("answered", "partial")
_PRONOUN = re.compile(r"它|其[中他]?|[该这那](?:个|条)?项目|[这那]里面")
_ADDING = ("加上", "再加", "加")
_UNANSWERABLE = frozenset({"op:negation", "op:each", "op:arithmetic"})
_LONGEST_ELLIPSIS = 24
"""A longer question (in characters) names its subject itself and is not completed from the conversation."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the stages before composing came to; ``views`` are the facts of ``documents`` by id."""

    question: Question
    plan: Plan | None
    result: Result
    documents: tuple[Document, ...] = ()
    views: Mapping[str, FactsView] = field(default_factory=dict)


class _Session:
    """One question in its conversation."""

    def __init__(self, library: Library, scope: Scope | None, history: tuple[Turn, ...]) -> None:
        self.library = library
        self.scope = scope
        self.history = history
        self.documents = library.documents()

    def outcome(self, text: str) -> _Outcome:
        """The edit of earlier results that is asked for, where it is one; else the question for itself."""
        question = understand(text)
        if not question.normal:
            return _refused(question, Result("clarify", reason="请输入问题"))
        added = self._added(question)
        if added is not None:
            return added
        follow = edit(question, self.history)
        if follow is None:
            return self._asked(question)
        if follow.weak:
            alone = self._first(question, self._choice(question))
            if alone.plan is not None and alone.plan.operation not in ("quote", "clarify"):
                return alone
        if follow.text:
            return self._rewritten(follow.text)
        return self._followed(question, follow)

    def _rewritten(self, text: str) -> _Outcome:
        """The question that a follow-up stands for, written out: it is complete without the conversation."""
        question = understand(text)
        return _private(question) or self._first(question, self._choice(question))

    def _asked(self, question: Question) -> _Outcome:
        """A question with a subject of its own; a short one that finds nothing may name a part of the last subject."""
        private = _private(question)
        if private is not None:
            return private
        choice = self._choice(question)
        line = self._same_line(question, choice)
        if line is not None:
            return line
        elsewhere = self._elsewhere(question, choice)
        if elsewhere is not None:
            return elsewhere
        in_context = bool(self.history) and not any(span.role == "both" for span in question.spans)
        if in_context and _PRONOUN.search(question.normal):
            bound = self._in_context(question, choice)
            if bound is not None:
                return bound
            if question.normal.startswith("它"):
                return _refused(question, Result("clarify", reason="请说明“它”指的是哪一项"))
        outcome = self._first(question, choice)
        if in_context and outcome.result.status in ("clarify", "not_found"):
            return self._in_context(question, choice) or outcome
        return outcome

    def _elsewhere(self, question: Question, choice: Choice) -> _Outcome | None:
        """“单位的呢”, “某某局的呢”: the last question again, asked of another document."""
        last = next((turn for turn in reversed(self.history) if turn.plan is not None), None)
        if last is None or not choice.named or not question.normal.endswith("呢") or len(choice.documents) != 1:
            return None
        context = context_in(question, self._views(choice.documents))
        idle = all(span.role in ("func", "scope", "year", "join") for span in question.spans)
        if context.content() or not idle or choice.documents[0].id in (last.plan.documents if last.plan else ()):
            return None
        return self._first(understand(last.question), choice)

    def _same_line(self, question: Question, choice: Choice) -> _Outcome | None:
        """“某项目的呢” after a line item: the line of that name in the project now named, or a question back."""
        if not self.history or not question.normal.endswith("的呢"):
            return None
        heads = [figure for figure in self.history[-1].result.figures if figure.role == "headline"]
        subject = heads[0].statement.subject if len(heads) == 1 and heads[0].statement is not None else None
        if subject is None or subject.kind != "line":
            return None
        line = view_of(self.library, heads[0].document).lines.get(subject.key)
        if line is None:  # payments by quarter stand in sentences, not in a form
            return None
        named = re.sub(r"的?呢[?？]?$", "", question.text.strip())
        outcome = self._first(understand(f"{named}的{line.detail or line.content}"), choice)
        if outcome.result.status == "answered":
            return outcome
        return _refused(question, Result("clarify", reason="请说明是这个项目的哪一项"))

    def _added(self, question: Question) -> _Outcome | None:
        """“加上X，三项一共”: a new subject together with the last results."""
        numbers = [span for span in question.spans if span.role == "both"]
        leading = question.normal.startswith(_ADDING)
        summing = leading or any(span.text == "op:total" for span in question.spans)
        if not (self.history and (numbers or leading) and summing and has_content(question)):
            return None
        alone = self._first(_without_adding(question), self._choice(question))
        heads = [figure for figure in alone.result.figures if figure.role == "headline"]
        if alone.result.status != "answered" or len(heads) != 1 or alone.plan is None:
            return None
        count = int(numbers[0].text.partition(":")[2]) if numbers else None
        combined = combined_with(heads[0], self.history, count)
        documents, views = self._facts_of({*_used(combined), heads[0].document})
        return _Outcome(question, replace(alone.plan, operation="combine"), combined, documents, views)

    def _followed(self, question: Question, follow: Edit) -> _Outcome:
        """A follow-up that is an edit of the conversation: a finished result, or a plan to execute anew."""
        plan, result = follow.plan, follow.result
        documents, views = self._facts_of({*(plan.documents if plan else ()), *_used(result)})
        if result is None:
            assert plan is not None
            result = carried_out(plan, views)
        return _Outcome(question, plan, result, documents, views)

    def _in_context(self, question: Question, choice: Choice) -> _Outcome | None:
        """A short question that names only a part: the answer within the project last spoken of, if there is one."""
        about = spoken_of(self.history)
        if about is None or len(question.normal) > _LONGEST_ELLIPSIS:
            return None
        if about[0] not in {document.id for document in self.documents}:
            return None
        project = view_of(self.library, about[0]).projects.get(f"project:{about[1]}")
        if project is None:
            return None
        outcome = self._first(understand(f"{project.name}{question.text}"), choice)
        return outcome if outcome.result.status == "answered" else None

    # Documents to look in

    def _choice(self, question: Question) -> Choice:
        before = [document for turn in self.history[-1:] if turn.plan is not None for document in turn.plan.documents]
        changed = any(span.text == "op:change" or span.role in ("base", "compare") for span in question.spans)
        return choose(question, self.documents, self.scope, before, changed)

    def _facts_of(self, ids: set[str]) -> tuple[tuple[Document, ...], dict[str, FactsView]]:
        """The documents of those ids in the library's order, and their facts by id."""
        documents = tuple(document for document in self.documents if document.id in ids)
        return documents, self._views(documents)

    def _views(self, documents: Sequence[Document]) -> dict[str, FactsView]:
        return {document.id: view_of(self.library, document.id) for document in documents}

    def _first(self, question: Question, choice: Choice) -> _Outcome:
        """The first group of documents that accounts for the question."""
        best: _Outcome | None = None
        for group in (choice.documents, choice.fallback):
            if not group:
                continue
            apart = sum(is_full_budget(document) for document in group) > 1
            outcome = self._try(question, group, apart)
            if outcome.result.status in _FOUND:
                return self._told_apart(outcome, choice)
            if outcome.result.status == "clarify":
                return outcome
            best = best or outcome
        if choice.refusal:
            near = best.result.near if best is not None else ()
            return _refused(question, Result("not_found", reason=choice.refusal, near=near), choice.documents)
        return best or _refused(question, Result("not_found", reason="资料库里没有文件"))

    def _told_apart(self, outcome: _Outcome, choice: Choice) -> _Outcome:
        """Where several full budgets fit and only one was meant, ask which unless just one of them has the answer."""
        used = {figure.document for figure in outcome.result.figures} | {q.document for q in outcome.result.quotes}
        others = [document for document in choice.ambiguous if document.id not in used]
        if not choice.ambiguous or (len(used) <= 1 and not any(self._answers(outcome.question, d) for d in others)):
            return outcome
        names = tuple(scope_words((document,)) for document in choice.ambiguous)
        asked = Result("clarify", reason="资料库里有几份文件都可能是您指的，请选定范围", choices=names)
        return replace(outcome, result=asked, plan=None)

    def _answers(self, question: Question, document: Document) -> bool:
        _, result = answer_from_facts(context_in(question, self._views((document,))))
        return result.status in (*_FOUND, "clarify")

    def _try(self, question: Question, documents: Sequence[Document], apart: bool) -> _Outcome:
        """Structured facts first, printed sentences where no fact is asked for; ``apart`` tries each document alone."""
        if len(documents) > 1 and apart:
            outcomes = [self._try(question, (document,), False) for document in documents]
            return next((o for o in outcomes if o.result.status in _FOUND), outcomes[0])
        views = self._views(documents)
        context = context_in(question, views)
        plan, result = answer_from_facts(context)
        unplaced = plan is not None and plan.unplaced
        if result.status == "not_found" and not unplaced and not any(s.text in _UNANSWERABLE for s in question.spans):
            said = quoted(question, context, self.library, documents)
            if said is not None:
                plan, result = Plan("quote", scope_of(documents), tuple(views)), said
        return _Outcome(question, plan, result, tuple(documents), views)


def _refused(question: Question, result: Result, documents: Sequence[Document] = ()) -> _Outcome:
    return _Outcome(question, None, result, tuple(documents))


def _private(question: Question) -> _Outcome | None:
    """The refusal of a question about people: their names and numbers are not kept."""
    if not any(span.role == "contact" for span in question.spans):
        return None
    return _refused(question, Result("not_found", reason="联系人、负责人和电话在读取时已隐去，不作查询"))


def _without_adding(question: Question) -> Question:
    """The question with its words of adding up as function words: what remains is the new subject."""
    spans = tuple(
        replace(span, text="func", role="func")
        if span.role == "both" or span.text in ("op:total", "join:plus")
        else span
        for span in question.spans
    )
    return replace(question, spans=spans)


def _used(result: Result | None) -> set[str]:
    """The ids of the documents that a result's figures, their operands and its quotes come from."""
    if result is None:
        return set()
    operands = (operand for figure in result.figures for operand in figure.operands)
    return {figure.document for figure in (*result.figures, *operands)} | {quote.document for quote in result.quotes}


def _with_near(outcome: _Outcome, library: Library) -> _Outcome:
    """A refusal in another language names what is nearest in meaning, since no characters are shared to go by."""
    result = outcome.result
    if result.status != "not_found" or result.near or outcome.question.language != "en" or not outcome.documents:
        return outcome
    names = library.names(outcome.question.text, [document.id for document in outcome.documents], _NEAR)
    return replace(outcome, result=replace(result, near=tuple(dict.fromkeys(names))))


def _compose(text: str, outcome: _Outcome, started: float) -> Answer:
    """The answer object: text, shown figures, citations, checks."""
    result, plan = outcome.result, outcome.plan
    words = for_language(outcome.question.language)
    composer = Composer(outcome.views, words, plan.unit if plan is not None else "")
    used = _used(result) | {document for document, _ in result.checks}
    documents = tuple(d for d in outcome.documents if d.id in used) or outcome.documents
    scope_text = scope_words(documents)
    shown: tuple[ShownFigure, ...] = ()
    checks: tuple[ShownCheck, ...] = ()
    if result.status in _FOUND:
        shown = tuple(composer.figure(figure) for figure in result.figures)
        checks = tuple(composer.check(document, check) for document, check in covering(result, outcome.views))
        body = composer.text(plan, result, shown, checks, scope_text)
    elif result.status == "clarify":
        body = words.clarify(result.reason, result.choices)
    else:
        body = words.not_found(result.reason, result.near, scope_text)
    return Answer(
        id=uuid.uuid4().hex[:12],
        question=text,
        status=result.status,
        answer=body,
        scope=scope_of(documents),
        figures=shown,
        citations=tuple(composer.citations),
        checks=checks,
        plan=plan,
        elapsed_ms=(time.perf_counter() - started) * 1000,
        turn=Turn(text, plan, result),
        suggestions=result.choices,
    )
