"""Clauses, subqueries and columns are read off a statement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.queries.structure import columns, parse
from supplygraph.queries.tokens import tokenise


def keywords(text: str) -> list[str]:
    return [clause.keyword for clause in parse(tokenise(text)).clauses]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("MATCH (n) WHERE n.x STARTS WITH 'a' RETURN n AS n", ["MATCH", "WHERE", "RETURN"]),
        ("OPTIONAL MATCH (n) RETURN n AS n ORDER BY n LIMIT 1", ["OPTIONAL MATCH", "RETURN", "ORDER", "LIMIT"]),
        ("CALL () { MATCH (n) RETURN n } RETURN n AS n", ["CALL", "RETURN"]),
        ("WITH 1 AS limit RETURN limit AS order", ["WITH", "RETURN"]),
        ("MATCH (load:Load) RETURN load.id AS id", ["MATCH", "RETURN"]),
        ("MATCH (n {limit: 1}) RETURN [x IN n.create WHERE x > 1] AS set", ["MATCH", "RETURN"]),
        ("RETURN 1 AS a UNION ALL RETURN 2 AS a", ["RETURN", "UNION", "RETURN"]),
        ("RETURN CASE WHEN EXISTS { (a)-->(b) } THEN 1 END AS x", ["RETURN"]),
    ],
)
def test_clauses(text: str, wanted: list[str]) -> None:
    assert keywords(text) == wanted


def test_subqueries_are_blocks_of_their_own() -> None:
    block = parse(tokenise("CALL (a) { WITH a CALL () { RETURN 1 AS x } RETURN x } RETURN COUNT { (a)--() } AS n"))
    assert [inner.opened_by for inner in block.walk()] == ["", "CALL", "CALL", "COUNT"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("RETURN a.b AS x, count(*) AS n ORDER BY x", ["x", "n"]),
        ("RETURN DISTINCT a.b, n", ["a.b", "n"]),
        ("RETURN {a: 1, b: [2, 3]} AS m, 'x, y' AS s", ["m", "s"]),
        ("RETURN count( * )", ["count( * )"]),
        ("CALL () { RETURN 1 AS hidden } RETURN hidden AS `my column`", ["my column"]),
        ("MATCH (n) RETURN *", None),
        ("CALL db.labels()", None),
    ],
)
def test_columns(text: str, wanted: list[str] | None) -> None:
    assert columns(text) == wanted


WORDS = "RETURN MATCH CALL WITH ( ) { } [ ] , a : AS LIMIT 1 ORDER BY * ."


@given(st.lists(st.sampled_from(sorted(set(WORDS.split(" ")))), max_size=30))
def test_any_tokens_are_parsed(parts: list[str]) -> None:
    for block in parse(tokenise(" ".join(parts))).walk():
        assert all(clause.line == 1 for clause in block.clauses)
    columns(" ".join(parts))
