"""Every trap of the PeaTMOSS database gives the right elements, in the published shape and in both enhanced ones."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supplygraph.errors import InputError
from supplygraph.schema.declaration import Described, Element, Node, Relationship
from supplygraph.schema.nodes import Model, Repository
from supplygraph.schema.relationships import (
    AliasOf,
    Cites,
    Declares,
    DerivedFrom,
    HasCode,
    HasLanguage,
    HasLibrary,
    HasTask,
    InDomain,
    OfType,
    PublishedBy,
    Reuses,
    TrainedOn,
)
from supplygraph.sources.peatmoss import Peatmoss
from supplygraph.sources.peatmoss_database import Database
from supplygraph.tally import Tally
from tests.peatmoss_generator import FULL, create, fill, insert

HF, PT = 1, 2
MODELS = [
    # id, context_id, hub, sha, repo_url, downloads, likes, has_snapshot, issues, pulls
    (1, "pytorch_vision/resnet50", PT, None, "https://github.com/pytorch/vision", None, None, 1, 1, 1),
    (2, "gpt2", HF, "abc", "https://huggingface.co/gpt2", 100, 5, 1, None, None),
    (3, "007", HF, None, "https://huggingface.co/007", 3, 0, 0, None, None),
    (4, "1e3", HF, None, "https://huggingface.co/1e3", None, None, 0, None, None),
    (5, "acme/Tuned", HF, None, "https://huggingface.co/acme/Tuned", -1, 2, None, None, None),
    (6, "42", HF, None, None, None, None, 0, None, None),
    (7, None, HF, None, None, None, None, 0, None, None),
]
WORDS = {
    "library": ["transformers", "pytorch"],
    "framework": ["gpt2", "tf", "jax", "pytorch", "bert"],
    "license": ["mit", "", "unknown", "gpl-3.0"],
    "tag": ["text-generation", "vision", "cuda", "free", "none"],
    "author": ["acme", "pytorch"],
    "paper": ["https://arxiv.org/abs/1810.04805", "https://example.org/paper"],
    "dataset": ["c4", "acme/data"],
    "architecture": ["GPT2LMHeadModel"],
}
JOINED = {
    "library": [(2, 1), (1, 2)],
    "framework": [(2, 1), (2, 2), (2, 3), (5, 4), (5, 5)],
    "license": [(2, 1), (2, 2), (5, 3), (5, 4), (3, 2)],
    "tag": [(2, 1), (2, 4), (1, 2), (1, 3), (5, 5)],
    "author": [(5, 1), (1, 2)],
    "paper": [(2, 1), (5, 2)],
    "dataset": [(2, 1), (5, 2)],
    "architecture": [(2, 1)],
}


@pytest.fixture
def published(tmp_path: Path) -> Callable[..., Path]:
    def make(enhanced: str | None = None, more: Callable[[sqlite3.Connection], None] = lambda database: None) -> Path:
        path = tmp_path / f"PeaTMOSS-{enhanced}.db"
        database = create(path, enhanced)
        insert(database, "model_hub", "id, name, url", [(HF, "HuggingFace", "a"), (PT, "PyTorch", "b")])
        insert(
            database,
            "model",
            "id, context_id, model_hub_id, sha, repo_url, downloads, likes, has_snapshot, ptm_issues_id, "
            "ptm_pull_requests_id",
            MODELS,
        )
        for table, words in WORDS.items():
            insert(database, table, "id, name", enumerate(words, start=1))
            insert(database, f"model_to_{table}", f"model_id, {table}_id", JOINED[table])
        insert(
            database, "language", "id, name, abbreviation", [(1, "English", "en"), (2, "German", None), (3, "%", "")]
        )
        insert(database, "model_to_language", "model_id, language_id", [(2, 1), (2, 2), (2, 3)])
        insert(
            database,
            "hf_commit",
            "created_at, model_id",
            [("2020-01-02 03:04:05", 2), ("2021-05-06T07:08:09+02:00", 2), ("2022", 99)],
        )
        insert(database, "discussion", "is_pull_request, model_id", [(0, 2), (1, 2), (1, 2), (None, 2)])
        insert(database, "ptm_issues", "id, repo_url", [(1, "r")])
        insert(database, "github_issue", "id, url", [(1, "x"), (2, "y")])
        insert(database, "ptm_issue_to_issue", "ptm_issue_id, github_issue_id", [(1, 1), (1, 2)])
        insert(
            database,
            "reuse_repository",
            "id, owner, name, url",
            [
                (1, "a", "my_app", "github.com/a/my_app"),
                (2, "a", "my", "github.com/a/my"),
                (3, "b", "cut", "github.com/b/cut_off"),
                (4, "c", "solo", None),
                (5, None, None, None),
                (6, "d", "x", "github.com/d/x"),
                (7, "d", "x_1", "github.com/d/x_1"),
                (8, "d", "x_2", "github.com/d/x_2"),
            ],
        )
        links = [(2, 1), (1, 1), (3, 3), (6, 4), (2, 4), (7, 4), (88, 4), (2, 7), (2, 8)]
        insert(database, "model_to_reuse_repository", "model_id, reuse_repository_id", links)
        insert(
            database,
            "reuse_file",
            "path, model_id, reuse_repository_id",
            [("src/a.py", 2, 1), ("src/b.py", 2, 1), ("lost.py", 5, 1)],
        )
        insert(database, "reuse_repo_to_issue", "reuse_repository_id, github_issue_id", [(2, 1), (1, 2)])
        more(database)
        database.commit()
        database.close()
        return path

    return make


class Loaded:
    """What a database gave."""

    def __init__(self, path: Path) -> None:
        self.tally = Tally()
        source = Peatmoss(path)
        self.elements: list[Element] = list(source.elements(self.tally))
        assert source.complete()

    def node(self, kind: type[Node], key: str) -> Any:
        (found,) = [one for one in self.elements if isinstance(one, kind) and one.key_value == key]
        return found

    def ends(self, kind: type[Relationship], start: str) -> list[str]:
        found = [one for one in self.elements if isinstance(one, kind) and one.start.key == start]
        return [one.end.key for one in found]

    def only(self, kind: type[Relationship], start: str) -> Any:
        (found,) = [one for one in self.elements if isinstance(one, kind) and one.start.key == start]
        return found


def test_ids_of_both_hubs(published: Callable[..., Path]) -> None:
    loaded = Loaded(published())
    models = {one.id: one for one in loaded.elements if isinstance(one, Model)}
    assert list(models) == [
        "pytorch:pytorch_vision/resnet50",
        "openai-community/gpt2",
        # SQLite made the numbers 7 and 1000 of these two; the URL still has them. The last had no URL.
        "007",
        "1e3",
        "acme/Tuned",
        "42",
    ]
    assert {one.hub for one in models.values()} == {"huggingface", "pytorch"}
    assert loaded.tally.counts["models_without_id"] == 1


def test_an_id_without_owner_becomes_an_alias_of_todays(published: Callable[..., Path]) -> None:
    loaded = Loaded(published())
    aliases = [(one.start.key, one.end.key) for one in loaded.elements if isinstance(one, AliasOf)]
    assert aliases == [("gpt2", "openai-community/gpt2")]


def test_framework_holds_model_types_and_a_few_frameworks(published: Callable[..., Path]) -> None:
    loaded = Loaded(published())
    assert loaded.ends(OfType, "openai-community/gpt2") == ["gpt2"]
    assert loaded.ends(HasLibrary, "openai-community/gpt2") == ["transformers", "tf", "jax"]
    assert loaded.ends(OfType, "acme/Tuned") == ["bert"]


def test_an_empty_license_name_is_no_license_and_unknown_is_one(published: Callable[..., Path]) -> None:
    loaded = Loaded(published())
    assert loaded.ends(Declares, "openai-community/gpt2") == ["mit"]
    assert loaded.ends(Declares, "acme/Tuned") == ["unknown", "gpl-3.0"]
    assert {one.operator for one in loaded.elements if isinstance(one, Declares) and one.start.key == "acme/Tuned"} == {
        "list"
    }
    assert loaded.ends(Declares, "007") == []
    assert loaded.tally.counts["licences_without_name"] == 2


def test_tags_tasks_papers_languages_and_counts(published: Callable[..., Path]) -> None:
    loaded = Loaded(published())
    gpt2 = loaded.node(Model, "openai-community/gpt2")
    assert (gpt2.task, gpt2.tags, gpt2.library) == ("text-generation", ["free"], None)
    assert loaded.ends(HasTask, gpt2.id) == ["text-generation"]
    assert loaded.ends(Cites, gpt2.id) == ["arxiv:1810.04805"]
    assert loaded.tally.counts["papers_without_number"] == 1
    assert loaded.ends(HasLanguage, gpt2.id) == ["en", "german"]
    assert loaded.ends(TrainedOn, gpt2.id) == ["c4"]
    assert (gpt2.commits, str(gpt2.first_commit_at), str(gpt2.last_commit_at)) == (
        2,
        "2020-01-02 03:04:05+00:00",
        "2021-05-06 05:08:09+00:00",
    )
    assert (gpt2.discussions, gpt2.pull_requests, gpt2.issues) == (2, 2, None)
    assert loaded.tally.counts["rows_without_owner"] == 1
    tuned = loaded.node(Model, "acme/Tuned")
    assert (tuned.tags, tuned.downloads, tuned.snapshot) == (["none"], None, None)
    assert loaded.tally.counts["values_dropped"] == 2
    resnet = loaded.node(Model, "pytorch:pytorch_vision/resnet50")
    assert (resnet.tags, resnet.library, resnet.issues, resnet.pull_requests) == (["vision", "cuda"], "pytorch", 2, 0)
    assert loaded.ends(HasCode, resnet.id) == ["github.com/pytorch/vision"]
    assert loaded.ends(PublishedBy, resnet.id) == ["pytorch"]


def test_repositories_whose_names_end_at_an_underscore(published: Callable[..., Path]) -> None:
    loaded = Loaded(published())
    names = Counter(one.id for one in loaded.elements if isinstance(one, Repository))
    # `my` only counts an issue of my_app; `x` may be x_1 or x_2, so it stays; the URL knows `cut` better.
    assert names == {
        "github.com/a/my_app": 2,
        "github.com/b/cut_off": 1,
        "github.com/c/solo": 1,
        "github.com/d/x": 1,
        "github.com/d/x_1": 1,
        "github.com/d/x_2": 1,
    }
    assert loaded.tally.counts["repository_names_cut_short"] == 2
    assert loaded.tally.counts["repositories_without_name"] == 1


def test_links_bring_their_files(published: Callable[..., Path]) -> None:
    loaded = Loaded(published())
    links = {(one.start.key, one.end.key): one.places for one in loaded.elements if isinstance(one, Reuses)}
    assert links == {
        ("github.com/a/my_app", "pytorch:pytorch_vision/resnet50"): None,
        ("github.com/a/my_app", "openai-community/gpt2"): ["src/a.py", "src/b.py"],
        ("github.com/b/cut_off", "007"): None,
        ("github.com/c/solo", "42"): None,
        ("github.com/c/solo", "openai-community/gpt2"): None,
        ("github.com/d/x_1", "openai-community/gpt2"): None,
        ("github.com/d/x_2", "openai-community/gpt2"): None,
    }
    assert loaded.tally.counts["links_to_no_model"] == 2
    assert loaded.tally.counts["files_without_link"] == 1


def enhance(shape: str) -> Callable[[sqlite3.Connection], None]:
    bases = [(5, "gpt2 ", None), (2, "the Transformer", None), (3, "x", "https://huggingface.co/Acme/tuned")]

    def more(database: sqlite3.Connection) -> None:
        if shape == "drawn":
            columns = "model_id, base_model_name, base_model_url"
            insert(database, "model_to_base_model", columns, [*bases, (5, "acme/Tuned", None)])
            insert(database, "model_to_domain", "model_id, name", [(2, "natural-language-processing")])
            hardware = "model_id, name, hours_used, cloud_provider, compute_region"
            insert(database, "model_to_hardware", hardware, [(2, "8 x V100", "100", "n/a", None)])
        else:
            insert(database, "base_model", "id, name, url", [(i, *row[1:]) for i, row in enumerate(bases)])
            insert(database, "base_model", "id, name", [(9, "acme/Tuned")])
            rows = [*((row[0], i) for i, row in enumerate(bases)), (5, 9)]
            insert(database, "model_to_base_model", "model_id, base_model_id", rows)
            insert(database, "domain", "id, name", [(1, "natural-language-processing")])
            insert(database, "model_to_domain", "model_id, domain_id", [(2, 1)])
            insert(database, "hardware", "id, name, hours_used, cloud_provider", [(1, "8 x V100", "100", "n/a")])
            insert(database, "model_to_hardware", "model_id, hardware_id", [(2, 1)])
        insert(database, "model_github_repo", "owner, name, url, model_id", [("openai", "gpt-2", None, 2)])
        insert(database, "evaluation_metric", "test, dataset_id, result, model_id", [("ppl", 1, "18.3", 2)])
        insert(database, "evaluation_link", "url, model_id", [("https://e.org", 2)])
        insert(database, "parameter_count", "count, model_id", [("1.5B", 2), ("7B", 5), ("13B", 5)])
        insert(database, "carbon_emitted", "value, model_id", [("none", 2), ("12 kg", 5)])
        insert(database, "hyper_parameters", "value, model_id", [('{"lr": 1e-4, "batch": {"size": 8}}', 2)])
        insert(database, "limitation_and_bias", "value, model_id", [("May be biased.", 2)])
        insert(database, "reuse_repository_to_license", "reuse_repository_id, license_id", [(1, 1)])
        database.execute("UPDATE dataset SET url = 'https://huggingface.co/datasets/allenai/c4' WHERE id = 1")
        database.execute("UPDATE paper SET title = 'BERT' WHERE id = 1")

    return more


@pytest.mark.parametrize("shape", ["drawn", "split"])
def test_the_enhanced_tables_in_both_shapes(published: Callable[..., Path], shape: str) -> None:
    loaded = Loaded(published(shape, enhance(shape)))
    base = loaded.only(DerivedFrom, "acme/Tuned")
    assert (base.end.key, base.raw, base.resolution, base.confidence) == ("openai-community/gpt2", "gpt2", "exact", 1.0)
    assert (base.evidence, base.claims) == (["paper-llm"], ["peatmoss:paper-llm=undeclared"])
    by_url = loaded.only(DerivedFrom, "007")
    assert (by_url.end.key, by_url.raw, by_url.resolution) == ("acme/Tuned", "x", "case")
    gpt2 = loaded.node(Model, "openai-community/gpt2")
    assert gpt2.unresolved_bases == ["the Transformer"]
    assert loaded.tally.counts["self_references"] == 1
    assert loaded.tally.counts["bases_unresolved"] == 1
    assert loaded.ends(InDomain, gpt2.id) == ["natural-language-processing"]
    assert loaded.ends(HasCode, gpt2.id) == ["github.com/openai/gpt-2"]
    assert loaded.ends(TrainedOn, gpt2.id) == ["allenai/c4"]
    assert gpt2.hardware == ["8 x V100, 100"]
    assert gpt2.metrics == ["ppl on c4: 18.3", "https://e.org"]
    assert gpt2.hyperparameters == ["lr: 0.0001", "batch.size: 8"]
    assert (gpt2.parameters_claimed, gpt2.emissions, gpt2.limitations) == (1_500_000_000, None, "May be biased.")
    tuned = loaded.node(Model, "acme/Tuned")
    # Two counts contradict each other.
    assert (tuned.parameters_claimed, tuned.emissions) == (None, "12 kg")
    assert loaded.ends(Declares, "github.com/a/my_app") == ["mit"]


def test_bases_by_name_alone(published: Callable[..., Path]) -> None:
    def more(database: sqlite3.Connection) -> None:
        database.execute("CREATE TABLE model_to_base_model (model_id INTEGER, base_model_name TEXT)")
        insert(database, "model_to_base_model", "model_id, base_model_name", [(3, "Tuned"), (6, "tuned"), (5, "gpt2")])

    loaded = Loaded(published(None, more))
    assert loaded.only(DerivedFrom, "007").resolution == "owner_less"
    assert loaded.ends(DerivedFrom, "acme/Tuned") == ["openai-community/gpt2"]


def test_bases_that_are_rows_of_the_same_table(published: Callable[..., Path]) -> None:
    def more(database: sqlite3.Connection) -> None:
        database.execute(
            "CREATE TABLE model_to_base_model (model_id INTEGER, base_model_id INTEGER REFERENCES model (id))"
        )
        insert(database, "model_to_base_model", "model_id, base_model_id", [(5, 2)])

    assert Loaded(published(None, more)).ends(DerivedFrom, "acme/Tuned") == ["openai-community/gpt2"]


def test_the_published_tables_alone_take_nothing_back_that_they_cannot_state(published: Callable[..., Path]) -> None:
    loaded = Loaded(published())
    stated = {kind for one in loaded.elements if isinstance(one, Described) for kind in one.types}
    assert DerivedFrom not in stated
    assert InDomain not in stated
    assert {Declares, HasTask, Reuses, PublishedBy} <= stated


def test_only_models_are_needed(tmp_path: Path) -> None:
    path = tmp_path / "small.db"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE model (id INTEGER PRIMARY KEY, context_id TEXT)")
    database.execute("INSERT INTO model VALUES (1, 'a/b')")
    database.commit()
    database.close()
    loaded = Loaded(path)
    assert [one.id for one in loaded.elements if isinstance(one, Model)] == ["a/b"]
    assert loaded.ends(PublishedBy, "a/b") == ["a"]


@pytest.mark.parametrize("kind", ["absent", "text", "other", "cut"])
def test_what_is_no_such_database_is_one_clear_error(tmp_path: Path, published: Callable[..., Path], kind: str) -> None:
    path = tmp_path / "x.db"
    if kind == "text":
        path.write_text("no database")
    elif kind == "other":
        sqlite3.connect(path).execute("CREATE TABLE a (b)").connection.commit()
    elif kind == "cut":
        path.write_bytes(published().read_bytes()[:20_000])
    with pytest.raises(InputError) as caught:
        list(Peatmoss(path).elements(Tally()))
    assert str(path) in caught.value.message
    assert caught.value.hint


def test_the_database_stays_as_it_was(published: Callable[..., Path]) -> None:
    path = published("drawn", enhance("drawn"))
    path.chmod(0o444)
    before = path.read_bytes()
    Loaded(path)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("enhanced", [None, "drawn", "split"])
def test_a_generated_database_gives_what_was_put_in(tmp_path: Path, enhanced: str | None) -> None:
    sizes = {name: max(size // 500, 4) for name, size in FULL.items()} | {"reused": 20}
    fill(tmp_path / "db", sizes, enhanced=enhanced)
    loaded = Loaded(tmp_path / "db")
    counts = Counter(type(one) for one in loaded.elements)
    assert counts[Model] == sizes["models"]
    assert counts[Repository] == sizes["repositories"]
    assert counts[Reuses] == sizes["hf_links"] + sizes["pytorch_links"]
    assert counts[DerivedFrom] == (sizes["bases"] if enhanced else 0)
    assert loaded.tally.records == loaded.tally.position == loaded.tally.total


def test_the_generator_makes_the_published_tables(data: Path, tmp_path: Path) -> None:
    real = sqlite3.connect(tmp_path / "real")
    real.executescript((data / "peatmoss" / "PeaTMOSS.sql").read_text(encoding="utf-8"))
    real.close()
    create(tmp_path / "made").close()
    made, published = Database(tmp_path / "made").tables, Database(tmp_path / "real").tables
    assert len(published) == 56
    assert made == published


def test_the_file_of_real_rows(data: Path) -> None:
    loaded = Loaded(data / "peatmoss" / "peatmoss_schema_real_rows.db")
    counts = Counter(type(one) for one in loaded.elements)
    assert (counts[Model], counts[Repository], counts[Reuses]) == (5_611, 7_956, 22_860)
    # All 63 ids without owner are those of the Hub's first models.
    assert counts[AliasOf] == 63
    assert loaded.tally.counts["repository_names_cut_short"] == 0


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        (
            "CREATE VIEW model AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
            "SELECT x AS id, x AS context_id FROM c",
            "model is a view or a virtual table",
        ),
        (
            "CREATE TABLE model (id INTEGER PRIMARY KEY, context_id TEXT);"
            "CREATE VIEW reuse_file AS SELECT 1 AS model_id, 1 AS reuse_repository_id, 'x' AS path",
            "reuse_file is a view or a virtual table",
        ),
        (
            "CREATE TABLE model (id TEXT, context_id TEXT); INSERT INTO model VALUES ('one', 'acme/a')",
            "model.id holds values that are not whole numbers",
        ),
        ("CREATE TABLE model (id INTEGER)", "it has no table model with id and context_id"),
    ],
)
def test_a_schema_that_only_looks_like_peatmoss_is_refused(tmp_path: Path, statements: str, message: str) -> None:
    path = tmp_path / "odd.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(statements)
    connection.close()
    with pytest.raises(InputError, match=message):
        Peatmoss(path)


def test_views_of_ones_own_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE model (id INTEGER PRIMARY KEY, context_id TEXT); INSERT INTO model VALUES (1, 'acme/a');"
            "CREATE VIEW mine AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c;"
            "CREATE TABLE model_to_tag (model_id TEXT, name TEXT); INSERT INTO model_to_tag VALUES ('one', 'x')"
        )
    connection.close()
    tally = Tally()
    found = [element.id for element in Peatmoss(path).elements(tally) if isinstance(element, Model)]
    assert found == ["acme/a"]
    assert tally.counts
