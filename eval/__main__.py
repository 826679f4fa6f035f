"""Command line of the evaluation: arguments only."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.ablate import ablate
from eval.ablate import as_table as ablation_table
from eval.adapter import default_library
from eval.bench import BenchError, bench
from eval.bench import as_table as bench_table
from eval.cases import CaseError
from eval.coverage import as_table as coverage_table
from eval.coverage import measure as measure_coverage
from eval.layouts import LayoutError, layouts
from eval.layouts import as_table as layouts_table
from eval.metrics import AnswerError
from eval.mutate import measure
from eval.mutate_report import as_markdown as mutation_table
from eval.mutate_report import kept
from eval.mutate_report import to_json as mutation_json
from eval.report import as_markdown
from eval.run import run
from eval.scans import scans
from eval.scans_pictures import DAMAGES

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions" / "minhang.jsonl"
DOCUMENTS = HERE.parent / "corpus" / "documents"
REPORT = Path("var/eval")


def parser() -> argparse.ArgumentParser:
    """The argument parser of all commands."""
    top = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    run_command = commands.add_parser("run", help="ask question files and write report.json and report.md")
    run_command.add_argument("--report", type=Path, default=REPORT, metavar="DIR", help="folder of the report")
    ablate_command = commands.add_parser("ablate", help="the same questions without vectors, without full text")
    for command in (run_command, ablate_command):
        command.add_argument("--library", type=Path, default=default_library(), metavar="DIR", help="library to ask")
        fresh = "ask a fresh library of these instead"
        command.add_argument("--documents", type=Path, nargs="+", default=[], metavar="PATH", help=fresh)
    scans_command = commands.add_parser("scans", help="figures of scanned pages against their digital originals")
    scans_command.add_argument("--documents", type=Path, required=True, metavar="DIR", help="folder with PDFs")
    scans_command.add_argument("--dpi", type=int, nargs="+", default=[150, 200], help="dots an inch of the scans")
    scans_command.add_argument("--pictures", nargs="+", choices=DAMAGES, default=list(DAMAGES))
    scans_command.add_argument("--pages", type=int, metavar="N", help="at most N pages with figures of each document")
    bench_command = commands.add_parser("bench", help="times and memory against the budgets")
    bench_command.add_argument("--documents", type=Path, nargs="+", default=[DOCUMENTS], metavar="PATH")
    layouts_command = commands.add_parser("layouts", help="text forms of PDF files against the PDF (needs pdftotext)")
    layouts_command.add_argument("--documents", type=Path, nargs="+", required=True, metavar="PATH")
    for command in (run_command, ablate_command, bench_command):
        command.add_argument("--questions", type=Path, nargs="+", default=[QUESTIONS], metavar="FILE")
    mutate_command = commands.add_parser("mutate", help="change one printed figure at a time and see what is noticed")
    mutate_command.add_argument("--documents", type=Path, nargs="+", default=[DOCUMENTS], metavar="PATH")
    mutate_command.add_argument("--count", type=int, default=200, metavar="N", help="changes in all (default: 200)")
    mutate_command.add_argument("--seed", type=int, default=1, metavar="S", help="same seed, same changes")
    mutate_command.add_argument("--report", type=Path, metavar="DIR", help="folder for mutate.json and mutate.md")
    coverage = commands.add_parser("coverage", help="which share of the printed numbers became cells and figures")
    coverage.add_argument("--documents", type=Path, nargs="+", default=[DOCUMENTS], metavar="PATH")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns 0; 1 if a budget, a target or a layout is not kept; 2 for bad input."""
    options = parser().parse_args(arguments)
    try:
        return _command(options)
    except (CaseError, AnswerError, BenchError, LayoutError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 2


def _command(options: argparse.Namespace) -> int:
    if options.command == "run":
        asked = run(options.questions, options.report, options.library, options.documents)
        report = as_markdown([item.score for item in asked], [item.answer for item in asked])
        table = report[: report.index("## Not right")]
        print(table + f"Report: {options.report / 'report.md'}")
        return 0
    if options.command == "ablate":
        print(ablation_table(ablate(options.questions, options.library, options.documents)))
        return 0
    if options.command == "mutate":
        return _mutate(options)
    if options.command == "coverage":
        print(coverage_table(measure_coverage(options.documents)))
        return 0
    if options.command == "scans":
        print(scans(options.documents, options.dpi, options.pictures, options.pages))
        return 0
    if options.command == "layouts":
        comparisons = layouts(options.documents)
        print(layouts_table(comparisons))
        return 1 if any(comparison.wrong for comparison in comparisons) else 0
    measures = bench(options.questions, options.documents)
    print(bench_table(measures))
    return 0 if all(measure.kept for measure in measures) else 1


def _mutate(options: argparse.Namespace) -> int:
    missing = [path for path in options.documents if not path.exists()]
    if missing:
        raise FileNotFoundError(f"there is no file or folder {', '.join(map(str, missing))}")
    measured = measure(options.documents, options.count, options.seed)
    if options.report is not None:
        options.report.mkdir(parents=True, exist_ok=True)
        text = json.dumps(mutation_json(measured), ensure_ascii=False, indent=1)
        (options.report / "mutate.json").write_text(text, encoding="utf-8")
        (options.report / "mutate.md").write_text(mutation_table(measured), encoding="utf-8")
    print(mutation_table(measured), end="")
    return 0 if kept(measured) else 1


if __name__ == "__main__":
    sys.exit(main())
