"""Writes a graph so that it can be published and cited like a data set: Parquet, schema, manifest, card, citation."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from supplygraph.export.folder import Folder
from supplygraph.export.parquet import Part, digest, write_manifest, write_tables
from supplygraph.export.reading import Reader
from supplygraph.queries.frames import native
from supplygraph.queries.output import markdown
from supplygraph.schema.tables import NodeTable
from supplygraph.store.connection import Connection
from supplygraph.text import utc_text
from supplygraph.version import __version__

_LOADS = """
MATCH (l:Load) WHERE l.finished IS NOT NULL
RETURN l.id AS id, l.source AS source, l.arguments AS arguments, l.started AS started, l.finished AS finished,
  coalesce(l.complete, false) AS complete, l.count_names AS names, l.count_values AS values
ORDER BY started, id
"""
_STATED = """
MATCH ()-[r]->() WHERE r.source IS NOT NULL
UNWIND coalesce(r.sources, [r.source]) AS source
RETURN source, count(*) AS relationships ORDER BY source
"""
#: Sizes by which a hub of data sets is searched.
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_LARGEST = "1M<n<10M"


@dataclass(frozen=True)
class About:
    """What whoever publishes says of a snapshot.

    Attributes:
        title: Its name.
        license: Under which licence it is published, as an SPDX id; empty where nobody has said.
        authors: Who publishes it.
        url: Where it will be found.
    """

    title: str = "Snapshot of a model supply chain graph"
    license: str = ""
    authors: tuple[str, ...] = ()
    url: str = ""


def write_snapshot(reader: Reader, target: Path, about: About) -> list[Part]:
    """Writes a snapshot into a new folder, which appears whole or not at all; returns its files.

    The same graph gives the same bytes: the dates are those of its loads.

    Raises:
        InputError: the folder is there and not empty, or a value of the graph is not of its declared type.
        SupplygraphError: pyarrow is not installed.
        ServerError: the server cannot be used.
    """
    with Folder(target) as folder:
        parts = write_tables(reader, folder)
        loads = _loads(reader.connection)
        sources = _sources(reader.connection, loads)
        date = max((load["finished"] for load in loads), default=None)
        said = {
            "title": about.title,
            "license": about.license or None,
            "authors": list(about.authors),
            "date": date,
            "sources": sources,
            "loads": loads,
            "schema_sha256": digest(folder / "schema.json"),
        }
        write_manifest(folder, parts, reader, said)
        (folder / "README.md").write_text(_card(about, parts, sources, date), encoding="utf-8")
        (folder / "CITATION.cff").write_text(_citation(about, date), encoding="utf-8")
    return parts


def _loads(connection: Connection) -> list[dict[str, Any]]:
    found = []
    for row in connection.read(_LOADS):
        counts = dict(zip(row.pop("names") or (), row.pop("values") or (), strict=True))
        dates = {name: utc_text(native(row[name])) for name in ("started", "finished")}
        found.append({**row, **dates, "counts": counts})
    return found


def _sources(connection: Connection, loads: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Each source that states anything: how much, when it was read, and under which terms it may be published."""
    known = source_terms()
    stated = {row["source"]: row["relationships"] for row in connection.read(_STATED)}
    sources = {}
    for name in sorted(set(stated) | {load["source"] for load in loads}):
        times = [load["started"] for load in loads if load["source"] == name]
        terms = known.get(name, {})
        sources[name] = {
            "title": terms.get("title", name),
            "license": terms.get("license") or None,
            "url": terms.get("url"),
            "about": terms.get("about", "Loaded by whoever publishes this; its terms are not known to supplygraph."),
            "relationships": stated.get(name, 0),
            "first_read": min(times, default=None),
            "last_read": max(times, default=None),
        }
    return sources


@cache
def source_terms() -> dict[str, dict[str, str]]:
    """What is known of the terms of each source, by its name."""
    return tomllib.loads(Path(__file__).with_name("sources.toml").read_text(encoding="utf-8"))


