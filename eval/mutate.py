"""How well the cross-checker works: one printed figure is changed at a time, and what it then notices is counted.

Nothing here knows a rule: figures are chosen from the text, and a check covers a figure when it compared it and found
both sides equal. Measures, with their definitions:

coverage: share of the printed figures that some identity covers in the unchanged document.
recall: share of the changed figures, among the covered ones, with a new error or warning that concerns the change.
precision: share of the new errors and warnings that concern the change.
false alarms: errors and warnings of the unchanged documents that nobody has confirmed on the printed page.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.records import NO_BUDGET, Check, CheckStatus, Place, Reading, Severity
from eval.mutants import KINDS, Mutant, Spot, figures, mutate, mutate_unit_line, total_spots, unit_lines
from eval.surfaces import Surface, surface_of

CONFIRMED = Path(__file__).parent / "confirmed_findings.json"
"""Findings of published documents that were compared with the printed page and are true."""

_TRIES = 40
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one change. ``rules`` name what noticed it, ``false`` the rules of findings beside the point."""

    document: str
    mutant: Mutant
    covered: bool
    rules: tuple[str, ...]
    false: tuple[str, ...]

    @property
    def noticed(self) -> bool:
        """Whether a new finding concerns the change."""
        return bool(self.rules)


@dataclass(frozen=True, slots=True)
class Examined:
    """An unchanged document: its figures, those that an identity covers, its findings and those not yet confirmed."""

    name: str
    figures: tuple[Spot, ...]
    covered: frozenset[Spot]
    where: tuple[str, ...]
    findings: tuple[Check, ...]
    unconfirmed: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """All that the suite found."""

    documents: tuple[Examined, ...]
    outcomes: tuple[Outcome, ...]


def measure(paths: Sequence[Path], count: int, seed: int) -> Measured:
    """Change ``count`` figures in all, spread over the files of ``paths`` by their number of figures.

    The same seed and files give the same changes. Files that cannot be read, or that state nothing, are left out.
    """
    chance = random.Random(seed)
    surfaces = (surface for path in _files(paths) if (surface := surface_of(path)) is not None)
    benches = [bench for surface in surfaces if (bench := _Bench(surface)).spots and bench.is_budget]
    if not benches:
        return Measured((), ())
    examined = [bench.examined() for bench in benches]
    total = sum(len(bench.spots) for bench in benches)
    outcomes: list[Outcome] = []
    for bench in benches:
        share = max(1, round(count * len(bench.spots) / total))
        outcomes += [bench.try_out(mutant) for mutant in bench.mutants(share, chance)]
    return Measured(tuple(examined), tuple(outcomes))


def _files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += sorted(item for item in path.rglob("*") if item.is_file()) if path.is_dir() else [path]
    return found


