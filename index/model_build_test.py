"""The cache of the model: built once, checked, rebuilt when damaged, never half written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index.model_build import build_folder, damage, sha256_of
from index.model_convert import ModelError


class Counting:
    """A converter that copies the source under two names and counts how often it was asked."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, source: Path, folder: Path) -> None:
        """Writes the two files."""
        self.calls += 1
        (folder / "part").mkdir()
        for name in ("weights", "part/config"):
            (folder / name).write_bytes(source.read_bytes())


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small file that stands for the weights."""
    path = tmp_path / "source.bin"
    path.write_bytes(b"four bits")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the model is to be built."""
    return tmp_path / "models" / "small"


def leftovers(folder: Path) -> list[str]:
    """What lies beside the folder, except the lock."""
    return sorted(path.name for path in folder.parent.iterdir() if path != folder and path.suffix != ".lock")


def test_it_is_built_once(source: Path, folder: Path) -> None:
    """The second call finds it whole."""
    converter = Counting()
    assert damage(folder) is not None
    for _ in range(2):
        assert build_folder(folder, source, sha256_of(source), converter) == folder
    assert converter.calls == 1
    assert damage(folder) is None
    assert leftovers(folder) == []


def change(path: Path) -> None:
    """Other bytes, same size."""
    path.write_bytes(b"four bitz")


def shorten(path: Path) -> None:
    """A cut file."""
    path.write_bytes(b"four")


@pytest.mark.parametrize("name", ["weights", "part/config", "manifest.json"])
@pytest.mark.parametrize("harm", [change, shorten, Path.unlink])
def test_damaged_cache_is_rebuilt(source: Path, folder: Path, name: str, harm: Callable[[Path], None]) -> None:
    """Whatever happened to a file, the next build repairs it; a lost manifest is reported instead."""
    converter = Counting()
    build_folder(folder, source, sha256_of(source), converter)
    harm(folder / name)
    assert damage(folder) is not None
    if not (folder / "manifest.json").exists():
        with pytest.raises(ModelError, match="did not write"):
            build_folder(folder, source, sha256_of(source), converter)
        return
    build_folder(folder, source, sha256_of(source), converter)
    assert converter.calls == 2
    assert damage(folder) is None
    assert leftovers(folder) == []


def test_other_weights_are_built_again(source: Path, folder: Path) -> None:
    """A cache of older weights does not pass for one of the new."""
    converter = Counting()
    build_folder(folder, source, sha256_of(source), converter)
    source.write_bytes(b"new weights")
    build_folder(folder, source, sha256_of(source), converter)
    assert converter.calls == 2
    assert (folder / "weights").read_bytes() == b"new weights"


def test_unexpected_source_is_refused(source: Path, folder: Path) -> None:
    """Weights with another checksum are not taken."""
    with pytest.raises(ModelError, match="not the expected file"):
        build_folder(folder, source, "0" * 64, Counting())
    assert not folder.exists()


def test_failed_build_leaves_nothing(source: Path, folder: Path) -> None:
    """A conversion that breaks off leaves no folder, whole or half."""

    def breaks(_: Path, target: Path) -> None:
        (target / "weights").write_bytes(b"half")
        raise ModelError("broken")

    with pytest.raises(ModelError, match="broken"):
        build_folder(folder, source, sha256_of(source), breaks)
    assert not folder.exists()
    assert leftovers(folder) == []


def test_foreign_folder_is_left_alone(source: Path, folder: Path) -> None:
    """A folder with somebody's files is not replaced."""
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ModelError, match="did not write"):
        build_folder(folder, source, sha256_of(source), Counting())
    assert (folder / "mine.txt").exists()
