"""Statements of checks are given what they name, and nothing else: what is known of families is large."""

import re
from datetime import UTC, datetime
from typing import Any

from supplygraph.checks import names


class Graph:
    """Notes what is asked, and finds nothing."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def read(self, text: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        self.asked.append((text, parameters or {}))
        return []

    stream = read
    execute = read
    execute_in_batches = read


def given_and_named(graph: Graph, part: str) -> list[tuple[set[str], set[str]]]:
    """What each statement is given and what it names, of those with a part."""
    return [(set(given), set(re.findall(r"\$(\w+)", text))) for text, given in graph.asked if part in text]


def test_a_check_of_kept_names_is_given_what_it_names() -> None:
    graph = Graph()
    names.judge(graph, datetime.now(UTC), everything=True)  # type: ignore[arg-type]
    asked = given_and_named(graph, "evidence")
    assert len(asked) >= len(names.naming_checks())
    assert [given ^ named for given, named in asked if given != named] == []
    assert {"families"} < set.union(*(given for given, _ in asked))


def test_a_check_of_a_name_beside_the_graph_is_given_what_it_names() -> None:
    graph = Graph()
    assert list(names.ask(graph, [{"id": "a/b"}])) == []  # type: ignore[arg-type]
    asked = given_and_named(graph, "evidence")
    assert len(asked) == len(names.naming_checks())
    assert [given ^ named for given, named in asked if given != named] == []
