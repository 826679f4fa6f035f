"""Use a running assistant as MCP tools (pip install mcp): python docs/examples/mcp_client.py http://127.0.0.1:7860/mcp/"""

import asyncio
import sys

from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client

ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:7860/mcp/"


async def main() -> None:
    async with streamablehttp_client(ADDRESS) as (read, write, _), ClientSession(read, write) as session:
        await session.initialize()
        tools = await session.list_tools()
        print(*sorted(tool.name for tool in tools.tools))
        answer = (await session.call_tool("ask", {"question": "电子书包 total spend"})).structuredContent
        print(answer["status"], answer["figures"][0]["amount"], answer["figures"][0]["unit"])
        place = (await session.call_tool("cite", {"id": answer["citations"][0]["id"]})).structuredContent
        print(place["results"][0]["cell_text"])
        audit = (await session.call_tool("audit", {"severity": ["error"]})).structuredContent
        documents = (await session.call_tool("list_documents", {})).structuredContent
        print(audit["count"], "errors in", documents["count"], "documents")


asyncio.run(main())
