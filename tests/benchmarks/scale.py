"""Measures loading, deriving, asking and exporting at a share of the Hub's size, and how each grows with it.

    python -m tests.benchmarks.scale 0.01 0.1 [--folder FOLDER] [--load bulk|ordinary] [--only load,day,questions ...]
    python -m tests.benchmarks.scale --table [--folder FOLDER]

For each share, FOLDER/SHARE gets the records that `hub_graph` makes and a store; FOLDER/results.jsonl gets each figure
as soon as it is known, so that a run that is cut off has lost nothing, and --only does single steps again on what is
there. A store that was loaded is not loaded again, unless `--only load` asks for it. Nothing may take longer than its
time (--minutes a command, --seconds a question): it is ended, noted, and the next one begins. --table prints the newest
figures side by side, with the exponent with which they grow, fitted to all shares: 1.0 is linear. Wall times suffer
from whatever else the machine does; seconds of the processors less.

The steps: `records` makes the files; `load` is the first load, everything derived; `repositories` loads what reuses the
models; `nothing` loads one record that is new, changed, and the same as before; `day` loads a hundredth of all;
`questions` asks each stored question, of all and of one artifact; `lineage` asks for lineages beside the bare driver;
`commands` runs show, license check, check-repo and check; `export` writes the graph out; `again` loads all records once
more, which changes nothing; `end` says what the server holds at the end and idle after a start.
"""

import argparse
import json
import math
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, LiteralString

import neo4j
import psutil

import supplygraph
from supplygraph.api import Graph
from supplygraph.errors import SupplygraphError
from supplygraph.queries.catalogue import find_query, query_paths
from supplygraph.queries.run import ask, stored_question
from supplygraph.queries.stored import StoredQuery
from supplygraph.server.store import Store
from supplygraph.store.connection import Connection
from tests.benchmarks import hub_graph
from tests.plans import operators

STEPS = (
    "records",
    "load",
    "repositories",
    "nothing",
    "day",
    "questions",
    "lineage",
    "commands",
    "export",
    "again",
    "end",
)
#: Models of which ancestors and descendants are asked, and the largest bases.
ASKED, LARGEST = 300, 10
#: How often the base with most children is asked about.
TIMES = 20
MB = 1024 * 1024
Figure = dict[str, Any]


# -- what a process takes


@dataclass
class Usage:
    """What a command took.

    Attributes:
        wall: Seconds by the clock.
        client: Seconds of the processors for the command itself and what it started and waited for.
        server: Seconds of the processors for Neo4j.
        client_mb: Most memory of the command itself.
        other_mb: Most memory of a process that it started, such as the bulk importer.
        server_mb: Most memory of Neo4j.
        code: Exit code; None where it was ended because its time was over.
        out: What it printed.
        said: What it printed as messages.
    """

    wall: float = 0.0
    client: float = 0.0
    server: float = 0.0
    client_mb: float = 0.0
    other_mb: float = 0.0
    server_mb: float = 0.0
    code: int | None = 0
    out: str = ""
    said: str = ""

    def figures(self) -> Figure:
        """The numbers, for people."""
        numbers = ("wall", "client", "server")
        found: Figure = {name: round(getattr(self, name), 2) for name in numbers}
        found |= {name: round(getattr(self, name)) for name in ("client_mb", "other_mb", "server_mb")}
        if self.code != 0:
            found["problem"] = "ended: time is over" if self.code is None else f"exit {self.code}: {self.said[-300:]}"
        return found


