"""Compatibility matrices: those of the package, and sheets of the Linux Foundation's form that a user has."""

import csv
import functools
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from supplygraph.errors import InputError
from supplygraph.licenses.table import licenses
from supplygraph.toml_rows import data_text

#: Verdict of a licence with itself, where a sheet leaves the cell empty.
SAME = "same"
HEAD_KEYS = ("title", "attribution", "license", "source", "date")
VERDICTS = {"Y": "Yes", "N": "No", "C": "Check dependency", "U": "Unknown", "=": SAME}


class Cell(NamedTuple):
    """What a matrix says of work under one licence that goes into work under another one."""

    upstream: str
    downstream: str
    verdict: str


class ShippedMatrix(NamedTuple):
    """A matrix of the package; its cells name licences by the ids of the table."""

    name: str
    title: str
    attribution: str
    license: str
    source: str
    date: str
    cells: tuple[Cell, ...]


def matrix_names() -> tuple[str, ...]:
    """Names of the matrices of the package."""
    folder = files("supplygraph.licenses") / "matrices"
    return tuple(sorted(file.name[:-4] for file in folder.iterdir() if file.name.endswith(".csv")))


@functools.cache
def shipped_matrix(name: str) -> ShippedMatrix:
    """The matrix of the package with this name.

    Raises:
        InputError: There is none.
    """
    if name not in matrix_names():
        raise InputError(f"no matrix {name!r} is shipped", f"known are {', '.join(matrix_names())}")
    return read_shipped(data_text(f"matrices/{name}.csv"), name)


def osadl_pairs() -> tuple[Cell, ...]:
    """The verdicts of the OSADL matrix, without those of a licence with itself."""
    return tuple(cell for cell in shipped_matrix("osadl").cells if cell.verdict != SAME)


def read_shipped(text: str, name: str) -> ShippedMatrix:
    """Read and check a matrix in the form of the package: `# key: value` lines, then a table of letters.

    Raises:
        InputError: A key or licence is missing or unknown, or a cell holds another letter.
    """
    lines = text.splitlines()
    head = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# ") and ": " in line)
    known = {license.id for license in licenses()}
    cells = []
    for upstream, downstream, letter in _cells(line for line in lines if not line.startswith("#")):
        if not {upstream, downstream} <= known:
            raise InputError(f"matrix {name}: {upstream} or {downstream} is not a licence of the table")
        if letter:
            if letter not in VERDICTS:
                raise InputError(f"matrix {name}, {upstream} to {downstream}: {letter!r} is not a verdict")
            cells.append(Cell(upstream, downstream, VERDICTS[letter]))
    if missing := [key for key in HEAD_KEYS if key not in head]:
        raise InputError(f"matrix {name} states no {missing[0]}")
    return ShippedMatrix(
        name, head["title"], head["attribution"], head["license"], head["source"], head["date"], tuple(cells)
    )


def matrix_cells(path: Path) -> Iterator[Cell]:
    """The cells of a CSV sheet with one row per downstream and one column per upstream licence, names as written.

    An empty cell is the verdict `same` where row and column have one name, and no verdict elsewhere. A column that has
    the header of the first one repeats the row names.

    Raises:
        InputError: The file cannot be read as such a sheet.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as CSV: {error}", "save the sheet as CSV in UTF-8") from error
    found = False
    for downstream, upstream, verdict in _cells(text.splitlines()):
        found = True
        if verdict or upstream == downstream:
            yield Cell(upstream, downstream, verdict or SAME)
    if not found:
        raise InputError(f"{path} has no table of licences", "the first row and the first column name licences")


def _cells(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Row name, column name and value of each cell."""
    table = csv.reader(lines)
    header = [name.strip() for name in next(table, [])]
    for row in table:
        for column, value in zip(header[1:], row[1:], strict=False):
            if column != header[0] and row[0].strip():
                yield row[0].strip(), column, value.strip()
