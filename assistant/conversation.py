"""Follow-ups that need the documents: answers to a question asked back, a subject put in another's place, shares."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Protocol

from assistant.belonging import part_of
from assistant.captions import figure_of
from assistant.facts_view import FactsView, Want
from assistant.labels import flat
from assistant.language import normal_form
from assistant.outcome import FOUND, Outcome, refused
from assistant.pointing import LEAD, TAIL, one_of
from assistant.records import Figure, Question, Result, Turn
from assistant.references import INSIDE
from assistant.scope import Choice
from assistant.sums import difference, share_of
from assistant.turns import Edit, Term, identity, operation, plan_on, unanswered, valued
from corpus.records import Document


class Asker(Protocol):
    """What a follow-up needs of the session that it is asked in."""

    history: tuple[Turn, ...]
    documents: list[Document]

    def read(self, text: str) -> Question:
        """The question as understood in this library."""

    def alone(self, text: str, document: str = "", meant: frozenset[str] = frozenset()) -> Outcome:
        """The answer to a question that is complete in itself, of one document if one is given."""

    def facts(self, document: str) -> FactsView:
        """The facts of a document of the library."""

    def first(self, question: Question, choice: Choice) -> Outcome:
        """The answer to a question over the documents chosen for it."""

    def choice(self, question: Question) -> Choice:
        """The documents that a question is about."""

    def facts_of(self, ids: set[str]) -> tuple[tuple[Document, ...], dict[str, FactsView]]:
        """The documents of those ids in the library's order, and their facts by id."""

    def rewritten(self, text: str, language: str) -> Outcome:
        """The answer to the question that a follow-up stands for, written out."""


# A subject in the place of another


_FRAME = re.compile(
    r"^(?:(?:不对|不是的?|错了|我?搞错了|我?说错了|我?问错了|我?打错了|你?理解错了|不好意思|抱歉|等等"
    r"|哦,?不|不不+)[,，。!！、 ]*)?"
    r"(?:(?:我(?![说问打搞查]错)(?:是|的意思是)?(?:想)?(?:说|指|问|查|要)的?(?:是|的是)?|我(?:说|问|指)的(?:其实)?是|我的意思是|应该是|更正一?下?|纠正一?下?|准确(?:地|的)?说)"
    r"|(?:不是.{1,12}?[,，、 ]*(?:而?是|应该是))|(?:换成|改成|改为|换|改查|改看|改问|再查一?下?"
    r"|再看一?下?|另外查一?下?|顺便查一?下?))[,，:：、 ]*(?P<core>.+)$"
)
_RATHER = re.compile(
    r"^(?:(?:不对|错了|我?搞错了|我?说错了|我?问错了|我?打错了|哦[,，]?不是?|不不+"
    r"|不是)[,，。!！、 ]+(?:是|应该是|要)?|还是)(?P<core>.{2,}?)[吧呢]?$"
)
_ALSO = re.compile(
    r"^(?P<core>.+?)(?:也|再)(?:一起|一并|顺便)?(?:请|帮我)?(?:查|看|算|说|列|报)(?:一?下|查|看)?[吧呢]?$"
)


def core_of(text: str) -> str:
    """What a correction or a change of subject (我是说…, 不是…而是…, 换成…, …也查一下) puts in; "" where it is none."""
    said = normal_form(text).strip().rstrip("?。!")
    match = _FRAME.match(said) or _RATHER.match(said) or _ALSO.match(said)
    return match["core"].strip() if match is not None else ""


_IN_PLACE = re.compile(rf"^{LEAD}(?P<what>.+?)(?:的?那(?:部分|一?[个项笔部]分?)|的)?{TAIL}$")
_NARROWING = frozenset({"measure", "attribute", "kind", "fund", "stage", "base", "compare", "category", "more", "less"})
_COMPUTING = frozenset({"op:share", "op:change", "op:average", "op:difference", "op:why", "op:count"})
_OWN = (_NARROWING - {"compare"}) | {"nth", "top", "ordinal", "both", "code", "contact", "unit"}


