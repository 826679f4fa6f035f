"""Long texts in parts: nothing lost, nothing too long, cut where a reader would pause."""

import random

from index.sentences import pieces


def test_cuts_at_sentence_ends_and_fills_the_parts() -> None:
    """Whole sentences, as many as fit."""
    text = "甲乙丙丁。戊己庚辛。壬癸子丑。"
    assert pieces(text, lambda part: len(part) <= 10) == ["甲乙丙丁。戊己庚辛。", "壬癸子丑。"]
    assert pieces(text, lambda part: len(part) <= 100) == [text]
    assert pieces("", lambda part: True) == []


def test_closing_quotation_mark_stays_with_its_sentence() -> None:
    """A part does not begin with a closing mark."""
    assert pieces("他说：“可以。”后来变了。", lambda part: len(part) <= 8)[0].endswith("”")


def test_long_sentence_is_cut_at_commas_then_anywhere() -> None:
    """What has no better place is cut between characters."""
    assert pieces("甲乙丙，丁戊己，庚辛", lambda part: len(part) <= 5) == ["甲乙丙，", "丁戊己，", "庚辛"]
    assert all(len(part) <= 5 for part in pieces("无" * 23, lambda part: len(part) <= 5))


def test_nothing_is_lost_and_all_fits() -> None:
    """The parts together are the text, whatever it is made of."""
    chance = random.Random(7)
    for _ in range(200):
        text = "".join(chance.choice("甲乙。；，,.\n”“ 1") for _ in range(chance.randrange(200)))
        limit = chance.randrange(1, 40)
        parts = pieces(text, lambda part, most=limit: len(part) <= most)  # type: ignore[misc]
        assert "".join(parts) == text
        assert all(0 < len(part) <= limit for part in parts)
