"""One covered cell of the bundled budget is changed: the answer about it shows the failed check with both figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.answer import ask
from assistant.invented_for_tests import BY_WORDS
from assistant.library import Library, add_paths
from assistant.records import Answer
from corpus.readers.text import decode
from corpus.reading import read_document
from corpus.records import Cell, Reading, TableKind

BUNDLED = Path(__file__).resolve().parent.parent / "corpus" / "documents"
ADDED = 700_000
"""What is added to the cell, in 元."""
ROUNDED = 51
"""How far figures in 万元, and a total in whole 元, may be from the exact one."""


@pytest.fixture(scope="module")
def original() -> Iterator[tuple[Path, Reading]]:
    path = next(path for path in sorted(BUNDLED.glob("*.txt")) if b"\t" in path.read_bytes())
    yield path, read_document(path.read_bytes(), path.name)


def changed(path: Path, cell: Cell, folder: Path) -> tuple[Library, str]:
    """A library with the document in which another amount stands in that cell, and that amount as it is printed."""
    lines = decode(path.read_bytes()).split("\n")
    place = cell.place
    assert cell.amount is not None
    assert place.line is not None
    printed = f"{cell.amount.decimal + ADDED:.2f}"
    line = lines[place.line - 1]
    assert line[place.char_from : place.char_to] == place.printed
    lines[place.line - 1] = line[: place.char_from] + printed + line[place.char_to :]
    folder.mkdir()
    copy = folder / path.name
    copy.write_text("\n".join(lines), encoding="utf-8")
    add_paths(folder / "library", [copy], BY_WORDS)
    return Library.open(folder / "library", BY_WORDS), printed


def project_cell(reading: Reading) -> tuple[Cell, str]:
    project = max(reading.projects, key=lambda found: len(found.lines))
    return dict(project.funding)["当年预算"][0], f"{project.name}的当年预算是多少"


def line_cell(reading: Reading) -> tuple[Cell, str]:
    names = [line.detail for project in reading.projects for line in project.lines]
    usable = (line for p in reading.projects for line in p.lines if names.count(line.detail) == 1 and line.unit_price)
    line = max(usable, key=lambda found: (len(found.detail) <= 12, len(found.detail)))
    assert line.amount is not None
    return line.amount, f"{line.detail}的金额是多少"


def statutory_cell(reading: Reading) -> tuple[Cell, str]:
    table = next(table for table in reading.tables if table.kind is TableKind.BASIC_ECONOMIC)
    filled = {cell.row: cell for cell in reversed(table.cells) if cell.amount is not None and cell.amount.value}
    label = next(label for label in table.labels if len(label.code) == 5 and label.row in filled)
    cells = [cell for cell in table.cells if cell.row == label.row and cell.amount is not None]
    return cells[0], f"科目{label.code}的预算是多少"


def amounts(answer: Answer) -> set[Decimal]:
    return {figure.amount for figure in answer.figures if figure.role == "headline" and figure.amount is not None}


@pytest.mark.parametrize("choose", [project_cell, line_cell, statutory_cell])
def test_a_changed_cell_is_seen_in_the_answer_about_it(
    original: tuple[Path, Reading], choose: Callable[[Reading], tuple[Cell, str]], tmp_path: Path
) -> None:
    path, reading = original
    cell, question = choose(reading)
    assert cell.amount is not None
    library, printed = changed(path, cell, tmp_path / "changed")
    with library:
        answer = ask(question, (), library)
        untouched = ask("电费预算是多少", (), library)
    assert amounts(answer) == {Decimal(printed)}
    failed = [check for check in answer.checks if check.status == "fail" and check.severity == "error"]
    sides = [{Decimal(check.expected), Decimal(check.actual)} for check in failed]
    assert any(Decimal(printed) in both and cell.amount.decimal in both for both in sides), failed
    assert all(abs(abs(Decimal(check.difference)) - ADDED) <= ROUNDED for check in failed)
    assert all(check.citations for check in failed)
    assert any(check.sentence in answer.answer for check in failed)
    assert not [check for check in untouched.checks if check.status == "fail" and check.rule == "line-product"]
