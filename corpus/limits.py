"""What reading one file may cost, in one place, and the refusal of files that are too large before they are read."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from dataclasses import dataclass

from corpus.readers import UnreadableFileError

MEGABYTE = 1_000_000
_MOST_MEMBERS = 20_000
"""Files inside one Office file; the largest real ones hold some hundreds."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on the reading of one file, each named with the environment variable that changes it.

    ``seconds`` are of the clock, not of the processor. ``memory_mb`` is what one reading process may take,
    ``unpacked_mb`` what a packed file (DOCX, XLSX) may hold unpacked, ``result_mb`` the size of a reading on its way
    back. ``processes`` is how many files are read at the same time; 0 means as many as there are processor cores.
    """

    seconds: int = 900  # BUDGET_READ_SECONDS
    memory_mb: int = 3000  # BUDGET_READ_MEMORY_MB
    file_mb: int = 300  # BUDGET_READ_FILE_MB
    pages: int = 500  # BUDGET_READ_PAGES
    unpacked_mb: int = 1000  # BUDGET_READ_UNPACKED_MB
    result_mb: int = 300
    processes: int = 0  # BUDGET_READ_PROCESSES

    def at_once(self) -> int:
        """How many files are read at the same time, at least 1."""
        if self.processes:
            return self.processes
        # Where the system can say so, only the cores that this process may use count.
        allowed = getattr(os, "sched_getaffinity", None)
        return len(allowed(0)) if allowed is not None else os.cpu_count() or 1


def refuse_oversized(data: bytes, name: str, limits: Limits) -> None:
    """Raise ``UnreadableFileError`` for a PDF of too many pages, or a packed file that is too large unpacked."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        _refuse_pages(data, name, limits.pages)
    elif data[:4] == b"PK\x03\x04":
        _refuse_unpacked(data, name, limits.unpacked_mb)


def _refuse_pages(data: bytes, name: str, most: int) -> None:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        # Damaged or encrypted: the reader says so in its own words.
        return
    with document:
        count = len(document)
    if count > most:
        advice = "split it and add the parts, or raise BUDGET_READ_PAGES"
        raise UnreadableFileError(name, f"it has {count} pages, more than {most}", advice)


def _refuse_unpacked(data: bytes, name: str, most_mb: int) -> None:
    """The sizes that the archive declares are the most that is ever unpacked of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, zlib.error):
        return
    unpacked = sum(member.file_size for member in members)
    if unpacked > most_mb * MEGABYTE or len(members) > _MOST_MEMBERS:
        reason = f"it unpacks to {unpacked // MEGABYTE} MB in {len(members)} parts, more than {most_mb} MB are read"
        raise UnreadableFileError(name, reason, "save it anew without pictures, or raise BUDGET_READ_UNPACKED_MB")
