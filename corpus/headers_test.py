"""Header rows to header paths and column roles."""

from __future__ import annotations

from corpus.headers import columns_of, header_height, header_paths
from corpus.records import Place, RawCell

Rows = list[tuple[RawCell, ...]]


def rows(*lines: str) -> Rows:
    """A row for each line; cells are separated by bars, and ``x*3`` is a cell that spans three columns."""
    result = []
    for line in lines:
        cells = []
        for part in line.split("|"):
            text, _, span = part.partition("*")
            cells.append(RawCell(text, Place(text), column_span=int(span or 1)))
            cells += [RawCell("", Place("")) for _ in range(int(span or 1) - 1)]
        result.append(tuple(cells))
    return result


def paths(*lines: str) -> list[str]:
    grid = rows(*lines)
    return ["/".join(path) for path in header_paths(grid, len(grid[0]))]


def test_merged_cells_of_three_levels_by_their_blanks() -> None:
    assert paths("项目|预算数||||备注", "|合计|基本支出||项目支出|", "||人员经费|公用经费||") == [
        "项目",
        "预算数/合计",
        "预算数/基本支出/人员经费",
        "预算数/基本支出/公用经费",
        "预算数/项目支出",
        "备注",
    ]


def test_a_blank_does_not_take_a_neighbour_with_other_parents() -> None:
    assert paths("甲||乙|", "一|二||三") == ["甲/一", "甲/二", "乙", "乙/三"]


def test_spans_decide_where_the_reader_knows_them() -> None:
    assert paths("甲*2|乙|丙", "一|二||") == ["甲/一", "甲/二", "乙", "丙"]


def test_header_ends_where_figures_codes_ordinals_or_totals_begin() -> None:
    assert header_height(rows("类|名称|金额", "209|甲类|")) == 1
    assert header_height(rows("收入|预算数", "一、甲收入|")) == 1
    assert header_height(rows("收入||支出|", "项目|金额|项目|金额", "||一、甲支出|")) == 2
    assert header_height(rows("项目|金额", "办公费|5")) == 1
    assert header_height(rows("项目|金额", "合计|")) == 1
    assert header_height(rows("合计|出国费", "5|1")) == 1


def test_blank_rows_above_belong_to_the_header_and_below_it_do_not() -> None:
    assert header_height(rows("|", "项目|金额", "|", "合计|")) == 2
    assert header_height(rows("项目|金额", "|", "|")) == 1
    assert header_height(rows("|", "5|6")) == 0
    assert header_height(rows("甲|乙", "丙|丁")) == 0


def roles(header: str, *body: str) -> list[tuple[str, int]]:
    grid = rows(header)
    return [(column.role, column.half) for column in columns_of(header_paths(grid, len(grid[0])), rows(*body))]


def test_roles_of_code_columns_and_two_sides() -> None:
    assert roles("类|款|科目名称|合计", "209||甲类|5", "209|01|甲款|5", "合计|||5") == [
        ("code", 0),
        ("code", 0),
        ("label", 0),
        ("amount", 0),
    ]
    assert roles("项目|预算数|项目|预算数", "一、甲|5|一、乙|5") == [
        ("label", 0),
        ("amount", 0),
        ("label", 1),
        ("amount", 1),
    ]


def test_codes_never_become_amounts_and_unreadable_figures_keep_their_column() -> None:
    assert roles("类|名称|金额", "209|甲|5", "人员经费合计||5", "210|乙|1")[0] == ("code", 0)
    assert roles("名称|金额", "甲|8.53 1.53", "乙|12O0")[1] == ("amount", 0)
    assert roles("序号|名称", "1|甲", "2|乙")[0] == ("text", 0)
    assert roles("名称|金额", "甲|", "乙|")[1] == ("amount", 0)
