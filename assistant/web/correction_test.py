from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import cast

import pytest

from assistant.library import Library
from assistant.web.access import Policy
from assistant.web.conversation import Conversation
from assistant.web.correction import Edit, form, refused, said
from assistant.web.correction_texts import correction_texts
from assistant.web.markup import chip
from assistant.web.panel import evidence_panel
from assistant.web.samples_for_tests import ATTACK, CELL, SampleLibrary, ask, citation, evidence
from assistant.web.texts import EN, ZH
from corpus.correcting import CorrectionError
from corpus.records import Correction, Place
from corpus.store import LibraryLockedError

LIBRARY = cast("Library", SampleLibrary())
CORRECTION = Correction(Place("1"), "1284.50", "1234.50", f"甲{ATTACK}", "2031-02-03T04:05:06Z", f"看错{ATTACK}")
FOUND = dataclasses.replace(
    evidence(LIBRARY, CELL),
    cell=f"1234.50{ATTACK}",
    citation=dataclasses.replace(citation(1, CELL), correction=CORRECTION),
)
HERE = {"host": "127.0.0.1:7860", "origin": "http://127.0.0.1:7860"}


@pytest.mark.parametrize(
    ("setting", "host", "headers", "allowed"),
    [
        ("local", "127.0.0.1", HERE, True),
        ("local", "127.0.0.1", {"host": "localhost:7860"}, True),
        ("local", "127.0.0.1", {"host": "[::1]:7860"}, True),
        ("local", "127.0.0.1", {**HERE, "origin": "https://elsewhere.example"}, False),
        ("local", "127.0.0.1", {"host": "rebound.example", "origin": "http://rebound.example"}, False),
        ("local", "127.0.0.1", {}, False),
        ("local", "127.0.0.1", {**HERE, "x-forwarded-for": "10.0.0.9"}, False),
        ("local", "0.0.0.0", HERE, False),
        ("on", "0.0.0.0", {"host": "budget.example", "origin": "http://budget.example"}, True),
        ("on", "0.0.0.0", {"host": "10.0.0.2", "x-forwarded-host": "a.example", "origin": "https://a.example"}, True),
        ("on", "0.0.0.0", {"host": "budget.example", "origin": "https://elsewhere.example"}, False),
        ("off", "127.0.0.1", HERE, False),
        ("", "127.0.0.1", HERE, False),
    ],
)
def test_who_may_correct(setting: str, host: str, headers: dict[str, str], allowed: bool) -> None:
    assert Policy(setting, host).allows(headers) is allowed


def test_the_form_is_there_only_for_who_may_and_only_for_whole_cells() -> None:
    assert "<form" not in evidence_panel(FOUND, 1, ZH)
    assert "<form" in evidence_panel(FOUND, 1, ZH, correctable=True)
    assert form(dataclasses.replace(FOUND, cell=None), 1, ZH) == ""
    assert 'name="undo"' in form(FOUND, 1, ZH)
    assert 'name="undo"' not in form(dataclasses.replace(FOUND, citation=citation(1, CELL)), 1, ZH)


def test_both_texts_of_a_corrected_cell_are_shown_and_nothing_of_them_is_html() -> None:
    assert FOUND.table is not None
    body = tuple(
        tuple(dataclasses.replace(cell, before=f"12{ATTACK}") if cell.marked else cell for cell in row)
        for row in FOUND.table.body
    )
    found = dataclasses.replace(FOUND, table=dataclasses.replace(FOUND.table, body=body))
    shown = evidence_panel(found, 1, EN, correctable=True, notice=ATTACK)
    assert "<mark><ins>1234.50</ins> <del>12&lt;img" in shown
    assert "<img" not in shown and "<script" not in shown
    assert said(CORRECTION, ZH).startswith("原读作“1284.50”，更正为“1234.50”（甲")
    assert 'class="chip corrected"' in chip(found.citation, ZH)


def test_a_refusal_says_why_and_changes_nothing() -> None:
    done: list[Edit] = []

    def correct(_: Library, edit: Edit) -> None:
        done.append(edit)
        if edit.text == "same":
            raise CorrectionError("same-text", "The cell reads so already.")

    conversation = Conversation(LIBRARY, ask, evidence, Policy("on"), correct)
    edit = Edit(CELL, "1", "甲", "看错")
    assert correction_texts("zh").done in conversation.corrected(edit, (CELL, 1), (), ZH, allowed=True)
    assert done == [edit]
    assert "此页面不允许更正" in conversation.corrected(edit, (CELL, 1), (), ZH, allowed=False)
    assert done == [edit]
    same = dataclasses.replace(edit, text="same")
    assert "单元格里已经是这个内容" in conversation.corrected(same, (CELL, 1), (), ZH, allowed=True)
    assert "Nothing was corrected: The cell reads so already." in conversation.corrected(same, (CELL, 1), (), EN, True)
    assert refused(LibraryLockedError(Path("lock"), ""), EN) == correction_texts("en").locked
