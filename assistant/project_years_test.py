"""Several years of a project asked for together."""

import pytest

from assistant.project_years import over_project_years


@pytest.mark.parametrize(
    ("text", "rest", "years"),
    [
        ("拆违经费2031到2033三年一共多少", "拆违经费项目总预算多少", (2031, 2033, 3)),
        ("拆违的钱，2031-2033年三年加一块儿总共多少", "拆违的钱项目总预算多少", (2031, 2033, 3)),
        ("拆违经费三年总额", "拆违经费项目总预算", (0, 0, 3)),
    ],
)
def test_the_years_of_a_project_stand_for_its_total(text: str, rest: str, years: tuple[int, int, int]) -> None:
    meant = over_project_years(text)
    assert meant is not None
    assert (meant.text, (meant.first, meant.last, meant.count)) == (rest, years)


@pytest.mark.parametrize(
    "text", ["2031到2033两年一共多少", "2031年办公费一共多少", "三年级总共多少人", "近三年的办公费"]
)
def test_other_years_do_not(text: str) -> None:
    assert over_project_years(text) is None