class Watch:
    """Watches the server of a store, and a command: memory at its most, and seconds of the processors."""

    def __init__(self, store: Path, command: int | None = None) -> None:
        self._store, self._command = Store(store), command
        self._stop = threading.Event()
        self._before = self._server_seconds()
        self._seconds: dict[int, float] = {}
        self.client_mb = self.other_mb = self.server_mb = 0.0
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def end(self) -> float:
        """Stops watching; seconds that the server took meanwhile."""
        self._stop.set()
        self._thread.join()
        self._look()
        return sum(seconds - self._before.get(pid, 0.0) for pid, seconds in self._seconds.items())

    def _run(self) -> None:
        while not self._stop.wait(0.2):
            self._look()

    def _look(self) -> None:
        for pid, seconds in self._server_seconds().items():
            self._seconds[pid] = seconds
            self.server_mb = max(self.server_mb, memory(pid))
        if self._command is None:
            return
        self.client_mb = max(self.client_mb, memory(self._command))
        try:
            below = psutil.Process(self._command).children(recursive=True)
        except psutil.Error:
            return
        self.other_mb = max([self.other_mb, *(memory(one.pid) for one in below if one.pid not in self._seconds)])

    def _server_seconds(self) -> dict[int, float]:
        running = self._store.read()
        if running is None:
            return {}
        try:
            times = psutil.Process(running.pid).cpu_times()
        except psutil.Error:
            return {}
        return {running.pid: times.user + times.system}


def memory(pid: int) -> float:
    """Megabytes of a process; none where it has ended."""
    try:
        return float(psutil.Process(pid).memory_info().rss) / MB
    except psutil.Error:
        return 0.0


# -- one share of the Hub


