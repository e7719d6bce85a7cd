"""The pages as tools of the Model Context Protocol: an assistant asks, and gets the data with their sources.

A tool for each kind of page, with the parts of its address and the what-if as arguments; its answer is the page's JSON,
as `equalterms COMMAND --json` prints it. Nothing is written, and nothing is asked of the network.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from equalterms import __version__
from equalterms.errors import StudyError
from equalterms.web.api import operation
from equalterms.web.desk import Desk
from equalterms.web.kinds import Kind
from equalterms.web.state import read

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

INSTRUCTIONS = (
    "Equal Terms, an observatory of national AI capability: {title}. Ranks come with the interval that holds 90% of "
    "the runs: say it beside every rank. `why` takes any score apart down to the published value and its source: cite "
    "them. Codes are ISO 3166 alpha-3. A what-if is an argument `set`, such as weight.research=2. Licence: {licence}."
)


def tools(desk: Desk) -> list[dict[str, Any]]:
    """Name, title, what it says and the JSON Schema of the arguments of each kind of page."""
    return [
        {
            "name": kind.name,
            "title": kind.title,
            "description": f"{kind.says}. Gives the JSON of `equalterms`, with the study's licence and hash.",
            "input_schema": _arguments(kind),
        }
        for kind in desk.kinds.values()
    ]


def _arguments(kind: Kind) -> dict[str, Any]:
    """The parts of the address, those that must be there required, and what stands behind its question mark."""
    fields: dict[str, Any] = {}
    for part in kind.takes:
        name = part.rstrip("?*")
        fields[name] = {"type": "integer", "minimum": 1} if name == "rank" else {"type": "string"}
        if part.endswith("*"):
            fields[name] = {"type": "array", "items": {"type": "string"}}
    for given in operation(kind, (), {})["parameters"]:
        fields[given["name"]] = {**given["schema"], "description": given["description"]}
    needed = [part for part in kind.takes if not part.endswith(("?", "*"))]
    return {"type": "object", "properties": fields, "required": needed, "additionalProperties": False}


async def answer(desk: Desk, name: str, arguments: Mapping[str, Any]) -> str:
    """The page's JSON; a StudyError that says what is wrong and what helps."""
    kind = desk.kinds.get(name)
    rest = dict(arguments)
    parts: list[str] = []
    for part in kind.takes if kind else ():
        given = rest.pop(part.rstrip("?*"), None)
        parts += [] if given is None else [str(each) for each in given] if isinstance(given, list) else [str(given)]
    pairs = [
        (key, str(each)) for key, value in rest.items() for each in (value if isinstance(value, list) else [value])
    ]
    state, params = read(pairs, (*(kind.asks if kind else ()), "table"))
    wish = desk.wish("/".join(["", name, *parts]), state, params, "json")
    body = await desk.body(wish)
    return body.decode() if isinstance(body, bytes) else body


def server(desk: Desk) -> Server[Any]:
    """The server of a desk; a StudyError where the extra is not installed."""
    try:
        from mcp import types
        from mcp.server.lowlevel import Server
    except ImportError:
        raise StudyError("this needs the Model Context Protocol", "mcp", "pip install 'equalterms[mcp]'") from None
    about = types.ToolAnnotations(read_only_hint=True, open_world_hint=False, idempotent_hint=True)

    async def listed(context: Any, params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[types.Tool(**each, annotations=about) for each in tools(desk)])

    async def called(context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            text, wrong = await answer(desk, params.name, params.arguments or {}), False
        except StudyError as error:
            text, wrong = str(error), True
        return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=wrong)

    said = INSTRUCTIONS.format(title=desk.base.title, licence=desk.base.licence)
    return Server("equalterms", version=__version__, instructions=said, on_list_tools=listed, on_call_tool=called)
