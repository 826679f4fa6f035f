"""The only place where the stages are joined: a question and its history to an answer."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.aggregate import execute
from assistant.audit_answer import answer_checks
from assistant.compose import Composer
from assistant.crosscheck import covering
from assistant.facts_view import FactsView
from assistant.followup import Edit, combined_with, edit, has_content, spoken_of
from assistant.library import Library
from assistant.plan import Planner
from assistant.records import Answer, Plan, Question, Result, Scope, Turn
from assistant.retrieve import quoted
from assistant.scope import Choice, choose
from assistant.understand import understand
from assistant.views import view_of
from assistant.wording import for_language
from corpus.records import Document


def ask(text: str, history: Sequence[Turn], library: Library, scope: Scope | None = None) -> Answer:
    """Answer ``text`` from the documents of ``library``.

    ``history`` holds the turns of the conversation so far, oldest first (``Answer.turn`` of each); ``scope`` narrows the
    documents, empty fields leave it open. Never raises for a question it cannot answer: status says not_found or clarify.
    """
    started = time.perf_counter()
    outcome = _Session(library, scope, tuple(history)).outcome(text)
    return _compose(text, outcome, library, started)


_PRONOUN = re.compile(r"它|其[中他]?|[该这那](?:个|条)?项目|[这那]里面")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the stages before composing came to."""

    question: Question
    plan: Plan | None
    result: Result
    documents: tuple[Document, ...]
    views: Mapping[str, FactsView]


