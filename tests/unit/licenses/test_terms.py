"""The terms of each licence: what it imposes, through which channels, and that all codes are declared."""

import re

import pytest

from supplygraph.errors import InputError
from supplygraph.licenses.imposed import MATERIAL, ImposedRow
from supplygraph.licenses.table import LicenseEntry, licenses, lookup
from supplygraph.licenses.terms import Condition, conditions, read_terms, terms

ELEVEN = (
    "law",
    "minors",
    "misinfo",
    "pii",
    "defame",
    "autodecision",
    "socialscore",
    "vuln",
    "discrim",
    "medical",
    "justice",
)
KINDS = "NC RO ND SA UR AUP NT CAP GEO ROY BR NAME BY LC NF SC SRC NET DOC PW REG"
UNKNOWN_TERMS = """
cc h-research intel-research unknown other nvidia-license nvidia-open-model-agreement sai-nc-community
krea-2-community-license yi-34b jamba-open-model-license faipl-1.0 microsoft-research-license
coqui-public-model-license glm-4 eva-llama3.3 busl-1.1 minimax-h3-community-license-agreement minimax-community-license
minimax-music3-community-license health-ai-developer-foundations
bria-rmbg-2.0 fish-audio-research-license stablebeluga tencent-hunyuan-a13b
"""
SOFTWARE = "strong_copyleft", "network_copyleft", "weak_copyleft"


def known(id_: str) -> LicenseEntry:
    found = lookup(id_)
    assert found is not None
    return found


def reach(id_: str, code: str) -> dict[str, str]:
    """`certain` or `unclear` for each channel that the term reaches, with a star where contested."""
    (term,) = (one for one in known(id_).terms if one.code == code)
    words = dict.fromkeys(term.certain, "certain") | dict.fromkeys(term.unclear, "unclear")
    return {channel: word + "*" * (channel in term.contested) for channel, word in words.items()}


def restrictions(id_: str) -> set[str]:
    levels = {term.code: term.level for term in terms()}
    return {one.code for one in known(id_).terms if levels[one.code] == "restriction"}


def notices(id_: str) -> set[str]:
    return {one.code for one in known(id_).terms} - restrictions(id_)


def uses(*names: str) -> set[str]:
    return {f"UR.{name}" for name in names}


def material(word: str = "certain") -> dict[str, str]:
    return dict.fromkeys(MATERIAL, word)


