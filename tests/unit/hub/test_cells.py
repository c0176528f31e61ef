"""Values of tables as JSON, Python, pandas and numpy write them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.hub import cells

texts = st.text(st.characters(codec="utf-8"), max_size=12)
scalars = st.one_of(texts, st.integers(), st.booleans())


@given(st.lists(texts.filter(lambda text: not cells.is_gap(text)), max_size=6))
def test_a_list_of_texts_comes_back_however_it_was_written(values: list[str]) -> None:
    numpy = "[" + "\n ".join(repr(value) for value in values) + "]"
    for written in (json.dumps(values), json.dumps(values, ensure_ascii=False), repr(values), numpy):
        assert cells.items(written) == values, written
    assert cells.items(values) == cells.items(repr(tuple(values))) == values


@given(st.dictionaries(texts, st.one_of(scalars, st.lists(scalars), st.dictionaries(texts, scalars)), max_size=4))
def test_a_mapping_comes_back_however_it_was_written(value: dict[str, Any]) -> None:
    assert cells.mapping(json.dumps(value)) == value
    assert cells.mapping(repr(value)) == value


@given(st.one_of(texts, texts.map(lambda text: "[" + text), texts.map(lambda text: f"[{text}]")))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = cells.items(text)
    except cells.UnreadableError:
        return
    assert isinstance(found, list)
    assert not any(map(cells.is_gap, found))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("['license:mit', 'en']", ["license:mit", "en"]),
        ("['license:mit' 'en'\n 'gguf']", ["license:mit", "en", "gguf"]),
        ('["it\'s", None, nan, "x"]', ["it's", "x"]),
        ("[en, zh-TW]", ["en", "zh-TW"]),
        ("[{'name': 'a', 'score': nan}]", [{"name": "a", "score": None}]),
        ("[{'name': 'a'}\n {'name': 'b'}]", [{"name": "a"}, {"name": "b"}]),
        ("[RepoSibling(rfilename='x.gguf', size=None)]", [{"rfilename": "x.gguf", "size": None}]),
        ("[array(['a', 'b'], dtype=object)]", [["a", "b"]]),
        ("[-1, 2]", [-1, 2]),
        ("a, b", ["a, b"]),
        (" plain ", ["plain"]),
        ("", []),
        ("nan", []),
        ("[]", []),
        (None, []),
        (float("nan"), []),
        (("a", None), ["a"]),
        (7, [7]),
    ],
)
def test_lists(written: object, expected: list[Any]) -> None:
    assert cells.items(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "['open",
        "['a' ... 'z']",
        "['a', ...]",
        "[",
        "[" * 100_000,
        "[(" * 50_000,
        "[" + "x " * 200_000 + "]",
        "[__import__('os').system('true')]",
        "[open('/etc/passwd')]",
        "[x for x in y]",
        "['a'] + ['b']",
    ],
)
def test_what_only_begins_like_a_list_is_refused(written: str) -> None:
    with pytest.raises(cells.UnreadableError):
        cells.items(written)


@pytest.mark.parametrize("written", ["{", "[1]", "x", "{'a': open('x')}", "{" * 100_000, ""])
def test_what_is_no_mapping_is_refused(written: str) -> None:
    with pytest.raises(cells.UnreadableError):
        cells.mapping(written)


def test_calls_that_python_writes_around_values() -> None:
    assert cells.mapping("SafeTensorsInfo(parameters={'F32': 10}, total=10)") == {
        "parameters": {"F32": 10},
        "total": 10,
    }
    assert cells.mapping("{'at': datetime.datetime(2024, 1, 2, 3, 4)}") == {"at": "2024-01-02T03:04:00"}
    assert cells.mapping("{'at': Timestamp('2024-01-02')}") == {"at": "2024-01-02"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [("12", 12), ("12.0", 12.0), ("1,234", 1234), ("nan", None), ("", None), ("inf", None), ("many", "many"), (3, 3)],
)
def test_numbers(value: object, expected: object) -> None:
    assert cells.number(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("True", True), ("false", False), (1.0, True), (0, False), ("nan", None), ("auto", "auto"), (True, True)],
)
def test_truth_values(value: object, expected: object) -> None:
    assert cells.truth(value) is expected or cells.truth(value) == expected


@pytest.mark.parametrize("value", [1_714_521_600_000, 1_714_521_600, 1_714_521_600.0])
def test_moments_as_numbers(value: float) -> None:
    assert str(cells.moment(value)) == "2024-05-01 00:00:00+00:00"
    assert cells.moment("2024-05-01") == "2024-05-01"
    assert cells.moment(10**30) == 10**30


def test_words_that_say_nothing() -> None:
    assert [cells.word(value) for value in ("None", "n/a", "not specified", float("nan"), "peft")] == [None] * 4 + [
        "peft"
    ]


def test_gaps_of_pandas() -> None:
    pandas = pytest.importorskip("pandas")
    assert cells.is_gap(pandas.NA)
    assert cells.is_gap(pandas.NaT)
    assert not cells.is_gap(0)
