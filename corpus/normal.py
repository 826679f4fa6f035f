"""One normal form for printed text, so that a word broken by a page or by OCR is the same word everywhere."""

from __future__ import annotations

import html
import re

from corpus.amounts import fold

_TAG = re.compile(r"<[^>]+>")
_BOX_ON = re.compile(r"<input[^>]*checked[^>]*>|[☑☒■✅]", re.IGNORECASE)
_BOX_OFF = re.compile(r"<input[^>]*checkbox[^>]*>|[☐□]", re.IGNORECASE)
_BLOCK_END = re.compile(r"</(?:p|div|li|tr|h\d)>|<br\s*/?>", re.IGNORECASE)
_LATEX = {r"\geq": "≥", r"\leq": "≤", r"\times": "×", r"\%": "%"}
_HAN = r"[\u3400-\u9fff\uf900-\ufaff、。，；：“”‘’（）《》〈〉【】〔〕！？…]"
_GAP = re.compile(rf"(?<={_HAN})[ \t\u3000]+(?={_HAN})")
_GAP_DIGIT = re.compile(rf"(?<={_HAN})[ \t\u3000]+(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])[ \t\u3000]+(?={_HAN})")
_RADICALS = {
    "⻓": "长",
    "⻔": "门",
    "⻋": "车",
    "⻅": "见",
    "⻚": "页",
    "⻛": "风",
    "⻜": "飞",
    "⻢": "马",
    "⻬": "齐",
    "⻝": "食",
}

BOX_ON = "☑"
BOX_OFF = "☐"
_MARKS_ON = re.compile(rf"[✓√✔{BOX_ON}]")
_MARKS_OFF = re.compile(r"[×✗✘╳]")


def plain(text: str) -> str:
    """``text`` without markup: tags removed (a block's end becomes a line break), entities and boxes decoded."""
    if "<" in text:
        text = _BOX_OFF.sub(BOX_OFF, _BOX_ON.sub(BOX_ON, text))
        text = _TAG.sub("", _BLOCK_END.sub("\n", text))
    else:
        text = _BOX_OFF.sub(BOX_OFF, _BOX_ON.sub(BOX_ON, text))
    if "$" in text:
        for code, sign in _LATEX.items():
            text = text.replace(code, sign)
        text = re.sub(r"\$\s*([^$]*?)\s*\$", r"\1", text)
    return html.unescape(text).replace("\xa0", " ")


def mark_of(text: str) -> bool | None:
    """True where a box is ticked, False where it is crossed, None where neither stands."""
    if _MARKS_ON.search(text):
        return True
    return False if _MARKS_OFF.search(text) else None


def tidy(text: str) -> str:
    """Readable form: markup removed, words that were broken by spaces joined, paragraphs kept as lines.

    Spaces between Chinese characters carry no meaning and go; a space between two digits may separate two numbers and
    stays. Punctuation keeps its printed width.
    """
    lines = []
    for line in plain(text).splitlines():
        joined = "".join(_RADICALS.get(char, char) for char in line).strip()
        joined = _GAP_DIGIT.sub("", _GAP.sub("", joined))
        if joined:
            lines.append(re.sub(r"[ \t\u3000]+", " ", joined))
    return "\n".join(lines)


def label(text: str) -> str:
    """Comparison form of a label: folded width, no white space, no ordinal, no trailing colon, one kind of bracket."""
    folded = re.sub(r"\s+", "", fold(tidy(text)))
    folded = folded.replace("〔", "[").replace("〕", "]").replace("﹒", ".")
    return folded.rstrip(":：")


_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十百]+、|\([一二三四五六七八九十]+\)|\d{1,2}[.、．](?!\d)|\(\d{1,2}\)|其中[:：])"
)


def without_ordinal(text: str) -> str:
    """``text`` in label form without its leading ordinal: ``四、教育支出`` and ``1. 上级财政拨款`` lose it."""
    folded = label(text)
    previous = None
    while previous != folded:
        previous, folded = folded, _ORDINAL.sub("", folded)
    return folded
