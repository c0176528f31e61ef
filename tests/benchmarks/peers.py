"""Compares loading and asking with other tools on the same rows in the same run, and prints what each takes.

    pip install duckdb igraph rustworkx networkx py2neo==2021.2.4 biocypher
    python -m tests.benchmarks.peers [--models 10000] [--rows 30000] [--only loading|asking]

The rows are what supplygraph reads of a Hub that `hub_graph` makes. Loading: each tool writes the same nodes and
relationships into an empty Neo4j with the same constraints; only supplygraph keeps of each who said it and when. Slow
ways write a tenth. Asking: what was made from a model, and what it was made from, at any depth; the answers of all
tools are compared. A tool that is not installed is left out, and named. Rates are of this machine; what counts is the
order.
"""

import argparse
import csv
import importlib.util
import os
import random
import resource
import shlex
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import chdir
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import psutil

import supplygraph
from supplygraph.errors import SupplygraphError
from supplygraph.schema.declaration import Element
from supplygraph.schema.nodes import Model
from supplygraph.schema.relationships import DerivedFrom
from supplygraph.server import local
from supplygraph.server.bulk import bulk_import
from supplygraph.server.store import Store
from supplygraph.settings import Settings
from supplygraph.sources.hub_file import HubFile
from supplygraph.store.connection import Connection
from supplygraph.store.constraints import ensure_schema
from supplygraph.tally import Tally
from tests.benchmarks import hub_graph
from tests.benchmarks.load_hub_file import (
    EdgeRows,
    NodeRows,
    first_elements,
    rows_of,
    write_one_by_one,
    write_ours,
    write_with_py2neo,
)
from tests.conftest import empty

ASKED = 200
Answer = Callable[[str], set[str]]


# -- loading


