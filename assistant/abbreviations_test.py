"""What abbreviates a name, and what only looks so."""

from assistant.abbreviations import abbreviated


def _meant(said: str, name: str) -> list[str]:
    return [meant for _, meant in abbreviated(said, name, frozenset(range(len(said))))]


def test_first_characters_and_listed_short_forms_stand_for_the_name() -> None:
    assert _meant("城管执法", "某区城市管理行政执法局") == ["城市管理", "城市管理行政执法局"]
    assert _meant("党群中心", "党群服务中心运行") == ["党群服务中心"]
    assert _meant("计生事务", "计划生育事务") == ["计划生育", "计划生育事务"]


def test_a_word_of_its_own_abbreviates_nothing() -> None:
    assert _meant("工会", "工作会议") == []
    assert _meant("工会经费", "工作会议经费") == []
