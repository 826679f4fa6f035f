"""Stored numbers to what a spreadsheet displays, by their number format; decimal arithmetic throughout.

The rules are those of Office Open XML (ISO/IEC 29500-1, 18.8.30 and 18.8.31). A spreadsheet keeps binary numbers and
shows at most 15 significant digits of them, so a stored 0.30000000000000004 is 0.3 here before anything else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

from corpus.readers.date_format import date_text, is_date

_SIGNIFICANT = Context(prec=15, rounding=ROUND_HALF_UP)
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_GENERAL_WIDTH = 11
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*(?:.|$)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<exponent>E[+-]0+)|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)"
    r"|(?P<text>@)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_NEGATIVE_SIGNS = "-−－(（△▲"


@dataclass(frozen=True, slots=True)
class Displayed:
    """What a cell shows. ``finer``: stored digits are not shown. ``doubt``: a stable word, "" if none.

    Doubts: hidden-value (the format shows nothing), hidden-sign (a negative number is shown without its sign; ``text``
    has it), unsupported-format (``text`` is the plain number).
    """

    text: str
    finer: bool = False
    doubt: str = ""


def stored_number(digits: str) -> Decimal | None:
    """The number that a file stores as ``digits``, to the 15 significant digits that a spreadsheet keeps; else None."""
    try:
        value = Decimal(digits.strip())
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) > 308:
        return None
    return _SIGNIFICANT.plus(value)


def display(value: Decimal, code: str, date1904: bool = False) -> Displayed:
    """``value`` as the format ``code`` shows it."""
    section, magnitude, own_sign = _section(value, code)
    if not section.strip() and ";" in code:
        return Displayed("", finer=value != 0, doubt="hidden-value" if value else "")
    if is_date(section):
        text = date_text(value, section, date1904)
        return Displayed(plain(value), doubt="unsupported-format") if text is None else Displayed(text)
    tokens = _tokens(section)
    if not tokens or any(kind == "unsupported" for kind, _ in tokens):
        doubt = "" if not code.strip() or code.lower() == "general" else "unsupported-format"
        return Displayed(plain(value), doubt=doubt)
    text, shown = _render(magnitude, tokens)
    signless = value < 0 and own_sign and not any(sign in text for sign in _NEGATIVE_SIGNS)
    if signless and shown is not None and shown != 0:
        text = f"-{text}"
    elif value < 0 and not own_sign and shown != 0:
        text = f"-{text.lstrip()}"
    finer = shown is not None and shown != magnitude
    return Displayed(text.strip(), finer, "hidden-sign" if signless and shown else "")


def plain(value: Decimal) -> str:
    """The number in plain digits, as the format General shows it in a column that is wide enough.

    Decimals are cut to the eleven characters that General shows; the digits before the point always stand in full,
    where a spreadsheet may change to 1.2E+11.
    """
    sign, size = ("-" if value < 0 else ""), abs(value)
    whole = len(str(int(size)))
    decimals = max(_GENERAL_WIDTH - whole - 1, 0)
    rounded = _WIDE.quantize(size, Decimal(1).scaleb(-decimals)) if _decimals(size) > decimals else size
    text = f"{rounded:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if text == "0" else sign + text


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[str, ...]:
    """The parts of a format between semicolons that are not quoted."""
    parts = [""]
    for match in _TOKEN.finditer(code):
        if match[0] == ";":
            parts.append("")
        else:
            parts[-1] += match[0]
    return tuple(parts)


def _section(value: Decimal, code: str) -> tuple[str, Decimal, bool]:
    """The section for the value, the number that it shows, and whether it is expected to show the sign itself."""
    sections = _sections(code)[:3]
    conditions = [_condition(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _holds(value, *condition):
                negative_only = condition is not None and condition[0] in ("<", "<=") and condition[1] <= 0
                return section, abs(value), negative_only
        return sections[-1], abs(value), False
    if len(sections) >= 3 and value == 0:
        return sections[2], value, True
    if len(sections) >= 2 and value < 0:
        return sections[1], abs(value), True
    return sections[0], abs(value), False


def _condition(section: str) -> tuple[str, Decimal] | None:
    for match in _TOKEN.finditer(section):
        found = _CONDITION.fullmatch(match["bracket"] or "")
        if found:
            return found[1], Decimal(found[2])
    return None


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[sign]


@lru_cache(maxsize=1024)
def _tokens(section: str) -> tuple[tuple[str, str], ...]:
    """The tokens of a section of a number: literal, digit, point, comma, percent, exponent, general, unsupported."""
    tokens: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup or "padding"
        text = match[kind] if match.lastgroup else match[0]
        if kind == "bracket":
            currency = re.match(r"\$([^-]*)", text)
            if currency and currency[1]:
                tokens.append(("literal", currency[1]))
            elif re.match(r"DBNum", text, re.IGNORECASE):
                tokens.append(("unsupported", text))
        elif kind == "padding":
            tokens.append(("literal", " "))
        elif kind == "other" and text == "/" and any(item == "digit" for item, _ in tokens):
            tokens.append(("unsupported", text))
        elif kind in ("quoted", "escaped", "other"):
            tokens.append(("literal", text))
        else:
            tokens.append((kind, text))
    return tuple(tokens)


def _render(size: Decimal, tokens: tuple[tuple[str, str], ...]) -> tuple[str, Decimal | None]:
    """The text of a number that is not negative, and the value that a reader of the text takes from it (None: none)."""
    kinds = [kind for kind, _ in tokens]
    if "general" in kinds or "text" in kinds:
        shown = plain(size)
        return "".join(shown if kind in ("general", "text") else text for kind, text in tokens), Decimal(shown)
    if "digit" not in kinds:
        return "".join(text for kind, text in tokens if kind in ("literal", "percent")), None
    if "exponent" in kinds:
        return _scientific(size, tokens)
    point = kinds.index("point") if "point" in kinds else len(kinds)
    last = max(index for index, kind in enumerate(kinds) if kind == "digit")
    first = kinds.index("digit")
    scale = Decimal(10) ** (3 * _scaling(kinds, point)) / Decimal(100) ** kinds.count("percent")
    places = sum(kind == "digit" for kind in kinds[point:])
    rounded = _WIDE.quantize(_WIDE.divide(size, scale), Decimal(1).scaleb(-places))
    whole, _, fraction = f"{rounded:f}".partition(".")
    grouped = any(kind == "comma" and first < index < min(point, last) for index, kind in enumerate(kinds))
    left = _integer(tokens[:point], whole, grouped)
    right = _fraction(tokens[point:], fraction)
    return left + right, _WIDE.multiply(rounded, scale)


def _scaling(kinds: list[str], point: int) -> int:
    """How many commas stand right after the last digit before the point: each divides by a thousand."""
    digits = [index for index, kind in enumerate(kinds[:point]) if kind == "digit"]
    end = digits[-1] + 1 if digits else point
    if "digit" in kinds[point:]:
        count = _run(kinds, end)
        after = max(index for index, kind in enumerate(kinds) if kind == "digit") + 1
        return count + _run(kinds, after)
    return _run(kinds, end)


def _run(kinds: list[str], start: int) -> int:
    count = 0
    while start + count < len(kinds) and kinds[start + count] == "comma":
        count += 1
    return count


def _integer(tokens: tuple[tuple[str, str], ...], whole: str, grouped: bool) -> str:
    """The part before the point: digits from the right, literals where they stand among the places."""
    remaining = "" if whole == "0" else whole
    places = sum(kind == "digit" for kind, _ in tokens)
    pieces: list[str] = []
    written = 0
    for kind, text in reversed(tokens):
        if kind == "digit":
            places -= 1
            digits = remaining if places == 0 else remaining[-1:]
            remaining = remaining[: len(remaining) - len(digits)]
            digits = digits or {"0": "0", "?": " "}.get(text, "")
            for digit in reversed(digits):
                if grouped and written and written % 3 == 0 and digit != " ":
                    pieces.append(",")
                pieces.append(digit)
                written += 1
        elif kind in ("literal", "percent"):
            pieces.append(text[::-1])
    return "".join(pieces)[::-1]


def _fraction(tokens: tuple[tuple[str, str], ...], fraction: str) -> str:
    """The part from the point on; # shows no zeros at the end, ? blanks in their place."""
    shown = ""
    index = 0
    for kind, text in tokens:
        if kind == "point":
            shown += "."
        elif kind == "digit":
            rest = fraction[index:]
            shown += rest[:1] if text == "0" or rest.strip("0") else {"?": " "}.get(text, "")
            index += 1
        elif kind in ("literal", "percent"):
            shown += text
    return shown


def _scientific(size: Decimal, tokens: tuple[tuple[str, str], ...]) -> tuple[str, Decimal]:
    kinds = [kind for kind, _ in tokens]
    point = kinds.index("point") if "point" in kinds else len(kinds)
    exponent_at = kinds.index("exponent")
    places = sum(kind == "digit" for kind in kinds[point:exponent_at])
    text = f"{size:.{places}E}"
    mantissa, _, exponent = text.partition("E")
    width = len(tokens[exponent_at][1]) - 2
    number = int(exponent)
    sign = "-" if number < 0 else "+" if tokens[exponent_at][1][1] == "+" else ""
    return f"{mantissa}E{sign}{abs(number):0{width}d}", Decimal(text)
