"""What has to stand in the settings of an assistant so that it starts the server."""

from __future__ import annotations

import json
import shutil
import sys
from typing import Any

from supplygraph.mcp.tools import Allowed
from supplygraph.settings import Settings

CLIENTS = ("claude", "cursor", "vscode")
_INPUT = "neo4j-password"


def client_config(client: str, settings: Settings, allowed: Allowed) -> str:
    """The JSON for a client; a password is never written into it.

    Args:
        client: One of `CLIENTS`.
        settings: The graph.
        allowed: What the server may do.
    """
    program = shutil.which("supplygraph")
    words = [program] if program else [sys.executable, "-m", "supplygraph"]
    entry: dict[str, Any] = {"command": words[0], "args": [*words[1:], "mcp", *_options(settings, allowed)]}
    made: dict[str, Any] = {"mcpServers": {"supplygraph": entry}}
    if client == "vscode":
        made = {"servers": {"supplygraph": {"type": "stdio", **entry}}}
        if settings.uri is not None:
            made["servers"]["supplygraph"]["env"] = {"NEO4J_INPUT": f"${{input:{_INPUT}}}"}
            made["inputs"] = [
                {"type": "promptString", "id": _INPUT, "description": "Password of Neo4j", "password": True}
            ]
    elif settings.uri is not None:
        entry["env"] = {"NEO4J_INPUT": "${NEO4J_INPUT}"}
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _options(settings: Settings, allowed: Allowed) -> list[str]:
    if settings.uri is None:
        found = ["--store", str(settings.store.absolute())]
    else:
        found = ["--uri", settings.uri]
        found += ["--user", settings.user] if settings.user else []
        found += ["--database", settings.database] if settings.database else []
    for folder in allowed.folders:
        found += ["--allow-scan", str(folder.resolve())]
    return [*found, *(["--own-cypher"] if allowed.own_cypher else [])]
