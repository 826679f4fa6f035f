"""The process that reads files for another one, under limits. It knows no library and writes no file.

It takes jobs from a socket and answers each with one message, so that whatever a file does to it is felt here alone.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
import threading
import time
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from corpus.limits import MEGABYTE, Limits, refuse_oversized
from corpus.readers import UnreadableFileError
from corpus.readers.progress import listening

OUT_OF_MEMORY = 77
"""Exit code of a process that has passed its limit of memory."""

_WATCH_SECONDS = 0.2
_PAGE_SECONDS = 0.5
_LARGEST_WRITTEN = 64 * MEGABYTE
_STATM = Path("/proc/self/statm")


def main(descriptor: int) -> None:
    """Serve jobs from the socket of that file descriptor until its other end is closed."""
    # Ctrl-C reaches the whole group of processes; the one that holds the library decides what happens then.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection: Connection[Any, Any] = Connection(descriptor)
    limits: Limits = connection.recv()
    _limit_process(limits)
    threading.Thread(target=_watch, args=(limits.memory_mb * MEGABYTE, os.getppid()), daemon=True).start()
    while True:
        try:
            job = connection.recv_bytes()
            _limit_time(limits)
            connection.send_bytes(_answer(job, limits, connection))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return


def _limit_process(limits: Limits) -> None:
    """Memory, written files and core dumps, as far as the system has such limits (macOS has none on memory)."""
    wanted = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, _LARGEST_WRITTEN)]
    if sys.platform == "linux":
        # What is really taken: on the address space a limit would count libraries and mere reservations too.
        wanted.append((resource.RLIMIT_DATA, limits.memory_mb * MEGABYTE))
    for kind, value in wanted:
        _lower(kind, value)


def _limit_time(limits: Limits) -> None:
    """A last resort against a process that nobody stops any more; the other side counts the seconds of the clock."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = limits.seconds * ((os.cpu_count() or 1) + 1)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + allowed)


def _lower(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(kind, (value, hard))
    except (ValueError, OSError):
        # A system that knows the limit and does not let it be set (macOS, some containers).
        return


def _watch(most_bytes: int, parent: int) -> None:
    """End the process when it takes too much memory, or when the process that it reads for is gone."""
    while True:
        time.sleep(_WATCH_SECONDS)
        if os.getppid() != parent:
            os._exit(0)
        if _resident_bytes() > most_bytes:
            os._exit(OUT_OF_MEMORY)


def _resident_bytes() -> int:
    """Memory that the process holds now; where the system does not say, the most that it ever held."""
    try:
        return int(_STATM.read_text().split()[1]) * resource.getpagesize()
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


def _answer(job: bytes, limits: Limits, connection: Connection[Any, Any]) -> bytes:
    """The message that tells what came of a job, pickled: its first word says which kind of message it is."""
    said = 0.0

    def page(done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said >= _PAGE_SECONDS:
            said = time.monotonic()
            connection.send_bytes(pickle.dumps(("page", done, total)))

    try:
        read, data, name, corrections = pickle.loads(job)
        # The seconds count from here: what the reader is made of has been loaded.
        connection.send_bytes(pickle.dumps(("begun",)))
        refuse_oversized(data, name, limits)
        with listening(page):
            reading = read(data, name, corrections) if corrections else read(data, name)
        answer = pickle.dumps(("reading", reading), pickle.HIGHEST_PROTOCOL)
    except UnreadableFileError as error:
        return pickle.dumps(("unreadable", error.reason, error.advice))
    except MemoryError:
        return pickle.dumps(("memory",))
    except Exception as error:  # noqa: BLE001 - the border of the process: whatever a reader raises is told
        return pickle.dumps(("fault", repr(error), traceback.format_exc()))
    if len(answer) > limits.result_mb * MEGABYTE:
        return pickle.dumps(("large", len(answer)))
    return answer
