"""Chunks of invented documents: complete, located, headed, and never too long."""

from dataclasses import replace

import pytest

from corpus.amounts import money
from corpus.records import CellKind, Heading, Observation, Paragraph, Place, Reading, Statement, Subject
from index.chunking import chunks
from index.records import Chunk, ChunkKind
from index.samples import project, reading, table


def of_kind(found: list[Chunk], kind: ChunkKind) -> list[Chunk]:
    """The chunks of that kind."""
    return [chunk for chunk in found if chunk.kind is kind]


def test_every_part_of_a_document_becomes_a_chunk() -> None:
    """One overview, field, table of lines, indicators and policies for the project; the table; the prose."""
    found = chunks(reading(), len)
    parts = [kind for kind in ChunkKind if kind is not ChunkKind.NAME]
    assert {kind: len(of_kind(found, kind)) for kind in parts} == dict.fromkeys(parts, 1)
    assert len({chunk.id for chunk in found}) == len(found)
    assert all(chunk.document == reading().document.id and chunk.year == 2031 for chunk in found)
    assert chunks(reading(), len) == found


def test_context_is_inside_each_chunk() -> None:
    """Organisation and year; project and part, or caption, unit and header."""
    for chunk in chunks(reading(), len):
        assert chunk.text.startswith("青松苗圃管理站 2031年 单位预算\n")
        if chunk.project:
            assert chunk.project == "青松苗圃改造"
            assert chunk.project in chunk.text and chunk.project in chunk.embedded
    (found,) = of_kind(chunks(reading(), len), ChunkKind.TABLE)
    for words in ("2031年单位支出预算总表", "单位：元", "支出预算"):
        assert words in found.text and words in found.embedded


def test_numbers_of_a_table_are_shown_and_not_embedded() -> None:
    """Codes and names carry the meaning."""
    found = chunks(reading(), len)
    (statutory,) = of_kind(found, ChunkKind.TABLE)
    assert "2050801 | 教师进修 | 120.50" in statutory.text
    assert "2050801 教师进修" in statutory.embedded and "120.50" not in statutory.embedded
    (lines,) = of_kind(found, ChunkKind.LINES)
    assert "灌溉 | 滴灌设备 | 400.00" in lines.text
    assert "滴灌设备" in lines.embedded and "400.00" not in lines.embedded
    (overview,) = of_kind(found, ChunkKind.OVERVIEW)
    assert "当年预算：900.00元" in overview.text and "900.00" not in overview.embedded
    assert "项目类别：经常性项目" in overview.text and "一次性项目" not in overview.text


def test_sources_are_places_of_the_reading() -> None:
    """Rows of tables as one range; fields and paragraphs as the place they have in the reading."""
    given = reading()
    found = chunks(given, len)
    (statutory,) = of_kind(found, ChunkKind.TABLE)
    assert [(item.table, item.rows) for item in statutory.sources] == [("t1", (1, 4))]
    assert statutory.sources[0].place == given.tables[0].place
    (lines,) = of_kind(found, ChunkKind.LINES)
    assert [(item.table, item.rows) for item in lines.sources] == [("lines-p1", (1, 2))]
    (field,) = of_kind(found, ChunkKind.FIELD)
    assert [item.place for item in field.sources] == [given.projects[0].fields[2].place]
    (prose,) = of_kind(found, ChunkKind.PROSE)
    assert [item.place for item in prose.sources] == [given.paragraphs[0].place]


def test_long_table_repeats_its_head_and_the_rows_above() -> None:
    """Each part can be read alone, and together they have every row once."""
    rows = [("205", "教育支出", "1"), ("20508", "进修及培训", "1")]
    rows += [(f"20508{at:02}", f"第{at}类进修安排", "1") for at in range(60)]
    parts = of_kind(chunks(reading(tables=[table(rows)]), len), ChunkKind.TABLE)
    assert len(parts) > 3
    for part in parts:
        assert "2031年单位支出预算总表（" not in part.text.split("\n", 1)[0]
        assert "2031年单位支出预算总表" in part.text and "科目名称" in part.embedded
    assert all("教育支出 / 进修及培训：" in part.text for part in parts[1:])
    ranges = [item.rows for part in parts for item in part.sources if item.rows]
    assert [row for first, last in ranges for row in range(first, last + 1)] == list(range(1, 63))


