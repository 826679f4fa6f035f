"""Word documents written here as the XML that Word writes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import pytest

from corpus.readers import UnreadableFileError
from corpus.readers.docx import read_docx
from corpus.records import Block, Grid, Heading, Paragraph, Place, Problem

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
STYLES = (
    f'<w:styles {NAMES}><w:style w:styleId="a1"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="a2"><w:name w:val="own"/><w:basedOn w:val="a1"/></w:style></w:styles>'
)
FOOTNOTES = (
    f'<w:footnotes {NAMES}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
    '<w:footnote w:id="7"><w:p><w:r><w:t>含上年结转。</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


def package(body: str, **parts: bytes) -> bytes:
    """A document with that body; ``parts`` replace or add parts, with _ for / in their names."""
    relation = f'<Relationship Id="%s" Type="{R}/%s" Target="%s"/>'
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
    own = [("s", "styles", "styles.xml"), ("f", "footnotes", "footnotes.xml"), ("p", "image", "media/p.png")]
    files: dict[str, bytes] = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": (rels % (relation % ("d", "officeDocument", "word/document.xml"))).encode(),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>".encode(),
        "word/_rels/document.xml.rels": (rels % "".join(relation % item for item in own)).encode(),
        "word/styles.xml": STYLES.encode(),
        "word/footnotes.xml": FOOTNOTES.encode(),
        "word/media/p.png": b"\x89PNG" + b"0" * 3000,
        **parts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return out.getvalue()


def run(text: str, settings: str = "") -> str:
    return f'<w:r><w:rPr>{settings}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, settings: str = "") -> str:
    return f"<w:p><w:pPr>{settings}</w:pPr>{''.join(item if '<' in item else run(item) for item in runs)}</w:p>"


def cell(*content: str, settings: str = "") -> str:
    inside = "".join(item if item.startswith("<") else paragraph(item) for item in content)
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{inside}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    lines = (
        "<w:tr>" + "".join(item if item.startswith("<") else cell(item) for item in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def read(*body: str) -> tuple[list[Block], list[Problem]]:
    return read_docx(package("".join(body)))


def words(*body: str) -> list[str]:
    blocks, _ = read(*body)
    return [block.text for block in blocks if not isinstance(block, Grid)]


def grid(*body: str) -> list[list[str]]:
    blocks, _ = read(*body)
    [found] = [block for block in blocks if isinstance(block, Grid)]
    return [[item.text for item in row] for row in found.rows]


def kinds(*body: str) -> list[str]:
    return [problem.kind for problem in read(*body)[1]]


def test_headings_come_from_styles_outline_levels_and_captions() -> None:
    blocks, _ = read(
        paragraph("概况", settings='<w:pStyle w:val="a2"/>'),
        paragraph("机构", settings='<w:outlineLvl w:val="2"/>'),
        paragraph("2031年支出总表"),
        paragraph("支出总额为10元。"),
    )
    assert [(type(block), getattr(block, "level", None)) for block in blocks] == [
        (Heading, 2),
        (Heading, 3),
        (Heading, 0),
        (Paragraph, None),
    ]
    assert blocks[3].place == Place("支出总额为10元。", line=4, char_from=0, char_to=9)


def test_merged_cells_keep_their_spans() -> None:
    span = '<w:gridSpan w:val="2"/>'
    blocks, problems = read(
        table(
            [cell("项目", settings='<w:vMerge w:val="restart"/>'), cell("预算数", settings=span)],
            [cell("", settings="<w:vMerge/>"), "基本支出", "项目支出"],
            ["办公费", "1", "2"],
        )
    )
    assert problems == []
    assert isinstance(blocks[0], Grid)
    assert [[(item.text, item.row_span, item.column_span) for item in row] for row in blocks[0].rows] == [
        [("项目", 2, 1), ("预算数", 1, 2), ("", 1, 1)],
        [("", 1, 1), ("基本支出", 1, 1), ("项目支出", 1, 1)],
        [("办公费", 1, 1), ("1", 1, 1), ("2", 1, 1)],
    ]


def test_rows_that_begin_later_keep_their_columns() -> None:
    shifted = "<w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>" + cell("5") + "</w:tr>"
    rows = table(["项目", "基本支出", "项目支出"], ["办公费", "1", "2"]).replace("</w:tbl>", shifted + "</w:tbl>")
    assert grid(rows)[2] == ["", "", "5"]


def test_tables_inside_cells_are_laid_out_in_the_table() -> None:
    inner = table(["一、总预算", "30"], ["二、当年预算", "20"])
    assert grid(table(["项目名称", "登月"], ["项目资金", cell(inner, paragraph(""))], ["备注", "无"])) == [
        ["项目名称", "登月", ""],
        ["项目资金", "一、总预算", "30"],
        ["", "二、当年预算", "20"],
        ["备注", "无", ""],
    ]


def test_a_table_of_one_column_around_tables_only_frames_the_page() -> None:
    framed = table([cell(paragraph("2031年支出总表"), table(["项目", "金额"], ["甲", "5"]), paragraph("说明一句。"))])
    assert words(framed) == ["2031年支出总表", "说明一句。"]
    assert grid(framed) == [["项目", "金额"], ["甲", "5"]]


def test_insertions_count_and_deletions_do_not() -> None:
    changed = paragraph(
        "支出",
        f"<w:del><w:r><w:delText>90</w:delText></w:r></w:del><w:ins>{run('95')}</w:ins>",
        f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('元')}</w:moveTo>",
    )
    assert words(changed) == ["支出95元"]
    joined = paragraph("前半", settings="<w:rPr><w:del/></w:rPr>") + paragraph("后半")
    assert words(joined) == ["前半后半"]
    dropped = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("旧") + cell("90") + "</w:tr>"
    rows = table(["项目", "金额"], ["甲", "5"]).replace("</w:tbl>", dropped + "</w:tbl>")
    assert grid(rows) == [["项目", "金额"], ["甲", "5"]]


@pytest.mark.parametrize("mark", ["strike", "dstrike", "vanish"])
def test_struck_and_hidden_words_are_left_out_and_reported(mark: str) -> None:
    body = table(["项目", "金额"], ["甲", cell(paragraph(run("90", f"<w:{mark}/>"), run("95")))])
    assert grid(body)[1] == ["甲", "95"]
    assert kinds(body) == ["hidden-text" if mark == "vanish" else "struck-text"]


def test_raised_digits_fractions_and_powers_do_not_run_into_numbers() -> None:
    raised = run("2", '<w:vertAlign w:val="superscript"/>')
    fraction = (
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    )
    assert words(paragraph("100", raised), paragraph("占", fraction)) == ["100^2", "占1/2"]


def test_text_boxes_stand_once_after_their_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('单位：元')}</w:txbxContent>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    twice = f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"
    assert words(paragraph("前", twice), paragraph("后")) == ["前", "单位：元", "后"]


def test_a_footnote_follows_what_refers_to_it_and_leaves_no_digit_in_it() -> None:
    reference = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    assert words(paragraph("支出95", reference, "元。"), paragraph("后")) == ["支出95元。", "含上年结转。", "后"]


def test_lines_of_tabs_are_a_table_but_not_those_of_a_contents_list() -> None:
    tab = "<w:r><w:tab/></w:r>"
    lines = [paragraph(*row) for row in (("项目", tab, "金额"), ("甲", tab, "5"), ("乙", tab, "6"))]
    assert grid(paragraph("编制单位：甲局", tab, "单位：元"), *lines) == [["项目", "金额"], ["甲", "5"], ["乙", "6"]]
    assert words(paragraph("编制单位：甲局", tab, "单位：元"), *lines) == ["编制单位：甲局", "单位：元"]
    entries = [paragraph(name, tab, "3", settings='<w:pStyle w:val="TOC1"/>') for name in ("一、职能", "二、机构")]
    assert len(words(*entries)) == 2


def test_breaks_begin_lines_with_places_of_their_own() -> None:
    blocks, _ = read(paragraph("甲", '<w:r><w:br w:type="page"/></w:r>', "乙"))
    assert [(block.text, block.place.line) for block in blocks if isinstance(block, Paragraph)] == [
        ("甲", 1),
        ("乙", 2),
    ]


def test_boxes_of_three_kinds() -> None:
    checked = '<w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr>'
    control = f"<w:sdt>{checked}<w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>"
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'
    field = "<w:r><w:fldChar><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>"
    unknown = '<w:r><w:sym w:font="Symbol" w:char="F033"/></w:r>'
    assert words(paragraph("是", control, "否", symbol, "又", field, "另", unknown)) == ["是☑否☐又☑另\ufffd"]


def test_pictures_and_objects_are_located_problems() -> None:
    picture = '<w:r><w:drawing><a:blip xmlns:a="a" r:embed="p"/></w:drawing></w:r>'
    body = (paragraph("前"), paragraph(picture), paragraph("<w:r><w:object/></w:r>"))
    assert [(item.kind, item.place and item.place.line) for item in read(*body)[1]] == [
        ("picture-not-read", 2),
        ("embedded-object", 2),
    ]
    taken, problems = read_docx(package("".join(body[:2])), lambda data: ([Paragraph(str(len(data)), Place("x"))], []))
    assert (taken[-1].place.line, problems) == (2, [])


# Broken and hostile files


def test_entities_are_refused() -> None:
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    bomb = entities + b'<w:document xmlns:w="w"><w:body>&b;</w:body></w:document>'
    with pytest.raises(UnreadableFileError, match="entities"):
        read_docx(package("", **{"word/document.xml": bomb}))


def test_an_external_target_is_not_opened() -> None:
    target = 'Target="file:///etc/passwd" TargetMode="External"'
    rels = f'<Relationships><Relationship Id="p" Type="{R}/image" {target}/></Relationships>'
    data = package(
        paragraph("前", '<w:r><v:imagedata r:id="p"/></w:r>'), **{"word/_rels/document.xml.rels": rels.encode()}
    )
    blocks, problems = read_docx(data, lambda _: pytest.fail("nothing outside the file is read"))
    assert ([problem.kind for problem in problems], len(blocks)) == (["picture-not-read"], 1)


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"word/document.xml": b"<w:document"}, "damaged"),
        ({"word/document.xml": b"<a/>"}, "no body"),
        ({"_rels/.rels": b"no xml"}, "damaged"),
    ],
)
def test_broken_packages_say_what_is_wrong(parts: dict[str, bytes], reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read_docx(package(paragraph("x"), **parts))


def test_a_document_without_words_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="no words"):
        read_docx(package("<w:p/>"))


def test_absurd_spans_are_kept_within_limits() -> None:
    wide = cell("甲", settings='<w:gridSpan w:val="9999999"/>')
    with pytest.raises(UnreadableFileError, match="cells"):
        read(table([wide, "1"]))
