"""Every closed vocabulary has a meaning for each value that the declarations allow, and no other."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from supplygraph.cypher_files import cypher_folder
from supplygraph.licenses import rules, table
from supplygraph.queries.vocabularies import vocabularies
from supplygraph.schema import nodes, relationships, vocabulary
from supplygraph.store.documentation import schema_page


@pytest.mark.parametrize(
    ("meanings", "values"),
    [
        (vocabulary.STATUSES, nodes.Status),
        (vocabulary.RELATIONS, nodes.Relation),
        (vocabulary.CHANNELS, rules.Channel),
        (vocabulary.WHY_UNKNOWN, relationships.WhyUnknown),
        (vocabulary.CERTAINTIES, relationships.Certainty),
        (table.CLASSES, table.LicenseClass),
    ],
)
def test_each_value_has_a_meaning(meanings: Mapping[str, str], values: Any) -> None:
    assert set(meanings) == set(get_args(values))


def test_relations_of_edges_are_called_alike_in_every_stored_query() -> None:
    words = {"TRAINED_ON": "trained_on", "GENERATED_FROM": "generated_from", "REUSES": "uses"}
    assert set(words.values()) == {word for said in rules.RELATIONS_OF_WAY.values() for word in said} - set(
        get_args(nodes.Relation)
    )
    told = 0
    for path in sorted(cypher_folder().rglob("*.cypher")):
        for edge, arms in re.findall(r"CASE type\((\w+)\)(.+?)\bEND\b", path.read_text(encoding="utf-8"), re.S):
            if "DERIVED_FROM" not in arms or "relation" not in arms:
                continue
            told += 1
            for kind, word in re.findall(r'WHEN "(\w+)" THEN (?:"(\w+)"|coalesce)', arms):
                assert words.get(kind, "") == word, path
            assert f'coalesce({edge}.relation, "undeclared")' in arms, path
            assert set(re.findall(r'ELSE "(\w+)"', arms)) <= set(words.values()), path
    assert told >= 9


def test_verdicts_are_those_of_the_relationship() -> None:
    given, *_ = get_args(relationships.Judged.model_fields["verdict"].annotation)
    assert set(vocabulary.VERDICTS) == set(get_args(given))


def test_findings_are_those_that_the_checks_give() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (cypher_folder() / "checks" / "naming").glob("*.cypher")]
    given = {word for text in texts for word in re.findall(r'(?:THEN|ELSE) "([a-z]+)"', text)}
    assert {"conflict", "related", "missing"} <= given & set(vocabulary.FINDINGS)


def test_the_page_says_what_each_value_means_and_where_it_stands() -> None:
    page = schema_page(vocabularies())
    for one in vocabularies():
        assert f"### {one.title}\n" in page
        assert f"(#{one.anchor})" in page
        for value in one.meanings:
            assert f"| `{value}` |" in page
    for target in re.findall(r"\]\(#([^)]+)\)", page):
        assert f"\n### {target}".replace("-", " ") in page.lower()


def test_the_folder_of_the_page_has_what_it_links() -> None:
    for target in re.findall(r"\]\(([\w.]+\.md)\)", schema_page()):
        assert (Path(__file__).parents[3] / "docs" / target).exists()