def _card(about: About, parts: Sequence[Part], sources: dict[str, dict[str, Any]], date: str | None) -> str:
    """A data set card, whose YAML the Hub understands."""
    rows = sum(part.rows for part in parts)
    front = {
        "pretty_name": about.title,
        **({"license": about.license.lower()} if about.license else {}),
        "size_categories": [next((name for most, name in _SIZES if rows < most), _LARGEST)],
        "tags": ["supplygraph", "model-supply-chain", "graph", "lineage", "licenses"],
        # A folder of Parquet files is one table, so that each label and type is a subset of its own.
        "configs": [
            {"config_name": name, "data_files": paths}
            for name, paths in sorted(_tables(parts).items())
            if not name.startswith("_")
        ],
    }
    lines = ["---", yaml.safe_dump(front, sort_keys=False, allow_unicode=False).rstrip(), "---", ""]
    lines += [f"# {markdown(about.title)}", ""]
    lines += [
        "The property graph of a machine-learning model supply chain: models, datasets, licences, repositories, and "
        f"how they are made from, trained on and loaded by each other. Written by supplygraph {__version__}"
        + (f"; the newest statement in it was loaded on {date[:10]}." if date else "."),
        "",
        "| table | rows |",
        "| --- | --- |",
        *(f"| `{markdown(part.path)}` | {part.rows:,} |" for part in parts),
        "",
        "## Use",
        "",
        "```sh",
        "supplygraph load snapshot DIR    # or its URL; into an empty graph, with every label, type and property",
        "```",
        "",
        "```python",
        "import pandas",
        "",
        'models = pandas.read_parquet("nodes/Model.parquet")',
        'edges = pandas.read_parquet("relationships/DERIVED_FROM")  # src, dst, their labels and the properties',
        "```",
        "",
        "`schema.json` says what each column means; `manifest.json` has the checksum of each file and what each load",
        "did. Labels and properties that begin with an underscore serve the loaders. A property that no source states",
        "is null.",
        "",
        "## Licence",
        "",
        f"Published under {markdown(about.license)}."
        if about.license
        else "Whoever publishes this has to add a licence.",
        "What is in it comes from these sources, whose terms apply to their parts:",
        "",
        "| source | licence | read | relationships | |",
        "| --- | --- | --- | --- | --- |",
        *(_source_row(name, source) for name, source in sources.items()),
        "",
        "A licence verdict in it is a reading by stated rules, not legal advice.",
        "",
        "## Cite",
        "",
        "`CITATION.cff` cites this snapshot. supplygraph implements the studies that its own citation file lists.",
    ]
    return "\n".join(lines) + "\n"


def _source_row(name: str, source: dict[str, Any]) -> str:
    title = f"[{markdown(source['title'])}]({source['url']})" if source["url"] else markdown(source["title"])
    read = str(source["last_read"] or "")[:10]
    return (
        f"| `{markdown(name)}`: {title} | {source['license'] or 'not known'} | {read} | "
        f"{source['relationships']:,} | {markdown(source['about'])} |"
    )


def _tables(parts: Sequence[Part]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in parts:
        if not part.table.machinery:
            name = part.table.name if isinstance(part.table, NodeTable) else part.table.name.lower()
            found.setdefault(name, []).append(part.path)
    return found


def _citation(about: About, date: str | None) -> str:
    said: dict[str, Any] = {
        "cff-version": "1.2.0",
        "title": about.title,
        "message": "If you use this data set, please cite it, and supplygraph, which made it.",
        "type": "dataset",
        "authors": [{"name": name} for name in about.authors or ("Whoever publishes this snapshot",)],
        "version": (date or "0")[:10],
    }
    if date:
        said["date-released"] = date[:10]
    if about.license:
        said["license"] = about.license
    if about.url:
        said["url"] = about.url
    said["references"] = [
        {
            "type": "software",
            "title": "supplygraph: the property graph of the machine-learning model supply chain",
            "authors": [{"name": "The supplygraph maintainers"}],
            "version": __version__,
            "license": "Apache-2.0",
        }
    ]
    return yaml.safe_dump(said, sort_keys=False, allow_unicode=False, width=110)
