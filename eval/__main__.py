"""Command line of the evaluation: arguments only. What each command does is in ``eval.commands``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from eval import commands
from eval.adapter import default_library

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions" / "minhang.jsonl"
DOCUMENTS = HERE.parent / "corpus" / "documents"
REPORT = Path("var/eval")
CLOSED = ("sealed", "calibration", "minhang")
"""Question files that nothing is fitted on: two are kept apart, the third needs a library of its own."""
WEIGHTS = HERE.parent / "assistant" / "confidence.toml"


def parser() -> argparse.ArgumentParser:
    """The argument parser of all commands."""
    top = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    known = top.add_subparsers(dest="command", required=True)
    _of_questions(known.add_parser("run", help="ask question files and write report.json and report.md"), report=True)
    _of_questions(known.add_parser("ablate", help="the same questions without vectors, without full text"))
    _of_questions(known.add_parser("baselines", help="how far search alone gets on the same questions"))
    bench = known.add_parser("bench", help="times and memory against the budgets")
    _documents(bench)
    _questions(bench)
    pdf = "PDF files, or folders of them, whose reading is measured too"
    bench.add_argument("--reading", type=Path, nargs="+", default=[], metavar="PATH", help=pdf)
    sweep = known.add_parser("sweep", help="questions made from what the documents state, and their verdicts")
    _documents(sweep)
    sweep.add_argument("--most", type=int, default=20, metavar="N", help="questions a template and document")
    sweep.add_argument("--report", type=Path, default=REPORT, metavar="DIR", help="folder of the report")
    wording = known.add_parser("wording", help="the same figures asked in many ways, and rates by style")
    _of_library(wording)
    wording.add_argument("--most", type=int, default=3, metavar="N", help="rows a frame")
    wording.add_argument("--report", type=Path, default=REPORT, metavar="DIR", help="folder of the report")
    slips = known.add_parser("slips", help="names with one slip of the pen, and their verdicts")
    _of_library(slips)
    slips.add_argument("--most", type=int, default=10, metavar="N", help="questions a kind of slip and document")
    slips.add_argument("--seed", type=int, default=1, metavar="S", help="same seed, same slips")
    slips.add_argument("--report", type=Path, default=REPORT, metavar="DIR", help="folder of the report")
    _of_calibration(known.add_parser("calibrate", help="fit how sure a reading is, from documents and open questions"))
    _documents(known.add_parser("coverage", help="which share of the printed numbers became cells and figures"))
    layouts = known.add_parser("layouts", help="text forms of PDF files against the PDF (needs pdftotext)")
    layouts.add_argument("--documents", type=Path, nargs="+", required=True, metavar="PATH")
    _of_scans(known.add_parser("scans", help="figures of scanned pages against their digital originals"))
    _of_mutations(known.add_parser("mutate", help="change one printed figure at a time and see what is noticed"))
    return top


def _documents(command: argparse.ArgumentParser) -> None:
    command.add_argument("--documents", type=Path, nargs="+", default=[DOCUMENTS], metavar="PATH")


def _questions(command: argparse.ArgumentParser) -> None:
    command.add_argument("--questions", type=Path, nargs="+", default=[QUESTIONS], metavar="FILE")


def _of_questions(command: argparse.ArgumentParser, report: bool = False) -> None:
    if report:
        command.add_argument("--report", type=Path, default=REPORT, metavar="DIR", help="folder of the report")
    _of_library(command)
    _questions(command)


def _of_library(command: argparse.ArgumentParser) -> None:
    command.add_argument("--library", type=Path, default=default_library(), metavar="DIR", help="library to ask")
    fresh = "ask a fresh library of these instead"
    command.add_argument("--documents", type=Path, nargs="+", default=[], metavar="PATH", help=fresh)


def _of_calibration(command: argparse.ArgumentParser) -> None:
    _of_library(command)
    open_files = [file for file in sorted(QUESTIONS.parent.glob("*.jsonl")) if file.stem not in CLOSED]
    command.add_argument("--questions", type=Path, nargs="*", default=open_files, metavar="FILE")
    command.add_argument("--seed", type=int, default=1, metavar="S", help="same seed, same names")
    command.add_argument("--threshold", type=float, metavar="P", help="the chance below which is asked back")
    command.add_argument("--out", type=Path, default=WEIGHTS, metavar="FILE", help="the data file to write")


def _of_scans(command: argparse.ArgumentParser) -> None:
    command.add_argument("--documents", type=Path, required=True, metavar="DIR", help="folder with PDFs")
    command.add_argument("--dpi", type=int, nargs="+", default=[150, 200], help="dots an inch of the scans")
    command.add_argument("--pictures", nargs="+", metavar="KIND", help="what was done to the pictures (default: all)")
    command.add_argument("--pages", type=int, metavar="N", help="at most N pages with figures of each document")


def _of_mutations(command: argparse.ArgumentParser) -> None:
    _documents(command)
    command.add_argument("--count", type=int, default=200, metavar="N", help="changes in all (default: 200)")
    command.add_argument("--seed", type=int, default=1, metavar="S", help="same seed, same changes")
    command.add_argument("--report", type=Path, metavar="DIR", help="folder for mutate.json and mutate.md")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command.

    Returns 0; 1 if a budget is not kept, a layout is read wrong or a sweep found a wrong answer; 2 for bad input.
    """
    options = parser().parse_args(arguments)
    try:
        return commands.COMMANDS[options.command](options)
    except commands.BAD_INPUT as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
