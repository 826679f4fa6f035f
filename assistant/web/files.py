"""What the page lets one take away or look at: exports of the audit and of the tables, pictures of pages."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

from assistant.audit import report_of_version
from assistant.audit_formats import to_csv, to_xlsx
from assistant.audit_markdown import to_markdown
from assistant.export import export_tables
from assistant.export_files import write_xlsx
from assistant.library import Library
from assistant.page_picture import NoPictureError, framed_picture
from assistant.service import filtered
from assistant.spreadsheets import TooManyRowsError
from assistant.web.api import Family, Gate, Severity, Status, answered
from corpus.store import UnknownDocumentError

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def router(library: Library, gate: Gate) -> APIRouter:
    """The routes under ``/files``. None takes a path: documents are named by their ids."""
    made = APIRouter(prefix="/files", include_in_schema=False)

    @made.get("/audit.{kind}")
    def audit(
        kind: Literal["xlsx", "csv", "md"],
        document: str = "",
        status: Annotated[list[Status], Query()] = [],  # noqa: B006
        family: Annotated[list[Family], Query()] = [],  # noqa: B006
        severity: Annotated[list[Severity], Query()] = [],  # noqa: B006
    ) -> Response:
        """The checks that the filters leave, as a workbook, CSV or Markdown."""
        with gate.entered():
            report = filtered(answered(lambda: report_of_version(library, document)), status, family, severity)
            if kind == "xlsx":
                return _download(to_xlsx(report), _XLSX, "audit.xlsx")
            if kind == "csv":
                # The mark makes spreadsheets read the Chinese.
                return _download(to_csv(report).encode("utf-8-sig"), "text/csv; charset=utf-8", "audit.csv")
            return _download(to_markdown(report).encode(), "text/markdown; charset=utf-8", "audit.md")

    @made.get("/tables.xlsx")
    def tables(document: str = "") -> Response:
        """The extracted tables and facts of a document, or of all, as a workbook."""
        with gate.entered():
            chosen = answered(lambda: library.document(document)) if document else None
            folder = Path(tempfile.mkdtemp(prefix="budget-export-"))
            try:
                write_xlsx(export_tables(library, chosen.id if chosen else ""), folder / "tables.xlsx")
            except TooManyRowsError as error:
                _discard(folder)
                raise HTTPException(422, str(error)) from error
        name = f"{Path(chosen.name).stem if chosen else 'tables'}.xlsx"
        headers = {"content-disposition": _disposition(name)}
        task = BackgroundTask(_discard, folder)
        return FileResponse(folder / "tables.xlsx", media_type=_XLSX, headers=headers, background=task)

    @made.get("/picture/{citation}.png")
    def picture(citation: str) -> Response:
        """The page of a PDF on which a citation stands, the place framed and contact data painted over."""
        source = library.source(citation)
        try:
            if source is None:
                raise NoPictureError("there is no such place")
            with gate.entered():
                shown = framed_picture(library, source.document.id, source.place)
        except (NoPictureError, UnknownDocumentError) as error:
            raise HTTPException(404, str(error)) from error
        return Response(shown, media_type="image/png", headers={"cache-control": "private, max-age=600"})

    return made


def _download(data: bytes, kind: str, name: str) -> Response:
    return Response(data, media_type=kind, headers={"content-disposition": _disposition(name)})


def _disposition(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def _discard(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink(missing_ok=True)
    folder.rmdir()
