"""Files read in processes of their own, several at a time: whatever a file does to its process, the others go on.

A process is the interpreter started anew (nothing is forked, so threads and libraries of this process do no harm), gets
one file after another through a socket, and gives back a pickled reading. It is not a sandbox against an attacker who
takes over the interpreter; it holds off endless loops, memory without end, crashes and kills.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import IO, Any, Self

from corpus.isolation_worker import OUT_OF_MEMORY
from corpus.limits import MEGABYTE, Limits
from corpus.records import Correction, Reading

_log = logging.getLogger(__name__)

Read = Callable[..., Reading]
"""Bytes, a file name and, where there are any, corrections to a reading. Importable by name in another process."""

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[2]); "
    "from corpus.isolation_worker import main; main(int(sys.argv[1]))"
)
_FILES_PER_PROCESS = 40
"""After so many a process is replaced, so that what libraries leak does not add up."""
_STARTING_SECONDS = 60.0
_ENDING_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Running:
    """A file that is being read: its name, for how long (seconds), and the pages done and in all (0 if unknown)."""

    name: str
    seconds: float
    pages_done: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file could not be read, where, and what to do about it; ``detail`` is for the log."""

    message: str
    detail: str = ""


@dataclass(slots=True)
class _Job:
    key: int
    name: str
    started: float
    pages_done: int = 0
    pages: int = 0
    begun: bool = False

    def left(self, limits: Limits) -> float:
        """Seconds until it has taken too long; a process that is only starting up has some more."""
        allowed = limits.seconds + (0 if self.begun else _STARTING_SECONDS)
        return self.started + allowed - time.monotonic()


