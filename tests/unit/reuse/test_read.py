"""Looking for loading calls in text, and for names in files, without a pattern over every character."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.ids.reading import HUB_URL
from supplygraph.reuse import read
from supplygraph.reuse.workers import _words

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
    assert [m.span() for m in read._addresses(text)] == [m.span() for m in HUB_URL.finditer(text)]


@pytest.mark.parametrize(
    ("name", "content", "held"),
    [
        ("a.py", b"x = make(1)", True),
        ("a.py", b"x = make (1)", True),
        ("a.py", b"x = one_class.make(1)", True),
        ("a.py", b"x = (make)", False),
        ("a.py", b"x = (1)(make, 2(3))", False),
        ("a.py", b"x = Thread(target=make)", True),
        ("a.py", b"def make(x):\n    pass", False),
        ("a.py", b"class make(Base):\n    pass", False),
        ("a.py", b"x = 1  # make(1)", False),
        ("a.py", b'def f():\n    """make(1)"""', False),
        ("a.py", b"x = remake(1)", False),
        ("a.py", b"x = make_all(1)", False),
        ("a.py", "größe = make_größe(make())".encode(), True),
        ("a.py", "x = make_größe()".encode(), False),
        ("a.ipynb", b'{"source": "a\\nmake(1)"}', True),
        ("a.ipynb", b'{"source": "a"}', False),
    ],
)
def test_the_names_that_a_file_calls_are_whole_words(name: str, content: bytes, held: bool) -> None:
    assert (b"make" in _words(name, content)) is held


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"x = 1  # 'a\ny = 2", b"x = 1  \ny = 2"),
        (b'def f():\n    """a"b # c"""\n    g()', b"def f():\n    \n    g()"),
        (b"x = 'it\\'s # no comment'  # one", b"x = 'it\\'s # no comment'  "),
        (b"x = 'open # of that line\ny = 1  # one", b"x = 'open # of that line\ny = 1  "),
        (b'x = """a', b'x = """a'),
    ],
)
def test_comments_and_docstrings_are_left_out(content: bytes, code: bytes) -> None:
    assert read.without_text(content)[0] == code


def test_quotes_that_open_nothing_cost_little() -> None:
    started = time.process_time()
    read.without_text(b'"' + b'\\"' * 200_000)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "text",
    [
        """print(f"  {'a\\\\b':<16}  " + "".join(f"{r:>11}" for r in [1]))""",
        """print(f"{x["a"]} and {y["b"]}")""",
        """print(f"{ {"a": 1}["a"] }")""",
        """if x:\n    print(\n        "x",\n        f"{", ".join(x)}",\n    )""",
    ],
)
def test_f_strings_of_later_pythons_hide_no_file(text: str) -> None:
    code = f"{text}\nAutoModel.from_pretrained('acme/bert')\n"
    read_file = read.read_python(f"from transformers import AutoModel\n{code}".encode())
    assert not read_file.problem
    assert read_file.outline is not None
    assert ("acme/bert", code.count("\n") + 1) in [(text, line) for text, line, _ in read_file.outline.strings]