def loading(file: Path, most: int, folder: Path) -> Iterator[tuple[str, int, float, float]]:
    """Each way: its name, elements, seconds by the clock, and seconds of the processors of client and server."""
    settings = Settings.from_environment({**os.environ, "NEO4J_URI": ""}, store=folder / "store")
    nodes, edges, count = rows_of(HubFile([file]).elements(Tally()), most)
    tenth = rows_of(HubFile([file]).elements(Tally()), most // 10)
    # The others are given rows that were made before, too.
    made = list(first_elements(file, count))
    # A first time that does not count, for its plans and code are cold for whoever comes first.
    ways: list[tuple[str, int, Callable[[Connection], None]]] = [
        ("(warming up)", count, lambda connection: write_ours(connection, made)),
        ("supplygraph, reading, mapping, writing", count, lambda one: write_ours(one, first_elements(file, count))),
        ("supplygraph, writing", count, lambda connection: write_ours(connection, made)),
        ("py2neo, bulk functions", count, lambda connection: write_with_py2neo(connection, nodes, edges)),
        ("LOAD CSV", count, lambda connection: write_with_load_csv(connection, Store(settings.store), nodes, edges)),
        ("a MERGE a row", tenth[2], lambda connection: write_one_by_one(connection, tenth[0], tenth[1])),
    ]
    try:
        for name, number, work in ways:
            with Connection(local.start(settings)) as connection:
                ensure_schema(connection)
                empty(connection)
                if missing("py2neo") and name.startswith("py2neo"):
                    continue
                taken = measured(settings, partial(work, connection))
            if number and not name.startswith("("):
                yield name, number, *taken
    finally:
        local.stop(settings)
    for name, work_alone in (
        ("neo4j-admin, its CSV made before", partial(import_alone, folder / "alone", nodes, edges)),
        ("supplygraph, --bulk, all derived", partial(load_in_bulk, folder / "bulk", file)),
        ("supplygraph, --no-bulk, all derived", partial(load_in_bulk, folder / "ordinary", file, "--no-bulk")),
    ):
        yield name, *work_alone()
    if not missing("biocypher"):
        try:
            yield "biocypher writing, neo4j-admin reading", *with_biocypher(folder / "biocypher", nodes, edges)
        except SupplygraphError as error:
            print(f"biocypher: {error}", file=sys.stderr)


def measured(settings: Settings, work: Callable[[], None]) -> tuple[float, float]:
    """Seconds by the clock, and of the processors for this process and the server."""
    running = Store(settings.store).read()
    server = psutil.Process(running.pid) if running else psutil.Process()
    before, begun = sum(server.cpu_times()[:2]), time.perf_counter()
    ours = time.process_time()
    work()
    wall, spent = time.perf_counter() - begun, time.process_time() - ours
    return wall, spent + sum(server.cpu_times()[:2]) - before


def plain(value: Any) -> Any:
    """A value as a cell of a CSV file."""
    if isinstance(value, list):
        return "\x1f".join(map(str, value))
    return value.isoformat() if isinstance(value, datetime) else value


def write_csv(folder: Path, nodes: NodeRows, edges: EdgeRows) -> list[str]:
    """Writes a file for each label and type; returns the importer's arguments."""
    folder.mkdir(parents=True, exist_ok=True)
    arguments = ["--array-delimiter=U+001F", "--multiline-fields=true", "--skip-bad-relationships=true"]
    for kind, rows in nodes.items():
        names = sorted({name for row in rows.values() for name in row} - {kind.key})
        path = folder / f"{kind.label}.csv"
        with path.open("w", newline="", encoding="utf-8") as stream:
            table = csv.writer(stream)
            table.writerow([f"{kind.key}:ID({kind.label})", *(heading(name, rows.values()) for name in names)])
            table.writerows([key, *(plain(row.get(name)) for name in names)] for key, row in rows.items())
        arguments.append(f"--nodes={kind.label}={path}")
    for (name, start, end), triples in edges.items():
        path = folder / f"{name}-{start.label}-{end.label}.csv"
        of_edge = sorted({key for _, row, _ in triples for key in row})
        with path.open("w", newline="", encoding="utf-8") as stream:
            table = csv.writer(stream)
            heads = [heading(one, [row for _, row, _ in triples]) for one in of_edge]
            table.writerow([f":START_ID({start.label})", f":END_ID({end.label})", *heads])
            table.writerows([a, b, *(plain(row.get(one)) for one in of_edge)] for a, row, b in triples)
        arguments.append(f"--relationships={name}={path}")
    return arguments


def heading(name: str, rows: Any) -> str:
    """A column with its type."""
    value = next((row[name] for row in rows if row.get(name) is not None), "")
    one = value[0] if isinstance(value, list) and value else value
    kind = {bool: "boolean", int: "long", float: "double"}.get(type(one), "string")
    return f"{name}:{kind}{'[]' if isinstance(value, list) else ''}"


def import_alone(store: Path, nodes: NodeRows, edges: EdgeRows) -> tuple[int, float, float]:
    """neo4j-admin on files that are there."""
    arguments = write_csv(store.parent / "csv", nodes, edges)
    return imported(store, arguments, count_of(nodes, edges))


def imported(store: Path, arguments: list[str], count: int) -> tuple[int, float, float]:
    """Imports files into a new store."""
    settings = Settings.from_environment({**os.environ, "NEO4J_URI": ""}, store=store)
    begun, before = time.perf_counter(), children_seconds()
    bulk_import(settings, arguments, lambda step: None)
    return count, time.perf_counter() - begun, children_seconds() - before


def children_seconds() -> float:
    """Seconds of the processors of all processes that were waited for."""
    taken = resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken.ru_utime + taken.ru_stime


def count_of(nodes: NodeRows, edges: EdgeRows) -> int:
    """How many nodes and relationships there are."""
    return sum(map(len, nodes.values())) + sum(map(len, edges.values()))


def load_in_bulk(store: Path, file: Path, flag: str = "--bulk") -> tuple[int, float, float]:
    """The whole command on the whole file: reading, importing, starting the server, deriving."""
    environment = {**os.environ, "SUPPLYGRAPH_STORE": str(store), "NEO4J_URI": ""}
    begun, before = time.perf_counter(), children_seconds()
    command = [sys.executable, "-m", "supplygraph", "load", "hub-file", str(file), flag]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    wall, spent = time.perf_counter() - begun, children_seconds() - before
    running = Store(store).read()
    server = sum(psutil.Process(running.pid).cpu_times()[:2]) if running else 0.0
    settings = Settings.from_environment(environment, store=store)
    try:
        with Connection(local.start(settings)) as connection:
            row = connection.read("RETURN COUNT { (n) } + COUNT { ()-[]->() } AS n")[0]
    finally:
        local.stop(settings)
    return row["n"], wall, spent + server


def write_with_load_csv(connection: Connection, store: Store, nodes: NodeRows, edges: EdgeRows) -> None:
    """Neo4j's own LOAD CSV with MERGE, from files in its import folder."""
    folder = store.home / "import"
    for kind, rows in nodes.items():
        names = sorted({name for row in rows.values() for name in row} - {kind.key})
        with (folder / "nodes.csv").open("w", newline="", encoding="utf-8") as stream:
            table = csv.writer(stream)
            table.writerow(["key", *names])
            table.writerows([key, *(plain(row.get(name)) for name in names)] for key, row in rows.items())
        connection.execute_in_batches(
            f"LOAD CSV WITH HEADERS FROM '{folder.as_uri()}/nodes.csv' AS row CALL (row) {{ "
            f"MERGE (n:{kind.label} {{{kind.key}: row.key}}) SET n += row {{.*, key: null}} }} "
            "IN TRANSACTIONS OF 5000 ROWS"
        )
    for (name, start, end), triples in edges.items():
        of_edge = sorted({key for _, row, _ in triples for key in row})
        with (folder / "edges.csv").open("w", newline="", encoding="utf-8") as stream:
            table = csv.writer(stream)
            table.writerow(["_a", "_b", *of_edge])
            table.writerows([a, b, *(plain(row.get(one)) for one in of_edge)] for a, row, b in triples)
        connection.execute_in_batches(
            f"LOAD CSV WITH HEADERS FROM '{folder.as_uri()}/edges.csv' AS row CALL (row) {{ "
            f"MATCH (a:{start.label} {{{start.key}: row._a}}) MATCH (b:{end.label} {{{end.key}: row._b}}) "
            f"MERGE (a)-[r:{name}]->(b) SET r += row {{.*, _a: null, _b: null}} }} IN TRANSACTIONS OF 5000 ROWS"
        )


_ONTOLOGY = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <http://example.org/supply/> .
:entity a owl:Class ; rdfs:label "entity" .
:association a owl:Class ; rdfs:label "association" ; rdfs:subClassOf :entity .
"""


def with_biocypher(folder: Path, nodes: NodeRows, edges: EdgeRows) -> tuple[int, float, float]:
    """biocypher maps the rows to its schema and writes files, which neo4j-admin imports."""
    folder.mkdir(parents=True)
    classes, schema = [], []
    for kind in nodes:
        named = kind.label.lower()
        classes.append(f':{named} a owl:Class ; rdfs:label "{named}" ; rdfs:subClassOf :entity .')
        schema.append(f"{named}:\n  represented_as: node\n  preferred_id: id\n  input_label: {named}\n")
    for name in {name for name, _, _ in edges}:
        named = name.lower().replace("_", " ")
        classes.append(f':{name.lower()} a owl:Class ; rdfs:label "{named}" ; rdfs:subClassOf :association .')
        schema.append(f"{named}:\n  represented_as: edge\n  input_label: {name.lower()}\n")
    (folder / "ontology.ttl").write_text(_ONTOLOGY + "\n".join(classes), encoding="utf-8")
    (folder / "schema.yaml").write_text("\n".join(schema), encoding="utf-8")
    (folder / "config.yaml").write_text(
        f"biocypher:\n  dbms: neo4j\n  offline: true\n  strict_mode: false\n"
        f"  schema_config_path: {folder}/schema.yaml\n"
        f"  head_ontology:\n    url: {folder}/ontology.ttl\n    root_node: entity\n"
        f"  output_directory: {folder}/out\n"
        "neo4j:\n  file_format: csv\n  database_name: neo4j\n"
        "  skip_bad_relationships: true\n  skip_duplicate_nodes: true\n",
        encoding="utf-8",
    )
    begun, spent = time.perf_counter(), time.process_time()
    # It writes logs into the folder where it runs.
    with chdir(folder):
        from biocypher import BioCypher  # type: ignore[import-not-found]

        writer = BioCypher(biocypher_config_path=str(folder / "config.yaml"))
        # It refuses elements of one class with other properties than the first of them.
        for kind, rows in nodes.items():
            names = sorted({name for row in rows.values() for name in row} - {kind.key})
            writer.write_nodes((key, kind.label.lower(), cells(names, row)) for key, row in rows.items())
        for (name, _, _), triples in edges.items():
            names = sorted({one for _, row, _ in triples for one in row})
            writer.write_edges((None, a, b, name.lower(), cells(names, row)) for a, row, b in triples)
        call = Path(writer.write_import_call()).read_text(encoding="utf-8")
    # The script has a line for each generation of the importer.
    arguments = shlex.split(next(line for line in call.splitlines() if " database import full " in line))
    wall, spent = time.perf_counter() - begun, time.process_time() - spent
    keep = ("--nodes", "--relationships", "--delimiter", "--array-delimiter", "--quote", "--skip")
    arguments = ["--vector-delimiter=U+001E", *(one for one in arguments if one.startswith(keep))]
    count, more, importing = imported(folder / "store", arguments, count_of(nodes, edges))
    return count, wall + more, spent + importing


def cells(names: list[str], row: dict[str, Any]) -> dict[str, Any]:
    """Properties as biocypher takes them, each of the class, lists and times as text."""
    return {name: plain(row.get(name)) for name in names}


# -- asking


def asking(file: Path, folder: Path) -> Iterator[tuple[str, float, float, float, float, int]]:
    """Each tool: seconds until it can be asked; p50 and p99 of below, largest base, in ms; its memory in MB."""
    edges = sorted({(child, base) for child, base in derivations(HubFile([file]).elements(Tally()))})
    below: dict[str, int] = defaultdict(int)
    for _, base in edges:
        below[base] += 1
    largest = max(below, key=lambda base: (below[base], base))
    chosen = random.Random(1).sample(sorted({child for child, _ in edges} | set(below)), ASKED)
    known: list[tuple[set[str], set[str]]] = []
    for name, open_tool in (
        ("supplygraph, Neo4j over Bolt", partial(of_neo4j, file, folder)),
        ("SQLite, recursive CTE", partial(of_sqlite, edges)),
        ("DuckDB, recursive CTE", partial(of_duckdb, edges)),
        ("networkx", partial(of_networkx, edges)),
        ("igraph", partial(of_igraph, edges)),
        ("rustworkx", partial(of_rustworkx, edges)),
    ):
        if missing(name.lower().partition(",")[0]):
            continue
        held, begun = psutil.Process().memory_info().rss, time.perf_counter()
        made, above, close = open_tool()
        ready = time.perf_counter() - begun
        held = psutil.Process().memory_info().rss - held
        taken, answers = [], []
        for id_ in [*chosen[:20], *chosen]:
            clock = time.perf_counter()
            found = made(id_)
            taken.append(1_000 * (time.perf_counter() - clock))
            answers.append((found, above(id_)))
        clock = time.perf_counter()
        most = made(largest)
        of_largest = 1_000 * (time.perf_counter() - clock)
        answers.append((most, set()))
        close()
        if known and answers != known:
            sys.exit(f"{name} gives other answers")
        known = answers
        taken = sorted(taken[20:])
        yield name, ready, statistics.median(taken), taken[int(ASKED * 0.99)], of_largest, held // 2**20


def derivations(elements: Iterator[Element]) -> Iterator[tuple[str, str]]:
    """Pairs of a model and what it was made from."""
    for one in elements:
        if isinstance(one, DerivedFrom) and one.start.node is Model:
            yield one.start.key, one.end.key


Tool = tuple[Answer, Answer, Callable[[], None]]


def of_neo4j(file: Path, folder: Path) -> Tool:
    """The graph as loaded, through the Python API."""
    store = folder / "bulk"
    if not store.exists():
        load_in_bulk(store, file)
    graph = supplygraph.connect(store=store)

    def made(id_: str) -> set[str]:
        return {row["model"] for row in graph.query("lineage-descendants", model_id=id_, max_rows=100_000)}

    def above(id_: str) -> set[str]:
        return {row["model"] for row in graph.query("lineage-ancestors", model_id=id_, max_rows=100_000)}

    def close() -> None:
        graph.close()
        local.stop(Settings.from_environment({**os.environ, "NEO4J_URI": ""}, store=store))

    return made, above, close


_BELOW = """
WITH RECURSIVE found(id) AS (
  SELECT child FROM edge WHERE base = ? UNION SELECT edge.child FROM edge JOIN found ON edge.base = found.id
) SELECT id FROM found
"""
_ABOVE = """
WITH RECURSIVE found(id) AS (
  SELECT base FROM edge WHERE child = ? UNION SELECT edge.base FROM edge JOIN found ON edge.child = found.id
) SELECT id FROM found
"""


def of_sqlite(edges: list[tuple[str, str]]) -> Tool:
    """In memory, with an index for each direction."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE edge (child TEXT, base TEXT)")
    database.executemany("INSERT INTO edge VALUES (?, ?)", edges)
    database.execute("CREATE INDEX by_child ON edge (child, base)")
    database.execute("CREATE INDEX by_base ON edge (base, child)")
    return (
        lambda id_: {row[0] for row in database.execute(_BELOW, (id_,))} - {id_},
        lambda id_: {row[0] for row in database.execute(_ABOVE, (id_,))} - {id_},
        database.close,
    )


