"""The embedder around the real default model (built by `make setup`), without any network."""

import asyncio
import math
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest

from index.embeddings import Embedder, configured_model
from index.model_build import default_model_folder
from index.model_convert import ModelError

PENSION = "本年度机关事业单位基本养老保险缴费支出安排 128,400 元。"
WEATHER = "今天天气晴朗，微风，适合去公园散步。"


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    """The default model; a test run without set-up skips what needs it."""
    folder = default_model_folder()
    if not folder.is_dir():
        pytest.skip("the default model is not built: make setup")
    return Embedder(str(folder))


def cosine(first: Sequence[float], second: Sequence[float]) -> float:
    """The cosine of two vectors of length 1."""
    return sum(a * b for a, b in zip(first, second, strict=True))


def test_query_is_nearer_to_its_subject_than_to_another(embedder: Embedder) -> None:
    """In Chinese and in English the passage about the subject comes first."""
    pension, weather = embedder.get_text_embedding_batch([PENSION, WEATHER])
    assert len(pension) == 384
    assert math.isclose(cosine(pension, pension), 1.0, abs_tol=1e-5)
    for question in ("养老保险缴费是多少？", "How much is paid for pension insurance?"):
        asked = embedder.get_query_embedding(question)
        assert cosine(asked, pension) > cosine(asked, weather) + 0.03


def test_vector_depends_on_the_text_only(embedder: Embedder) -> None:
    """Alone, in a batch, again, or asynchronously: the same vector, whatever else is in the batch."""
    alone = embedder.get_text_embedding(PENSION)
    batch = embedder.get_text_embedding_batch([WEATHER * 8, PENSION, "x"])
    assert embedder.get_text_embedding(PENSION) == alone
    assert max(abs(a - b) for a, b in zip(alone, batch[1], strict=True)) < 1e-5
    assert asyncio.run(embedder.aget_query_embedding("养老")) == embedder.get_query_embedding("养老")


def test_passages_and_queries_have_their_own_prefix(embedder: Embedder) -> None:
    """One text gives two vectors, and its count of tokens includes the prefix."""
    assert embedder.model.prompts == {"query": "query: ", "document": "passage: "}
    assert embedder.get_query_embedding("预算") != embedder.get_text_embedding("预算")
    assert embedder.token_count("预算") == 6


def test_text_beyond_the_limit_is_refused_not_cut(embedder: Embedder) -> None:
    """Nothing is cut off in silence."""
    assert embedder.max_tokens == 480
    assert embedder.token_count("预算 " * 600) > 512
    with pytest.raises(ValueError, match="longer than the 512"):
        embedder.get_text_embedding("预算 " * 600)


def test_loading_and_embedding_open_no_connection(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder is loaded with every connection forbidden."""

    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert len(Embedder(embedder.model_name).get_query_embedding("预算")) == 384


def test_signature_names_weights_and_precision(embedder: Embedder) -> None:
    """The signature is known without loading the model."""
    fresh = Embedder(embedder.model_name)
    name, _, rest = fresh.signature.partition("@")
    assert name == "multilingual-e5-small"
    assert rest.endswith("/float32") and len(rest) == len("0123456789ab/float32")


def test_folder_without_manifest_is_known_by_its_weights(tmp_path: Path) -> None:
    """Two folders of one name with different weights have different signatures."""
    for parent, weights in (("a", b"1"), ("b", b"2")):
        (tmp_path / parent / "model").mkdir(parents=True)
        (tmp_path / parent / "model" / "model.safetensors").write_bytes(weights)
    first, second = (Embedder(str(tmp_path / parent / "model")).signature for parent in "ab")
    assert first != second


def test_absent_folder_says_what_to_do(tmp_path: Path) -> None:
    """An absent folder is an error, never a download."""
    with pytest.raises(ModelError, match="make setup"):
        Embedder(str(tmp_path / "absent")).get_query_embedding("预算")


def test_model_is_chosen_by_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """BUDGET_EMBED_MODEL comes before BUDGET_MODEL_DIR."""
    monkeypatch.setenv("BUDGET_MODEL_DIR", "one")
    assert configured_model() == "one"
    monkeypatch.setenv("BUDGET_EMBED_MODEL", "two")
    assert configured_model() == "two"


def test_import_does_not_load_torch() -> None:
    """Torch costs a second: it comes with the first text, not with the import."""
    code = "import sys, index.embeddings; index.embeddings.Embedder('x'); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
