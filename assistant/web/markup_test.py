from __future__ import annotations

from itertools import pairwise

from assistant.web.markup import chips, markdown, pieces, text
from assistant.web.samples_for_tests import ATTACK, citation
from assistant.web.texts import ZH


def test_html_in_a_text_becomes_words() -> None:
    assert "<" not in text(ATTACK)
    assert '"' not in text(ATTACK)


def test_html_in_markdown_becomes_words() -> None:
    table = f"| {ATTACK} | b |\n| --- | --- |\n| x | {ATTACK} |"
    shown = markdown(f"前 {ATTACK}\n\n{ATTACK}\n\n> {ATTACK}\n\n{table}", (), ZH)
    assert "<img" not in shown
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


def test_links_and_images_in_markdown_stay_words() -> None:
    shown = markdown("[a](javascript:alert(1)) ![b](https://example.org/b.png) <https://example.org>", (), ZH)
    assert "<a" not in shown
    assert "<img" not in shown


def test_a_marker_with_a_citation_becomes_a_button() -> None:
    shown = markdown("合计 **5 元** [1][2]", (citation(1, "abc"),), ZH)
    assert 'data-cite="abc"' in shown
    assert ">1</button>" in shown
    assert "[2]" in shown, "a number without a citation stays as it is"
    assert "<strong>5 元</strong>" in shown


def test_a_button_says_where_it_leads_without_html_of_the_document() -> None:
    shown = chips((1,), {1: citation(1, '"><script>')}, ZH)
    assert "支出表" in shown
    assert "<script" not in shown
    assert "<img" not in shown


def test_of_a_long_run_of_markers_the_first_stand_in_the_open() -> None:
    many = tuple(citation(n, f"id{n}") for n in range(1, 23))
    shown = markdown("合计 5 元" + "".join(f"[{item.n}]" for item in many), many, ZH)
    opened, folded = shown.split("<span hidden>")
    assert opened.count("data-cite") == 3
    assert folded.count("data-cite") == 19
    assert ">+19</button>" in opened


def test_pieces_grow_to_the_whole_text_and_never_cut_a_marker_or_emphasis() -> None:
    source = "灯塔维护，合计 **1,244,750.00 元** [1][2]；其中航标维护 10,000.00 元 [3]，见编制说明。"
    grown = pieces(source)
    assert grown[-1] == source
    assert len(grown) > 2
    assert all(later.startswith(earlier) for earlier, later in pairwise(grown))
    assert all(piece.count("[") == piece.count("]") and piece.count("**") % 2 == 0 for piece in grown)


def test_an_empty_text_has_no_pieces() -> None:
    assert pieces("") == ()
