"""Tests of the comparison of scans with their originals, on readings written here and a picture drawn here."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from corpus.readers.pictures_for_tests import expenditure_table, saved
from corpus.reading import read_document
from corpus.records import Cell, CellKind, Reading
from eval.scans import Score, compare_cells, compare_statements
from eval.scans_pictures import DAMAGES, scanned


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_document(saved([expenditure_table().image], "PDF"), "original.pdf")


def changed(reading: Reading, old: str, new: str, kind: CellKind) -> Reading:
    """The reading with the first cell that prints ``old`` printing ``new``."""
    (table,) = reading.tables
    place = next(index for index, cell in enumerate(table.cells) if cell.text == old)
    cells: list[Cell] = list(table.cells)
    cells[place] = replace(cells[place], text=new, kind=kind, amount=None)
    return replace(reading, tables=(replace(table, cells=tuple(cells)),))


def test_the_same_reading_is_exact_in_all_figures_and_statements(reading: Reading) -> None:
    score = Score()
    compare_cells(reading, reading, [1], score)
    compare_statements(reading, reading, score)
    # Seven amounts and the two codes 201 and 208.
    assert (score.figures, score.exact, score.doubted, score.missing, score.wrong) == (9, 9, 0, 0, [])
    assert score.statements == score.agreeing > 0
    assert score.differing == []


@pytest.mark.parametrize(
    ("printed", "kind", "counts"),
    [
        ("98,000.\ufffd0", CellKind.TEXT, (8, 1, 0, 0)),
        ("", CellKind.BLANK, (8, 0, 1, 0)),
        ("93,000.00", CellKind.NUMBER, (8, 0, 0, 1)),
    ],
)
def test_doubtful_missing_and_wrong_figures_are_told_apart(
    reading: Reading, printed: str, kind: CellKind, counts: tuple[int, int, int, int]
) -> None:
    score = Score()
    compare_cells(reading, changed(reading, "98,000.00", printed, kind), [1], score)
    assert (score.exact, score.doubted, score.missing, len(score.wrong)) == counts


def test_a_figure_where_the_original_has_none_is_wrong(reading: Reading) -> None:
    score = Score()
    compare_cells(changed(reading, "98,000.00", "", CellKind.BLANK), reading, [1], score)
    assert [(item.expected, item.actual, item.caught) for item in score.wrong] == [("(no figure)", "98,000.00", False)]


def test_damage_is_reproducible_and_changes_the_picture() -> None:
    data = saved([expenditure_table().image], "PDF")
    pictures = {damage: scanned(data, [1], 100, damage) for damage in DAMAGES}
    assert scanned(data, [1], 100, "noise") == pictures["noise"]
    assert len(set(pictures.values())) == len(DAMAGES)
    frame = Image.open(io.BytesIO(pictures["clean"]))
    assert (frame.mode, tuple(round(value) for value in frame.info["dpi"])) == ("L", (100, 100))
    assert np.asarray(frame).shape == (362, 827)
    with pytest.raises(ValueError, match="no damage named"):
        scanned(data, [1], 100, "water")
