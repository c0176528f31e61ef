"""The figures of the PeaTMOSS study (Jiang et al., MSR 2024, doi 10.1145/3643991.3644907) from its public artifact."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from supplygraph.errors import InputError
from supplygraph.queries.run import run
from supplygraph.reproduce.figure import Figure, percent
from supplygraph.sources.license_matrix import LicenseMatrix
from supplygraph.sources.peatmoss_links import PeatmossLinks
from supplygraph.sources.source import Source
from supplygraph.store.connection import Connection, Row

SIGNATURES, LABELLED = "ptm_signatures.xlsx", "groundTruth.json"
MAPPING, LICENSES, SHEET = "mapping.csv", "all_gh_licenses.json", "lf_license_compatibility.csv"
_RULES = {"profile": "peatmoss", "max_rows": 1_000_000}
_ARTIFACT = "it is one of the files of the artifact's folder License-Analysis"


def artifact_sources(folder: Path) -> tuple[Source, ...]:
    """The artifact's compatibility sheet, links and licences, to be loaded in this order.

    Args:
        folder: Folder with `mapping.csv`, `all_gh_licenses.json` and `lf_license_compatibility.csv`, or above it.

    Raises:
        InputError: a file is not there.
    """
    return (
        LicenseMatrix(artifact_file(folder, SHEET), "linux-foundation"),
        PeatmossLinks(artifact_file(folder, MAPPING), artifact_file(folder, LICENSES)),
    )


def artifact_file(folder: Path, name: str) -> Path:
    """The file of this name in a folder or below it.

    Raises:
        InputError: there is none, or no such folder.
    """
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}", "name the folder that holds the files of the artifact")
    found = min(folder.rglob(name), key=lambda path: (len(path.parts), path), default=None)
    if found is None:
        raise InputError(f"there is no {name} in {folder}", _ARTIFACT)
    return found


def file_figures(folder: Path) -> Iterator[Figure]:
    """What the artifact's other files show (sections 4 to 6), without a graph.

    Args:
        folder: Folder with `ptm_signatures.xlsx` and `groundTruth.json`, or above it; either may be missing.
    """
    signatures, why = None, f"no {SIGNATURES} in the folder"
    if path := _optional_file(folder, SIGNATURES):
        signatures, why = _signatures(path)
    yield Figure("signatures of calls that load a model", 474, signatures, why=why, place="section 6")
    labelled = _optional_file(folder, LABELLED)
    yield Figure(
        "models labelled by hand",
        50,
        len(json.loads(labelled.read_text(encoding="utf-8"))) if labelled else None,
        why="" if labelled else f"no {LABELLED} in the folder",
        place="section 5",
    )


def _optional_file(folder: Path, name: str) -> Path | None:
    return min(folder.rglob(name), key=lambda path: (len(path.parts), path), default=None)


def _signatures(path: Path) -> tuple[int | None, str]:
    """Pairs of an import and a method in the two sheets; a cell may hold several methods, `#` begins a heading."""
    try:
        import openpyxl
    except ImportError:
        return None, "the sheet is read with openpyxl: pip install 'supplygraph[xlsx]'"
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    counts: dict[str, int] = {}
    for sheet in ("Hugging Face", "PyTorch"):
        rows = list(book[sheet].iter_rows(min_row=2, max_col=2, values_only=True))
        pairs = [
            method
            for library, methods in rows
            if library and not str(library).startswith("#") and methods
            for method in re.split("[,;]", str(methods))
        ]
        counts[sheet] = len(pairs)
    book.close()
    return sum(counts.values()), " + ".join(f"{count} for {sheet}" for sheet, count in counts.items())


def link_figures(connection: Connection) -> Iterator[Figure]:
    """Who loads what in the artifact's mapping, read from a graph that holds it; the study prints none of it."""
    measures = {row["measure"]: row["value"] for row in run(connection, "reuse-concentration", {})}
    why = "of the artifact's mapping, which holds models of Hugging Face with a licence only"
    for name, measure in (
        ("models in the mapping", "models"),
        ("repositories in the mapping", "repositories"),
        ("pairs of a repository and a model", "links"),
        ("models that one repository loads", "models used once"),
    ):
        yield Figure(name, None, int(measures[measure] or 0), why=why)
    share = measures["share of the 10 most used models"] or 0
    yield Figure("share of the ten most loaded models", None, 100 * share, why=why, unit="%", decimals=1)
    top = [row["model"] for row in run(connection, "reuse-top-models", {"max_rows": 3})]
    yield Figure("most loaded models", None, ", ".join(top), why=why + "; today's ids")


