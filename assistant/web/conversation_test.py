from __future__ import annotations

from typing import TYPE_CHECKING, cast

from assistant.web.conversation import Conversation
from assistant.web.samples_for_tests import CELL, GONE, SampleLibrary, answer, ask, evidence
from assistant.web.texts import EN, ZH

if TYPE_CHECKING:
    from assistant.library import Library

NOTHING = ("", "", "", "", "")
CONVERSATION = Conversation(cast("Library", SampleLibrary()), ask, evidence)


def test_an_answer_grows_and_ends_whole_with_its_first_source_open() -> None:
    views = list(CONVERSATION.reply(" 灯塔维护多少钱 ", (), ZH, NOTHING))
    assert ZH.thinking in views[0].latest
    assert len(views) > 3
    assert all("checks" not in view.latest for view in views[:-1])
    last = views[-1]
    assert "checks pass" in last.latest
    assert last.shown == (CELL, 1)
    assert "<mark>1234.50</mark>" in (last.panel or "")
    assert last.answers[0].question == "灯塔维护多少钱"


def test_the_turns_before_and_the_selected_scope_reach_the_question() -> None:
    said = list(CONVERSATION.reply("一", (), ZH, NOTHING))[-1].answers
    last = list(CONVERSATION.reply("二", said, ZH, ("", "", "2030", "", "")))[-1]
    assert "之前 1 问；范围 2030" in last.answers[-1].answer
    assert len(last.answers) == 2
    assert len(said) == 1


def test_the_finished_exchanges_are_sent_once() -> None:
    said = list(CONVERSATION.reply("一", (), ZH, NOTHING))[-1].answers
    views = list(CONVERSATION.reply("二", said, ZH, NOTHING))
    assert views[0].past is not None
    assert all(view.past is None for view in views[1:])


def test_an_answer_without_citations_closes_the_source_of_the_one_before() -> None:
    last = list(CONVERSATION.reply("哪年", (), EN, NOTHING))[-1]
    assert last.shown == ("", 0)
    assert EN.evidence_empty in (last.panel or "")


def test_a_source_that_is_gone() -> None:
    said = (answer(),)
    shown = CONVERSATION.panel((GONE, 3), said, ZH)
    assert ZH.evidence_missing in shown
    assert "支出表" in shown, "what the answer keeps of the place is shown"
    assert "<img" not in shown
    assert ZH.evidence_missing in CONVERSATION.panel((GONE, 3), (), ZH)
    assert ZH.evidence_empty in CONVERSATION.panel(("", 0), said, ZH)
