"""What cards say of bases, read without any of the package's code, to hold the package against."""

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Records = list[dict[str, Any]]
Bases = dict[str, set[str]]
Edges = set[tuple[str, str]]

#: Words of these cards that stand where nothing is known.
FOR_NOTHING = {"undefined", "none", "unknown", "..."}
USABLE = re.compile(r"[A-Za-z0-9][\w.\-]*(/[\w.\-]+)?")
ADDRESS = re.compile(
    r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?!datasets/|spaces/)([\w.\-]+/[\w.\-]+)(?:[/?#].*)?"
)
IN_A_CACHE = re.compile(r".*/models--([\w.\-]+?)--([\w.\-]+?)/snapshots/.*")


def read(path: Path) -> Records:
    """The records of a file of JSON lines, plain or compressed."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in text.splitlines()]


def stated_list(value: Any) -> list[Any]:
    """One value or several, as a list."""
    return value if isinstance(value, list) else [value] if value else []


def stated(record: dict[str, Any], key: str) -> list[Any]:
    """What a card says under a key."""
    return stated_list(record.get("cardData", {}).get(key))


def named(base: str) -> str | None:
    """The id that a card's base names; None for what names none."""
    address, cached = ADDRESS.fullmatch(base), IN_A_CACHE.fullmatch(base)
    if address:
        return address[1]
    if cached:
        return f"{cached[1]}/{cached[2]}"
    return base if USABLE.fullmatch(base) and base not in FOR_NOTHING else None


def as_written(records: Records) -> Bases:
    """Child to bases as the cards write them, without addresses: the reading of the stated results."""
    bases: Bases = defaultdict(set)
    for record in records:
        for base in stated(record, "base_model"):
            if USABLE.fullmatch(base) and base != record["id"]:
                bases[record["id"]].add(base)
    return bases


def unreadable(records: Records) -> list[tuple[str, str]]:
    """Model and base, where a card names one that is not an id; a word for nothing among them."""
    return [(record["id"], base) for record in records for base in stated(record, "base_model") if named(base) is None]


def of_records(records: Records) -> Bases:
    """Child to bases, each record by itself: addresses are ids, and the Hub's tags write an id as the Hub does."""
    bases: Bases = defaultdict(set)
    for record in records:
        met = {record["id"].casefold(): record["id"]}
        for tag in record.get("tags") or []:
            if tag.startswith("base_model:"):
                base = tag.rpartition(":")[2]
                met.setdefault(base.casefold(), base)
        for text in stated(record, "base_model"):
            base = named(text)
            if base is not None and met.setdefault(base.casefold(), base) != record["id"]:
                bases[record["id"]].add(met[base.casefold()])
    return bases


def of_all(records: Records) -> Bases:
    """Child to bases: the described model of that id, or the only one of that id in another letter case.

    Of what nobody describes, the spelling that sorts first stands for all.
    """
    described = {record["id"] for record in records}
    folded: dict[str, list[str]] = defaultdict(list)
    for one in described:
        folded[one.casefold()].append(one)
    found = of_records(records)
    first: dict[str, str] = {}
    for _, base in sorted(pairs(found), key=lambda pair: pair[1]):
        first.setdefault(base.casefold(), base)

    def meant(base: str) -> str:
        same = folded[base.casefold()]
        if base in described or len(same) > 1:
            return base
        return same[0] if same else first[base.casefold()]

    return {model: {meant(base) for base in bases} - {model} for model, bases in found.items()}


def pairs(bases: Bases) -> Edges:
    """Each child with each of its bases."""
    return {(model, base) for model, some in bases.items() for base in some}


def upside_down(bases: Bases) -> Bases:
    """Each base with its children."""
    children: Bases = defaultdict(set)
    for child, base in pairs(bases):
        children[base].add(child)
    return children


def depths(bases: Bases) -> dict[str, int]:
    """Steps of the longest way up from each model that is joined to any; the files have no cycle."""
    depth: dict[str, int] = {}

    def deepest(model: str) -> int:
        if model not in depth:
            depth[model] = max((deepest(base) + 1 for base in bases.get(model, ())), default=0)
        return depth[model]

    for pair in pairs(bases):
        for one in pair:
            deepest(one)
    return depth


def components(edges: Iterable[tuple[str, str]]) -> Counter[int]:
    """How many weakly connected components have each size."""
    parent: dict[str, str] = {}

    def root(model: str) -> str:
        while parent.setdefault(model, model) != model:
            parent[model] = model = parent[parent[model]]
        return model

    for one, other in edges:
        parent[root(one)] = root(other)
    return Counter(Counter(map(root, list(parent))).values())


def distances(step: Bases, start: str) -> dict[str, int]:
    """Every id that can be reached, with the number of steps."""
    found, level = {start: 0}, [start]
    while level:
        following = [other for one in level for other in step.get(one, ()) if other not in found]
        found.update(dict.fromkeys(following, found[level[0]] + 1))
        level = list(dict.fromkeys(following))
    del found[start]
    return found