def of_duckdb(edges: list[tuple[str, str]]) -> Tool:
    """In memory, with an index for each direction."""
    import duckdb  # type: ignore[import-not-found]
    import pyarrow as pa

    database = duckdb.connect()
    table = pa.table({"child": [child for child, _ in edges], "base": [base for _, base in edges]})
    database.register("given", table)
    database.execute("CREATE TABLE edge AS SELECT * FROM given")
    database.execute("CREATE INDEX by_child ON edge (child)")
    database.execute("CREATE INDEX by_base ON edge (base)")
    return (
        lambda id_: {row[0] for row in database.execute(_BELOW, (id_,)).fetchall()} - {id_},
        lambda id_: {row[0] for row in database.execute(_ABOVE, (id_,)).fetchall()} - {id_},
        database.close,
    )


def of_networkx(edges: list[tuple[str, str]]) -> Tool:
    """In memory."""
    import networkx

    graph = networkx.DiGraph((base, child) for child, base in edges)
    return partial(networkx.descendants, graph), partial(networkx.ancestors, graph), lambda: None


def of_igraph(edges: list[tuple[str, str]]) -> Tool:
    """In memory."""
    import igraph  # type: ignore[import-not-found]

    graph = igraph.Graph.TupleList(((base, child) for child, base in edges), directed=True)
    names = graph.vs["name"]
    numbers = {name: number for number, name in enumerate(names)}

    def reached(mode: str, id_: str) -> set[str]:
        return {names[one] for one in graph.subcomponent(numbers[id_], mode=mode)} - {id_}

    return partial(reached, "out"), partial(reached, "in"), lambda: None


