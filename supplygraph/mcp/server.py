"""The server of the Model Context Protocol on standard input and output; each question opens the graph anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import anyio
import anyio.to_thread
import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from supplygraph.errors import QueryError, SupplygraphError
from supplygraph.explore.read_only import ReadOnlyConnection
from supplygraph.mcp.answers import SECONDS, list_questions, question
from supplygraph.mcp.bounds import told
from supplygraph.mcp.tools import INSTRUCTIONS, Allowed, tools
from supplygraph.queries.catalogue import find_query
from supplygraph.queries.vocabularies import vocabularies
from supplygraph.report.license_lines import HEADLINES
from supplygraph.server.opening import open_connection
from supplygraph.settings import Settings
from supplygraph.store.documentation import schema_page
from supplygraph.version import __version__

Row = dict[str, Any]

_SCHEMA, _QUESTIONS, _VERDICTS = "supplygraph://schema", "supplygraph://questions", "supplygraph://verdicts"
_QUESTION = "supplygraph://question/"
_RESOURCES = (
    types.Resource(uri=_SCHEMA, name="schema", title="Schema of the graph", mime_type="text/markdown",
                   description="Labels, relationship types and properties, with their meaning."),
    types.Resource(uri=_QUESTIONS, name="questions", title="Stored questions", mime_type="application/json",
                   description="All stored questions by topic."),
    types.Resource(uri=_VERDICTS, name="verdicts", title="Verdicts", mime_type="application/json",
                   description="What each verdict on a licence means."),
)  # fmt: skip
_TEMPLATES = (
    types.ResourceTemplate(uri_template=_QUESTION + "{name}", name="question", title="A stored question",
                           mime_type="text/plain", description="The file of a stored question: its header and Cypher."),
)  # fmt: skip


def serve(settings: Settings, allowed: Allowed) -> None:
    """Answers on standard input and output until the client closes it."""
    anyio.run(_serve, settings, allowed)


async def _serve(settings: Settings, allowed: Allowed) -> None:
    server = made_server(settings, allowed)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


def made_server(settings: Settings, allowed: Allowed) -> Server[Any]:
    """The server, which starts a local graph with the first question."""
    known = {tool.name: tool for tool in tools(allowed)}

    async def list_tools(context: Any, parameters: Any) -> types.ListToolsResult:
        hints = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False)
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=tool.name,
                    title=tool.title,
                    description=tool.description,
                    input_schema=tool.schema(),
                    annotations=hints,
                )
                for tool in known.values()
            ]
        )

    async def call_tool(context: Any, parameters: types.CallToolRequestParams) -> types.CallToolResult:
        tool = known.get(parameters.name)
        if tool is None:
            return _result(
                {"error": f"there is no tool {parameters.name!r:.80}", "hint": ", ".join(known)}, failed=True
            )

        def answer() -> Row:
            return _with_graph(settings, lambda graph: tool.call(graph, parameters.arguments or {}, allowed))

        try:
            return _result(await anyio.to_thread.run_sync(answer))
        except SupplygraphError as error:
            return _result({"error": told(error.message), "hint": told(error.hint)}, failed=True)

    async def list_resources(context: Any, parameters: Any) -> types.ListResourcesResult:
        return types.ListResourcesResult(resources=list(_RESOURCES))

    async def list_templates(context: Any, parameters: Any) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=list(_TEMPLATES))

    async def read_resource(context: Any, parameters: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        kind, text = resource(parameters.uri)
        found = types.TextResourceContents(uri=parameters.uri, mime_type=kind, text=text)
        return types.ReadResourceResult(contents=[found])

    return Server(
        "supplygraph",
        version=__version__,
        title="supplygraph",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
    )


def resource(uri: str) -> tuple[str, str]:
    """Media type and text of a resource.

    Raises:
        QueryError: there is no such resource.
    """
    if uri == _SCHEMA:
        return "text/markdown", schema_page(vocabularies())
    if uri == _QUESTIONS:
        return "application/json", json.dumps(list_questions(), ensure_ascii=False)
    if uri == _VERDICTS:
        return "application/json", json.dumps(HEADLINES, ensure_ascii=False)
    if uri.startswith(_QUESTION):
        query = find_query(uri.removeprefix(_QUESTION))
        return "text/plain", json.dumps(question(query), ensure_ascii=False, indent=1) + "\n\n" + query.text
    raise QueryError(f"there is no resource {uri!r:.100}")


def _with_graph(settings: Settings, answer: Callable[[ReadOnlyConnection], Row]) -> Row:
    # A connection that stayed open would keep a local server from stopping when nobody asks.
    with open_connection(settings) as opened:
        address = opened.address
    with ReadOnlyConnection(address, SECONDS) as connection, connection.one_page():
        return answer(connection)


def _result(answer: Row, *, failed: bool = False) -> types.CallToolResult:
    text = types.TextContent(type="text", text=json.dumps(answer, ensure_ascii=False))
    return types.CallToolResult(content=[text], structured_content=answer, is_error=failed)
