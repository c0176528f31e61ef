"""What is seen on the web has an address there, and nothing else leads anywhere."""

import pytest

from supplygraph.ids.addresses import letter_box, web_address

HUB = "https://huggingface.co"


@pytest.mark.parametrize(
    ("kind", "id_", "address"),
    [
        ("model", "gpt2", f"{HUB}/gpt2"),
        ("model", "_a/b.c", f"{HUB}/_a/b.c"),
        ("dataset", "a/b", f"{HUB}/datasets/a/b"),
        ("space", "a/b", f"{HUB}/spaces/a/b"),
        ("publisher", "a", f"{HUB}/a"),
        ("publisher", "a/b", None),
        ("license", "mit", None),
        ("model", "pytorch:a/b", None),
        ("model", 'a/"><script>', None),
        ("model", "a/..", None),
        ("repository", "github.com/a/b", "https://github.com/a/b"),
        ("repository", "gitlab.com/a/b/c", "https://gitlab.com/a/b/c"),
        ("repository", "github.com/a/naïve", "https://github.com/a/na%C3%AFve"),
        ("repository", "local.invalid/a/b", None),
        ("repository", "a/b", None),
    ],
)
def test_where_an_artifact_is_published(kind: str, id_: str, address: str | None) -> None:
    assert web_address(kind, id_) == address


def test_where_one_writes_to() -> None:
    assert letter_box("model", "a/b") == f"{HUB}/a/b/discussions/new"
    assert letter_box("repository", "github.com/a/b") == "https://github.com/a/b/issues/new"
    assert letter_box("repository", "local.invalid/a/b") is None
