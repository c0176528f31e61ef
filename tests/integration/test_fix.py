"""What would mend a card is what the evidence supports, ready to be applied."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from supplygraph.load import load
from supplygraph.report.fix import fix, header_text
from supplygraph.sources.hub_file import HubFile
from supplygraph.store.connection import Connection
from supplygraph.store.find import Artifact
from tests.conftest import empty_but_knowledge, write_lines

pytestmark = pytest.mark.integration
Command = Callable[..., subprocess.CompletedProcess[str]]

MODELS = [
    {"id": "pub/sky-7b", "tags": ["license:other"],
     "cardData": {"license": "other", "license_name": "llama3.1", "license_link": "https://example.org/LICENSE"}},
    {"id": "pub/open-7b", "tags": ["license:apache-2.0"], "cardData": {"license": "apache-2.0"}},
    {"id": "me/open-7b-GGUF", "tags": ["gguf", "base_model:pub/open-7b", "base_model:quantized:pub/open-7b"],
     "cardData": {"base_model": ["pub/open-7b", "me/open-7b-GGUF"]}},
    {"id": "me/sky-7b-GGUF", "tags": ["license:mit", "base_model:pub/sky-7b", "base_model:quantized:pub/sky-7b"],
     "cardData": {"license": "mit", "base_model": "pub/sky-7b"}},
    {"id": "me/sky-tuned", "tags": ["base_model:pub/sky-7b", "base_model:finetune:pub/sky-7b"],
     "cardData": {"base_model": "pub/sky-7b"}},
    {"id": "me/lora", "tags": ["peft", "license:mit"], "cardData": {"license": "mit"},
     "config": {"peft": {"base_model_name_or_path": "pub/open-7b"}}},
]  # fmt: skip

DATASETS = [
    {"id": "pub/words", "tags": ["license:cc-by-4.0", "source_datasets:original"],
     "cardData": {"license": "cc-by-4.0", "source_datasets": ["original"]}},
    {"id": "me/words", "tags": ["source_datasets:original", "source_datasets:extended|old/words"],
     "cardData": {"source_datasets": ["original", "extended|old/words"]}},
]  # fmt: skip


@pytest.fixture(scope="module")
def graph(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Connection:
    empty_but_knowledge(connection)
    connection.execute(
        'CREATE (:Dataset {id: "pub/words", _folded: "pub/words"})<-[:ALIAS_OF]-(:Alias {id: "old/words", '
        '_folded: "old/words"})'
    )
    folder = tmp_path_factory.mktemp("fix")
    files = {"models": MODELS, "datasets": DATASETS}
    load(HubFile([write_lines(folder / f"{name}.jsonl", rows) for name, rows in files.items()]), lambda: connection)
    return connection


def test_quantised_weights_are_under_the_license_of_their_base(graph: Connection) -> None:
    found = fix(graph, Artifact("Model", "me/open-7b-GGUF"))
    assert header_text(found.changes) == "license: apache-2.0\nbase_model:\n- pub/open-7b\n"
    assert (found.questions, found.unknown) == ([], [])


def test_a_license_without_id_comes_with_its_name_and_link(graph: Connection) -> None:
    found = fix(graph, Artifact("Model", "me/sky-7b-GGUF"))
    assert header_text(found.changes) == (
        "license: other\nlicense_name: llama3.1\nlicense_link: https://example.org/LICENSE\n"
    )
    assert "unless another permission" in found.changes[0].because[0]
    assert any("begin with 'Llama'" in duty for duty in found.duties)
    assert any("Built with Llama" in duty for duty in found.duties)


def test_the_publisher_of_a_fine_tune_has_to_choose(graph: Connection) -> None:
    found = fix(graph, Artifact("Model", "me/sky-tuned"))
    assert found.changes == []
    (question,) = found.questions
    assert question.startswith("license: no source states its licence, and it was made from pub/sky-7b")


def test_the_base_of_an_adapter_stands_in_its_configuration(graph: Connection) -> None:
    found = fix(graph, Artifact("Model", "me/lora"))
    assert "base_model:\n- pub/open-7b\n" in header_text(found.changes)


def test_the_card_of_a_dataset_names_what_it_was_made_from(graph: Connection) -> None:
    found = fix(graph, Artifact("Dataset", "me/words"))
    assert found.changes == []
    license_, sources = found.questions
    assert license_.startswith("license: no source states its licence, and it was made from pub/words")
    assert sources == (
        "source_datasets: the Hub leads from old/words to pub/words (extended|old/words: extended|pub/words)"
    )


def test_the_command_writes_a_patch_that_applies(graph: Connection, command: Command, tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    card.write_text("---\ntags:\n- gguf\nbase_model:\n- pub/open-7b\n- me/open-7b-GGUF\n---\n# Mine\n")
    patch = tmp_path / "card.patch"
    done = command("fix", "me/open-7b-GGUF", "--card", str(card), "--format", "patch", "--out", str(patch))
    assert (done.returncode, done.stderr) == (0, "")
    subprocess.run(["git", "apply", str(patch)], cwd=tmp_path, check=True)
    assert card.read_text() == "---\ntags:\n- gguf\nbase_model:\n- pub/open-7b\nlicense: apache-2.0\n---\n# Mine\n"
    text = command("fix", "me/open-7b-GGUF").stdout
    assert "Title: Metadata: license, base_model" in text
    assert "not legal advice" in text
    stated = json.loads(command("fix", "me/lora", "--format", "json").stdout)
    assert stated["changes"][0]["value"] == ["pub/open-7b"]
    missing = command("fix", "me/lora", "--card", str(tmp_path / "absent"))
    assert (missing.returncode, "the card cannot be read" in missing.stderr) == (2, True)
