"""Adding and removing documents over HTTP, for those whom ``access.Policy`` lets change the library."""

from __future__ import annotations

import hashlib
import json
import queue
import re
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import StreamingResponse

from assistant.library import AmbiguousDocumentError, IndexFailedError, Library, add_paths, remove_document
from assistant.web.access import Policy
from assistant.web.guard import USER
from assistant.web.texts import LANGUAGE_COOKIE, preferred_language
from assistant.web.upload_texts import failure_words
from corpus.ingest import IngestReport, IngestStatus
from corpus.ingest import Progress as FileProgress
from corpus.limits import MEGABYTE
from corpus.store import LibraryError

SUFFIXES = (
    ".pdf", ".txt", ".md", ".csv", ".tsv", ".html", ".htm", ".mht", ".mhtml", ".docx", ".xlsx", ".xls",
    ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp",
)  # fmt: skip
"""File names that are taken. What a file is, the readers tell by its content."""

_LONGEST_NAME = 180
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_ONE_AT_A_TIME = threading.Lock()
Send = Callable[[dict[str, Any]], None]


def router(library: Library, policy: Policy, largest_mb: int) -> APIRouter:
    """The routes under ``/api/documents`` that change the library."""
    made = APIRouter(prefix="/api/documents", tags=["changes"])

    @made.post("", response_class=StreamingResponse)
    async def add(request: Request, name: str, replace: bool = False) -> StreamingResponse:
        """Add the file that is the body of the request under this file name.

        Status 409 with ``known`` if a document of that name with other content is there, unless ``replace`` is true.

        The response is a JSON object a line: ``{"state": "reading", "page", "pages"}`` as it goes on, and last
        ``{"state": "done", "status", "document", "message", ...}``; status is added, unchanged, replaced or failed.
        """
        check_allowed(policy, request)
        checked = checked_name(name)
        folder = tempfile.TemporaryDirectory(prefix="budget-upload-")
        path = Path(folder.name) / checked
        try:
            digest = await _receive(request, path, largest_mb)
            if not replace:
                _check_new(library, path, digest)
        except BaseException:
            folder.cleanup()
            raise
        return StreamingResponse(_lines(library, path, folder, _language(request)), media_type="application/x-ndjson")

    @made.delete("/{document}")
    def remove(request: Request, document: str) -> dict[str, str]:
        """Remove the document of that id with its kept file, for good."""
        check_allowed(policy, request)
        try:
            if document not in {item.id for item in library.documents()}:
                raise HTTPException(404, "There is no document of that id.")
            with _ONE_AT_A_TIME:
                removed = remove_document(library.folder, document, library.settings)
        except AmbiguousDocumentError as error:
            raise HTTPException(404, str(error)) from error
        except (LibraryError, IndexFailedError, OSError) as error:
            raise HTTPException(409, str(error)) from error
        return {"id": removed.id, "name": removed.name}

    return made


def check_allowed(policy: Policy, request: Request) -> None:
    """Status 403 unless the request may change the library."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    if not policy.allows(headers, str(request.scope.get(USER, ""))):
        raise HTTPException(403, "The library cannot be changed from here (see BUDGET_CHANGES in docs/web.md).")


def checked_name(name: str) -> str:
    """The file name without anything that leads out of a folder; status 415 for a format that is not read."""
    bare = _NOT_IN_NAMES.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    suffix = Path(bare).suffix.lower()
    if suffix not in SUFFIXES:
        raise HTTPException(415, f"{suffix or 'a file without a suffix'} is not read; {' '.join(SUFFIXES)} are.")
    return bare[-_LONGEST_NAME:].lstrip(". ")


def _check_new(library: Library, path: Path, digest: str) -> None:
    """Status 409 if a document of that file name with other content would have to make room."""
    known = next(iter(library.displaced(path.name, path)), None)
    if known is not None and digest not in {item.sha256 for item in library.documents()}:
        year = str(known.fiscal_year or "")
        about = " ".join(part for part in (known.organisation, known.level, year, known.stage) if part)
        message = "A document of that name with other content is there; replace=true puts the file in its place."
        raise HTTPException(409, {"message": message, "known": f"{known.name} ({about})" if about else known.name})


async def _receive(request: Request, path: Path, largest_mb: int) -> str:
    """The body into the file, and its SHA-256.

    Status 413 as soon as it is too large, whatever the request said of its length.
    """
    digest = hashlib.sha256()
    said = request.headers.get("content-length", "0")
    size = int(said) if said.isdecimal() else 0
    written = 0
    with path.open("wb") as file:
        if size <= largest_mb * MEGABYTE:
            async for part in request.stream():
                written += len(part)
                if written > largest_mb * MEGABYTE:
                    break
                digest.update(part)
                file.write(part)
    if max(size, written) > largest_mb * MEGABYTE:
        raise HTTPException(413, f"The file is larger than {largest_mb} MB (BUDGET_UPLOAD_MB).")
    if written == 0:
        raise HTTPException(422, "The file is empty.")
    return digest.hexdigest()


def _language(request: Request) -> str:
    """The language of the page that sent the request; en for a program, which names none."""
    accepted, cookie = request.headers.get("accept-language", "en"), request.cookies.get(LANGUAGE_COOKIE, "")
    return preferred_language(accepted, cookie)


def _lines(
    library: Library, path: Path, folder: tempfile.TemporaryDirectory[str], language: str = "en"
) -> Iterator[str]:
    """The progress of reading and its outcome, a JSON object a line. The uploaded copy is gone at the end.

    A failure says why in that ``language``.
    """
    sent: queue.Queue[dict[str, Any]] = queue.Queue()
    worker = threading.Thread(target=_add, args=(library, path, folder, sent.put), daemon=True)
    worker.start()
    while True:
        item = sent.get()
        if item.get("status") == "failed":
            item = {**item, "message": failure_words(item["message"], language)}
        yield json.dumps(item, ensure_ascii=False) + "\n"
        if item["state"] == "done":
            return


def _add(library: Library, path: Path, folder: tempfile.TemporaryDirectory[str], send: Send) -> None:
    def progress(step: object) -> None:
        running = step.running[0] if isinstance(step, FileProgress) and step.running else None
        if running is not None:
            send({"state": "reading", "page": running.pages_done, "pages": running.pages})

    try:
        send({"state": "waiting"})
        with folder, _ONE_AT_A_TIME:
            send({"state": "reading", "page": 0, "pages": 0})
            report = add_paths(library.folder, [path], library.settings, progress)[0]
        send(outcome(report))
    except IndexFailedError as error:
        send({**outcome(error.reports[0]), "message": str(error)} if error.reports else failed(path.name, str(error)))
    except Exception as error:  # noqa: BLE001 - whatever happens, whoever waits for the outcome must get one
        send(failed(path.name, str(error)))


def failed(name: str, message: str) -> dict[str, Any]:
    """The outcome of a file that left nothing behind."""
    return {"state": "done", "status": "failed", "name": name, "document": None, "message": message, "problems": 0}


def outcome(report: IngestReport) -> dict[str, Any]:
    """The outcome of a file as the last line of the response."""
    it = report.document
    document = None
    if it is not None:
        known = ("organisation", it.organisation), ("level", it.level), ("stage", it.stage), ("kind", it.kind)
        document = {"id": it.id, "name": it.name, "year": it.fiscal_year, **dict(known)}
    good = report.status is not IngestStatus.FAILED
    return {
        "state": "done",
        "status": report.status.value,
        "name": report.path.name,
        "document": document,
        "message": report.message if good else report.message or "failed",
        "problems": len(report.problems),
    }
