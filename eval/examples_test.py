"""The example questions on the documents at hand: what is shown is right, and every figure is read again from the file.

The bundled edition is always there. The published files, and the shared questions on them, are where
BUDGET_TEST_DOCUMENTS names their folder.
"""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.config import Settings
from assistant.library import Library
from corpus.readers.text import decode
from eval.cases import read_cases
from eval.conftest import BUNDLED, ask_documents
from eval.metrics import GOOD, Outcome, summarise
from eval.printed import YUAN, numbers
from eval.run import Asked

PUBLISHED = Path(os.environ["BUDGET_TEST_DOCUMENTS"]) if os.environ.get("BUDGET_TEST_DOCUMENTS") else None
SHARED = PUBLISHED.parent / "questions" / "minhang.jsonl" if PUBLISHED else Path("questions-not-at-hand")
LEAST_RIGHT = 0.85

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the shared questions are not at hand")


@pytest.fixture(scope="session")
def shared_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the library of the published files, filled by ``shared_asked``."""
    return tmp_path_factory.mktemp("published")


@pytest.fixture(scope="session")
def shared_asked(shared_library: Path) -> tuple[Asked, ...]:
    """The shared questions asked to the published files."""
    assert PUBLISHED is not None
    return ask_documents(PUBLISHED / "minhang", shared_library, read_cases([SHARED]))


def complaints(asked: tuple[Asked, ...], bad: frozenset[Outcome]) -> list[str]:
    return [f"{a.score.case.id} {a.score.outcome}: {a.score.reasons}" for a in asked if a.score.outcome in bad]


@needs_shared
def test_every_shared_question_is_right(shared_asked: tuple[Asked, ...]) -> None:
    assert len(shared_asked) == 23
    assert complaints(shared_asked, frozenset(Outcome) - GOOD) == []


def test_nothing_is_confidently_wrong_and_most_is_right(own_asked: tuple[Asked, ...]) -> None:
    assert complaints(own_asked, frozenset({Outcome.WRONG})) == []
    good = summarise([asked.score for asked in own_asked]).good
    assert good.value >= LEAST_RIGHT, complaints(own_asked, frozenset(Outcome) - GOOD)


def squeezed(text: str) -> str:
    return "".join(text.split())


def check_citations(asked: tuple[Asked, ...], folder: Path, library: Path) -> None:
    """Each citation is found by its id, stands in the file's bytes at its line, and shows what is printed there."""
    lines = {path.name: decode(path.read_bytes()).split("\n") for path in folder.glob("*.txt")}
    checked = 0
    with Library.open(library, Settings(use_vectors=False)) as opened:
        for item in asked:
            for cite in item.answer["citations"]:
                source = opened.source(cite["id"])
                about = (item.score.case.id, cite)
                assert source is not None, about
                place = source.place
                assert place.line == cite["line"], about
                assert place.line is not None
                line = lines[cite["document_name"]][place.line - 1]
                printed, shown = line[place.char_from : place.char_to], squeezed(cite["cell_text"])
                if place.char_from is not None and "[redacted]" not in place.printed:
                    assert squeezed(printed) == squeezed(place.printed), about
                    assert shown in ("", squeezed(printed)) or "<" in printed, about
                elif "[redacted]" not in shown:
                    assert shown in squeezed(re.sub("<[^>]*>", "", line)), about
                assert shown or cite["quote"], about
                checked += 1
    assert checked > len(asked)


def test_every_citation_is_read_again_from_the_bundled_files(own_asked: tuple[Asked, ...], own_library: Path) -> None:
    check_citations(own_asked, BUNDLED, own_library)


@needs_shared
def test_every_citation_is_read_again_from_the_published_files(
    shared_asked: tuple[Asked, ...], shared_library: Path
) -> None:
    assert PUBLISHED is not None
    check_citations(shared_asked, PUBLISHED / "minhang", shared_library)


def test_every_cited_figure_is_printed_at_one_of_its_citations_or_has_parts(own_asked: tuple[Asked, ...]) -> None:
    """A figure without parts is the number at a place it cites; a sum cites every one of its parts."""
    for item in own_asked:
        answer = item.answer
        cited = {cite["n"]: cite for cite in answer["citations"]}
        parts = [figure for figure in answer["figures"] if figure["role"] == "part"]
        for figure in answer["figures"]:
            if figure["role"] == "part":
                assert prints(figure, cited), (item.score.case.id, figure)
        if parts and item.answer["plan"]["operation"] in ("total", "combine"):
            [headline, *_] = [f for f in answer["figures"] if f["role"] == "headline" and f["unit"] in YUAN]
            total = sum((Decimal(part["amount"]) * YUAN[part["unit"]] for part in parts), Decimal(0))
            assert Decimal(headline["amount"]) * YUAN[headline["unit"]] == total, item.score.case.id
            for part in parts:
                assert set(part["citations"]) & set(headline["citations"]), (item.score.case.id, part)


def prints(figure: dict[str, Any], cited: dict[int, dict[str, Any]]) -> bool:
    """Whether a citation of the figure prints its amount, up to half of the printed step."""
    scales = YUAN.values() if figure["unit"] in YUAN else (Decimal(1),)
    own = Decimal(figure["amount"]) * YUAN.get(figure["unit"], Decimal(1))
    step = Decimal(figure["step"]) * YUAN.get(figure["unit"], Decimal(1)) / 2
    printed = [numbers(cited[n]["cell_text"] or cited[n]["quote"]) for n in figure["citations"]]
    return any(abs(number * scale - abs(own)) <= step for found in printed for number in found for scale in scales)


def test_a_refusal_shows_no_figure(own_asked: tuple[Asked, ...]) -> None:
    """No figures, no citations of amounts, and in its text no amount of money but what the question itself said."""
    refused = [item for item in own_asked if item.answer["status"] in ("not_found", "clarify")]
    assert len(refused) > 20
    for item in refused:
        assert item.answer["figures"] == []
        assert not any(numbers(cite["cell_text"]) for cite in item.answer["citations"])
        if item.answer["status"] == "not_found":
            assert not money(item.answer["answer"]) - money(item.score.case.question), item.score.case.id


_MONEY = re.compile(r"\d[\d,.]*(?=\s*(?:元|万元|亿元))|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{2}(?!\d)")


def money(text: str) -> set[str]:
    """Printed amounts: a number before 元, 万元 or 亿元, or one with separators or two decimals."""
    return set(_MONEY.findall(text))
