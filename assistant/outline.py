"""A document's prose line by line with what each line stands under: headings, the title of its item, its project.

A sentence often leaves out what it is about, since the title of its list item, the heading or the form's field above it
says so. Texts in the cells of a checklist are lines too: their row and column are what they stand under.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.facts_view import FactsView
from assistant.labels import flat
from corpus.amounts import looks_numeric
from corpus.narrative_text import Sentence, canonical, sentences
from corpus.normal import tidy
from corpus.records import NO_BUDGET, Heading, Paragraph, Place, Reading, Table, TableKind

_ENUMERATOR = (
    r"\s*[-·•]?\s*(?:第[一二三四五六七八九十]+[条项部]|[（(]?[一二三四五六七八九十\d]+[）)、.．](?!\d)|[①-⑳])\s*、?\s*"
)
_NUMBERED = re.compile(_ENUMERATOR)
_LONGEST_TITLE = 16
_LONGEST_HEADING = 30
_CONTENTS_LEVEL = 9
_FEWEST_ROWS = 6
"""A shorter list of texts has no row of column names."""

_ANNOUNCES = re.compile(r"[：:]\s*$|(?:如下|包括)[。:：]?\s*$")
_SECTION = re.compile(r"【([^】]{1,40})】")
_UNIT_LINE = re.compile(r"(?:金额)?单位\s*[:：]|^填(?:报单位|报人|表人|表$)|^项目名称\s*[:：]|^[（(]?\d{4}年?[）)]?$")
_SKIPPED_FIELDS = frozenset({"项目名称"})


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence or cell. ``title`` is the name of its list item ("" if none), in print as ``title_text``.

    ``under`` are, in comparison form and nearest last, the headings, the announcing line, the field and the section;
    ``lead`` is the rest of its paragraph before it. ``project`` is the name of its project, ``key`` of that of a form.
    ``topic`` is, of a chapter on one project whose heading does not name it, what it says first.
    ``block`` numbers the paragraph or cell.
    """

    document: str
    text: str
    place: Place
    source: Place
    flat: str
    block: int
    title: str = ""
    title_text: str = ""
    under: tuple[str, ...] = ()
    heading: str = ""
    lead: str = ""
    project: str = ""
    key: str = ""
    cell: bool = False
    topic: str = ""

    @property
    def around(self) -> str:
        """All that the line stands under, in comparison form; parts do not run into each other."""
        return "\0".join((self.title, flat(self.project), self.topic, *self.under))


def lines(view: FactsView) -> tuple[Line, ...]:
    """Every line of a document, in reading order: prose, fields of forms, cells of checklists."""
    return _lines(view)


@lru_cache(maxsize=16)
def _lines(view: FactsView) -> tuple[Line, ...]:
    found = (*_prose(view.reading), *_fields(view.reading), *_cells(view.reading))
    numbers: dict[int, int] = {}
    return tuple(replace(line, block=numbers.setdefault(line.block, len(numbers))) for line in found)


# Prose


def _prose(reading: Reading) -> Iterator[Line]:
    above: list[Heading] = []
    announced = topic = chapter = ""
    blocks: list[Heading | Paragraph] = [
        *(h for h in reading.headings if h.level != _CONTENTS_LEVEL),
        *reading.paragraphs,
    ]
    for number, block in enumerate(sorted(blocks, key=lambda item: _position(item.place))):
        if isinstance(block, Heading):
            above = [item for item in above if item.level and (not block.level or item.level < block.level)]
            above.append(block)
            announced = ""
            continue
        if _UNIT_LINE.search(block.text.strip()):
            continue
        numbered = _NUMBERED.match(block.text) is not None
        announced = announced if numbered else ""
        headings = tuple(flat(_named(item.text)) for item in above)
        under = (*headings, flat(announced)) if announced else headings
        project = _project_of(above)
        here = above[0].text if above else ""
        if here != chapter:
            chapter, topic = (
                here,
                "" if project or "情况说明" not in here or "项目" not in here else _first_clause(block),
            )
        last = _named(above[-1].text) if above else ""
        for line in _of(reading.document.id, block, number, under, last, project):
            yield replace(line, topic=topic)
        if not numbered and _ANNOUNCES.search(block.text):
            announced = sentences(block)[-1].text


def _first_clause(paragraph: Paragraph) -> str:
    return flat(re.split(r"[，。；]", canonical(paragraph.text), maxsplit=1)[0])


def _position(place: Place) -> tuple[float, ...]:
    return place.page or 0, place.line or 0, place.bbox[1] if place.bbox else 0.0, place.char_from or 0


def _named(text: str) -> str:
    return _NUMBERED.sub("", text, count=1).strip()


def _project_of(above: Sequence[Heading]) -> str:
    """The project that a chapter of prose describes: 某某项目经费情况说明; "" where the heading names none."""
    for heading in reversed(above):
        match = re.match(r"(?P<name>.*?)(?:项目)?(?:经费)?情况说明$", _named(heading.text))
        if match is not None and "项目" in heading.text:
            return re.sub(r"项目经费$", "", match["name"]) or ""
    return ""


