"""The Hub that benchmarks are measured on is the same for the same seed, and is shaped like the real one."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from supplygraph.sources.hub_file import HubFile
from supplygraph.sources.records import Records
from supplygraph.tally import Tally
from tests.benchmarks.hub_graph import DEEPEST, HUB, LARGEST, MOST_MERGED, Hub, write
from tests.real_data import DATA

# Of what no part of the package uses.
pytestmark = pytest.mark.slow

REAL = DATA / "hub" / "models_open.jsonl.gz"
MODELS = 20_000
_ID = re.compile(r"[A-Za-z0-9][\w.-]*(/[\w.-]+)?")


@cache
def made() -> tuple[dict[str, Any], ...]:
    return tuple(Hub(MODELS).records())


def bases_of(record: dict[str, Any]) -> list[str]:
    stated = (record.get("cardData") or {}).get("base_model") or []
    return list(dict.fromkeys(stated if isinstance(stated, list) else [stated]))


def children(records: Iterable[dict[str, Any]]) -> Counter[str]:
    return Counter(
        base for record in records for base in bases_of(record) if base != record["id"] and _ID.fullmatch(base)
    )


def shape(records: Iterable[dict[str, Any]]) -> dict[str, float]:
    """What records are like, as shares of those that say anything of the kind."""
    found = list(records)
    cards = [record.get("cardData") or {} for record in found]
    derived = [record for record in found if bases_of(record)]
    tagged = [record for record in found if "tags" in record]
    counts = children(found)
    below = counts.values()
    licenses = Counter(str(card["license"]) for card in cards if card.get("license"))
    relations = Counter(map(relation_of, derived))
    authors = Counter(record.get("author") for record in found)
    names = [record["id"].rpartition("/")[2] for record in found]
    words = Counter(word.lower() for name in names for word in re.split(r"[-_.]", name))
    related = [record for record in derived if bases_of(record)[0].rpartition("/")[2].lower() in record["id"].lower()]
    return {
        "bases with one child": sum(count == 1 for count in below) / len(below),
        "bases with two": sum(count == 2 for count in below) / len(below),
        "bases with more than ten": sum(count > 10 for count in below) / len(below),
        "bases a derived model": len(below) / sum(below),
        "several bases": sum(len(bases_of(record)) > 1 for record in derived) / len(derived),
        "bases that are no id": sum(not _ID.fullmatch(base) for r in derived for base in bases_of(r)) / len(derived),
        "bases that are itself": sum(record["id"] in bases_of(record) for record in derived) / len(derived),
        **{relation: relations[relation] / relations.total() for relation in ("quantized", "finetune", "adapter")},
        **{name: licenses[name] / licenses.total() for name in ("apache-2.0", "mit", "other", "cc-by-nc-4.0", "gemma")},
        "licensed": sum("license:" in " ".join(record["tags"]) for record in tagged) / len(tagged),
        "tags": sum(len(record["tags"]) for record in tagged) / len(tagged),
        "more than 20 tags": sum(len(record["tags"]) > 20 for record in tagged) / len(tagged),
        "with datasets": sum("dataset:" in " ".join(record["tags"]) for record in tagged) / len(tagged),
        "with languages": sum(bool((record.get("cardData") or {}).get("language")) for record in tagged) / len(tagged),
        "authors of one model": sum(count == 1 for count in authors.values()) / len(authors),
        "authors a model": len(authors) / len(found),
        "without owner": sum("/" not in record["id"] for record in found) / len(found),
        "parts of a name": sum(len(re.split(r"[-_.]", name)) for name in names) / len(names),
        "length of a name": sum(map(len, names)) / len(names),
        "named after the base": len(related) / len(derived),
        **{f"word {word}": words[word] / len(found) for word in ("gguf", "qwen3", "llama", "instruct", "7b", "v1")},
    }


def relation_of(record: dict[str, Any]) -> str:
    tags = record.get("tags", ())
    tagged = [tag.split(":")[1] for tag in tags if tag.count(":") == 2 and tag.startswith("base_model:")]
    return next(iter(tagged), record["cardData"].get("base_model_relation") or "undeclared")


def test_the_same_seed_gives_the_same_hub_and_another_seed_another() -> None:
    first, again, other = (list(islice(Hub(3_000, seed).records(), 2_000)) for seed in (1, 1, 2))

    assert first == again
    assert not {record["id"] for record in first} <= {record["id"] for record in other}


def test_ids_are_unique_and_chains_merges_and_bases_as_long_and_large_as_on_the_hub() -> None:
    records = made()
    above = {record["id"]: bases_of(record) for record in records}
    depths: dict[str, int] = {}

    def depth(id_: str) -> int:
        if id_ not in depths:
            depths[id_] = 0
            depths[id_] = 1 + max((depth(base) for base in above.get(id_, ()) if base != id_), default=-1)
        return depths[id_]

    assert len(above) == len(records) == MODELS
    assert max(map(depth, above)) == DEEPEST
    assert max(map(len, above.values())) == MOST_MERGED
    assert children(records).most_common(1)[0][1] == pytest.approx(LARGEST * MODELS / HUB, rel=0.4)
    folded = Counter(id_.lower() for id_ in above)
    assert any(count > 1 for count in folded.values())


@pytest.mark.skipif(not REAL.exists(), reason=f"needs the real listing, {REAL}")
def test_what_is_made_is_distributed_like_the_real_listing() -> None:
    with gzip.open(REAL, "rt", encoding="utf-8") as lines:
        real = shape(map(json.loads, lines))
    ours = shape(made())

    assert not {
        name: (round(value, 4), round(ours[name], 4))
        for name, value in real.items()
        if abs(ours[name] - value) > max(0.35 * value, 0.01)
    }


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_files_of_either_form_load_with_dirty_values_counted(form: str, tmp_path: Path) -> None:
    described = write(tmp_path, 2_000, form=form)
    tally = Tally()

    elements = list(HubFile([tmp_path / f"models.{form}"]).elements(tally))

    assert tally.records == 2_000
    assert len(elements) > 10_000
    assert {"self_references"} <= tally.counts.keys()
    assert "unreadable_cells" not in tally.counts
    assert not tally.unused
    day = Tally()
    assert list(HubFile([tmp_path / f"day.{form}"]).elements(day))
    assert day.records == described["day"] > 10
    repositories = Tally()
    assert list(Records([tmp_path / "repositories.jsonl"]).elements(repositories))
    assert repositories.records == described["repositories"] == 20
