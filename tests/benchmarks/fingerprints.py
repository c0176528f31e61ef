"""Measures reading of headers, bytes of them, and the queries: `python -m tests.benchmarks.fingerprints [MODELS]`."""

import sys
import tempfile
import time
from pathlib import Path

import gguf

from supplygraph.fingerprint.components import components
from supplygraph.fingerprint.header import LocalBytes
from supplygraph.fingerprint.read import read_component
from supplygraph.queries.run import run
from supplygraph.server import local
from supplygraph.settings import Settings
from supplygraph.store.connection import Connection
from supplygraph.store.constraints import ensure_schema
from tests.benchmarks.fingerprint_headers import write
from tests.weight_files import Shapes, gguf_name, llama

QUERIES = (
    "fingerprint-facts", "fingerprint-clusters", "fingerprint-outliers", "fingerprint-undeclared", "fingerprint-false",
    "fingerprint-twins",
)  # fmt: skip


class Counted(LocalBytes):
    """A file that counts what is read of it, as range requests would."""

    requests = fetched = 0

    def read(self, start: int, length: int) -> bytes:
        part = super().read(start, length)
        Counted.requests += 1
        Counted.fetched += len(part)
        return part


def write_gguf_header(path: Path, shapes: Shapes, words: int) -> None:
    """A GGUF file of full size with a vocabulary of so many words and twice as many merges, without its weights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(32)
    writer.add_embedding_length(4096)
    writer.add_token_list([f"token{number}" for number in range(words)])
    writer.add_token_types([1] * words)
    writer.add_token_merges([f"to ken{number}" for number in range(2 * words)])
    for name, shape in shapes.items():
        length = 2
        for one in shape:
            length *= one
        writer.add_tensor_info(gguf_name(name), shape, "float16", length, gguf.GGMLQuantizationType.F16)  # type: ignore[arg-type]
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    writer.close()
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size + 20 * 10**9)


def mixture(layers: int = 61, experts: int = 256) -> Shapes:
    """Names and shapes of a mixture of many experts."""
    return {
        f"model.layers.{layer}.mlp.experts.{expert}.{one}_proj.weight": (2048, 7168)
        for layer in range(layers)
        for expert in range(experts)
        for one in ("gate", "up", "down")
    }


def headers(folder: Path) -> None:
    """Prints models and headers a second of one core, and what a model costs."""
    large = llama(4096, 32, 14336, 128256, 32, 8)
    names = list(large)
    write(folder / "one-file" / "model.safetensors", large)
    for number in range(4):
        part = {name: large[name] for name in names[number::4]}
        write(folder / "4-shards" / f"model-{number + 1:05d}-of-00004.safetensors", part)
    experts = mixture()
    names = list(experts)
    for number in range(163):
        part = {name: experts[name] for name in names[number::163]}
        write(folder / "163-shards" / f"model-{number + 1:05d}-of-00163.safetensors", part)
    write_gguf_header(folder / "gguf-128k-words" / "x-F16.gguf", large, 128256)
    for kind in sorted(folder.iterdir()):
        (component,) = components(path.name for path in kind.iterdir()).components
        Counted.requests = Counted.fetched = models = 0
        start = time.process_time()
        while time.process_time() - start < 3:
            read = read_component(component, lambda path, kind=kind: Counted(kind / path))  # type: ignore[misc]
            models += 1
        seconds = time.process_time() - start
        size = sum(path.stat().st_size for path in kind.iterdir())
        print(
            f"{kind.name:16} {models / seconds:8,.1f} models/s {models * read.files / seconds:8,.0f} headers/s, "
            f"{read.fingerprint.tensors:,} tensors; a model: {Counted.requests / models:,.0f} reads, "
            f"{Counted.fetched / models:,.0f} of {size:,} bytes"
        )


def queries(models: int) -> None:
    """Prints the seconds of each query on a graph of so many models, a third of them in one cluster."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({}, store=Path(folder) / "store")
        with Connection(local.start(settings)) as connection:
            ensure_schema(connection)
            connection.execute(
                "UNWIND range(0, 2999) AS n "
                "CREATE (:Fingerprint {id: 'x' + n, structure: 's' + n / 2, body: 'b' + n / 4, family: 'f' + n / 100, "
                "volumes: 'v' + n / 4, kind: 'model', format: 'safetensors', shapes_known: true, "
                "architecture: 'a' + n / 100, outer_tensors: ['w'], outer_shapes: ['1x1'], "
                "layers: 32, hidden_size: 64 * (n / 4), parameters: 7000000000, "
                "layer_tensors: [i IN range(1, 12) | 'layer' + i + '.weight'], "
                "layer_shapes: [i IN range(1, 12) | toString(n / 4) + 'x64']})"
            )
            connection.execute("UNWIND range(0, 29) AS n CREATE (:ModelType {name: 't' + n})")
            for start in range(0, models, 20_000):
                connection.execute(
                    "UNWIND range($start, $end) AS n "
                    "MATCH (f:Fingerprint {id: 'x' + CASE n % 3 WHEN 0 THEN 7 ELSE n % 3000 END}) "
                    "MATCH (t:ModelType {name: 't' + n % 30}) "
                    "CREATE (m:Model {id: 'o/m' + n, status: 'present', downloads: n % 1000})"
                    "-[:HAS_FINGERPRINT {components: ['model']}]->(f), (m)-[:OF_TYPE]->(t) "
                    "WITH m, n WHERE n % 2 = 1 MATCH (base:Model {id: 'o/m' + (n - 1) / 2}) "
                    "SET m.lineage_component = 'c' + n % 977, base.lineage_component = 'c' + n % 977 "
                    "CREATE (m)-[:DERIVED_FROM {relation: 'finetune'}]->(base)",
                    {"start": start, "end": min(models, start + 20_000) - 1},
                )
            for name in QUERIES:
                given = {"model_id": "o/m0"} if name in ("fingerprint-facts", "fingerprint-twins") else {}
                start_clock = time.monotonic()
                rows = len(run(connection, name, given))
                print(f"{name:24} {time.monotonic() - start_clock:6.2f} s, {rows:,} rows, {models:,} models")
        local.stop(settings)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        headers(Path(made))
    if len(sys.argv) > 1:
        queries(int(sys.argv[1]))
