"""Whatever of the bundled budget is asked for: what the answer says of its checks is what its checks say.

The text and the checks are made from the same records. Here that is looked at from outside, for every project and every
row with money of the bundled budget.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from assistant.answer import ask
from assistant.invented_for_tests import Shelf
from assistant.records import Answer
from corpus.records import CheckStatus, Place, Reading, Severity, source_id

BUNDLED = Path(__file__).parent.parent / "corpus" / "documents" / "minhang-education-college-2020-budget.txt"
SHELF = Shelf(budget=BUNDLED.read_text(encoding="utf-8"))
READING = next(SHELF.reading(document.id) for document in SHELF.documents())
_TALLY = re.compile(r"(\d+)项(一致|在舍入范围内|不一致|提示)")
_REMARKS = ("reading-doubt", "corrected-cell")


def names(reading: Reading) -> list[str]:
    """The names of all projects and of all coded rows that print money."""
    rows = (s.subject for s in reading.statements if s.subject.code and any(o.amount for o in s.observations))
    return list(dict.fromkeys([*(item.name for item in reading.projects), *(subject.name for subject in rows)]))


def failures_at(reading: Reading) -> dict[str, set[str]]:
    """The failed errors of the document by the citation ids of the places that they compare."""
    found: dict[str, set[str]] = {}
    for check in reading.checks:
        if check.status is CheckStatus.FAIL and check.severity is Severity.ERROR:
            for place in (*check.expected_places, *check.actual_places):
                found.setdefault(_id(reading, place), set()).add(check.sentence)
    return found


def _id(reading: Reading, place: Place) -> str:
    return source_id(reading.document.id, place)


FAILURES = failures_at(READING)


@pytest.mark.parametrize("name", names(READING))
def test_the_text_says_what_the_checks_say(name: str) -> None:
    answer = ask(f"{name}的预算是多少", (), SHELF)
    if answer.status != "answered":
        assert answer.figures == ()
        return
    ran = [check for check in answer.checks if check.status != "not_run" and check.rule not in _REMARKS]
    assert _tally_of_text(answer) == _tally(answer)
    spoken = [line for line in answer.answer.splitlines() if line.startswith("- ✗")]
    failed = [check for check in ran if check.status == "fail" and check.severity != "notice"]
    assert len(spoken) == len(failed)
    assert all(any(check.sentence in line for line in spoken) for check in failed)
    cited = {citation.n for citation in answer.citations}
    assert all(set(check.citations) <= cited for check in answer.checks)


@pytest.mark.parametrize("name", names(READING))
def test_no_failed_check_of_a_shown_figure_is_left_out(name: str) -> None:
    answer = ask(f"{name}的预算是多少", (), SHELF)
    by_number = {citation.n: citation.id for citation in answer.citations}
    shown = {by_number[n] for figure in answer.figures if figure.role == "headline" for n in figure.citations}
    wanted = {sentence for place in shown for sentence in FAILURES.get(place, ())}
    assert wanted <= {check.sentence for check in answer.checks}


def test_some_of_them_do_fail() -> None:
    assert len(FAILURES) > 5


def _tally(answer: Answer) -> Counter[str]:
    words = {"pass": "一致", "rounding": "在舍入范围内", "fail": "不一致"}
    ran = [check for check in answer.checks if check.status != "not_run" and check.rule not in _REMARKS]
    return Counter("提示" if c.status == "fail" and c.severity == "notice" else words[c.status] for c in ran)


def _tally_of_text(answer: Answer) -> Counter[str]:
    lines = [line for line in answer.answer.splitlines() if line.startswith("核对：")]
    head = lines[0].partition("；")[0] if lines else ""
    return Counter({word: int(number) for number, word in _TALLY.findall(head)})
