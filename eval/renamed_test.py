"""The same documents under other names and with other amounts are answered as well: nothing is known by heart."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assistant.language import language_of
from corpus.reading import read_document
from corpus.records import CheckStatus, Reading
from eval.cases import Case
from eval.conftest import BUNDLED, ask_documents
from eval.metrics import GOOD, Outcome, Rate
from eval.renaming_for_tests import Renaming, read_folder
from eval.run import Asked

FACTOR = 3
MOST_LOST = 0.03
YUAN = 10_000


@pytest.fixture(scope="module")
def cases(own_cases: tuple[Case, ...]) -> tuple[Case, ...]:
    """The questions asked in Chinese; what an English question calls by an English name has no other one."""
    english = {case.session for case in own_cases if case.session and language_of(case.question) == "en"}
    return tuple(
        c for c in own_cases if language_of(c.question) != "en" and (not c.session or c.session not in english)
    )


@pytest.fixture(scope="module")
def renaming(cases: tuple[Case, ...]) -> Renaming:
    return Renaming(read_folder(BUNDLED), "".join(f"{case}" for case in cases), FACTOR)


@pytest.fixture(scope="module")
def renamed_folder(renaming: Renaming, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("renamed")
    for name, data in renaming.documents().items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def readings(renamed_folder: Path) -> list[tuple[Reading, Reading]]:
    """Each document as it is and as it is renamed."""
    paths = sorted(BUNDLED.glob("*.txt"))
    return [
        (read_document(p.read_bytes(), p.name), read_document((renamed_folder / p.name).read_bytes(), p.name))
        for p in paths
    ]


def test_no_name_and_no_amount_is_as_it_was(readings: list[tuple[Reading, Reading]]) -> None:
    for old, new in readings:
        assert not old.document.organisation or old.document.organisation != new.document.organisation
        assert len(old.projects) == len(new.projects)
        assert {p.name for p in old.projects}.isdisjoint(p.name for p in new.projects)
        pairs = zip(year_budgets(old), year_budgets(new), strict=True)
        assert all(was != now and abs(FACTOR * was - now) <= FACTOR * YUAN for was, now in pairs)


def year_budgets(reading: Reading) -> list[int]:
    cells = [dict(project.funding)["当年预算"][0] for project in reading.projects]
    return [cell.amount.value for cell in cells if cell.amount is not None]


def test_the_checks_come_out_as_before(readings: list[tuple[Reading, Reading]]) -> None:
    for old, new in readings:
        assert outcomes(old) == outcomes(new)


_OF_NAMES = frozenset({"line-share-of-whole", "percentage-range", "indicator-unit"})
"""Rules that apply where a name holds certain words; the renaming puts other words in their place."""


def outcomes(reading: Reading) -> Counter[tuple[str, str]]:
    """How often each rule holds, fails, is not run; within rounding it holds."""
    held = {CheckStatus.PASS: "holds", CheckStatus.ROUNDING: "holds"}
    return Counter(
        (check.rule, held.get(check.status, check.status.value))
        for check in reading.checks
        if check.rule not in _OF_NAMES
    )


def test_the_renamed_documents_are_answered_as_well(
    cases: tuple[Case, ...],
    renaming: Renaming,
    renamed_folder: Path,
    own_asked: tuple[Asked, ...],
    tmp_path: Path,
) -> None:
    asked = ask_documents(renamed_folder, tmp_path / "library", [renaming.case(case) for case in cases])
    # A slip of the pen in a name is none of the renamed name, whose letters sound like nothing.
    slips = {item.score.case.id for item in own_asked if item.answer["reread"]}
    asked = tuple(item for item in asked if item.score.case.id not in slips)
    kept = {case.id for case in cases} - slips
    before = {item.score.case.id: item.score.outcome in GOOD for item in own_asked if item.score.case.id in kept}
    bad = [item.score for item in asked if item.score.outcome not in GOOD]
    assert [f"{score.case.id}: {score.reasons}" for score in bad if score.outcome is Outcome.WRONG] == []
    old, new = Rate(sum(before.values()), len(before)), Rate(len(asked) - len(bad), len(asked))
    lost = [f"{score.case.id}: {score.reasons}" for score in bad if before[score.case.id]]
    assert new.value >= old.value - MOST_LOST, lost
