"""Headers of weight files are read from folders and from a Hub, in few bytes, and every refusal is counted."""

import hashlib
import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from supplygraph.errors import InputError
from supplygraph.pacing import OnWait
from supplygraph.schema.declaration import Described, Element
from supplygraph.schema.nodes import Fingerprint, Model
from supplygraph.schema.relationships import AliasOf, HasFingerprint, OfType
from supplygraph.sources import fingerprints as source_module
from supplygraph.sources.fingerprints import Fingerprints, Sleep
from supplygraph.sources.hub_client import HubClient, HubError
from supplygraph.sources.hub_files import HubFiles
from supplygraph.tally import Tally
from tests.hub_server import HubServer
from tests.weight_files import bert, llama, lora, write, write_gguf, write_shards

BASE = llama(hidden=64, inner=128, vocab=96)


@pytest.fixture(autouse=True)
def no_login(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in ("HF_TOKEN", "HF_ENDPOINT", "HF_HUB_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path_factory.mktemp("hf") / "token"))


def quick(sleeps: list[float] | None = None) -> dict[str, Any]:
    """A client and a reader of files that only note how long they would wait."""
    noted = [] if sleeps is None else sleeps

    def client(endpoint: str | None, on_wait: OnWait, sleep: Sleep) -> HubClient:
        return HubClient(endpoint, on_wait, sleep=noted.append)

    def files(client: HubClient, on_wait: OnWait, sleep: Sleep) -> HubFiles:
        return HubFiles(client, on_wait, sleep=noted.append)

    return {"client": client, "files": files}


def read(source: Fingerprints) -> tuple[list[Element], Tally]:
    tally = Tally()
    return list(source.elements(tally)), tally


def prints(elements: list[Element]) -> dict[str, dict[str, Fingerprint]]:
    """Models, their components, and the fingerprints of these."""
    nodes = {one.id: one for one in elements if isinstance(one, Fingerprint)}
    found: dict[str, dict[str, Fingerprint]] = {}
    for one in elements:
        if isinstance(one, HasFingerprint):
            for component in one.components or ():
                found.setdefault(one.start.key, {})[component] = nodes[one.end.key]
    return found


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("models")
    write(made / "v" / "base" / "model.safetensors", BASE)
    write_shards(made / "o" / "shards", BASE, 3)
    write(made / "o" / "lora" / "adapter_model.safetensors", lora(BASE))
    write_gguf(made / "o" / "gguf" / "base-Q8_0.gguf", BASE, 2, 64, 96)
    write(made / "o" / "pipeline" / "unet" / "diffusion_pytorch_model.safetensors", bert())
    write(made / "o" / "pipeline" / "text_encoder" / "model.safetensors", BASE)
    write(made / "o" / "pipeline" / "text_encoder_2" / "model.safetensors", BASE)
    (made / "o" / "pipeline" / "model_index.json").write_text("{}")
    (made / "o" / "nothing").mkdir()
    (made / "o" / "nothing" / "README.md").write_text("x")
    (made / ".git").mkdir()
    return made


@pytest.fixture
def hub(folder: Path) -> Iterator[HubServer]:
    ids = ("v/base", "o/shards", "o/lora", "o/gguf", "o/pipeline", "o/nothing")
    with HubServer([{"id": id_, "sha": "c0ffee"} for id_ in ids]) as server:
        server.files = {id_: content(folder / id_) for id_ in ids}
        yield server


def test_a_folder_of_models(folder: Path) -> None:
    source = Fingerprints(folder=folder)
    elements, tally = read(source)
    found = prints(elements)
    assert {id_: sorted(parts) for id_, parts in found.items()} == {
        "v/base": ["model"],
        "o/shards": ["model"],
        "o/lora": ["adapter"],
        "o/gguf": ["model"],
        "o/pipeline": ["text_encoder", "text_encoder_2", "unet"],
    }
    base = found["v/base"]["model"]
    assert found["o/shards"]["model"] == base == found["o/pipeline"]["text_encoder_2"]
    assert found["o/gguf"]["model"].volumes == base.volumes
    assert (base.architecture, base.layers, base.hidden_size, base.vocab_size) == ("llama", 2, 64, 96)
    assert source.complete()
    assert (tally.records, tally.total) == (5, 5)
    files = {one.start.key: one.files for one in elements if isinstance(one, HasFingerprint)}
    assert files["o/shards"] == 3


def test_the_hub_shows_the_same_as_the_disk(folder: Path, hub: HubServer) -> None:
    local, _ = read(Fingerprints(folder=folder))
    source = Fingerprints(list(hub.files), endpoint=hub.endpoint, **quick())
    remote, tally = read(source)
    assert prints(remote) == prints(local)
    assert source.complete()
    assert {one.revision for one in remote if isinstance(one, HasFingerprint)} == {"c0ffee"}
    states = {one.id: (one.weights_status, one.weights_revision) for one in remote if isinstance(one, Model)}
    assert states["v/base"] == ("read", "c0ffee")
    assert states["o/nothing"] == ("none", "c0ffee")
    (base,) = (one for one in remote if isinstance(one, Model) and one.id == "v/base")
    weights = [content for path, content in hub.files["v/base"].items() if path.endswith(".safetensors")]
    assert base.weight_hashes == sorted(hashlib.sha256(content).hexdigest() for content in weights)
    assert base.weights_digest is not None
    assert tally.counts["models_without_weights"] == 1
    assert [one.owner.key for one in remote if isinstance(one, Described)] == list(hub.files)
    assert all("/resolve/c0ffee/" in path for path in hub.paths() if "/api/" not in path)
    assert tally.counts["range_requests"] == sum("/resolve/" in path for path in hub.paths())


def test_only_the_beginning_of_a_file_is_fetched(tmp_path: Path, hub: HubServer) -> None:
    large = write(tmp_path / "model.safetensors", llama(hidden=512, inner=1024, vocab=8_000))
    hub.files = {"v/base": {"model.safetensors": large.read_bytes()}}
    _, tally = read(Fingerprints(["v/base"], endpoint=hub.endpoint, **quick()))
    assert tally.counts["bytes_fetched"] == 100_000
    assert large.stat().st_size > 10_000_000


def test_what_is_refused_is_counted_and_stops_nothing(hub: HubServer) -> None:
    hub.gated = {"o/lora"}
    hub.private = {"o/gguf"}
    hub.disabled = {"o/pipeline"}
    hub.renames = {"o/old": "o/shards"}
    hub.files["v/base"]["model.safetensors"] = b"<html>"
    asked = ["v/base", "o/old", "o/lora", "o/gguf", "o/pipeline", "o/never-was"]
    elements, tally = read(source := Fingerprints(asked, endpoint=hub.endpoint, **quick()))
    assert set(prints(elements)) == {"o/shards"}
    assert {one.id: one.weights_status for one in elements if isinstance(one, Model)} == {
        "v/base": "unreadable",
        "o/shards": "read",
        "o/lora": "gated",
        "o/gguf": "missing",
        "o/pipeline": "missing",
        "o/never-was": "missing",
    }
    counted = {"headers_not_read": 1, "models_gated": 1, "models_missing": 2, "models_disabled": 1, "redirects": 1}
    assert {name: tally.counts[name] for name in counted} == counted
    assert tally.examples["headers_not_read"] == [
        "v/base: model.safetensors: it ends inside its header",
    ]
    assert [(one.start.key, one.end.key) for one in elements if isinstance(one, AliasOf)] == [("o/old", "o/shards")]
    kept = {one.owner.key: one.types for one in elements if isinstance(one, Described)}
    assert kept["o/lora"] == ()
    assert kept["v/base"] == (HasFingerprint,)
    assert source.complete()


def test_failures_are_tried_again_and_rate_limits_waited_for(hub: HubServer) -> None:
    hub.faults = {2: "503", 3: "drop", 4: "429-after", 5: "429", 6: "500"}
    sleeps: list[float] = []
    waits: list[str] = []
    source = Fingerprints(
        ["v/base"], endpoint=hub.endpoint, on_wait=lambda seconds, why: waits.append(why), **quick(sleeps)
    )
    elements, tally = read(source)
    assert set(prints(elements)) == {"v/base"}
    assert [round(seconds) for seconds in sleeps if seconds in (1.0, 2.0, 4.0)] == [1, 2, 4]
    assert max(sleeps) > 50
    assert waits == ["HTTP 503", "RemoteProtocolError", "rate limit", "rate limit", "HTTP 500"]
    assert tally.counts["models_not_read"] == 0


def test_a_file_that_cannot_be_had_says_nothing_about_the_model(hub: HubServer) -> None:
    def fail_for_one(number: int) -> None:
        if "/v/base/resolve" in hub.log[number - 1].path:
            hub.faults[number] = "503"

    hub.on_request = fail_for_one
    elements, tally = read(source := Fingerprints(["v/base", "o/lora"], endpoint=hub.endpoint, **quick()))
    assert set(prints(elements)) == {"o/lora"}
    assert [one.id for one in elements if isinstance(one, Model)] == ["o/lora"]
    assert not source.complete()
    assert tally.counts["models_not_read"] == 1


def test_a_hub_that_does_not_answer_is_not_asked_for_everything() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}"
    waits: list[float] = []
    source = Fingerprints(
        [f"o/m{n}" for n in range(100)],
        endpoint=nowhere,
        on_wait=lambda seconds, why: waits.append(seconds),
        **quick(),
    )
    tally = Tally()
    with pytest.raises(InputError, match=r"gives no usable answer \(ConnectError, 9 tries\)") as caught:
        list(source.elements(tally))
    assert "HF_ENDPOINT" in str(caught.value.hint)
    assert tally.records == source_module.MAX_SILENT
    # All threads wait for the same thing, and one says so.
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0]


