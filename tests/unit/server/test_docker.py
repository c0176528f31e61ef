"""`docker/` runs the same Neo4j with the same settings as the local server."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from supplygraph.server import configuration, versions

DOCKER = Path(__file__).parents[3] / "docker"


@pytest.fixture(scope="module")
def service() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text(encoding="utf-8"))["services"]["neo4j"]
    return found


def test_compose_runs_the_version_the_local_server_runs(service: dict[str, Any]) -> None:
    assert service["image"] == f"neo4j:{versions.DEFAULT}-community"


def test_compose_has_the_settings_of_the_local_server_and_no_others(service: dict[str, Any]) -> None:
    expected = configuration.COMMON | configuration.memory(*configuration.sized(0, 0))
    found = {name: value for name, value in service["environment"].items() if name != "NEO4J_AUTH"}
    assert found == configuration.as_environment(expected)


def test_a_setting_becomes_the_variable_of_neo4js_image() -> None:
    assert configuration.as_environment({"db.tx_log.rotation.retention_policy": "keep_none"}) == {
        "NEO4J_db_tx__log_rotation_retention__policy": "keep_none"
    }


def test_compose_has_no_default_password(service: dict[str, Any]) -> None:
    assert re.fullmatch(r"neo4j/\$\{NEO4J_PASSWORD:\?[^}]+\}", service["environment"]["NEO4J_AUTH"])


def test_compose_publishes_ports_on_loopback_only(service: dict[str, Any]) -> None:
    assert service["ports"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])


def test_compose_keeps_the_graph_in_a_declared_volume(service: dict[str, Any]) -> None:
    compose = yaml.safe_load((DOCKER / "compose.yaml").read_text(encoding="utf-8"))
    names = [volume.split(":")[0] for volume in service["volumes"] if volume.endswith(":/data")]
    assert len(names) == 1
    assert names[0] in compose["volumes"]


def test_compose_asks_the_database_for_its_health(service: dict[str, Any]) -> None:
    kind, command = service["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    assert "cypher-shell" in command
    assert not re.search(r"(^|\s)(-p|--password)(\s|=)", command)


def test_the_image_of_the_command_does_not_run_as_root() -> None:
    lines = (DOCKER / "Dockerfile").read_text(encoding="utf-8").splitlines()
    final = lines[max(i for i, line in enumerate(lines) if line.startswith("FROM ")) :]
    users = [line.split()[1] for line in final if line.startswith("USER ")]
    assert users
    assert users[-1] not in ("root", "0")
