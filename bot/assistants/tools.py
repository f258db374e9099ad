"""The tools: each reads, none writes, and every word in what they give is an article's or a name of a field."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Annotated

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import Field
from starlette.applications import Starlette

from bot.engine.desk import Desk
from bot.formats.holdings import articles_object, figures_object, paragraph_object
from bot.formats.json_lines import answer_object, check_object
from bot.formats.shapes import AnswerData, ArticlesData, CheckData, FiguresData, ParagraphData
from bot.messages.tables import figures_on
from bot.messages.verdicts import claims_of
from bot.settings.values import version
from index.library.catalogue import Gone
from index.quotations.check import LONGEST, SHORTEST, UnsuitableLength

INSTRUCTIONS = (
    "A library of articles that is quoted, never paraphrased. The text of a quote is the article's own words; cite it "
    'with its title, publisher, date and paragraph. An answer whose state is not "sure" is no answer: say so. Before '
    'you put words between quotation marks, check them with verify_quote: only "verbatim" may be quoted.'
)
LONGEST_QUESTION = 2_000
MOST_FIGURES, MOST_ARTICLES = 50, 200

_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_Question = Annotated[str, Field(max_length=LONGEST_QUESTION, description="in Chinese or English")]
_Filters = Annotated[
    str,
    Field(max_length=300, description="which articles may answer: in:SLUG publisher:NAME after:2021-06 before:2022"),
]
_Topic = Annotated[str, Field(max_length=LONGEST_QUESTION, description="what the figures are of; empty for all")]
_Period = Annotated[str, Field(max_length=20, description="2021, 2021-06, 2021-H1 or 2021-Q1; empty for any")]
_Quoted = Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST, description="the words without their marks")]
_Start = Annotated[int, Field(ge=0, description="how many to pass over")]
_Number = Annotated[int, Field(ge=1, description="of the paragraph, as a quote gives it")]


def server_of(desk: Desk) -> MCPServer:
    """A server whose tools ask ``desk``."""
    server: MCPServer = MCPServer(
        "yinju", title="yinju 引据", instructions=INSTRUCTIONS, version=version(), log_level="WARNING"
    )

    @server.tool(title="Ask the articles", annotations=_READS)
    async def ask(question: _Question, filters: _Filters = "") -> AnswerData:
        """The sentences that answer, word for word, with figures and sources; none where the articles don't say. Of a
        statement also what the articles' figures are beside those it claims."""
        answer, checks = await desk.look_up(f"{question} {filters}".strip())
        return answer_object(answer, claims_of(checks))

    @server.tool(title="Find figures", annotations=_READS)
    async def find_figures(topic: _Topic, period: _Period = "", start: _Start = 0) -> FiguresData:
        """The figures on a topic, each with its value, unit, what it counts, and the sentence that it stands in."""
        if period and not topic.strip():
            raise ToolError("period goes with a topic")
        quotes = figures_on(await desk.ask(topic)) if topic.strip() else desk.holdings.statistics()
        return await asyncio.to_thread(figures_object, topic, period, quotes, start, MOST_FIGURES)

    @server.tool(title="Verify a quotation", annotations=_READS)
    async def verify_quote(text: _Quoted) -> CheckData:
        """Whether the articles hold these very words: "verbatim" with the place; "changed" with what they say
        instead and the characters that differ; or "absent".
        """
        try:
            return check_object(await desk.check(text))
        except UnsuitableLength as error:
            raise ToolError(str(error)) from None

    @server.tool(title="Read a paragraph", annotations=_READS)
    async def read(article: Annotated[str, Field(max_length=300)], paragraph: _Number) -> ParagraphData:
        """A paragraph of an article with its neighbours; ``article`` is the slug that quotes and list_articles give."""
        try:
            return paragraph_object(desk.holdings, article, paragraph)
        except Gone:
            raise ToolError(f"there is no paragraph {paragraph} of {article} that may be read") from None

    @server.tool(title="List the articles", annotations=_READS)
    async def list_articles(start: _Start = 0) -> ArticlesData:
        """The articles of the library with their titles, publishers, dates and rights."""
        return articles_object(desk.holdings, start, MOST_ARTICLES)

    return server


def http_app(server: MCPServer, hosts: Collection[str]) -> Starlette:
    """The server over streamable HTTP at ``/mcp``, each request by itself; it answers to ``hosts``, all without any."""
    names = [f"[{host}]" if ":" in host else host for host in hosts]
    allowed = [*names, *(f"{name}:*" for name in names)]
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=bool(names),
        allowed_hosts=allowed,
        allowed_origins=[
            f"{scheme}://{name}{port}" for scheme in ("http", "https") for name in names for port in ("", ":*")
        ],
    )
    return server.streamable_http_app(
        stateless_http=True, json_response=True, max_request_body_size=1_000_000, transport_security=security
    )
