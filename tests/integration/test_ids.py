"""An artifact is found by its id in any letter case, by an address and by an old id, whatever is loaded first."""

import io
import itertools
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from supplygraph.enrich.work import bring_up_to_date
from supplygraph.errors import InputError, QueryError
from supplygraph.export.records import export_records
from supplygraph.load import load
from supplygraph.queries.catalogue import all_queries
from supplygraph.queries.parameters import complete
from supplygraph.queries.plain import cell
from supplygraph.queries.run import run
from supplygraph.schema.nodes import Dataset, Model
from supplygraph.sources.admitted import admitted
from supplygraph.sources.hub_file import HubFile
from supplygraph.sources.records import Records
from supplygraph.sources.source import Source
from supplygraph.store.connection import Connection
from supplygraph.store.constraints import ensure_schema
from supplygraph.store.find import LABELS, find_artifact, find_artifacts
from supplygraph.store.folding import fold_ids
from supplygraph.store.writer import Writer, Written
from supplygraph.tally import Tally
from tests.conftest import write_lines
from tests.graph_snapshot import snapshot

pytestmark = pytest.mark.integration


@dataclass
class Put:
    """What came of bringing something into the graph."""

    written: Written
    tally: Tally


def model(id_: str, **card: Any) -> dict[str, Any]:
    card = {"license": "mit", **card}
    return {"id": id_, "downloads": 3, "tags": [], "library_name": "transformers", "cardData": card}


def put(graph: Connection, source: Source) -> Put:
    """What a load does without deriving anything, which here says nothing and takes long."""
    done = Put(Written(), Tally())
    for written in Writer(graph, source.name, datetime.now(UTC)).write(
        admitted(source.elements(done.tally), done.tally)
    ):
        done.written.add(written)
    fold_ids(graph)
    return done


def put_models(graph: Connection, folder: Path, *rows: dict[str, Any]) -> Put:
    return put(graph, HubFile([write_lines(folder / "models.jsonl", list(rows))]))


def put_records(graph: Connection, folder: Path, *rows: dict[str, Any]) -> Put:
    return put(graph, Records([write_lines(folder / "records.jsonl", list(rows))]))


def joined(graph: Connection, kind: str = "DERIVED_FROM") -> list[tuple[str, str, str | None]]:
    rows = graph.read(
        "MATCH (a)-[r]->(b) WHERE type(r) = $kind "
        "RETURN coalesce(a.id, a.name) AS a, coalesce(b.id, b.name) AS b, r.raw AS raw ORDER BY a, b",
        {"kind": kind},
    )
    return [(row["a"], row["b"], row["raw"]) for row in rows]


def stubs(graph: Connection) -> list[str]:
    rows = graph.read("MATCH (n) WHERE n.status = 'stub' RETURN n.id AS id ORDER BY id")
    return [row["id"] for row in rows]


BASE = model("Reedbank/Otter-7B")
CHILD = model("mill/otter-chat", base_model="reedbank/otter-7b")
OTHER = model("mill/otter-code", base_model="ReedBank/OTTER-7B")


@pytest.mark.parametrize("order", list(itertools.permutations([BASE, CHILD, OTHER])), ids=range(6))
@pytest.mark.parametrize("together", [True, False])
def test_a_base_in_other_letters_is_the_described_one(
    empty_graph: Connection, tmp_path: Path, order: tuple[dict[str, Any], ...], together: bool
) -> None:
    for rows in [order] if together else [[row] for row in order]:
        put_models(empty_graph, tmp_path, *rows)
    assert joined(empty_graph) == [
        ("mill/otter-chat", "Reedbank/Otter-7B", "reedbank/otter-7b"),
        ("mill/otter-code", "Reedbank/Otter-7B", "ReedBank/OTTER-7B"),
    ]
    assert stubs(empty_graph) == []
    before = snapshot(empty_graph)
    again = put_models(empty_graph, tmp_path, *order)
    assert (again.written.nodes_created, again.written.relationships_created) == (0, 0)
    assert snapshot(empty_graph) == before


