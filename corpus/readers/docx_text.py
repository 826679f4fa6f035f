"""The words of a Word paragraph, and what hangs on it: text boxes, notes, pictures, things left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.normal import BOX_OFF, BOX_ON
from corpus.readers.laid import raised
from corpus.readers.ooxml import attribute, child, children, local

Part = tuple[str, etree._Element]
"""What hangs on a paragraph: box, picture, footnoteReference, endnoteReference, or the kind of a problem; and where."""

_SYMBOLS = {
    ("wingdings", 0xFE): BOX_ON,
    ("wingdings", 0xFD): BOX_ON,
    ("wingdings", 0xA8): BOX_OFF,
    ("wingdings", 0x6F): BOX_OFF,
    ("wingdings", 0x71): BOX_OFF,
    ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFB): "✗",
    ("wingdings 2", 0x50): "✓",
    ("wingdings 2", 0x4F): "✗",
    ("wingdings 2", 0x52): BOX_ON,
    ("wingdings 2", 0x53): BOX_ON,
    ("wingdings 2", 0x54): BOX_ON,
    ("wingdings 2", 0xA3): BOX_OFF,
    ("wingdings 2", 0x2A): BOX_OFF,
}
"""Boxes and ticks that Word inserts as characters of a symbol font: font and the low byte of the character."""

_UNKNOWN_SYMBOL = "\ufffd"
_SKIPPED = {"del", "moveFrom", "rPr", "pPr", "sdtPr", "instrText", "delText", "delInstrText", "rt", "tbl"}
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@dataclass(slots=True)
class Inline:
    """``text`` with tabs and forced breaks (page breaks among them) as line ends; ``parts`` in their order."""

    text: str = ""
    parts: list[Part] = field(default_factory=list)


def paragraph_text(paragraph: etree._Element) -> Inline:
    """The words of a paragraph as they read with all tracked changes made."""
    inline = Inline()
    inline.text = "".join(_pieces(paragraph, inline.parts))
    return inline


def attached(table: etree._Element) -> Inline:
    """What hangs on the paragraphs of a table, those of tables inside it too."""
    inline = Inline()
    for paragraph in table.iter("{*}p"):
        if not any(local(above) == "txbxContent" for above in paragraph.iterancestors()):
            inline.parts += paragraph_text(paragraph).parts
    return inline


def _pieces(element: etree._Element, parts: list[Part], between: str = "") -> Iterator[str]:
    """The words inside; ``between`` stands before the second part of a fraction or power, lest its digits run on."""
    for item in element:
        name = local(item)
        if between and name in ("den", "sup"):
            yield between
        if name in _SKIPPED:
            continue
        if name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name == "t":
            yield item.text or ""
        elif name == "sym":
            yield _symbol(item)
        elif name == "r":
            yield from _run(item, parts)
        elif name == "AlternateContent":
            # The same content twice, for new programs and for old ones.
            chosen = child(item, "Choice")
            chosen = child(item, "Fallback") if chosen is None else chosen
            if chosen is not None:
                yield from _pieces(chosen, parts)
        elif name == "fldChar":
            yield _form_box(item)
        else:
            yield from _hanging(item, name, parts)


def _hanging(item: etree._Element, name: str, parts: list[Part]) -> Iterator[str]:
    if name == "txbxContent":
        parts.append(("box", item))
    elif name in ("blip", "imagedata"):
        parts.append(("picture", item))
    elif name in ("footnoteReference", "endnoteReference"):
        parts.append((name, item))
    elif name == "object" or (name == "graphicData" and (item.get("uri") or "").endswith(("/chart", "/diagram"))):
        parts.append(("embedded-object", item))
    elif name == "f":
        yield from _pieces(item, parts, between="/")
    elif name == "sSup":
        yield from _pieces(item, parts, between="^")
    else:
        yield from _pieces(item, parts)


def _run(run: etree._Element, parts: list[Part]) -> Iterator[str]:
    for kind, tags in (("hidden-text", ("vanish",)), ("struck-text", ("strike", "dstrike"))):
        if any(_is_on(run, tag) for tag in tags):
            if any((item.text or "").strip() for item in children(run, "t")):
                parts.append((kind, run))
            return
    if attribute(child(run, "rPr", "vertAlign"), "val") == "superscript":
        yield raised("".join(_pieces(run, parts)))
    else:
        yield from _pieces(run, parts)


def _is_on(run: etree._Element, name: str) -> bool:
    setting = child(run, "rPr", name)
    return setting is not None and attribute(setting, "val") not in ("0", "false", "off", "none")


def _symbol(item: etree._Element) -> str:
    code = attribute(item, "char") or ""
    try:
        low = int(code, 16) & 0xFF
    except ValueError:
        return _UNKNOWN_SYMBOL
    return _SYMBOLS.get(((attribute(item, "font") or "").lower(), low), _UNKNOWN_SYMBOL)


def _form_box(item: etree._Element) -> str:
    """The box of an old form field, ticked or not; "" for every other field."""
    box = child(item, "ffData", "checkBox")
    if box is None:
        return ""
    setting = child(box, "checked")
    setting = child(box, "default") if setting is None else setting
    return BOX_ON if setting is not None and attribute(setting, "val") not in ("0", "false") else BOX_OFF