def of_rustworkx(edges: list[tuple[str, str]]) -> Tool:
    """In memory."""
    import rustworkx  # type: ignore[import-not-found]

    graph = rustworkx.PyDiGraph()
    names = sorted({id_ for edge in edges for id_ in edge})
    numbers = {name: number for number, name in enumerate(names)}
    graph.add_nodes_from(names)
    graph.add_edges_from_no_data([(numbers[base], numbers[child]) for child, base in edges])
    return (
        lambda id_: {names[one] for one in rustworkx.descendants(graph, numbers[id_])} - {id_},
        lambda id_: {names[one] for one in rustworkx.ancestors(graph, numbers[id_])} - {id_},
        lambda: None,
    )


_LEFT_OUT: set[str] = set()


def missing(package: str) -> bool:
    """Whether a package is not installed; says so once."""
    if package in ("supplygraph", "sqlite"):
        return False
    if importlib.util.find_spec(package) is not None:
        return False
    if package not in _LEFT_OUT:
        print(f"not installed, left out: {package}", file=sys.stderr)
    _LEFT_OUT.add(package)
    return True


def main() -> None:
    """Prints a table for loading and one for asking, as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=int, default=10_000, help="models of the Hub that is made")
    parser.add_argument(
        "--rows", type=int, default=30_000, help="elements that are written; a MERGE a row writes a tenth"
    )
    parser.add_argument("--only", choices=("loading", "asking"))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        hub_graph.write(folder, chosen.models)
        file = folder / "models.parquet"
        if chosen.only != "asking":
            print("| loading | elements | s | CPU s | elements/s |\n|---|---:|---:|---:|---:|", flush=True)
            for name, count, wall, spent in loading(file, chosen.rows, folder):
                print(f"| {name} | {count:,} | {wall:.2f} | {spent:.2f} | {count / wall:,.0f} |", flush=True)
        if chosen.only != "loading":
            heads = "ready after s | p50 ms | p99 ms | largest base, ms | memory MB"
            print(f"\n| asking | {heads} |\n|---|---:|---:|---:|---:|---:|", flush=True)
            for name, ready, p50, p99, largest, held in asking(file, folder):
                print(f"| {name} | {ready:.2f} | {p50:.3f} | {p99:.3f} | {largest:.2f} | {held} |", flush=True)
        print(f"\nbusy: {os.getloadavg()[0]:.1f} processes waiting on {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
