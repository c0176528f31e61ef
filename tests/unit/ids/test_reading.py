"""Values that stand where an id belongs name an id of the Hub, or nothing; what can be no id is refused in words."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.ids.reading import (
    RESERVED,
    Kind,
    fold,
    hub_address,
    id_of_url,
    is_id,
    is_own_id,
    read_id,
    read_ids,
    refusal,
)

PART = st.text(string.ascii_letters + string.digits + "-_.", min_size=1, max_size=20).filter(
    lambda part: part.strip(".")
)
OWNER = PART.filter(lambda part: part[0].isalnum() and part.lower() not in RESERVED | {"n"})
NAME = PART.filter(lambda part: not part.endswith(".git") and not any(part == page for page in ("tree", "blob")))
IDS = st.builds("{}/{}".format, OWNER, NAME).filter(lambda id_: not id_.endswith(".git"))
HOSTS = st.sampled_from(
    ["https://huggingface.co/", "http://www.huggingface.co/", "HTTPS://HuggingFace.co/", "hf.co/", "huggingface.co/",
     "https://hf.co/", "https://huggingface.co:443/", "https://user:secret@huggingface.co/", "git@hf.co:",
     "ssh://git@hf.co/", "https://hf-mirror.com/", "https://huggingface.co/api/"]
)  # fmt: skip
BEHIND = st.sampled_from(
    ["", "/", "/tree/main", "/tree/main/sub/folder", "/blob/main/README.md", "/resolve/main/model.bin?download=true",
     "?library=transformers", "#usage", "/discussions/3", "/commit/0123456789abcdef", ".git", "/tree/refs%2Fpr%2F1"]
)  # fmt: skip
SECTIONS: list[tuple[Kind, str]] = [("model", ""), ("model", "models/"), ("dataset", "datasets/"), ("space", "spaces/")]


@given(HOSTS, st.sampled_from(SECTIONS), IDS, BEHIND)
def test_an_address_leads_to_the_id_in_it(host: str, section: tuple[Kind, str], id_: str, behind: str) -> None:
    kind, prefix = section
    if host.endswith("api/") and not prefix:
        prefix = "models/"
    found = hub_address(f"{host}{prefix}{id_}{behind}")
    assert found is not None
    assert (found.kind, found.id) == (kind, id_)
    assert read_id(f" {host}{prefix}{id_}{behind}\n", kind) == id_


@given(st.sampled_from(["hf://", "huggingface://"]), st.sampled_from(SECTIONS), IDS)
def test_a_scheme_with_a_revision_leads_to_the_id(scheme: str, section: tuple[Kind, str], id_: str) -> None:
    kind, prefix = section
    for behind in ("", "/model.bin", "@main", "@main/model.bin"):
        assert read_id(f"{scheme}{prefix}{id_}{behind}", kind) == id_


@given(IDS)
def test_an_id_is_read_as_it_is(id_: str) -> None:
    assert read_id(id_) == read_id(f"  {id_}\n") == id_of_url(id_) == id_
    assert read_ids(id_) == [id_]
    assert refusal(id_) is None


@given(st.text(max_size=80))
def test_whatever_is_written_gives_an_id_or_nothing(text: str) -> None:
    for kind in ("model", "dataset", "space"):
        found = read_id(text, kind)
        assert found is None or is_id(found)
    assert all(map(is_id, read_ids(text)))
    refusal(text)


@given(st.text(max_size=40))
def test_the_same_in_other_letters_folds_to_the_same(text: str) -> None:
    if text.isascii():
        assert fold(text.upper()) == fold(text) == fold(fold(text))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("[acme/base-7b](https://huggingface.co/acme/base-7b)", ["acme/base-7b"]),
        ("hf.co/acme/base-GGUF:Q4_K_M", ["acme/base-GGUF"]),
        ("https://huggingface.co/acme%2Fbase", ["acme/base"]),
        ("https://huggingface.co/gpt2", ["gpt2"]),
        ("https://huggingface.co/some-old-one/tree/main", ["some-old-one"]),
        ("models/acme/base", ["acme/base"]),
        ("/root/.cache/huggingface/hub/models--acme--base-7b/snapshots/0123abc", ["acme/base-7b"]),
        ("models--bert-base-uncased", ["bert-base-uncased"]),
        ("acme/a, https://hf.co/acme/b", ["acme/a", "acme/b"]),
    ],
)
def test_what_leads_to_ids(text: str, ids: list[str]) -> None:
    assert read_ids(text) == ids


@pytest.mark.parametrize(
    "text",
    [
        "https://huggingface.co/acme",  # the page of a user
        "https://huggingface.co/papers/2307.09288",
        "https://huggingface.co/datasets/acme/data",  # no model
        "https://huggingface.co/spaces/acme/demo",
        "https://huggingface.co/",
        "https://huggingface.co/collections/acme/best-of-1234",
        "https://example.org/acme/base",
        "https://huggingface.co.example.org/acme/base",
        "https://huggingface.co/../x",
        "acme/a, and others",
        "/cache/models/acme--base-7b",
        "outputs/run/checkpoints/last",
        "datasets/acme/data",
        "../x", "x/..", "..", ".", "...", "a/", "/a", "a//b", "", " ",
        "None", "null", "NaN", "n/a", "unknown", "not specified",
        "acme/m\u03bfdel", "acme/mod\u200bel", "acme/mod\u202eel",
    ],
)  # fmt: skip
def test_what_leads_to_no_model(text: str) -> None:
    assert read_id(text) is None
    assert read_ids(text) == []


def test_a_revision_is_one_only_where_it_is_a_commit() -> None:
    for text, revision in (
        ("https://huggingface.co/a/b/blob/0123456789abcdef/x", "0123456789abcdef"),
        ("https://huggingface.co/a/b/tree/main", None),
        ("hf://a/b@0123456/x", "0123456"),
    ):
        found = hub_address(text)
        assert found is not None
        assert found.revision == revision


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("..", "dots only"), (".", "dots only"), ("../x", "dots only"), ("x/..", "dots only"), ("a//b", "empty part"),
        ("/root/model", "empty part"), ("a/", "empty part"), ("github.com/../x", "dots only"),
        ("null", "no id"), ("None", "no id"), ("nan", "no id"), ("undefined", "no id"),
        ("https://huggingface.co/a/b", "address"), (" a/b", "space"), ("a/b ", "space"),
        ("a/m\u03bfdel", "look alike"), ("a/m\u043edel", "look alike"), ("\uff41/model", "look alike"),
        ("a/mod\u200bel", "cannot be seen"), ("a/\u202eledom", "cannot be seen"), ("a/b\x07", "cannot be seen"),
        ("a/b\u2028", "cannot be seen"),
    ],
)  # fmt: skip
def test_what_can_be_no_id_is_refused_in_words(key: str, reason: str) -> None:
    assert reason in (refusal(key) or "")


@pytest.mark.parametrize(
    "key",
    [
        "gpt2", "acme/none", "acme/NULL", "acme/v1..2", "_acme/-x-", "acme/.hidden", "pytorch:pytorch_vision/resnet50",
        "github.com/acme/app", "local.invalid/folder/x", "Common Voice 7.0", "公司/模型", "モデル", "модель",
        "société/modèle", "123", "a.b",
    ],
)  # fmt: skip
def test_what_can_be_an_id_somewhere_is_left_alone(key: str) -> None:
    assert refusal(key) is None


def test_the_hub_has_ids_that_no_new_repository_could_take() -> None:
    assert is_own_id("_acme/-x")
    assert not is_id("_acme/-x")
    assert not is_own_id("..")
    assert not is_own_id("a/..")
    assert not is_own_id("null")
