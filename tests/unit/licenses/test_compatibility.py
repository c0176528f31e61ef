"""Which licences may become which, and that the matrix of OSADL agrees where the text sets no condition."""

import pytest

from supplygraph.errors import InputError
from supplygraph.licenses.compatibility import may_become, read_may_become
from supplygraph.licenses.matrix import osadl_pairs

ROW = "[[may_become]]\nfrom = '{}'\nto = ['{}']\nkind = 'full'\nsource = 'none'\n"


@pytest.mark.parametrize(
    ("upstream", "downstream", "kind"),
    [
        ("cc-by-sa-3.0", "cc-by-sa-4.0", "full"),
        ("cc-by-sa-4.0", "gpl-3.0", "full"),
        ("gpl-3.0", "cc-by-sa-4.0", None),
        ("cc-by-sa-4.0", "cc-by-sa-3.0", None),
        ("cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0", "full"),
        ("lgpl-3.0", "gpl-3.0", "full"),
        ("lgpl-2.1", "gpl-2.0", "full"),
        ("gpl-3.0", "lgpl-3.0", None),
        ("mpl-2.0", "gpl-3.0", "full"),
        ("mpl-2.0", "agpl-3.0", "full"),
        ("mpl-2.0-no-copyleft-exception", "gpl-3.0", None),
        ("gpl-2.0-or-later", "gpl-3.0", "full"),
        ("gpl-2.0", "gpl-3.0", "check"),
        ("gpl-3.0", "gpl-3.0-or-later", "check"),
        ("gpl-3.0", "agpl-3.0", "check"),
        ("agpl-3.0", "gpl-3.0", None),
        ("eupl-1.2", "gpl-3.0", "full"),
        ("eupl-1.1", "gpl-2.0", "full"),
        ("odbl", "gpl-3.0", None),
        ("gfdl", "gpl-3.0", None),
    ],
)
def test_pairs(upstream: str, downstream: str, kind: str | None) -> None:
    found = {(pair.upstream, pair.downstream): pair.kind for pair in may_become()}
    assert found.get((upstream, downstream)) == kind


def test_the_matrix_contradicts_an_unconditional_pair_only_where_the_text_names_later_versions() -> None:
    refused = {(cell.upstream, cell.downstream) for cell in osadl_pairs() if cell.verdict == "No"}
    against = {pair[:2] for pair in may_become() if pair.kind == "full"} & refused
    assert {upstream for upstream, _ in against} == {"lgpl-2.0-or-later"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 1", "no [[may_become]]"),
        (ROW.format("gpl-3.0", "nothing"), "not a licence of the table"),
        (ROW.format("mit", "gpl-3.0"), "does not ask for the same licence"),
        (ROW.format("gpl-3.0", "gpl-3.0"), "stands twice"),
        (ROW.format("lgpl-3.0", "gpl-3.0") * 2, "stands twice"),
        (ROW.format("lgpl-3.0", "gpl-3.0").replace("full", "half"), "licence lgpl-3.0: kind"),
    ],
)
def test_a_faulty_table_of_pairs_is_refused(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_may_become(text)
    assert words in caught.value.message
