"""The web chat: a Gradio page over ``assistant.answer.ask``. It asks no other host and keeps no questions."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.config import Settings

if TYPE_CHECKING:
    import gradio as gr

    from assistant.library import Library
    from assistant.web.conversation import Ask, FindEvidence

__all__ = ["build", "launch_options", "serve"]

_STYLE = Path(__file__).with_name("style.css")


def build(
    library: Library,
    *,
    ask: Ask | None = None,
    evidence: FindEvidence | None = None,
    corrections: str = "off",
    host: str = "",
) -> gr.Blocks:
    """The page for a library. ``ask`` and ``evidence`` stand in for the real ones in tests.

    ``corrections`` says who may correct cells (on, off or local), ``host`` on which address the page will be served.

    The page looks as it should only when launched with ``launch_options()``.
    """
    _quiet()
    from assistant.web.conversation import Conversation
    from assistant.web.correction import Policy
    from assistant.web.layout import blocks

    policy = Policy(corrections, host)
    return blocks(Conversation(library, ask or _real_ask(), evidence or _real_evidence(), policy))


def serve(library_folder: Path, settings: Settings, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Serve the page for the library in ``library_folder`` until interrupted.

    Raises what ``Library.open`` raises for a folder that holds no usable library, and ``OSError`` for a port in use.
    """
    _quiet()
    from assistant.library import Library

    with Library.open(library_folder, settings) as library:
        print(f"http://{host}:{port}", flush=True)
        threading.Thread(target=library.warm_up, daemon=True).start()
        page = build(library, corrections=settings.corrections, host=host)
        page.launch(server_name=host, server_port=port, **launch_options())


def launch_options() -> dict[str, Any]:
    """The arguments of ``Blocks.launch``: look, and everything off that would ask another host or keep questions.

    ``run_history`` would keep each question in the browser's storage; the footer and API pages show Gradio's own links.
    """
    _quiet()
    from assistant.web.theme import theme

    return {
        "share": False,
        "ssr_mode": False,
        "footer_links": [],
        "run_history": False,
        "enable_monitoring": False,
        "mcp_server": False,
        "pwa": False,
        "state_session_capacity": 1000,
        "theme": theme(),
        "css": _STYLE.read_text(encoding="utf-8"),
        "show_error": False,
        "quiet": True,
    }


def _quiet() -> None:
    """Gradio reads this when it is imported."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"


def _real_ask() -> Ask:
    from assistant.answer import ask

    return ask


def _real_evidence() -> Callable[..., Any]:
    from assistant.evidence import evidence

    return evidence
