"""What only asks, greets, explains or thanks is read as such where it stands, and nowhere else."""

from __future__ import annotations

import pytest

from assistant.requests import in_official_terms, without_openers, written
from assistant.understand import understand


def content(text: str) -> str:
    """The characters of the question that no word of the plan language explains."""
    return "".join(understand(text).content)


@pytest.mark.parametrize(
    "text",
    [
        "请计算彗星的预算",
        "帮我瞅一眼彗星的预算",
        "麻烦替我找出彗星的预算金额，谢谢",
        "兹查询彗星预算之金额为盼",
        "请把彗星的预算报给我",
        "就彗星的预算作出说明，请答复",
        "我们单位在做预算分析，想请您帮忙核实一下彗星的预算",
        "不好意思，再问一个问题：彗星的预算是多少",
        "Could you please look up the budget for 彗星?",
        "唔該，彗星嘅預算係幾多",
    ],
)
def test_nothing_but_the_subject_is_left(text: str) -> None:
    assert content(text) == "彗星"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("统计经费是多少", "统计"),
        ("咨询服务多少钱", "咨询服务"),
        ("请查彗星下半年的预算", "彗星下半年"),
        ("我在看气象台的预算，彗星是多少", "气象台"),
        ("彗星预留的资金", "彗星预留"),
        ("How much of 彗星 is for telescopes?", "telescopes"),
    ],
)
def test_words_that_change_what_is_asked_stay(text: str, left: str) -> None:
    assert left in content(text)


@pytest.mark.parametrize(
    ("spoken", "kept"),
    [
        ("听人说彗星砍了一大截,所以想问:云溪学校2031年彗星安排了多少", "云溪学校2031年彗星安排了多少"),
        ("我关心的是彗星,云溪学校2031年支出多少", "我关心的是彗星,云溪学校2031年支出多少"),
        ("除彗星以外,云溪学校2031年支出多少", "除彗星以外,云溪学校2031年支出多少"),
    ],
)
def test_a_story_is_left_out_and_a_clause_that_sets_the_subject_is_not(spoken: str, kept: str) -> None:
    assert without_openers(spoken) == kept


def test_spoken_words_are_written_and_everyday_words_have_an_official_name() -> None:
    assert written("办公费占多少钱") == "办公费是多少钱"
    reread = in_official_terms("出差费多少")
    assert reread is not None
    assert (reread.said, reread.meant) == ("出差费", "差旅费")
    assert in_official_terms("差旅费多少") is None
