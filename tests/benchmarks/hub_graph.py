"""Makes models in the shape of the Hub's listings, as many as wanted, and repositories that reuse them.

    python -m tests.benchmarks.hub_graph FOLDER [--models 3100000] [--seed 1] [--format parquet|jsonl]

FOLDER then holds `models` (all of them), `day` (what one day changes: a hundredth of the records, a tenth of them new),
`repositories.jsonl` in the plain record format, and `made.json`. The same numbers and seed give the same files. A tenth
of the Hub has bases with a tenth of the children; everything else is distributed alike at any size:

- 28 models of 100 come from others; of each base half as many bases have one child more, and the largest has 15,000
  among 3.1 million; chains are up to 16 long, merges have up to 65 bases;
- names are made of families, sizes, topics and endings, most of those of quantised models of their base's name;
- some ids have no owner or differ from another in case only, some models name themselves, a folder or an address as
  base; some licences are lists, addresses or words of their own.
"""

import argparse
import json
import random
import sys
import time
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from tests.benchmarks import hub_words as words
from tests.benchmarks.hub_words import FAMILIES, Family

HUB = 3_100_000
DERIVED = 0.28
#: Children of the largest base at that size, how many bases are popular, and how their shares fall.
LARGEST, POPULAR, FALL = 15_000, 400, 0.75
#: Of the other edges, those that come from a base that had no child before.
NEW_BASE = 0.477
#: Of these, bases of which there is no record.
UNKNOWN_BASE = 0.15
NEW_AUTHOR = 0.34
DEEPEST, MOST_MERGED = 16, 65
#: Models that nobody has made another of so far, of which one is drawn.
_WAITING = 2_048
_DAY = 100
_CHUNK = 10_000
#: Bits of the table that tells ids apart: one in a hundred is taken for known at full size, and gets an ending more.
_BITS = 1 << 28

Record = dict[str, Any]
Item = TypeVar("Item")


@dataclass(slots=True)
class Base:
    """What others may be made of."""

    number: int
    id: str
    name: str
    family: Family | None
    model_type: str
    parameters: int
    license: str | None
    task: str
    depth: int


