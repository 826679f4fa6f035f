"""The rules for people: their families, names and preconditions, from catalogue.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FAMILIES = {
    "A": "一行之内 (one row)",
    "B": "一表之内 (one table)",
    "C": "表与表 (table against table)",
    "D": "说明与表 (narrative against table)",
    "E": "说明自身 (narrative with itself)",
    "F": "结构 (structure)",
    "G": "项目申报表 (project form)",
    "H": "项目与单位 (projects against the unit)",
    "I": "文件之间 (across documents)",
    "J": "重复列示 (the same printed twice)",
}
_TOLERANCES = {
    "steps": "half the printed step of every amount on both sides",
    "exact": "none: counts are exact",
    "none": "none: words and places",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What people read about a rule: ``title`` and ``explains`` in Chinese, the rest for docs/checks.md.

    ``family`` is a key of FAMILIES, ``tolerance`` says where it comes from.
    """

    name: str
    family: str
    title: str
    explains: str
    compares: str
    precondition: str
    source: str
    tolerance: str


@cache
def catalogue() -> dict[str, Entry]:
    """All rules by name, in the order of their families."""
    raw = tomllib.loads((Path(__file__).parent / "catalogue.toml").read_text(encoding="utf-8"))
    entries = []
    for name, values in raw.items():
        tolerance = _TOLERANCES[values.get("tolerance", "steps")]
        texts = {key: values[key] for key in ("family", "title", "explains", "compares", "precondition", "source")}
        entries.append(Entry(name=name, tolerance=tolerance, **texts))
    return {entry.name: entry for entry in sorted(entries, key=lambda entry: entry.family)}


def entry_of(rule: str) -> Entry:
    """The entry of a rule; one without family and explanation for a rule that the catalogue does not know."""
    return catalogue().get(rule) or Entry(rule, "", rule, "", "", "", "", "")
