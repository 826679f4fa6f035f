"""Prose cut into sentences and quantities, with the exact place of each in the source."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.amounts import money, step_of
from corpus.normal import tidy
from corpus.records import UNITS_PER_YUAN, Amount, FormField, Paragraph, Place

NUMBER = r"(?<![\d.,\ufffd])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d.]*[\d\ufffd])(?!,[\d\ufffd])"
"""Source of a pattern for one well-formed number; a number that only looks well-formed inside a longer one is none."""

_LONG_UNITS = ("平方米", "立方米", "人次", "批次", "小时", "分钟", "课时", "学时", "公里", "分(?![钟之别])")
_SHORT_UNITS = "所个名人项家辆台套次场节门位年月日天周册本件间米期届班户岁倍份篇部条种类处座批组轮讲级层支幅张兆校镇"
_QUANTITY = re.compile(
    r"(?P<before>约|近|逾|将近|超过|突破|大于|小于|不少于|不低于|至少|不超过|至多|≥|≧|》|>=|≤|≦|《|<=|>|<)?\s*"
    rf"(?P<digits>(?<!第){NUMBER})\s*"
    r"(?P<vague>多|余)?\s*"
    r"(?:(?P<money>(?:百万|千|万|亿)?元)|(?P<percent>[%％]|[（(][%％][）)])"
    rf"|(?P<magnitude>[万亿])?(?P<late>多|余)?(?P<unit>{'|'.join(_LONG_UNITS)}|[{_SHORT_UNITS}]))"
    r"(?P<after>左右|上下|(?:（含）)?以上|(?:（含）)?以下)?"
)
_BEFORE = {
    **dict.fromkeys(("约", "近", "将近"), "约"),
    **dict.fromkeys(("逾", "超过", "突破", "大于", ">"), ">"),
    **dict.fromkeys(("小于", "<"), "<"),
    **dict.fromkeys(("不少于", "不低于", "至少", "≥", "≧", "》", ">="), "≥"),
    **dict.fromkeys(("不超过", "至多", "≤", "≦", "《", "<="), "≤"),
}
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”」』）]*|\n|$)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its text, its offsets in the paragraph's ``text`` (end exclusive) and its place in the source."""

    text: str
    char_from: int
    char_to: int
    place: Place


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; offsets are into the text that was searched (end exclusive)."""

    char_from: int
    char_to: int
    amount: Amount


def canonical(text: str) -> str:
    """``text`` with the same length, its punctuation and digits in one form.

    Full-width digits become ASCII; ASCII separators and brackets become full-width, except a comma between digits.
    """
    folded = "".join(_one(char) for char in text)
    folded = re.sub(r",(?!\d)|(?<!\d),", "，", folded)
    return folded.translate(str.maketrans("();:", "（）；："))


def _one(char: str) -> str:
    if char in "，；：（）！？":
        return char
    form = unicodedata.normalize("NFKC", char)
    return form if len(form) == 1 else char


def quantities(text: str) -> list[Quantity]:
    """Every number with a unit in ``text``, in order.

    Vague ones (多, 余, 近, 约, 左右) have the qualifier 约. Ordinals (第4次) and numbers without a unit are none.
    """
    found = []
    for match in _QUANTITY.finditer(canonical(text)):
        start = match.start("before") if (match["before"] or "约")[0] in "≥≧≤≦》《><" else match.start("digits")
        end = match.start("after") if match["after"] else match.end()
        amount = _amount(match, text[start:end])
        if amount is not None:
            found.append(Quantity(start, end, amount))
    return found


def _qualifier(match: re.Match[str]) -> str:
    after = match["after"] or ""
    if match["before"]:
        return _BEFORE[match["before"]]
    if after.endswith("以上"):
        return "≥"
    if after.endswith("以下"):
        return "≤"
    return "约" if after or match["vague"] or match["late"] else "="


def _amount(match: re.Match[str], printed: str) -> Amount | None:
    digits = match["digits"].replace(",", "")
    try:
        if match["money"]:
            return money(digits, match["money"], printed, _qualifier(match))
        factor = {"万": 10_000, "亿": 100_000_000}.get(match["magnitude"] or "", 1)
        unit = "%" if match["percent"] else match["unit"]
        exact = Decimal(digits) * factor * UNITS_PER_YUAN
        if exact != int(exact):
            return None
        scale = (match["magnitude"] or "") + unit
        return Amount(int(exact), max(step_of(digits, factor), 1), unit, scale, printed, _qualifier(match))
    except ValueError:
        return None


def sentences(paragraph: Paragraph) -> list[Sentence]:
    """The sentences of a paragraph, without surrounding blanks; each ends at 。！？ or a line end."""
    locator = Locator(paragraph)
    found = []
    for match in _SENTENCE.finditer(paragraph.text):
        text = match[0].strip()
        if text:
            start = match.start() + match[0].index(text)
            found.append(Sentence(text, start, start + len(text), locator.place(start, start + len(text))))
    return found


def field_sentences(field: FormField) -> list[Sentence]:
    """The sentences of a project form's field."""
    return sentences(Paragraph(tidy(field.text), field.place))


