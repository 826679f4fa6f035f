"""Contrast of every text with what it stands on, computed from the style sheets (WCAG 2.2: AA, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from assistant.web.charts import BAR

SHEETS = "".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("style.css", "pages.css"))
TEXT, LARGE = 4.5, 3.0
"""The least ratio of text, and of what is no text but must be seen: bars, frames of fields, the ring of the focus."""

Colour = tuple[float, float, float]


def colours(selector: str) -> dict[str, Colour]:
    """The colours that a rule names, red, green and blue from 0 to 1."""
    body = SHEETS.partition(f"\n{selector} {{")[2].partition("\n}")[0]
    found = re.findall(r"--([\w-]+): #([0-9a-f]{6});", body)
    return {name: (int(c[:2], 16) / 255, int(c[2:4], 16) / 255, int(c[4:], 16) / 255) for name, c in found}


LIGHT = colours(":root")
SCHEMES = {"light": LIGHT, "dark": {**LIGHT, **colours(".dark")}}


def luminance(colour: Colour) -> float:
    """Relative luminance as WCAG defines it, 0 to 1."""
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: Colour, other: Colour) -> float:
    """The contrast ratio, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """``color-mix`` of a share of the one and the rest of the other."""
    red, green, blue = (a * share + b * (1 - share) for a, b in zip(one, other, strict=True))
    return red, green, blue


PAIRS = (
    *product(("ink", "ink-soft", "ink-faint"), ("paper", "surface", "sunken")),
    *product(("ink", "ink-soft"), ("accent-soft", "good-soft", "bad-soft", "warn-soft")),
    ("ink", "mark"),
    *product(("accent",), ("paper", "surface", "accent-soft", "good-soft", "bad-soft")),
    *product(("good",), ("good-soft", "surface")),
    *product(("bad",), ("bad-soft", "surface", "sunken")),
    *product(("warn",), ("warn-soft", "surface")),
    ("accent-ink", "accent"),
)
"""Text and what it stands on."""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_what_it_stands_on(scheme: str, text: str, ground: str) -> None:
    known = SCHEMES[scheme]
    assert ratio(known[text], known[ground]) >= TEXT


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_row_of_a_cited_cell_can_be_read(scheme: str) -> None:
    known = SCHEMES[scheme]
    share = int(re.findall(r"color-mix\(in srgb, var\(--mark\) (\d+)%, var\(--surface\)\)", SHEETS)[0]) / 100
    row = mixed(known["mark"], known["surface"], share)
    assert min(ratio(known[text], row) for text in ("ink", "ink-soft", "accent")) >= TEXT


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("shape", "ground"),
    [
        *product(("accent",), ("paper", "surface", "sunken")),
        ("field", "surface"),
        ("field", "paper"),
        ("mark-line", "mark"),
    ],
)
def test_shapes_that_mean_something_can_be_seen(scheme: str, shape: str, ground: str) -> None:
    known = SCHEMES[scheme]
    assert ratio(known[shape], known[ground]) >= (LARGE if shape != "mark-line" else 1.5)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_bars_of_a_chart_can_be_seen(scheme: str) -> None:
    red, green, blue = (int(BAR[at : at + 2], 16) / 255 for at in (1, 3, 5))
    assert ratio((red, green, blue), SCHEMES[scheme]["surface"]) >= LARGE


def test_every_rule_with_text_and_ground_is_among_the_pairs() -> None:
    tested = set(PAIRS)
    for body in re.findall(r"\{([^{}]*)\}", SHEETS):
        text = re.search(r"(?<![\w-])color: var\(--([\w-]+)\)", body)
        ground = re.search(r"background(?:-color)?: var\(--([\w-]+)\)", body)
        if text and ground:
            assert (text[1], ground[1]) in tested, body


def test_no_colour_stands_outside_the_two_schemes() -> None:
    rest = SHEETS.replace(SHEETS.partition(":root {")[2].partition("\n}")[0], "")
    rest = rest.replace(rest.partition("\n.dark {")[2].partition("\n}")[0], "")
    # The paper of a pictured page is white in both schemes, as the picture is.
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s])", rest)) <= {"#fff"}
