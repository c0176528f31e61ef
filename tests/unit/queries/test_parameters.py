"""What a person gives becomes values of the declared types, or one clear refusal."""

from pathlib import Path
from typing import Any

import pytest

from supplygraph.errors import QueryError
from supplygraph.queries.catalogue import find_query
from supplygraph.queries.parameters import assignment, complete, from_text, untyped
from supplygraph.queries.stored import Parameter


def test_defaults_stand_for_the_rest() -> None:
    query = find_query("lineage-ancestors")
    assert complete(query, {"max_rows": 3}) == {
        "model_id": "meta-llama/Llama-3.1-8B-Instruct",
        "max_hops": 20,
        "max_rows": 3,
    }


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        ({"model": "x"}, "lineage-ancestors has no parameter 'model'", "did you mean model_id?"),
        ({"zzz": 1}, "has no parameter 'zzz'", "it has model_id, max_hops, max_rows"),
        ({"model_id": 3}, "model_id of lineage-ancestors takes STRING, not 3", None),
        ({"max_rows": "3"}, "takes INTEGER", None),
        ({"max_rows": True}, "takes INTEGER", None),
        ({"max_rows": 2**63}, "takes INTEGER", None),
        ({"max_rows": -1}, "is -1, below 0", None),
        ({"model_id": None}, "takes STRING, not None", None),
    ],
)
def test_refusals(given: dict[str, Any], message: str, hint: str | None) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        complete(find_query("lineage-ancestors"), given)
    assert caught.value.hint == hint


def parameter(kind: str) -> Parameter:
    return Parameter("p", kind, "", None)


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("STRING", "12", "12"),
        ("INTEGER", "-12", -12),
        ("FLOAT", "1e3", 1000.0),
        ("BOOLEAN", "Yes", True),
        ("LIST<STRING>", "a, b", ["a", "b"]),
        ("LIST<STRING>", '["a,b"]', ["a,b"]),
        ("LIST<INTEGER>", "1,2", [1, 2]),
        ("LIST<STRING>", "", []),
    ],
)
def test_typed_text(kind: str, text: str, wanted: Any) -> None:
    assert from_text(parameter(kind), text) == wanted


@pytest.mark.parametrize(
    ("kind", "text"), [("INTEGER", "x"), ("BOOLEAN", "maybe"), ("LIST<INTEGER>", "[1,"), ("FLOAT", "")]
)
def test_text_of_another_type(kind: str, text: str) -> None:
    with pytest.raises(QueryError, match=f"p takes {kind}"):
        from_text(parameter(kind), text)


def test_assignments() -> None:
    assert assignment("max-rows=10") == ("max_rows", "10")
    assert assignment("x=a=b") == ("x", "a=b")
    for text in ("x", "=1"):
        with pytest.raises(QueryError, match="is not NAME=VALUE"):
            assignment(text)


def test_values_of_own_cypher() -> None:
    assert [untyped(text) for text in ("1", "[1]", '"1"', "a b", "null")] == [1, [1], "1", "a b", None]
    assert untyped("1", default="x") == "1"


def test_the_package_finds_the_files_of_the_checkout() -> None:
    assert find_query("lineage-roots").path.parts[-3:] == ("cypher", "lineage", "lineage_roots.cypher")
    assert isinstance(find_query("lineage-roots").path, Path)
