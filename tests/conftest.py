"""One local Neo4j for the whole run, in a folder of its own; never the user's."""

import gc
import json
import os
import re
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import neo4j
import pytest
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

from supplygraph.api import Graph
from supplygraph.bulk.way import BulkWay
from supplygraph.cypher_files import cypher_folder
from supplygraph.licenses.matrix import matrix_names
from supplygraph.load import LoadResult, load
from supplygraph.schema.declaration import Node, Relationship, declared_properties
from supplygraph.schema.nodes import NODES
from supplygraph.schema.relationships import RELATIONSHIPS
from supplygraph.server import configuration, local
from supplygraph.server.opening import open_connection
from supplygraph.settings import Settings
from supplygraph.sources.hub_file import HubFile
from supplygraph.sources.records import sample_records
from supplygraph.store.connection import Connection
from supplygraph.store.constraints import ensure_schema
from supplygraph.store.format import mark_format
from tests.as_process import run_command
from tests.real_data import DATA

CHECKOUT = Path(__file__).parents[1]

# Most servers of tests live for seconds: C2 and the recording of Java's cache would only take the tests' processors.
os.environ["SUPPLYGRAPH_AOT"] = "0"
os.environ["SUPPLYGRAPH_JAVA_OPTIONS"] = "-XX:TieredStopAtLevel=1"

# How long one example takes says more about the machine than about the code.
# `make torture` takes the thorough profile, `make check` the quick one.
hypothesis.settings.register_profile("supplygraph", deadline=None, max_examples=30)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=300)
hypothesis.settings.register_profile("quick", deadline=None, max_examples=10)
hypothesis.settings.load_profile("supplygraph")

# Each client of HTTP would read the certificates of all authorities, of which no two need their own.
ssl.create_default_context = cache(ssl.create_default_context)  # type: ignore[assignment]

# Thousands of tests live until the end: to look for garbage among them takes a fifth of a run of the unit tests.
gc.disable()


def pytest_collection_finish() -> None:
    """Garbage is looked for only among what the tests make, and not after each few hundred objects."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


# The tests empty and fill one small graph all the time, for which Neo4j would plan every statement again; it would
# forget the plans of loads over the many statements of other tests; and it would plan a question again for ids that are
# longer and for lists of more items, by which it estimates rows.
_KEPT_PLANS = {
    "dbms.cypher.min_replan_interval": "1d",
    "server.memory.query_cache.per_db_cache_num_entries": "5000",
    "internal.cypher.use_parameter_size": "false",
}

_PROPERTY = re.compile(r"\.([A-Za-z_]\w*)")

#: All tests on the graph of all real models, which only one process is to load.
REAL = "real"


class ByGraph(LoadFileScheduling):  # type: ignore[misc]
    """Keeps together each file's tests, and those on the graph of all real models; both ends of the list begin.

    The first process begins with the files on the small graph, the others with those that do without it, so that one
    server, not each of them, starts, is loaded and plans every statement for the first time.
    """

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        if node is not self.nodes[0]:
            self.workqueue.move_to_end(next(reversed(self.workqueue)), last=False)
        super()._assign_work_unit(node)


def scope(nodeid: str) -> str:
    """What one process runs as a whole: a file, or the tests on the graph of all real models."""
    file = nodeid.partition("::")[0]
    return REAL if _on_real_graph(file) and "[models_sample" not in nodeid else file


@cache
def _on_real_graph(file: str) -> bool:
    return "real_graph" in (CHECKOUT / file).read_text(encoding="utf-8")


#: Files on the small graph that take longest: begun first, so that at the end no process waits long for another. The
#: questions come right behind the site, which asks them all, too.
_LONG = (
    *("test_stored_queries.py", "test_adding.py", "test_bulk_load.py", "test_first_load.py", "test_graph_format.py"),
    *("test_license_derivation.py", "test_naming_checks.py", "test_records_round_trip.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts first the files on the small graph, and last what takes longest of the others."""
    small = {scope(item.nodeid) for item in items if "connection" in getattr(item, "fixturenames", ())}
    sample = {scope(item.nodeid) for item in items if "sample_graph" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: _place(scope(item.nodeid), small, sample))


def _place(part: str, small: set[str], sample: set[str]) -> tuple[int, int]:
    """Where a part stands among all: those on the sample one after another, so that they find it loaded.

    What makes Neo4j forget all plans is behind all others on the small graph.
    """
    if part == REAL:
        return 5, 0
    if part in sample:
        return 0, 0
    if "tests/integration" not in part:
        return 3, 0
    # A file whose other tests are on the graph of all real models.
    if part in small or _on_real_graph(part):
        name = part.rpartition("/")[2]
        return (2, 0) if _forgets_plans(part) else (1, _LONG.index(name) if name in _LONG else len(_LONG))
    return 4, 0


@cache
def _forgets_plans(file: str) -> bool:
    text = (CHECKOUT / file).read_text(encoding="utf-8")
    return "DROP INDEX" in text or "DROP CONSTRAINT" in text


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByGraph:
    """Says how tests are shared out, where they run in several processes."""
    return ByGraph(config, log)


