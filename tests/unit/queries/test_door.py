"""The door's static gate refuses what READ mode lets through, and lets reading Cypher in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.errors import QueryError
from supplygraph.queries.door import take_own
from tests.unit.queries.own_cypher import READ_MODE_LETS_THROUGH, READS, READS_IN_CYPHER_25, WRITES


@pytest.mark.parametrize("text", READ_MODE_LETS_THROUGH + WRITES)
def test_refused(text: str) -> None:
    with pytest.raises(QueryError):
        take_own(text, "--cypher")


@pytest.mark.parametrize("text", READS + READS_IN_CYPHER_25)
def test_let_in(text: str) -> None:
    assert take_own(text, "--cypher").statement.strip()


def test_a_refusal_says_where_and_what_to_do() -> None:
    with pytest.raises(QueryError, match=r"^my\.cypher:3:1: LOAD CSV is refused") as caught:
        take_own("MATCH (n)\n\nLOAD CSV FROM 'x' AS l RETURN l", "my.cypher")
    assert caught.value.hint
    with pytest.raises(QueryError, match=r"my\.cypher:2:2: \\u004c is refused") as caught:
        take_own("RETURN 1 AS x //\n \\u004cOAD", "my.cypher")
    assert caught.value.hint == "write the character itself"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("// Mine\r\n:param x => 1;\r\nMATCH (n)\r\n  SET n.x = 1", "4:3"),
        ("CYPHER 25 RETURN 1 AS x NEXT SHOW USERS", "1:30"),
        ("RETURN 1 AS x\n  , 'open", "2:5"),
        ("RETURN 1 AS x /* open", "1:15"),
        ("RETURN 1 AS x,\n " + "(" * 3_000 + ")" * 3_000, "2:51"),
    ],
)
def test_a_refusal_names_line_and_column_of_the_text(text: str, place: str) -> None:
    with pytest.raises(QueryError) as caught:
        take_own(text, "my.cypher")
    assert caught.value.message.startswith(f"my.cypher:{place}: ")


def test_a_text_of_any_size_is_refused_at_once() -> None:
    with pytest.raises(QueryError, match="more than 1,000,000 characters"):
        take_own("RETURN '" + "x" * 2_000_000 + "' AS x", "--cypher")


GAPS = st.sampled_from(
    [" ", "\n", "\t", "\r", "\u00a0", "/**/", "/* ' */", '/* ` " */', '// "\n', "// '\r", "\x1f", "\u3000"]
)


@given(st.data())
def test_no_case_or_gap_hides_load_csv(data: st.DataObject) -> None:
    word = st.tuples(*[st.booleans()] * 7)
    letters = [
        character.upper() if upper else character.lower()
        for character, upper in zip("LOADCSV", data.draw(word), strict=True)
    ]
    gap = "".join(data.draw(st.lists(GAPS, min_size=1, max_size=4)))
    before = data.draw(
        st.sampled_from(["", "WITH 1 AS x ", "MATCH (n) ", "CALL () { ", "UNWIND ['\\''] AS x ", "/*'*/"])
    )
    with pytest.raises(QueryError):
        take_own(f"{before}{''.join(letters[:4])}{gap}{''.join(letters[4:])} FROM 'x' AS l RETURN l", "--cypher")


@given(st.data())
def test_no_gap_or_quote_hides_a_procedure(data: st.DataObject) -> None:
    def part(name: str) -> str:
        return f"`{name}`" if data.draw(st.booleans()) else name

    def gap() -> str:
        return "".join(data.draw(st.lists(GAPS, max_size=2)))

    call = f"CALL {gap()}{part('dbms')}{gap()}.{gap()}{part('listConfig')}{gap()}()"
    before = data.draw(st.sampled_from(["", "WITH 1 AS x ", "WITH 1 AS as ", "CALL () { ", "OPTIONAL ", "MATCH (n) "]))
    with pytest.raises(QueryError):
        take_own(before + call, "--cypher")
