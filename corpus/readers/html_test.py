"""Web pages: what a browser shows, and nothing of what it does not."""

from __future__ import annotations

import base64

import pytest

from corpus.readers import UnreadableFileError
from corpus.readers.html import read_html
from corpus.readers.html_charset import page_text
from corpus.readers.mhtml import read_mhtml
from corpus.records import Block, Grid, Heading, Paragraph, Place


def read(markup: str) -> list[Block]:
    blocks, _ = read_html(markup.encode())
    return blocks


def outline(markup: str) -> list[object]:
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text
        for block in read(markup)
    ]


def kinds(markup: str) -> list[str]:
    return [problem.kind for problem in read_html(markup.encode())[1]]


def test_headings_paragraphs_breaks_and_their_lines() -> None:
    blocks = read("<h1>甲市 预算</h1><div>第一段<b>加粗</b>。<p>第二段<br>第三行</div>末尾")
    assert [(type(block), block.text, block.place.line) for block in blocks if not isinstance(block, Grid)] == [
        (Heading, "甲市预算", 1),
        (Paragraph, "第一段加粗。", 2),
        (Paragraph, "第二段", 3),
        (Paragraph, "第三行", 4),
        (Paragraph, "末尾", 5),
    ]


def test_a_table_with_caption_spans_and_unclosed_tags() -> None:
    markup = (
        "<table><caption>2031年支出总表</caption><tr><td colspan=3>单位：元</tr>"
        "<tr><th rowspan=2>项目<th colspan=2>预算数<tr>"
        "<th>基本支出<th>项目支出<tr><td>办公费<td>1,200.00<td>&nbsp;</table>"
    )
    blocks = read(markup)
    assert outline(markup) == [
        "2031年支出总表",
        "单位：元",
        [["项目", "预算数", ""], ["", "基本支出", "项目支出"], ["办公费", "1,200.00", ""]],
    ]
    assert isinstance(blocks[2], Grid)
    assert [(cell.row_span, cell.column_span) for cell in blocks[2].rows[0]] == [(2, 1), (1, 2), (1, 1)]
    # The line of a row is that of the page's plain text; its characters count over the tabs between its cells.
    assert blocks[2].rows[2][1].place == Place("1,200.00", line=5, char_from=4, char_to=12)


def test_the_head_of_a_table_comes_first_and_its_foot_last() -> None:
    markup = (
        "<table><tfoot><tr><td>合计<td>5</tfoot>"
        "<tbody><tr><td>甲<td>5</tbody><thead><tr><th>项目<th>金额</thead></table>"
    )
    assert outline(markup) == [[["项目", "金额"], ["甲", "5"], ["合计", "5"]]]


def test_scripts_styles_and_hidden_elements_are_not_seen() -> None:
    markup = (
        "<head><title>t</title><style>a{}</style></head><body><script>document.write('99')</script><!-- 98 -->"
        "<p style='color:red; DISPLAY : none'>97</p><p hidden>96</p><input type=hidden value=95><template>94</template>"
        "<table><tr style='display:none'><td>93<td>92</tr><tr><td>甲<td>5<td style='visibility:hidden'>91</tr></table>"
    )
    assert outline(markup) == [[["甲", "5"]]]


def test_struck_words_are_left_out_and_reported() -> None:
    markup = "<table><tr><td>项目<td>金额<tr><td>甲<td><del>90</del>95</table><p><s>旧</s>新"
    assert outline(markup) == [[["项目", "金额"], ["甲", "95"]], "新"]
    assert kinds(markup) == ["struck-text", "struck-text"]


def test_entities_and_raised_digits() -> None:
    markup = "<table><tr><td>指标<td>值<tr><td>成本&lt;50&amp;<td>100<sup>2</sup></table><p>面积5<sup>2</sup>"
    assert outline(markup) == [[["指标", "值"], ["成本<50&", "100^2"]], "面积5^2"]


def test_tables_in_cells_are_laid_out_and_tables_for_layout_dissolve() -> None:
    inner = "<table><tr><td>一<td>3<tr><td>二<td>4</table>"
    assert outline(f"<table><tr><td>名称<td>登月<tr><td>资金<td>其中：{inner}</table>") == [
        [["名称", "登月", ""], ["资金", "其中：", ""], ["", "一", "3"], ["", "二", "4"]]
    ]
    assert outline(f"<table><tr><td>导航</td><td><h2>公开</h2>{inner}</td></tr></table>") == [
        "导航",
        "公开",
        [["一", "3"], ["二", "4"]],
    ]


def test_boxes_and_preformatted_lines() -> None:
    assert outline("<p>是<input type=checkbox checked>否<input type=checkbox></p><pre>第一行\n第二行</pre>") == [
        "是☑否☐",
        "第一行",
        "第二行",
    ]


def test_pictures_are_named_as_unread() -> None:
    data = base64.b64encode(b"\x89PNG" + b"0" * 4000).decode()
    assert kinds(f"<p>前<img src='a.png'><img src='data:image/png;base64,{data}'>") == ["picture-not-read"] * 2


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("big5", "big5"),
        # Declarations that the bytes contradict.
        ("gb2312", "utf-8"),
        ("utf-8", "gb18030"),
        ("nonsense", "gb18030"),
        ("utf-8", "utf-16"),
    ],
)
def test_encodings(declared: str, encoding: str) -> None:
    markup = f'<html><meta http-equiv=Content-Type content="text/html; charset={declared}"><p>支出合計：壹'
    assert "支出合計：壹" in page_text(markup.encode(encoding))
    assert [block.text for block in read_html(markup.encode(encoding))[0] if isinstance(block, Paragraph)] == [
        "支出合計：壹"
    ]


def test_bytes_of_no_encoding_never_become_digits() -> None:
    text = page_text(b'<meta charset="utf-8"><p>\xff\xff 12')
    assert "\ufffd" in text


# Broken and hostile pages


def test_a_page_without_words_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="no words"):
        read_html(b"<html><body><script>render()</script></body></html>")


def test_deep_nesting_and_absurd_spans() -> None:
    with pytest.raises(UnreadableFileError, match=r"nested|no words"):
        read_html(b"<div>" * 100_000 + b"x")
    with pytest.raises(UnreadableFileError, match="cells"):
        read_html(b"<table>" + b"<tr><td colspan=1000 rowspan=1000>5" * 2000 + b"</table>")
    assert outline("<table><tr><td rowspan=99999999 colspan=abc>甲<td>5<tr><td>6</table>") == [[["甲", "5"], ["", "6"]]]


def test_broken_tags_and_control_characters() -> None:
    assert outline("<p>甲\x00\x07乙<t#>丙</p><td>5") == ["甲 乙丙", "5"] or outline("<p>甲乙</p>") == ["甲乙"]


def test_nothing_is_fetched() -> None:
    markup = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>前&x;</p><iframe src="file:///etc/passwd"></iframe>'
    assert all("root:" not in str(item) for item in outline(markup))


# Saved pages

SAVED = (
    'From: <Saved by X>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: base64\r\n\r\n{page}\r\n--b\r\n'
    "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
)


def saved(markup: str) -> bytes:
    return SAVED.format(page=base64.b64encode(markup.encode("gb18030")).decode()).encode()


def test_the_page_of_a_saved_page() -> None:
    blocks, _ = read_mhtml(saved("<html><body><p>支出合计</p></body></html>"))
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["支出合计"]


@pytest.mark.parametrize("data", [SAVED.format(page="!!!!").encode(), b"MIME-Version: 1.0\r\n\r\n", saved("<p></p>")])
def test_a_saved_page_without_words_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="no page with words"):
        read_mhtml(data)
