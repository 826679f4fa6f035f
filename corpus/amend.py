"""Documents read again from their kept bytes: with a correction of a cell, without one, or by newer readers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.correcting import CorrectionError, cell_of, position
from corpus.ingest import IngestReport, IngestStatus, Progress
from corpus.isolation import Failure, Read, Readers, read_isolated
from corpus.limits import Limits
from corpus.normal import tidy
from corpus.reading import READER_VERSION, read_document
from corpus.records import Cell, Correction, Document, Reading, source_id
from corpus.redaction import REDACTED
from corpus.store import CorrectionEntry, InvalidReadingError, Source, Store, Undoing

_LONGEST = {"text": 2000, "who": 100, "why": 1000}


@dataclass(frozen=True, slots=True)
class Amended:
    """What a correction, or taking one back, did: the document before and after, and the cell as it reads now."""

    entry: CorrectionEntry
    before: Reading
    after: Reading
    text: str


def correct(
    store: Store,
    citation_id: str,
    text: str,
    who: str,
    why: str,
    limits: Limits | None = None,
    read: Read = read_document,
) -> Amended:
    """Let the cell of that citation id read ``text``, for good: the document is read again with the correction.

    ``who`` and ``why`` are recorded with the time. Facts, checks and index work follow in one commit.
    ``CorrectionError`` for an unknown id, a place that is no cell, the text that is there already, and so on;
    LibraryLockedError while another process writes.
    """
    who, why, text = _words("who", who), _words("why", why), tidy(_words("text", text))
    with store.writing():
        source = _source(store, citation_id)
        before = store.reading(source.document.id)
        cell = _cell(before, source)
        if cell.text == text:
            raise CorrectionError("same-text", f"The cell reads “{text}” already; there is nothing to correct.")
        data = _data(store, source.document)
        if store.reader_of(source.document.id) < READER_VERSION:
            reason = "was read by an older version of the program; `reread` it first, the cell may read well then"
            raise CorrectionError("outdated", f"{source.document.name} {reason}.")
        correction = Correction(cell.place, cell.text, text, who, _now(), why)
        sha256 = source.document.sha256
        entry = CorrectionEntry(0, sha256, citation_id, source.document.name, correction)
        in_force = (*store.corrections_in_force(sha256), correction)
        after = _read(source.document, data, in_force, limits, read)
        _confirm(after, correction, before)
        _put_again(store, after, data, correction=entry)
        return Amended(entry, before, after, text)


def uncorrect(
    store: Store, citation_id: str, who: str, why: str, limits: Limits | None = None, read: Read = read_document
) -> Amended:
    """Take the last correction of a cell back; the cell reads as before it. The history keeps both.

    ``citation_id`` is that of the cell now, or when it was corrected. ``CorrectionError``, LibraryLockedError.
    """
    undoing = Undoing(_words("who", who), _now(), _words("why", why))
    with store.writing():
        entry = _last_in_force(store, citation_id)
        document = store.find(entry.sha256)
        if document is None:
            reason = f"{entry.document_name}, to which it belongs, is not in the library; add it first"
            raise CorrectionError("no-document", f"The correction cannot be taken back: {reason}.")
        before, data = store.reading(document.id), _data(store, document)
        left = tuple(
            item.correction for item in store.corrections(entry.sha256) if item.undone is None and item.id != entry.id
        )
        after = _read(document, data, left, limits, read)
        _put_again(store, after, data, undone=(entry.id, undoing))
        text = _text_at(after, entry.correction)
        return Amended(replace(entry, undone=undoing), before, after, text)


def reread(
    store: Store,
    documents: Sequence[Document],
    limits: Limits | None = None,
    progress: Callable[[Progress], None] | None = None,
    read: Read = read_document,
) -> list[IngestReport]:
    """Read the documents again from their kept bytes, several at a time; one report for each, in their order.

    Where no bytes are kept (a library of an older program), the file is read that the document came from, if it still
    holds the same bytes. What cannot be read again keeps its reading. LibraryLockedError while another process writes.
    """
    limits = limits or Limits()
    reports: dict[int, IngestReport] = {}
    held: dict[int, bytes] = {}
    waiting = list(range(len(documents)))
    with store.writing(), Readers(read, limits) as readers:
        while len(reports) < len(documents):
            while waiting and readers.free():
                key = waiting.pop(0)
                data = _bytes_of(store, documents[key])
                failure = Failure(_no_bytes(documents[key])) if data is None else None
                if data is not None:
                    held[key] = data
                    in_force = store.corrections_in_force(documents[key].sha256)
                    failure = readers.start(key, data, documents[key].name, in_force)
                if failure is not None:
                    reports[key] = _reread_report(store, documents[key], failure, b"")
            if progress is not None:
                progress(Progress(len(reports), len(documents), tuple(readers.running())))
            for key, outcome in readers.finished(0.5) if len(reports) < len(documents) else ():
                reports[key] = _reread_report(store, documents[key], outcome, held.pop(key))
    return [reports[key] for key in range(len(documents))]


def _reread_report(store: Store, document: Document, outcome: Reading | Failure, data: bytes) -> IngestReport:
    path = Path(store.origin(document.id) or document.name)
    try:
        if isinstance(outcome, Reading):
            store.put_again(outcome, data=data, reader=READER_VERSION)
            return IngestReport(path, IngestStatus.REREAD, outcome.document, outcome.problems, "")
        message = outcome.message
    except InvalidReadingError as error:
        message = str(error)
    return IngestReport(path, IngestStatus.FAILED, None, (), f"{message}; the earlier reading of it stays")


def _words(what: str, given: str) -> str:
    words = " ".join(given.split()) if what != "text" else given.strip()
    if not words and what != "text":
        raise CorrectionError("no-words", f"Say {what}: a correction records who made it and why.")
    if len(words) > _LONGEST[what]:
        raise CorrectionError(
            "too-long", f"{what} has {len(words)} characters, more than {_LONGEST[what]}; say it shorter."
        )
    if any(ord(char) < 32 and char not in "\n\t\r" for char in words):
        raise CorrectionError("control-characters", f"{what} holds control characters; write it as plain text.")
    return words


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _source(store: Store, citation_id: str) -> Source:
    source = store.find_source(citation_id)
    if source is None:
        raise CorrectionError(
            "unknown-id",
            f"No place in the library has the citation id {citation_id!r}. `cite --amount` and `cite --text` find ids.",
        )
    return source


def _cell(reading: Reading, source: Source) -> Cell:
    """The cell at the place, which must be the whole of it and open to correction."""
    cell = cell_of(reading, source.place)
    if cell is None:
        raise CorrectionError(
            "not-a-cell",
            f"The place {source.id} is no cell of a table or form; only cells can be corrected, not sentences, "
            "headings or whole tables.",
        )
    if position(cell.place) != position(source.place):
        whole = source_id(reading.document.id, cell.place)
        raise CorrectionError(
            "part-of-cell", f"The place {source.id} is a part of a cell; correct the whole cell, {whole}."
        )
    if REDACTED in cell.text:
        raise CorrectionError("contact", "The cell holds contact data, which is hidden; it cannot be corrected.")
    return cell


def _bytes_of(store: Store, document: Document) -> bytes | None:
    """The bytes of a document: those that are kept, else those of the file it came from if they are the same."""
    data = store.data(document.id)
    origin = store.origin(document.id)
    if data is None and origin:
        try:
            found = Path(origin).read_bytes()
        except OSError:
            return None
        return found if hashlib.sha256(found).hexdigest() == document.sha256 else None
    return data


def _no_bytes(document: Document) -> str:
    return f"the bytes of {document.name} are not kept in the library; add the file again"


def _data(store: Store, document: Document) -> bytes:
    data = _bytes_of(store, document)
    if data is None:
        raise CorrectionError("no-bytes", f"It cannot be read again: {_no_bytes(document)}, then correct it.")
    return data


def _read(
    document: Document, data: bytes, corrections: tuple[Correction, ...], limits: Limits | None, read: Read
) -> Reading:
    outcome = read_isolated(data, document.name, corrections, read, limits or Limits())
    if isinstance(outcome, Failure):
        raise CorrectionError("unreadable", f"The document could not be read again. {outcome.message}")
    return outcome


def _confirm(after: Reading, wanted: Correction, before: Reading) -> None:
    """Make sure that the new reading applies the correction to this cell and shows what was wanted."""
    where = position(wanted.place)
    earlier = next((item for item in before.corrections if position(item.place) == where), None)
    applied = next((item for item in after.corrections if position(item.place) == where), None)
    if applied is None or applied.before != (wanted.before if earlier is None else earlier.before):
        raise CorrectionError("merged", "The cell has no place of its own in the file (it is part of a merged cell).")
    if _text_at(after, wanted) != wanted.after:
        raise CorrectionError("contact", "The corrected text would be hidden as contact data; nothing was changed.")


def _text_at(reading: Reading, correction: Correction) -> str:
    """What the corrected cell reads in a reading."""
    where = position(correction.place)
    cells = (cell for table in reading.tables for cell in table.cells)
    return next((cell.text for cell in cells if position(cell.place) == where), "")


def _put_again(
    store: Store,
    reading: Reading,
    data: bytes,
    correction: CorrectionEntry | None = None,
    undone: tuple[int, Undoing] | None = None,
) -> None:
    try:
        store.put_again(reading, data=data, reader=READER_VERSION, correction=correction, undone=undone)
    except InvalidReadingError as error:
        raise CorrectionError("unreadable", f"With this text the document cannot be stored. {error}") from error


def _last_in_force(store: Store, citation_id: str) -> CorrectionEntry:
    """The last correction, not taken back, of the cell of that id: its id now, or the one it was corrected under."""
    source = store.find_source(citation_id)
    found = [entry for entry in store.corrections() if entry.undone is None and entry.citation_id == citation_id]
    if source is not None:
        where = position(source.place)
        entries = store.corrections(source.document.sha256)
        found = [entry for entry in entries if entry.undone is None and position(entry.correction.place) == where]
    if not found:
        raise CorrectionError(
            "none-in-force", f"No correction of {citation_id} is in force. `corrections` lists all of them."
        )
    return found[-1]