@pytest.mark.parametrize(
    ("id_", "codes"),
    [
        ("creativeml-openrail-m", uses(*ELEVEN)),
        ("openrail++", uses(*ELEVEN)),
        ("bigscience-openrail-m", uses(*ELEVEN, "machine_disclosure", "impersonation")),
        ("bigscience-bloom-rail-1.0", uses(*ELEVEN, "machine_disclosure", "impersonation")),
        ("bigcode-openrail-m", uses(*ELEVEN, "machine_disclosure", "impersonation", "malware")),
        ("openrail", uses("unlisted")),
        ("deepseek", uses(*ELEVEN, "military", "inappropriate") - uses("medical", "justice")),
        ("llama1", {"RO"}),
        ("llama2", {"AUP:llama", "CAP:mau>700M", "NT:other_llm"}),
        ("llama3", {"AUP:llama", "CAP:mau>700M", "NT:other_llm"}),
        ("llama3.1", {"AUP:llama", "CAP:mau>700M"}),
        ("llama3.3", {"AUP:llama", "CAP:mau>700M"}),
        ("llama3.2", {"AUP:llama", "CAP:mau>700M", "GEO:eu"}),
        ("llama4", {"AUP:llama", "CAP:mau>700M", "GEO:eu"}),
        ("gemma", {"AUP:gemma"}),
        ("qwen", {"CAP:mau>100M"}),
        ("tongyi-qianwen", {"CAP:mau>100M", "NT:other_llm"}),
        ("qwen-research", {"RO"}),
        ("tongyi-qianwen-research", {"RO"}),
        ("mrl", {"RO"}),
        ("mnpl", {"RO"}),
        ("falcon-llm-license", {"AUP:falcon"}),
        ("tii-falcon-llm", {"ROY:10%>1M"}),
        ("falcon-180b-license", {"ROY:10%>1M", "UR.hosting"}),
        ("apple-ascl", set()),
        ("apple-amlr", {"RO"}),
        ("nvidia-open-model-license", {"AUP:nvidia-trustworthy", "UR.guardrails"}),
        ("stabilityai-ai-community", {"CAP:revenue>1M", "AUP:stability", "NT:foundation_genai"}),
        ("stabilityai-nc-research-community", {"RO"}),
        ("flux-1-dev-non-commercial-license", {"NC", "NT:competing", *uses("military", "surveillance", "biometric")}),
        ("flux-dev-non-commercial-license-2.0", {"NC", "NT:competing", *uses("military", "surveillance", "biometric")}),
        ("grok2-community", {"AUP:xai", "NT:any_llm", "CAP:revenue>1M"}),
        ("yi-license", {"NC", *uses("law", "military")}),
        ("jamba-open-model-license", {"CAP:revenue>50M"}),
        ("cohere-cc-by-nc-4.0", {"NC", "AUP:cohere"}),
        (
            "fair-noncommercial-research-license",
            {"RO", "AUP:fair", "SA:fair-noncommercial-research-license"},
        ),
        ("deepfloyd-if-license", {"RO", *uses("military", "surveillance", "biometric")}),
        ("exaone", {"RO", "NT:any_llm"}),
        ("tencent-hunyuan-community", {"GEO:eu", "GEO:uk", "GEO:south-korea", "CAP:mau>1M", "NT:any"}),
        ("modified-mit", set()),
        ("kimi-k3", {"CAP:maas>20M"}),
        ("glm-5.3", {"CAP:maas>10B"}),
        ("qwen-community-1.0", {"CAP:maas"}),
        ("qwen3.8-max", {"CAP:maas>50M"}),
        ("nvidia-nemotron-open-model-license", set()),
        ("lfm1.0", {"CAP:revenue>10M"}),
        (
            "ltx-2-community-license-agreement",
            {
                "SA:ltx-2-community-license-agreement",
                "CAP:revenue>10M",
                "AUP:ltx",
                "NT:any",
                *uses(*ELEVEN, "machine_disclosure", "impersonation", "malware", "military", "guardrails", "competing"),
            },
        ),
        ("krea-2-community-license", {"CAP:revenue>1M", "AUP:krea"}),
        ("coqui-public-model-license", {"NC"}),
        ("health-ai-developer-foundations", {"AUP:hai-def", *uses("clinical")}),
        ("dinov3-license", {"SA:dinov3-license", *uses("law", "military")}),
        ("sam-license", {"SA:sam-license", *uses("law", "military")}),
        ("nscl-v1", {"RO"}),
        ("hyperclovax-seed", {"CAP:mau>10M", *uses("law", "competing")}),
        (
            "minimax-h3-community-license-agreement",
            {"GEO:eu", "GEO:uk", "GEO:south-korea", "GEO:us", "CAP:revenue>20M"},
        ),
        ("minimax-m2.7-non-commercial", {"NC"}),
        ("fair-ai-public-license-1.0-sd", {"SA:fair-ai-public-license-1.0-sd", *uses(*ELEVEN)}),
        ("openmdw-1.0", set()),
        ("openmdw-1.1", set()),
        ("h-research", {"RO"}),
        ("intel-research", {"RO"}),
        ("openai-terms-of-use", {"NT:competing"}),
        ("cdla-permissive-1.0", set()),
        ("cdla-permissive-2.0", set()),
        ("cdla-sharing-1.0", {"SA:cdla-sharing-1.0"}),
        ("c-uda", uses("computational")),
        ("odc-by", set()),
        ("odbl", {"SA:odbl"}),
        ("pddl", set()),
        ("cc0-1.0", set()),
        ("etalab-2.0", set()),
        ("cc-by-4.0", set()),
        ("cc-by-sa-3.0", {"SA:cc-by-sa-3.0"}),
        ("cc-by-sa-4.0", {"SA:cc-by-sa-4.0"}),
        ("cc-by-nc-4.0", {"NC"}),
        ("cc-by-nd-4.0", {"ND"}),
        ("cc-by-nc-nd-4.0", {"NC", "ND"}),
        ("cc-by-nc-sa-4.0", {"NC", "SA:cc-by-nc-sa-4.0"}),
        ("gfdl", {"SA:gfdl"}),
        ("lgpl-lr", {"SA:lgpl-lr"}),
        ("apache-2.0", set()),
        ("mit", set()),
        ("bsd", set()),
        ("unlicense", set()),
        ("gpl-3.0", {"SA:gpl-3.0"}),
        ("agpl-3.0", {"SA:agpl-3.0"}),
        ("mpl-2.0", {"SA:mpl-2.0"}),
    ],
)
def test_restrictions(id_: str, codes: set[str]) -> None:
    assert restrictions(id_) == codes


