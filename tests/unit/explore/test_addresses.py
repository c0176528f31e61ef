"""Every id has an address that leads back to it, whatever signs it is made of."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from supplygraph.explore.addresses import page, place


@pytest.mark.parametrize("id_", ["lab/model", "a b/c?d#e%2f", "lab/naïve-模型", "pytorch:pytorch/vision/resnet50", "x"])
def test_an_id_stands_in_the_path(id_: str) -> None:
    address = urlsplit(page("model", id_))
    assert unquote(address.path) == f"/model/{id_}"
    assert not address.query
    assert not address.fragment


@pytest.mark.parametrize("id_", ["../etc/passwd", "a//b", "a/./b", "lab/"])
def test_an_id_that_a_path_cannot_hold_is_a_parameter(id_: str) -> None:
    address = urlsplit(page("model", id_, profile="drift"))
    assert address.path == "/model"
    assert parse_qs(address.query) == {"id": [id_], "profile": ["drift"]}


def test_parameters_without_a_value_are_left_out() -> None:
    assert page("model", "a/b", profile=None, unfold=["x/y", "z"]) == "/model/a/b?unfold=x%2Fy&unfold=z"


def test_a_place_in_code_is_a_line_at_a_commit() -> None:
    assert place("github.com/a/b", "src/x y.py:12", "abc") == "https://github.com/a/b/blob/abc/src/x%20y.py#L12"
    assert place("github.com/a/b", "x.py", None) == "https://github.com/a/b/blob/HEAD/x.py"
    assert place("gitlab.com/a/b", "x.py:1", None) is None
