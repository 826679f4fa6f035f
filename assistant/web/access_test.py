"""Who may change the library, and who is signed in. The policy by setting and headers is in correction_test.py."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from assistant.web.access import Policy, UserFileError, Users, hashed

HERE = {"host": "127.0.0.1:7860", "origin": "http://127.0.0.1:7860"}
THERE = {"host": "budget.example", "origin": "https://budget.example"}


@pytest.mark.parametrize(
    ("setting", "headers", "user", "allowed"),
    [
        ("local", THERE, "甲", True),
        ("login", THERE, "甲", True),
        ("login", HERE, "", False),
        ("off", THERE, "甲", False),
        ("login", {**THERE, "origin": "https://elsewhere.example"}, "甲", False),
        ("login", {**THERE, "origin": "null"}, "甲", False),
        ("on", {"host": "a.example", "origin": "null"}, "", False),
        ("on", {"host": "a.example", "sec-fetch-site": "cross-site"}, "", False),
    ],
)
def test_somebody_signed_in_may_change_the_library_from_the_page_alone(
    setting: str, headers: dict[str, str], user: str, allowed: bool
) -> None:
    assert Policy(setting, "0.0.0.0").allows(headers, user) is allowed


def test_a_user_is_known_by_name_and_password_together(tmp_path: Path) -> None:
    file = tmp_path / "users"
    file.write_text(f"# who\n\n甲:{hashed('long enough')}\n乙:{hashed('another one')}\n", encoding="utf-8")
    users = Users.load(file)
    for _ in range(2):  # the second time what is right is remembered
        assert users.signed_in(_basic("甲:long enough")) == "甲"
        assert users.signed_in(_basic("甲:another one")) == ""
        assert users.signed_in(_basic("丙:long enough")) == ""
    for header in ("", "Basic", "Basic !!!", "Bearer abc", _basic("no colon")):
        assert users.signed_in(header) == ""


@pytest.mark.parametrize(
    "line", ["甲", "甲:plain", "甲:scrypt:x:8:1:00:00", "甲:scrypt:1073741824:8:1:" + "0" * 32, ""]
)
def test_a_user_file_that_cannot_be_read_is_refused(tmp_path: Path, line: str) -> None:
    file = tmp_path / "users"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(UserFileError):
        Users.load(file)


def test_the_same_password_is_never_kept_the_same_way() -> None:
    assert hashed("long enough") != hashed("long enough")
    assert "long enough" not in hashed("long enough")


def _basic(credentials: str) -> str:
    return f"Basic {base64.b64encode(credentials.encode()).decode()}"
