"""What the page does with a question, a click on a marker or another language: records in, HTML out. No Gradio here."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.evidence import Evidence, UnknownCitationError
from assistant.library import IndexFailedError
from assistant.records import Answer, Scope, ShownAddends, Turn
from assistant.render import headlines, told
from assistant.web import cards
from assistant.web.access import READ_ONLY, Policy
from assistant.web.correction import Edit, apply, refused
from assistant.web.correction_texts import correction_texts
from assistant.web.examples import examples
from assistant.web.header import page_header, status_of
from assistant.web.markup import pieces, text
from assistant.web.panel import empty_panel, evidence_panel, missing_panel
from assistant.web.scopes import Selector, scope_of, selectors
from assistant.web.texts import Texts
from corpus.correcting import CorrectionError
from corpus.store import LibraryError, UnknownDocumentError

if TYPE_CHECKING:
    from assistant.library import Library

Ask = Callable[[str, Sequence[Turn], "Library", Scope | None], Answer]
FindEvidence = Callable[["Library", str], Evidence]
Suggest = Callable[[Answer, Sequence[Turn], "Library"], Sequence[str]]
"""What could be asked next, after an answer and the turns before it."""
FindAddends = Callable[[Answer, "Library"], Sequence[ShownAddends]]
Shown = tuple[str, int]
"""The citation open in the panel: its id and its marker."""

QUESTION_LONGEST = 2000
_PIECE_SECONDS = 0.025
_STREAM_SECONDS = 1.2


@dataclass(frozen=True, slots=True)
class View:
    """What the conversation shows at one moment: finished exchanges (HTML), the latest one (HTML), the panel (HTML).

    ``past`` and ``panel`` are None while they stay as they are.
    """

    answers: tuple[Answer, ...]
    past: str | None
    latest: str
    panel: str | None = None
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The functions behind the page. It keeps nothing of any question: what was said is passed in and returned."""

    library: Library
    ask: Ask
    find_evidence: FindEvidence
    policy: Policy = READ_ONLY
    correct: Callable[[Library, Edit], None] = apply
    suggest: Suggest | None = None
    addends: FindAddends | None = None
    answers: Callable[[str], bool] | None = None
    _offered: dict[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)

    def reply(
        self,
        question: str,
        answers: tuple[Answer, ...],
        words: Texts,
        selected: Sequence[str],
        correctable: bool = False,
    ) -> Iterator[View]:
        """The views from the moment of asking to the finished answer, its text growing in pieces."""
        question = question.strip()[:QUESTION_LONGEST]
        yield View(answers, past(answers, words), cards.waiting(question, words))
        answer = self._answer(question, answers, selected)
        steps = pieces(told(answer).text)
        for shown in steps[:-1]:
            yield View(answers, None, cards.partial(answer, shown, words))
            time.sleep(min(_PIECE_SECONDS, _STREAM_SECONDS / len(steps)))
        answer = self._completed(answer, answers)
        source = _first_shown(answer)
        panel = self.panel(source, (answer,), words, correctable)
        said = (*answers, answer)
        yield View(said, None, self.latest(said, words), panel, source)

    def again(
        self, questions: Sequence[str], words: Texts, selected: Sequence[str], correctable: bool = False
    ) -> Iterator[View]:
        """The views of the last of questions that are asked one after the other, as the address of an answer says."""
        answers: tuple[Answer, ...] = ()
        for question in questions[:-1]:
            answer = self._answer(question, answers, selected)
            answers = (*answers, self._completed(answer, answers))
        yield from self.reply(questions[-1], answers, words, selected, correctable)

    def _answer(self, question: str, answers: Sequence[Answer], selected: Sequence[str]) -> Answer:
        given = scope_of(selected)
        history = [answer.turn for answer in answers]
        return replace(self.ask(question, history, self.library, given), given=given)

    def _completed(self, answer: Answer, before: Sequence[Answer]) -> Answer:
        """The answer with what the page shows beside it: what its figure is made of, and what to ask next."""
        addends = self.addends(answer, self.library) if self.addends is not None else ()
        offered: Sequence[str] = answer.suggestions
        if self.suggest is not None and not offered:
            offered = self.suggest(answer, [item.turn for item in before], self.library)
        return replace(answer, suggestions=tuple(offered), addends=tuple(addends))

    def panel(
        self, shown: Shown, answers: Sequence[Answer], words: Texts, correctable: bool = False, notice: str = ""
    ) -> str:
        """The panel for a citation of one of the answers; for the empty id the panel before anything was cited.

        ``correctable`` says whether who looks at it may correct the cell, ``notice`` what to say about it.
        """
        citation_id, n = shown
        if not citation_id:
            return empty_panel(words)
        try:
            found = self.find_evidence(self.library, citation_id)
            return evidence_panel(found, n, words, correctable, notice)
        except (UnknownCitationError, UnknownDocumentError):
            cited = (item for answer in reversed(answers) for item in answer.citations)
            return missing_panel(n, words, next((item for item in cited if item.id == citation_id), None))

    def corrected(self, edit: Edit, shown: Shown, answers: Sequence[Answer], words: Texts, allowed: bool) -> str:
        """The panel after a correction was asked for: made, or refused with the reason."""
        try:
            if not allowed:
                raise CorrectionError("not-allowed", "corrections are switched off here")
            self.correct(self.library, edit)
            notice = correction_texts(words.language).done
        except IndexFailedError as error:
            # The correction is made; only the ranking of sentences is behind.
            notice = f"{correction_texts(words.language).done} ({error})"
        except (CorrectionError, LibraryError, OSError) as error:
            notice = refused(error, words)
        return self.panel(shown, answers, words, allowed, notice)

    def latest(self, answers: tuple[Answer, ...], words: Texts) -> str:
        """The latest exchange, or the welcome with its examples when nothing was asked."""
        if not answers:
            return welcome(self._examples(words), words)
        return cards.card(answers[-1], words, [answer.question for answer in answers[:-1]])

    def _examples(self, words: Texts) -> tuple[str, ...]:
        """The example questions, found once for each version of the library."""
        key = (self.library.version(), words.language)
        if key not in self._offered:
            found = examples(self.library, words, self.answers)
            self._offered.clear()
            self._offered[key] = found
        return self._offered.get(key, ())

    def selectors(self, selected: Sequence[str], words: Texts) -> tuple[Selector, ...]:
        """The scope selectors for the documents that are loaded now."""
        return selectors(self.library.documents(), selected, words)

    def header(self, words: Texts) -> str:
        """The bar at the top: name, pages, what is loaded, history, new chat, language, dark or light."""
        return page_header(status_of(self.library), words)


def past(answers: Sequence[Answer], words: Texts) -> str:
    """Finished exchanges, oldest first."""
    questions = [answer.question for answer in answers]
    return "".join(cards.card(answer, words, questions[:at]) for at, answer in enumerate(answers))


def welcome(questions: Sequence[str], words: Texts) -> str:
    """What stands in an empty conversation: what this is, and example questions as buttons."""
    offered = (
        f'<p class="offers-label">{text(words.try_one)}</p>'
        f'<div class="examples">{cards.ask_buttons(questions, "example")}</div>'
        if questions
        else f'<p class="notice">{text(words.no_documents)}</p>'
    )
    return f'<div class="welcome"><h2>{text(words.welcome)}</h2><p>{text(words.welcome_text)}</p>{offered}</div>'


def _first_shown(answer: Answer) -> Shown:
    """The first citation of the first headline that has one, else the first citation; ("", 0) without any."""
    wanted = next((figure.citations[0] for figure in headlines(answer) if figure.citations), None)
    named = next((citation for citation in answer.citations if citation.n == wanted), None)
    first = named or next(iter(answer.citations), None)
    return ("", 0) if first is None else (first.id, first.n)