@dataclass
class Scale:
    """A share of the Hub, measured step by step.

    Attributes:
        share: Which share.
        folder: Where its records and its store are.
        results: The file that gets the figures.
        load: `bulk`, `ordinary`, or nothing for what `load` chooses.
        minutes: What a command may take.
        seconds: What a question may take.
        environment: Settings of the commands.
        named: How the names of the questions that are asked begin.
        anew: Whether a store that was loaded is loaded once more.
    """

    share: float
    folder: Path
    results: Path
    load: str = ""
    minutes: float = 90.0
    seconds: float = 120.0
    environment: dict[str, str] = field(default_factory=dict)
    named: tuple[str, ...] = ("",)
    anew: bool = False

    @property
    def store(self) -> Path:
        """The folder of its graph."""
        return self.folder / "store"

    @property
    def models(self) -> int:
        """How many models it has."""
        return round(hub_graph.HUB * self.share)

    def run(self, steps: list[str]) -> None:
        """Does the steps, each as far as it goes."""
        try:
            for step in STEPS:
                if step in steps:
                    try:
                        getattr(self, f"_{step}")()
                    except Exception as error:
                        self.note(step, problem=repr(error)[:300])
        finally:
            self.command("down")

    def note(self, name: str, **figures: Any) -> None:
        """Keeps a figure, and prints it."""
        load1 = round(os.getloadavg()[0], 1)
        line = {"share": self.share, "what": name, **figures, "busy": load1, "at": time.strftime("%Y-%m-%d %H:%M:%S")}
        with self.results.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")
        print(f"{self.share:g}  {name:40} {json.dumps(figures)[:200]}", flush=True)

    def command(self, *arguments: str, minutes: float | None = None) -> Usage:
        """Runs a command of supplygraph in a process of its own."""
        environment = {**os.environ, "SUPPLYGRAPH_STORE": str(self.store), "NEO4J_URI": "", **self.environment}
        begun = time.perf_counter()
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "supplygraph", *arguments],
                env=environment, stdout=out, stderr=said, start_new_session=True,
            )  # fmt: skip
            watch = Watch(self.store, process.pid)
            over = threading.Event()
            timer = threading.Timer((minutes or self.minutes) * 60, end_group, (process.pid, over))
            timer.daemon = True
            timer.start()
            _, status, taken = os.wait4(process.pid, 0)
            timer.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            used = Usage(wall=time.perf_counter() - begun, client=taken.ru_utime + taken.ru_stime)
            used.server = watch.end()
            used.client_mb, used.other_mb, used.server_mb = watch.client_mb, watch.other_mb, watch.server_mb
            used.code = None if over.is_set() else process.returncode
            out.seek(0)
            said.seek(0)
            used.out, used.said = out.read(), said.read()
        return used

    def graph(self) -> Graph:
        """The graph, whose server stays up."""
        os.environ.pop("NEO4J_URI", None)
        return supplygraph.connect(store=self.store)

    # -- steps

    def _records(self) -> None:
        made = self.folder / "made.json"
        if made.exists() and json.loads(made.read_text(encoding="utf-8"))["models"] == self.models:
            return
        found = hub_graph.write(self.folder, self.models)
        size = sum((self.folder / name).stat().st_size for name in found["files"].values()) / MB
        self.note("making the records", client=found["cpu_seconds"], records=self.models, mb=round(size))

    def _load(self) -> None:
        loaded = self.folder / "loaded"
        if loaded.exists() and self.store.exists() and not self.anew:
            print(f"{self.share:g}  the store that is there is asked", flush=True)
            return
        self.command("down")
        shutil.rmtree(self.store, ignore_errors=True)
        loaded.unlink(missing_ok=True)
        flags = {"bulk": ["--bulk"], "ordinary": ["--no-bulk"]}.get(self.load, [])
        used = self.by_load("first load", "hub-file", str(self.folder / "models.parquet"), *flags)
        if used.code == 0:
            loaded.touch()
        with self.graph() as graph:
            read = graph.connection.read
            self.note(
                "size of the graph",
                nodes=read("MATCH (n) RETURN count(n) AS n")[0]["n"],
                relationships=read("MATCH ()-[r]->() RETURN count(r) AS n")[0]["n"],
                mb=round(Store(self.store).size() / MB),
            )

    def _repositories(self) -> None:
        self.by_load("repositories", "records", str(self.folder / "repositories.jsonl"))

    def _nothing(self) -> None:
        """Loads of one record that is new, of one that has changed, and of one that is the same as before."""
        with tempfile.TemporaryDirectory() as place:
            file, name = Path(place) / "one.jsonl", f"benchmark/model-{time.time_ns()}"
            for kind, downloads in (("new", 1), ("changed", 2), ("unchanged", 2)):
                tags = ["license:mit", "region:us"]
                record = {"id": name, "downloads": downloads, "tags": tags}
                file.write_text(json.dumps(record) + "\n", encoding="utf-8")
                self.by_load(f"load of one {kind} record", "hub-file", str(file))

    def _again(self) -> None:
        self.by_load("load of all records again", "hub-file", str(self.folder / "models.parquet"))

    def _day(self) -> None:
        self.by_load("load of a day", "hub-file", str(self.folder / "day.parquet"))

    def by_load(self, title: str, *arguments: str) -> Usage:
        """Notes a load, with what it reports."""
        used = self.command("load", *arguments, "--format", "json")
        report: Figure = {}
        if used.out.lstrip().startswith("{"):
            report = json.loads(used.out.strip().splitlines()[-1])
            report = {key: value for key, value in report.items() if key not in ("examples", "health")}
        self.note(title, **used.figures(), report=report, said=used.said.strip().splitlines()[-30:])
        return used

    def _commands(self) -> None:
        with self.graph() as graph:
            largest, typical = examples(graph.connection)
            models = [row["id"] for row in graph.connection.read(_SOME, {"n": 5})]
        for title, id_ in (("typical", typical["Model"]), ("largest", largest["Model"])):
            for name in (("show",), ("license", "check")):
                self.command(*name, id_)
                self.note(f"{' '.join(name)}, {title}", **self.shown(self.command(*name, id_)))
        with tempfile.TemporaryDirectory() as place:
            code = [f"AutoModel.from_pretrained({id_!r})" for id_ in (largest["Model"], typical["Model"], *models)]
            text = "\n".join(["from transformers import AutoModel", *code, ""])
            (Path(place) / "app.py").write_text(text, encoding="utf-8")
            (Path(place) / "LICENSE").write_text("SPDX-License-Identifier: Apache-2.0\n", encoding="utf-8")
            self.command("check-repo", place)
            self.note("check-repo", **self.shown(self.command("check-repo", place)))
        self.note("check", **self.shown(self.command("check")))

    def shown(self, used: Usage) -> Figure:
        """The figures of a command whose exit code is a verdict."""
        if used.code in (1, 5):
            used.code = 0
        return used.figures()

    def _export(self) -> None:
        for kind in ("parquet", "records"):
            with tempfile.TemporaryDirectory(dir=self.folder) as place:
                used = self.command("export", kind, *(["--out"] if kind == "records" else []), f"{place}/{kind}")
                size = sum(path.stat().st_size for path in Path(place).rglob("*") if path.is_file()) / MB
            self.note(f"export {kind}", **used.figures(), mb=round(size))

    def _lineage(self) -> None:
        """Answers over one connection that is kept, beside the bare driver on the same connection."""
        with self.graph() as graph, graph.connection.driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
            read = graph.connection.read
            about = {
                "models": [row["id"] for row in read(_SOME, {"n": ASKED})],
                "deepest models": [row["id"] for row in read(_DEEPEST, {"n": LARGEST})],
                "largest bases": [row["id"] for row in read(_BASES, {"n": LARGEST})],
            }
            about["largest base"] = about["largest bases"][:1] * TIMES
            for way, arrow in (("ancestors", ("-", "->")), ("descendants", ("<-", "-"))):
                bare = _BARE.format(*arrow)
                for title, ids in about.items():
                    name = f"lineage-{way}"
                    self.time(f"{name} of {len(set(ids))} {title}", ids, partial(_rows_of, graph, name))
                    self.time(f"bare driver, {way} of {len(set(ids))} {title}", ids, partial(_bare_rows, session, bare))

    def time(self, title: str, ids: list[str], work: Callable[[str], int]) -> None:
        """Asks about each artifact, after some rounds that warm up, and notes how long an answer takes."""
        if not ids:
            return
        begun = time.perf_counter()
        taken, rows = [], []
        for number, id_ in enumerate([*ids[:20], *ids]):
            clock = time.perf_counter()
            rows.append(work(id_))
            if number >= min(20, len(ids)):
                taken.append(1_000 * (time.perf_counter() - clock))
            if time.perf_counter() - begun > self.seconds:
                break
        if not taken:
            self.note(title, problem="ended: time is over")
            return
        taken.sort()
        self.note(
            title,
            p50_ms=round(statistics.median(taken), 2),
            p99_ms=round(taken[min(int(len(taken) * 0.99), len(taken) - 1)], 2),
            most_rows=max(rows),
            asked=len(taken),
        )

    def _questions(self) -> None:
        with self.graph() as graph:
            connection = graph.connection
            largest, typical = examples(connection)
            for name in (name for name in sorted(query_paths()) if name.startswith(self.named)):
                query = find_query(name)
                about = [one for one in query.parameters if one.artifacts]
                if not any(one.needed for one in about):
                    self.ask(connection, query, {}, "")
                if about:
                    for title, ids in (("typical", typical), ("largest", largest)):
                        values = about_one(query, ids)
                        if values:
                            self.ask(connection, query, values, f" of {title}")

    def ask(self, connection: Connection, query: StoredQuery, values: Figure, title: str) -> None:
        """A question twice, as the first time includes its planning, and once more with its plan."""
        name = f"query {query.name}{title}"
        try:
            question = stored_question(query, values, self.seconds)
            clock = time.perf_counter()
            rows = sum(1 for _ in ask(connection, question).rows)
            first = time.perf_counter() - clock
            watch, clock = Watch(self.store), time.perf_counter()
            for _ in ask(connection, question).rows:
                pass
            again = time.perf_counter() - clock
            seconds = watch.end()
        except SupplygraphError as error:
            self.note(name, problem=str(error)[:200])
            return
        figures = {"wall": round(again, 3), "first": round(first, 3), "server": round(seconds, 2), "rows": rows}
        self.note(name, **figures, **profiled(connection, question.statement, dict(question.values), self.seconds))

    def _end(self) -> None:
        running = Store(self.store).read()
        if running is not None:
            self.note(
                "server, at the end", server_mb=round(memory(running.pid)), mb=round(Store(self.store).size() / MB)
            )
        self.command("down")
        self.command("up")
        time.sleep(5)
        running = Store(self.store).read()
        if running is not None:
            self.note("server, idle after a start", server_mb=round(memory(running.pid)))


