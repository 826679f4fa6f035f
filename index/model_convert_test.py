"""The reader of 4-bit weights, on a small file made here."""

import struct
from pathlib import Path

import numpy as np
import pytest

from index.model_convert import ModelError, WeightFile, build_tokenizer, source_file

PIECES = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -1.0), ("预算", -2.0), ("预", -5.0)]


def small_file() -> bytes:
    """A weight file with one quantised tensor of 1 x 32 and one plain tensor of 2 values."""
    names = [name.encode() for name, _ in PIECES]
    ends = np.cumsum([0, *map(len, names)]).astype(np.uint32)
    head = struct.pack("<4sI7ifi", b"E5S1", 1, 32, 0, 1, 64, len(PIECES), 16, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(ends[-1])) + ends.tobytes()
    head += np.array([score for _, score in PIECES], np.float32).tobytes() + b"".join(names)
    head += struct.pack("<iI", 0, 0) + struct.pack("<i", 2)
    start = len(head) + 2 * 25
    head += struct.pack("<H", 2) + b"ab" + struct.pack("<BIQQ", 1, 32, start, 18)
    head += struct.pack("<H", 2) + b"cd" + struct.pack("<BIQQ", 0, 2, start + 18, 8)
    packed = bytes(low | (15 - low) << 4 for low in range(16))
    return head + np.float16(0.5).tobytes() + packed + np.array([1.5, -2], np.float32).tobytes()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The small file on disk."""
    target = tmp_path / "small.bin"
    target.write_bytes(small_file())
    return target


def test_tensors_are_dequantised(path: Path) -> None:
    """Low halves of the bytes come first, then the high ones; 8 is subtracted, then the scale applied."""
    file = WeightFile(path)
    expected = [(low - 8) / 2 for low in range(16)] + [(7 - low) / 2 for low in range(16)]
    assert file.tensor("ab", 1, 32).tolist() == [expected]
    assert file.tensor("cd", 2).tolist() == [1.5, -2.0]
    assert (file.header.hidden, file.header.vocabulary, file.header.token_types) == (32, len(PIECES), 2)


def test_wrong_shape_or_name_is_an_error(path: Path) -> None:
    """A tensor is never read as something else."""
    file = WeightFile(path)
    with pytest.raises(ModelError, match="shape"):
        file.tensor("ab", 2, 32)
    with pytest.raises(ModelError, match="no tensor"):
        file.tensor("ef", 1)


@pytest.mark.parametrize("keep", [0, 3, 30, 60, 100, 150, 200])
def test_cut_file_is_an_error(path: Path, keep: int) -> None:
    """Wherever the file ends too early, the error says so."""
    path.write_bytes(small_file()[:keep])
    with pytest.raises(ModelError, match="not a whole weight file"):
        WeightFile(path)


def test_tokenizer_prefers_likely_pieces_and_folds_width(path: Path) -> None:
    """Full-width forms and repeated spaces are folded before the text is cut into pieces."""
    tokenizer = build_tokenizer(WeightFile(path).pieces, 16)
    assert tokenizer("预算")["input_ids"] == [0, 4, 5, 2]
    assert tokenizer("预算\u3000 预")["input_ids"] == [0, 4, 5, 4, 6, 2]


def test_installed_package_carries_the_weights() -> None:
    """The pinned package is found without being imported."""
    source = source_file()
    assert source is not None
    assert source.stat().st_size > 70_000_000
