"""A recall says who is affected and how surely, in texts that are safe to send and in a valid OpenVEX document."""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from supplygraph.ids.addresses import letter_box, web_address
from supplygraph.report.recall import Recall, is_sure, issue_lines, one_line, openvex, text_lines
from supplygraph.store.find import Artifact


def row(kind: str, path: list[str], relations: list[str], **more: Any) -> dict[str, Any]:
    publisher = path[0].split("/")[-2]
    shared = {"kind": kind, "affected": path[0], "hops": len(relations), "first_hop": path[1], "path": path}
    return {**shared, "relations": relations, "places": None, "publisher": publisher, "downloads": None, **more}


APP = "github.com/acme/app"
ROWS = [
    row("model", ["a/one", "pub/base"], ["finetune"], downloads=5),
    row("model", ["a/two", "pub/base"], ["undeclared"], downloads=7),
    row("dataset", ["c/data", "a/one", "pub/base"], ["generated_from", "finetune"]),
    row("repository", [APP, "pub/base"], ["uses"], places=["a.py:3", "b`.py:4", "c.py:1", "d.py:2"]),
    row("repository", [APP, "a/two", "pub/base"], ["uses", "undeclared"]),
    row("space", ["s/space", "a/one", "pub/base"], ["uses", "finetune"]),
]


@pytest.fixture
def found() -> Recall:
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    return Recall(Artifact("Model", "pub/base"), ROWS, "It does <harm>.", "Stop.", "CVE-2026-1", "acme", moment)


def test_the_text_lists_everything_with_its_path(found: Recall) -> None:
    lines = list(text_lines(found))
    assert lines[0] == "pub/base: 2 models, 1 dataset, 1 repository, 1 Space below it, 12 downloads in 30 days"
    assert "  a/one -(finetune)-> pub/base" in lines
    assert "  a/two -(undeclared)-> pub/base ?" in lines
    at = lines.index(f"  {APP} -(uses)-> pub/base")
    assert lines[at - 1 : at + 2] == ["Repositories", lines[at], "    at a.py:3, b`.py:4, c.py:1 and 1 more"]
    found.rows, found.open = [], ["a load was not derived"]
    lines = list(text_lines(found))
    assert "  The graph knows of nothing below it." in lines
    assert lines[-1] == "open: a load was not derived"


def test_what_is_not_certain_is_said(found: Recall) -> None:
    assert [is_sure(one) for one in found.rows] == [True, False, False, True, False, True]


def test_there_is_one_letter_for_each_repository_and_publisher(found: Recall) -> None:
    text = "\n".join(issue_lines(found))
    assert re.findall(r"^# To .*", text, re.M) == [
        "# To publisher `a`",
        "# To publisher `c`",
        "# To publisher `s`",
        f"# To repository `{APP}`",
    ]
    assert f"Send to: <https://{APP}/issues/new>" in text
    assert "Send to: <https://huggingface.co/a/one/discussions/new>" in text
    assert "Send to: <https://huggingface.co/datasets/c/data/discussions/new>" in text
    assert "  - `b'.py:4`" in text
    assert "It does &lt;harm>." in text
    assert "- `a/two -(undeclared)-> pub/base` (a step on this way is not certain)" in text


def test_openvex_is_as_its_specification_asks(found: Recall) -> None:
    made = openvex(found)
    assert set(made) == {"@context", "@id", "author", "timestamp", "version", "tooling", "statements"}
    assert made["@context"] == "https://openvex.dev/ns/v0.2.0"
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", made["@id"])
    assert made["timestamp"] == "2026-01-02T03:04:05Z"
    assert made["version"] == 1
    status = {}
    for one in made["statements"]:
        allowed = {"vulnerability", "products", "status", "status_notes", "action_statement"}
        assert {"vulnerability", "products", "status"} <= set(one) <= allowed
        assert set(one["vulnerability"]) == {"name", "description"}
        # A statement that something is affected has to say what to do.
        assert ("action_statement" in one) == (one["status"] == "affected")
        (product,) = one["products"]
        assert urlsplit(product["@id"]).scheme
        assert all(set(part) == {"@id"} for part in product.get("subcomponents", []))
        status[product["@id"]] = one["status"]
    assert status == {
        "https://huggingface.co/pub/base": "affected",
        "https://huggingface.co/a/one": "affected",
        "https://huggingface.co/a/two": "under_investigation",
        "https://huggingface.co/datasets/c/data": "under_investigation",
        f"https://{APP}": "affected",
        "https://huggingface.co/spaces/s/space": "affected",
    }
    statements = made["statements"]
    assert [one for number, one in enumerate(statements) if one in statements[:number]] == []
    assert openvex(found) == made


def test_nothing_below_is_still_a_valid_document(found: Recall) -> None:
    found.rows = []
    (only,) = openvex(found)["statements"]
    assert only["status"] == "affected"


def test_hostile_texts_become_one_harmless_line() -> None:
    assert one_line("a\n# b\x1b[31m \u202ec") == "a # b\\u001b[31m \\u202ec"


def test_addresses() -> None:
    assert web_address("model", "a/b") == "https://huggingface.co/a/b"
    assert web_address("model", "pytorch:a/b/c") is None
    assert web_address("repository", "local.invalid/folder/x") is None
    assert letter_box("model", "pytorch:a/b/c") is None
