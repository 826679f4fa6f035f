"""Figures of sentences become statements with the keys of the tables."""

from __future__ import annotations

from corpus.narrative import read_narrative
from corpus.narrative_subjects import function, path_of, similarity
from corpus.records import CellKind, Document, Paragraph, Place, Statement, Subject

_DOCUMENT = Document("0" * 64, "x.txt", "某区测试中心", "单位", 2031, "预算", "单位预算")
_SUBJECTS = {
    f"function:{code}": Subject(f"function:{code}", "function", name, code)
    for code, name in {
        "201": "一般公共服务支出",
        "20101": "人大事务",
        "2010101": "行政运行",
        "20102": "政协事务",
        "2010201": "行政运行",
        "2080505": "机关事业单位基本养老保险缴费支出",
    }.items()
}


def _read(*texts: str, document: Document = _DOCUMENT) -> list[Statement]:
    paragraphs = [
        Paragraph(text, Place(text, line=line, char_from=0, char_to=len(text))) for line, text in enumerate(texts, 1)
    ]
    return read_narrative(paragraphs, document, _SUBJECTS)


def _short(statement: Statement) -> str:
    shown = "/".join(o.text for o in statement.observations)
    parts = [statement.subject.key, statement.side, statement.expenditure_kind, statement.fund_scope]
    base = f" {statement.base_period}{statement.base_stage}" if statement.base_period else ""
    return f"{' '.join(parts)} {statement.period_from}{statement.stage} {statement.view}{base} {shown}"


def test_totals_with_their_comparison() -> None:
    found = _read(
        "2031年，某区测试中心预算支出总额为120.50万元，其中：财政拨款支出预算120.50万元。财政拨款支出预算中，"
        "基本支出预算80.25万元，比2030年预算减少1.25万元，下降1.5%，主要原因是减少3人；"
        "项目支出预算40.25万元，比2030年预算持平。"
    )
    assert [_short(statement) for statement in found] == [
        "organisation 支出 合计 全部 2031预算 level 120.50万元",
        "organisation 支出 合计 财政拨款 2031预算 level 120.50万元",
        "organisation 支出 基本支出 财政拨款 2031预算 level 80.25万元",
        "organisation 支出 基本支出 财政拨款 2031预算 change 2030预算 1.25万元",
        "organisation 支出 基本支出 财政拨款 2031预算 rate 2030预算 1.5%",
        "organisation 支出 项目支出 财政拨款 2031预算 level 40.25万元",
        "organisation 支出 项目支出 财政拨款 2031预算 change 2030预算 持平",
    ]
    assert [o.direction for s in found[3:5] for o in s.observations] == ["decrease", "decrease"]
    assert found[6].observations[0].kind is CellKind.TEXT
    assert found[6].observations[0].direction == "level"
    place = found[2].observations[0].place
    assert (place.line, place.printed) == (1, "80.25万元")


def test_a_subject_is_matched_along_its_whole_path() -> None:
    found = _read(
        "1、“一般公共服务支出-政协事务-行政运行”科目12万元，主要用于运行。",
        "2. “一般公共服务支出（类）人大事务（款）行政运行（项）”9.50万元，主要用于运行。"
        "2030年当年预算执行数为10.00万元，2031年预算安排9.50万元，比2030年预算执行数减少5.00%。",
        "3、“机关事业单位基本养老保险费支出”科目3万元。",
        "4、“行政运行”科目1万元。",
    )
    assert [_short(statement) for statement in found] == [
        "function:2010201 支出 合计 财政拨款 2031预算 level 12万元",
        "function:2010101 支出 合计 财政拨款 2031预算 level 9.50万元/9.50万元",
        "function:2010101 支出 合计 财政拨款 2030执行 level 10.00万元",
        "function:2010101 支出 合计 财政拨款 2031预算 rate 2030执行 5.00%",
        "function:2080505 支出 合计 财政拨款 2031预算 level 3万元",
        "topic:行政运行 支出 合计 财政拨款 2031预算 level 1万元",
    ]


