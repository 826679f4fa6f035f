"""The history of corrections as it is listed: each with what it stands for now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.records import correction_json
from corpus.correcting import position
from corpus.records import Document
from corpus.store import CorrectionEntry


@dataclass(frozen=True, slots=True)
class ListedCorrection:
    """A correction with what it stands for now: in force, replaced (by a later one), undone, or document not here."""

    entry: CorrectionEntry
    status: str

    def to_json(self) -> dict[str, Any]:
        """The correction as JSON; ``id`` is the citation id of the cell when it was corrected."""
        made, undone = self.entry.correction, self.entry.undone
        return {
            "number": self.entry.id,
            "id": self.entry.citation_id,
            "document": self.entry.sha256[:12],
            "document_name": self.entry.document_name,
            "page": made.place.page,
            "line": made.place.line,
            "bbox": None if made.place.bbox is None else list(made.place.bbox),
            **(correction_json(made) or {}),
            "status": self.status,
            "undone": None if undone is None else asdict(undone),
        }


def _standing(entry: CorrectionEntry, documents: Collection[str], last: int | None) -> str:
    if entry.undone is not None:
        return "undone"
    if entry.id != last:
        return "replaced"
    return "in force" if entry.sha256 in documents else "document not here"


def listed(
    entries: Sequence[CorrectionEntry], documents: Sequence[Document], words: str = ""
) -> list[ListedCorrection]:
    """The entries of documents with that id, or with ``words`` in their file name; ``documents`` are those here."""
    here = {document.sha256 for document in documents}
    last = {(item.sha256, position(item.correction.place)): item.id for item in entries if item.undone is None}
    folded = words.strip().casefold()
    return [
        ListedCorrection(item, _standing(item, here, last.get((item.sha256, position(item.correction.place)))))
        for item in entries
        if folded in item.document_name.casefold() or item.sha256.startswith(folded)
    ]
