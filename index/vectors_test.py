"""Vectors in Chroma through llama-index: a folder, a server, and collections that keep models and libraries apart."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.samples import StandIn
from index.vectors import Vectors, VectorStoreError, collection_name

TEXTS = [("t1", "苗圃的围栏"), ("t2", "道路的照明"), ("t3", "图书的采购")]


def nearest(vectors: Vectors, query: str, limit: int = 1, among: list[str] | None = None) -> list[str]:
    """The ids of the nearest texts."""
    return vectors.rank(StandIn().get_query_embedding(query), limit, among)


def test_vectors_stay_in_the_folder(tmp_path: Path) -> None:
    """Added once, found after reopening, embedded no second time, deleted for good."""
    with Vectors.open(tmp_path, "lib", StandIn()) as vectors:
        assert nearest(vectors, "围栏") == [] and vectors.count() == 0
        vectors.add(TEXTS)
        vectors.add(TEXTS[:1])
        assert vectors.count() == 3
    with Vectors.open(tmp_path, "lib", StandIn()) as vectors:
        assert nearest(vectors, "苗圃围栏") == ["t1"]
        assert len(nearest(vectors, "苗圃围栏", 10)) == 3
        assert nearest(vectors, "苗圃围栏", 10, ["t3", "t9"]) == ["t3"]
        assert vectors.missing(["t1", "t4"]) == {"t4"}
        vectors.delete(["t1", "t9"])
        assert vectors.missing(["t1", "t2"]) == {"t1"} and "t1" not in nearest(vectors, "苗圃围栏", 10)


def test_models_and_libraries_are_kept_apart(tmp_path: Path) -> None:
    """Each has its own collection; dropping those of other models leaves other libraries alone."""
    for library, model in (("one", "old"), ("one", "new"), ("two", "old")):
        with Vectors.open(tmp_path, library, StandIn(model)) as vectors:
            assert vectors.count() == 0
            vectors.add(TEXTS)
    with Vectors.open(tmp_path, "one", StandIn("new")) as vectors:
        vectors.drop_others()
        assert vectors.count() == 3
    for library, model, count in (("one", "old", 0), ("two", "old", 3)):
        with Vectors.open(tmp_path, library, StandIn(model)) as vectors:
            assert vectors.count() == count


def test_equally_near_texts_stand_in_the_order_of_their_ids(tmp_path: Path) -> None:
    """The order of adding does not matter."""
    with Vectors.open(tmp_path, "lib", StandIn()) as vectors:
        vectors.add([("c", "苗圃"), ("a", "苗圃"), ("b", "苗圃")])
        assert nearest(vectors, "苗圃", 3) == ["a", "b", "c"]


def test_reader_is_not_upset_by_a_writer(tmp_path: Path) -> None:
    """What another process has added since the vectors were read into memory does no harm."""
    with Vectors.open(tmp_path, "lib", StandIn()) as vectors:
        vectors.add(TEXTS)
        assert nearest(vectors, "苗圃围栏") == ["t1"]
        code = (
            "import pathlib; from index.samples import StandIn; from index.vectors import Vectors;"
            f"Vectors.open(pathlib.Path({str(tmp_path)!r}), 'lib', StandIn()).add([('t0', '苗圃围栏')])"
        )
        subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=True)
        assert nearest(vectors, "苗圃围栏", 3, ["t0", "t1"]) in (["t0", "t1"], ["t1"])


def test_names_suit_chroma_and_differ() -> None:
    """Signatures that look alike once cleaned have different names."""
    names = {collection_name("lib", signature) for signature in ("model@1/float32", "model@1-float32", "模型/float32")}
    assert len(names) == 3
    assert all(len(name) < 128 and name.isascii() and "/" not in name for name in names)


def test_wrong_and_dead_addresses_say_what_to_do(tmp_path: Path) -> None:
    """The message names the address."""
    with pytest.raises(VectorStoreError, match="http://host:port"):
        Vectors.open(tmp_path, "lib", StandIn(), "server:1")
    with pytest.raises(VectorStoreError, match="cannot be reached"):
        Vectors.open(tmp_path, "lib", StandIn(), f"http://127.0.0.1:{free_port()}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of a Chroma server of its own, ended with the test."""
    port = free_port()
    program = Path(sys.executable).with_name("chroma")
    command = [str(program), "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(tmp_path / "server")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def test_server_by_url(server: str, tmp_path: Path) -> None:
    """The same through a server, without a folder of its own."""
    with Vectors.open(tmp_path / "unused", "lib", StandIn(), server) as vectors:
        vectors.add(TEXTS)
        assert nearest(vectors, "道路照明") == ["t2"]
    with Vectors.open(tmp_path / "unused", "lib", StandIn(), server) as vectors:
        assert vectors.count() == 3
    assert not (tmp_path / "unused").exists()
