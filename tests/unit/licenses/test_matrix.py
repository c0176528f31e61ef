"""Compatibility matrices: those of the package, how OSADL's is made, and sheets that a user supplies."""

import json
import zipfile
from pathlib import Path

import pytest

from supplygraph.errors import InputError, SupplygraphError
from supplygraph.licenses.fetch_osadl import DATA, TARGET, download, matrix_text
from supplygraph.licenses.matrix import Cell, matrix_cells, matrix_names, osadl_pairs, read_shipped, shipped_matrix

HEAD = "# title: T\n# attribution: A\n# license: L\n# source: S\n# date: D\n"


def test_the_osadl_matrix() -> None:
    matrix = shipped_matrix("osadl")
    assert (matrix.license, matrix.date) == ("CC-BY-4.0", "2024-11-04T13:45:00+00:00")
    assert "OSADL" in matrix.attribution
    verdicts = {(cell.upstream, cell.downstream): cell.verdict for cell in osadl_pairs()}
    assert verdicts["gpl-3.0", "mit"] == "No"
    assert verdicts["mit", "gpl-3.0"] == "Yes"
    assert verdicts["apache-2.0", "gpl-2.0"] == "No"
    assert verdicts["apache-2.0", "gpl-3.0"] == "Yes"
    assert verdicts["gpl-3.0", "agpl-3.0"] == "Check dependency"
    assert ("mit", "mit") not in verdicts
    assert len(verdicts) == 71 * 70


def test_the_pairs_of_modelgo() -> None:
    pairs = {(cell.upstream, cell.downstream) for cell in shipped_matrix("modelgo").cells}
    assert ("creativeml-openrail-m", "gpl-3.0") in pairs
    assert ("gfdl", "gpl-3.0") in pairs
    assert ("gfdl", "agpl-3.0") not in pairs
    assert matrix_names() == ("modelgo", "osadl")


def test_an_unknown_matrix_is_refused() -> None:
    with pytest.raises(InputError, match="nobody"):
        shipped_matrix("nobody")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + "upstream,mit\nmit,X\n", "'X' is not a verdict"),
        (HEAD + "upstream,mit\nmet,Y\n", "met or mit"),
        ("# title: T\nupstream,mit\nmit,=\n", "states no attribution"),
    ],
)
def test_a_faulty_matrix_is_refused(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_shipped(text, "ours")


def test_osadl_is_made_from_the_data_of_the_wheel(tmp_path: Path) -> None:
    cells = [
        {"name": "MIT", "compatibility": "Yes"},
        {"name": "GPL-3.0-only", "compatibility": "Same"},
        {"name": "Unheard-of", "compatibility": "No"},
    ]
    content = {
        "timeformat": "%Y-%m-%dT%H:%M:%S%z",
        "timestamp": "2024-11-04T13:45:00+0000",
        "licenses": [
            {"name": "GPL-3.0-only", "compatibilities": cells},
            {"name": "MIT", "compatibilities": [{"name": "GPL-3.0-only", "compatibility": "No"}]},
            {"name": "Unheard-of", "compatibilities": cells},
        ],
    }
    wheel = tmp_path / "some.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(DATA, json.dumps(content))
    text = matrix_text(wheel)
    assert text.endswith("\nupstream,gpl-3.0,mit\ngpl-3.0,=,N\nmit,Y,\n")
    assert read_shipped(text, "osadl").cells == (
        Cell("gpl-3.0", "gpl-3.0", "same"),
        Cell("gpl-3.0", "mit", "No"),
        Cell("mit", "gpl-3.0", "Yes"),
    )


def test_osadl_made_anew_is_the_same(tmp_path: Path) -> None:
    try:
        wheel = download(tmp_path)
    except SupplygraphError as error:
        pytest.skip(error.message)
    assert matrix_text(wheel) == TARGET.read_text(encoding="utf-8")


def test_a_sheet_of_the_linux_foundation_form(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("\ufeffC,mit,bls-1.0, gpl-3.0-only,C\nmit,,,no,mit\nbsl-1.0,?,,yes,bsl-1.0\n,yes,,,\n", "utf-8")
    assert list(matrix_cells(path)) == [
        ("mit", "mit", "same"),
        ("gpl-3.0-only", "mit", "no"),
        ("mit", "bsl-1.0", "?"),
        ("gpl-3.0-only", "bsl-1.0", "yes"),
    ]


@pytest.mark.parametrize("content", [b"", b"C,mit\n", b"PK\x03\x04\xff\xfe"])
def test_what_is_no_sheet_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"sheet\.csv"):
        list(matrix_cells(path))
    with pytest.raises(InputError, match=r"absent\.csv"):
        list(matrix_cells(tmp_path / "absent.csv"))
