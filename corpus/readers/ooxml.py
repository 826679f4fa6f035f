"""Office packages opened safely: a zip whose parts are read one by one within limits, and XML without entities.

Nothing is written to disk, nothing outside the file is opened, macros are never looked at.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from corpus.readers import UnreadableFileError

MAX_ENTRIES = 20_000
MAX_PART = 256 * 2**20
"""Unpacked bytes of one part of a package."""

MAX_TOTAL = 512 * 2**20
"""Unpacked bytes of all the parts of a package that are read."""

MAX_RATIO = 400
"""A part of more than ``_SMALL`` bytes and so many times its packed size is a bomb: tables pack 10 to 40 times."""

_SMALL = 16 * 2**20
_CHUNK = 2**20
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    struct.error,
    OSError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: its type's last word (image, worksheet ...), and the part it leads to ("" outside)."""

    kind: str
    target: str


class Package:
    """The parts of an Office file by name. ``kind`` is its format for messages (Word, Excel)."""

    def __init__(self, data: bytes, kind: str) -> None:
        self.kind = kind
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _FAULTS as error:
            raise self.damaged("the package cannot be opened") from error
        if len(self._zip.infolist()) > MAX_ENTRIES:
            raise UnreadableFileError(
                kind, f"the package holds more than {MAX_ENTRIES} parts", "save the document anew and add it again"
            )
        self._names = {name.lower().lstrip("/"): name for name in self._zip.namelist()}

    def damaged(self, reason: str) -> UnreadableFileError:
        """The error for a file that is broken."""
        return UnreadableFileError(
            self.kind, f"the file is damaged: {reason}", "open it in its own program, save it anew and add it again"
        )

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def read(self, name: str) -> bytes:
        """The bytes of a part; ``UnreadableFileError`` if it is missing, broken, encrypted or too large unpacked."""
        stored = self._names.get(name.lower())
        if stored is None:
            raise self.damaged(f"its part {name} is missing")
        info = self._zip.getinfo(stored)
        if info.flag_bits & 1:
            raise encrypted(self.kind)
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as part:
                while piece := part.read(_CHUNK):
                    pieces.append(piece)
                    size += len(piece)
                    self._read += len(piece)
                    # The sizes that the package states may be lies, so what comes out is counted.
                    self._check_size(name, size, max(info.compress_size, 1))
        except UnreadableFileError:
            raise
        except _FAULTS as error:
            raise self.damaged(f"its part {name} cannot be unpacked") from error
        return b"".join(pieces)

    def _check_size(self, name: str, size: int, packed: int) -> None:
        bomb = size > _SMALL and size / packed > MAX_RATIO
        if size > MAX_PART or self._read > MAX_TOTAL or bomb:
            raise UnreadableFileError(
                self.kind,
                f"its part {name} unpacks to more than {size >> 20} MB from {packed >> 10} KB",
                "take out what is not needed (empty formatted cells, pictures), save it anew and add it again",
            )

    def tree(self, name: str) -> etree._Element:
        """The root of an XML part."""
        return parse_xml(self.read(name), self.kind, name)

    def relations(self, name: str) -> dict[str, Relation]:
        """The relationships of a part by their ids; none where the package has none for it."""
        folder, base = posixpath.split(name)
        part = posixpath.join(folder, "_rels", f"{base}.rels")
        if part not in self:
            return {}
        found = {}
        for item in children(self.tree(part), "Relationship"):
            kind = item.get("Type", "").rsplit("/", 1)[-1]
            inside = item.get("TargetMode") != "External"
            found[item.get("Id", "")] = Relation(kind, _resolved(folder, item.get("Target", "")) if inside else "")
        return found


def encrypted(kind: str) -> UnreadableFileError:
    """The error for a file that only its password opens."""
    return UnreadableFileError(
        kind, "the file is encrypted", "open it with its password, save it without one and add it again"
    )


def _resolved(folder: str, target: str) -> str:
    path = target if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(path).lstrip("/")


def parse_xml(data: bytes, kind: str, name: str) -> etree._Element:
    """The root element; ``UnreadableFileError`` if it is broken or declares a document type (entities)."""
    refuse_entities(data, kind, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFileError(
            kind,
            f"the file is damaged: its part {name} is no XML",
            "open it in its own program, save it anew and add it again",
        ) from error


def stream_xml(data: bytes, tags: tuple[str, ...], kind: str, name: str) -> Iterator[etree._Element]:
    """The elements of those local names as they end, in order; each is emptied after it was looked at."""
    refuse_entities(data, kind, name)
    wanted = [f"{{*}}{tag}" for tag in tags]
    try:
        for _, element in etree.iterparse(
            BytesIO(data), tag=wanted, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
        ):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise UnreadableFileError(
            kind,
            f"the file is damaged: its part {name} is no XML",
            "open it in its own program, save it anew and add it again",
        ) from error


def refuse_entities(data: bytes, kind: str, name: str) -> None:
    """Office XML has no document type; one is there only to blow up or to reach outside."""
    head = data if len(data) < _SMALL else data[: 2**16]
    if any(
        "<!DOCTYPE".encode(code) in head or "<!ENTITY".encode(code) in head
        for code in ("ascii", "utf-16-le", "utf-16-be")
    ):
        raise UnreadableFileError(
            kind, f"its part {name} declares entities, which no such file needs", "do not trust the file; get it anew"
        )


def children(element: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The children of those local names, whatever their namespace (strict and transitional files differ in it)."""
    yield from element.iterchildren(*(f"{{*}}{tag}" for tag in tags))


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along local names, None where it ends."""
    for tag in path:
        if element is None:
            return None
        element = next(element.iterchildren(f"{{*}}{tag}"), None)
    return element


def local(element: etree._Element) -> str:
    """The element's name without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """The attribute of that local name, in any namespace."""
    if element is None:
        return None
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), None)
