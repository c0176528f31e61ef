"""Free text that names a base is resolved the same way each time, and nothing is guessed where several models fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.hub.base_names import Base, find_base
from supplygraph.ids.first_models import moved, todays_id
from supplygraph.ids.reading import is_id


class Models:
    """Models of a source, held in memory."""

    def __init__(self, *ids: str) -> None:
        self.ids = ids

    def exact(self, model_id: str) -> bool:
        return model_id in self.ids

    def folded(self, model_id: str) -> list[str]:
        return [one for one in self.ids if one.casefold() == model_id.casefold()]

    def named(self, name: str) -> list[str]:
        return [one for one in self.ids if one.rpartition("/")[2].casefold() == name.casefold()]


KNOWN = Models("gpt2", "EleutherAI/pythia-12b-deduped", "a/Twin", "b/twin", "A/Case", "a/cAse", "solo/Only-One")


@pytest.mark.parametrize(
    ("text", "url", "base"),
    [
        ("EleutherAI/pythia-12b-deduped", None, Base("EleutherAI/pythia-12b-deduped", "exact")),
        ("EleutherAI / pythia-12b-deduped", None, Base("EleutherAI/pythia-12b-deduped", "exact")),
        (" `EleutherAI/pythia-12b-deduped`. ", None, Base("EleutherAI/pythia-12b-deduped", "exact")),
        ("https://huggingface.co/EleutherAI/pythia-12b-deduped", None, Base("EleutherAI/pythia-12b-deduped", "exact")),
        ("eleutherai/Pythia-12B-deduped", None, Base("EleutherAI/pythia-12b-deduped", "case")),
        ("gpt2", None, Base("openai-community/gpt2", "exact")),
        ("openai-community/gpt2", None, Base("openai-community/gpt2", "alias")),
        ("bert-base-uncased", None, Base("google-bert/bert-base-uncased", "alias")),
        ("BERT-base-uncased", None, Base("google-bert/bert-base-uncased", "case")),
        ("only-one", None, Base("solo/Only-One", "owner_less")),
        ("twin", None, Base(None, ambiguous=True)),
        ("a/case", None, Base(None, ambiguous=True)),
        ("nobody/known", None, Base("nobody/known", "named")),
        ("gpt", None, Base(None)),
        ("a large language model", None, Base(None)),
        (
            "Pythia",
            "https://huggingface.co/EleutherAI/pythia-12b-deduped",
            Base("EleutherAI/pythia-12b-deduped", "exact"),
        ),
        ("", None, Base(None)),
    ],
)
def test_a_text_names_a_model(text: str, url: str | None, base: Base) -> None:
    assert find_base(text, url, KNOWN) == base


def test_confidence_falls_with_the_distance_of_the_guess() -> None:
    texts = ("EleutherAI/pythia-12b-deduped", "bert-base-uncased", "BERT-base-uncased", "nobody/known", "only-one")
    sure = [find_base(text, None, KNOWN).confidence for text in texts]
    assert None not in sure
    assert sure == sorted(sure, key=lambda value: value or 0, reverse=True)
    assert find_base("gpt", None, KNOWN).confidence is None


@given(st.text(max_size=60), st.none() | st.text(max_size=60))
def test_whatever_is_written_gives_an_id_or_nothing(text: str, url: str | None) -> None:
    found = find_base(text, url, KNOWN)
    assert found.model_id is None or is_id(found.model_id)
    assert (found.model_id is None) == (found.resolution is None)


def test_the_first_models_have_one_owner_each() -> None:
    assert len(moved()) >= 63
    assert all(is_id(new) and new.endswith(f"/{old}") and "/" not in old for old, new in moved().items())
    assert todays_id("gpt2") == "openai-community/gpt2"
    assert todays_id("acme/gpt2") == "acme/gpt2"