TWIN = model("reedbank/otter-7b")


@pytest.mark.parametrize("order", list(itertools.permutations([BASE, TWIN, CHILD, OTHER])), ids=range(24))
def test_each_of_two_models_that_differ_by_letter_case_keeps_what_names_it(
    empty_graph: Connection, tmp_path: Path, order: tuple[dict[str, Any], ...]
) -> None:
    for row in order:
        put_models(empty_graph, tmp_path, row)
    assert ("mill/otter-chat", "reedbank/otter-7b", None) in joined(empty_graph)
    before = snapshot(empty_graph)
    again = put_models(empty_graph, tmp_path, *order)
    assert (again.written.nodes_created, again.written.relationships_created) == (0, 0)
    assert snapshot(empty_graph) == before


def test_of_two_such_models_the_one_that_the_hub_names_stays_the_base(empty_graph: Connection, tmp_path: Path) -> None:
    """The card writes the id of the other one, which is `raw` and moves nothing."""
    child = {**CHILD, "tags": ["base_model:Reedbank/Otter-7B", "base_model:finetune:Reedbank/Otter-7B"]}
    for row in (BASE, TWIN, child):
        put_models(empty_graph, tmp_path, row)
    assert joined(empty_graph) == [("mill/otter-chat", "Reedbank/Otter-7B", "reedbank/otter-7b")]
    again = put_models(empty_graph, tmp_path, BASE, TWIN, child)
    assert (again.written.nodes_created, again.written.relationships_created) == (0, 0)


def test_a_renamed_base_stays_where_its_old_id_is_a_model_again(empty_graph: Connection, tmp_path: Path) -> None:
    put_records(empty_graph, tmp_path, {"kind": "model", "id": "mill/new", "aliases": ["mill/old"]})
    child = {**model("mill/child", base_model="mill/old"), "tags": ["base_model:mill/new"]}
    put_models(empty_graph, tmp_path, model("mill/old"), child)
    assert joined(empty_graph) == [("mill/child", "mill/new", "mill/old")]


def test_an_old_id_that_is_described_later_gets_back_what_names_it(empty_graph: Connection, tmp_path: Path) -> None:
    old = {"kind": "model", "id": "mill/new", "aliases": ["mill/old"]}
    put_records(empty_graph, tmp_path, old)
    put_models(empty_graph, tmp_path, model("mill/child", base_model="mill/old"))
    put_records(empty_graph, tmp_path, {"kind": "model", "id": "mill/old"})
    assert joined(empty_graph) == [("mill/child", "mill/old", None)]


def test_a_first_model_that_is_described_by_its_old_id_gets_back_what_names_it(
    empty_graph: Connection, tmp_path: Path
) -> None:
    put_records(empty_graph, tmp_path, {"kind": "model", "id": "openai-community/gpt2"})
    put_records(empty_graph, tmp_path, {"kind": "model", "id": "mill/child", "derived_from": ["gpt2"]})
    assert joined(empty_graph) == [("mill/child", "openai-community/gpt2", "gpt2")]
    put_records(empty_graph, tmp_path, {"kind": "model", "id": "gpt2"})
    assert joined(empty_graph) == [("mill/child", "gpt2", None)]


def test_spellings_of_an_artifact_that_nobody_describes_are_one_stub(empty_graph: Connection, tmp_path: Path) -> None:
    graphs = []
    for rows in ([CHILD, OTHER], [OTHER, CHILD]):
        empty_graph.execute("MATCH (n:Model) DETACH DELETE n")
        for row in rows:
            put_models(empty_graph, tmp_path, row)
        assert stubs(empty_graph) == ["ReedBank/OTTER-7B"]
        assert put_models(empty_graph, tmp_path, *rows).written.nodes_created == 0
        graphs.append(joined(empty_graph))
    assert (
        graphs[0]
        == graphs[1]
        == [
            ("mill/otter-chat", "ReedBank/OTTER-7B", "reedbank/otter-7b"),
            ("mill/otter-code", "ReedBank/OTTER-7B", None),
        ]
    )


