"""Files into the library: each is read by a pure function of its bytes and stored whole, or reported."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.readers import UnreadableFileError
from corpus.reading import read_document
from corpus.records import Document, Problem, Reading
from corpus.store import Checkpoint, InvalidReadingError, Store

_log = logging.getLogger(__name__)

# What a fault of the program itself raises on input nobody thought of. One such file must not keep the others out.
_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)

Read = Callable[[bytes, str], Reading]


class IngestStatus(StrEnum):
    """What became of a file. REPLACED: a document with the file's name and other content made room for it."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` files are finished, and ``path`` is next; None at the end."""

    done: int
    total: int
    path: Path | None


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of one file. ``document`` is None when it failed; ``message`` is "" when there is nothing to add.

    ``problems`` are those of the reading, also when the document was there already.
    """

    path: Path
    status: IngestStatus
    document: Document | None
    problems: tuple[Problem, ...]
    message: str


def ingest(
    paths: Sequence[Path],
    store: Store,
    progress: Callable[[Progress], None] | None = None,
    read: Read = read_document,
    checkpoint: Checkpoint = lambda _: None,
) -> list[IngestReport]:
    """Read the files, and all files of the folders, into ``store``; one report for each, in sorted order in a folder.

    A file whose bytes are in the library is left alone. A changed one replaces the document of its name, unless that
    was read from another file which is still there with the same bytes: then both stay. What cannot be read is
    reported as failed and takes nothing away. Each file is one commit, so whatever interrupts leaves whole documents;
    ``checkpoint`` is called around every commit. LibraryLockedError when another process is writing.
    """
    files = list(dict.fromkeys(path for given in paths for path in _files(given)))
    reports = []
    with store.writing():
        for done, path in enumerate(files):
            if progress is not None:
                progress(Progress(done, len(files), path))
            reports.append(_ingest_file(path, store, read, checkpoint))
    if progress is not None:
        progress(Progress(len(files), len(files), None))
    return reports


def _files(given: Path) -> Iterator[Path]:
    """The files under a folder, sorted and without hidden ones; a path that is no folder is given back as it is."""
    if not given.is_dir():
        yield given
        return
    for folder, subfolders, names in os.walk(given):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))


def _ingest_file(path: Path, store: Store, read: Read, checkpoint: Checkpoint) -> IngestReport:
    try:
        data = path.read_bytes()
    except OSError as error:
        return _failed(path, f"{path.name} cannot be opened: {error.strerror}")
    known = store.find(hashlib.sha256(data).hexdigest())
    if known is not None:
        other = "" if known.name == path.name else f"the same content is in the library as {known.name}"
        return IngestReport(path, IngestStatus.UNCHANGED, known, store.reading(known.id).problems, other)
    try:
        reading = read(data, path.name)
        checkpoint("read")
        return _stored(path, reading, store, checkpoint)
    except (UnreadableFileError, InvalidReadingError) as error:
        return _failed(path, str(error))
    except _FAULTS as error:
        _log.exception("reading %s failed", path.name)
        return _failed(path, f"{path.name} could not be read because of a fault in this program ({error!r})")


def _stored(path: Path, reading: Reading, store: Store, checkpoint: Checkpoint) -> IngestReport:
    """Put the reading in, in place of the documents of its name whose own file is gone or has changed."""
    same_name = store.same_name(reading.document.name)
    here = str(path.resolve())
    kept = [document for document, origin in same_name if origin != here and _still_there(document, origin)]
    store.put(reading, origin=here, keep=[document.id for document in kept], checkpoint=checkpoint)
    replaced = len(same_name) > len(kept)
    status = IngestStatus.REPLACED if replaced else IngestStatus.ADDED
    message = f"another file named {path.name}, in another folder, stays in the library beside it" if kept else ""
    return IngestReport(path, status, reading.document, reading.problems, message)


def _still_there(document: Document, origin: str) -> bool:
    """Whether the file that the document was read from exists with the same bytes."""
    try:
        return bool(origin) and hashlib.sha256(Path(origin).read_bytes()).hexdigest() == document.sha256
    except OSError:
        return False


def _failed(path: Path, message: str) -> IngestReport:
    return IngestReport(path, IngestStatus.FAILED, None, (), message)