def test_items_projects_and_what_there_is_none_of() -> None:
    found = _read(
        "2031年“三公”经费预算数为10.20万元，比2030年预算减少8万元。其中：",
        "（一）因公出国（境）费0万元，与2030年预算持平。",
        "（二）公务用车购置及运行费9.5万元，其中：公务用车购置费0万元；公务用车运行费9.5万元。",
        "2031年本单位无机关运行经费。",
        "2031年度本单位政府采购预算40.70万元，其中：政府采购货物预算0万元、政府采购工程预算0.7万元、政府采购服务预算40万元。",
        "2031年度，本单位编报绩效目标的项目共7个，涉及项目预算资金40.25万元。",
    )
    assert [f"{s.subject.key} {s.measure} {s.view} {s.observations[0].text}" for s in found] == [
        "item:三公经费 金额 level 10.20万元",
        "item:三公经费 金额 change 8万元",
        "item:因公出国（境）费 金额 level 0万元",
        "item:因公出国（境）费 金额 change 持平",
        "item:公务用车购置及运行费 金额 level 9.5万元",
        "item:公务用车购置费 金额 level 0万元",
        "item:公务用车运行费 金额 level 9.5万元",
        "item:机关运行经费 金额 level 无机关运行经费",
        "item:政府采购 金额 level 40.70万元",
        "item:政府采购货物 金额 level 0万元",
        "item:政府采购工程 金额 level 0.7万元",
        "item:政府采购服务 金额 level 40万元",
        "item:绩效目标项目 个数 level 7个",
        "item:绩效目标项目 金额 level 40.25万元",
    ]
    assert found[7].observations[0].kind is CellKind.NONE_WORD


def test_what_is_not_understood_gives_no_figure() -> None:
    assert not _read(
        "（一）基本支出预算：是为保障机构运转而编制的年度计划，例如5万元。",
        "该项目投入已经超过3亿元，到目前支出预算已达200万元，累计支出预算90万元。",
        "下属企业支出预算5万元，比2030年预算增加1万元。",
        "2031年本部门面向中小企业预留政府采购项目预算金额34万元。",
        "第一季度用款计划61.40万元，第二季度用款计划61.40万元。",
        "另一家单位收入预算8万元。",
        "某某经费支出年初预算为9万元，支出决算为8万元，其中：基本支出5万元，人员经费3万元。",
    )


def test_parts_belong_to_the_whole_that_the_sentence_names() -> None:
    found = _read(
        "一般公共预算财政拨款基本支出8万元，其中：人员经费6万元；公用经费2万元。",
        "2031年“三公”经费财政拨款支出年初预算为0.95万元，支出决算为0.90万元。",
        "支出预算9万元，其中：基本支出8万元。",
        "1、“机关事业单位基本养老保险费支出”科目3万元，其中：基本支出2万元。",
    )
    assert [_short(statement) for statement in found] == [
        "organisation 支出 基本支出 一般公共预算 2031预算 level 8万元",
        "organisation 支出 人员经费 一般公共预算 2031预算 level 6万元",
        "organisation 支出 公用经费 一般公共预算 2031预算 level 2万元",
        "item:三公经费 支出 n/a 财政拨款 2031预算 level 0.95万元",
        "item:三公经费 支出 n/a 财政拨款 2031决算 level 0.90万元",
        "organisation 支出 合计 全部 2031预算 level 9万元",
        "organisation 支出 基本支出 全部 2031预算 level 8万元",
        "function:2080505 支出 合计 财政拨款 2031预算 level 3万元",
    ]


def test_without_a_year_there_is_no_statement() -> None:
    document = Document("0" * 64, "x.txt", "某区测试中心", "单位", None, "预算", "")
    assert not _read("支出预算5万元。", document=document)
    assert [s.period_from for s in _read("2029年，支出预算5万元。", document=document)] == [2029]


def test_similar_names() -> None:
    assert similarity("基本养老保险费支出", "基本养老保险缴费支出") == 1.0
    assert similarity("行政运行", "事业运行") < 0.8
    assert path_of("甲（境）费（类）乙（款）") == ("甲（境）费", "乙")
    assert function(_SUBJECTS, ("一般公共服务支出", "一般公共服务支出", "行政运行")).kind == "topic"