@pytest.mark.parametrize(
    ("id_", "codes"),
    [
        ("creativeml-openrail-m", {"BY", "LC", "SC"}),
        ("bigcode-openrail-m", {"BY", "LC", "DOC"}),
        ("llama2", {"LC", "NF"}),
        ("llama3", {"LC", "NF", "BR:Built with Meta Llama 3", "NAME:Llama 3"}),
        ("llama3.1", {"LC", "NF", "BR:Built with Llama", "NAME:Llama"}),
        ("llama4", {"LC", "NF", "BR:Built with Llama", "NAME:Llama"}),
        ("gemma", {"LC", "NF", "SC"}),
        ("qwen", {"LC", "NF", "SC", "BR:Built with Qwen"}),
        ("falcon-llm-license", {"BY", "LC", "NF", "SC", "BR:built using Falcon LLM technology"}),
        ("stabilityai-ai-community", {"LC", "NF", "SC", "REG", "BR:Powered by Stability AI"}),
        ("modified-mit", {"BY", "LC", "BR:Kimi K2"}),
        ("kimi-k3", {"BY", "LC", "BR:Kimi K3"}),
        ("nvidia-nemotron-open-model-license", {"BY", "LC", "NF"}),
        ("hyperclovax-seed", {"LC", "NF", "SC", "BR:Powered by HyperCLOVA X", "NAME:HyperCLOVA X"}),
        ("apple-ascl", {"LC"}),
        ("apache-2.0", {"BY", "LC", "NF", "SC"}),
        ("cc0-1.0", set()),
        ("etalab-2.0", {"BY"}),
        ("cc-by-4.0", {"BY", "LC", "SC"}),
        ("cc-by-nd-4.0", {"BY", "LC"}),
        ("cdla-sharing-1.0", {"LC", "SC"}),
        ("odc-by", {"BY", "PW"}),
        ("fair-ai-public-license-1.0-sd", {"LC", "SRC", "NET"}),
        ("agpl-3.0", {"BY", "LC", "SC", "SRC", "NET"}),
    ],
)
def test_notices(id_: str, codes: set[str]) -> None:
    assert notices(id_) == codes


