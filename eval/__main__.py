"""Command line of the evaluation: arguments only."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.ablate import ablate
from eval.ablate import as_table as ablation_table
from eval.adapter import default_library
from eval.bench import BenchError, bench
from eval.bench import as_table as bench_table
from eval.cases import CaseError
from eval.metrics import AnswerError
from eval.report import as_markdown
from eval.run import run, run_sweep
from eval.sweep_report import as_table as sweep_table
from eval.sweep_report import write

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions" / "minhang.jsonl"
DOCUMENTS = HERE.parent / "corpus" / "documents"
REPORT = Path("var/eval")


def parser() -> argparse.ArgumentParser:
    """The argument parser with the commands run, ablate, sweep and bench."""
    top = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    run_command = commands.add_parser("run", help="ask question files and write report.json and report.md")
    run_command.add_argument("--report", type=Path, default=REPORT, metavar="DIR", help="folder of the report")
    ablate_command = commands.add_parser("ablate", help="the same questions without vectors, without full text")
    for command in (run_command, ablate_command):
        command.add_argument("--library", type=Path, default=default_library(), metavar="DIR", help="library to ask")
        fresh = "ask a fresh library of these instead"
        command.add_argument("--documents", type=Path, nargs="+", default=[], metavar="PATH", help=fresh)
    bench_command = commands.add_parser("bench", help="times and memory against the budgets")
    bench_command.add_argument("--documents", type=Path, nargs="+", default=[DOCUMENTS], metavar="PATH")
    sweep_command = commands.add_parser(
        "sweep", help="questions made from what the documents state, and their verdicts"
    )
    sweep_command.add_argument("--documents", type=Path, nargs="+", default=[DOCUMENTS], metavar="PATH")
    sweep_command.add_argument("--most", type=int, default=20, metavar="N", help="questions a template and document")
    sweep_command.add_argument("--report", type=Path, default=REPORT, metavar="DIR", help="folder of the report")
    for command in (run_command, ablate_command, bench_command):
        command.add_argument("--questions", type=Path, nargs="+", default=[QUESTIONS], metavar="FILE")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command.

    Returns 0; 1 if a budget of bench is not kept or a sweep found a wrong answer; 2 for input that cannot be used.
    """
    options = parser().parse_args(arguments)
    try:
        return _command(options)
    except (CaseError, AnswerError, BenchError, FileNotFoundError) as error:
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
    if options.command == "sweep":
        swept = run_sweep(options.documents, options.most)
        file = write(options.report, swept)
        print(f"{sweep_table(swept)}\nReport: {file}")
        return 1 if any(item.verdict == "wrong" for item in swept) else 0
    measures = bench(options.questions, options.documents)
    print(bench_table(measures))
    return 0 if all(measure.kept for measure in measures) else 1


if __name__ == "__main__":
    sys.exit(main())