class _Session:
    def __init__(self, library: Library, scope: Scope | None, history: tuple[Turn, ...]) -> None:
        self.library = library
        self.scope = scope
        self.history = history
        self.documents = library.documents()

    def outcome(self, text: str, rewritten: bool = False) -> _Outcome:
        """Understand, plan, aggregate: structured facts first, printed sentences where no fact is asked for."""
        question = understand(text)
        if not question.normal:
            return self._refuse(question, Result("clarify", reason="请输入问题"), ())
        added = None if rewritten else self._added(question)
        if added is not None:
            return added
        follow = None if rewritten else edit(question, self.history)
        if follow is not None and follow.weak:
            alone = self._first(question, self._choice(question))
            if alone.plan is not None and alone.plan.operation != "quote":
                return alone
        if follow is not None and follow.text:
            return self.outcome(follow.text, rewritten=True)
        if follow is not None:
            return self._followed(question, follow)
        if any(span.role == "contact" for span in question.spans):
            return self._refuse(
                question, Result("not_found", reason="联系人、负责人和电话在读取时已隐去，不作查询"), ()
            )
        choice = self._choice(question)
        both = any(span.role == "both" for span in question.spans)
        if self.history and not rewritten and not both and _PRONOUN.search(question.normal):
            bound = self._in_context(question, choice)
            if bound is not None:
                return bound
            if question.normal.startswith("它"):
                return self._refuse(question, Result("clarify", reason="请说明“它”指的是哪一项"), ())
        outcome = self._first(question, choice)
        if outcome.result.status == "clarify" and self.history and not rewritten and not both:
            return self._in_context(question, choice) or outcome
        if outcome.result.status == "not_found" and self.history and not rewritten and not both:
            outcome = self._in_context(question, choice) or outcome
        return outcome

    def _added(self, question: Question) -> _Outcome | None:
        """“加上X，三项一共”: a new subject together with the last results."""
        numbers = [span for span in question.spans if span.role == "both"]
        leading = question.normal.startswith(("加上", "再加", "加"))
        summing = any(span.text == "op:total" for span in question.spans) or leading
        if not (self.history and (numbers or leading) and summing and has_content(question)):
            return None
        spans = tuple(
            replace(span, text="func", role="func")
            if span.role == "both" or span.text in ("op:total", "join:plus")
            else span
            for span in question.spans
        )
        alone = self._first(replace(question, spans=spans), self._choice(question))
        heads = [figure for figure in alone.result.figures if figure.role == "headline"]
        if alone.result.status != "answered" or len(heads) != 1 or alone.plan is None:
            return None
        combined = combined_with(heads[0], self.history, int(numbers[0].text.partition(":")[2]) if numbers else 2)
        documents = tuple(d for d in self.documents if d.id in {*_used(combined), heads[0].document})
        views = {document.id: view_of(self.library, document.id) for document in documents}
        return _Outcome(question, replace(alone.plan, operation="combine"), combined, documents, views)

    def _choice(self, question: Question) -> Choice:
        before = [document for turn in self.history[-1:] if turn.plan is not None for document in turn.plan.documents]
        changed = any(span.text == "op:change" or span.role == "base" for span in question.spans)
        return choose(question, self.documents, self.scope, before, changed)

    def _first(self, question: Question, choice: Choice) -> _Outcome:
        """The first group of documents that accounts for the question."""
        best: _Outcome | None = None
        groups = [choice.documents, choice.fallback]
        for group in groups:
            if not group:
                continue
            outcome = self._try(question, group, choice)
            if outcome.result.status in ("answered", "partial"):
                return self._told_apart(outcome, choice)
            if outcome.result.status == "clarify":
                return outcome
            best = best or outcome
        if choice.refusal and (best is None or best.result.status != "clarify"):
            near = best.result.near if best is not None else ()
            return self._refuse(question, Result("not_found", reason=choice.refusal, near=near), choice.documents)
        return best or self._refuse(question, Result("not_found", reason="资料库里没有文件"), ())

    def _told_apart(self, outcome: _Outcome, choice: Choice) -> _Outcome:
        """Where several full budgets fit and only one was meant, ask which unless just one of them has the answer."""
        used = {figure.document for figure in outcome.result.figures} | {q.document for q in outcome.result.quotes}
        others = [document for document in choice.ambiguous if document.id not in used]
        rivals = [document for document in others if self._answers(outcome.question, document)]
        if len(used) <= 1 and not rivals:
            return outcome
        names = tuple(_scope_words((document,)) for document in choice.ambiguous)
        if not choice.ambiguous:
            return outcome
        return replace(
            outcome,
            result=Result("clarify", reason="资料库里有几份文件都可能是您指的，请选定范围", choices=names),
            plan=None,
        )

    def _answers(self, question: Question, document: Document) -> bool:
        views = {document.id: view_of(self.library, document.id)}
        return self._structured(question, (document,), views)[1].status in ("answered", "partial")

    def _try(self, question: Question, documents: Sequence[Document], choice: Choice) -> _Outcome:
        if len(documents) > 1 and choice.ambiguous:
            outcomes = [self._try(question, (document,), replace(choice, ambiguous=())) for document in documents]
            return next((o for o in outcomes if o.result.status in ("answered", "partial")), outcomes[0])
        views = {document.id: view_of(self.library, document.id) for document in documents}
        plan, result = self._structured(question, documents, views)
        negated = any(span.text in ("op:negation", "op:each", "op:arithmetic") for span in question.spans)
        if result.status == "not_found" and (plan is None or not plan.unplaced) and not negated:
            said = quoted(question, self._planner(question, documents, views), self.library, tuple(documents))
            if said is not None:
                plan, result = Plan("quote", _scope_of(documents), tuple(views)), said
        return _Outcome(question, plan, result, tuple(documents), views)

    def _planner(self, question: Question, documents: Sequence[Document], views: Mapping[str, FactsView]) -> Planner:
        years = {int(span.text) for span in question.spans if span.role == "year"}
        own = {document.fiscal_year for document in documents}
        return Planner(question, list(views.values()), _scope_of(documents), frozenset(years - own))

    def _structured(
        self, question: Question, documents: Sequence[Document], views: Mapping[str, FactsView]
    ) -> tuple[Plan | None, Result]:
        planner = self._planner(question, documents, views)
        if any(span.text == "op:why" for span in question.spans):
            return None, Result("not_found", near=tuple(planner.linker.near()))
        plan = planner.plan()
        if plan is None:
            return None, Result("not_found", reason=_unexplained(question, planner), near=tuple(planner.linker.near()))
        if plan.unplaced:
            words = "、".join(f"“{word}”" for word in plan.unplaced)
            return plan, Result(
                "not_found", reason=f"资料中没有{words}这一口径的内容", near=tuple(planner.linker.near())
            )
        if plan.operation == "check":
            return plan, answer_checks(plan, question, planner.content(), list(views.values()))
        result = execute(plan, views)
        return plan, _unit_checked(plan, result)

    def _followed(self, question: Question, follow: Edit) -> _Outcome:
        """A follow-up that is an edit of the conversation: a finished result, or a plan to execute anew."""
        plan = follow.plan
        ids = tuple(dict.fromkeys([*(plan.documents if plan else ()), *_used(follow.result)]))
        documents = tuple(document for document in self.documents if document.id in ids)
        views = {document.id: view_of(self.library, document.id) for document in documents}
        if follow.result is not None:
            return _Outcome(question, plan, follow.result, documents, views)
        assert plan is not None
        if plan.unplaced:
            words = "、".join(f"“{word}”" for word in plan.unplaced)
            return _Outcome(
                question, plan, Result("not_found", reason=f"资料中没有{words}这一口径的内容"), documents, views
            )
        return _Outcome(question, plan, _unit_checked(plan, execute(plan, views)), documents, views)

    def _in_context(self, question: Question, choice: Choice) -> _Outcome | None:
        """A short question that names only a part: look among what shares a name with the last subject."""
        about = spoken_of(self.history)
        if about is None or len(question.normal) > 24 or about[0] not in {document.id for document in self.documents}:
            return None
        project = view_of(self.library, about[0]).projects.get(f"project:{about[1]}")
        if project is None:
            return None
        outcome = self._first(understand(f"{project.name}{question.text}"), choice)
        return outcome if outcome.result.status == "answered" else None

    def _refuse(self, question: Question, result: Result, documents: Sequence[Document]) -> _Outcome:
        return _Outcome(question, None, result, tuple(documents), {})


