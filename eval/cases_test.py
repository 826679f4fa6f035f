"""Tests of reading question files."""

from decimal import Decimal
from pathlib import Path

import pytest

from eval.cases import Case, CaseError, read_cases

GOOD = (
    '{"id": "q1", "category": "lookup", "question": "路灯电费多少", "amount": "12.50", "unit": "万元", "tol": "0.005"}'
)


def write(folder: Path, *lines: str) -> Path:
    file = folder / "questions.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_a_line_becomes_a_case(tmp_path: Path) -> None:
    [case] = read_cases([write(tmp_path, GOOD)])
    assert case == Case("q1", "lookup", "路灯电费多少", amount=Decimal("12.50"), unit="万元", tol=Decimal("0.005"))


def test_a_case_may_say_where_its_gold_stands(tmp_path: Path) -> None:
    where = '[["03_", "p1", "1"], ["13_", "p6", "2", "万元"]]'
    line = '{"id": "a", "category": "lookup", "question": "q", "amount": "1", "where": ' + where + "}"
    [case] = read_cases([write(tmp_path, line)])
    assert case.where == (("03_", "p1", "1"), ("13_", "p6", "2", "万元"))


def test_empty_lines_count_but_are_not_cases(tmp_path: Path) -> None:
    file = write(tmp_path, "", GOOD, "", "not json")
    with pytest.raises(CaseError, match=r"questions\.jsonl:4: not JSON"):
        read_cases([file])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1]", "not a JSON object"),
        ('{"category": "lookup", "question": "q", "amount": "1"}', "id is missing"),
        ('{"id": "a", "category": "lookup", "question": "", "amount": "1"}', "question must be a text"),
        ('{"id": "a", "category": "other", "question": "q", "amount": "1"}', "category other"),
        ('{"id": "a", "category": "lookup", "question": "q", "amount": 1.5}', "amount must be a plain decimal string"),
        ('{"id": "a", "category": "lookup", "question": "q", "amount": "1,5"}', "amount is not a decimal"),
        ('{"id": "a", "category": "lookup", "question": "q", "amount": "NaN"}', "amount is not a plain decimal"),
        ('{"id": "a", "category": "lookup", "question": "q", "amount": "1", "tol": "-1"}', "tol is negative"),
        ('{"id": "a", "category": "lookup", "question": "q", "amount": "1", "cite": ["x"]}', "cite must hold lists"),
        (
            '{"id": "a", "category": "lookup", "question": "q", "amount": "1", "where": [["03_", "p1"]]}',
            "where must hold",
        ),
        ('{"id": "a", "category": "lookup", "question": "q", "amount": "1", "gold": "1"}', "unknown field gold"),
        ('{"id": "a", "category": "lookup", "question": "q", "amount": "1", "abstain": 1}', "abstain must be true"),
        ('{"id": "a", "category": "abstain", "question": "q", "amount": "1", "abstain": true}', "abstain stands"),
        ('{"id": "a", "category": "lookup", "question": "q"}', "no gold"),
    ],
)
def test_a_bad_line_is_named_with_its_reason(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(CaseError, match=rf"questions\.jsonl:2: {reason}"):
        read_cases([write(tmp_path, GOOD, line)])


def test_an_id_is_used_once_over_all_files(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"id q1 was used before, in .*:1"):
        read_cases([write(tmp_path, GOOD, GOOD)])


def test_a_session_keeps_its_document(tmp_path: Path) -> None:
    first = '{"id": "a", "category": "lookup", "question": "q", "amount": "1", "session": "s", "document": "x"}'
    second = '{"id": "b", "category": "lookup", "question": "q", "amount": "1", "session": "s"}'
    with pytest.raises(CaseError, match="session s changes its document"):
        read_cases([write(tmp_path, first, second)])


def test_the_question_files_of_this_package_can_be_read() -> None:
    files = sorted((Path(__file__).parent / "questions").glob("*.jsonl"))
    cases = read_cases(files)
    assert len(files) >= 2
    refusals = [case for case in cases if case.abstain or case.clarify]
    assert len(refusals) * 4 >= len([case for case in cases if case.document is None])
