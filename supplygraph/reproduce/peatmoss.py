"""The figures of the PeaTMOSS study (Jiang et al., MSR 2024, doi 10.1145/3643991.3644907) from its public artifact."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from supplygraph.errors import InputError
from supplygraph.graph.connection import Connection, Row
from supplygraph.queries.run import run
from supplygraph.reproduce.figure import Figure, percent
from supplygraph.sources.license_matrix import LicenseMatrix
from supplygraph.sources.peatmoss_links import PeatmossLinks
from supplygraph.sources.source import Source

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
