"""Extras are read from what the package itself declares, so that none is forgotten."""

import tomllib
from pathlib import Path

from supplygraph.extras import absent_extras

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_an_extra_is_absent_where_one_of_its_packages_is() -> None:
    given = [
        "click>=8.2",
        "no-such-package-a>=1",
        "no-such-package-b>=1; platform_system == 'Linux'",
        "no-such-package-c>=1,<2; extra == 'one'",
        'click>=8; extra == "two"',
        "no-such_package.d[more]>=1; python_version >= '3.11' and extra == 'two'",
        "click>=8; extra == 'three'",
        "no-such-package-e; extra == 'test'",
    ]
    assert absent_extras(given) == ["one", "two"]


def test_every_extra_of_the_project_is_known() -> None:
    declared = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    lines = [f"{'no-such-' + one}; extra == '{name}'" for name, ones in declared.items() for one in ones]
    assert set(absent_extras(lines)) == set(declared) - {"test", "site"}