@pytest.mark.parametrize(
    ("id_", "code", "channels"),
    [
        (
            "creativeml-openrail-m",
            "UR.medical",
            material() | {"transfer": "certain", "output": "unclear", "data": "unclear*", "use": "unclear"},
        ),
        (
            "bigcode-openrail-m",
            "UR.malware",
            material() | {"transfer": "certain", "output": "unclear", "data": "unclear*"},
        ),
        (
            "llama1",
            "RO",
            material() | {"transfer": "unclear", "output": "certain", "data": "certain*", "use": "unclear"},
        ),
        ("llama2", "NT:other_llm", material() | {"transfer": "certain", "output": "certain", "data": "certain"}),
        ("llama3", "NT:other_llm", material() | {"transfer": "certain", "output": "certain", "data": "certain"}),
        ("llama3", "CAP:mau>700M", material() | {"output": "unclear", "use": "unclear"}),
        (
            "llama3.1",
            "AUP:llama",
            material() | {"transfer": "unclear", "output": "unclear", "data": "unclear*", "use": "unclear"},
        ),
        (
            "llama3.1",
            "NAME:Llama",
            {**material(), "transfer": "certain", "data": "certain", "output": "unclear", "combine": "none"},
        ),
        (
            "llama3.3",
            "BR:Built with Llama",
            material() | {"transfer": "certain", "data": "certain", "output": "unclear", "use": "unclear"},
        ),
        ("gemma", "AUP:gemma", material() | {"transfer": "certain", "data": "unclear*", "use": "unclear"}),
        ("qwen", "BR:Built with Qwen", material() | {"transfer": "certain", "data": "certain", "use": "unclear"}),
        ("qwen", "CAP:mau>100M", material() | {"use": "unclear"}),
        (
            "tongyi-qianwen",
            "NT:other_llm",
            material() | {"transfer": "certain", "output": "certain", "data": "certain"},
        ),
        ("mrl", "RO", material() | {"transfer": "certain", "output": "certain", "data": "certain*", "use": "unclear"}),
        ("apple-amlr", "RO", material() | {"transfer": "unclear", "data": "certain*", "use": "unclear"}),
        ("nvidia-open-model-license", "AUP:nvidia-trustworthy", material("unclear") | {"use": "unclear"}),
        (
            "stabilityai-ai-community",
            "NT:foundation_genai",
            material() | {"transfer": "certain", "output": "certain", "data": "certain"},
        ),
        ("flux-1-dev-non-commercial-license", "NC", material() | {"data": "certain*", "use": "unclear"}),
        # outputs of derivatives are outputs in the sense of the text, so that the term goes along with the weights
        (
            "flux-1-dev-non-commercial-license",
            "NT:competing",
            material() | {"transfer": "certain", "output": "certain", "data": "certain"},
        ),
        ("kimi-k3", "CAP:maas>20M", material() | {"use": "unclear"}),
        (
            "krea-2-community-license",
            "CAP:revenue>1M",
            material() | {"output": "certain", "transfer": "unclear", "use": "unclear"},
        ),
        ("dinov3-license", "SA:dinov3-license", material() | {"transfer": "unclear"}),
        ("grok2-community", "CAP:revenue>1M", material("unclear") | {"use": "unclear"}),
        ("yi-license", "NC", material() | {"transfer": "certain", "data": "certain*", "use": "unclear"}),
        (
            "fair-noncommercial-research-license",
            "SA:fair-noncommercial-research-license",
            material() | {"transfer": "certain", "output": "certain", "data": "unclear*"},
        ),
        (
            "exaone",
            "RO",
            material() | {"transfer": "unclear", "output": "certain", "data": "certain*", "use": "unclear"},
        ),
        (
            "tencent-hunyuan-community",
            "GEO:eu",
            material() | {"output": "certain", "data": "unclear*", "use": "unclear"},
        ),
        ("cdla-sharing-1.0", "SA:cdla-sharing-1.0", dict.fromkeys(("copy", "deriv", "combine"), "certain")),
        ("odbl", "SA:odbl", dict.fromkeys(("copy", "deriv", "combine"), "certain")),
        ("odbl", "PW", {"data": "certain*"}),
        ("c-uda", "UR.computational", dict.fromkeys(("copy", "deriv", "combine"), "certain")),
        ("cc-by-sa-4.0", "SA:cc-by-sa-4.0", material() | {"data": "unclear*"}),
        ("cc-by-nc-4.0", "NC", material() | {"data": "certain*", "use": "unclear"}),
        (
            "cc-by-nd-4.0",
            "ND",
            {"deriv": "certain", "copy": "unclear*", "adapter": "unclear*", "data": "unclear*"},
        ),
        ("gfdl", "SA:gfdl", material()),
        ("lgpl-lr", "SA:lgpl-lr", {"copy": "certain", "deriv": "certain"}),
        ("gpl-3.0", "SA:gpl-3.0", material() | {"use": "certain*", "data": "unclear*"}),
        ("osl-3.0", "SA:osl-3.0", material() | {"use": "certain*", "data": "unclear*"}),
        ("agpl-3.0", "SA:agpl-3.0", material() | {"use": "certain*", "data": "unclear*"}),
        ("lgpl-3.0", "SA:lgpl-3.0", {"copy": "certain", "deriv": "certain", "combine": "unclear"}),
    ],
)
def test_reach(id_: str, code: str, channels: dict[str, str]) -> None:
    assert reach(id_, code) == {channel: word for channel, word in channels.items() if word != "none"}


def test_whose_terms_are_not_known() -> None:
    assert {one.id for one in licenses() if not one.terms_known} == set(UNKNOWN_TERMS.split())
    assert not known("cc").terms
    for one in licenses():
        assert one.terms_known or one.unsure, one.id


def test_secondary_and_unread_texts_say_so() -> None:
    for one in licenses():
        if one.certainty in ("secondary", "unread"):
            assert one.source in ("secondary", "unread"), one.id
        if one.certainty in ("contested", "uncertain") and one.id not in ("gpl", "lgpl"):
            assert one.unsure, one.id
    assert known("jamba-open-model-license").source == "unread"
    assert known("qwen-research").source == "secondary"
    assert known("llama3.1").source.startswith("https://")


def test_copyleft_of_software_by_class() -> None:
    for one in licenses():
        same = [term for term in one.terms if term.code.startswith("SA:")]
        if one.cls in SOFTWARE and one.terms_known:
            assert [term.code for term in same] == [f"SA:{one.id}"], one.id
            assert ("adapter" in same[0].certain) == (one.cls != "weak_copyleft"), one.id
        if one.cls in ("permissive", "public_domain", "attribution", "data_permissive"):
            assert not restrictions(one.id) - {"UR.evil"}, one.id


