"""Small repositories for tests of the scanner, written as dictionaries of files."""

import json
from pathlib import Path
from textwrap import dedent

from supplygraph.reuse.detect import READ
from supplygraph.reuse.finding import ScanFinding
from supplygraph.reuse.inputs import open_tree
from supplygraph.reuse.scan import Scan, scan


def write(folder: Path, files: dict[str, str]) -> Path:
    """Writes the files of a repository."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return folder


def scanned(folder: Path, files: dict[str, str]) -> Scan:
    """Scans the files of a repository."""
    return scan(open_tree(write(folder, files)), jobs=1)


def found(folder: Path, files: dict[str, str] | str) -> list[ScanFinding]:
    """The findings of a repository, or of one that has this text as its only file."""
    return scanned(folder, {"app/main.py": files} if isinstance(files, str) else files).findings


def loaded(folder: Path, files: dict[str, str] | str) -> set[tuple[int, str | None]]:
    """(line, model id) of what calls load from the Hub in the Python code of a repository, whatever names say."""
    return {
        (finding.line, finding.model_id)
        for finding in found(folder, files)
        if (finding.kind, finding.registry) == ("model", "huggingface")
        and finding.tier in ("core", "flow")
        and finding.via != READ
    }


def claimed(folder: Path, files: dict[str, str]) -> list[ScanFinding]:
    """The findings that say that a model or dataset is used."""
    return [one for one in found(folder, files) if one.kind in ("model", "dataset") and one.tier != "doc"]


def models(folder: Path, files: dict[str, str]) -> set[tuple[str, int, str | None, str]]:
    """(file, line, id, registry) of the models and datasets that are claimed."""
    return {(one.file, one.line, one.model_id, one.registry) for one in claimed(folder, files)}


def notebook(*cells: str, markdown: tuple[str, ...] = ()) -> str:
    """A notebook of code cells, with Markdown cells before them."""
    made: list[dict[str, str | list[str]]] = [{"cell_type": "markdown", "source": text} for text in markdown]
    made += [{"cell_type": "code", "source": dedent(text).splitlines(keepends=True)} for text in cells]
    return json.dumps({"cells": made, "nbformat": 4, "nbformat_minor": 5, "metadata": {}})
