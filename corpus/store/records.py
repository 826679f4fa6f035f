"""What the store hands out beside whole readings, and the errors it raises."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.records import Amount, Correction, Document, Place


@dataclass(frozen=True, slots=True)
class Summary:
    """What the library holds of one document, counted. ``figures`` counts the observations that hold an amount.

    ``tables`` maps a table kind to how many there are, ``checks`` a check status to how many; both sorted by name.
    """

    document: Document
    tables: tuple[tuple[str, int], ...]
    checks: tuple[tuple[str, int], ...]
    projects: int
    statements: int
    figures: int
    problems: int
    redactions: int


@dataclass(frozen=True, slots=True)
class Source:
    """A printed place, found again. ``id`` is its stable citation id.

    ``text`` is the text of the cell there, else the printed text. ``amount`` is None where the place holds none.
    ``table`` is the caption of its table (its kind where it has none), ``row`` and ``column`` are the names of its row
    and column, ``project`` is the project's name; each "" where it does not apply.
    """

    id: str
    document: Document
    place: Place
    text: str
    amount: Amount | None = None
    table: str = ""
    row: str = ""
    column: str = ""
    project: str = ""


@dataclass(frozen=True, slots=True)
class IndexTask:
    """Index work left to do. ``action`` is "index" (make the document's entries anew) or "remove".

    ``content`` is the SHA-256 of the document's bytes. A later task for a document replaces the earlier ones.
    """

    id: int
    document_id: str
    action: str
    content: str


@dataclass(frozen=True, slots=True)
class Undoing:
    """Who took a correction back, when (UTC, ISO 8601) and why."""

    who: str
    when: str
    why: str


@dataclass(frozen=True, slots=True)
class CorrectionEntry:
    """One correction in the history of a library. ``id`` counts from 1 in the order they were made, 0 before that.

    ``sha256`` is of the bytes that it belongs to, ``document_name`` the file name they had, ``citation_id`` the id of
    the cell when it was made. ``correction.before`` is what the cell read just before it. ``undone`` is None while it
    has not been taken back.
    """

    id: int
    sha256: str
    citation_id: str
    document_name: str
    correction: Correction
    undone: Undoing | None = None


class LibraryError(Exception):
    """Something is wrong with the library folder; the message says what to do about it."""


class LibraryNotFoundError(LibraryError):
    """There is no library in the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"There is no library in {folder}. Add documents to it first, or name another folder.")


class LibraryUnreadableError(LibraryError):
    """The database file is no database, or a damaged one."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"{path} cannot be read as a library ({reason}). Move the folder away and add the documents again."
        )


class LibraryTooNewError(LibraryError):
    """The library was written by a newer program than this one."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            f"{path} has schema version {found}, and this program knows versions up to {known}. "
            "Update the program, or use another library folder."
        )


class LibraryLockedError(LibraryError):
    """Another writer is at work. ``holder`` is what it wrote into the lock file about itself."""

    def __init__(self, path: Path, holder: str) -> None:
        self.holder = holder
        super().__init__(
            f"The library is being written by {holder or 'another process'}. Reading goes on; "
            f"to write, wait until it has finished or end that process (lock file: {path})."
        )


class DamagedBytesError(LibraryError):
    """The kept bytes of a document are not those that were kept."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The kept bytes of a document are damaged ({path}). Delete that file and add the published file again."
        )


class UnknownDocumentError(LibraryError):
    """The library holds no document of that id."""

    def __init__(self, document_id: str) -> None:
        super().__init__(f"The library holds no document {document_id!r}.")


class InvalidReadingError(ValueError):
    """A reading breaks a promise of the records, so that it cannot be stored; ``faults`` has one sentence for each."""

    def __init__(self, name: str, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__(f"{name} was not stored: {'; '.join(faults)}")
