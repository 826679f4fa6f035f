"""One writer at a time: an advisory lock that the operating system drops when its holder dies."""

from __future__ import annotations

import fcntl
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from corpus.store.records import LibraryLockedError

_POLL_SECONDS = 0.05


class WriterLock:
    """The lock of one library, re-entrant within a thread. Other threads of the process wait for their turn.

    ``flock`` belongs to the open file, so a killed writer leaves no stale lock, only its name in the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = threading.RLock()
        self._depth = 0
        self._file = -1

    @contextmanager
    def held(self, wait_seconds: float = 0.0) -> Iterator[None]:
        """Hold the lock inside the block; LibraryLockedError if another process still has it after ``wait_seconds``."""
        with self._turn:
            if self._depth == 0:
                self._file = self._acquire(wait_seconds)
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._release()

    def _acquire(self, wait_seconds: float) -> int:
        deadline = time.monotonic() + wait_seconds
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() < deadline:
                    time.sleep(_POLL_SECONDS)
                    continue
                holder = os.pread(file, 400, 0).decode("utf-8", "replace").strip()
                os.close(file)
                raise LibraryLockedError(self._path, holder) from None
            os.ftruncate(file, 0)
            os.pwrite(file, _who().encode(), 0)
            return file

    def _release(self) -> None:
        os.ftruncate(self._file, 0)
        fcntl.flock(self._file, fcntl.LOCK_UN)
        os.close(self._file)
        self._file = -1


def _who() -> str:
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    return f"process {os.getpid()} ({Path(sys.argv[0] or 'python').name}) on {socket.gethostname()} since {since}"
