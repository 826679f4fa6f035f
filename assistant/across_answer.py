"""Questions whether several documents agree: answered by the checks between them (family I), and by nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.audit_answer import score, summary, telling
from assistant.audit_words import asked
from assistant.facts_view import FactsView
from assistant.plan_context import context_of
from assistant.records import Plan, Question, Result
from assistant.scope import scope_of
from corpus.checks.library import CrossCheck, run_library_checks
from corpus.records import CheckStatus, Document, Reading

_BETWEEN = re.compile(
    r"(?:各份|几份|多份|不同|两份|所有|各个?)?(?:文件|预算|决算|文档)(?:之间|互相|相互)|之间|互相|相互"
)
_MOST = 12
_FEW = 3


def speaks_of_several(text: str) -> bool:
    """Whether a question (comparison form) asks about documents among each other without naming them."""
    return _BETWEEN.search(text) is not None


def across_documents(
    question: Question,
    documents: Sequence[Document],
    views: dict[str, FactsView],
    reading_of: Callable[[str], Reading],
) -> tuple[Plan, Result] | None:
    """The checks between the documents that a question asks for; None where it asks something else or there are none.

    ``question`` is without its words of scope.
    """
    wanted = asked(question)
    if wanted is None:
        return None
    context = context_of(wanted.question, list(views.values()), scope_of(documents), frozenset())
    between = {i for match in _BETWEEN.finditer(question.normal) for i in range(*match.span())}
    masked = {i for i, char in enumerate(question.normal) if char == "\0"}
    content = frozenset(context.content() - between - masked)
    words = telling(wanted.question)
    scored = [
        (value, item)
        for item in run_library_checks(documents, reading_of)
        if item.check.status is not CheckStatus.NOT_RUN
        and (value := score(item.check, question.normal, content, words, set())) is not None
    ]
    if not scored or (wanted.everything and content):
        return None
    best = max(value for value, _ in scored) if content or words else 0.0
    chosen = [item for value, item in scored if value >= best - 1e-9]
    whole = [item for item in chosen if "organisation" in item.check.subjects]
    chosen = whole if whole and words and not content else chosen
    plan = Plan("check", scope_of(documents), tuple(document.id for document in documents), named=question.text)
    return plan, _result(chosen, wanted.failures or wanted.everything)


def _result(chosen: Sequence[CrossCheck], failures: bool) -> Result:
    """What disagrees first, then a few that agree; where failures are asked for and there are any, those alone."""
    failed = [item for item in chosen if item.check.status is CheckStatus.FAIL]
    agreeing = sorted(
        (item for item in chosen if item.check.status is not CheckStatus.FAIL),
        key=lambda item: item.check.status is CheckStatus.PASS,
    )
    shown = failed if failures and failed else [*failed, *agreeing[:_FEW]]
    across = tuple((item.expected.id, item.actual.id, item.check) for item in shown[:_MOST])
    return Result("answered", across=across, note=summary([item.check for item in chosen]))