class _Bench:
    """One document with its clean reading, against which each changed reading is held."""

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self.clean = surface.read({})
        self.spots = figures(surface)
        self.totals = total_spots(surface, self.spots)
        places = {place for check in self.clean.checks if _is_identity(check) for place in _places(check)}
        self.places = tuple(places)
        self.covered = frozenset(spot for spot in self.spots if self._covers(places, spot))
        self.before = Counter(_key(check) for check in _findings(self.clean))

    @property
    def is_budget(self) -> bool:
        """Whether the document states figures of its own: no identity can hold for what a checklist quotes."""
        return self.clean.document.kind != NO_BUDGET

    def _covers(self, places: Iterable[Place], spot: Spot) -> bool:
        return any(self.surface.holds(place, spot.piece, spot.start, spot.end) for place in places)

    def examined(self) -> Examined:
        """The unchanged document."""
        findings = tuple(_findings(self.clean))
        known = confirmed().get(self.clean.document.id, frozenset())
        unconfirmed = tuple(check for check in findings if _key(check) not in known)
        where = tuple(self._where(spot) for spot in self.spots if spot not in self.covered)
        return Examined(self.surface.name, tuple(self.spots), self.covered, where, findings, unconfirmed)

    def _where(self, spot: Spot) -> str:
        """The table in which an uncovered figure stands, 说明文字 outside one."""
        for table in self.clean.tables:
            if any(self.surface.holds(cell.place, spot.piece, spot.start, spot.end) for cell in table.cells):
                return table.kind.value
        return "说明文字" if spot.unit != "%" else "说明文字中的百分比"

    def mutants(self, count: int, chance: random.Random) -> Iterator[Mutant]:
        """``count`` changes, the kinds in turn; every unit line once in place of as many unit changes of sentences."""
        lines = unit_lines(self.surface)
        chance.shuffle(lines)
        for number in range(count):
            kind = KINDS[number % len(KINDS)]
            if kind == "unit" and lines and number % 2:
                yield mutate_unit_line(self.surface, *lines.pop())
                continue
            for _ in range(_TRIES):
                spot = chance.choice(self.totals if kind == "total" and self.totals else self.spots)
                mutant = mutate(self.surface, spot, kind, chance, self.totals)
                if mutant is not None:
                    yield mutant
                    break

    def try_out(self, mutant: Mutant) -> Outcome:
        """Read the changed document; its new findings concern the change or they do not."""
        changed = self.surface.read({mutant.piece: mutant.after})
        tables = self._tables(mutant, changed)
        left = Counter(self.before)
        concerned: list[str] = []
        beside: list[str] = []
        for check in _findings(changed):
            if left[_key(check)] > 0:
                left[_key(check)] -= 1
                continue
            (concerned if self._concerns(check, mutant, tables) else beside).append(check.rule)
        return Outcome(self.surface.name, mutant, self._is_covered(mutant, tables), tuple(concerned), tuple(beside))

    def _tables(self, mutant: Mutant, changed: Reading) -> frozenset[str]:
        """The tables that a dropped row stood in, or whose unit is another now."""
        if mutant.after is None:
            row = self.surface.pieces[mutant.piece].row
            return frozenset(
                table.key
                for table in self.clean.tables
                if any(self.surface.holds(cell.place, piece, 0, 10**6) for cell in table.cells for piece in row)
            )
        if mutant.spot is None:
            units = {table.key: table.unit for table in self.clean.tables}
            return frozenset(table.key for table in changed.tables if table.unit != units.get(table.key))
        return frozenset()

    def _concerns(self, check: Check, mutant: Mutant, tables: frozenset[str]) -> bool:
        if mutant.after is None or mutant.spot is None:
            return any(place.table in tables for place in _places(check))
        # The clean surface knows the old text: compare by the characters both have, from the start of the figure on.
        end = mutant.start + max(mutant.end - mutant.start, len(mutant.before))
        return any(self.surface.holds(place, mutant.piece, mutant.start, end) for place in _places(check))

    def _is_covered(self, mutant: Mutant, tables: frozenset[str]) -> bool:
        if mutant.spot is not None and mutant.after is not None:
            return mutant.spot in self.covered
        if mutant.spot is None:
            # The unit of a table without figures says nothing of any figure.
            places = [place for place in self.places if place.table in tables]
            return any(self._covers(places, spot) for spot in self.covered if _nonzero(spot))
        row = set(self.surface.pieces[mutant.piece].row)
        return any(spot.piece in row and _nonzero(spot) for spot in self.covered)


def _nonzero(spot: Spot) -> bool:
    return any(char in "123456789" for char in spot.text)


def _findings(reading: Reading) -> Iterator[Check]:
    """Errors and warnings; notices are no complaints about figures."""
    return (
        check for check in reading.checks if check.status is CheckStatus.FAIL and check.severity is not Severity.NOTICE
    )


def _is_identity(check: Check) -> bool:
    """Whether the check compared two sides that had to be equal, and they were."""
    held = check.status in (CheckStatus.PASS, CheckStatus.ROUNDING)
    if not held or check.difference is None or check.tolerance is None:
        return False
    return abs(check.difference) <= check.tolerance and bool(check.expected_places) and bool(check.actual_places)


def _places(check: Check) -> tuple[Place, ...]:
    return (*check.expected_places, *check.actual_places)


def _key(check: Check) -> _Key:
    """What the check is about, whatever figures it found."""
    return check.rule, re.sub(r"[\d,.]+", "#", check.sentence)


def confirmed() -> dict[str, frozenset[_Key]]:
    """By document id, the findings that are true of the printed page."""
    raw = json.loads(CONFIRMED.read_text(encoding="utf-8")) if CONFIRMED.exists() else {}
    return {document: frozenset((rule, sentence) for rule, sentence in found) for document, found in raw.items()}
