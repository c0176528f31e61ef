"""The rule sets: what they state, that they are valid, and that the PeaTMOSS one gives the numbers of its study."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from supplygraph.errors import InputError
from supplygraph.licenses.matrix import VERDICTS, matrix_cells
from supplygraph.licenses.profiles import profile, profiles, read_profile
from supplygraph.licenses.table import lookup
from tests.real_data import DATA

LEAST = "title = 'T'\nmeaning = 'M'\nsource = 'S'\nterms = true\n"


def data(name: str) -> Path:
    path = DATA / "peatmoss" / name
    if not path.exists():
        pytest.skip(f"{path} is not there (SUPPLYGRAPH_DATA names the folder)")
    return path


def test_the_rule_sets_of_the_package() -> None:
    names = [one.name for one in profiles()]
    assert names[0] == "default"
    assert set(names) == {
        "default",
        "drift",
        "lenient-data",
        "modelgo",
        "modelgo-sell",
        "osadl",
        "peatmoss",
        "strict-data",
    }
    for one in profiles():
        assert one.missing == "unknown"
        if "osadl" in one.matrices:
            assert set(one.matrix_verdicts) == set(VERDICTS.values()) - {"same"}
            assert one.matrix_verdicts["No"] == "conflict"


def test_what_the_rule_sets_change() -> None:
    assert profile("default").reach == ()
    assert profile("drift").channel_as == {"use": "deriv"}
    assert profile("peatmoss").relations == ("uses",)
    assert profile("peatmoss").skip_multiple
    assert not profile("peatmoss").terms
    assert not profile("osadl").terms
    strict = {(rule.kind, rule.channel): rule.as_ for rule in profile("strict-data").reach}
    lenient = {(rule.kind, rule.channel): rule.as_ for rule in profile("lenient-data").reach}
    assert strict["SA", "data"] == strict["ND", "data"] == strict["NC", "data"] == "certain"
    assert lenient["SA", "data"] == lenient["ND", "data"] == "none"
    assert lenient["NC", "data"] == "unclear"
    assert {channel for _, channel in [*strict, *lenient]} == {"data"}


def test_a_rule_set_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(LEAST + "reach = [{ code = 'NT:other_llm', channel = 'output', as = 'none' }]\n", encoding="utf-8")
    ours = profile(str(path))
    assert (ours.name, ours.reach[0].code, ours.reach[0].as_) == ("ours", "NT:other_llm", "none")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = [", "not valid TOML"),
        ("terms = true", "title"),
        (LEAST + "colour = 'red'", "colour"),
        (LEAST + "matrices = ['nobody']", "no matrix 'nobody'"),
        (LEAST + "matrices = ['osadl']", "matrix_verdicts is missing"),
        (LEAST + "relations = ['marries']", "relations"),
        (LEAST + "channel_as = { use = 'air' }", "channel_as"),
        (LEAST + "reach = [{ kind = 'XX', channel = 'data', as = 'none' }]", "'XX'"),
        (LEAST + "reach = [{ code = 'UR.fun', channel = 'data', as = 'none' }]", "'UR.fun'"),
        (LEAST + "reach = [{ channel = 'data', as = 'none' }]", "either a kind or a code"),
        (LEAST + "missing = 'fine'", "missing"),
    ],
)
def test_a_faulty_rule_set_is_refused(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_profile(text, "ours")
    assert words in caught.value.message


@pytest.mark.parametrize("name", ["nobody", "nobody.toml"])
def test_an_unknown_rule_set_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="nobody"):
        profile(name)


@pytest.mark.parametrize(("by_id", "identical"), [(False, 5756), (True, 5757)])
def test_the_numbers_of_the_peatmoss_study(by_id: bool, identical: int) -> None:
    """With names as written, and with the ids that the table gives them, where one more pair is the same licence."""
    rules = profile("peatmoss")
    cells = {
        (cell.upstream, cell.downstream): cell.verdict for cell in matrix_cells(data("lf_license_compatibility.csv"))
    }
    repositories = json.loads(data("all_gh_licenses.json").read_text(encoding="utf-8"))
    found: Counter[str] = Counter()
    conflicts: Counter[tuple[str, str]] = Counter()

    def name(raw: str) -> str:
        entry = lookup(raw) if by_id else None
        return rules.name_of(entry.id if entry else raw)

    with data("mapping.csv").open(encoding="utf-8", newline="") as lines:
        for url, _, _, model_license in csv.reader(lines):
            licenses = repositories[url.split("github.com/")[1].removesuffix(".git")] or []
            if len(licenses) > 1:
                found["skipped"] += rules.skip_multiple
                continue
            pair = name(model_license), name(licenses[0]) if licenses else "no license"
            verdict = rules.matrix_verdicts[cells[pair]] if pair in cells else rules.absent_pair
            found[verdict] += 1
            found["identical"] += pair[0] == pair[1]
            conflicts[pair] += verdict == "conflict"
    assert found == {"skipped": 387, "compatible": 11782, "conflict": 54, "unknown": 10638, "identical": identical}
    assert +conflicts == {
        ("gpl-3.0-only", "apache-2.0"): 25,
        ("gpl-3.0-only", "mit"): 25,
        ("agpl-3.0-only", "mit"): 2,
        ("agpl-3.0-only", "apache-2.0"): 1,
        ("gpl-3.0-only", "bsd-3-clause"): 1,
    }
