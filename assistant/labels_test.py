"""How names of a document meet the words of a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.invented_for_tests import BUDGET
from assistant.labels import LabelIndex, blocks_of, flat
from corpus.reading import read_document

LETTERS = st.text(alphabet="彗星巡天第一二期12年费", max_size=12)


def shared(question: str, name: str) -> list[str]:
    return [question[block.start : block.stop] for block in blocks_of(question, name)]


@pytest.mark.parametrize(
    ("question", "name", "pieces"),
    [
        ("彗星巡天多少钱", "彗星巡天项目", ["彗星巡天"]),
        ("彗星的巡天项目", "彗星巡天项目", ["巡天项目", "彗星"]),
        ("2021年巡天", "2011年巡天", ["年巡天"]),
        ("第三期彗星", "第四期彗星", ["彗星"]),
        ("水", "水费", []),
        ("穹顶", "彗星", []),
    ],
)
def test_shared_stretches_cut_no_number_and_no_ordinal(question: str, name: str, pieces: list[str]) -> None:
    assert shared(question, name) == pieces


@given(LETTERS, LETTERS)
def test_every_shared_stretch_stands_in_both(question: str, name: str) -> None:
    blocks = blocks_of(question, name)
    assert all(question[block.start : block.stop] in name for block in blocks)
    places = [place for block in blocks for place in range(block.start, block.stop)]
    assert len(places) == len(set(places))
    assert sum(block.stop - block.start for block in blocks) <= min(len(question), len(name))


def test_the_comparison_form_has_no_punctuation() -> None:
    assert flat("穹顶（2031·運維）： Xy-z") == "穹顶2031运维xyz"


def test_a_line_is_called_by_content_detail_or_both() -> None:
    index = LabelIndex(read_document(BUDGET.encode(), "budget.txt"))
    names = {label.name for label in index.labels if label.subject.kind == "line"}
    assert {"底片冲洗", "彗星摄影底片冲洗"} <= names
    [match, *_] = index.matches("彗星巡天项目底片冲洗")
    assert match.share > 0.3
    assert [label.subject.kind for label in index.codes["30201"]] == ["economic"]