def test_a_hub_that_falls_silent_cuts_the_run_off(hub: HubServer) -> None:
    def fail_for_others(number: int) -> None:
        if "/o/m" in hub.log[number - 1].path:
            hub.faults[number] = "503"

    hub.on_request = fail_for_others
    ids = ["v/base", *(f"o/m{n}" for n in range(100))]
    elements, tally = read(source := Fingerprints(ids, endpoint=hub.endpoint, **quick()))
    assert set(prints(elements)) == {"v/base"}
    assert source.problem is not None
    assert "HTTP 503" in source.problem
    assert (tally.records, tally.counts["cut_off"]) == (1 + source_module.MAX_SILENT, 1)
    assert not source.complete()


def test_a_run_that_is_stopped_does_not_wait_for_a_rate_limit(hub: HubServer) -> None:
    def refuse_others(number: int) -> None:
        if "/o/" in hub.log[number - 1].path:
            hub.faults[number] = "429"

    hub.on_request = refuse_others
    elements = Fingerprints(["v/base", *(f"o/m{n}" for n in range(50))], endpoint=hub.endpoint).elements(Tally())
    assert next(elements)
    start = time.monotonic()
    elements.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 20


def test_a_server_without_ranges_is_read_from_the_start_or_not_at_all(folder: Path, hub: HubServer) -> None:
    hub.whole = True
    elements, _ = read(Fingerprints(["v/base", "o/gguf"], endpoint=hub.endpoint, **quick()))
    assert set(prints(elements)) == {"v/base", "o/gguf"}
    files = HubFiles(HubClient(hub.endpoint), sleep=lambda seconds: None)
    url = f"{hub.endpoint}/v/base/resolve/main/model.safetensors"
    whole = hub.files["v/base"]["model.safetensors"]
    assert files.range(url, 100, 50) == (whole[100:150], len(whole))
    with pytest.raises(ValueError, match="whole files only"):
        files.range(url, 10**9, 50)