_SOME = "MATCH (m:Model)-[:DERIVED_FROM]->() WITH DISTINCT m WHERE rand() < 0.5 RETURN m.id AS id LIMIT $n"
_BASES = "MATCH (m:Model)<-[:DERIVED_FROM]-() WITH m, count(*) AS n ORDER BY n DESC, m.id LIMIT $n RETURN m.id AS id"
_DEEPEST = "MATCH (m:Model) WHERE m.lineage_depth > 0 RETURN m.id AS id ORDER BY m.lineage_depth DESC, id LIMIT $n"
_BARE = (
    "MATCH way = (:Model {{id: $id}}){0}[:DERIVED_FROM]{1}{{1,20}}(found:Model) "
    "WITH found, min(length(way)) AS hops RETURN found.id AS id, hops"
)
_EXAMPLES = """
MATCH (m:Model)<-[:DERIVED_FROM]-(child:Model)
WITH m, count(*) AS n, min(child.id) AS child
ORDER BY n DESC, m.id
WITH collect({Model: m.id, child: child, n: n}) AS bases
WITH head(bases) AS largest, [one IN bases WHERE one.n <= 3] AS few
WITH largest, few[size(few) / 2] AS typical
OPTIONAL MATCH (data:Dataset)<-[:TRAINED_ON]-()
WITH largest, typical, data, count(*) AS n
ORDER BY n, data.id
WITH largest, typical, collect(data.id) AS data
OPTIONAL MATCH (code:Repository)-[:REUSES]->()
WITH largest, typical, data, code, count(*) AS n
ORDER BY n, code.id
WITH largest, typical, data, collect(code.id) AS code
RETURN largest {.*, Dataset: last(data), Repository: last(code)} AS largest,
  typical {.*, Dataset: data[size(data) / 2], Repository: code[size(code) / 2]} AS typical
"""


