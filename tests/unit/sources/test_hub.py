"""The crawl of the live Hub against a local server with the real wire format: nothing lost, nothing repeated."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, get_args

import pytest
from huggingface_hub import HfApi, constants, hf_api
from huggingface_hub.errors import BadRequestError, DisabledRepoError, RepositoryNotFoundError

from supplygraph.errors import InputError
from supplygraph.hub.mapping import dataset_elements, model_elements
from supplygraph.schema.declaration import Described, Element
from supplygraph.schema.nodes import Alias, Dataset, License, Model
from supplygraph.schema.relationships import AliasOf, DerivedFrom
from supplygraph.sources.hub import Hub
from supplygraph.sources.hub_client import TRIES, HubClient
from supplygraph.sources.hub_listing import DATASETS, MODELS, refused_fields
from supplygraph.tally import Tally
from tests.hub_server import HubServer

SECRET = "hf_secretsecretsecretsecretsecret"


def model(number: int, **more: Any) -> dict[str, Any]:
    return {
        "_id": f"{number:024x}",
        "id": f"acme/model-{number:03}",
        "author": "acme",
        "createdAt": f"2024-01-{1 + number % 28:02}T00:00:00.000Z",
        "downloads": number,
        "tags": ["transformers", f"license:{'mit' if number % 2 else 'apache-2.0'}", "region:us"],
        "library_name": "transformers",
        "private": False,
        "gated": False,
        **more,
    }


def child(number: int, *bases: str) -> dict[str, Any]:
    tags = [f"base_model:{base}" for base in bases] + [f"base_model:finetune:{base}" for base in bases]
    return model(number, tags=[*tags, "license:mit"])


def dataset(number: int) -> dict[str, Any]:
    return {
        "_id": f"d{number:023x}",
        "id": f"acme/data-{number:03}",
        "createdAt": "2024-02-01T00:00:00.000Z",
        "tags": ["license:mit"],
    }


def saved_files(checkpoint: Path) -> list[Path]:
    return list(checkpoint.parent.iterdir()) if checkpoint.parent.exists() else []


class Crawl:
    """One crawl with its waits recorded instead of waited."""

    def __init__(self, server: HubServer, **options: Any) -> None:
        self.waits: list[tuple[float, str]] = []
        self.tally = Tally()
        self.source = Hub(
            endpoint=options.pop("endpoint", server.endpoint),
            on_wait=lambda seconds, why: self.waits.append((seconds, why)),
            client=lambda endpoint, on_wait: HubClient(endpoint, on_wait, sleep=lambda seconds: server.renew()),
            **options,
        )

    def run(self) -> list[Element]:
        return list(self.source.elements(self.tally))


def comparable(elements: list[Element]) -> list[str]:
    """Elements in an order of their own; licences are yielded once in each run."""
    return sorted(repr(element) for element in elements if not isinstance(element, License))


def expected(server: HubServer) -> list[str]:
    tally = Tally()
    elements = [element for record in server.models for element in model_elements(record, tally, "hub")]
    elements += [element for record in server.datasets for element in dataset_elements(record, tally, "hub")]
    return comparable(elements)


@pytest.fixture(autouse=True)
def no_token(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "no-token"))


@pytest.fixture
def server() -> Iterator[HubServer]:
    with HubServer([model(n) for n in range(25)], [dataset(n) for n in range(12)], page=4) as started:
        yield started


def test_a_crawl_reads_every_page_of_every_listing(server: HubServer) -> None:
    crawl = Crawl(server)
    assert comparable(crawl.run()) == expected(server)
    assert crawl.source.complete()
    assert crawl.tally.records == crawl.tally.position == 37
    assert not crawl.tally.counts
    assert server.paths() == ["/api/models"] * 7 + ["/api/datasets"] * 3
    first = server.log[0].query
    assert first["expand"] == list(MODELS.fields)
    assert (first["limit"], first["sort"]) == (["1000"], ["createdAt"])


def test_one_page_is_read_at_a_time(server: HubServer) -> None:
    assert list(islice(Crawl(server).source.elements(Tally()), 3))
    assert len(server.log) == 1


def test_filters_go_to_the_hub_and_limits_cut(server: HubServer) -> None:
    crawl = Crawl(server, limit=3, author="acme", search="model", filter=("transformers", "region:us"), datasets=False)
    models = [one.id for one in crawl.run() if isinstance(one, Model)]
    assert models == ["acme/model-024", "acme/model-023", "acme/model-022"]
    assert crawl.source.complete()
    query = server.log[0].query
    assert (query["limit"], query["sort"], query["author"]) == (["3"], ["downloads"], ["acme"])
    assert (query["search"], query["filter"]) == (["model"], ["transformers", "region:us"])
    assert len(server.log) == 1
    assert crawl.source.arguments == (
        "hub --limit 3 --author acme --search model --filter transformers --filter region:us --sort downloads "
        "--no-datasets"
    )
    assert crawl.tally.total == 3


def test_a_limit_goes_over_pages_and_holds_for_each_listing(server: HubServer) -> None:
    elements = Crawl(server, limit=6).run()
    assert len([one for one in elements if isinstance(one, Model)]) == 6
    assert len([one for one in elements if isinstance(one, Dataset)]) == 6


def test_the_hub_may_say_how_much_there_is(server: HubServer) -> None:
    server.total_count = True
    crawl = Crawl(server, author="acme")
    crawl.run()
    assert crawl.tally.total == 37


@pytest.mark.parametrize("fault", ["500", "503", "drop", "cut", "truncated", "html", "object", "429", "429-after"])
def test_no_fault_loses_or_repeats_a_record(server: HubServer, fault: str) -> None:
    server.faults = {1: fault, 2: fault, 4: fault, 7: fault, 8: fault, 13: fault}
    crawl = Crawl(server)
    assert comparable(crawl.run()) == expected(server)
    assert crawl.source.complete()
    assert len(crawl.waits) == 6
    assert crawl.tally.records == 37


def test_waits_double_and_say_why(server: HubServer) -> None:
    server.faults = dict.fromkeys(range(1, 5), "503")
    crawl = Crawl(server)
    crawl.run()
    assert crawl.waits == [(1, "HTTP 503"), (2, "HTTP 503"), (4, "HTTP 503"), (8, "HTTP 503")]


def test_a_429_is_waited_out_as_the_headers_say(server: HubServer) -> None:
    server.faults = {2: "429", 5: "429-after"}
    server.window = 1
    crawl = Crawl(server)
    crawl.run()
    assert crawl.waits == [(2, "rate limit"), (4, "rate limit")]


def test_an_exhausted_window_is_waited_out_before_it_is_exceeded(server: HubServer) -> None:
    server.left = 3
    crawl = Crawl(server, datasets=False)
    crawl.run()
    assert crawl.tally.records == 25
    assert len(server.log) == 7
    ((seconds, why),) = crawl.waits
    assert 55 < seconds <= 56
    assert why == "rate limit"


def test_an_absurd_rate_limit_is_not_believed(server: HubServer) -> None:
    server.faults, server.window = {2: "429"}, 10**9
    crawl = Crawl(server)
    crawl.run()
    assert crawl.waits == [(900, "rate limit")]


def test_a_hub_that_cannot_be_asked_is_one_clear_line(server: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.faults = dict.fromkeys(range(1, 100), "503")
    with pytest.raises(InputError, match=rf"gives no usable answer \(HTTP 503, {TRIES} tries\)"):
        Crawl(server).run()
    with pytest.raises(InputError, match="ConnectError"):
        Crawl(server, endpoint="http://127.0.0.1:9").run()
    for endpoint in ("ftp://example.org", "huggingface.co", "http://"):
        with pytest.raises(InputError, match="address"):
            Crawl(server, endpoint=endpoint).run()
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(InputError, match="HF_HUB_OFFLINE"):
        Crawl(server).run()


def test_a_refused_sort_or_author_is_one_clear_line(server: HubServer) -> None:
    with pytest.raises(InputError, match="HTTP 400, Invalid sort parameter 'sideways'") as caught:
        Crawl(server, sort="sideways").run()
    assert caught.value.hint == "check the arguments"


@pytest.mark.parametrize("refusal", ["place", "allowed", "plain"])
def test_fields_that_the_server_refuses_are_left_out(server: HubServer, refusal: str) -> None:
    server.refused, server.refusal = {"baseModels", "gguf"}, refusal
    server.models[3]["baseModels"] = {"relation": "finetune", "models": [{"id": "acme/base"}]}
    crawl = Crawl(server, resolve=False)
    crawl.run()
    assert crawl.tally.counts == {"fields_refused": 2}
    assert sorted(crawl.tally.examples["fields_refused"]) == ["models: baseModels", "models: gguf"]
    assert server.log[-4].query["expand"] == [one for one in MODELS.fields if one not in server.refused]
    assert crawl.source.complete()


def test_a_server_without_expand_is_asked_in_the_old_way(server: HubServer) -> None:
    server.refused = set(MODELS.fields)
    crawl = Crawl(server, datasets=False)
    assert len([one for one in crawl.run() if isinstance(one, Model)]) == 25
    assert server.log[-1].query["full"] == ["true"]


@pytest.mark.parametrize(
    ("reason", "refused"),
    [
        ("Invalid sort", []),
        ("Unknown expand value: tags", ["tags"]),
        ('"expand[1]" must be one of [a, b]', ["likes"]),
        ('"expand" must be one of [author, likes]', ["tags"]),
        ("bad expand", ["author", "likes", "tags"]),
        ("expand[99] is bad", ["author", "likes", "tags"]),
    ],
)
def test_a_refusal_names_its_field_in_several_ways(reason: str, refused: list[str]) -> None:
    assert refused_fields(reason, ["author", "likes", "tags"]) == refused


def test_the_token_stays_on_the_host_of_the_hub(server: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", SECRET)
    with HubServer() as stranger:
        server.next_host = stranger.endpoint
        crawl = Crawl(server)
        assert comparable(crawl.run()) == expected(server)
        assert stranger.log == []
    assert {request.headers["authorization"] for request in server.log} == {f"Bearer {SECRET}"}


def test_a_next_page_outside_the_api_ends_the_crawl(server: HubServer, tmp_path: Path) -> None:
    server.next_host = "javascript:alert(1)//"
    crawl = Crawl(server, checkpoint=tmp_path / "hub.json")
    crawl.run()
    assert not crawl.source.complete()
    assert crawl.tally.counts["interrupted"] == 1


def test_the_token_is_in_no_argument_error_or_checkpoint(
    server: HubServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HF_TOKEN", SECRET)
    server.faults = dict.fromkeys(range(3, 100), "drop")
    endpoint = server.endpoint.replace("://", "://user:hunter22@")
    crawl = Crawl(server, endpoint=endpoint, checkpoint=tmp_path / "hub.json")
    crawl.run()
    crawl.source.written()
    said = (
        crawl.source.arguments
        + str(crawl.source.problem)
        + repr(crawl.tally)
        + saved_files(tmp_path / "hub.json")[0].read_text()
    )
    assert SECRET not in said
    assert "hunter22" not in said


def test_a_crawl_that_cannot_go_on_says_so_and_can_be_resumed(server: HubServer, tmp_path: Path) -> None:
    checkpoint = tmp_path / "store" / "hub.json"
    server.faults = dict.fromkeys(range(5, 5 + TRIES), "503")
    crawl = Crawl(server, checkpoint=checkpoint)
    before = crawl.run()
    assert not crawl.source.complete()
    assert crawl.source.problem is not None
    assert "HTTP 503" in crawl.source.problem
    assert crawl.tally.counts == {"interrupted": 1}
    crawl.source.written()
    again = Crawl(server, checkpoint=checkpoint, resume=True)
    after = again.run()
    assert again.source.complete()
    assert again.tally.position == 37
    assert sorted(comparable(before) + comparable(after)) == expected(server)
    again.source.written()
    assert saved_files(checkpoint) == []


@pytest.mark.parametrize("cut", [1, 9, 17, 40, 77, 111, 180])
def test_a_crawl_killed_anywhere_goes_on_and_gives_the_same(server: HubServer, tmp_path: Path, cut: int) -> None:
    server.models[7] = child(7, "acme/renamed", "acme/gone")
    server.models.append(model(900, id="other/new-name"))
    server.renames = {"acme/renamed": "other/new-name"}
    whole = set(comparable(Crawl(server, author="acme").run()))
    checkpoint = tmp_path / "hub.json"
    killed = Crawl(server, author="acme", checkpoint=checkpoint)
    safe: list[Element] = []
    batch: list[Element] = []
    for number, element in enumerate(killed.source.elements(killed.tally)):
        if number == cut:
            break
        batch.append(element)
        if isinstance(element, Described) and len(batch) >= 15:
            safe += batch
            batch = []
            killed.source.written()
    if not saved_files(checkpoint):
        with pytest.raises(InputError, match="no interrupted crawl"):
            Crawl(server, author="acme", checkpoint=checkpoint, resume=True).run()
        return
    again = Crawl(server, author="acme", checkpoint=checkpoint, resume=True)
    rest = again.run()
    assert again.source.complete()
    assert set(comparable(safe)) | set(comparable(rest)) == whole
    again.source.written()
    assert saved_files(checkpoint) == []


def test_a_checkpoint_holds_where_the_crawl_is(server: HubServer, tmp_path: Path) -> None:
    checkpoint = tmp_path / "hub.json"
    crawl = Crawl(server, checkpoint=checkpoint)
    for element in crawl.source.elements(crawl.tally):
        if isinstance(element, Model) and crawl.tally.records == 6:
            break
    crawl.source.written()
    (file,) = saved_files(checkpoint)
    saved = json.loads(file.read_text())
    assert saved["read"] == {"models": 4}
    assert saved["listing"] == "models"
    assert saved["next"].startswith("/api/models?")
    assert "cursor=" in saved["next"]
    assert re.fullmatch(r"hub-[0-9a-f]{12}\.json", file.name)


def test_a_resumed_crawl_keeps_its_limit(server: HubServer, tmp_path: Path) -> None:
    checkpoint = tmp_path / "hub.json"
    crawl = Crawl(server, checkpoint=checkpoint, limit=6, datasets=False)
    for _ in crawl.source.elements(crawl.tally):
        if crawl.tally.records == 5:
            break
    crawl.source.written()
    again = Crawl(server, checkpoint=checkpoint, limit=6, datasets=False, resume=True)
    assert [one.id for one in again.run() if isinstance(one, Model)] == ["acme/model-020", "acme/model-019"]


def test_a_checkpoint_of_another_crawl_is_refused(server: HubServer, tmp_path: Path) -> None:
    checkpoint = tmp_path / "hub.json"
    crawl = Crawl(server, checkpoint=checkpoint)
    next(iter(crawl.source.elements(crawl.tally)))
    crawl.source.written()
    with pytest.raises(InputError, match="asked for another author and sort"):
        Crawl(server, checkpoint=checkpoint, resume=True, author="acme", sort="likes").run()
    saved_files(checkpoint)[0].write_text('{"version": 1, "next": "https://example.org/api/models"}')
    with pytest.raises(InputError, match="cannot be read"):
        Crawl(server, checkpoint=checkpoint, resume=True).run()


def test_a_crawl_in_between_leaves_the_checkpoint_of_another(server: HubServer, tmp_path: Path) -> None:
    checkpoint = tmp_path / "hub.json"
    large = Crawl(server, checkpoint=checkpoint)
    for _ in islice(large.source.elements(large.tally), 40):
        pass
    large.source.written()
    small = Crawl(server, checkpoint=checkpoint, limit=2)
    small.run()
    small.source.written()
    again = Crawl(server, checkpoint=checkpoint, resume=True)
    assert again.run()
    assert again.source.complete()


def test_a_checkpoint_that_cannot_be_written_is_one_clear_line(server: HubServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    crawl = Crawl(server, checkpoint=tmp_path / "file" / "hub.json")
    next(iter(crawl.source.elements(crawl.tally)))
    with pytest.raises(InputError, match="cannot be written"):
        crawl.source.written()


def test_a_redirect_becomes_an_alias_and_the_record_of_the_new_name(server: HubServer) -> None:
    server.models = [child(1, "old/name"), model(2, id="new/name", author="new")]
    server.renames = {"old/name": "new/name"}
    crawl = Crawl(server, author="acme")
    elements = crawl.run()
    assert AliasOf(start=Alias.ref("old/name"), end=Model.ref("new/name"), evidence=["redirect"]) in elements
    assert any(isinstance(one, Model) and one.id == "new/name" and one.status == "present" for one in elements)
    assert crawl.tally.counts == {"bases_looked_up": 1, "redirects": 1}
    assert server.paths()[-2:] == ["/api/models/old/name", "/api/models/new/name"]
    assert server.log[-1].query["expand"] == list(MODELS.fields)


def test_bases_are_followed_up_the_lineage_and_read_once_each(server: HubServer) -> None:
    server.models = [child(1, "b/mid"), child(2, "b/mid"), {**child(3, "c/root"), "id": "b/mid"}, model(4, id="c/root")]
    crawl = Crawl(server, author="acme")
    elements = crawl.run()
    assert sorted(one.id for one in elements if isinstance(one, Model)) == [
        "acme/model-001",
        "acme/model-002",
        "b/mid",
        "c/root",
    ]
    assert len([one for one in elements if isinstance(one, DerivedFrom)]) == 3
    assert crawl.tally.counts == {"bases_looked_up": 2}


def test_missing_disabled_gated_and_private_bases_are_told_apart(
    server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.models = [
        child(1, "b/gone", "b/closed", "b/gated", "b/secret"),
        model(2, id="b/closed"),
        model(3, id="b/gated", gated="manual"),
        model(4, id="b/secret", private=True),
    ]
    server.disabled, server.private = {"b/closed"}, {"b/secret"}
    elements = Crawl(server, author="acme").run()
    states = {one.id: (one.status, one.gated) for one in elements if isinstance(one, Model) and one.id[0] == "b"}
    assert states == {
        "b/gone": ("missing", None),
        "b/closed": ("disabled", None),
        "b/gated": ("present", True),
        "b/secret": ("missing", None),
    }
    monkeypatch.setenv("HF_TOKEN", SECRET)
    elements = Crawl(server, author="acme").run()
    states = {one.id: (one.status, one.gated) for one in elements if isinstance(one, Model) and one.id[0] == "b"}
    assert states["b/secret"] == ("private", False)
    assert states["b/gone"] == ("missing", None)


def test_many_unknown_bases_are_only_counted_unless_asked_for(server: HubServer) -> None:
    server.models = [child(n, *(f"b/{n}-{i}" for i in range(30))) for n in range(20)]
    crawl = Crawl(server, author="acme", datasets=False)
    crawl.run()
    assert crawl.tally.counts == {"bases_not_looked_up": 600}
    assert len(server.log) == 5
    crawl = Crawl(server, author="acme", datasets=False, resolve=True)
    crawl.run()
    assert crawl.tally.counts == {"bases_missing": 600}


def test_bases_are_not_looked_up_when_that_is_switched_off(server: HubServer) -> None:
    server.models = [child(1, "b/x")]
    crawl = Crawl(server, resolve=False)
    crawl.run()
    assert crawl.tally.counts == {"bases_not_looked_up": 1}
    assert "/api/models/b/x" not in server.paths()


def test_single_models_are_read_with_their_bases(server: HubServer) -> None:
    server.models = [child(1, "b/base"), model(2, id="b/base"), model(3)]
    crawl = Crawl(server, models=["acme/model-001", "acme/none"])
    elements = crawl.run()
    assert {one.id: one.status for one in elements if isinstance(one, Model)} == {
        "acme/model-001": "present",
        "acme/none": "missing",
        "b/base": "present",
    }
    assert "/api/models" not in server.paths()
    assert crawl.source.arguments == "hub --model acme/model-001 --model acme/none"
    with pytest.raises(InputError, match="is not an id"):
        Crawl(server, models=["../../etc/passwd"])


def test_single_reads_are_retried(server: HubServer) -> None:
    server.models, server.datasets = [child(1, "b/base"), model(2, id="b/base")], []
    server.faults = {3: "503", 4: "drop", 5: "429"}
    crawl = Crawl(server, author="acme")
    assert any(isinstance(one, Model) and one.id == "b/base" for one in crawl.run())
    assert len(crawl.waits) == 3


def test_malformed_records_are_counted_and_the_rest_is_read(server: HubServer) -> None:
    server.models += [
        model(100, id=None),
        {"_id": None, "id": None},
        {"_id": 5, "id": ["a"]},
        "text",  # type: ignore[list-item]
        None,  # type: ignore[list-item]
        model(101, downloads=float("nan"), likes=float("inf"), tags="word", cardData=[], config=3, gated={}),
        model(102, downloads=10**60, createdAt=7, author=["x"], safetensors={"total": "x"}),
        model(103, tags=[None, 3, "base_model:", "\ud800", {}], cardData={"base_model": {"x": [[[]]]}}),
    ]
    crawl = Crawl(server)
    ids = {one.id for one in crawl.run() if isinstance(one, Model)}
    assert {f"acme/model-{n:03}" for n in (*range(25), 101, 102, 103)} == ids
    assert crawl.tally.records == 45
    assert crawl.tally.counts["records_without_id"] == 3
    assert crawl.tally.counts["bad_records"] == 2
    assert crawl.source.complete()


def test_rows_that_move_between_pages_are_read_once(server: HubServer) -> None:
    def move(number: int) -> None:
        if number == 2:
            server.models[24]["downloads"] = -5
            server.models[23]["downloads"] = -6

    for number, one in enumerate(server.models):
        one["downloads"] = number + 100
    server.models[24]["downloads"] = 999
    server.on_request = move
    crawl = Crawl(server, sort="downloads", datasets=False)
    elements = crawl.run()
    ids = [one.id for one in elements if isinstance(one, Model)]
    assert sorted(ids) == sorted(one["id"] for one in server.models)
    assert crawl.tally.counts == {"repeated_records": 2}


def test_a_listing_without_end_is_left(server: HubServer) -> None:
    endless = server.listing
    server.listing = lambda kind, query, token: endless(kind, query, token) * 2  # type: ignore[method-assign]
    server.models = [model(1)] * 8
    crawl = Crawl(server, datasets=False)
    elements = crawl.run()
    assert len([one for one in elements if isinstance(one, Model)]) == 1


def test_the_hubs_own_client_understands_the_local_server(server: HubServer) -> None:
    server.renames, server.disabled = {"old/name": "acme/model-001"}, {"acme/model-002"}
    api = HfApi(endpoint=server.endpoint, token=False)
    assert len(list(api.list_models(author="acme", expand=["downloads", "tags"], sort="created_at"))) == 25
    assert len(list(api.list_datasets(limit=7))) == 7
    assert api.model_info("old/name").id == "acme/model-001"
    with pytest.raises(RepositoryNotFoundError):
        api.model_info("acme/none")
    with pytest.raises(DisabledRepoError):
        api.model_info("acme/model-002")
    server.refused = {"gguf"}
    with pytest.raises(BadRequestError):
        list(api.list_models(expand=["gguf"]))


def test_every_field_asked_for_is_one_that_the_hub_has() -> None:
    assert set(MODELS.fields) <= set(get_args(hf_api.ExpandModelProperty_T))
    assert set(DATASETS.fields) <= set(get_args(hf_api.ExpandDatasetProperty_T))


def test_arguments_are_one_line() -> None:
    source = Hub(search="a\nb\u001b[31m", filter=["x\r\ny"])
    assert re.fullmatch(r"[ -~]+", source.arguments)
