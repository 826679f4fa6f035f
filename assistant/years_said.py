"""Years as questions write them: 24年, FY2024, 2023、2024年, 2023-2025年, each written out."""

from __future__ import annotations

import re

_YEAR = r"(?:19|20)\d{2}"
_FISCAL_YEAR = re.compile(rf"(?:(?<![a-z])fy ?)?(?<!\d)({_YEAR})(?=\s+[\u3400-\u9fff])|(?<![a-z])fy ?({_YEAR})(?!\d)")
_YEARS_LISTED = re.compile(
    rf"(?<!\d)({_YEAR})(?=\s*[、,/和与及跟]\s*{_YEAR}(?:\s*年|\s*[、,/和与及跟]|[二两三四五六]年))"
)
_YEARS_BETWEEN = re.compile(
    rf"(?<!\d)({_YEAR})年?度?\s*(?:-|—|~|～|至|到|→|->|=>)\s*({_YEAR})(?!\d|\s*[学.\-号])\s*(?:年(?:度|期间|间)?)?(?!\d)"
)
_LONGEST_PERIOD = 10
_SHORT_YEAR = re.compile(
    r"(?<![\d.第满近约过超达每共有了用长整])(2\d)(?=年(?!来|以|内|后|前|间|期|工|左|历|限|长|多|级|龄|之))"
)
_MOVING = re.compile(r"增|减|变|涨|降|趋势|比|多了|少了")


def years_in_full(spoken: str) -> str:
    """2023、2024年 and 24年的 with each year written out; a period of years as the years that it covers.

    A change from one year to another is one between these two.
    """
    spoken = _SHORT_YEAR.sub(r"20\1", spoken)
    spoken = _FISCAL_YEAR.sub(lambda found: f"{found[1] or found[2]}年", spoken)
    spoken = _YEARS_LISTED.sub(r"\1年", spoken)
    period = _YEARS_BETWEEN.search(spoken)
    if period is None:
        return spoken
    first, last = int(period[1]), int(period[2])
    if not 0 < last - first <= _LONGEST_PERIOD:
        return spoken
    years = range(first, last + 1)
    if _MOVING.search(spoken) and "各" not in spoken and "每" not in spoken and "趋势" not in spoken:
        years = range(first, last + 1, last - first)
    return spoken[: period.start()] + "、".join(f"{year}年" for year in years) + spoken[period.end() :]