#: Name, published value, place, key of `_counts`.
_SIZES = (
    ("models", 281_638, "artifact, README", "models"),
    ("models of Hugging Face", 281_276, "Table 1", "huggingface"),
    ("models of PyTorch Hub", 362, "Table 1", "pytorch"),
    ("snapshots of Hugging Face", 14_296, "Table 1", "snapshots"),
    ("repositories", 28_575, "section 4", "repositories"),
    ("repositories linked to a model", 15_129, "section 4", "linked repositories"),
    ("models that a repository loads", 2_530, "section 4", "loaded models"),
    ("links between models and repositories", 44_337, "artifact, README", "links"),
    ("links of Hugging Face", 30_514, "artifact, README", "huggingface links"),
    ("links of PyTorch Hub", 13_823, "artifact, README", "pytorch links"),
    ("dependencies between models", 8_829, "section 5", "bases"),
)
#: Hub, domain, published share of models.
_DOMAINS = (
    ("huggingface", "NLP", 60.33),
    ("huggingface", "Other", 16.85),
    ("huggingface", "Multimodal", 9.27),
    ("huggingface", "Audio", 8.92),
    ("huggingface", "Computer Vision", 4.63),
    ("pytorch", "Computer Vision", 56.08),
    ("pytorch", "Audio", 27.62),
    ("pytorch", "NLP", 16.30),
)
_NEEDED = "needs the PeaTMOSS database; give it with --db"
_COUNTS = """
MATCH (model:Model)
WHERE model.status = "present"
WITH model, COUNT { (model)<-[:REUSES]-(:Repository) } AS uses
RETURN
  model.hub AS hub,
  count(*) AS models,
  count(CASE WHEN model.snapshot THEN 1 END) AS snapshots,
  count(CASE WHEN uses > 0 THEN 1 END) AS loaded,
  sum(uses) AS links,
  sum(COUNT { (model)-[:DERIVED_FROM]->() } + size(coalesce(model.unresolved_bases, []))) AS bases
"""
_REPOSITORIES = """
MATCH (repository:Repository)
WHERE repository.status = "present"
RETURN count(*) AS all, count(CASE WHEN EXISTS { (repository)-[:REUSES]->() } THEN 1 END) AS linked
"""


def database_figures(connection: Connection | None) -> Iterator[Figure]:
    """Sizes and domains (Tables 1 and 2, sections 4 and 5), from a graph that holds the database alone.

    Args:
        connection: That graph; None lists the figures as not computable.
    """
    found = _counts(connection) if connection else {}
    why = "of the database given; its versions differ" if connection else _NEEDED
    for name, published, place, key in _SIZES:
        yield Figure(name, published, found.get(key), why=why, place=place)
    shares = _domain_shares(connection) if connection else {}
    if connection:
        why += ". The study looked for tasks as parts of all tags, so `text-generation-inference` counted as a task"
    for hub, domain, share in _DOMAINS:
        computed = shares.get((hub, domain), 0.0) if connection else None
        yield Figure(f"{domain} among the models of {hub}", share, computed, False, why, "Figure 8", "%", 2)


def _counts(connection: Connection) -> dict[str, int]:
    rows = {row["hub"]: row for row in connection.read(_COUNTS)}
    repositories = connection.read(_REPOSITORIES)[0]

    def total(column: str) -> int:
        return sum(row[column] for row in rows.values())

    def of(hub: str, column: str) -> int:
        return int(rows[hub][column]) if hub in rows else 0

    return {
        "models": total("models"),
        "huggingface": of("huggingface", "models"),
        "pytorch": of("pytorch", "models"),
        "snapshots": of("huggingface", "snapshots"),
        "repositories": repositories["all"],
        "linked repositories": repositories["linked"],
        "loaded models": total("loaded"),
        "links": total("links"),
        "huggingface links": of("huggingface", "links"),
        "pytorch links": of("pytorch", "links"),
        "bases": total("bases"),
    }


