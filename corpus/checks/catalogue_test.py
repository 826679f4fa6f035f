"""The catalogue describes every rule that can appear in a report, and the guide for auditors is made from it."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.checks.catalogue import FAMILIES, catalogue, entry_of

_HERE = Path(__file__).parent
_GUIDE = _HERE.parents[1] / "docs" / "checks.md"
_NAMED = re.compile(r"Rule\(\s*\"([a-z-]+)\", Severity\.([A-Z]+)")


def severities() -> dict[str, set[str]]:
    """The severities with which each rule of the source can fail."""
    found: dict[str, set[str]] = {}
    for path in _HERE.glob("*.py"):
        for name, severity in _NAMED.findall("" if path.name.endswith("_test.py") else path.read_text("utf-8")):
            found.setdefault(name, set()).add(severity.lower())
    return found


def guide_rows() -> dict[str, list[str]]:
    """The rows of the guide's tables by rule: name, title, compares, run when, source, severity, tolerance."""
    rows = (line.strip("|").split("|") for line in _GUIDE.read_text("utf-8").splitlines() if line.startswith("| `"))
    return {cells[0].strip(" `"): [cell.strip(" `") for cell in cells] for cells in rows}


def test_every_rule_of_the_source_is_in_the_catalogue() -> None:
    assert len(severities()) > 40
    assert set(severities()) - set(catalogue()) == set()


def test_every_entry_has_a_family_and_says_what_it_compares_and_when() -> None:
    for entry in catalogue().values():
        assert entry.family in FAMILIES, entry.name
        assert all((entry.title, entry.explains, entry.compares, entry.precondition, entry.source, entry.tolerance)), (
            entry.name
        )


def test_all_ten_families_have_rules() -> None:
    assert {entry.family for entry in catalogue().values()} == set("ABCDEFGHIJ")


def test_the_guide_is_the_catalogue_with_the_severities_of_the_source() -> None:
    rows = guide_rows()
    assert set(rows) == set(severities()) == set(catalogue())
    for name, known in severities().items():
        entry = entry_of(name)
        texts = [name, entry.title, entry.compares, entry.precondition, entry.source]
        assert rows[name][:5] == texts, name
        assert set(rows[name][5].split(", ")) == known, name
        assert entry.tolerance.startswith({"steps": "half"}.get(rows[name][6], "none")), name


def test_a_rule_without_entry_is_shown_by_its_name() -> None:
    assert entry_of("no-such-rule").title == "no-such-rule"
