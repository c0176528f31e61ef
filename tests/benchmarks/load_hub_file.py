"""Measures loading a Hub dump against a per-row MERGE loop and py2neo's bulk functions, on the same local Neo4j.

    python -m tests.benchmarks.load_hub_file [--file FILE] [--rows 30000]

The whole file is loaded by the `supplygraph` command in a process of its own (wall time, peak memory), then again. The
peers write the first rows of the same elements with the same constraints; what is compared is elements per second.
Rates depend on the machine; the ratios are what counts.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from supplygraph.schema.declaration import Described, Element, Node
from supplygraph.server import local
from supplygraph.settings import Settings
from supplygraph.sources.hub_file import HubFile
from supplygraph.store.connection import Connection
from supplygraph.store.constraints import ensure_schema
from supplygraph.store.rows import properties
from supplygraph.store.writer import Writer
from supplygraph.tally import Tally
from tests.conftest import empty
from tests.real_data import DATA

NodeRows = dict[type[Node], dict[str, dict[str, Any]]]
EdgeRows = dict[tuple[str, type[Node], type[Node]], list[tuple[str, dict[str, Any], str]]]


def rows_of(elements: Iterator[Element], most: int) -> tuple[NodeRows, EdgeRows, int]:
    """The first elements as plain rows, every end of a relationship among the nodes."""
    nodes: NodeRows = defaultdict(dict)
    edges: EdgeRows = defaultdict(list)
    count = 0
    for element in islice((e for e in elements if not isinstance(e, Described)), most):
        count += 1
        if isinstance(element, Node):
            nodes[type(element)][element.key_value] = properties(element)
            continue
        for ref in (element.start, element.end):
            nodes[ref.node].setdefault(ref.key, {ref.node.key: ref.key})
        edges[element.type_name, element.start.node, element.end.node].append(
            (element.start.key, properties(element), element.end.key)
        )
    return nodes, edges, count


def write_one_by_one(connection: Connection, nodes: NodeRows, edges: EdgeRows) -> None:
    """The plain way: one MERGE a row, each in a transaction of its own."""
    with connection.driver.session(database=connection.address.database) as session:
        for kind, rows in nodes.items():
            for key, row in rows.items():
                session.run(f"MERGE (n:{kind.label} {{{kind.key}: $key}}) SET n += $row", key=key, row=row).consume()
        for (name, start, end), edge_rows in edges.items():
            text = (
                f"MATCH (a:{start.label} {{{start.key}: $a}}) MATCH (b:{end.label} {{{end.key}: $b}}) "
                f"MERGE (a)-[r:{name}]->(b) SET r += $row"
            )
            for a, row, b in edge_rows:
                session.run(text, a=a, b=b, row=row).consume()


def write_with_py2neo(connection: Connection, nodes: NodeRows, edges: EdgeRows) -> None:
    """py2neo's bulk functions, in batches of 1,000 as its manual has them."""
    from py2neo import Graph
    from py2neo.bulk import merge_nodes, merge_relationships

    address = connection.address
    graph = Graph(address.uri, auth=(address.user, address.password), name=address.database)

    def plain(row: dict[str, Any]) -> dict[str, Any]:
        return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items()}

    for kind, rows in nodes.items():
        batch = [plain(row) for row in rows.values()]
        for first in range(0, len(batch), 1_000):
            merge_nodes(graph.auto(), batch[first : first + 1_000], (kind.label, kind.key), labels={kind.label})
    for (name, start, end), edge_rows in edges.items():
        for first in range(0, len(edge_rows), 1_000):
            data = [(a, plain(row), b) for a, row, b in edge_rows[first : first + 1_000]]
            merge_relationships(
                graph.auto(), data, name, start_node_key=(start.label, start.key), end_node_key=(end.label, end.key)
            )


def first_elements(file: Path, most: int) -> Iterator[Element]:
    """The first elements of a file, read and mapped as they are asked for."""
    count = 0
    for element in HubFile([file]).elements(Tally()):
        count += not isinstance(element, Described)
        yield element
        if count == most:
            return


def write_ours(connection: Connection, elements: Iterable[Element]) -> None:
    """Our writer."""
    for _ in Writer(connection, "hub", datetime.now(UTC)).write(elements):
        pass


def timed(connection: Connection, work: Callable[[], object]) -> float:
    empty(connection)
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def by_command(settings: Settings, file: Path) -> tuple[float, float, dict[str, int]]:
    """Wall seconds and peak MB of the `load` command, and its counts."""
    environment = {**os.environ, "SUPPLYGRAPH_STORE": str(settings.store), "NEO4J_URI": ""}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "supplygraph", "load", "hub-file", str(file), "--format", "json"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    report = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    counts: dict[str, int] = json.loads(report)["counts"]
    return time.perf_counter() - begun, usage.ru_maxrss / 1024, counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", type=Path, default=DATA / "hub" / "models_open.jsonl.gz")
    parser.add_argument(
        "--rows", type=int, default=30_000, help="elements that py2neo writes; the plain loop writes a tenth"
    )
    parser.add_argument("--repeat", type=int, default=4, help="how often the file is repeated for the memory check")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({**os.environ, "NEO4J_URI": ""}, store=Path(folder) / "store")
        try:
            measure(settings, options, Path(folder))
        finally:
            local.stop(settings)


def measure(settings: Settings, options: argparse.Namespace, folder: Path) -> None:
    with Connection(local.start(settings)) as connection:
        ensure_schema(connection)
        for title in ("first load", "same again"):
            seconds, peak, counts = by_command(settings, options.file)
            elements = counts["nodes_sent"] + counts["relationships_sent"]
            created = counts["nodes_created"] + counts["relationships_created"]
            print(f"{title:<22} {seconds:7.1f} s  {counts['records'] / seconds:9,.0f} records/s"
                  f"  {elements / seconds:9,.0f} elements/s  {peak:5.0f} MB peak  {created:,} created")  # fmt: skip
        print("\nthe first elements of the file, on the emptied graph")
        for title, peer, most in (
            ("one MERGE a row", write_one_by_one, options.rows // 10),
            ("py2neo's bulk functions", write_with_py2neo, options.rows),
        ):
            nodes, edges, count = rows_of(HubFile([options.file]).elements(Tally()), most)
            ours = timed(connection, partial(write_ours, connection, first_elements(options.file, count)))
            theirs = timed(connection, partial(peer, connection, nodes, edges))
            print(
                f"{count:7,} elements: supplygraph {ours:6.2f} s, {title} {theirs:6.2f} s:"
                f" {theirs / ours:.1f} times as long"
            )
        empty(connection)
        larger = folder / "larger.jsonl"
        with larger.open("w", encoding="utf-8") as stream, gzip.open(options.file, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                for copy in range(options.repeat):
                    stream.write(json.dumps({**record, "id": f"{record['id']}-{copy}"}) + "\n")
        seconds, peak, counts = by_command(settings, larger)
        rate = counts["records"] / seconds
        print(f"\n{options.repeat} times the file        {seconds:7.1f} s  {rate:9,.0f} records/s"
              f"  {peak:5.0f} MB peak")  # fmt: skip


if __name__ == "__main__":
    main()
