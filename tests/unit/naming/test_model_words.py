"""The words that tell ids of models are words of names, too."""

import pytest

from supplygraph.ids.model_words import families
from supplygraph.naming.claims import claims
from supplygraph.naming.vocabulary import vocabulary
from supplygraph.reuse.identify import reads_as_model


@pytest.mark.parametrize("where", ["id", "end", "start"])
def test_every_word_names_a_family(where: str) -> None:
    known = vocabulary().words
    assert families(where)
    for name in families(where):
        whole = known.get(name.replace("-", ""))
        begun = any(word.startswith(name) for word in vocabulary().families)
        assert begun or (whole is not None and whole.component in "AD"), name


def test_no_word_hides_a_longer_one() -> None:
    ends, starts = families("end"), families("start")
    assert not [(a, b) for i, a in enumerate(ends) for b in ends[i + 1 :] if b.endswith(a)]
    assert not [(a, b) for i, a in enumerate(starts) for b in starts[i + 1 :] if b.startswith(a)]


def test_one_table_serves_names_and_code() -> None:
    assert claims("a/vinallama").families_unsure == ["llama"]
    assert reads_as_model("a/vinallama-chat")
    assert not reads_as_model("a/umber-chat")
