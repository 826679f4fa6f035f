"""Rules about the frame of a document and its sentences, each on a small invented text read as a whole."""

from __future__ import annotations

import pytest

from corpus.checks import run_checks
from corpus.reading import read_document
from corpus.records import Check, CheckStatus

TEXT = """# 某区2031年单位预算
预算单位：某区测试中心
# 目录
- 1. 2031年单位收入预算总表
- 2. 2031年单位支出预算总表
- 3. 2031年单位政府性基金预算支出功能分类预算表
# 2031年单位预算编制说明
本单位支出预算30.00元。
# 2031年单位收入预算总表
编制单位：某区测试中心\t单位：元
类\t款\t项\t功能分类科目名称\t合计\t财政拨款收入\t事业收入\t经营收入\t其他收入
205\t\t\t教育支出\t30.00\t30.00
205\t08\t\t进修及培训\t30.00\t30.00
205\t08\t01\t教师进修\t20.00\t20.00
205\t08\t03\t培训支出\t10.00\t10.00
\t\t\t合计\t30.00\t30.00
# 2031年单位支出预算总表
编制单位：某区测试中心\t单位：元
类\t款\t项\t功能分类科目名称\t合计\t基本支出\t项目支出
205\t\t\t教育支出\t30.00\t30.00\t0.00
205\t08\t\t进修及培训\t30.00\t30.00\t0.00
205\t08\t01\t教师进修\t20.00\t20.00\t0.00
205\t08\t03\t培训支出\t10.00\t10.00\t0.00
\t\t\t合计\t30.00\t30.00\t0.00
# 2031年单位政府性基金预算支出功能分类预算表
编制单位：某区测试中心\t单位：元
类\t款\t项\t功能分类科目名称\t合计\t基本支出\t项目支出
\t\t\t合计\t\t\t
注：2031年本单位无政府性基金预算，故本表为空表。
# 其他相关情况说明
共有车辆3辆，其中：执法执勤用车2辆、其他用车1辆。
"""


def checks(rule: str, *changes: tuple[str, str]) -> list[Check]:
    """The checks of that rule after the changes of the text, each of which must be possible."""
    text = TEXT
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    reading = read_document(text.encode(), "x.txt")
    return [check for check in run_checks(reading) if check.rule == rule]


def failed(rule: str, *changes: tuple[str, str]) -> list[str]:
    return [check.sentence for check in checks(rule, *changes) if check.status is CheckStatus.FAIL]


RULES = (
    "contents-tables", "table-year", "table-unit", "publisher-name", "empty-table-note", "empty-table-unexplained",
    "code-name", "name-code", "code-rows", "counted-parts", "table-copy",
)  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_the_unchanged_text_has_no_finding(rule: str) -> None:
    assert failed(rule) == []
    ran = [check for check in checks(rule) if check.status is CheckStatus.PASS]
    assert ran or rule == "table-copy"


def test_a_table_of_the_contents_that_is_not_there() -> None:
    added = ("- 3. 2031年", "- 4. 2031年单位国有资本经营预算支出功能分类预算表\n- 3. 2031年")
    found = failed("contents-tables", added)
    assert len(found) == 1
    assert "国有资本经营" in found[0]


def test_a_title_that_was_not_read_as_a_table_is_not_run() -> None:
    added = ("- 3. 2031年", "- 4. 2031年单位国有资本经营预算支出功能分类预算表\n- 3. 2031年")
    title = ("# 其他相关", "# 2031年单位国有资本经营预算支出功能分类预算表\n# 其他相关")
    assert failed("contents-tables", added, title) == []
    not_run = [check for check in checks("contents-tables", added, title) if check.status is CheckStatus.NOT_RUN]
    assert len(not_run) == 1


def test_the_year_of_a_title() -> None:
    assert len(failed("table-year", ("# 2031年单位支出预算总表", "# 2030年单位支出预算总表"))) == 1


def test_a_table_without_unit() -> None:
    change = ("# 2031年单位支出预算总表\n编制单位：某区测试中心\t单位：元", "# 2031年单位支出预算总表")
    assert len(failed("table-unit", change)) == 1


def test_a_table_of_another_publisher() -> None:
    change = ("支出预算总表\n编制单位：某区测试中心", "支出预算总表\n编制单位：某区另一中心")
    assert failed("publisher-name", change)[0].startswith("1处注明的编制单位“某区另一中心”")


