"""Printed numbers as the evaluation reads them: a judge does not share the parser that it judges."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

YUAN = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10**4),
    "百万元": Decimal(10**6),
    "亿元": Decimal(10**8),
}
"""How many 元 one of each unit of money is."""

_MARKER = re.compile(r"\[\d+\]|\*\*|\|")
_SEPARATOR = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SCALED = re.compile(r"(\d+(?:\.\d+)?)(千元|百万元|万元?|亿元?)")


def plain(text: str) -> str:
    """`text` in one form for comparison: NFKC, lower case, no citation markers, bold signs or thousands separators."""
    folded = unicodedata.normalize("NFKC", _MARKER.sub(" ", text)).casefold()
    return _SEPARATOR.sub("", folded)


def squeezed(text: str) -> str:
    """`plain` text without any white space."""
    return re.sub(r"\s", "", plain(text))


def numbers(text: str) -> frozenset[Decimal]:
    """Magnitudes of all numbers in `text`; those that spaces cut in two ("1937217.6 0") are read whole as well."""
    found = _NUMBER.findall(plain(text)) + _NUMBER.findall(squeezed(text))
    return frozenset(Decimal(number) for number in found)


def is_number(text: str) -> bool:
    """True if `text` is one unsigned number and nothing else."""
    return _NUMBER.fullmatch(squeezed(text)) is not None


def holds(alternative: str, texts: Iterable[str]) -> bool:
    """True if one of `texts` holds `alternative`: a number as an equal whole number, other text as a part."""
    if is_number(alternative):
        wanted = Decimal(squeezed(alternative))
        return any(wanted in numbers(text) for text in texts)
    return any(squeezed(alternative) in squeezed(text) for text in texts)


def holds_rounded(amount: Decimal, text: str) -> bool:
    """True if `text` prints `amount` (in 元) in a larger unit, rounded to what is printed: 40万元 for 400000."""
    for printed, unit in _SCALED.findall(squeezed(text)):
        scale = YUAN[unit if unit.endswith("元") else unit + "元"]
        number = Decimal(printed)
        step = Decimal(1).scaleb(int(number.as_tuple().exponent)) * scale
        if abs(number * scale - amount) <= step / 2:
            return True
    return False


def converted(amount: Decimal, unit: str, wanted: str) -> Decimal | None:
    """`amount` of `unit` in `wanted`; None if they are no measures of one kind (money, %, or a count of anything)."""
    if unit in YUAN and wanted in YUAN:
        return amount * YUAN[unit] / YUAN[wanted]
    if unit in YUAN or wanted in YUAN or (unit == "%") != (wanted == "%"):
        return None
    return amount