def test_two_described_artifacts_that_differ_in_letters_stay_two(empty_graph: Connection, tmp_path: Path) -> None:
    twins = (model("Reedbank/Otter-7B"), model("reedbank/otter-7b"))
    put_models(empty_graph, tmp_path, *twins, OTHER, CHILD)
    assert joined(empty_graph) == [
        ("mill/otter-chat", "reedbank/otter-7b", None),  # the exact id wins
        ("mill/otter-code", "ReedBank/OTTER-7B", None),  # none of the two is meant surely
    ]


def test_other_hubs_tell_upper_and_lower_case_apart(empty_graph: Connection, tmp_path: Path) -> None:
    put_records(
        empty_graph,
        tmp_path,
        {"kind": "model", "id": "flair:NER"},
        {"kind": "model", "id": "mill/a", "derived_from": "flair:ner"},
    )
    assert joined(empty_graph) == [("mill/a", "flair:ner", None)]


def test_every_kind_of_reference_ends_at_the_described_artifact(empty_graph: Connection, tmp_path: Path) -> None:
    described = [
        {"kind": "model", "id": "Acme/Base"},
        {"kind": "dataset", "id": "Acme/Data"},
        {"kind": "repository", "id": "github.com/Acme/Code"},
    ]
    rows: list[dict[str, Any]] = [
        {"kind": "model", "id": "acme/child", "derived_from": "acme/base", "trained_on": "ACME/DATA",
         "code": "github.com/acme/code", "succeeded_by": "acme/BASE"},
        {"kind": "dataset", "id": "acme/made", "generated_from": "acme/base", "derived_from": "acme/data"},
        {"kind": "space", "id": "acme/demo", "uses": ["acme/base", {"kind": "dataset", "id": "acme/data"}]},
        {"kind": "repository", "id": "github.com/acme/app", "fork_of": "github.com/acme/CODE",
         "uses": ["acme/base"], "mentions": [{"kind": "dataset", "id": "acme/data"}]},
    ]  # fmt: skip
    expected = None
    for first, second in ((described, rows), (rows, described)):
        empty_graph.execute("MATCH (n:Model|Dataset|Space|Repository) DETACH DELETE n")
        put_records(empty_graph, tmp_path, *first)
        put_records(empty_graph, tmp_path, *second)
        assert stubs(empty_graph) == []
        assert put_records(empty_graph, tmp_path, *first, *second).written.nodes_created == 0
        found = {
            kind: joined(empty_graph, kind)
            for kind in ("DERIVED_FROM", "TRAINED_ON", "GENERATED_FROM", "SUCCEEDED_BY", "USES", "REUSES", "MENTIONS",
                         "HAS_CODE", "FORK_OF")
        }  # fmt: skip
        assert found["DERIVED_FROM"] == [
            ("acme/child", "Acme/Base", "acme/base"), ("acme/made", "Acme/Data", "acme/data")
        ]  # fmt: skip
        assert found["MENTIONS"] == [("github.com/acme/app", "Acme/Data", "acme/data")]
        assert found["FORK_OF"] == [("github.com/acme/app", "github.com/Acme/Code", None)]
        assert expected in (None, found)
        expected = found


def test_an_old_id_in_other_letters_and_the_first_models(empty_graph: Connection, tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"kind": "model", "id": "new/Otter", "aliases": ["Old/Otter"]},
        {"kind": "model", "id": "openai-community/gpt2"},
        {"kind": "model", "id": "mill/a", "derived_from": ["old/otter", "GPT2"]},
    ]
    for order in (rows, rows[::-1]):
        empty_graph.execute("MATCH (n:Model|Alias) DETACH DELETE n")
        put_records(empty_graph, tmp_path, *order)
        assert joined(empty_graph) == [
            ("mill/a", "new/Otter", "old/otter"),
            ("mill/a", "openai-community/gpt2", "GPT2"),
        ]
        assert put_records(empty_graph, tmp_path, *order).written.nodes_created == 0


