"""Questions that no structured figure answers: the printed sentences that hold both the subject and what was asked.

A sentence counts only if every content word of the question stands in it or in the names around it (its project, its
field, its organisation), and the greater part in the sentence itself. Its figure is quoted, never computed with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.facts_view import FactsView
from assistant.labels import blocks_of, flat
from corpus.narrative_text import Quantity, quantities, sentences
from corpus.normal import tidy
from corpus.records import Paragraph, Place


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a document, with the names around it in comparison form and its own comparison form."""

    document: str
    text: str
    place: Place
    context: str
    flat: str
    flat_context: str
    project: str = ""
    source: Place | None = None
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that answers, the share of the question that stands in it (0 to 1), and the quantity asked for."""

    passage: Passage
    share: float
    quantity: Quantity | None


def passages(view: FactsView) -> tuple[Passage, ...]:
    """Every sentence of a document's prose and of its forms' fields."""
    return _passages(view)


@lru_cache(maxsize=16)
def _passages(view: FactsView) -> tuple[Passage, ...]:
    return tuple(_all(view))


def _all(view: FactsView) -> Iterator[Passage]:
    reading = view.reading
    organisation = reading.document.organisation
    for paragraph in reading.paragraphs:
        yield from _of(reading.document.id, paragraph, organisation, "", organisation)
    for project in reading.projects:
        for field in project.fields:
            if field.name in ("项目名称", "项目类别", "起始日期", "结束日期"):
                continue
            paragraph = Paragraph(tidy(field.text), field.place)
            yield from _of(reading.document.id, paragraph, f"{project.name} {field.name} {organisation}", project.key)


def _of(document: str, paragraph: Paragraph, context: str, project: str, organisation: str = "") -> Iterator[Passage]:
    for sentence in sentences(paragraph):
        section = _section(paragraph.text[: sentence.char_to])
        around = f"{context} {section}" if section and section not in sentence.text else context
        yield Passage(
            document,
            sentence.text,
            sentence.place,
            around,
            flat(sentence.text),
            flat(around),
            project,
            paragraph.place,
            organisation,
        )


def _section(text: str) -> str:
    """The 【…】 that heads the part of a field that a sentence stands in, "" if there is none."""
    marks = re.findall(r"【([^】]{1,30})】", text)
    return marks[-1] if marks else ""


def spot(document: str, place: Place) -> tuple[object, ...]:
    """What identifies the paragraph or cell at a place."""
    if place.table is not None:
        return (document, place.table, place.row, place.column)
    return (document, place.page, place.line, place.bbox)


def find(
    question: str,
    content: frozenset[int],
    broad: frozenset[int],
    views: Sequence[FactsView],
    unit: str,
    retrieved: frozenset[tuple[object, ...]] = frozenset(),
    most: int = 5,
) -> list[Found]:
    """The sentences that account for all of ``content``, those that hold most of ``broad`` first.

    ``question`` is in comparison form. Where ``unit`` is given the sentence must hold a quantity in that unit.
    Of equally good ones those in ``retrieved`` (see ``spot``) come first; all are judged, since disagreement matters.
    """
    wanted = "".join(question[i] if i in broad else "\0" for i in range(len(question)))
    found = []
    for view in views:
        for passage in passages(view):
            hit = _judge(passage, wanted, content, broad, unit)
            if hit is not None:
                found.append(hit)
    found.sort(
        key=lambda hit: (
            -hit.share,
            not _is_in(hit.passage, retrieved),
            len(hit.passage.text),
            hit.passage.place.line or 0,
        )
    )
    return found[:most]


def _is_in(passage: Passage, retrieved: frozenset[tuple[object, ...]]) -> bool:
    return passage.source is not None and spot(passage.document, passage.source) in retrieved


def _judge(passage: Passage, wanted: str, content: frozenset[int], broad: frozenset[int], unit: str) -> Found | None:
    own = _covered(wanted, passage.flat)
    if not any(i + 1 in own for i in own & content if i + 1 in content):
        return None  # single signs alone make no match
    rest = broad - own
    masked = "".join(char if i in rest else "\0" for i, char in enumerate(wanted))
    around = _covered(masked, passage.flat_context) if rest else frozenset()
    if content - own - around or len(own & content) < 0.3 * len(content):
        return None
    share = (len(own) + 0.9 * len(around)) / max(len(broad), 1)
    if not unit:
        return Found(passage, share, None)
    matching = [q for q in quantities(passage.text) if _unit_fits(q.amount.unit, q.amount.scale, unit)]
    chosen = _spoken_of(passage, matching, wanted)
    return None if chosen is None else Found(passage, share, chosen)


def _covered(wanted: str, text: str) -> frozenset[int]:
    covered: set[int] = set()
    for block in blocks_of(wanted, text):
        covered.update(range(block.start, block.stop))
    singles = {i for i, char in enumerate(wanted) if char != "\0" and i not in covered}
    return frozenset(covered | {i for i in singles if _single(wanted, i) and wanted[i] in text})


def _single(wanted: str, index: int) -> bool:
    """Whether a content character stands alone between words that are explained."""
    before = wanted[index - 1] if index else "\0"
    after = wanted[index + 1] if index + 1 < len(wanted) else "\0"
    return before == "\0" and after == "\0"


def _unit_fits(unit: str, scale: str, asked: str) -> bool:
    people = ("人", "名", "位")
    return asked in (unit, scale) or (asked in people and unit in people)


def _spoken_of(passage: Passage, found: Sequence[Quantity], wanted: str) -> Quantity | None:
    """The only quantity found; of several, the one whose own clause holds most of the words; None when they tie."""
    years = set(re.findall(r"(?:19|20)\d{2}(?=年)", wanted))
    if years:
        found = [q for q in found if _year_before(passage.text, q.char_from) in years]
    if len(found) <= 1:
        lone = len(quantities(passage.text)) <= 1 or not found
        return found[0] if found and (lone or _clause_share(passage.text, found[0], wanted)) else None
    ranked = sorted(((_clause_share(passage.text, q, wanted), q) for q in found), key=lambda pair: -pair[0])
    best = [quantity for share, quantity in ranked if share == ranked[0][0]]
    return best[0] if len({quantity.amount.value for quantity in best}) == 1 else None


def _year_before(text: str, at: int) -> str:
    """The year mentioned last before a position, "" if there is none."""
    mentioned = re.findall(r"((?:19|20)\d{2})\s*年", text[:at])
    return mentioned[-1] if mentioned else ""


def _clause_share(text: str, quantity: Quantity, wanted: str) -> int:
    start = max((text.rfind(mark, 0, quantity.char_from) for mark in "，；,;、：:"), default=-1) + 1
    ends = [at for mark in "，；,;、" if (at := text.find(mark, quantity.char_to)) >= 0]
    return len(_covered(wanted, flat(text[start : min(ends, default=len(text))])))
