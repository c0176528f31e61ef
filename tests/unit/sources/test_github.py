"""What GitHub says comes in once and whole, whatever goes wrong on the way."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import graphql
import pytest

from supplygraph.errors import InputError
from supplygraph.ids.repositories import repository_of_name, repository_of_url
from supplygraph.schema.declaration import Described, Element
from supplygraph.schema.nodes import Repository
from supplygraph.schema.relationships import AliasOf, Declares, DependsOn, ForkOf
from supplygraph.sources.github import GitHub, read_names
from supplygraph.sources.github_client import GitHubClient, GitHubError
from supplygraph.sources.github_queries import BATCH, document, variables
from supplygraph.tally import Tally
from tests.github_server import TOKEN, GitHubServer, part_schema, public_schema, repository

MANY = {f"o/r{i}": repository(f"o/r{i}") for i in range(120)}


@pytest.mark.slow
@pytest.mark.parametrize("manifests", [False, True])
@pytest.mark.parametrize("count", [1, BATCH])
def test_queries_are_valid_in_githubs_public_schema(count: int, manifests: bool) -> None:
    schema = public_schema()
    if schema is None:
        pytest.skip("GitHub's public schema cannot be fetched with npm here")
    assert graphql.validate(schema, graphql.parse(document(count, manifests=manifests))) == []


@pytest.mark.slow
def test_the_part_that_is_written_down_is_a_part_of_it() -> None:
    schema = public_schema()
    if schema is None:
        pytest.skip("GitHub's public schema cannot be fetched with npm here")
    for name, kind in part_schema().type_map.items():
        if isinstance(kind, graphql.GraphQLObjectType) and not name.startswith("__"):
            real = schema.type_map[name]
            assert isinstance(real, graphql.GraphQLObjectType)
            for field, declared in kind.fields.items():
                assert str(declared.type) == str(real.fields[field].type), f"{name}.{field}"


def test_names_never_get_into_the_query() -> None:
    name = 'x/y") { id } evil: repository(owner: "a'
    assert name.partition("/")[2] not in document(1)
    assert variables([name]) == {"o0": "x", "n0": name.partition("/")[2]}
    for count in (1, 7, BATCH):
        assert graphql.validate(part_schema(), graphql.parse(document(count))) == []


@pytest.fixture
def server() -> Iterator[Callable[..., GitHubServer]]:
    made: list[GitHubServer] = []

    def make(repositories: dict[str, Any], faults: list[str | None] | None = None) -> GitHubServer:
        made.append(GitHubServer(repositories, faults).__enter__())
        return made[-1]

    yield make
    for one in made:
        one.__exit__()


class Crawl:
    """One reading of repositories."""

    def __init__(self, server: GitHubServer, names: list[str], **options: Any) -> None:
        self.waits: list[tuple[float, str]] = []
        client = GitHubClient(
            TOKEN,
            server.url,
            on_wait=lambda seconds, why: self.waits.append((round(seconds), why)),
            sleep=lambda seconds: None,
        )
        self.source = GitHub(names, client, **options)
        self.tally = Tally()
        self.elements: list[Element] = list(self.source.elements(self.tally))
        self.complete = self.source.complete()

    @property
    def repositories(self) -> dict[str, Repository]:
        found = [one for one in self.elements if isinstance(one, Repository)]
        assert len({one.id for one in found}) == len(found), "a repository came twice"
        return {one.id: one for one in found}


def test_a_repository_with_all_its_facts(server: Callable[..., GitHubServer]) -> None:
    fork = repository("o/fork", isFork=True, isArchived=True, parent={"nameWithOwner": "up/stream"})
    crawl = Crawl(server({"o/fork": fork}), ["https://github.com/o/fork.git", "o/fork"])
    found = crawl.repositories["github.com/o/fork"]
    assert (found.stars, found.forks, found.archived, found.fork, found.status) == (7, 2, True, True, "present")
    assert (found.language, found.languages, found.topics) == ("Python", ["Python", "Shell"], ["nlp"])
    assert (found.branch, found.head, found.commits) == ("main", "a" * 40, 12)
    assert str(found.pushed_at) == "2023-05-06 07:08:09+00:00"
    assert [(one.end.key, one.evidence) for one in crawl.elements if isinstance(one, Declares)] == [("mit", ["github"])]
    assert [one.end.key for one in crawl.elements if isinstance(one, ForkOf)] == ["github.com/up/stream"]
    assert [one.types for one in crawl.elements if isinstance(one, Described)] == [(Declares, ForkOf)]
    assert crawl.complete


@pytest.mark.parametrize(
    ("info", "licenses"),
    [
        (None, []),
        ({"key": "other", "spdxId": "NOASSERTION", "name": "Other", "pseudoLicense": True}, ["other"]),
        ({"key": "gpl-3.0", "spdxId": "GPL-3.0", "name": "GPL", "pseudoLicense": False}, ["gpl-3.0"]),
        ({"key": "no-license", "spdxId": None, "name": "No license", "pseudoLicense": True}, []),
    ],
)
def test_licenses(server: Callable[..., GitHubServer], info: Any, licenses: list[str]) -> None:
    crawl = Crawl(server({"o/r": repository("o/r", licenseInfo=info)}), ["o/r"])
    assert [one.end.key for one in crawl.elements if isinstance(one, Declares)] == licenses


def test_renamed_missing_and_hidden_repositories(server: Callable[..., GitHubServer]) -> None:
    known = {"new/name": repository("New/Name"), "old/name": "new/name", "o/secret": {"error": "FORBIDDEN"}}
    crawl = Crawl(server(known), ["old/name", "o/gone", "o/secret"])
    assert {name: one.status for name, one in crawl.repositories.items()} == {
        "github.com/New/Name": "present",
        "github.com/o/gone": "missing",
        "github.com/o/secret": "private",
    }
    aliases = [(one.start.key, one.end.key) for one in crawl.elements if isinstance(one, AliasOf)]
    assert aliases == [("github.com/old/name", "github.com/New/Name")]
    assert crawl.complete


def test_words_that_say_nothing_are_left_out(server: Callable[..., GitHubServer]) -> None:
    said = {
        "description": "N/A",
        "primaryLanguage": {"name": "unknown"},
        "languages": {"nodes": [{"name": "Python"}, {"name": "None"}, {"name": ""}]},
        "repositoryTopics": {"nodes": [{"topic": {"name": "null"}}]},
    }
    crawl = Crawl(server({"o/r": repository("o/r", **said)}), ["o/r"])
    (found,) = [one for one in crawl.elements if isinstance(one, Repository)]
    assert (found.description, found.language, found.languages, found.topics) == (None, None, ["Python"], None)


def test_manifests(server: Callable[..., GitHubServer]) -> None:
    dependencies = [
        {"packageManager": "PIP", "packageName": "Transformers", "requirements": ">= 4.30"},
        {"packageManager": "PIP", "packageName": "torch", "requirements": ""},
    ]
    manifests = {"nodes": [{"filename": "setup.py", "dependencies": {"nodes": dependencies}}]}
    crawl = Crawl(server({"o/r": repository("o/r", dependencyGraphManifests=manifests)}), ["o/r"], manifests=True)
    found = {one.end.key: (one.manifests, one.requirements) for one in crawl.elements if isinstance(one, DependsOn)}
    assert found == {"pip:transformers": (["setup.py"], [">= 4.30"]), "pip:torch": (["setup.py"], [""])}


FAULTS = [
    ["502"],
    ["disconnect", "disconnect"],
    ["garbage", None, "cut"],
    ["secondary"],
    ["secondary without time", "secondary without time"],
    ["rate limited"],
    ["partial", None, "partial"],
    ["heavy"],
    ["502", "rate limited", "partial", "secondary", "disconnect", "cut", None, "garbage", "partial"],
]


@pytest.mark.parametrize("faults", FAULTS, ids=lambda faults: "+".join(map(str, faults)))
def test_faults_lose_nothing_and_repeat_nothing(server: Callable[..., GitHubServer], faults: list[str | None]) -> None:
    github = server(MANY, faults)
    crawl = Crawl(github, list(MANY))
    assert set(crawl.repositories) == {f"github.com/{name}" for name in MANY}
    assert crawl.complete
    assert crawl.tally.records == len(MANY)
    # An answer that arrived is not asked for again.
    assert set(github.answered.values()) == {1}


def test_waits_are_those_that_github_names(server: Callable[..., GitHubServer]) -> None:
    faults: list[str | None] = ["secondary", "secondary without time", "secondary without time", "rate limited"]
    crawl = Crawl(server(MANY, faults), ["o/r1"])
    seconds = [wait for wait, _ in crawl.waits]
    assert seconds[:3] == [8, 120, 240]
    assert 25 <= seconds[3] <= 32
    assert [why for _, why in crawl.waits] == ["secondary rate limit"] * 3 + ["rate limit"]


def test_it_waits_before_the_points_run_out(server: Callable[..., GitHubServer]) -> None:
    github = server(MANY)
    github.remaining = 2
    crawl = Crawl(github, list(MANY))
    assert [why for _, why in crawl.waits] == ["rate limit"]
    assert 35 <= crawl.waits[0][0] <= 42
    assert len(crawl.repositories) == len(MANY)


def test_requests_hold_many_repositories(server: Callable[..., GitHubServer]) -> None:
    github = server(MANY)
    Crawl(github, list(MANY))
    assert github.requests == [50, 50, 20]
    assert github.tokens == {f"bearer {TOKEN}"}


def test_one_that_never_answers_is_reported(server: Callable[..., GitHubServer]) -> None:
    crawl = Crawl(server({"o/bad": {"error": "SERVICE_ERROR"}, "o/good": repository("o/good")}), ["o/bad", "o/good"])
    assert set(crawl.repositories) == {"github.com/o/good"}
    assert crawl.tally.counts["repositories_not_read"] == 1
    assert not crawl.complete


def test_a_refused_token_is_named_but_not_shown(server: Callable[..., GitHubServer]) -> None:
    with pytest.raises(GitHubError) as caught:
        Crawl(server(MANY, ["401"]), ["o/r1"])
    assert "token" in caught.value.message
    assert TOKEN not in caught.value.message + (caught.value.hint or "")


def test_a_run_that_is_cut_off_goes_on_where_it_was(server: Callable[..., GitHubServer], tmp_path: Path) -> None:
    github = server(MANY, [None, *["502"] * 40])
    checkpoint = tmp_path / "crawl.json"
    first = Crawl(github, list(MANY), checkpoint=checkpoint)
    assert first.source.problem is not None
    assert not first.complete
    assert len(first.repositories) == 50
    first.source.written()
    github.faults.clear()
    second = Crawl(github, list(MANY), checkpoint=checkpoint, resume=True)
    assert len(second.repositories) == 70
    assert second.complete
    assert set(github.answered.values()) == {1}
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InputError, match="no interrupted run"):
        Crawl(github, list(MANY), checkpoint=checkpoint, resume=True)


def test_names_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text("# mine\n\nhuggingface/transformers\n  github.com/a/b \n", encoding="utf-8")
    assert read_names(path) == ["huggingface/transformers", "github.com/a/b"]
    with pytest.raises(InputError, match="cannot be read"):
        read_names(tmp_path / "absent")


@pytest.mark.parametrize("name", ["", "owner", "a/b/c", "a b/c", 'a/b"', "../x", "https://gitlab.com/a/b"])
def test_what_is_no_repository_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="not a repository"):
        GitHub([name], GitHubClient(TOKEN, "http://127.0.0.1:1/"))


def test_a_token_goes_to_https_only() -> None:
    with pytest.raises(InputError, match="https"):
        GitHubClient(TOKEN, "http://example.org/graphql")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("github.com/a/b", "github.com/a/b"),
        ("https://github.com/a/b.git", "github.com/a/b"),
        ("git@github.com:a/b.git", "github.com/a/b"),
        ("https://www.github.com/a/b/tree/main?x=1", "github.com/a/b"),
        ("git+https://github.com/a/b@v1#egg=b", "github.com/a/b"),
        ("a/b", None),
        ("https://gitlab.com/a/b", None),
        ("https://github.com/a", None),
        ("https://github.com/../b", None),
        (None, None),
    ],
)
def test_addresses_of_repositories(text: str | None, name: str | None) -> None:
    assert repository_of_url(text) == name
    assert repository_of_name("a/b.c") == "github.com/a/b.c"
