"""Every reading in SQL: stored whole, given back unchanged, found by citation id, by amount and by words."""

from corpus.store.library import Checkpoint, Store
from corpus.store.records import (
    CorrectionEntry,
    DamagedBytesError,
    IndexTask,
    InvalidReadingError,
    LibraryError,
    LibraryLockedError,
    LibraryNotFoundError,
    LibraryTooNewError,
    LibraryUnreadableError,
    Source,
    Summary,
    Undoing,
    UnknownDocumentError,
)

__all__ = [
    "Checkpoint",
    "CorrectionEntry",
    "DamagedBytesError",
    "IndexTask",
    "InvalidReadingError",
    "LibraryError",
    "LibraryLockedError",
    "LibraryNotFoundError",
    "LibraryTooNewError",
    "LibraryUnreadableError",
    "Source",
    "Store",
    "Summary",
    "Undoing",
    "UnknownDocumentError",
]
