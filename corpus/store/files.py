"""The original bytes of the documents, kept so that they can be read again: ``files/<sha256>``, for their owner only.

Nothing serves them: they hold what the readings redact.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from corpus.store.records import DamagedBytesError

FOLDER = "files"
_NAME = re.compile(r"[0-9a-f]{64}(?:\.part)?")


class Files:
    """The kept bytes of one library. Names are hashes, so that keeping the same bytes again changes nothing."""

    def __init__(self, library: Path) -> None:
        self._folder = library / FOLDER

    def keep(self, data: bytes) -> None:
        """Store the bytes durably, whole or not at all."""
        path = self._folder / hashlib.sha256(data).hexdigest()
        if path.is_file() and path.stat().st_size == len(data):
            return
        self._folder.mkdir(mode=0o700, exist_ok=True)
        part = path.with_name(f"{path.name}.part")
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)

    def read(self, sha256: str) -> bytes | None:
        """The bytes of that hash, None if they are not kept; DamagedBytesError if the file holds other bytes."""
        try:
            data = (self._folder / sha256).read_bytes()
        except FileNotFoundError:
            return None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise DamagedBytesError(self._folder / sha256)
        return data

    def has(self, sha256: str) -> bool:
        """Whether bytes of that hash are kept."""
        return (self._folder / sha256).is_file()

    def kept_at(self, sha256: str) -> float | None:
        """When the bytes of that hash were stored, in seconds since 1970; None if they are not kept."""
        try:
            return (self._folder / sha256).stat().st_mtime
        except FileNotFoundError:
            return None

    def sweep(self, wanted: Collection[str]) -> None:
        """Delete all kept bytes but those of the hashes ``wanted``; files of other names are left alone."""
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            if _NAME.fullmatch(path.name) and path.name not in wanted:
                with suppress(FileNotFoundError):
                    path.unlink()