def replaced(session: Asker, question: Question) -> Outcome | None:
    """“那水费呢” after a question with more than a subject: that question, of the subject now named.

    None where the last question asked for nothing else, or the follow-up asks for something itself. What has no such
    figure is asked back: the plain amount is not what was asked for.
    """
    history = session.history
    if not history or history[-1].plan is None or not is_elliptical(question):
        return None
    last = history[-1]
    earlier = session.read(last.question)
    narrowed = any(span.role in _NARROWING or span.text in _COMPUTING for span in earlier.spans)
    if not narrowed and operation(last) in ("lookup", "convert", "source"):
        return None
    phrase = _subject_phrase(session, earlier, last)
    what = _what(question)
    if phrase is None or not what:
        return None
    text = _spliced(earlier, phrase, what)
    if any(span.role == "year" for span in question.spans):
        text = _YEAR.sub("", _spliced(earlier, phrase, "\0")).replace("\0", what)
    outcome = session.alone(text)
    if outcome.result.status not in FOUND:
        among = session.alone(text, meant=_kin_of(session, last))
        outcome = among if among.result.status in FOUND else outcome
    if outcome.result.status in (*FOUND, "clarify"):
        return replace(outcome, asked=text)
    if not narrowed:
        return None
    plain = session.alone(what)
    if plain.result.status not in FOUND:
        return None
    asked = Result("clarify", reason=f"没有找到“{what}”的这一内容，要查它的金额吗", choices=(f"{what}的金额",))
    return replace(refused(question, asked, outcome.documents), asked=text)


def is_elliptical(question: Question) -> bool:
    """Whether a question names something and asks nothing of it: 水费呢, 那水费, 水费."""
    own = any(
        span.role in _OWN or (span.role == "op" and span.text not in ("op:correct", "op:convert"))
        for span in question.spans
    )
    asks = _ASKS.search(question.normal) is not None
    return bool(question.content) and not own and not asks and len(question.normal) <= _LONGEST


_LONGEST = 24
_ASKS = re.compile(r"多少|几|什么|是啥|金额|怎么|如何")
_YEAR = re.compile(r"(?:19|20)\d{2}年?")


def _what(question: Question) -> str:
    match = _IN_PLACE.match(question.normal)
    return match["what"] if match is not None else ""


def _subject_phrase(session: Asker, earlier: Question, last: Turn) -> tuple[int, int] | None:
    """Where the last question names the subject that its plan is about; None where it names none."""
    plan = last.plan
    while plan is not None and plan.parts and not plan.subjects:
        plan = plan.parts[0]
    reference = plan.subjects[0] if plan is not None and plan.subjects else _named_of(last)
    if not reference:
        return None
    document, _, key = reference.partition("#")
    view = session.facts(document)
    if key not in view.subjects:
        return None
    own = view.subjects[key]
    if own.code and (at := earlier.normal.find(own.code)) >= 0:
        return at, at + len(own.code)
    keys = {key, own.parent, f"project:{own.project}"}
    matches = [m for m in view.labels.matches(earlier.normal) if m.label.subject.key in keys and m.own]
    best = max(matches, key=lambda match: (match.share, len(match.own)), default=None)
    if best is None or (best.share < 0.5 and len(best.own) < 4):
        return None
    return min(best.own), max(best.own) + 1


def _kin_of(session: Asker, last: Turn) -> frozenset[str]:
    """What stands beside the last subject, or below it, by reference."""
    heads = [figure for figure in valued(last) if figure.statement is not None]
    terms = [term for figure in valued(last) for term in figure.operands if term.statement is not None]
    return _kin(session, (heads or terms)[0]) if heads or terms else frozenset()


def _kin(session: Asker, figure: Figure) -> frozenset[str]:
    """What stands beside the subject of a figure, or below it, by reference."""
    if figure.statement is None:
        return frozenset()
    view, key = session.facts(figure.document), figure.statement.subject.key
    return frozenset(f"{figure.document}#{kin}" for kin in (*_below(view, key), *_beside(view, key)))


def _named_of(last: Turn) -> str:
    heads = [figure for figure in valued(last) if figure.statement is not None]
    terms = [t for f in valued(last) for t in f.operands if t.statement is not None]
    one = (heads or terms)[:1]
    return f"{one[0].document}#{one[0].statement.subject.key}" if one and one[0].statement is not None else ""


def _spliced(earlier: Question, phrase: tuple[int, int], what: str) -> str:
    """The earlier question with other words in place of its subject; the clauses stay apart."""
    ends = sorted(span.start for span in earlier.spans if span.text == "join:clause")
    out = ""
    for index, char in enumerate(earlier.normal):
        if index in ends:
            out += "，"
        if index == phrase[0]:
            out += what
        if not phrase[0] <= index < phrase[1]:
            out += char
    return out


# One of the kin of the last subject: 事业单位的呢 after 行政单位医疗


def akin(session: Asker, question: Question) -> Outcome | None:
    """The one row beside, or below, the last subject whose name holds the words; None where it is not exactly one."""
    history = session.history
    if not history or unanswered(history) or any(span.role in _OWN for span in question.spans):
        return None
    what = INSIDE.sub("", flat(_what(question)))
    heads = [figure for figure in valued(history[-1]) if figure.statement is not None]
    plan = history[-1].plan
    if len(what) < 2 or len(heads) != 1 or plan is None or heads[0].statement is None:
        return None
    view, own = session.facts(heads[0].document), heads[0].statement.subject
    for kin in (_below(view, own.key), _beside(view, own.key)):
        found = [key for key in kin if what in flat(view.subjects[key].name) and key != own.key]
        if len(found) == 1:
            return session.alone(
                view.subjects[found[0]].code or view.subjects[found[0]].name,
                heads[0].document,
                frozenset({f"{heads[0].document}#{found[0]}"}),
            )
    return None


