"""What each command of the evaluation does with its arguments. A command imports what it measures by itself."""

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from eval.cases import CaseError
from eval.measures import BenchError
from eval.metrics import AnswerError

if TYPE_CHECKING:
    from eval.calibrate import Measured


class MeasureError(ValueError):
    """Arguments that a measurement cannot use; the message says which and what to do."""


BAD_INPUT = (CaseError, AnswerError, BenchError, MeasureError, FileNotFoundError)


def _run(options: argparse.Namespace) -> int:
    from eval.report import as_markdown
    from eval.run import run

    asked = run(options.questions, options.report, options.library, options.documents)
    report = as_markdown([item.score for item in asked], [item.answer for item in asked])
    table = report[: report.index("## Not right")]
    print(table + f"Report: {options.report / 'report.md'}")
    return 0


def _ablate(options: argparse.Namespace) -> int:
    from eval.ablate import ablate, as_table

    print(as_table(ablate(options.questions, options.library, options.documents)))
    return 0


def _baselines(options: argparse.Namespace) -> int:
    from eval.baselines import as_table, baselines

    print(as_table(baselines(options.questions, options.library, options.documents)))
    return 0


def _bench(options: argparse.Namespace) -> int:
    from eval.bench import as_table, bench

    measures = bench(options.questions, options.documents, options.reading)
    print(as_table(measures))
    return 0 if all(measure.kept for measure in measures) else 1


def _sweep(options: argparse.Namespace) -> int:
    from eval.run import run_sweep
    from eval.sweep_report import as_table, write

    swept = run_sweep(options.documents, options.most)
    file = write(options.report, swept)
    print(f"{as_table(swept)}\nReport: {file}")
    return 1 if any(item.verdict == "wrong" for item in swept) else 0


def _wording(options: argparse.Namespace) -> int:
    from eval.run import run_wording
    from eval.wording import as_table, write

    asked = run_wording(options.library, options.documents, options.most)
    file = write(options.report, asked)
    print(f"{as_table(asked)}\nReport: {file}")
    return 1 if any(item.verdict == "wrong" for item in asked) else 0


def _slips(options: argparse.Namespace) -> int:
    from eval.run import run_slips
    from eval.sweep_report import as_table, write

    swept = run_slips(options.library, options.documents, options.most, options.seed)
    file = write(options.report, swept, "slips.md")
    print(f"{as_table(swept)}\nReport: {file}")
    return 1 if any(item.verdict == "wrong" for item in swept) else 0


def _calibrate(options: argparse.Namespace) -> int:
    from assistant.confidence import calibration
    from eval.calibrate import as_toml, folds, rates
    from eval.run import run_calibration

    found, asked, slipped = run_calibration(options.questions, options.library, options.documents, options.seed)
    measured = folds(found)
    verdicts = [item.verdict for item in slipped]
    reread = (verdicts.count("right") + 1) / (verdicts.count("right") + verdicts.count("wrong") + 2)
    threshold = calibration().threshold if options.threshold is None else options.threshold
    text = as_toml(found, measured, threshold, reread, rates([(one.score, one.answer) for one in asked]))
    options.out.write_text(text, encoding="utf-8")
    print(f"{text}\n{_curve(measured)}\nWritten to {options.out}")
    return 0


def _curve(measured: "Measured") -> str:
    """What other thresholds would keep, in Markdown."""
    lines = ["| threshold | answered | as meant | meant |", "|---|---|---|---|"]
    lines += [f"| {at} | {' | '.join(map(str, measured.at(at)))} |" for at in (0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)]
    return "\n".join(lines)


def _coverage(options: argparse.Namespace) -> int:
    from eval.coverage import as_table, measure

    print(as_table(measure(options.documents)))
    return 0


def _layouts(options: argparse.Namespace) -> int:
    from eval.layouts import LayoutError, as_table, layouts

    try:
        comparisons = layouts(options.documents)
    except LayoutError as error:
        raise MeasureError(str(error)) from error
    print(as_table(comparisons))
    return 1 if any(comparison.wrong for comparison in comparisons) else 0


def _scans(options: argparse.Namespace) -> int:
    from eval.scans import scans
    from eval.scans_pictures import DAMAGES

    kinds = options.pictures or list(DAMAGES)
    unknown = [kind for kind in kinds if kind not in DAMAGES]
    if unknown:
        raise MeasureError(f"--pictures knows {', '.join(DAMAGES)}, not {', '.join(unknown)}")
    print(scans(options.documents, options.dpi, kinds, options.pages))
    return 0


def _mutate(options: argparse.Namespace) -> int:
    from eval.mutate import measure
    from eval.mutate_report import as_markdown, kept, to_json

    missing = [path for path in options.documents if not path.exists()]
    if missing:
        raise FileNotFoundError(f"there is no file or folder {', '.join(map(str, missing))}")
    measured = measure(options.documents, options.count, options.seed)
    if options.report is not None:
        folder: Path = options.report
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(to_json(measured), ensure_ascii=False, indent=1)
        (folder / "mutate.json").write_text(text, encoding="utf-8")
        (folder / "mutate.md").write_text(as_markdown(measured), encoding="utf-8")
    print(as_markdown(measured), end="")
    return 0 if kept(measured) else 1


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "ablate": _ablate,
    "baselines": _baselines,
    "bench": _bench,
    "sweep": _sweep,
    "wording": _wording,
    "slips": _slips,
    "calibrate": _calibrate,
    "coverage": _coverage,
    "layouts": _layouts,
    "scans": _scans,
    "mutate": _mutate,
}
