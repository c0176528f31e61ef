"""Keeps a small graph as a file, as a version stored it, and puts it back into an empty Neo4j.

`python -m tests.kept_graph` writes the file of today's format; it is made again only together with a new format.
"""

import gzip
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import neo4j

from supplygraph.store.connection import Connection
from supplygraph.store.format import FORMAT

FOLDER = Path(__file__).parent / "fixtures" / "graphs"
#: What is loaded: a licence that changes on the way, a merge, a base that nobody describes, a dataset, an old id.
RECORDS: tuple[dict[str, Any], ...] = (
    {"kind": "model", "id": "river/base-7b", "license": "cc-by-nc-4.0", "downloads": 900},
    {
        "kind": "model",
        "id": "brook/base-7b-chat",
        "license": "apache-2.0",
        "derived_from": [{"id": "river/base-7b", "relation": "finetune"}],
        "trained_on": ["pond/words"],
        "created_at": "2024-02-29T12:00:00Z",
    },
    {
        "kind": "model",
        "id": "pond/merged",
        "license": ["mit", "odd-words"],
        "derived_from": [
            {"id": "brook/base-7b-chat", "relation": "merge"},
            {"id": "lake/unseen", "relation": "merge"},
        ],
        "library": "transformers",
        "task": "text-generation",
    },
    {"kind": "dataset", "id": "pond/words", "license": "cc-by-sa-4.0"},
    {"kind": "repository", "id": "github.com/river/app", "license": "MIT", "uses": ["pond/merged"]},
)


def path_of(number: int) -> Path:
    """The file of a format."""
    return FOLDER / f"format_{number}.json.gz"


def kept() -> list[int]:
    """The formats of which a graph is kept."""
    return sorted(int(path.name.split("_")[1].split(".")[0]) for path in FOLDER.glob("format_*.json.gz"))


def keep(connection: Connection, path: Path) -> None:
    """Writes every node and relationship of a graph into a file."""
    nodes = connection.stream(
        "MATCH (n) RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS properties ORDER BY id"
    )
    edges = connection.stream(
        "MATCH (a)-[r]->(b) RETURN elementId(a) AS start, elementId(b) AS end, type(r) AS type, "
        "properties(r) AS properties ORDER BY elementId(r)"
    )
    text = json.dumps({"nodes": list(nodes), "edges": list(edges)}, default=_time, separators=(",", ":"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def read(path: Path) -> dict[str, list[dict[str, Any]]]:
    """What was kept: `nodes` and `edges`."""
    found: dict[str, list[dict[str, Any]]] = json.loads(gzip.decompress(path.read_bytes()), object_hook=_as_time)
    return found


def put_back(connection: Connection, path: Path) -> None:
    """Writes what was kept into an empty graph that has no constraints of other formats."""
    graph = read(path)
    ids: dict[str, str] = {}
    for label, times, nodes in _by(graph["nodes"], "labels"):
        create = (
            f"UNWIND $rows AS row CREATE (n:{label}) SET n = row.properties, n += $times "
            "RETURN row.id AS old, elementId(n) AS new"
        )
        made = connection.write(partial(_created, create, {"rows": nodes, "times": times}))
        ids |= {row["old"]: row["new"] for row in made}
    for name, times, edges in _by(graph["edges"], "type"):
        rows = [{**edge, "start": ids[edge["start"]], "end": ids[edge["end"]]} for edge in edges]
        connection.execute(
            "UNWIND $rows AS row MATCH (a) WHERE elementId(a) = row.start MATCH (b) WHERE elementId(b) = row.end "
            f"CREATE (a)-[r:{name}]->(b) SET r = row.properties, r += $times",
            {"rows": rows, "times": times},
        )


def _created(create: str, given: dict[str, Any], transaction: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
    return transaction.run(create, given).data()


def _by(rows: list[dict[str, Any]], what: str) -> Iterator[tuple[str, dict[str, datetime], list[dict[str, Any]]]]:
    """Rows of the same labels or type, and of the same times, which are sent once: the client writes them slowly."""
    groups: dict[tuple[str, tuple[tuple[str, datetime], ...]], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        times = tuple((name, value) for name, value in row["properties"].items() if isinstance(value, datetime))
        own = {name: value for name, value in row["properties"].items() if not isinstance(value, datetime)}
        groups[":".join(row[what]) if what == "labels" else row[what], times].append({**row, "properties": own})
    yield from ((name, dict(times), found) for (name, times), found in groups.items())


def _time(value: Any) -> dict[str, str]:
    return {"$time": value.iso_format()}


def _as_time(value: dict[str, Any]) -> Any:
    return datetime.fromisoformat(value["$time"]) if set(value) == {"$time"} else value


def write_records(folder: Path) -> Path:
    """The records as a file that `load records` takes."""
    path = folder / "kept.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS), encoding="utf-8")
    return path


def main() -> None:
    """Loads the records into a new store and keeps the graph."""
    from supplygraph.load import load
    from supplygraph.server import local
    from supplygraph.settings import Settings
    from supplygraph.sources.records import Records

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({}, store=Path(folder) / "store")
        with Connection(local.start(settings)) as connection:
            load(Records([write_records(Path(folder))]), lambda: connection)
            keep(connection, path_of(FORMAT))
        local.stop(settings)
    print(path_of(FORMAT), path_of(FORMAT).stat().st_size)


if __name__ == "__main__":
    main()
