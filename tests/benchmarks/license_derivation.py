"""Measures the licence derivation and every licence query on a generated graph, against a plain Python pass.

Run as `python -m tests.benchmarks.license_derivation [MODELS]`; a million models by default, in a store of its own.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from supplygraph.enrich.license_knowledge import put_knowledge
from supplygraph.enrich.licenses import derive_licenses
from supplygraph.licenses.profiles import profiles
from supplygraph.queries.catalogue import query_paths
from supplygraph.queries.run import run
from supplygraph.server import local
from supplygraph.settings import Settings
from supplygraph.store.connection import Connection
from supplygraph.store.constraints import ensure_schema
from tests.license_oracle import Judge, read_world, union_of_losses

#: Licences and how often each is declared, roughly as on the Hub; None declares none.
WEIGHTS = {
    None: 45, "apache-2.0": 20, "mit": 10, "other": 6, "creativeml-openrail-m": 4, "llama3.1": 3, "llama2": 2,
    "gemma": 2, "cc-by-nc-4.0": 2, "llama3": 2, "cc-by-4.0": 1, "cc-by-sa-4.0": 1, "gpl-3.0": 0.5,
    "cc-by-nc-sa-4.0": 0.5, "qwen": 0.5,
}  # fmt: skip
CHANNELS = (("finetune", "deriv", 45), ("quantized", "copy", 25), ("adapter", "adapter", 22), ("merge", "deriv", 8))
BATCH = 20_000


def generate(models: int, seed: int = 1) -> tuple[list[tuple[str, str | None]], list[tuple[str, str, str, str]]]:
    """Models with licences, and about as many derivations: a few hubs with many children, chains, merges."""
    chance = random.Random(seed)
    names: list[str] = [f"a{number % 1000}/m{number}" for number in range(models)]
    declared = chance.choices(list(WEIGHTS), list(WEIGHTS.values()), k=models)
    relations = chance.choices(CHANNELS, [weight for *_, weight in CHANNELS], k=models)
    hubs = max(1, models // 15_000)
    edges = []
    for number in range(hubs, models):
        relation, channel, _ = relations[number]
        for _ in range(chance.randint(2, 4) if relation == "merge" else 1):
            draw = chance.random()
            if draw < 0.12:
                continue
            if draw < 0.5:
                base = int(hubs * chance.random() ** 1.5)
            else:
                base = max(0, number - 1 - int(chance.expovariate(1 / 2000)))
            edges.append((names[number], names[base], relation, channel))
    edges = list({(child, base): (child, base, relation, channel) for child, base, relation, channel in edges}.values())
    # Half of the children keep the licence of their base.
    by_name = dict(zip(names, declared, strict=True))
    for child, of, *_ in edges:
        if chance.random() < 0.5:
            by_name[child] = by_name[of]
    return list(by_name.items()), edges


def write(connection: Connection, models: list[tuple[str, str | None]], edges: list[tuple[str, str, str, str]]) -> None:
    """Puts the generated graph into an empty database."""
    ensure_schema(connection)
    put_knowledge(connection)
    for start in range(0, len(models), BATCH):
        rows = [{"id": name, "license": license_id} for name, license_id in models[start : start + BATCH]]
        connection.execute(
            "UNWIND $rows AS row CREATE (m:Model {id: row.id}) WITH m, row WHERE row.license IS NOT NULL "
            "MATCH (l:License {id: row.license}) "
            "CREATE (m)-[:DECLARES {raw: row.license, role: 'main', operator: 'single'}]->(l)",
            {"rows": rows},
        )
    for start in range(0, len(edges), BATCH):
        connection.execute(
            "UNWIND $rows AS row MATCH (c:Model {id: row[0]}) MATCH (b:Model {id: row[1]}) "
            "CREATE (c)-[:DERIVED_FROM {relation: row[2], channel: row[3]}]->(b)",
            {"rows": [list(edge) for edge in edges[start : start + BATCH]]},
        )


def timed_derivation(connection: Connection) -> tuple[float, list[tuple[str, int]]]:
    """Seconds of the licence derivation, and of its slowest steps."""
    seconds: Counter[str] = Counter()
    last, began = ["start"], [time.perf_counter()]

    def on_step(title: str) -> None:
        now = time.perf_counter()
        seconds[last[0]] += now - began[0]  # type: ignore[assignment]
        last[0], began[0] = title, now

    clock = time.perf_counter()
    derive_licenses(connection, on_step)
    on_step("end")
    return time.perf_counter() - clock, seconds.most_common(8)


def main() -> None:
    """Prints the measurements."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    models, edges = generate(count)
    print(f"{len(models):,} models, {len(edges):,} edges, largest base {Counter(e[1] for e in edges).most_common(1)}")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({}, store=Path(folder))
        try:
            with Connection(local.start(settings)) as connection:
                measure(connection, models, edges)
        finally:
            local.stop(settings)


def measure(
    connection: Connection, models: list[tuple[str, str | None]], edges: list[tuple[str, str, str, str]]
) -> None:
    """Loads, derives, asks, and does the same in plain Python."""
    clock = time.perf_counter()
    write(connection, models, edges)
    print(f"written in {time.perf_counter() - clock:.1f} s")
    for name in ("derivation", "derivation again"):
        seconds, slowest = timed_derivation(connection)
        print(f"{name}: {seconds:.1f} s; " + ", ".join(f"{title[:50]} {part:.1f}" for title, part in slowest))
    found = connection.read("MATCH ()-[d:DROPPED]->() RETURN count(d) AS n, max(d.hops) AS hops")[0]
    print(f"dropped: {found['n']:,} relationships, up to {found['hops']} hops")
    clock = time.perf_counter()
    world = read_world(connection)
    reading = time.perf_counter() - clock
    clock = time.perf_counter()
    dropped = union_of_losses(world, [Judge(one) for one in profiles()])
    rows = [
        {"id": artifact[1], "license": license_id, "terms": sorted(codes)}
        for artifact, losses in dropped.items()
        for (license_id, *_), codes in losses.items()
        if codes
    ]
    passing = time.perf_counter() - clock
    clock = time.perf_counter()
    for start in range(0, len(rows), BATCH):
        connection.execute(
            "UNWIND $rows AS row MATCH (m:Model {id: row.id}) MATCH (l:License {id: row.license}) "
            "CREATE (m)-[:BENCHMARK {terms: row.terms}]->(l)",
            {"rows": rows[start : start + BATCH]},
        )
    writing = time.perf_counter() - clock
    print(f"plain Python: reading {reading:.1f} s, pass {passing:.1f} s, writing {writing:.1f} s; {len(rows):,} rows")
    for name, path in query_paths().items():
        if path.parent.name != "license" or name in ("license-changes", "license-missing", "license-usage"):
            continue
        parameters = {"artifact": edges[-1][0]} if name in ARTIFACT_QUERIES else {}
        clock = time.perf_counter()
        answer = run(connection, name, parameters)
        print(f"{name}: {time.perf_counter() - clock:.2f} s, {len(answer)} rows")


ARTIFACT_QUERIES = ("license-explain", "license-obligations", "license-repair", "license-witness")

if __name__ == "__main__":
    main()
