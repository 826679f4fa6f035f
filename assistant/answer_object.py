"""An outcome to the answer object of the public contract: its text, shown figures, citations and checks."""

from __future__ import annotations

import time
import uuid
from dataclasses import replace

from assistant.chain import chains_of, shared_ways
from assistant.compose import Composer
from assistant.confidence import confidence
from assistant.crosscheck import covering, with_contradictions
from assistant.library import Library
from assistant.outcome import FOUND, Outcome, used
from assistant.records import Answer, ShownChain, ShownCheck, ShownFigure, Turn
from assistant.rounded import as_asked
from assistant.scope import scope_of, scope_words
from assistant.wording import for_language
from corpus.records import CheckStatus

_NEAR = 3


def with_near(outcome: Outcome, library: Library) -> Outcome:
    """A refusal in another language names what is nearest in meaning, since no characters are shared to go by."""
    result = outcome.result
    if result.status != "not_found" or result.near or outcome.question.language != "en" or not outcome.documents:
        return outcome
    names = library.names(outcome.question.text, [document.id for document in outcome.documents], _NEAR)
    return replace(outcome, result=replace(result, near=tuple(dict.fromkeys(names))))


def answer_object(text: str, outcome: Outcome, started: float, kept: tuple[str, ...] = ()) -> Answer:
    """The answer object: text, shown figures, citations, checks. ``kept`` are the documents the talk stays with."""
    result, plan = with_contradictions(outcome.result, outcome.views), outcome.plan
    words = for_language(outcome.question.language)
    composer = Composer(outcome.views, words, plan.unit if plan is not None else "")
    shown_of = used(result) | {document for document, _ in result.checks}
    shown_of |= {document for *pair, _ in result.across for document in pair}
    documents = tuple(d for d in outcome.documents if d.id in shown_of) or outcome.documents
    scope_text = scope_words(documents)
    shown: tuple[ShownFigure, ...] = ()
    checks: tuple[ShownCheck, ...] = ()
    ways: tuple[ShownChain, ...] = ()
    if result.status in FOUND:
        shown = as_asked([composer.figure(figure) for figure in result.figures], outcome.question)
        chains = [] if result.checks else shared_ways(chains_of(result.figures, outcome.views))
        covered = covering(result, outcome.views, chains)
        if result.checks:  # a question about agreement is answered by these, and by whatever failed beside them
            own = {id(check) for _, check in result.checks}
            covered = tuple(p for p in covered if id(p[1]) in own or p[1].status is CheckStatus.FAIL)
        checks = tuple(composer.check(document, check) for document, check in covered)
        checks += tuple(composer.across(*item) for item in result.across)
        ways = tuple(composer.chain(document, chain) for document, chain in chains)
        remarks = composer.remarks()
        body = composer.text(plan, result, shown, checks, scope_text, remarks, ways)
        checks = (*checks, *remarks)
    elif result.status == "clarify":
        body = result.note or words.clarify(result.reason, result.choices)
    else:
        body = words.not_found(result.reason, result.near, scope_text)
    if outcome.reread:
        body += f"\n\n{words.reread(outcome.reread)}"
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
        turn=Turn(outcome.asked or text, plan, result, kept),
        suggestions=result.choices,
        chains=ways,
        reread=outcome.reread,
        confidence=confidence(plan, len(outcome.reread)) if result.status in FOUND else None,
    )
