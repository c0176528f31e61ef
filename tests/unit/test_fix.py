"""A card is changed in its header only, field by field, and the patch is what `patch` and git apply."""

import subprocess
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.errors import InputError
from supplygraph.hub.front_matter import front_matter, split_card
from supplygraph.report.fix import Change, Fix, header_text, patch, patched, text_lines
from supplygraph.store.find import Artifact
from supplygraph.tally import Tally

CARD = """---
# what it is
base_model:
- old/base

- other/base
license: mit
tags: [a, b]
---
# Title

license: not this one
"""
CHANGES = [
    Change("license", "apache-2.0"),
    Change("base_model", ["new/base", "other/base"]),
    Change("datasets", ["d/e"]),
]


def test_fields_are_written_in_their_place_and_the_rest_stays() -> None:
    new = patched(CARD, CHANGES, "README.md")
    assert new == CARD.replace("- old/base\n\n- other/base", "- new/base\n- other/base").replace(
        "license: mit\n", "license: apache-2.0\n"
    ).replace("tags: [a, b]\n", "tags: [a, b]\ndatasets:\n- d/e\n")


def test_a_quoted_field_is_found() -> None:
    assert patched('---\n"license": mit\n---\n', [Change("license", "a")], "") == "---\nlicense: a\n---\n"


def test_a_field_is_taken_out() -> None:
    new = patched(CARD, [Change("base_model", None), Change("license_link", None)], "README.md")
    assert front_matter(new, Tally(), "") == {"license": "mit", "tags": ["a", "b"]}
    assert new.endswith("license: not this one\n")


@pytest.mark.parametrize(
    ("card", "start"),
    [("# Title\n", "---\nlicense: mit\n---\n# Title\n"), ("", "---\nlicense: mit\n---\n"),
     ("---\n# only a remark\n---\nText", "---\n# only a remark\nlicense: mit\n---\nText"),
     ("---\n---\nText", "---\nlicense: mit\n---\nText"),
     ("---\r\na: 1\r\n---\r\nText", "---\r\na: 1\r\nlicense: mit\n---")],
)  # fmt: skip
def test_cards_with_little_or_no_header(card: str, start: str) -> None:
    new = patched(card, [Change("license", "mit")], "README.md")
    assert new.startswith(start)
    assert front_matter(new, Tally(), "")["license"] == "mit"
    assert patched(card, [], "README.md") == card


@pytest.mark.parametrize(
    ("card", "why"),
    [("---\na: [1\n---\n", "cannot be read as YAML"), ("---\n{license: mit}\n---\n", "read as YAML|patched"),
     ("---\nbase_model: [a,\n]\n---\n", "read as YAML|patched")],
)  # fmt: skip
def test_a_header_that_cannot_be_changed_safely_is_not_changed(card: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        patched(card, CHANGES, "README.md")


def test_git_applies_the_patch(tmp_path: Path) -> None:
    for number, card in enumerate((CARD, "no header, no last line break")):
        path = tmp_path / str(number) / "README.md"
        path.parent.mkdir()
        path.write_text(card)
        found = Fix(Artifact("Model", "a/b"), CHANGES)
        subprocess.run(["git", "apply", "-"], input=patch(card, found, ""), text=True, cwd=path.parent, check=True)
        assert path.read_text() == patched(card, CHANGES, "")


@given(st.text(), st.text())
def test_a_card_is_split_and_joined_again(header: str, body: str) -> None:
    for card in (header + body, f"---\n{header}\n---\n{body}"):
        before, inner, after = split_card(card)
        assert before + (inner or "") + after == card


@given(st.lists(st.text(min_size=1), min_size=1))
def test_any_text_comes_back_from_the_header(values: list[str]) -> None:
    assert yaml.safe_load(header_text([Change("base_model", values)])) == {"base_model": values}


def test_hostile_text_stays_text() -> None:
    found = Fix(
        Artifact("Model", "a/b"), [Change("license_name", "x`\x1b[31m\n# y", ["be\x07cause"])], ["q\u202e\n- z"], ["d"]
    )
    text = "\n".join(text_lines(found))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\n# y" not in text
    assert "\n- z" not in text


def test_nothing_to_mend_is_said() -> None:
    text = "\n".join(text_lines(Fix(Artifact("Model", "a/b"), unknown=["nobody describes it"])))
    assert "Nothing in its card can be mended" in text
    assert "unknown: nobody describes it" in text
