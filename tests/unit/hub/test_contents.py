"""Hashes of files and templates are read from lists of files, records and a Hub's cache."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from supplygraph.hub.contents import cached_facts, file_facts
from supplygraph.hub.mapping import model_elements
from supplygraph.schema.nodes import Model
from supplygraph.tally import Tally

A, B, GIT = "a" * 64, "b" * 64, "c" * 40
EMPTY = hashlib.sha256(b"").hexdigest()


def model(**record: Any) -> Model:
    found = model_elements({"id": "a/b", **record}, Tally(), "test")
    return next(one for one in found if isinstance(one, Model))


def large(path: str, sha256: object) -> dict[str, Any]:
    return {"rfilename": path, "lfs": {"sha256": sha256, "size": 3}, "blobId": GIT}


def test_weights_are_known_by_their_hashes_whatever_their_names_and_order() -> None:
    one = model(siblings=[large("model-1.safetensors", B), large("model-2.safetensors", A)])
    other = model(siblings=[large("x.safetensors", A), {"rfilename": "README.md"}, large("y.safetensors", B)])
    assert one.weight_hashes == [A, B]
    assert one.weights_digest == other.weights_digest != model(siblings=[large("x.safetensors", A)]).weights_digest


@pytest.mark.parametrize(
    "siblings",
    [[large("model.safetensors", "no hash")], [large("model.safetensors", 7)], ["model.safetensors"],
     [large("notes.txt", A)], [large("model.safetensors", EMPTY)]],
)  # fmt: skip
def test_what_says_nothing_of_weights(siblings: list[Any]) -> None:
    found = model(siblings=siblings)
    assert (found.weight_hashes, found.weights_digest) == (None, None)


def test_some_of_the_weights_make_no_digest() -> None:
    found = model(siblings=[large("a.safetensors", A), {"rfilename": "b.safetensors"}])
    assert (found.weight_hashes, found.weights_digest) == ([A], None)


def test_tokenizers_are_known_by_either_hash() -> None:
    assert model(siblings=[large("tokenizer.json", A)]).tokenizer_hash == f"sha256:{A}"
    assert model(siblings=[{"rfilename": "tokenizer.model", "blobId": GIT}]).tokenizer_hash == f"git:{GIT}"
    assert model(siblings=["tokenizer.json"]).tokenizer_hash is None


@pytest.mark.parametrize(
    ("names", "has"),
    [(["LICENSE"], True), (["license.md"], True), (["docs/NOTICE.txt"], True), (["COPYING"], True),
     (["LICENSE-APACHE.txt"], True), (["license_checker.py"], False), (["README.md"], False)],
)  # fmt: skip
def test_license_texts_are_known_by_name(names: list[str], has: bool) -> None:
    assert model(siblings=names).license_text is has


def test_no_list_of_files_says_nothing() -> None:
    assert file_facts(None) == file_facts([]) == file_facts([3, {"size": 1}]) == {}
    assert model().license_text is None


def test_templates_are_hashed_wherever_they_stand() -> None:
    text = "{{ messages }}"
    expected = hashlib.sha256(text.encode()).hexdigest()
    assert model(gguf={"chat_template": text}).template_hash == expected
    assert model(config={"tokenizer_config": {"chat_template": text}}).template_hash == expected
    named = [{"name": "default", "template": text}, {"name": "tool_use", "template": "x"}]
    one = model(config={"tokenizer_config": {"chat_template": named}}).template_hash
    other = model(config={"tokenizer_config": {"chat_template": named[::-1]}}).template_hash
    assert one == other != expected
    assert model(config={"tokenizer_config": {"chat_template": 3}}).template_hash is None


def test_children_are_counted_as_the_hub_does() -> None:
    found = model(childrenModelCount={"quantized": 2, "adapter": 5, "odd": "many"})
    assert (found.children_relations, found.children_counts) == (["adapter", "quantized"], [5, 2])
    assert model(childrenModelCount=7).children_counts is None


def test_the_cache_of_a_hub_names_files_by_their_hash(tmp_path: Path) -> None:
    (tmp_path / "blobs").mkdir()
    snapshot = tmp_path / "snapshots" / "main"
    snapshot.mkdir(parents=True)
    for name, blob in (("model.safetensors", A), ("tokenizer.json", GIT), ("LICENSE", GIT)):
        (tmp_path / "blobs" / blob).touch()
        (snapshot / name).symlink_to(f"../../blobs/{blob}")
    found = cached_facts(snapshot, ("LICENSE", "model.safetensors", "tokenizer.json"))
    assert found["weight_hashes"] == [A]
    assert found["tokenizer_hash"] == f"git:{GIT}"
    assert found["license_text"] is True
    # Others of its files may not have been fetched.
    assert found["weights_digest"] is None
    assert cached_facts(snapshot, ("model.safetensors",))["license_text"] is None
    (snapshot / "plain.safetensors").touch()
    assert cached_facts(snapshot, ("plain.safetensors",))["weight_hashes"] is None


def test_a_list_of_some_files_does_not_say_what_is_missing() -> None:
    found = model(siblings=[large("model.safetensors", A)], _partial=True)
    assert (found.weight_hashes, found.weights_digest, found.license_text) == ([A], None, None)
    assert model(siblings=["LICENSE"], _partial=True).license_text is True


@pytest.mark.parametrize(
    ("status", "issues"),
    [
        (None, None),
        ({"scansDone": False, "filesWithIssues": []}, None),
        ({"scansDone": True, "filesWithIssues": []}, []),
        ({"scansDone": True}, []),
        ({"scansDone": False, "filesWithIssues": [{"path": "b.pkl", "level": "unsafe"}]}, ["unsafe: b.pkl"]),
        ({"scansDone": True, "filesWithIssues": [{"path": "a\x1b.bin"}, 3, {"level": "x"}]}, ["unsafe: a.bin"]),
        ("odd", None),
    ],
)
def test_what_scans_of_the_hub_found(status: object, issues: list[str] | None) -> None:
    assert model(securityRepoStatus=status).scan_issues == issues


def test_signatures_are_known_by_name() -> None:
    assert model(siblings=["model.safetensors", "model.sig"]).signed is True
    assert model(siblings=["model.safetensors", "design.txt"]).signed is False
    assert model(siblings=["model.safetensors"], _partial=True).signed is None
    assert model().signed is None
