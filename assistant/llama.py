"""The assistant as a query engine of llama-index. It needs no language model.

from assistant.llama import BudgetQueryEngine
engine = BudgetQueryEngine.open("var/library")
print(engine.query("电子书包 total spend"))
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from llama_index.core.base.response.schema import Response
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.schema import NodeWithScore, TextNode
from pydantic import ConfigDict, PrivateAttr

from assistant.answer import ask
from assistant.config import Settings
from assistant.library import Library
from assistant.records import Answer, Citation, Scope

if TYPE_CHECKING:
    from llama_index.core.base.response.schema import RESPONSE_TYPE
    from llama_index.core.schema import QueryBundle


class BudgetQueryEngine(CustomQueryEngine):
    """Answers with figures of a library: each query alone, without a conversation before it.

    The response is the text of the answer, its source nodes are the citations in the order of their markers, and its
    metadata is the answer object of the public contract (status, figures, checks ...). No node has a score, as a place
    is cited or it is not.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    scope: Scope | None = None
    _owned: bool = PrivateAttr(default=False)

    @classmethod
    def open(cls, folder: str | Path, settings: Settings | None = None, scope: Scope | None = None) -> Self:
        """An engine over the library in ``folder``; errors as ``Library.open``. ``close`` lets go of it."""
        made = cls(library=Library.open(Path(folder), settings or Settings.from_environment()), scope=scope)
        made._owned = True
        return made

    def close(self) -> None:
        """Close the library if this engine has opened it."""
        if self._owned:
            self.library.close()

    def custom_query(self, query_str: str) -> RESPONSE_TYPE:
        """The answer to one question."""
        return response_of(ask(query_str, (), self.library, self.scope))

    def _query(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        return self.custom_query(query_bundle.query_str)

    async def _aquery(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        import asyncio

        return await asyncio.to_thread(self.custom_query, query_bundle.query_str)


def response_of(answer: Answer) -> Response:
    """An answer as llama-index has it."""
    nodes = [NodeWithScore(node=node_of(citation), score=None) for citation in answer.citations]
    return Response(response=answer.answer, source_nodes=nodes, metadata=answer.to_json())


def node_of(citation: Citation) -> TextNode:
    """A cited place: its printed row or sentence, with the place as metadata."""
    metadata: dict[str, Any] = citation.to_json()
    return TextNode(id_=citation.id, text=citation.quote or citation.cell_text, metadata=metadata)
