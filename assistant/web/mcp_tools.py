"""The same functions as MCP tools, for other assistants: streamable HTTP under ``/mcp``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

import anyio
from mcp.server.fastmcp import FastMCP
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import Field

from assistant.schemas import AnswerObject, AuditObject, DocumentsObject, LookupObject, ScopeObject
from assistant.service import Service
from assistant.web.access import LOOPBACK
from assistant.web.api import Family, Gate, Severity, Status

T = TypeVar("T")
_INSTRUCTIONS = (
    "Figures of Chinese public budget documents. Every figure is a printed cell or computed exactly from such cells. "
    "Quote amounts as they are returned, with their citations; never compute or round them yourself. "
    "If status is not_found or clarify, say so instead of guessing."
)


def server(service: Service, gate: Gate, host: str) -> FastMCP:
    """The MCP server; on an address of this machine alone it answers only to names of this machine."""
    ports = [f"{name}:*" for name in ("127.0.0.1", "localhost", "[::1]")]
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=host in LOOPBACK,
        allowed_hosts=ports,
        allowed_origins=[f"http://{name}" for name in ports],
    )
    made = FastMCP(
        "budget-assistant",
        instructions=_INSTRUCTIONS,
        log_level="WARNING",
        stateless_http=True,
        json_response=True,
        streamable_http_path="/",
        transport_security=security,
    )

    async def run(work: Callable[[], T]) -> T:
        def gated() -> T:
            with gate.entered():
                return work()

        return await anyio.to_thread.run_sync(gated)

    @made.tool()
    async def ask(
        question: Annotated[str, Field(description="in Chinese or English, e.g. 电子书包 total spend")],
        scope: Annotated[ScopeObject | None, Field(description="what it is about, if it does not say so")] = None,
    ) -> AnswerObject:
        """Answer a question about the loaded budget documents with exact, cited and cross-checked figures."""
        return await run(lambda: service.ask(question, scope))

    @made.tool()
    async def cite(
        id: Annotated[str, Field(description="citation id, as answers and audits show it")] = "",
        amount: Annotated[str, Field(description="4177600, 4,177,600.00, 417.76万元, 95%")] = "",
        text: Annotated[str, Field(description="words that all stand in one place")] = "",
        code: Annotated[str, Field(description="classification code: 205, 20508, 2050801")] = "",
        limit: Annotated[int, Field(ge=1, le=500)] = 20,
    ) -> LookupObject:
        """Find every printed place of an amount, of words or of a code, or that of a citation id. Give exactly one."""
        return await run(lambda: service.cite(id, amount, text, code, limit))

    @made.tool()
    async def audit(
        document: Annotated[str, Field(description="id or file name; empty for all")] = "",
        status: Annotated[list[Status], Field(description="empty for all")] = ["fail"],  # noqa: B006
        family: Annotated[list[Family], Field(description="families of rules; empty for all")] = [],  # noqa: B006
        severity: Annotated[list[Severity], Field(description="empty for all")] = [],  # noqa: B006
        limit: Annotated[int, Field(ge=1, le=500)] = 50,
    ) -> AuditObject:
        """The accounting checks of the documents, findings first, both sides cited."""
        return await run(lambda: service.audit(document, status, family, severity, limit))

    @made.tool()
    async def list_documents() -> DocumentsObject:
        """The loaded documents with organisation, year, stage and what was read of them."""
        return await run(service.documents)

    return made
