"""Files into the library: each is read in a process of its own and stored whole, or reported."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from corpus.isolation import Failure, Read, Readers, Running
from corpus.limits import MEGABYTE, Limits
from corpus.reading import READER_VERSION, read_document
from corpus.records import Document, Problem, Reading
from corpus.store import Checkpoint, InvalidReadingError, Store
from corpus.unrelated import is_library, unrelated

_log = logging.getLogger(__name__)

# What a fault of the program itself raises on input nobody thought of. One such file must not keep the others out.
_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_TICK_SECONDS = 0.5
_HELD_FOR_EACH_PROCESS = 4


class IngestStatus(StrEnum):
    """What became of a file.

    REPLACED: a document with the file's name and other content made room for it. REREAD: the same bytes, read anew by
    newer readers. SKIPPED: found in a folder, and no document.
    """

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"
    REREAD = "reread"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` files are finished; ``running`` are being read now, the longest first."""

    done: int
    total: int
    running: tuple[Running, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of one file. ``document`` is None when it failed or was skipped; ``message`` says why.

    ``problems`` are those of the reading, also when the document was there already.
    """

    path: Path
    status: IngestStatus
    document: Document | None
    problems: tuple[Problem, ...]
    message: str


@dataclass(frozen=True, slots=True)
class _File:
    """A file to read: named by the caller, or found in a folder. ``fault`` says why it cannot even be opened."""

    path: Path
    named: bool
    fault: str = ""


def ingest(
    paths: Sequence[Path],
    store: Store,
    progress: Callable[[Progress], None] | None = None,
    read: Read = read_document,
    checkpoint: Checkpoint = lambda _: None,
    limits: Limits | None = None,
) -> list[IngestReport]:
    """Read the files, and all files of the folders, into ``store``; one report for each, in sorted order in a folder.

    Several are read at the same time, each in a process of its own under ``limits``; ``read`` must be importable there.
    A file whose bytes are in the library is left alone, unless older readers read it. A changed one replaces the
    document of its name, unless that was read from another file which is still there with the same bytes: then both
    stay. What cannot be read is reported as failed and takes nothing away; what is found in a folder and is no document
    is skipped. Each file is one commit, so whatever interrupts leaves whole documents; ``checkpoint`` is called around
    every commit. LibraryLockedError when another process is writing.
    """
    files: dict[Path, _File] = {}
    for given in paths:
        for file in _files(given):
            files.setdefault(file.path, file)
    with store.writing(), Readers(read, limits or Limits()) as readers:
        store.sweep()
        return _Run(tuple(files.values()), store, readers, limits or Limits(), progress, checkpoint).run()


def _files(given: Path) -> Iterator[_File]:
    """The files under a folder, sorted and without hidden ones; a path that is no folder is given back as it is."""
    if not given.is_dir():
        yield _File(given, named=True)
        return
    if is_library(given):
        fault = f"{given} is the folder of a library; name the folder of the documents"
        yield _File(given, True, fault)
        return
    faults: list[_File] = []

    def complain(error: OSError) -> None:
        faults.append(_File(Path(error.filename), False, f"{error.filename} cannot be opened: {error.strerror}"))

    for folder, subfolders, names in os.walk(given, onerror=complain):
        inside = sorted(name for name in subfolders if not name.startswith("."))
        subfolders[:] = [name for name in inside if not is_library(Path(folder, name))]
        yield from faults
        faults.clear()
        yield from (_File(Path(folder, name), named=False) for name in sorted(names) if not name.startswith("."))
    yield from faults


@dataclass(slots=True)
class _Run:
    """One call of ``ingest``. ``open`` are the files taken up and not finished, by their position.

    Reports, and what replaces what, are as if the files were read one after another: a file waits for an earlier one of
    its name or its content before it is stored.
    """

    files: tuple[_File, ...]
    store: Store
    readers: Readers
    limits: Limits
    progress: Callable[[Progress], None] | None
    checkpoint: Checkpoint
    reports: dict[int, IngestReport] = field(default_factory=dict)
    open: dict[int, bytes] = field(default_factory=dict)
    hashes: dict[int, str] = field(default_factory=dict)
    outcomes: dict[int, Reading | Failure] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def run(self) -> list[IngestReport]:
        """All the work there is."""
        self._say()
        following = 0
        most_open = _HELD_FOR_EACH_PROCESS * self.limits.at_once()
        while len(self.reports) < len(self.files):
            while following < len(self.files) and self.readers.free() and len(self.open) < most_open:
                self._open(following)
                following += 1
                self._say()
            if self.open:
                self.outcomes.update(self.readers.finished(_TICK_SECONDS))
                self._settle()
                self._say()
        return [self.reports[position] for position in range(len(self.files))]

    def _say(self) -> None:
        if self.progress is not None:
            self.progress(Progress(len(self.reports), len(self.files), tuple(self.readers.running())))

    def _open(self, position: int) -> None:
        """Take a file up: report it at once, or have it read."""
        file = self.files[position]
        data = file.fault or _bytes(file.path, self.limits)
        if isinstance(data, str):
            self._report(position, _failed(file.path, data))
            return
        reason = "" if file.named else unrelated(data)
        if reason:
            skipped = IngestReport(file.path, IngestStatus.SKIPPED, None, (), f"no document: {reason}")
            self._report(position, skipped)
            return
        self.open[position] = data
        self.hashes[position] = hashlib.sha256(data).hexdigest()
        if not self._waits(position) or not self._known(position):
            self._start(position)

    def _known(self, position: int) -> bool:
        """Whether the bytes are there, or on their way with an earlier file."""
        sha256 = self.hashes[position]
        earlier = any(self.hashes[other] == sha256 for other in self.open if other < position)
        return earlier or self.store.find(sha256) is not None

    def _waits(self, position: int) -> bool:
        """Whether an earlier file of the same name or content is not finished."""
        name, sha256 = self.files[position].path.name, self.hashes[position]
        return any(
            self.files[other].path.name == name or self.hashes[other] == sha256
            for other in self.open
            if other < position
        )

    def _start(self, position: int) -> None:
        """Have the file read, unless it is known that it need not be, or cannot be."""
        path, sha256 = self.files[position].path, self.hashes[position]
        known = self.store.find(sha256)
        if known is not None and self.store.reader_of(known.id) >= READER_VERSION:
            self.store.keep_bytes(self.open[position])
            self._report(position, _unchanged(path, known, self.store))
        elif sha256 in self.failed:
            self._report(position, _failed(path, self.failed[sha256]))
        else:
            corrections = self.store.corrections_in_force(sha256)
            failure = self.readers.start(position, self.open[position], path.name, corrections)
            if failure is not None:
                self.outcomes[position] = failure

    def _settle(self) -> None:
        """Store what was read and need not wait, first the earliest; then take up what waited for it."""
        for position in sorted(self.open):
            if self._waits(position):
                continue
            if position in self.outcomes:
                self._report(position, self._finish(position, self.outcomes.pop(position)))
            elif not self.readers.reads(position) and self.readers.free():
                self._start(position)

    def _finish(self, position: int, outcome: Reading | Failure) -> IngestReport:
        path, data = self.files[position].path, self.open[position]
        known = self.store.find(self.hashes[position])
        stays = "" if known is None else "; the earlier reading of it stays in the library"
        if isinstance(outcome, Failure):
            self.failed[self.hashes[position]] = outcome.message
            _log.debug("%s\n%s", outcome.message, outcome.detail)
            return _failed(path, outcome.message + stays)
        try:
            self.checkpoint("read")
            if known is not None:
                self.store.put_again(outcome, data=data, reader=READER_VERSION)
                return IngestReport(path, IngestStatus.REREAD, outcome.document, outcome.problems, "")
            return _stored(path, outcome, data, self.store, self.checkpoint)
        except InvalidReadingError as error:
            return _failed(path, f"{error}{stays}")
        except _FAULTS as error:
            _log.exception("storing %s failed", path.name)
            return _failed(path, f"{path.name} could not be stored because of a fault in this program ({error!r})")

    def _report(self, position: int, report: IngestReport) -> None:
        self.reports[position] = report
        self.open.pop(position, None)


def _bytes(path: Path, limits: Limits) -> bytes | str:
    """The bytes of a file, or why they cannot be had."""
    try:
        if path.exists() and not path.is_file():
            return f"{path.name} is no file but a device, a pipe or a socket; name a file"
        size = path.stat().st_size
        if size > limits.file_mb * MEGABYTE:
            advice = "split it, or raise BUDGET_READ_FILE_MB"
            return f"{path.name} has {size // MEGABYTE} MB, more than {limits.file_mb} MB; {advice}"
        return path.read_bytes()
    except OSError as error:
        return f"{path.name} cannot be opened: {error.strerror}"


def _unchanged(path: Path, known: Document, store: Store) -> IngestReport:
    other = "" if known.name == path.name else f"the same content is in the library as {known.name}"
    return IngestReport(path, IngestStatus.UNCHANGED, known, store.reading(known.id).problems, other)


def _stored(path: Path, reading: Reading, data: bytes, store: Store, checkpoint: Checkpoint) -> IngestReport:
    """Put the reading in, in place of the documents of its name whose own file is gone or has changed."""
    replaced = displaced(store, reading.document.name, path)
    kept = [document for document, _ in store.same_name(reading.document.name) if document not in replaced]
    keep = [document.id for document in kept]
    store.put(reading, origin=str(path.resolve()), keep=keep, data=data, reader=READER_VERSION, checkpoint=checkpoint)
    status = IngestStatus.REPLACED if replaced else IngestStatus.ADDED
    message = f"another file named {path.name}, in another folder, stays in the library beside it" if kept else ""
    return IngestReport(path, status, reading.document, reading.problems, message)


def displaced(store: Store, name: str, path: Path) -> list[Document]:
    """The documents of that name for which a file at ``path`` with new content leaves no room.

    They are those whose own file is gone, has changed, or is the one at ``path``.
    """
    here = str(path.resolve())
    return [
        document for document, origin in store.same_name(name) if origin == here or not _still_there(document, origin)
    ]


def _still_there(document: Document, origin: str) -> bool:
    """Whether the file that the document was read from exists with the same bytes."""
    try:
        return bool(origin) and hashlib.sha256(Path(origin).read_bytes()).hexdigest() == document.sha256
    except OSError:
        return False


def _failed(path: Path, message: str) -> IngestReport:
    return IngestReport(path, IngestStatus.FAILED, None, (), message)
