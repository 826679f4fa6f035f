"""Every setting of the assistant, its default, and the environment variable that changes it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_LIBRARY = Path("var/library")


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

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Settings from environment variables; raises ``ValueError`` naming a variable that cannot be read."""
        top_k = environment.get("BUDGET_TOP_K", "8")
        if not top_k.isdigit() or int(top_k) < 1:
            raise ValueError(f"BUDGET_TOP_K must be a whole number from 1 on, not {top_k!r}")
        return cls(
            library=Path(environment.get("BUDGET_LIBRARY", "") or DEFAULT_LIBRARY),
            embed_model=environment.get("BUDGET_EMBED_MODEL", ""),
            use_vectors=_flag(environment, "BUDGET_USE_VECTORS"),
            use_lexical=_flag(environment, "BUDGET_USE_LEXICAL"),
            chroma_url=environment.get("BUDGET_CHROMA_URL", ""),
            top_k=int(top_k),
            question_log=environment.get("BUDGET_QUESTION_LOG", ""),
        )


def _flag(environment: Mapping[str, str], name: str) -> bool:
    value = environment.get(name, "1").strip().lower()
    if value not in ("0", "1", "true", "false", "yes", "no"):
        raise ValueError(f"{name} must be 1 or 0, not {value!r}")
    return value in ("1", "true", "yes")