def test_what_two_spellings_say_is_united(empty_graph: Connection, tmp_path: Path) -> None:
    app: dict[str, Any] = {
        "kind": "repository", "id": "github.com/acme/app",
        "uses": [{"id": "acme/base", "places": ["a.py:1"], "calls": ["load"]},
                 {"id": "Acme/Base", "places": ["b.py:2"], "calls": ["load"]}],
    }  # fmt: skip
    base: dict[str, Any] = {"kind": "model", "id": "Acme/Base"}
    for order in ([app, base], [base, app]):
        empty_graph.execute("MATCH (n:Model|Repository) DETACH DELETE n")
        for row in order:
            put_records(empty_graph, tmp_path, row)
        put_records(empty_graph, tmp_path, app, base)
        (row,) = empty_graph.read("MATCH ()-[r:REUSES]->() RETURN r.places AS places, r.calls AS calls")
        assert row == {"places": ["b.py:2", "a.py:1"], "calls": ["load", "load"]}


def test_claims_go_to_the_dataset_that_their_name_means(empty_graph: Connection, tmp_path: Path) -> None:
    claims = [{"id": "Pears", "value": 0.5, "metric": "f1"}, {"id": "Pears", "value": 0.6, "metric": "f1"}]
    for records in (
        [{"kind": "model", "id": "o/m", "evaluated_on": claims}],
        [{"kind": "dataset", "id": "pears"}],
        [{"kind": "model", "id": "o/n", "evaluated_on": [{**claims[0], "id": "PEARS"}]}],
    ):
        put(empty_graph, Records([write_lines(tmp_path / "claims.jsonl", records)]))
    found = empty_graph.read(
        "MATCH (m)-[r:EVALUATED_ON]->(d) "
        "RETURN m.id AS model, d.id AS data, r.value AS value, r.raw AS raw ORDER BY model, value"
    )
    assert [tuple(row.values()) for row in found] == [
        ("o/m", "pears", 0.5, "Pears"),
        ("o/m", "pears", 0.6, "Pears"),
        ("o/n", "pears", 0.5, "PEARS"),
    ]


def test_an_address_as_base_is_the_model_it_leads_to(empty_graph: Connection, tmp_path: Path) -> None:
    addresses = {
        "mill/a": "https://huggingface.co/Reedbank/Otter-7B",
        "mill/b": "https://huggingface.co/reedbank/otter-7b/tree/main",
        "mill/c": "hf.co/Reedbank/Otter-7B",
        "mill/d": "[Otter](https://huggingface.co/Reedbank/Otter-7B/)",
    }
    children = [model(id_, base_model=text) for id_, text in addresses.items()]
    result = put_models(empty_graph, tmp_path, *children, BASE)
    assert joined(empty_graph) == [(id_, "Reedbank/Otter-7B", text) for id_, text in addresses.items()]
    assert "bases_no_id" not in result.tally.counts
    assert stubs(empty_graph) == []


def test_records_make_no_artifact_whose_id_is_an_address(empty_graph: Connection, tmp_path: Path) -> None:
    result = put_records(
        empty_graph,
        tmp_path,
        {"kind": "model", "id": "https://huggingface.co/acme/child", "derived_from": "hf.co/acme/base",
         "trained_on": "https://huggingface.co/datasets/acme/data", "code": "git@github.com:acme/code.git"},
        {"kind": "repository", "id": "https://github.com/acme/app", "uses": ["https://example.org/some/model"],
         "mentions": [{"kind": "dataset", "id": "https://huggingface.co/datasets/acme/data"}]},
        {"kind": "model", "id": "https://example.org/acme/x"},
    )  # fmt: skip
    assert joined(empty_graph) == [("acme/child", "acme/base", "hf.co/acme/base")]
    assert joined(empty_graph, "TRAINED_ON") == [
        ("acme/child", "acme/data", "https://huggingface.co/datasets/acme/data")
    ]
    assert joined(empty_graph, "HAS_CODE") == [("acme/child", "github.com/acme/code", "git@github.com:acme/code.git")]
    assert joined(empty_graph, "MENTIONS")[0][:2] == ("github.com/acme/app", "acme/data")
    assert result.tally.counts["ids_refused"] == 2
    assert empty_graph.read("MATCH (n:Model|Dataset|Repository) WHERE n.id CONTAINS '://' RETURN count(n) AS n") == [
        {"n": 0}
    ]