def _of(
    document: str, paragraph: Paragraph, number: int, under: tuple[str, ...], heading: str, project: str, key: str = ""
) -> Iterator[Line]:
    """The lines of one paragraph: a short title in front of it, or a line that announces others, is above the rest."""
    title = title_text = lead = section = announced = ""
    for sentence in (part for whole in sentences(paragraph) for part in _parts(whole)):
        own_title = _title_of(sentence, title)
        marks = _SECTION.findall(sentence.text)
        section = marks[-1] if marks else section
        inner = tuple(flat(name) for name in (section, announced) if name)
        line = Line(
            document,
            sentence.text,
            sentence.place,
            paragraph.place,
            flat(sentence.text),
            number,
            title,
            title_text,
            (*under, *inner),
            heading,
            lead,
            project,
            key,
        )
        yield line
        if own_title and not lead:
            title, title_text = flat(own_title), own_title
        elif _heads_lines(sentence):
            announced, title, title_text = _named(sentence.text), "", ""
        lead += line.flat
    return


_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
_LISTED = re.compile(r"(?:^|[：:；;])\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．](?!\d)|[①-⑳])")


def _parts(sentence: Sentence) -> Iterator[Sentence]:
    """The parts of a sentence between semicolons, each with the sentence's place; a numbered list stays whole."""
    plain = _BRACKETED.sub(lambda found: "\0" * len(found[0]), canonical(sentence.text))
    if "（" in plain or "；" not in plain or _LISTED.search(plain.lstrip()[3:]):
        yield sentence
        return
    start = 0
    for stop in [match.end() for match in re.finditer("；", plain)] + [len(plain)]:
        text = sentence.text[start:stop]
        if text.strip():
            yield Sentence(text.strip(), sentence.char_from + start, sentence.char_from + stop, sentence.place)
        start = stop


def _title_of(sentence: Sentence, known: str) -> str:
    """The name of a list item: the short numbered first sentence of its paragraph."""
    text = sentence.text.strip()
    if known or not _NUMBERED.match(text):
        return ""
    name = _named(text).rstrip("。：: ")
    return name if 1 < len(name) <= _LONGEST_TITLE and not re.search(r"[，；、]", name) and text[-1:] in "。：:" else ""


def _heads_lines(sentence: Sentence) -> bool:
    """Whether a line without an end of a sentence announces the lines below it (领导小组职责)."""
    text = sentence.text.strip()
    return len(text) <= _LONGEST_HEADING and (
        text[-1:] in "：:" or (not re.search(r"[。！？；，、\d]", text) and len(text) <= _LONGEST_TITLE)
    )


# Forms


def _fields(reading: Reading) -> Iterator[Line]:
    number = 1_000_000
    for project in reading.projects:
        for field in project.fields:
            number += 1
            if field.name in _SKIPPED_FIELDS:
                continue
            paragraph = Paragraph(tidy(field.text), field.place)
            yield from _of(
                reading.document.id, paragraph, number, (flat(field.name),), field.name, project.name, project.key
            )
        for indicator in project.indicators:
            number += 1
            place = indicator.target.place
            text = indicator.target.text.strip()
            if text:
                under = tuple(flat(n) for n in (indicator.level1, indicator.level2, "绩效指标", indicator.level3))
                yield Line(
                    reading.document.id, text, place, place, flat(text), number, flat(indicator.level3),
                    indicator.level3, under, indicator.level3, "", project.name, project.key, cell=True,
                )  # fmt: skip


# Checklists


def _cells(reading: Reading) -> Iterator[Line]:
    if reading.document.kind != NO_BUDGET:
        return
    number = 2_000_000
    for table in reading.tables:
        if table.kind is not TableKind.OTHER or _holds_figures(table):
            continue
        rows: dict[int, list[tuple[int, str]]] = {}
        for cell in table.cells:
            if cell.text.strip():
                rows.setdefault(cell.row, []).append((cell.column, cell.text))
        first = min(rows, default=0)
        header = table.header_rows or ((first,) if len(rows) > _FEWEST_ROWS and len(rows.get(first, ())) > 1 else ())
        if any(re.search(r"\d{4}-\d", text) for row in header for _, text in rows.get(row, ())):
            header = ()  # a list of files with their dates has no header
        for cell in table.cells:
            number += 1
            labels = [text for column, text in rows.get(cell.row, ()) if column < cell.column]
            if not cell.text.strip() or cell.row in header or not labels:
                continue
            heads = [c.text for c in table.cells if c.row in header and c.column == cell.column]
            under = (flat(table.caption), *(flat(_named(text)) for text in (*heads, *labels)))
            label = next((text for text in reversed(labels) if len(text) > 1), labels[-1])
            text = tidy(cell.text)
            yield Line(
                reading.document.id, text, cell.place, cell.place, flat(text), number, flat(label),
                label, under, label, "", cell=True,
            )  # fmt: skip


def _holds_figures(table: Table) -> bool:
    numbers = sum(looks_numeric(cell.text) for cell in table.cells if cell.text.strip())
    return 3 * numbers > sum(bool(cell.text.strip()) for cell in table.cells)
