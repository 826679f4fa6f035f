"""Which stretches are slips of the pen in a name, and which are other words."""

import pytest

from assistant.slips import Kind, slips_of


@pytest.mark.parametrize(
    ("said", "name", "kind"),
    [
        ("公物接待费", "公务接待费", Kind.SOUND),
        ("物业管里费", "物业管理费", Kind.SOUND),
        ("社会保章缴费", "其他社会保障缴费", Kind.SOUND),
        ("公接务待费", "公务接待费", Kind.SWAPPED),
        ("旅差费", "差旅费", Kind.SWAPPED),
        ("公务接费", "公务接待费", Kind.MISSING),
        ("办公公费", "办公费", Kind.DOUBLED),
        ("公务接蛙费", "公务接待费", Kind.WRONG),
    ],
)
def test_one_slip_is_told_with_its_kind(said: str, name: str, kind: Kind) -> None:
    text = f"2025年{said}是多少"
    assert (kind, said) in [(slip.kind, text[slip.start : slip.stop]) for slip in slips_of(text, name)]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("专业材料费", "专用材料费"),
        ("供暖费", "取暖费"),
        ("培训课", "培训费"),
        ("行政单位离退休", "事业单位离退休"),
        ("小学教育", "中学教育"),
        ("下年结转", "上年结转"),
        ("市级项目", "区级项目"),
        ("第三季度", "第二季度"),
        ("2024年尾款", "2025年尾款"),
        ("公务用船购置费", "公务用车购置费"),
        ("税收入", "非税收入"),
        ("水力工程", "水利工程"),
    ],
)
def test_another_word_is_no_slip(said: str, name: str) -> None:
    assert list(slips_of(said, name)) == []