def test_what_can_be_no_id_is_counted_and_not_loaded(empty_graph: Connection, tmp_path: Path) -> None:
    result = put_records(
        empty_graph,
        tmp_path,
        {"kind": "model", "id": "mill/a", "derived_from": ["../x", "null", "mill/\u03bftter", "mill/b"]},
        {"kind": "model", "id": "..", "derived_from": "mill/b"},
    )
    assert joined(empty_graph) == [("mill/a", "mill/b", None)]
    assert result.tally.counts["ids_refused"] == 3
    assert result.tally.counts["values_without_meaning"] == 1


def test_an_export_comes_back_as_it_was(empty_graph: Connection, tmp_path: Path) -> None:
    put_models(empty_graph, tmp_path, BASE, CHILD, OTHER)
    out = io.StringIO()
    export_records(empty_graph, out)
    before = joined(empty_graph)
    empty_graph.execute("MATCH (n:Model) DETACH DELETE n")
    put_records(empty_graph, tmp_path, *map(json.loads, out.getvalue().splitlines()))
    assert joined(empty_graph) == before


def test_a_graph_made_before_ids_were_folded_is_brought_up_to_date(empty_graph: Connection, tmp_path: Path) -> None:
    empty_graph.execute("DROP INDEX model__folded")
    empty_graph.execute("CREATE (:Model {id: 'Reedbank/Otter-7B', status: 'present'})")
    ensure_schema(empty_graph)
    put_models(empty_graph, tmp_path, CHILD)
    assert joined(empty_graph) == [("mill/otter-chat", "Reedbank/Otter-7B", "reedbank/otter-7b")]


def test_lineage_follows_a_base_that_is_loaded_later(known_graph: Connection, tmp_path: Path) -> None:
    for number, rows in enumerate(([CHILD, OTHER], [BASE])):
        load(HubFile([write_lines(tmp_path / f"{number}.jsonl", rows)]), lambda: known_graph)
    (row,) = known_graph.read("MATCH (m:Model {id: 'Reedbank/Otter-7B'}) RETURN m.lineage_descendants AS below")
    assert row == {"below": 2}
    assert stubs(known_graph) == []


