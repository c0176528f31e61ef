"""Cards in folders on disk: trees of owner and name, caches of a Hub, and what lies beside a card."""

import json
from pathlib import Path

import pytest
from identify.vendor.licenses import LICENSES

from supplygraph.errors import InputError
from supplygraph.schema.declaration import Element
from supplygraph.schema.nodes import Dataset, Model, Space
from supplygraph.schema.relationships import (
    Declares,
    DerivedFrom,
    EvaluatedOn,
    HasArchitecture,
    HasLanguage,
    HasLibrary,
    OfType,
)
from supplygraph.sources.cards import Cards
from supplygraph.tally import Tally
from tests.unit.hub.mapped import ends, of

CARD = "---\nlicense: mit\nlanguage: no\nbase_model: orchard/seed\nlibrary_name: peft\ntags: [chat]\n---\n# A pear\n"


def write(path: Path, text: str | bytes) -> None:
    """A file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def load(path: Path, tally: Tally | None = None) -> list[Element]:
    """All elements of a folder."""
    source = Cards([path])
    elements = list(source.elements(tally or Tally()))
    assert source.complete()
    return elements


def test_a_tree_of_owners_and_names(tmp_path: Path) -> None:
    write(tmp_path / "orchard" / "pear" / "README.md", CARD)
    write(tmp_path / "orchard" / "pear" / "sub" / "README.md", CARD)
    write(tmp_path / "orchard" / "plum" / "readme.md", "\ufeff" + CARD.replace("\n", "\r"))
    write(tmp_path / "orchard" / "code" / "README.md", "# Only words")
    write(tmp_path / "alone" / "README.md", "---\nlicense: apache-2.0\n---\n")
    write(tmp_path / "datasets" / "orchard" / "soil" / "README.md", "---\nlicense: mit\n---\n")
    write(tmp_path / "orchard" / "mud" / "README.md", "---\ntask_categories: [other]\n---\n")
    write(tmp_path / "orchard" / "demo" / "README.md", "---\nsdk: gradio\napp_file: app.py\n---\n")
    write(tmp_path / ".git" / "x" / "README.md", CARD)
    tally = Tally()
    elements = load(tmp_path, tally)
    assert [node.id for node in of(elements, Model)] == ["alone", "orchard/pear", "orchard/plum"]
    assert [node.id for node in of(elements, Dataset)] == ["orchard/mud", "orchard/soil"]
    assert [node.id for node in of(elements, Space)] == ["orchard/demo"]
    pear = of(elements, Model)[1]
    assert (pear.library, pear.tags, pear.hub, pear.author) == ("peft", ["chat"], None, "orchard")
    assert [(one.start.key, one.end.key) for one in of(elements, Declares)] == [
        ("alone", "apache-2.0"),
        ("orchard/pear", "mit"),
        ("orchard/plum", "mit"),
        ("orchard/soil", "mit"),
    ]
    assert [(one.end.key, one.claims) for one in of(elements, DerivedFrom)] == [
        ("orchard/seed", ["cards:card=undeclared"])
    ] * 2
    assert ends(elements, HasLanguage) == ["no", "no"]
    assert ends(elements, HasLibrary) == ["peft", "peft"]
    assert tally.counts == {"cards_without_header": 1}
    assert (tally.position, tally.total, tally.records) == (7, 7, 6)


def test_a_cache_of_the_hub(tmp_path: Path) -> None:
    old, new = "0" * 40, "a" * 40
    model = tmp_path / "hub" / "models--orchard--pear"
    write(model / "snapshots" / old / "README.md", "---\nlicense: gpl-3.0\n---\n")
    write(model / "snapshots" / new / "README.md", CARD)
    write(model / "refs" / "main", new)
    write(tmp_path / "hub" / "models--bare" / "snapshots" / new / "config.json", '{"model_type": "bert"}')
    write(tmp_path / "hub" / "datasets--orchard--soil" / "snapshots" / new / "README.md", "---\nlicense: mit\n---\n")
    for folder in (tmp_path, tmp_path / "hub"):
        elements = load(folder)
        assert [(node.id, node.sha, node.hub) for node in of(elements, Model)] == [
            ("bare", new, "huggingface"),
            ("orchard/pear", new, "huggingface"),
        ]
        assert [node.id for node in of(elements, Dataset)] == ["orchard/soil"]
        assert ends(elements, Declares) == ["mit", "mit"]
        assert ends(elements, OfType) == ["bert"]


def test_configs_beside_a_card(tmp_path: Path) -> None:
    write(tmp_path / "o" / "lora" / "README.md", "---\nlicense: mit\n---\n")
    write(tmp_path / "o" / "lora" / "adapter_config.json", json.dumps({"base_model_name_or_path": "o/base", "r": 8}))
    write(tmp_path / "o" / "full" / "README.md", "no header")
    write(
        tmp_path / "o" / "full" / "config.json",
        json.dumps({"architectures": ["BertModel"], "model_type": "bert", "quantization_config": {"bits": 4}}),
    )
    elements = load(tmp_path)
    full, _ = of(elements, Model)
    assert full.quantization == ["4-bit"]
    assert ends(elements, HasArchitecture) == ["BertModel"]
    (base,) = of(elements, DerivedFrom)
    assert (base.end.key, base.channel) == ("o/base", "adapter")


def test_what_a_card_and_the_files_beside_it_answer(tmp_path: Path) -> None:
    full, bare, cached = (tmp_path / name for name in ("o/full", "o/bare", "cache/models--o--cached/snapshots/main"))
    write(
        full / "README.md", CARD.replace("tags:", "widget: [{text: hi}]\ntags:") + "## Hardware\n8 GPUs\n## Cost\nTBD\n"
    )
    write(full / "requirements.txt", "torch")
    write(full / "runs" / "events.out.tfevents.1", "")
    write(full / ".git" / "Dockerfile", "")
    results = "- dataset: {id: orchard/pears, task_id: default}\n  value: 0.5\n- value: 3\n"
    write(full / ".eval_results" / "pears.yaml", results)
    write(full / ".eval_results" / "broken.yaml", "[")
    write(bare / "README.md", "---\nlicense: mit\n---\n")
    write(cached / "config.json", "{}")
    tally = Tally()
    elements = load(tmp_path / "o", tally)
    empty, told = of(elements, Model)
    assert (told.has_card, told.card_topics, told.card_sections) == (True, ["hardware"], ["Hardware"])
    assert (told.file_count, told.file_topics, told.topic_files) == (
        5,
        ["training_logs", "environment", "evaluation"],
        ["runs/events.out.tfevents.1", "requirements.txt", ".eval_results/broken.yaml"],
    )
    assert told.card_fields == ["widget"]
    assert (empty.has_card, empty.card_topics, empty.file_topics, empty.card_fields) == (False, [], [], None)
    assert [(one.end.key, one.value, one.claimed_by) for one in of(elements, EvaluatedOn)] == [
        ("orchard/pears", 0.5, "author")
    ]
    assert tally.counts == {"unreadable_cards": 1, "claims_without_dataset": 1}
    # A cache holds what somebody fetched, so that it does not say that there is no card.
    (one,) = of(load(tmp_path / "cache"), Model)
    assert (one.has_card, one.card_topics, one.file_count) == (None, None, None)


def test_one_folder_is_one_model(tmp_path: Path) -> None:
    write(tmp_path / "pear" / "README.md", CARD)
    write(tmp_path / "pear" / "onnx" / "README.md", CARD)
    assert [node.id for node in of(load(tmp_path / "pear"), Model)] == ["pear"]


def test_what_cannot_be_read_is_counted(tmp_path: Path) -> None:
    write(tmp_path / "o" / "yaml" / "README.md", "---\nlicense: [\n---\n")
    write(tmp_path / "o" / "yaml" / "config.json", "{")
    write(tmp_path / "o" / "bytes" / "README.md", b"---\nlicense: mit\nx: \xff\n---\n")
    write(tmp_path / "o" / "wide" / "README.md", CARD.encode("utf-16"))
    write(tmp_path / "o" / "a name" / "README.md", CARD)
    write(tmp_path / "o" / "large" / "README.md", "---\nlicense: mit\n---\n" + "x" * (9 * 2**20))
    tally = Tally()
    elements = load(tmp_path, tally)
    assert [node.id for node in of(elements, Model)] == ["o/bytes", "o/wide", "o/yaml"]
    assert ends(elements, Declares) == ["mit", "mit"]
    assert tally.counts == {
        "folders_without_id": 1,
        "unreadable_cards": 2,
        "cards_without_header": 1,
        "unreadable_configs": 1,
        "invalid_utf8": 1,
    }


def test_no_card_at_all(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no README\.md"):
        Cards([tmp_path])
    write(tmp_path / "x", "")
    with pytest.raises(InputError, match="is not a folder"):
        Cards([tmp_path / "x"])


MIT = dict(LICENSES)["MIT"]
HELD = "MIT License\n\nCopyright (c) 2024 The Orchard\n\n" + MIT[MIT.index("Permission") :]


def test_license_texts_are_recognised_and_name_a_holder(tmp_path: Path) -> None:
    write(tmp_path / "orchard" / "pear" / "README.md", CARD.replace("mit", "apache-2.0"))
    write(tmp_path / "orchard" / "pear" / "LICENSE", HELD)
    write(tmp_path / "orchard" / "plum" / "README.md", CARD)
    write(tmp_path / "orchard" / "plum" / "LICENSE.md", "Do what you want.")
    write(tmp_path / "orchard" / "fig" / "README.md", CARD)
    write(tmp_path / "datasets" / "orchard" / "soil" / "README.md", "---\nlicense: mit\n---\n")
    write(tmp_path / "datasets" / "orchard" / "soil" / "LICENSE", HELD.replace("2024 The Orchard", "<year> <name>"))
    elements = load(tmp_path)
    found = {
        one.id: (one.license_text, one.license_file, one.copyright_notice)
        for one in elements
        if isinstance(one, Model | Dataset)
    }
    assert found == {
        "orchard/pear": (True, "mit", True),
        "orchard/plum": (True, None, False),
        "orchard/fig": (False, None, None),
        "orchard/soil": (True, "mit", False),
    }
    # What the text is does not count as what the publisher declares.
    assert ("orchard/pear", "mit") not in {(one.start.key, one.end.key) for one in of(elements, Declares)}
