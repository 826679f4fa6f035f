"""The search form of a text, and the pairs of characters that find it."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """``text`` as it is searched: NFKC, lower case, without any white space (OCR puts spaces inside words)."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def grams(folded: str) -> set[str]:
    """Every pair of neighbouring characters of a folded text; none for a text of one character."""
    return {folded[at : at + 2] for at in range(len(folded) - 1)}
