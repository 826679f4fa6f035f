"""Fusion of both rankings, scope, and a searcher that follows the library."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.amounts import money
from corpus.records import CellKind, Observation, Place, Statement, Subject
from corpus.store import Store
from index.build import update
from index.records import Chunk, ChunkKind, ChunkSource, Hit
from index.samples import StandIn, project, reading
from index.search import Searcher, fuse

QUERY = "苗圃的围栏改造"


def chunk(identity: str) -> Chunk:
    """A chunk with that id."""
    return Chunk(identity, "d", ChunkKind.PROSE, "text", "text", (ChunkSource(Place("text")),))


def library(folder: Path, *names: str) -> list[str]:
    """A library with an indexed document of each name; their ids."""
    with Store.open(folder) as store:
        readings = [reading(name, prose=[f"{name}：苗圃的围栏要改造。"]) for name in names]
        for given in readings:
            store.put(given)
        update(store, folder, StandIn())
    return [given.document.id for given in readings]


def texts(hits: list[Hit]) -> set[str]:
    """The ids of the documents found."""
    return {hit.chunk.document for hit in hits}


def test_what_both_lists_have_comes_first() -> None:
    """Second in both beats first in one; the ranks stay visible."""
    a, b, c = chunk("a"), chunk("b"), chunk("c")
    hits = fuse([(1, a), (2, b)], [(1, c), (2, b)])
    assert [hit.chunk.id for hit in hits] == ["b", "a", "c"]
    assert (hits[0].lexical_rank, hits[0].vector_rank) == (2, 2)
    assert (hits[1].lexical_rank, hits[1].vector_rank) == (1, None)
    assert hits[0].score > hits[1].score == hits[2].score


def test_equal_scores_stand_in_the_order_of_ids() -> None:
    """Whatever order they come in."""
    ranked = [(1, chunk(name)) for name in "cab"]
    assert [hit.chunk.id for hit in fuse(ranked, [])] == ["a", "b", "c"]
    assert fuse(ranked, []) == fuse(ranked[::-1], [])
    assert fuse([], []) == []


@pytest.mark.parametrize(("use_vectors", "use_lexical"), [(True, True), (True, False), (False, True), (False, False)])
def test_either_part_can_be_switched_off(tmp_path: Path, use_vectors: bool, use_lexical: bool) -> None:
    """What is off leaves no rank; with both off nothing is found; a model that is off is not asked for."""
    library(tmp_path, "a.txt")

    def load() -> StandIn:
        assert use_vectors
        return StandIn()

    with Searcher.open(tmp_path, load, use_vectors, use_lexical) as searcher:
        hits = searcher.search(QUERY, None, 5)
    assert bool(hits) == (use_vectors or use_lexical)
    assert any(hit.vector_rank for hit in hits) == use_vectors
    assert any(hit.lexical_rank for hit in hits) == use_lexical
    assert hits == sorted(hits, key=lambda hit: (-hit.score, hit.chunk.id))


def test_only_documents_in_scope_are_found(tmp_path: Path) -> None:
    """A document that is not given is dropped from both lists, however near it is."""
    first, second, third = library(tmp_path, "a.txt", "b.txt", "c.txt")
    with Searcher.open(tmp_path, StandIn) as searcher:
        assert texts(searcher.search(QUERY, None, 50)) == {first, second, third}
        assert texts(searcher.search(QUERY, [second], 50)) == {second}
        assert searcher.search(QUERY, [], 5) == searcher.search(QUERY, ["unknown"], 5) == []
        assert searcher.search("  ", None, 5) == searcher.search(QUERY, None, 0) == []
        assert len(searcher.search(QUERY, None, 3)) == 3


def test_narrow_scope_in_a_large_library(tmp_path: Path) -> None:
    """A document whose texts are far from the question is ranked wholly, although hundreds of others are nearer."""
    near = [f"苗圃的围栏改造第{at}期。" + "苗圃的围栏改造。" * 15 for at in range(150)]
    far = reading("far.txt", prose=["图书馆藏。"], tables=[], projects=[])
    with Store.open(tmp_path) as store:
        store.put(reading("near.txt", prose=near))
        store.put(far)
        update(store, tmp_path, StandIn())
    with Searcher.open(tmp_path, StandIn, use_lexical=False) as searcher:
        (hit,) = searcher.search(QUERY, [far.document.id], 5)
        assert hit.chunk.document == far.document.id and hit.vector_rank == 1


def test_one_text_in_two_places_is_found_in_both(tmp_path: Path) -> None:
    """Two documents say the same about a project: embedded once, found twice with one rank."""
    with Store.open(tmp_path) as store:
        store.put(reading("a.txt", prose=[], tables=[]))
        store.put(reading("b.txt", prose=["另一份。"], tables=[]))
        model = StandIn()
        report = update(store, tmp_path, model)
    assert report.chunks == 11 and report.embedded == len(set(model.seen)) == 6
    with Searcher.open(tmp_path, StandIn, use_lexical=False) as searcher:
        best = searcher.search("青松苗圃改造 项目概况", None, 2)
    assert [hit.vector_rank for hit in best] == [1, 1] and len(texts(best)) == 2


def test_searcher_follows_a_library_that_changes(tmp_path: Path) -> None:
    """No index, then one, then another document, then one less, then a new index folder: without opening it again."""
    with Searcher.open(tmp_path, StandIn) as searcher, Store.open(tmp_path) as store:
        assert searcher.search(QUERY, None, 5) == []
        (first,) = library(tmp_path, "a.txt")
        assert texts(searcher.search(QUERY, None, 50)) == {first}
        (second,) = library(tmp_path, "b.txt")
        assert texts(searcher.search(QUERY, None, 50)) == {first, second}
        by_meaning = [hit for hit in searcher.search(QUERY, [second], 50) if hit.vector_rank]
        assert texts(by_meaning) == {second}
        store.remove(first)
        update(store, tmp_path, StandIn())
        assert texts(searcher.search(QUERY, None, 50)) == {second}
        searcher.close()
        shutil.rmtree(tmp_path / "index")
        assert searcher.search(QUERY, None, 5) == []
        update(store, tmp_path, StandIn())
        assert texts(searcher.search(QUERY, None, 50)) == {second}


def test_index_of_another_model_is_ranked_by_words(tmp_path: Path) -> None:
    """Vectors of one model never answer for another."""
    library(tmp_path, "a.txt")
    with Searcher.open(tmp_path, lambda: StandIn("another")) as searcher:
        hits = searcher.search(QUERY, None, 5)
        assert hits and not any(hit.vector_rank for hit in hits)
    with Searcher.open(tmp_path, StandIn) as searcher, Store.open(tmp_path) as store:
        assert any(hit.vector_rank for hit in searcher.search(QUERY, None, 5))
        update(store, tmp_path, StandIn("another"))
        hits = searcher.search(QUERY, None, 5)
        assert hits and not any(hit.vector_rank for hit in hits)


def test_hit_can_be_shown_without_the_library(tmp_path: Path) -> None:
    """Text, sources, project and year come from the index itself."""
    with Store.open(tmp_path) as store:
        given = reading(projects=[replace(project(), name="松林步道")])
        store.put(given)
        update(store, tmp_path, StandIn())
    with Searcher.open(tmp_path, StandIn) as searcher:
        hit = searcher.search("松林步道 围栏长度", None, 1)[0]
    assert hit.chunk.kind is ChunkKind.INDICATORS and hit.chunk.project == "松林步道" and hit.chunk.year == 2031
    assert "≥80米" in hit.chunk.text
    assert hit.chunk.sources[0].place == given.projects[0].indicators[0].place


def test_names_are_found_by_meaning_and_stay_out_of_the_texts(tmp_path: Path) -> None:
    """A name is no text to quote; without vectors there are no names to compare with."""
    place = Place("5", line=1, char_from=0, char_to=1)
    seen = Observation(place, CellKind.NUMBER, "5", money("5", "元", "5"), "table")
    named = Statement(
        Subject("item:1", "item", "苗圃围栏改造费"), "金额", "支出", "n/a", "全部", 2031, 2031, "year", "预算"
    )
    given = replace(reading("甲"), statements=(replace(named, observations=(seen,)),))
    with Store.open(tmp_path) as store:
        store.put(given)
        update(store, tmp_path, StandIn())
    ids = [given.document.id]
    with Searcher.open(tmp_path, StandIn) as searcher:
        assert [chunk.text for chunk in searcher.names(QUERY, ids, 3)] == ["苗圃围栏改造费"]
        assert all(hit.chunk.kind is not ChunkKind.NAME for hit in searcher.search(QUERY, ids, 20))
    with Searcher.open(tmp_path, None) as searcher:
        assert searcher.names(QUERY, ids, 3) == []