def _rows_of(graph: Graph, name: str, id_: str) -> int:
    return len(graph.query(name, model_id=id_, max_rows=20_000))


def _bare_rows(session: neo4j.Session, text: LiteralString, id_: str) -> int:
    return len(list(session.run(text, id=id_)))


def examples(connection: Connection) -> tuple[Figure, Figure]:
    """The artifacts with the most below them, and some with as much as most have."""
    row = connection.read(_EXAMPLES)[0]
    return row["largest"], row["typical"]


def about_one(query: StoredQuery, ids: Figure) -> Figure:
    """Values for a question about one artifact; about a path, it leads to the artifact."""
    values: Figure = {}
    for one in query.parameters:
        if not one.artifacts:
            continue
        label = next((label for label in one.artifacts if ids.get(label)), None)
        if label is None:
            return {}
        found = ids[label]
        if one.name == "other_id" or (query.name == "lineage-paths" and one.name == "artifact"):
            found = ids["child"]
        values[one.name] = [found] if one.type.startswith("LIST") else found
    kinds = {one.artifacts for one in query.parameters if one.artifacts}
    if len(kinds) > 1 and query.name != "lineage-paths":
        first = next(iter(values))
        return {first: values[first]}
    return values


def profiled(connection: Connection, statement: str, values: Figure, seconds: float) -> Figure:
    """Database hits of a statement, and its memory where Neo4j says it."""
    try:
        with connection.driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
            asked = neo4j.Query("PROFILE\n" + statement, timeout=seconds)
            plan = session.run(asked, values).consume().profile
    except Exception as error:
        return {"plan": str(error)[:100]}
    if plan is None:
        return {}
    hits = sum(one.get("dbHits", 0) for one in operators(plan))
    held = plan.get("args", {}).get("GlobalMemory")
    return {"hits": hits, **({"mb": round(held / MB, 1)} if held else {})}


def end_group(pid: int, over: threading.Event) -> None:
    """Ends a command and what it started, because its time is over; a server of its own goes on."""
    over.set()
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


# -- the table


def table(results: Path) -> str:
    """The newest figures of each share side by side, as Markdown."""
    newest: dict[str, dict[float, Figure]] = {}
    for line in results.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        newest.setdefault(one["what"], {})[one["share"]] = one
    shares = sorted({share for rows in newest.values() for share in rows})
    questions = {what: rows for what, rows in newest.items() if what.startswith("query ")}
    others = {what: rows for what, rows in newest.items() if what not in questions}
    heads = [f"{share:g}x" for share in shares]
    lines = [f"| | {' | '.join(heads)} | exponent |", "|---|" + "---:|" * (len(shares) + 1)]
    lines += [line_of(what, rows, shares, in_all, told) for what, rows in others.items()]
    lines += ["", f"| question | {' | '.join(heads)} | exponent |", "|---|" + "---:|" * (len(shares) + 1)]
    slowest = sorted(questions, key=lambda what: -max(one.get("wall") or 1e9 for one in questions[what].values()))
    lines += [line_of(what, questions[what], shares, lambda one: one.get("wall"), asked) for what in slowest]
    return "\n".join(lines) + "\n"


