"""Which licences are proposed, and in which order."""

from supplygraph.licenses.advice import DECLARED, LATER, OTHER, PERMISSIVE, place, places, proposals
from supplygraph.licenses.judge import judge, meeting
from supplygraph.licenses.statement import Statement
from tests.unit.licenses.known import knowledge


def proposed(base: str, made_from: bool = True) -> dict[str, str]:
    rules = knowledge().rule_set("default")
    assert rules
    pairs = {
        one: judge(meeting("deriv", Statement((base,)), Statement((one,))), rules, knowledge())[0].rank
        for one in knowledge().licenses
    }
    return {one.license: one.verdict for one in proposals(knowledge(), {base: made_from}, lambda one: (pairs[one], []))}


def test_what_is_above_comes_first_then_what_is_permissive() -> None:
    assert list(proposed("mit"))[:2] == ["mit", "apache-2.0"]
    assert next(iter(proposed("cc-by-4.0"))) == "cc-by-4.0"
    assert next(iter(proposed("cc-by-nc-4.0"))) == "cc-by-nc-4.0"


def test_a_vendors_family_goes_forward_in_time() -> None:
    found = list(proposed("llama3.1"))
    assert found[0] == "llama3.1"
    assert set(found[1:4]) == {"llama3.2", "llama3.3", "llama4"}
    assert not {"llama1", "llama2", "llama3"} & set(found)


def test_what_a_vendor_gave_to_another_work_is_never_proposed() -> None:
    assert "qwen-research" not in proposed("qwen")
    assert "kimi-k3" not in proposed("modified-mit")
    # Neither says when it was written.
    assert "minimax-music3-community-license" not in proposed("minimax-community-license")


def test_no_other_vendor_is_ever_proposed() -> None:
    for base in ("llama3.1", "mit", "cc-by-nc-4.0", "no-such-licence"):
        families = {knowledge().license(base).family}
        for one in map(knowledge().license, proposed(base)):
            assert one.class_ not in ("community", "research") or one.family in families, (base, one.id)


def test_what_a_vendor_grants_is_proposed_only_for_what_is_made_from_its_works() -> None:
    assert "llama2" in proposed("llama2")
    assert "llama2" not in proposed("llama2", made_from=False)
    assert next(iter(proposed("cc-by-sa-4.0", made_from=False))) == "cc-by-sa-4.0"


def test_nothing_is_proposed_where_nothing_above_is_known() -> None:
    for above in (["other"], ["unknown", "no-such-licence"], []):
        assert proposals(knowledge(), dict.fromkeys(above, True), lambda _: (0, [])) == []
    assert places(knowledge(), knowledge().license("other")) == []
    assert proposals(knowledge(), {"other": True, "mit": True}, lambda _: (0, []))[0].license == "mit"


def test_places() -> None:
    def of(candidate: str, base: str) -> int | None:
        return place(knowledge().license(candidate), knowledge().license(base))

    assert of("gpl-3.0", "gpl-3.0") == DECLARED
    assert of("apache-2.0", "gpl-3.0") == PERMISSIVE
    assert of("gpl-3.0", "gpl-2.0") == LATER
    assert of("gpl-2.0", "gpl-3.0") == OTHER
    assert of("gemma", "llama3.1") is None
    assert of("llama3.1", "llama2") == LATER
    assert of("llama2", "llama3.1") is None
    assert of("minimax-m2.7-non-commercial", "minimax-community-license") is None
    assert of("apple-ascl", "mit") is None
    assert of("apple-ascl", "apple-ascl") == DECLARED