@pytest.fixture
def asked(empty_graph: Connection, tmp_path: Path) -> Connection:
    """Artifacts to ask for, one of them only named by others."""
    put_records(
        empty_graph,
        tmp_path,
        {"kind": "model", "id": "Reedbank/Otter-7B", "downloads": 9, "aliases": "Pondside/Otter-7B"},
        {"kind": "model", "id": "mill/otter-chat", "derived_from": ["Reedbank/Otter-7B", "stream/Vole-2B"]},
        {"kind": "model", "id": "google-bert/bert-base-uncased"},
        {"kind": "model", "id": "heronry/Stilt-2-7b-hf"},
        {"kind": "model", "id": "heronry/Stilt-3-7b", "downloads": 9},
        {"kind": "dataset", "id": "Reedbank/Fish"},
        {"kind": "model", "id": "twin/Newt"},
        {"kind": "model", "id": "twin/newt"},
        {"kind": "repository", "id": "github.com/Mill/Wheel"},
    )
    return empty_graph


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("Reedbank/Otter-7B", "Reedbank/Otter-7B"),
        ("reedbank/OTTER-7b", "Reedbank/Otter-7B"),
        (" https://huggingface.co/reedbank/otter-7b/tree/main ", "Reedbank/Otter-7B"),
        ("hf.co/Reedbank/Otter-7B:Q4_K_M", "Reedbank/Otter-7B"),
        ("hf://Reedbank/Otter-7B@main", "Reedbank/Otter-7B"),
        ("Pondside/Otter-7B", "Reedbank/Otter-7B"),
        ("https://huggingface.co/pondside/otter-7b", "Reedbank/Otter-7B"),
        ("bert-base-uncased", "google-bert/bert-base-uncased"),
        ("BERT-base-uncased", "google-bert/bert-base-uncased"),
        ("STREAM/vole-2b", "stream/Vole-2B"),
        ("reedbank/fish", "Reedbank/Fish"),
        ("https://huggingface.co/datasets/Reedbank/Fish/viewer", "Reedbank/Fish"),
        ("datasets/reedbank/fish", "Reedbank/Fish"),
        ("twin/newt", "twin/newt"),
        ("twin/Newt", "twin/Newt"),
        ("github.com/mill/wheel", "github.com/Mill/Wheel"),
        ("https://github.com/Mill/wheel/tree/main", "github.com/Mill/Wheel"),
        ("git@github.com:Mill/Wheel.git", "github.com/Mill/Wheel"),
    ],
)
def test_an_artifact_is_found_however_it_is_named(asked: Connection, text: str, id_: str) -> None:
    assert find_artifact(asked, text).id == id_


@pytest.mark.parametrize(
    ("text", "labels", "hint"),
    [
        ("reedbank/otter-7", LABELS, "did you mean Reedbank/Otter-7B?"),
        ("reedbanks/otter-7b", LABELS, "did you mean Reedbank/Otter-7B?"),
        ("ott", ("Model",), "did you mean Reedbank/Otter-7B or mill/otter-chat?"),
        ("heronry/stilt-2-7b", LABELS, "did you mean heronry/Stilt-2-7b-hf or heronry/Stilt-3-7b?"),
        ("TWIN/NEWT", LABELS, "did you mean twin/Newt or twin/newt?"),
        ("reedbank/fish", ("Model",), "load it first"),
        ("zz/qq", LABELS, "load it first"),
        ("https://huggingface.co/datasets/Reedbank/Otter-7B", LABELS, "load it first"),
        ("", LABELS, "load it first"),
        ("\x1b[2J", LABELS, "load it first"),
    ],
)
def test_what_is_not_there_is_said_with_what_comes_near(
    asked: Connection, text: str, labels: tuple[str, ...], hint: str
) -> None:
    with pytest.raises(InputError) as caught:
        find_artifact(asked, text, labels)
    assert hint in (caught.value.hint or "")
    assert "\x1b" not in caught.value.message


def test_a_stored_query_takes_any_name_of_its_artifact(asked: Connection) -> None:
    for name in ("Reedbank/Otter-7B", "reedbank/otter-7b", "https://hf.co/Reedbank/Otter-7B", "pondside/otter-7b"):
        rows = run(asked, "lineage-descendants", {"model_id": name}).rows
        assert [row["descendant"] for row in rows] == ["mill/otter-chat"]
    rows = run(asked, "lineage-children", {"model_ids": ["REEDBANK/otter-7b", "stream/vole-2b"]}).rows
    assert {row["base"] for row in rows} == {"Reedbank/Otter-7B", "stream/Vole-2B"}
    with pytest.raises(QueryError, match="has to be told model_id"):
        run(asked, "lineage-descendants")
    with pytest.raises(InputError, match="is not in the graph"):
        run(asked, "lineage-descendants", {"model_id": "Reedbank/Fish"})


CODE = "github.com/new/code"


