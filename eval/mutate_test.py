"""The mutation suite on small texts, and a seeded part of it on the bundled documents."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from corpus.records import Block, Grid, Paragraph, Place, RawCell
from eval.__main__ import main
from eval.mutants import Mutant, Spot, figures, mutate, mutate_unit_line, total_spots, unit_lines
from eval.mutate import Measured, measure
from eval.mutate_report import as_markdown, kept, summary, to_json
from eval.surfaces import BlockSurface, Surface, TextSurface

DOCUMENTS = Path(__file__).parent.parent / "corpus" / "documents"
TEXT = """某区2031年单位预算
编制部门：某区测试中心\t单位：元
科目\t合计\t基本支出
205\t教育支出\t1,200.00\t1,000.00
2050801\t教师进修\t1200\t1000
\t合计\t1,200.00\t1,000.00
支出预算12.06万元，比2030年增加5%。联系电话：5551234567
"""


@pytest.fixture
def surface() -> Surface:
    return TextSurface(TEXT.encode(), "x.txt")


def texts(spots: list[Spot]) -> list[str]:
    return [spot.text + spot.unit for spot in spots]


def test_figures_are_amounts_and_rates_but_no_years_codes_or_contacts(surface: Surface) -> None:
    found = texts(figures(surface))
    assert found == ["1,200.00", "1,000.00", "1200", "1000", "1,200.00", "1,000.00"]
    plain = TextSurface("支出预算12.06万元，比2030年增加5%。".encode(), "x.txt")
    assert texts(figures(plain)) == ["12.06万元", "5%"]


def test_the_figures_of_total_rows_and_the_unit_lines_are_known(surface: Surface) -> None:
    assert {spot.piece for spot in total_spots(surface, figures(surface))} == {2, 5} & {5}
    assert [number for number, _ in unit_lines(surface)] == [1]


def test_one_seed_gives_one_change(surface: Surface) -> None:
    spot = figures(surface)[0]
    first, again = (mutate(surface, spot, "digit", random.Random(7), ()) for _ in range(2))
    assert first == again
    assert isinstance(first, Mutant)
    assert first.after is not None
    assert first.after != surface.pieces[spot.piece].text
    assert len(first.after) == len(surface.pieces[spot.piece].text)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("swap", "2100"), ("sign", "-1200"), ("unit", None), ("total", None)],
)
def test_each_kind_changes_what_it_says(surface: Surface, kind: str, expected: str | None) -> None:
    spot = figures(surface)[2]
    mutants = [mutate(surface, spot, kind, random.Random(seed), ()) for seed in range(6)]
    changed = {None if m is None or m.after is None else m.after[m.start : m.end] for m in mutants}
    assert expected in changed


def test_a_unit_is_exchanged_in_a_sentence_and_over_a_table(surface: Surface) -> None:
    plain = TextSurface("支出预算12.06万元。".encode(), "x.txt")
    sentence = mutate(plain, figures(plain)[0], "unit", random.Random(1), ())
    assert sentence is not None
    assert sentence.after == "支出预算12.06元。"
    table = mutate_unit_line(surface, *unit_lines(surface)[0])
    assert table.after == "编制部门：某区测试中心\t单位：万元"


def test_a_dropped_row_is_gone_when_the_text_is_read_again(surface: Surface) -> None:
    spot = figures(surface)[2]
    mutant = mutate(surface, spot, "row", random.Random(1), ())
    assert mutant is not None
    assert mutant.after is None
    reading = surface.read({mutant.piece: None})
    assert all("教师进修" not in cell.text for table in reading.tables for cell in table.cells)
    assert any("教育支出" in cell.text for table in reading.tables for cell in table.cells)


def test_blocks_are_changed_in_text_and_printed_text() -> None:
    place = Place("支出\n预算 12.06万元。", page=1, line=3, bbox=(0.0, 0.0, 9.0, 9.0))
    cell = RawCell("5.00", Place("5.00 ", page=2, bbox=(1.0, 1.0, 2.0, 2.0)))
    blocks: list[Block] = [Paragraph("支出预算12.06万元。", place), Grid(((cell,),), Place("", page=2))]
    surface = BlockSurface(blocks, [], "0" * 64, "x.pdf")
    assert texts(figures(surface)) == ["12.06万元", "5.00"]
    changed = surface.read({0: "支出预算13.06万元。"})
    assert changed.paragraphs[0].place.printed == "支出\n预算 13.06万元。"
    second_line = Place("12.06万元", page=1, line=4, char_from=3, char_to=10, bbox=place.bbox)
    assert surface.holds(second_line, 0, 4, 9)
    assert not surface.holds(second_line, 0, 0, 2)
    assert surface.holds(cell.place, 1, 0, 4)


def test_a_seeded_part_of_the_suite_keeps_the_targets() -> None:
    measured = measure([DOCUMENTS], 6, 5)
    values = summary(measured)
    assert values["documents"] == 2
    assert (values["coverage"] or 0) > 0.6
    assert (values["recall"] or 0) >= 0.9
    assert (values["precision"] or 0) >= 0.95
    assert values["false_alarms"] == 0
    assert values["unit_errors_missed"] == 0
    report = as_markdown(measured)
    assert "## By rule" in report
    assert len(to_json(measured)["mutants"]) == values["mutants"]


def test_no_documents_keep_no_target() -> None:
    assert not kept(Measured((), ()))


def test_a_missing_folder_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mutate", "--documents", str(tmp_path / "none")]) == 2
    assert "there is no file or folder" in capsys.readouterr().err
