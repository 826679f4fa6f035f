"""The index follows the library, does only what is needed, and survives being killed anywhere."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from corpus.records import Reading
from corpus.store import Store
from index import build
from index.build import update
from index.chunking import chunks
from index.lexical import Lexical, text_id
from index.records import BuildProgress
from index.samples import StandIn, project, reading
from index.vectors import Vectors


class KilledError(BaseException):
    """Stands for the end of the process."""


def documents() -> list[Reading]:
    """Three documents that share most of their texts."""
    return [
        reading(
            f"{name}.txt", prose=[f"{name}：本单位负责苗圃。"], projects=[project(name=f"改造{name}"), project("p2")]
        )
        for name in "abc"
    ]


def state(folder: Path, signature: str = "stand-in") -> tuple[dict[str, list[str]], set[str], int]:
    """The chunk ids of each indexed document, the texts without a vector, and how many vectors there are."""
    with Lexical.open(folder / "index" / "lexical.db") as lexical:
        found = {document: [item.id for item in lexical.chunks(document)] for document in lexical.stamps()}
        wanted = lexical.text_ids(list(found))
        with Vectors.open(folder / "index" / "chroma", lexical.library, StandIn(signature)) as vectors:
            return found, vectors.missing(wanted), vectors.count()


def expected(readings: list[Reading]) -> tuple[dict[str, list[str]], set[str], int]:
    """The state that an index of these documents must be in."""
    made = {given.document.id: chunks(given, len) for given in readings}
    texts = {text_id(chunk.embedded) for found in made.values() for chunk in found}
    return {document: [chunk.id for chunk in found] for document, found in made.items()}, set(), len(texts)


def test_second_run_has_nothing_to_do(tmp_path: Path) -> None:
    """All is indexed once, equal texts are embedded once, the list of work is empty."""
    model = StandIn()
    with Store.open(tmp_path) as store:
        for given in documents():
            store.put(given)
        report = update(store, tmp_path, model)
        assert (report.indexed, report.removed, report.unchanged) == (3, 0, 0)
        assert state(tmp_path) == expected(documents())
        assert report.embedded == len(model.seen) == expected(documents())[2] < report.chunks
        assert 0 < report.embedding_share < 1
        assert store.pending() == []
        again = update(store, tmp_path, StandIn())
        assert (again.indexed, again.unchanged, again.chunks, again.embedded) == (0, 3, 0, 0)


def test_removed_document_leaves_nothing(tmp_path: Path) -> None:
    """Its chunks go, and the vectors that only it had."""
    first, second, third = documents()
    with Store.open(tmp_path) as store:
        for given in (first, second, third):
            store.put(given)
        update(store, tmp_path, StandIn())
        store.remove(second.document.id)
        report = update(store, tmp_path, StandIn())
        assert (report.indexed, report.removed, report.unchanged) == (0, 1, 2)
        assert state(tmp_path) == expected([first, third])
        assert store.pending() == []


def test_changed_reading_of_the_same_document_is_indexed_again(tmp_path: Path) -> None:
    """The store's list decides, also where the id is the same."""
    given = reading()
    with Store.open(tmp_path) as store:
        store.put(given)
        update(store, tmp_path, StandIn())
        longer = reading(projects=[project(), project("p2", name="新苗圃")])
        store.put(longer)
        assert update(store, tmp_path, StandIn()).indexed == 1
        assert state(tmp_path) == expected([longer])


