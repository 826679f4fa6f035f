"""docs/plan.md names every operation and every field of a plan."""

import dataclasses
from pathlib import Path

from assistant.plan import OPERATIONS
from assistant.records import Plan

DOCUMENTED = (Path(__file__).parent.parent / "docs" / "plan.md").read_text(encoding="utf-8")


def test_every_operation_is_described() -> None:
    assert [name for name in OPERATIONS if f"`{name}`" not in DOCUMENTED] == []


def test_every_field_is_described() -> None:
    names = [field.name for field in dataclasses.fields(Plan) if field.name != "operation"]
    assert [name for name in names if f"`{name}`" not in DOCUMENTED] == []
