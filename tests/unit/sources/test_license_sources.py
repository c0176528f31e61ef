"""Sheets, rule sets and the PeaTMOSS links are read as they are, and what is no such file is refused."""

import json
from pathlib import Path

import pytest

from supplygraph.errors import InputError
from supplygraph.schema.declaration import Described
from supplygraph.schema.nodes import Profile
from supplygraph.schema.relationships import AliasOf, Declares, ListedIn, Matrix, Reuses
from supplygraph.sources.license_matrix import LicenseMatrix
from supplygraph.sources.license_profile import LicenseProfile
from supplygraph.sources.peatmoss_links import PeatmossLinks
from supplygraph.tally import Tally


def test_a_sheet_gives_a_verdict_for_each_cell(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("x,gpl-3.0-only,mit,bls-1.0\nmit,no,,yes\ngpl-3.0-only,,yes,?\n", encoding="utf-8")
    found = list(LicenseMatrix(sheet, "house", "2026-01-01").elements(Tally()))
    cells = [one for one in found if isinstance(one, Matrix)]
    assert [
        (one.start.key, one.end.key, one.verdict, one.written_upstream, one.written_downstream) for one in cells
    ] == [
        ("gpl-3.0", "mit", "no", "gpl-3.0-only", "mit"),
        ("bls-1.0", "mit", "yes", "bls-1.0", "mit"),
        ("mit", "gpl-3.0", "yes", "mit", "gpl-3.0-only"),
        ("bls-1.0", "gpl-3.0", "?", "bls-1.0", "gpl-3.0-only"),
    ]
    itself = [one for one in found if isinstance(one, ListedIn)]
    assert [
        (one.start.key, one.end.key, one.verdict, one.written_upstream, one.written_downstream) for one in itself
    ] == [("mit", "house", "same", "mit", "mit"), ("gpl-3.0", "house", "same", "gpl-3.0-only", "gpl-3.0-only")]
    assert {one.profile for one in cells} == {"house"}


def links(tmp_path: Path, rows: str, licenses: object) -> PeatmossLinks:
    (tmp_path / "mapping.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "licenses.json").write_text(json.dumps(licenses), encoding="utf-8")
    return PeatmossLinks(tmp_path / "mapping.csv", tmp_path / "licenses.json")


def test_links_state_licenses_and_uses(tmp_path: Path) -> None:
    source = links(
        tmp_path,
        "github.com/a/app.git,x/m,https://hf/x/m,mit\ngithub.com/a/app,x/m,https://hf/x/m,apache-2.0\n"
        "github.com/a/two,y/n,https://hf/y/n,gpl-3.0\nnot,a,link\n",
        {"a/app": ["bsd-new"], "a/two": ["mit", "gpl-3.0-plus"]},
    )
    tally = Tally()
    elements = list(source.elements(tally))
    declared = [(one.start.key, one.end.key, one.operator) for one in elements if isinstance(one, Declares)]
    assert declared == [
        ("x/m", "mit", "list"),
        ("x/m", "apache-2.0", "list"),
        ("y/n", "gpl-3.0", "single"),
        ("github.com/a/app", "bsd-3-clause", "single"),
        ("github.com/a/two", "mit", "list"),
        ("github.com/a/two", "gpl-3.0-or-later", "list"),
    ]
    uses = [(one.start.key, one.end.key) for one in elements if isinstance(one, Reuses)]
    assert uses == [("github.com/a/app", "x/m"), ("github.com/a/two", "y/n")]
    assert (tally.records, tally.counts["repeated_links"], tally.counts["bad_records"]) == (4, 1, 1)


def test_links_without_licenses_of_repositories_say_nothing_of_them(tmp_path: Path) -> None:
    links(tmp_path, "github.com/a/app,gpt2,https://hf/gpt2,mit\n", {})
    elements = list(PeatmossLinks(tmp_path / "mapping.csv").elements(Tally()))
    (alias,) = [one for one in elements if isinstance(one, AliasOf)]
    (use,) = [one for one in elements if isinstance(one, Reuses)]
    assert (alias.start.key, alias.end.key, use.end.key) == ("gpt2", "openai-community/gpt2", "openai-community/gpt2")
    assert [one.types for one in elements if isinstance(one, Described)] == [(Declares,), (Reuses,)]


@pytest.mark.parametrize("licenses", [[], {"a/app": "mit"}, {"a/app": [1]}])
def test_another_json_file_is_refused(tmp_path: Path, licenses: object) -> None:
    with pytest.raises(InputError):
        list(links(tmp_path, "github.com/a/app,x/m,u,mit\n", licenses).elements(Tally()))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(PeatmossLinks(tmp_path / "no.csv", tmp_path / "no.json").elements(Tally()))


RULES = 'title = "House"\nmeaning = "Ours."\nsource = "us"\nterms = true\n'


def test_a_rule_set_becomes_a_node(tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    path.write_text(RULES + 'reach = [{ kind = "NC", channel = "data", as = "none" }]\n', encoding="utf-8")
    (node,) = LicenseProfile(path).elements(Tally())
    assert isinstance(node, Profile)
    assert (node.name, node.own) == ("house", True)
    assert (node.reach_terms, node.reach_channels, node.reach_as) == (["NC"], ["data"], ["none"])


def test_a_rule_set_may_not_take_the_name_of_one_of_the_package(tmp_path: Path) -> None:
    path = tmp_path / "default.toml"
    path.write_text(RULES, encoding="utf-8")
    with pytest.raises(InputError, match="has a rule set default"):
        LicenseProfile(path)
    with pytest.raises(InputError, match="TOML"):
        LicenseProfile(tmp_path / "rules.yaml")
