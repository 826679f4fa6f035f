"""The same figure asked in many ways: frames around the rows that documents state, and what became of the figure.

A row counts whose plain question gives the figure that the reading states. Every frame of ``wordings.toml`` is then put
around some of these rows; a frame that says more than the plain question must not be answered with its figure.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus.records import Reading
from eval.sweep import Facts, hash_of, short

FRAMES = Path(__file__).parent / "wordings.toml"
PLAIN = "{who}{year}年{name}是多少"
_BUDGET_WORDS = ("预算", "安排", "编", "budget", "set aside", "earmarked", "appropriated", "plan", "拟", "开销")

Ask = Callable[[str, str | None], Mapping[str, Any]]
"""The answer object to a question, asked of one document (its id) or of the whole library (None)."""


@dataclass(frozen=True)
class Frame:
    """A way of asking. ``held`` frames are counted and never looked at; ``different`` ones ask for another figure."""

    style: str
    text: str
    held: bool = False
    different: bool = False
    traditional: bool = False

    def fits(self, row: Row) -> bool:
        """Whether the frame can be said of that row: it has the words, and final accounts are no budget."""
        spoken_of_budget = any(word in self.text for word in _BUDGET_WORDS)
        if "{english}" in self.text and not row.english:
            return False
        return not (row.final and (spoken_of_budget or self.different))


@dataclass(frozen=True)
class Row:
    """A row of one document with the amounts (元) that are right for it."""

    who: str
    year: int
    name: str
    english: str
    gold: frozenset[Decimal]
    document: str | None
    final: bool

    def asked(self, frame: str) -> str:
        """The question that the frame makes of the row."""
        return frame.format(who=self.who, year=self.year, name=self.name, english=self.english)


@dataclass(frozen=True)
class Wording:
    """One question with its verdict: right, refused, or wrong (another figure, or the plain one for another thing)."""

    frame: Frame
    question: str
    verdict: str
    status: str


def frames(file: Path = FRAMES) -> list[Frame]:
    """All frames of the file, in its order."""
    styles = tomllib.loads(file.read_text(encoding="utf-8"))["styles"]
    return [
        Frame(style["name"], text, half == "held", style.get("different", False), style.get("traditional", False))
        for style in styles
        for half in ("tuned", "held")
        for text in style[half]
    ]


def rows(readings: Sequence[Reading], ask: Ask, most: int, file: Path = FRAMES) -> list[Row]:
    """At most ``most`` rows a document whose plain question is answered with a figure that the reading states."""
    english: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))["english"]
    full = [Facts(r) for r in readings if r.document.organisation and r.document.fiscal_year]
    bodies = Counter((f.document.organisation, f.document.fiscal_year, f.document.stage) for f in full)
    found: list[Row] = []
    for facts in full:
        document = facts.document
        twins = bodies[document.organisation, document.fiscal_year, document.stage] > 1
        names = sorted((n for n in facts.rows() if facts.one(n)), key=lambda n: (n not in english, hash_of(n)))
        chosen: list[Row] = []
        for name in [*names[:most], *sorted(names[most:], key=hash_of)]:
            who, year = short(document.organisation), document.fiscal_year or 0
            row = Row(
                who,
                year,
                name,
                english.get(name, ""),
                facts.of(name),
                document.id if twins else None,
                facts.stage == "决算",
            )
            if len(chosen) < 2 * most and _verdict(row, ask(row.asked(PLAIN), row.document)) == "right":
                chosen.append(row)
        found += chosen
    return found


def measure(ways: Sequence[Frame], asked_of: Sequence[Row], ask: Ask, most: int) -> list[Wording]:
    """Every frame around ``most`` of the rows, chosen by a hash of frame and row: the same every time."""
    return [item for frame in ways for item in _framed(frame, asked_of, ask, most)]


def _framed(frame: Frame, asked_of: Sequence[Row], ask: Ask, most: int) -> Iterator[Wording]:
    fitting = sorted(filter(frame.fits, asked_of), key=lambda row: hash_of(frame.text + row.asked(PLAIN)))
    for row in fitting[:most]:
        question = _traditional(row.asked(frame.text)) if frame.traditional else row.asked(frame.text)
        answer = ask(question, row.document)
        verdict = _verdict(row, answer)
        if frame.different:
            verdict = "wrong" if verdict == "right" else "right"
        yield Wording(frame, question, verdict, answer["status"])


def _verdict(row: Row, answer: Mapping[str, Any]) -> str:
    heads = [f for f in answer["figures"] if f["role"] == "headline" and f["amount"] is not None]
    if answer["status"] in ("clarify", "not_found") or not heads:
        return "refused"
    amounts = {Decimal(f["amount"]) * (10_000 if f["unit"] == "万元" else 1) for f in heads}
    return "right" if amounts <= row.gold else "wrong"


def _traditional(text: str) -> str:
    from opencc import OpenCC

    return str(OpenCC("s2t").convert(text))


def as_table(asked: Sequence[Wording]) -> str:
    """A table of verdicts by style and half, in Markdown."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for item in asked:
        half = "held" if item.frame.held else "tuned"
        counts[item.frame.style, half][item.verdict] += 1
        counts["all" if not item.frame.different else "all different", half][item.verdict] += 1
    lines = ["| style | frames | asked | right | refused | wrong |", "|---|---|---|---|---|---|"]
    for (style, half), verdicts in sorted(
        counts.items(), key=lambda entry: (entry[0][0].startswith("all"), entry[0][1])
    ):
        total = verdicts.total()
        share = f"{verdicts['right']} ({100 * verdicts['right'] / total:.0f}%)"
        lines.append(f"| {style} | {half} | {total} | {share} | {verdicts['refused']} | {verdicts['wrong']} |")
    return "\n".join(lines)


def write(folder: Path, asked: Sequence[Wording]) -> Path:
    """The report ``wording.md``: the table, then every question with a tuned frame that did not go right."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = [item for item in asked if item.verdict != "right" and not item.frame.held]
    lines = [as_table(asked), "", "## Not right (tuned frames)", ""]
    lines += [f"- {item.frame.style} ({item.verdict}, {item.status}): {item.question}" for item in shown]
    file = folder / "wording.md"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file
