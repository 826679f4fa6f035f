"""Long text cut where a reader would pause, so that no part is longer than allowed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

Fits = Callable[[str], bool]

# From the best place to cut to the worst; behind the mark, so that joined parts give the text again.
_CUTS = (re.compile(r"(?<=\n)"), re.compile(r"(?<=[。！？!?；;])(?![”’」』）)])"), re.compile(r"(?<=[，、,：:])"))


def pieces(text: str, fits: Fits) -> list[str]:
    """``text`` in parts that fit, each as long as it can be; ``"".join`` of the parts is the text.

    Cut at line breaks and sentence ends; a sentence that does not fit, at commas; what then still does not fit,
    between any two characters. A single character is given back even if it does not fit.
    """
    return list(_joined(_small(text, fits, 0), fits)) if text else []


def _small(text: str, fits: Fits, level: int) -> Iterator[str]:
    # Sentences are handed on singly even where two lines fit together: `_joined` packs them.
    if level >= 2 and fits(text):
        yield text
    elif level == len(_CUTS):
        yield from _halves(text, fits)
    else:
        for part in filter(None, _CUTS[level].split(text)):
            yield from _small(part, fits, level + 1)


def _halves(text: str, fits: Fits) -> Iterator[str]:
    if len(text) <= 1 or fits(text):
        yield text
        return
    middle = len(text) // 2
    yield from _halves(text[:middle], fits)
    yield from _halves(text[middle:], fits)


def _joined(parts: Iterable[str], fits: Fits) -> Iterator[str]:
    current = ""
    for part in parts:
        if current and not fits(current + part):
            yield current
            current = ""
        current += part
    if current:
        yield current
