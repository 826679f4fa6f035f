"""What a sentence says that a 科目 is for and why it changed, against the 科目 and the change that it speaks of.

Published explanations are copied from one item to the next, and the copy keeps the words of the other: an inspector
reads 减少2.98%。主要原因是：宣传经费增加, or an item whose reason names the item above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpus.checks.comparison import Rule, otherwise
from corpus.checks.verdict import verdict
from corpus.narrative_phrases import DIRECTIONS, SUBJECT
from corpus.narrative_subjects import normal, path_of
from corpus.narrative_text import Locator, canonical
from corpus.records import Check, Paragraph, Place, Reading, Severity, Subject

_DIRECTION = Rule("reason-direction", Severity.WARNING)
_OTHER = Rule("reason-names-other", Severity.NOTICE)
_REASON = re.compile(r"(?:主要)?原因(?:是|为)：?(?P<words>[^。；，]{2,40})")
_PURPOSE = re.compile(r"主要用于：?(?P<words>[^。；，]{2,40})")
_ENDING = re.compile(r"(?:支出)?(?:经费|预算)?(?P<word>增加|增长|减少|下降|保持不变|不变|持平)$")
_WORDS = {**DIRECTIONS, "保持不变": "level", "不变": "level"}
_COMPARED = re.compile("|".join(sorted(DIRECTIONS, key=len, reverse=True)))
_STATED = r"(?:科目)?(?:支出)?(?:预算)?(?:安排)?(?:为)?\s*\d"
_AGAINST = re.compile(r"[比较与同](?:20\d{2}|上|去)[年一]")


@dataclass(frozen=True, slots=True)
class _Item:
    """A stretch of a paragraph that explains one item. ``names`` are what the item may be called, in comparison form.

    ``title`` is the item as it is printed, ``start`` and ``end`` are offsets into the paragraph.
    """

    title: str
    names: frozenset[str]
    start: int
    end: int


def reason_direction(reading: Reading) -> Iterator[Check]:
    """A reason that says of the item itself that it 增加, 减少 or stays as it is agrees with the change stated before.

    Run only where the reason names the item that was compared, and one direction is stated for it.
    """
    checks = (check for line in reading.paragraphs for check in _directions(line))
    yield from otherwise(checks, _DIRECTION.not_run("没有以本项目增减说明原因的句子"))


def _directions(line: Paragraph) -> Iterator[Check]:
    text, locator = canonical(line.text), Locator(line)
    items = _items(text)
    before = 0
    for reason in _REASON.finditer(text):
        stretch, at = text[before : reason.start()], before
        before = reason.end()
        ending = _ENDING.search(reason["words"])
        against = _AGAINST.search(stretch)
        if ending is None or against is None:
            continue
        name = normal(reason["words"][: ending.start()])
        found = list(_COMPARED.finditer(stretch, against.end()))
        stated = {DIRECTIONS[match[0]] for match in found}
        if len(stated) != 1 or not (_owns(items, reason.start(), name) or _is_compared(stretch, name)):
            continue
        good = _WORDS[ending["word"]] in stated
        words = "相符" if good else "相反" if "level" not in (*stated, _WORDS[ending["word"]]) else "不符"
        about = reason["words"][: ending.start()]
        written = "原因写" if good else "原因却写"
        sentence = f"说明称“{about}”{found[0][0]}，{written}“{reason['words']}”，两者{words}"
        sides = (
            [locator.place(at + found[0].start(), at + found[0].end())],
            [locator.place(reason.start("words"), reason.end("words"))],
        )
        yield verdict(_DIRECTION, good, sentence, sides)


def _owns(items: list[_Item], at: int, name: str) -> bool:
    """Whether the item that is explained at this offset bears the name."""
    return any(item.start <= at < item.end and name in item.names for item in items)


def _is_compared(stretch: str, name: str) -> bool:
    """Whether the figure compared is that of ``name``: the only one that is named before the comparison."""
    against = _AGAINST.search(stretch)
    lead = stretch[: against.start()] if against else ""
    named = re.findall(rf"(?:^|[。；：，、）])(?P<name>[^。；：，、\d]{{2,30}}?){_STATED}", lead)
    return len(named) == 1 and len(name) > 2 and normal(re.sub(r"^（[^）]*）", "", named[0])) == name


def reason_names_other(reading: Reading) -> Iterator[Check]:
    """What the explanation of a 科目 says that it is for, or why it changed, does not name another 科目 instead.

    Run where the words are exactly the name of a 科目 of the tables: one row's own name, or the 款 and the 项 together.
    """
    known = _known({statement.subject.key: statement.subject for statement in reading.statements})
    checks = (check for line in reading.paragraphs for check in _others(line, known))
    yield from otherwise(checks, _OTHER.not_run("没有以科目名称说明用途或原因的句子"))


def _known(subjects: Mapping[str, Subject]) -> frozenset[str]:
    """The names of the 科目 by function, and of each 款 with one of its 项."""
    found: set[str] = set()
    for subject in subjects.values():
        if subject.kind == "function":
            found.add(normal(subject.name))
            parent = subjects.get(subject.parent)
            if parent is not None:
                found.add(normal(parent.name + subject.name))
    return frozenset(found)


def _others(line: Paragraph, known: frozenset[str]) -> Iterator[Check]:
    text, locator = canonical(line.text), Locator(line)
    for item in _items(text):
        for kind, pattern in (("用途", _PURPOSE), ("原因", _REASON)):
            for match in pattern.finditer(text, item.start, item.end):
                words = match["words"]
                ending = _ENDING.search(words) if kind == "原因" else None
                name = normal(words[: ending.start()] if ending else words)
                if name not in known and name not in item.names:
                    continue
                good = name in item.names
                sentence = f"“{item.title}”的{kind}写的是“{words}”，" + ("是本科目" if good else "是另一科目的名称")
                yield verdict(_OTHER, good, sentence, _sides(locator, item, match))


def _sides(locator: Locator, item: _Item, match: re.Match[str]) -> tuple[list[Place], list[Place]]:
    return (
        [locator.place(item.start, item.start + len(item.title))],
        [locator.place(match.start("words"), match.end("words"))],
    )


def _items(text: str) -> list[_Item]:
    """The stretches of a paragraph that each begin with the path of a 科目 (“X（类）Y（款）Z（项）”)."""
    found = [(match, match["quoted"] or match["bare"]) for match in SUBJECT.finditer(text)]
    starts = [(text.index(title, match.start()), title) for match, title in found if len(path_of(title)) > 1]
    ends = [*(start for start, _ in starts), len(text)][1:]
    return [_Item(title, _names(path_of(title)), start, end) for (start, title), end in zip(starts, ends, strict=True)]


def _names(path: tuple[str, ...]) -> frozenset[str]:
    """What the last name of a path may be called: each of its names, and it with those above it."""
    joined = {normal("".join(path[at:])) for at in range(len(path))}
    return frozenset({*map(normal, path), *joined})