def test_the_token_goes_to_the_hub_and_not_to_where_its_files_lie(
    hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = "hf_secretsecretsecret"
    monkeypatch.setenv("HF_TOKEN", token)
    hub.elsewhere = True
    hub.gated = {"o/lora"}
    elements, tally = read(Fingerprints(["v/base", "o/lora", "o/no"], endpoint=hub.endpoint, **quick()))
    assert set(prints(elements)) == {"v/base"}
    sent = {(one.headers["host"].split(":")[0], one.headers.get("authorization")) for one in hub.log}
    assert sent == {("127.0.0.1", f"Bearer {token}"), ("localhost", None)}
    assert token not in repr(elements) + repr(tally)


def test_another_part_than_the_one_asked_for_is_refused(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(206, headers={"Content-Range": "bytes 7-16/100"}, content=b"x" * 10)

    client = httpx2.Client(transport=httpx2.MockTransport(answer))
    monkeypatch.setattr("supplygraph.sources.hub_files.get_session", lambda: client)
    with pytest.raises(ValueError, match="another part"):
        HubFiles(HubClient(hub.endpoint)).range(f"{hub.endpoint}/x", 0, 10)


def test_names_of_files_are_quoted_and_strange_ones_left_out(folder: Path, hub: HubServer) -> None:
    data = hub.files["v/base"]["model.safetensors"]
    hub.files = {"v/base": {"../model.safetensors": data, "a\x1b.safetensors": data, "my model#1?.safetensors": data}}
    elements, _ = read(Fingerprints(["v/base"], endpoint=hub.endpoint, **quick()))
    assert set(prints(elements)["v/base"]) == {"model"}


def test_a_record_of_odd_form_says_nothing(hub: HubServer) -> None:
    records: list[dict[str, Any]] = [
        {"id": "o/a", "sha": 7, "siblings": "many"},
        {"id": "o/b", "sha": "x/../y", "siblings": [1, None, {"rfilename": 3}, {"name": "model.safetensors"}]},
        {"id": "o/c"},
    ]
    hub.models, hub.files = records, {}
    elements, _ = read(Fingerprints(["o/a", "o/b", "o/c"], endpoint=hub.endpoint, **quick()))
    assert {(one.id, one.weights_status, one.weights_revision) for one in elements if isinstance(one, Model)} == {
        ("o/a", "none", None), ("o/b", "none", None), ("o/c", "none", None),
    }  # fmt: skip


def test_an_index_is_read_where_names_do_not_tell_the_shards(tmp_path: Path) -> None:
    names = list(BASE)
    write(tmp_path / "m" / "model-a.safetensors", {name: BASE[name] for name in names[:5]})
    write(tmp_path / "m" / "model-b.safetensors", {name: BASE[name] for name in names[5:]})
    write(tmp_path / "m" / "model.safetensors", {name: BASE[name] for name in names[:2]})
    index = tmp_path / "m" / "model.safetensors.index.json"
    index.write_text(
        json.dumps({"weight_map": dict.fromkeys(names, "model-a.safetensors") | {"x": "model-b.safetensors"}})
    )
    write(tmp_path / "whole" / "model.safetensors", BASE)
    found = prints(read(Fingerprints(folder=tmp_path))[0])
    assert found["m"]["model"] == found["whole"]["model"]
    for bad in ('{"weight_map": {"a": "../../secret.safetensors"}}', "[]", "{", '{"weight_map": 7}', "", "[" * 99_999):
        index.write_text(bad)
        _, tally = read(Fingerprints(folder=tmp_path))
        assert tally.counts["headers_not_read"] == 1, bad


def test_missing_shards_make_no_fingerprint(tmp_path: Path) -> None:
    write_shards(tmp_path / "m", BASE, 3)[1].unlink()
    (tmp_path / "m" / "model.safetensors.index.json").unlink()
    elements, tally = read(Fingerprints(folder=tmp_path))
    assert prints(elements) == {}
    assert "1 more of its shards are missing" in tally.examples["headers_not_read"][0]


def test_the_cache_of_a_hub_is_read(tmp_path: Path) -> None:
    commit = "a" * 40
    root = tmp_path / "hub" / "models--acme--some--model"
    write(root / "blobs" / "x", BASE)
    snapshot = root / "snapshots" / commit
    snapshot.mkdir(parents=True)
    (snapshot / "model.safetensors").symlink_to(root / "blobs" / "x")
    write(root / "snapshots" / ("b" * 40) / "model.safetensors", bert())
    (root / "refs").mkdir()
    (root / "refs" / "main").write_text(commit)
    elements, _ = read(Fingerprints(folder=tmp_path))
    assert {(one.start.key, one.revision) for one in elements if isinstance(one, HasFingerprint)} == {
        ("acme/some--model", commit)
    }
    assert prints(elements)["acme/some--model"]["model"].architecture == "llama"


def test_a_config_beside_the_weights_says_of_what_type_they_are(tmp_path: Path) -> None:
    for name, text in (("one", '{"model_type": "mistral"}'), ("two", '{"model_type": "bert"}'), ("three", "[no JSON")):
        write(tmp_path / "o" / name / "model.safetensors", BASE)
        (tmp_path / "o" / name / "config.json").write_text(text)
    elements, _ = read(Fingerprints(folder=tmp_path))
    stated = {one.start.key: one.stated_type for one in elements if isinstance(one, HasFingerprint)}
    assert stated == {"o/one": "mistral", "o/two": "bert", "o/three": None}
    assert {(one.start.key, one.end.key) for one in elements if isinstance(one, OfType)} == {
        ("o/one", "mistral"),
        ("o/two", "bert"),
    }


def test_one_model_can_be_named(folder: Path) -> None:
    assert set(prints(read(Fingerprints(["me/mine"], folder=folder / "v" / "base"))[0])) == {"me/mine"}
    assert set(prints(read(Fingerprints(folder=folder / "v" / "base"))[0])) == {"base"}
    one = folder / "v" / "base" / "model.safetensors"
    assert set(prints(read(Fingerprints(["me/mine"], folder=one))[0])) == {"me/mine"}


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: Fingerprints(), "no model was named"),
        (lambda folder: Fingerprints(["no id at all"]), "not an id of a model"),
        (lambda folder: Fingerprints(["a/b", "c/d"], folder=folder), "several models"),
        (lambda folder: Fingerprints(["a/b"], folder=folder), "holds 5 models"),
        (lambda folder: Fingerprints(folder=folder / "o" / "nothing"), "holds no .safetensors or .gguf files"),
        (lambda folder: Fingerprints(folder=folder / "never"), "not a file or folder"),
        (
            lambda folder: Fingerprints(folder=folder / "o" / "nothing" / "README.md"),
            "is no .safetensors or .gguf file",
        ),
    ],
)
def test_bad_arguments_give_one_line(folder: Path, make: Callable[[Path], Any], words: str) -> None:
    with pytest.raises(InputError, match=re.escape(words)) as caught:
        make(folder)
    assert caught.value.hint