def line_of(
    what: str,
    rows: dict[float, Figure],
    shares: list[float],
    number: Callable[[Figure], float | None],
    text: Callable[[Figure], str],
) -> str:
    """One line of a table, with the exponent."""
    cells = [text(rows[share]) if share in rows else "" for share in shares]
    known = [(share, value) for share in shares if share in rows and (value := number(rows[share]))]
    grows = f"{exponent(known):.2f}" if len(known) > 1 else ""
    return f"| {what.removeprefix('query ')} | {' | '.join(cells)} | {grows} |"


def exponent(known: list[tuple[float, float]]) -> float:
    """The power of the share with which values grow: the slope of the line that fits their logarithms best."""
    found = statistics.linear_regression([math.log(share) for share, _ in known], [math.log(n) for _, n in known])
    return found.slope


def in_all(one: Figure) -> float | None:
    """The number that grows: seconds of the processors, else what there is."""
    if "client" in one:
        return float(one["client"]) + float(one.get("server", 0))
    return next((float(one[name]) for name in ("p99_ms", "relationships", "server_mb") if one.get(name)), None)


def told(one: Figure) -> str:
    """A cell about a command or a size."""
    if "problem" in one:
        return str(one["problem"])[:40]
    if "p50_ms" in one:
        rows = f", up to {one['most_rows']:,} rows" if "most_rows" in one else ""
        return f"p50 {one['p50_ms']}, p99 {one['p99_ms']} ms{rows}"
    if "nodes" in one:
        return f"{one['nodes']:,} / {one['relationships']:,}, {one['mb']:,} MB"
    parts = [f"{one['wall']:,.1f} s"] if "wall" in one else []
    if "client" in one:
        parts.append(f"CPU {one['client']:,.1f} + {one.get('server', 0):,.1f} s")
    parts += [f"{title} {one[name]:,} MB" for name, title in _MEMORY.items() if one.get(name)]
    return ", ".join(parts)


_MEMORY = {"client_mb": "ours", "other_mb": "importer", "server_mb": "server", "mb": "disk"}


def asked(one: Figure) -> str:
    """A cell about a question."""
    if "problem" in one:
        return str(one["problem"])[:40]
    hits = f", {one['hits']:,} hits" if "hits" in one else ""
    return f"{one['wall']:.3f} s, {one['rows']:,} rows{hits}"


def main() -> None:
    """Measures, or prints what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shares", nargs="*", type=float, help="shares of the Hub, such as 0.01")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "supplygraph-scale")
    parser.add_argument("--load", choices=("", "bulk", "ordinary"), default="", help="how the first load is done")
    parser.add_argument("--only", help=f"steps, with commas between: {', '.join(STEPS)}")
    parser.add_argument("--named", nargs="*", default=[""], help="only questions whose names begin like this")
    parser.add_argument("--minutes", type=float, default=90.0, help="what a command may take")
    parser.add_argument("--seconds", type=float, default=120.0, help="what a question may take")
    parser.add_argument("--table", action="store_true", help="print what is known")
    chosen = parser.parse_args()
    results = chosen.folder / "results.jsonl"
    steps = chosen.only.split(",") if chosen.only else list(STEPS)
    if unknown := set(steps) - set(STEPS):
        parser.error(f"no such step: {', '.join(sorted(unknown))}")
    # Its servers would stay behind otherwise.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for share in chosen.shares:
        folder = chosen.folder / f"{share:g}"
        folder.mkdir(parents=True, exist_ok=True)
        idle = {"SUPPLYGRAPH_IDLE_MINUTES": "600"}
        named = tuple(chosen.named)
        anew = chosen.only == "load"
        Scale(share, folder, results, chosen.load, chosen.minutes, chosen.seconds, idle, named, anew).run(steps)
    if chosen.table or chosen.shares:
        print(table(results))


if __name__ == "__main__":
    main()