def test_old_ids_lead_to_the_artifact_without_the_package_too(known_graph: Connection, tmp_path: Path) -> None:
    """As in Neo4j Browser and cypher-shell, where nothing but the statement knows of them."""
    put_records(
        known_graph,
        tmp_path,
        {"kind": "model", "id": "new/base", "license": "cc-by-nc-4.0"},
        {"kind": "dataset", "id": "new/data", "license": "cc-by-nc-4.0", "aliases": "old/data"},
        {"kind": "dataset", "id": "new/more", "license": "mit", "aliases": "old/more", "generated_from": "new/model"},
        {
            "kind": "model",
            "id": "new/model",
            "license": "mit",
            "aliases": "old/model",
            "derived_from": "new/base",
            "trained_on": "new/data",
        },
        {"kind": "model", "id": "new/lower", "license": "mit", "derived_from": "new/model"},
        {"kind": "model", "id": "new/bare", "aliases": "old/bare", "derived_from": "new/model"},
        {"kind": "model", "id": "new/sibling", "license": "mit", "derived_from": "new/base"},
        {
            "kind": "repository",
            "id": CODE,
            "license": "mit",
            "aliases": "github.com/old/code",
            "uses": "new/model",
        },
    )
    bring_up_to_date(known_graph)
    known_graph.execute(
        """
        MATCH (m:Model {id: "new/model"}) MATCH (base:Model {id: "new/base"})
        MATCH (lower:Model {id: "new/lower"}) MATCH (data:Dataset {id: "new/data"})
        SET m += {signed: true, names_itself: true, children_relations: ["finetune"], children_counts: [2]}
        SET m.weight_hashes = ["h"], lower.weight_hashes = ["h"]
        CREATE (m)-[:EVALUATED_ON {metric: "f1", value: 0.5}]->(data)
        CREATE (m)-[:HAS_FINDING {verdict: "risk", severity: "high"}]->(:Check {name: "c", topic: "trust", check: "c"})
        CREATE (m)-[:HAS_FINGERPRINT {components: ["model"]}]->(:Fingerprint {id: "f", kind: "model", structure: "s"})
        CREATE (m)-[:IMPUTED {fact: "license", agreement: 1.0}]->(base)
        CREATE (m)-[:NAMES]->(:Family {name: "f"})
        """
    )
    answered = set()
    asked = [query for query in all_queries() if "|Alias {id: " in query.statement]
    named = [(query, one) for query in asked for one in query.parameters if one.artifacts and one.type == "STRING"]
    for (query, asked_for), now in itertools.product(named, ["new/model", "new/bare", "new/data", "new/more", CODE]):
        needed = {one.name: "new/base" for one in query.parameters if one.needed and one.artifacts}
        values = ({**needed, asked_for.name: now}, {**needed, asked_for.name: now.replace("new/", "old/")})
        answers = (known_graph.read(query.statement, complete(query, each)) for each in values)
        rows, same = ([[cell(value) for value in row.values()] for row in answer] for answer in answers)
        assert same == rows, (query.name, asked_for.name, now)
        answered |= {(query.name, now)} if rows else set()
    # What these records tell nothing about.
    silent = {query.name for query in asked} - {name for name, _ in answered}
    assert silent <= {
        "fingerprint-twins",
        "fingerprint-false",
        "fingerprint-undeclared",
        "license-texts",
        "quality-disagreements",
        "quality-discrepancies",
    }
    assert {("license-status", CODE), ("license-below", CODE), ("license-verdicts", CODE)} <= answered


def test_findings_of_a_scan_are_laid_beside_the_graph(asked: Connection) -> None:
    named = {
        Model.ref("pondside/otter-7b"): Model.ref("Reedbank/Otter-7B"),
        Model.ref("mill/Otter-Chat"): Model.ref("mill/otter-chat"),
        Dataset.ref("reedbank/fish"): Dataset.ref("Reedbank/Fish"),
    }
    assert find_artifacts(asked, [*named, Model.ref("no/such"), Model.ref("TWIN/newt")]) == named
