"""Every setting of the assistant, its default, and the environment variable that changes it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.limits import Limits

DEFAULT_LIBRARY = Path("var/library")

CHANGES = ("local", "login", "on", "off")
_LARGEST = 10_000_000
_LIMITS = (
    ("seconds", "BUDGET_READ_SECONDS", 1),
    ("memory_mb", "BUDGET_READ_MEMORY_MB", 100),
    ("file_mb", "BUDGET_READ_FILE_MB", 1),
    ("pages", "BUDGET_READ_PAGES", 1),
    ("unpacked_mb", "BUDGET_READ_UNPACKED_MB", 1),
    ("processes", "BUDGET_READ_PROCESSES", 0),
)
"""Field of ``Limits``, environment variable, least value."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run; ``from_environment`` reads the variables named behind each field."""

    library: Path = DEFAULT_LIBRARY  # BUDGET_LIBRARY
    embed_model: str = ""  # BUDGET_EMBED_MODEL: a folder or a name; empty means the model that `make setup` built
    use_vectors: bool = True  # BUDGET_USE_VECTORS=0 ranks by full text alone
    use_lexical: bool = True  # BUDGET_USE_LEXICAL=0 ranks by meaning alone
    chroma_url: str = ""  # BUDGET_CHROMA_URL: a Chroma server (http://host:port) instead of a folder
    top_k: int = 8  # BUDGET_TOP_K: chunks looked at for a question answered by quotation
    question_log: str = ""  # BUDGET_QUESTION_LOG: a file to append questions to; empty means that none is kept
    changes: str = (
        "local"  # BUDGET_CHANGES: who may change the library on the page: local, login, on, off (docs/web.md)
    )
    users: Path | None = None  # BUDGET_USERS: file of users with hashed passwords; then everybody must sign in
    proxy_user: str = ""  # BUDGET_PROXY_USER: header in which a trusted proxy names the user that signed in there
    at_once: int = 4  # BUDGET_AT_ONCE: questions worked on at the same time
    queue: int = 64  # BUDGET_QUEUE: questions that may wait; more are turned away
    upload_mb: int = 50  # BUDGET_UPLOAD_MB: the largest file that the page takes
    limits: Limits = field(default_factory=Limits)  # BUDGET_READ_...: what reading one file may cost; see _LIMITS

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Settings from environment variables; raises ``ValueError`` naming a variable that cannot be read."""
        changes = environment.get("BUDGET_CHANGES", "local").strip().lower()
        if changes not in CHANGES:
            raise ValueError(f"BUDGET_CHANGES must be one of {', '.join(CHANGES)}, not {changes!r}")
        users = environment.get("BUDGET_USERS", "").strip()
        return cls(
            library=Path(environment.get("BUDGET_LIBRARY", "") or DEFAULT_LIBRARY),
            embed_model=environment.get("BUDGET_EMBED_MODEL", ""),
            use_vectors=_flag(environment, "BUDGET_USE_VECTORS"),
            use_lexical=_flag(environment, "BUDGET_USE_LEXICAL"),
            chroma_url=environment.get("BUDGET_CHROMA_URL", ""),
            top_k=_whole(environment, "BUDGET_TOP_K", 8),
            question_log=environment.get("BUDGET_QUESTION_LOG", ""),
            changes=changes,
            users=Path(users) if users else None,
            proxy_user=environment.get("BUDGET_PROXY_USER", "").strip().lower(),
            at_once=_whole(environment, "BUDGET_AT_ONCE", 4),
            queue=_whole(environment, "BUDGET_QUEUE", 64),
            upload_mb=_whole(environment, "BUDGET_UPLOAD_MB", 50),
            limits=Limits(
                **{name: _whole(environment, key, getattr(Limits(), name), least) for name, key, least in _LIMITS}
            ),
        )


def _whole(environment: Mapping[str, str], name: str, default: int, least: int = 1) -> int:
    value = environment.get(name, "").strip() or str(default)
    if not value.isdecimal() or not least <= int(value) <= _LARGEST:
        raise ValueError(f"{name} must be a whole number from {least} on, not {value!r}")
    return int(value)


def _flag(environment: Mapping[str, str], name: str) -> bool:
    value = environment.get(name, "1").strip().lower()
    if value not in ("0", "1", "true", "false", "yes", "no"):
        raise ValueError(f"{name} must be 1 or 0, not {value!r}")
    return value in ("1", "true", "yes")
