"""What the command line prints about a library and about places that were looked up, as text; and its progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.around import Elsewhere, Found
from assistant.places import place_words, where_parts
from assistant.records import Citation
from assistant.render import correction_words
from corpus.records import CheckStatus, Document, Problem, Reading
from corpus.store import Summary

if TYPE_CHECKING:
    from assistant.corrections import ListedCorrection
    from assistant.library import AddProgress
    from corpus.amend import Amended
    from corpus.ingest import IngestReport
    from corpus.isolation import Running

PROBLEMS_SHOWN = 10
_QUOTE_LENGTH = 200
_NAME_LENGTH = 24


def document_line(summary: Summary) -> str:
    """What was understood of a document, in one line."""
    tables = sum(count for _, count in summary.tables)
    kinds = ", ".join(f"{kind} {count}" for kind, count in summary.tables)
    checks = ", ".join(f"{count} {status}" for status, count in summary.checks)
    parts = [
        identity(summary.document),
        f"{_count(tables, 'table')} ({kinds})" if kinds else "no tables",
        _count(summary.projects, "project"),
        _count(summary.figures, "figure"),
        f"checks: {checks}" if checks else "no checks",
        _count(summary.problems, "problem"),
    ]
    if summary.redactions:
        parts.append(f"{_count(summary.redactions, 'contact field')} redacted")
    return "; ".join(parts)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def identity(document: Document) -> str:
    """Organisation, level, fiscal year, stage and kind; what the document does not say is called unknown."""
    parts = (
        document.organisation or "organisation unknown",
        document.level or "level unknown",
        "year unknown" if document.fiscal_year is None else str(document.fiscal_year),
        document.stage or "stage unknown",
    )
    return " · ".join(parts) + (f" ({document.kind})" if document.kind else "")


def report_lines(report: IngestReport, summary: Summary | None) -> Iterator[str]:
    """One line for the file, then its problems; nothing is known of a document that failed or was skipped."""
    if summary is None:
        yield f"{report.status.value:9} {report.path}: {report.message}"
    else:
        message = f" [{report.message}]" if report.message else ""
        yield f"{report.status.value:9} {report.path}{message}: {document_line(summary)}"
    yield from problem_lines(report.problems)


def problem_lines(problems: Sequence[Problem]) -> Iterator[str]:
    """The first problems with their places, and how many more there are."""
    for problem in problems[:PROBLEMS_SHOWN]:
        where = place_words(problem.place) if problem.place is not None else ""
        yield f"    {problem.kind}{f' ({where})' if where else ''}: {' '.join(problem.message.split())}"
    if len(problems) > PROBLEMS_SHOWN:
        yield f"    ... and {len(problems) - PROBLEMS_SHOWN} more problems ({len(problems)} in all)"


def status_lines(
    folder: str,
    version: int,
    summaries: Sequence[Summary],
    problems: Mapping[str, Sequence[Problem]],
    waiting: int,
    outdated: Sequence[Document] = (),
) -> Iterator[str]:
    """The state of a library: its documents with counts and ``problems`` (by document id), and its index.

    ``outdated`` are the documents that an older version of the program has read.
    """
    figures = sum(summary.figures for summary in summaries)
    counts = f"{_count(len(summaries), 'document')}, {_count(figures, 'figure')}"
    yield f"library   {folder}: {counts}, version {version}"
    for summary in summaries:
        yield f"{summary.document.id} {summary.document.name}: {document_line(summary)}"
        yield from problem_lines(problems.get(summary.document.id, ()))
    if outdated:
        yield f"readings  {_count(len(outdated), 'document')} read by an older version; `reread` reads them again"
    state = "up to date" if not waiting else f"{_count(waiting, 'document')} waiting; the next `add` takes up the work"
    yield f"index     {state}"


def amended_lines(amended: Amended, what: str) -> Iterator[str]:
    """What a correction did: the cell, and how many checks ended how before and after."""
    correction = amended.entry.correction
    yield f"{what} {amended.entry.citation_id} in {amended.entry.document_name}: “{amended.text}”"
    yield f"    the file was read as “{correction.before}”" if what == "corrected" else "    as it read before"
    old, new = _outcomes(amended.before), _outcomes(amended.after)
    changed = [f"{status} {old[status]} -> {new[status]}" for status in old if old[status] != new[status]]
    yield f"    checks: {', '.join(changed)}" if changed else "    checks: as many of each kind as before"


def _outcomes(reading: Reading) -> dict[str, int]:
    return {status.value: sum(check.status is status for check in reading.checks) for status in CheckStatus}


def correction_lines(corrections: Iterable[ListedCorrection]) -> Iterator[str]:
    """The history of corrections, a few lines for each."""
    for item in corrections:
        made, undone = item.entry.correction, item.entry.undone
        yield f"{item.entry.citation_id}  {item.entry.document_name}  {place_words(made.place)}".rstrip()
        yield f"    {item.status}: “{made.before}” -> “{made.after}” by {made.who} at {made.when}: {made.why}"
        if undone is not None:
            yield f"    taken back by {undone.who} at {undone.when}: {undone.why}"


def found_lines(found: Iterable[Found]) -> Iterator[str]:
    """Each place with its printed row and header, and what agrees or disagrees with it elsewhere."""
    for number, item in enumerate(found, 1):
        if number > 1:
            yield ""
        yield f"{item.citation.id}  {where(item.citation)}"
        if item.citation.cell_text:
            yield f"    printed: {item.citation.cell_text}"
        if item.citation.correction is not None:
            yield f"    corrected: {correction_words(item.citation.correction, english=True)}"
        if item.header:
            yield f"    header:  {' | '.join(item.header)}"
        yield f"    quote:   {_short(item.citation.quote)}"
        yield from _elsewhere("agrees", item.agrees)
        yield from _elsewhere("DISAGREES", item.disagrees)
        for check in item.checks:
            yield f"    check {check.status} ({check.rule}): {check.sentence}"
        for check, other in item.between:
            yield f"    check {check.status} ({check.rule}, with {other.name}): {check.sentence}"
        if item.chain:
            yield f"    chain: {item.chain}"


def where(citation: Citation) -> str:
    """Document, position, project, table, row and column, as far as they apply."""
    return " · ".join((citation.document_name, *where_parts(citation)))


def _elsewhere(word: str, items: Iterable[Elsewhere]) -> Iterator[str]:
    for item in items:
        yield f"    {word}: {item.citation.cell_text} at {where(item.citation)} ({item.citation.id})"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _QUOTE_LENGTH else f"{flat[:_QUOTE_LENGTH]}…"


def _running(item: Running) -> str:
    """A file that is being read, the seconds that it has taken and, where they are known, its pages."""
    pages = f" page {item.pages_done}/{item.pages}" if item.pages else ""
    return f"{_clipped(item.name)} {item.seconds:.0f}s{pages}"


def _clipped(name: str) -> str:
    """A file name that leaves room for others on the line, its end kept, as year and kind often stand there."""
    return name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH // 2]}…{name[-_NAME_LENGTH // 2 :]}"


@contextmanager
def progress_bar() -> Iterator[Callable[[AddProgress], None]]:
    """A bar on standard error: first over the files that are read, then over the documents that are indexed."""
    from tqdm import tqdm

    from corpus.ingest import Progress

    bar = tqdm(unit="file", desc="reading")
    live = sys.stderr.isatty()

    def show(progress: AddProgress) -> None:
        desc = "reading" if isinstance(progress, Progress) else "indexing"
        if not live and bar.desc.removesuffix(": ") == desc and bar.n == progress.done and progress.done:
            # In a file every step would be a line of its own; there only finished ones count.
            return
        if bar.desc.removesuffix(": ") != desc:
            bar.reset(progress.total)
            bar.unit = "document"
        bar.set_description(desc, refresh=False)
        bar.total, bar.n = progress.total, progress.done
        if isinstance(progress, Progress):
            now = ", ".join(map(_running, progress.running))
        else:
            now = f"{progress.texts_done}/{progress.texts} texts" if progress.texts else ""
        bar.set_postfix_str(now, refresh=False)
        bar.refresh()

    try:
        yield show
    finally:
        bar.close()
