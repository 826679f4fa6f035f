"""Texts to vectors: any sentence-transformers model, by default the one that `make setup` has built.

Importing this module imports llama-index (a second); torch and the model itself come with the first text.
Precision is always float32: on a processor without bfloat16 instructions that type is slower, and dynamic int8, two to
three times as fast, makes the vector of a text depend on the texts that happen to be in its batch.
"""

from __future__ import annotations

import asyncio
import os
import re
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from index.model_build import MANIFEST, damage, default_model_folder, read_manifest, sha256_of
from index.model_convert import PASSAGE_PREFIX, QUERY_PREFIX, ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# A chunk is kept to this many tokens, well inside the 512 that the default model reads.
LONGEST_CHUNK = 480
# Texts handed over at once are sorted by length, then cut into batches of this size: little padding, little memory.
BATCH = 16
PRECISION = "float32"


def configured_model() -> str:
    """BUDGET_EMBED_MODEL when set (a folder, or the name of a model on a hub), else the default folder."""
    return os.environ.get("BUDGET_EMBED_MODEL") or str(default_model_folder())


class Embedder(BaseEmbedding):
    """A sentence-transformers model as the embedding model of llama-index; vectors have length 1.

    Queries and passages get the prefixes that the model declares as its prompts; an E5 model that declares none gets
    those of E5.
    May be used from several threads; one text or batch is computed at a time.
    """

    _loaded: SentenceTransformer | None = PrivateAttr(default=None)
    _lock: threading.RLock = PrivateAttr(default_factory=threading.RLock)

    def __init__(self, model: str | None = None) -> None:
        """`model` is a folder or a name on the hub; None means the configured one. Nothing is loaded yet."""
        # llama-index hands over this many texts at once; sorting by length works inside them.
        super().__init__(model_name=model or configured_model(), embed_batch_size=512)

    @classmethod
    def class_name(cls) -> str:
        """The name under which llama-index writes this class into a stored pipeline."""
        return "Embedder"

    @property
    def model(self) -> SentenceTransformer:
        """The model, loaded on first use (2 to 3 s). ModelError when there is none under the given name."""
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self.model_name)
            return self._loaded

    @property
    def signature(self) -> str:
        """Names model, weights and precision. Vectors of different signatures must never meet in one index."""
        return f"{Path(self.model_name).name}@{_weights_id(self.model_name)}/{PRECISION}"

    @property
    def max_tokens(self) -> int:
        """The most tokens a chunk may have, prefix and end marks included."""
        return min(LONGEST_CHUNK, self.model.max_seq_length or LONGEST_CHUNK)

    def token_count(self, text: str) -> int:
        """How many tokens the model reads of `text` as a passage, prefix and end marks included, nothing cut off."""
        prompt = self.model.prompts.get("document") or ""
        with self._lock:
            return len(self.model.tokenizer(prompt + text, truncation=False, verbose=False)["input_ids"])

    def _get_query_embedding(self, query: str) -> list[float]:
        with self._lock:
            vector: list[float] = self.model.encode_query(query, show_progress_bar=False).tolist()
        return vector

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        # What lies beyond the model's limit would be cut off without a word.
        longest = max(map(self.token_count, texts), default=0)
        if longest > (self.model.max_seq_length or longest):
            raise ValueError(
                f"a text of {longest} tokens is longer than the {self.model.max_seq_length} the model reads"
            )
        with self._lock:
            vectors: list[list[float]] = self.model.encode_document(
                texts, batch_size=BATCH, show_progress_bar=False
            ).tolist()
        return vectors


@lru_cache(maxsize=2)
def load_embedder(model: str | None = None) -> Embedder:
    """One Embedder per model and process, so that the weights are in memory once."""
    return Embedder(model)


def _load(name: str) -> SentenceTransformer:
    """Loads a folder without any network, or a named model of the hub; never weights that are pickled."""
    folder = Path(name)
    is_hub_name = not folder.exists() and re.fullmatch(r"[\w-][\w.-]*/[\w.-]+", name) is not None
    if not folder.is_dir() and not is_hub_name:
        raise ModelError(f"there is no embedding model in {name}: run `make setup`, or name one by BUDGET_EMBED_MODEL")
    if (folder / MANIFEST).is_file() and (problem := damage(folder, checksums=False)):
        raise ModelError(f"the embedding model is damaged ({problem}): run `make setup`")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        model = SentenceTransformer(
            name,
            device="cpu",
            local_files_only=not is_hub_name,
            model_kwargs={"use_safetensors": True, "dtype": PRECISION},
        )
    except (OSError, ValueError) as error:
        raise ModelError(f"the embedding model {name} cannot be loaded: {error}") from error
    if not any(model.prompts.values()) and "e5" in Path(name).name.lower():
        model.prompts.update({"query": QUERY_PREFIX, "document": PASSAGE_PREFIX})
    return model


@lru_cache(maxsize=8)
def _weights_id(name: str) -> str:
    """Twelve hexadecimal digits for the weights in a folder; "hub" for a model that is named only."""
    folder = Path(name)
    manifest = read_manifest(folder)
    if manifest:
        return str(manifest["files"]["model.safetensors"]["sha256"])[:12]
    weights = sorted(folder.rglob("*.safetensors")) if folder.is_dir() else []
    return "+".join(sha256_of(path)[:12] for path in weights) or "hub"