def local_settings(store: Path) -> Settings:
    """The settings of this environment for a local graph, whatever Neo4j the environment names."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NEO4J_")}
    return Settings.from_environment(environment, store=store)


#: So many tests on the small graph plan statements enough for Java's second compiler to win back its own work.
_MANY_TESTS = 500
#: A heap that does not begin small is cleaned half as often.
_HEAP = ("-Xms1g", "-Xmn700m")


@pytest.fixture(scope="session")
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a local graph made for this run; its server is stopped at the end.

    With `SUPPLYGRAPH_TEST_STORE` the server of that folder is used and left running, so that the next run finds it
    warm. The tests empty its graph.
    """
    if kept := os.environ.get("SUPPLYGRAPH_TEST_STORE"):
        store = Path(kept) / os.environ.get("PYTEST_XDIST_WORKER", "main")
        yield replace(local_settings(store), java_options=java_options(lives_long=True))
        return
    planning = sum("connection" in getattr(item, "fixturenames", ()) for item in request.session.items)
    made = local_settings(tmp_path_factory.mktemp("store"))
    made = replace(made, java_options=java_options(lives_long=planning > _MANY_TESTS))
    yield made
    local.stop(made)


def java_options(*, lives_long: bool) -> tuple[str, ...]:
    """With Java's second compiler, which halves the work of a plan, for a server that plans many statements."""
    return (f"-XX:TieredStopAtLevel={4 if lives_long else 1}", *_HEAP)


@pytest.fixture(scope="session")
def connection(settings: Settings) -> Iterator[Connection]:
    """The graph of this run, with its constraints and indexes."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(configuration, "COMMON", configuration.COMMON | _KEPT_PLANS)
        address = local.start(settings)
    with Connection(address) as opened:
        ensure_schema(opened)
        _make_names(opened)
        yield opened


def _make_names(connection: Connection) -> None:
    """Makes all labels, types and properties: a statement is planned again once one exists that it names."""
    read = {name for path in cypher_folder().rglob("*.cypher") for name in _PROPERTY.findall(path.read_text("utf-8"))}
    elements: list[type[Node] | type[Relationship]] = [*NODES, *RELATIONSHIPS]
    declared = {one.name for element in elements for one in declared_properties(element)}
    for procedure, names in (
        ("createLabel", {node.label for node in NODES}),
        ("createRelationshipType", {one.type_name for one in RELATIONSHIPS}),
        ("createProperty", read | declared),
    ):
        connection.execute(f"UNWIND $names AS name CALL db.{procedure}(name) FINISH", {"names": sorted(names)})


@pytest.fixture
def empty_graph(connection: Connection) -> Connection:
    """The graph of this run without any node; emptied before the test, so leftovers can be looked at after it."""
    empty(connection)
    return connection


@pytest.fixture
def known_graph(connection: Connection) -> Connection:
    """The graph of this run with nothing but what is known of licences, which every load would first put there."""
    empty_but_knowledge(connection)
    return connection


#: The end of the load of the sample, by the server's address.
_sample: dict[str, frozenset[str]] = {}


@pytest.fixture(scope="module")
def sample_graph(connection: Connection) -> Connection:
    """The graph of this run with the sample, loaded again only where anything was written since it was loaded."""
    uri = connection.address.uri
    if _last_write(connection) != _sample.get(uri):
        empty_but_knowledge(connection)
        Graph(connection).load(sample_records())
        _sample[uri] = _last_write(connection)
    return connection


def _last_write(connection: Connection) -> frozenset[str]:
    """What marks the last transaction of a graph that changed it."""
    address = connection.address
    with (
        neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password or "")) as driver,
        driver.session(database=address.database) as session,
    ):
        session.run("RETURN 1").consume()
        return session.last_bookmarks().raw_values


@dataclass(frozen=True)
class RealGraph:
    """The real models of the Hub in a graph of their own, which tests leave as they find it."""

    connection: Connection
    result: LoadResult
    path: Path


@pytest.fixture(scope="session")
def real_graph(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealGraph]:
    """All real models, loaded once for the whole run."""
    made = local_settings(tmp_path_factory.mktemp("real") / "store")
    path = data / "hub" / "models_open.jsonl.gz"
    result = load(HubFile([path]), lambda: open_connection(made), bulk=BulkWay(made))
    with Connection(local.start(made)) as opened:
        yield RealGraph(opened, result, path)
    local.stop(made)


def empty(connection: Connection) -> None:
    """Deletes every node."""
    _delete(connection, "MATCH (n)")


def empty_but_knowledge(connection: Connection) -> None:
    """Deletes every node but what comes with the package, where it was put; the graph has the mark of its format."""
    _delete(
        connection,
        "MATCH (n) WHERE NOT (n:LicenseTerm OR n:Profile OR n:License AND n.terms_known IS NOT NULL "
        f"OR n:_GraphFormat OR n:CompatibilityMatrix AND n.name IN {list(matrix_names())} OR n:Attribute "
        "OR n:Load AND n.source IN ['licenses', 'checklists'])",
    )
    mark_format(connection)


def forget_plans(connection: Connection) -> None:
    """Has statements planned again by what is in the graph now: those of a small graph are too slow for a large one."""
    connection.execute("CALL db.prepareForReplanning()")


def _delete(connection: Connection, what: str) -> None:
    connection.execute_in_batches(what + " CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data; the test is skipped where it is not at hand."""
    if not (DATA / "hub").is_dir():
        pytest.skip(f"no real data at {DATA}; set SUPPLYGRAPH_DATA")
    return DATA


@pytest.fixture
def command(settings: Settings, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the `supplygraph` command as a process of its own, on the graph of this run."""

    def run(*arguments: str, env: dict[str, str] | None = None, **kwargs: Any) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("NEO4J_", "HF_"))}
        environment |= {"SUPPLYGRAPH_STORE": str(settings.store), "COLUMNS": "80", "NO_COLOR": "1", **(env or {})}
        return run_command(*arguments, env=environment, cwd=kwargs.pop("cwd", tmp_path), **kwargs)

    return run


def write_lines(path: Path, rows: list[Any]) -> Path:
    """Writes JSON Lines for a test."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
