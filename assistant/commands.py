"""What each command does, and which errors mean what. A command imports the slow parts that it needs by itself."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from assistant.around import Found
from assistant.batch import BatchError, ScopeError, answers, read_batch, scope_of
from assistant.config import Settings
from assistant.evidence import UnknownCitationError
from assistant.library import (
    AmbiguousDocumentError,
    IndexFailedError,
    Library,
    add_paths,
    correct_cell,
    remove_document,
    reread_documents,
    uncorrect_cell,
)
from assistant.lookup import UnreadableQueryError, by_amount, by_code, by_id, by_words
from assistant.records import Answer, Scope, Turn
from assistant.spreadsheets import TooManyRowsError
from assistant.terminal import (
    amended_lines,
    correction_lines,
    found_lines,
    progress_bar,
    report_lines,
    status_lines,
)
from assistant.web.access import UserFileError
from corpus.correcting import CorrectionError
from corpus.store import LibraryError

if TYPE_CHECKING:
    from assistant.library import AddProgress
    from corpus.ingest import IngestReport

DONE, FAILED = 0, 1


class UsageError(ValueError):
    """Arguments that do not go together, or a setting that cannot be read."""


USAGE_ERRORS = (UsageError, UserFileError, BatchError, ScopeError, UnreadableQueryError)
FAILURES = (
    LibraryError,
    IndexFailedError,
    UnknownCitationError,
    AmbiguousDocumentError,
    CorrectionError,
    TooManyRowsError,
    OSError,
)


def run(options: argparse.Namespace) -> int:
    """Run the command that was parsed and return its exit code; raises USAGE_ERRORS and FAILURES."""
    try:
        settings = Settings.from_environment()
    except ValueError as error:
        raise UsageError(str(error)) from error
    if options.library is not None:
        settings = replace(settings, library=options.library)
    return {
        "add": _add,
        "ask": _ask,
        "audit": _audit,
        "cite": _cite,
        "export": _export,
        "serve": _serve,
        "status": _status,
        "user": _user,
        "remove": _remove,
        "reread": _reread,
        "correct": _correct,
        "uncorrect": _uncorrect,
        "corrections": _corrections,
    }[options.command](options, settings)


def _add(options: argparse.Namespace, settings: Settings) -> int:
    missing = [path for path in options.paths if not path.exists()]
    if len(missing) == len(options.paths):
        raise UsageError(f"there is no file or folder {', '.join(map(str, missing))}")
    return _reported(
        settings,
        "There are no documents in what was named.",
        lambda progress: add_paths(settings.library, options.paths, settings, progress),
    )


def _reported(
    settings: Settings, nothing: str, work: Callable[[Callable[[AddProgress], None]], list[IngestReport]]
) -> int:
    """Do work that reports on files, with a progress bar, and print the reports; ``nothing`` if there are none."""
    trouble = ""
    try:
        with progress_bar() as progress:
            reports = work(progress)
    except IndexFailedError as error:
        reports, trouble = list(error.reports), str(error)
    with Library.open(settings.library, settings) as library:
        summaries = {summary.document.id: summary for summary in library.summaries()}
    for report in reports:
        summary = None if report.document is None else summaries.get(report.document.id)
        _print(report_lines(report, summary))
    read = [report for report in reports if report.document is not None]
    if not any(report.status.value != "skipped" for report in reports):
        print(nothing, file=sys.stderr)
    if trouble:
        print(trouble, file=sys.stderr)
    return DONE if read and not trouble and all(report.status.value != "failed" for report in reports) else FAILED


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    if (options.question is None) == (options.batch is None):
        raise UsageError("ask needs either one QUESTION or --batch FILE")
    scope = _scope(options)
    if options.batch is not None:
        return _ask_batch(options.batch, options.out, scope, settings)
    if options.out is not None:
        raise UsageError("--out goes with --batch")
    if not options.question.strip():
        raise UsageError("the question is empty")
    from assistant.answer import ask
    from assistant.render import to_markdown

    with Library.open(settings.library, settings) as library:
        answer = ask(options.question, (), library, scope)
    if options.json:
        _print_json(answer.to_json())
    else:
        print(to_markdown(answer), end="")
    return DONE


def _ask_batch(source: Path, target: Path | None, scope: Scope | None, settings: Settings) -> int:
    with source.open(encoding="utf-8-sig") as file:
        try:
            lines = read_batch(file)
        except UnicodeDecodeError as error:
            raise UsageError(f"{source} is not UTF-8 text") from error
    from assistant.answer import ask

    failed = False
    with Library.open(settings.library, settings) as library, _output(target) as out:

        def ask_one(question: str, history: Sequence[Turn], own: Scope | None) -> Answer:
            return ask(question, history, library, own or scope)

        for answer in answers(lines, ask_one):
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
            out.flush()
            failed = failed or "error" in answer
    return FAILED if failed else DONE


def _scope(options: argparse.Namespace) -> Scope | None:
    """The scope of --scope with the single options over it; None if there are neither."""
    try:
        raw = json.loads(options.scope) if options.scope else {}
    except json.JSONDecodeError as error:
        raise UsageError(f"--scope is not JSON: {error.msg}") from error
    scope = scope_of(raw)
    for name in ("organisation", "level", "year", "stage", "document"):
        value = getattr(options, name)
        if value is not None:
            scope = replace(scope, **{name: value})
    return None if scope == Scope() else scope


def _audit(options: argparse.Namespace, settings: Settings) -> int:
    if options.format == "xlsx" and options.out is None:
        raise UsageError("a workbook needs --out FILE")
    from assistant.audit import audit
    from assistant.audit_formats import to_csv, to_xlsx
    from assistant.audit_markdown import to_markdown

    with Library.open(settings.library, settings) as library:
        report = audit(library, options.document, options.status, options.family, options.severity)
    if options.format == "xlsx":
        options.out.write_bytes(to_xlsx(report))
        return DONE
    if options.format == "csv" and options.out is not None:
        # With a mark, as the files of an export: spreadsheets take Chinese without one for something else.
        options.out.write_text(to_csv(report), encoding="utf-8-sig", newline="")
        return DONE
    with _output(options.out) as out:
        if options.format == "json":
            json.dump(report.to_json(), out, ensure_ascii=False, indent=2)
            out.write("\n")
        else:
            out.write(to_csv(report) if options.format == "csv" else to_markdown(report, options.language))
    return DONE


def _export(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.export import export_tables
    from assistant.export_files import write_csv, write_xlsx

    workbook = options.format == "xlsx" or (options.format is None and options.out.suffix.lower() == ".xlsx")
    if not workbook and options.out.is_file():
        raise UsageError(f"{options.out} is a file; CSV needs a folder, a workbook --format xlsx")
    with Library.open(settings.library, settings) as library:
        tables = export_tables(library, options.document)
        written = write_xlsx(tables, options.out) if workbook else write_csv(tables, options.out)
    for name, count in written.items():
        print(f"{name}: {count} rows")
    return DONE


def _cite(options: argparse.Namespace, settings: Settings) -> int:
    if options.limit < 1:
        raise UsageError("--limit must be 1 or more")
    with Library.open(settings.library, settings) as library:
        found = _looked_up(options, library)
    shown = found[: options.limit]
    if options.json:
        _print_json({"count": len(found), "results": [item.to_json() for item in shown]})
    else:
        _print(found_lines(shown))
        if len(shown) < len(found):
            print(f"\n{len(found)} places in all; --limit shows more.")
    if not found:
        print("Nothing in the library answers to that.", file=sys.stderr)
    return DONE if found else FAILED


def _looked_up(options: argparse.Namespace, library: Library) -> list[Found]:
    if options.amount is not None:
        return by_amount(library, options.amount)
    if options.text is not None:
        return by_words(library, options.text, options.limit)
    if options.code is not None:
        return by_code(library, options.code)
    return [by_id(library, options.id)]


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    if not 0 < options.port < 65536:
        raise UsageError("--port must be between 1 and 65535")
    from assistant.web import serve

    serve(settings.library, settings, options.host, options.port)
    return DONE


def _user(options: argparse.Namespace, settings: Settings) -> int:
    """The password comes from the terminal, else from the first line of standard input; never from the arguments."""
    from getpass import getpass

    from assistant.web.access import hashed

    if not options.name.strip() or ":" in options.name or options.name.startswith("#"):
        raise UsageError("a user name has no colon, is not empty and does not begin with #")
    password = getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if len(password) < 8:
        raise UsageError("a password has 8 characters or more")
    print(f"{options.name.strip()}:{hashed(password)}")
    return DONE


def _status(options: argparse.Namespace, settings: Settings) -> int:
    with Library.open(settings.library, settings) as library:
        summaries = library.summaries()
        troubled = [item.document.id for item in summaries if item.problems]
        problems = {document: library.reading(document).problems for document in troubled}
        state = (library.version(), summaries, problems, library.waiting(), library.outdated())
        _print(status_lines(str(library.folder), *state))
    return DONE


def _remove(options: argparse.Namespace, settings: Settings) -> int:
    document = remove_document(settings.library, options.document, settings)
    print(f"removed {document.id} {document.name}")
    return DONE


def _reread(options: argparse.Namespace, settings: Settings) -> int:
    if options.documents and options.all:
        raise UsageError("name documents, or say --all, not both")
    with Library.open(settings.library, settings) as library:
        if not options.documents and not options.all and not library.outdated():
            print("Every document was read by this version of the program; --all reads them again all the same.")
            return DONE
    return _reported(
        settings,
        "There are no documents in the library.",
        lambda progress: reread_documents(settings.library, options.documents, settings, options.all, progress),
    )


def _correct(options: argparse.Namespace, settings: Settings) -> int:
    amended = correct_cell(settings.library, options.id, options.text, options.who, options.why, settings)
    _print(amended_lines(amended, "corrected"))
    return DONE


def _uncorrect(options: argparse.Namespace, settings: Settings) -> int:
    amended = uncorrect_cell(settings.library, options.id, options.who, options.why, settings)
    _print(amended_lines(amended, "taken back"))
    return DONE


def _corrections(options: argparse.Namespace, settings: Settings) -> int:
    with Library.open(settings.library, settings) as library:
        found = library.corrections(options.document)
    if options.json:
        _print_json({"corrections": [item.to_json() for item in found]})
        return DONE
    _print(correction_lines(found))
    if not found:
        print("There are no corrections.", file=sys.stderr)
    return DONE


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def _output(path: Path | None) -> Iterator[IO[str]]:
    """The file at ``path``, replaced; standard output if there is none or it is "-"."""
    if path is None or os.fspath(path) == "-":
        yield sys.stdout
        return
    with path.open("w", encoding="utf-8", newline="\n") as file:
        yield file
