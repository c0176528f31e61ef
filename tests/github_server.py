"""A local GitHub: answers GraphQL from GitHub's public schema, follows renames, and fails as it is told to."""

import json
import shutil
import subprocess
import threading
import time
from collections import Counter
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import graphql

PACKAGE = "@octokit/graphql-schema@15.26.1"
PART = Path(__file__).parent / "fixtures" / "github.graphql"
TOKEN = "ghp_test"


@cache
def public_schema() -> graphql.GraphQLSchema | None:
    """GitHub's public schema from its package; None where that cannot be fetched."""
    if shutil.which("npm") is None:
        return None
    folder = Path(mkdtemp(prefix="supplygraph-schema-"))
    try:
        pack = ["npm", "pack", "--silent", PACKAGE]
        done = subprocess.run(pack, cwd=folder, capture_output=True, text=True, timeout=120, check=True)
        subprocess.run(["tar", "xzf", done.stdout.split()[-1]], cwd=folder, check=True, timeout=60)
        text = (folder / "package" / "schema.graphql").read_text(encoding="utf-8")
    except (OSError, subprocess.SubprocessError, IndexError):
        return None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    # The published text defines two fields twice, which a strict reading refuses.
    return graphql.build_schema(text, assume_valid=True, assume_valid_sdl=True)


@cache
def part_schema() -> graphql.GraphQLSchema:
    """The part of it that is written down here."""
    return graphql.build_schema(PART.read_text(encoding="utf-8"))


def repository(name: str, **more: Any) -> dict[str, Any]:
    """A repository as GitHub describes one."""
    return {
        "id": f"R_{name}",
        "nameWithOwner": name,
        "description": "A thing.",
        "stargazerCount": 7,
        "forkCount": 2,
        "createdAt": "2020-01-01T00:00:00Z",
        "pushedAt": "2023-05-06T07:08:09Z",
        "isFork": False,
        "isArchived": False,
        "isDisabled": False,
        "isPrivate": False,
        "licenseInfo": {"key": "mit", "spdxId": "MIT", "name": "MIT License", "pseudoLicense": False},
        "parent": None,
        "primaryLanguage": {"name": "Python"},
        "languages": {"nodes": [{"name": "Python"}, {"name": "Shell"}]},
        "repositoryTopics": {"nodes": [{"topic": {"name": "nlp"}}]},
        "defaultBranchRef": {
            "name": "main",
            "target": {"__typename": "Commit", "oid": "a" * 40, "history": {"totalCount": 12}},
        },
        "dependencyGraphManifests": {"nodes": []},
        **more,
    }


class GitHubServer:
    """The server; use it as a context manager.

    Args:
        repositories: By `owner/name`, in small letters; a value that is a text is the new name of a renamed one.
        faults: What happens to the first requests, one after the other; None answers.

    Attributes:
        answered: How often each repository was given in an answer that arrived.
        requests: Aliases of each request.
    """

    def __init__(self, repositories: dict[str, Any], faults: list[str | None] | None = None) -> None:
        self.repositories = repositories
        self.faults = list(faults or [])
        self.schema = part_schema()
        self.answered: Counter[str] = Counter()
        self.requests: list[int] = []
        self.remaining = 5_000
        self.tokens: set[str] = set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.tokens.add(self.headers.get("Authorization", ""))
                outer.handle(self, json.loads(body))

            def log_message(self, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/graphql"

    def __enter__(self) -> "GitHubServer":
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def handle(self, handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        names = [key for key in request["variables"] if key.startswith("o")]
        self.requests.append(len(names))
        fault = self.faults.pop(0) if self.faults else None
        if fault == "heavy" and len(names) > 2:
            self.faults.insert(0, "heavy")
        match fault:
            case "disconnect":
                handler.close_connection = True
                handler.connection.close()
                return
            case "502":
                self.send(handler, 502, b"<html>Bad gateway</html>")
                return
            case "heavy" if len(names) > 2:
                self.send(handler, 504, b"{}")
                return
            case "garbage":
                self.send(handler, 200, b"not json")
                return
            case "401":
                self.send(handler, 401, b'{"message": "Bad credentials"}')
                return
            case "secondary":
                self.send(
                    handler, 403, b'{"message": "You have exceeded a secondary rate limit"}', {"Retry-After": "7"}
                )
                return
            case "secondary without time":
                self.send(handler, 429, b'{"message": "slow down"}')
                return
            case "rate limited":
                error = {"type": "RATE_LIMITED", "message": "API rate limit exceeded"}
                headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 30)}
                self.send(handler, 200, json.dumps({"errors": [error]}).encode(), headers)
                return
        result = graphql.graphql_sync(
            self.schema,
            request["query"],
            root_value={"rateLimit": self.limit, "repository": self.find},
            variable_values=request["variables"],
        )
        data, errors = result.data, [self.error(error) for error in result.errors or []]
        if fault == "partial" and data:
            alias = f"r{len(names) - 1}"
            data[alias] = None
            errors.append({"message": "Something went wrong while executing your query.", "path": [alias]})
        if fault == "cut":
            body = json.dumps({"data": data}).encode()
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(body) + 100))
            handler.end_headers()
            handler.wfile.write(body[: len(body) // 2])
            handler.close_connection = True
            return
        for value in (data or {}).values():
            if value and "nameWithOwner" in value:
                self.answered[value["nameWithOwner"]] += 1
        self.send(handler, 200, json.dumps({"data": data, **({"errors": errors} if errors else {})}).encode())

    def limit(self, info: Any, **_: Any) -> dict[str, Any]:
        self.remaining -= 1
        reset = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 40))
        return {"cost": 1, "limit": 5_000, "remaining": max(self.remaining, 0), "resetAt": reset}

    def find(self, info: Any, owner: str, name: str, **_: Any) -> Any:
        found = self.repositories.get(f"{owner}/{name}".lower())
        if isinstance(found, str):
            found = self.repositories.get(found.lower())
        if found is None:
            raise graphql.GraphQLError("Could not resolve to a Repository", extensions={"type": "NOT_FOUND"})
        if "error" in found:
            raise graphql.GraphQLError("refused", extensions={"type": found["error"]})
        return found

    @staticmethod
    def error(error: graphql.GraphQLError) -> dict[str, Any]:
        kind = (error.extensions or {}).get("type")
        return {"message": error.message, "path": error.path, **({"type": kind} if kind else {})}

    @staticmethod
    def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        handler.send_response(status)
        for name, value in {
            "Content-Length": str(len(body)),
            "Content-Type": "application/json",
            **(headers or {}),
        }.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)
