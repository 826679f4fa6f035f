"""The command line: arguments in, an exit code out. The commands themselves, and all slow imports, are elsewhere."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.config import DEFAULT_LIBRARY
from corpus.records import CheckStatus, Severity

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
PROGRAM = "python -m assistant"

_DESCRIPTION = "Answers questions about public budgets with figures that are cited and cross-checked."
_EXIT_CODES = "Exit code: 0 done, 1 something could not be read or found, 2 wrong usage."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 done, 1 something could not be read or found, 2 wrong usage."""
    try:
        options = parser().parse_args(_joined(sys.argv[1:] if arguments is None else arguments))
    except SystemExit as stop:
        return int(stop.code or DONE)
    from assistant import commands

    try:
        code = commands.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has stopped; without this Python would complain again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except commands.USAGE_ERRORS as error:
        return _complain(error, USAGE)
    except commands.FAILURES as error:
        return _complain(error, FAILED)
    return code


def _joined(arguments: Sequence[str]) -> list[str]:
    """The arguments with a negative amount joined to its option: argparse takes -3万元 for an option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--amount" and argument[:1] in ("-", "－", "−"):
            joined[-1] = f"--amount={argument}"
        else:
            joined.append(argument)
    return joined


def _complain(error: Exception, code: int) -> int:
    print(f"{PROGRAM}: {error}", file=sys.stderr)
    return code


def parser() -> argparse.ArgumentParser:
    """The arguments of all commands. What it parses has the name of the ``command``."""
    root = argparse.ArgumentParser(prog=PROGRAM, description=_DESCRIPTION, epilog=_EXIT_CODES)
    _library(root, None)
    everywhere = argparse.ArgumentParser(add_help=False)
    _library(everywhere, argparse.SUPPRESS)
    subparsers = root.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return subparsers.add_parser(name, help=text, description=text, parents=[everywhere], epilog=_EXIT_CODES)

    add = command("add", "Read files and folders into the library.")
    add.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a file, or a folder whose files are all read")
    _ask(command("ask", "Answer a question, or every question of a file."))
    _audit(command("audit", "Report all accounting checks with both sides cited."))
    _cite(command("cite", "Find printed places by citation id, amount, words or classification code."))
    _export(command("export", "Write the facts as a workbook or as CSV files."))
    serve = command("serve", "Serve the web page.")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serve.add_argument("--port", default=7860, type=int, help="port to listen on (default: %(default)s)")
    user = command("user", "Print a line for the file of users (BUDGET_USERS); the password is asked for.")
    user.add_argument("name", metavar="NAME")
    command("status", "Show the documents with counts and problems, and the state of the index.")
    remove = command("remove", "Take a document out of the library.")
    remove.add_argument("document", metavar="DOCUMENT", help="its id, its file name, or a part that no other has")
    reread = command("reread", "Read documents again that an older version of the program has read.")
    reread.add_argument("documents", metavar="DOCUMENT", nargs="*", help="only these: id, file name, or a part")
    reread.add_argument("--all", action="store_true", help="all documents, also those that this version has read")
    _corrections(command)
    return root


def _corrections(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    correct = command("correct", "Correct a misread cell of a table or form, for good and with a record.")
    undo = command("uncorrect", "Take the last correction of a cell back; the record keeps both.")
    for target in (correct, undo):
        target.add_argument("id", metavar="ID", help="the cell's citation id, as answers, audits and `cite` show it")
        if target is correct:
            target.add_argument("--text", metavar="NEW", required=True, help="what the document really prints there")
        target.add_argument("--who", metavar="NAME", required=True, help="who says so; recorded and shown")
        target.add_argument("--why", metavar="REASON", required=True, help="why; recorded and shown")
    listed = command("corrections", "List all corrections, with those that were taken back.")
    listed.add_argument("--document", metavar="DOCUMENT", default="", help="only of this one: id, file name or a part")
    listed.add_argument("--json", action="store_true", help="print JSON")


def _library(target: argparse.ArgumentParser, default: str | None) -> None:
    help_text = f"folder of the library (default: BUDGET_LIBRARY, else {DEFAULT_LIBRARY})"
    target.add_argument("--library", metavar="DIR", type=Path, default=default, help=help_text)


def _ask(target: argparse.ArgumentParser) -> None:
    target.add_argument("question", metavar="QUESTION", nargs="?", help="the question, in Chinese or English")
    target.add_argument("--json", action="store_true", help="print the answer object")
    target.add_argument(
        "--batch", metavar="IN", type=Path, help="file of questions, a JSON object a line: id, question, session, scope"
    )
    target.add_argument("--out", metavar="OUT", type=Path, help="file for the answers (default: standard output)")
    scope = target.add_argument_group("scope", "what the question is about, beside what it says")
    scope.add_argument("--scope", metavar="JSON", help='such as {"year": 2020, "level": "单位"}')
    scope.add_argument("--organisation", metavar="NAME")
    scope.add_argument("--level", choices=("部门", "单位"))
    scope.add_argument("--year", type=int)
    scope.add_argument("--stage", choices=("预算", "决算"))
    scope.add_argument("--document", metavar="DOCUMENT", help="id or file name")


def _audit(target: argparse.ArgumentParser) -> None:
    target.add_argument("--format", choices=("md", "json", "csv", "xlsx"), default="md", help="default: %(default)s")
    target.add_argument("--document", metavar="DOCUMENT", default="", help="only this one: its id or file name")
    statuses = [status.value for status in CheckStatus]
    target.add_argument("--status", action="append", choices=statuses, default=[], help="only these; may be repeated")
    families = tuple("ABCDEFGHIJ")
    target.add_argument("--family", action="append", choices=families, default=[], help="only these (docs/checks.md)")
    severities = [severity.value for severity in Severity]
    target.add_argument(
        "--severity", action="append", choices=severities, default=[], help="only these; may be repeated"
    )
    target.add_argument(
        "--language", choices=("zh", "en"), default="zh", help="of the report's own words in md (default: %(default)s)"
    )
    target.add_argument("--out", metavar="FILE", type=Path, help="file to write (default: standard output)")


def _export(target: argparse.ArgumentParser) -> None:
    out_help = "a workbook FILE.xlsx, or a folder for CSV files"
    target.add_argument("--out", metavar="FILE|DIR", type=Path, required=True, help=out_help)
    target.add_argument("--format", choices=("csv", "xlsx"), help="default: by the name of --out")
    target.add_argument("--document", metavar="DOCUMENT", default="", help="only this one: its id or file name")


def _cite(target: argparse.ArgumentParser) -> None:
    what = target.add_mutually_exclusive_group(required=True)
    what.add_argument("id", metavar="ID", nargs="?", help="a citation id, as answers and audits show them")
    what.add_argument("--amount", metavar="X", help="4177600, 4,177,600.00, 417.76万元, 95%% ...")
    what.add_argument("--text", metavar="WORDS", help="words that all stand in one place")
    what.add_argument("--code", metavar="CODE", help="a classification code: 205, 20508, 2050801, 30217")
    target.add_argument(
        "--limit", metavar="N", type=int, default=200, help="how many places to show (default: %(default)s)"
    )
    target.add_argument("--json", action="store_true", help="print JSON")