def test_a_unit_within_the_name_is_the_same_publisher() -> None:
    assert (
        failed(
            "publisher-name", ("支出预算总表\n编制单位：某区测试中心", "支出预算总表\n编制单位：某区测试中心（本级）")
        )
        == []
    )


def test_an_empty_table_needs_a_note() -> None:
    assert len(failed("empty-table-unexplained", ("注：2031年本单位无政府性基金预算，故本表为空表。\n", ""))) == 1
    said = ("注：2031年本单位无政府性基金预算，故本表为空表。\n", "")
    sentence = ("共有车辆", "政府性基金拨款支出预算0万元。\n共有车辆")
    assert failed("empty-table-unexplained", said, sentence) == []


def test_a_code_with_two_names_and_a_name_with_two_codes() -> None:
    assert failed("code-name", ("教师进修\t20.00\t20.00\t0.00", "学前教育\t20.00\t20.00\t0.00"))
    assert failed("code-name", ("教师进修\t20.00\t20.00\t0.00", "教师进\t20.00\t20.00\t0.00")) == []
    assert failed("name-code", ("培训支出\t10.00\t10.00\t0.00", "教师进修\t10.00\t10.00\t0.00"))


def test_a_row_with_money_that_another_table_does_not_have() -> None:
    found = failed("code-rows", ("205\t08\t03\t培训支出\t10.00\t10.00\t0.00\n", ""))
    assert len(found) == 1
    assert "2050803培训支出" in found[0]


@pytest.mark.parametrize(
    ("sentence", "findings"),
    [
        ("共有车辆3辆，其中：执法执勤用车1辆、其他用车1辆。", 1),
        ("共有车辆3辆，其中：执法执勤用车1辆。", 0),
        ("地上建筑面积为90平方米（其中计容面积80平方米，不计容面积15平方米）。", 1),
        ("建筑面积约为90平方米，其中：地上面积80平方米，地下面积11平方米。", 0),
        ("车辆5辆（一般公务用车2辆，其他用车3辆）；设备4台。", 0),
    ],
)
def test_counts_sum_where_the_parts_are_complete(sentence: str, findings: int) -> None:
    change = ("共有车辆3辆，其中：执法执勤用车2辆、其他用车1辆。", sentence)
    assert len(failed("counted-parts", change)) == findings


@pytest.mark.parametrize(
    ("rule", "sentence", "findings"),
    [
        ("share-range", "其他收入20.00元，占全部收入的120.5%。", 1),
        ("share-range", "其他收入20.00元，占20.5%。", 0),
        ("share-of-whole", "收入合计30.00元，其中：财政拨款20.00元，占66.67%；其他收入10.00元，占33.33%。", 0),
        ("share-of-whole", "收入合计30.00元，其中：财政拨款20.00元，占66.76%；其他收入10.00元，占33.33%。", 1),
        ("share-of-whole", "收入合计30.00元，其中：财政拨款20.00元，占财政拨款支出的50.00%。", 0),
        ("share-of-whole", "收入合计30.00元，其中较少。财政拨款20.00元，占50.00%。", 0),
        ("unfinished-sentence", "公务接待费与上年持平，主要原因是。", 1),
        ("unfinished-sentence", "支出增加（减少）的主要原因是业务量增加。", 1),
        ("unfinished-sentence", "支出增加的主要原因是业务量增加。", 0),
        ("level-words", "2031年部门预算安排购置车辆0辆。", 1),
        ("level-words", "2031年单位预算安排购置车辆0辆。", 0),
    ],
)
def test_what_an_inspector_reads_in_the_sentences(rule: str, sentence: str, findings: int) -> None:
    assert len(failed(rule, ("共有车辆", f"{sentence}\n共有车辆"))) == findings


def test_a_table_printed_twice_with_another_amount() -> None:
    start, end = TEXT.index("# 2031年单位支出预算总表"), TEXT.index("# 2031年单位政府性")
    copy = TEXT[start:end]
    same = ("# 其他相关", copy + "# 其他相关")
    assert failed("table-copy", same) == []
    assert len(failed("table-copy", ("# 其他相关", copy.replace("20.00\t20.00", "21.00\t20.00") + "# 其他相关"))) == 1
