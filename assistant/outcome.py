"""What the stages before composing came to, and the one of several documents' outcomes that is the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.facts_view import FactsView
from assistant.plan_spread import same_figures
from assistant.records import Figure, Plan, Question, Reread, Result
from assistant.scope import told_apart_by
from corpus.records import Document

FOUND = ("answered", "partial")
_SHOWN_ALIKE = 6


@dataclass(frozen=True, slots=True)
class Outcome:
    """The question as it was executed with plan and result; ``views`` are the facts of ``documents`` by id.

    ``asked`` is the question that the conversation goes on from, where that is not the one that was put ("" if it is).
    ``reread`` are the words of it that were read as others.
    """

    question: Question
    plan: Plan | None
    result: Result
    documents: tuple[Document, ...] = ()
    views: Mapping[str, FactsView] = field(default_factory=dict)
    asked: str = ""
    reread: tuple[Reread, ...] = ()


def refused(question: Question, result: Result, documents: Sequence[Document] = ()) -> Outcome:
    """An outcome without plan and figures."""
    return Outcome(question, None, result, tuple(documents))


def used(result: Result | None) -> set[str]:
    """The ids of the documents that a result's figures, their operands and its quotes come from."""
    if result is None:
        return set()
    operands = (operand for figure in result.figures for operand in figure.operands)
    return {figure.document for figure in (*result.figures, *operands)} | {quote.document for quote in result.quotes}


def may_hold(outcome: Outcome) -> bool:
    """Whether a document has what was asked, be it a figure, a blank cell or several readings."""
    if outcome.result.status in (*FOUND, "clarify"):
        return True
    plan = outcome.plan
    return plan is not None and not plan.unplaced and plan.operation in ("lookup", "change", "attribute")


def one_of(outcomes: Sequence[Outcome]) -> Outcome:
    """Of the outcomes in documents that a question does not tell apart, the answer, or the one thing to ask back.

    The only document that has what was asked answers; several that state the same do so together.
    """
    holding = [outcome for outcome in outcomes if may_hold(outcome)]
    found = [outcome for outcome in holding if outcome.result.status in FOUND]
    if len(holding) <= 1 or not any(outcome.result.status in (*FOUND, "clarify") for outcome in holding):
        return _of_nobody(holding, outcomes)
    if len(found) == len(holding) and same_figures([outcome.result for outcome in found]):
        return _together(found)
    documents = [document for outcome in holding for document in outcome.documents]
    name, choices = told_apart_by(documents)
    asked = Result("clarify", reason=f"资料库里有几份文件都可能是您指的，请说明是哪一个{name}", choices=choices)
    return Outcome(holding[0].question, None, asked, tuple(documents), holding[0].views)


def _of_nobody(holding: Sequence[Outcome], outcomes: Sequence[Outcome]) -> Outcome:
    """The one outcome that is told; a refusal by documents of several organisations is that of none of them."""
    if holding:
        return holding[0]
    bodies = {document.organisation for outcome in outcomes for document in outcome.documents}
    return outcomes[0] if len(bodies) == 1 else replace(outcomes[0], documents=())


def _together(found: Sequence[Outcome]) -> Outcome:
    """One answer for documents that state the same: the first one's, with the figures of the others beside it."""
    first = found[0]
    documents = tuple(document for outcome in found for document in outcome.documents)
    beside = [_beside(outcome) for outcome in found[1:_SHOWN_ALIKE]]
    note = f"{len(found)}份文件的这一数字相同" + ("，以上列出其中几份。" if len(found) > _SHOWN_ALIKE else "。")
    notes = [text for text in (first.result.note, note) if text]
    figures = (*first.result.figures, *(figure for figures in beside for figure in figures))
    views = {key: view for outcome in found for key, view in outcome.views.items()}
    result = replace(first.result, figures=figures, note="\n".join(notes))
    return replace(first, result=result, documents=documents, views=views)


def _beside(outcome: Outcome) -> list[Figure]:
    """The headline figures of a document as context, called after it."""
    document = outcome.documents[0]
    called = f"{document.organisation}{document.fiscal_year or ''}年{document.kind}："
    heads = [figure for figure in outcome.result.figures if figure.role == "headline"]
    return [replace(figure, role="context", label=called + figure.label) for figure in heads]