class Locator:
    """Finds the source place of a part of a paragraph's text.

    Where the paragraph has a line, so has the part: the line on which it begins, and of a part that runs over a line
    end the characters up to that. On a page, where the paragraph has no characters, it begins its first line. Where it
    has no line, ``char_from`` and ``char_to`` count in the paragraph's own printed text, so that two figures of one
    paragraph stay apart. A part of a text that cannot be aligned with its source has no characters.
    """

    def __init__(self, paragraph: Paragraph) -> None:
        self._paragraph = paragraph
        self._index = _alignment(paragraph.text, paragraph.place.printed)

    def place(self, char_from: int, char_to: int) -> Place:
        """The place of ``text[char_from:char_to]``; its ``printed`` is the source text there."""
        whole = self._paragraph.place
        if self._index is None:
            printed = self._paragraph.text[char_from:char_to]
            return replace(whole, printed=printed, char_from=None, char_to=None)
        start, end = self._index[char_from], self._index[char_to - 1] + 1
        if whole.line is None:
            return replace(whole, printed=whole.printed[start:end], char_from=start, char_to=end)
        return self._on_line(whole, start, end)

    @staticmethod
    def _on_line(whole: Place, start: int, end: int) -> Place:
        line_start = whole.printed.rfind("\n", 0, start) + 1
        line_end = whole.printed.find("\n", start)
        end = min(end, line_end) if line_end >= 0 else end
        line = (whole.line or 0) + whole.printed.count("\n", 0, start)
        first = 0 if whole.char_from is None and whole.page is not None else whole.char_from
        offset = first if line_start == 0 else 0
        if offset is None:
            return replace(whole, printed=whole.printed[start:end], line=line, char_from=None, char_to=None)
        start_in_line, length = offset + start - line_start, end - start
        return replace(
            whole, printed=whole.printed[start:end], line=line, char_from=start_in_line, char_to=start_in_line + length
        )


def _alignment(text: str, printed: str) -> list[int] | None:
    """For each index of ``text`` that of the same character in ``printed``; None if they differ in more than blanks."""
    if text == printed:
        return list(range(len(text)))
    markup = {at for match in re.finditer(r"<[^<>]*>", printed) for at in range(match.start(), match.end())}
    source = [(form, at) for at, char in enumerate(printed) if at not in markup for form in _visible(char)]
    index: list[int] = []
    position = 0
    for char in text:
        index.append(source[position][1] if position < len(source) else max(len(printed) - 1, 0))
        for form in _visible(char):
            if position >= len(source) or source[position][0] != form:
                return None
            index[-1] = source[position][1]
            position += 1
    return index if position == len(source) else None


def _visible(char: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", char))
