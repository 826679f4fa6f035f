"""制度保障: the regulations a project rests on, and the phases each one covers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.form_draft import Draft, Row
from corpus.form_words import PHASES, POLICY_KINDS
from corpus.normal import label
from corpus.records import Policy, TableKind

_NAMED = re.compile(r"项目名称[:：].+")


def read_policies(rows: Sequence[Row], draft: Draft) -> None:
    """Take in the grid of a form's last part. A row without a kind of its own has the kind of the row above."""
    key = draft.keep(TableKind.FORM_POLICIES, rows, ("制度保障", "文件名称", "具体措施", *PHASES), ())
    kind = ""
    for r, row in enumerate(rows):
        texts = [label(cell.text) for cell in row]
        if "文件名称" in texts or _NAMED.match(texts[0]):
            continue
        kind = texts[0] if texts[0] in POLICY_KINDS else kind
        words = [cell for cell in row if cell.text and label(cell.text) not in POLICY_KINDS]
        phases = [(phase, cell.checked) for phase in PHASES for cell in words if phase in label(cell.text)]
        body = [cell for cell in words if not any(phase in label(cell.text) for phase in PHASES)]
        if not phases or not body:
            continue
        place = replace(body[0].place, table=key, row=r)
        measures = body[1].text if len(body) > 1 else ""
        draft.policies.append(Policy(kind, body[0].text, measures, tuple(phases), place))
