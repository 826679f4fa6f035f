"""The only place where the stages are joined: a question and its history to an answer."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.across_answer import across_documents, speaks_of_several
from assistant.answer_object import answer_object, with_near
from assistant.audit_words import asked
from assistant.background import without_background
from assistant.belonging import spoken_within
from assistant.body_names import in_chinese
from assistant.choosing import agreed, chosen
from assistant.conversation import akin, core_of, related, replaced, underneath
from assistant.courtesy import is_courtesy, reply
from assistant.elsewhere import added, completed, elsewhere, in_context, same_line
from assistant.explained import explained
from assistant.facts_answer import answer_from_facts, carried_out, context_in
from assistant.facts_view import FactsView
from assistant.followup import edit
from assistant.instructions import REASON, instructs
from assistant.labels import flat
from assistant.language import language_of
from assistant.library import Library
from assistant.link import places_and_own
from assistant.masking import masked
from assistant.mentions import mentions_of, without_heading
from assistant.outcome import FOUND, Outcome, one_of, refused, used
from assistant.paired import paired
from assistant.passages import spot
from assistant.plan_context import Context
from assistant.plan_spread import plan_of_spread
from assistant.pointing import one_of as one_of_last
from assistant.pointing import says_which
from assistant.project_years import is_of, is_of_one_year, over_project_years
from assistant.question_log import log_question
from assistant.records import Answer, Plan, Question, Result, Scope, Span, Turn
from assistant.references import INSIDE, reason_of
from assistant.refusals import not_of_a_place, unknown_body, without_accounts, without_body
from assistant.requests import in_official_terms
from assistant.reread import Names, answered, as_written
from assistant.retrieve import counted_apart, hits, quoted
from assistant.scope import Choice, by_account, choose, scope_of
from assistant.spread import Slot, Spread, spread_of, stages_of_one_account, with_last_year
from assistant.told import told
from assistant.turns import Edit, identity, of_reference, still_held
from assistant.understand import understand
from assistant.views import view_of
from assistant.vocabulary import LONG_WORDS
from corpus.records import Document
from corpus.store import UnknownDocumentError


def ask(text: str, history: Sequence[Turn], library: Library, scope: Scope | None = None) -> Answer:
    """Answer ``text`` from the documents of ``library``.

    ``history`` holds the turns of the conversation so far, oldest first (``Answer.turn`` of each); ``scope`` narrows
    the documents, empty fields leave it open. Never raises for a question it cannot answer: status says not_found or
    clarify.
    """
    started = time.perf_counter()
    session, outcome = _outcome(text, history, library, scope)
    answer = answer_object(text, with_near(outcome, library), started, session.kept(outcome))
    if library.settings.question_log:
        log_question(Path(library.settings.question_log), answer)
    return answer


def tried(text: str, history: Sequence[Turn], library: Library, scope: Scope | None = None) -> Turn:
    """What ``ask`` would come to, without its words and not logged: to try a question before it is offered."""
    _, outcome = _outcome(text, history, library, scope)
    return Turn(outcome.asked or text, outcome.plan, outcome.result)


def _outcome(text: str, history: Sequence[Turn], library: Library, scope: Scope | None) -> tuple[_Session, Outcome]:
    """The outcome, and the session that found it; once more where a document is removed meanwhile."""
    spoken = tuple(turn for turn in history if not is_courtesy(turn.question))
    session = _Session(library, scope, spoken)
    try:
        return session, _read_in_turn(text, session)
    except UnknownDocumentError:
        session = _Session(library, scope, spoken)
        return session, _read_in_turn(text, session)


def _read_in_turn(text: str, session: _Session) -> Outcome:
    """The outcome of the question as it is written; where it finds nothing, of an everyday word in official terms, of
    the question without the story around it, of both."""
    outcome = session.put(text)
    if not _found_nothing(outcome):
        return outcome
    everyday = in_official_terms(text)
    official = text.replace(everyday.said, everyday.meant, 1) if everyday is not None else ""
    core = session.without_story(text) if outcome.result.status == "not_found" else ""
    both = session.without_story(official) if core and official else ""
    for words, accepted in ((official, FOUND), (core, (*FOUND, "clarify")), (both, FOUND)):
        other = session.put(words) if words else outcome
        if words and other.result.status in accepted:
            question = replace(other.question, text=text, language=outcome.question.language)
            noted = (everyday,) if everyday is not None and words in (official, both) else ()
            return replace(other, question=question, asked=other.asked or words, reread=(*noted, *other.reread))
    return session.refusal(text, outcome)


def _found_nothing(outcome: Outcome) -> bool:
    """Whether there is no answer, or one thing alone is offered to choose from."""
    only = outcome.result.status == "clarify" and len(outcome.result.choices) == 1
    return only or outcome.result.status == "not_found"


_PRONOUN = re.compile(r"它|其[中他]?|[该这那](?:个|条)?项目|[这那]里面|(?:同一|此|所在的?|所属的?)个?项目")
_SAME = re.compile(r"一样|相同|相等|同一个|持平")
_BETWEEN = re.compile(r"之间|互相|相互|勾稽|衔接|对得上|对不上|文件")
_UNANSWERABLE = frozenset({"op:negation", "op:each", "op:arithmetic"})
_COMPUTED = ("total", "rest", "ratio", "share", "difference")
"""Operations over several parts: where they cannot be carried out, a sentence about one part is no answer."""
_MOST_NAMED = 16
"""Documents whose names are looked at for a word that is no name as it stands."""


class _Session:
    """One question in its conversation."""

    def __init__(self, library: Library, scope: Scope | None, history: tuple[Turn, ...]) -> None:
        self.library = library
        self.scope = scope
        self.documents = library.documents()
        known = {document.id for document in self.documents}
        self.turns = self.history = tuple(still_held(turn, known) for turn in history)
        self.meant: frozenset[str] = frozenset()

    def put(self, text: str) -> Outcome:
        """The outcome of a question, with the slips of the pen in it read as they are meant."""
        return answered(text, self.outcome, self.names)

    def without_story(self, text: str) -> str:
        """The question without the story around it; "" where it has none."""
        return without_background(text, self._read, self.documents)

    def outcome(self, text: str) -> Outcome:
        """The edit of earlier results that is asked for, where it is one; else the question for itself."""
        question = self._read(text)
        self.history = self.turns
        if not question.normal and not is_courtesy(text):
            return refused(question, Result("clarify", reason="请输入问题"))
        meant = agreed(question, self.history)
        if meant:
            return self._rewritten(meant, question.language)
        if instructs(text):
            return refused(question, Result("not_found", reason=REASON))
        if is_courtesy(text):
            return refused(question, Result("clarify", note=reply(question.language)))
        self.history = tuple(turn for turn in self.turns if not of_reference(turn))
        picked = completed(self, question) or chosen(self, question)
        if picked is not None:
            return picked
        self.history = self.history if says_which(question.normal, self.turns) else self.turns
        return added(self, question) or self._continued(question)

    def _continued(self, question: Question) -> Outcome:
        """An edit of earlier results, also as a correction or with a word like 换成; else the question for itself."""
        follow = edit(question, self.history, self.facts)
        core = core_of(question.text) if follow is None and self.history else ""
        if core:
            question = replace(self._read(core), text=question.text, language=question.language)
            follow = edit(question, self.history, self.facts)
        if follow is None:
            return self._asked(question)
        if follow.weak:
            alone = self._first(question, self._choice(question))
            if alone.plan is not None and alone.plan.operation not in ("quote", "clarify"):
                return alone if not _differ(alone, follow) else refused(question, Result("clarify", reason=_WHICH_LIST))
        if follow.text:
            return self._rewritten(follow.text, question.language)
        if follow.terms:
            return related(self, question, follow)
        return self._followed(question, follow)

    def refusal(self, text: str, outcome: Outcome) -> Outcome:
        """``outcome``, a refusal of it in terms of what the library holds."""
        if outcome.result.status != "not_found":
            return outcome
        question = self._read(text)
        said = self._choice(question).mentions
        *_, names = self.names(text)
        body = unknown_body(question, names.left, [(one.start, one.stop) for one in said.bodies])
        return without_body(outcome, body, self.documents) if body else without_accounts(outcome)

    # What follow-ups need (conversation.Asker)

    def read(self, text: str) -> Question:
        """The question as understood in this library."""
        return self._read(text)

    def facts(self, document: str) -> FactsView:
        """The facts of a document of the library."""
        return view_of(self.library, document)

    def first(self, question: Question, choice: Choice) -> Outcome:
        """The answer to a question over the documents chosen for it."""
        return self._first(question, choice)

    def choice(self, question: Question) -> Choice:
        """The documents that a question is about."""
        return self._choice(question)

    def facts_of(self, ids: set[str]) -> tuple[tuple[Document, ...], dict[str, FactsView]]:
        """The documents of those ids in the library's order, and their facts by id."""
        return self._facts_of(ids)

    def rewritten(self, text: str, language: str) -> Outcome:
        """The answer to the question that a follow-up stands for, written out."""
        return self._rewritten(text, language)

    def alone(self, text: str, document: str = "", meant: frozenset[str] = frozenset()) -> Outcome:
        """The answer to a question that is complete in itself, of one document if one is given."""
        scope = Scope(document=document) if document else self.scope
        inner = _Session(self.library, scope, () if document else self.history)
        inner.meant = meant
        question = inner._read(text)
        return _private(question) or inner._first(question, inner._choice(question))

    def names(self, text: str) -> Iterator[Names]:
        """What the words of a question may name that are no names as they stand: organisations, then subjects."""
        question = self._read(text)
        choice = self._choice(question)
        views = self._views((choice.documents or choice.pool or self.documents)[:_MOST_NAMED])
        context = context_in(question, views)
        every = frozenset(range(len(question.normal)))
        spots = {i for body in choice.mentions.bodies for i in range(body.start, body.stop)}
        said = {i for span in question.spans if span.stop - span.start > 1 for i in range(span.start, span.stop)}
        called = {flat(document.organisation) for document in self.documents if document.organisation}
        bodies = frozenset(called | {places_and_own(name)[1] for name in called})
        plain, left = as_written(question, every - said - choice.mentions.positions - context.linker.named())
        yield Names(plain, bodies, left | as_written(question, frozenset(spots))[1], left, strict=True)
        subjects = {label.name for view in views.values() for label in view.labels.labels}
        yield Names(plain, frozenset(subjects), left, left)
        yield Names(plain, LONG_WORDS, left, left, strict=True)

    def _read(self, text: str) -> Question:
        """The question as understood; the organisations of the library that it names are words of scope.

        The words inside such a name say nothing of their own: 发展和改革局 joins nothing.
        """
        written = in_chinese(text, {document.organisation for document in self.documents})
        question = understand(written)
        if written != text:
            question = replace(question, text=text, language=language_of(text))
        said = mentions_of(question, self.documents)
        bodies = (*said.bodies, *said.places, *said.sorts)
        spans = [Span("scope:单位", body.start, body.stop, "scope") for body in bodies]
        spans += [Span(f"scope:{level}", start, stop, "scope") for level, start, stop in said.level_spots]
        inside = {i for body in bodies for i in range(body.start, body.stop)}
        outside = [s for s in question.spans if s.start == s.stop or not inside.issuperset(range(s.start, s.stop))]
        spans = sorted([*outside, *spans], key=lambda span: (span.start, -span.stop))
        return without_heading(replace(question, spans=tuple(spans)), said)

    def _rewritten(self, text: str, language: str) -> Outcome:
        """The question that a follow-up stands for, written out: it is complete without the conversation."""
        question = replace(self._read(text), language=language)
        return replace(_private(question) or self._first(question, self._choice(question)), asked=text)

    def _asked(self, question: Question) -> Outcome:
        """A question with a subject of its own; a short one that finds nothing may name a part of the last subject."""
        private = _private(question)
        if private is not None:
            return private
        choice = self._choice(question)
        inner = underneath(self, question)
        if inner is not None:
            return inner
        between = self._between(question, choice)
        if between is not None:
            return between
        line = same_line(self, question, choice)
        if line is not None:
            return line
        found = elsewhere(self, question, choice) or replaced(self, question)
        if found is not None:
            return found
        talking = bool(self.history) and not any(span.role == "both" for span in question.spans)
        if talking and _PRONOUN.search(question.normal):
            bound = in_context(self, question, choice)
            if bound is not None:
                return bound
            if question.normal.startswith("它"):
                return refused(question, Result("clarify", reason="请说明“它”指的是哪一项"))
        outcome = self._first(question, choice)
        if self.history and _names_body_only(question, outcome):
            return refused(question, Result("clarify", reason="请说明要查哪一项"))
        if talking and not choice.named and INSIDE.match(question.normal):
            heads = [figure for figure in outcome.result.figures if figure.role == "headline"]
            if not all(spoken_within(figure, self.history) for figure in heads):
                named = self._named_within(question)
                if named is not None:
                    return named
                asked_back = Result("clarify", reason="这一项不在前面所说的内容之内，请说明指的是哪一项")
                return in_context(self, question, choice) or refused(question, asked_back)
        if talking and outcome.result.status in ("clarify", "not_found"):
            kin = akin(self, question) if not choice.mentions.bodies else None
            return kin or in_context(self, question, choice) or outcome
        return outcome

    def _named_within(self, question: Question) -> Outcome | None:
        """“其中公务接待费” after 三公经费: the thing of that name inside what was just spoken of; None without one."""
        one = one_of_last("", self.history)
        if isinstance(one, str) or one.statement is None:
            return None
        words = INSIDE.sub("", question.normal)
        outcome = self._rewritten(f"{one.statement.subject.name}中的{words}", question.language)
        heads = [figure for figure in outcome.result.figures if figure.role == "headline"]
        good = outcome.result.status in FOUND and bool(heads)
        return outcome if good and all(spoken_within(figure, self.history) for figure in heads) else None

    def _between(self, question: Question, choice: Choice) -> Outcome | None:
        """Whether several documents agree, by the checks between them; None where none of them is asked for."""
        if asked(question) is None:
            return None
        spread = spread_of(choice)
        slots = spread.slots if spread is not None else ()
        meant = {document for slot in slots for document in slot.documents}
        if not meant and speaks_of_several(question.normal):
            meant = set(choice.pool or self.documents)
        documents = [document for document in self.documents if document in meant]
        if len(documents) < 2:
            return None
        views = self._views(documents)
        alike = self._held_together(question, choice, spread) if _SAME.search(question.normal) else None
        if alike is not None:  # 两年的X是否一样: whether it is the same amount, not whether the documents fit
            return alike
        core = masked(question, frozenset(), choice.mentions)
        found = across_documents(core, documents, views, self.library.reading)
        if found is None:
            return self._held_together(question, choice, spread)
        return Outcome(question, found[0], found[1], tuple(documents), views)

    def _held_together(self, question: Question, choice: Choice, spread: Spread | None) -> Outcome | None:
        """Whether one figure is the same in two documents that no check compares: by the difference of both."""
        if spread is None or len(spread.slots) != 2 or choice.mentions.quoting or _BETWEEN.search(question.normal):
            return None
        said = re.search(rf"(?:是否|是不是)?(?:{_SAME.pattern}|一致|相符)", question.normal)
        if said is None:
            return None
        compared = Span("op:difference", said.start(), said.end(), "op")
        kept = [s for s in question.spans if s.stop <= compared.start or s.start >= compared.stop]
        spans = tuple(sorted([*kept, compared], key=lambda span: (span.start, -span.stop)))
        both = self._spread(replace(question, spans=spans), choice, spread)
        return both if both.result.status in FOUND else None

    def _followed(self, question: Question, follow: Edit) -> Outcome:
        """A follow-up that is an edit of the conversation: a finished result, or a plan to execute anew."""
        plan, result = follow.plan, follow.result
        documents, views = self._facts_of({*(plan.documents if plan else ()), *used(result)})
        if result is None:
            assert plan is not None
            result = self._carried_out(plan, follow, views)
        return Outcome(question, plan, result, documents, views, follow.asked)

    @staticmethod
    def _carried_out(plan: Plan, follow: Edit, views: dict[str, FactsView]) -> Result:
        """The result of an edited plan, without the figures that the conversation has shown already."""
        if plan.operation == "quote":
            document, _, key = plan.subjects[0].partition("#")
            return reason_of(views[document], key)
        result = carried_out(plan, views)
        kept = tuple(figure for figure in result.figures if identity(figure) not in follow.shown)
        if follow.shown and not any(figure.role == "headline" for figure in kept):
            return Result("not_found", reason="已经全部列出")
        return replace(result, figures=kept)

    # Documents to look in

    def _choice(self, question: Question) -> Choice:
        before = [document for turn in self.history[-1:] for document in turn.documents]
        changed = any(span.text == "op:change" or span.role in ("base", "compare") for span in question.spans)
        return choose(question, self.documents, self.scope, before, changed)

    def kept(self, outcome: Outcome) -> tuple[str, ...]:
        """The documents that a conversation stays with: those looked in, else those before, unless others are named."""
        if outcome.plan is not None and outcome.plan.documents:
            return outcome.plan.documents
        said = mentions_of(outcome.question, self.documents)
        if outcome.documents or not self.history or said.positions:
            return tuple(document.id for document in outcome.documents)
        return self.history[-1].documents

    def _facts_of(self, ids: set[str]) -> tuple[tuple[Document, ...], dict[str, FactsView]]:
        """The documents of those ids in the library's order, and their facts by id."""
        documents = tuple(document for document in self.documents if document.id in ids)
        return documents, self._views(documents)

    def _views(self, documents: Sequence[Document]) -> dict[str, FactsView]:
        return {document.id: view_of(self.library, document.id) for document in documents}

    def _first(self, question: Question, choice: Choice) -> Outcome:
        """The answer in scope; of a place's one known body only what cannot be the whole place's."""
        meant = over_project_years(question.text)
        if meant is not None:
            whole = self._read(meant.text)
            total = self._found(whole, self._choice(whole))
            if is_of(total, meant):
                return replace(total, question=replace(total.question, text=question.text), asked=meant.text)
        outcome = not_of_a_place(self._found(question, choice), choice.mentions)
        if meant is not None and is_of_one_year(outcome):
            return refused(
                question, Result("not_found", reason=f"资料中没有这{meant.count}年合计的金额"), outcome.documents
            )
        return outcome

    def _found(self, question: Question, choice: Choice) -> Outcome:
        """The answer over the documents that are compared, if several are; else of the first group that has one."""
        both = self._paired(question, choice)
        if both is not None:
            return both
        spread = spread_of(choice)
        compared = self._spread(question, choice, spread) if spread is not None else None
        if compared is not None and compared.result.status in (*FOUND, "clarify"):
            return compared
        if compared is not None and compared.plan is not None and compared.plan.operation == "sum":
            return compared  # where a sum of several is refused, one of them alone is no answer
        alone = self._of_groups(question, choice)
        if alone.result.status in FOUND or (compared is not None and compared.plan is not None):
            return alone if alone.result.status in FOUND or compared is None else compared
        against = self._against_last_year(question, choice)
        return against or (alone if alone.result.status == "clarify" else compared or alone)

    def _paired(self, question: Question, choice: Choice) -> Outcome | None:
        """Two sides with a scope and a subject each, answered for themselves and set side by side or compared."""

        def alone(text: str) -> Outcome:
            side = self._read(text)
            return self._of_groups(side, self._choice(side))

        both = paired(question, choice.mentions, alone)
        return None if both is None or both.plan is None else replace(both, result=carried_out(both.plan, both.views))

    def _of_groups(self, question: Question, choice: Choice) -> Outcome:
        """The first group of documents that accounts for the question."""
        best: Outcome | None = None
        for group in (choice.documents, choice.fallback):
            if not group:
                continue
            outcome = self._of_group(question, choice, group)
            if outcome.result.status in (*FOUND, "clarify"):
                return outcome
            best = best or outcome
        if choice.refusal:
            near = best.result.near if best is not None else ()
            return refused(question, Result("not_found", reason=choice.refusal, near=near), choice.documents)
        return best or refused(question, Result("not_found", reason="资料库里没有文件"))

    def _of_group(self, question: Question, choice: Choice, group: Sequence[Document]) -> Outcome:
        """Documents of different organisations, levels, years or stages are asked one by one and never mixed."""
        accounts = by_account(group)
        if len(accounts) == 1:
            return self._try(question, group)
        outcomes = [self._try(question, account) for account in accounts]
        found = [outcome for outcome in outcomes if outcome.result.status in FOUND]
        documents = tuple(document for outcome in found for document in outcome.documents)
        if len(found) > 1 and stages_of_one_account(documents):
            ordered = sorted(documents, key=lambda document: document.stage == "决算")
            slots = tuple(Slot(document.stage, (document,)) for document in ordered)
            both = self._spread(question, choice, Spread(slots, ("stage",)))
            if both.result.status in FOUND:
                return both
        return one_of(outcomes)

    def _spread(self, question: Question, choice: Choice, spread: Spread) -> Outcome:
        """The question over several documents, each asked for itself."""
        if spread.ask:
            asked = Result("clarify", reason=f"请说明是哪一个{spread.ask}", choices=spread.choices)
            return refused(question, asked)
        documents = tuple(dict.fromkeys(document for slot in spread.slots for document in slot.documents))
        views = self._views(documents)
        plan, result = plan_of_spread(question, choice.mentions, spread, views)
        if plan is not None:
            result = carried_out(plan, views)
        assert result is not None
        return Outcome(question, plan, result, documents, views)

    def _against_last_year(self, question: Question, choice: Choice) -> Outcome | None:
        """A change against last year that the document does not print: from last year's own document, if it is here."""
        changed = any(span.role == "base" or span.text == "op:change" for span in question.spans)
        if not changed or len(by_account(choice.documents)) != 1:
            return None
        spread = with_last_year(choice.documents[0], choice.pool)
        outcome = self._spread(question, choice, spread) if spread is not None else None
        return outcome if outcome is not None and outcome.result.status in FOUND else None

    def _try(self, question: Question, documents: Sequence[Document]) -> Outcome:
        """Structured facts first, printed sentences where no fact is asked for."""
        views = self._views(documents)
        context = context_in(question, views, self.meant)
        said = explained(context) or counted_apart(question, context)
        if said is not None:
            return Outcome(question, Plan("quote", scope_of(documents), tuple(views)), said, tuple(documents), views)
        plan, result = answer_from_facts(context)
        unplaced = plan is not None and (plan.unplaced or (plan.parts and plan.operation in _COMPUTED))
        if result.status == "not_found" and not unplaced and not any(s.text in _UNANSWERABLE for s in question.spans):
            said = quoted(question, context, self.library, documents)
            if said is not None:
                plan, result = Plan("quote", scope_of(documents), tuple(views)), said
        if result.status == "not_found" or plan is None:
            said = self._told(question, context, documents)
            if said is not None:
                plan, result = Plan("quote", scope_of(documents), tuple(views)), said
        return Outcome(question, plan, result, tuple(documents), views)

    def _told(self, question: Question, context: Context, documents: Sequence[Document]) -> Result | None:
        """The printed line that answers; only where vectors are on are the chunks nearest by meaning asked for."""
        near = hits(question, self.library, documents) if self.library.settings.use_vectors else []
        places = frozenset(spot(hit.chunk.document, source.place) for hit in near for source in hit.chunk.sources)
        return told(question, context, places)


