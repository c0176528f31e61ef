"""Literals are typed and escaped, and only parameters are replaced."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from supplygraph.errors import QueryError
from supplygraph.queries.browser import browser_link, browser_statement
from supplygraph.queries.catalogue import all_queries, find_query
from supplygraph.queries.literals import literal, with_literals
from supplygraph.queries.stored import StoredQuery


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (None, "null"),
        (True, "true"),
        (-3, "-3"),
        (1.5, "1.5"),
        (1e300, "1.0e+300"),
        ("it's \\ \n", r"'it\'s \\ \n'"),
        ("\u202e\x1b😀", r"'\u202e\u001b😀'"),
        (["a", [1]], "['a', [1]]"),
        ({"a": 1, "b c`": None}, "{a: 1, `b c```: null}"),
        (datetime(2026, 1, 2, tzinfo=UTC), "datetime('2026-01-02T00:00:00+00:00')"),
        (date(2026, 1, 2), "date('2026-01-02')"),
    ],
)
def test_literals(value: Any, wanted: str) -> None:
    assert literal(value) == wanted


@pytest.mark.parametrize("value", [2**63, object(), {1, 2}, b"x"])
def test_what_has_no_literal(value: Any) -> None:
    with pytest.raises(QueryError, match="has no Cypher literal"):
        literal(value)


def test_only_parameters_are_replaced() -> None:
    text = "RETURN $a AS a, '$a' AS b, `$a` AS c /* $a */ // $a"
    assert with_literals(text, {"a": "$a"}) == "RETURN '$a' AS a, '$a' AS b, `$a` AS c /* $a */ // $a"
    with pytest.raises(QueryError, match="the parameter b has no value"):
        with_literals("RETURN $b AS b", {})


def test_a_browser_statement_is_one_statement_with_its_title() -> None:
    query = find_query("lineage-ancestors")
    text = browser_statement(query, {"model_id": "x'y", "max_hops": 3, "max_rows": 5})
    assert text.startswith("// Ancestors of a model\n")
    assert "{id: 'x\\'y'}" in text
    assert "LIMIT 5" in text
    assert "$" not in text
    assert ";" not in text


def test_an_empty_picture_says_why() -> None:
    text = browser_statement(find_query("reuse-graph"), {"model_id": "a/b", "max_hops": 3, "max_rows": 5})
    assert (
        "WHEN NOT EXISTS { (:Model|Alias {id: 'a/b'}) }\n    THEN \"Nothing to draw: the graph has no model \"" in text
    )
    assert text.endswith("RETURN path AS path\n")
    every = browser_statement(find_query("license-graph"), {"artifact": None, "profile": "default", "max_rows": 5})
    assert "the graph has no" not in every
    assert "the loaded graph has no such facts" in every


@pytest.mark.parametrize(
    "query", [one for one in all_queries() if one.name.endswith("-graph")], ids=lambda one: one.name
)
def test_a_picture_is_readable(query: StoredQuery) -> None:
    (rows,) = [one.default for one in query.parameters if one.name == "max_rows"]
    # Rows of a lineage add one node each, those of other pictures two.
    assert rows <= (140 if query.name in ("lineage-graph", "reuse-graph") else 75)


def test_the_link_carries_the_statement() -> None:
    assert browser_link("http://127.0.0.1:7474/browser/", "// a\nRETURN 'b&c'") == (
        "http://127.0.0.1:7474/browser/?cmd=edit&arg=%2F%2F%20a%0ARETURN%20%27b%5Cu0026c%27"
    )
