"""Licences in plain words."""

import pytest

from supplygraph.errors import InputError
from supplygraph.licenses.describe import describe
from supplygraph.licenses.table import licenses


def test_llama_names_and_words() -> None:
    text = "\n".join(describe("Llama 3.1 Community"))
    assert text.startswith("Llama 3.1 Community License Agreement (llama3.1)\n")
    assert "also commercially, under the conditions" in text
    assert "starts with “Llama”: when you re-upload it" in text
    assert "train another model on its outputs or train a model on data under it; unclear when you publish" in text
    assert "Text of: 2024-07-23. Reviewed: 2026-11." in text
    assert "Whether the use policy reaches a model trained only on outputs is unclear." in text
    assert "Neither it nor its outputs" not in text
    assert "Neither it nor its outputs" in "\n".join(describe("llama3"))


@pytest.mark.parametrize(
    ("id_", "words"),
    [
        ("cc0-1.0", "also commercially, without conditions"),
        ("cc-by-nc-4.0", "No commercial use. (contested)"),
        ("cc-by-nd-4.0", "pass it on unchanged"),
        ("cc-by-sa-4.0", "gpl-3.0: One way only."),
        ("mrl", "for research only"),
        ("cc", "Its terms are not known"),
        ("cc", "names a family"),
        ("jamba-open-model-license", "Only some of its terms are known."),
        ("jamba-open-model-license", "Nothing is known."),
        ("qwen-research", "Source: a third party's summary"),
        ("creativeml-openrail-m", "Unclear: The barred uses above."),
        ("openai-terms-of-use", "It licenses no work"),
        ("c-uda", "make other data from it"),
        ("nvidia-open-model-license", "“Built on NVIDIA Cosmos”: unclear when you re-upload it"),
    ],
)
def test_words(id_: str, words: str) -> None:
    assert words in "\n".join(describe(id_))


def test_every_license_can_be_described() -> None:
    for one in licenses():
        lines = describe(one.id)
        assert lines[0] == f"{one.name} ({one.id})"
        assert all(line == line.rstrip() for line in lines)
        assert "{" not in "".join(lines)


def test_an_unknown_license_is_refused() -> None:
    with pytest.raises(InputError, match="no licence 'ours'") as caught:
        describe("ours")
    assert "llama3.1" in (caught.value.hint or "")
    with pytest.raises(InputError) as caught:
        describe("llama3.4")
    assert "did you mean llama3" in (caught.value.hint or "")