def test_another_model_or_other_rules_have_all_indexed_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors of the former model are gone; other rules use the vectors that are there."""
    with Store.open(tmp_path) as store:
        for given in documents():
            store.put(given)
        update(store, tmp_path, StandIn())
        assert update(store, tmp_path, StandIn("other@1/float32")).indexed == 3
        assert state(tmp_path, "other@1/float32") == expected(documents())
        assert state(tmp_path)[2] == 0
        monkeypatch.setattr(build, "RULES", "other rules")
        report = update(store, tmp_path, StandIn("other@1/float32"))
        assert (report.indexed, report.embedded) == (3, 0)


def test_vectors_can_come_later_and_be_lost(tmp_path: Path) -> None:
    """Without a model the full text is made; with one, the rest; a deleted folder of vectors is made again."""
    given = documents()[0]
    with Store.open(tmp_path) as store:
        store.put(given)
        assert update(store, tmp_path, None).indexed == 1
        assert not (tmp_path / "index" / "chroma").exists()
        assert update(store, tmp_path, None).indexed == 0
        assert update(store, tmp_path, StandIn()).indexed == 1
        assert update(store, tmp_path, None).indexed == 0
        shutil.rmtree(tmp_path / "index" / "chroma")
        assert update(store, tmp_path, StandIn()).embedded == expected([given])[2]
        assert state(tmp_path) == expected([given])


def test_progress_counts_documents_and_texts(tmp_path: Path) -> None:
    """It begins with nothing done and ends with everything done."""
    seen: list[BuildProgress] = []
    with Store.open(tmp_path) as store:
        for given in documents():
            store.put(given)
        update(store, tmp_path, StandIn(), progress=seen.append)
    assert (seen[0].done, seen[0].total, seen[0].name) == (0, 3, "a.txt")
    assert seen[-1] == BuildProgress(3, 3, "")
    assert max(item.texts for item in seen) > 0
    assert [item.done for item in seen] == sorted(item.done for item in seen)


def test_killed_at_every_point_and_finished_by_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """First one document is removed and two are new; the run is ended at its 1st, 2nd, 3rd ... point."""
    monkeypatch.setattr(build, "_BATCH", 4)
    first, second, third = documents()
    points: Counter[str] = Counter()
    for last in range(1, 100):
        folder = tmp_path / str(last)
        with Store.open(folder) as store:
            store.put(first)
            update(store, folder, StandIn())
            store.remove(first.document.id)
            store.put(second)
            store.put(third)
            reached = _run_until(store, folder, last)
            points.update(reached)
            model = StandIn()
            report = update(store, folder, model)
            assert state(folder) == expected([second, third]), reached
            assert store.pending() == []
            assert len(model.seen) == len(set(model.seen)) == report.embedded
        shutil.rmtree(folder)
        if len(reached) < last:
            break
    assert set(points) == {"removed", "expected", "embedded", "written", "done", "swept"}


def _run_until(store: Store, folder: Path, last: int) -> list[str]:
    """Run and end at the point with that number; the points that were reached."""
    reached: list[str] = []

    def checkpoint(point: str) -> None:
        reached.append(point)
        if len(reached) == last:
            raise KilledError

    try:
        update(store, folder, StandIn(), checkpoint=checkpoint)
    except KilledError:
        return reached
    return reached


def end_process(folder: Path, last: int) -> None:
    """Run in a child process, and end that at the point with the given number without any tidying up."""
    left = [last]

    def checkpoint(_: str) -> None:
        left[0] -= 1
        if not left[0]:
            os._exit(9)

    with Store.open(folder) as store:
        update(store, folder, StandIn(), checkpoint=checkpoint)


@pytest.mark.parametrize("last", [2, 3])
def test_process_that_is_killed_leaves_an_index_to_go_on_with(tmp_path: Path, last: int) -> None:
    """After the vectors, and after the chunks of the first document: what was embedded is not embedded again."""
    given = documents()[:2]
    with Store.open(tmp_path) as store:
        for item in given:
            store.put(item)
    code = f"import pathlib, index.build_test as t; t.end_process(pathlib.Path({str(tmp_path)!r}), {last})"
    child = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=False)
    assert child.returncode == 9
    with Store.open(tmp_path) as store:
        model = StandIn()
        update(store, tmp_path, model)
        assert state(tmp_path) == expected(given)
        done = {chunk.embedded for chunk in chunks(given[0], len)}
        assert not done & set(model.seen)
        assert store.pending() == []
