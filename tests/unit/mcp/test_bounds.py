"""What an assistant is told is small, plain, and says how much it leaves out."""

import pytest

from supplygraph.mcp.bounds import ANSWER, COUNTED, ITEMS, TEXT, counted, told


def test_rows_are_counted_and_bounded() -> None:
    found = counted(({"n": number} for number in range(7)), 3)
    assert found == {"count": 7, "rows": [{"n": 0}, {"n": 1}, {"n": 2}], "truncated": True}
    assert counted([], 3) == {"count": 0, "rows": [], "truncated": False}
    assert counted([{"n": 1}], 3)["truncated"] is False


def test_more_than_can_be_counted_is_said_to_be_more() -> None:
    read = 0

    def endless() -> object:
        nonlocal read
        while True:
            read += 1
            yield {"n": read}

    found = counted(endless(), 2)  # type: ignore[arg-type]
    assert (found["count"], found["count_is_at_least"], found["truncated"]) == (COUNTED, True, True)
    assert read == COUNTED + 1


def test_an_answer_does_not_grow_beyond_its_size() -> None:
    found = counted([{"texts": ["x" * TEXT] * ITEMS}] * 50, 50)
    assert found["count"] == 50
    assert 1 <= len(found["rows"]) <= ANSWER // (TEXT * ITEMS) + 1


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\x1b[31mred\u202eb", "a\\u001b[31mred\\u202eb"),
        ("x" * (TEXT + 1), "x" * TEXT + f"… (cut; {TEXT + 1} characters)"),
        (list(range(ITEMS + 2)), [*range(ITEMS), "… and 2 more"]),
        ({"k\u200b": ("a\nb", None, 1.5)}, {"k\\u200b": ["a b", None, 1.5]}),
    ],
)
def test_texts_and_lists_are_cut_and_hidden_characters_written_out(value: object, shown: object) -> None:
    assert told(value) == shown
