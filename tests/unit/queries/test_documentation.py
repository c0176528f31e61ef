"""The catalogue page is generated and up to date."""

from supplygraph.cypher_files import cypher_folder
from supplygraph.queries.catalogue import all_queries
from supplygraph.queries.documentation import catalogue_markdown


def test_the_catalogue_is_up_to_date() -> None:
    assert (cypher_folder() / "README.md").read_text(encoding="utf-8") == catalogue_markdown()


def test_the_catalogue_names_every_query_parameter_and_column() -> None:
    text = catalogue_markdown()
    for query in all_queries():
        assert f"### `{query.name}`" in text
        for name in [one.name for one in query.parameters] + [one.name for one in query.columns]:
            assert f"| `{name}` |" in text
