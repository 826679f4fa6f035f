"""llama-index users get the answer, its citations as source nodes, and the answer object; it needs no model."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.library import add_paths
from assistant.llama import BudgetQueryEngine

CORPUS = Path(__file__).parents[1] / "corpus" / "documents"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BudgetQueryEngine]:
    folder = tmp_path_factory.mktemp("library")
    settings = Settings(library=folder, use_vectors=False)
    add_paths(folder, [CORPUS], settings)
    made = BudgetQueryEngine.open(folder, settings)
    yield made
    made.close()


def test_a_response_has_the_answer_its_citations_and_the_answer_object(engine: BudgetQueryEngine) -> None:
    response = engine.query("电子书包 total spend")
    assert "9,259,320.00" in str(response)
    assert response.metadata is not None
    assert [item["amount"] for item in response.metadata["figures"] if item["role"] == "headline"][:1] == ["9259320.00"]
    ids = [item["id"] for item in response.metadata["citations"]]
    assert [node.node.node_id for node in response.source_nodes] == ids
    assert all(node.node.get_content() for node in response.source_nodes)


def test_what_the_library_does_not_hold_is_refused_without_sources(engine: BudgetQueryEngine) -> None:
    response = asyncio.run(engine.aquery("2031年火星基地的建设经费是多少"))
    assert response.metadata is not None
    assert response.metadata["status"] == "not_found"
    assert response.metadata["figures"] == []
