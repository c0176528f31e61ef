"""Looking for loading calls in text, and for names in files, without a pattern over every character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.reuse import read
from supplygraph.reuse.scan import _holds

_PIECES = [
    "from_pretrained", "pipeline", "SentenceTransformer", "load_dataset", "from_", "(", ")", "'a/b'", '"acme/bert"',
    "'x'", " ", "\n", "model=", "path = ", ", ", "'text-generation', ", ".", "#", "A",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))
def test_calls_are_found_as_by_the_pattern_alone(text: str) -> None:
    assert [(m.span(), m["id"]) for m in read._calls(text)] == [(m.span(), m["id"]) for m in read._CALL.finditer(text)]


@given(st.lists(st.sampled_from([*_PIECES, "https://hf.co/", "https://huggingface.co/", "acme/bert"]), max_size=12))
def test_addresses_are_found_as_by_the_pattern_alone(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert [m.span() for m in read._addresses(text)] == [m.span() for m in read.HUB_URL.finditer(text)]


@pytest.mark.parametrize(
    ("kind", "content", "held"),
    [
        ("python", b"x = make(1)", True),
        ("python", b"x = remake(1)", False),
        ("python", b"x = make_all(1)", False),
        ("python", "größe = make_größe(make)".encode(), True),
        ("python", "x = make_größe()".encode(), False),
        ("notebook", b'{"source": "a\\nmake(1)"}', True),
        ("notebook", b'{"source": "a"}', False),
    ],
)
def test_a_file_holds_a_name_as_a_whole_word(kind: str, content: bytes, held: bool) -> None:
    assert _holds(kind, content, frozenset({b"make", b"other"})) is held