def test_empty_table_keeps_its_remark() -> None:
    """本表为空表 can be found and cited."""
    empty = replace(table([("", "", "")]), note="本年度无此项预算")
    (found,) = of_kind(chunks(reading(tables=[empty]), len), ChunkKind.TABLE)
    assert "本年度无此项预算" in found.text and "本年度无此项预算" in found.embedded
    assert found.sources[0].place == empty.place


def test_equal_text_is_one_chunk_with_both_places() -> None:
    """Boilerplate that is printed twice is kept once."""
    base = reading(prose=[], projects=[], tables=[])
    heading = Heading("说明", Place("说明", line=1), 1)
    again = Heading("说明", Place("说明", line=10), 1)
    printed = tuple(Paragraph("金额单位为元。", Place("金额单位为元。", line=line)) for line in (2, 11))
    (found,) = chunks(replace(base, headings=(heading, again), paragraphs=printed), len)
    assert [item.place.line for item in found.sources] == [2, 11]


@pytest.mark.parametrize("limit", [60, 120, 480])
def test_no_chunk_is_longer_than_the_limit(limit: int) -> None:
    """Long prose, fields, cells, names and captions: as shown and as embedded."""
    long_text = "为了苗圃，改造围栏和灌溉设备，并购置工具。" * 60
    long_table = table([("", long_text, "5"), *((str(at), "名称" * 30, "7") for at in range(30))])
    given = reading(
        prose=[long_text, "短句。", "无" * 700],
        tables=[replace(long_table, caption="总表" * 400)],
        projects=[project(name="改造" * 200, overview=long_text), project("p2", overview=long_text, line=2000)],
    )
    found = chunks(given, len, limit)
    assert max(max(len(chunk.text), len(chunk.embedded)) for chunk in found) <= limit


def test_all_prose_is_kept() -> None:
    """Parts of a long paragraph give the paragraph again."""
    text = "".join(f"第{at}句说苗圃。" for at in range(200))
    found = of_kind(chunks(reading(prose=[text]), len), ChunkKind.PROSE)
    assert "".join(chunk.text.split("\n")[-1] for chunk in found) == text
    assert all(len(chunk.embedded) < 200 for chunk in found)


def test_unit_line_above_a_table_is_no_chunk() -> None:
    """It would be found for every question about the table, and says nothing that the table's chunks do not."""
    found = chunks(reading(prose=["单位：万元"]), len)
    assert not of_kind(found, ChunkKind.PROSE)


def test_chapter_is_named_with_the_headings_above_it() -> None:
    """A heading of a higher level ends the lower ones; one without a level stands under those with one."""
    levels = (("总则", 1), ("职能", 2), ("细目", 0), ("机构", 2), ("附则", 1))
    headings = tuple(Heading(text, Place(text, line=at * 10 + 1), level) for at, (text, level) in enumerate(levels))
    paragraphs = tuple(Paragraph(f"内容{at}。", Place(f"内容{at}。", line=at * 10 + 2)) for at in range(5))
    given: Reading = replace(reading(tables=[], projects=[]), headings=headings, paragraphs=paragraphs)
    named = [chunk.embedded.split("\n")[0] for chunk in chunks(given, len)]
    assert named == ["总则", "总则 / 职能", "总则 / 职能 / 细目", "总则 / 机构", "附则"]


def test_chunk_without_source_is_refused() -> None:
    """There is no text without a place."""
    with pytest.raises(ValueError, match="no source"):
        Chunk("x-0", "x", ChunkKind.PROSE, "text", "text", ())


def test_each_name_is_one_chunk_with_the_places_of_all_its_subjects() -> None:
    """Two rows of one name, a project and an indicator: the indicator's name is no name to look for."""

    def stating(key: str, kind: str, name: str, row: int) -> Statement:
        place = Place("5", line=row, char_from=0, char_to=1, table="t1", row=row, column=1)
        seen = Observation(place, CellKind.NUMBER, "5", money("5", "元", "5"), "table")
        return Statement(
            Subject(key, kind, name), "金额", "支出", "合计", "全部", 2031, 2031, "year", "预算", observations=(seen,)
        )

    statements = (
        stating("function:2990101", "function", "种树支出", 1),
        stating("function:2990201", "function", "种树支出", 2),
        stating("project:p1", "project", "苗圃项目", 3),
        stating("indicator:p1.i1", "indicator", "成活率", 4),
    )
    names = of_kind(chunks(replace(reading(), statements=statements), len), ChunkKind.NAME)
    assert [(chunk.text, len(chunk.sources)) for chunk in names] == [("种树支出", 2), ("苗圃项目", 1)]
