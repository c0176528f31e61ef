"""The installed versions are pinned, and the pins are of what the package declares."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

CHECKOUT = Path(__file__).parents[2]
PINS = [
    Requirement(line)
    for line in (CHECKOUT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DECLARED = [
    requirement
    for text in (
        *PROJECT["dependencies"],
        *(one for extra in PROJECT["optional-dependencies"].values() for one in extra),
    )
    if (requirement := Requirement(text)).name != "supplygraph"
]


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_what_the_package_needs_is_pinned_to_one_fitting_version(python: str) -> None:
    place = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux"}
    place |= {"platform_machine": "x86_64", "platform_system": "Linux"}
    installed = [(canonicalize_name(one.name), one) for one in PINS if not one.marker or one.marker.evaluate(place)]
    for declared in DECLARED:
        pins = [one for name, one in installed if name == canonicalize_name(declared.name)]
        assert len(pins) == 1, declared
        (version,) = pins[0].specifier
        assert version.operator == "==", declared
        assert version.version in declared.specifier, declared


def test_the_pins_name_no_address() -> None:
    assert not re.search(r"://|--", (CHECKOUT / "constraints.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", PROJECT["dependencies"])
def test_what_the_package_runs_on_has_a_least_version_and_ends_before_a_major_one(text: str) -> None:
    versions = {one.operator: Version(one.version) for one in Requirement(text).specifier}
    assert set(versions) == {">=", "<"}
    assert versions["<"].release == (versions["<"].major,)
