"""Words of scope in a question."""

import pytest

from assistant.mentions import mentions_of, without_heading
from assistant.understand import understand
from corpus.records import Document

NAMES = (
    "云溪市东河区财政局",
    "云溪市东河区人民政府办公室",
    "云溪市东河区人民政府长桥街道办事处",
    "云溪市西山区教师进修学院",
)
DOCUMENTS = [Document(f"{n}" * 64, f"{n}.txt", name, "部门", 2031, "预算", "部门预算") for n, name in enumerate(NAMES)]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("财政局2031年支出", {NAMES[0]}),
        ("区财政局的支出", {NAMES[0]}),
        ("东河区财政局的支出", {NAMES[0]}),
        ("西山区财政局的支出", set()),  # another place makes it another body
        ("财政拨款支出", set()),
        ("政府办公厅（室）及相关机构事务", set()),  # a row, not a body
        ("区政府办公室的三公经费", {NAMES[1]}),
        ("办公室的三公经费", set()),
        ("长桥街道和财政局谁多", {NAMES[2], NAMES[0]}),
        ("教师进修学院的预算", {NAMES[3]}),
        ("教育局的预算", set()),
        ("市财政局的支出", set()),  # of another rank
        ("请核算区政府办公室的三公经费", {NAMES[1]}),
        ("区府办的三公经费", {NAMES[1]}),
        ("政府办公费", set()),  # a fee, not the 政府办
        ("长桥2031办公费", {NAMES[2]}),
        ("长桥中学2031办公费", set()),
        ("三长桥2031办公费", set()),
        ("街道2031办公费", {NAMES[2]}),
        ("各街道2031办公费", set()),
        ("梅陇街道2031办公费", set()),
        ("东河的财政局支出", {NAMES[0]}),
        ("西山的合唱团经费", {NAMES[3]}),
        ("西山区教育局的支出", set()),
    ],
)
def test_organisations_are_named_by_a_part_that_ends_as_bodies_do(question: str, names: set[str]) -> None:
    assert mentions_of(understand(question), DOCUMENTS).organisations == names


@pytest.mark.parametrize(
    ("question", "years", "every"),
    [
        ("2029、2030和2031年三公经费", (2029, 2030, 2031), False),
        ("2029-2031年三公经费各是多少", (2029, 2030, 2031), False),
        ("2029年到2031年三公经费增加多少", (2029, 2031), False),
        ("近三年三公经费", (), True),
        ("哪一年的三公经费最多", (), True),
        ("25年预算", (2025,), False),
    ],
)
def test_years_are_read_in_every_way_they_are_listed(question: str, years: tuple[int, ...], every: bool) -> None:
    said = mentions_of(understand(question), DOCUMENTS)
    assert (said.years, said.every_year) == (years, every)


@pytest.mark.parametrize(
    ("question", "levels"),
    [
        ("财政局部门预算的三公经费", ("部门",)),
        ("财政局单位本级的三公经费", ("单位",)),
        ("部门和单位支出总额各多少", ("部门", "单位")),
        ("本单位的三公经费", ()),
        ("行政单位医疗", ()),
        ("各单位的三公经费", ()),
    ],
)
def test_levels_are_told_from_words_that_only_sound_like_them(question: str, levels: tuple[str, ...]) -> None:
    assert mentions_of(understand(question), DOCUMENTS).levels == levels


@pytest.mark.parametrize(
    ("question", "joined"),
    [
        ("财政局2031年部门预算，三公经费是多少", False),
        ("东河区财政局2031年预算：接待费是多少", False),
        ("财政局2031年的决算，支出多少", False),
        ("财政局2031年项目支出，三公经费是多少", True),  # the first clause has a subject of its own
        ("三公经费，接待费各多少", True),
        ("财政局教育支出，三公经费各多少", True),
    ],
)
def test_a_first_clause_that_only_says_the_scope_is_no_part_of_its_own(question: str, joined: bool) -> None:
    understood = understand(question)
    kept = without_heading(understood, mentions_of(understood, DOCUMENTS))
    assert any(span.text == "join:clause" for span in kept.spans) is joined