def test_codes_kinds_and_parameters() -> None:
    by_code = {term.code: term for term in terms()}
    assert {term.kind for term in terms()} == set(KINDS.split())
    assert (by_code["UR.medical"].kind, by_code["UR.medical"].parameter) == ("UR", "medical")
    assert (by_code["CAP:revenue>1M"].kind, by_code["CAP:revenue>1M"].parameter) == ("CAP", "revenue>1M")
    assert by_code["SA:cc-by-sa-4.0"].parameter == "cc-by-sa-4.0"
    assert by_code["NC"].parameter is None
    for term in terms():
        assert re.fullmatch(r"[A-Z].*\.", term.meaning), term.code


def test_what_satisfies_what() -> None:
    found = {(term.code, one.code): one.kind for term in terms() for one in term.satisfied_by}
    assert all(found[term.code, term.code] == "full" for term in terms())
    assert found["NC", "RO"] == "full"
    assert found["RO", "NC"] == "warning"
    assert found["CAP:mau>700M", "CAP:mau>100M"] == "full"
    assert ("CAP:mau>100M", "CAP:mau>700M") not in found
    assert found["UR.medical", "UR.unlisted"] == found["UR.unlisted", "UR.medical"] == "warning"
    assert [code for code, other in found if code.startswith("SA:") and code != other] == []


def test_a_lower_limit_keeps_every_higher_one() -> None:
    limits: dict[str, dict[str, int]] = {}
    for term in terms():
        if found := re.fullmatch(r"CAP:(\w+)>(\d+)([MB])", term.code):
            limits.setdefault(found[1], {})[term.code] = int(found[2]) * {"M": 1, "B": 1000}[found[3]]
    kept = {(term.code, one.code) for term in terms() for one in term.satisfied_by if one.kind == "full"}
    assert limits.keys() == {"mau", "revenue", "maas"}
    for codes in limits.values():
        for high in codes:
            assert {low for low in codes if (high, low) in kept} == {low for low in codes if codes[low] <= codes[high]}
    assert all((code, "CAP:maas") in kept for code in limits["maas"])


def test_conditions() -> None:
    found = {(one.id, term.code): term.condition for one in licenses() for term in one.terms if term.condition}
    assert found == {
        ("llama3.2", "GEO:eu"): "multimodal",
        ("llama4", "GEO:eu"): "multimodal",
        ("ltx-2-community-license-agreement", "NT:any"): "commercial",
        ("ltx-2.x-community-license", "NT:any"): "commercial",
    }
    assert set(found.values()) == conditions().keys()


@pytest.mark.parametrize(
    ("words", "met"),
    [
        (["image-text-to-text", "mllama"], True),
        (["llama4"], True),
        (["text-generation", "llama"], False),
        (["text-generation"], False),
        (["text-generation", "mllama"], None),
        (["robotics"], None),
        ([], None),
    ],
)
def test_whether_a_model_is_multimodal(words: list[str], met: bool | None) -> None:
    assert conditions()["multimodal"].met_by(words) is met
    assert conditions()["commercial"].met_by(words) is None


def test_a_condition_says_of_no_task_both() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        Condition(name="x", meaning="X.", applies_to=("a",), spares=("a",))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = [", "not valid TOML"),
        ("x = 1", "no [[term]]"),
        ("[[term]]\ncode = 'NC'", "term NC: level"),
        ("[[term]]\ncode = 'nc'\nlevel = 'notice'\nmeaning = 'x'", "term nc: code"),
        ("[[term]]\ncode = 'NC'\nlevel = 'notice'\nmeaning = 'x'\n" * 2, "term NC: it stands twice"),
        ("[[term]]\ncode = 'NC'\nlevel = 'notice'\nmeaning = 'x'\n", "no term"),
    ],
)
def test_a_faulty_table_of_terms_is_refused(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_terms(text)
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"codes": ["NC"]}, "no channel"),
        ({"codes": ["NC"], "certain": ["copy"], "unclear": ["copy"]}, "stands twice"),
        ({"codes": ["NC"], "certain": ["material", "copy"]}, "stands twice"),
        ({"codes": ["NC"], "certain": ["copy"], "contested": ["data"]}, "neither certain nor unclear"),
        ({"codes": ["NC"], "certain": ["air"]}, "certain"),
        ({"codes": [], "certain": ["copy"]}, "codes"),
    ],
)
def test_a_faulty_row_of_terms_is_refused(row: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ImposedRow.model_validate(row)
