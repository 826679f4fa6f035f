import json
from collections.abc import Sequence

import pytest

from assistant.batch import BatchError, ScopeError, answers, read_batch, scope_of
from assistant.records import Answer, Result, Scope, Turn


def echo(question: str, history: Sequence[Turn], scope: Scope | None) -> Answer:
    """An answer that says what it was asked, and after which questions."""
    if question == "fault":
        raise KeyError("boom")
    said = " > ".join([*(turn.question for turn in history), question])
    turn = Turn(question, None, Result("answered"))
    return Answer("x", question, "answered", said, scope or Scope(), (), (), (), None, 1.0, turn)


def lines(*objects: object) -> list[str]:
    return [json.dumps(item, ensure_ascii=False) + "\n" for item in objects]


def test_a_session_is_one_conversation_and_all_else_stands_alone() -> None:
    batch = read_batch(
        lines(
            {"id": "1", "question": "甲", "session": "s"},
            {"id": "2", "question": "乙"},
            {"id": 3, "question": "丙", "session": "s"},
            {"id": "4", "question": "丁", "session": None},
        )
    )
    found = list(answers(batch, echo))
    assert [(item["id"], item["answer"]) for item in found] == [("1", "甲"), ("2", "乙"), (3, "甲 > 丙"), ("4", "丁")]


def test_each_line_has_its_own_scope() -> None:
    batch = read_batch(lines({"id": "1", "question": "甲", "scope": {"year": "2031", "level": "单位", "stage": None}}))
    assert next(answers(batch, echo))["scope"] == Scope(level="单位", year=2031).to_json()


def test_a_fault_leaves_one_question_unanswered_and_no_other() -> None:
    batch = read_batch(lines(*({"id": q, "question": q, "session": "s"} for q in ("甲", "fault", "乙"))))
    found = list(answers(batch, echo))
    assert [item["status"] for item in found] == ["answered", "not_found", "answered"]
    assert found[1]["figures"] == []
    assert "boom" in found[1]["error"]
    assert found[2]["answer"] == "甲 > 乙"


def test_blank_lines_and_a_byte_order_mark_are_passed_over() -> None:
    assert [line.id for line in read_batch(["\ufeff" + lines({"id": "1", "question": "甲"})[0], "\n"])] == ["1"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"question": "甲"}', '"id" is missing'),
        ('{"id": "1"}', '"question" is missing'),
        ('{"id": true, "question": "甲"}', '"id" must be'),
        ('{"id": "1", "question": " "}', '"question" must be'),
        ('{"id": "1", "question": "甲", "session": [1]}', '"session" must be'),
        ('{"id": "1", "question": "甲", "scope": {"city": "x"}}', "no field 'city'"),
    ],
)
def test_a_bad_line_is_named(bad: str, reason: str) -> None:
    with pytest.raises(BatchError, match="line 3: ") as caught:
        read_batch([*lines({"id": "1", "question": "甲"}), "\n", bad])
    assert reason in str(caught.value)
    assert caught.value.line == 3


@pytest.mark.parametrize("raw", [[], "2031", {"year": "this"}, {"year": True}, {"level": 1}])
def test_what_is_no_scope_is_refused(raw: object) -> None:
    with pytest.raises(ScopeError):
        scope_of(raw)
