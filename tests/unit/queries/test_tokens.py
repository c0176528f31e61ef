"""The tokeniser is fooled by no string, comment or quoted name."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.errors import QueryError
from supplygraph.queries.tokens import tokenise


def texts(text: str) -> list[str]:
    return [token.text for token in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("MATCH (n) // CREATE (x)\nRETURN n", ["MATCH", "(", "n", ")", "RETURN", "n"]),
        ("a /* CREATE * / ** */ b", ["a", "b"]),
        ("// x\rLOAD CSV", ["LOAD", "CSV"]),
        ("RETURN 'it\\'s // no comment'", ["RETURN", "'it\\'s // no comment'"]),
        ('RETURN "a\\\\" + b', ["RETURN", '"a\\\\"', "+", "b"]),
        ("`a``b`.`c`", ["a`b", ".", "c"]),
        ("$x + $`y z`", ["x", "+", "y z"]),
        ("-[:A]->{1,20}", ["-", "[", ":", "A", "]", "->", "{", "1", ",", "20", "}"]),
        ("1..3", ["1", "..", "3"]),
        ("LOAD\u00a0CSV\x1cx", ["LOAD", "CSV", "x"]),
        ("héllo_1", ["héllo_1"]),
    ],
)
def test_tokens(text: str, wanted: list[str]) -> None:
    assert texts(text) == wanted


@pytest.mark.parametrize(
    ("text", "line"), [("RETURN\n'abc", 2), ('"\\"', 1), ("a\n\n`b", 3), ("/* x", 1), ("// fine\n/* x *", 2)]
)
def test_what_does_not_end_is_named_with_its_line(text: str, line: int) -> None:
    with pytest.raises(QueryError, match=rf"^{line}:\d+: a .* does not end"):
        tokenise(text)


def test_lines_count_through_strings_and_comments() -> None:
    found = tokenise("a /*\n\n*/ b 'x\ny' c\r\nd")
    assert [(token.text, token.line) for token in found if token.kind == "word"] == [
        ("a", 1),
        ("b", 3),
        ("c", 4),
        ("d", 5),
    ]


words = st.sampled_from(["CREATE", "LOAD", "CSV", "n", "RETURN"])
pieces: st.SearchStrategy[tuple[str, list[str | None]]] = st.one_of(
    words.map(lambda word: (word, [word])),
    st.text(alphabet="ab'\"/*`\\ \n", max_size=8).map(
        lambda text: ("'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'", [None])
    ),
    st.text(alphabet="ab'\"/* \n", max_size=8).map(lambda text: ("`" + text + "`", [text])),
    st.text(alphabet="ab'\"`/* ", max_size=8).map(lambda text: ("//" + text + "\n", [])),
    st.text(alphabet="ab'\"`/ \n", max_size=8).map(lambda text: ("/*" + text + "*/", [])),
)


@given(st.lists(pieces, max_size=12))
def test_pieces_are_found_whatever_stands_in_them(parts: list[tuple[str, list[str | None]]]) -> None:
    text = " ".join(written for written, _ in parts)
    wanted = [name for _, names in parts for name in names]
    found = tokenise(text)
    assert len(found) == len(wanted)
    for token, name in zip(found, wanted, strict=True):
        assert name is None or token.text == name
        assert text[token.start : token.end].strip() == text[token.start : token.end]


@given(st.text())
def test_any_text_is_taken_or_refused(text: str) -> None:
    try:
        found = tokenise(text)
    except QueryError as error:
        assert re.match(r"\d+:\d+: a ", error.message)  # noqa: PT017
    else:
        assert all(before.end <= after.start for before, after in pairwise(found))
