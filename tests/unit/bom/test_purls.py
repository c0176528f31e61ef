"""Package URLs: written in one way, read in the several ways that tools write them."""

import pytest

from supplygraph.bom.bill import PartKey
from supplygraph.bom.purls import artifact_of_purl, purl_of

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("key", "purl"),
    [
        (PartKey("model", "Acme/Foo-7B"), f"pkg:huggingface/Acme/Foo-7B@{COMMIT}"),
        (PartKey("dataset", "acme/c4"), f"pkg:huggingface/datasets/acme/c4@{COMMIT}"),
        (PartKey("dataset", "squad"), f"pkg:huggingface/datasets/squad@{COMMIT}"),
        (PartKey("repository", "github.com/acme/app"), f"pkg:github/acme/app@{COMMIT}"),
    ],
)
def test_there_and_back(key: PartKey, purl: str) -> None:
    assert purl_of(key, COMMIT) == purl
    named = artifact_of_purl(purl)
    assert named is not None
    assert (named.key, named.revision, named.oddity) == (key, COMMIT, None)


@pytest.mark.parametrize(
    "key",
    [
        PartKey("model", "bert-base-uncased"),
        PartKey("model", "pytorch:pytorch/vision/resnet50"),
        PartKey("model", "a b/c"),
        PartKey("repository", "gitlab.com/a/b"),
        PartKey("repository", "github.com/a/b/c"),
    ],
)
def test_what_has_none(key: PartKey) -> None:
    assert purl_of(key) is None


@pytest.mark.parametrize(
    ("purl", "key", "revision", "oddity"),
    [
        ("pkg:generic/acme%2Ffoo@1.0", PartKey("model", "acme/foo"), None, "generic_purls"),
        ("pkg:huggingface/acme/foo?type=dataset", PartKey("dataset", "acme/foo"), None, None),
        ("pkg:huggingface/gpt2", PartKey("model", "gpt2"), None, "purls_without_owner"),
        ("pkg:huggingface/acme/foo@main#foo.Q4.gguf", PartKey("model", "acme/foo"), None, None),
        (f"pkg:huggingface/acme/foo@{COMMIT.upper()}", PartKey("model", "acme/foo"), COMMIT, None),
    ],
)
def test_what_other_tools_write(purl: str, key: PartKey, revision: str | None, oddity: str | None) -> None:
    named = artifact_of_purl(purl)
    assert named is not None
    assert (named.key, named.revision, named.oddity) == (key, revision, oddity)


@pytest.mark.parametrize(
    "purl", ["pkg:pypi/torch@2.0", "pkg:generic/zlib@1.0", "pkg:huggingface/spaces/acme/demo", "acme/foo", "", "pkg:"]
)
def test_what_names_no_artifact(purl: str) -> None:
    assert artifact_of_purl(purl) is None
