"""The exit codes stand in one place in code, and the README's table is the same."""

import re
from pathlib import Path

from supplygraph.exit_codes import MEANINGS, OF_VERDICT, Exit

README = Path(__file__).parents[2] / "README.md"


def test_every_code_has_its_meaning() -> None:
    assert set(MEANINGS) == set(Exit)
    assert len({code.value for code in Exit}) == len(Exit)


def test_the_readme_lists_them() -> None:
    section = README.read_text(encoding="utf-8").split("## Exit codes")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", section, re.MULTILINE)
    assert [(int(code), meaning) for code, meaning in rows] == [(int(code), MEANINGS[code]) for code in Exit]


def test_only_a_conflict_ends_as_a_failed_check() -> None:
    assert OF_VERDICT == {"conflict": Exit.FAILED_CHECK, "unknown": Exit.UNKNOWN, "nothing_above": Exit.UNKNOWN}
