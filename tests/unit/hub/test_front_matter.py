"""The header of a card: where it begins and ends, and what is not a header."""

import time

import pytest

from supplygraph.hub.front_matter import front_matter
from supplygraph.tally import Tally

HEADER = "---\nlicense: mit\nlanguage: no\nbase_model: orchard/seed\n---\n# A pear\n"
SAID = {"license": "mit", "language": False, "base_model": "orchard/seed"}


@pytest.mark.parametrize(
    "card",
    [
        HEADER,
        HEADER.replace("\n", "\r\n"),
        HEADER.replace("\n", "\r"),
        "\ufeff" + HEADER,
        "\ufeff\ufeff \n" + HEADER,
        "\n\n" + HEADER,
        "\ufeff" + HEADER.replace("\n", "\r"),
        HEADER.replace("---\n", "---  \n"),
        HEADER.partition("# A")[0].rstrip(),
    ],
)
def test_a_header_behind_any_mark_and_with_any_line_ends(card: str) -> None:
    tally = Tally()
    assert front_matter(card, tally, "x") == SAID
    assert not tally.counts


@pytest.mark.parametrize(
    "card",
    [
        None,
        "",
        "# Title\n\n```yaml\n---\nlicense: gpl-3.0\n---\n```\n",
        "Text\n---\nlicense: gpl-3.0\n---\n",
        "---\nlicense: gpl-3.0\n",
        "--- license: gpl-3.0 ---",
        "---\n---\nlicense: gpl-3.0\n---\n",
        "---\njust words\n---\n",
        "----\nlicense: gpl-3.0\n----\n",
    ],
)
def test_what_is_no_header(card: str | None) -> None:
    tally = Tally()
    assert front_matter(card, tally, "x") == {}
    assert not tally.counts


@pytest.mark.parametrize("inside", ["license: [", "a: b: c", "\tlicense: mit", "x: !!python/object:os.system y"])
def test_a_header_that_cannot_be_read_is_counted(inside: str) -> None:
    tally = Tally()
    assert front_matter(f"---\n{inside}\n---\n", tally, "card.md") == {}
    assert tally.examples == {"unreadable_cards": ["card.md"]}


def test_dates_that_do_not_exist_and_odd_signs_are_text() -> None:
    card = "---\nlicense: mit\nreleased: 2024-13-45\nsign: =\nday: 2024-01-02\n---\n"
    assert front_matter(card, Tally(), "x") == {
        "license": "mit",
        "released": "2024-13-45",
        "sign": "=",
        "day": "2024-01-02",
    }


@pytest.mark.parametrize(
    "header", ["[" * 300_000, "- " * 300_000, "x: y\n" * 300_000, "a: &a [x]\n" + "".join(
        f"b{n}: &b{n} {{<<: [*{'b' + str(n - 1) if n else 'a'}]}}\n" for n in range(100))]
)  # fmt: skip
def test_a_header_made_to_cost_much_is_counted_at_once(header: str) -> None:
    started, tally = time.process_time(), Tally()
    assert front_matter(f"---\n{header}\n---\n", tally, "x") == {}
    assert tally.counts == {"unreadable_cards": 1}
    assert time.process_time() - started < 20
