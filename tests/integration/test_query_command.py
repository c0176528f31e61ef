"""The `query` command as a person uses it, as a process of its own."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from supplygraph.queries.catalogue import query_paths
from supplygraph.settings import Settings
from supplygraph.store.connection import Connection
from tests.conftest import empty

Command = Callable[..., "subprocess.CompletedProcess[str]"]

pytestmark = pytest.mark.integration

BASE = "meta-llama/Llama-3.1-8B"
HOSTILE = "evil/\x1b[2J\u202emodel"


@pytest.fixture(scope="module")
def graph(connection: Connection) -> Connection:
    empty(connection)
    connection.execute(
        """
        CREATE (base:Model {id: $base, _folded: toLower($base), downloads: 10}),
               (:Model {id: 'a/one'})-[:DERIVED_FROM {relation: 'merge'}]->(base),
               (:Model {id: $hostile})-[:DERIVED_FROM {relation: 'quantized'}]->(base),
               (:Model {id: '=1+1'})-[:DERIVED_FROM {relation: 'quantized'}]->(base)
        """,
        {"hostile": HOSTILE, "base": BASE},
    )
    return connection


def imports_of(*arguments: str) -> set[str]:
    code = (
        "import sys; sys.argv = ['supplygraph', *sys.argv[1:]]\n"
        "from supplygraph.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('\\n' + ' '.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("query",),
        ("query", "--help"),
        ("query", "lineage-roots", "--help"),
        ("query", "lineage-roots", "--print"),
        ("query", "lineage-roots", "--browser"),
    ],
)
def test_looking_around_imports_neither_driver_nor_pydantic(arguments: tuple[str, ...]) -> None:
    heavy = {"neo4j", "pydantic", "rich", "pandas", "asyncio"}
    assert not heavy & imports_of(*arguments)


def test_the_list_names_every_query_by_topic(command: Command) -> None:
    done = command("query")
    assert done.returncode == 0
    for name in query_paths():
        assert f"  {name} " in done.stdout
    assert done.stdout.startswith("Start here:\n  supplygraph query lineage-descendants")
    assert done.stdout.index("(lineage)") < done.stdout.index("(license)") < done.stdout.index("(checks)")
    assert "made from it? (lineage)" in command("query", "--help").stdout


def test_help_of_a_query_says_what_it_takes_and_returns(command: Command) -> None:
    text = command("query", "lineage-ancestors", "--help").stdout
    for word in ("--model-id", "--max-hops", "[default: 20]", "ancestor ", "one row per ancestor", "--browser"):
        assert word in text
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.usefixtures("graph")
class TestRows:
    """Rows of stored queries and of own Cypher."""

    def test_json_lines(self, command: Command) -> None:
        done = command("query", "lineage-descendants", "--model-id", BASE, "--format", "jsonl", "--max-hops", "1")
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        assert [row["descendant"] for row in rows] == ["=1+1", "a/one", HOSTILE]
        assert rows[1] == {
            "descendant": "a/one",
            "hops": 1,
            "relations": ["merge"],
            "license": None,
            "downloads": None,
            "downloads_and_below": 0,
        }
        assert done.stderr == ""

    def test_options_before_the_name_and_parameters_by_name(self, command: Command) -> None:
        done = command("query", "--format", "csv", "lineage_descendants", "--model-id", BASE, "--param", "max_rows=1")
        assert list(csv.reader(done.stdout.splitlines())) == [
            ["descendant", "hops", "relations", "license", "downloads", "downloads_and_below"],
            ["'=1+1", "1", '["quantized"]', "", "", "0"],
        ]
        assert "Stopped at --max-rows 1" in done.stderr

    def test_a_table_is_safe(self, command: Command) -> None:
        done = command("query", "lineage-descendants", "--model-id", BASE.upper())
        assert "\x1b" not in done.stdout
        assert "\u202e" not in done.stdout
        assert done.stdout.splitlines()[3].split() == ["a/one", "1", "merge", "0"]

    def test_no_rows_are_told_from_what_is_not_there(self, command: Command) -> None:
        done = command("query", "lineage-ancestors", "--model-id", "no/such\x1b[2J")
        assert (done.returncode, done.stdout) == (2, "")
        assert "Error: no/such\\u001b[2J is not in the graph\n" in done.stderr
        done = command("query", "lineage-ancestors", "--model-id", BASE)
        assert done.stderr == f"No rows: the graph has {BASE}, and nothing in it answers this: there are none.\n"
        assert done.stdout.split() == ["ancestor", "hops", "relations", "license", *["-" * n for n in (8, 4, 9, 7)]]

    def test_a_query_about_one_artifact_asks_which(self, command: Command) -> None:
        done = command("query", "lineage-ancestors")
        assert (done.returncode, done.stdout) == (4, "")
        assert done.stderr == "Error: lineage-ancestors has to be told model_id\nhint: give --model-id ID\n"
        assert "[required]" in command("query", "lineage-ancestors", "--help").stdout

    def test_a_file_is_written_whole(self, command: Command, tmp_path: Path) -> None:
        done = command("query", "lineage-top-bases", "--format", "json", "--out", "rows.json")
        assert (done.stdout, done.stderr) == ("", "Wrote 1 row to rows.json\n")
        assert json.loads((tmp_path / "rows.json").read_text())[0]["children"] == 3
        failed = command(
            "query", "--cypher", "UNWIND [1, 0] AS x RETURN 1 / x AS y", "--format", "json", "--out", "rows.json"
        )
        assert failed.returncode == 4
        assert json.loads((tmp_path / "rows.json").read_text())[0]["children"] == 3
        assert [path.name for path in tmp_path.iterdir()] == ["rows.json"]

    def test_why_there_are_no_rows(self, command: Command) -> None:
        assert "nothing is loaded that says which code loads which model" in command("query", "reuse-stale").stderr
        done = command("query", "fingerprint-twins", "--model-id", BASE)
        assert done.stderr.splitlines()[1] == "hint: `supplygraph load fingerprints --from-graph`"
        done = command("query", "license-verdicts")
        assert (done.returncode, "load something first" in done.stderr) == (2, True)
        done = command("query", "naming-lineage", "--classes", "conflicts")
        assert done.stderr == "No rows: there is no class conflicts.\nhint: did you mean conflict?\n"
        assert "there is no class" not in command("query", "naming-lineage", "--classes", "risk").stderr
        done = command("query", "fingerprint-outliers", "--max-rows", "0")
        assert done.stderr == "No rows: --max-rows is 0.\n"
        done = command("query", "quality-contradictions")
        assert done.stderr == "No rows: there are none among 4 models, 0 datasets and 0 repositories.\n"
        done = command("query", "--cypher", "MATCH (m:Model {id: 'x'}) RETURN m.id AS id")
        assert done.stderr == "No rows: nothing in the graph matches.\n"

    def test_columns_and_order(self, command: Command) -> None:
        ask = ("query", "lineage-descendants", "--model-id", BASE, "--format", "csv")
        done = command(*ask, "--columns", "hops, descendant", "--sort", "-descendant")
        assert [row[1] for row in csv.reader(done.stdout.splitlines())] == ["descendant", HOSTILE, "a/one", "'=1+1"]
        done = command(*ask, "--columns", "descendent")
        assert (done.returncode, done.stdout) == (4, "")
        assert done.stderr == "Error: there is no column 'descendent'\nhint: did you mean descendant?\n"
        assert "hint: there are " in command(*ask, "--sort", "x").stderr

    def test_the_ending_of_a_file_says_how_it_is_written(self, command: Command, tmp_path: Path) -> None:
        for ending, first in (("csv", "base,"), ("md", "| base |"), ("html", "<!doctype html>"), ("jsonl", '{"base"')):
            assert command("query", "lineage-top-bases", "--out", f"rows.{ending}").returncode == 0
            assert (tmp_path / f"rows.{ending}").read_text().startswith(first)
        assert command("query", "lineage-top-bases", "--out", "rows.parquet").returncode == 0
        assert (tmp_path / "rows.parquet").read_bytes().startswith(b"PAR1")

    def test_own_cypher(self, command: Command, tmp_path: Path) -> None:
        (tmp_path / "my.cypher").write_text(
            '// Mine\n:param part => "a/";\nMATCH (m:Model)\nWHERE m.id STARTS WITH $part\nRETURN m.id LIMIT 3;\n'
        )
        done = command("query", "--file", "my.cypher", "--format", "jsonl")
        assert json.loads(done.stdout) == {"m.id": "a/one"}
        assert done.stderr.splitlines() == [
            "warning: my.cypher:5: a column has no name; write AS name",
            "warning: my.cypher:5: LIMIT without ORDER BY gives other rows each time",
        ]
        done = command("query", "--file", "my.cypher", "--param", "part=meta", "--format", "jsonl")
        assert json.loads(done.stdout) == {"m.id": "meta-llama/Llama-3.1-8B"}

    def test_own_cypher_from_standard_input(self, command: Command) -> None:
        done = command("query", "--file", "-", "--param", "x=[1]", "--format", "jsonl", input="RETURN $x AS x")
        assert json.loads(done.stdout) == {"x": [1]}

    def test_own_cypher_that_writes(self, command: Command, graph: Connection) -> None:
        done = command("query", "--cypher", "CREATE (n:Model {id: 'x'}) RETURN n AS n")
        assert (done.returncode, done.stdout) == (4, "")
        assert done.stderr.startswith("Error: --cypher:1:1: CREATE is refused")
        assert "hint: " in done.stderr
        assert graph.read("MATCH (n:Model {id: 'x'}) RETURN n") == []

    def test_a_syntax_error_is_one_line(self, command: Command) -> None:
        done = command("query", "--cypher", "MATCH (n RETURN n AS n")
        assert done.returncode == 4
        assert done.stderr.startswith("Error: --cypher:1:10: Invalid input 'RETURN'")
        assert done.stderr.count("\n") == 1

    def test_a_closed_pipe_ends_quietly(self, settings: Settings) -> None:
        line = (
            f"{sys.executable} -m supplygraph query --store {settings.store} --format jsonl"
            " --cypher 'UNWIND range(1, 200000) AS x RETURN x AS x' | head -n 2"
        )
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True, timeout=240)
        assert done.stdout == '{"x": 1}\n{"x": 2}\n'
        assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ["lineage-ancestor"],
            4,
            "Error: no stored query is named 'lineage-ancestor'\nhint: did you mean lineage-ancestors?\n",
        ),
        (["lineage-roots", "--max-rows", "-1"], 2, "Invalid value for '--max-rows'"),
        (["lineage-roots", "--param", "max_row=1"], 4, "hint: did you mean max_rows?"),
        (["lineage-roots", "--open"], 2, "--open goes with --browser"),
        (["lineage-roots", "--cypher", "RETURN 1"], 2, "No such option"),
        (["--cypher", "RETURN 1", "lineage-roots"], 2, "give either the name of a stored query"),
        (["--cypher", "RETURN 1", "--file", "x"], 2, "give either --file or --cypher"),
        (["--file", "no-such-file"], 2, "there is no file no-such-file"),
        (["--cypher", ""], 4, "no statement"),
    ],
)
def test_what_a_person_gets_wrong_is_named(command: Command, arguments: list[str], code: int, message: str) -> None:
    done = command("query", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr


def test_print_and_browser_need_no_server(command: Command, tmp_path: Path) -> None:
    nowhere = {"SUPPLYGRAPH_STORE": str(tmp_path / "none"), "SUPPLYGRAPH_JAVA": "/no/java"}
    done = command("query", "lineage-roots", "--print", env=nowhere)
    assert done.stdout == query_paths()["lineage-roots"].read_text(encoding="utf-8")
    done = command("query", "lineage-roots", "--print", "--max-rows", "7", env=nowhere)
    assert ":param max_rows => 7;" in done.stdout
    done = command("query", "lineage-roots", "--print", "--for", "cypher-shell", env=nowhere)
    assert "\n:param" not in done.stdout
    done = command("query", "lineage-roots", "--browser", "--max-rows", "7", env=nowhere)
    assert done.stdout.startswith("// Roots of the model lineage\nMATCH")
    assert done.stdout.rstrip().endswith("LIMIT 7")