_WHICH_LIST = "请说明是在前面列出的各项里比较，还是在全部项目里比较"


def _differ(alone: Outcome, follow: Edit) -> bool:
    """Whether a ranking of everything and a pick from what was listed come to different figures."""
    if follow.plan is None or follow.plan.operation != "pick" or follow.result is None:
        return False
    everything = any(span.role == "all" for span in alone.question.spans)
    heads = [{identity(f) for f in r.figures if f.role == "headline"} for r in (alone.result, follow.result)]
    return not everything and bool(heads[0]) and heads[0] != heads[1]


_ASKING_ROLES = frozenset(
    {"side", "kind", "fund", "money", "measure", "stage", "op", "unit", "year", "attribute", "base"}
)


def _names_body_only(question: Question, outcome: Outcome) -> bool:
    """Whether the total of the organisation is the answer to words that ask for nothing: 部门经济分类里的, 单位那份."""
    plan = outcome.plan
    total = plan is not None and bool(plan.subjects) and all(s.endswith("#organisation") for s in plan.subjects)
    return total and not any(span.role in _ASKING_ROLES for span in question.spans)


def _private(question: Question) -> Outcome | None:
    """The refusal of a question about people: their names and numbers are not kept."""
    asked = [span for span in question.spans if span.role == "contact"]
    if not asked or all(_asks_for_a_body(question, span) for span in asked):
        return None
    return refused(question, Result("not_found", reason="联系人、负责人和电话在读取时已隐去，不作查询"))


def _asks_for_a_body(question: Question, span: Span) -> bool:
    """谁负责 before a task (谁负责工程的招标) asks which body does it; alone it asks for a person."""
    return question.normal[span.start : span.stop] == "谁负责" and len(question.normal) - span.stop > 2