def _domain_shares(connection: Connection) -> dict[tuple[str, str], float]:
    rows = run(connection, "reuse-domains", {}).rows
    wholes: Counter[str] = Counter()
    for row in rows:
        wholes[row["hub"]] += row["models"]
    return {(row["hub"], row["domain"]): percent(row["models"], wholes[row["hub"]]) for row in rows}


def unavailable_figures() -> Iterator[Figure]:
    """Figures that no public data allow."""
    cards = "what the language models read from 14,296 cards is not public"
    table: tuple[tuple[str, Any, str, str, str], ...] = (
        ("accuracy of GPT-3.5-turbo on the labelled models", 67.46, "section 5", "%", "its answers are not public"),
        ("accuracy of GPT-4-turbo on the labelled models", 94.39, "section 5", "%", "its answers are not public"),
        ("cards that name a base model", 73.48, "Figure 7", "%", cards),
        ("cards that name datasets", 74.41, "Figure 7", "%", cards),
        ("cards that name hardware", 29.39, "Figure 7", "%", cards),
    )
    for name, published, place, unit, why in table:
        yield Figure(name, published, None, why=why, place=place, unit=unit, decimals=2)


def license_figures(connection: Connection) -> Iterator[Figure]:
    """The licence analysis (section 7), read from a graph that holds the artifact's links under the study's rules."""
    section = "section 7"
    counts = Counter({row["verdict"]: row["edges"] for row in run(connection, "license-summary", _RULES)})
    judged = counts["judged"]
    rows = [row for row in run(connection, "license-verdicts", _RULES) if row["verdict"] != "skipped"]
    models, repositories = {row["upstream"] for row in rows}, {row["downstream"] for row in rows}
    yield Figure(
        "relations judged",
        None,
        judged,
        why=f"of {judged + counts['skipped']:,} rows; {counts['skipped']:,} of repositories with several licences are "
        "left out, as in the study",
        place=section,
    )
    yield Figure("models in the licence diagram", 1_502, len(models), True, place=section)
    yield Figure("repositories in the licence diagram", 7_794, len(repositories), True, place=section)
    for name, verdict, published in (
        ("relations with the same licence", "identical", 25.61),
        ("compatible relations", "compatible", 52.43),
        ("incompatible relations", "conflict", 0.24),
        ("relations that cannot be judged", "unknown", 47.33),
    ):
        why = f"{counts[verdict]:,} of {judged:,}" + ("; published as the rest" if verdict == "compatible" else "")
        yield Figure(name, published, percent(counts[verdict], judged), True, why, section, "%", 2)
    bare = {row["downstream"] for row in rows if row["downstream_license"] in (None, "unlicense")}
    yield Figure(
        "repositories without licence",
        43.42,
        percent(len(bare), len(repositories)),
        why=f"{len(bare):,} of {len(repositories):,}, the Unlicense counted as none, as in the study; its own files do "
        "not give the published share",
        place=section,
        unit="%",
        decimals=2,
    )
    yield from _top_licenses(rows, section)


def _top_licenses(rows: list[Row], section: str) -> Iterator[Figure]:
    upstream = Counter(row["upstream_license"] or "" for row in rows)
    downstream = Counter(row["downstream_license"] or "" for row in rows)
    yield Figure(
        "most frequent licences of models",
        "apache-2.0, mit, bsd-3-clause",
        _top(upstream, 3),
        why="by relations; BSD-3-Clause is third only among the licences that the compatibility sheet has",
        place=section,
    )
    yield Figure(
        "most frequent licences of repositories",
        "mit, apache-2.0, gpl-3.0",
        _top(downstream, 3),
        True,
        "by relations, without those that have none; published as GPL-3.0-only",
        section,
    )


def _top(counted: Counter[str], size: int) -> str:
    named = ((-count, name) for name, count in counted.items() if name not in ("", "unlicense"))
    return ", ".join(name for _, name in sorted(named)[:size])
