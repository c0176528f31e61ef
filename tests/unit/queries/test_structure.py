"""Clauses, subqueries and the size of a statement are read off it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.queries.catalogue import query_paths
from supplygraph.queries.structure import oversized, parse
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


DEEP = 3_000
MANY = 20_000


@pytest.mark.parametrize(
    "text",
    [
        "RETURN " + "(" * DEEP + "1" + ")" * DEEP + " AS x",
        "RETURN " + "[" * 60 + "]" * 60 + " AS x",
        "RETURN " + "{a: " * 60 + "1" + "}" * 60 + " AS x",
        "RETURN " + "CASE WHEN true THEN " * 60 + "1" + " END" * 60 + " AS x",
        "RETURN " + "NOT " * 200 + "true AS x",
        "RETURN " + " + ".join(["1"] * MANY) + " AS x",
        "RETURN " + " + ".join(["1"] * 1_000) + " AS x",
        "RETURN " + "(" * 20 + " + ".join(["1"] * 450) + ")" * 20 + " AS x",
        "RETURN " + "(1 + 1) * 1 + " * 300 + "1 AS x",
        "RETURN " + " || ".join(["'a'"] * 200) + " AS x",
        "MATCH (m) WHERE " + " OR ".join(f"m.id = '{i}'" for i in range(1_000)) + " RETURN m AS m",
        "MATCH (m)" + "-->()" * 1_000 + " RETURN m AS m",
        "WITH [1] AS x RETURN x" + "[0]" * 1_000 + " AS x",
        "WITH {a: 1} AS x RETURN x" + ".a" * 1_000 + " AS x",
        " UNION ".join(["RETURN 1 AS x"] * 1_000),
        "WITH 1 AS x " * 1_000 + "RETURN x",
        "RETURN [" + ", ".join(["1"] * MANY) + "] AS x",
        "CALL () { " * 60 + "RETURN 1 AS x" + " }" * 60,
    ],
    ids=lambda text: f"{text[:24]} {len(text)}",
)
def test_what_would_use_up_the_servers_stack_is_too_large(text: str) -> None:
    assert oversized(tokenise(text)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (m) WHERE m.id IN [" + ", ".join(f"'{i}'" for i in range(9_000)) + "] RETURN m AS m",
        "MATCH (m) WHERE " + " OR ".join(f"m.id = '{i}'" for i in range(200)) + " RETURN m AS m",
        "RETURN " + ", ".join(f"{i} + 1 AS x{i}" for i in range(1_000)),
        "RETURN " + "(" * 40 + "1" + ")" * 40 + " AS x",
        "WITH 1 AS with RETURN with, 1 AS match, 2 AS where",
        *(path.read_text(encoding="utf-8") for path in query_paths().values()),
    ],
    ids=lambda text: f"{text[:24]} {len(text)}",
)
def test_what_people_write_is_not_too_large(text: str) -> None:
    assert oversized(tokenise(text)) is None


WORDS = "RETURN MATCH CALL WITH ( ) { } [ ] , a : AS LIMIT 1 ORDER BY * ."


@given(st.lists(st.sampled_from(sorted(set(WORDS.split(" ")))), max_size=30))
def test_any_tokens_are_parsed(parts: list[str]) -> None:
    for block in parse(tokenise(" ".join(parts))).walk():
        assert all(clause.line == 1 for clause in block.clauses)
    oversized(tokenise(" ".join(parts)))