class Hub:
    """A Hub of so many models, which are made one after the other.

    Args:
        models: How many.
        seed: Another one makes another Hub.
    """

    def __init__(self, models: int, seed: int = 1) -> None:
        self.models = models
        self._random = random.Random(seed)
        self._draw = self._random.random
        self._known = bytearray(_BITS >> 3)
        self._popular: list[Base] = []
        self._popular_until: list[float] = []
        self._waiting: list[Base] = []
        self._bases: list[Base] = []
        self._authors: list[str] = []
        self._datasets: list[str] = []
        self._merges = 0
        self._series: Base | None = None
        self._step = max(2, min(1_000, models // 20))
        self.made = 0

    def records(self) -> Iterator[Record]:
        """The models as the Hub's API gives them, with `baseModels`; bases do not always stand first."""
        popular = min(POPULAR, max(self.models // 20, 1))
        shares = [LARGEST / (HUB * DERIVED) * rank**-FALL for rank in range(1, popular + 1)]
        first = [self._root(popular=True) for _ in range(popular)]
        self._popular_until = list(accumulate(shares))
        yield from first
        left = self.models - popular
        while left > 0:
            chunk = [self._model() for _ in range(min(_CHUNK, left))]
            self._random.shuffle(chunk)
            yield from chunk
            left -= len(chunk)

    def new_models(self, count: int) -> list[Record]:
        """Models that are not among the records, for a later day."""
        return [self._model() for _ in range(count)]

    def of_a_day(self, record: Record) -> Record | None:
        """What a day has changed of a model, where it is one of those that change."""
        if crc32(record["id"].encode()) % _DAY:
            return None
        drawn = self._draw()
        changed = {
            **record,
            "downloads": record["downloads"] + int(drawn * 500),
            "lastModified": "2026-08-29T06:00:00.000Z",
        }
        changed["likes"] = record["likes"] + (drawn < 0.2)
        if drawn < 0.05:
            changed["tags"] = [*record["tags"], "day-tag"]
        elif drawn < 0.07:
            changed["cardData"] = {**(record.get("cardData") or {}), "license": "mit"}
            changed["tags"] = [*(tag for tag in record["tags"] if not tag.startswith("license:")), "license:mit"]
        return changed

    def repositories(self, count: int) -> Iterator[Record]:
        """Repositories that load models, most of them popular ones, in the plain record format."""
        draw = self._draw
        for number in range(count):
            uses = {self._base().id for _ in range(1 + min(int(self._random.expovariate(0.5)), 40))}
            owner = self._owner_name().lower()
            record: Record = {"kind": "repository", "id": f"github.com/{owner}/{_pick(words.TOPICS, draw)}-{number}"}
            if draw() < 0.6:
                record["license"] = _pick(("MIT", "Apache-2.0", "GPL-3.0-only", "BSD-3-Clause"), draw)
            record["stars"] = int(self._random.paretovariate(0.8)) - 1
            record["uses"] = sorted(uses)
            yield record

    # -- models

    def _model(self) -> Record:
        number = self.made
        if number % self._step == 0:
            return self._of_series()
        drawn = self._draw()
        if drawn < DERIVED:
            return self._derived()
        if drawn < DERIVED + 0.0007 and self._bases:
            return self._other_case()
        return self._root()

    def _root(self, *, popular: bool = False) -> Record:
        draw = self._draw
        family = _pick(FAMILIES, draw) if popular or draw() < 0.45 else None
        version, size = "", ""
        if family is not None:
            version, size = _pick(family.versions, draw), _pick(family.sizes, draw)
            size, _, billions = size.partition("=")
            name = family.form.format(name=family.name, v=version, size=size, variant=_pick(family.variants, draw))
            name = name.replace("--", "-")
            parameters = int(float(billions or _number(size)) * 1e9)
            kind, task, library = family.model_type.format(v=version.replace(".", "_")), family.task, family.library
            if not popular:
                name = f"{name}-{_pick(words.TOPICS, draw)}{_pick(words.ENDINGS, draw)}" if draw() < 0.8 else name
        else:
            name = self._own_name()
            kind, parameters = ("" if draw() < 0.6 else _pick(FAMILIES, draw).model_type.format(v=3)), 0
            task = _pick(words.TASKS, draw) if draw() < 0.5 else ""
            library = _pick(words.LIBRARIES, draw) if draw() < 0.6 else ""
        author = _pick(family.owners, draw) if popular and family is not None else self._author()
        license_ = self._license_of(family, version)
        id_ = self._unique("" if draw() < 0.0014 else author, name)
        base = Base(self.made, id_, name, family, kind.strip("-"), parameters, license_, task, 0)
        if popular:
            base.license = family.license.format(v=version) if family else license_
            self._popular.append(base)
        elif draw() < 0.12:
            self._wait(base)
        return self._record(
            base, library, "few" if draw() < 0.25 else _pick(("safetensors", "sharded", "pickle"), draw)
        )

    def _derived(self) -> Record:
        draw = self._draw
        relation = _pick(words.RELATIONS, draw)
        base = self._base()
        bases = [base]
        if relation == "merge":
            bases = self._merged(base)
        elif draw() < 0.02:
            bases.append(self._base())
        return self._from(bases, relation)

    def _from(self, bases: list[Base], relation: str, author: str = "", ending: str = "") -> Record:
        draw, base = self._draw, bases[0]
        if not author:
            author = _pick(words.QUANTISERS, draw) if relation == "quantized" and draw() < 0.62 else self._author()
        name = base.name + ending if ending else self._derived_name(base, relation)
        license_ = base.license
        if draw() > 0.9:
            license_ = None
        elif license_ is None or draw() > 0.81:
            license_ = _pick(words.LICENSES, draw) if draw() < 0.75 else None
        depth = 1 + max(one.depth for one in bases)
        made = Base(self.made, self._unique(author, name), name, base.family, base.model_type, base.parameters,
                    license_, base.task, depth)  # fmt: skip
        library, files = "transformers", "sharded"
        if relation == "adapter":
            library, files = "peft", "adapter"
        elif relation == "quantized":
            library, files = ("gguf", "gguf") if "gguf" in name.lower() else ("transformers", "safetensors")
        if ending:
            self._series = made if depth < DEEPEST else None
        elif depth < DEEPEST and draw() < 0.06:
            self._wait(made)
        return self._record(made, library, files, bases, relation)

    def _of_series(self) -> Record:
        """A link of a chain: its maker goes on from the last one."""
        base = self._series or self._base()
        return self._from([base], "finetune", self._authors[-1] if self._authors else "", f"-stage{base.depth + 1}")

    def _other_case(self) -> Record:
        """A model whose id is another's but for its case."""
        base = self._bases[int(self._draw() * len(self._bases))]
        changed = base.id.lower() if base.id != base.id.lower() else base.id.title()
        at = crc32(changed.encode()) % _BITS
        self._known[at >> 3] |= 1 << (at & 7)
        made = Base(self.made, changed, changed.rpartition("/")[2], base.family, base.model_type, base.parameters,
                    base.license, base.task, 0)  # fmt: skip
        return self._record(made, "transformers", "safetensors")

    def _merged(self, base: Base) -> list[Base]:
        self._merges += 1
        wanted = MOST_MERGED if self._merges % 100 == 20 else _pick(words.MERGED, self._draw)
        bases = {base.id: base}
        for _ in range(wanted * 4):
            if len(bases) == wanted:
                break
            another = self._base()
            bases.setdefault(another.id, another)
        return list(bases.values())

    def _base(self) -> Base:
        """A popular base, one that had no child before, or an earlier model's: what has children gets more."""
        draw = self._draw
        drawn = draw()
        if drawn < self._popular_until[-1]:
            return self._popular[bisect(self._popular_until, drawn)]
        new = not self._bases or draw() < NEW_BASE
        base = self._new_base() if new else self._bases[int(draw() * len(self._bases))]
        self._bases.append(base)
        return base

    def _new_base(self) -> Base:
        if not self._waiting or self._draw() < UNKNOWN_BASE:
            name = self._own_name()
            return Base(-1, self._unique(self._author(), name), name, None, "", 0, None, "", 0)
        return self._waiting.pop(int(self._draw() * len(self._waiting)))

    def _wait(self, base: Base) -> None:
        if len(self._waiting) < _WAITING:
            self._waiting.append(base)
        else:
            self._waiting[int(self._draw() * _WAITING)] = base

    # -- names

    def _derived_name(self, base: Base, relation: str) -> str:
        draw = self._draw
        drawn = draw()
        if relation == "quantized":
            name = base.name if drawn < 0.86 else self._own_name()
            return name + _pick(words.QUANTISED, draw)
        if relation == "adapter":
            return (base.name if drawn < 0.25 else self._own_name()) + _pick(words.ADAPTED, draw)
        if drawn < 0.3:
            return base.name + _pick(words.TUNED, draw)
        if drawn < 0.55 and base.family is not None:
            return f"{base.family.name}-{_pick(words.TOPICS, draw)}{_pick(words.ENDINGS, draw)}"
        return self._own_name()

    def _own_name(self) -> str:
        draw = self._draw
        name = _pick(words.FIRST_WORDS, draw)
        drawn = draw()
        if drawn < 0.4:
            name += f"-{_pick(words.SIZES, draw)}"
        if drawn < 0.85:
            name += f"-{_pick(words.TOPICS, draw)}"
        if draw() < 0.6:
            name += f"-{_pick(words.TOPICS, draw)}"
        if drawn < 0.35:
            name += f"{'_' if drawn < 0.1 else '-'}{int(drawn * 997):x}{int(draw() * 4096):x}"
        return name + _pick(words.ENDINGS, draw)

    def _author(self) -> str:
        draw = self._draw
        if self._authors and draw() > NEW_AUTHOR:
            author = self._authors[int(draw() * len(self._authors))]
        else:
            author = self._owner_name()
        self._authors.append(author)
        return author

    def _owner_name(self) -> str:
        draw = self._draw
        first, second = _pick(words.OWNER_WORDS, draw), _pick(words.OWNER_WORDS, draw)
        return f"{first}{'-' if draw() < 0.3 else ''}{second}{int(draw() * 100_000)}"

    def _unique(self, author: str, name: str) -> str:
        """An id that no other model has."""
        id_ = f"{author}/{name}"[:96].rstrip("-_./") if author else name[:96]
        while True:
            at = crc32(id_.encode()) % _BITS
            if not self._known[at >> 3] & 1 << (at & 7):
                self._known[at >> 3] |= 1 << (at & 7)
                return id_
            id_ = f"{id_[:84]}-{int(self._draw() * 100_000):05}"

    # -- what a record says

    def _license_of(self, family: Family | None, version: str) -> str | None:
        draw = self._draw
        if draw() < 0.34:
            return None
        if family is not None and draw() < 0.3:
            return family.license.format(v=version)
        return _pick(words.LICENSES, draw)

    def _record(
        self, model: Base, library: str, files: str, bases: list[Base] | None = None, relation: str = ""
    ) -> Record:
        draw = self._draw
        number = self.made
        self.made += 1
        age = min(number / self.models, 1.0) ** 0.5
        card: Record = {}
        tags = [tag for tag in (library, _TAG_OF[files], model.model_type, model.task) if tag]
        tags += [_pick(words.TAG_WORDS, draw) for _ in range(min(int(self._random.expovariate(0.155)), 60))]
        self._say_license(card, tags, model.license)
        self._say_languages(card, tags)
        self._say_datasets(card, tags)
        if bases:
            self._say_bases(card, tags, model, bases, relation)
        elif draw() < 0.0003:
            card["base_model"] = model.id
        if draw() < 0.12:
            tags.append(f"arxiv:2{int(draw() * 6)}{1 + int(draw() * 12):02}.{int(draw() * 20_000):05}")
        tags.append("region:us")
        record: Record = {
            "_id": f"{number:024x}",
            "id": model.id,
            "createdAt": _moment(age),
            "lastModified": _moment(age + (1 - age) * draw() * 0.5),
            "downloads": int(self._random.lognormvariate(3.2, 2.6)) if draw() < 0.5 else 0,
            "likes": int(self._random.paretovariate(0.75)) if draw() < 0.3 else 0,
            "tags": list(dict.fromkeys(tags)),
            "siblings": _SIBLINGS[files],
        }
        if "/" in model.id:
            record["author"] = model.id.partition("/")[0]
        if library:
            record["library_name"] = library
        if model.task:
            record["pipeline_tag"] = model.task
        if card:
            record["cardData"] = card
        if model.model_type and draw() < 0.75:
            record["config"] = {"model_type": model.model_type}
            if model.family is not None and len(model.family.architecture) > 1:
                record["config"]["architectures"] = [model.family.architecture]
        if model.parameters and files != "few":
            total = model.parameters if draw() < 0.93 else int(model.parameters * (0.2 + draw()))
            if files == "gguf":
                record["gguf"] = {"total": total, "architecture": model.model_type or "llama", "context_length": 32_768}
            else:
                record["safetensors"] = {"parameters": {"BF16": total}, "total": total}
        known = [{"_id": f"{one.number:024x}", "id": one.id} for one in bases or () if one.number >= 0]
        if known and relation != "undeclared":
            record["baseModels"] = {"relation": relation, "models": known}
        if draw() < 0.02:
            record["gated"] = "auto" if draw() < 0.7 else "manual"
        return record

    def _say_license(self, card: Record, tags: list[str], license_: str | None) -> None:
        if license_ is None:
            return
        draw = self._draw
        drawn = draw()
        card["license"] = license_
        if license_ == "other":
            if drawn < 0.45:
                card["license_name"] = _pick(words.LICENSE_NAMES, draw)
            if drawn < 0.3:
                card["license_link"] = "LICENSE" if drawn < 0.2 else "https://example.org/license"
        elif drawn < 0.0005:
            card["license"] = [license_, "mit"]
        elif drawn < 0.0015:
            card["license"] = f"https://example.org/{license_}"
        elif drawn < 0.012:
            card["license"] = f"{_pick(words.LICENSE_NAMES, draw)}-{int(draw() * 300)}"
        stated = card["license"]
        tags += [f"license:{one}" for one in (stated if isinstance(stated, list) else [stated])]

    def _say_languages(self, card: Record, tags: list[str]) -> None:
        draw = self._draw
        drawn = draw()
        if drawn > 0.27:
            return
        count = 1 if drawn < 0.2 else 2 if drawn < 0.245 else min(int(3 * self._random.paretovariate(0.9)), 100)
        spoken: list[Any] = list(dict.fromkeys(_pick(words.LANGUAGES, draw) for _ in range(count)))
        tags += spoken
        if drawn < 0.0005:
            spoken[-1] = False
        card["language"] = spoken if count > 1 or drawn < 0.15 else spoken[0]

    def _say_datasets(self, card: Record, tags: list[str]) -> None:
        draw = self._draw
        drawn = draw()
        if drawn > 0.1:
            return
        count = 1 if drawn < 0.079 else min(int(2 * self._random.paretovariate(1.4)), 21)
        named = list(dict.fromkeys(self._dataset() for _ in range(count)))
        tags += [f"dataset:{one}" for one in named]
        card["datasets"] = named if count > 1 or drawn < 0.07 else named[0]

    def _dataset(self) -> str:
        draw = self._draw
        drawn = draw()
        if drawn < 0.13:
            return _pick(words.DATASETS, draw)
        if self._datasets and drawn < 0.56:
            name = self._datasets[int(draw() * len(self._datasets))]
        else:
            middle = f"{_pick(words.DATASET_WORDS, draw)}-{_pick(words.DATASET_WORDS, draw)}"
            name = f"{self._owner_name()}/{middle}-{int(draw() * 1000)}"
        self._datasets.append(name)
        return name

    def _say_bases(self, card: Record, tags: list[str], model: Base, bases: list[Base], relation: str) -> None:
        draw = self._draw
        drawn = draw()
        stated = [base.id for base in bases]
        if drawn < 0.007:
            name = _pick(words.NO_BASES, draw).format(
                flat=stated[0].replace("/", "--"), name=bases[0].name, id=stated[0]
            )
            stated = [*stated[1:], name]
        elif drawn < 0.0085:
            stated = [*stated[1:], model.id]
        elif drawn < 0.0095:
            stated = [*stated, stated[0]]
        else:
            tags += [f"base_model:{base.id}" for base in bases]
            if relation != "undeclared":
                tags += [f"base_model:{relation}:{base.id}" for base in bases]
                if drawn < 0.5:
                    card["base_model_relation"] = relation
        card["base_model"] = stated[0] if len(stated) == 1 and drawn < 0.9 else stated


_TAG_OF = {"safetensors": "safetensors", "sharded": "safetensors", "gguf": "gguf", "adapter": "safetensors",
           "pickle": "pytorch", "few": ""}  # fmt: skip
_SIBLINGS = {name: [{"rfilename": file} for file in files] for name, files in words.FILES.items()}


def _pick(items: Sequence[Item], draw: Callable[[], float]) -> Item:
    return items[int(draw() * len(items))]


def _number(size: str) -> str:
    """The number of a size such as `35B-A3B` or `270m`, in thousand millions."""
    first = size.partition("-")[0]
    return str(float(first[:-1]) / 1_000) if first[-1] in "mM" else first[:-1]


def _moment(age: float) -> str:
    """A time between March 2022 and August 2026."""
    day = int(age * 1_640)
    year, rest = divmod(day + 60, 365)
    month, of_month = divmod(rest, 31)
    return f"{2022 + year}-{month + 1:02}-{of_month % 28 + 1:02}T{day % 24:02}:{day % 60:02}:04.000Z"


# -- files


class JsonLines:
    """Writes records as the API gives them, one a line."""

    ending = "jsonl"

    def __init__(self, path: Path) -> None:
        self._stream = path.open("w", encoding="utf-8")

    def write(self, records: list[Record]) -> None:
        """Writes some records; the Hub's own structure of bases is not part of a plain listing."""
        self._stream.writelines(
            json.dumps({key: value for key, value in record.items() if key != "baseModels"}, separators=(",", ":"))
            + "\n"
            for record in records
        )

    def close(self) -> None:
        """Ends the file."""
        self._stream.close()


class Parquet:
    """Writes records as the daily dump of the Hub has them: cards and configs as text that holds JSON."""

    ending = "parquet"

    def __init__(self, path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        base = pa.struct({"_id": pa.string(), "id": pa.string()})
        self._schema = pa.schema(
            {
                "_id": pa.string(),
                "id": pa.string(),
                "author": pa.string(),
                "cardData": pa.string(),
                "config": pa.string(),
                "createdAt": pa.timestamp("ms", "UTC"),
                "lastModified": pa.timestamp("ms", "UTC"),
                "downloads": pa.int64(),
                "likes": pa.int64(),
                "gated": pa.string(),
                "tags": pa.list_(pa.string()),
                "pipeline_tag": pa.string(),
                "library_name": pa.string(),
                "siblings": pa.list_(pa.string()),
                "baseModels": pa.struct({"relation": pa.string(), "models": pa.list_(base)}),
                "safetensors": pa.struct({"parameters": pa.struct({"BF16": pa.int64()}), "total": pa.int64()}),
                "gguf": pa.struct(
                    {"total": pa.int64(), "architecture": pa.string(), "context_length": pa.int64()}
                ),
            }
        )  # fmt: skip
        self._pa = pa
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")

    def write(self, records: list[Record]) -> None:
        """Writes some records as a row group."""
        columns = [self._column(field, records) for field in self._schema]
        self._writer.write_table(self._pa.Table.from_arrays(columns, schema=self._schema))

    def close(self) -> None:
        """Ends the file."""
        self._writer.close()

    def _column(self, field: Any, records: list[Record]) -> Any:
        pa, name = self._pa, field.name
        values: list[Any] = [record.get(name) for record in records]
        if name in ("cardData", "config"):
            values = [None if one is None else json.dumps(one, separators=(",", ":")) for one in values]
        elif name == "siblings":
            values = [[file["rfilename"] for file in one] for one in values]
        elif name in ("createdAt", "lastModified"):
            return pa.array([one[:23] for one in values], pa.string()).cast(pa.timestamp("ms")).cast(field.type)
        return pa.array(values, field.type)


def write(folder: Path, models: int, seed: int = 1, form: str = "parquet") -> dict[str, Any]:
    """Writes all files of a Hub, and returns what was written: numbers, files and seconds of the processor."""
    folder.mkdir(parents=True, exist_ok=True)
    kind = Parquet if form == "parquet" else JsonLines
    hub = Hub(models, seed)
    clock = time.process_time()
    paths = {name: folder / f"{name}.{kind.ending}" for name in ("models", "day")}
    whole, day = (kind(path) for path in paths.values())
    records, changed = hub.records(), 0
    while chunk := list(islice(records, _CHUNK)):
        whole.write(chunk)
        of_day = [one for record in chunk if (one := hub.of_a_day(record)) is not None]
        day.write(of_day)
        changed += len(of_day)
    new = hub.new_models(changed // 9)
    day.write(new)
    changed += len(new)
    whole.close()
    day.close()
    repositories = folder / "repositories.jsonl"
    with repositories.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(one, separators=(",", ":")) + "\n" for one in hub.repositories(models // 100))
    made = {"models": models, "seed": seed, "format": form, "day": changed, "repositories": models // 100,
            "files": {name: path.name for name, path in paths.items()},
            "cpu_seconds": round(time.process_time() - clock, 1)}  # fmt: skip
    (folder / "made.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    return made


def main() -> None:
    """Writes the files of a Hub and says what they hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--models", type=int, default=HUB)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=("parquet", "jsonl"), default="parquet")
    chosen = parser.parse_args()
    json.dump(write(chosen.folder, chosen.models, chosen.seed, chosen.format), sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
