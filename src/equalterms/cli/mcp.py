"""The command `mcp`: the observatory's pages as tools for assistants, over stdin and stdout."""

from __future__ import annotations

from equalterms.cli.app import Common, command
from equalterms.cli.out import Output
from equalterms.errors import UsageError


@command
def mcp(common: Common) -> Output:
    """Tools for assistants (Model Context Protocol) over stdin and stdout: every page, with its sources.

    Examples:

      equalterms mcp

      equalterms mcp --study my-study/
    """
    import asyncio

    from equalterms.cli.serve import desk
    from equalterms.page import Page
    from equalterms.web.assistant import server

    if common.json or common.format or common.output != "-":
        raise UsageError("mcp writes no table", remedy="it speaks to an assistant over stdin and stdout")
    made = server(desk(common))

    async def speak() -> None:
        from mcp.server.stdio import stdio_server

        async with stdio_server() as (inward, outward):
            await made.run(inward, outward, made.create_initialization_options())

    asyncio.run(speak())
    return Output("mcp", {}, Page("mcp", "MCP", ()), written="no longer served")
