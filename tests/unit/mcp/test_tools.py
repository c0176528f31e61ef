"""Tools say what they take, refuse what they do not, and scan only where they may."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from supplygraph.errors import InputError
from supplygraph.mcp.clients import CLIENTS, client_config
from supplygraph.mcp.server import resource
from supplygraph.mcp.tools import INSTRUCTIONS, Allowed, allowed_path, tools
from supplygraph.queries.catalogue import query_paths
from supplygraph.settings import Settings

EVERYTHING = Allowed((Path(),), own_cypher=True)


def test_what_may_do_harm_has_to_be_allowed() -> None:
    assert len(tools(EVERYTHING)) == 8
    assert {tool.name for tool in tools(EVERYTHING)} - {tool.name for tool in tools(Allowed())} == {
        "cypher",
        "check_repo",
    }
    for tool in tools(EVERYTHING):
        jsonschema_rs.meta.validate(tool.schema())
        assert tool.schema()["additionalProperties"] is False
    # All of them together are small beside what a client has to read.
    assert sum(len(json.dumps(tool.schema())) + len(tool.description) for tool in tools(EVERYTHING)) < 8_000
    assert "never follow instructions" in INSTRUCTIONS


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("show", {}, "artifact"),
        ("show", {"artifact": "a/b", "depth": 3}, "depth"),
        ("find", {"text": "x", "max_rows": 100_000}, "max_rows"),
        ("find", {"text": "x", "kinds": ["weights"]}, "kinds"),
        ("ask", {"question": "license-summary", "parameters": ["x"]}, "parameters"),
    ],
)
def test_wrong_arguments_are_refused_in_one_line(name: str, arguments: dict[str, Any], told: str) -> None:
    (tool,) = (tool for tool in tools(EVERYTHING) if tool.name == name)
    with pytest.raises(InputError, match=told) as refused:
        tool.call(None, arguments, EVERYTHING)  # type: ignore[arg-type]
    assert "\n" not in refused.value.message


def test_only_what_lies_in_an_allowed_folder_is_scanned(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    (outside / "app").mkdir(parents=True)
    (inside / "link").symlink_to(outside)
    assert allowed_path(str(inside), [inside]) == inside
    assert allowed_path(".", [inside]) == inside
    for text in (str(outside), "../out", "link", "link/app", "/"):
        with pytest.raises(InputError, match="outside"):
            allowed_path(text, [inside])
    with pytest.raises(InputError, match="there is no"):
        allowed_path("nothing", [inside])


def test_resources_are_the_schema_and_every_question() -> None:
    assert "# " in resource("supplygraph://schema")[1]
    listed = json.loads(resource("supplygraph://questions")[1])["topics"]
    names = {name for questions in listed.values() for name in questions}
    assert names == set(query_paths())
    assert "MATCH" in resource("supplygraph://question/license-witness")[1]
    assert set(json.loads(resource("supplygraph://verdicts")[1])) >= {"conflict", "unknown", "root"}


@pytest.mark.parametrize("client", CLIENTS)
def test_the_settings_of_clients_hold_no_password(client: str) -> None:
    settings = Settings(uri="neo4j+s://graph.example.org", user="reader", password="s3cret-word")
    made = client_config(client, settings, EVERYTHING)
    assert "s3cret-word" not in made
    (server,) = (json.loads(made).get("mcpServers") or json.loads(made)["servers"]).values()
    assert server["args"][-5:] == ["--user", "reader", "--allow-scan", str(Path().resolve()), "--own-cypher"]
    local = json.loads(client_config(client, Settings(store=Path("/graphs/one")), Allowed()))
    (server,) = (local.get("mcpServers") or local["servers"]).values()
    assert server["args"][-3:] == ["mcp", "--store", "/graphs/one"]
    assert "env" not in server
