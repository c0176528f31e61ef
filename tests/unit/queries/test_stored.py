"""A stored query file is checked when it is read, and every message names the file and the line."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from supplygraph.errors import QueryError
from supplygraph.queries.catalogue import all_queries, find_path, find_query, query_paths
from supplygraph.queries.lint import lint, lint_names
from supplygraph.queries.stored import MAX_ROWS, read_query, read_title, take_apart, with_values
from supplygraph.schema.nodes import NODES
from supplygraph.schema.relationships import RELATIONSHIPS

GOOD = """\
// Models by name
// question: Which models are there?
// grain: one row per model
// source: "A paper: its title"
// parameters:
//   name (STRING): part of the id
//   tags (LIST<STRING>): tags to look for
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): Hub id
//   hops (INTEGER): always 1
// notes: none
:param name => "a\\"b // c";
:param tags => ["x", "y"];
:param max_rows => 100;

// A comment on the way.
MATCH (model:Model)
WHERE model.id CONTAINS $name AND (size($tags) = 0 OR model.task IN $tags) AND model.id <> '$other; /*'
RETURN model.id AS model, 1 AS hops
ORDER BY model
LIMIT $max_rows;
"""
FIRST_SET = {
    "graph-counts": ["kind", "name", "count"],
    "lineage-ancestors": ["ancestor", "hops", "relations", "license"],
    "lineage-descendants": ["descendant", "hops", "relations", "license", "downloads", "downloads_and_below"],
    "lineage-roots": ["root", "descendants", "downloads"],
    "lineage-top-bases": ["base", "children", "descendants"],
    "lineage-depths": ["depth", "models"],
    "lineage-components": ["size", "components"],
    "lineage-graph": ["path"],
    "license-usage": ["license", "spdx", "class", "models", "datasets", "repositories"],
    "license-changes": ["upstream_license", "downstream_license", "relation", "edges"],
    "license-missing": ["reason", "relation", "edges"],
    "dataset-models": ["dataset", "models"],
    "load-report": ["load", "source", "started", "finished", "complete", "name", "count"],
}


def write(folder: Path, text: str) -> Path:
    path = folder / "lineage" / "models_by_name.cypher"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file(tmp_path: Path) -> None:
    query = read_query(write(tmp_path, GOOD))
    assert (query.name, query.topic, query.title) == ("models-by-name", "lineage", "Models by name")
    assert query.source == "A paper: its title"
    assert [(one.name, one.type, one.default) for one in query.parameters] == [
        ("name", "STRING", 'a"b // c'),
        ("tags", "LIST<STRING>", ["x", "y"]),
        ("max_rows", "INTEGER", 100),
    ]
    assert [column.name for column in query.columns] == ["model", "hops"]
    assert query.statement.strip().startswith("// A comment on the way.\nMATCH")
    assert query.statement.endswith("LIMIT $max_rows")
    assert read_title(query.path) == "Models by name"
    assert query.text == GOOD


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("// Models by name\n", "", "models_by_name.cypher:1: the header is not a YAML|unknown field|no `question:`"),
        ("// question: Which models are there?\n", "", ":1: the header has no `question:`"),
        ("// notes: none", "// note: none", ":12: the header has an unknown field 'note'"),
        ("// question: Which", "// question: [Which", "the header is not valid YAML"),
        ("// notes: none", "// notes: 12", "`notes` is not a text"),
        ("name (STRING)", "name (TEXT)", ":6: 'name \\(TEXT\\)' is not"),
        ("name (STRING)", "name (STRING of Licence)", ":6: .* names no artifact"),
        ("max_rows (INTEGER)", "max_rows (INTEGER of Model)", ":8: .* names no artifact"),
        ("name (STRING)", "name (STRING of)", ":6: .* is not `name"),
        (":param tags", ":use tags", ":14: only lines such as"),
        ('["x", "y"]', "['x']", ":14: the default of tags is not a JSON literal"),
        ('["x", "y"]', "[1]", "the default of tags is not of type LIST<STRING>"),
        (":param name => ", ":param nam => ", "parameters do not agree: header"),
        (" OR model.task IN $tags", "", None),
        (
            "size($tags) = 0 OR model.task IN $tags",
            "true",
            "parameters do not agree.*statement \\['max_rows', 'name'\\]",
        ),
        ("1 AS hops", "1", ":20: every item of RETURN needs `AS name`"),
        ("1 AS hops", "1 AS hop", ":20: RETURN gives \\['model', 'hop'\\], the header's columns are"),
        ("RETURN model", "SET model.x = 1\nRETURN model", ":20: SET in a stored query"),
        ("RETURN model", "CALL () { CREATE (x:Model) }\nRETURN model", "CREATE in a stored query"),
        ("1 AS hops", "apoc.x() AS hops", "APOC in a stored query"),
        ("ORDER BY model\n", "", "does not end with ORDER BY"),
        ("LIMIT $max_rows", "LIMIT 5", "parameters do not agree|not \\$max_rows"),
        ("LIMIT $max_rows;", "LIMIT $max_rows", "does not end with a semicolon"),
        ("ORDER BY model\n", "ORDER BY model; RETURN 1 AS x\n", ":21: a second statement"),
        ("'$other; /*'", "'$other; /*", "models_by_name.cypher:19:92: a string begins here and does not end"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, message: str | None) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))
    if message is None:
        read_query(path)
        return
    with pytest.raises(QueryError, match=message) as caught:
        read_query(path)
    assert caught.value.message.startswith("lineage/models_by_name.cypher")


def test_a_parameter_says_which_artifacts_it_names(tmp_path: Path) -> None:
    text = GOOD.replace("name (STRING)", "name (STRING of Model|Dataset)")
    text = text.replace("tags (LIST<STRING>)", "tags (LIST<STRING> of Repository)")
    found = {one.name: (one.artifacts, one.needed) for one in read_query(write(tmp_path, text)).parameters}
    assert found == {
        "name": (("Model", "Dataset"), True), "tags": (("Repository",), True), "max_rows": ((), False)
    }  # fmt: skip


def test_every_query_about_an_artifact_says_so() -> None:
    for query in all_queries():
        for parameter in query.parameters:
            named = parameter.name in (
                "artifact",
                "ancestor",
                "model_id",
                "model_ids",
                "other_id",
                "dataset",
                "repository",
            )
            assert bool(parameter.artifacts) == named, query.name


def test_no_parameter_may_hide_an_option(tmp_path: Path) -> None:
    text = (
        GOOD.replace("//   name (", "//   format (").replace(":param name", ":param format").replace("$name", "$format")
    )
    with pytest.raises(QueryError, match="no parameter may be named format"):
        read_query(write(tmp_path, text))


def test_a_file_without_a_header_is_taken_apart() -> None:
    parts = take_apart("\n:param x => 1\nMATCH (n) WHERE n.x = $x RETURN n;\n", "own.cypher")
    assert (parts.header, parts.defaults) == ([], {"x": 1})
    assert parts.statement.strip() == "MATCH (n) WHERE n.x = $x RETURN n"
    with pytest.raises(QueryError, match="no statement in it"):
        take_apart("// only a comment\n", "own.cypher")


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "lineage" / "models_by_name.cypher"
    path.parent.mkdir()
    path.write_bytes(GOOD.replace("\n", "\r\n").encode())
    assert read_query(path).title == "Models by name"


def test_every_stored_file_is_sound() -> None:
    labels, types = {node.label for node in NODES}, {one.type_name for one in RELATIONSHIPS}
    for query in all_queries():
        findings = lint(query.statement) + lint_names(query.statement, labels, types)
        assert findings == [], query.path
        assert query.parameters[-1].name == MAX_ROWS, query.path
        assert query.path.name == query.path.name.lower(), query.path


def test_names_and_columns_of_the_first_set_are_an_interface() -> None:
    queries = {query.name: [column.name for column in query.columns] for query in all_queries()}
    assert {name: queries.get(name) for name in FIRST_SET} == FIRST_SET


def test_graph_counts_counts_every_declaration() -> None:
    text = find_path("graph-counts").read_text(encoding="utf-8")
    for node in NODES:
        assert f'["node", "{node.label}", COUNT {{ (:{node.label}) }}]' in text
    for one in RELATIONSHIPS:
        assert f'["relationship", "{one.type_name}", COUNT {{ ()-[:{one.type_name}]->() }}]' in text


def test_an_unknown_name_gets_a_close_suggestion() -> None:
    with pytest.raises(QueryError, match="no stored query is named 'lineage-ancestor'") as caught:
        find_path("lineage-ancestor")
    assert caught.value.hint == "did you mean lineage-ancestors?"
    assert find_path("lineage_ancestors") == find_path("lineage-ancestors")


def test_a_file_is_read_again_where_it_has_changed(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    first = find_query("models-by-name", tmp_path)
    assert find_query("models-by-name", tmp_path) is first
    assert all_queries(tmp_path)[0] is first
    path.write_text(GOOD.replace("Models by name", "Other models by name"))
    assert all_queries(tmp_path)[0].title == "Other models by name"
    assert find_query("models-by-name", tmp_path).title == "Other models by name"
    path.unlink()
    with pytest.raises(QueryError, match="no stored query"):
        find_query("models-by-name", tmp_path)


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (tmp_path / "quality").mkdir()
    (tmp_path / "quality" / "models-by-name.cypher").write_text(GOOD)
    with pytest.raises(QueryError, match="two stored queries are named models-by-name"):
        query_paths(tmp_path)


def test_param_lines_say_what_is_given() -> None:
    query = find_query("lineage-descendants")
    changed = with_values(query, {"model_id": 'a"b/c', "max_rows": 3})
    assert take_apart(changed, "changed").defaults == {"model_id": 'a"b/c', "max_hops": 20, "max_rows": 3}
    left = take_apart(with_values(query, {"max_rows": 3}, others=False), "left")
    assert (left.defaults, left.statement.strip()) == ({"max_rows": 3}, query.statement.strip())
    assert with_values(query, {}) == query.text


def test_whatever_is_asked_about_is_found_by_its_old_id_in_one_way() -> None:
    """One form for all: a seek in an index for each label, before anything else is looked at.

    What follows in the same part of a query could be planned from its other end: all findings of a check, say.
    """
    for query in all_queries():
        labels = {one.name: "|".join(one.artifacts) for one in query.parameters}
        lines = query.statement.splitlines()
        for line, following in pairwise(lines):
            for name in re.findall(r"\bAlias \{id: \$(\w+)", line):
                form = re.escape(f"(:{labels[name]}|Alias {{id: ${name}}})-[:ALIAS_OF]->{{0,1}}(")
                assert re.search(rf"MATCH {form}\w*:{re.escape(labels[name])}\)", line), (query.name, line)
                assert following.split()[0] in ("WITH", "RETURN"), (query.name, following)
        for one in query.parameters:
            if one.artifacts and one.type == "STRING":
                assert re.search(rf"Alias \{{id: (\${one.name}|id)\}}", query.statement), (query.name, one.name)