def test_names_of_strangers_are_cleaned(tmp_path: Path) -> None:
    write(tmp_path / "m" / "model.safetensors", {"layers.0.a\x1b[31m\u202e.weight": (4, 4), "z" * 900: (4,)})
    elements, _ = read(Fingerprints(folder=tmp_path))
    node = prints(elements)["m"]["model"]
    assert node.layer_tensors is not None
    assert len(node.layer_tensors) == len(node.layer_shapes or ())
    assert "\x1b" not in "".join(node.layer_tensors)
    assert max(len(one) for one in node.outer_tensors or ()) <= 300


def test_offline_mode_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.is_offline_mode", lambda: True)
    with pytest.raises(InputError, match="HF_HUB_OFFLINE"):
        read(Fingerprints(["a/b"]))
    assert issubclass(HubError, InputError)


def test_what_the_hub_says_of_files_is_kept(hub: HubServer) -> None:
    hub.models[0]["securityRepoStatus"] = {"scansDone": True, "filesWithIssues": [{"path": "x.pkl", "level": "unsafe"}]}
    elements, _ = read(Fingerprints(["v/base"], endpoint=hub.endpoint, **quick()))
    (base,) = (one for one in elements if isinstance(one, Model))
    assert (base.scan_issues, base.signed) == (["unsafe: x.pkl"], False)
    assert hub.log[0].query["securityStatus"] == ["true"]
