"""A copy of a corpus and of its questions with every entity renamed and every amount of money changed.

What a program knows of one published budget by heart does not survive this; what it understands does. The names are
those of the readings: the organisation, the projects, their lines and indicators. Each word of a name becomes another
of the same length, letter by letter, wherever it stands; words of budgets in general and official names of
classifications stay. Money is multiplied by a factor; a figure that rounds a finer one is rounded anew, so that what
agreed still agrees and what did not still does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import jieba
from opencc import OpenCC

from assistant.language import language_of
from assistant.vocabulary import COUNT_UNITS, SYNONYMS, WORDS
from corpus.amounts import SCALES
from corpus.readers.text import decode
from corpus.reading import read_document
from corpus.records import CheckStatus, Observation, Place, Reading
from eval.cases import Case, Groups
from eval.printed import YUAN, is_number, squeezed

WORDS_THAT_STAY = Path(__file__).with_name("renaming_words.txt")
_FIXED = frozenset("一二三四五六七八九十两零第期届批轮阶段年月日元万亿")
_MONEY = re.compile(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)(\s*)(万元|亿元|元)")
_SEPARATE = re.compile(r"[^\u4e00-\u9fffA-Za-z]+")


class Renaming:
    """The renaming of one corpus (file names to bytes), applied to its documents and to cases asked about it."""

    def __init__(self, files: Mapping[str, bytes], spoken: str, factor: int) -> None:
        """``spoken`` is all that will be asked, so that no letter in use is given a second meaning."""
        self.factor = factor
        self._files = {name: (decode(data), read_document(data, name)) for name, data in files.items()}
        readings = [reading for _, reading in self._files.values()]
        self._money = _new_amounts(readings, factor)
        self._printed = {_decimal(place.printed) for reading in readings for place in _money_places(reading)}
        self._differences = _differences(readings)
        kept = _kept(readings)
        general = re.compile("|".join(sorted(map(re.escape, kept), key=len, reverse=True)))
        words = {word for name in _names(readings) for word in _words(general.sub("|", name.replace(" ", "")))} - kept
        used = "".join(text for text, _ in self._files.values()) + spoken + "".join(kept)
        self._signs = _signs({sign for word in words for sign in word if not sign.isascii()}, frozenset(used))
        self._words = words
        ordered = sorted(kept | words, key=lambda word: (-len(word), word))
        self._pattern = re.compile("|".join(" ?".join(map(re.escape, word)) for word in ordered))

    def documents(self) -> dict[str, bytes]:
        """The renamed files."""
        return {name: self._document(*pair).encode() for name, pair in self._files.items()}

    def _document(self, text: str, reading: Reading) -> str:
        lines = text.split("\n")
        places: dict[int, dict[tuple[int, int], Place]] = {}
        for place in _money_places(reading):
            if place.line is not None and place.char_from is not None and place.char_to is not None:
                places.setdefault(place.line - 1, {})[place.char_from, place.char_to] = place
        for number, found in places.items():
            for start, stop in sorted(found, reverse=True):
                printed = lines[number][start:stop]
                lines[number] = lines[number][:start] + self._marked(printed) + lines[number][stop:]
        prose = (_MONEY.sub(self._amount, line) for line in lines)
        return self.name("\n".join(prose).translate(_UNMARKED))

    def _marked(self, printed: str) -> str:
        """The printed amount changed, in digits that no second pass takes for an amount."""
        number = re.search(r"\d[\d, ]*(?:\.[\d ]*\d)?", printed)
        if number is None:
            return printed
        changed = _like(number[0], self._scaled(number[0]))
        return printed[: number.start()] + changed.translate(_MARKED) + printed[number.end() :]

    def _amount(self, match: re.Match[str]) -> str:
        return _like(match[1], self._scaled(match[1])) + match[2] + match[3]

    def _scaled(self, printed: str) -> Decimal:
        """The new amount for a printed one, with as many decimals."""
        value = _decimal(printed)
        return self._money.get(value, value * self.factor)

    def name(self, text: str) -> str:
        """``text`` with every word of a name exchanged."""
        return self._pattern.sub(lambda match: self._word(match[0]), text)

    def _word(self, printed: str) -> str:
        if printed.replace(" ", "") not in self._words:
            return printed
        return "".join(_latin(sign) if sign.isascii() else self._signs.get(sign, sign) for sign in printed)

    def case(self, case: Case) -> Case:
        """The case with its words and its amounts of money changed in the same way."""
        factor = self.factor if case.unit in YUAN else 1
        amount = None if case.amount is None else self._gold(case.amount, case.unit)
        return replace(
            case,
            question=self._question(case.question),
            amount=amount,
            tol=case.tol * factor,
            all_amounts=tuple(self._gold(value, case.unit) for value in case.all_amounts),
            text=self._groups(case.text, case.category == "audit"),
            cite=self._groups(case.cite),
            forbid=self._groups((case.forbid,))[0],
        )

    def _gold(self, value: Decimal, unit: str) -> Decimal:
        if unit not in YUAN:
            return value
        return self._money.get(value, value * self.factor)

    def _question(self, text: str) -> str:
        changed = _MONEY.sub(self._amount, text)
        if language_of(text) != "zh-Hant":
            return self.name(changed)
        return str(_converter("s2t").convert(self.name(str(_converter("t2s").convert(changed)))))

    def _groups(self, groups: Groups, audit: bool = False) -> Groups:
        return tuple(tuple(self._alternative(text, audit) for text in group) for group in groups)

    def _alternative(self, text: str, audit: bool) -> str:
        """A gold text: a number is money if it is printed as such and no small whole number, or a failed difference."""
        if not is_number(text):
            return self._question(text)
        value = Decimal(squeezed(text))
        if audit and value in self._differences:
            return str(value * self.factor)
        if value in self._printed and (value != value.to_integral_value() or value >= 10_000):
            return str(self._money.get(value, value * self.factor))
        return text


_DIGITS = "0123456789"
_PRIVATE = "".join(chr(0xE000 + digit) for digit in range(10))
_MARKED = str.maketrans(_DIGITS, _PRIVATE)
_UNMARKED = str.maketrans(_PRIVATE, _DIGITS)


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


def _money_places(reading: Reading) -> Iterator[Place]:
    """The places of all amounts in 元, of whatever printed scale."""
    for table in reading.tables:
        yield from (cell.place for cell in table.cells if cell.amount is not None and cell.amount.unit == "元")
    for project in reading.projects:
        for _, cells in project.funding:
            yield from (cell.place for cell in cells if cell.amount is not None)
    yield from (item.place for item in _money_observations(reading))


def _money_observations(reading: Reading) -> Iterator[Observation]:
    for statement in reading.statements:
        yield from (o for o in statement.observations if o.amount is not None and o.amount.unit == "元")


def _new_amounts(readings: Sequence[Reading], factor: int) -> dict[Decimal, Decimal]:
    """For each printed figure that rounds a finer one: what the finer one, multiplied, rounds to."""
    amounts = {o.amount for reading in readings for o in _money_observations(reading) if o.amount is not None}
    amounts |= {c.amount for r in readings for t in r.tables for c in t.cells if c.amount and c.amount.unit == "元"}
    found: dict[Decimal, Decimal] = {}
    for coarse in amounts:
        near = [a for a in amounts if a.step < coarse.step and 2 * abs(a.value - coarse.value) <= coarse.step]
        finest = min(near, key=lambda amount: amount.step, default=None)
        if finest is not None and finest.value != coarse.value:
            printed = _decimal(coarse.printed)
            new = Decimal(finest.value * factor) / 10_000 / SCALES[coarse.scale]
            found[printed] = new.quantize(printed, rounding=ROUND_HALF_UP)
    return found


def _differences(readings: Sequence[Reading]) -> frozenset[Decimal]:
    """The differences in 元 that failed checks state."""
    failed = (c for reading in readings for c in reading.checks if c.status is CheckStatus.FAIL and c.unit == "元")
    return frozenset(abs(Decimal(check.difference) / 10_000) for check in failed if check.difference)


def _decimal(printed: str) -> Decimal:
    number = re.search(r"\d[\d,\s]*(?:\.[\d\s]*)?", printed)
    return Decimal(re.sub(r"[,\s]", "", number[0])) if number else Decimal(0)


def _like(printed: str, value: Decimal) -> str:
    """``value`` printed as ``printed`` is: decimals, separators, and where a blank broke it."""
    bare = re.sub(r"[,\s]", "", printed)
    decimals = len(bare.partition(".")[2])
    text = f"{value:,.{decimals}f}" if "," in printed else f"{value:.{decimals}f}"
    for match in re.finditer(r"\s", printed.rstrip()):
        behind = len(printed.rstrip()) - match.end()
        text = text[: len(text) - behind] + match[0] + text[len(text) - behind :]
    return text + printed[len(printed.rstrip()) :]


def _names(readings: Sequence[Reading]) -> Iterator[str]:
    """All names of entities."""
    for reading in readings:
        yield reading.document.organisation
        for project in reading.projects:
            yield project.name
            for line in project.lines:
                yield from (line.content, line.detail)
            yield from (indicator.level3 for indicator in project.indicators)


def _kept(readings: Sequence[Reading]) -> set[str]:
    """Words that stay: of the plan language, of the forms, and the official names of rows."""
    rows = {
        subject.name
        for reading in readings
        for subject in (statement.subject for statement in reading.statements)
        if subject.kind in ("function", "economic", "item")
    }
    tables = [table for reading in readings for table in reading.tables if table.project is None]
    labels = {label.name for table in tables for label in table.labels}
    labels |= {name for table in tables for column in table.columns for name in column.path}
    said = {side for pair in SYNONYMS for side in pair}
    general = {word for word in (*WORDS, *COUNT_UNITS, *said) if len(word) > 1}
    listed = [line for line in WORDS_THAT_STAY.read_text(encoding="utf-8").split("\n") if not line.startswith("#")]
    return {word for word in {*" ".join(listed).split(), *rows, *labels, *general} if word}


def _words(name: str) -> Iterator[str]:
    """The words of a name that can be exchanged: two letters or more, no numerals in them."""
    for piece in _SEPARATE.split(name):
        for word in (*jieba.lcut(piece), *jieba.lcut(piece, cut_all=True)):
            if len(word) > 1 and not set(word) & _FIXED:
                yield word


def _signs(old: set[str], used: frozenset[str]) -> dict[str, str]:
    """A common letter in no other use for each old one, the same in simplified and traditional writing."""
    jieba.initialize()
    common = [bytes([high, low]).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF)]
    free = [sign not in used and _converter("s2t").convert(sign) == sign and not _joins(sign) for sign in common]
    found: dict[str, str] = {}
    for sign in sorted(old):
        start = ord(sign) * 389
        at = next(i % len(common) for i in range(start, start + len(common)) if free[i % len(common)])
        free[at] = False
        found[sign] = common[at]
    return found


def _joins(sign: str) -> bool:
    """Whether a letter makes a word of the language with a word of one letter beside it (叫喊), and so hides it."""
    known = jieba.dt.FREQ
    return any(known.get(word + sign) or known.get(sign + word) for word in WORDS if len(word) == 1)


def _latin(sign: str) -> str:
    if not sign.isalpha():
        return sign
    first = ord("a") if sign.islower() else ord("A")
    return chr(first + (ord(sign) - first + 7) % 26)


def read_folder(folder: Path) -> dict[str, bytes]:
    """The text files of a folder by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.txt"))}