def _used(result: Result | None) -> list[str]:
    if result is None:
        return []
    found = [figure.document for figure in result.figures]
    found += [operand.document for figure in result.figures for operand in figure.operands]
    return found + [quote.document for quote in result.quotes]


def _unexplained(question: Question, planner: Planner) -> str:
    content = planner.content() - planner.linker.named()
    if not content and planner.content():
        return "这些词在资料中不属于同一项内容"
    words: list[str] = []
    run = ""
    for index, char in enumerate(question.normal):
        if index in content:
            run += char
        elif run:
            words.append(run)
            run = ""
    words += [run] if run else []
    return "资料中没有与" + "、".join(f"“{word}”" for word in words) + "完全对应的内容" if words else ""


def _unit_checked(plan: Plan, result: Result) -> Result:
    """A figure in another kind of unit than the one asked for is no answer."""
    asked = plan.unit
    heads = [figure for figure in result.figures if figure.role == "headline"]
    if not asked or result.status not in ("answered", "partial") or not heads:
        return result
    money = {"元", "万元", "亿元"}
    for figure in heads:
        if asked in money and figure.unit != "元":
            return Result("not_found", reason=f"这一项不是金额，单位是{figure.unit or '未列示'}")
        alike = ("个", "项", "条", "笔", "种", "类")
        same = figure.unit in (asked, "") or (asked in alike and figure.unit in alike) or asked in ("%", "百分点")
        if asked not in money and not same and not plan.asks_count:
            return Result("not_found", reason=f"资料中的单位是{figure.unit}，不是{asked}")
    return result


def _scope_of(documents: Sequence[Document]) -> Scope:
    if len(documents) != 1:
        return Scope()
    document = documents[0]
    return Scope(document.organisation, document.level, document.fiscal_year, document.stage, document.id)


def _scope_words(documents: Sequence[Document]) -> str:
    """The scope in words: organisation, year, kind of document."""
    parts = []
    for document in documents:
        year = f"{document.fiscal_year}年" if document.fiscal_year else ""
        parts.append(
            " ".join(part for part in (document.organisation or "（未写明单位）", f"{year}{document.kind}") if part)
        )
    return "；".join(dict.fromkeys(parts))


def _compose(text: str, outcome: _Outcome, library: Library, started: float) -> Answer:
    result, plan = outcome.result, outcome.plan
    words = for_language(outcome.question.language)
    composer = Composer(outcome.views, words, plan.unit if plan is not None else "")
    used = set(_used(result)) | {document for document, _ in result.checks}
    documents = tuple(d for d in outcome.documents if d.id in used) or outcome.documents
    scope_text = _scope_words(documents)
    if result.status in ("answered", "partial"):
        shown = tuple(composer.figure(figure) for figure in result.figures)
        checks = tuple(composer.check(document, check) for document, check in covering(result, outcome.views))
        body = composer.text(plan, result, shown, checks, scope_text)
    else:
        shown, checks = (), ()
        body = (
            words.clarify(result.reason, result.choices)
            if result.status == "clarify"
            else words.not_found(result.reason, result.near, scope_text)
        )
    return Answer(
        id=uuid.uuid4().hex[:12],
        question=text,
        status=result.status,
        answer=body,
        scope=_scope_of(documents),
        figures=shown,
        citations=tuple(composer.citations),
        checks=checks,
        plan=plan,
        elapsed_ms=(time.perf_counter() - started) * 1000,
        turn=Turn(text, plan, result),
        suggestions=result.choices,
    )
