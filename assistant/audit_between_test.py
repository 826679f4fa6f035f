"""The audit of a library: checks between two documents with both cited, and the filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.audit import audit, between
from assistant.audit_formats import to_csv
from assistant.audit_markdown import to_markdown
from assistant.config import Settings
from assistant.library import Library
from assistant.samples_for_tests import cell, make_library, reading
from corpus.records import Reading

UNIT = reading("unit.txt")


def department() -> Reading:
    """The same organisation as 部门, with less in its total than its unit has."""
    made = reading("department.txt")
    whole = made.statements[0]
    printed = cell(made.tables[0], 1, 2)
    assert printed.amount is not None
    less = replace(printed.amount, value=printed.amount.value - 10_000_000)
    seen = tuple(replace(item, amount=less) if item.origin == "table" else item for item in whole.observations)
    statements = (replace(whole, observations=seen), *made.statements[1:])
    return replace(made, document=replace(made.document, level="部门"), statements=statements)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder: Path = make_library(tmp_path_factory.mktemp("library"), UNIT, department())
    with Library.open(folder, Settings(use_vectors=False)) as opened:
        yield opened


def test_a_unit_above_its_department_is_found_with_both_documents(library: Library) -> None:
    report = audit(library, families=["I"], statuses=["fail"])
    assert [item.check.rule for item in report.checks] == ["unit-within-department"]
    found = report.checks[0]
    assert [item.name for item in found.documents] == ["department.txt", "unit.txt"]
    assert found.expected[0].document_name == "department.txt"
    assert found.actual[0].document_name == "unit.txt"
    text = to_markdown(report)
    assert "department.txt ↔ unit.txt" in text
    assert "实为一方（unit.txt）" in text
    assert found.other is not None
    assert found.other.id in to_csv(report).splitlines()[1]
    assert found.to_json()["documents"][0]["name"] == "department.txt"


def test_each_of_the_two_documents_shows_what_is_between_them(library: Library) -> None:
    for name in ("unit.txt", "department.txt"):
        assert len(audit(library, name, families=["I"], statuses=["fail"]).checks) == 1


def test_what_is_between_documents_is_computed_once_a_version(library: Library) -> None:
    assert between(library) is between(library)


def test_families_and_severities_are_filters(library: Library) -> None:
    assert {item.entry.family for item in audit(library, families=["A", "D"]).checks} == {"A", "D"}
    errors = audit(library, statuses=["fail"], severities=["error"])
    assert {item.group for item in errors.checks} == {"error"}
    assert "## 警告" not in to_markdown(errors)
    assert "## 错误" in to_markdown(errors)
