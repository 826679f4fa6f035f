"""Serial days to displayed dates, in the two calendars of spreadsheets."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

_QUOTED = re.compile(r'"[^"]*"|[\\!].|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.', re.IGNORECASE)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<part>y+|m+|d+|h+|s+|a{3,4}|e+)|(?P<fraction>\.0+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = "一二三四五六日"
_LAST_DAY = 2_958_465
"""31 December 9999 in the calendar of 1900."""

_LEAP_FAULT = 60
"""The calendar of 1900 counts a 29 February 1900 that never was."""


def is_date(section: str) -> bool:
    """Whether a section of a number format shows a date or a time."""
    bare = _QUOTED.sub("", section)
    if re.search(r"general|G/通用格式", bare, re.IGNORECASE) or re.search(r"[0#?]", re.sub(r"\.0+|[sS]0*", "", bare)):
        return False
    return re.search(r"[ymdhs]", bare, re.IGNORECASE) is not None


def date_text(serial: Decimal, section: str, date1904: bool = False) -> str | None:
    """The date as displayed; None for a number that is no date, or the one that never was."""
    if serial < 0 or serial > _LAST_DAY:
        return None
    seconds = int((serial * 86_400).to_integral_value(ROUND_HALF_UP))
    if date1904:
        moment = datetime(1904, 1, 1) + timedelta(seconds=seconds)
    elif int(serial) == _LEAP_FAULT:
        return None
    else:
        first = datetime(1899, 12, 30) if serial > _LEAP_FAULT else datetime(1899, 12, 31)
        moment = first + timedelta(seconds=seconds)
    return _shown(moment, seconds, list(_TOKEN.finditer(section)))


def _shown(moment: datetime, seconds: int, tokens: list[re.Match[str]]) -> str:
    halves = any(token["half"] for token in tokens)
    pieces: list[str] = []
    for index, token in enumerate(tokens):
        if token["elapsed"]:
            size = {"h": 3600, "m": 60, "s": 1}[token["elapsed"][0].lower()]
            pieces.append(f"{seconds // size:0{len(token['elapsed'])}d}")
        elif token["half"]:
            pieces.append(("上午", "下午")[moment.hour >= 12] if "午" in token["half"] else moment.strftime("%p"))
        elif token["part"]:
            pieces.append(_part(moment, token["part"].lower(), _is_minute(tokens, index), halves))
        elif token["quoted"] is not None or token["escaped"] or token["other"]:
            pieces.append(token["quoted"] or token["escaped"] or token["other"] or "")
    return "".join(pieces).strip()


def _is_minute(tokens: list[re.Match[str]], index: int) -> bool:
    """Whether an m stands beside hours or seconds, where it means minutes."""
    parts = [at for at, token in enumerate(tokens) if token["part"] or token["elapsed"]]
    at = parts.index(index)
    before = tokens[parts[at - 1]][0].lower() if at else ""
    after = tokens[parts[at + 1]][0].lower() if at + 1 < len(parts) else ""
    return "h" in before or after.startswith(("s", "[s"))


def _part(moment: datetime, part: str, minute: bool, halves: bool) -> str:
    width = len(part)
    match part[0]:
        case "y" | "e":
            return f"{moment.year:04d}" if width > 2 or part[0] == "e" else f"{moment.year % 100:02d}"
        case "m" if minute:
            return f"{moment.minute:0{min(width, 2)}d}"
        case "m":
            return _MONTHS[moment.month - 1] if width >= 3 else f"{moment.month:0{width}d}"
        case "d" | "a" if width >= 3:
            return ("星期" if width == 4 else "周") + _WEEKDAYS[moment.weekday()]
        case "d":
            return f"{moment.day:0{width}d}"
        case "h":
            hour = (moment.hour % 12 or 12) if halves else moment.hour
            return f"{hour:0{min(width, 2)}d}"
        case _:
            return f"{moment.second:0{min(width, 2)}d}"
