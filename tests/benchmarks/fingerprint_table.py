"""Makes the table of model types from written headers: `python -m tests.benchmarks.fingerprint_table FOLDER...`.

The headers are those of `fingerprint_headers`. The common types come first: of several that cannot be told apart the
first is stated.
"""

import gzip
import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from supplygraph.fingerprint import families
from supplygraph.fingerprint.compute import layers_and_outer
from supplygraph.fingerprint.families import Shown, shown
from supplygraph.fingerprint.header import Header, LocalBytes
from supplygraph.fingerprint.quantisation import parameters
from supplygraph.fingerprint.safetensors import read_safetensors
from tests.benchmarks.fingerprint_headers import LIBRARIES, SIZES

TABLE = Path(families.__file__).with_name("families.json.gz")
#: Words before a stack of layers, and those of the configurations of parts that they stand for.
PARTS = (
    (("vision", "visual", "image"), ("vision", "image", "backbone")),
    (("audio", "speech"), ("audio", "speech")),
    (("qformer",), ("qformer",)),
    (("language", "text", "lm", "llm"), ("text", "llm", "language")),
    (("decoder",), ("decoder",)),
    (("encoder",), ("encoder",)),
)


class Written(NamedTuple):
    """One header that was written, and what is true of it."""

    header: Header
    truth: dict[str, Any]
    path: Path


def written(folder: Path, libraries: tuple[str, ...] = LIBRARIES) -> Iterator[Written]:
    """The headers in a folder."""
    for path in sorted(folder.glob("*/*/*/truth.json")):
        truth = json.loads(path.read_text())
        if truth["library"] in libraries:
            with LocalBytes(path.with_name("model.safetensors")) as file:
                yield Written(read_safetensors(file), truth, path.parent)


def part_type(stack: str, truth: dict[str, Any]) -> str:
    """The model type of one stack of a composed model, by the configuration of the part that it belongs to."""
    for words, keys in PARTS:
        if any(word in stack for word in words):
            for name, kind in truth["parts"].items():
                if any(key in name for key in keys):
                    return str(kind)
    return str(truth["type"])


def rows(every: list[Written]) -> tuple[list[tuple[str, Shown]], list[tuple[str, Shown]]]:
    """What whole models show, and what single stacks do."""
    whole: dict[tuple[str, Shown], None] = {}
    parts: dict[tuple[str, Shown], None] = {}
    for one in every:
        stacks, outer = layers_and_outer(parameters(one.header).found)
        layers = [(item.place, item.parameter.shape) for stack in stacks.values() for item in stack]
        whole[one.truth["type"], shown(layers, ((each.name, each.shape) for each in outer))] = None
        for name, stack in stacks.items():
            kind = part_type(name, one.truth) if len(stacks) > 1 else one.truth["type"]
            parts[kind, shown(((item.place, item.parameter.shape) for item in stack), ())] = None
    return list(whole), list(parts)


def main(folders: list[Path]) -> None:
    """Writes the table."""
    common = list(tomllib.loads(SIZES.read_text(encoding="utf-8")))
    every = [one for folder in folders for one in written(folder)]

    def order(one: Written) -> tuple[int, int, str]:
        kind = one.truth["type"]
        return (common.index(kind) if kind in common else len(common), LIBRARIES.index(one.truth["library"]), kind)

    every.sort(key=order)
    whole, parts = rows(every)
    table = {
        "made_from": sorted({f"{one.truth['library']} {one.truth['version']}" for one in every}),
        "models": families.packed(whole),
        "stacks": families.packed(parts),
    }
    text = json.dumps(table, separators=(",", ":"), ensure_ascii=True)
    stored = gzip.compress(text.encode(), 9, mtime=0)
    TABLE.write_bytes(stored)
    print(f"{len(every):,} headers, {len(whole):,} models, {len(parts):,} stacks, {len(stored):,} bytes")


if __name__ == "__main__":
    main([Path(one) for one in sys.argv[1:]])
