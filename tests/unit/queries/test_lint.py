"""Each rule finds what it is for, and nothing where the same words stand in strings, comments or names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.errors import QueryError
from supplygraph.queries.lint import lint, lint_names

BAD = {
    "aggregate-after-limit": [
        "MATCH (r:R) WITH r ORDER BY r.name LIMIT 20 RETURN count(r.stars) AS n",
        "MATCH (r:R) WITH r ORDER BY r.name SKIP 2 RETURN min(r.stars) AS a, max(r.stars) AS b",
    ],
    "not-in": [
        "MATCH (n) WHERE NOT n.x IN $list RETURN n.x AS x",
        "MATCH (n) WHERE NOT (n.x IN $list) RETURN n.x AS x",
        "MATCH (n) WHERE size($other) = 0 OR NOT n.x IN $list RETURN n.x AS x",
    ],
    "percentile": ["MATCH (n) RETURN percentileCont(n.x, 0.5) AS p"],
    "labels": ["MATCH (n) RETURN labels(n)[0] AS l", "MATCH (n) RETURN head(labels(n)) AS l"],
    "collect": [
        "MATCH (n) RETURN collect(n.x) AS xs",
        "MATCH (n) WITH n ORDER BY n.x MATCH (m) RETURN collect(m.x) AS xs",
    ],
    "keys": ["MATCH (n) RETURN keys(n) AS k"],
    "limit": ["MATCH (n) RETURN n.x AS x LIMIT 3", "MATCH (n) WITH n SKIP 1 RETURN n.x AS x"],
    "alias": ["MATCH (n) RETURN n.x", "MATCH (n) RETURN n.x AS x, count(*)"],
    "id": ["MATCH (n) RETURN id(n) AS i", "MATCH (n) WHERE Id ( n ) = 1 RETURN n.x AS x"],
    "labels-mixed": ["MATCH (n:A:B|C) RETURN n.x AS x", "MATCH (n) WHERE n:A&B:C RETURN n.x AS x"],
    "prefix": ["CYPHER 25 MATCH (n) RETURN n.x AS x"],
    "cypher-25": ["MATCH (n) LET x = n.x RETURN x AS x", "MATCH (n) FILTER n.x > 1 RETURN n.x AS x"],
    "unbounded": [
        "MATCH (a)-[:T*]->(b) RETURN b.x AS x",
        "MATCH (a)-[*2..]->(b) RETURN b.x AS x",
        "MATCH (a)<-[r:T|U*..]-(b) RETURN b.x AS x",
        "MATCH (a)-[:T]->+(b) RETURN b.x AS x",
        "MATCH (a)-[:T]->*(b) RETURN b.x AS x",
        "MATCH (a)-[:T]-{2,}(b) RETURN b.x AS x",
        "MATCH ((a)-[:T]->(b))+ RETURN 1 AS x",
        "MATCH (a) WHERE EXISTS { (a)-[:T*]->(:B) } RETURN a.x AS x",
    ],
    "apoc": ["RETURN apoc.text.join(['a'], '') AS x", "CALL `apoc`.meta.stats() YIELD x RETURN x AS x"],
    "cartesian": ["MATCH (a:A), (b:B) RETURN a.x AS x", "MATCH (a)-->(b), (c), (a)-->(d) RETURN a.x AS x"],
    "reverse": ["MATCH (m) RETURN reverse(m.tags) AS t"],
}
GOOD = [
    "MATCH (r:R) WITH r ORDER BY r.name LIMIT 20 RETURN count(r.stars) AS n, count(*) AS all",
    "MATCH (r:R) WITH r ORDER BY r.name LIMIT 20 RETURN r.x AS x, count(r.stars) AS n",
    "MATCH (r:R) WITH r ORDER BY r.name LIMIT 20 MATCH (r)-->(s) RETURN count(s.x) AS n",
    "MATCH (n) WITH n.x AS x, count(*) AS n RETURN x, n ORDER BY n DESC, x LIMIT 5",
    "MATCH (n) WHERE size($list) = 0 OR NOT n.x IN $list RETURN n.x AS x",
    "MATCH (n) WHERE n.x IN $list RETURN n.x AS x",
    "MATCH (n) RETURN toFloat(percentileCont(n.x, 0.5)) AS p",
    "MATCH (n) WITH n ORDER BY n.x RETURN collect(n.x) AS xs",
    "MATCH (n) WITH n ORDER BY n.x LIMIT 3 WHERE n.y > 1 RETURN collect(n.x) AS xs, count(*) AS n",
    "MATCH (n) RETURN COLLECT { MATCH (n)-->(m) RETURN m.x AS x ORDER BY x } AS xs",
    "MATCH (a)-[:T]->{1,20}(b) RETURN b.x AS x",
    "MATCH (a)-[:T*1..5]->(b)-[:U*3]-(c)-[*..4]-(d) RETURN b.x AS x",
    "MATCH (n:A&B|!C) RETURN n.x AS x, (n.x)+(n.y) AS sum, count(*)+1 AS more",
    "MATCH (n:A {x: (1)+(2)})--(m), (n)-->(o) RETURN 1 AS x",
    "MATCH (n:A:B) RETURN n.id AS id, n.keys AS k, n.limit AS limit",
    "CALL () { MATCH (n) RETURN n } RETURN n.x AS x",
    "MATCH (n) RETURN * ORDER BY n.x LIMIT 3",
    "RETURN reverse([x IN $tags | x]) AS t",
]


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, all_texts in BAD.items() for text in all_texts])
def test_a_rule_finds_its_form(rule: str, text: str) -> None:
    assert rule in {finding.rule for finding in lint(text)}


@pytest.mark.parametrize("text", GOOD)
def test_sound_forms_pass(text: str) -> None:
    assert lint(text) == []


@pytest.mark.parametrize("text", [text for all_texts in BAD.values() for text in all_texts])
def test_words_in_strings_comments_and_names_are_nothing(text: str) -> None:
    quoted = text.replace("\\", "\\\\").replace("'", "\\'")
    assert lint(f"RETURN '{quoted}' AS x /* {text} */ // {text}") == []
    assert lint(f"RETURN 1 AS `{text.replace('`', '``')}`") == []


def test_a_finding_names_its_line() -> None:
    assert [(one.line, one.rule) for one in lint("MATCH (n)\nRETURN n.x AS x,\n  id(n) AS i\nLIMIT 3")] == [
        (3, "id"),
        (4, "limit"),
    ]


@given(st.sampled_from([(rule, text) for rule, texts in BAD.items() for text in texts]), st.data())
def test_case_and_comments_between_words_change_nothing(case: tuple[str, str], data: st.DataObject) -> None:
    rule, text = case
    gap = data.draw(st.sampled_from([" ", "\n", "\t", " /* ' */ ", ' // " `\n']))
    changed = text.replace(" ", gap)
    if data.draw(st.booleans()) and rule not in ("apoc",):
        changed = changed.swapcase()
    assert rule in {finding.rule for finding in lint(changed)}


@given(st.text(alphabet="MATCHRETURNwith(){}[]:|&!*+-><.,$'\"`/ \n1a", max_size=60))
def test_any_text_is_linted_or_refused(text: str) -> None:
    try:
        lint(text)
        lint_names(text, set(), set())
    except QueryError:
        pass


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("MATCH (n:Nope) RETURN n.x AS x", ["Nope"]),
        ("MATCH (n:A|Nope&!B)-[:T|NOPE]->(:A {b: 1}) RETURN n.x AS x", ["Nope", "NOPE"]),
        ("MATCH (n) WHERE n:Nope RETURN n.x AS x", ["Nope"]),
        ("MATCH (n) RETURN [x IN n.list WHERE x:Nope | {key: x}] AS x", ["Nope"]),
        ("MATCH (n) RETURN EXISTS { (n)-[:NOPE]-(:A) } AS x", ["NOPE"]),
        ("MATCH (n:A)-[r:T*1..3 {b: 2}]->(:B) RETURN {a: n.x, b: ':Nope'} AS x", []),
        ("MATCH (n:A)-[:T]->{1,3}(:B) RETURN CASE WHEN n:A THEN 1 END AS x", []),
    ],
)
def test_names_the_graph_does_not_declare(text: str, wanted: list[str]) -> None:
    assert [finding.message.split()[-1] for finding in lint_names(text, {"A", "B"}, {"T"})] == wanted