class Readers:
    """Processes that read files. They start when they are first needed; closing ends them all, at once.

    Use it as a context manager, or leave processes behind. Not safe to share between threads.
    """

    def __init__(self, read: Read, limits: Limits) -> None:
        self._read = read
        self._limits = limits
        self._most = limits.at_once()
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End every process, whatever it is doing."""
        for worker in self._workers:
            worker.kill()
        self._workers.clear()

    def free(self) -> bool:
        """Whether another file can be started now."""
        return len(self.running()) < self._most

    def reads(self, key: int) -> bool:
        """Whether the file of that key is being read."""
        return any(worker.job is not None and worker.job.key == key for worker in self._workers)

    def running(self) -> list[Running]:
        """What is being read now, the longest first."""
        now = time.monotonic()
        jobs = [worker.job for worker in self._workers if worker.job is not None]
        found = [Running(job.name, now - job.started, job.pages_done, job.pages) for job in jobs]
        return sorted(found, key=lambda item: -item.seconds)

    def start(self, key: int, data: bytes, name: str, corrections: Sequence[Correction] = ()) -> Failure | None:
        """Begin to read a file; ``key`` names it in ``finished``. A failure to begin at all is returned."""
        idle = next((worker for worker in self._workers if worker.job is None), None)
        if idle is None:
            idle = _Worker(self._limits)
            self._workers.append(idle)
        try:
            idle.begin(_Job(key, name, time.monotonic()), (self._read, data, name, tuple(corrections)))
        except (BrokenPipeError, ConnectionResetError):
            failure = _death(name, idle, self._limits)
            self._drop(idle)
            return failure
        return None

    def finished(self, seconds: float) -> list[tuple[int, Reading | Failure]]:
        """What has come of the files that were started, as soon as anything has, else [] after ``seconds``."""
        busy = {worker.connection: worker for worker in self._workers if worker.job is not None}
        left = [worker.job.left(self._limits) for worker in busy.values() if worker.job is not None]
        ready = wait(list(busy), max(0.0, min([seconds, *left])))
        found: list[tuple[int, Reading | Failure]] = []
        for connection, worker in busy.items():
            job = worker.job
            if job is None:
                continue
            if connection in ready:
                outcome = self._heard(worker, job)
            elif job.left(self._limits) <= 0:
                outcome = _timeout(job, self._limits)
                self._drop(worker)
            else:
                continue
            if outcome is not None:
                found.append((job.key, outcome))
        return found

    def _heard(self, worker: _Worker, job: _Job) -> Reading | Failure | None:
        """What the message of a process says; None for one that only tells how far it has come."""
        try:
            message = pickle.loads(worker.connection.recv_bytes())
        except (EOFError, OSError):
            failure = _death(job.name, worker, self._limits)
            self._drop(worker)
            return failure
        if message[0] == "begun":
            job.begun, job.started = True, time.monotonic()
            return None
        if message[0] == "page":
            job.pages_done, job.pages = message[1:]
            return None
        worker.end()
        if message[0] == "memory" or worker.done >= _FILES_PER_PROCESS:
            self._drop(worker)
        if message[0] == "reading":
            return message[1] if isinstance(message[1], Reading) else _fault(job.name, "it read something else")
        return _told(job.name, message, self._limits)

    def _drop(self, worker: _Worker) -> None:
        worker.kill()
        self._workers.remove(worker)


def read_isolated(
    data: bytes, name: str, corrections: Sequence[Correction], read: Read, limits: Limits
) -> Reading | Failure:
    """Read one file in a process of its own and wait for it."""
    with Readers(read, limits) as readers:
        failure = readers.start(0, data, name, corrections)
        while failure is None:
            for _, outcome in readers.finished(_ENDING_SECONDS):
                return outcome
        return failure


class _Worker:
    """One process with its socket. ``job`` is what it reads now, None when it waits."""

    def __init__(self, limits: Limits) -> None:
        self.job: _Job | None = None
        self.done = 0
        # Closed with the process, in ``kill``.
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        ours, theirs = socket.socketpair()
        with ours, theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _START, str(theirs.fileno()), json.dumps(sys.path)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=[theirs.fileno()],
                env=_environment(limits),
            )
            self.connection: Connection[Any, Any] = Connection(ours.detach())
        self.connection.send(limits)

    def begin(self, job: _Job, work: tuple[object, ...]) -> None:
        self.job = job
        self.connection.send_bytes(pickle.dumps(work, pickle.HIGHEST_PROTOCOL))

    def end(self) -> None:
        self.job = None
        self.done += 1

    def exit_code(self) -> int:
        """How a process that has closed its socket ended; a negative number is a signal."""
        try:
            return self.process.wait(_ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def last_words(self) -> str:
        """The end of what it wrote to standard error."""
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - 4000))
        return self._errors.read().decode("utf-8", "replace").strip()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.connection.close()
        self._errors.close()


def _environment(limits: Limits) -> dict[str, str]:
    """The cores shared out among the processes, for libraries that would start a thread on each core."""
    threads = str(max(1, (os.cpu_count() or 1) // limits.at_once()))
    return {**os.environ, **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), threads)}


def _timeout(job: _Job, limits: Limits) -> Failure:
    where = f", at page {job.pages_done + 1} of {job.pages}" if job.pages else ""
    return Failure(
        f"{job.name}: reading it took longer than {limits.seconds} seconds and was stopped{where}; "
        "add it in parts, or raise BUDGET_READ_SECONDS"
    )


def _memory(name: str, limits: Limits) -> Failure:
    return Failure(
        f"{name}: reading it needs more than {limits.memory_mb} MB of memory and was stopped; "
        "add it in parts, or raise BUDGET_READ_MEMORY_MB"
    )


def _fault(name: str, error: str, detail: str = "") -> Failure:
    return Failure(f"{name} could not be read because of a fault in this program ({error})", detail)


def _told(name: str, message: tuple[Any, ...], limits: Limits) -> Failure:
    """The failure that a process itself reports."""
    if message[0] == "unreadable":
        return Failure(f"{name}: {message[1]}; {message[2]}")
    if message[0] == "memory":
        return _memory(name, limits)
    if message[0] == "large":
        size = message[1] // MEGABYTE
        return Failure(f"{name}: its reading is {size} MB large, more than {limits.result_mb} MB; add it in parts")
    return _fault(name, message[1], message[2])


def _death(name: str, worker: _Worker, limits: Limits) -> Failure:
    """Why a process ended without an answer."""
    code, words = worker.exit_code(), worker.last_words()
    if code == OUT_OF_MEMORY:
        return _memory(name, limits)
    advice = "save it anew (print it to PDF, or export it as text) and add that"
    if code == -signal.SIGKILL:
        reason = "the system killed the process that read it, most likely for want of memory"
        return Failure(f"{name}: {reason}; free some memory, or {advice}", words)
    if code == -signal.SIGXCPU:
        return Failure(f"{name}: reading it used up its time of the processor; {advice}", words)
    how = f"by signal {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"
    return Failure(f"{name}: the process that read it crashed ({how}); {advice}", words)