def _below(view: FactsView, key: str) -> list[str]:
    own = view.subjects[key]
    if own.kind == "item":
        name = flat(own.name)
        return [s.key for s in view.subjects.values() if s.kind == "item" and flat(s.name).startswith(name)]
    return [child.key for child in view.children(key)]


def _beside(view: FactsView, key: str) -> list[str]:
    own = view.subjects[key]
    if own.kind == "item":
        name = flat(own.name)[:4]
        return [s.key for s in view.subjects.values() if s.kind == "item" and flat(s.name)[:4] == name]
    return [child.key for child in view.children(own.parent)] if own.parent else []


_UNDER = re.compile(
    rf"^{LEAD}(?:它|其|这个|该项|这一项|这项)的?(?:下面|底下|里面|里头|其中|当中|下属)的?(?P<what>.{{2,}})$"
)


def underneath(session: Asker, question: Question) -> Outcome | None:
    """“它下面公共法律服务是多少”: something named that must be part of what was last spoken of."""
    match = _UNDER.match(question.normal)
    if match is None or not session.history or not question.content:
        return None
    found = one_of("", session.history)
    about = found if isinstance(found, Figure) else None
    if about is not None and about.statement is None and about.operands:
        about = about.operands[0]  # of a share: the part
    if about is None:
        return refused(question, Result("clarify", reason="请说明指的是哪一项"))
    outcome = session.alone(match["what"], about.document)
    heads = [figure for figure in outcome.result.figures if figure.role == "headline"]
    if outcome.result.status in FOUND and not all(part_of(figure, about) for figure in heads):
        return refused(question, Result("clarify", reason="这一项不在前面所说的内容之内，请说明指的是哪一项"))
    return replace(outcome, asked=match["what"]) if outcome.result.status in FOUND else None


# Shares and differences with something named


def related(session: Asker, question: Question, edit: Edit) -> Outcome:
    """A share, or a difference, of which one side is a figure of the conversation and the other is asked for first."""
    figures: list[Figure] = []
    for term in edit.terms:
        figure = term.figure if term.figure is not None else _asked(session, term, edit)
        if isinstance(figure, str):
            return refused(question, Result("clarify", reason=figure))
        figures.append(figure)
    one, other = figures
    documents = {figure.document for figure in (one, other, *one.operands, *other.operands)}
    if one.unit != other.unit or identity(one) == identity(other) or not other.value:
        return refused(question, Result("clarify", reason="请说明占哪一项的比例"))
    if len(documents) > 1 or (edit.relation == "share" and (one.value or 0) > other.value):
        return refused(question, Result("clarify", reason="这两项不是部分与整体，请说明占哪一项的比例"))
    result = share_of(one, other) if edit.relation == "share" else Result("answered", difference(one, other))
    plan = plan_on("combine", (one, other), session.history, "与前面一项的比例")
    views = {document: session.facts(document) for document in plan.documents}
    return Outcome(question, plan, result, tuple(view.document for view in views.values()), views, edit.asked)


def _asked(session: Asker, term: Term, edit: Edit) -> Figure | str:
    """The one figure that words ask for in the document of the other side, or why it is asked back."""
    if term.words == "#project":
        return _project_of(session, edit)
    outcome = session.alone(term.words, edit.document)
    if outcome.result.status not in FOUND:
        other = next((side.figure for side in edit.terms if side.figure is not None), None)
        outcome = session.alone(term.words, edit.document, _kin(session, other) if other is not None else frozenset())
    heads = [figure for figure in outcome.result.figures if figure.role == "headline"]
    if outcome.result.status != "answered" or len(heads) != 1 or heads[0].value is None:
        return f"没有找到“{term.words}”的一个金额，请说明占哪一项的比例"
    return heads[0]


def _project_of(session: Asker, edit: Edit) -> Figure | str:
    part = edit.terms[0].figure
    view = session.facts(edit.document)
    leaves = [leaf for leaf in ((part, *part.operands) if part is not None else ()) if leaf.statement is not None]
    projects = {leaf.statement.subject.project for leaf in leaves if leaf.statement is not None}
    if len(projects) == 1:
        for statement in view.find(f"project:{projects.pop()}", Want()):
            figure = figure_of(view, statement, "headline")
            if figure is not None:
                return figure
    return "请说明占哪一项的比例"
